"""The README's three women, from an empty database to a sourced answer."""

import json
from pathlib import Path

import pytest
from tests.companion.browser.woman import answer_all, start

EXAMPLES = Path(__file__).parents[3] / "examples"


def story(name):
    return json.loads((EXAMPLES / f"{name}.json").read_text())


@pytest.mark.parametrize(
    ("name", "weeks", "headline", "dial"),
    [
        ("ordinary-back-pain-24-weeks", "24", "You can look after this at home", None),
        ("rhythmic-backache-31-weeks", "31", "Ring your maternity unit now", "tel:02079460958"),
        ("saddle-numbness", "26", "Call an ambulance now", "tel:999"),
    ],
)
def test_from_the_first_page_to_the_answer(page, name, weeks, headline, dial):
    start(page, weeks)
    page.get_by_role("button", name="Start", exact=True).click()
    answer_all(page, story(name))
    assert page.locator("h1").inner_text() == headline
    if dial is None:
        assert page.get_by_role("heading", name="What is probably behind it").is_visible()
        assert page.get_by_text("We will ask again on").is_visible()
    else:
        button = page.locator(".call").first
        assert button.get_attribute("href") == dial
        assert button.bounding_box()["y"] < 400, "she must not scroll to find it"
        assert page.get_by_role("heading", name="What to say").is_visible()
        assert page.locator("nav").count() == 0, "nothing else to distract"
    references = page.locator(".references a")
    number = references.first.inner_text().strip("[]")
    references.first.click()
    assert page.locator(f"#source-{number}").is_visible()
