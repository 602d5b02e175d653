"""An import is taken at once or not at all, goes on after a kill, and is not done twice."""

import signal
import subprocess
import sys
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import pytest
from made_places import LISTS, TODAY, a_place, put
from msgspec.structs import replace
from taking_slowly import rows

from carrywell.care.place import BadFile, LeftOut, Point
from carrywell.care.store import EXAMPLES, BadStore, open_store
from carrywell.care.taking import PIECE

SCRIPT = Path(__file__).with_name("taking_slowly.py")
MANY = 3 * PIECE + 10
HERE = Point(0, 0)


class Counting:
    """Rows, and how many of them were asked for."""

    def __init__(self, given):
        self.given, self.read = given, 0

    def __iter__(self):
        for one in self.given:
            self.read += 1
            yield one


def bad_after(number):
    yield from rows(number)
    raise BadFile("lists.csv: line 9 ends too early")


def names(store):
    return {one.place.id for one in store.nearest(HERE, limit=5)}


def killed(where, *, read, fingerprint="1"):
    command = [sys.executable, str(SCRIPT), str(where), fingerprint, str(MANY), str(read)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


@pytest.fixture
def filled(places_at):
    """A store that holds one place, `old`."""
    with open_store(places_at, write=True) as store:
        put(store, [a_place("old")])
    return places_at


def test_the_same_file_again_is_not_read(places_at):
    with open_store(places_at, write=True) as store:
        first = put(store, rows(200))
        again = Counting(rows(200))
        second = store.take(LISTS, again, today=TODAY.replace(year=2030), fingerprint="1")
    assert again.read == 0
    assert second == replace(first, unchanged=True)
    assert (first.places, first.towns, first.left_out) == (196, 2, {"no coordinates": 2})
    assert first.dataset.imported == TODAY


def test_another_file_replaces_what_was_there(filled):
    with open_store(filled, write=True) as store:
        report = put(store, [a_place("new", 0, 0, "supplies")], fingerprint="2")
        assert not report.unchanged
        assert names(store) == {"new"}
        assert store.place("lists", "old") is None
        assert store.nearest(HERE, kinds=["midwife"]) == ()


def test_readers_see_the_old_rows_until_the_end(filled):
    seen = []

    def watched():
        for number, one in enumerate(rows(MANY)):
            if number % PIECE == 17:
                with open_store(filled) as reader:
                    seen.append((names(reader), reader.held()[0].places))
            yield one

    with open_store(filled, write=True) as store:
        put(store, watched(), fingerprint="2")
    assert seen == [({"old"}, 1)] * 3


@pytest.mark.parametrize("read", [0, 1, PIECE, 2 * PIECE + 5])
def test_a_file_that_is_bad_half_way_changes_nothing(filled, read):
    with open_store(filled, write=True) as store:
        before = store.held()
        with pytest.raises(BadFile, match="line 9"):
            put(store, bad_after(read), fingerprint="2")
        assert (store.held(), names(store)) == (before, {"old"})
        assert put(store, rows(10), fingerprint="2").resumed_at == 0


@pytest.mark.parametrize("read", [PIECE - 1, PIECE + 1, MANY - 1])
def test_after_a_kill_it_goes_on_where_it_was(filled, read):
    killed(filled, read=read, fingerprint="2")
    with open_store(filled) as store:
        assert names(store) == {"old"}
    with open_store(filled, write=True) as store:
        report = put(store, rows(MANY), fingerprint="2")
        kept = report.resumed_at
        one_run = {one.place.id for one in islice(store.outward(HERE), MANY)}
    assert kept == read // PIECE * PIECE
    with open_store(filled, write=True) as store:
        in_one_go = put(store, rows(MANY), replace(LISTS, name="again"))
    assert replace(report, dataset=in_one_go.dataset, resumed_at=0) == in_one_go
    assert len(one_run) == report.places


def test_after_a_kill_another_file_begins_anew(filled):
    killed(filled, read=2 * PIECE, fingerprint="2")
    with open_store(filled, write=True) as store:
        report = put(store, [a_place("new")], fingerprint="3")
        assert (report.resumed_at, report.places) == (0, 1)
        assert names(store) == {"new"}


def test_a_file_that_became_shorter_is_refused_in_words(filled):
    killed(filled, read=2 * PIECE, fingerprint="2")
    with open_store(filled, write=True) as store:
        with pytest.raises(BadStore, match="now has fewer"):
            put(store, rows(PIECE), fingerprint="2")
        assert names(store) == {"old"}
        assert put(store, rows(PIECE), fingerprint="2").resumed_at == 0


def test_an_unfinished_import_can_be_removed(places_at):
    killed(places_at, read=2 * PIECE)
    with open_store(places_at, write=True) as store:
        assert store.held() == ()
        assert store.remove("lists")
        assert not store.remove("lists")
        assert put(store, rows(10)).resumed_at == 0


def test_whoever_stops_it_by_hand_can_go_on(filled):
    def stopped():
        yield from rows(PIECE + 1)
        raise KeyboardInterrupt

    with open_store(filled, write=True) as store:
        with pytest.raises(KeyboardInterrupt):
            put(store, stopped(), fingerprint="2")
        assert put(store, rows(MANY), fingerprint="2").resumed_at == PIECE


def test_a_second_import_at_the_same_time_is_refused_in_words(filled):
    refused = []

    def meanwhile():
        with open_store(filled, write=True) as other:
            for attempt in (
                lambda: put(other, rows(5), fingerprint="3"),
                lambda: other.remove("lists"),
            ):
                with pytest.raises(BadStore, match="another import is running") as raised:
                    attempt()
                refused.append(raised)
        yield a_place("new")

    with open_store(filled, write=True) as store:
        put(store, meanwhile(), fingerprint="2")
        assert names(store) == {"new"}
    assert len(refused) == 2


def test_many_different_reasons_are_counted_together(places_at):
    many = [a_place("") for _ in range(3)]
    many += [LeftOut(f"line {number}", f"reason {number}") for number in range(500)]
    with open_store(places_at, write=True) as store:
        report = put(store, many)
    assert sum(report.left_out.values()) == 503
    assert len(report.left_out) <= 101
    assert len(report.examples) == EXAMPLES


def test_places_read_while_others_are_imported_again_and_again(places_at):
    with ExitStack() as opened:
        for round_ in range(3):
            store = opened.enter_context(open_store(places_at, write=True))
            put(store, [a_place(f"n{round_}")], fingerprint=str(round_))
            reader = opened.enter_context(open_store(places_at))
            assert names(reader) == {f"n{round_}"}
