"""The list: who is near, how far, and how to reach them."""

import re

import pytest

pytestmark = pytest.mark.django_db


def read(client, path="/care/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def names(page):
    return re.findall(r'<h3>.*?<a href="/care/place/[^"]*">([^<]*)</a></h3>', page)


@pytest.mark.usefixtures("city", "in_kallio")
def test_the_nearest_comes_first_with_its_distance_and_its_number(client):
    page = read(client)
    assert names(page) == [
        "Closed Physio",
        "Odd Physio",
        "Maya",
        "Great Hospital",
        "Birth House",
        "Far Physio",
    ]
    assert "<b>1.1 km</b>" in page
    assert 'href="tel:+3589000001"' in page
    assert 'href="tel:+3589000002"' in page
    assert "Whom to see near Kallio, Helsinki" in page


@pytest.mark.usefixtures("city", "in_kallio")
def test_one_kind_alone(client):
    page = read(client, "/care/?kind=physiotherapist")
    assert names(page) == ["Closed Physio", "Odd Physio", "Far Physio"]


@pytest.mark.usefixtures("city", "in_kallio")
def test_leaving_out_the_closed_keeps_those_whose_hours_are_not_known(client):
    page = read(client, "/care/?kind=physiotherapist&open=1")
    assert names(page) == ["Odd Physio", "Far Physio"]
    assert "when the sun shines" in page
