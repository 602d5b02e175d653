"""The first page: nothing is required, what is given must be possible, nothing typed is lost."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from carrywell.companion.numbers import kept_numbers
from carrywell.companion.people.forms import AboutForm
from carrywell.companion.people.models import Pregnancy

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def form(**sent):
    return AboutForm(sent, today=TODAY)


def test_nothing_at_all_is_enough(client):
    assert client.post("/start/", {}).headers["Location"] == "/check/"
    pregnancy = Pregnancy.objects.get()
    assert (pregnancy.due_date, pregnancy.babies, pregnancy.person.country) == (None, None, "")


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ({"dated_by": "due_date", "due_date": "2027-01-25"}, date(2027, 1, 25)),
        ({"dated_by": "last_period", "last_period": "2026-04-20"}, date(2027, 1, 25)),
        ({"dated_by": "weeks", "weeks": "31"}, date(2027, 1, 25)),
        ({"dated_by": "weeks", "weeks": "30 + 6"}, date(2027, 1, 26)),
        ({"dated_by": "unknown"}, None),
        ({"dated_by": "unknown", "weeks": "31"}, None),
    ],
)
def test_each_way_of_dating_gives_the_due_date(sent, due):
    filled = form(**sent)
    assert filled.is_valid(), filled.errors
    assert filled._due_date() == due


@pytest.mark.parametrize(
    ("sent", "field", "says"),
    [
        ({"dated_by": "due_date"}, "due_date", "Fill this in, or choose"),
        ({"dated_by": "weeks", "weeks": "31.4"}, "weeks", "Add days with a plus"),
        ({"dated_by": "weeks", "weeks": "46"}, "weeks", "0 to 45"),
        ({"dated_by": "weeks", "weeks": "many"}, "weeks", "0 to 45"),
        (
            {"dated_by": "due_date", "due_date": "2026-10-18"},
            "due_date",
            "19 October 2026 to 30 August 2027",
        ),
        (
            {"dated_by": "due_date", "due_date": "2027-08-31"},
            "due_date",
            "19 October 2026 to 30 August 2027",
        ),
        (
            {"dated_by": "last_period", "last_period": "2026-11-24"},
            "last_period",
            "to 23 November 2026",
        ),
        ({"unit_phone": "ask the nurse"}, "unit_phone", "Write the number with digits"),
        ({"unit_phone": "12"}, "unit_phone", "Write the number with digits"),
        ({"height_cm": "1.68"}, "height_cm", "from 120 to 220 cm"),
        ({"height_cm": "tall"}, "height_cm", "Write a number, such as 165"),
        ({"weight_before_kg": "600"}, "weight_before_kg", "from 30 to 250 kg"),
        ({"country": "XX"}, "country", "Select a valid choice"),
    ],
)
def test_what_is_impossible_is_refused_with_what_is_possible(sent, field, says):
    filled = form(**sent)
    assert not filled.is_valid()
    assert says in str(filled.errors[field])


def test_an_error_keeps_what_she_typed_and_saves_nothing(client):
    page = client.post(
        "/start/", {"dated_by": "weeks", "weeks": "46", "unit_phone": "020 7946 0958"}
    )
    assert page.status_code == 422
    assert b'value="46"' in page.content
    assert b'value="020 7946 0958"' in page.content
    assert Pregnancy.objects.count() == 0


def test_her_numbers_stand_on_every_page_from_then_on(client):
    client.post(
        "/start/", {"country": "GB", "unit_name": "St Mary's", "unit_phone": "020 7946 0958"}
    )
    assert kept_numbers(settings.DATA).unit.dial == "02079460958"
    page = client.get("/check/").content
    assert b'href="tel:02079460958"' in page
    assert b'href="tel:999"' in page


def test_without_a_country_both_common_numbers_stand_there(client):
    client.post("/start/", {})
    page = client.get("/check/").content
    assert b'href="tel:112"' in page
    assert b'href="tel:911"' in page


def test_a_country_is_suggested_and_never_chosen_for_her(client):
    page = client.get("/start/", headers={"Accept-Language": "en-US,en;q=0.9"}).content.decode()
    options = page[page.index('name="country"') :]
    assert options.index("United States") < options.index("Australia")
    assert 'value="US" selected' not in page


def test_what_she_said_can_be_corrected(client, pregnancy):
    page = client.get("/about-you/").content.decode()
    assert "020 7946 0958" in page
    client.post("/about-you/", {"dated_by": "unknown", "unit_phone": "+44 20 7946 0000"})
    pregnancy.refresh_from_db()
    assert (pregnancy.due_date, pregnancy.unit_phone) == (None, "+44 20 7946 0000")
    assert kept_numbers(settings.DATA).unit.dial == "+442079460000"


def test_the_day_is_hers_not_the_servers(client, pregnancy):
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "../../etc/passwd", "no/where"):
        client.cookies["carrywell_zone"] = zone
        assert client.get("/").status_code == 200


def test_a_second_start_leads_to_corrections(client, pregnancy):
    assert client.get("/start/").headers["Location"] == "/about-you/"


def test_after_the_end_she_can_start_anew(client, pregnancy):
    pregnancy.outcome, pregnancy.ended_on = "birth", date.today() - timedelta(days=90)  # noqa: DTZ011
    pregnancy.height_cm = 171
    pregnancy.save()
    page = client.get("/start/").content.decode()
    assert 'value="020 7946 0958"' in page, "her unit stays"
    assert 'value="GB" selected' in page
    assert 'value="171' in page
    assert "checked" not in page[page.index('name="dated_by"') : page.index('name="babies"')]
