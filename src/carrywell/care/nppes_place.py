"""One row of the NPPES file as a place."""

import re
from datetime import date, datetime

import msgspec

from carrywell.care import clean
from carrywell.care.place import LeftOut, Place
from carrywell.care.postcodes import us_postcode
from carrywell.care.us_phone import us_phone

PERSON, ORGANISATION = "1", "2"
DOING_BUSINESS_AS = "3"
"""The type of an organisation's other name that stands on its door."""

OF_ORGANISATIONS = ("25", "34")
"""How the first and the last of the code set's groups for organisations begin."""

NPI = re.compile(r"[0-9]{10}")
STATE = re.compile(r"[A-Z]{2}")
SIMPLE = re.compile(r"[^\W\d_]|[^\W\d_]{3,}")
"""A word of a name that capitals hide nothing of: an initial, or letters alone."""
TWO_CAPITALS = re.compile(
    r"(?:MC|MAC|FITZ|DE|DI|DU|DEL|LA|LE|VAN|VON).{3,}|VAN|VON|DEL?|DER|DOS|LAS?|LOS"
)
"""Words that may have a second capital letter, such as McDonald, LeBlanc and DeAngelo, or none at all."""


class Cells(msgspec.Struct, frozen=True):
    """The cells of a row that are used, each without white space around it; '' where there is nothing."""

    npi: str
    entity: str
    organisation: str
    other_name: str
    other_name_type: str
    prefix: str
    first: str
    last: str
    suffix: str
    credential: str
    line: str
    second_line: str
    city: str
    state: str
    postcode: str
    country: str
    phone: str
    updated: str
    primary: str
    """The number of the taxonomy, from 1, that is the main one; '' where none is said to be."""
    taxonomies: tuple[str, ...]


def place_of(cells: Cells, kind_of: dict[str, str]) -> Place | LeftOut:
    """The place of a provider. `kind_of`: the kind of each taxonomy code; one of the row's must be in it.

    It is put in the middle of its postcode's area, since the file has no coordinates.
    """
    where = f"NPI {cells.npi}"
    if not NPI.fullmatch(cells.npi):
        return LeftOut(where, "its number has not ten digits")
    name = _name(cells)
    if name is None:
        return LeftOut(where, "it has no name, or is neither a person (1) nor an organisation (2)")
    kinds = kinds_of(cells, kind_of)
    if not kinds:
        return LeftOut(where, "it is a person with the taxonomy code of an organisation")
    postcode = us_postcode(cells.postcode)
    if postcode is None or cells.country not in {"", "US", postcode.country}:
        return LeftOut(
            f"{where}, {cells.postcode} {cells.country}".rstrip(),
            "where its postcode is, is not known",
        )
    if STATE.fullmatch(cells.state) and cells.state != postcode.state:
        return LeftOut(
            f"{where}, {cells.state} {cells.postcode}",
            "its postcode is in another state than it says",
        )
    return Place(
        id=cells.npi,
        name=name,
        kinds=kinds,
        point=postcode.point,
        is_approximate=True,
        phone=us_phone(cells.phone),
        address=_address(cells, postcode.code),
        country=postcode.country,
        as_of=day(cells.updated),
    )


def kinds_of(cells: Cells, kind_of: dict[str, str]) -> tuple[str, ...]:
    """The kinds of its taxonomies, that of the main one first, then in the order of the row.

    A person who gave the code of a hospital is none.
    """
    main = cells.taxonomies[int(cells.primary) - 1 :][:1] if cells.primary else ()
    codes = (
        code
        for code in (*main, *cells.taxonomies)
        if cells.entity == ORGANISATION
        or not OF_ORGANISATIONS[0] <= code[:2] <= OF_ORGANISATIONS[1]
    )
    found = (kind_of.get(code) for code in codes)
    return tuple(dict.fromkeys(kind for kind in found if kind is not None))


def day(text: str) -> date | None:
    """The day of '12/31/2025'; None for other text."""
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 # a day has no zone
    except ValueError:
        return None


def name_cased(name: str) -> str:
    """A name written in capitals as one writes it, where that is sure: 'JANE' is Jane.

    Where it is not, as in MCDONALD and DE LA CRUZ, it stays in capitals, which are never wrong; and
    what has a small letter stays as somebody wrote it.
    """
    words = re.split(r"([ -])", name)
    is_sure = name.isupper() and all(
        word in {" ", "-"} or (SIMPLE.fullmatch(word) and not TWO_CAPITALS.fullmatch(word))
        for word in words
    )
    return "".join(word.capitalize() for word in words) if is_sure else name


def _name(cells: Cells) -> str | None:
    if cells.entity == PERSON:
        return clean.plain(_person(cells))
    if cells.entity != ORGANISATION:
        return None
    # as the file has it: in "OB GYN OF NY, LLC" nobody knows which words are abbreviations
    on_the_door = cells.other_name if cells.other_name_type == DOING_BUSINESS_AS else ""
    return clean.plain(on_the_door or cells.organisation)


def _person(cells: Cells) -> str:
    """'Dr Jane Roe, MD'; nothing without a last name."""
    if not cells.last:
        return ""
    doctor = "Dr" if cells.prefix.upper().rstrip(".") == "DR" else ""
    parts = (doctor, name_cased(cells.first), name_cased(cells.last), cells.suffix)
    name = " ".join(part for part in parts if part)
    return f"{name}, {cells.credential}" if cells.credential else name


def _address(cells: Cells, code: str) -> str | None:
    """'1 MAIN ST, SUITE 4, NEW YORK, NY 10001', as the file has it; None without a street."""
    if not cells.line:
        return None
    parts = (cells.line, cells.second_line, cells.city, f"{cells.state} {code}".strip())
    return clean.plain(", ".join(part for part in parts if part))
