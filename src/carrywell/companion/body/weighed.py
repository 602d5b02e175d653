"""What a new check knows from her own list of weights."""

from datetime import date, timedelta

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError
from carrywell.companion.body.models import WeightNumbers
from carrywell.companion.people.models import Pregnancy
from carrywell.patterns.inputs import checked_numbers

WEIGHT_HOLDS = timedelta(days=14)
"""For so long her latest weight counts as her weight now."""


def weight_known(pregnancy: Pregnancy, today: date) -> dict[str, float]:
    """Finding id to kg: her latest weight while it holds, and the gain that follows from it.

    The gain is left out, as everywhere, unless she has said that numbers about weight do not
    trouble her: a check may speak of it.
    """
    recent = pregnancy.weights.filter(measured_on__range=(today - WEIGHT_HOLDS, today))
    last = recent.order_by("-measured_on").first()
    if last is None:
        return {}
    return {"weight_now_kg": last.weight_kg} | _gain(pregnancy, last.weight_kg)


def _gain(pregnancy: Pregnancy, weight_kg: float) -> dict[str, float]:
    said_no = WeightNumbers.objects.filter(pregnancy=pregnancy, answer=WeightNumbers.Answer.NO)
    if pregnancy.weight_before_kg is None or not said_no.exists():
        return {}
    gain = round(weight_kg - pregnancy.weight_before_kg, 1)
    try:
        checked_numbers(load_guideline().content, {"gain": ("weight_gain_kg", gain)})
    except AnswerError:
        return {}
    return {"weight_gain_kg": gain}
