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
        name = names.get(one.treatment, one.treatment.replace("_", " "))
        of_day = by_treatment.setdefault(name, {}).setdefault(diary.day_of(one.started_at), [])
        of_day.append(name)
    ordered = sorted(by_treatment.items(), key=lambda one: (-_sessions(one[1]), one[0]))
    if len(ordered) > MOST_ROWS:
        ordered = [*ordered[: MOST_ROWS - 1], ("other treatments", _together(ordered))]
    return tuple(_row(name, days) for name, days in ordered)


def _together(ordered: list[tuple[str, Days]]) -> Days:
    together: Days = {}
    for on, done in chain.from_iterable(days.items() for _, days in ordered[MOST_ROWS - 1 :]):
        together.setdefault(on, []).extend(done)
    return together


def _sessions(days: Days) -> int:
    return sum(len(done) for done in days.values())


def _row(name: str, days: Days) -> SessionRow:
    said = (
        (on, f"{day(on)}: {', '.join(dict.fromkeys(done))}, {counted(len(done), 'session')}")
        for on, done in sorted(days.items())
    )
    return SessionRow(f"{name} ({counted(_sessions(days), 'session')})", tuple(said))
