"""Units that do not mix: weeks are never added to, or compared with, days."""

from collections.abc import Callable, Mapping
from typing import NoReturn

from carrywell.conditions.nodes import Amount, Arithmetic, Number, Quantity
from carrywell.conditions.values import Declaration


def unit_of(
    quantity: Quantity,
    declarations: Mapping[str, Declaration],
    refuse: Callable[[str, str], NoReturn],
) -> str | None:
    """The unit of a quantity; None for a bare number or a product, which fit any unit.

    Calls `refuse` when two different units are added or subtracted.
    """
    match quantity:
        case Number():
            return None
        case Amount(finding):
            return declarations[finding].unit
        case Arithmetic("+" | "-", left, right):
            first, second = (unit_of(side, declarations, refuse) for side in (left, right))
            if first is not None and second is not None and first != second:
                refuse(
                    f"{first} and {second} are mixed",
                    "Compare, add and subtract only what has the same unit.",
                )
            return first if first is not None else second
        case Arithmetic(_, left, right):
            for side in (left, right):
                unit_of(side, declarations, refuse)
            return None
