"""What these pages know of her, and from where."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from carrywell.companion.body.models import WeightEntry, WeightNumbers
from carrywell.companion.check.models import CheckIn
from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Pregnancy

KEEPS_BACK = "anaemia_or_eating_disorder"
"""The finding that keeps numbers about weight back."""

USED = (
    "pregnant",
    "gestation_weeks",
    "age",
    "height_cm",
    "weight_before_kg",
    "weight_now_kg",
    "twins",
    "higher_order_multiple",
)
"""What the pictures and the range are worked out from, beside `KEEPS_BACK`."""


def known_of_body(pregnancy: Pregnancy, today: date) -> dict[str, Any]:
    """The answers behind these pages: finding id to value. What is not known is left out."""
    known = {name: value for name, value in known_before(pregnancy, today).items() if name in USED}
    kept_back = _kept_back(pregnancy)
    return known if kept_back is None else known | {KEEPS_BACK: kept_back}


def entries_of(pregnancy: Pregnancy) -> tuple[WeightEntry, ...]:
    """Her weights, the latest first."""
    return tuple(pregnancy.weights.all())


def keep_weight(
    pregnancy: Pregnancy,
    weight_kg: float,
    unit: str,
    on: date,
    now: datetime,
    correcting: WeightEntry | None = None,
) -> WeightEntry:
    """Writes a weight in kg; any other of that day, and the one it corrects, make way for it."""
    with transaction.atomic():
        if correcting is not None and correcting.measured_on != on:
            correcting.delete()
        entry, _ = WeightEntry.objects.update_or_create(
            pregnancy=pregnancy,
            measured_on=on,
            defaults={"weight_kg": weight_kg, "unit": unit, "created_at": now},
        )
    return entry


def keep_answers(pregnancy: Pregnancy, given: dict[str, Any], now: datetime) -> None:
    """Writes what she gave of height, weight before, babies and `KEEPS_BACK`; the rest stays."""
    said = {
        name: value
        for name, value in given.items()
        if name != KEEPS_BACK and value not in (None, "")
    }
    for name, value in said.items():
        setattr(pregnancy, name, value)
    with transaction.atomic():
        if said:
            pregnancy.save(update_fields=list(said))
        if given.get(KEEPS_BACK):
            WeightNumbers.objects.update_or_create(
                pregnancy=pregnancy,
                defaults={"answer": given[KEEPS_BACK], "answered_at": now},
            )


def answer_so_far(pregnancy: Pregnancy) -> str:
    """Her answer about `KEEPS_BACK` as the form knows it; empty when she was never asked."""
    said = _kept_back(pregnancy)
    if said is not None:
        return WeightNumbers.Answer.YES if said else WeightNumbers.Answer.NO
    asked = WeightNumbers.objects.filter(pregnancy=pregnancy).exists()
    return WeightNumbers.Answer.NOT_SAID if asked else ""


def rather_not_say(pregnancy: Pregnancy) -> bool:
    """Whether she was asked about `KEEPS_BACK` and would not say, so that we do not press her."""
    return answer_so_far(pregnancy) == WeightNumbers.Answer.NOT_SAID


def is_recent(entry: WeightEntry, today: date, within: timedelta) -> bool:
    """Whether it was measured within that time before today."""
    return timedelta() <= today - entry.measured_on <= within


def _kept_back(pregnancy: Pregnancy) -> bool | None:
    """The newer of two answers: the one given here, and the one in her last finished check."""
    here = WeightNumbers.objects.filter(pregnancy=pregnancy).first()
    last = CheckIn.objects.last_finished(pregnancy)
    in_check = last.facts().get(KEEPS_BACK) if last is not None else None
    newer = here is None or (
        last is not None and last.finished_at is not None and last.finished_at > here.answered_at
    )
    if isinstance(in_check, bool) and newer:
        return in_check
    return WeightNumbers.IN_FACTS.get(here.answer) if here is not None else None
