"""One woman on the list of whom to ring: why, what to say, what to ask, what she may do until then.

Nothing private (violence, self-harm) is named: the list lies about. It says 'ask in private' instead.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from carrywell.assessment.answers import AnswerError, Settled, settle
from carrywell.assessment.assess import assess
from carrywell.assessment.interview import question_of
from carrywell.assessment.reasons import in_words, still_open
from carrywell.assessment.result import Assessment, FiredSign, PlanItem
from carrywell.cohort.asking import Open, ToAsk, to_ask
from carrywell.cohort.files import InputError
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import as_fact
from carrywell.guideline.model import RANK, Sign, Urgency

IN_THE_HEADING = ("pregnant", "gestation_weeks")
NOTHING_TO_ASK = ToAsk((), 0, private=False)


class Why(msgspec.Struct, frozen=True):
    """A sign that is there; `told` are her own answers behind it, where they are at hand."""

    urgency: Urgency
    title: str
    do: str
    sources: tuple[str, ...]
    source_checked: bool
    told: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """`clash`: answers that cannot both be right; then the bounds are None and `why` is as if they were.

    `private`: a sign is there that is not named. `refused`: treatments that are not for her now;
    `refused_all` when none is offered. `until`: what she may do until she has been seen. `open_count`:
    signs above the floor that are not ruled out.
    """

    row: int
    person: str
    weeks: float | None
    urgency: Urgency | None
    floor: Urgency | None
    ceiling: Urgency | None
    why: tuple[Why, ...]
    private: bool
    clash: tuple[str, ...] = ()
    ask: ToAsk = NOTHING_TO_ASK
    open_count: int = 0
    until: tuple[PlanItem, ...] = ()
    refused: tuple[str, ...] = ()
    refused_all: bool = False
    situation: str | None = None
    values_not_used: int = 0
    synthetic: bool = False

    @property
    def rests_on_not_knowing(self) -> bool:
        """Whether only what is not known makes it as urgent as it is."""
        return self.urgency != self.floor


def entry_of(
    compiled: Compiled, row: Mapping[str, Any], answers: Mapping[str, Any] | None
) -> Entry:
    """The entry for a row of `Told`; `answers` are hers, where the input is at hand.

    Raises `InputError` when the answers are not those that were screened.
    """
    if answers is None:
        return _from_signs(compiled, row)
    try:
        settled = settle(compiled, answers)
    except AnswerError as error:
        return _ask_again(compiled, row, answers, error)
    assessment = assess(compiled, answers)
    bounds = (assessment.urgency, assessment.floor, assessment.ceiling)
    if bounds != (row["urgency"], row["floor"], row["ceiling"]):
        raise InputError(
            f"row {row['row']}: her answers are not those that were screened. Screen again."
        )
    return _from_answers(compiled, row, settled, assessment)


def name_of(row: Mapping[str, Any]) -> str:
    """How a person is called in the file that was screened; by the row when there is no id."""
    return row["person"] or f"row {row['row']}"


def _from_answers(
    compiled: Compiled, row: Mapping[str, Any], settled: Settled, found: Assessment
) -> Entry:
    told = {one.id: _told(one) for one in found.signs}
    undecided = {
        one.id: (one.urgency, one.depends_on)
        for one in found.undecided
        if RANK[one.urgency] > RANK[found.floor]
    }
    return _with(
        _from_signs(compiled, row),
        why=tuple(_why(one, told.get(one.id, ())) for one in _named(compiled, row)),
        ask=to_ask(compiled, settled, undecided),
        open_count=len(undecided),
        until=found.plan.while_waiting,
        situation=found.scope.do if found.scope.id != "pregnant" else None,
    )


def _ask_again(
    compiled: Compiled, row: Mapping[str, Any], answers: Mapping[str, Any], error: AnswerError
) -> Entry:
    named = dict.fromkeys(name for one in error.problems for name in one.findings)
    finding = compiled.content.finding
    openly = [finding[name] for name in named if not finding[name].private]
    asked = tuple(question_of(one) for one in openly if one.derived is None)
    hidden = len(openly) < len(named)
    clash = tuple(
        in_words(one, as_fact(one, answers[one.id])) for one in openly if one.id in answers
    )
    return _with(_from_signs(compiled, row), clash=clash, ask=ToAsk(asked, 0, hidden), open_count=0)


def _from_signs(compiled: Compiled, row: Mapping[str, Any]) -> Entry:
    content = compiled.content
    plans = [one for one in content.treatments if one.kind == "plan"]
    statuses = {one.id: row[f"treatment.{one.id}"] for one in plans}
    undecided = _undecided(compiled, row) if row["screened"] else {}
    return Entry(
        row=row["row"],
        person=name_of(row),
        weeks=row["weeks"],
        urgency=row["urgency"],
        floor=row["floor"],
        ceiling=row["ceiling"],
        why=tuple(_why(one) for one in _named(compiled, row)),
        private=any(row[f"signs.{one}"] for one in compiled.private_signs),
        ask=to_ask(compiled, settle(compiled, {}), undecided),
        open_count=len(undecided),
        refused=tuple(one.name for one in plans if statuses[one.id] == "not for you"),
        refused_all="offered" not in statuses.values(),
        values_not_used=row["problems"],
        synthetic=bool(row.get("synthetic")),
    )


def _undecided(compiled: Compiled, row: Mapping[str, Any]) -> Open:
    """What each undecided sign above the floor may depend on, as far as the signs alone say."""
    facts = settle(compiled, {}).facts
    return {
        one.id: (one.urgency, still_open(compiled, f"sign:{one.id}", facts))
        for one in compiled.content.signs
        if row[f"signs.{one.id}"] is None and RANK[one.urgency] > RANK[row["floor"]]
    }


def _named(compiled: Compiled, row: Mapping[str, Any]) -> Iterable[Sign]:
    """The signs that are there and may be named, worst first; the routine ones ask for nothing."""
    return (
        one
        for one in compiled.content.signs
        if row[f"signs.{one.id}"]
        and one.urgency != "routine"
        and one.id not in compiled.private_signs
    )


def _told(sign: FiredSign) -> tuple[str, ...]:
    """Her answers behind a sign, but for those that stand in every heading."""
    return tuple(one.say for one in sign.because if one.finding not in IN_THE_HEADING)


def _why(sign: Sign, told: tuple[str, ...] = ()) -> Why:
    return Why(sign.urgency, sign.title, sign.do, sign.sources, sign.source_checked, told)


def _with(entry: Entry, **changes: Any) -> Entry:
    return msgspec.structs.replace(entry, **changes)
