"""The chart shows what was recorded and what is recommended, and nothing falls outside it."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrywell import Guideline
from carrywell.guideline.measures import GainWords
from carrywell.patterns.weight_gain import Weight, WeightReport, weight_report
from carrywell.pictures.chart import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Axis,
    LineChart,
    Point,
    Threshold,
    line_chart,
    ticks,
)
from carrywell.pictures.weight_chart import weight_chart, weight_rows

SVG = "{http://www.w3.org/2000/svg}"
HERS = {
    "twins": False,
    "higher_order_multiple": False,
    "anaemia_or_eating_disorder": False,
    "height_cm": 165,
    "weight_before_kg": 62,
    "gestation_weeks": 31.0,
}
WEIGHTS = (Weight(12, 63), Weight(20, 65.5), Weight(31, 70.2))


@pytest.fixture(scope="module")
def words(guideline: Guideline) -> GainWords:
    return guideline.content.measures.weight_gain.words


def report_of(guideline: Guideline, weights=WEIGHTS, **answers) -> WeightReport:
    return weight_report(guideline.compiled, HERS | answers, weights)


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in root.iter() if name in one.get("class", "").split()]


def assert_is_ours(drawn: str) -> None:
    """Well-formed, and nothing that a strict policy would refuse."""
    root = parsed(drawn)
    assert root.find(f"{SVG}title").text
    for one in root.iter():
        assert one.tag.removeprefix(SVG) not in ("style", "script", "image", "use")
        assert not {"style", "href", "onclick", "fill", "stroke"} & set(one.attrib)


def test_her_points_the_range_and_the_title_are_there(guideline, words):
    report = report_of(guideline)
    drawn = weight_chart(report, words)
    assert_is_ours(drawn)
    root = parsed(drawn)
    assert root.find(f"{SVG}title").text == report.title
    points = of_class(root, "chart-point")
    titles = [one.find(f"{SVG}title").text for one in points if one.find(f"{SVG}title") is not None]
    assert titles == ["12 weeks: 1 kg", "20 weeks: 3.5 kg", "31 weeks: 8.2 kg"]
    assert len([one for one in of_class(root, "chart-band") if one.tag == f"{SVG}path"]) == 1
    assert root.find(f"{SVG}desc").text == "; ".join(titles)


def test_the_axes_name_their_units(guideline, words):
    told = {
        one.text for one in parsed(weight_chart(report_of(guideline), words)).iter(f"{SVG}text")
    }
    assert {"kg gained", "weeks of pregnancy", "usual range", "you", "0", "40"} <= told


def test_a_point_stands_where_its_value_says(guideline, words):
    root = parsed(weight_chart(report_of(guideline), words))
    last = of_class(root, "chart-point-last")[0]
    assert float(last.get("cx")) == pytest.approx(LEFT + 31 / 40 * (RIGHT - LEFT), abs=0.06)
    # the range ends at 15.5 kg, so the side runs to 20
    assert float(last.get("cy")) == pytest.approx(BOTTOM - 8.2 / 20 * (BOTTOM - TOP), abs=0.06)


def test_twins_see_the_range_for_the_end_as_two_lines(guideline, words):
    root = parsed(weight_chart(report_of(guideline, twins=True), words))
    assert of_class(root, "chart-band") == []
    assert len(of_class(root, "chart-threshold")) == 2
    told = [one.text for one in root.iter(f"{SVG}text")]
    assert "by the end: 16.8 kg" in told
    assert "by the end: 24.5 kg" in told


@pytest.mark.parametrize(
    "answers",
    [
        {"weight_before_kg": 45, "twins": True},
        {"higher_order_multiple": True},
        {"anaemia_or_eating_disorder": True},
    ],
)
def test_without_a_range_none_is_drawn(guideline, words, answers):
    root = parsed(weight_chart(report_of(guideline, **answers), words))
    assert of_class(root, "chart-band") == of_class(root, "chart-threshold") == []


def test_the_table_says_the_same_latest_first(guideline, words):
    rows = weight_rows(report_of(guideline), words)
    assert [(one.weeks, one.gain_kg, one.usual, one.place) for one in rows] == [
        ("31", "8.2", "6.8 to 11 kg", "within"),
        ("20", "3.5", "2.9 to 5.5 kg", "within"),
        ("12", "1", "0.5 to 1.8 kg", "within"),
    ]
    assert all(one.usual == "" for one in weight_rows(report_of(guideline, twins=True), words))


def test_without_points_there_is_only_the_range(guideline, words):
    root = parsed(weight_chart(report_of(guideline, weights=()), words))
    assert of_class(root, "chart-point") == of_class(root, "chart-line") == []
    assert of_class(root, "chart-band")


numbers = st.floats(-300, 300, allow_nan=False)


@given(
    st.lists(st.tuples(numbers, numbers), max_size=12).map(sorted),
    st.lists(numbers, max_size=2),
)
def test_nothing_is_drawn_outside_the_picture(places, across):
    drawn = line_chart(
        LineChart(
            title="a & <b>",
            description="",
            across=Axis("x", 0, 40),
            up=Axis("y", 0, 10),
            points=tuple(Point(x, y, "<&>") for x, y in places),
            points_name="you",
            thresholds=tuple(Threshold(one, "here") for one in across),
        )
    )
    assert_is_ours(drawn)
    root = parsed(drawn)
    for one in root.iter(f"{SVG}circle"):
        assert 0 <= float(one.get("cx")) <= WIDTH
        assert 0 <= float(one.get("cy")) <= HEIGHT
    for one in root.iter(f"{SVG}line"):
        assert 0 <= float(one.get("y1")) <= HEIGHT
    for path in root.iter(f"{SVG}path"):
        assert all(-1 <= float(one) <= 361 for one in re.findall(r"-?[\d.]+", path.get("d")))


@given(numbers, numbers)
def test_marks_are_round_few_and_reach_both_ends(one, other):
    low, high = sorted((one, other))
    marks = ticks(low, high)
    assert marks[0] <= low + 1e-6
    assert marks[-1] >= high - 1e-6
    assert 2 <= len(marks) <= 8
    assert list(marks) == sorted(set(marks))


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 40, (0, 10, 20, 30, 40)),
        (0, 15.5, (0, 5, 10, 15, 20)),
        (-1, 9, (-2, 0, 2, 4, 6, 8, 10)),
        (0, 5, (0, 1, 2, 3, 4, 5)),
        (3, 3, (3, 3.000001)),
    ],
)
def test_some_marks(low, high, marks):
    assert ticks(low, high)[: len(marks)] == pytest.approx(marks, abs=1e-5)
