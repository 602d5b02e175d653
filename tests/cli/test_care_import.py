"""``carrywell care import``: all of a file or nothing, once, and going on where it was stopped."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.cli.test_care import helsinki

from carrywell.care import Dataset, Imported, LeftOut, open_store
from carrywell.care.take_in import LeftOutList
from carrywell.care.taking import PIECE
from carrywell.cli import main

PHARMACIES = 3 * PIECE + 500
"""Three times what is put into the store at once, and some."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["care", *map(str, arguments)], env={"COLUMNS": "80"})


def osm(path: Path, pharmacies: int = 3, *, nameless: int = 0, first: str = "Pharmacy") -> Path:
    """An extract with so many pharmacies, one a hundred metres north of the other, then some without a name."""
    rows = [
        f'<node id="{number}" lat="{60 + number / 1000:.4f}" lon="25" version="1"'
        f' timestamp="2026-10-01T00:00:00Z"><tag k="amenity" v="pharmacy"/>'
        + (f'<tag k="name" v="{first} {number}"/>' if number <= pharmacies else "")
        + "</node>"
        for number in range(1, pharmacies + nameless + 1)
    ]
    path.write_text(f'<osm version="0.6" generator="test">{"".join(rows)}</osm>', encoding="utf-8")
    return path


def names(store: Path) -> list[str]:
    from carrywell.care import Point

    with open_store(store) as reading:
        return [one.place.name for one in reading.nearest(Point(60, 25), limit=PHARMACIES + 10)]


def held(store: Path) -> list[tuple[str, int]]:
    with open_store(store) as reading:
        return [(one.dataset.name, one.places) for one in reading.held()]


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


def hostile() -> dict[str, tuple[str, bytes]]:
    whole = helsinki().read_bytes()
    return {
        "empty": ("a.osm.pbf", b""),
        "truncated": ("a.osm.pbf", whole[: len(whole) // 2]),
        "damaged": ("a.osm.pbf", whole[:300_000] + b"\0" * 5000 + whole[305_000:]),
        "another_kind": ("a.osm.pbf", b"name,phone\n"),
        "a_picture": ("a.osm", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        "broken_xml": ("a.osm", b"<osm version='0.6'><node id='1' lat='1' lon="),
        "a_web_page": ("a.osm", b"<!doctype html><html><title>404</title></html>"),
        "an_archive": ("a.csv", b"PK\x03\x04" + b"\0" * 100),
        "no_name": ("a.bin", b"\0\1\2\3"),
        "a_list_without_names": ("a.csv", b"town,phone\nx,1\n"),
        "a_list_without_end": ("a.csv", b'name,kind,latitude,longitude\n"x,midwife,60,25\n'),
        "two_encodings": ("a.geojson", b'{"type": "FeatureCollection", "features": [\xff\xfe'),
    }  # fmt: skip


@pytest.mark.parametrize("name", hostile())
def test_a_bad_file_gets_one_clear_error_and_changes_nothing(tmp_path, name) -> None:
    store, called, content = tmp_path / "s.sqlite3", *hostile()[name]
    run("import", osm(tmp_path / "good.osm"), "--store", store)
    file, listed = tmp_path / called, tmp_path / "left.csv"
    file.write_bytes(content)
    done = run("import", file, "--store", store, "--left-out", listed)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert called in done.stderr
    assert "what was there before is unchanged" in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert held(store) == [("openstreetmap-good", 3)]
    assert not list(tmp_path.glob("*left*"))
    assert not list(tmp_path.glob(".*"))


def test_a_bad_file_beside_a_good_one_is_seen_first(tmp_path) -> None:
    store, bad = tmp_path / "s.sqlite3", tmp_path / "bad.osm"
    bad.write_bytes(b"nothing")
    done = run("import", osm(tmp_path / "good.osm"), bad, "--store", store)
    assert done.exit_code == 2
    assert held(store) == []


def test_a_file_that_is_bad_at_its_end_leaves_those_before_it(tmp_path) -> None:
    store, bad = tmp_path / "s.sqlite3", tmp_path / "bad.osm"
    bad.write_bytes(osm(tmp_path / "x.osm").read_bytes()[:-10])
    done = run("import", osm(tmp_path / "good.osm"), bad, "--store", store)
    assert done.exit_code == 2
    assert "Taken before that: good.osm." in done.stderr
    assert held(store) == [("openstreetmap-good", 3)]


def test_a_file_that_changes_while_it_is_read_is_not_taken(tmp_path) -> None:
    from datetime import date

    from carrywell.api import load_guideline
    from carrywell.care import BadFile, import_file

    store, file = tmp_path / "s.sqlite3", osm(tmp_path / "town.osm")

    def grows(_: float) -> None:
        with file.open("a", encoding="utf-8") as more:
            more.write(" ")

    kinds = load_guideline().content.care_kinds
    with (
        open_store(store, write=True) as writing,
        pytest.raises(BadFile, match="changed while it was read"),
    ):
        import_file(writing, file, kinds, today=date(2026, 11, 23), taking=grows)
    assert held(store) == []


def test_a_store_that_cannot_be_used_is_told(tmp_path) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("not a store", encoding="utf-8")
    done = run("import", osm(tmp_path / "a.osm"), "--store", wrong)
    assert done.exit_code == 2
    assert "notes.txt" in done.stderr
    assert wrong.read_text("utf-8") == "not a store"


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


STOPPED_HALFWAY = """
import os, signal, sys
from contextlib import contextmanager
from carrywell.cli import care_import, main

@contextmanager
def fraction_shown(*_):
    yield print, print, lambda done: os.kill(os.getpid(), signal.{signal})

care_import.fraction_shown = fraction_shown
main(["care", "import", sys.argv[1], "--store", sys.argv[2]])
"""


def stopped(file: Path, store: Path, by: str) -> subprocess.CompletedProcess[str]:
    """The command itself, which sends itself a signal before the last rows are in the store."""
    return subprocess.run(
        [sys.executable, "-c", STOPPED_HALFWAY.format(signal=by), str(file), str(store)],
        capture_output=True, text=True, check=False, timeout=120, env={**os.environ, "COLUMNS": "80"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    return osm(tmp_path_factory.mktemp("large") / "large.osm", PHARMACIES)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(("by", "code"), [("SIGKILL", -signal.SIGKILL), ("SIGINT", 130)])
def test_an_import_that_was_stopped_goes_on(tmp_path, large, by, code) -> None:
    store = tmp_path / "s.sqlite3"
    run("import", osm(tmp_path / "large.osm", 1, first="Old"), "--store", store)
    broken = stopped(large, store, by)
    assert broken.returncode == code, broken.stderr
    if by == "SIGINT":
        assert broken.stderr.strip() == "Stopped. Run the same command to go on."
    assert names(store) == ["Old 1"], "half of it was shown"
    done = run("import", large, "--store", store)
    assert done.exit_code == 0, done.output
    assert f"Went on at row {3 * PIECE + 1:,}" in done.output
    assert held(store) == [("openstreetmap-large", PHARMACIES)]
    assert names(store) == [f"Pharmacy {number}" for number in range(1, PHARMACIES + 1)]


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
