"""A copy of everything: one ZIP with `carrywell.json`, a CSV for each table, and a README.

Rows are numbered 1, 2, 3 within their table, and references use these numbers, so that a copy that
was read back and written again is the same, byte for byte, but for the moment it was made.
The PIN and the key that signs the pages are never in it.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import transaction

from carrywell import __version__
from carrywell.companion.check.service import guideline
from carrywell.companion.people.models import Account, Person
from carrywell.companion.record.tables import Table, rows_of, tables
from carrywell.spreadsheet import defused

FORMAT = "carrywell"
FORMAT_VERSION = 3
ADDED_SINCE: dict[int, dict[str, tuple[str, ...]]] = {1: {"pregnancy": ("is_sample",)}, 2: {}}
"""By version of the format: the fields that its copies do not have yet, which then take their default.

A table that they do not have is empty: 3 added the places near her.
"""

JSON_NAME = "carrywell.json"
README_NAME = "README.txt"

Row = dict[str, Any]


class Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything, as it stands in `carrywell.json`."""

    format: str
    format_version: int
    exported_at: str
    carrywell_version: str
    guideline: dict[str, str]
    tables: dict[str, list[Row]]


def copy_of(account: Account, now: datetime) -> Copy:
    """Everything that is stored for this account, as of one moment."""
    with transaction.atomic():  # a session that begins meanwhile is wholly in it or wholly not
        person = Person.objects.filter(account=account).first()
        rows = _all_rows(person) if person else {table.key: [] for table in tables()}
    return Copy(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        exported_at=now.astimezone(UTC).isoformat(),
        carrywell_version=__version__,
        guideline={"version": guideline().version, "hash": guideline().hash},
        tables=rows,
    )


def as_json(copy: Copy) -> Iterator[bytes]:
    """The copy as JSON, a row to a line."""
    head = {name: getattr(copy, name) for name in copy.__struct_fields__ if name != "tables"}
    yield msgspec.json.encode(head)[:-1] + b',"tables":{'
    for place, (key, rows) in enumerate(copy.tables.items()):
        yield (b",\n" if place else b"\n") + msgspec.json.encode(key) + b":["
        for number, row in enumerate(rows):
            yield (b",\n" if number else b"\n") + msgspec.json.encode(row)
        yield b"\n]" if rows else b"]"
    yield b"\n}}\n"


def as_csv(table: Table, rows: Iterable[Row]) -> Iterator[bytes]:
    """A table as CSV in UTF-8. A text that a spreadsheet would run as a formula gets a ' in front."""
    names = ["id", *(column.name for column in table.columns)]
    yield _csv_line(names)
    for row in rows:
        yield _csv_line([_cell(row[name]) for name in names])


def as_zip(copy: Copy) -> Iterator[bytes]:
    """The ZIP, in pieces as they are made."""
    sink = _Sink()
    stamp = datetime.fromisoformat(copy.exported_at).timetuple()[:6]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in _members(copy):
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as member:
                for piece in pieces:
                    member.write(piece)
                    yield from sink.taken()
    yield from sink.taken()


def file_name(now: datetime) -> str:
    """The name under which the copy is saved."""
    return f"carrywell-{now:%Y-%m-%d}.zip"


def _members(copy: Copy) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield README_NAME, [_readme(copy).encode()]
    yield JSON_NAME, as_json(copy)
    for table in tables():
        yield f"{table.key}.csv", as_csv(table, copy.tables[table.key])


def _all_rows(person: Person) -> dict[str, list[Row]]:
    numbers: dict[str, dict[int, int]] = {}
    rows: dict[str, list[Row]] = {}
    for table in tables():
        fields = [column.field.attname for column in table.columns]
        stored = list(rows_of(table, person).values_list("pk", *fields))
        numbers[table.key] = {values[0]: place for place, values in enumerate(stored, 1)}
        rows[table.key] = [_row(table, values, numbers) for values in stored]
    return rows


def _row(table: Table, values: tuple[Any, ...], numbers: dict[str, dict[int, int]]) -> Row:
    row: Row = {"id": numbers[table.key][values[0]]}
    for column, value in zip(table.columns, values[1:], strict=True):
        if value is not None and column.refers_to:
            row[column.name] = numbers[column.refers_to][value]
        else:
            row[column.name] = None if value is None else column.kind.write(value)
    return row


def _cell(value: Any) -> str | int | float:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case str():
            return defused(value)
        case _:
            return msgspec.json.encode(value).decode()


def _csv_line(cells: list[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _readme(copy: Copy) -> str:
    kept = "\n".join(f"  {key}.csv: {len(rows)}" for key, rows in copy.tables.items())
    return f"""Carrywell: a copy of everything that was stored

Made: {copy.exported_at}
Carrywell {copy.carrywell_version}, guideline {copy.guideline["version"]}

{JSON_NAME} holds everything. To read it back: open Carrywell, 'My data', 'Read a copy back', and
choose this ZIP file. You need not unpack it.

The CSV files hold the same for a spreadsheet, one row an entry:
{kept}
A ' in front of a text keeps a spreadsheet from running it as a formula.

Dates are year-month-day; times are in UTC. Answers about violence and self-harm are never stored,
so they are not in here. Neither is your PIN.

This file is not encrypted. Anyone who has it can read it: keep it where only you can get at it.
"""


class _Sink(io.RawIOBase):
    """Where the ZIP is written: keeps the bytes until they are sent."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> list[bytes]:
        """What has come in since it was last asked."""
        waiting, self._waiting = self._waiting, []
        return waiting
