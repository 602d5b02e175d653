"""A day over HTTP: what may be said, what is refused and how, and that nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.companion.body.someone import said, weighed
from tests.companion.conftest import NOW, ORDINARY, everything_else_no
from tests.companion.diary.days import DIARY, address, ago, fields_of, form_on, read, send, today

from carrywell.companion.check import service
from carrywell.companion.diary.keep import keep_activity, keep_pain
from carrywell.companion.diary.models import PainEntry
from carrywell.companion.numbers import keep_numbers, numbers_of
from carrywell.companion.people.models import Account, Person, Pregnancy
from carrywell.companion.relief.models import ActivityEntry

FOLDED = '<details class="note news">'
WHOLE = {
    "pain_average": "4",
    "pain_worst": "7",
    "sleep_quality": "3",
    "woken_by_pain": "yes",
    "stress": "0",
    "places": ["lower_back", "sacrum"],
    "qualities": ["dull", "stiff"],
    "brought_on": ["lifting"],
    "steps_done": ["heat"],
    "note": "A long day.\r\nThen a bath.",
}


def scores(pregnancy):
    return [one.pain_now for one in pregnancy.pain_entries.order_by("pk")]


def test_a_whole_day_is_kept_as_it_was_said(pregnancy, client):
    assert send(client, **WHOLE).status_code == 302
    row = pregnancy.days.get()
    assert (row.on, row.pain_average, row.pain_worst, row.sleep_quality, row.stress) == (
        today(),
        4,
        7,
        3,
        0,
    )
    assert row.woken_by_pain is True
    assert (row.places, row.qualities) == (["lower_back", "sacrum"], ["dull", "stiff"])
    assert (row.brought_on, row.steps_done) == (["lifting"], ["heat"])
    assert row.note == "A long day.\nThen a bath."


def test_what_is_kept_stands_in_the_form_again(pregnancy, client):
    send(client, **WHOLE)
    form = form_on(client)
    assert {name: form[name] for name in ("pain_average", "stress", "woken_by_pain")} == {
        "pain_average": ["4"],
        "stress": ["0"],
        "woken_by_pain": ["yes"],
    }
    assert form["places"] == ["lower_back", "sacrum"]
    before = pregnancy.days.get().noted_at
    answer = client.post(address(today()), form, follow=True)
    assert "nothing changed" in read(answer)
    assert pregnancy.days.get().noted_at == before


def test_an_empty_form_says_nothing_and_takes_nothing_away(pregnancy, client):
    send(client, pain_worst="7", note="x")
    send(client, pain_worst="", note="", woken_by_pain="not_said")
    assert (pregnancy.days.get().pain_worst, pregnancy.days.get().note) == (7, "x")


def test_an_empty_form_makes_no_day(pregnancy, client):
    assert "nothing changed" in read(client.post(address(today()), {}, follow=True))
    assert not pregnancy.days.exists()


def test_a_page_left_open_since_the_morning_loses_nothing(pregnancy, client):
    morning = form_on(client)
    send(client, stress="4", note="rang the midwife", qualities=["dull"])
    client.post(address(today()), morning | {"pain_average": "3", "qualities": ["stiff"]})
    row = pregnancy.days.get()
    assert (row.stress, row.pain_average, row.note) == (4, 3, "rang the midwife")
    assert row.qualities == ["dull", "stiff"]


def test_a_score_can_be_taken_back(pregnancy, client):
    send(client, stress="4", pain_worst="2")
    client.post(address(today()), form_on(client) | {"stress": "not_said"})
    assert pregnancy.days.get().stress is None
    client.post(address(today()), form_on(client) | {"pain_worst": "not_said"})
    assert not pregnancy.days.exists()


def test_an_earlier_day_is_opened_corrected_and_deleted(pregnancy, client):
    on = ago(3)
    assert send(client, on, pain_worst="9").url == address(on)
    form = form_on(client, address(on))
    assert form["pain_worst"] == ["9"]
    client.post(address(on), form | {"pain_worst": "6"})
    assert pregnancy.days.get().pain_worst == 6
    weighed(pregnancy, 70, days_ago=3)
    client.post(f"{address(on)}delete/")
    assert not pregnancy.days.exists()
    assert pregnancy.weights.count() == 1


def test_deleting_a_day_takes_its_pain_scores_and_no_others(pregnancy, client):
    send(client, pain_now="5", stress="1")
    PainEntry.objects.create(
        pregnancy=pregnancy, pain_now=2, noted_at=timezone.now() - timedelta(days=2)
    )
    client.post(f"{address(today())}delete/")
    assert scores(pregnancy) == [2]
    assert not pregnancy.days.exists()


def test_pain_now_is_one_tap(pregnancy, client):
    answer = client.post(address(today()), {"pain_now": "6"}, follow=True)
    assert "Saved: pain 6, at " in read(answer)
    assert scores(pregnancy) == [6]


def test_a_double_tap_is_one_score_and_another_number_is_another(pregnancy, client):
    for number in ("6", "6", "4"):
        send(client, pain_now=number)
    assert scores(pregnancy) == [6, 4]


def test_pain_now_is_saved_even_when_something_else_needs_a_look(pregnancy, client):
    answer = send(client, pain_now="8", minutes="many", note="help")
    page = read(answer)
    assert answer.status_code == 422
    assert "Saved: pain 8, at " in page
    assert "'many' is not possible here. Write a number from 1 to 600." in page
    assert fields_of(answer.content.decode())["note"] == "help"
    assert scores(pregnancy) == [8]
    assert not pregnancy.days.exists()


def test_a_pain_score_is_corrected_and_deleted(pregnancy, client):
    send(client, pain_now="6")
    path = f"/diary/pain/{pregnancy.pain_entries.get().pk}/"
    assert "'11' is not possible here" in read(client.post(path, {"pain_now": "11"}))
    client.post(path, {"pain_now": "2"})
    assert scores(pregnancy) == [2]
    client.post(path, {"do": "delete"})
    assert scores(pregnancy) == []


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("pain_average", "11", "'11' is not possible here. Choose a number from 0 to 10."),
        ("pain_worst", "-1", "'-1' is not possible here. Choose a number from 0 to 10."),
        ("stress", "4.5", "'4.5' is not possible here. Choose a number from 0 to 10."),
        ("sleep_quality", "well", "'well' is not possible here. Choose a number from 0 to 10."),
        ("sleep_quality", "\u0663", "'\u0663' is not possible here. Choose a number from 0 to 10."),
        ("pain_now", "99", "'99' is not possible here. Choose a number from 0 to 10."),
        ("woken_by_pain", "twice", "'twice' is not possible here. Choose yes or no."),
        ("places", "moon", "'moon' is none of these. Choose from the list."),
        ("qualities", "tearing", "'tearing' is none of these. Choose from the list."),
        ("qualities", "waves", "'waves' is none of these. Choose from the list."),
        ("brought_on", "none", "'none' is none of these. Choose from the list."),
        ("steps_done", "sauna", "'sauna' is none of these. Choose from the list."),
        ("minutes", "0", "'0' is not possible here. Write a number from 1 to 600."),
        ("minutes", "601", "'601' is not possible here. Write a number from 1 to 600."),
        ("weight", "900", "'900' is not possible here. Write a number from 30 to 280 kg."),
        ("note", "x" * 4001, "Your note has 4001 letters. Write at most 4000"),
    ],
)
def test_what_cannot_be_is_said_in_words_and_nothing_typed_is_lost(
    pregnancy, client, field, typed, words
):
    answer = send(client, **({"stress": "5", "note": "keep me", "minutes": "15"} | {field: typed}))
    assert answer.status_code == 422
    assert words in read(answer)
    again = fields_of(answer.content.decode())
    assert again["note"] == (typed if field == "note" else "keep me")
    assert again["minutes"] == (typed if field == "minutes" else "15")
    assert field == "stress" or again["stress"] == ["5"]
    assert field != "weight" or again["weight"] == typed
    assert not pregnancy.days.exists()
    assert not pregnancy.activities.exists()
    assert not pregnancy.weights.exists()


def test_activity_without_a_kind_that_counts_is_refused(pregnancy, client):
    answer = send(client, minutes="20", treatment="tens")
    assert answer.status_code == 422
    assert "Choose what you did." in read(answer)
    assert not pregnancy.activities.exists()


@pytest.mark.parametrize(
    ("days_ago", "words"), [(-1, "still to come"), (31 * 7 + 1, "before your pregnancy began")]
)
def test_a_day_outside_this_pregnancy_is_refused_in_words(pregnancy, client, days_ago, words):
    on = ago(days_ago)
    page = client.get(address(on))
    assert page.status_code == 404
    assert words in read(page)
    sent = send(client, on, stress="5", note="keep me")
    assert sent.status_code == 422
    assert words in read(sent)
    assert fields_of(sent.content.decode())["note"] == "keep me"
    assert client.get(f"/diary/go/?on={on}").status_code == 422
    assert not pregnancy.days.exists()


@pytest.mark.parametrize("typed", ["", "yesterday", "2026-02-31", "2026-W48-1", "20261123"])
@pytest.mark.usefixtures("pregnancy")
def test_a_day_that_cannot_be_read_is_asked_for_again(client, typed):
    answer = client.get("/diary/go/", {"on": typed})
    assert answer.status_code == 422
    assert "such as 2026-11-23" in read(answer)


def test_the_first_day_and_today_can_be_opened(pregnancy, client):
    first = ago(31 * 7)
    assert client.get(f"/diary/go/?on={first}").url == address(first)
    assert client.get(address(first)).status_code == 200
    assert client.get(f"/diary/go/?on={today()}").url == DIARY
    pregnancy.due_date = None
    pregnancy.save()
    assert client.get(address(ago(280))).status_code == 200


def test_minutes_become_activity_of_that_day_and_are_added(pregnancy, client):
    send(client, ago(1), minutes="20")
    send(client, ago(1), minutes="15", treatment="swimming")
    rows = pregnancy.activities.order_by("pk").values_list("treatment", "minutes", "on")
    assert list(rows) == [("walking", 20, ago(1)), ("swimming", 15, ago(1))]
    assert "Walking, 20 minutes; Swimming, 15 minutes" in read(client.get(address(ago(1))))


def test_a_double_tap_on_save_adds_the_minutes_once(pregnancy, client):
    form = form_on(client) | {"minutes": "20"}
    client.post(address(today()), form)
    client.post(address(today()), form)
    assert [one.minutes for one in ActivityEntry.objects.filter(pregnancy=pregnancy)] == [20]


def test_a_weight_goes_to_the_one_list_of_weights(pregnancy, client):
    send(client, weight="71,4", weight_unit="kg")
    assert [(one.weight_kg, one.measured_on) for one in pregnancy.weights.all()] == [
        (71.4, today())
    ]
    form = form_on(client)
    assert form["weight"] == "71.4"
    pregnancy.weights.update(weight_kg=72)  # on the page about her body, since
    client.post(address(today()), form | {"stress": "2"})
    assert pregnancy.weights.get().weight_kg == 72


def test_a_weight_in_pounds_is_not_rounded_by_saving_again(pregnancy, client):
    weighed(pregnancy, 157 * 0.45359237, unit="lb")
    client.post(address(today()), form_on(client) | {"stress": "2"})
    assert pregnancy.weights.get().weight_kg == 157 * 0.45359237


@pytest.mark.parametrize(("answer", "asked"), [("yes", False), ("not_said", False), ("no", True)])
def test_numbers_about_weight_are_kept_back_when_she_wants_that(pregnancy, client, answer, asked):
    said(pregnancy, answer)
    weighed(pregnancy, 71.3)
    page = read(client.get(DIARY))
    assert ("Your weight" in page) is asked
    assert ('value="71.3"' in page) is asked


def test_the_steps_are_those_of_her_last_plan(finished_check, client):
    page = read(client.get(DIARY))
    plan = finished_check.kept_assessment().plan
    ids = {one.treatment for part in (plan.now, plan.daily, plan.night) for one in part}
    assert ids - {None}
    for one in ids - {None}:
        assert f'name="steps_done" value="{one}"' in page


def test_an_urgent_answer_has_no_steps_and_a_step_once_ticked_stays(urgent_check, client):
    assert 'name="steps_done"' not in read(client.get(DIARY))
    send(client, steps_done=["heat"])
    assert form_on(client)["steps_done"] == ["heat"]
    assert urgent_check.pregnancy.days.get().steps_done == ["heat"]


def test_a_word_that_may_be_a_warning_leads_to_the_check(finished_check, client):
    send(client, qualities=["aching", "stiff"])
    assert "Is one of these true?" not in read(client.get(DIARY))
    page = read(client.post(address(today()), {"qualities": ["cramping"]}, follow=True))
    assert '<details class="note asks" open>' in page
    page = read(client.get(DIARY))
    assert '<details class="note asks">' in page
    assert "Is one of these true?" in page
    assert "Do you have cramps like period pain?" in page
    assert "Does your back pain come and go in a rhythm" in page
    pregnancy = finished_check.pregnancy
    again = service.begin(pregnancy, "herself", timezone.now(), today(), dict(ORDINARY))
    everything_else_no(again, timezone.now())
    service.finish(again, timezone.now(), today())
    assert "Is one of these true?" not in read(client.get(DIARY))


@pytest.mark.parametrize(("days_ago", "asked"), [(1, True), (2, False)])
@pytest.mark.usefixtures("pregnancy")
def test_a_word_written_for_yesterday_is_still_asked_about(client, days_ago, asked):
    send(client, ago(days_ago), qualities=["cramping"])
    assert ("Is one of these true?" in read(client.get(address(ago(days_ago))))) is asked


def test_nobody_elses_score_can_be_opened(pregnancy, client):
    account = Account.objects.create(name="bea")
    other = Pregnancy.objects.create(
        person=Person.objects.create(account=account, country="GB"), started_at=NOW
    )
    theirs = PainEntry.objects.create(pregnancy=other, pain_now=3, noted_at=NOW)
    assert client.get(f"/diary/pain/{theirs.pk}/").status_code == 404
    assert not pregnancy.pain_entries.exists()


@pytest.mark.parametrize(
    "shown", ["", "[]", "{", '{"on": 1}', '{"on":"2026-11-23","stress":"x"}', "\ud800"]
)
def test_a_form_whose_memory_is_spoilt_still_saves(pregnancy, client, shown):
    send(client, qualities=["dull"])
    fields = {"stress": "3", "shown": shown.encode("utf-8", "replace").decode()}
    assert client.post(address(today()), fields).status_code == 302
    assert (pregnancy.days.get().stress, pregnancy.days.get().qualities) == (3, ["dull"])


def test_after_a_write_she_is_told_when_the_answer_to_is_it_urgent_has_changed(
    pregnancy, client, settings, tmp_path
):
    settings.DATA = tmp_path
    keep_numbers(tmp_path, numbers_of("GB", "St Mary's", "020 7946 0958"))
    for hours, score in ((3, 4), (2, 6)):
        PainEntry.objects.create(
            pregnancy=pregnancy, pain_now=score, noted_at=timezone.now() - timedelta(hours=hours)
        )
    assert 'class="card level-urgent changed"' not in read(client.get(DIARY))
    page = read(client.post(address(today()), {"pain_now": "9"}, follow=True))
    assert 'class="card level-urgent changed"' in page
    assert "rose from 4 to 9" in page
    assert FOLDED not in read(client.get(DIARY))  # what is urgent is never folded
    assert '<a class="button wide call" href="tel:02079460958">' in page
    for path in ("/diary/week/", "/diary/clinic/"):
        assert "rose from 4 to 9" in read(client.get(path)), path


def test_a_word_for_the_pain_is_asked_about_beside_news_that_can_wait(pregnancy, client):
    for days in range(1, 17):
        send(client, ago(days), pain_worst="4")
    said = {"pain_worst": "4", "qualities": ["cramping"]}
    page = read(client.post(address(today()), said, follow=True))
    assert 'class="card level-soon changed"' in page
    assert FOLDED not in page
    assert "Is one of these true?" in page
    page = read(client.get(DIARY))
    assert FOLDED in page
    assert "Since your last check: <strong>" in page
    assert pregnancy.days.count() == 17


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "0026-11-23", "2026-02-29"])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_a_day_that_no_zone_can_tell_is_not_there(client, pregnancy, on, zone):
    client.cookies["carrywell_zone"] = zone
    for path in (f"/diary/{on}/", f"/diary/{on}/delete/", f"/diary/week/{on}/"):
        assert client.post(path, {"pain_worst": "4"}).status_code == 404


def test_of_two_sent_at_once_the_later_may_be_written_first(pregnancy):
    now = timezone.now()
    for moment in (now, now - timedelta(milliseconds=5)):
        keep_pain(pregnancy, 5, moment)
        keep_activity(pregnancy, "walking", 20, today(), moment)
    assert (pregnancy.pain_entries.count(), pregnancy.activities.count()) == (1, 1)
