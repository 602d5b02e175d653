"""Kilograms and pounds, as she types them and as she reads them."""

import re
from math import ceil, floor

from carrywell.guideline.model import Finding

KG_A_POUND = 0.45359237
"""Exact: the international pound is defined so."""

KG, LB = "kg", "lb"
_TYPED = re.compile(r"\d{1,4}([.,]\d{1,3})?")


def number_typed(typed: str) -> float | None:
    """A number as people write it, with a point or a comma; None for anything else."""
    plain = typed.strip()
    return float(plain.replace(",", ".")) if _TYPED.fullmatch(plain) else None


def kilograms(value: float, unit: str) -> float:
    """A weight in kg or lb, in kg."""
    return value * KG_A_POUND if unit == LB else value


def as_typed(weight_kg: float, unit: str) -> str:
    """A weight in kg as she would type it in her unit, to a tenth."""
    return _tenths(weight_kg / KG_A_POUND if unit == LB else weight_kg)


def weight_in_words(weight_kg: float, unit: str) -> str:
    """A weight in her unit; pounds with the kilograms beside them, to a hundredth."""
    own = f"{as_typed(weight_kg, unit)} {unit}"
    return f"{own} ({round(weight_kg, 2):g} kg)" if unit == LB else own


def range_in_words(finding: Finding, unit: str) -> str:
    """What the guideline takes for possible, in her unit: no tenth of a pound beyond it."""
    low, high = finding.min or 0.0, finding.max or 0.0
    if unit == LB:
        low, high = ceil(low / KG_A_POUND * 10) / 10, floor(high / KG_A_POUND * 10) / 10
    return f"{low:g} to {high:g} {unit}"


def _tenths(value: float) -> str:
    return f"{round(value, 1):g}"
