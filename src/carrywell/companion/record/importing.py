"""Reading a copy back: everything is checked first, and all of it is taken over or nothing.

Each problem names the file, the row, the field, the value and what is allowed instead.
"""

from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from carrywell.companion.people.models import Account, Person
from carrywell.companion.record.archive import CannotImport
from carrywell.companion.record.exporting import (
    ADDED_SINCE,
    FORMAT,
    FORMAT_VERSION,
    JSON_NAME,
    Copy,
    Row,
)
from carrywell.companion.record.rules import check_row
from carrywell.companion.record.tables import Column, Table, Wrong, tables

_MOST_SHOWN = 60


def read_copy(text: bytes) -> Copy:
    """The copy in a JSON text. Raises `CannotImport`."""
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CannotImport(
            f"{JSON_NAME} cannot be read: it is not whole, or not JSON. Choose the ZIP as Carrywell made it."
        ) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise CannotImport(
            f"{JSON_NAME}: this is not a copy made by Carrywell (its 'format' must be '{FORMAT}')."
        )
    version = raw.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise CannotImport(
            f"{JSON_NAME}: this copy was made by a newer Carrywell (format {version}; this one reads"
            f" {FORMAT_VERSION}). Update Carrywell, then read it again."
        )
    if version not in (*ADDED_SINCE, FORMAT_VERSION) or isinstance(version, bool):
        raise _problem("", 0, "format_version", version, f"1 to {FORMAT_VERSION}")
    try:
        copy = msgspec.convert(raw, Copy)
    except msgspec.ValidationError as error:
        raise CannotImport(f"{JSON_NAME}: {error}. Choose the ZIP as Carrywell made it.") from None
    unknown = set(copy.tables) - {table.key for table in tables()}
    if unknown:
        allowed = ", ".join(table.key for table in tables())
        raise _problem("", 0, "tables", min(unknown), f"{allowed}")
    return _with_later_fields(copy)


def _with_later_fields(copy: Copy) -> Copy:
    """A copy of an older format, with the fields added since at their defaults."""
    added = ADDED_SINCE.get(copy.format_version, {})
    rows = dict(copy.tables)
    for table in tables():
        later = [one for one in table.columns if one.name in added.get(table.key, ())]
        defaults = {one.name: one.field.get_default() for one in later}
        rows[table.key] = [defaults | row for row in copy.tables.get(table.key, [])]
    return msgspec.structs.replace(copy, tables=rows)


def take_over(account: Account, copy: Copy) -> None:
    """Puts the copy in the place of everything there is. Raises `CannotImport`; then nothing changed."""
    with transaction.atomic():
        Person.objects.filter(account=account).delete()
        _write(account, copy)


def look_at(account: Account, copy: Copy) -> dict[str, int]:
    """Checks the copy as `take_over` would and changes nothing: how many rows of each table it holds."""
    with transaction.atomic():
        Person.objects.filter(account=account).delete()
        _write(account, copy)
        transaction.set_rollback(True)
    return {key: len(rows) for key, rows in copy.tables.items()}


def _write(account: Account, copy: Copy) -> None:
    made: dict[str, dict[int, int]] = {}
    for table in tables():
        made[table.key] = {}
        for place, row in enumerate(copy.tables.get(table.key, []), 1):
            number = _number_of(table, place, row, made[table.key])
            made[table.key][number] = _write_row(account, table, place, row, made)


def _number_of(table: Table, place: int, row: Row, taken: dict[int, int]) -> int:
    number = row.get("id")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1 or number in taken:
        raise _problem(
            table.key, place, "id", number, "a whole number that no other row of the table has"
        )
    return number


def _write_row(
    account: Account, table: Table, place: int, row: Row, made: dict[str, dict[int, int]]
) -> int:
    names = {column.name for column in table.columns}
    for name in row.keys() - names - {"id"}:
        raise _problem(
            table.key, place, str(name), row[name], f"nothing: known are {', '.join(sorted(names))}"
        )
    for name in names - row.keys():
        raise CannotImport(f"{_where(table.key, place)}: the field '{name}' is missing.")
    values: dict[str, Any] = {}
    for column in table.columns:
        try:
            values[column.field.attname] = _read(column, row[column.name], made)
        except (Wrong, ValueError) as error:
            allowed = str(error) if isinstance(error, Wrong) and str(error) else column.kind.allowed
            raise _problem(table.key, place, column.name, row[column.name], allowed) from None
    for problem in check_row(table.key, values):
        raise _problem(table.key, place, problem.field, problem.value, problem.allowed)
    return _insert(account, table, place, values)


def _read(column: Column, value: Any, made: dict[str, dict[int, int]]) -> Any:
    field = column.field
    if value is None:
        if not field.null:
            raise Wrong(f"{column.kind.allowed}, and not nothing")
        return None
    read = column.kind.read(value)
    if column.refers_to:
        if read not in made[column.refers_to]:
            raise Wrong(f"the id of a row of '{column.refers_to}' in this file")
        return made[column.refers_to][read]
    _check_field(field, read)
    return read


def _check_field(field: Any, value: Any) -> None:
    """What the model itself allows: choices, lengths, ranges."""
    if isinstance(field, models.JSONField):
        _check_json(field, value)
        return
    if value == "" and field.blank:
        return
    if value == "":
        raise Wrong("a text that is not empty")
    if field.choices and value not in dict(field.flatchoices):
        empty = ", or empty" if field.blank else ""
        raise Wrong(f"one of {', '.join(str(one) for one, _ in field.flatchoices)}{empty}")
    if isinstance(field, models.IntegerField):
        low, high = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
        if not low <= value <= high:
            raise Wrong(f"a whole number from {low} to {high}")
    try:
        field.run_validators(value)
    except ValidationError as error:
        raise Wrong(" ".join(error.messages)) from None


def _check_json(field: Any, value: Any) -> None:
    if field.default in (list, dict) and not isinstance(value, field.default):
        raise Wrong("a list" if field.default is list else "an object with named values")


def _insert(account: Account, table: Table, place: int, values: dict[str, Any]) -> int:
    row = table.model(**values)
    if isinstance(row, Person):
        row.account = account
    try:
        row.save(force_insert=True)
    except IntegrityError as error:
        raise CannotImport(
            f"{_where(table.key, place)}: this row does not fit the others ({error})."
        ) from None
    return int(row.pk)


def _where(key: str, place: int) -> str:
    return f"{JSON_NAME}, '{key}', row {place}" if key else JSON_NAME


def _problem(key: str, place: int, field: str, value: object, allowed: str) -> CannotImport:
    shown = repr(value)
    short = shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}..."
    return CannotImport(
        f"{_where(key, place)}, field '{field}': {short} is not allowed. Allowed: {allowed}."
    )
