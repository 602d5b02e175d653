"""Which cases are answered otherwise: those of a file, and the project's own in a clone of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.cases.run import Case, Result, run_case
from carrywell.proof import told
from carrywell.proof.backgrounds import well_in
from carrywell.proof.claims import Answers

OWN_CASES = Path(__file__).parents[3] / "tests" / "assessment" / "signs.yaml"
"""Rows of the evidence, each about a woman who is well at 30 weeks but for what the row says."""
DAYS_A_WEEK = 7


class CaseChange(msgspec.Struct, frozen=True):
    """A case that is answered otherwise, by its file's id."""

    id: str
    before: str
    after: str


def case_changes(old: Guideline, new: Guideline, cases: tuple[Case, ...]) -> tuple[CaseChange, ...]:
    """The cases that come out otherwise: urgency, its bounds, or the treatment's status."""
    told_ = (
        (one.id, *(_outcome(run_case(side.compiled, one, "no")) for side in (old, new)))
        for one in cases
    )
    return tuple(CaseChange(*one) for one in told_ if one[1] != one[2])


def own_case_changes(
    old: Guideline, new: Guideline, path: Path = OWN_CASES
) -> tuple[CaseChange, ...]:
    """The same for the rows that the project tests its signs with; none where they are not at hand."""
    if not path.is_file():
        return ()
    import yaml

    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_changed(old, new, rows))


def _changed(old: Guideline, new: Guideline, rows: list[dict[str, Any]]) -> Iterator[CaseChange]:
    well = well_in(old, new)
    for row in rows:
        when = {name: _weeks(value) for name, value in row["when"].items()}
        both = told.both_told(told.bounds, old, new, _with(old, well, when))
        if both is not None and both[0] != both[1]:
            said = ", ".join(f"{name}={value}" for name, value in row["when"].items())
            yield CaseChange(f"{row['row']}: {said}", *both)


def _with(guideline: Guideline, well: Answers, when: Answers) -> Answers:
    """Her answers with these instead, and without what they settle themselves."""
    finding = guideline.content.finding
    settled = {
        other for name in when if name in finding for other in finding[name].implies
    } - when.keys()
    if "gestation_estimate" in when:
        settled.add("gestation_weeks")
    if when.get("postpartum"):
        when = {"pregnant": False, **when}
    if when.get("pregnant", True) is not True:
        settled |= {"gestation_weeks", "fetal_movement", "frantic_movement"} - when.keys()
    return {**{k: v for k, v in well.items() if k not in settled}, **when}


def _weeks(written: object) -> object:
    """'36+6' is 36 weeks and 6 days; anything else stays as it is."""
    if isinstance(written, str) and "+" in written:
        weeks, days = written.split("+")
        return int(weeks) + int(days) / DAYS_A_WEEK
    return written


def _outcome(result: Result) -> str:
    if result.error is not None:
        return f"not run: {result.error}"
    if result.treatment is not None:
        return result.status or "unknown treatment"
    return f"{result.advised} ({result.floor} to {result.ceiling})"
