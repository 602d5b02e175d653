"""Where to go in an emergency."""

from collections.abc import Sequence

from carrywell.care.folded import folded
from carrywell.care.near import metres_between
from carrywell.care.place import Place, Point
from carrywell.care.store import Found, Store
from carrywell.guideline.care_kinds import CareKinds

MATERNITY = "maternity_unit"
"""The kind that comes first in an emergency."""
DETOUR = 50_000.0
"""Metres: a unit for mothers comes before a nearer place only if it is at most so much further."""
SILENT = 5_000.0
"""Metres: one that says that it takes emergencies comes before one that does not say, if it is at most
so much further. Many of the largest do not say, and are never to be hidden by those across the town.
"""
SAME = 100.0
"""Metres between two entries of one place in two lists."""
_CONSIDERED = 100
"""Places of a kind within the detour that are put in order."""


def nearest_for_emergency(
    store: Store, point: Point, kinds: CareKinds, *, limit: int = 5
) -> tuple[Found, ...]:
    """Where to go now: the places of every kind that takes emergencies, each once.

    Maternity units, then the other kinds in their order, then what says it takes none; in each the
    nearest first, where those that do not say that they take emergencies count as `SILENT` further. What is
    more than `DETOUR` further than the nearest of all comes after, by distance alone. The nearest of all
    and, within the detour, the nearest maternity unit and the nearest that says that it takes emergencies
    are always among them, so they are empty only where the store has no such place.
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
    close.sort(key=lambda one: _rank(one, ids))
    told = _each_once([*close, *nearest])
    return _with(_musts(told, reach)[:limit], told, limit)


def _in_order(kinds: CareKinds) -> list[str]:
    ids = [one.id for one in kinds.kinds if one.takes_emergencies]
    return sorted(ids, key=lambda one: one != MATERNITY)


def _rank(found: Found, ids: Sequence[str]) -> tuple[bool, int, float]:
    """Lower is better: says no emergencies, which kind, how far."""
    place = found.place
    kind = min(ids.index(one) for one in place.kinds if one in ids)
    silent = 0.0 if place.emergency else SILENT
    return place.emergency is False, kind, found.metres + silent


def _musts(told: Sequence[Found], reach: float) -> list[Found]:
    """The nearest of all, unit and sayer, each once, of those that do not refuse if there are any."""
    willing = [one for one in told if one.place.emergency is not False] or told
    close = [one for one in willing if one.metres <= reach]
    units = [one for one in close if MATERNITY in one.place.kinds]
    sayers = [one for one in close if one.place.emergency]
    first = [min(some, key=lambda one: one.metres) for some in (willing, units, sayers) if some]
    return [one for at, one in enumerate(first) if one not in first[:at]]


def _with(musts: Sequence[Found], told: Sequence[Found], limit: int) -> tuple[Found, ...]:
    """The first so many in their order, all of `musts` among them."""
    others = [one for one in told if one not in musts][: limit - len(musts)]
    return tuple(one for one in told if one in musts or one in others)


def _each_once(found: Sequence[Found]) -> list[Found]:
    """Without what came before: also another entry of the same place, such as in a second list.

    Of two entries the one with a telephone number stays, where the first stood.
    """
    told: list[Found] = []
    alike: dict[str, list[int]] = {}
    for one in found:
        places = alike.setdefault(folded(one.place.name), [])
        same = next((at for at in places if _is_same(told[at], one)), None)
        if same is None:
            places.append(len(told))
            told.append(one)
        elif one.place.phone and not told[same].place.phone:
            told[same] = one
    return told


def _is_same(one: Found, other: Found) -> bool:
    """Whether two entries of one name are one place; in the middle of a postcode, by their address too."""
    if _key(one) == _key(other):
        return True
    mine, its = one.place, other.place
    if mine.is_approximate and its.is_approximate and _door(mine) != _door(its):
        return False
    return metres_between(mine.point, its.point) <= SAME


def _door(place: Place) -> str:
    return folded(place.address or "")


def _key(found: Found) -> tuple[str, str]:
    return found.dataset.name, found.place.id
