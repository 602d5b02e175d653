"""Where to go in an emergency: units for mothers first, but never only far ones."""

import pytest
from made_places import a_place, put

from carrywell.care.place import Dataset, Point
from carrywell.care.search import nearest_for_emergency
from carrywell.care.store import open_store
from carrywell.guideline.care_kinds import NO_CARE_KINDS, CareKind, CareKinds

HERE = Point(0, 0)


def a_kind(id_, *, emergencies):
    return CareKind(
        id=id_,
        name=id_,
        plural=id_,
        say=id_,
        takes_emergencies=emergencies,
        sources=("carrywell-design",),
        source_checked=False,
    )


KINDS = CareKinds(
    kinds=(
        a_kind("emergency_hospital", emergencies=True),
        a_kind("maternity_unit", emergencies=True),
        a_kind("midwife", emergencies=False),
    ),
    openstreetmap=(),
    taxonomies=(),
)
KILOMETRE = 1 / 111.195
"""Degrees of latitude."""


def at(kilometres, id_, *kinds, emergency=None):
    return a_place(id_, kilometres * KILOMETRE, 0, *kinds, emergency=emergency)


@pytest.fixture
def ask(tmp_path):
    def asked(*rows, limit=5):
        with open_store(tmp_path / "places.sqlite3", write=True) as store:
            put(store, rows, fingerprint=repr(rows))
            found = nearest_for_emergency(store, HERE, KINDS, limit=limit)
        return " ".join(one.place.id for one in found)

    return asked


def test_units_that_say_so_then_units_then_hospitals_nearest_first(ask):
    rows = [
        at(1, "hospital", "emergency_hospital", emergency=True),
        at(4.5, "silent", "maternity_unit"),
        at(9, "unit", "maternity_unit", emergency=True),
        at(5, "near_unit", "emergency_hospital", "maternity_unit", emergency=True),
        at(0, "midwife", "midwife", emergency=True),
    ]
    assert ask(*rows) == "near_unit unit silent hospital"


def test_what_says_it_takes_no_emergencies_comes_last(ask):
    rows = [
        at(1, "refuses", "maternity_unit", emergency=False),
        at(20, "hospital", "emergency_hospital"),
    ]
    assert ask(*rows) == "hospital refuses"


def test_a_unit_far_away_never_comes_before_a_hospital_close_by(ask):
    rows = [
        at(2, "hospital", "emergency_hospital"),
        at(60, "far_unit", "maternity_unit", emergency=True),
        at(400, "very_far_unit", "maternity_unit", emergency=True),
    ]
    assert ask(*rows) == "hospital far_unit very_far_unit"


def test_the_nearest_of_all_is_always_told(ask):
    units = [at(10 + one, f"unit{one}", "maternity_unit", emergency=True) for one in range(9)]
    rows = [*units, at(1, "hospital", "emergency_hospital")]
    assert ask(*rows) == "unit0 unit1 unit2 unit3 hospital"
    assert ask(*rows, limit=1) == "hospital"


def test_a_unit_next_door_that_does_not_say_is_not_hidden_by_those_across_the_town(ask):
    units = [at(2 + one / 9, f"unit{one}", "maternity_unit", emergency=True) for one in range(9)]
    door = at(0.6, "door", "maternity_unit")
    hospital = at(0.1, "hospital", "emergency_hospital", emergency=True)
    assert ask(*units, door, hospital) == "unit0 unit1 unit2 door hospital"
    far = [at(8 + one, f"unit{one}", "maternity_unit", emergency=True) for one in range(9)]
    assert ask(*far, door, hospital) == "door unit0 unit1 unit2 hospital"


def test_the_nearest_that_says_that_it_takes_emergencies_is_always_told(ask):
    units = [at(10 + one, f"unit{one}", "maternity_unit", emergency=True) for one in range(9)]
    silent = at(0.8, "silent", "maternity_unit")
    hospital = at(0.9, "hospital", "emergency_hospital", emergency=True)
    assert ask(*units, silent, hospital) == "silent unit0 unit1 unit2 hospital"
    assert ask(*units, silent, hospital, limit=2) == "silent hospital"


def test_a_unit_that_refuses_takes_no_place_from_others(ask):
    units = [at(2 + one, f"unit{one}", "maternity_unit", emergency=True) for one in range(9)]
    refuses = at(1, "refuses", "maternity_unit", emergency=False)
    assert ask(*units, refuses, limit=3) == "unit0 unit1 unit2"


def test_one_place_of_two_lists_is_told_once_with_its_number(tmp_path):
    one = a_place("way/1", 0.01, 0, "maternity_unit", name="Santa Joana", emergency=True)
    again = a_place("7", 0.0105, 0, "maternity_unit", name="SANTA JOANA", phone="112")
    other = a_place("8", 0.05, 0, "maternity_unit", name="Santa Joana")
    with open_store(tmp_path / "places.sqlite3", write=True) as store:
        put(store, [one, other])
        put(store, [again], dataset=Dataset(name="second", title="Second", credit="Made up"))
        found = nearest_for_emergency(store, HERE, KINDS)
    assert [(it.place.id, it.place.phone) for it in found] == [("7", "112"), ("8", None)]


def test_two_doors_in_one_postcode_are_two_places(ask):
    def a_door(id_, address):
        return a_place(
            id_, 0, 0, "emergency_hospital", name="City", is_approximate=True, address=address
        )

    assert ask(a_door("a", "1 Main St"), a_door("b", "1 MAIN ST"), a_door("c", "9 Elm St")) == "a c"


def test_it_is_never_empty_where_there_is_any_however_far(ask):
    assert ask(at(9000, "hospital", "emergency_hospital")) == "hospital"
    assert ask(at(1, "midwife", "midwife")) == ""
    assert ask(limit=5) == ""


def test_without_kinds_there_is_nothing_to_tell(tmp_path):
    with open_store(tmp_path / "places.sqlite3", write=True) as store:
        put(store, [a_place("n1", 0, 0, "maternity_unit")])
        assert nearest_for_emergency(store, HERE, NO_CARE_KINDS) == ()
        assert nearest_for_emergency(store, HERE, KINDS, limit=0) == ()
