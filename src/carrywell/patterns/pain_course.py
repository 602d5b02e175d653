"""What the diary says about the pain, as findings of the guideline.

The definitions are our own choices (source `carrywell-design`), made where the guideline's question
names no number, and for a clinician to doubt:

* the pain of a day is the worst that is known of it; a day with pain is one of 1 or more;
* a day of which nothing was told is unknown. It never counts as free of pain, nor as a day with pain;
* the diary only says what is there. It never says 'no', and it never says that something has ended:
  what it does not support is left out, so that the guideline goes on to ask;
* fewer than three days, nights or scores are no trend (`trend_points` of ``measures.yaml``).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from carrywell.patterns.by_day import ByDay, by_day
from carrywell.patterns.diary import Diary

DAY = timedelta(days=1)
FREE_DAYS_END_IT = 3
"""So many known days without pain in a row end a spell of pain."""
UNTOLD_DAYS_END_IT = 7
"""After so many days in a row without a day with pain, nobody can tell that it is the same spell."""
TREND = 3
"""Fewer days, nights or scores than this are no trend."""
WEEK = 7
WORSE_BY = 2
"""Points from 0 to 10: the rung 'worse' of the measure `nrs`."""
LIMITED_FROM = 4
"""A weekly answer, 0 (no trouble) to 10 (could not), from which it counts as still limiting her."""
SIX_WEEKS = 42
IN_THE_BACK = frozenset(
    ("upper_back", "mid_back", "lower_back", "flank", "back", "sacrum", "coccyx")
)
"""Options of `pain_location` that are the back."""


class Told(msgspec.Struct, frozen=True):
    """One finding that her records support: its value, and why, as a phrase she recognises.

    `at` is the latest moment that it rests on; what was told of a day stands at the day's beginning.
    """

    finding: str
    value: Any
    say: str
    at: datetime


class Spell(msgspec.Struct, frozen=True):
    """Pain that has lasted since `first`. `days` are those with pain, oldest first."""

    days: tuple[date, ...]

    @property
    def first(self) -> date:
        """The first day with pain that she told of."""
        return self.days[0]

    @property
    def last(self) -> date:
        """The latest day with pain."""
        return self.days[-1]


def diary_findings(diary: Diary, today: date) -> dict[str, Any]:
    """Finding id to value, for what the diary supports on a day. Nothing in it is harmless news.

    What is written after `today` does not count.
    """
    return {one.finding: one.value for one in told_by_diary(diary, today)}


def told_by_diary(diary: Diary, today: date) -> tuple[Told, ...]:
    """The same with the reasons."""
    return told_of(diary.between(date.min, today), today)


def told_of(known: Diary, today: date, days: ByDay | None = None) -> tuple[Told, ...]:
    """The same for a diary that holds nothing after `today`; `days` is `by_day(known)`."""
    days = days or by_day(known)
    pain = days.pain
    now = spell(pain, today)
    return (
        *(_of_the_spell(known, now, today) if now else ()),
        *_score(known, today),
        *_worsening(known, pain, today),
        *_nights(known, today),
        *_plan(known, days, today),
    )


def spell(pain: Mapping[date, int], today: date) -> Spell | None:
    """The spell of pain that goes on today, from the worst of each day; None when there is none.

    Walking back from today, it ends at `FREE_DAYS_END_IT` known days without pain in a row, or at
    `UNTOLD_DAYS_END_IT` days without a day with pain, told or not.
    """
    found: list[date] = []
    free = without = 0
    day = today
    while free < FREE_DAYS_END_IT and without < UNTOLD_DAYS_END_IT:
        score = pain.get(day)
        if score:
            found.append(day)
            free = without = 0
        else:
            without += 1
            free = free + 1 if score == 0 else 0
        day -= DAY
    return Spell(tuple(reversed(found))) if found else None


def _of_the_spell(diary: Diary, now: Spell, today: date) -> Iterator[Told]:
    """`pain_duration_days`: from the first to the latest day with pain of the spell. At least so long:
    it may have begun before the diary did. Then `_place`.
    """
    days = (now.last - now.first).days
    yield Told("pain_duration_days", days, _how_long(now), _of(now.last, diary))
    yield from _place(diary, now, today)


def _how_long(now: Spell) -> str:
    days = len(now.days)
    in_a_row = (now.last - now.first).days + 1 == days
    if in_a_row and days > 1:
        return f"pain on {days} days in a row"
    since = f", the first on {in_days(now.first)}" if days > 1 else f" on {in_days(now.first)}"
    return f"pain on {_counted(days, 'day')}{since}"


def _place(diary: Diary, now: Spell, today: date) -> Iterator[Told]:
    """`back_pain`: a day of the spell with a place in the back, or with no place told, since it is
    the back that the diary asks about. `pain_location`: the places told of today, open for others.
    """
    places = {one.on: frozenset(one.places) for one in diary.days}
    if any(not places.get(on) or places[on] & IN_THE_BACK for on in now.days):
        yield Told("back_pain", True, "back pain", _of(now.last, diary))
    if here := places.get(today):
        marked = [*sorted(here), None]
        yield Told("pain_location", marked, "the places you marked today", _of(today, diary))


def _score(diary: Diary, today: date) -> Iterator[Told]:
    """`pain_score`: the latest score of how bad it is now, if she gave one today."""
    if not diary.scores or diary.day_of(diary.scores[-1].at) != today:
        return
    last = diary.scores[-1].at
    score = max(one.score for one in diary.scores if one.at == last)
    say = f"pain of {score} out of 10 at {last.astimezone(diary.zone):%H:%M}"
    yield Told("pain_score", score, say, last)


def _worsening(diary: Diary, pain: Mapping[date, int], today: date) -> Iterator[Told]:
    """`pain_worsening`: a run of at least three days of the last week, or three scores of the last
    day, that ends now, never falls, and rises by 2 points or more.

    Days: each by its worst, unknown ones left out; the last is today or yesterday. Scores: the moment
    ones, and not those about a session, which change with it.
    """
    rise = _rise_by_day(diary, pain, today) or _rise_by_hour(diary, today)
    if rise is not None:
        yield rise


def _rise_by_day(diary: Diary, by_day: Mapping[date, int], today: date) -> Told | None:
    pain = [(on, score) for on, score in by_day.items() if today - on < timedelta(WEEK)]
    if not pain or pain[-1][0] < today - DAY:
        return None
    run = _rising([score for _, score in pain])
    if not run:
        return None
    say = f"pain that rose from {run[0]} to {run[-1]} since {in_days(pain[-len(run)][0])}"
    return Told("pain_worsening", True, say, _of(pain[-1][0], diary))


def _rise_by_hour(diary: Diary, today: date) -> Told | None:
    scores = [one for one in diary.scores if one.asked in ("diary", "check")]
    if not scores or diary.day_of(scores[-1].at) < today:
        return None
    recent = [one for one in scores if one.at > scores[-1].at - DAY]
    run = _rising([one.score for one in recent])
    if not run:
        return None
    since = recent[-len(run)].at.astimezone(diary.zone)
    say = f"pain that rose from {run[0]} to {run[-1]} since {since:%H:%M}"
    return Told("pain_worsening", True, say, recent[-1].at)


def _rising(scores: Sequence[int]) -> list[int]:
    """The run at the end that never falls, if it is long enough and rises enough; else empty."""
    start = len(scores) - 1
    while start > 0 and scores[start - 1] <= scores[start]:
        start -= 1
    run = list(scores[start:])
    return run if len(run) >= TREND and run[-1] - run[0] >= WORSE_BY else []


def _nights(diary: Diary, today: date) -> Iterator[Told]:
    """`night_pain`: woken by pain on three nights in a row or more, the last of them this night or the
    one before. `sleep_disturbed`: on three nights of the last seven.
    """
    woken = {one.on for one in diary.days if one.woken_by_pain}
    in_a_row = _in_a_row(woken, today)
    lately = sum(today - on < timedelta(WEEK) for on in woken)
    if in_a_row >= TREND:
        say = f"woken by pain on {in_a_row} nights in a row"
        yield Told("night_pain", True, say, _of(max(woken), diary))
    if lately >= TREND:
        say = f"woken by pain on {lately} of the last 7 nights"
        yield Told("sleep_disturbed", True, say, _of(max(woken), diary))


def _in_a_row(days: set[date], today: date) -> int:
    last = today if today in days else today - DAY
    length = 0
    while last - length * DAY in days:
        length += 1
    return length


def _plan(diary: Diary, days: ByDay, today: date) -> Iterator[Told]:
    """`using_plan` and `plan_tried_days`: days on which she ticked a step of the plan or did a session,
    three of them or more in the last week; counted from the first day of a course without a gap of a
    week. Then `pain_worse_on_plan` and `not_better_6wk`.
    """
    done = days.done
    lately = [on for on in done if today - on < timedelta(WEEK)]
    if len(lately) < TREND:
        return
    first = _course(done)
    tried = (today - first).days
    at = _of(done[-1], diary)
    yield Told("using_plan", True, f"something of the plan on {len(lately)} of the last 7 days", at)
    yield Told("plan_tried_days", tried, f"the plan since {in_days(first)}", at)
    yield from _worse_on_plan(diary, days.pain, first, today)
    yield from _still_limited(diary, tried, today)


def _course(done: Sequence[date]) -> date:
    """The first day of the course that the latest day belongs to."""
    first = done[-1]
    for later, earlier in pairwise(reversed(done)):
        if later - earlier > timedelta(WEEK):
            break
        first = earlier
    return first


def _worse_on_plan(
    diary: Diary, pain: Mapping[date, int], first: date, today: date
) -> Iterator[Told]:
    """`pain_worse_on_plan`: after a week of the plan, the mean of the last three known days of the last
    week is 2 points or more above that of the first three known days from a week before it on.

    A new place is left to the question: one touch of the body map is no new pain.
    """
    begun = first + timedelta(WEEK)
    before = [score for on, score in pain.items() if first - timedelta(WEEK) <= on < begun]
    lately = [on for on in pain if on >= begun and today - on < timedelta(WEEK)]
    if len(before) < TREND or len(lately) < TREND:
        return
    was, now = _mean(before[:TREND]), _mean([pain[on] for on in lately[-TREND:]])
    if now - was >= WORSE_BY:
        say = f"pain of about {now:.0f} after a week of the plan, from about {was:.0f}"
        yield Told("pain_worse_on_plan", True, say, _of(lately[-1], diary))


def _still_limited(diary: Diary, tried: int, today: date) -> Iterator[Told]:
    """`not_better_6wk`: six weeks on the plan, and a weekly answer of the last two weeks of 4 or more
    for something that she finds hard.
    """
    weeks = [one for one in diary.weeks if today - one.on < timedelta(2 * WEEK)]
    if tried < SIX_WEEKS or not weeks or not weeks[-1].scores:
        return
    worst = max(weeks[-1].scores.values())
    if worst >= LIMITED_FROM:
        say = f"{tried // WEEK} weeks on the plan, and still {worst} out of 10 for something you do"
        yield Told("not_better_6wk", True, say, _of(weeks[-1].on, diary))


def _of(day: date, diary: Diary) -> datetime:
    return datetime.combine(day, time.min, diary.zone)


def _mean(scores: Sequence[int]) -> float:
    return sum(scores) / len(scores)


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


def in_days(day: date | datetime) -> str:
    """A day as she would write it: '5 November'."""
    return f"{day.day} {day:%B}"
