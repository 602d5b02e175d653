"""What a row of the timer or the diary in a copy must also be."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from carrywell.companion.check.service import guideline
from carrywell.companion.record.problem import Problem, Values

HIGHEST = 10
"""Every score of ours runs from 0 to this."""


def _spasm(values: Values) -> Iterator[Problem]:
    started, ended = values["started_at"], values["ended_at"]
    if ended is not None and ended < started:
        yield Problem("ended_at", ended.isoformat(), f"nothing, or a moment from {started} on")


def _daily_habit(values: Values) -> Iterator[Problem]:
    known = guideline().content
    for field, allowed in (
        ("places", _options("pain_location")),
        ("brought_on", _options("worse_with")),
        ("steps_done", known.treatment),
    ):
        yield from _among(field, values[field], allowed)


def _weekly_entry(values: Values) -> Iterator[Problem]:
    for item, score in values["scores"].items():
        whole = isinstance(score, int) and not isinstance(score, bool)
        if not (whole and 0 <= score <= HIGHEST):
            yield Problem("scores", {item: score}, f"whole numbers from 0 to {HIGHEST}")


def _clinic_total(values: Values) -> Iterator[Problem]:
    ranges = {
        one["id"]: one["range"] for one in guideline().content.measures.measures if one["range"]
    }
    if values["measure"] not in ranges:
        yield Problem("measure", values["measure"], f"one of {', '.join(ranges)}")
        return
    low, high = ranges[values["measure"]]
    if not low <= values["score"] <= high:
        yield Problem("score", values["score"], f"{low:g} to {high:g}")


def _options(finding: str) -> set[str]:
    return {one.id for one in guideline().content.finding[finding].options}


def _among(field: str, given: Iterable[Any], allowed: Iterable[str]) -> Iterator[Problem]:
    known = set(allowed)
    for one in given:
        if not isinstance(one, str) or one not in known:
            yield Problem(field, one, f"ids of this guideline, version {guideline().version}")


DIARY_RULES: dict[str, Callable[[Values], Iterator[Problem]]] = {
    "spasm": _spasm,
    "daily_habit": _daily_habit,
    "weekly_entry": _weekly_entry,
    "clinic_total": _clinic_total,
}
