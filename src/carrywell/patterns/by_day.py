"""What a diary says of each day, and the same as it stood at an earlier moment.

The watch reads a diary at hundreds of moments; what was told of the days before a moment is worked
out once for all of them.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile

import msgspec

from carrywell.patterns.diary import Diary


class ByDay(msgspec.Struct, frozen=True):
    """`pain`: the worst of each day that was told, as `Diary.pain_by_day`. `done`: the days on which
    she did something of the plan. Both in the order of time.
    """

    pain: dict[date, int]
    done: tuple[date, ...]


def by_day(diary: Diary) -> ByDay:
    """What the whole diary says of each day."""
    return ByDay(diary.pain_by_day(), plan_days(diary))


def plan_days(diary: Diary) -> tuple[date, ...]:
    """The days on which she ticked a step of the plan or did a session, oldest first."""
    ticked = {one.on for one in diary.days if one.steps_done}
    return tuple(sorted(ticked | {diary.day_of(one.started_at) for one in diary.sessions}))


def by_day_until(whole: ByDay, cut: Diary, today: date) -> ByDay:
    """The same as `by_day(cut)`, where `cut` is the diary of `whole` up to a moment of `today`."""
    told = tuple(whole.pain)
    pain = dict(tuple(whole.pain.items())[: bisect_left(told, today)])
    latest = list(_scores_on(cut, today))
    if latest:
        pain[today] = max(latest)
    done = whole.done[: bisect_left(whole.done, today)]
    return ByDay(pain, (*done, today) if _did_something(cut, today) else done)


def _scores_on(cut: Diary, today: date) -> Iterator[int]:
    """The scores of the last day of a diary, and what was said of that day."""
    for one in takewhile(lambda one: cut.day_of(one.at) == today, reversed(cut.scores)):
        yield one.score
    for day in takewhile(lambda day: day.on == today, reversed(cut.days)):
        yield from (score for score in (day.pain_average, day.pain_worst) if score is not None)


def _did_something(cut: Diary, today: date) -> bool:
    days: Sequence[date] = [cut.days[-1].on] if cut.days and cut.days[-1].steps_done else []
    sessions = cut.sessions[-1:]
    return today in days or any(cut.day_of(one.started_at) == today for one in sessions)
