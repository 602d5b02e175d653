"""The American provider list and a clinic's own list, from the file into a store and found again."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent.parent.parent / "benchmarks" / "care")]

from nppes_made_up import write  # noqa: E402

from carrywell.api import load_guideline  # noqa: E402
from carrywell.care import nppes  # noqa: E402
from carrywell.care.place import BadFile, Point  # noqa: E402
from carrywell.care.store import open_store  # noqa: E402
from carrywell.care.take_in import import_file  # noqa: E402

KINDS = load_guideline().content.care_kinds
TODAY = date(2026, 11, 23)
ROWS = 4000


@pytest.fixture(scope="module")
def providers(tmp_path_factory):
    return write(
        tmp_path_factory.mktemp("nppes") / "npidata_pfile_20050523-20261109.csv",
        ROWS,
        seed=6,
        share=0.25,
    )


@pytest.fixture
def where(tmp_path):
    return tmp_path / "places.sqlite3"


def taken(where, path, **options):
    with open_store(where, write=True) as store:
        return import_file(store, path, KINDS, today=TODAY, **options)


def test_every_row_of_the_provider_list_is_taken_or_counted(where, providers):
    imported = taken(where, providers)
    assert imported.places > 500
    assert imported.places + sum(imported.left_out.values()) == ROWS
    assert imported.left_out[nppes.OF_NO_KIND] > ROWS / 2
    assert taken(where, providers).unchanged


def test_she_finds_a_midwife_by_her_postcode_or_town(where, providers):
    taken(where, providers)
    with open_store(where) as store:
        (postcode,) = store.towns("10025")
        assert (postcode.name, postcode.within) == ("10025", "New York, NY")
        assert store.towns("new york")[0].size == 5
        found = store.nearest(postcode.point, kinds=("midwife",), limit=3)
    assert [one.place.kinds for one in found] == [("midwife",)] * 3
    assert all(one.place.phone.startswith("+1 212-555-01") for one in found)
    assert found[0].metres < 1
    assert found[0].dataset.as_of == date(2026, 11, 9)


def test_a_bad_list_leaves_the_one_before_as_it_was(where, tmp_path):
    path = tmp_path / "ours.csv"
    path.write_text("name;kind;lat;lon\nJane Roe;midwife;52,5;13,4\nJohn Doe;dentist;1;1\n")
    imported = taken(where, path)
    assert (imported.places, sum(imported.left_out.values())) == (1, 1)
    path.write_text("name;kind;lat;lon\nJane Roe;midwive;52,5;13,4\n")
    with pytest.raises(BadFile, match="none of its 1 rows can be used"):
        taken(where, path)
    with open_store(where) as store:
        (found,) = store.nearest(Point(52.5, 13.4))
    assert found.place.name == "Jane Roe"
