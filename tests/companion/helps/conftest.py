"""Ana with eight weeks of a made-up diary: heat helps her, the belt makes it worse."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from tests.companion.relief.conftest import check_with

from carrywell.companion.diary.models import DailyHabit, PainEntry
from carrywell.companion.relief.models import ReliefSession
from carrywell.patterns.simulated import Planted, Step, Truth, simulated_diary

TRUTH = Truth(
    level=4.0,
    spread=1.0,
    treatments=(
        Planted(treatment="heat", effect=-1.8, keen=0.7),
        Planted(treatment="breathing", keen=0.3),
        Planted(treatment="belt", effect=1.6),
        Planted(treatment="stretching", a_day=0.4),
        Planted(treatment="walking", alongside="stretching"),
    ),
    steps=(Step(treatment="side_sleeping"),),
)
WEEKS = 8


@pytest.fixture
def client(client):
    """A browser in the time zone of these tests."""
    client.cookies["carrywell_zone"] = "UTC"
    return client


def milder(score):
    return None if score is None else min(score, 6)


def keep(pregnancy, diary):
    """Writes a diary into the tables; pain of 7 and more, a reason to ring by itself, as 6."""
    ReliefSession.objects.bulk_create(
        ReliefSession(
            pregnancy=pregnancy,
            treatment=one.treatment,
            started_at=one.started_at,
            ended_at=one.ended_at,
            ended_how=ReliefSession.EndedHow.DONE,
            pain_before=milder(one.pain_before),
            pain_after=milder(one.pain_after),
            pain_later=milder(one.pain_later),
            pain_later_at=one.pain_later_at,
        )
        for one in diary.sessions
    )
    PainEntry.objects.bulk_create(
        PainEntry(pregnancy=pregnancy, pain_now=milder(one.score), noted_at=one.at)
        for one in diary.scores
        if one.asked == "diary"
    )
    DailyHabit.objects.bulk_create(
        DailyHabit(
            pregnancy=pregnancy,
            on=one.on,
            pain_average=milder(one.pain_average),
            sleep_quality=one.sleep_quality,
            woken_by_pain=one.woken_by_pain,
            stress=one.stress,
            steps_done=list(one.steps_done),
            noted_at=timezone.now(),
        )
        for one in diary.days
    )


@pytest.fixture
def diary_kept(pregnancy):
    """Her diary of eight weeks until a while ago, and a check that was finished a moment ago.

    Nothing stands in it since the check: what she writes may itself be a reason to ring.
    """
    first = timezone.localdate() - timedelta(weeks=WEEKS, days=10)
    for days in (20, 30):
        moment = timezone.now() - timedelta(days=days)
        pregnancy.sessions.create(
            treatment="tens", started_at=moment, ended_at=moment + timedelta(minutes=20)
        )
    keep(pregnancy, simulated_diary(Random(5), first, WEEKS, TRUTH))
    return check_with(pregnancy)
