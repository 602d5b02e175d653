from datetime import date

import pytest

from carrywell.care.words import age_in_words, direction_in_words, distance_in_words

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("metres", "country", "says"),
    [
        (0, None, "under 0.1 km"),
        (99.9, None, "under 0.1 km"),
        (100, None, "0.1 km"),
        (1049, "FI", "1 km"),
        (9949, None, "9.9 km"),
        (10_400, None, "10 km"),
        (20_015_115, None, "20,015 km"),
        (1609.344, "US", "1 mile"),
        (4000, "GB", "2.5 miles"),
        (4000, "FR", "4 km"),
    ],
)
def test_distances(metres: float, country: str | None, says: str) -> None:
    assert distance_in_words(metres, country) == says


def test_a_rough_point_is_about_so_far() -> None:
    assert distance_in_words(4400, about=True) == "about 4 km"
    assert distance_in_words(20, about=True) == "about 1 km"
    assert distance_in_words(20, "US", about=True) == "about 1 mile"
    assert distance_in_words(291_000, "US", about=True) == "about 181 miles"


@pytest.mark.parametrize(
    ("bearing", "says"),
    [(0, "north"), (22.4, "north"), (22.6, "north-east"), (90, "east"), (180, "south"),
     (270, "west"), (337.4, "north-west"), (337.6, "north"), (359.99, "north")],
)  # fmt: skip
def test_directions(bearing: float, says: str) -> None:
    assert direction_in_words(bearing) == says


@pytest.mark.parametrize(
    ("as_of", "says"),
    [
        (None, "of unknown age: ring before you go"),
        (TODAY, "from 23 November 2026"),
        (date(2026, 11, 24), "from 24 November 2026"),
        (date(2026, 11, 22), "from 22 November 2026, 1 day old"),
        (date(2026, 10, 1), "from 1 October 2026, 53 days old"),
        (date(2026, 5, 23), "from 23 May 2026, 6 months old"),
        (date(2025, 11, 1), "from 1 November 2025, 12 months old: ring before you go"),
        (date(2019, 4, 21), "from 21 April 2019, 7 years old: ring before you go"),
    ],
)
def test_ages(as_of: date | None, says: str) -> None:
    assert age_in_words(as_of, TODAY) == says
