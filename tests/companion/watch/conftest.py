"""Ana's records: days with pain, scores, timed spasms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from carrywell.companion.diary.models import DailyHabit, PainEntry
from carrywell.companion.timer.models import Spasm, TimerEvent


class Records:
    """Writes as her pages would, `ago` before now."""

    def __init__(self, pregnancy):
        self.pregnancy = pregnancy
        self.now = timezone.now()

    def ago_today(self, ago):
        """So long ago, but not before midnight: just after it, these tests mean the same day."""
        return min(ago, self.now - self.now.replace(hour=0, minute=0, second=0, microsecond=0))

    def days(self, number, worst=5, **others):
        for back in range(number):
            on = (self.now - timedelta(days=back)).date()
            DailyHabit.objects.create(
                pregnancy=self.pregnancy, on=on, pain_worst=worst, noted_at=self.now, **others
            )

    def score(self, score, ago=timedelta()):
        PainEntry.objects.create(pregnancy=self.pregnancy, pain_now=score, noted_at=self.now - ago)

    def spasms(self, number=7, every=8, ago=timedelta(minutes=2), place="back"):
        for n in range(number):
            at = self.now - ago - timedelta(minutes=every * (number - 1 - n))
            Spasm.objects.create(
                pregnancy=self.pregnancy,
                key=f"{number}-{ago}-{n}"[:36],
                started_at=at,
                ended_at=at + timedelta(seconds=50),
                place=place,
                changed_at=self.now,
            )

    def tap(self, what, ago=timedelta(minutes=1)):
        TimerEvent.objects.create(
            pregnancy=self.pregnancy,
            key=f"{what}-{ago}"[:36],
            what=what,
            at=self.now - ago,
            received_at=self.now - ago,
        )


@pytest.fixture
def her(pregnancy):
    return Records(pregnancy)


@pytest.fixture
def done():
    """A check that was finished some time ago, with what was told in it."""
    from tests.companion.conftest import ORDINARY, everything_else_no

    from carrywell.companion.check import service

    def finish(pregnancy, ago=timedelta(days=2), **told):
        at = timezone.now() - ago
        check = service.begin(pregnancy, "herself", at, at.date(), ORDINARY | told)
        everything_else_no(check, at)
        service.finish(check, at, at.date())
        return check

    return finish
