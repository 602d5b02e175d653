"""One woman's answers back from the columns that the steps start from: for what is told in words."""

from collections.abc import Mapping
from typing import Any

from carrywell.cohort.program import Program
from carrywell.conditions.columns import ticked


def answers_of(program: Program, row: Mapping[str, Any]) -> dict[str, Any]:
    """What she answered, as `assess` takes it. `row`: a row of `Given.frame`; unknown is left out."""
    answers: dict[str, Any] = {}
    for finding, column in program.given:
        if finding.type != "choices":
            if row[column] is not None:
                answers[finding.id] = row[column]
            continue
        ticks = {one.id: row[ticked(finding.id, one.id)] for one in finding.options}
        if all(tick is None for tick in ticks.values()):
            continue
        listed: list[str | None] = [option for option, tick in ticks.items() if tick]
        answers[finding.id] = [*listed, None] if None in ticks.values() else listed
    return answers
