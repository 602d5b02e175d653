"""Figures over many made-up diaries, and what a plain before and after would have claimed."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from statistics import fmean, stdev

from scipy import stats
from worlds import World

from carrywell.patterns.diary import Diary
from carrywell.patterns.simulated import simulated_diary
from carrywell.patterns.what_helps import Effect, what_helps

FIRST = date(2026, 3, 2)
WEEKS = 8
FIRST_LOOK = 7
FEWEST_PAIRS = 5
NO = "no clear difference"


@dataclass
class Figures:
    """Of one thing in one world."""

    truth: float = 0.0
    errors: list[float] = field(default_factory=list)
    covered: int = 0
    claims: Counter[str] = field(default_factory=Counter)
    naive: list[float] = field(default_factory=list)
    naive_claims: int = 0

    @property
    def judged(self) -> int:
        return len(self.errors)


def at_the_end(world: World, seeds: range, step: Callable[[], None]) -> dict[str, Figures]:
    """One look after eight weeks."""
    found: dict[str, Figures] = {}
    for seed in seeds:
        step()
        diary = simulated_diary(Random(seed), FIRST, WEEKS, world.truth)
        for effect in what_helps(diary, last_day(WEEKS)).effects:
            figures = found.setdefault(effect.id, Figures(world.effects.get(effect.id, 0.0)))
            _add(figures, effect)
            _add_naive(figures, diary, effect.id)
    return found


def _add(figures: Figures, effect: Effect) -> None:
    figures.errors.append(effect.points - figures.truth)
    figures.covered += effect.low <= figures.truth <= effect.high
    figures.claims[effect.verdict] += 1


def _add_naive(figures: Figures, diary: Diary, name: str) -> None:
    changes = before_and_after(diary, name)
    if len(changes) >= FEWEST_PAIRS:
        figures.naive.append(fmean(changes))
        figures.naive_claims += naive_claim(changes)


def before_and_after(diary: Diary, name: str) -> list[int]:
    """What an app that only asks before and after a session would compare."""
    return [
        one.pain_after - one.pain_before
        for one in diary.sessions
        if one.treatment == name and one.pain_after is not None and one.pain_before is not None
    ]


def naive_claim(changes: list[int]) -> bool:
    """A paired t test at 5 %, in favour of the treatment."""
    if len(changes) < FEWEST_PAIRS or stdev(changes) == 0:
        return False
    test = stats.ttest_1samp(changes, 0.0)
    return bool(test.pvalue < 0.05 and fmean(changes) < 0)


def last_day(weeks: float) -> date:
    return FIRST + timedelta(days=round(7 * weeks) - 1)


@dataclass
class Looks:
    """Daily looks at diaries in which nothing helps."""

    women: int = 0
    looks: int = 0
    false_looks: int = 0
    ever: int = 0
    naive_ever: int = 0


def every_day(world: World, seeds: range, step: Callable[[], None]) -> Looks:
    """How often anything is claimed of anything, at any look."""
    found = Looks()
    for seed in seeds:
        step()
        diary = simulated_diary(Random(seed), FIRST, WEEKS, world.truth)
        claims = [bool(one) for one in _claims_by_day(diary)]
        found.women += 1
        found.looks += len(claims)
        found.false_looks += sum(claims)
        found.ever += any(claims)
        found.naive_ever += any(
            naive_claim(before_and_after(diary.between(FIRST, day), one.treatment))
            for day in _days()
            for one in world.truth.treatments
        )
    return found


def _claims_by_day(diary: Diary) -> Iterator[list[Effect]]:
    for day in _days():
        yield [one for one in what_helps(diary, day).effects if one.verdict != NO]


def _days() -> list[date]:
    return [FIRST + timedelta(days=day) for day in range(FIRST_LOOK, WEEKS * 7)]


def power(
    world: World, weeks: tuple[int, ...], seeds: range, step: Callable[[], None]
) -> list[float]:
    """The share of women who have been told by the end of each of these weeks, one look a week."""
    told = [0] * len(weeks)
    for seed in seeds:
        step()
        diary = simulated_diary(Random(seed), FIRST, weeks[-1], world.truth)
        known = False
        for place, week in enumerate(weeks):
            known = known or "heat" in what_helps(diary, last_day(week)).helped
            told[place] += known
    return [one / len(seeds) for one in told]


def told_together(world: World, seeds: range, step: Callable[[], None]) -> tuple[float, float]:
    """How often a pair is named as one that cannot be told apart, and how often one is praised."""
    named = praised = 0
    for seed in seeds:
        step()
        diary = simulated_diary(Random(seed), FIRST, WEEKS, world.truth)
        known = what_helps(diary, last_day(WEEKS))
        named += bool(known.together)
        praised += bool(known.helped)
    return named / len(seeds), praised / len(seeds)
