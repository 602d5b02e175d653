"""Rows of the timer and the diary as she reads them."""

from datetime import date, time

import msgspec

from carrywell.companion.check.service import guideline
from carrywell.companion.diary.asked import questions, words_of
from carrywell.companion.diary.models import (
    ClinicTotal,
    DailyHabit,
    PainEntry,
    Reminders,
    WeeklyEntry,
)
from carrywell.companion.timer.models import Spasm, TimerEvent
from carrywell.patterns.course_words import lasted


class Words(msgspec.Struct, frozen=True):
    """A row: when (a day or a moment), what, and the rest."""

    at: date | None
    say: str
    details: tuple[str, ...] = ()


def spasm_in_words(row: Spasm) -> Words:
    """How long it lasted, how strong it was and where."""
    length = "" if row.ended_at is None else lasted(row.ended_at - row.started_at)
    said = (length, row.get_strength_display(), row.get_place_display())
    return Words(row.started_at, "a spasm", tuple(one for one in said if one))


def tap_in_words(row: TimerEvent) -> Words:
    """What was tapped; once the spasm is deleted, only that."""
    return Words(row.at, row.get_what_display())


def pain_in_words(row: PainEntry) -> Words:
    """The score."""
    return Words(row.noted_at, f"pain {row.pain_now} out of 10")


def day_in_words(row: DailyHabit) -> Words:
    """Everything she said of the day."""
    scores = (
        ("average pain", row.pain_average),
        ("worst pain", row.pain_worst),
        ("sleep", row.sleep_quality),
        ("stress", row.stress),
    )
    told = [f"{name} {score} out of 10" for name, score in scores if score is not None]
    if row.woken_by_pain is not None:
        told.append("woken by the pain" if row.woken_by_pain else "not woken by the pain")
    for field in ("places", "brought_on", "qualities", "steps_done"):
        says = words_of(field)
        told += [says[one] for one in getattr(row, field) if one in says]
    return Words(row.on, "", tuple(one for one in (*told, row.note) if one))


def week_in_words(row: WeeklyEntry) -> Words:
    """Each item with its score."""
    told = (
        f"{one.say}: {'does not apply' if row.scores[one.id] is None else f'{row.scores[one.id]} out of 10'}"
        for one in questions().week.items
        if one.id in row.scores
    )
    return Words(row.on, "", tuple(told))


def total_in_words(row: ClinicTotal) -> Words:
    """The questionnaire and its total."""
    names = {one["id"]: one["name"] for one in guideline().content.measures.measures}
    return Words(row.measured_on, f"{names.get(row.measure, row.measure)}: {row.score:g}")


def reminders_in_words(row: Reminders) -> Words:
    """The times; the calendar's secret address is not shown here."""
    told = [*_at("diary", row.diary_at), *_at("pain", row.pain_at)]
    told += ["once a week"] if row.weekly else []
    told += ["in the browser"] if row.in_browser else []
    return Words(None, "reminders", tuple(told) or ("none",))


def _at(name: str, moment: time | None) -> list[str]:
    return [f"{name} at {moment:%H:%M}"] if moment else []
