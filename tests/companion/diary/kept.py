"""Writes a diary that is a value into the tables it would have come from."""

from carrywell.companion.body.models import WeightEntry, WeightNumbers
from carrywell.companion.diary.models import ClinicTotal, DailyHabit, PainEntry, WeeklyEntry
from carrywell.companion.relief.models import ReliefSession
from carrywell.companion.timer.models import Spasm


def keep(pregnancy, diary, now):
    pregnancy.due_date = diary.due_date
    pregnancy.save()
    PainEntry.objects.bulk_create(
        PainEntry(pregnancy=pregnancy, pain_now=one.score, noted_at=one.at)
        for one in diary.scores
        if one.asked == "diary"
    )
    DailyHabit.objects.bulk_create(
        DailyHabit(
            pregnancy=pregnancy,
            on=one.on,
            pain_average=one.pain_average,
            pain_worst=one.pain_worst,
            sleep_quality=one.sleep_quality,
            woken_by_pain=one.woken_by_pain,
            stress=one.stress,
            noted_at=now,
        )
        for one in diary.days
    )
    ReliefSession.objects.bulk_create(
        ReliefSession(
            pregnancy=pregnancy,
            treatment=one.treatment,
            started_at=one.started_at,
            ended_at=one.ended_at,
            ended_how="done",
            pain_before=one.pain_before,
            pain_after=one.pain_after,
        )
        for one in diary.sessions
    )
    Spasm.objects.bulk_create(
        Spasm(
            pregnancy=pregnancy,
            key=str(count),
            started_at=one.started_at,
            ended_at=one.ended_at,
            strength=one.strength,
            place=one.place,
            changed_at=now,
        )
        for count, one in enumerate(diary.spasms)
    )
    WeeklyEntry.objects.bulk_create(
        WeeklyEntry(pregnancy=pregnancy, on=one.on, scores=one.scores, noted_at=now)
        for one in diary.weeks
    )
    ClinicTotal.objects.bulk_create(
        ClinicTotal(
            pregnancy=pregnancy,
            measure=one.measure,
            score=one.score,
            measured_on=one.on,
            noted_at=now,
        )
        for one in diary.clinic_scores
    )
    WeightEntry.objects.bulk_create(
        WeightEntry(
            pregnancy=pregnancy, weight_kg=one.weight_kg, measured_on=one.on, created_at=now
        )
        for one in diary.weights
    )


def let_weight_be_shown(pregnancy, now):
    pregnancy.height_cm, pregnancy.weight_before_kg, pregnancy.babies = 165, 62, 1
    pregnancy.save()
    WeightNumbers.objects.create(pregnancy=pregnancy, answer="no", answered_at=now)
