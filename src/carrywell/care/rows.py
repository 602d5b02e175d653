"""Places and towns as rows of a table, the same in every database."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from carrywell.care.place import Place, Point, Town

PLACE = (
    "id",
    "name",
    "kinds",
    "latitude",
    "longitude",
    "is_approximate",
    "phone",
    "website",
    "address",
    "opening_hours",
    "wheelchair",
    "languages",
    "emergency",
    "country",
    "as_of",
)
"""`kinds` and `languages` are JSON, `as_of` is ISO 8601, yes and no are 1 and 0."""
TOWN = ("id", "name", "latitude", "longitude", "size", "within", "country")
_list = msgspec.json.Decoder(tuple[str, ...]).decode
_json = msgspec.json.Encoder().encode


def place_row(place: Place) -> tuple[Any, ...]:
    """In the order of `PLACE`."""
    return (
        place.id,
        place.name,
        _json(tuple(dict.fromkeys(place.kinds))).decode(),
        place.point.latitude + 0.0,  # -0.0 is 0.0
        place.point.longitude + 0.0,
        int(place.is_approximate),
        place.phone,
        place.website,
        place.address,
        place.opening_hours,
        place.wheelchair,
        _json(place.languages).decode(),
        None if place.emergency is None else int(place.emergency),
        place.country,
        None if place.as_of is None else place.as_of.isoformat(),
    )


def place_of(row: Sequence[Any]) -> Place:
    """From the order of `PLACE`."""
    return Place(
        id=row[0],
        name=row[1],
        kinds=_list(row[2]),
        point=Point(row[3], row[4]),
        is_approximate=bool(row[5]),
        phone=row[6],
        website=row[7],
        address=row[8],
        opening_hours=row[9],
        wheelchair=row[10],
        languages=_list(row[11]),
        emergency=None if row[12] is None else bool(row[12]),
        country=row[13],
        as_of=None if row[14] is None else date.fromisoformat(row[14]),
    )


def town_row(town: Town) -> tuple[Any, ...]:
    """In the order of `TOWN`."""
    point = town.point
    return (
        town.id,
        town.name,
        point.latitude,
        point.longitude,
        town.size,
        town.within,
        town.country,
    )


def town_of(row: Sequence[Any]) -> Town:
    """From the order of `TOWN`."""
    return Town(
        id=row[0],
        name=row[1],
        point=Point(row[2], row[3]),
        size=row[4],
        within=row[5],
        country=row[6],
    )


def why_not(read: Place | Town) -> str | None:
    """Why it cannot be kept, in words."""
    if not read.id:
        return "it has no id"
    if isinstance(read, Place) and not read.kinds:
        return "it is of no kind of care that is looked for"
    row = place_row(read) if isinstance(read, Place) else town_row(read)
    text = "".join(one for one in row if isinstance(one, str))
    return None if _is_text(text) else "it holds characters that are no text"


def _is_text(text: str) -> bool:
    """Whether every database can keep it: no zero character, and nothing that UTF-8 lacks."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False
