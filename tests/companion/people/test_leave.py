"""Leaving fast: a white page, and nothing behind the back button."""

import pytest
from django.db import DatabaseError

from carrywell.companion.people import lock


@pytest.mark.usefixtures("pregnancy")
def test_leaving_shows_a_white_page_that_names_nothing(client):
    page = client.get("/leave/").content.decode()
    assert "<title>New Tab</title>" in page
    assert "<body></body>" in page
    assert "arrywell" not in page


def test_after_leaving_every_page_is_white(client, finished_check):
    client.get("/leave/")
    for address in (
        "/check/",
        f"/check/{finished_check.pk}/answer/",
        "/data/",
        "/relief/",
        "/unlock/",
        "/nowhere/",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert b"<body></body>" in response.content, address
        assert response.headers["Cache-Control"] == "no-store"


def test_after_leaving_no_form_is_taken(client, pregnancy):
    client.get("/leave/")
    client.post("/end/", {"outcome": "stopped"})
    pregnancy.refresh_from_db()
    assert not pregnancy.is_over


@pytest.mark.usefixtures("pregnancy")
def test_after_leaving_the_first_page_shows_nothing_until_it_is_opened_by_its_address(client):
    client.get("/leave/")
    page = client.get("/").content.decode()
    assert "31 weeks" not in page
    assert "arrywell" not in page.replace("companion/way-back", "")
    assert 'data-open="/return/"' in page
    assert client.get("/return/").headers["Location"] == "/"
    assert "31 weeks" in client.get("/").content.decode()


@pytest.mark.usefixtures("pregnancy")
def test_leaving_works_when_the_database_does_not(client, monkeypatch):
    def broken(_):
        raise DatabaseError

    monkeypatch.setattr(lock, "logout", broken)
    response = client.get("/leave/")
    assert response.status_code == 200
    assert response.cookies["carrywell_left"].value == "1"


@pytest.mark.usefixtures("pregnancy")
def test_the_cookie_goes_when_the_browser_closes(client):
    cookie = client.get("/leave/").cookies["carrywell_left"]
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


@pytest.mark.parametrize("address", ["/leave/", "/"])
@pytest.mark.usefixtures("pregnancy")
def test_leaving_needs_no_script(client, address):
    client.get("/leave/")
    page = client.get(address).content.decode()
    assert "onclick" not in page
    assert ("<noscript>" in page) is (address == "/")
