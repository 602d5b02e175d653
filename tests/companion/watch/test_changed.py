"""What she writes changes the answer to 'is it urgent?', and the page says why."""

from datetime import timedelta

import pytest
from tests.companion.conftest import NOW, TODAY

from carrywell.companion.diary.models import DailyHabit, PainEntry
from carrywell.companion.watch.standing import whats_changed

pytestmark = pytest.mark.django_db


def days_of_pain(pregnancy, number, score=5):
    for back in range(number):
        on = TODAY - timedelta(days=back)
        DailyHabit.objects.create(pregnancy=pregnancy, on=on, pain_worst=score, noted_at=NOW)


def test_an_empty_diary_says_nothing(pregnancy):
    assert whats_changed(pregnancy, NOW) is None


def test_sixteen_days_of_pain_should_be_seen_soon_and_it_says_why(pregnancy):
    days_of_pain(pregnancy, 16)
    changed = whats_changed(pregnancy, NOW)
    assert changed.urgency == "soon"
    assert [one.id for one in changed.signs] == ["pain_2_weeks"]
    assert "pain on 16 days in a row" in changed.signs[0].why


def test_a_score_of_nine_alone_claims_no_sudden_start(pregnancy):
    PainEntry.objects.create(pregnancy=pregnancy, pain_now=9, noted_at=NOW)
    changed = whats_changed(pregnancy, NOW)
    assert changed.urgency == "soon"
    assert "pain_severe_on_movement" in [one.id for one in changed.signs]
