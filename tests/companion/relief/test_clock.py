"""The time of a session, with the moment as an argument."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from carrywell.companion.relief import clock
from carrywell.companion.relief.clock import Clock

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TEN_MINUTES = Clock(started_at=START, planned=600)


def after(seconds):
    return START + timedelta(seconds=seconds)


def test_what_is_left_follows_from_the_wall_clock():
    assert clock.left(TEN_MINUTES, after(0)) == 600
    assert clock.left(TEN_MINUTES, after(240)) == 360
    assert clock.left(TEN_MINUTES, after(600)) == 0
    assert clock.left(TEN_MINUTES, after(36000)) == 0  # a phone that was locked all night


def test_a_pause_stops_the_time_and_moves_the_end():
    paused = clock.pause(TEN_MINUTES, after(100))
    assert clock.left(paused, after(5000)) == 500
    assert clock.ends_at(paused) is None
    running = clock.resume(paused, after(400))
    assert running.paused == 300
    assert clock.left(running, after(400)) == 500
    assert clock.ends_at(running) == after(900)
    assert clock.half_at(running) == after(600)


def test_pausing_twice_is_pausing_once():
    once = clock.pause(TEN_MINUTES, after(100))
    assert clock.pause(once, after(200)) == once
    assert clock.resume(TEN_MINUTES, after(200)) == TEN_MINUTES


def test_a_time_that_is_up_cannot_be_paused():
    assert clock.pause(TEN_MINUTES, after(601)) == TEN_MINUTES


def test_half_way_and_the_end():
    assert not clock.is_past_half(TEN_MINUTES, after(299))
    assert clock.is_past_half(TEN_MINUTES, after(300))
    assert not clock.is_up(TEN_MINUTES, after(599))
    assert clock.is_up(TEN_MINUTES, after(600))


def test_an_end_during_a_pause_does_not_count_the_pause():
    ended = clock.end(clock.pause(TEN_MINUTES, after(100)), after(500))
    assert clock.elapsed(ended, after(9999)) == 100
    assert clock.end(ended, after(900)) == ended


def test_without_a_planned_end_it_counts_up():
    walk = Clock(started_at=START)
    assert clock.elapsed(walk, after(1500)) == 1500
    assert (clock.left(walk, after(1500)), clock.is_up(walk, after(1500))) == (0, False)
    assert clock.ends_at(walk) is None


def test_a_computer_whose_clock_went_back_never_shows_more_than_planned():
    assert clock.left(TEN_MINUTES, after(-50)) == 600


moments = st.lists(st.floats(0, 5000), min_size=1, max_size=8).map(sorted)


@given(moments, st.lists(st.sampled_from(["pause", "resume"]), min_size=8, max_size=8))
def test_any_pauses_lose_no_second_and_add_none(times, acts):
    present = TEN_MINUTES
    ran, running, last = 0.0, True, 0.0
    for seconds, act in zip(times, acts, strict=False):
        if running:
            ran += seconds - last
        last = seconds
        was_up = ran >= 600
        present = getattr(clock, act)(present, after(seconds))
        if act == "pause" and not was_up:
            running = False
        elif act == "resume":
            running = True
    if running:
        ran += 6000 - last
    assert abs(clock.elapsed(present, after(6000)) - min(600, ran)) < 0.01
