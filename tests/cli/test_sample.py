"""``carrywell sample``: a made-up diary, in a folder of its own, marked as such."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest


def sample(folder, *more):
    return subprocess.run(
        [sys.executable, "-m", "carrywell", "sample", str(folder), *more],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def rows(folder, asked):
    with closing(sqlite3.connect(folder / "carrywell.sqlite3")) as database:
        return database.execute(asked).fetchall()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "new"
    result = sample(folder, "--weeks", "8", "--seed", "7")
    assert result.returncode == 0, result.stderr
    assert "serve --data" in result.stdout
    return folder


def test_it_is_marked_as_made_up(written):
    assert rows(written, "SELECT is_sample FROM people_pregnancy") == [(1,)]


@pytest.mark.parametrize(
    "table",
    [
        "check_checkin",
        "relief_reliefsession",
        "timer_spasm",
        "diary_painentry",
        "diary_dailyhabit",
        "diary_weeklyentry",
        "body_weightentry",
    ],
)
def test_every_part_of_the_diary_has_entries(written, table):
    assert rows(written, f"SELECT count(*) FROM {table}")[0][0] > 0


def test_nothing_lies_in_the_future(written):
    late = "SELECT count(*) FROM {} WHERE {} > strftime('%Y-%m-%d %H:%M:%f', 'now')"
    for table, column in (
        ("relief_reliefsession", "ended_at"),
        ("diary_painentry", "noted_at"),
        ("timer_spasm", "started_at"),
    ):
        assert rows(written, late.format(table, column)) == [(0,)]


def test_it_never_mixes_with_what_is_there(written):
    before = (written / "carrywell.sqlite3").read_bytes()
    again = sample(written)
    assert again.returncode == 2
    assert "holds data already" in again.stderr
    assert "folder of its own" in again.stderr
    assert (written / "carrywell.sqlite3").read_bytes() == before
