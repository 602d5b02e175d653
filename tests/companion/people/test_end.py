"""When the pregnancy is over: fitting words, the signs that still count, and no reminder."""

import re
from datetime import date, timedelta

import pytest
from django.test import RequestFactory

from carrywell.api import load_guideline
from carrywell.companion.people.access import PregnancyIsOver, current_pregnancy
from carrywell.companion.people.end import SIGNS_AFTERWARDS
from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Account, Pregnancy

CHEERFUL = re.compile(
    r"congrat|baby|babies|bump|birth|newborn|happy|great|well done|!", re.IGNORECASE
)


def main_of(response):
    page = response.content.decode()
    return re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])


def over(client, outcome, **more):
    return client.post("/end/", {"outcome": outcome, **more}, follow=True)


def yesterday():
    return date.today() - timedelta(days=1)  # noqa: DTZ011 - whenever it runs


@pytest.mark.usefixtures("pregnancy")
def test_a_birth_keeps_the_check_and_says_what_the_plan_is_for(client):
    page = over(client, "birth", born_on=yesterday().isoformat())
    said = main_of(page)
    assert "Carrywell's plan is made for pregnancy" in said
    assert "Heavy bleeding after the birth" in said
    assert "A fever" in said
    assert client.get("/check/").status_code == 200


def test_after_a_birth_the_check_knows(pregnancy):
    pregnancy.outcome, pregnancy.ended_on = "birth", date(2026, 11, 20)
    known = known_before(pregnancy, date(2026, 11, 23))
    assert (known["pregnant"], known["postpartum"], known["postpartum_days"]) == (False, True, 3)
    assert "gestation_weeks" not in known
    assert load_guideline().assess(known).scope.id == "after_birth"


@pytest.mark.parametrize(("days", "counts"), [(0, True), (42, True), (43, False)])
@pytest.mark.parametrize("outcome", ["birth", "loss"])
def test_the_signs_count_for_six_weeks(pregnancy, outcome, days, counts):
    pregnancy.outcome, pregnancy.ended_on = outcome, date(2026, 11, 1)
    known = known_before(pregnancy, date(2026, 11, 1) + timedelta(days=days))
    assert known.get("postpartum", False) is counts


def test_heavy_bleeding_after_a_loss_is_an_emergency(pregnancy):
    pregnancy.outcome, pregnancy.ended_on = "loss", date(2026, 11, 20)
    known = known_before(pregnancy, date(2026, 11, 23))
    assert load_guideline().assess({**known, "vaginal_bleeding": "heavy"}).urgency == "emergency"


@pytest.mark.parametrize("lost_on", ["", "2026-01-01"])
def test_a_loss_is_met_gently(client, pregnancy, lost_on):
    pregnancy.due_date = None
    pregnancy.save()
    day = yesterday().isoformat() if lost_on else ""
    page = over(client, "loss", lost_on=day)
    said = main_of(page)
    assert "We are so sorry." in said
    assert "right to be looked after" in said
    assert not CHEERFUL.search(said), CHEERFUL.search(said)
    assert not re.search(r"<svg[^>]*class=\"(?!symbol)", page.content.decode()), "no figure"
    assert "Numbers to ring" in page.content.decode()


def test_without_a_day_the_six_weeks_after_a_loss_start_today(client, pregnancy):
    over(client, "loss")
    pregnancy.refresh_from_db()
    assert abs((pregnancy.ended_on - date.today()).days) <= 1  # noqa: DTZ011


def test_after_six_weeks_today_says_nothing_of_what_happened(client, pregnancy):
    for outcome in ("birth", "loss"):
        pregnancy.outcome = outcome
        pregnancy.ended_on = date.today() - timedelta(days=60)  # noqa: DTZ011
        pregnancy.save()
        said = main_of(client.get("/"))
        assert "sorry" not in said
        assert not CHEERFUL.search(said)
        assert "Check for warning signs" in said


@pytest.mark.parametrize("outcome", ["birth", "loss", "stopped"])
@pytest.mark.usefixtures("pregnancy")
def test_afterwards_no_page_counts_the_weeks(client, outcome):
    over(client, outcome, born_on=yesterday().isoformat())
    for address in ("/", "/check/", "/data/"):
        assert not re.search(r"\d+ weeks? (and|pregnant)", main_of(client.get(address))), address


@pytest.mark.parametrize("outcome", ["birth", "loss", "stopped"])
@pytest.mark.usefixtures("pregnancy")
def test_today_offers_the_check_her_data_and_a_new_start(client, outcome):
    page = over(client, outcome, born_on=yesterday().isoformat()).content.decode()
    for address in ("/check/", "/data/", "/start/"):
        assert f'href="{address}"' in page
    assert "/relief/" not in page
    assert "/body/" not in page


@pytest.mark.usefixtures("pregnancy")
def test_a_mistake_can_be_taken_back(client):
    before = Pregnancy.objects.values().get()
    over(client, "loss")
    page = client.post("/end/undo/", follow=True)
    assert "Everything is as it was before." in page.content.decode()
    assert Pregnancy.objects.values().get() == before


@pytest.mark.usefixtures("pregnancy")
def test_a_birth_needs_a_day(client):
    page = client.post("/end/", {"outcome": "birth"})
    assert page.status_code == 422
    assert "Fill in the day" in page.content.decode()
    assert not Pregnancy.objects.get().is_over


@pytest.mark.parametrize("day", ["2999-01-01", "1999-01-01", "nonsense"])
@pytest.mark.parametrize(("outcome", "field"), [("birth", "born_on"), ("loss", "lost_on")])
@pytest.mark.usefixtures("pregnancy")
def test_an_impossible_day_is_refused(client, outcome, field, day):
    assert client.post("/end/", {"outcome": outcome, field: day}).status_code == 422
    assert not Pregnancy.objects.get().is_over


@pytest.mark.usefixtures("pregnancy")
def test_a_day_left_in_another_choice_does_not_matter(client):
    over(client, "stopped", born_on="nonsense", lost_on="2999-01-01")
    assert Pregnancy.objects.get().outcome == "stopped"


@pytest.mark.usefixtures("pregnancy")
def test_nothing_chosen_changes_nothing(client):
    assert client.post("/end/", {"outcome": ""}).status_code == 422
    assert client.post("/end/", {"outcome": "other"}).status_code == 422
    assert not Pregnancy.objects.get().is_over


@pytest.mark.usefixtures("pregnancy")
def test_a_new_pregnancy_can_be_started_afterwards(client):
    over(client, "stopped")
    client.post("/start/", {"dated_by": "unknown"})
    assert Pregnancy.objects.count() == 2
    assert not Pregnancy.objects.first().is_over


def test_pages_for_a_going_pregnancy_lead_to_the_gentle_one(pregnancy):
    request = RequestFactory().get("/")
    request.user = Account.objects.local()
    assert current_pregnancy(request) == pregnancy
    Pregnancy.objects.update(outcome="loss")
    del request._pregnancy
    with pytest.raises(PregnancyIsOver):
        current_pregnancy(request)


@pytest.mark.usefixtures("pregnancy")
def test_the_end_page_itself_leads_to_today_once_it_is_over(client):
    over(client, "loss")
    assert client.get("/end/").headers["Location"] == "/"


def test_every_sign_told_is_in_the_guideline_and_none_is_private():
    content = load_guideline().content
    private = {one.id for one in content.findings if one.private}
    for names in SIGNS_AFTERWARDS.values():
        for name in names:
            assert content.sign[name].sources
            assert not any(one in content.sign[name].when for one in private), name


def test_an_answer_after_a_loss_leads_to_no_treatment_and_speaks_of_no_birth(
    client, finished_check
):
    finished_check.pregnancy.outcome = "loss"
    finished_check.pregnancy.save()
    page = client.get(f"/check/{finished_check.pk}/answer/")
    assert "Ease it now" not in page.content.decode()
    assert "they look after you now too" in main_of(page)


@pytest.mark.parametrize("address", ["/relief/", "/relief/stretching/", "/body/"])
@pytest.mark.usefixtures("finished_check")
def test_relief_and_body_lead_to_the_gentle_page_once_it_is_over(client, address):
    Pregnancy.objects.update(outcome="loss")
    assert client.get(address).headers["Location"] == "/"
