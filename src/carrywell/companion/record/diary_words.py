"""Rows of the timer and the diary as she reads them."""

from collections.abc import Iterable
from datetime import date, time

import msgspec

from carrywell.companion.check.service import guideline
from carrywell.companion.diary.models import (
    ClinicTotal,
    DailyHabit,
    PainEntry,
    Reminders,
    WeeklyEntry,
)
from carrywell.companion.timer.models import Spasm, TimerEvent

A_MINUTE = 60


class Words(msgspec.Struct, frozen=True):
    """A row: when (a day or a moment), what, and the rest."""

    at: date | None
    say: str
    details: tuple[str, ...] = ()


def spasm_in_words(row: Spasm) -> Words:
    """How long it lasted, how strong it was and where."""
    lasted = (
        "" if row.ended_at is None else _length((row.ended_at - row.started_at).total_seconds())
    )
    said = (lasted, row.get_strength_display(), row.get_place_display())
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
    content = guideline().content
    told += _options("pain_location", row.places)
    told += _options("worse_with", row.brought_on)
    told += [str(one) for one in row.qualities]
    told += [content.treatment[one].name for one in row.steps_done if one in content.treatment]
    return Words(row.on, "", tuple(one for one in (*told, row.note) if one))


def week_in_words(row: WeeklyEntry) -> Words:
    """Each item with its score."""
    told = (
        f"{item.replace('_', ' ')}: {'does not apply' if score is None else f'{score} out of 10'}"
        for item, score in row.scores.items()
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


def _options(finding: str, chosen: Iterable[str]) -> list[str]:
    says = {one.id: one.say for one in guideline().content.finding[finding].options}
    return [says[one] for one in chosen if one in says]


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), A_MINUTE)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
