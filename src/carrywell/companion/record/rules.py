"""What a row of a copy must also be, beyond its columns: known to the guideline, possible, not private."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from carrywell.assessment.answers import AnswerError, describe_allowed, settle
from carrywell.assessment.result import Assessment
from carrywell.companion.check.service import guideline
from carrywell.companion.record.diary_rules import DIARY_RULES
from carrywell.companion.record.problem import Problem, Values
from carrywell.guideline.model import Finding


def check_row(table: str, values: Values) -> Iterator[Problem]:
    """What is wrong with a row whose columns are each of the right type."""
    for name, value in values.items():
        yield from _check_by_name(name, value)
    if table in _OF_TABLE:
        yield from _OF_TABLE[table](values)


_RANGE_OF = {
    "pain_before": "pain_score",
    "pain_after": "pain_score",
    "pain_later": "pain_score",
    "pain_now": "pain_score",
    "pain_average": "pain_score",
    "pain_worst": "pain_score",
    "sleep_quality": "pain_score",
    "stress": "pain_score",
    "weight_kg": "weight_now_kg",
}
_KNOWN_BY: dict[str, Callable[[], Any]] = {
    "finding": lambda: {
        name for name, one in guideline().content.finding.items() if not one.private
    },
    "treatment": lambda: guideline().content.treatment,
    "exercise": lambda: guideline().content.exercise,
}


def _check_by_name(name: str, value: Any) -> Iterator[Problem]:
    """A number called like a question has that question's range; an id must be the guideline's."""
    if name in _KNOWN_BY and value not in _KNOWN_BY[name]():
        yield Problem(name, value, f"a {name} of this guideline, version {guideline().version}")
    finding = guideline().content.finding.get(_RANGE_OF.get(name, name))
    if finding and finding.type == "number" and isinstance(value, int | float):
        yield from _outside(name, value, finding)


def _outside(name: str, value: float, finding: Finding) -> Iterator[Problem]:
    low, high = finding.min or 0.0, finding.max or 0.0
    if not low <= value <= high:
        yield Problem(name, value, f"{low:g} to {high:g} {finding.unit or ''}".strip())


def _pregnancy(values: Values) -> Iterator[Problem]:
    if values["babies"] not in (None, 1, 2, 3):
        yield Problem("babies", values["babies"], "1, 2, 3 (three or more) or nothing")
    if values["ended_on"] and not values["outcome"]:
        yield Problem(
            "ended_on", values["ended_on"].isoformat(), "nothing, while there is no outcome"
        )


def _standing_fact(values: Values) -> Iterator[Problem]:
    yield from _answer("value", values["finding"], values["value"])


def _check_in(values: Values) -> Iterator[Problem]:
    for field in ("known", "answers"):
        for name, value in values[field].items():
            yield from _answer(field, name, value)
    yield from _draft(values["draft"])
    yield from _finished(values)


def _draft(draft: Any) -> Iterator[Problem]:
    if draft is None:
        return
    match draft:
        case {"place": int(place), "given": dict(given), **rest} if place >= 0 and not rest:
            for name, value in given.items():
                yield from _answer("draft", name, value)
        case _:
            yield Problem("draft", draft, "nothing, or 'place' (0, 1, 2 ...) and 'given' (answers)")


def _finished(values: Values) -> Iterator[Problem]:
    """A finished check has an answer, without anything private, and an unfinished one has none."""
    if values["finished_at"] is None:
        for field in ("assessment", "urgency", "recheck_on"):
            if values[field]:
                yield Problem(field, values[field], "nothing, while the check is not finished")
        return
    try:
        kept = msgspec.convert(values["assessment"], Assessment)
    except msgspec.ValidationError as error:
        yield Problem("assessment", values["assessment"], f"an answer of Carrywell's ({error})")
        return
    if kept != kept.without_private():
        yield Problem(
            "assessment",
            "an answer about violence or self-harm",
            "answers without these: they are never stored",
        )
    if values["urgency"] != kept.urgency:
        yield Problem("urgency", values["urgency"], f"{kept.urgency}, as in the assessment")


def _relief_session(values: Values) -> Iterator[Problem]:
    known = guideline().content.exercise
    for one in values["exercises"]:
        if not isinstance(one, str) or one not in known:
            yield Problem(
                "exercises", one, f"exercises of this guideline, version {guideline().version}"
            )
    for event in values["events"]:
        if not isinstance(event, dict) or not isinstance(event.get("what"), str):
            yield Problem("events", event, "objects with 'at' and 'what'")
    for one in values["stop_ticked"]:
        if not isinstance(one, str):
            yield Problem("stop_ticked", one, "ids of stop questions")


_OF_TABLE: dict[str, Callable[[Values], Iterator[Problem]]] = {
    "pregnancy": _pregnancy,
    "standing_fact": _standing_fact,
    "check_in": _check_in,
    "relief_session": _relief_session,
    **DIARY_RULES,
}


def _answer(field: str, name: str, value: Any) -> Iterator[Problem]:
    """An answer to a question of the guideline. Private ones are refused: they are never stored."""
    finding = guideline().content.finding.get(name)
    if finding is None:
        yield Problem(field, name, f"questions of this guideline, version {guideline().version}")
    elif finding.private:
        yield Problem(field, name, "answers that may be stored; this one never is")
    elif finding.derived is not None:
        yield Problem(field, name, "answers; this is worked out from other answers")
    elif not _fits(name, msgspec.json.encode(value)):
        yield Problem(field, {name: value}, describe_allowed(finding))


@lru_cache(maxsize=2048)
def _fits(name: str, value: bytes) -> bool:
    try:
        settle(guideline().compiled, {name: msgspec.json.decode(value)})
    except AnswerError:
        return False
    return True
