"""Whether what she has written changes the answer to 'is it urgent?'.

Never a stored status: each time the guideline is asked anew with what lasts, what of her last check
still counts, and what her records showed at each moment since that check. It only raises: a better
diary takes nothing back, a new check does.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from carrywell.assessment.telling import HEADLINES, Headline
from carrywell.companion.check.models import CheckIn
from carrywell.companion.diary.hers import diary_of
from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.statements import Line, sources_in_words
from carrywell.companion.watch.facts import (
    Facts,
    Records,
    end_of,
    facts_at,
    told_at,
    without_records,
)
from carrywell.companion.watch.signs import fit, reasons, signs_of
from carrywell.guideline.model import RANK, Sign, Urgency
from carrywell.patterns.pain_course import Told

LOOK_BACK = timedelta(days=28)
"""So far back her records are read for what a check has not answered."""
SOON_HOLDS = timedelta(hours=72)
"""The longest time that a sign to be seen 'soon' gives her; after that it is said no more."""
URGENT = ("urgent", "emergency")


class WatchedSign(msgspec.Struct, frozen=True, kw_only=True):
    """A warning sign that her records show. `why`: from what, in plain words. `unless`: it is there
    unless a question she has not been asked says otherwise.
    """

    id: str
    urgency: Urgency
    title: str
    line: Line
    do: str
    why: tuple[str, ...]
    at: datetime
    unless: bool = False


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What has changed since her last check. `was` and `was_at`: what that check said, and when."""

    urgency: Urgency
    head: Headline
    signs: tuple[WatchedSign, ...]
    was: str = ""
    was_at: datetime | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether she is told to act now."""
        return self.urgency in URGENT


def whats_changed(pregnancy: Pregnancy, now: datetime) -> Changed | None:
    """What her records have changed about the last answer; None when nothing.

    `now` is aware, in her time zone. After a pregnancy there is nothing to say: what she timed and
    wrote was about it, and the check goes on without her diary.
    """
    if pregnancy.is_over:
        return None
    records = records_of(pregnancy, now)
    signs = tuple(_news(records, now))
    if not signs:
        return None
    urgency = signs[0].urgency
    check = records.check
    return Changed(
        urgency=urgency,
        head=HEADLINES[urgency],
        signs=signs,
        was=check.headline if check else "",
        was_at=records.checked_at,
    )


def records_of(pregnancy: Pregnancy, now: datetime) -> Records:
    """Her records, read once."""
    assert now.tzinfo is not None
    return Records(
        pregnancy=pregnancy,
        diary=diary_of(pregnancy, now.tzinfo),
        lasting=known_before(pregnancy, now.date()),
        check=CheckIn.objects.last_finished(pregnancy),
    )


def _news(records: Records, now: datetime) -> list[WatchedSign]:
    """The signs that the last check did not name, and that are not milder than what it said."""
    named = _named_by(records.check)
    least = RANK[records.check.urgency] if records.check and records.check.urgency else 1  # type: ignore[index]
    found: dict[str, WatchedSign] = {}
    for moment in _moments(records, now):
        for sign in _shown_at(records, moment):
            if sign.id not in named and RANK[sign.urgency] >= max(least, 1):
                found[sign.id] = sign
    standing = [
        one for one in found.values() if one.urgency in URGENT or now - one.at <= SOON_HOLDS
    ]
    return sorted(standing, key=lambda one: (-RANK[one.urgency], one.unless))


def _named_by(check: CheckIn | None) -> set[str]:
    if check is None:
        return set()
    try:
        return {one.id for one in check.kept_assessment().signs}
    except ValueError:  # an edition that this one cannot read
        return set()


def _moments(records: Records, now: datetime) -> Iterator[datetime]:
    """Every moment since the last check at which something new was known, oldest first; and now."""
    since = max(now - LOOK_BACK, records.checked_at or now - LOOK_BACK)
    diary = records.diary
    scored = {one.at for one in diary.scores}
    told = {end_of(one.on, records.zone) for one in diary.days}
    yield from sorted(at for at in scored | told if since < at < now)
    yield now


def _shown_at(records: Records, moment: datetime) -> Iterator[WatchedSign]:
    """The signs that her records make, or leave open, at a moment."""
    told = told_at(records, moment)
    if not told:
        return
    base, facts = _fitting(records, moment, told)
    before, found = signs_of(base), signs_of(facts)
    there = {one.id for one in (*before.fired, *before.open)}
    for sign in found.fired:
        if sign.id not in {one.id for one in before.fired}:
            yield _watched(sign, told, facts, moment)
    for sign in found.open:
        if sign.id not in there:
            yield _watched(sign, told, facts, moment, unless=True)


def _fitting(records: Records, moment: datetime, told: tuple[Told, ...]) -> tuple[Facts, Facts]:
    """The facts without and with her records; without the check where they do not fit together."""
    base = without_records(records, moment)
    facts = facts_at(records, moment, told)
    if fit(base) and fit(facts):
        return base, facts
    alone = Records(records.pregnancy, records.diary, records.lasting, None)
    return without_records(alone, moment), facts_at(alone, moment, told)


def _watched(
    sign: Sign, told: tuple[Told, ...], facts: Facts, moment: datetime, *, unless: bool = False
) -> WatchedSign:
    return WatchedSign(
        id=sign.id,
        urgency="soon" if unless else sign.urgency,
        title=sign.title,
        line=Line(
            say=sign.say,
            sources=sources_in_words(sign.sources),
            checked=sign.source_checked,
        ),
        do=sign.do,
        why=_why(sign, told, facts),
        at=moment,
        unless=unless,
    )


def _why(sign: Sign, told: tuple[Told, ...], facts: Facts) -> tuple[str, ...]:
    hers = {one.finding: one.say for one in told}
    found = reasons(sign, facts)
    if found:
        return tuple(hers.get(name, say) for name, say in found if name != "pregnant")
    return tuple(hers.values())
