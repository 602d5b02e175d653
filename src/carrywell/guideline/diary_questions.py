"""The part ``diary`` of ``content/measures.yaml``: what a day and a week are asked about."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

import msgspec

from carrywell.guideline.model import Finding, Range, Record, Sourced

Direction = Literal["higher_is_worse", "higher_is_better"]
Trail = tuple[str | int, ...]

LONGEST_ID = 20


class Scale(Sourced, frozen=True, kw_only=True):
    """A whole number asked about a day. `least` and `most` say what its ends mean.

    The range is that of the question `as_in` of a check, or its own.
    """

    id: str
    ask: str
    least: str
    most: str
    as_in: str | None = None
    range: Range | None = None
    direction: Direction = "higher_is_worse"


class Quality(Record, frozen=True):
    """A word for what the pain is like; `also` are the questions of a check that it calls up."""

    id: str
    say: str
    also: tuple[str, ...] = ()


class WeekItem(Record, frozen=True):
    """Something she does in a week."""

    id: str
    say: str


class Week(Sourced, frozen=True, kw_only=True):
    """Our own weekly questions: one scale for every item, asked again after `every_days`."""

    id: str
    every_days: int
    say: str
    least: str
    most: str
    range: Range
    direction: Direction
    items: tuple[WeekItem, ...]


class ClinicTotals(Sourced, frozen=True, kw_only=True):
    """The published questionnaires of which only a total is kept."""

    measures: tuple[str, ...]


class ClinicMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """A published questionnaire, as far as its total needs it. `step` None: any number."""

    id: str
    name: str
    range: Range
    unit: str
    direction: Direction
    step: float | None = None


class DiaryQuestions(Record, frozen=True, dict=True):
    """The whole part."""

    scales: tuple[Scale, ...]
    qualities: tuple[Quality, ...]
    week: Week
    clinic_totals: ClinicTotals

    @cached_property
    def scale(self) -> dict[str, Scale]:
        """The scales of a day by id."""
        return {one.id: one for one in self.scales}

    @cached_property
    def quality(self) -> dict[str, Quality]:
        """The words for the pain by id."""
        return {one.id: one for one in self.qualities}


def range_of(scale: Scale, findings: dict[str, Finding]) -> range:
    """The whole numbers that may be chosen, lowest first."""
    if scale.as_in is not None:
        asked = findings[scale.as_in]
        assert asked.min is not None and asked.max is not None  # noqa: PT018 - checked on loading
        return range(int(asked.min), int(asked.max) + 1)
    assert scale.range is not None
    return range(int(scale.range[0]), int(scale.range[1]) + 1)


def mistakes_of_diary(
    diary: DiaryQuestions, findings: dict[str, Finding], measures: Iterable[object]
) -> Iterator[tuple[Trail, str]]:
    """What cannot be right: the trail of keys, and what is wrong there."""
    yield from _twice(("scales",), [one.id for one in diary.scales])
    yield from _twice(("qualities",), [one.id for one in diary.qualities])
    yield from _twice(("week", "items"), [one.id for one in diary.week.items])
    for index, scale in enumerate(diary.scales):
        yield from (((*("scales", index), key), say) for key, say in _of_scale(scale, findings))
    for index, word in enumerate(diary.qualities):
        for name in word.also:
            if name not in findings or findings[name].ask is None:
                yield ("qualities", index, "also"), f"{word.id}: no question is called {name!r}"
    yield from _of_week(diary.week)
    yield from _of_totals(diary.clinic_totals, measures)


def _twice(trail: Trail, ids: list[str]) -> Iterator[tuple[Trail, str]]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield (*trail, index, "id"), f"{name} stands there twice"


def _of_scale(scale: Scale, findings: dict[str, Finding]) -> Iterator[tuple[str, str]]:
    if (scale.as_in is None) == (scale.range is None):
        yield "id", f"{scale.id}: a scale has either `as_in` or a range of its own"
    elif scale.as_in is not None:
        asked = findings.get(scale.as_in)
        if asked is None or asked.min is None or asked.max is None:
            yield "as_in", f"{scale.id}: no number is asked as {scale.as_in!r}"
    elif scale.range is not None and not _whole(scale.range):
        yield "range", f"{scale.id}: the range is two whole numbers, low, then high"


def _of_week(week: Week) -> Iterator[tuple[Trail, str]]:
    if not _whole(week.range):
        yield ("week", "range"), f"{week.id}: the range is two whole numbers, low, then high"
    if week.every_days < 1:
        yield ("week", "every_days"), f"{week.id}: at least one day"


def _of_totals(totals: ClinicTotals, measures: Iterable[object]) -> Iterator[tuple[Trail, str]]:
    known = {one["id"]: one for one in measures if isinstance(one, dict)}
    for index, name in enumerate(totals.measures):
        trail: Trail = ("clinic_totals", "measures", index)
        if name not in known:
            yield trail, f"no measure is called {name!r}"
            continue
        try:
            low, high = msgspec.convert(known[name], ClinicMeasure).range
        except msgspec.ValidationError as error:
            yield trail, f"{name}: its total has no range ({error})"
            continue
        if not low < high or len(name) > LONGEST_ID:
            yield (
                trail,
                f"{name}: the range is low, then high, and the id at most {LONGEST_ID} long",
            )


def _whole(given: Range) -> bool:
    low, high = given
    return low < high and low == int(low) and high == int(high)
