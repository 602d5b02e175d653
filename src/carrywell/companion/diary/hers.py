"""Her diary as a value, read from every table that holds a part of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from carrywell.companion.check.models import CheckIn
from carrywell.companion.diary.models import DailyHabit, WeeklyEntry
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief.models import ReliefSession
from carrywell.patterns.diary import (
    ClinicScore,
    Day,
    Diary,
    PainScore,
    ScoredAt,
    Session,
    WeekAnswers,
    Weighed,
)

LEAST_SESSION = timedelta(minutes=1)
"""What ended sooner was opened by mistake."""


SESSION_COLUMNS = (
    "pregnancy_id",
    "treatment",
    "started_at",
    "ended_at",
    "ended_how",
    "pain_before",
    "pain_after",
    "pain_later",
    "pain_later_at",
)
"""What the diary reads of a session: not its course, which is long."""


def diary_of(pregnancy: Pregnancy, zone: tzinfo, spasms_from: datetime | None = None) -> Diary:
    """Everything she has recorded in this pregnancy, oldest first; of the spasms only those that
    began at `spasms_from` or later, if it is given.
    """
    spasms = pregnancy.spasms.order_by("started_at", "pk")
    if spasms_from is not None:
        spasms = spasms.filter(started_at__gte=spasms_from)
    ended = pregnancy.sessions.exclude(ended_at=None).order_by("started_at")
    sessions = tuple(ended.only(*SESSION_COLUMNS))
    return Diary(
        zone=zone,
        due_date=pregnancy.due_date,
        scores=tuple(sorted(_scores(pregnancy, sessions), key=lambda one: one.at)),
        days=_days(pregnancy),
        sessions=tuple(_session(one) for one in sessions if _was_done(one)),
        spasms=tuple(one.as_value for one in spasms),
        weights=tuple(
            Weighed(one.measured_on, one.weight_kg)
            for one in pregnancy.weights.order_by("measured_on")
        ),
        weeks=tuple(_week(one) for one in pregnancy.weekly.order_by("on")),
        clinic_scores=tuple(
            ClinicScore(one.measured_on, one.measure, one.score)
            for one in pregnancy.clinic_totals.order_by("measured_on", "pk")
        ),
    )


def _days(pregnancy: Pregnancy) -> tuple[Day, ...]:
    minutes: dict[date, int] = {}
    for entry in pregnancy.activities.all():
        minutes[entry.on] = minutes.get(entry.on, 0) + entry.minutes
    told = {one.on: day_of(one, minutes.get(one.on)) for one in pregnancy.days.all()}
    only_active = {
        on: Day(on=on, activity_minutes=total) for on, total in minutes.items() if on not in told
    }
    return tuple(one for _, one in sorted((told | only_active).items()))


def day_of(row: DailyHabit, minutes: int | None = None) -> Day:
    """One day as it is written, with its minutes of activity, which stand elsewhere."""
    return Day(
        on=row.on,
        pain_average=row.pain_average,
        pain_worst=row.pain_worst,
        places=tuple(row.places),
        qualities=tuple(row.qualities),
        brought_on=tuple(row.brought_on),
        sleep_quality=row.sleep_quality,
        woken_by_pain=row.woken_by_pain,
        stress=row.stress,
        activity_minutes=minutes,
        steps_done=tuple(row.steps_done),
        note=row.note,
    )


def _week(row: WeeklyEntry) -> WeekAnswers:
    """What does not apply to her is no answer."""
    return WeekAnswers(
        row.on, {name: score for name, score in row.scores.items() if score is not None}
    )


def _was_done(row: ReliefSession) -> bool:
    """Whether something of the treatment was really done."""
    if row.ended_at is None or row.ended_how == ReliefSession.EndedHow.SKIPPED:
        return False
    return row.ended_at - row.started_at >= LEAST_SESSION


def _session(row: ReliefSession) -> Session:
    assert row.ended_at is not None
    return Session(
        treatment=row.treatment,
        started_at=row.started_at,
        ended_at=row.ended_at,
        pain_before=row.pain_before,
        pain_after=row.pain_after,
        pain_later=row.pain_later,
        pain_later_at=row.pain_later_at,
        stopped_by_a_sign=row.ended_how == ReliefSession.EndedHow.RED_FLAG,
    )


def _scores(pregnancy: Pregnancy, sessions: tuple[ReliefSession, ...]) -> Iterator[PainScore]:
    for noted_at, pain_now in pregnancy.pain_entries.values_list("noted_at", "pain_now"):
        yield PainScore(noted_at, pain_now)
    done = CheckIn.objects.filter(pregnancy=pregnancy).exclude(finished_at=None)
    for finished_at, answers in done.values_list("finished_at", "answers"):
        score = answers.get("pain_score")
        if isinstance(score, int | float) and finished_at:
            yield PainScore(finished_at, round(score), "check")
    for row in sessions:
        asked: tuple[tuple[ScoredAt, int | None, datetime | None], ...] = (
            ("before", row.pain_before, row.started_at),
            ("after", row.pain_after, row.ended_at),
            ("later", row.pain_later, row.pain_later_at),
        )
        for kind, score, at in asked:
            if score is not None and at is not None:
                yield PainScore(at, score, kind)
