"""Where to go in an emergency."""

from collections.abc import Sequence

from carrywell.care.place import Place, Point
from carrywell.care.store import Found, Store
from carrywell.guideline.care_kinds import CareKinds

MATERNITY = "maternity_unit"
"""The kind that comes first in an emergency."""
DETOUR = 50_000.0
"""Metres: a unit for mothers comes before a nearer place only if it is at most so much further."""
_CONSIDERED = 100
"""Places of a kind within the detour that are put in order."""


def nearest_for_emergency(
    store: Store, point: Point, kinds: CareKinds, *, limit: int = 5
) -> tuple[Found, ...]:
    """Where to go now: the places of every kind that takes emergencies.

    Maternity units that say they take emergencies, then other maternity units, then the other kinds in
    their order, then what says it takes none; in each the nearest first. What is more than `DETOUR` further
    than the nearest of all comes after, by distance alone. The nearest of all is always among them,
    so they are empty only where the store has no such place.
    """
    ids = _in_order(kinds)
    nearest = store.nearest(point, kinds=ids, limit=limit) if ids and limit > 0 else ()
    if not nearest:
        return ()
    reach = nearest[0].metres + DETOUR
    close = [
        one
        for kind in ids
        for one in store.nearest(point, kinds=(kind,), limit=_CONSIDERED, within_metres=reach)
    ]
    close.sort(key=lambda one: (_rank(one.place, ids), one.metres))
    told = _each_once([*close, *nearest])[:limit]
    if any(_key(one) == _key(nearest[0]) for one in told):
        return tuple(told)
    return (*told[: limit - 1], nearest[0])


def _in_order(kinds: CareKinds) -> list[str]:
    ids = [one.id for one in kinds.kinds if one.takes_emergencies]
    return sorted(ids, key=lambda one: one != MATERNITY)


def _rank(place: Place, ids: Sequence[str]) -> tuple[bool, int, bool]:
    """Lower is better: says no emergencies, which kind, does not say that it takes them."""
    kind = min(ids.index(one) for one in place.kinds if one in ids)
    return place.emergency is False, kind, place.emergency is not True


def _each_once(found: Sequence[Found]) -> list[Found]:
    first: dict[tuple[str, str], Found] = {}
    for one in found:
        first.setdefault(_key(one), one)
    return list(first.values())


def _key(found: Found) -> tuple[str, str]:
    return found.dataset.name, found.place.id
