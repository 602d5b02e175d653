"""A made-up city to search in, around a point in Helsinki, and its store."""

from datetime import date
from pathlib import Path

from carrywell.care.place import Dataset, Place, Point, Town
from carrywell.care.store import open_store

KALLIO = Point(60.184, 24.949)
LIST = Dataset(
    name="made-up",
    title="A made-up list",
    credit="Made up for tests",
    as_of=date(2026, 11, 11),
)
TODAY = date(2026, 11, 23)


def place(name, kind, north=0.0, east=0.0, **more):
    """A place so many hundredths of a degree from her."""
    point = Point(KALLIO.latitude + north / 100, KALLIO.longitude + east / 100)
    return Place(id=name.lower(), name=name, kinds=(kind,), point=point, **more)


CITY = (
    place(
        "Maya",
        "midwife",
        north=1,
        phone="+358 9 000 001; +358 9 000 002",
        website="maya.example",
        opening_hours="24/7",
        wheelchair="limited",
        languages=("fi", "so"),
        address="Fleminginkatu 1, Helsinki",
        as_of=date(2026, 3, 4),
    ),
    place("Closed Physio", "physiotherapist", east=1, opening_hours="off"),
    place("Odd Physio", "physiotherapist", east=2, opening_hours="when the sun shines"),
    place("Far Physio", "physiotherapist", north=300, phone="ask at the desk"),
    place("Great Hospital", "emergency_hospital", north=1.5, emergency=True, phone="+358 9 4711"),
    place("Birth House", "maternity_unit", north=3, emergency=True, phone="+358 9 4712"),
    Town(id="t1", name="Kallio", point=KALLIO, size=3, within="Helsinki", country="FI"),
    Town(id="t2", name="Kallio", point=Point(61.0, 25.0), size=2, within="Lahti", country="FI"),
    Town(id="t3", name="Töölö", point=Point(60.18, 24.92), size=3, within="Helsinki"),
)


def store_of(path: Path, rows=CITY, dataset=LIST):
    """A store with these rows, as an import makes it."""
    with open_store(path, write=True) as store:
        store.take(dataset, iter(rows), today=TODAY, fingerprint=f"{dataset.name}{len(rows)}")
    return path
