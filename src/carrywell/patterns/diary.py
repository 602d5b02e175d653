"""What she has recorded, as values: the diary that every pattern reads.

Nothing here knows a database or a clock. Moments are aware datetimes; which day a moment belongs to
is a matter of her time zone, which the diary carries. Scores are whole numbers from 0 to 10, more is
worse, unless said otherwise; None means that she did not say.
"""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from typing import Literal

import msgspec

Strength = Literal["", "tight", "mild", "moderate", "strong"]
"""How strong a spasm was: a tightening without pain, or how painful. Empty: not said."""

Place = Literal["", "back", "tummy", "back_and_tummy", "elsewhere"]
"""Where a spasm was felt. Empty: not said."""

ScoredAt = Literal["diary", "check", "before", "after", "later"]
"""Which question a pain score answers: the diary's or a check's, or one about a session: before it,
right after it, some time later."""


class TimedSpasm(msgspec.Struct, frozen=True):
    """One spasm or tightening that was timed. `ended_at` is None while it goes on, or if its end was
    never tapped.
    """

    started_at: datetime
    ended_at: datetime | None = None
    strength: Strength = ""
    place: Place = ""


class PainScore(msgspec.Struct, frozen=True):
    """How bad the pain was at a moment, from 0 to 10."""

    at: datetime
    score: int
    asked: ScoredAt = "diary"


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One day as she told it.

    `pain_average`, `pain_worst` and `stress` 0 to 10, more is worse; `sleep_quality` 0 to 10 for the
    night before, more is better; `activity_minutes` of at least moderate effort outside guided
    sessions. `places` are options of `pain_location`, `brought_on` of `worse_with`, `qualities` words
    of ours for what the pain was like, `steps_done` ids of treatments of the plan.
    """

    on: date
    pain_average: int | None = None
    pain_worst: int | None = None
    places: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    brought_on: tuple[str, ...] = ()
    sleep_quality: int | None = None
    woken_by_pain: bool | None = None
    stress: int | None = None
    activity_minutes: int | None = None
    steps_done: tuple[str, ...] = ()
    note: str = ""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One guided session of a treatment that was begun and has ended. Pain scores 0 to 10."""

    treatment: str
    started_at: datetime
    ended_at: datetime
    pain_before: int | None = None
    pain_after: int | None = None
    pain_later: int | None = None
    pain_later_at: datetime | None = None
    stopped_by_a_sign: bool = False


class Weighed(msgspec.Struct, frozen=True):
    """Her weight on a day, in kg."""

    on: date
    weight_kg: float


class WeekAnswers(msgspec.Struct, frozen=True):
    """The weekly questions about what she could do: item id to 0 (no trouble) to 10 (could not)."""

    on: date
    scores: dict[str, int]


class ClinicScore(msgspec.Struct, frozen=True):
    """The total of a published questionnaire that a clinic gave her; `measure` is its id."""

    on: date
    measure: str
    score: float


class Diary(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one pregnancy, each list in the order of time, oldest first.

    `scores` holds every pain score, whoever asked for it. `zone` decides which day a moment is.
    """

    zone: tzinfo
    due_date: date | None = None
    scores: tuple[PainScore, ...] = ()
    days: tuple[Day, ...] = ()
    sessions: tuple[Session, ...] = ()
    spasms: tuple[TimedSpasm, ...] = ()
    weights: tuple[Weighed, ...] = ()
    weeks: tuple[WeekAnswers, ...] = ()
    clinic_scores: tuple[ClinicScore, ...] = ()

    def day_of(self, moment: datetime) -> date:
        """The day of a moment, where she is."""
        return moment.astimezone(self.zone).date()

    def between(self, first: date, last: date) -> "Diary":
        """The part from the first to the last day, both included."""
        return msgspec.structs.replace(
            self,
            scores=tuple(one for one in self.scores if first <= self.day_of(one.at) <= last),
            days=tuple(one for one in self.days if first <= one.on <= last),
            sessions=tuple(
                one for one in self.sessions if first <= self.day_of(one.started_at) <= last
            ),
            spasms=tuple(
                one for one in self.spasms if first <= self.day_of(one.started_at) <= last
            ),
            weights=tuple(one for one in self.weights if first <= one.on <= last),
            weeks=tuple(one for one in self.weeks if first <= one.on <= last),
            clinic_scores=tuple(one for one in self.clinic_scores if first <= one.on <= last),
        )

    def pain_by_day(self) -> dict[date, int]:
        """The worst pain known of each day: what she said of the day, and each score of that day."""
        worst: dict[date, int] = {}
        for on, score in self._told():
            worst[on] = max(score, worst.get(on, 0))
        return dict(sorted(worst.items()))

    def _told(self) -> Iterator[tuple[date, int]]:
        for day in self.days:
            for score in (day.pain_average, day.pain_worst):
                if score is not None:
                    yield day.on, score
        for one in self.scores:
            yield self.day_of(one.at), one.score
