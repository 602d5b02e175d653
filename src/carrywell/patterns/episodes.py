"""Stretches of a diary that can be compared: what happened to the pain, and what was done meanwhile.

An episode runs from one pain score to another some hours later. With a session of a treatment it
begins with the score before the session and ends with the first usable score well after it; without
one it begins with a score of the diary and ends with the next. The score right after a session is
never used: it holds what she hoped for. An episode also ends where a session begins, with the score
before it. Leaving such episodes out would keep only those in which the pain stayed bearable, and
anything she does would look worse beside them.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from math import cos, pi, sin

import msgspec

from carrywell.patterns.diary import Diary, PainScore, Session

SOONEST_AFTER = timedelta(minutes=30)
"""How long after the last session of an episode its end may be scored: as the guideline asks
(measures, `pain_after_session`)."""
LATEST_AFTER = timedelta(hours=6)
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=16)
"""How far apart two scores stand that make an episode without a session. Our own choice."""
LIKE = timedelta(hours=8)
"""Up to this length such an episode is counted as a like time. Our own choice."""
STILL_WORKING = timedelta(hours=4)
"""For so long after a session no episode without one begins. Our own choice."""
HOUR = timedelta(hours=1)
ENDS = frozenset({"diary", "check", "later", "before"})
BETWEEN = frozenset({"diary", "check"})


class Episode(msgspec.Struct, frozen=True):
    """From `before` at `start` to `after` at `end` (scores 0 to 10), with the treatments used.

    `on` is the day it began.
    """

    start: datetime
    end: datetime
    before: int
    after: int
    on: date
    used: frozenset[str] = frozenset()

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.end - self.start

    @property
    def hours(self) -> float:
        """How long it was, in hours."""
        return self.length / HOUR


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A day and the day before it, both with pain. What she did is that of the day before.

    `sleep` and `woken` (by pain) are of the night between the two, `evening` is the last score of the
    day before. `steps` are the treatments she ticked.
    """

    on: date
    pain: float
    pain_before: float
    evening: int | None = None
    woken: bool | None = None
    sleep: int | None = None
    stress: int | None = None
    active_minutes: int | None = None
    steps: frozenset[str] = frozenset()


def episodes(diary: Diary) -> tuple[Episode, ...]:
    """Every episode of the diary, with and without a session, oldest first; none overlap."""
    scores = [one for one in _in_order(diary.scores) if one.asked in ENDS]
    sessions = sorted(diary.sessions, key=lambda one: (one.started_at, one.treatment))
    found = [*_with_sessions(diary, scores, sessions), *_without(diary, scores, sessions)]
    return tuple(sorted(found, key=lambda one: one.start))


def days_told(diary: Diary) -> tuple[Told, ...]:
    """Each day with pain whose day before has pain as well, oldest first."""
    pain = _pain_of_days(diary)
    told = {one.on: one for one in diary.days}
    scores = [one for one in _in_order(diary.scores) if one.asked in BETWEEN]
    last = {diary.day_of(one.at): one.score for one in scores}
    found = []
    for on, score in sorted(pain.items()):
        before = on - timedelta(days=1)
        if before in pain:
            now, then = told[on], told[before]
            found.append(
                Told(
                    on=on,
                    pain=score,
                    pain_before=pain[before],
                    evening=last.get(before),
                    woken=now.woken_by_pain,
                    sleep=now.sleep_quality,
                    stress=then.stress,
                    active_minutes=then.activity_minutes,
                    steps=frozenset(then.steps_done),
                )
            )
    return tuple(found)


def phase(moment: datetime, diary: Diary) -> tuple[float, float]:
    """Where on the clock a moment is, on a circle: pain has its hours."""
    local = moment.astimezone(diary.zone)
    turn = 2 * pi * (local.hour + local.minute / 60) / 24
    return sin(turn), cos(turn)


def _in_order(scores: Iterable[PainScore]) -> list[PainScore]:
    """Oldest first; the order in which they were written down means nothing."""
    return sorted(scores, key=lambda one: (one.at, one.asked, one.score))


def _pain_of_days(diary: Diary) -> dict[date, float]:
    """One question for all days, average or worst: the one she answered more often."""
    average = {one.on: one.pain_average for one in diary.days if one.pain_average is not None}
    worst = {one.on: one.pain_worst for one in diary.days if one.pain_worst is not None}
    return dict(average if len(average) >= len(worst) else worst)


def _with_sessions(
    diary: Diary, scores: list[PainScore], sessions: list[Session]
) -> Iterator[Episode]:
    free_from: datetime | None = None
    for place, session in enumerate(sessions):
        if session.pain_before is None or (free_from and session.started_at < free_from):
            continue
        end = _end_of(session, sessions[place:], scores)
        if end is None:
            continue
        yield Episode(
            start=session.started_at,
            end=end.at,
            before=session.pain_before,
            after=end.score,
            on=diary.day_of(session.started_at),
            used=frozenset(one.treatment for one in sessions[place:] if one.started_at < end.at),
        )
        free_from = end.at


def _end_of(
    session: Session, following: list[Session], scores: list[PainScore]
) -> PainScore | None:
    """The first score that is well after every session that began before it."""
    for score in scores:
        if score.at <= session.ended_at:
            continue
        last = max(one.ended_at for one in following if one.started_at < score.at)
        if score.at - last > LATEST_AFTER:
            return None
        if score.at - last >= SOONEST_AFTER:
            return score
    return None


def _without(diary: Diary, scores: list[PainScore], sessions: list[Session]) -> Iterator[Episode]:
    start: PainScore | None = None
    for score in scores:
        if score.asked == "later":
            continue
        if start is not None:
            apart = score.at - start.at
            if apart < SHORTEST and score.asked in BETWEEN:
                continue
            free = not any(_touches(one, start.at, score.at) for one in sessions)
            if SHORTEST <= apart <= LONGEST and free:
                yield Episode(
                    start=start.at,
                    end=score.at,
                    before=start.score,
                    after=score.score,
                    on=diary.day_of(start.at),
                )
        start = score if score.asked in BETWEEN else None


def _touches(session: Session, start: datetime, end: datetime) -> bool:
    return session.started_at < end and session.ended_at > start - STILL_WORKING
