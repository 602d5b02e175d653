"""Made-up places: in towns of different sizes as people live, or all in one city, or all at one spot."""

from collections.abc import Iterator
from random import Random

from carrywell.care.place import Place, Point

KINDS = (
    "physiotherapist",
    "general_practice",
    "gynaecologist",
    "midwife",
    "supplies",
    "acupuncturist",
)
COMMON, RARE = KINDS[0], "maternity_unit"
ONE_IN = 5000
"""Places of the rare kind."""
CITY = Point(51.5, -0.1)


def spread(layout: str, number: int) -> Iterator[Place]:
    """The same each time."""
    random = Random(f"{layout} {number}")
    where = {"towns": _towns(random, number), "one city": _city(random), "one spot": _spot()}[
        layout
    ]
    for one in range(number):
        latitude, longitude = next(where)
        yield Place(
            id=f"n{one}",
            name=f"Practice number {one}",
            kinds=(RARE if one % ONE_IN == 0 else random.choice(KINDS),),
            point=Point(latitude, longitude),
            phone=f"+44 20 {one:08}",
            address=f"{one % 200} High Street, Some Town",
            opening_hours="Mo-Fr 08:00-18:00; Sa 09:00-13:00",
        )


def _towns(random: Random, number: int) -> Iterator[tuple[float, float]]:
    """A town for each 500 places, the larger the fewer (weights as 1, 1/2, 1/3 and so on)."""
    towns = [
        (random.uniform(-56, 70), random.uniform(-180, 180)) for _ in range(max(5, number // 500))
    ]
    weights = [1 / (rank + 1) for rank in range(len(towns))]
    while True:
        for latitude, longitude in random.choices(towns, weights, k=1000):
            east = (random.gauss(longitude, 0.1) + 180) % 360 - 180
            yield random.gauss(latitude, 0.06), east


def _city(random: Random) -> Iterator[tuple[float, float]]:
    while True:
        yield random.gauss(CITY.latitude, 0.05), random.gauss(CITY.longitude, 0.08)


def _spot() -> Iterator[tuple[float, float]]:
    while True:
        yield CITY.latitude, CITY.longitude
