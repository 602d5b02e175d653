"""The charts by day show each told day and nothing else, and their tables say the same."""

import itertools
import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.patterns.sample_diary import CAN_DO, DUE, LAST, ZONE, sample_diary

from carrywell import Guideline
from carrywell.patterns.course import (
    pain_course,
    sleep_course,
    spasm_course,
    stress_course,
)
from carrywell.patterns.course_words import day, pain_says
from carrywell.patterns.diary import Day, Diary, PainScore
from carrywell.pictures.chart import WIDTH
from carrywell.pictures.clinic_chart import clinic_chart, clinic_scores, clinic_scores_say
from carrywell.pictures.day_axis import LEFT, RIGHT, DayAxis
from carrywell.pictures.day_chart import DAYS_JOINED_UP_TO, MEANS_SAID, DayPoint, Series, runs
from carrywell.pictures.pain_chart import pain_chart, pain_rows
from carrywell.pictures.session_rows import MOST_ROWS, session_rows, sessions_by_day
from carrywell.pictures.sleep_chart import sleep_chart, sleep_rows
from carrywell.pictures.spasm_chart import spasm_chart, spasm_rows
from carrywell.pictures.stress_chart import stress_chart, stress_rows
from carrywell.pictures.week_chart import week_chart, week_rows

SVG = "{http://www.w3.org/2000/svg}"
FIRST = LAST - timedelta(days=55)
HERS = sample_diary()
NONE = Diary(zone=ZONE)
NAMES = {"heat": "Heat pack", "tens": "TENS"}
ITEMS = {item: f"{item} & more" for item in CAN_DO}
DRAWN = {
    "pain": pain_chart,
    "spasms": spasm_chart,
    "sleep": sleep_chart,
    "stress": stress_chart,
    "week": lambda diary, first, last: week_chart(diary, first, last, ITEMS),
}


def parsed(drawn: str) -> ET.Element:
    """Well-formed, named, and nothing that a strict policy would refuse."""
    root = ET.fromstring(drawn)
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    for one in root.iter():
        assert one.tag.removeprefix(SVG) not in ("style", "script", "image", "use")
        assert not {"style", "href", "onclick", "fill", "stroke"} & set(one.attrib)
    return root


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    """Those that stand for a value; the legend has no words of its own."""
    return [
        one
        for one in root.iter()
        if name in one.get("class", "").split() and one.find(f"{SVG}title") is not None
    ]


def told(root: ET.Element, name: str) -> list[str]:
    return [one.find(f"{SVG}title").text for one in of_class(root, name)]


def words(root: ET.Element) -> list[str]:
    return [one.text for one in root.iter(f"{SVG}text")]


def lines(root: ET.Element) -> list[int]:
    """How many points each line joins."""
    return [
        len(re.findall(r"[ML]", one.get("d")))
        for one in root.iter(f"{SVG}path")
        if "chart-line" in one.get("class")
    ]


def worst(*scores: int | None) -> Diary:
    days = (
        Day(on=FIRST + timedelta(days=n), pain_worst=one)
        for n, one in enumerate(scores)
        if one is not None
    )
    return Diary(zone=ZONE, days=tuple(days))


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("hers", [HERS, NONE, sample_diary(280), sample_diary(1), worst(4)])
@pytest.mark.parametrize("length", [1, 2, 14, 28, 56, 280, 315])
def test_every_diary_can_be_drawn(name, hers, length):
    root = parsed(DRAWN[name](hers, LAST - timedelta(days=length - 1), LAST))
    high = float(root.get("viewBox").split()[3])
    for one in root.iter():
        for key in ("x", "x1", "x2", "cx"):
            assert 0 <= float(one.get(key, 0)) <= WIDTH
        for key in ("y", "y1", "y2", "cy"):
            assert 0 <= float(one.get(key, 0)) <= high
        assert float(one.get("width", 1)) > 0


def test_pain_has_two_series_that_differ_in_shape():
    root = parsed(pain_chart(HERS, FIRST, LAST, NAMES))
    course = pain_course(HERS, FIRST, LAST)
    circles = of_class(root, "chart-point")
    squares = of_class(root, "chart-square")
    assert {one.tag for one in circles} == {f"{SVG}circle"}
    assert {one.tag for one in squares} == {f"{SVG}rect"}
    assert told(root, "chart-point")[0] == "29 September: worst 7, average 6"
    assert len(circles) == len(course.days)
    assert len(squares) == sum(one.average is not None for one in course.days)
    assert root.find(f"{SVG}desc").text == " ".join(pain_says(course))
    assert {"worst", "average", "pain, 0 to 10", "weeks of pregnancy"} <= set(words(root))


def test_a_point_stands_at_its_day_and_its_score():
    root = parsed(pain_chart(worst(0, 10), FIRST, FIRST + timedelta(days=1)))
    low, high = of_class(root, "chart-point")
    grid = [
        float(one.get("y1")) for one in root.iter(f"{SVG}line") if one.get("y1") == one.get("y2")
    ]
    assert (float(low.get("cy")), float(high.get("cy"))) == (max(grid), min(grid))
    quarter = (RIGHT - LEFT) / 4
    assert (float(low.get("cx")), float(high.get("cx"))) == (LEFT + quarter, RIGHT - quarter)


def test_over_many_weeks_lines_join_the_means_of_weeks():
    first = LAST - timedelta(days=DAYS_JOINED_UP_TO)
    hers = Diary(
        zone=ZONE,
        days=tuple(
            Day(on=LAST - timedelta(days=n), pain_worst=3 + 6 * (n % 7 == 0))
            for n in range(DAYS_JOINED_UP_TO + 1)
            if not 21 <= n < 28 - 2  # a week with two days told has no mean
        ),
    )
    root = parsed(pain_chart(hers, first, LAST))
    assert len(of_class(root, "chart-point")) == DAYS_JOINED_UP_TO + 1 - 5
    assert lines(root) == [8, 3]
    assert MEANS_SAID in words(root)
    ends = [one.get("d") for one in root.iter(f"{SVG}path")]
    heights = {round(float(y), 1) for y in re.findall(r" ([\d.]+)", "".join(ends))}
    assert len(heights) == 1  # every mean is (9 + 6 * 3) / 7
    shorter = parsed(pain_chart(hers, first + timedelta(days=1), LAST))
    assert MEANS_SAID not in words(shorter)


@pytest.mark.parametrize(
    ("scores", "joined"),
    [
        ((4, 5, 6), [3]),
        ((4, None, 5, 6), [3]),
        ((4, None, None, 5, 6), [2]),
        ((4, 5), []),
        ((4, None, None, 5, None, None, 6), []),
        ((1, 2, 3, None, None, None, 4, 5, 6, 7), [3, 4]),
    ],
)
def test_a_line_breaks_where_more_than_a_day_is_missing(scores, joined):
    assert lines(parsed(pain_chart(worst(*scores), FIRST, LAST))) == joined


def test_a_day_without_a_timed_spasm_has_no_bar():
    root = parsed(spasm_chart(HERS, FIRST, LAST))
    course = spasm_course(HERS, FIRST, LAST)
    assert len(of_class(root, "chart-bar")) == len(course.days) < 56
    assert all(float(one.get("height")) > 0 for one in of_class(root, "chart-bar"))


def test_a_night_of_zero_is_still_to_be_seen():
    hers = Diary(zone=ZONE, days=(Day(on=LAST, sleep_quality=0),))
    assert len(of_class(parsed(sleep_chart(hers, FIRST, LAST)), "chart-square")) == 1


def test_sessions_stand_in_a_row_for_each_treatment():
    root = parsed(pain_chart(HERS, FIRST, LAST, NAMES))
    counts = {
        name: sum(one.treatment == name for one in HERS.sessions)
        for name in ("heat", "tens", "side_sleeping")
    }
    assert f"Heat pack ({counts['heat']} sessions)" in words(root)
    assert f"side sleeping ({counts['side_sleeping']} sessions)" in words(root)
    days = {(one.treatment, HERS.day_of(one.started_at)) for one in HERS.sessions}
    assert len(of_class(root, "chart-session")) == len(days)


def test_many_treatments_share_the_last_row():
    begun = HERS.sessions[0]
    hers = msgspec.structs.replace(
        HERS,
        sessions=tuple(
            msgspec.structs.replace(begun, treatment=f"t{n}")
            for n in range(9)
            for _ in range(9 - n)
        ),
    )
    rows = session_rows(hers, FIRST, LAST, {})
    assert len(rows) == MOST_ROWS
    assert rows[0].name == "t0 (9 sessions)"
    assert rows[-1].name == "other treatments (15 sessions)"
    assert sum(int(re.search(r"\((\d+)", one.name)[1]) for one in rows) == 45
    on = hers.day_of(begun.started_at)
    assert sessions_by_day(hers, FIRST, LAST, {"t0": "Heat"})[on].startswith("Heat (9), t1 (8)")


# The tables


def test_the_table_of_pain_says_the_same_as_the_chart():
    rows = pain_rows(pain_course(HERS, FIRST, LAST), sessions_by_day(HERS, FIRST, LAST, NAMES))
    drawn = told(parsed(pain_chart(HERS, FIRST, LAST, NAMES)), "chart-point")
    said = [
        f"{day(one.on)}: worst {one.worst}" + (f", average {one.average}" if one.average else "")
        for one in reversed(rows)
        if one.worst
    ]
    assert said == drawn
    marked = {one.on for one in rows if one.sessions}
    assert marked == {HERS.day_of(one.started_at) for one in HERS.sessions}
    assert [one.on for one in rows] == sorted((one.on for one in rows), reverse=True)


def test_the_table_of_spasms_says_the_same_as_the_chart():
    rows = spasm_rows(spasm_course(HERS, FIRST, LAST), {})
    drawn = told(parsed(spasm_chart(HERS, FIRST, LAST)), "chart-bar")
    assert [re.match(r"(.+): (\d+) spasm", one).groups() for one in drawn] == [
        (day(one.on), one.count) for one in reversed(rows)
    ]


def test_the_table_of_sleep_says_the_same_as_the_chart():
    rows = sleep_rows(sleep_course(HERS, FIRST, LAST))[::-1]
    root = parsed(sleep_chart(HERS, FIRST, LAST))
    assert told(root, "chart-square") == [
        f"night before {day(one.on)}: sleep {one.quality}" for one in rows if one.quality
    ]
    assert told(root, "chart-point") == [
        f"{day(one.on)}: worst pain {one.worst_pain}" for one in rows if one.worst_pain
    ]


def test_the_table_of_stress_says_the_same_as_the_chart():
    rows = stress_rows(stress_course(HERS, FIRST, LAST))
    drawn = told(parsed(stress_chart(HERS, FIRST, LAST)), "chart-point")
    assert drawn == [f"{day(on)}: {score}" for on, score in rows[::-1]]


def test_the_table_of_the_weeks_says_the_same_as_the_chart():
    rows = week_rows(HERS, FIRST, LAST, ITEMS)[::-1]
    drawn = told(parsed(week_chart(HERS, FIRST, LAST, ITEMS)), "chart-point")
    assert drawn == [
        f"{day(one.on)}: {one.scores[column]}" for column in range(len(ITEMS)) for one in rows
    ]


def test_each_total_of_a_clinic_has_its_own_range(guideline: Guideline):
    rmdq, _, odi, _ = guideline.content.measures.clinic_totals
    first, second = (parsed(clinic_chart(HERS, one, FIRST, LAST)) for one in (rmdq, odi))
    assert {"0", "6", "12", "18", "24", "0 to 24, higher is worse"} <= set(words(first))
    assert {"0", "25", "100", "0 to 100, higher is worse"} <= set(words(second))
    assert told(first, "chart-point") == ["29 September: 14", "23 November: 9"]
    assert lines(first) == lines(second) == []
    scores = clinic_scores(HERS, rmdq, FIRST, LAST)
    assert clinic_scores_say(scores, rmdq) == (
        "14 on 29 September, 9 on 23 November. The range is 0 to 24, higher is worse."
    )


# The axis


@pytest.mark.parametrize(
    ("length", "due_date", "written"),
    [
        (1, None, ["23 Nov"]),
        (5, None, ["19 Nov", "20 Nov", "21 Nov", "22 Nov", "23 Nov"]),
        (14, DUE, ["11 Nov", "15 Nov", "19 Nov", "23 Nov"]),
        (28, None, ["2 Nov", "9 Nov", "16 Nov", "23 Nov"]),
        (56, DUE, ["5 Oct", "19 Oct", "2 Nov", "16 Nov"]),
    ],
)
def test_some_days_are_written(length, due_date, written):
    axis = DayAxis(LAST - timedelta(days=length - 1), LAST, due_date)
    assert [f"{on.day} {on:%b}" for on in axis.written()] == written


def test_weeks_of_pregnancy_stand_below_the_days():
    drawn = parsed(pain_chart(HERS, FIRST, LAST))
    assert {"24", "26", "28", "30"} <= set(words(drawn))
    unknown = words(parsed(pain_chart(worst(4), FIRST, LAST)))
    assert "weeks of pregnancy" not in unknown


@given(
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.integers(0, 400),
    st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 1))),
)
def test_the_written_days_are_few_even_and_within(first, length, due_date):
    axis = DayAxis(first, first + timedelta(days=length), due_date)
    written = axis.written()
    assert len(written) <= 8
    assert all(first <= on <= axis.last for on in written)
    assert len({(b - a).days for a, b in itertools.pairwise(written)}) <= 1
    assert all(LEFT < axis.x(on) < RIGHT for on in (axis.first, axis.last))


@given(st.lists(st.integers(0, 300), unique=True, max_size=40).map(sorted))
def test_runs_hold_every_point_once(offsets):
    points = tuple(DayPoint(FIRST + timedelta(days=n), 1, "") for n in offsets)
    found = list(runs(Series("x", "circles", points)))
    if len(points) < 3:
        assert found == []
        return
    assert [one for run in found for one in run] == list(points)
    assert all((b.on - a.on).days <= 2 for run in found for a, b in itertools.pairwise(run))
    assert all((b[0].on - a[-1].on).days > 2 for a, b in itertools.pairwise(found))


@given(st.integers(0, 60), st.floats(0, 1), st.integers(1, 120))
def test_there_is_a_point_for_each_told_day_and_none_else(seed, share, length):
    hers = sample_diary(length, seed, share)
    first = LAST - timedelta(days=60)
    days = [on for on in hers.pain_by_day() if first <= on <= LAST]
    root = parsed(pain_chart(hers, first, LAST))
    assert [one.partition(":")[0] for one in told(root, "chart-point")] == list(map(day, days))


def test_thirty_scores_of_a_day_are_one_point():
    at = HERS.scores[0].at
    hers = Diary(zone=ZONE, scores=tuple(PainScore(at, n % 11) for n in range(30)))
    root = parsed(pain_chart(hers, FIRST, LAST))
    assert len(of_class(root, "chart-point")) == len(of_class(root, "chart-square")) == 1
