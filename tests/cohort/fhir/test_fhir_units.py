"""Units: turned exactly, or told; never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrywell.api import load_guideline
from carrywell.cohort.fhir.resources import Quantity
from carrywell.cohort.fhir.units import UCUM, converted, unit_of

MAPPINGS = load_guideline().content.mappings
TURNED = {
    ("[degF]", "Cel"): lambda value: (value - 32) * 5 / 9,
    ("K", "Cel"): lambda value: value - 273.15,
    ("[lb_av]", "kg"): lambda value: value * 0.45359237,
    ("[oz_av]", "kg"): lambda value: value * 0.028349523125,
    ("g", "kg"): lambda value: value / 1000,
    ("[in_i]", "cm"): lambda value: value * 2.54,
    ("[ft_i]", "cm"): lambda value: value * 30.48,
    ("m", "cm"): lambda value: value * 100,
    ("kPa", "mm[Hg]"): lambda value: value / 0.133322387415,
    ("wk", "d"): lambda value: value * 7,
    ("/s", "/min"): lambda value: value * 60,
    ("{beats}/min", "/min"): lambda value: value,
}


@pytest.mark.parametrize(("unit", "to"), TURNED, ids=str)
@given(value=st.floats(0.5, 500))
def test_a_unit_is_turned_by_its_definition(unit: str, to: str, value: float) -> None:
    assert converted(value, unit, to) == pytest.approx(TURNED[unit, to](value), abs=2e-6, rel=1e-6)


@pytest.mark.parametrize(
    ("fahrenheit", "celsius"), [(100.4, 38.0), (99.5, 37.5), (98.6, 37.0), (102.2, 39.0), (95, 35)]
)
def test_a_limit_in_one_unit_is_the_same_limit_in_the_other(
    fahrenheit: float, celsius: float
) -> None:
    """100.4 °F is a fever of 38 °C; a rounding error below it would hide the fever."""
    assert converted(fahrenheit, "[degF]", "Cel") == celsius


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(sorted({to for _, to in TURNED})),
)
def test_a_unit_that_is_meant_is_left_alone(value: float, unit: str) -> None:
    assert converted(value, unit, unit) == value


@given(st.text(max_size=60))
def test_any_text_for_a_unit_is_turned_or_refused(unit: str) -> None:
    value = converted(1.0, unit, "mm[Hg]")
    assert value is None or isinstance(value, float)


@pytest.mark.parametrize(
    ("unit", "to"),
    [("kg", "Cel"), ("Cel", "kg"), ("foo", "kg"), ("", "kg"), ("mmHg", "mm[Hg]"), ("lbs", "kg"), ("%", "1"),
     ("[pH]", "Cel"), ("9" * 41, "%"), ("mol", "kg"), ("Cel", "mm[Hg]")],
)  # fmt: skip
def test_what_is_no_such_unit_is_refused(unit: str, to: str) -> None:
    assert converted(37.0, unit, to) is None


@pytest.mark.parametrize("unit", ["", "1", "{score}", "1{score}", "{pregnancies}"])
def test_a_count_has_no_unit(unit: str) -> None:
    assert converted(3.0, unit, "1") == 3


def test_every_unit_of_the_mapping_is_one_of_ucum() -> None:
    units = {one.unit for one in MAPPINGS.codes if one.unit} | set(MAPPINGS.unit_names.values())
    for unit in units - {"1"}:
        assert converted(1.0, f"{unit}.1", unit) == pytest.approx(1) or unit in ("Cel", "[degF]")
        assert converted(37.0, unit, {"Cel": "[degF]", "[degF]": "Cel"}.get(unit, unit)) is not None


def test_a_plain_name_is_read_only_if_it_is_listed() -> None:
    names = MAPPINGS.unit_names
    assert unit_of(Quantity(value=1, unit="mmHg"), names) == "mm[Hg]"
    assert unit_of(Quantity(value=1, unit="stone"), names) is None
    assert unit_of(Quantity(value=1), names) == ""
    assert unit_of(Quantity(value=1, unit="lbs", system=UCUM[0], code="kg"), names) == "kg"
