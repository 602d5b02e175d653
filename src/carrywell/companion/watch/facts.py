"""What is known of her at a moment: what lasts, her last check while it counts, and her records."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import msgspec

from carrywell.api import load_guideline
from carrywell.companion.check.models import CheckIn
from carrywell.companion.people.models import Pregnancy
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.patterns.diary import Diary
from carrywell.patterns.pain_course import Told, told_by_diary

Facts = dict[str, Any]

CHECK_COUNTS = timedelta(days=3)
"""For so long an alarming answer of a check counts that has no day to look again. Our own choice."""

OF_THIS_SPELL = ("already_investigated",)
"""Harmless answers that stay true of the same pain: someone has examined it."""


@dataclass(frozen=True)
class Records:
    """Everything the watch reads, once. `lasting` are the facts known before any check; `check` is
    the last finished one.
    """

    pregnancy: Pregnancy
    diary: Diary
    lasting: Facts
    check: CheckIn | None

    @property
    def zone(self) -> tzinfo:
        """Where she is."""
        return self.diary.zone

    @property
    def checked_at(self) -> datetime | None:
        """When the last check was finished."""
        return self.check.finished_at if self.check else None


def told_at(records: Records, moment: datetime) -> tuple[Told, ...]:
    """What her records support at a moment, as she had written them by then.

    What she answered in her last check counts until she writes something newer.
    """
    diary = until(records.diary, moment)
    told = told_by_diary(diary, diary.day_of(moment))
    return tuple(one for one in (_as_she_said(one, records) for one in told) if one)


def until(diary: Diary, moment: datetime) -> Diary:
    """The diary as it stood at a moment; the day of the moment is there with all that was told of it."""
    day = diary.day_of(moment)
    return msgspec.structs.replace(
        diary.between(date.min, day),
        scores=tuple(one for one in diary.scores if one.at <= moment),
        spasms=tuple(one for one in diary.spasms if one.started_at <= moment),
    )


def facts_at(records: Records, moment: datetime, told: tuple[Told, ...]) -> Facts:
    """What lasts, what of the check counts, and what was told, as answers for the guideline."""
    return without_records(records, moment) | {one.finding: _in_range(one) for one in told}


def without_records(records: Records, moment: datetime) -> Facts:
    """The same without her records."""
    day = moment.astimezone(records.zone).date()
    weeks = records.pregnancy.weeks(day)
    fresh = {"pregnant": True} | ({} if weeks is None else {"gestation_weeks": weeks})
    return records.lasting | _of_the_check(records, day) | fresh


def _as_she_said(one: Told, records: Records) -> Told | None:
    check, at = records.check, records.checked_at
    if check is None or at is None or check.answers.get(one.finding) is None:
        return one
    if one.finding == "pain_duration_days":
        return _since_the_check(one, check.answers[one.finding], at)
    return one if one.at > at else None


def _since_the_check(one: Told, said: float, at: datetime) -> Told | None:
    """How long the pain has lasted when she said in the check how long it had."""
    days = (one.at.date() - at.astimezone(one.at.tzinfo).date()).days
    if days <= 0:
        return None
    day = at.astimezone(one.at.tzinfo)
    say = f"pain that had lasted {said:g} days on {day.day} {day:%B}, and has gone on since"
    return msgspec.structs.replace(one, value=said + days, say=say)


def _of_the_check(records: Records, day: date) -> Facts:
    """Its alarming answers while it counts. A harmless one tells how it was then, not how it is now."""
    check, at = records.check, records.checked_at
    if check is None or at is None or day > _counts_until(check, at, records.zone):
        return {}
    return {
        name: value
        for name, value in check.answers.items()
        if value is not None and (name in OF_THIS_SPELL or not _is_harmless(name, value))
    }


def _counts_until(check: CheckIn, at: datetime, zone: tzinfo) -> date:
    return check.recheck_on or (at.astimezone(zone) + CHECK_COUNTS).date()


def _is_harmless(name: str, value: object) -> bool:
    finding = load_guideline().content.finding.get(name)
    return finding is None or as_fact(finding, value) == harmless_value(finding)


def _in_range(one: Told) -> Any:
    finding = load_guideline().content.finding[one.finding]
    if finding.type != "number":
        return one.value
    return min(max(one.value, finding.min or 0), finding.max or one.value)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day, time.max, zone)
