"""The drawing shows what the model says: the dot moves forward, and leaning brings it back."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrywell import Guideline
from carrywell.patterns.balance import Body, balance
from carrywell.pictures.balance_drawing import balance_drawing, legend, panels
from carrywell.pictures.side_view import SideView, bent, bump_at, depth_of, spine

SVG = "{http://www.w3.org/2000/svg}"


def drawn_for(guideline: Guideline, **body) -> ET.Element:
    content = guideline.content
    model = content.measures.balance_model
    return ET.fromstring(balance_drawing(balance(content, Body(**body)), model))


def hers(**more):
    return {
        "weeks": 31.0,
        "height_cm": 165.0,
        "weight_before_kg": 62.0,
        "weight_now_kg": 72.0,
    } | more


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in root.iter() if name in one.get("class", "").split()]


def dots_off_the_line(root: ET.Element) -> list[float]:
    dots = [float(one.get("cx")) for one in of_class(root, "balance-point")]
    lines = [float(one.get("x1")) for one in of_class(root, "balance-line")]
    return [round(dot - line, 1) for dot, line in zip(dots, lines, strict=True)]


def test_only_the_upright_figure_has_its_dot_off_the_line(guideline):
    root = drawn_for(guideline, **hers())
    before, upright, leaning = dots_off_the_line(root)
    assert before == leaning == 0
    assert upright > 2
    # two strokes make one arrow, and only the upright figure needs the pull
    assert len(of_class(root, "balance-pull")) == 2
    assert len(of_class(root, "side-view")) == 3


def test_it_says_what_it_is(guideline):
    root = drawn_for(guideline, **hers())
    assert (
        root.find(f"{SVG}title").text == "How your balance changes at 31 weeks, seen from the side"
    )
    told = root.find(f"{SVG}desc").text
    for words in ("not a measurement", "drawn larger than they are", "10 kg more", "your feet"):
        assert words in told
    labels = " ".join(one.text for one in of_class(root, "balance-word"))
    assert labels == "before now, if you did not lean now, as you stand"


@pytest.mark.parametrize(
    "body",
    [
        hers(weeks=8.0, weight_now_kg=62.4),
        hers(weight_now_kg=60.0),
        {"weeks": 31.0, "babies": 3},
    ],
)
def test_without_a_shift_to_show_there_are_two_figures_and_no_arrow(guideline, body):
    root = drawn_for(guideline, **body)
    assert dots_off_the_line(root) == [0, 0]
    assert of_class(root, "balance-pull") == of_class(root, "balance-falls") == []
    assert "larger" not in " ".join(
        legend(balance(guideline.content, Body(**body)), guideline.content.measures.balance_model)
    )


@settings(max_examples=60)
@given(
    st.floats(0, 45),
    st.floats(120, 220),
    st.floats(30, 250),
    st.none() | st.floats(30, 280),
    st.integers(1, 3),
)
def test_every_allowed_body_gives_a_whole_picture(guideline, weeks, height, before, now, babies):
    root = drawn_for(
        guideline,
        weeks=weeks,
        height_cm=height,
        weight_before_kg=before,
        weight_now_kg=now,
        babies=babies,
    )
    written = ET.tostring(root, encoding="unicode")
    assert not re.search(r"\b(nan|inf)\b", written)
    wide, high = (float(one) for one in root.get("viewBox").split()[2:])
    for one in of_class(root, "balance-point"):
        assert 0 < float(one.get("cx")) < wide
        assert 0 < float(one.get("cy")) < high
    for one in root.iter():
        assert one.tag.removeprefix(SVG) in (
            "svg",
            "title",
            "desc",
            "g",
            "path",
            "line",
            "circle",
            "text",
        )
        assert not {"style", "fill", "stroke", "onclick"} & set(one.attrib)


@given(st.floats(0, 45), st.floats(0, 45), st.integers(1, 3))
def test_the_bump_grows_with_the_weeks(one, other, babies):
    early, late = sorted((one, other))
    assert bump_at(early, babies) <= bump_at(late, babies)
    assert bump_at(early, 1) <= bump_at(early, 2)


def test_the_bump_begins_after_ten_weeks():
    assert [round(bump_at(one), 2) for one in (0, 8, 10, 25, 40, 45)] == [0, 0, 0, 0.5, 1, 1]


@given(st.floats(120, 220), st.floats(30, 250))
def test_the_build_is_never_a_caricature(height, weight):
    assert 0.92 <= depth_of(weight, height) <= 1.3


@given(st.floats(0.5, 15), st.floats(64, 90), st.floats(0, 45))
def test_leaning_moves_the_upper_body_back_and_leaves_the_legs(lean, high, low):
    figure = SideView(lean=lean)
    assert bent((0.0, high), figure)[0] < 0
    assert bent((3.0, low), figure) == pytest.approx((3.0, low))


def test_leaning_deepens_the_hollow_of_the_back():
    """The waist stands further in front of the straight line from the pelvis to the neck."""

    def hollow(figure: SideView) -> float:
        line = spine(figure)
        (ax, ay), (bx, by), (x, y) = line[0], line[-1], line[3]
        return x - (ax + (bx - ax) * (y - ay) / (by - ay))

    assert hollow(SideView(lean=8)) > hollow(SideView()) + 0.5


@given(st.floats(62.5, 100), st.floats(62.5, 100))
def test_more_gain_is_never_drawn_as_less(guideline, one, other):
    model = guideline.content.measures.balance_model
    small, large = (
        panels(balance(guideline.content, Body(**hers(weight_now_kg=now))), model)
        for now in sorted((one, other))
    )
    if len(small) == 3:
        assert small[1].shift <= large[1].shift
        assert small[1].pull <= large[1].pull
        assert small[2].figure.lean <= large[2].figure.lean
    assert len(small) <= len(large)
