"""Which tables hold what she records, and how each value is written and read.

The tables are found by following the models from `Person`, so that one added later is never
forgotten by the export, the import or the deletion. A column of a kind that has no entry in `_KINDS`
is an error at once.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

import msgspec
from django.db import models

from carrywell.companion.people.models import Account, Person
from carrywell.companion.today import YEARS

Value = Any
"""What JSON can hold."""


class Wrong(ValueError):
    """A value that may not stand there; the message says what is allowed."""


class Kind(msgspec.Struct, frozen=True):
    """How values of a kind of field are written, and read again. `read` raises `Wrong`."""

    write: Callable[[Any], Value]
    read: Callable[[Value], Any]
    allowed: str


class Column(msgspec.Struct, frozen=True):
    """A column. `refers_to` is the key of the table that a reference points into."""

    name: str
    field: Any
    kind: Kind
    refers_to: str | None = None


class Table(msgspec.Struct, frozen=True):
    """A table of hers. `key` is its name in the file, `path` leads from a row to its person."""

    key: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    path: str


def _as_it_is(value: Any) -> Any:
    return value


def _text(value: Value) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise Wrong
    return value


def _whole(value: Value) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Wrong
    return value


def _number(value: Value) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Wrong
    return float(value)


def _yes_no(value: Value) -> bool:
    if not isinstance(value, bool):
        raise Wrong
    return value


def _date(value: Value) -> date:
    day = date.fromisoformat(_text(value))
    if day.isoformat() != value or day.year not in YEARS:
        raise Wrong
    return day


def _time(value: Value) -> time:
    return time.fromisoformat(_text(value))


def _moment(value: Value) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None or moment.year not in YEARS:
        raise Wrong
    return moment.astimezone(UTC)


def _written_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


_REFERENCE = Kind(_as_it_is, _whole, "the id of a row in this file")

_KINDS: dict[type[Any], Kind] = {
    models.ForeignKey: _REFERENCE,  # and one-to-one
    models.CharField: Kind(_as_it_is, _text, "a text"),
    models.TextField: Kind(_as_it_is, _text, "a text"),
    models.BooleanField: Kind(_as_it_is, _yes_no, "true or false"),
    models.IntegerField: Kind(_as_it_is, _whole, "a whole number"),
    models.FloatField: Kind(_as_it_is, _number, "a number"),
    models.DateTimeField: Kind(
        _written_moment, _moment, "a date and time with its zone, such as 2026-11-23T02:00:00+00:00"
    ),
    models.DateField: Kind(date.isoformat, _date, "a date, such as 2026-11-23"),
    models.TimeField: Kind(time.isoformat, _time, "a time, such as 21:30:00"),
    models.JSONField: Kind(_as_it_is, _as_it_is, "anything that JSON can hold"),
}


@cache
def tables() -> tuple[Table, ...]:
    """Every table of hers; one that others refer to stands before them.

    Raises `TypeError` for a model that cannot be written or read.
    """
    paths = _found()
    return tuple(_table(model, paths) for model in _referred_to_first(paths))


def table_of(key: str) -> Table | None:
    """The table of that name."""
    return next((one for one in tables() if one.key == key), None)


def key_of(model: type[models.Model]) -> str:
    """The name of a table in the file: `CheckIn` becomes `check_in`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()


def rows_of(table: Table, person: Person) -> "models.QuerySet[Any]":
    """Her rows, in the order in which they were made."""
    return table.model._base_manager.filter(**{table.path: person.pk}).order_by("pk")  # noqa: SLF001 - Django's own name


def _found() -> dict[type[models.Model], str]:
    """Every model that leads to a person, with the path to it."""
    paths: dict[type[models.Model], str] = {Person: "pk"}
    waiting: list[type[models.Model]] = [Person]
    while waiting:
        target = waiting.pop(0)
        for relation in target._meta.related_objects:  # noqa: SLF001 - Django's own name
            model = relation.related_model
            if isinstance(model, type) and model not in paths:
                before = "" if target is Person else f"__{paths[target]}"
                paths[model] = f"{relation.field.name}{before}"
                waiting.append(model)
    return paths


def _referred_to_first(found: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    left, done = list(found), list[type[models.Model]]()
    while left:
        ready = [one for one in left if not _references(one) & set(left) - {one}]
        if not ready:
            raise TypeError(f"these tables refer to each other in a circle: {left}")
        done += ready
        left = [one for one in left if one not in ready]
    return done


def _references(model: type[models.Model]) -> set[Any]:
    return {one.related_model for one in model._meta.concrete_fields if one.is_relation}  # noqa: SLF001


def _table(model: type[models.Model], paths: dict[type[models.Model], str]) -> Table:
    meta = model._meta  # noqa: SLF001 - Django's own name
    if meta.many_to_many:
        raise TypeError(f"{model.__name__}: a many-to-many field cannot be exported yet")
    columns = tuple(
        _column(model, field, paths)
        for field in meta.concrete_fields
        if not field.primary_key and field.related_model is not Account
    )
    return Table(key_of(model), model, columns, paths[model])


def _column(model: type[models.Model], field: Any, found: Iterable[type[models.Model]]) -> Column:
    if field.is_relation:
        if field.related_model not in found:
            raise TypeError(f"{model.__name__}.{field.name} refers to something that is not hers")
        return Column(field.name, field, _REFERENCE, key_of(field.related_model))
    for kind in type(field).__mro__:
        if kind in _KINDS:
            return Column(field.name, field, _KINDS[kind])
    raise TypeError(
        f"{model.__name__}.{field.name}: add its kind, {type(field).__name__}, to record/tables.py"
    )
