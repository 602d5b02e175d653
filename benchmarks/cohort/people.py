"""The people that everyone screens: made up, in one Parquet file; and the same as answers, one by one."""

from pathlib import Path
from typing import Any

import polars as pl

from carrywell.assessment.answers import AnswerError, settle
from carrywell.cohort.program import program_of
from carrywell.cohort.synthetic import write_made_up
from carrywell.guideline.compiled import Compiled

Facts = dict[str, Any]


def cohort(compiled: Compiled, people: int, folder: Path) -> Path:
    """The file with so many made-up people; made when it is not there."""
    file = folder / f"{people}.synthetic.parquet"
    if not file.exists():
        write_made_up(program_of(compiled), people, file)
    return file


def answers_of(compiled: Compiled, frame: pl.DataFrame) -> list[dict[str, Any]]:
    """What each row says, as it would be answered."""
    finding = compiled.content.finding
    columns = [one for one in frame.columns if one in finding]
    return [
        {
            name: _answer(finding[name].type, value)
            for name, value in row.items()
            if value is not None
        }
        for row in frame.select(columns).iter_rows(named=True)
    ]


def settled(compiled: Compiled, frame: pl.DataFrame) -> list[tuple[int, Facts]]:
    """What follows from the answers of each row that can be right, with its place."""
    found: list[tuple[int, Facts]] = []
    for place, answers in enumerate(answers_of(compiled, frame)):
        try:
            found.append((place, settle(compiled, answers).base))
        except AnswerError:
            continue
    return found


def _answer(kind: str, value: Any) -> Any:
    if kind != "choices":
        return value
    return [] if value == "none" else value.split(";")
