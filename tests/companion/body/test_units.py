"""Kilograms and pounds: exact, and read as they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrywell.companion.body.units import (
    as_typed,
    kilograms,
    number_typed,
    range_in_words,
    weight_in_words,
)

TENTHS = st.integers(300, 6172).map(lambda tenths: f"{tenths / 10:g}")
UNITS = st.sampled_from(["kg", "lb"])


@given(TENTHS, UNITS)
def test_a_weight_is_read_as_it_was_typed(typed, unit):
    assert as_typed(kilograms(number_typed(typed), unit), unit) == typed


def test_a_hundred_pounds_are_exactly_the_kilograms_of_the_definition():
    assert kilograms(100, "lb") == 45.359237
    assert kilograms(100, "kg") == 100


@pytest.mark.parametrize(
    ("weight_kg", "unit", "words"),
    [(71.4, "kg", "71.4 kg"), (71.0, "kg", "71 kg"), (157 * 0.45359237, "lb", "157 lb (71.21 kg)")],
)
def test_pounds_stand_with_their_kilograms(weight_kg, unit, words):
    assert weight_in_words(weight_kg, unit) == words


@pytest.mark.parametrize(
    ("typed", "value"),
    [("71", 71), (" 71,4 ", 71.4), ("71.25", 71.25), ("", None), ("-71", None), ("7e1", None)],
)
def test_a_number_as_people_write_it(typed, value):
    assert number_typed(typed) == value


def test_the_ends_in_pounds_lie_within_those_in_kilograms(guideline):
    finding = guideline.content.finding["weight_now_kg"]
    low, _, high, _ = range_in_words(finding, "lb").split()
    assert kilograms(float(low) - 0.1, "lb") < finding.min <= kilograms(float(low), "lb")
    assert kilograms(float(high), "lb") <= finding.max < kilograms(float(high) + 0.1, "lb")
