"""What is known of her at a moment: what lasts, her last check while it counts, and her records."""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Any

import msgspec

from carrywell.api import load_guideline
from carrywell.assessment.answers import settle
from carrywell.companion.check.models import CheckIn
from carrywell.companion.diary.hers import diary_of
from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.watch.timed import still_counts, told_by_taps, told_by_timer
from carrywell.companion.watch.written import Written
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.patterns.diary import Diary
from carrywell.patterns.pain_course import Told
from carrywell.patterns.spasm_starts import LOOK_BACK_SECONDS
from carrywell.patterns.timer_alarm import STAGES

Facts = dict[str, Any]

LOOK_BACK = timedelta(days=28)
"""So far back her records are read for what no check has answered. Our own choice."""

SPASMS_COUNT = timedelta(seconds=LOOK_BACK_SECONDS)
"""No pattern looks further back at spasms."""

CHECK_COUNTS = timedelta(days=3)
"""For so long an alarming answer counts of a check that names no day to look again. Our own choice."""

OF_THIS_SPELL = ("already_investigated",)
"""Harmless answers that stay true of the same pain: someone has examined it."""


@dataclass(frozen=True)
class Records:
    """Everything the watch reads, once; what counts is newer than `since`, when the last finished
    check was begun. `lasting` are the facts known before any check. Of the last finished `check`,
    `heard` is all that it knew, and `said` what of its answers may still count. `taps` are 'my waters
    broke' and 'I need help' since then.
    """

    pregnancy: Pregnancy
    diary: Diary
    lasting: Facts
    check: CheckIn | None
    since: datetime
    now: datetime
    taps: tuple[Told, ...] = ()
    said: Facts = field(default_factory=dict)
    heard: Facts = field(default_factory=dict)

    @cached_property
    def written(self) -> Written:
        """What she wrote, as the watch reads it."""
        return Written(self.diary)

    @property
    def zone(self) -> tzinfo:
        """Where she is."""
        return self.diary.zone

    @property
    def checked_at(self) -> datetime | None:
        """When the last check was finished."""
        return self.check.finished_at if self.check else None


def records_of(pregnancy: Pregnancy, now: datetime) -> Records:
    """Her records, read once. `now` is aware, in her time zone."""
    assert now.tzinfo is not None
    check = CheckIn.objects.last_finished(pregnancy)
    # what was written while she answered, the check may not have heard of
    since = max(now - LOOK_BACK, check.started_at) if check else now - LOOK_BACK
    return Records(
        pregnancy=pregnancy,
        diary=diary_of(pregnancy, now.tzinfo, spasms_from=since - SPASMS_COUNT),
        lasting=known_before(pregnancy, now.date()),
        check=check,
        since=since,
        now=now,
        taps=told_by_taps(pregnancy, now.tzinfo, since),
        said=_said(check),
        heard=check.heard() if check else {},
    )


def told_at(records: Records, moment: datetime) -> tuple[Told, ...]:
    """What her records support at a moment, as she had written them by then; the timer's first.

    What she answered in her last check counts until she writes something newer. Spasms count once one
    was timed after that check: then the earlier ones of the same hours count with it. At `now` they
    count as long as they do on the timer itself, also when that check said that she can wait, perhaps
    by her 'no': what she tapped by mistake she can delete.
    """
    diary = until(records.diary, moment)
    written = records.written.told(diary, diary.day_of(moment))
    is_now = moment >= records.now
    # of now, also those of a phone whose clock is fast
    spasms = records.diary.spasms if is_now else diary.spasms
    newer = bool(spasms) and spasms[-1].started_at > records.since
    milder = is_now and records.check is not None and not records.check.is_urgent
    timed = told_by_timer(spasms, moment) if newer or milder else ()
    tapped = tuple(one for one in records.taps if still_counts(one, moment))
    said = (one for one in (_as_she_said(one, records) for one in written) if one is not None)
    return _each_once((*tapped, *timed, *said))


def _each_once(told: tuple[Told, ...]) -> tuple[Told, ...]:
    first: dict[str, Told] = {}
    for one in told:
        first.setdefault(one.finding, one)
    return tuple(first.values())


def until(diary: Diary, moment: datetime) -> Diary:
    """The diary as it stood at a moment; the day of the moment is there with all that was told of it."""
    day = diary.day_of(moment)
    return msgspec.structs.replace(
        diary,
        scores=diary.scores[: bisect_right(diary.scores, moment, key=lambda one: one.at)],
        days=diary.days[: bisect_right(diary.days, day, key=lambda one: one.on)],
        sessions=diary.sessions[
            : bisect_right(diary.sessions, moment, key=lambda one: one.started_at)
        ],
        spasms=diary.spasms[: bisect_right(diary.spasms, moment, key=lambda one: one.started_at)],
        weeks=diary.weeks[: bisect_right(diary.weeks, day, key=lambda one: one.on)],
    )


def facts_at(records: Records, moment: datetime, told: tuple[Told, ...]) -> tuple[Facts, ...]:
    """What lasts, what of the check counts, and what was told, as answers for the guideline.

    Where the weeks are not known well enough, one set for each stage of pregnancy that is possible.
    """
    known = without_records(records, moment)
    return tuple(merged(one, answers_of(told)) for one in for_every_stage(known))


def merged(known: Facts, told: Facts) -> Facts:
    """What is known with what was told: the latter counts, and of places both."""
    both = {
        name: [*value, *(one for one in known[name] if one not in value)]
        for name, value in told.items()
        if isinstance(value, list) and isinstance(known.get(name), list)
    }
    return known | told | both


def answers_of(told: tuple[Told, ...]) -> Facts:
    """What was told, as answers."""
    return {one.finding: _in_range(one) for one in told}


def for_every_stage(known: Facts) -> tuple[Facts, ...]:
    """The facts, once for each stage of pregnancy that they leave open. Raises `AnswerError`."""
    if known.get("gestation_weeks") is not None:
        return (known,)
    facts = settle(load_guideline().compiled, known).facts
    from_20, from_37 = facts.get("from_20_weeks"), facts.get("from_37_weeks")
    possible = [
        weeks
        for weeks, reached_20, reached_37 in STAGES
        if from_20 in (None, reached_20) and from_37 in (None, reached_37)
    ]
    rest = {name: value for name, value in known.items() if name != "gestation_estimate"}
    return (
        tuple(rest | {"gestation_weeks": weeks} for weeks in possible)
        if len(possible) > 1
        else (known,)
    )


def without_records(records: Records, moment: datetime) -> Facts:
    """What is known at a moment without her records."""
    day = moment.astimezone(records.zone).date()
    weeks = records.pregnancy.weeks(day)
    fresh = {"pregnant": True} | ({} if weeks is None else {"gestation_weeks": weeks})
    return records.lasting | _of_the_check(records, day) | fresh


def without_check(records: Records) -> Records:
    """The same as if nothing of the last check counted."""
    return replace(records, check=None)


def _as_she_said(one: Told, records: Records) -> Told | None:
    at, said = records.checked_at, records.heard.get(one.finding)
    if at is None or said is None:
        return one
    if one.finding == "pain_duration_days" and isinstance(said, float):
        return _since_the_check(one, said, at.astimezone(records.zone))
    return one if one.at > at else None


def _since_the_check(one: Told, said: float, checked: datetime) -> Told | None:
    """How long the pain has lasted when she said in the check how long it had."""
    days = (one.at.astimezone(checked.tzinfo).date() - checked.date()).days
    if days <= 0:
        return None
    if abs(said + days - one.value) <= 1:  # the diary says the same
        return one
    began = checked - timedelta(days=said)
    say = f"pain since {began.day} {began:%B}, by your check and your diary"
    return msgspec.structs.replace(one, value=said + days, say=say)


def _of_the_check(records: Records, day: date) -> Facts:
    """Its alarming answers while it counts. A harmless one tells how it was then, not how it is now."""
    check, at = records.check, records.checked_at
    if check is None or at is None:
        return {}
    if day > _counts_until(check, at, records.zone):
        return {name: value for name, value in records.said.items() if name in OF_THIS_SPELL}
    return records.said


def _said(check: CheckIn | None) -> Facts:
    """The answers of a check that may count longer than the hour in which they were given."""
    return {
        name: value
        for name, value in (check.answers if check else {}).items()
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
