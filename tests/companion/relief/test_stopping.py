"""A tick always leads on: whatever was answered before, whatever cannot be saved."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.companion.conftest import ORDINARY
from tests.companion.relief.conftest import check_with

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError
from carrywell.companion.check import service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.relief import stopping
from carrywell.companion.relief.models import ReliefSession
from carrywell.companion.relief.offers import next_start
from carrywell.companion.relief.standing import standing
from carrywell.companion.relief.stopping import Ticked
from carrywell.guideline.model import RANK

CONTENT = load_guideline().content
SIGNS = [one.id for one in CONTENT.stop_questions if one.sets]
YES_NO = [one.id for one in CONTENT.findings if one.type == "yes_no" and one.derived is None]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    said=st.dictionaries(st.sampled_from(YES_NO), st.booleans(), max_size=8),
    weeks=st.integers(5, 41),
    ticks=st.lists(st.sampled_from(SIGNS), min_size=1, max_size=3, unique=True),
)
def test_any_tick_begins_a_check_that_is_at_least_as_urgent(pregnancy, said, weeks, ticks):
    CheckIn.objects.all().delete()
    try:
        check_with(pregnancy, ORDINARY | said, weeks=weeks)
    except AnswerError:
        return
    now, today = timezone.now(), timezone.localdate()
    stands = standing(pregnancy, now, today)
    alone = {name: value for one in ticks for name, value in _question(one).sets.items()}
    known = service.known_before(pregnancy, today)
    check = stopping.check_after(pregnancy, stands, Ticked(signs=tuple(ticks)), now, today)
    assert alone.items() <= check.facts().items()
    at = service.where(check, now)
    floor = load_guideline().assess(at.answers).floor
    assert RANK[floor] >= RANK[load_guideline().assess(known | alone).floor]


def _question(name):
    return next(one for one in CONTENT.stop_questions if one.id == name)


@pytest.fixture
def full_disk(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(ReliefSession, "save", refuse)


@pytest.mark.usefixtures("ordinary", "full_disk")
def test_a_full_disk_still_says_what_a_tick_means(client):
    response = client.post("/relief/heat/start/", {"stop": ["chest_pain", "ticked"]})
    assert response.status_code == 507
    page = response.content.decode()
    assert "call an ambulance now" in page or "ring your maternity unit now" in page
    assert not CheckIn.objects.filter(finished_at=None).exists()


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_does_not_hide_the_stop_of_a_running_session(client, heat_running):
    response = client.post(
        f"/relief/session/{heat_running}/stop/", {"stop": ["pain_in_waves", "ticked"]}
    )
    assert response.status_code == 507
    assert "ring your maternity unit now" in response.content.decode()


@pytest.fixture
def heat_running(ordinary):
    session = ReliefSession(
        pregnancy=ordinary.pregnancy,
        check_in=ordinary,
        treatment="heat",
        started_at=timezone.now(),
        planned_seconds=600,
    )
    ReliefSession.objects.bulk_create([session])
    return session.pk


# -- the gap between two sessions, with the moment as an argument

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def ended(minutes_ago, how="done"):
    at = NOON - timedelta(minutes=minutes_ago)
    return ReliefSession(
        treatment="heat", started_at=at - timedelta(minutes=10), ended_at=at, ended_how=how
    )


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], None),
        ([ended(5)], NOON + timedelta(minutes=55)),
        ([ended(59)], NOON + timedelta(minutes=1)),
        ([ended(60)], None),
        ([ended(5, how="skipped")], None),  # nothing touched the skin
        ([ended(70), ended(200), ended(300), ended(400)], NOON + timedelta(hours=12)),
        ([ended(70), ended(200), ended(300), ended(24 * 60)], None),  # one of them was yesterday
    ],
)
def test_when_heat_may_start_again(before, expected):
    assert next_start(CONTENT.treatment["heat"], before, NOON) == expected


@pytest.mark.parametrize(
    ("now", "again"),
    [
        # clocks go forward at 01:00: 70 minutes on the wall are 10 minutes on the skin
        (datetime(2026, 3, 29, 2, 5, tzinfo=LONDON), datetime(2026, 3, 29, 2, 55, tzinfo=LONDON)),
        # clocks go back at 02:00: the same hour comes twice, and 5 minutes on the wall are 65
        (datetime(2026, 10, 25, 1, 0, fold=1, tzinfo=LONDON), None),
    ],
)
def test_the_rest_of_the_skin_is_counted_in_real_minutes(now, again):
    at = (now.replace(hour=0, minute=55)).astimezone(UTC)
    rested = ReliefSession(treatment="heat", started_at=at, ended_at=at, ended_how="done")
    assert next_start(CONTENT.treatment["heat"], [rested], now) == again
