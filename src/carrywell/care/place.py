"""A place where she can be cared for, and what the readers of files give.

Coordinates are degrees of WGS 84: latitude -90 to 90, longitude -180 to 180.
"""

from datetime import date
from typing import Literal

import msgspec

LATITUDE = 90.0
LONGITUDE = 180.0
"""Degrees, to both sides."""


class Point(msgspec.Struct, frozen=True):
    """A position on the earth. Raises `ValueError` outside its range, NaN included."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        """Refuses what is not on the earth."""
        for name, value, most in (
            ("latitude", self.latitude, LATITUDE),
            ("longitude", self.longitude, LONGITUDE),
        ):
            if not -most <= value <= most:
                raise ValueError(f"{name} {value}: must be from {-most:g} to {most:g}")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One place as its source has it. What the source does not say is None or empty, never 'no'.

    `id` is unique within its data set. `kinds` are ids of `CareKind`. `is_approximate`: the point is
    the middle of a postcode or a town. `emergency`: whether it says that it takes emergencies.
    `opening_hours` are in OpenStreetMap's syntax. `country` is the ISO 3166 code of two letters.
    `languages` are ISO 639 codes. `as_of`: when the source last changed the row.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    point: Point
    is_approximate: bool = False
    phone: str | None = None
    website: str | None = None
    address: str | None = None
    opening_hours: str | None = None
    wheelchair: Literal["yes", "limited", "no"] | None = None
    languages: tuple[str, ...] = ()
    emergency: bool | None = None
    country: str | None = None
    as_of: date | None = None


class Town(msgspec.Struct, frozen=True, kw_only=True):
    """A named place to search from, such as a town, a quarter or a postcode.

    `size` orders towns of one name: the larger first (5 city, 4 town, 3 suburb, 2 village, 1 smaller
    or a postcode). `within` tells apart towns of one name, such as the state.
    """

    id: str
    name: str
    point: Point
    size: int = 1
    within: str | None = None
    country: str | None = None


class LeftOut(msgspec.Struct, frozen=True):
    """A row that was not taken: where it stands in the file, and why, in words.

    `count`: how many rows were left out for this reason, where a reader tells of them all at once;
    0 for a remark that cost no row, such as a column nobody knows.
    """

    where: str
    why: str
    count: int = 1


Read = Place | Town | LeftOut
"""What a reader gives, in the order of the file."""


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """Where places came from: shown beside each of them.

    `name` identifies it: importing it again replaces it. `as_of`: how old the data says it is.
    `credit` is what its licence wants to be said.
    """

    name: str
    title: str
    credit: str
    as_of: date | None = None
    imported: date | None = None


class BadFile(ValueError):
    """A file that cannot be read as what it should be; the words name the file and what is wrong."""
