"""What helps her, as far as her own diary can tell; and where it cannot, what is missing.

**Sessions.** The unit is an episode (see `episodes`): from a pain score to the next usable one some
hours later. The pain at its end is explained by her usual course (a level, a slow trend, the hour of
the day), by how far from it the episode began, which fades with its length (see `beside`), and by a
yes or no for every treatment used in between. So a treatment is compared with like times without it:
the same pain, the same length, the same hour. She uses a treatment when the pain is bad, and bad
pain mostly eases by itself; without that comparison anything would seem to help.

**Days.** For sleep, stress, activity and the steps ticked, the unit is a day: its pain is explained
by the pain of the day and the evening before, whether pain woke her, a slow trend, the sleep of the
night between, and the stress, the activity and the steps of the day before. What she did on a day is never compared with the pain of
the same day, because pain also decides what she does.

**Claims.** Several things are judged at once, and again with every entry. A claim needs evidence
that holds however often one looks (`estimate.evidence`), at a level that is shared out among
everything that has enough entries (`estimate.level_of_rank`). The interval that is told is the
ordinary 95 % interval of one look.

The smallest change that counts is the guideline's own (measures, `nrs`). How often this is right is
measured on made-up diaries whose truth is known: see docs/what-helps.md.
"""

from collections.abc import Mapping
from datetime import date

import msgspec

from carrywell.api import load_guideline
from carrywell.guideline.content import Content
from carrywell.patterns.compared import (
    Kind,
    Table,
    Thing,
    Unit,
    chosen,
    filled,
    groups_of,
    has_enough,
    is_step,
    of_days,
    of_episodes,
    pairs_alike,
)
from carrywell.patterns.diary import Diary
from carrywell.patterns.estimate import Estimate, estimates, level_of_rank, passes
from carrywell.patterns.helps_words import (
    NOT_APART,
    TRY_ONE,
    Counts,
    Verdict,
    action,
    missing_of,
    say_together,
    sentence,
)

FALSE_CLAIMS = 0.05
"""How often, at most, a diary in which nothing matters may say of anything that it does."""
PAIN, OWN = "nrs", "carrywell-design"


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that could be judged.

    `points`: the difference in pain beside like times without it, below zero for less pain; `low`
    to `high` is its 95 % interval. For sleep and stress it belongs to a night or day 3 points
    better, for activity to 30 minutes more. `counts` compares the benefit with the smallest change
    that counts. `unit` tells what is counted in `count_with` and `count_without`.
    """

    id: str
    name: str
    kind: Kind
    verdict: Verdict
    points: float
    low: float
    high: float
    count_with: int
    count_without: int
    unit: Unit
    counts: Counts
    say: str
    do: str
    sources: tuple[str, ...]
    source_checked: bool


class NotYet(msgspec.Struct, frozen=True, kw_only=True):
    """One thing she has tried of which nothing can be said yet; `missing` says what it needs."""

    id: str
    name: str
    kind: Kind
    count_with: int
    count_without: int
    unit: Unit
    missing: tuple[str, ...]


class Together(msgspec.Struct, frozen=True, kw_only=True):
    """Things that nearly always came together, so that none of them is judged.

    `would_tell` is what would tell them apart; to be said only while all of them are offered to her.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    say: str
    would_tell: str


class WhatHelps(msgspec.Struct, frozen=True, kw_only=True):
    """What her diary says up to a day. `effects` are ordered: what helps most surely first."""

    effects: tuple[Effect, ...] = ()
    not_yet: tuple[NotYet, ...] = ()
    together: tuple[Together, ...] = ()

    @property
    def helped(self) -> frozenset[str]:
        """The ids of what seems to help."""
        return frozenset(one.id for one in self.effects if one.verdict == "helps")

    @property
    def made_worse(self) -> frozenset[str]:
        """The ids of what seems to make it worse."""
        return frozenset(one.id for one in self.effects if one.verdict == "seems to make it worse")

    def effect(self, name: str) -> Effect | None:
        """The effect of this id, when it could be judged."""
        return next((one for one in self.effects if one.id == name), None)


def what_helps(diary: Diary, today: date, content: Content | None = None) -> WhatHelps:
    """What her diary says until the end of `today` (where she is). Pure: no clock, no chance.

    `content` names the treatments and gives the smallest change that counts; without it, the
    guideline that comes with Carrywell. Nothing beyond plain Python is loaded while she has too few
    entries for any judgement.
    """
    content = content or load_guideline().content
    until = diary.between(date.min, today)
    sessions = of_episodes(until, content)
    days = of_days(until, content, [one.id for one in sessions.things if has_enough(one)])
    told = _told(sessions, days)
    alike = tuple(
        _together(group, told)
        for table in (sessions, days)
        for group in groups_of(pairs_alike(table))
    )
    apart = {name for one in alike for name in one.ids}
    missing = {
        name: missing_of(table, thing) for name, (table, thing) in told.items() if name not in apart
    }
    ready = {name: told[name] for name, lacks in missing.items() if not lacks}
    judged = _judged(ready, smallest_change(content)) if ready else {}
    return WhatHelps(
        effects=_effects(told, judged, content),
        not_yet=tuple(
            _not_yet(*told[name], lacks) for name, lacks in missing.items() if name not in judged
        ),
        together=alike,
    )


Told = Mapping[str, tuple[Table, Thing]]
"""Each thing by its id, with the table that tells of it."""


def _not_yet(table: Table, thing: Thing, lacks: tuple[str, ...]) -> NotYet:
    return NotYet(
        id=thing.id,
        name=thing.name,
        kind=thing.kind,
        count_with=thing.times_with,
        count_without=thing.times_without,
        unit=table.unit,
        missing=lacks or (NOT_APART,),
    )


def _told(sessions: Table, days: Table) -> Told:
    """What has few sessions and was ticked as well is told of by its days."""
    found = {thing.id: (sessions, thing) for thing in sessions.things}
    return found | {thing.id: (days, thing) for thing in days.things}


class Smallest(msgspec.Struct, frozen=True):
    """The smallest change in pain that counts, in points, and who measured it."""

    points: float
    sources: tuple[str, ...]


def smallest_change(content: Content) -> Smallest:
    """The figure that the guideline uses for the pain score."""
    rule = next(one for one in content.measures.measures if one["id"] == PAIN)
    used = next(one for one in rule["minimal_important_change"] if one["use"])
    return Smallest(float(used["value"]), tuple(used["sources"]))


def _judged(ready: Told, smallest: Smallest) -> dict[str, Estimate]:
    """Each ready thing that can be estimated; one fit for all that are known in the same rows."""
    fits: dict[tuple[Unit, tuple[int, ...]], dict[str, Estimate]] = {}
    found: dict[str, Estimate] = {}
    for name, (table, thing) in ready.items():
        rows = tuple(row for row, value in enumerate(thing.values) if value is not None)
        if (table.unit, rows) not in fits:
            fits[table.unit, rows] = _estimated(table, rows, smallest.points)
        if name in fits[table.unit, rows]:
            found[name] = fits[table.unit, rows][name]
    return found


def _estimated(table: Table, rows: tuple[int, ...], spread: float) -> dict[str, Estimate]:
    first = min(table.days)
    effects = {one.id: filled(one.values) for one in table.things}
    beside = table.beside(tuple(effects.values()))
    outcome = [told - off for told, off in zip(table.outcome, beside.offset, strict=True)]
    return estimates(
        chosen(outcome, rows),
        [chosen(column, rows) for column in beside.columns],
        {name: chosen(column, rows) for name, column in effects.items()},
        [(table.days[row] - first).days for row in rows],
        spread,
    )


def _effects(told: Told, judged: Mapping[str, Estimate], content: Content) -> tuple[Effect, ...]:
    levels = _levels(told)
    smallest = smallest_change(content)
    effects = [
        _effect(*told[name], found, levels[name], smallest) for name, found in judged.items()
    ]
    order = {"helps": 0, "no clear difference": 1, "seems to make it worse": 2}
    return tuple(sorted(effects, key=lambda one: (order[one.verdict], one.high, one.id)))


def _levels(told: Told) -> dict[str, float]:
    """The share of the allowed error for everything with enough entries, by when it had them."""
    since = {
        name: day
        for name, (table, thing) in told.items()
        if (day := table.known_from(thing)) is not None
    }
    return {
        name: FALSE_CLAIMS * level_of_rank(sum(other <= day for other in since.values()))
        for name, day in since.items()
    }


def _effect(
    table: Table, thing: Thing, found: Estimate, level: float, smallest: Smallest
) -> Effect:
    verdict = _verdict(found, level)
    counts = _counts(found, smallest.points)
    return Effect(
        id=thing.id,
        name=thing.name,
        kind=thing.kind,
        verdict=verdict,
        points=found.size,
        low=found.low,
        high=found.high,
        count_with=thing.times_with,
        count_without=thing.times_without,
        unit=table.unit,
        counts=counts,
        say=sentence(thing, table.unit, verdict, found, counts, smallest.points),
        do=action(thing.kind, verdict),
        sources=(*smallest.sources, OWN),
        source_checked=False,
    )


def _verdict(found: Estimate, level: float) -> Verdict:
    if not passes(found.log_evidence, level):
        return "no clear difference"
    return "helps" if found.size < 0 else "seems to make it worse"


def _counts(found: Estimate, smallest: float) -> Counts:
    """The benefit, above zero for less pain, beside the smallest change that counts."""
    least, most = -found.high, -found.low
    return "reaches it" if least >= smallest else "may reach it" if most >= smallest else "below it"


def _together(group: tuple[str, ...], told: Told) -> Together:
    things = [told[name][1] for name in group]
    names = tuple(one.name for one in things)
    steps = all(is_step(one) for one in things)
    return Together(
        ids=group,
        names=names,
        say=say_together(names, steps=steps),
        would_tell=TRY_ONE if steps else "",
    )
