"""What the columns of a clinic's list may be called, and what may stand in each."""

import re
from datetime import date
from typing import Literal

import msgspec

from carrywell.care import clean
from carrywell.care.folded import folded
from carrywell.care.place import LATITUDE, LONGITUDE, BadFile
from carrywell.care.tags import LONGEST_HOURS, kinds_of
from carrywell.care.us_phone import us_phone
from carrywell.guideline.care_kinds import CareKinds

CALLED: dict[str, tuple[str, ...]] = {
    "id": ("npi",),
    "name": (),
    "kind": ("kinds",),
    "latitude": ("lat",),
    "longitude": ("lon", "lng", "long"),
    "postcode": ("zip", "zip code", "postal code", "post code"),
    "country": ("country code",),
    "phone": ("telephone", "tel", "phone number", "telephone number"),
    "website": ("web", "url", "homepage", "web site"),
    "address": ("street", "street address"),
    "city": ("town",),
    "state": (),
    "opening_hours": ("hours",),
    "wheelchair": ("wheelchair access",),
    "languages": ("language",),
    "emergency": ("emergencies", "takes emergencies"),
    "approximate": ("is approximate",),
    "as_of": ("checked", "last checked", "updated"),
}
"""The columns, and what else each may be called. Case, spaces and accents do not matter."""

YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})
UNKNOWN = frozenset({"", "?", "-", "n/a", "unknown", "not known"})
"""What people write in a cell where they do not know."""
NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
COUNTRY = re.compile(r"[A-Za-z]{2}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
_NAMED = {folded(name): column for column, others in CALLED.items() for name in (column, *others)}


class UnfitError(ValueError):
    """A cell that cannot be used: which column, what stands there, and what may."""

    def __init__(self, column: str, value: str, must: str) -> None:
        """`must` goes on from 'must be'."""
        super().__init__(f"{column} must be {must}")
        self.column, self.value = column, value


class Columns(msgspec.Struct, frozen=True):
    """Where each column that is known stands, and the names of those that are not."""

    at: dict[str, int]
    unknown: tuple[str, ...]

    def cells(self, row: tuple[str, ...]) -> dict[str, str]:
        """What a row says, by column; a spreadsheet leaves empty cells at the end out."""
        said = {column: row[at] if at < len(row) else "" for column, at in self.at.items()}
        return {
            column: "" if column not in {"id", "name"} and text.casefold() in UNKNOWN else text
            for column, text in said.items()
        }


def columns_of(file: str, header: tuple[str, ...]) -> Columns:
    """Raises `BadFile` where the name or any position is missing, or two columns mean the same."""
    at: dict[str, int] = {}
    for number, name in enumerate(header):
        column = _NAMED.get(folded(name))
        if column in at:
            raise BadFile(
                f"{file}: the columns {header[at[column]]!r} and {name!r} both mean {column}; keep one"
            )
        if column is not None:
            at[column] = number
    if "name" not in at or not ({"latitude", "longitude"} <= at.keys() or "postcode" in at):
        found = ", ".join(map(repr, header[:20]))
        raise BadFile(
            f"{file}: a list needs the columns name, kind, latitude and longitude (in the USA, postcode"
            f" will do). Found: {found[:300]}. Known: {', '.join(CALLED)}"
        )
    return Columns(at, tuple(name for name in header if name and folded(name) not in _NAMED))


def kinds_in(text: str, kinds: CareKinds) -> tuple[str, ...]:
    """Ids of the kinds that a cell names by id, by name or by tags of OpenStreetMap; raises `UnfitError`."""
    if "=" in text:
        pairs = (one.partition("=") for one in re.split(r"[;,|]", text))
        found = kinds_of({key.strip(): value.strip() for key, _, value in pairs}, kinds)
    else:
        ids = {
            folded(name): one.id for one in kinds.kinds for name in (one.id, one.name, one.plural)
        }
        parts = (
            [text]
            if folded(text) in ids
            else [one for one in re.split(r"[;,|]", text) if one.strip()]
        )
        named = [ids.get(folded(part)) for part in parts]
        found = tuple(dict.fromkeys(one for one in named if one)) if all(named) else ()
    if not found:
        known = ", ".join(one.id for one in kinds.kinds)
        raise UnfitError("kind", text, f"one or more of {known}, or their names, parted by ';'")
    return found


def degrees(column: str, text: str) -> float | None:
    """A coordinate with a point or a comma; None for an empty cell; raises `UnfitError`."""
    most = LATITUDE if column == "latitude" else LONGITUDE
    value = float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None
    if text and (value is None or abs(value) > most):
        raise UnfitError(column, text, f"degrees from {-most:g} to {most:g}, such as 52.5163")
    return value


def yes_or_no(column: str, text: str) -> bool | None:
    """None where it is not known; raises `UnfitError`."""
    said = text.casefold()
    if said not in YES | NO | {""}:
        raise UnfitError(column, text, "yes or no, or empty where it is not known")
    return said in YES if said else None


def wheelchair(text: str) -> Literal["yes", "limited", "no"] | None:
    """As `yes_or_no`, with 'limited' between."""
    if text.casefold() in {"limited", "partly", "partial"}:
        return "limited"
    try:
        said = yes_or_no("wheelchair", text)
    except UnfitError:
        raise UnfitError("wheelchair", text, "yes, limited or no, or empty") from None
    return None if said is None else "yes" if said else "no"


def phone(text: str, country: str | None) -> str | None:
    """The first number in the cell; raises `UnfitError` where there is text and no number."""
    first = re.split(r"\s+or\s+", text, flags=re.IGNORECASE)[0]
    found = (us_phone(first) if country == "US" else None) or clean.phone(first)
    if text and found is None:
        raise UnfitError("phone", text, "a telephone number, such as +1 212-555-0100")
    return found


def website(text: str) -> str | None:
    """A page by http or https; raises `UnfitError` for anything else."""
    found = clean.website(text)
    if text and found is None:
        raise UnfitError("website", text, "the address of a page, such as https://example.org")
    return found


def opening_hours(text: str) -> str | None:
    """As it is written: what it means is worked out when it is shown. Raises `UnfitError` if too long."""
    found = clean.whole(text, LONGEST_HOURS)
    if text and found is None:
        raise UnfitError(
            "opening_hours", text, f"at most {LONGEST_HOURS} letters, such as Mo-Fr 09:00-17:00"
        )
    return found


def languages(text: str) -> tuple[str, ...]:
    """Codes such as 'de; tr'; raises `UnfitError`."""
    codes = tuple(dict.fromkeys(one.lower() for one in re.split(r"[;,|/\s]+", text) if one))
    if not all(LANGUAGE.fullmatch(code) for code in codes):
        raise UnfitError(
            "languages", text, "codes of two or three letters by ISO 639, such as en; es"
        )
    return codes


def country(text: str) -> str | None:
    """Two letters; raises `UnfitError`."""
    if text and not COUNTRY.fullmatch(text):
        raise UnfitError("country", text, "the two letters of ISO 3166, such as US")
    return text.upper() or None


def day(text: str) -> date | None:
    """A day such as 2026-11-23; raises `UnfitError`."""
    try:
        found = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if text and found is None:
        raise UnfitError("as_of", text, "a day such as 2026-11-23")
    return found
