"""What is said about what helps: plain, short, and never more than the numbers say."""

from typing import Literal

from carrywell.patterns.compared import (
    LEAST_DAYS,
    LEAST_DAYS_TOLD,
    LEAST_WITH,
    LEAST_WITHOUT,
    Kind,
    Table,
    Thing,
    Unit,
    is_step,
)
from carrywell.patterns.estimate import Estimate

Verdict = Literal["helps", "seems to make it worse", "no clear difference"]
Counts = Literal["reaches it", "may reach it", "below it"]

NOT_APART = "times at other hours of the day, with it and without it"
TRY_ONE = "On some days, try one of them without the other."
WITH = {
    "sleep": "After a night that you scored 3 points better",
    "stress": "After a day with 3 points less stress",
    "activity": "After a day with 30 more active minutes",
}
STILL = "Your diary cannot yet tell whether it helps."
ACTIONS = {
    "treatment": "Leave it out for now, and ask your midwife, doctor or physiotherapist about it.",
    "posture": "Leave it out for now, and ask your midwife or physiotherapist about it.",
    "activity": "Do less at a time for now, and ask your midwife or physiotherapist about it.",
    "sleep": "Tell your midwife about it at your next visit.",
    "stress": "Tell your midwife about it at your next visit.",
}


def missing_of(table: Table, thing: Thing) -> tuple[str, ...]:
    """What a thing still needs before anything is said of it; nothing when it has enough."""
    if not is_step(thing):
        return _missing_measure(thing)
    missing = []
    few, days = LEAST_WITH - thing.times_with, LEAST_DAYS - table.days_with(thing)
    if few > 0 or days > 0:
        missing.append(_with(table.unit, max(few, days), on_days=days > few))
    if thing.times_without < LEAST_WITHOUT:
        missing.append(_without(table, thing))
    if table.unit == "day" and (short := LEAST_DAYS_TOLD - len(table.days)) > 0:
        missing.append(_days(short))
    return tuple(missing)


def sentence(
    thing: Thing, unit: Unit, verdict: Verdict, found: Estimate, counts: Counts, smallest: float
) -> str:
    """The difference, its interval, and whether it counts."""
    beginning = WITH.get(thing.kind) or (
        "A few hours later" if unit == "episode" else "The day after"
    )
    beside = "after like times without it" if unit == "episode" else "after other days"
    parts = [
        f"{beginning}, your pain was {_than(found.size, beside)}.",
        f"The true difference is likely {between(found.low, found.high)}.",
    ]
    if verdict == "no clear difference":
        parts.append(_unclear(found, counts))
    elif verdict == "helps":
        parts.append(_counted(counts, smallest))
    return " ".join(parts)


def action(kind: Kind, verdict: Verdict) -> str:
    """What to do about it; nothing unless it seems to make the pain worse."""
    return ACTIONS[kind] if verdict == "seems to make it worse" else ""


def say_together(names: tuple[str, ...], *, steps: bool) -> str:
    """Why none of them is judged."""
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    if not steps:
        return f"{listed} nearly always went up and down together, so we cannot tell which matters."
    return f"{listed} nearly always came together, so we cannot tell which of them helped."


def between(low: float, high: float) -> str:
    """An interval of differences in words."""
    one, other = points(low), points(high)
    if one == other:
        return f"about {one}"
    if round(high, 1) < 0 or round(low, 1) > 0:
        nearer, further = sorted((abs(low), abs(high)))
        return f"between {nearer:.1f} and {further:.1f} points {'higher' if high > 0 else 'lower'}"
    return f"between {one} and {other}"


def _than(size: float, beside: str) -> str:
    if round(size, 1) == 0:
        return f"about the same as {beside}"
    return f"{points(size)} than {beside}"


def points(value: float) -> str:
    """A difference in pain in words, in tenths of a point."""
    tenths = round(abs(value), 1)
    if tenths == 0:
        return "no difference"
    many = "point" if tenths == 1 else "points"
    return f"{tenths:g} {many} {'lower' if value < 0 else 'higher'}"


def _unclear(found: Estimate, counts: Counts) -> str:
    """What remains possible: also that the interval leaves out 0, by chance among so many looks."""
    if found.high < 0 or found.low > 0:
        return "That may still be chance."
    return "If it helps, it helps little." if counts == "below it" else STILL


def _counted(counts: Counts, smallest: float) -> str:
    change = f"the smallest change that counts for most women ({smallest:g} points)"
    if counts == "reaches it":
        return f"That is at least {change}."
    return f"It may reach {change}." if counts == "may reach it" else f"That is less than {change}."


def _missing_measure(thing: Thing) -> tuple[str, ...]:
    known = sum(one is not None for one in thing.values)
    if known < LEAST_DAYS_TOLD:
        return (_days(LEAST_DAYS_TOLD - known),)
    if min(thing.times_with, thing.times_without) < LEAST_WITH:
        return ("some days that are different: so far they were nearly all the same",)
    return ()


def _with(unit: Unit, count: int, *, on_days: bool) -> str:
    times = f"{count} more {'time' if count == 1 else 'times'}"
    if unit == "day":
        return f"{times} ticked, with your pain scored on that day and on the next"
    days = ", on other days" if on_days else ""
    return f"{times}{days}, with your pain scored before and again later"


def _without(table: Table, thing: Thing) -> str:
    count = LEAST_WITHOUT - thing.times_without
    if table.unit == "day":
        return f"{count} more {'day' if count == 1 else 'days'} without it, for comparison"
    times = f"{count} like {'time' if count == 1 else 'times'}"
    return (
        f"{times} without it: your pain scored, nothing done, and scored again 1 to 8 hours later"
    )


def _days(count: int) -> str:
    if count == 1:
        return "1 more day with your pain in the diary, right after another one"
    return f"{count} more days in the diary, one after the other"
