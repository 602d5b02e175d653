"""What a sign of several parts needs: each line of each part suffices, and no part may be missing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from tests.assessment.tables import read_table

from carrywell import Guideline
from carrywell.conditions.nodes import And, AtLeast, Or

Answers = dict[str, Any]
ROWS = read_table("needs.yaml")
STAGES = ("gestation_weeks", "pregnant", "postpartum")
WITHOUT_PARTS = {"c_multi_soon_three", "c_multi_soon_pain"}
"""Signs that count other signs have tests of their own."""


def said(line: str) -> Answers:
    """'faint & pain_score=7' as answers."""
    return dict(map(_answer, line.split(" & ")))


def _answer(term: str) -> tuple[str, Any]:
    name, _, value = term.partition("=")
    if name in ("pain_location", "worse_with", "relieved_by"):
        return name, [value]
    return name, yaml.safe_load(value) if value else True


def together(*each: Answers) -> Answers:
    """All of them; places of pain add up, and of anything else the last counts."""
    joined: Answers = {}
    for one in each:
        for name, value in one.items():
            both = isinstance(value, list) and name in joined
            joined[name] = sorted({*joined[name], *value}) if both else value
    return joined


def first_lines(row: dict[str, Any], but: int) -> Answers:
    """Every part but one, by its first line."""
    parts = [said(part["any"][0]) for place, part in enumerate(row["parts"]) if place != but]
    return together(*parts)


def enough(row: dict[str, Any]) -> Iterator[Answers]:
    """Each line of each part, with the first of the others."""
    for place, part in enumerate(row["parts"]):
        for line in part["any"]:
            yield together(first_lines(row, place), said(line))


def too_little(guideline: Guideline, row: dict[str, Any]) -> Iterator[Answers]:
    """One part left out, or with something in its place that is not enough."""
    for place, part in enumerate(row["parts"]):
        rest = first_lines(row, place)
        lines = [said(line) for line in part["any"]]
        if not set(lines[0]) & set(STAGES) and not part.get("bare"):
            yield rest
        yield from (together(rest, said(line)) for line in part.get("not", ()))
        if part.get("others", row.get("others", True)):
            for other in _other_options(guideline, lines):
                yield together(rest, other)


def _other_options(guideline: Guideline, lines: list[Answers]) -> Iterator[Answers]:
    """Every option that no line names, of the questions that a line answers alone."""
    for name in {next(iter(one)) for one in lines if len(one) == 1}:
        finding = guideline.content.finding[name]
        for option in finding.options:
            answer = {name: [option.id] if finding.type == "choices" else option.id}
            if answer not in lines:
                yield answer


def _id(row: dict[str, Any]) -> str:
    return str(row["sign"])


@pytest.mark.parametrize("row", ROWS, ids=_id)
def test_each_line_of_each_part_is_enough(
    guideline: Guideline, ana: Callable[..., Answers], row: dict[str, Any]
) -> None:
    for when in enough(row):
        fired = {one.id for one in guideline.assess(ana(when)).signs}
        assert row["sign"] in fired, when


@pytest.mark.parametrize("row", ROWS, ids=_id)
def test_no_part_may_be_missing(
    guideline: Guideline, ana: Callable[..., Answers], row: dict[str, Any]
) -> None:
    for when in too_little(guideline, row):
        fired = {one.id for one in guideline.assess(ana(when)).signs}
        assert row["sign"] not in fired, when


def test_every_sign_of_several_parts_is_in_the_table(guideline: Guideline) -> None:
    parted = {
        sign.id
        for sign in guideline.content.signs
        if isinstance(guideline.compiled.conditions[f"sign:{sign.id}"], And | Or | AtLeast)
    }
    assert parted - WITHOUT_PARTS - {row["sign"] for row in ROWS} == set()


def test_every_row_of_the_evidence_that_is_named_exists(guideline: Guideline) -> None:
    rows = {row["row"] for row in ROWS} - {"extra"}
    assert rows <= set(guideline.content.evidence["warning_signs"])
