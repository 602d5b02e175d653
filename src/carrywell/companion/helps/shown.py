"""What the page shows: everything judged in groups, and what may be urged only while it is offered."""

from collections.abc import Iterable
from dataclasses import dataclass

from carrywell.companion.check.service import guideline
from carrywell.companion.relief.shown import status_in_words
from carrywell.companion.relief.standing import Standing
from carrywell.companion.statements import sources_in_words
from carrywell.patterns.compared import Kind, Unit
from carrywell.patterns.helps_words import between, points
from carrywell.patterns.what_helps import Effect, NotYet, Together, WhatHelps, smallest_change
from carrywell.pictures.effect_chart import Interval, effect_chart

TITLES = {
    "helps": "Seems to help",
    "seems to make it worse": "Seems to make it worse",
    "no clear difference": "No clear difference so far",
}
STEPS = ("treatment", "posture")


@dataclass(frozen=True)
class Row:
    """One thing that was judged, with its status today when it is a treatment."""

    effect: Effect
    size: str
    amount: str
    counted: str
    status: tuple[str, str] | None
    offered: bool


@dataclass(frozen=True)
class Waiting:
    """One thing that needs more entries. `missing` is empty unless it is fine for her today."""

    thing: NotYet
    counted: str
    missing: tuple[str, ...]
    status: tuple[str, str] | None
    offered: bool


@dataclass(frozen=True)
class Alike:
    """Things that cannot be told apart; `would_tell` only while each is fine for her today."""

    together: Together
    would_tell: str


@dataclass(frozen=True)
class Page:
    """Everything on the page."""

    groups: tuple[tuple[str, str, tuple[Row, ...]], ...]
    rows: tuple[Row, ...]
    chart: str
    waiting: tuple[Waiting, ...]
    alike: tuple[Alike, ...]
    smallest: float
    smallest_sources: tuple[str, ...]


def page_of(known: WhatHelps, stands: Standing) -> Page:
    """The page for what is known, and for what is fine for her at this moment."""
    rows = tuple(_row(one, stands) for one in known.effects)
    smallest = smallest_change(guideline().content)
    return Page(
        groups=tuple(
            (verdict, title, found)
            for verdict, title in TITLES.items()
            if (found := tuple(one for one in rows if one.effect.verdict == verdict))
        ),
        rows=rows,
        chart=_chart(rows, smallest.points) if rows else "",
        waiting=tuple(_waiting(one, stands) for one in known.not_yet),
        alike=tuple(_alike(one, stands) for one in known.together),
        smallest=smallest.points,
        smallest_sources=sources_in_words(smallest.sources),
    )


def _row(effect: Effect, stands: Standing) -> Row:
    status = stands.status(effect.id) if effect.kind in STEPS else None
    return Row(
        effect=effect,
        size=points(effect.points),
        amount=between(effect.low, effect.high),
        counted=_counted(effect.kind, effect.unit, effect.count_with, effect.count_without),
        status=status_in_words(status) if status is not None else None,
        offered=status is not None and status.status == "offered",
    )


def _waiting(thing: NotYet, stands: Standing) -> Waiting:
    status = stands.status(thing.id) if thing.kind in STEPS else None
    offered = status is not None and status.status == "offered"
    return Waiting(
        thing=thing,
        counted=_counted(thing.kind, thing.unit, thing.count_with, thing.count_without),
        missing=thing.missing if offered or thing.kind not in STEPS else (),
        status=status_in_words(status) if status is not None else None,
        offered=offered,
    )


def _alike(together: Together, stands: Standing) -> Alike:
    statuses = [stands.status(name) for name in together.ids]
    fine = all(one is not None and one.status == "offered" for one in statuses)
    return Alike(together, together.would_tell if fine else "")


def _counted(kind: Kind, unit: Unit, there: int, without: int) -> str:
    """How many entries it rests on."""
    if kind not in STEPS:
        nights = "nights" if kind == "sleep" else "days"
        return f"{there + without} {nights} in your diary"
    if unit == "episode":
        return f"{_many(there, 'time')} with it, {_many(without, 'like time')} without it"
    return f"{_many(there, 'day')} with it, {_many(without, 'day')} without it"


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _chart(rows: Iterable[Row], smallest: float) -> str:
    return effect_chart(
        tuple(
            Interval(
                name=row.effect.name,
                points=row.effect.points,
                low=row.effect.low,
                high=row.effect.high,
                says=f"{row.size}, likely {row.amount}",
                sure=row.effect.verdict != "no clear difference",
            )
            for row in rows
        ),
        smallest,
        "How much less or more pain, for each thing you tried",
    )
