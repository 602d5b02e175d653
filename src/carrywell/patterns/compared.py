"""The rows of a diary that are compared, and the things they are compared by.

Two tables of one shape: episodes by the treatments used in them, and days by what came before them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from statistics import fmean, median
from typing import Literal

import msgspec

from carrywell.guideline.content import Content
from carrywell.patterns.beside import Beside, Column, beside_days, beside_episodes
from carrywell.patterns.diary import Diary
from carrywell.patterns.episodes import LIKE, Episode, Told, days_told, episodes

Kind = Literal["treatment", "posture", "sleep", "activity", "stress"]
Unit = Literal["episode", "day"]

LEAST_WITH = 6
LEAST_WITHOUT = 8
LEAST_DAYS = 5
LEAST_DAYS_TOLD = 21
"""The fewest entries before anything is said. Our own choice; see docs/what-helps.md."""
LEAST_APART = 5
"""How often one of two things must have come without the other for them to be told apart."""
ALIKE = 0.9
"""Two measures with a correlation beyond this cannot be told apart."""
POINTS = 3.0
"""Sleep and stress are told for a difference of this many points."""
MINUTES = 30.0
"""Activity is told for a difference of this many minutes."""
Values = tuple[float | None, ...]


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """What may help: an id, a name, and its value in each row (None: not known there).

    `present` marks the rows counted as with it, `like` those without it that can stand beside them.
    """

    id: str
    name: str
    kind: Kind
    values: Values
    present: tuple[bool, ...]
    like: tuple[bool, ...]

    @property
    def times_with(self) -> int:
        """How many rows with it."""
        return sum(self.present)

    @property
    def times_without(self) -> int:
        """How many like rows without it."""
        return sum(self.like)


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """`outcome` is the pain of each row, `days` its day; `beside` tells what is held equal."""

    unit: Unit
    outcome: tuple[float, ...]
    beside: Callable[[Sequence[Column]], Beside]
    days: tuple[date, ...]
    things: tuple[Thing, ...]

    def days_with(self, thing: Thing) -> int:
        """On how many days it was there."""
        return len({on for on, there in zip(self.days, thing.present, strict=True) if there})

    def known_from(self, thing: Thing) -> date | None:
        """The day on which there were enough rows with it; rows are in the order of time."""
        if is_step(thing):
            least, there = LEAST_WITH, thing.present
        else:
            least, there = LEAST_DAYS_TOLD, tuple(one is not None for one in thing.values)
        days = [on for on, yes in zip(self.days, there, strict=True) if yes]
        return days[least - 1] if len(days) >= least else None


def of_episodes(diary: Diary, content: Content) -> Table:
    """Every episode whose beginning is like that of one with a session, by the treatments used."""
    found = episodes(diary)
    begun = [one.before for one in found if one.used]
    rows = [one for one in found if one.used or (begun and min(begun) <= one.before <= max(begun))]
    used = sorted({one.treatment for one in diary.sessions})
    return Table(
        unit="episode",
        outcome=tuple(float(one.after) for one in rows),
        beside=lambda effects: beside_episodes(rows, diary, effects),
        days=tuple(one.on for one in rows),
        things=tuple(_treatment(name, rows, content) for name in used if _known(name, content)),
    )


def of_days(diary: Diary, content: Content, but: Iterable[str]) -> Table:
    """Every day after a day with pain, by the night between and by the day before.

    `but`: treatments that are judged by their sessions.
    """
    rows = days_told(diary)
    steps = sorted({name for one in rows for name in one.steps} - set(but))
    measured = (
        _measure("sleep", "A better night", "sleep", [one.sleep for one in rows], POINTS),
        _measure("stress", "A calmer day", "stress", [one.stress for one in rows], -POINTS),
        _measure(
            "activity", "More activity", "activity", [one.active_minutes for one in rows], MINUTES
        ),
    )
    return Table(
        unit="day",
        outcome=tuple(one.pain for one in rows),
        beside=lambda _: beside_days(rows),
        days=tuple(one.on for one in rows),
        things=(
            *(one for one in measured if one is not None),
            *(_step(name, rows, content) for name in steps if _known(name, content)),
        ),
    )


def pairs_alike(table: Table) -> tuple[tuple[str, str], ...]:
    """Pairs of things that nearly always came together, or were nearly the same."""
    return tuple(
        (one.id, other.id)
        for place, one in enumerate(table.things)
        for other in table.things[place + 1 :]
        if _alike(one, other)
    )


def groups_of(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Pairs that share a member become one group."""
    groups: list[set[str]] = []
    for pair in pairs:
        joined = [one for one in groups if one & set(pair)]
        groups = [one for one in groups if one not in joined] + [set(pair).union(*joined)]
    return tuple(sorted(tuple(sorted(one)) for one in groups))


def _alike(one: Thing, other: Thing) -> bool:
    if is_step(one) and is_step(other):
        both = sum(a and b for a, b in zip(one.present, other.present, strict=True))
        apart = sum(a != b for a, b in zip(one.present, other.present, strict=True))
        return both >= LEAST_APART and apart < LEAST_APART
    known = [
        (a, b)
        for a, b in zip(one.values, other.values, strict=True)
        if a is not None and b is not None
    ]
    return len(known) >= LEAST_DAYS_TOLD and abs(_correlation(known)) > ALIKE


def _correlation(pairs: Sequence[tuple[float, float]]) -> float:
    firsts, seconds = zip(*pairs, strict=True)
    mean, other = fmean(firsts), fmean(seconds)
    across = sum((a - mean) * (b - other) for a, b in pairs)
    both = sum((a - mean) ** 2 for a in firsts) * sum((b - other) ** 2 for b in seconds)
    return float(across / both**0.5) if both > 0 else 0.0


def is_step(thing: Thing) -> bool:
    """Whether it is something she did or did not do, and not a measure."""
    return thing.kind in ("treatment", "posture")


def has_enough(thing: Thing) -> bool:
    """Whether it was there often enough to be judged by these rows."""
    return thing.times_with >= LEAST_WITH


def _known(name: str, content: Content) -> bool:
    found = content.treatment.get(name)
    return found is not None and found.kind == "plan"


def _named(name: str, content: Content) -> tuple[str, Kind]:
    found = content.treatment[name]
    return found.name, "posture" if found.area == "posture" else "treatment"


def _treatment(name: str, rows: Sequence[Episode], content: Content) -> Thing:
    begun = [one.before for one in rows if name in one.used]
    least, most = min(begun, default=0), max(begun, default=0)
    like = (
        bool(begun) and not one.used and one.length <= LIKE and least <= one.before <= most
        for one in rows
    )
    return _used(name, content, tuple(name in one.used for one in rows), tuple(like))


def _step(name: str, rows: Sequence[Told], content: Content) -> Thing:
    present = tuple(name in one.steps for one in rows)
    return _used(name, content, present, tuple(not one for one in present))


def _used(name: str, content: Content, present: tuple[bool, ...], like: tuple[bool, ...]) -> Thing:
    called, kind = _named(name, content)
    values = tuple(float(one) for one in present)
    return Thing(id=name, name=called, kind=kind, values=values, present=present, like=like)


def _measure(
    name: str, called: str, kind: Kind, told: Sequence[int | None], per: float
) -> Thing | None:
    """A measure in steps of `per`; with it are the rows better than her middle one."""
    values = tuple(None if one is None else one / per for one in told)
    known = [one for one in values if one is not None]
    if not known:
        return None
    middle = median(known)
    return Thing(
        id=name,
        name=called,
        kind=kind,
        values=values,
        present=tuple(one is not None and one > middle for one in values),
        like=tuple(one is not None and one <= middle for one in values),
    )


def filled(values: Values) -> tuple[float, ...]:
    """A column to hold something equal: where it is not known, its mean."""
    mean = fmean(one for one in values if one is not None)
    return tuple(mean if one is None else one for one in values)


def chosen(values: Sequence[float], rows: Sequence[int]) -> tuple[float, ...]:
    """The values of these rows."""
    return tuple(values[row] for row in rows)
