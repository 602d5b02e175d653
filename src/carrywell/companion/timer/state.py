"""Where the timer stands: what runs, what was last, and what the browser must know to go on alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.utils.crypto import salted_hmac

from carrywell.companion.people.models import Pregnancy
from carrywell.companion.timer.limits import LONGEST
from carrywell.companion.timer.models import Spasm

KNOWN_TO_THE_BROWSER = timedelta(hours=2)
"""So far back the browser knows the starts, to watch for a rhythm while the server does not answer."""

STAYS_OPEN = timedelta(minutes=30)
"""With a PIN the page stays open so long after the last tap: nobody types a PIN with every spasm."""


class InBrowser(msgspec.Struct, frozen=True):
    """A spasm as the browser knows it; moments in milliseconds since 1970."""

    key: str
    start: int
    end: int | None
    strength: str
    place: str


def running(spasms: Sequence[Spasm], now: datetime) -> Spasm | None:
    """The spasm that goes on: the latest one, unless its end was tapped or must have been forgotten.

    `spasms` in any order.
    """
    last = max(spasms, key=lambda one: (one.started_at, one.pk), default=None)
    if last is None or last.ended_at is not None or now - last.started_at > LONGEST:
        return None
    return last


def recent(pregnancy: Pregnancy, now: datetime) -> tuple[Spasm, ...]:
    """The spasms that the browser knows, oldest first; the last one of all however old it is."""
    since = now - KNOWN_TO_THE_BROWSER
    found = tuple(pregnancy.spasms.filter(started_at__gte=since).order_by("started_at", "pk"))
    last = pregnancy.spasms.order_by("started_at", "pk").last()
    return found or ((last,) if last is not None else ())


def state_of(spasms: Sequence[Spasm]) -> tuple[InBrowser, ...]:
    """What the browser is told about these spasms."""
    return tuple(_told(one) for one in spasms)


def store_name(pregnancy: Pregnancy) -> str:
    """Under which name the browser keeps unsent taps of this pregnancy. It tells nothing about her,
    and the taps of one pregnancy are never sent for another.
    """
    secret = salted_hmac("carrywell.timer", str(pregnancy.pk), secret=settings.SECRET_KEY)
    return secret.hexdigest()[:16]


def milliseconds(moment: datetime) -> int:
    """Since 1970, as browsers count."""
    return round(moment.timestamp() * 1000)


def _told(one: Spasm) -> InBrowser:
    end = milliseconds(one.ended_at) if one.ended_at else None
    return InBrowser(one.key, milliseconds(one.started_at), end, one.strength, one.place)
