"""Made-up weeks of one woman, to look at the charts, 'what helps' and the report.

They go into a folder of their own and are marked as sample data on every page and print. What helps
her is planted here: warmth clearly, stretching and good sleep a little, walking not at all.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from random import Random
from typing import Any

from carrywell.companion.refusal import CannotServe
from carrywell.patterns.diary import Diary
from carrywell.patterns.gestation import due_date_from_weeks
from carrywell.patterns.simulated import Planted, Step, Truth, simulated_diary

TRUTH = Truth(
    level=4.2,
    drift=0.05,
    sleep=-0.5,
    treatments=(
        Planted(treatment="heat", effect=-1.8, a_day=0.8, keen=0.5),
        Planted(treatment="stretching", effect=-0.9, a_day=0.8, keen=0.2, minutes=12),
        Planted(treatment="walking", a_day=0.5, minutes=25),
        Planted(treatment="breathing", a_day=0.3, keen=0.3, minutes=6),
    ),
    steps=(Step(treatment="side_sleeping", effect=-0.3, share=0.7),),
)
WEEKS_NOW = 31 + 4 / 7
ANSWERS = {
    "back_pain": True,
    "pain_location": ["lower_back"],
    "pain_score": 4,
    "onset": "gradual",
    "muscle_spasm": True,
    "pain_duration_days": 56,
    "already_investigated": True,
}
Told = Callable[[str], None]


def write_sample(folder: Path, weeks: int, seed: int, now: datetime, told: Told) -> None:
    """Fills a new data folder with `weeks` of a made-up diary that ends today. Needs Django set up.

    `now` is aware and carries her time zone; `told` hears what is being written. Raises `CannotServe`
    when the folder holds data already.
    """
    from django.conf import settings
    from django.db import transaction

    from carrywell.companion.database import migrate

    database = folder / settings.DATABASE_FILE
    refuse_old(database)
    migrate(database)
    zone = now.tzinfo
    assert zone is not None
    first = now.date() - timedelta(weeks=weeks) + timedelta(days=1)
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    diary = simulated_diary(chance, first, weeks, TRUTH, zone).between(first, now.date())
    with transaction.atomic():
        _write(folder, _until(diary, now), first, now, told)


def refuse_old(database: Path) -> None:
    """Raises `CannotServe` when there is something that made-up data could be mixed with."""
    if database.exists():
        raise CannotServe(
            f"{database.parent} holds data already, and nothing was changed. Sample data goes into a"
            " folder of its own: give the name of a new one."
        )


def _until(diary: Diary, now: datetime) -> Diary:
    """Nothing from the rest of today; every spasm in the back, so that none is taken for labour."""
    import msgspec

    return msgspec.structs.replace(
        diary,
        scores=tuple(one for one in diary.scores if one.at <= now),
        sessions=tuple(one for one in diary.sessions if (one.pain_later_at or one.ended_at) <= now),
        spasms=tuple(
            msgspec.structs.replace(one, place="back")
            for one in diary.spasms
            if (one.ended_at or one.started_at) <= now
        ),
    )


def _write(folder: Path, diary: Diary, first: date, now: datetime, told: Told) -> None:
    from carrywell.companion.body.models import WeightNumbers
    from carrywell.companion.numbers import keep_numbers, numbers_of
    from carrywell.companion.people.models import Account, Person, Pregnancy
    from carrywell.companion.report.models import VisitNote

    person = Person.objects.create(account=Account.objects.local(), country="GB")
    pregnancy = Pregnancy.objects.create(
        person=person,
        is_sample=True,
        started_at=_noon(first, now.tzinfo),
        dated_by=Pregnancy.DatedBy.WEEKS,
        due_date=due_date_from_weeks(WEEKS_NOW, now.date()),
        babies=1,
        height_cm=168,
        weight_before_kg=66,
        unit_name="Sample maternity unit",
    )
    keep_numbers(folder, numbers_of("GB", pregnancy.unit_name, ""))
    WeightNumbers.objects.create(pregnancy=pregnancy, answer="no", answered_at=now)
    VisitNote.objects.create(
        pregnancy=pregnancy,
        reason="Spasms in my low back, worse in the evening.",
        questions="May I go on with warm packs until the birth?\nWould a support belt be right for me?",
        changed_at=now,
    )
    told("a check")
    _check(pregnancy, now)
    told(f"{len(diary.days)} days, {len(diary.sessions)} sessions, {len(diary.spasms)} spasms")
    _diary(pregnancy, diary)


def _check(pregnancy: Any, now: datetime) -> None:
    """An ordinary ache: the rest of the interview answered by what is harmless."""
    from carrywell.companion.check import service
    from carrywell.guideline.facts import as_answer, harmless_value

    earlier = now - timedelta(hours=20)
    check = service.begin(pregnancy, "herself", earlier, earlier.date(), dict(ANSWERS))
    content = service.guideline().content
    umbrellas = {content.umbrella_of[one]: True for one in ANSWERS if one in content.umbrella_of}
    said: dict[str, Any] = umbrellas | ANSWERS
    at = service.where(check, earlier)
    while at.now is not None:
        calm = {
            one.finding: as_answer(harmless_value(content.finding[one.finding]))
            for one in at.now.questions
        }
        service.save_answers(check, {name: said.get(name, calm[name]) for name in calm}, earlier)
        at = service.where(check, earlier)
    service.finish(check, earlier, earlier.date())


def _diary(pregnancy: Any, diary: Diary) -> None:
    from carrywell.companion.body.models import WeightEntry
    from carrywell.companion.diary.models import DailyHabit, PainEntry, WeeklyEntry
    from carrywell.companion.relief.models import ActivityEntry, ReliefSession
    from carrywell.companion.timer.models import Spasm

    zone = diary.zone
    PainEntry.objects.bulk_create(
        PainEntry(pregnancy=pregnancy, pain_now=one.score, noted_at=one.at)
        for one in diary.scores
        if one.asked == "diary"
    )
    days = diary.days
    DailyHabit.objects.bulk_create(
        DailyHabit(pregnancy=pregnancy, noted_at=_noon(one.on, zone), **_told_of(one))
        for one in days
    )
    ActivityEntry.objects.bulk_create(
        ActivityEntry(
            pregnancy=pregnancy,
            treatment="walking",
            on=one.on,
            minutes=one.activity_minutes,
            noted_at=_noon(one.on, zone),
        )
        for one in days
        if one.activity_minutes
    )
    WeeklyEntry.objects.bulk_create(
        WeeklyEntry(pregnancy=pregnancy, on=one.on, scores=one.scores, noted_at=_noon(one.on, zone))
        for one in diary.weeks
    )
    WeightEntry.objects.bulk_create(
        WeightEntry(
            pregnancy=pregnancy,
            weight_kg=one.weight_kg,
            measured_on=one.on,
            created_at=_noon(one.on, zone),
        )
        for one in diary.weights
    )
    Spasm.objects.bulk_create(
        Spasm(
            pregnancy=pregnancy,
            key=f"00000000-0000-4000-8000-{number:012d}",
            started_at=one.started_at,
            ended_at=one.ended_at,
            strength=one.strength,
            place=one.place,
            changed_at=one.ended_at or one.started_at,
        )
        for number, one in enumerate(diary.spasms)
    )
    ReliefSession.objects.bulk_create(
        ReliefSession(
            pregnancy=pregnancy,
            treatment=one.treatment,
            started_at=one.started_at,
            ended_at=one.ended_at,
            ended_how=ReliefSession.EndedHow.DONE,
            planned_seconds=round((one.ended_at - one.started_at).total_seconds()),
            pain_before=one.pain_before,
            pain_after=one.pain_after,
            pain_later=one.pain_later,
            pain_later_at=one.pain_later_at,
        )
        for one in diary.sessions
    )


def _told_of(day: Any) -> dict[str, Any]:
    names = ("on", "pain_average", "pain_worst", "sleep_quality", "woken_by_pain", "stress")
    lists = ("places", "qualities", "brought_on", "steps_done")
    return {name: getattr(day, name) for name in names} | {
        name: list(getattr(day, name)) for name in lists
    }


def _noon(on: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(on, time(12), zone)
