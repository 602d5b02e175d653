from pathlib import Path

import pytest

from carrywell.care.where import places_at


@pytest.mark.parametrize(
    ("named", "at"),
    [
        ({}, Path("/data/places.sqlite3")),
        ({"CARRYWELL_PLACES": ""}, Path("/data/places.sqlite3")),
        ({"CARRYWELL_PLACES": "  "}, Path("/data/places.sqlite3")),
        ({"CARRYWELL_PLACES": "other/my.sqlite3"}, Path("other/my.sqlite3")),
        ({"CARRYWELL_PLACES": "~/my.sqlite3"}, Path.home() / "my.sqlite3"),
        ({"CARRYWELL_PLACES": "postgresql://app@host/db"}, "postgresql://app@host/db"),
    ],
)
def test_where_the_places_lie(named, at) -> None:
    assert places_at(named, Path("/data")) == at
