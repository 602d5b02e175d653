"""The alarm on the timer itself, before any check is opened: what it says, worst first."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError
from carrywell.assessment.result import Assessment, FiredSign
from carrywell.assessment.telling import HEADLINES, signs_worth_telling
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import guideline
from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.statements import sources_in_words
from carrywell.companion.timer.labour import Standing, standing
from carrywell.companion.timer.models import LabourAdvice, TimerEvent
from carrywell.guideline.model import Urgency
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.timer_alarm import timer_alarm

TERM_WEEKS = 37
"""From here on labour is no longer before its time (as in the guideline)."""

WATERS = "fluid_leak"
WATERS_COUNT = timedelta(days=2)
"""For so long the tap 'my waters broke' keeps its alarm, unless a check has heard of it since."""

NOW = ("emergency", "urgent")
_ORDER: tuple[Urgency, ...] = ("emergency", "urgent", "soon", "routine")


class Card(msgspec.Struct, frozen=True):
    """One reason to act: why, what to do, and who says so. `kind` is waters, rhythm or labour.

    `careful` says that it is the most careful advice because the weeks are not known.
    """

    kind: str
    urgency: Urgency
    title: str
    say: str
    do: str
    sources: tuple[str, ...] = ()
    checked: bool = True
    careful: str = ""

    @property
    def headline(self) -> str:
        """What to do first."""
        return HEADLINES[self.urgency].title


class Alarms(msgspec.Struct, frozen=True):
    """Every reason to act now; the worst says whom to call. `advice` is how her unit's rule stands."""

    cards: tuple[Card, ...] = ()
    advice: Standing | None = None

    @property
    def urgency(self) -> Urgency | None:
        """The worst of them; None when nothing asks to act now."""
        return min((one.urgency for one in self.cards), key=_ORDER.index, default=None)

    @property
    def must_act(self) -> bool:
        """Whether someone must be called now."""
        return self.urgency in NOW

    @property
    def title(self) -> str:
        """What to do first."""
        return HEADLINES[self.urgency].title if self.urgency else ""

    @property
    def soon(self) -> str:
        """How soon."""
        return HEADLINES[self.urgency].clock if self.urgency else ""


def alarms_of(
    pregnancy: Pregnancy, spasms: tuple[TimedSpasm, ...], now: datetime, today: date
) -> Alarms:
    """What the taps ask for now. `spasms` oldest first."""
    known = known_before(pregnancy, today)
    advice = _advice(pregnancy, spasms, now, today)
    cards = [
        *(waters_cards(known) if waters_broke_at(pregnancy, now) else ()),
        *_rhythm(guideline(), known, spasms, now),
        *_labour(advice),
    ]
    return Alarms(tuple(sorted(cards, key=lambda one: _ORDER.index(one.urgency))), advice)


def waters_broke_at(pregnancy: Pregnancy, now: datetime) -> datetime | None:
    """When the waters broke, as tapped; None when it was not, or when a check has heard of it: one
    begun after the tap arrived that asked about it, or one finished since in which she said it.
    """
    tap = pregnancy.timer_events.filter(
        what=TimerEvent.What.WATERS_BROKE, at__gt=now - WATERS_COUNT
    )
    last = tap.order_by("-at").first()
    if last is None:
        return None
    since = CheckIn.objects.filter(pregnancy=pregnancy, finished_at__gt=last.received_at)
    heard = any(
        said is True or (said is not None and one.started_at > last.received_at)
        for one in since
        for said in (one.heard().get(WATERS),)
    )
    return None if heard else last.at


def waters_cards(known: dict[str, Any]) -> tuple[Card, ...]:
    """What the guideline says to waters that broke, worst first."""
    assessment = _assess(known | {WATERS: True}) or guideline().assess({WATERS: True})
    told = signs_worth_telling(assessment)
    mine = [one for one in told if any(answer.finding == WATERS for answer in one.because)]
    return tuple(_card("waters", one) for one in mine if one.urgency in NOW)


def _assess(answers: dict[str, Any]) -> Assessment | None:
    try:
        return guideline().assess(answers)
    except AnswerError:
        return None


def _rhythm(
    with_guideline: Guideline, known: dict[str, Any], spasms: tuple[TimedSpasm, ...], now: datetime
) -> Iterator[Card]:
    alarm = timer_alarm(with_guideline, known, spasms, now)
    if alarm is not None:
        yield _card("rhythm", alarm.sign, careful=alarm.about_weeks)


def _card(kind: str, sign: FiredSign, careful: str = "") -> Card:
    return Card(
        kind,
        sign.urgency,
        sign.title,
        sign.say,
        sign.do,
        sources_in_words(sign.sources),
        sign.source_checked,
        careful,
    )


def _advice(
    pregnancy: Pregnancy, spasms: tuple[TimedSpasm, ...], now: datetime, today: date
) -> Standing | None:
    """How her unit's rule stands; only from 37 weeks on, before which it must not be waited for."""
    advice = LabourAdvice.objects.filter(pregnancy=pregnancy).first()
    weeks = pregnancy.weeks(today)
    if advice is None or weeks is None or weeks < TERM_WEEKS:
        return None
    return standing(advice, spasms, now)


def _labour(advice: Standing | None) -> Iterator[Card]:
    if advice is not None and advice.reached:
        yield Card(
            "labour",
            "urgent",
            "It is as your unit said",
            advice.say,
            "Ring your maternity unit now and tell them how often the tightenings come.",
        )
