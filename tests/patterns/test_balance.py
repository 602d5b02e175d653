"""The balance model: one case by hand, and the laws that a drawing of it must keep."""

from math import atan, degrees, isfinite

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carrywell import Guideline
from carrywell.assessment.answers import AnswerError
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.content import Content
from carrywell.patterns.balance import (
    Body,
    balance,
    body_of,
    gain_of,
    moments,
    reach_share,
    shift_when_leaning,
)

WEEKS = st.floats(0, 45)
HEIGHT = st.floats(120, 220)
BEFORE = st.floats(30, 250)
GAIN = st.floats(0, 60)


@pytest.fixture(scope="module")
def content(guideline: Guideline) -> Content:
    return guideline.content


def body(weeks=31.0, height=165.0, before=60.0, now=72.0, **more) -> Body:
    return Body(weeks=weeks, height_cm=height, weight_before_kg=before, weight_now_kg=now, **more)


def test_one_body_by_hand(content: Content):
    hers = moments(content.measures.balance_model, body(weeks=40, height=160, now=72), 12)
    assert hers.reach == pytest.approx(1.6 * 0.06)
    assert hers.shift == pytest.approx(12 * 0.096 / 72)
    held = 1.6 * (0.65 * 60 * 0.18 + 12 * 0.05)
    assert hers.lean == pytest.approx(degrees(atan(12 * 0.096 / held)))
    assert hers.bag == pytest.approx(12 * 0.06 / 0.2)


@given(WEEKS, HEIGHT, BEFORE, GAIN, GAIN)
def test_more_gain_never_means_less_shift(guideline, weeks, height, before, one, other):
    model = guideline.content.measures.balance_model
    hers = Body(weeks=weeks, height_cm=height, weight_before_kg=before)
    small, large = (moments(model, hers, gain) for gain in sorted((one, other)))
    assert small.shift <= large.shift
    assert small.lean <= large.lean
    assert small.bag <= large.bag


@given(WEEKS, WEEKS, HEIGHT, BEFORE, GAIN)
def test_more_weeks_never_mean_less_shift(guideline, one, other, height, before, gain):
    model = guideline.content.measures.balance_model
    early, late = (
        moments(model, Body(weeks=weeks, height_cm=height, weight_before_kg=before), gain)
        for weeks in sorted((one, other))
    )
    assert early.shift <= late.shift
    assert early.lean <= late.lean


@given(WEEKS, HEIGHT, BEFORE, st.floats(-100, 0))
def test_without_a_gain_there_is_no_shift(guideline, weeks, height, before, gain):
    hers = moments(
        guideline.content.measures.balance_model,
        Body(weeks=weeks, height_cm=height, weight_before_kg=before),
        gain,
    )
    assert (hers.shift, hers.lean, hers.bag) == (0, 0, 0)


@given(WEEKS, HEIGHT, BEFORE, st.floats(0, 250))
def test_leaning_brings_it_back_over_the_feet(guideline, weeks, height, before, gain):
    model = guideline.content.measures.balance_model
    hers = moments(model, Body(weeks=weeks, height_cm=height, weight_before_kg=before), gain)
    assert shift_when_leaning(model, hers, 0) == pytest.approx(hers.shift)
    assert shift_when_leaning(model, hers, hers.lean) == pytest.approx(0, abs=1e-9)


@given(WEEKS, HEIGHT, BEFORE, st.floats(30, 280))
def test_every_allowed_body_has_a_finite_and_small_lean(guideline, weeks, height, before, now):
    shown = balance(guideline.content, body(weeks, height, before, now))
    numbers = (shown.shift_cm, shown.lean_degrees, shown.bag_kg, shown.share_percent)
    assert all(isfinite(one) for one in numbers)
    assert 0 <= shown.lean_degrees < 45
    assert 0 <= shown.shift_cm <= height * 0.06
    assert shown.say


@given(
    WEEKS,
    st.none() | HEIGHT,
    st.none() | BEFORE,
    st.none() | st.floats(30, 280),
    st.sampled_from(["underweight", "healthy", "overweight", "obese", None]),
    st.integers(1, 3),
)
def test_whatever_is_unknown_it_answers(guideline, weeks, height, before, now, band, babies):
    assume(before is None or now is None)
    hers = Body(
        weeks=weeks,
        height_cm=height,
        weight_before_kg=before,
        weight_now_kg=now,
        bmi_band=band,
        babies=babies,
    )
    shown = balance(guideline.content, hers)
    assert shown.gain_from != "yours"
    assert isfinite(shown.lean_degrees)
    assert (shown.gain_from == "unknown") == (babies == 3 or (babies, band) == (2, "underweight"))
    assert not any("{" in one for one in shown.say)


def test_a_typical_gain_is_said_to_be_one(content: Content):
    assert gain_of(content, Body(weeks=31)) == (pytest.approx(8.9), "typical")
    twins = balance(content, Body(weeks=20, babies=2))
    assert any("rough gain for 20 weeks with twins: 10.3 kg" in one for one in twins.say)
    shown = balance(content, Body(weeks=31))
    assert any("typical gain for 31 weeks with one baby: 8.9 kg" in one for one in shown.say)
    assert any("165 cm" in one for one in shown.say)


def test_a_known_size_is_not_explained_away(content: Content):
    assert not any("We do not know" in one for one in balance(content, body()).say)


def test_her_own_gain_and_its_share_are_told(content: Content):
    shown = balance(content, body(before=62, now=76))
    assert shown.gain_from == "yours"
    assert "14 kg more" in shown.say[0]
    assert "18 %" in shown.say[0]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (60, "no more than before"),
        (58, "no more than before"),
        (60.3, "a little more"),
        (75, "4 kg bag"),
    ],
)
def test_what_it_asks_of_the_back_is_said_in_plain_words(content, now, words):
    shown = balance(content, body(weeks=40, now=now))
    assert any(words in one for one in shown.say)


def test_it_calls_itself_a_simple_picture_and_brings_what_is_known(content: Content):
    shown = balance(content, body())
    assert shown.title == "This is a simple picture, not a measurement."
    assert not shown.source_checked
    told = " ".join(one.say for one in shown.facts)
    assert "4 mm back" in told
    assert "does not go along with pain" in told
    assert "does not tell who will be in pain" in told
    assert all(one.sources and one.source_checked for one in shown.facts)


def test_every_number_of_the_model_says_that_it_is_a_design_choice(content: Content):
    model = content.measures.balance_model
    for name in model.__struct_fields__:
        assert "carrywell-design" in getattr(model, name).sources
        assert getattr(model, name).source_checked is False


@given(WEEKS, WEEKS)
def test_the_bump_stops_growing_at_full_term(guideline, one, other):
    model = guideline.content.measures.balance_model
    early, late = sorted((one, other))
    assert reach_share(model, early) <= reach_share(model, late)
    assert reach_share(model, 45) == pytest.approx(model.reach_at_full.value)


@pytest.mark.parametrize(
    "bad",
    [
        body(weeks=46),
        body(height=119),
        body(height=221),
        body(now=29),
        body(before=251),
        body(now=float("nan")),
        body(weeks=float("inf")),
    ],
)
def test_a_number_outside_its_range_is_refused(content, bad):
    with pytest.raises(AnswerError, match="outside the possible range"):
        balance(content, bad)


ANSWERS = {
    "gestation_weeks": 31.0,
    "height_cm": 165,
    "weight_before_kg": 62,
    "weight_now_kg": 72,
    "twins": True,
}


def test_her_answers_make_her_body(compiled: Compiled):
    assert body_of(compiled, ANSWERS) == body(31, 165, 62, 72, bmi_band="healthy", babies=2)
    assert body_of(compiled, {"gestation_weeks": 31.0}) == Body(weeks=31)
    assert body_of(compiled, {"height_cm": 165}) is None


def test_with_an_eating_disorder_no_weight_is_said_or_drawn(compiled: Compiled):
    hers = body_of(compiled, ANSWERS | {"anaemia_or_eating_disorder": True})
    shown = balance(compiled.content, hers)
    assert hers.weight_before_kg is hers.weight_now_kg is None
    assert shown.gain_from == "kept back"
    assert shown.shift_cm == 0
    assert not any(sign.isdigit() for one in shown.say for sign in one)
