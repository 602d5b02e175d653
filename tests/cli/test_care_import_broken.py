"""``carrywell care import``: all of a file or nothing, and going on where it was stopped."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.cli.care_commands import held, helsinki, names, osm, run

from carrywell.care import open_store
from carrywell.care.taking import PIECE

PHARMACIES = 3 * PIECE + 500
"""Three times what is put into the store at once, and some."""


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
