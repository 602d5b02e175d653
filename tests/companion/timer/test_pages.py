"""The page without a script, correcting afterwards, and what her unit told her."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from carrywell.companion.people.models import Account, Person, Pregnancy
from carrywell.companion.timer.models import LabourAdvice, Spasm, TimerEvent

NO_CHOICE = {"strength": "", "place": ""}


def form_of(page, action):
    """The hidden fields of the first form that is sent there."""
    form = re.search(
        rf'<form method="post" action="{action}"[^>]*>(?:(?!</form>).)*data-tap>', page, re.DOTALL
    )
    return dict(re.findall(r'name="(key|spasm)"[^>]* value="([^"]*)"', form[0]))


def typed(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M:%S}"


@pytest.fixture
def spasm(thumb):
    thumb.send(*thumb.spasm(30, 45, "spasm-aaaa", strength="mild", place="back"))
    return Spasm.objects.get()


def change(client, spasm, **given):
    as_it_is = {
        "started_at": typed(spasm.started_at),
        "ended_at": typed(spasm.ended_at),
        "strength": spasm.strength,
        "place": spasm.place,
    }
    return client.post(f"/timer/{spasm.pk}/", as_it_is | given)


def test_start_and_stop_by_plain_forms_at_the_servers_time(client, pregnancy):
    page = client.get("/timer/").content.decode()
    client.post("/timer/tap/", {"what": "start", **form_of(page, "/timer/tap/")})
    page = client.get("/timer/").content.decode()
    assert "It has stopped" in page
    client.post("/timer/tap/", {"what": "stop", **form_of(page, "/timer/tap/")})
    one = Spasm.objects.get()
    assert timezone.now() - one.started_at < timedelta(minutes=1)
    assert one.ended_at is not None
    client.post("/timer/tap/", {"what": "details", "spasm": one.key, "strength": "strong"})
    page = client.get("/timer/").content.decode()
    assert "Strong pain" in page
    assert re.search(r'data-asks="strength" hidden', page)


def test_a_plain_form_sent_twice_is_one_tap(client, pregnancy):
    fields = form_of(client.get("/timer/").content.decode(), "/timer/tap/")
    for _ in range(2):
        client.post("/timer/tap/", {"what": "start", **fields})
    assert Spasm.objects.count() == 1


def test_an_old_page_that_the_browser_kept_still_counts_a_new_tap(client, pregnancy):
    fields = form_of(client.get("/timer/").content.decode(), "/timer/tap/")
    client.post("/timer/tap/", {"what": "start", **fields})
    TimerEvent.objects.update(received_at=timezone.now() - timedelta(minutes=5))
    client.post("/timer/tap/", {"what": "start", **fields})
    assert Spasm.objects.count() == 2


def test_a_page_left_open_still_stops_what_goes_on(client, pregnancy, thumb):
    thumb.send(thumb.tap("start", 1, "spasm-aaaa"))
    client.post("/timer/tap/", {"what": "stop", "spasm": ""})
    assert Spasm.objects.get().ended_at is not None


def test_a_stop_that_fits_nothing_is_told(client, pregnancy):
    answer = client.post("/timer/tap/", {"what": "stop"}, follow=True)
    assert "Not saved." in answer.content.decode()


@pytest.mark.parametrize("what", ["", "dance", "delete"])
def test_a_tap_of_no_kind_changes_nothing(client, pregnancy, what):
    assert client.post("/timer/tap/", {"what": what}).url == "/timer/"
    assert not TimerEvent.objects.exists()


def test_start_end_strength_and_place_can_be_corrected(client, spasm):
    start, end = spasm.started_at - timedelta(minutes=5), spasm.started_at
    given = {
        "started_at": typed(start),
        "ended_at": typed(end),
        "strength": "tight",
        "place": "tummy",
    }
    assert change(client, spasm, **given).status_code == 302
    spasm.refresh_from_db()
    assert typed(spasm.started_at) == typed(start)
    assert (spasm.strength, spasm.place) == ("tight", "tummy")


def test_what_is_left_as_it_was_stays_the_very_same_moment(client, spasm):
    before = (spasm.started_at, spasm.ended_at)
    change(client, spasm, strength="strong")
    spasm.refresh_from_db()
    assert (spasm.started_at, spasm.ended_at) == before
    assert spasm.strength == "strong"


def test_the_hour_that_comes_twice_keeps_its_moment(client, thumb):
    second_two = timezone.datetime(2026, 10, 25, 1, 30, tzinfo=timezone.get_fixed_timezone(0))
    spasm = thumb.pregnancy.spasms.create(
        key="spasm-aaaa", started_at=second_two, changed_at=second_two
    )
    client.cookies["carrywell_zone"] = "Europe/London"
    given = {"started_at": "2026-10-25T01:30:00", "ended_at": "", "strength": "mild", "place": ""}
    assert client.post(f"/timer/{spasm.pk}/", given).status_code == 302
    spasm.refresh_from_db()
    assert (spasm.started_at, spasm.strength) == (second_two, "mild")


@pytest.mark.parametrize(
    ("field", "minutes", "says"),
    [
        ("ended_at", -35, "is before the start"),
        ("ended_at", 5, "is still to come"),
        ("started_at", 5, "is still to come"),
        ("started_at", -60 * 24 * 300, "is before this pregnancy"),
        ("started_at", -60 * 5, "is over 2 hours"),
    ],
)
def test_a_time_that_cannot_be_is_told_in_words_and_nothing_typed_is_lost(
    client, spasm, field, minutes, says
):
    wrong = typed(timezone.now() + timedelta(minutes=minutes))
    answer = change(client, spasm, strength="strong", **{field: wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert f'value="{wrong}"' in page
    assert re.search(r'value="strong"[^>]*checked', page)
    before = (spasm.started_at, spasm.ended_at, spasm.strength)
    spasm.refresh_from_db()
    assert (spasm.started_at, spasm.ended_at, spasm.strength) == before


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-45T00:00", "", "0001-01-01T00:00", "\0"])
def test_words_that_are_no_time_are_answered_with_how_to_write_one(client, spasm, wrong):
    answer = change(client, spasm, started_at=wrong)
    assert answer.status_code == 422
    assert "Write" in answer.content.decode()


def test_the_end_may_be_left_open(client, spasm):
    assert change(client, spasm, ended_at="").status_code == 302
    spasm.refresh_from_db()
    assert spasm.ended_at is None


def test_one_she_did_not_tap_can_be_added_and_only_once(client, pregnancy):
    page = client.get("/timer/add/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    start = timezone.now() - timedelta(minutes=20)
    given = {
        "key": key,
        "started_at": typed(start),
        "ended_at": "",
        "place": "back",
        "strength": "",
    }
    for _ in range(2):
        assert client.post("/timer/add/", given).status_code == 302
    assert Spasm.objects.get().place == "back"
    assert client.post("/timer/add/", {"key": key}).status_code == 422


def test_a_deleted_one_is_gone_with_the_times_of_its_taps(client, spasm):
    assert client.post(f"/timer/{spasm.pk}/delete/").url == "/timer/"
    assert not Spasm.objects.exists()
    assert not TimerEvent.objects.exclude(at=None).exists()
    assert client.get(f"/timer/{spasm.pk}/").status_code == 404


def test_somebody_elses_spasm_is_not_here(client, pregnancy):
    other = Account.objects.create(name="Bea")
    hers = Pregnancy.objects.create(
        person=Person.objects.create(account=other), started_at=timezone.now()
    )
    spasm = hers.spasms.create(
        key="spasm-bbbb", started_at=timezone.now(), changed_at=timezone.now()
    )
    assert client.get(f"/timer/{spasm.pk}/").status_code == 404
    assert client.post(f"/timer/{spasm.pk}/delete/").status_code == 404
    assert Spasm.objects.count() == 1


@pytest.mark.parametrize("window", ["10", "30", "60", "all", "nonsense"])
def test_the_figures_are_the_same_whatever_window_the_list_shows(client, thumb, window):
    thumb.send(*(tap for ago in (200, 52, 41, 25, 8) for tap in thumb.spasm(ago)))
    page = client.get("/timer/", {"window": window}).content.decode()
    shown = {"10": 1, "30": 2, "60": 4, "all": 5, "nonsense": 4}[window]
    assert page.count('class="correct"') == shown
    figures = re.search(r'aria-labelledby="figures-title".*?</section>', page, re.DOTALL)[0]
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", figures))
    assert "Last 10 minutes 1" in said
    assert "Last 60 minutes 4 (4 an hour)" in said


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ({"told": "5-1-1"}, (5, 60, 60)),
        ({"told": "4-1-1"}, (4, 60, 60)),
        ({"told": "3-1-1"}, (3, 60, 60)),
        (
            {"told": "own", "interval_minutes": "7", "length_seconds": "45", "for_minutes": "90"},
            (7, 45, 90),
        ),
    ],
)
def test_what_her_unit_told_her_is_kept_and_shown_again(client, pregnancy, given, numbers):
    assert client.post("/timer/labour/", given).status_code == 302
    advice = LabourAdvice.objects.get()
    assert (advice.interval_minutes, advice.length_seconds, advice.for_minutes) == numbers
    page = client.get("/timer/labour/").content.decode()
    assert re.search(rf'value="{given["told"]}"[^>]*checked', page)
    client.post("/timer/labour/", {"told": "nothing"})
    assert not LabourAdvice.objects.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Choose one of these."),
        ({"told": "own"}, "Nothing is written here. Write a whole number from 1 to 30."),
        ({"told": "own", "interval_minutes": "0"}, "&#x27;0&#x27; does not fit."),
        ({"told": "own", "interval_minutes": "5.5"}, "Write a whole number from 1 to 30."),
        ({"told": "own", "for_minutes": "999"}, "Write a whole number from 10 to 240."),
    ],
)
def test_numbers_that_do_not_fit_are_told_and_kept_on_the_page(client, pregnancy, given, says):
    answer = client.post("/timer/labour/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert all(f'value="{one}"' in page for one in given.values())
    assert not LabourAdvice.objects.exists()


@pytest.mark.parametrize(("ago", "asks"), [(4, False), (6, True), (100, True), (130, False)])
def test_one_that_does_not_let_go_leads_to_the_check(client, thumb, ago, asks):
    thumb.send(thumb.tap("start", ago, "spasm-aaaa"))
    page = client.get("/timer/").content.decode()
    assert ("data-constant>" in page) is asks
    assert ("It has stopped" in page) is (ago < 120)


def test_before_she_has_started_every_page_leads_to_the_start(client, db):
    for path in ("/timer/", "/timer/add/", "/timer/labour/"):
        assert client.get(path).url == "/start/"


def test_a_page_to_correct_left_open_takes_back_nothing_that_was_tapped_since(client, thumb):
    thumb.send(thumb.tap("start", 3, "spasm-bbbb"))
    one = Spasm.objects.get()
    page = client.get(f"/timer/{one.pk}/").content.decode()
    opened = dict(re.findall(r'name="(was_\w+)" value="([^"]*)"', page))
    assert set(opened) == {"was_started_at", "was_ended_at", "was_strength", "was_place"}
    thumb.send(
        thumb.tap("stop", 2, "spasm-bbbb"), thumb.tap("details", 1, "spasm-bbbb", strength="strong")
    )
    ended = Spasm.objects.get().ended_at
    sent = {name.removeprefix("was_"): value for name, value in opened.items()}
    client.post(f"/timer/{one.pk}/", opened | sent | {"place": "tummy"})
    after = Spasm.objects.get()
    assert (after.ended_at, after.strength, after.place) == (ended, "strong", "tummy")
    client.post(f"/timer/{one.pk}/", opened | {"was_ended_at": typed(ended)} | sent)
    assert Spasm.objects.get().ended_at is None  # seen, and taken out by herself
