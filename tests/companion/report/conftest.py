"""Ana's last four weeks, written as she would write them: into the tables."""

from datetime import timedelta

import pytest
from django.utils import timezone

from carrywell.companion.diary.models import DailyHabit, PainEntry
from carrywell.companion.relief.models import ReliefSession
from carrywell.companion.timer.models import Spasm

EVERY_PART = "&".join(
    f"with={one}"
    for one in ("asks", "pain", "spasms", "doing", "signs", "causes", "tried", "limits", "weight")
)
MONTH = f"weeks=4&{EVERY_PART}"


@pytest.fixture
def diary(finished_check, pregnancy):
    """Pain of 28 days, nights, six spasms in the last hour and some before, twelve sessions."""
    now = timezone.localtime()
    for back in range(28):
        DailyHabit.objects.create(
            pregnancy=pregnancy,
            on=now.date() - timedelta(days=back),
            pain_average=2 + back % 3,
            pain_worst=4 + back % 5,
            sleep_quality=4 + back % 4,
            woken_by_pain=back % 6 == 0,
            stress=3,
            places=["lower_back"],
            noted_at=now,
        )
    PainEntry.objects.create(pregnancy=pregnancy, pain_now=5, noted_at=now - timedelta(hours=3))
    _spasms(pregnancy, [now - timedelta(minutes=9 * n + 2) for n in range(6)])
    _spasms(pregnancy, [now - timedelta(days=5, minutes=17 * n) for n in range(4)])
    for back in range(12):
        begun = now - timedelta(days=2 * back + 1)
        ReliefSession.objects.create(
            pregnancy=pregnancy,
            treatment="heat",
            started_at=begun,
            ended_at=begun + timedelta(minutes=15),
            ended_how="done",
            pain_before=5,
            pain_after=4,
            pain_later=3,
            pain_later_at=begun + timedelta(hours=2),
        )
    return pregnancy


def _spasms(pregnancy, starts):
    for place, at in enumerate(starts):
        Spasm.objects.create(
            pregnancy=pregnancy,
            key=f"{at.isoformat()[:30]}-{place}",
            started_at=at,
            ended_at=at + timedelta(seconds=40),
            strength="moderate",
            place="back",
            changed_at=at,
        )
