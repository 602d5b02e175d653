"""A list of places that a clinic keeps in a spreadsheet program, saved as CSV."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from carrywell.care import clean
from carrywell.care.clinic_columns import CALLED, Columns, UnfitError, columns_of, day, kinds_in
from carrywell.care.clinic_place import place_of
from carrywell.care.clinic_sheet import Sheet, sheet_of
from carrywell.care.place import BadFile, Dataset, LeftOut, Place, Read
from carrywell.guideline.care_kinds import CareKinds
from carrywell.spreadsheet import defused

CREDIT = "From a list that was kept by hand."
LONGEST_VALUE = 60
"""Letters shown of a cell that cannot be used."""
LONGEST_NAME = 60
PACE = 500
"""Rows between two words about progress."""

WRITTEN = tuple(column for column in CALLED if column not in {"postcode", "city", "state"})
"""The columns that `write` fills, and those of the template but for `approximate`."""

TEMPLATE = """\
name,kind,latitude,longitude,postcode,country,phone,website,address,opening_hours,wheelchair,languages,emergency,as_of
"# One place a row. A row with nothing but a first cell that begins with # is passed over, such as these."
"# kind: one or more of maternity_unit; emergency_hospital; gynaecologist; midwife; physiotherapist;
  acupuncturist; general_practice; supplies"
"# latitude, longitude: in degrees, such as 52.5163 and 13.3777. In the USA a postcode alone will do."
"# country: two letters, such as US. phone: with the country, such as +1 212-555-0100."
"# opening_hours: such as Mo-Fr 09:00-17:00; Sa 10:00-13:00. languages: such as en; es."
"# wheelchair: yes, limited or no. emergency: yes or no. as_of: when you last checked it, such as 2026-11-23."
"# Leave a cell empty where you do not know. Empty is never taken for no."
"""
"""A list without places: the columns, and what may stand in them."""


def dataset_of(path: Path) -> Dataset:
    """Named after the file; as old as the newest day in its column `as_of`. Raises `BadFile`."""
    sheet = sheet_of(path)
    columns = columns_of(path.name, sheet.header)
    stem = clean.plain(path.stem, LONGEST_NAME) or "list"
    days = [found for _, row in sheet.rows if (found := _day(columns.cells(row)))]
    return Dataset(
        name=f"list-{stem}",
        title=re.sub(r"[_\s]+", " ", stem).strip() or stem,
        credit=CREDIT,
        as_of=max(days, default=None),
    )


def read(
    path: Path,
    kinds: CareKinds,
    *,
    kind: str | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Iterator[Read]:
    """First remarks that cost no row (`LeftOut.count` 0), then every row as a place, or why it is none.

    `kind`: the kind of every place, by its id or name, where its row does not say one. Raises `BadFile`,
    also where not one row can be used.
    """
    sheet = sheet_of(path)
    columns = columns_of(path.name, sheet.header)
    usual = _usual(path, columns, kinds, kind)
    found = list(_rows(sheet, columns, kinds, usual, progress))
    if not any(isinstance(one, Place) for one in found):
        raise BadFile(f"{path.name}: {_none_of(found)}")
    yield from _remarks(sheet, columns)
    yield from found
    progress(1.0)


def write(places: Iterable[Place]) -> str:
    """A list that `read` reads back as these places. No text in it runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(WRITTEN)
    writer.writerows([defused(cell) for cell in _cells(place)] for place in places)
    return text.getvalue()


def _usual(path: Path, columns: Columns, kinds: CareKinds, kind: str | None) -> tuple[str, ...]:
    if kind is not None:
        try:
            return kinds_in(kind, kinds)
        except UnfitError as error:
            raise BadFile(f"{path.name}: {error}, not {kind!r}") from None
    if "kind" not in columns.at:
        known = ", ".join(one.id for one in kinds.kinds)
        raise BadFile(
            f"{path.name}: no column says the kind. Add it, or name one for all rows: {known}"
        )
    return ()


def _rows(
    sheet: Sheet,
    columns: Columns,
    kinds: CareKinds,
    usual: tuple[str, ...],
    progress: Callable[[float], None],
) -> Iterator[Place | LeftOut]:
    seen: dict[str, int] = {}
    for done, (number, row) in enumerate(sheet.rows):
        if done % PACE == 0:
            progress(min(0.99, done / len(sheet.rows)))
        if any(row[len(sheet.header) :]):
            yield LeftOut(
                f"row {number}",
                "it has more cells than the header: is a comma in one not in quotes?",
            )
            continue
        try:
            place = place_of(columns.cells(row), kinds, usual)
        except UnfitError as error:
            yield LeftOut(_where(number, error), str(error))
            continue
        first = seen.setdefault(place.id, number)
        if first == number:
            yield place
        else:
            yield LeftOut(
                f"row {number}, as row {first}",
                "the same place, or one with the same id, came before",
            )


def _where(number: int, error: UnfitError) -> str:
    value = clean.plain(error.value, LONGEST_VALUE)
    return (
        f"row {number}, {error.column} {value!r}"
        if value
        else f"row {number}, {error.column} empty"
    )


def _remarks(sheet: Sheet, columns: Columns) -> Iterator[LeftOut]:
    if sheet.remark is not None:
        yield LeftOut("the file", sheet.remark, 0)
    for name in columns.unknown:
        shown = clean.plain(name, LONGEST_VALUE)
        yield LeftOut(
            f"column {shown!r}", "a column that is not known; what is in it was not read", 0
        )


def _none_of(found: list[Place | LeftOut]) -> str:
    left = [one for one in found if isinstance(one, LeftOut)]
    if not left:
        return "there is no row below the header"
    return f"none of its {len(left)} rows can be used. The first: {left[0].where}: {left[0].why}"


def _day(cells: dict[str, str]) -> date | None:
    try:
        return day(cells.get("as_of", ""))
    except UnfitError:
        return None


def _cells(place: Place) -> tuple[str, ...]:
    """In the order of `WRITTEN`."""
    told = {
        "id": place.id,
        "name": place.name,
        "kind": "; ".join(place.kinds),
        "latitude": f"{place.point.latitude:.7f}",
        "longitude": f"{place.point.longitude:.7f}",
        "country": place.country,
        "phone": place.phone,
        "website": place.website,
        "address": place.address,
        "opening_hours": place.opening_hours,
        "wheelchair": place.wheelchair,
        "languages": "; ".join(place.languages),
        "emergency": _said(place.emergency),
        "approximate": "yes" if place.is_approximate else "",
        "as_of": place.as_of.isoformat() if place.as_of else "",
    }
    return tuple(told[column] or "" for column in WRITTEN)


def _said(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"
