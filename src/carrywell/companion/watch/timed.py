"""What the timer tells the guideline, each thing with the words that say where it comes from."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from django.db.models import Q

from carrywell.companion.check.models import STILL_TODAY
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.timer.models import TimerEvent
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.pain_course import Told
from carrywell.patterns.rhythm import timer_findings
from carrywell.patterns.spasm_starts import LOOK_BACK_SECONDS

_WORDS = {
    "contractions_per_hour": "you timed {value:g} within an hour",
    "contractions_in_20_minutes": "you timed {value:g} within 20 minutes",
    "contraction_interval_minutes": "you timed them about {value:.0f} minutes apart",
    "contractions_regular": "what you timed comes in a rhythm",
    "rhythmic_back_pain": "what you timed in your back comes in a rhythm",
    "contractions_painful": "what you timed hurts",
    "contractions_increasing": "what you timed gets longer, stronger or closer",
    "contraction_duration_seconds": "each lasts about {value:.0f} seconds",
    "contractions": "you timed tightenings",
    "back_pain": "you timed spasms in your back",
}


def told_by_timer(spasms: tuple[TimedSpasm, ...], moment: datetime) -> tuple[Told, ...]:
    """What these taps support at a moment."""
    since = moment - timedelta(seconds=LOOK_BACK_SECONDS)
    counted = tuple(one for one in spasms if since <= one.started_at)
    if not counted:
        return ()
    found = dict(_findings(counted, moment))
    at = counted[-1].started_at
    return tuple(Told(name, found[name], _say(name, found), at) for name in _WORDS if name in found)


@lru_cache(maxsize=4096)
def _findings(spasms: tuple[TimedSpasm, ...], moment: datetime) -> tuple[tuple[str, Any], ...]:
    # what was tapped up to a moment in the past does not change, so it is worked out once
    return tuple(timer_findings(spasms, moment).items())


def _say(name: str, found: Mapping[str, Any]) -> str:
    return _WORDS[name].format(value=found[name])


def told_by_taps(pregnancy: Pregnancy, zone: tzinfo, since: datetime) -> tuple[Told, ...]:
    """The taps 'my waters broke' and 'I need help' made or received since a moment: a check cannot have
    heard of a tap that reached us later, whatever the device's clock says. How she felt counts for
    hours, that her waters broke until a check has heard of it.
    """
    later = Q(at__gt=since) | Q(received_at__gt=since)
    events = pregnancy.timer_events.filter(later, what__in=_TAPS).order_by("at")
    return tuple(_tapped(one.what, one.at, zone) for one in events if one.at is not None)


_TAPS = {
    TimerEvent.What.WATERS_BROKE: ("fluid_leak", "you tapped 'my waters broke'"),
    TimerEvent.What.NEED_HELP: ("worried", "you tapped that you need help"),
}
HELP_COUNTS = STILL_TODAY


def _tapped(what: str, at: datetime, zone: tzinfo) -> Told:
    finding, say = _TAPS[TimerEvent.What(what)]
    here = at.astimezone(zone)
    return Told(finding, True, f"{say} on {here.day} {here:%B} at {here:%H:%M}", at)


def still_counts(tap: Told, moment: datetime) -> bool:
    """Whether a tap counts at a moment."""
    return tap.at <= moment and (tap.finding != "worried" or moment < tap.at + HELP_COUNTS)
