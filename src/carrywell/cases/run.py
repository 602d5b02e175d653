"""One case through the guideline: what it advises beside what the source advised."""

from pathlib import Path
from typing import Any

import msgspec

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.assess import assess
from carrywell.cases.mapping import Unmentioned, map_case
from carrywell.guideline.compiled import Compiled

OUT_OF_SCOPE = "out_of_scope"
TREATMENT_ANSWER = {
    "offered": "allowed",
    "ask first": "ask_first",
    "ask before offering": "ask_first",
    "not for you": "not_allowed",
}


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a case file: a triage case, or a treatment case when `treatment` is given."""

    id: str
    facts: dict[str, Any]
    source: str = ""
    source_checked: str = ""
    text: str = ""
    notes: str = ""
    gold_urgency: str | None = None
    gold_causes: tuple[str, ...] = ()
    gold_confidence: str = ""
    treatment: str | None = None
    gold: str | None = None

    @property
    def answer(self) -> str:
        """The right answer by the source."""
        return str(self.gold_urgency if self.treatment is None else self.gold)

    def mark(self, name: str) -> str | None:
        """The text behind ``name:`` in the notes, or None."""
        for part in self.notes.split(";"):
            key, _, text = part.strip().partition(":")
            if key == name:
                return text.strip()
        return None

    @property
    def acceptable(self) -> frozenset[str]:
        """The right answer and those the case set counts as not wrong."""
        also = self.mark("also_acceptable") or ""
        return frozenset({self.answer, *(one.strip() for one in also.split(",") if one.strip())})

    @property
    def scores_causes(self) -> bool:
        """Whether the causes of this case should be scored."""
        return bool(self.gold_causes) and "cause_uncertain" not in self.notes


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What came out. For a triage case `status` is None; for a treatment case `advised` is."""

    id: str
    gold: str
    acceptable: tuple[str, ...]
    advised: str | None = None
    urgency: str | None = None
    floor: str | None = None
    ceiling: str | None = None
    signs: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    gold_causes: tuple[str, ...] = ()
    cause_rank: int | None = None
    scores_causes: bool = False
    underlying_urgency: str | None = None
    treatment: str | None = None
    status: str | None = None
    reasons: tuple[str, ...] = ()
    unknown_words: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    error: str | None = None

    @property
    def given(self) -> str | None:
        """The answer that is compared with the gold."""
        return self.status if self.treatment is not None else self.advised


class CaseFileError(ValueError):
    """A line of a case file that cannot be read; the message names file and line."""


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON-lines file. Raises `CaseFileError` naming file, line and mistake."""
    cases = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseFileError(f"{path}: cannot be read: {error}") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                cases.append(msgspec.json.decode(line, type=Case))
            except msgspec.DecodeError as error:
                raise CaseFileError(f"{path}:{number}: {error}") from None
    return tuple(cases)


def run_case(compiled: Compiled, case: Case, unmentioned: Unmentioned) -> Result:
    """The result of one case; a case that contradicts itself gives a result with `error`."""
    acceptable = tuple(sorted(case.acceptable))
    vocabulary = compiled.content.vocabulary
    try:
        mapped = map_case(compiled, case.facts, unmentioned)
        found = assess(compiled, mapped.answers)
    except AnswerError as error:
        return Result(id=case.id, gold=case.answer, acceptable=acceptable, error=str(error))
    unknown_words = list(mapped.unknown_words)
    status: str | None = None
    reasons: tuple[str, ...] = ()
    if case.treatment is not None:
        treatment_id = vocabulary["treatments"].get(case.treatment)
        one = next((one for one in found.treatments if one.id == treatment_id), None)
        if one is None:
            unknown_words.append(f"treatment={case.treatment!r}")
        else:
            status = TREATMENT_ANSWER[one.status]
            reasons = tuple(reason.say for reason in one.reasons)
    labels = vocabulary["causes"]
    unknown_words += [f"gold_causes={one!r}" for one in case.gold_causes if one not in labels]
    right = {ours for label in case.gold_causes for ours in labels.get(label, ())}
    ranks = [cause.rank for cause in found.causes if cause.id in right]
    return Result(
        id=case.id,
        gold=case.answer,
        acceptable=acceptable,
        advised=None
        if case.treatment is not None
        else (found.urgency if found.scope.in_scope else OUT_OF_SCOPE),
        urgency=found.urgency,
        floor=found.floor,
        ceiling=found.ceiling,
        signs=tuple(sign.id for sign in found.signs),
        undecided=tuple(sign.id for sign in found.undecided),
        causes=tuple(cause.id for cause in found.causes),
        gold_causes=case.gold_causes,
        cause_rank=min(ranks, default=None),
        scores_causes=case.scores_causes and bool(right),
        underlying_urgency=case.mark("underlying_urgency"),
        treatment=case.treatment,
        status=status,
        reasons=reasons,
        unknown_words=tuple(unknown_words),
        noted=tuple(mapped.noted),
    )
