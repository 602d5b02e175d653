"""Whom to ring stands on every page of the diary, also when something is wrong with what she sent."""

import pytest
from tests.companion.diary.days import DIARY, address, ago, read, send, today

from carrywell.companion.numbers import keep_numbers, numbers_of

UNIT = "020 7946 0958"


@pytest.fixture
def pages(pregnancy, client, settings, tmp_path):
    """The address of every page, with something on it."""
    settings.DATA = tmp_path
    keep_numbers(tmp_path, numbers_of("GB", "St Mary's", UNIT))
    send(client, pain_now="5")
    client.post("/diary/clinic/", {"measure": "rmdq", "score": "9", "on": f"{today()}"})
    return {
        "today": DIARY,
        "earlier": address(ago(3)),
        "still to come": address(ago(-3)),
        "no day": "/diary/go/?on=soon",
        "pain": f"/diary/pain/{pregnancy.pain_entries.get().pk}/",
        "week": "/diary/week/",
        "earlier week": f"/diary/week/{ago(9)}/",
        "clinic": "/diary/clinic/",
        "total": f"/diary/clinic/{pregnancy.clinic_totals.get().pk}/",
        "reminders": "/diary/reminders/",
        "charts": "/diary/charts/",
        "calendar": "/diary/calendar/",
    }


def test_every_page_says_whom_to_ring(pages, client):
    without = [
        name for name, path in pages.items() if UNIT not in read(client.get(path, follow=True))
    ]
    assert without == []


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("earlier", {"stress": "99"}),
        ("pain", {"pain_now": "99"}),
        ("earlier week", {"walk": "99"}),
        ("clinic", {"score": "99"}),
        ("total", {"score": "99"}),
        ("reminders", {"diary_at": "99"}),
    ],
)
def test_so_does_a_page_with_a_mistake(pages, client, name, sent):
    answer = client.post(pages[name], sent)
    assert answer.status_code == 422
    assert UNIT in read(answer)
