"""However often and in whichever pieces the taps are sent, the result is the same as sent once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carrywell.companion.timer.models import Spasm, TimerEvent
from carrywell.companion.timer.state import milliseconds
from carrywell.companion.timer.taps import Tap, delete, keep

NAMES = ("spasm-aaaa", "spasm-bbbb", "spasm-cccc")


def a_night(now):
    """Three spasms, the second without an end, each told how and where; waters at the end."""
    at = iter(range(60))

    def tap(what, spasm="", **more):
        minute = next(at)
        moment = milliseconds(now - timedelta(minutes=60 - minute))
        return Tap(key=f"tap-{minute:05}", what=what, at=moment, spasm=spasm, **more)

    first, second, third = NAMES
    return (
        *(tap("start", first), tap("stop", first), tap("details", first, strength="mild")),
        tap("start", second),
        *(tap("start", third), tap("stop", third), tap("details", third, place="back")),
        tap("details", third, strength="strong"),
        tap("waters_broke"),
    )


def what_is_there():
    spasms = Spasm.objects.order_by("key")
    columns = ("key", "started_at", "ended_at", "strength", "place")
    events = TimerEvent.objects.order_by("key").values_list("key", "what", "at", "spasm_key")
    return list(spasms.values_list(*columns)), list(events)


@pytest.fixture
def once(pregnancy):
    """What is there after everything was sent once; nothing of it is left."""
    now = timezone.now()
    taps = a_night(now)
    with transaction.atomic():
        keep(pregnancy, taps, now)
        there = what_is_there()
        transaction.set_rollback(True)
    return pregnancy, taps, now, there


PIECES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12)
ONE_DATABASE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@ONE_DATABASE
@given(pieces=PIECES)
def test_pieces_that_overlap_and_come_again_give_the_same_as_once(once, pieces):
    pregnancy, taps, now, there = once
    with transaction.atomic():
        reached = 0
        for first, last in pieces:  # a browser sends from the first unsent on; a copy may be older
            piece = taps[min(first, reached) : max(last, first)]
            keep(pregnancy, piece, now)
            reached = max(reached, min(first, reached) + len(piece))
        keep(pregnancy, taps, now)
        assert what_is_there() == there
        transaction.set_rollback(True)


@ONE_DATABASE
@given(gone=st.sets(st.sampled_from(NAMES)), pieces=PIECES)
def test_what_was_deleted_stays_deleted_whatever_comes_late(once, gone, pieces):
    pregnancy, taps, now, _ = once
    with transaction.atomic():
        keep(pregnancy, taps[:5], now)
        for one in Spasm.objects.filter(key__in=gone):
            delete(one, f"delete-{one.key}", now)
        deleted = set(gone) & {"spasm-aaaa", "spasm-bbbb", "spasm-cccc"}
        for first, last in pieces:
            keep(pregnancy, taps[first : max(first, last)], now)
        keep(pregnancy, taps, now)
        assert set(Spasm.objects.values_list("key", flat=True)) == set(NAMES) - deleted
        assert not TimerEvent.objects.filter(spasm_key__in=deleted).exclude(at=None).exists()
        transaction.set_rollback(True)
