"""Numbers to ring, country by country: as the guideline has them, and whether they were checked."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pregnancy")]


def read(client, path="/care/numbers/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_country_and_every_number_is_there(client, guideline):
    from carrywell.companion.numbers import Number

    page = read(client)
    for one in guideline.content.emergency_numbers:
        numbers = [one.ambulance, *(also.number for also in one.also)] if one.country else []
        numbers += [line.number for line in one.advice_lines]
        for number in filter(None, numbers):
            assert f'href="tel:{Number("", number).dial}"' in page, (one.id, number)


def test_her_own_country_comes_first(client):
    page = read(client)
    assert page.index("<h2>United Kingdom</h2>") < page.index("<h2>Argentina</h2>")


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("finl", "Finland"),
        ("FI", "Finland"),
        ("gb", "United Kingdom"),
        ("UNITED ST", "United States"),
    ],
)
def test_a_country_is_found_by_its_name_or_its_letters(client, sought, found):
    page = read(client, f"/care/numbers/?q={sought}")
    assert f"<h2>{found}</h2>" in page
    assert "<h2>France</h2>" not in page


def test_a_country_that_is_not_in_the_list(client):
    page = read(client, "/care/numbers/?q=Narnia%3Cb%3E")
    assert "No country called 'Narnia&lt;b&gt;' is in our list." in page
    assert "112 works from mobile phones" in page


def test_what_nobody_has_checked_says_so(client, guideline):
    page = read(client, "/care/numbers/?q=Finland")
    finland = next(one for one in guideline.content.emergency_numbers if one.country == "FI")
    unchecked = [one for one in finland.advice_lines if one.number and not one.source_checked]
    assert page.count("(not checked yet)") == len(unchecked) > 0


def test_a_line_for_pregnancy_comes_before_the_others(client):
    page = read(client, "/care/numbers/?q=GB")
    assert 0 < page.index("Tommy") < page.index("NHS 111")
