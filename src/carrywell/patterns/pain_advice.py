"""The thresholds of ``measures.yaml`` that her diary has reached, each with its source.

They are advice, not warning signs. What counts as 'for seven days' is our own choice: the last seven
days of which the pain is known, all within two weeks; days that were not told neither count nor break
the row.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Any

import msgspec

from carrywell.guideline.content import Content
from carrywell.patterns.diary import Diary
from carrywell.patterns.pain_course import TREND, WEEK, diary_findings

DISABILITY = "rmdq"
USUAL_DAYS = 7


class Reached(msgspec.Struct, frozen=True):
    """A threshold that is reached: its id, why in plain words, and who says so."""

    id: str
    say: str
    why: str
    sources: tuple[str, ...]
    source_checked: bool


def thresholds_reached(diary: Diary, today: date, content: Content) -> tuple[Reached, ...]:
    """The thresholds reached on a day, the most pressing first."""
    known = diary.between(date.min, today)
    pain = known.pain_by_day()
    rules = {str(one["id"]): one for one in content.measures.thresholds}
    return (
        *_rise(pain, today, rules["stop_pain_rise"]),
        *_disability_rise(known, rules["stop_disability_rise"]),
        *_on_plan(known, pain, today, rules["see_someone_pain_on_plan"]),
        *_high_for_days(pain, today, rules["ask_for_physio_pain"]),
        *_disability(known, rules["ask_for_physio_disability"]),
    )


def _rise(pain: Mapping[date, int], today: date, rule: dict[str, Any]) -> Iterator[Reached]:
    """Today's worst against her usual: the middle of the last seven known days before, of three or
    more.
    """
    before = [score for on, score in pain.items() if on < today][-USUAL_DAYS:]
    if today not in pain or len(before) < TREND:
        return
    usual = median(before)
    if pain[today] - usual >= rule["rise_at_least"]:
        why = f"Pain of {pain[today]} today; your usual is about {usual:g}."
        say = "Your pain has risen. Stop what makes it worse, and check your back."
        yield _reached(rule, say, why)


def _high_for_days(
    pain: Mapping[date, int], today: date, rule: dict[str, Any]
) -> Iterator[Reached]:
    days, least = int(rule["for_days"]), int(rule["at_least"])
    if _stays_at(pain, today, days, least):
        why = f"Pain of {least} or more on the last {days} days you told us of."
        yield _reached(rule, "Ask your midwife or doctor for physiotherapy.", why)


def _on_plan(
    diary: Diary, pain: Mapping[date, int], today: date, rule: dict[str, Any]
) -> Iterator[Reached]:
    days, least = int(rule["for_days"]), int(rule["at_least"])
    if not _stays_at(pain, today, days, least):
        return
    tried = diary_findings(diary, today).get("plan_tried_days", 0)
    if tried >= days:
        why = f"{tried} days on the plan, and pain of {least} or more on the last {days} you told us of."
        yield _reached(rule, "Let someone look at your back, and at the plan.", why)


def _stays_at(pain: Mapping[date, int], today: date, days: int, least: int) -> bool:
    lately = [score for on, score in pain.items() if today - on < timedelta(2 * WEEK)][-days:]
    return len(lately) == days and min(lately) >= least


def _disability(diary: Diary, rule: dict[str, Any]) -> Iterator[Reached]:
    totals = _totals(diary)
    if totals and totals[-1] >= rule["at_least"]:
        why = f"{totals[-1]:g} points in the clinic's questionnaire about your back."
        yield _reached(rule, "Ask your midwife or doctor for physiotherapy.", why)


def _disability_rise(diary: Diary, rule: dict[str, Any]) -> Iterator[Reached]:
    totals = _totals(diary)
    if len(totals) > 1 and totals[-1] - totals[-2] >= rule["rise_at_least"]:
        why = f"{totals[-1]:g} points in the clinic's questionnaire, after {totals[-2]:g}."
        yield _reached(rule, "Your back limits you more than before. Check your back.", why)


def _totals(diary: Diary) -> list[float]:
    return [one.score for one in diary.clinic_scores if one.measure == DISABILITY]


def _reached(rule: dict[str, Any], say: str, why: str) -> Reached:
    return Reached(str(rule["id"]), say, why, tuple(rule["sources"]), bool(rule["source_checked"]))
