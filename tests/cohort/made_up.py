"""Made-up people for the tests: every kind of answer, and most questions not answered."""

import random
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import polars as pl

from carrywell.api import load_guideline
from carrywell.cohort.program import Program
from carrywell.conditions.columns import ticked
from carrywell.guideline.facts import as_answer, harmless_value
from carrywell.guideline.model import Finding

KINDS = {"yes_no": pl.Boolean, "number": pl.Float64, "choice": pl.String}
Answers = dict[str, Any]


def somebody(findings: Sequence[Finding], chance: random.Random) -> Answers:
    """Some answers, mostly those of someone who is well, so that not every rule fires."""
    if chance.random() < 0.3:
        return somebody_well(findings, chance)
    told = chance.sample(findings, chance.choice((1, 2, 3, 5, 8, 20, 60)))
    answers = {one.id: an_answer(one, chance) for one in told}
    if chance.random() < 0.6:
        answers["pregnant"] = True
    if chance.random() < 0.4:
        answers["gestation_weeks"] = float(chance.randint(4, 42))
    return answers


def somebody_well(findings: Sequence[Finding], chance: random.Random) -> Answers:
    """The whole interview answered calmly, and then perhaps one thing or two otherwise."""
    unlike = chance.sample(findings, chance.choice((0, 1, 1, 2)))
    return {**_calm_interview(), **{one.id: an_answer(one, chance) for one in unlike}}


@cache
def _calm_interview() -> Answers:
    guideline = load_guideline()
    answers: Answers = {"pregnant": True, "gestation_weeks": 25.0}
    while (screen := guideline.next_screen(answers)) is not None:
        for question in screen.questions:
            if (
                question.only_if is not None
                and answers.get(question.only_if[0]) is not question.only_if[1]
            ):
                continue
            finding = guideline.content.finding[question.finding]
            calm = harmless_value(finding)
            answers[finding.id] = False if calm is None else as_answer(calm)
    return answers


def an_answer(finding: Finding, chance: random.Random) -> Any:
    match finding.type:
        case "yes_no":
            return chance.random() < 0.5 if chance.random() < 0.4 else bool(finding.harmless)
        case "choice":
            return chance.choice(finding.options).id
        case "choices":
            named = [one.id for one in finding.options if chance.random() < 0.2]
            return [*named, None] if named and chance.random() < 0.3 else named
        case "number":
            assert finding.min is not None
            assert finding.max is not None
            return float(round(chance.uniform(finding.min, finding.max)))


def frame_of(program: Program, people: Sequence[Answers]) -> pl.DataFrame:
    """The answers as the columns that the steps start from."""
    return pl.DataFrame([one for each in program.given for one in _series(*each, people)])


def _series(finding: Finding, column: str, people: Sequence[Answers]) -> Iterator[pl.Series]:
    values = [answers.get(finding.id) for answers in people]
    if finding.type != "choices":
        yield pl.Series(column, values, dtype=KINDS[finding.type])
        return
    for option in finding.options:
        yield pl.Series(
            ticked(finding.id, option.id),
            [_is_ticked(value, option.id) for value in values],
            dtype=pl.Boolean,
        )


def _is_ticked(value: list[str | None] | None, option: str) -> bool | None:
    if value is None or (option not in value and None in value):
        return None
    return option in value
