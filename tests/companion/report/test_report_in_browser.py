"""The report in a real browser: on a phone, in the dark, in print on one page, downloaded, with axe."""

import io
import re
from urllib.parse import urlsplit

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.chromium import LEAST_TOUCH, PHONE
from tests.companion.report.conftest import MONTH

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TOO_SMALL = """least => [...document.querySelectorAll('main button, main summary, main .choice, main .button')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
  .map(one => one.outerHTML)"""
WIDE = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture
def page(live_server, browser):
    """A phone in London that may ask only this server."""
    hosts, errors = set(), []
    context = browser.new_context(
        viewport=PHONE, base_url=live_server.url, locale="en-GB", timezone_id="Europe/London"
    )
    page = context.new_page()
    page.on("request", lambda one: hosts.add(urlsplit(one.url).netloc))
    page.on("pageerror", lambda one: errors.append(str(one)))
    yield page
    context.close()
    assert hosts <= {urlsplit(live_server.url).netloc}, "a page asked another host"
    assert errors == []


def calm(page):
    """No accessibility finding, nothing too small to touch, nothing wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(TOO_SMALL, LEAST_TOUCH) == []
    assert not page.evaluate(WIDE)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_of_it_passes_axe(page, diary, colours):
    page.emulate_media(color_scheme=colours)
    for address in ("/report/", f"/report/code/?{MONTH}", f"/report/code/?{MONTH}&made=1"):
        page.goto(address)
        calm(page)
    page.goto("/report/?weeks=own&first=2026-11-20")
    expect(page.get_by_text("Something below needs another look.")).to_be_visible()
    calm(page)


def test_she_writes_chooses_and_takes_it_along(page, diary):
    refused = []
    page.on("console", lambda one: refused.append(one.text) if one.type == "error" else None)
    page.goto("/report/")
    page.get_by_label("Why are you going?").fill("My back grips at night.")
    page.get_by_label("What do you want to ask?").fill("May I keep using heat?")
    page.get_by_text("How far back, and what is in it").click()
    page.get_by_label("What is probably behind it").uncheck()
    page.get_by_label("The last 2 weeks").check()
    page.get_by_role("button", name="Save and show").click()
    report = page.get_by_role("article")
    expect(report).to_contain_text("My back grips at night.")
    expect(report).to_contain_text("Left out by her choice: likely causes")
    with page.expect_download() as pdf:
        page.get_by_role("button", name="PDF").click()
    assert re.fullmatch(r"report-\d{4}-\d\d-\d\d\.pdf", pdf.value.suggested_filename)
    told = pypdf.PdfReader(pdf.value.path()).pages[0].extract_text()
    assert "My back grips at night." in told
    with page.expect_download() as file:
        page.get_by_role("button", name="File for any browser").click()
    assert file.value.suggested_filename.endswith(".html")
    assert refused == []


def test_the_file_opens_by_itself_and_asks_for_nothing(page, browser, diary, tmp_path):
    page.goto(f"/report/?{MONTH}")
    with page.expect_download() as file:
        page.get_by_role("button", name="File for any browser").click()
    file.value.save_as(tmp_path / "report.html")
    context = browser.new_context(viewport=PHONE, offline=True)
    alone, asked, errors = context.new_page(), [], []
    alone.on("request", lambda one: asked.append(one.url))
    alone.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
    alone.goto(f"file://{tmp_path}/report.html")
    expect(alone.get_by_role("heading", level=1)).to_contain_text("report for a visit")
    fill = "getComputedStyle(document.querySelector('.chart-bar')).fill"
    assert alone.evaluate(fill) != "rgb(0, 0, 0)"  # the style has come along
    found = Axe().run(alone)
    assert found.violations_count == 0, found.generate_report()
    assert len(asked) == 1
    assert errors == []
    context.close()


def test_in_print_there_is_the_report_alone_on_one_page(page, diary):
    page.goto(f"/report/?{MONTH}")
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    told = " ".join(one.extract_text() for one in pages)
    assert len(pages) == 1
    assert "Warning signs present" in told
    for word in ("Save and show", "Leave fast", "In doubt? Ring", "Why are you going?"):
        assert word not in told


def test_the_button_to_print_opens_the_print_of_the_browser(page, diary):
    page.goto(f"/report/?{MONTH}")
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printed")


def test_without_a_script_everything_but_the_button_to_print_works(live_server, browser, diary):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/report/")
    page.get_by_label("What do you want to ask?").fill("May I swim?")
    page.get_by_role("button", name="Code to scan").click()
    page.get_by_role("link", name="Make the code").click()
    expect(page.get_by_role("img", name="Code with the text below")).to_be_visible()
    expect(page.locator("pre")).to_contain_text("May I swim?")
    context.close()
