"""``carrywell care import``: what is taken, what is not, and what is told of it."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from tests.cli.care_commands import held, helsinki, names, osm, run

from carrywell.care import Dataset, Imported, LeftOut
from carrywell.care.take_in import LeftOutList


def test_what_was_taken_is_told(tmp_path) -> None:
    done = run("import", helsinki(), "--store", tmp_path / "s.sqlite3")
    assert done.exit_code == 0
    for told in (
        "Helsinki.osm.pbf: 12 places and ",
        " as openstreetmap-helsinki",
        "5  Family doctors",
        "7  Pharmacies and medical shops",
        "from 21 April 2019, ",
        " years old: ring before",
        "Open Database License",
        "Next: carrywell care near --town TOWN --store",
    ):
        assert told in done.output
    assert max(map(len, done.output.splitlines()[:-1])) <= 80


def test_a_second_time_is_nothing_new(tmp_path) -> None:
    store = tmp_path / "s.sqlite3"
    run("import", helsinki(), "--store", store)
    before = store.read_bytes()
    again = run("import", helsinki(), "--store", store)
    assert again.exit_code == 0
    assert "Helsinki.osm.pbf: nothing new. 12 places" in again.output
    assert store.read_bytes() == before


def test_another_content_replaces_it(tmp_path) -> None:
    """Also one of the same size, in the middle of the file."""
    store, file = tmp_path / "s.sqlite3", tmp_path / "town.osm"
    run("import", osm(file), "--store", store)
    assert names(store) == ["Pharmacy 1", "Pharmacy 2", "Pharmacy 3"]
    again = run("import", osm(file, first="Apothecy"), "--store", store)
    assert "nothing new" not in again.output
    assert names(store) == ["Apothecy 1", "Apothecy 2", "Apothecy 3"]
    assert held(store) == [("openstreetmap-town", 3)]


def test_she_is_told_when_older_data_takes_the_place_of_newer(tmp_path) -> None:
    store = tmp_path / "store.sqlite3"
    new, old = osm(tmp_path / "town-2026.osm"), osm(tmp_path / "town-2020.osm", 2)
    old.write_text(old.read_text("utf-8").replace("2026-10-01", "2020-10-01"), encoding="utf-8")
    told = [
        run("import", one, "--store", store, "--name", "town").output for one in (new, old, new)
    ]
    assert ["newer data, from 1 October 2026" in one for one in told] == [False, True, False]


def test_rows_left_out_are_told_and_written(tmp_path) -> None:
    store, file, listed = tmp_path / "s.sqlite3", tmp_path / "town.osm", tmp_path / "left.csv"
    osm(file, 2, nameless=30)
    done = run("import", file, "--store", store, "--left-out", listed)
    assert done.exit_code == 0
    assert "Left out: 30 rows" in done.output
    assert "node/3" in done.output
    assert f"Every row left out: {listed}" in done.output.replace("\n", "")
    with listed.open(encoding="utf-8", newline="") as file_:
        rows = list(csv.DictReader(file_))
    assert [one["where"] for one in rows] == [f"node/{number}" for number in range(3, 33)]
    assert all(one["why"] for one in rows)


def test_the_list_of_rows_left_out_is_whole_also_when_nothing_is_new(tmp_path) -> None:
    store, file = tmp_path / "s.sqlite3", osm(tmp_path / "town.osm", 2, nameless=3)
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    run("import", file, "--store", store, "--left-out", first)
    assert "nothing new" in run("import", file, "--store", store, "--left-out", second).output
    assert second.read_bytes() == first.read_bytes()
    assert len(first.read_text("utf-8").splitlines()) == 4


def test_no_row_left_out_runs_as_a_formula() -> None:
    file = io.StringIO()
    rows = LeftOutList(file).noted(iter([LeftOut("=cmd()", "+1 is no phone")]))
    assert len(list(rows)) == 1
    assert file.getvalue().splitlines() == ["where,why,rows", "'=cmd(),'+1 is no phone,1"]


def test_what_only_the_store_sees_is_in_the_list_too() -> None:
    """Such as an id that came before: some are named, all are counted."""
    twice = "a row with this id came before"
    file = io.StringIO()
    listed = LeftOutList(file)
    list(listed.noted(iter([LeftOut("row 2", "no name"), LeftOut("column x", "not read", 0)])))
    listed.complete(
        Imported(
            dataset=Dataset(name="x", title="x", credit="x"),
            places=1,
            towns=0,
            by_kind={},
            left_out={"no name": 1, twice: 5, "not read": 0},
            examples=(LeftOut("row 2", "no name"), LeftOut("a", twice), LeftOut("b", twice)),
        )
    )
    assert file.getvalue().splitlines() == [
        "where,why,rows", "row 2,no name,1", "column x,not read,0", f"a,{twice},1", f"b,{twice},1",
        f"not told one by one,{twice},3",
    ]  # fmt: skip


CLINIC = """\
name,kind,latitude,longitude,country,phone,opening_hours,emergency,parking
Women's clinic,maternity_unit; gynaecologist,60.19,24.91,FI,+358 9 000 0001,24/7,yes,no
Praxis Physio,,60.17,24.94,FI,+358 9 000 0002,Mo-Fr 08:00-16:00,,yes
,physiotherapist,60.17,24.94,FI,,,,
Nowhere,physiotherapist,160.17,24.94,FI,,,,
=cmd(),surgeon,60.17,24.94,FI,,,,
"""


def test_a_clinic_s_own_list(tmp_path) -> None:
    store, file, listed = tmp_path / "s.sqlite3", tmp_path / "our-list.csv", tmp_path / "left.csv"
    file.write_text(CLINIC, encoding="utf-8")
    done = run("import", file, "--kind", "physiotherapist", "--store", store, "--left-out", listed)
    assert done.exit_code == 0, done.output
    for told in (
        "our-list.csv: 2 places and 0 towns as list-our-list",
        "1  Maternity unit",
        "1  Physiotherapist",
        "'parking'",
        "Left out: 3 rows",
        "160.17",
        "surgeon",
        "Next: carrywell care near --at LATITUDE,LONGITUDE",
    ):
        assert told in done.output
    with listed.open(encoding="utf-8", newline="") as file_:
        assert sum(int(one["rows"]) for one in csv.DictReader(file_)) == 3
    near = run("near", "--store", store, "--at", "60.18,24.93", "--json", "--emergency")
    (found,) = json.loads(near.stdout)["places"]
    assert (found["place"]["name"], found["place"]["phone"]) == (
        "Women's clinic",
        "+358 9 000 0001",
    )
    assert found["metres"] == pytest.approx(1570, abs=10)
    assert found["hours"]["says"] == "open day and night"
    assert (
        "nothing new" in run("import", file, "--kind", "physiotherapist", "--store", store).output
    )
    assert "nothing new" not in run("import", file, "--kind", "midwife", "--store", store).output


def test_the_printed_list_can_be_filled_in_and_imported(tmp_path) -> None:
    store, file = tmp_path / "s.sqlite3", tmp_path / "list.csv"
    empty = run("template").stdout
    file.write_text(empty, encoding="utf-8")
    refused = run("import", file, "--store", store)
    assert refused.exit_code == 2
    assert "no row below the header" in refused.stderr
    columns = empty.splitlines()[0].split(",")
    cells = {"name": "Birth house", "kind": "midwife", "latitude": "60.2", "longitude": "24.9"}
    row = ",".join(cells.get(column, "") for column in columns)
    file.write_text(f"{empty}{row}\n", encoding="utf-8")
    done = run("import", file, "--store", store)
    assert done.exit_code == 0, done.output
    assert names(store) == ["Birth house"]


def test_the_american_list_is_searched_by_postcode_and_town(tmp_path) -> None:
    from benchmarks.care.nppes_made_up import write

    store = tmp_path / "s.sqlite3"
    file = write(tmp_path / "npidata_pfile_20050523-20261109.csv", 2000)
    done = run("import", file, "--store", store)
    assert done.exit_code == 0, done.output
    assert "Midwives" in done.output
    assert "from 9 November 2026" in done.output
    near = run("near", "--store", store, "--town", "10001", "--kind", "midwife", "--json")
    told = json.loads(near.stdout)
    assert told["from"]["name"] == "10001, New York, NY"
    nearest = told["places"][0]
    assert nearest["place"]["phone"].startswith("+1 ")
    assert nearest["place"]["is_approximate"]
    assert "about 1 mile" in run("near", "--store", store, "--town", "10001").output


def test_a_name_of_its_own(tmp_path) -> None:
    store = tmp_path / "s.sqlite3"
    run("import", osm(tmp_path / "a.osm"), "--store", store, "--name", "mine")
    run("import", osm(tmp_path / "b.osm", 2), "--store", store, "--name", "mine")
    assert held(store) == [("mine", 2)]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "two\nlines", "\x1b[31mred"])
def test_a_name_that_cannot_be_shown_is_refused(tmp_path, name) -> None:
    store = tmp_path / "s.sqlite3"
    done = run("import", osm(tmp_path / "a.osm"), "--store", store, "--name", name)
    assert done.exit_code == 2
    assert "must be 1 to 80 letters" in done.stderr
    assert held(store) == []


def test_two_files_are_two_data_sets(tmp_path) -> None:
    store = tmp_path / "s.sqlite3"
    done = run("import", osm(tmp_path / "a.osm"), osm(tmp_path / "b.osm", 2), "--store", store)
    assert done.exit_code == 0
    assert held(store) == [("openstreetmap-a", 3), ("openstreetmap-b", 2)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--kind", "doctor"), "there is no kind 'doctor'"),
        (("--kind", "midwife"), "this file says itself of which kind each place is"),
        (("--format", "osm"), "'osm' is not one of"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit_are_refused(tmp_path, arguments, told) -> None:
    store = tmp_path / "s.sqlite3"
    done = run("import", osm(tmp_path / "a.osm"), "--store", store, *arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert held(store) == []


def test_a_package_that_is_missing_is_named_with_its_extra(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "osmium", None)
    for module in [name for name in sys.modules if name.startswith("carrywell.care.o")]:
        monkeypatch.delitem(sys.modules, module)
    done = run("import", osm(tmp_path / "a.osm"), "--store", tmp_path / "s.sqlite3")
    assert done.exit_code == 2
    assert "osmium" in done.stderr
    assert "pip install 'carrywell[care]'" in done.stderr


def test_a_reader_that_has_had_enough_is_no_bad_file(tmp_path) -> None:
    """As in `carrywell care import FILE | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    store = tmp_path / "s.sqlite3"
    done = subprocess.run(
        [sys.executable, "-m", "carrywell", "care", "import", osm(tmp_path / "a.osm"), "--store", store],
        stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
    )  # fmt: skip
    os.close(writing)
    assert done.stderr == ""
    assert held(store) == [("openstreetmap-a", 3)]


def test_what_a_file_says_gives_the_terminal_no_orders(tmp_path) -> None:
    from carrywell.cli.care import printable

    assert printable("a\x1b]0;title\x07b\u202ec\r\nd") == "a�]0;title�b�c�\nd"
    told = tmp_path / "\x1b[31mred.osm"
    told.write_bytes(b"nothing")
    done = run("import", told, "--store", tmp_path / "s.sqlite3")
    assert done.exit_code == 2
    assert "\x1b" not in done.output
