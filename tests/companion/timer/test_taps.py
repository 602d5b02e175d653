"""Each tap is saved once, in its order, at its own time; nothing late undoes what she did since."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from carrywell.companion.people.models import Pregnancy
from carrywell.companion.timer.models import Spasm, TimerEvent

A, B = "spasm-aaaa", "spasm-bbbb"


def lengths():
    return [
        round((one.ended_at - one.started_at).total_seconds()) if one.ended_at else None
        for one in Spasm.objects.order_by("started_at")
    ]


def test_a_start_and_a_stop_in_one_batch_are_one_spasm_at_the_times_of_the_taps(thumb):
    assert thumb.refusals(*thumb.spasm(10, 45, A)) == ["", ""]
    spasm = Spasm.objects.get()
    assert (spasm.key, lengths()) == (A, [45])
    assert abs(spasm.started_at - (thumb.now - timedelta(minutes=10))) < timedelta(milliseconds=2)


def test_the_same_taps_sent_again_change_nothing(thumb):
    taps = thumb.spasm(10, 45, A, strength="strong", place="back")
    assert thumb.refusals(*taps) == thumb.refusals(*taps) == ["", "", ""]
    assert thumb.refusals(taps[1], taps[0]) == ["", ""]
    assert Spasm.objects.count() == 1
    assert TimerEvent.objects.count() == 3
    assert (Spasm.objects.get().strength, lengths()) == ("strong", [45])


def test_a_start_in_one_request_and_its_stop_in_the_next(thumb):
    start, stop = thumb.spasm(3, 60, A)
    assert thumb.refusals(start) == [""]
    assert lengths() == [None]
    assert thumb.refusals(start, stop) == ["", ""]
    assert lengths() == [60]


def test_a_forgotten_stop_leaves_the_end_open_and_never_makes_one_up(thumb):
    assert thumb.refusals(thumb.tap("start", 20, A), thumb.tap("start", 10, B)) == ["", ""]
    assert thumb.refusals(thumb.tap("stop", 9, B)) == [""]
    assert lengths() == [None, 60]


def test_two_windows_stop_the_same_spasm_and_the_first_stop_counts(thumb):
    start, stop = thumb.spasm(10, 30, A)
    assert thumb.refusals(start, stop, thumb.tap("stop", 9, A)) == ["", "", ""]
    assert lengths() == [30]


def test_what_she_deleted_does_not_come_back_by_any_late_copy(thumb, client):
    start, stop = thumb.spasm(10, 30, A)
    thumb.send(start)
    client.post(f"/timer/{Spasm.objects.get().pk}/delete/")
    assert thumb.refusals(start, stop, thumb.tap("start", 10, A)) == ["", "", ""]
    assert thumb.refusals(thumb.tap("details", 9, A, strength="mild")) == [""]
    assert not Spasm.objects.exists()
    assert set(TimerEvent.objects.values_list("at", flat=True)) == {None}


def test_an_end_she_corrected_is_not_undone_by_a_stop_that_comes_late(thumb, client):
    thumb.send(thumb.tap("start", 10, A))
    spasm = Spasm.objects.get()
    start = spasm.started_at.strftime("%Y-%m-%dT%H:%M:%S")
    end = (spasm.started_at + timedelta(seconds=90)).strftime("%Y-%m-%dT%H:%M:%S")
    answer = client.post(f"/timer/{spasm.pk}/", {"started_at": start, "ended_at": end})
    assert answer.status_code == 302
    assert thumb.refusals(thumb.tap("stop", 2, A)) == [""]
    assert 88 <= lengths()[0] <= 90


def test_strength_and_place_come_one_by_one_and_can_be_changed(thumb):
    thumb.send(*thumb.spasm(5, 30, A))
    thumb.send(
        thumb.tap("details", 4, A, strength="mild"), thumb.tap("details", 4, A, place="back")
    )
    thumb.send(thumb.tap("details", 3, A, strength="strong"))
    spasm = Spasm.objects.get()
    assert (spasm.strength, spasm.place) == ("strong", "back")


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (-3, "Look at the clock of this device: it seems to be fast."),
        (7 * 24 * 60 + 5, "more than 7 days ago"),
    ],
)
def test_a_tap_that_cannot_be_so_old_or_so_new_is_refused_in_words_and_can_be_sent_again(
    thumb, ago, words
):
    refused = thumb.refusals(thumb.tap("start", ago, A))
    assert words in refused[0]
    assert not Spasm.objects.exists()
    assert not TimerEvent.objects.exists()


def test_a_clock_that_is_a_minute_fast_is_believed(thumb):
    assert thumb.refusals(thumb.tap("start", -1, A)) == [""]


def test_a_stop_before_its_start_and_one_hours_later_are_refused(thumb):
    thumb.send(thumb.tap("start", 150, A))
    early, late = thumb.refusals(thumb.tap("stop", 160, A), thumb.tap("stop", 0, A))
    assert "is before the start" in early
    assert "is over 2 hours" in late
    assert lengths() == [None]


def test_a_stop_whose_start_was_refused_says_so(thumb):
    start, stop = thumb.spasm(-30, 30, A)
    assert all(thumb.refusals(start, stop))
    assert "was not saved" in thumb.refusals(thumb.tap("stop", 1, A))[0]


def test_one_wrong_tap_does_not_hold_up_the_others(thumb):
    taps = [thumb.tap("start", -30, A), *thumb.spasm(5, 30, B)]
    wrong, *right = thumb.refusals(*taps)
    assert wrong
    assert right == ["", ""]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"of": 3}',
        json.dumps({"of": "x", "taps": [{"key": "1", "what": "start", "at": 1}]}),
        json.dumps({"of": "x", "taps": [{"key": "12345678", "what": "dance", "at": 1}]}),
        json.dumps({"of": "x", "taps": [{"key": "12345678", "what": "start", "at": 1e30}]}),
    ],
)
def test_what_makes_no_sense_is_refused_with_words_and_nothing_is_saved(client, pregnancy, body):
    answer = client.post("/timer/taps/", body, content_type="application/json")
    assert answer.status_code == 400
    assert "Load it again" in answer.json()["refused_all"]
    assert not TimerEvent.objects.exists()


def test_taps_of_another_pregnancy_are_not_put_into_this_one(thumb):
    before = Pregnancy.objects.get()
    start = thumb.tap("start", 1, A)
    other = Pregnancy.objects.create(
        person=before.person, started_at=timezone.now() + timedelta(seconds=1)
    )
    answer = thumb.send(start)
    assert answer.status_code == 409
    assert "another pregnancy" in answer.json()["refused_all"]
    assert not other.spasms.exists()
    assert not before.spasms.exists()


def test_after_the_end_of_the_pregnancy_nothing_is_added_and_the_page_leads_to_today(thumb, client):
    thumb.pregnancy.outcome, thumb.pregnancy.ended_on = "loss", timezone.localdate()
    thumb.pregnancy.save()
    answer = thumb.send(thumb.tap("start", 1, A))
    assert (answer.status_code, Spasm.objects.count()) == (409, 0)
    assert client.get("/timer/").url == "/"
    assert client.post("/timer/tap/", {"what": "start"}).url == "/"


def test_while_it_is_locked_taps_are_neither_taken_nor_told_anything(thumb, client):
    account = thumb.pregnancy.person.account
    account.set_password("4711")
    account.save()
    for answer in (thumb.send(thumb.tap("start", 1, A)), client.get("/timer/now/")):
        assert answer.status_code == 401
        assert answer.json() == {"locked": True}
    assert not TimerEvent.objects.exists()
    client.post("/unlock/", {"pin": "4711"})
    assert thumb.refusals(thumb.tap("start", 1, A)) == [""]


def test_taps_without_the_token_of_the_page_are_refused(pregnancy):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/timer/taps/", "{}", content_type="application/json")
    assert answer.status_code == 403


def test_when_the_figures_fail_what_is_saved_is_told_as_saved(thumb, monkeypatch):
    from carrywell.companion.timer import page

    monkeypatch.setattr(page, "rhythm", lambda *_: 1 / 0)
    answer = thumb.send(*thumb.spasm(5, 30, A)).json()
    assert [one["refused"] for one in answer["outcomes"]] == ["", ""]
    assert answer["uncounted"] is True
    assert answer["spasms"][0]["key"] == A
    assert "alarm" not in answer
