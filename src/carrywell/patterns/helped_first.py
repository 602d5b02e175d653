"""What has helped her comes first, among what is offered to her. No status is ever changed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from carrywell.assessment.result import PlanItem, TreatmentStatus
from carrywell.patterns.what_helps import WhatHelps

Item = TypeVar("Item")


def order_by_help(
    treatments: Sequence[TreatmentStatus], known: WhatHelps
) -> tuple[TreatmentStatus, ...]:
    """The same treatments. Those offered change places among themselves alone: first what helped."""
    return _first(treatments, known, lambda one: one.id if one.status == "offered" else None)


def plan_by_help(items: Sequence[PlanItem], known: WhatHelps) -> tuple[PlanItem, ...]:
    """The same lines of a part of the plan that holds nothing but what is offered (now, every day, at
    night). Lines about a treatment change places among themselves alone.
    """
    return _first(items, known, lambda one: one.treatment)


def has_helped(treatment: TreatmentStatus, known: WhatHelps) -> bool:
    """Whether it is offered and seems to have helped her."""
    return treatment.status == "offered" and treatment.id in known.helped


def _first(
    items: Sequence[Item], known: WhatHelps, treatment: Callable[[Item], str | None]
) -> tuple[Item, ...]:
    helped = [one.id for one in known.effects if one.verdict == "helps"]
    rank = {name: place for place, name in enumerate(helped)}
    movable = [one for one in items if treatment(one) is not None]
    ordered = iter(sorted(movable, key=lambda one: rank.get(treatment(one) or "", len(rank))))
    return tuple(one if treatment(one) is None else next(ordered) for one in items)
