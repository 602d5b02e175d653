"""Units as UCUM writes them, turned into those of the findings. What cannot be turned is never guessed."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from carrywell.cohort.fhir.resources import Quantity

UCUM = ("http://unitsofmeasure.org", "urn:oid:2.16.840.1.113883.6.8")
LONGEST = 40
"""Characters of a unit that is looked at; none of ours is longer."""
COUNT = re.compile(r"1?(\{[^{}]{0,30}\})?")
"""A plain number in UCUM: nothing, 1, or a remark in braces."""
DECIMALS = 6
"""Turning 100.4 °F into °C must give 38, not 37.99999999999994, or a fever would be missed."""


def unit_of(quantity: Quantity, names: Mapping[str, str]) -> str | None:
    """The unit in UCUM: by its code, or else by its name if that is a `names`; None for none known."""
    if quantity.system in UCUM and quantity.code is not None:
        return quantity.code
    written = (quantity.code or quantity.unit or "").strip()
    if not written:
        return ""
    return names.get(written)


def converted(value: float, unit: str, to: str) -> float | None:
    """`value` of `unit` in the unit `to`, both UCUM; None when one is not of the kind of the other.

    A count (`to` is 1) takes a plain number only: a percentage is no score out of ten.
    """
    if to == "1":
        return value if COUNT.fullmatch(unit) else None
    if unit == to:
        return value
    factors = _factors(unit, to) if unit and len(unit) <= LONGEST else None
    if factors is None:
        return None
    scale, offset = factors
    return round(value * scale + offset, DECIMALS)


@lru_cache(maxsize=512)
def _factors(unit: str, to: str) -> tuple[float, float] | None:
    """The scale and the offset between two units; None when there are none.

    The scale comes from a long step, so that rounding in it does not show at `DECIMALS`.
    """
    turn = _turner(unit, to)
    if turn is None:
        return None
    at_0, at_1000, at_2000 = turn(0.0), turn(1000.0), turn(2000.0)
    if abs(at_2000 - 2 * at_1000 + at_0) > 1e-6 * max(1.0, abs(at_2000)):
        return None  # a logarithm, say
    return (at_1000 - at_0) / 1000, at_0


def _turner(unit: str, to: str) -> Callable[[float], float] | None:
    import lark
    import pint

    wrong = (lark.exceptions.LarkError, pint.errors.PintError, ValueError, TypeError)
    registry = _registry()
    try:
        source, target = registry.from_ucum(unit), registry.from_ucum(to)

        def turn(value: float) -> float:
            whole = registry.Quantity(value * source.magnitude, source.units)
            return float(whole.to(target.units).magnitude / target.magnitude)

        turn(1.0)
    except (*wrong, AttributeError, KeyError, ArithmeticError):
        return None
    return turn


@lru_cache(maxsize=1)
def _registry() -> Any:
    """Reading all of UCUM's units takes seconds, so only when a unit has to be turned."""
    from ucumvert import PintUcumRegistry  # type: ignore[import-untyped]

    return PintUcumRegistry()
