"""The sessions of a time as rows below a chart: one a treatment, the most used first."""

from collections.abc import Mapping
from datetime import date
from itertools import chain

from carrywell.patterns.course_words import counted, day
from carrywell.patterns.diary import Diary
from carrywell.pictures.day_chart import SessionRow

MOST_ROWS = 5
"""With more treatments than this, the least used share the last row."""

Days = dict[date, list[str]]


def session_rows(
    diary: Diary, first: date, last: date, names: Mapping[str, str]
) -> tuple[SessionRow, ...]:
    """The rows. `names` tells each treatment as she knows it; without one, its id is written out."""
    by_treatment: dict[str, Days] = {}
    for one in diary.between(first, last).sessions:
        name = _name(one.treatment, names)
        of_day = by_treatment.setdefault(name, {}).setdefault(diary.day_of(one.started_at), [])
        of_day.append(name)
    ordered = sorted(by_treatment.items(), key=lambda one: (-_sessions(one[1]), one[0]))
    if len(ordered) > MOST_ROWS:
        ordered = [*ordered[: MOST_ROWS - 1], ("other treatments", _together(ordered))]
    return tuple(_row(name, days) for name, days in ordered)


def sessions_by_day(
    diary: Diary, first: date, last: date, names: Mapping[str, str]
) -> dict[date, str]:
    """What the rows show, day by day, for a table: such as 'Heat pack, TENS (2)'."""
    by_day: dict[date, list[str]] = {}
    for one in diary.between(first, last).sessions:
        by_day.setdefault(diary.day_of(one.started_at), []).append(_name(one.treatment, names))
    return {on: _listed(done) for on, done in by_day.items()}


def _name(treatment: str, names: Mapping[str, str]) -> str:
    return names.get(treatment, treatment.replace("_", " "))


def _listed(done: list[str]) -> str:
    counts = {name: done.count(name) for name in dict.fromkeys(done)}
    return ", ".join(f"{name} ({n})" if n > 1 else name for name, n in counts.items())


def _together(ordered: list[tuple[str, Days]]) -> Days:
    together: Days = {}
    for on, done in chain.from_iterable(days.items() for _, days in ordered[MOST_ROWS - 1 :]):
        together.setdefault(on, []).extend(done)
    return together


def _sessions(days: Days) -> int:
    return sum(len(done) for done in days.values())


def _row(name: str, days: Days) -> SessionRow:
    said = ((on, f"{day(on)}: {_listed(done)}") for on, done in sorted(days.items()))
    return SessionRow(f"{name} ({counted(_sessions(days), 'session')})", tuple(said))
