"""What a row of the timer or the diary in a copy must also be."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from carrywell.companion.check.service import guideline
from carrywell.companion.diary.asked import (
    SCALES_OF_A_DAY,
    numbers_of,
    questions,
    week_numbers,
    words_of,
)
from carrywell.companion.diary.clinic import known_measures, range_in_words
from carrywell.companion.diary.merge import LISTS
from carrywell.companion.record.problem import Problem, Values
from carrywell.exchange.calendar import WEEKDAYS

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 random bits, as an address holds them."""


def _spasm(values: Values) -> Iterator[Problem]:
    started, ended = values["started_at"], values["ended_at"]
    if ended is not None and ended < started:
        yield Problem("ended_at", ended.isoformat(), f"nothing, or a moment from {started} on")


def _daily_habit(values: Values) -> Iterator[Problem]:
    for field in LISTS:
        yield from _among(field, values[field], words_of(field))
    for field in SCALES_OF_A_DAY:
        yield from _outside(field, values[field], numbers_of(field))


def _weekly_entry(values: Values) -> Iterator[Problem]:
    allowed = week_numbers()
    items = {one.id for one in questions().week.items}
    for item, score in values["scores"].items():
        whole = isinstance(score, int) and not isinstance(score, bool)
        if item not in items:
            yield Problem("scores", item, f"among {', '.join(sorted(items))}")
        elif score is not None and not (whole and score in allowed):
            say = f"whole numbers from {allowed[0]} to {allowed[-1]}, or nothing: does not apply"
            yield Problem("scores", {item: score}, say)


def _clinic_total(values: Values) -> Iterator[Problem]:
    known = known_measures()
    if values["measure"] not in known:
        yield Problem("measure", values["measure"], f"one of {', '.join(known)}")
        return
    measure = known[values["measure"]]
    low, high = measure.range
    if not low <= values["score"] <= high or (measure.step and values["score"] % measure.step):
        yield Problem("score", values["score"], range_in_words(measure))


def _reminders(values: Values) -> Iterator[Problem]:
    """A secret that can be guessed would open the calendar to anybody."""
    yield from _outside("weekly_on", values["weekly_on"], range(len(WEEKDAYS)))
    if values["secret"] and not SECRET.fullmatch(values["secret"]):
        yield Problem("secret", values["secret"], "nothing, or an address as Carrywell makes it")


def _outside(field: str, value: int | None, allowed: range) -> Iterator[Problem]:
    if value is not None and value not in allowed:
        yield Problem(field, value, f"{allowed[0]} to {allowed[-1]}")


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
    "reminders": _reminders,
}
