"""The parts of a day that stand in tables of other pages: weight, and minutes of activity."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from django import forms

from carrywell.companion.body.forms import possible
from carrywell.companion.body.hers import answer_so_far, keep_weight
from carrywell.companion.body.models import WeightEntry, WeightNumbers
from carrywell.companion.body.units import as_typed
from carrywell.companion.diary.keep import keep_activity
from carrywell.companion.diary.reading import not_possible, whole_number
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief.more_views import MOST_MINUTES
from carrywell.companion.relief.weekly import COUNTED

Unit = WeightEntry.Unit
MINUTES = range(1, MOST_MINUTES + 1)


class Extras(msgspec.Struct, frozen=True, kw_only=True):
    """Weight and activity as typed. `weight_kg` and `minutes` are None where there is nothing to write."""

    weight: str = ""
    weight_unit: str = Unit.KILOGRAMS
    weight_shown: str = ""
    treatment: str = COUNTED[0]
    typed_minutes: str = ""
    weight_kg: float | None = None
    minutes: int | None = None
    problems: dict[str, str] = {}


def numbers_welcome(pregnancy: Pregnancy) -> bool:
    """Whether the diary may ask for her weight."""
    unwelcome = (WeightNumbers.Answer.YES, WeightNumbers.Answer.NOT_SAID)
    return answer_so_far(pregnancy) not in unwelcome


def extras_of(pregnancy: Pregnancy, on: date) -> Extras:
    """What the form shows at first: the weight of that day; minutes are always added."""
    entry = pregnancy.weights.filter(measured_on=on).first()
    if entry is None:
        last = pregnancy.weights.first()
        return Extras(weight_unit=last.unit if last is not None else Unit.KILOGRAMS)
    typed = f"{as_typed(entry.weight_kg, entry.unit)}"
    return Extras(weight=typed, weight_unit=entry.unit, weight_shown=_shown(typed, entry.unit))


def read_extras(form: Mapping[str, str]) -> Extras:
    """What she typed, with what is wrong in `problems`; nothing of that is written."""
    weight, shown = form.get("weight", "").strip(), form.get("weight_shown", "")
    unit = form.get("weight_unit", "")
    unit = unit if unit in Unit.values else Unit.KILOGRAMS
    typed, treatment = form.get("minutes", "").strip(), form.get("treatment", COUNTED[0])
    problems: dict[str, str] = {}
    return Extras(
        weight=weight,
        weight_unit=unit,
        weight_shown=shown,
        treatment=treatment,
        typed_minutes=typed,
        weight_kg=None if _shown(weight, unit) == shown else _weight(weight, unit, problems),
        minutes=_minutes(typed, treatment, problems),
        problems=problems,
    )


def keep_extras(pregnancy: Pregnancy, extras: Extras, on: date, now: datetime) -> bool:
    """Writes what can be written; whether there was anything."""
    if extras.weight_kg is not None:
        keep_weight(pregnancy, extras.weight_kg, extras.weight_unit, on, now)
    if extras.minutes is not None:
        keep_activity(pregnancy, extras.treatment, extras.minutes, on, now)
    return extras.weight_kg is not None or extras.minutes is not None


def _shown(typed: str, unit: str) -> str:
    return f"{typed} {unit}"


def _weight(typed: str, unit: str, problems: dict[str, str]) -> float | None:
    try:
        return possible("weight_now_kg", typed, unit)
    except forms.ValidationError as error:
        problems["weight"] = f"'{typed[:20]}' is not possible here. {error.messages[0]}"
        return None


def _minutes(typed: str, treatment: str, problems: dict[str, str]) -> int | None:
    if not typed:
        return None
    minutes = whole_number(typed, MINUTES)
    if minutes is None:
        problems["minutes"] = not_possible(typed, MINUTES).replace("Choose", "Write")
    if treatment not in COUNTED:
        problems["treatment"] = "Choose what you did."
        return None
    return minutes
