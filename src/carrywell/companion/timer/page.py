"""What stands on the timer's page: the alarm, the figures, the chart and the list."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone

from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.timer.alarm import Alarms, alarms_of, waters_broke_at, waters_cards
from carrywell.companion.timer.chart import LONGEST_INTERVAL, Beat, beats, interval_chart
from carrywell.companion.timer.limits import LONGEST, NOT_LETTING_GO, OLDEST_TAP
from carrywell.companion.timer.models import Spasm, TimerEvent
from carrywell.companion.timer.offline import rule_for
from carrywell.companion.timer.state import (
    STAYS_OPEN,
    milliseconds,
    recent,
    running,
    state_of,
    store_name,
)
from carrywell.companion.today import now_is, today_is
from carrywell.companion.watch.standing import Changed, whats_changed
from carrywell.guideline.model import RANK
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.rhythm import rhythm

WINDOWS = {"10": "10 minutes", "30": "30 minutes", "60": "1 hour", "all": "All"}
USUAL_WINDOW = "60"
MOST_LISTED = 200

LOOK_BACK = timedelta(hours=26)
"""More than any pattern reads."""

ASK_FOR = timedelta(minutes=15)
"""For so long after its end a spasm's strength and place are asked for; later they are in the list."""

EVEN = 5
"""Below so many per cent nobody would hear a difference."""

TREND = {"closer": "closer together", "longer": "longer", "stronger": "stronger"}


class Row(msgspec.Struct, frozen=True):
    """A line of the list. `since` is written: from the start of the one before, or a pause."""

    spasm: Spasm
    length: str
    since: str
    other_day: bool


def window_of(asked: str) -> str:
    """One of `WINDOWS`."""
    return asked if asked in WINDOWS else USUAL_WINDOW


def whole_page(request: HttpRequest, pregnancy: Pregnancy, window: str) -> dict[str, Any]:
    """The context of the page."""
    now = timezone.now()
    known = known_before(pregnancy, today_is(request))
    seen = recent(pregnancy, now)
    last = seen[-1] if seen else None
    going_on = running(seen, now)
    asks = "" if last is None or going_on else asks_of(last, now)
    return {
        "pregnancy": pregnancy,
        "window": window,
        "store": store_name(pregnancy),
        "spasms": msgspec.json.encode(state_of(seen)).decode(),
        "rule": msgspec.json.encode(rule_for(known)).decode(),
        "waters_now": waters_cards(known),
        "new_key": str(uuid4()),
        "longest": int(LONGEST.total_seconds()),
        "oldest": int(OLDEST_TAP.total_seconds()),
        "ask_for": int(ASK_FOR.total_seconds()),
        "not_letting_go": int(NOT_LETTING_GO.total_seconds()),
        "last_tap": milliseconds(_last_tap(last)) if last else 0,
        "ends": milliseconds(_last_tap(last) + STAYS_OPEN) if last else 0,
        "stays_open": int(STAYS_OPEN.total_seconds() * 1000),
        "running": going_on,
        "last": last,
        "asks": asks,
        "constant": going_on is not None and now - going_on.started_at >= NOT_LETTING_GO,
        "strengths": Spasm.Strength.choices,
        "places": Spasm.Place.choices,
        **alarm_context(request, pregnancy, now),
        **figures_context(pregnancy, window, now),
    }


def parts(request: HttpRequest, pregnancy: Pregnancy, window: str) -> dict[str, Any]:
    """What the page takes in after each tap: its parts as markup, and what the server knows."""
    now = timezone.now()
    told = {
        "token": get_token(request),
        "now": milliseconds(now),
        "spasms": msgspec.to_builtins(state_of(recent(pregnancy, now))),
    }
    try:
        alarm = alarm_context(request, pregnancy, now)
        return told | {
            "alarm": _markup("alarm", alarm, request),
            "why": _markup("why", alarm, request),
            "figures": _markup("figures", figures_context(pregnancy, window, now), request),
        }
    except Exception:  # what is saved must be told as saved; the page then counts by itself
        logging.getLogger("carrywell").exception("the timer's figures could not be worked out")
        return told | {"uncounted": True}


def _markup(name: str, context: dict[str, Any], request: HttpRequest) -> str:
    return render_to_string(f"timer/{name}.html", context, request)


def alarm_context(request: HttpRequest, pregnancy: Pregnancy, now: datetime) -> dict[str, Any]:
    """What the alarm says, and what her records have changed where that is more urgent."""
    alarms = alarms_of(pregnancy, taken_in(pregnancy, now), now, today_is(request))
    changed = whats_changed(pregnancy, now_is(request))
    return {
        "alarms": alarms,
        "waters_at": waters_broke_at(pregnancy, now),
        "changed": changed if _is_worse(changed, alarms) else None,
    }


def _is_worse(changed: Changed | None, alarms: Alarms) -> bool:
    """Whether her records say more than the taps of now: a mild word about these hides nothing."""
    if changed is None or alarms.urgency is None:
        return changed is not None
    return RANK[changed.urgency] > RANK[alarms.urgency]


def taken_in(pregnancy: Pregnancy, now: datetime) -> tuple[TimedSpasm, ...]:
    """The spasms that a pattern reads, oldest first."""
    since = pregnancy.spasms.filter(started_at__gte=now - LOOK_BACK)
    return tuple(one.as_value for one in since.order_by("started_at", "pk"))


def figures_context(pregnancy: Pregnancy, window: str, now: datetime) -> dict[str, Any]:
    """The figures of the rhythm, the chart and the list of a window."""
    spasms = tuple(pregnancy.spasms.order_by("started_at", "pk"))
    first = _first(spasms, window, now)
    shown = _within(beats([one.as_value for one in spasms]), spasms, first)
    figures = rhythm([one.as_value for one in spasms], now)
    rows = [_row(beat, spasm, now, spasms) for beat, spasm in reversed(shown)]
    return {
        "window": window,
        "windows": WINDOWS.items(),
        "figures": figures,
        "variation": _steadiness(figures.interval_variation),
        "trend": " and ".join(TREND[one] for one in figures.trend),
        "place": dict(Spasm.Place.choices).get(figures.place, ""),
        "rows": rows[:MOST_LISTED],
        "more": len(rows) - MOST_LISTED,
        "any": bool(spasms),
        "pause": f"{LONGEST_INTERVAL:g}",
        "chart": interval_chart(
            [one.as_value for one in spasms],
            first,
            now,
            _clock_for(now - first),
            f"Minutes from one start to the next: {WINDOWS[window].lower()}",
        )
        if shown
        else "",
        "notes": pregnancy.timer_events.filter(
            what__in=(TimerEvent.What.WATERS_BROKE, TimerEvent.What.NEED_HELP), at__gte=first
        ).order_by("-at"),
    }


def asks_of(last: Spasm, now: datetime) -> str:
    """Which of the two questions about the last spasm is open: strength, place or none."""
    if last.ended_at is None or now - last.ended_at > ASK_FOR:
        return ""
    if not last.strength:
        return "strength"
    return "" if last.place else "place"


def _steadiness(variation: float | None) -> str:
    """How much the intervals differ, in words; empty while it cannot be told."""
    if variation is None:
        return ""
    percent = round(variation * 100)
    return f"they differ by about {percent} %" if percent >= EVEN else "very even"


def _last_tap(last: Spasm) -> datetime:
    return last.ended_at or last.started_at


def _first(spasms: Sequence[Spasm], window: str, now: datetime) -> datetime:
    if window != "all":
        return now - timedelta(minutes=int(window))
    return spasms[0].started_at if spasms else now - timedelta(hours=1)


def _within(
    drawn: Sequence[Beat], spasms: Sequence[Spasm], first: datetime
) -> list[tuple[Beat, Spasm]]:
    both = zip(drawn, spasms, strict=True)
    return [(beat, spasm) for beat, spasm in both if spasm.started_at >= first]


def _row(beat: Beat, spasm: Spasm, now: datetime, spasms: Sequence[Spasm]) -> Row:
    if spasm.ended_at is not None:
        length = in_short(spasm.ended_at - spasm.started_at)
    else:
        length = "goes on" if running(spasms, now) == spasm else "end not tapped"
    since = "" if beat.interval is None else in_short(timedelta(minutes=beat.interval))
    return Row(
        spasm, length, since, timezone.localdate(spasm.started_at) != timezone.localdate(now)
    )


def in_short(length: timedelta) -> str:
    """A length as it is read from a stopwatch: 45 s, 5 min 20 s."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"


def _clock_for(span: timedelta) -> Any:
    """Writes a moment: with its day where the chart is longer than one."""
    form = "%-d %b %H:%M" if span > timedelta(hours=20) else "%H:%M"
    return lambda moment: f"{timezone.localtime(moment):{form}}"
