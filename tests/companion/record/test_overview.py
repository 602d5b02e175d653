"""What is stored, in plain words."""

import re

import pytest

from carrywell.companion.check.service import begin
from carrywell.companion.people.models import Account, Pregnancy, StandingFact
from carrywell.companion.record.show import answers_in_words
from carrywell.companion.record.tables import tables

from .conftest import NOW


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.usefixtures("db")
def test_before_anything_is_stored_it_says_so(client):
    page = text_of(client.get("/data/"))
    assert "Nothing is stored yet." in page


@pytest.mark.usefixtures("full")
def test_it_shows_every_kind_with_its_count(client):
    page = text_of(client.get("/data/"))
    for title in (
        "Your checks 1",
        "Relief sessions 1",
        "Your weights 1",
        "Other activity 1",
        "What someone agreed to 1",
    ):
        assert title in page, title


@pytest.mark.usefixtures("full")
def test_it_says_where_it_lies_and_what_is_never_written(client, settings):
    page = text_of(client.get("/data/"))
    assert str(settings.DATA) in page
    assert "Nothing leaves this computer." in page
    assert "Answers about violence and self-harm are never written down." in page


@pytest.mark.usefixtures("full")
def test_a_check_has_its_answers_and_a_link(client, finished_check):
    page = client.get("/data/").content.decode()
    assert f'href="/check/{finished_check.pk}/answer/"' in page
    assert "What you answered" in page
    assert "Pain: 3 out of 10" in page or "3 out of 10" in page


def test_an_unfinished_check_can_be_carried_on(client, full):
    check = begin(full, "herself", NOW, NOW.date(), {"back_pain": True})
    assert f'href="/check/{check.pk}/"' in client.get("/data/").content.decode()


@pytest.mark.usefixtures("full")
def test_no_weight_stands_open_on_the_page(client):
    page = client.get("/data/").content.decode()
    assert "71.4" in page
    assert "71.4" not in re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)


def test_a_long_table_has_a_page_of_its_own(client, full):
    for _ in range(4):
        begin(full, "herself", NOW, NOW.date(), {"back_pain": True})
    page = client.get("/data/")
    assert page.content.decode().count("What you answered") == 3
    assert "Show all 5" in text_of(page)
    assert client.get("/data/all/check_in/").content.decode().count("What you answered") == 5


@pytest.mark.parametrize(
    "key", [one.key for one in tables() if one.key not in ("person", "pregnancy")]
)
@pytest.mark.usefixtures("full")
def test_every_table_has_a_page(client, key):
    assert client.get(f"/data/all/{key}/").status_code == 200


@pytest.mark.usefixtures("full")
def test_what_is_harmless_is_folded_away(client):
    StandingFact.objects.filter(finding="pacemaker").update(value=True)
    page = client.get("/data/").content.decode()
    open_part = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    assert "pacemaker" in open_part
    assert "No: epilepsy" not in open_part
    assert "No: epilepsy" in page


@pytest.mark.usefixtures("full")
def test_a_fact_can_be_changed(client):
    fact = StandingFact.objects.get(finding="pacemaker")
    assert client.get(f"/data/fact/{fact.pk}/").status_code == 200
    client.post(f"/data/fact/{fact.pk}/", {"value": "yes"})
    fact.refresh_from_db()
    assert fact.value is True
    assert fact.confirmed_at > NOW


@pytest.mark.parametrize("finding", ["age", "height_cm"])
def test_a_fact_out_of_range_is_refused_in_words(client, full, finding):
    fact, _ = StandingFact.objects.update_or_create(
        pregnancy=full, finding=finding, defaults={"value": 30, "confirmed_at": NOW}
    )
    for typed in ("999", "x", ""):
        assert client.post(f"/data/fact/{fact.pk}/", {"value": typed}).status_code == 422
    fact.refresh_from_db()
    assert fact.value == 30


def test_not_sure_and_perhaps_others_are_said():
    said = answers_in_words(
        {"worried": None, "pain_location": ["lower_back", None], "gone_since": True}
    )
    assert said[0].startswith("not sure: ")
    assert said[1].endswith("(and perhaps others)")
    assert len(said) == 2, "a question that is no more is left out"


@pytest.mark.usefixtures("full")
def test_after_the_end_no_due_date_and_no_babies(client):
    Pregnancy.objects.update(outcome="loss", ended_on=NOW.date())
    page = text_of(client.get("/data/"))
    assert "Due date" not in page
    assert "Babies" not in page
    assert "My pregnancy is over" not in page


@pytest.mark.usefixtures("db")
def test_what_somebody_else_stored_is_not_shown(client, full):
    full.person.account = Account.objects.create(name="other")
    full.person.save()
    assert "Nothing is stored yet." in text_of(client.get("/data/"))
