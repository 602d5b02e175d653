"""What the diary writes, each write whole or not at all."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Literal

from django.db import transaction

from carrywell.companion.diary.asked import questions
from carrywell.companion.diary.hers import day_of
from carrywell.companion.diary.merge import LISTS, SINGLE, merged, merged_answer, says_nothing
from carrywell.companion.diary.models import DailyHabit, PainEntry, WeeklyEntry
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief.models import ActivityEntry
from carrywell.patterns.diary import Day

DOES_NOT_APPLY: Literal["does_not_apply"] = "does_not_apply"
WeekAnswer = int | Literal["does_not_apply"]

ONE_TAP = timedelta(minutes=1)
"""The same sent again within this time is a second tap on the same button."""


def keep_pain(pregnancy: Pregnancy, score: int, now: datetime) -> PainEntry:
    """Writes how bad the pain is now, 0 to 10."""
    with transaction.atomic():
        same = pregnancy.pain_entries.filter(pain_now=score, noted_at__range=_of_one_tap(now))
        return same.first() or PainEntry.objects.create(
            pregnancy=pregnancy, pain_now=score, noted_at=now
        )


def keep_day(pregnancy: Pregnancy, shown: Day, sent: Day, now: datetime) -> bool:
    """Writes what she changed between `shown` and `sent` into the day; whether anything changed."""
    with transaction.atomic():
        row = pregnancy.days.select_for_update().filter(on=sent.on).first()
        kept = day_of(row) if row is not None else Day(on=sent.on)
        told = merged(kept, shown, sent)
        if told == kept:
            return False
        if says_nothing(told) and row is not None:
            row.delete()
            return True
        values: dict[str, Any] = {name: getattr(told, name) for name in (*SINGLE, "note")}
        values |= {name: list(getattr(told, name)) for name in LISTS}
        DailyHabit.objects.update_or_create(
            pregnancy=pregnancy, on=sent.on, defaults={**values, "noted_at": now}
        )
    return True


def keep_activity(
    pregnancy: Pregnancy, treatment: str, minutes: int, on: date, now: datetime
) -> ActivityEntry:
    """Writes minutes of activity, in the same table as the page of the week's activity."""
    with transaction.atomic():
        same = pregnancy.activities.filter(
            treatment=treatment, minutes=minutes, on=on, noted_at__range=_of_one_tap(now)
        )
        return same.first() or ActivityEntry.objects.create(
            pregnancy=pregnancy, treatment=treatment, minutes=minutes, on=on, noted_at=now
        )


def _of_one_tap(now: datetime) -> tuple[datetime, datetime]:
    """Also just after `now`: of two that are sent at once, the later one may be written first."""
    return now - ONE_TAP, now + ONE_TAP


def keep_week(
    pregnancy: Pregnancy,
    on: date,
    shown: dict[str, WeekAnswer],
    sent: dict[str, WeekAnswer],
    now: datetime,
) -> bool:
    """Writes her weekly answers as a day's: only what she changed; whether anything changed."""
    with transaction.atomic():
        row = pregnancy.weekly.select_for_update().filter(on=on).first()
        kept = week_answers(row) if row is not None else {}
        items = {*kept, *(one.id for one in questions().week.items)}
        told = {
            one: merged_answer(*(part.get(one) for part in (kept, shown, sent))) for one in items
        }
        answers = {one: answer for one, answer in sorted(told.items()) if answer is not None}
        if answers == kept:
            return False
        if not answers and row is not None:
            row.delete()
            return True
        scores = {one: None if said == DOES_NOT_APPLY else said for one, said in answers.items()}
        WeeklyEntry.objects.update_or_create(
            pregnancy=pregnancy, on=on, defaults={"scores": scores, "noted_at": now}
        )
    return True


def week_answers(row: WeeklyEntry) -> dict[str, WeekAnswer]:
    """The answers of a week as a form knows them."""
    return {one: DOES_NOT_APPLY if said is None else said for one, said in row.scores.items()}


def delete_day(pregnancy: Pregnancy, on: date, zone: tzinfo) -> None:
    """Deletes what is written about a day, and its pain scores; weight and activity stay."""
    with transaction.atomic():
        pregnancy.days.filter(on=on).delete()
        pregnancy.pain_entries.filter(noted_at__range=bounds(on, zone)).delete()


def bounds(on: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The first and the last moment of a day where she is."""
    return datetime.combine(on, time.min, zone), datetime.combine(on, time.max, zone)


def steps_of_plan(pregnancy: Pregnancy, on: date, zone: tzinfo) -> tuple[str, ...]:
    """The treatments of the plan that she had on that day, from her last finished check by then."""
    done = pregnancy.check_ins.filter(finished_at__lte=bounds(on, zone)[1])
    check = done.order_by("-finished_at").first()
    if check is None or check.is_urgent:
        return ()
    try:
        plan = check.kept_assessment().plan
    except ValueError:  # an older edition wrote it
        return ()
    return _treatments(one.treatment for part in (plan.now, plan.daily, plan.night) for one in part)


def _treatments(named: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in named if one is not None))
