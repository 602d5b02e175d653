"""One whole session of each kind of treatment, and one that a warning sign stops."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from tests.companion.browser.conftest import serving

AREAS = {
    "heat": "ice and heat",
    "posture": "posture",
    "stretching": "exercise",
    "acupuncture": "acupuncture",
    "tens": "TENS",
    "breathing": "lifestyle",
}


@pytest.fixture
def server(tmp_path):
    prepare = (sys.executable, "-m", "tests.companion.browser.prepare")
    subprocess.run([*prepare, str(tmp_path / "data"), "ordinary"], check=True)
    with serving(tmp_path / "data") as served:
        yield served


def agree(page):
    """What must be agreed first, where the guideline says so."""
    for box in page.get_by_role("checkbox").all():
        if box.is_visible():
            box.check()
    if page.get_by_role("button", name="Yes, save this").is_visible():
        for who in page.get_by_label("Who agreed").all():
            who.fill("Jane, my midwife")
        page.get_by_role("button", name="Yes, save this").click()


def start(page, treatment):
    page.goto(f"/relief/{treatment}/")
    if page.get_by_text("Ask first", exact=True).first.is_visible():
        agree(page)
    page.get_by_role("link", name="Start", exact=True).click()
    page.locator('input[name="pain"][value="6"]').check(force=True)
    page.get_by_role("button", name="None of these. Start").click()
    expect(page.get_by_role("link", name="Stop, something is wrong")).to_be_visible()


def finish(page):
    for _ in range(8):
        following = page.get_by_role("button", name=re.compile("^Next exercise"))
        if not following.is_visible():
            break
        following.click()
    if "/after/" not in page.url:
        page.get_by_role("button", name=re.compile("^Finish")).first.click()
    page.wait_for_url("**/after/")


@pytest.mark.parametrize("treatment", AREAS, ids=AREAS.values())
def test_a_whole_session_says_what_changed(page, treatment):
    start(page, treatment)
    page.reload()
    finish(page)
    page.locator('input[name="pain"][value="3"]').check(force=True)
    page.get_by_role("button", name="None of these. Finish").click()
    expect(page.locator("main")).to_contain_text("6 before, 3 after")
    page.goto("/relief/history/")
    expect(page.locator("main")).to_contain_text("6")


@pytest.mark.parametrize("treatment", AREAS, ids=AREAS.values())
def test_a_warning_sign_stops_the_session_and_leads_to_the_call(page, treatment):
    start(page, treatment)
    page.get_by_role("link", name="Stop, something is wrong").click()
    page.get_by_label("Back pain that comes and goes in a rhythm").check()
    page.get_by_role("button", name="Send what I ticked").click()
    page.wait_for_url("**/check/**")
    page.locator(".interim, .verdict").first.wait_for()
    if page.locator(".interim").is_visible():
        page.get_by_role("button", name="Show me what to do").click()
    expect(page.locator("h1")).to_have_text("Ring your maternity unit now")
    assert page.locator(".call").first.get_attribute("href") == "tel:02079460958"
    page.goto(f"/relief/{treatment}/")
    expect(page.get_by_role("link", name="Start", exact=True)).to_have_count(0)
