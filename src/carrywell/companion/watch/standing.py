"""Whether what she has written changes the answer to 'is it urgent?'.

Never a stored status: each time the guideline is asked anew with what lasts, what of her last check
still counts, and what her records showed at each moment since that check. It only raises: a better
diary takes nothing back, a new check does.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import msgspec

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError
from carrywell.assessment.telling import HEADLINES, Headline
from carrywell.companion.check.models import STILL_TODAY, CheckIn
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.statements import Line, sources_in_words
from carrywell.companion.watch.facts import (
    Facts,
    Records,
    answers_of,
    end_of,
    for_every_stage,
    merged,
    records_of,
    told_at,
    until,
    without_check,
    without_records,
)
from carrywell.companion.watch.signs import Found, fit, names_in, questions_open, reasons, signs_of
from carrywell.guideline.model import RANK, Sign, Urgency
from carrywell.patterns.diary import Diary, PainScore
from carrywell.patterns.pain_advice import Reached, thresholds_reached
from carrywell.patterns.pain_course import Told

SOON_HOLDS = timedelta(hours=72)
"""The longest time that a sign to be seen 'soon' gives her; after that it is said no more."""
NOW = timedelta(minutes=15)
"""What her records showed so short a time ago is told without a time."""
URGENT = ("urgent", "emergency")
TIMED = "contraction"
WHERE = ("back_pain", "pain_location")
"""Said only where nothing else says more."""
MOST_REASONS = 3
WEEKS_UNKNOWN = "we do not know your weeks, so this is the most careful advice"


class Shown(msgspec.Struct, frozen=True):
    """A sign at a moment, with what was told and all the facts behind it."""

    sign: Sign
    told: tuple[Told, ...]
    facts: Facts
    at: datetime
    unless: bool
    weeks_unknown: bool = False

    @property
    def urgency(self) -> Urgency:
        """Its own; only 'soon' while an answer that she has not given could take it back."""
        return "soon" if self.unless else self.sign.urgency


class WatchedSign(msgspec.Struct, frozen=True, kw_only=True):
    """A warning sign that her records show. `why`: from what, in plain words; `at`: when they showed
    it, `when` in words, empty for now. `unless`: it is there unless something she has not been asked
    takes it back, so what to do is told with an 'if'; `depends_on` are those questions, and `call`
    whom it would then ask her to ring, empty below urgent.
    """

    id: str
    urgency: Urgency
    concern: str
    title: str
    line: Line
    do: str
    why: tuple[str, ...]
    at: datetime
    when: str = ""
    unless: bool = False
    depends_on: tuple[str, ...] = ()
    call: str = ""


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What her records have changed since her last check: `signs`, or where there is none, `advice`.

    `urgency` is that of the worst sign, 'routine' when there is only advice. `was`, `was_at` and
    `was_in`: what that check said, when, and its number; empty and None without one.
    """

    urgency: Urgency
    head: Headline
    signs: tuple[WatchedSign, ...] = ()
    advice: tuple[Line, ...] = ()
    was: str = ""
    was_at: datetime | None = None
    was_in: int | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether she is told to act now."""
        return self.urgency in URGENT

    @property
    def told(self) -> tuple[WatchedSign, ...]:
        """The first sign for each concern; where she must act now, only those that say so."""
        first: dict[str, WatchedSign] = {}
        for one in self.signs:
            if one.urgency in URGENT or not self.is_urgent:
                first.setdefault(one.concern, one)
        return tuple(first.values())


def whats_changed(pregnancy: Pregnancy, now: datetime) -> Changed | None:
    """What her records have changed about the last answer; None when nothing.

    `now` is aware, in her time zone. After a pregnancy there is nothing to say: what she timed and
    wrote was about it, and the check goes on without her diary.
    """
    if pregnancy.is_over:
        return None
    return changed_in(records_of(pregnancy, now), now)


def urgent_by_records(pregnancy: Pregnancy, now: datetime) -> Urgency | None:
    """How urgent it is by her records alone; None below urgent."""
    changed = whats_changed(pregnancy, now)
    return changed.urgency if changed is not None and changed.is_urgent else None


def goes_beyond(check: CheckIn, now: datetime) -> Changed | None:
    """What her records have changed when that is urgent and the answer of this check was milder."""
    changed = whats_changed(check.pregnancy, now)
    if changed is None or not changed.is_urgent:
        return None
    return changed if RANK[changed.urgency] > _rank(check.urgency) else None


def changed_in(records: Records, now: datetime) -> Changed | None:
    """The same, of records that are read."""
    signs = tuple(_news(records, now))
    urgency = signs[0].urgency if signs else "routine"
    advice = () if signs else _advice(records, now)
    if not signs and not advice:
        return None
    return Changed(
        urgency=urgency,
        head=HEADLINES[urgency],
        signs=signs,
        advice=advice,
        was=records.check.headline if records.check else "",
        was_at=records.checked_at,
        was_in=records.check.pk if records.check else None,
    )


def _news(records: Records, now: datetime) -> list[WatchedSign]:
    """The signs that the last check did not name, and that are not milder than what it said."""
    named, least = _named_by(records.check), _least(records.check)
    found: dict[str, Shown] = {}
    for moment in moments(records, now):
        for one in shown_at(records, moment):
            if RANK[one.urgency] >= least and not _was_told(one, named, records):
                found[one.sign.id] = _certain_first(found.get(one.sign.id), one)
    standing = [
        one for one in found.values() if one.urgency in URGENT or now - one.at <= SOON_HOLDS
    ]
    standing.sort(key=lambda one: (-RANK[one.urgency], -RANK[one.sign.urgency]))
    return [_watched(one, now) for one in standing]


def _was_told(one: Shown, named: set[str], records: Records) -> bool:
    """Whether the last check has told her of this sign; an urgent one that shows again hours later is
    told again.
    """
    at = records.checked_at
    if at is None or one.sign.id not in named:
        return False
    return one.urgency not in URGENT or one.at <= at + STILL_TODAY


def _certain_first(before: Shown | None, one: Shown) -> Shown:
    """The later of the two; but what was certain once is not made a question again."""
    return before if before and one.unless and not before.unless else one


def _least(check: CheckIn | None) -> int:
    """The rank below which nothing is news: soon, or what her last check said."""
    return max(RANK["soon"], _rank(check.urgency if check else ""))


def _rank(said: str) -> int:
    """The rank of what a check said; 0 for what this edition does not know."""
    return next((rank for level, rank in RANK.items() if level == said), 0)


def _named_by(check: CheckIn | None) -> set[str]:
    if check is None:
        return set()
    try:
        return {one.id for one in check.kept_assessment().signs}
    except ValueError:  # an edition that this one cannot read
        return set()


def moments(records: Records, now: datetime) -> Iterator[datetime]:
    """The moments since the last check at which her records may have shown most; and now.

    Each start of a spasm; of each day before today its worst score, or its end; of today every score.
    """
    zone, today = records.zone, now.astimezone(records.zone).date()
    starts = {one.started_at for one in records.diary.spasms}
    worst = _worst_of_days(records.diary, records.since)
    told = {one.on for one in records.diary.days}
    ends = {end_of(day, zone) for day in told - worst.keys()}
    of_today = {one.at for one in records.diary.scores if records.diary.day_of(one.at) == today}
    of_days = {one.at for one in worst.values()}
    taps = {one.at for one in records.taps}
    every = starts | ends | of_today | of_days | taps
    yield from sorted(at for at in every if records.since < at < now)
    yield now


def _worst_of_days(diary: Diary, since: datetime) -> dict[date, PainScore]:
    worst: dict[date, PainScore] = {}
    for one in reversed(diary.scores):
        if one.at <= since:
            break
        day = diary.day_of(one.at)
        if day not in worst or one.score > worst[day].score:
            worst[day] = one
    return worst


def shown_at(records: Records, moment: datetime) -> Iterator[Shown]:
    """The signs that her records make, or leave open for want of one answer, at a moment."""
    told = told_at(records, moment)
    both = _fitting(records, moment, told) if told else ()
    for without, facts in both:
        for sign, unless in _new_signs(signs_of(without), signs_of(facts)):
            yield Shown(sign, told, facts, moment, unless, weeks_unknown=len(both) > 1)


def _new_signs(before: Found, after: Found) -> Iterator[tuple[Sign, bool]]:
    there = {one.id for one in before.fired}
    yield from ((sign, False) for sign in after.fired if sign.id not in there)
    there |= {one.id for one in before.open}
    yield from ((sign, True) for sign in after.open if sign.id not in there)


def _fitting(
    records: Records, moment: datetime, told: tuple[Told, ...]
) -> tuple[tuple[Facts, Facts], ...]:
    """The facts without and with her records. What does not fit gives way, and never her records."""
    said = answers_of(told)
    plain = replace(without_check(records), lasting={})
    for one in (records, without_check(records), plain):
        with suppress(AnswerError):
            both = [
                # an answer of the check to the same question is no reason to call it old news
                (
                    {name: was for name, was in known.items() if name not in said},
                    merged(known, said),
                )
                for known in for_every_stage(without_records(one, moment))
            ]
            if all(fit(before) and fit(after) for before, after in both):
                return tuple(both)
    sound = tuple(
        one for one in told if fit(answers_of((one,)))
    )  # such as a place of an older edition
    return _fitting(records, moment, sound) if 0 < len(sound) < len(told) else ()


def _watched(one: Shown, now: datetime) -> WatchedSign:
    sign = one.sign
    return WatchedSign(
        id=sign.id,
        urgency=one.urgency,
        concern=sign.concern,
        title=sign.title,
        line=_line(sign.say, sign.sources, checked=sign.source_checked),
        do=sign.do,
        why=_why(one),
        at=one.at,
        when="" if now - one.at < NOW else _when(one.at.astimezone(now.tzinfo), now),
        unless=one.unless,
        depends_on=questions_open(sign, one.facts) if one.unless else (),
        call=sign.urgency if one.unless and sign.urgency in URGENT else "",
    )


def _when(at: datetime, now: datetime) -> str:
    """When her records showed it: 'today at 02:10', 'on 22 November'."""
    clock = "" if at.time() == time.max else f" at {at:%H:%M}"
    return f"today{clock}" if at.date() == now.date() else f"on {at.day} {at:%B}{clock}"


def _why(one: Shown) -> tuple[str, ...]:
    """Her records behind a sign first, then what else makes it so."""
    known = dict(reasons(one.sign, one.facts))
    named = set(known) or names_in(one.sign)
    if any(name.startswith(TIMED) for name in named):  # how often says more than that they hurt
        named |= {each.finding for each in one.told if each.finding.startswith(TIMED)} - {
            "contractions"
        }
    hers = [each.say for each in one.told if each.finding in named - set(WHERE)]
    hers = hers or [each.say for each in one.told if each.finding in named]
    told = {each.finding for each in one.told}
    unsaid = told | ({"pregnant", "gestation_weeks"} if one.weeks_unknown else {"pregnant"})
    others = [say for name, say in known.items() if name not in unsaid]
    careful = (WEEKS_UNKNOWN,) if one.weeks_unknown and "gestation_weeks" in known else ()
    return (*hers[:MOST_REASONS], *others, *careful)


def _advice(records: Records, now: datetime) -> tuple[Line, ...]:
    """The thresholds that her diary has reached, and had not reached at her last check."""
    before = {one.id for one in _reached(records, records.since)} if records.check else set()
    return tuple(
        _line(one.say, one.sources, one.why, checked=one.source_checked)
        for one in _reached(records, now)
        if one.id not in before
    )


def _reached(records: Records, moment: datetime) -> tuple[Reached, ...]:
    diary = until(records.diary, moment)
    return thresholds_reached(diary, diary.day_of(moment), load_guideline().content)


def _line(say: str, sources: Iterable[str], *more: str, checked: bool) -> Line:
    return Line(say=say, more=more, sources=sources_in_words(sources), checked=checked)
