"""What the tests of these pages set up, in words."""

from datetime import date, timedelta

from tests.companion.conftest import NOW

from carrywell.companion.body.models import WeightEntry, WeightNumbers


def today():
    return date.today()  # noqa: DTZ011 - the pages read the same clock


def said(pregnancy, answer):
    WeightNumbers.objects.update_or_create(
        pregnancy=pregnancy, defaults={"answer": answer, "answered_at": NOW}
    )


def weighed(pregnancy, kg, days_ago=0, unit="kg"):
    return WeightEntry.objects.create(
        pregnancy=pregnancy,
        weight_kg=kg,
        unit=unit,
        measured_on=today() - timedelta(days=days_ago),
        created_at=NOW,
    )
