"""The range against values worked out by hand from the published table, and the laws it keeps."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrywell import Guideline
from carrywell.assessment.answers import AnswerError
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.measures import WeightGain
from carrywell.patterns.weight_gain import (
    Weight,
    WeightReport,
    in_kg,
    jumped,
    typical_gain,
    weight_report,
)
from carrywell.patterns.weight_range import band_for, in_tenths, range_at, range_line, where_is

SINGLE = {
    "twins": False,
    "higher_order_multiple": False,
    "anaemia_or_eating_disorder": False,
    "height_cm": 165,
    "weight_before_kg": 62,
    "gestation_weeks": 31.0,
}
BANDS = ("underweight", "healthy", "overweight", "obese")
WEEKS = st.floats(0, 45)


@pytest.fixture(scope="module")
def guide(guideline: Guideline) -> WeightGain:
    return guideline.content.measures.weight_gain


def said(report: WeightReport) -> list[str]:
    return [one.say for one in (*report.advice, *report.notes)]


@pytest.mark.parametrize(
    ("bmi_band", "weeks", "low", "high"),
    [
        ("underweight", 0, 0, 0),
        ("underweight", 6.5, 0.25, 1.0),
        ("underweight", 13, 0.5, 2.0),
        ("underweight", 20, 3.58, 6.06),
        ("underweight", 31, 8.42, 12.44),
        ("underweight", 40, 12.38, 17.66),
        ("healthy", 6.5, 0.25, 1.0),
        ("healthy", 13, 0.5, 2.0),
        ("healthy", 20, 2.95, 5.5),
        ("healthy", 31, 6.8, 11.0),
        ("healthy", 40, 9.95, 15.5),
        ("overweight", 13, 0.5, 2.0),
        ("overweight", 20, 2.11, 4.31),
        ("overweight", 31, 4.64, 7.94),
        ("overweight", 40, 6.71, 10.91),
        ("obese", 13, 0.5, 2.0),
        ("obese", 20, 1.69, 3.89),
        ("obese", 31, 3.56, 6.86),
        ("obese", 40, 5.09, 9.29),
    ],
)
def test_the_range_is_that_of_the_published_rates(guide, bmi_band, weeks, low, high):
    band = band_for(guide, 1, bmi_band)
    assert range_at(guide, band, weeks) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("babies", "bmi_band", "total", "weekly"),
    [
        (1, "underweight", (12.5, 18), (0.44, 0.58)),
        (1, "healthy", (11.5, 16), (0.35, 0.5)),
        (1, "overweight", (7, 11.5), (0.23, 0.33)),
        (1, "obese", (5, 9), (0.17, 0.27)),
        (2, "healthy", (16.8, 24.5), (0.45, 0.66)),
        (2, "overweight", (14.1, 22.7), (0.38, 0.61)),
        (2, "obese", (11.3, 19.1), (0.31, 0.52)),
    ],
)
def test_totals_and_rates_are_those_of_the_table(guide, babies, bmi_band, total, weekly):
    band = band_for(guide, babies, bmi_band)
    assert (band.total_kg, band.rate_kg_per_week) == (total, weekly)
    assert band.source_checked
    assert "iom09" in band.sources


@pytest.mark.parametrize(
    ("babies", "bmi_band"), [(2, "underweight"), *((3, one) for one in BANDS), (1, "None")]
)
def test_where_nothing_is_published_there_is_no_band(guide, babies, bmi_band):
    assert band_for(guide, babies, bmi_band) is None


@pytest.mark.parametrize("bmi_band", BANDS[1:])
def test_twins_have_no_range_for_a_week(guide, bmi_band):
    band = band_for(guide, 2, bmi_band)
    assert range_at(guide, band, 31) is None
    assert range_line(guide, band, 40) == ()


@given(st.sampled_from(BANDS), WEEKS, WEEKS)
def test_the_range_never_narrows_or_falls(guideline, bmi_band, one, other):
    guide = guideline.content.measures.weight_gain
    early, late = sorted((one, other))
    before, after = (range_at(guide, band_for(guide, 1, bmi_band), week) for week in (early, late))
    assert before[0] <= after[0]
    assert before[1] <= after[1]
    assert 0 <= before[0] <= before[1]
    assert before[1] - before[0] <= after[1] - after[0] + 1e-9


@given(st.sampled_from(BANDS), WEEKS)
def test_the_line_of_the_chart_runs_through_the_range(guideline, bmi_band, week):
    guide = guideline.content.measures.weight_gain
    band = band_for(guide, 1, bmi_band)
    corners = range_line(guide, band, 45)
    left, right = next(
        (left, right) for left, right in pairwise(corners) if left[0] <= week <= right[0]
    )
    part = (week - left[0]) / (right[0] - left[0])
    on_line = tuple(left[end] + part * (right[end] - left[end]) for end in (1, 2))
    assert on_line == pytest.approx(range_at(guide, band, week))


@given(st.floats(-20, 60), st.floats(0, 20), st.floats(0, 20))
def test_below_within_and_above_leave_no_gap(gain, start, width):
    ends = (start, start + width)
    low, high = in_tenths(ends)
    place = where_is(gain, ends)
    assert (place == "below") == (round(gain, 1) < low)
    assert (place == "above") == (round(gain, 1) > high)


def test_what_is_shown_as_the_end_of_the_range_is_within_it():
    assert where_is(0.3, (0.307, 1.23)) == "within"
    assert where_is(1.2, (0.307, 1.16)) == "within"


def test_her_gain_is_told_in_one_line(compiled: Compiled):
    report = weight_report(compiled, SINGLE, [Weight(31, 70.2), Weight(12, 63)])
    assert report.title == "Your weight gain: 8.2 kg at 31 weeks. The usual range is 6.8 to 11 kg."
    assert report.place == "within"
    assert [(one.weeks, round(one.gain_kg, 1)) for one in report.points] == [(12, 1.0), (31, 8.2)]
    assert report.range.sources == ("iom09", "who-dak")
    assert any("11.5 to 16 kg" in one for one in said(report))


@pytest.mark.parametrize(("now", "place"), [(66, "below"), (70, "within"), (85, "above")])
def test_her_place_is_told_with_the_advice_of_the_guideline(compiled, now, place):
    report = weight_report(compiled, {**SINGLE, "weight_now_kg": now})
    assert report.place == place
    assert place in report.say
    known = {one.say for one in compiled.content.advice}
    assert {one.say for one in report.advice} <= known
    assert any("not weight loss" in one for one in said(report)) == (place == "above")


@given(st.floats(30, 280), WEEKS, st.integers(30, 250), st.integers(120, 220))
def test_no_answer_ever_speaks_for_losing_weight(guideline, now, weeks, before, height):
    answers = {
        **SINGLE,
        "weight_now_kg": now,
        "gestation_weeks": weeks,
        "weight_before_kg": before,
        "height_cm": height,
    }
    report = weight_report(guideline.compiled, answers)
    told = " ".join([report.title, report.say or "", *said(report)]).lower().split()
    assert not {"nan", "inf", "lose", "much", "heavy", "fat", "should"} & set(told)


def test_twins_see_the_total_and_the_weekly_rate(compiled: Compiled):
    report = weight_report(compiled, {**SINGLE, "twins": True}, [Weight(31, 71)])
    assert report.range.at_week is None
    assert report.range.line == ()
    assert report.range.by_end == (16.8, 24.5)
    assert report.range.weekly == (0.45, 0.66)
    assert report.place is report.say is None
    assert "By the end, 16.8 to 24.5 kg" in report.title


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"twins": True, "weight_before_kg": 45}, "twins when you began below"),
        ({"higher_order_multiple": True}, "three babies or more"),
        ({"anaemia_or_eating_disorder": True}, "no numbers"),
    ],
)
def test_without_a_range_it_says_why_and_names_the_source(compiled, facts, words):
    report = weight_report(compiled, {**SINGLE, **facts}, [Weight(31, 70)])
    assert report.range is None
    assert report.place is None
    assert words in report.why_no_range.say
    assert report.why_no_range.sources
    assert report.asks == ()


def test_with_an_eating_disorder_no_weight_is_repeated(compiled: Compiled):
    report = weight_report(
        compiled, {**SINGLE, "anaemia_or_eating_disorder": True}, [Weight(31, 70)]
    )
    assert report.points == ()
    assert not any(sign.isdigit() for sign in report.title)


@pytest.mark.parametrize("missing", sorted(set(SINGLE) - {"gestation_weeks"}))
def test_what_is_missing_is_asked_and_no_range_is_guessed(compiled, missing):
    answers = {name: value for name, value in SINGLE.items() if name != missing}
    report = weight_report(compiled, answers, [Weight(31, 70)])
    assert report.asks == (missing,)
    assert report.range is None
    assert report.why_no_range is None


def test_without_weeks_the_total_is_still_told(compiled: Compiled):
    answers = {name: value for name, value in SINGLE.items() if name != "gestation_weeks"}
    report = weight_report(compiled, answers)
    assert report.title == "Your weight gain by week"
    assert report.range.at_week is None
    assert report.range.by_end == (11.5, 16)


def test_under_18_the_upper_half_is_named(compiled: Compiled):
    assert any("upper half" in one for one in said(weight_report(compiled, SINGLE | {"age": 17})))
    assert not any("upper half" in one for one in said(weight_report(compiled, SINGLE)))


@pytest.mark.parametrize(
    ("weights", "jump"),
    [
        ([], False),
        ([Weight(30, 70)], False),
        ([Weight(30, 70), Weight(31, 71)], False),
        ([Weight(30, 70), Weight(31, 71.1)], True),
        ([Weight(30.5, 70), Weight(31, 71.1)], True),
        ([Weight(30, 70), Weight(30.9, 70), Weight(31, 70.6)], False),
        ([Weight(29, 70), Weight(31, 71.9)], False),
        ([Weight(30, 71.5), Weight(31, 70)], False),
    ],
)
def test_a_jump_is_more_than_a_kilogram_in_a_week(guide, weights, jump):
    assert jumped(guide, tuple(weights)) == jump


def test_after_a_jump_the_advice_on_swelling_comes_first(compiled: Compiled):
    report = weight_report(compiled, SINGLE, [Weight(30, 68), Weight(31, 70)])
    assert report.jump
    assert "swell" in report.advice[0].say
    early = weight_report(
        compiled, SINGLE | {"gestation_weeks": 10.0}, [Weight(9, 62), Weight(10, 64)]
    )
    assert not early.jump, "no alarm without something to do"


@given(st.permutations([Weight(9, 62), Weight(20, 64), Weight(31, 70), Weight(31.5, 70.4)]))
def test_the_order_of_the_weights_does_not_matter(guideline, weights):
    expected = weight_report(guideline.compiled, SINGLE, sorted(weights, key=lambda one: one.weeks))
    assert weight_report(guideline.compiled, SINGLE, weights) == expected


@pytest.mark.parametrize("bad", [Weight(46, 70), Weight(-1, 70), Weight(31, 29), Weight(31, 281)])
def test_a_weight_outside_the_range_is_refused(compiled, bad):
    with pytest.raises(AnswerError, match="outside the possible range"):
        weight_report(compiled, SINGLE, [bad])


def test_a_weight_that_is_no_number_is_refused(compiled: Compiled):
    with pytest.raises(AnswerError):
        weight_report(compiled, SINGLE, [Weight(31, math.nan)])


@pytest.mark.parametrize(
    ("babies", "bmi_band", "weeks", "gain"),
    [
        (1, "healthy", 31, 8.9),
        (1, "obese", 13, 1.25),
        (2, "healthy", 20, 10.325),
        (2, "healthy", 42, 20.65),
        (2, "underweight", 31, None),
        (3, "healthy", 31, None),
    ],
)
def test_a_typical_gain_is_the_middle_of_the_range(guide, babies, bmi_band, weeks, gain):
    assert typical_gain(guide, babies, bmi_band, weeks) == pytest.approx(gain)


def test_a_loss_has_a_true_minus_sign():
    assert [in_kg(one) for one in (-1.24, 0.04, -0.04, 8)] == ["\N{MINUS SIGN}1.2", "0", "0", "8"]
