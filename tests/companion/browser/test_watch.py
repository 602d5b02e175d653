"""What she writes and times changes Today and the next check, in a real browser."""

import re
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.chromium import PHONE
from tests.companion.browser.conftest import serving

CALL = "Ring your maternity unit now"


@pytest.fixture
def story(browser, tmp_path):
    """A phone that shows the pages of someone with these records."""
    opened = []

    def show(name):
        folder = tmp_path / name
        subprocess.run(
            [sys.executable, "-m", "tests.companion.browser.watched", str(folder), name], check=True
        )
        serve = serving(folder)
        _, address = serve.__enter__()
        context = browser.new_context(viewport=PHONE, base_url=address, locale="en-GB")
        opened.extend((context.close, lambda: serve.__exit__(None, None, None)))
        return context.new_page()

    yield show
    for close in opened:
        close()


def is_clean(page):
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_sixteen_days_of_pain_stand_on_today_with_the_reason_and_go_into_the_check(story):
    page = story("long")
    page.goto("/")
    told = page.get_by_role("status").filter(has_text="midwife or doctor")
    expect(told).to_contain_text("pain on 16 days in a row")
    expect(told).to_contain_text("within 72 hours")
    expect(told.get_by_role("link", name="Check my back")).to_be_in_viewport()
    is_clean(page)
    told.get_by_role("link", name="Check my back").click()
    expect(
        page.get_by_label(re.compile("From your diary: pain on 16 days in a row"))
    ).to_be_visible()
    is_clean(page)
    page.get_by_role("button", name="Start", exact=False).click()
    page.wait_for_selector("form.screen")
    is_clean(page)


def test_what_is_not_right_is_asked(story):
    page = story("rhythm")
    page.goto("/check/")
    expect(page.locator(".interim")).to_contain_text("ring your maternity unit now")
    line = page.get_by_label(re.compile("From your timer: you timed 7 within an hour"))
    line.check()
    page.get_by_role("button", name="Start", exact=False).click()
    page.wait_for_selector("form.screen")
    assert page.locator(".interim").count() == 0


def test_a_rhythm_stands_on_top_of_today_and_no_relief_is_offered(story):
    page = story("rhythm")
    page.goto("/")
    expect(page.get_by_role("alert").get_by_role("heading", name=CALL)).to_be_in_viewport()
    expect(page.get_by_role("alert").locator('a[href="tel:02079460958"]')).to_be_in_viewport()
    is_clean(page)
    page.goto("/relief/tens/")
    expect(page.get_by_role("heading", name=CALL)).to_be_visible()
    assert page.get_by_role("button", name="Start", exact=False).count() == 0


def test_a_score_of_nine_alone_asks_and_does_not_claim(story):
    page = story("nine")
    page.goto("/")
    told = page.get_by_role("status").filter(has_text="pain of 9 out of 10")
    expect(told).to_contain_text("Does the pain ease when you rest or change position?")
    expect(told).to_contain_text("If not, or if you are not sure:")
    expect(told.locator('a[href="tel:02079460958"]')).to_be_visible()
    is_clean(page)
    expect(page.get_by_role("heading", name=CALL)).to_have_count(0)
