"""What is worked out from her answers: every way it can come about, and what must not bring it about."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.assessment.tables import read_table

from carrywell import Guideline
from carrywell.assessment.answers import settle
from carrywell.guideline.model import Finding

Answers = dict[str, Any]
DERIVED = read_table("derived.yaml")
ESTIMATES = read_table("estimates.yaml")
TABLES = {one["finding"] for one in (*DERIVED, *ESTIMATES)}
ESTIMATED = (
    "first_trimester",
    "second_trimester",
    "third_trimester",
    "bump_or_movements",
    "no_bump",
)
A_DAY = 1 / 7


def _outcomes() -> Iterator[Any]:
    for one in DERIVED:
        cases = [
            *((True, when) for when in one.get("true_when", ())),
            *((False, when) for when in one.get("false_when", ())),
            *((None, when) for when in one.get("open_when", ())),
            *one.get("is", ()),
        ]
        for wanted, when in cases:
            yield pytest.param(
                one["finding"], wanted, when, id=f"{one['finding']}={wanted}: {when}"
            )


def worked_out(guideline: Guideline, answers: Answers, finding: str) -> object:
    """What the finding comes to; None while it is open."""
    return settle(guideline.compiled, answers).facts.get(finding)


@pytest.mark.parametrize(("finding", "wanted", "when"), list(_outcomes()))
def test_it_comes_about_as_the_evidence_says(
    guideline: Guideline,
    ana: Callable[..., Answers],
    finding: str,
    wanted: object,
    when: Answers,
) -> None:
    assert worked_out(guideline, ana(when), finding) == wanted


@pytest.mark.parametrize("table", [one for one in DERIVED if "true_when" in one], ids=str)
def test_no_other_option_brings_it_about(
    guideline: Guideline, ana: Callable[..., Answers], table: dict[str, Any]
) -> None:
    for when in table["true_when"]:
        for question, value in when.items():
            for other in _other_options(guideline.content.finding[question], value):
                changed = {**when, question: other}
                if not any(one.items() <= changed.items() for one in table["true_when"]):
                    assert worked_out(guideline, ana(changed), table["finding"]) is False, changed


def _other_options(finding: Finding, value: object) -> Iterator[object]:
    for option in finding.options:
        if finding.type == "choice" and option.id != value:
            yield option.id
        if finding.type == "choices" and [option.id] != value:
            yield [option.id]


@pytest.mark.parametrize("row", ESTIMATES, ids=lambda row: row["finding"])
def test_weeks_and_estimates(
    guideline: Guideline, ana: Callable[..., Answers], row: dict[str, Any]
) -> None:
    finding = row["finding"]
    limit, inside = (row["from"], True) if "from" in row else (row["under"], False)
    for weeks, wanted in ((limit, inside), (limit - A_DAY, not inside), (limit + 1, inside)):
        assert worked_out(guideline, ana({"gestation_weeks": weeks}), finding) is wanted, weeks
    for estimate in ESTIMATED:
        answers = ana({"gestation_weeks": None, "gestation_estimate": estimate})
        assert worked_out(guideline, answers, finding) is row[estimate], estimate
    unknown = ana({"gestation_weeks": None, "gestation_estimate": None})
    assert worked_out(guideline, unknown, finding) is None
    outside = ana({"pregnant": False, "pregnancy_test": "negative"})
    assert worked_out(guideline, outside, finding) is False


def test_the_estimates_are_all_there(guideline: Guideline) -> None:
    options = {one.id for one in guideline.content.finding["gestation_estimate"].options}
    assert options == {*ESTIMATED, "exact_weeks"}


def test_everything_that_is_worked_out_is_written_a_second_time(guideline: Guideline) -> None:
    worked_out = {one.id for one in guideline.content.findings if one.derived is not None}
    assert worked_out - {"bmi"} == TABLES


def test_every_source_is_known(guideline: Guideline) -> None:
    known = {one.id for one in guideline.content.sources}
    assert {name for one in DERIVED for name in one["sources"]} - known == set()
