"""Fills a data folder with records after a calm check: ``python -m tests.companion.browser.watched``.

long     pain on sixteen days
rhythm   seven spasms in a rhythm within the last hour, at 31 weeks
nine     a score of nine, just now
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

from tests.companion.browser.prepare import prepare

MINUTES_APART = 8


def watched(folder: Path, story: str) -> None:
    """Writes an ordinary woman with these records."""
    prepare(folder, "ordinary")
    from django.utils import timezone

    from carrywell.companion.check.models import CheckIn
    from carrywell.companion.people.models import Pregnancy

    now, her = timezone.now(), Pregnancy.objects.get()
    long_ago = now - timedelta(days=10)
    CheckIn.objects.update(started_at=long_ago, updated_at=long_ago, finished_at=long_ago)
    {"long": _long, "rhythm": _rhythm, "nine": _nine}[story](her, now)


def _long(her, now):
    her.days.all().delete()
    for check in her.check_ins.all():
        check.answers |= {"pain_duration_days": 6, "already_investigated": False}
        check.save()
    for back in range(16):
        her.days.create(on=(now - timedelta(days=back)).date(), pain_worst=5, noted_at=now)


def _rhythm(her, now):
    for back in range(7):
        at = now - timedelta(minutes=MINUTES_APART * back + 2)
        end = at + timedelta(seconds=50)
        her.spasms.create(key=f"w{back}", started_at=at, ended_at=end, place="back", changed_at=now)


def _nine(her, now):
    her.pain_entries.create(pain_now=9, noted_at=now - timedelta(minutes=2))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carrywell.companion.settings")
    watched(Path(sys.argv[1]), sys.argv[2])
