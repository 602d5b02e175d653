"""Charts and calendar in a real browser: axe, the width down to 320 px, touch, requests, the keyboard."""

from datetime import date
from itertools import product
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.chromium import LEAST_TOUCH, PHONE
from tests.companion.conftest import NOW
from tests.companion.diary.kept import keep, let_weight_be_shown
from tests.patterns.sample_diary import sample_diary

pytestmark = pytest.mark.slow

SMALLEST = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
CALENDAR = "/diary/calendar/"
PAGES = ("/diary/charts/?weeks=2", "/diary/charts/?weeks=8", "/diary/charts/?weeks=all")

TOO_SMALL = """least => [...document.querySelectorAll('main nav a, main summary, main td > a')]
  .filter(one => one.checkVisibility())
  .filter(one => Math.min(one.getBoundingClientRect().height, one.getBoundingClientRect().width) < least - 0.5)
  .map(one => one.outerHTML)"""
CUT_OFF = """() => [...document.querySelectorAll('svg.chart text')].filter(one => {
    const word = one.getBoundingClientRect(), all = one.closest('svg').getBoundingClientRect();
    return word.left < all.left - 1 || word.right > all.right + 1 || word.bottom > all.bottom + 1;
  }).map(one => one.textContent)"""


def today():
    return date.today()  # noqa: DTZ011 - the pages read the same clock


@pytest.fixture
def address(request, pregnancy, live_server):
    """With so many days of diary; a browser may not share the database's thread."""
    if request.param:
        keep(pregnancy, sample_diary(request.param, last=today()), NOW)
        let_weight_be_shown(pregnancy, NOW)
    return live_server.url


@pytest.mark.parametrize("address", [30, 0], indirect=True)
def test_axe_finds_nothing_and_no_other_host_is_asked(address, browser):
    page = browser.new_context(viewport=PHONE).new_page()
    hosts, said_in_console = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: said_in_console.append(message.text))
    for path, scheme in product(("/diary/charts/?weeks=4", CALENDAR), ("light", "dark")):
        page.emulate_media(color_scheme=scheme)
        assert page.goto(address + path).status == 200
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        violations = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert hosts == {urlsplit(address).netloc}
    assert said_in_console == []


@pytest.mark.parametrize("address", [217], indirect=True)
def test_everything_fits_and_can_be_touched(address, browser):
    page = browser.new_context().new_page()
    for path, size in product((*PAGES, CALENDAR), (SMALLEST, PHONE, DESKTOP)):
        page.set_viewport_size(size)
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate(TOO_SMALL, LEAST_TOUCH) == []
        assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("address", [56], indirect=True)
def test_a_day_of_the_calendar_opens_the_diary(address, browser):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(address + "/diary/charts/")
    page.get_by_role("link", name="See it as a calendar").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"{today():%B %Y}"
    page.get_by_role("link", name=f"1 {today():%B}").first.click()
    page.wait_for_url("**/diary/**")
    assert urlsplit(page.url).path in (f"/diary/{today():%Y-%m}-01/", "/diary/")


@pytest.mark.parametrize("address", [56], indirect=True)
def test_a_screen_reader_hears_the_chart_and_finds_its_table(address, browser):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(address + "/diary/charts/?weeks=8")
    chart = page.get_by_role("img", name="Pain,").first
    assert "days have a pain score" in chart.locator("desc").text_content()
    table = page.get_by_role("table").first
    assert not table.is_visible()
    page.get_by_text("The same as a table").first.click()
    assert table.get_by_role("columnheader").all_inner_texts() == [
        *("Day", "Worst", "Average", "Sessions")
    ]
    assert table.get_by_role("rowheader").count() > 40


@pytest.mark.parametrize("address", [20], indirect=True)
def test_on_paper_the_charts_are_there_and_the_choices_are_not(address, browser):
    page = browser.new_context(viewport=DESKTOP).new_page()
    page.goto(address + "/diary/charts/?weeks=2")
    page.emulate_media(media="print")
    assert page.get_by_role("img", name="Pain,").first.is_visible()
    assert not page.get_by_role("link", name="4 weeks").is_visible()
