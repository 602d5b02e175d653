"""Postcodes of the USA: where they are, and the towns one can type to search from.

The positions are those of the package `zipcodes`, which holds them all: nothing is asked of a network.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from statistics import fmean
from typing import TypedDict

import msgspec

from carrywell.care.place import BadFile, Point, Town

ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?")
"""Five digits, or nine of which the last four tell the block."""
NEEDS = "American postcodes need the package zipcodes: pip install 'carrywell[care]'"
FREELY_ASSOCIATED = frozenset({"FM", "MH", "PW"})
"""Countries of their own that have American postcodes."""

CITY, TOWN = 10, 3
"""From how many postcodes on a town is of size 5, or 4: our own choice, to order towns of one name."""


class Postcode(msgspec.Struct, frozen=True):
    """A ZIP code of five digits, the middle of its area, its town, and its state in two letters."""

    code: str
    point: Point
    town: str
    state: str

    @property
    def country(self) -> str:
        """The ISO 3166 code of two letters."""
        return self.state if self.state in FREELY_ASSOCIATED else "US"


class _Row(TypedDict):
    """What `zipcodes` tells of one, as far as it is used."""

    zip_code: str
    zip_code_type: str
    city: str
    state: str
    lat: str
    long: str


def us_postcode(text: str) -> Postcode | None:
    """The ZIP code written as five digits or as ZIP+4; None for other text, and where its place is unknown.

    Those of the armed forces abroad have no place. Raises `BadFile` where the package is not installed.
    """
    matched = ZIP.fullmatch(text.strip())
    return _of(matched[1]) if matched else None


def towns(states: Collection[str]) -> Iterator[Town]:
    """Every postcode and every town of these states (two letters each), in the order of the states' names.

    A town lies in the middle of its postcodes, and is the larger the more it has.
    """
    try:
        import zipcodes
    except ImportError:
        raise BadFile(NEEDS) from None
    for state in sorted(states):
        rows: list[_Row] = zipcodes.filter_by_state(state)  # type: ignore[no-untyped-call]
        found = [one for row in rows if (one := _read(row)) is not None]
        by_town: dict[str, list[Postcode]] = defaultdict(list)
        for one in sorted(found, key=lambda one: one.code):
            by_town[one.town].append(one)
            yield Town(
                id=f"us-zip-{one.code}",
                name=one.code,
                point=one.point,
                within=f"{one.town}, {state}",
                country=one.country,
            )
        yield from (_town(name, state, by_town[name]) for name in sorted(by_town))


def _town(name: str, state: str, postcodes: Collection[Postcode]) -> Town:
    count = len(postcodes)
    points = [one.point for one in postcodes]  # close together, on one side of the antimeridian
    return Town(
        id=f"us-town-{state}-{name}",
        name=name,
        point=Point(fmean(one.latitude for one in points), fmean(one.longitude for one in points)),
        size=5 if count >= CITY else 4 if count >= TOWN else 2,
        within=state,
        country=next(iter(postcodes)).country,
    )


@lru_cache(maxsize=50_000)
def _of(code: str) -> Postcode | None:
    try:
        import zipcodes
    except ImportError:
        raise BadFile(NEEDS) from None
    rows: list[_Row] = zipcodes.matching(code)  # type: ignore[no-untyped-call]
    return _read(rows[0]) if rows else None


def _read(row: _Row) -> Postcode | None:
    """None where the package has no position: it then says 0 and 0."""
    point = Point(float(row["lat"]), float(row["long"]))
    if point == Point(0.0, 0.0) or row["zip_code_type"] == "MILITARY":
        return None
    return Postcode(row["zip_code"], point, row["city"], row["state"])
