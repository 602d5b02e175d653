"""How the pain is some time after a session: asked once, since a rise that lasts is a reason to stop."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from carrywell.companion.check.service import guideline
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief.models import ReliefSession

EndedHow = ReliefSession.EndedHow

STILL_ASKED = timedelta(hours=3)
"""For so long after the end it is asked. The guideline names 30 to 60 minutes; nobody looks at a page
just then, and much later the pain says little about the session. Our own choice."""


def waits_for(pregnancy: Pregnancy, now: datetime) -> ReliefSession | None:
    """The session after which the pain is to be asked about now; None when there is none."""
    recent = pregnancy.sessions.filter(started_at__gt=now - timedelta(days=1))
    return asked_about(list(recent), now)


def asked_about(sessions: Iterable[ReliefSession], now: datetime) -> ReliefSession | None:
    """The same, among `sessions`, latest first. Once another one was begun, the pain is no longer told
    to come from the one before.
    """
    latest = next((one for one in sessions if one.ended_how != EndedHow.SKIPPED), None)
    return latest if latest is not None and _is_due(latest, now) else None


def _is_due(session: ReliefSession, now: datetime) -> bool:
    if session.ended_at is None or session.ended_how == EndedHow.RED_FLAG:
        return False
    if session.pain_before is None or session.pain_later_at or session.stopped_because:
        return False
    return first_asked() <= now - session.ended_at <= STILL_ASKED


def first_asked() -> timedelta:
    """How long after the end it is first asked, by the measures of the guideline."""
    rules = {rule["id"]: rule for rule in guideline().content.measures.thresholds}
    return timedelta(minutes=float(rules["pain_after_session"]["or_lasting_minutes"][0]))
