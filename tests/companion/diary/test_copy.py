"""A copy of her data takes the diary along, and a copy with what the diary cannot hold is refused."""

import json
from datetime import time

import pytest
from tests.companion.diary.days import ago, read, send, today
from tests.companion.record.conftest import replacing, the_json

from carrywell.companion.diary.models import Reminders

SECRET = "s" * 43


@pytest.fixture
def diary(pregnancy, client):
    """A day, a week with something that does not apply, a total, reminders with an address."""
    send(client, pain_now="5", pain_worst="7", qualities=["dull"], steps_done=["heat"])
    client.post(f"/diary/week/{today()}/", {"walk": "3", "care": "does_not_apply"})
    client.post("/diary/clinic/", {"measure": "rmdq", "score": "9", "on": f"{ago(1)}"})
    Reminders.objects.create(
        pregnancy=pregnancy, diary_at=time(21), weekly_at=time(10), weekly_on=0, secret=SECRET
    )
    return pregnancy


@pytest.mark.usefixtures("diary")
def test_the_diary_comes_back_the_same(client):
    before = the_json()
    assert replacing(client, before).status_code == 302
    assert the_json() == before


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("daily_habit", "qualities", ["tearing"]),
        ("daily_habit", "steps_done", ["sauna"]),
        ("daily_habit", "brought_on", ["moon"]),
        ("daily_habit", "pain_worst", 11),
        ("daily_habit", "stress", 12),
        ("weekly_entry", "scores", {"walk": 11}),
        ("weekly_entry", "scores", {"walk": True}),
        ("weekly_entry", "scores", {"fly": 1}),
        ("clinic_total", "measure", "epds"),
        ("clinic_total", "score", 9.5),
        ("reminders", "weekly_on", 7),
        ("reminders", "secret", "guess"),
    ],
)
@pytest.mark.usefixtures("diary")
def test_what_the_diary_cannot_hold_is_refused(client, table, field, value):
    before = the_json()
    content = json.loads(before)
    content["tables"][table][0][field] = value
    answer = replacing(client, json.dumps(content).encode())
    assert answer.status_code == 422
    assert f"field '{field}'" in read(answer)
    assert the_json() == before
