"""The figures of a course: what counts, what is missing, and when two weeks may be compared."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.patterns.sample_diary import DUE, LAST, ZONE, moment, sample_diary

from carrywell import Guideline
from carrywell.patterns.course import (
    SMALLEST_CHANGE,
    SMALLEST_CHANGE_SOURCES,
    length_of,
    pain_course,
    sleep_course,
    spasm_course,
    stress_course,
)
from carrywell.patterns.course_words import (
    between,
    days,
    lasted,
    pain_says,
    sleep_says,
    spasm_says,
    stress_says,
    tenths,
    week_says,
)
from carrywell.patterns.diary import Day, Diary, PainScore, TimedSpasm, WeekAnswers
from carrywell.patterns.weeks import LEAST_DAYS, week_means

FIRST = LAST - timedelta(days=55)


def diary(**parts) -> Diary:
    return Diary(zone=ZONE, due_date=DUE, **parts)


def day(n: int, **told) -> Day:
    """The day `n` days after the first."""
    return Day(on=FIRST + timedelta(days=n), **told)


def worst(*scores: int | None) -> Diary:
    """The worst pain of the first, second, third ... day; None: not told."""
    told = enumerate(scores)
    return diary(days=tuple(day(n, pain_worst=one) for n, one in told if one is not None))


def at(n: int, hour: int, minute: int = 0) -> datetime:
    return moment(FIRST + timedelta(days=n), hour, minute)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({}, []),
        ({"days": (day(0, pain_worst=6),)}, [(6, None)]),
        ({"days": (day(0, pain_average=3, pain_worst=6),)}, [(6, 3)]),
        ({"days": (day(0, pain_average=3),)}, [(3, 3)]),
        ({"days": (day(0, sleep_quality=3),)}, []),
        ({"scores": (PainScore(at(0, 9), 2), PainScore(at(0, 20), 5))}, [(5, 3.5)]),
        (
            {"days": (day(0, pain_average=4, pain_worst=5),), "scores": (PainScore(at(0, 9), 8),)},
            [(8, 4)],
        ),
        ({"scores": tuple(PainScore(at(0, 8, n), n % 11) for n in range(30))}, [(10, 4.6)]),
        (
            {"scores": (PainScore(at(0, 9), 7, "before"), PainScore(at(0, 10), 5, "after"))},
            [(7, 6)],
        ),
    ],
)
def test_the_worst_and_the_average_of_a_day(parts, told):
    course = pain_course(diary(**parts), FIRST, LAST)
    assert [(one.worst, one.average) for one in course.days] == [
        (worst, average) for worst, average in told
    ]


@pytest.mark.parametrize(
    ("scores", "direction", "change"),
    [
        ([6] * 7 + [3] * 7, "lower", -3),
        ([3] * 7 + [6] * 7, "higher", 3),
        ([5] * 7 + [4] * 7, "about the same", -1),
        ([5] * 14, "about the same", 0),
        ([5] * 13, None, None),
        ([6, 6, 6, None, None, None, None, None, None, None, None, 3, 3, 3], "lower", -3),
        ([6, 6, None, None, None, None, None, None, None, None, None, 3, 3, 3], None, None),
        ([6, 6, 6, None, None, None, None, None, None, None, None, None, 3, 3], None, None),
        ([], None, None),
        ([4], None, None),
        ([6] * 7 + [None] * 30 + [3] * 7, "lower", -3),
    ],
)
def test_two_weeks_are_compared_only_with_enough_days_in_each(scores, direction, change):
    course = pain_course(worst(*scores), FIRST, LAST)
    assert (course.direction, course.change) == (direction, change)
    said = " ".join(pain_says(course))
    named = [word for word in ("That is lower", "That is higher", "about the same") if word in said]
    assert len(named) == (direction is not None)
    assert all((direction or "") in one for one in named)


@pytest.mark.parametrize(
    ("scores", "direction"),
    [
        ([5] * 7 + [4] * 5 + [3] * 2, "about the same"),  # 9/7 = 1.29 less
        ([6, 6, 6, *[None] * 8, 5, 5, 4], "lower"),  # 4/3 = 1.33 less
    ],
)
def test_a_change_counts_from_the_guidelines_smallest(guideline: Guideline, scores, direction):
    rule = next(one for one in guideline.content.measures.measures if one["id"] == "nrs")
    (used,) = (one for one in rule["minimal_important_change"] if one["use"])
    assert (used["value"], tuple(used["sources"])) == (SMALLEST_CHANGE, SMALLEST_CHANGE_SOURCES)
    assert used["source_checked"]
    assert pain_course(worst(*scores), FIRST, LAST).direction == direction


def test_what_was_not_told_is_missing_and_not_zero():
    course = pain_course(worst(4, None, None, 6), FIRST, FIRST + timedelta(days=9))
    assert (course.missing, course.longest_gap, course.mean_worst) == (8, 6, 5)
    assert [one.worst for one in course.days] == [4, 6]
    assert "2 of 10 days" in pain_says(course)[0]
    assert "Longest time without a score: 6 days." in pain_says(course)


def test_a_told_zero_counts():
    course = pain_course(worst(0, 4), FIRST, FIRST + timedelta(days=1))
    assert (course.missing, course.mean_worst, course.best.worst) == (0, 2, 0)


def test_the_best_and_the_worst_day_are_the_latest_of_several():
    course = pain_course(worst(2, 7, 2, 7), FIRST, LAST)
    assert (course.best.on, course.worst.on) == (FIRST, FIRST + timedelta(days=3))


@pytest.mark.parametrize(
    ("hour", "minute", "on"), [(23, 30, 0), (0, 0, 0), (23, 59, 0), (0, 30, 1)]
)
def test_a_score_belongs_to_the_day_on_her_clock(hour, minute, on):
    summer = date(2026, 7, 10)  # an hour ahead of UTC
    told = diary(scores=(PainScore(moment(summer + timedelta(days=on), hour, minute), 5),))
    course = pain_course(told, summer, summer + timedelta(days=1))
    assert [one.on for one in course.days] == [summer + timedelta(days=on)]


def test_another_zone_puts_a_late_score_on_another_day():
    late = (PainScore(datetime(2026, 11, 10, 23, 30, tzinfo=UTC), 5),)
    here = pain_course(Diary(zone=ZONE, scores=late), FIRST, LAST)
    there = pain_course(Diary(zone=ZoneInfo("Asia/Tokyo"), scores=late), FIRST, LAST)
    assert (here.days[0].on, there.days[0].on) == (date(2026, 11, 10), date(2026, 11, 11))


def test_a_spasm_across_the_change_of_clocks_is_as_long_as_it_was():
    before = datetime(2026, 10, 25, 1, 59, 30, tzinfo=ZONE)  # clocks go back at 2
    after = datetime(2026, 10, 25, 1, 0, 30, fold=1, tzinfo=ZONE)
    assert length_of(TimedSpasm(before, after)) == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("length", "believed"),
    [
        (None, None),
        (timedelta(seconds=40), timedelta(seconds=40)),
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(hours=9), None),
        (timedelta(seconds=-5), None),
    ],
)
def test_an_end_that_was_tapped_late_gives_no_length(length, believed):
    begun = at(0, 9)
    spasm = TimedSpasm(begun, None if length is None else begun + length)
    assert length_of(spasm) == believed
    course = spasm_course(diary(spasms=(spasm,)), FIRST, LAST)
    assert (course.total, course.longest, course.median_length) == (1, believed, believed)


def test_spasms_are_counted_by_day_and_by_night():
    times = [at(0, 22), at(1, 5, 59), at(1, 6), at(1, 21, 59), at(2, 0, 30)]
    course = spasm_course(
        diary(spasms=tuple(TimedSpasm(one, one + timedelta(minutes=1), "strong") for one in times)),
        FIRST,
        LAST,
    )
    assert [(one.count, one.at_night, one.strong) for one in course.days] == [
        (1, 1, 1),
        (3, 1, 3),
        (1, 1, 1),
    ]
    assert (course.total, course.nights, course.most.count) == (5, 2, 3)
    assert spasm_says(course)[0] == "5 spasms timed on 3 days."


def test_sleep_stands_beside_the_pain_of_the_day_after():
    poor = [day(n, sleep_quality=3 + n, pain_worst=7, woken_by_pain=True) for n in range(3)]
    better = [day(n, sleep_quality=8, pain_worst=4, woken_by_pain=False) for n in range(3, 7)]
    course = sleep_course(diary(days=(*poor, *better)), FIRST, LAST)
    assert (course.after_poor.mean, course.after_better.mean) == (7, 4)
    assert (course.nights_told, course.nights_woken) == (7, 3)
    fewer = sleep_course(diary(days=(*poor[:2], *better)), FIRST, LAST)
    assert fewer.after_poor is None
    assert not any("after a night" in one for one in sleep_says(fewer))


def test_weeks_are_counted_back_from_the_last_day():
    scores = {FIRST + timedelta(days=n): float(n) for n in range(10)}
    found = week_means(scores, FIRST, FIRST + timedelta(days=9))
    assert [((one.last - one.first).days + 1, one.told, one.mean) for one in found] == [
        (3, 3, 1.0),
        (7, 7, 6.0),
    ]
    assert week_means({FIRST: 4.0}, FIRST, FIRST)[0].mean is None


@pytest.mark.parametrize("course", [pain_course, spasm_course, sleep_course, stress_course])
def test_a_time_that_ends_before_it_begins_is_refused(course):
    with pytest.raises(ValueError, match="before it begins"):
        course(diary(), LAST, FIRST)


def test_nothing_told_is_said():
    assert pain_says(pain_course(diary(), FIRST, LAST)) == (
        "No pain score for 29 September to 23 November 2026.",
    )
    assert spasm_says(spasm_course(diary(), FIRST, LAST))[0].startswith("No spasm was timed")
    assert sleep_says(sleep_course(diary(), FIRST, LAST))[0].startswith("No night was scored")
    assert stress_says(stress_course(diary(), FIRST, LAST))[0].startswith("No stress score")
    assert week_says((), {})[0].startswith("The weekly questions were not answered")


def test_the_weekly_answers_in_words():
    weeks = (WeekAnswers(FIRST, {"walk": 3}), WeekAnswers(LAST, {"walk": 2, "lift": 7}))
    assert week_says(weeks, {"walk": "Walking", "lift": "Lifting", "work": "Work"}) == (
        "Answered 2 times, from 0 (no trouble) to 10 (could not do it). On 23 November: Walking: 2; Lifting: 7.",
    )


@pytest.mark.parametrize(
    ("first", "last", "said", "shorter"),
    [
        (date(2026, 11, 17), LAST, "17 to 23 November 2026", "17 to 23 November"),
        (date(2026, 10, 30), LAST, "30 October to 23 November 2026", "30 October to 23 November"),
        (LAST, LAST, "23 November 2026", None),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 to 3 January 2027", None),
    ],
)
def test_a_time_in_words(first, last, said, shorter):
    assert between(first, last) == said
    assert shorter is None or days(first, last) == shorter


@pytest.mark.parametrize(
    ("seconds", "said"), [(8, "8 s"), (60, "1 min"), (80, "1 min 20 s"), (59.6, "1 min")]
)
def test_a_length_in_words(seconds, said):
    assert lasted(timedelta(seconds=seconds)) == said


def test_a_mean_in_tenths():
    assert [tenths(one) for one in (None, 4.0, 4.26, 0.0)] == ["", "4", "4.3", "0"]


# Properties


@given(st.integers(0, 10_000), st.integers(1, 90))
def test_the_order_of_entries_does_not_matter(seed, length):
    told = sample_diary(length, seed % 50)
    dice = Random(seed)
    mixed = msgspec.structs.replace(
        told,
        scores=tuple(dice.sample(told.scores, len(told.scores))),
        days=tuple(dice.sample(told.days, len(told.days))),
        spasms=tuple(dice.sample(told.spasms, len(told.spasms))),
    )
    for course in (pain_course, spasm_course, sleep_course, stress_course):
        assert course(mixed, FIRST, LAST) == course(told, FIRST, LAST)


@given(st.integers(0, 50), st.integers(1, 120), st.integers(0, 130), st.floats(0, 1))
def test_there_is_a_figure_for_each_told_day_and_none_else(seed, length, begin, told):
    hers = sample_diary(length, seed, told)
    first = LAST - timedelta(days=begin)
    course = pain_course(hers, first, LAST)
    by_day = {on: score for on, score in hers.pain_by_day().items() if first <= on <= LAST}
    assert {one.on: one.worst for one in course.days} == by_day
    assert course.missing + len(course.days) == begin + 1
    assert all(one.average is None or 0 <= one.average <= one.worst for one in course.days)
    assert 0 <= course.longest_gap <= course.missing
    for week in (course.first_week, course.last_week):
        assert week is None or (week.mean is None) == (week.told < LEAST_DAYS)
    timed = spasm_course(hers, first, LAST)
    assert timed.total == sum(first <= hers.day_of(one.started_at) <= LAST for one in hers.spasms)
    weeks = week_means(by_day, first, LAST)
    assert sum(one.told for one in weeks) == len(by_day)
    assert (weeks[0].first, weeks[-1].last) == (first, LAST)
