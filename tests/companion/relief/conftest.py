"""Checks that were finished a moment ago, so that what they allow still counts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.companion.conftest import ORDINARY, RHYTHM, everything_else_no

from carrywell.companion.check import service
from carrywell.patterns.gestation import due_date_from_weeks

NONE = {"stop": "none"}


def check_with(pregnancy, answers=ORDINARY, *, weeks=31, ago=timedelta(minutes=5)):
    """A finished check: these answers, and everything else harmless."""
    now = timezone.now() - ago
    today = timezone.localdate(now)
    pregnancy.due_date = due_date_from_weeks(weeks, timezone.localdate())
    pregnancy.save()
    check = service.begin(pregnancy, "herself", now, today, dict(answers))
    everything_else_no(check, now)
    service.finish(check, now, today)
    return check


@pytest.fixture
def client(client):
    """A browser in the time zone of these tests."""
    client.cookies["carrywell_zone"] = "UTC"
    return client


@pytest.fixture
def ordinary(pregnancy):
    """An ordinary ache at 31 weeks."""
    return check_with(pregnancy)


@pytest.fixture
def earlier(pregnancy):
    """The same, from yesterday."""
    return check_with(pregnancy, ago=timedelta(hours=20))


def urgent_check(pregnancy):
    """Pain in a rhythm, a moment ago."""
    now, today = timezone.now(), timezone.localdate()
    check = service.begin(pregnancy, "herself", now, today, dict(RHYTHM))
    service.finish(check, now, today)
    return check


@pytest.fixture
def urgent(pregnancy):
    """Pain in a rhythm at 31 weeks, a moment ago."""
    return urgent_check(pregnancy)


@pytest.fixture
def heat(client, ordinary):
    """A heat session that has just begun."""
    client.post("/relief/heat/start/", {"minutes": "15", "pain": "5", "stop": "none"})
    return ordinary.pregnancy.sessions.get()
