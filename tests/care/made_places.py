"""Places made up for the tests of the store."""

from datetime import date

from carrywell.care.near import metres_between
from carrywell.care.place import Dataset, Place, Point, Town

TODAY = date(2026, 11, 23)
LISTS = Dataset(name="lists", title="Lists", credit="Made up", as_of=date(2026, 1, 1))


def a_place(id_, latitude=0.0, longitude=0.0, *kinds, **more):
    return Place(
        id=id_,
        name=more.pop("name", f"Place {id_}"),
        kinds=kinds or ("midwife",),
        point=Point(latitude, longitude),
        **more,
    )


def a_town(id_, name, **more):
    return Town(id=id_, name=name, point=Point(10, 20), **more)


def put(store, rows, dataset=LISTS, fingerprint="1"):
    return store.take(dataset, rows, today=TODAY, fingerprint=fingerprint)


def full_scan(places, point, kinds=(), within=None):
    """(metres, id) of every place that is asked for: the plainest way, one list."""
    asked = [
        (metres_between(point, one.point), one.id)
        for one in places
        if not kinds or set(kinds) & set(one.kinds)
    ]
    return sorted(one for one in asked if within is None or one[0] <= within)


def told(found):
    return [(one.metres, one.place.id) for one in found]
