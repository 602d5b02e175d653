"""The page on what helps in a real browser: axe, the width down to 320 px, touch, requests."""

from itertools import product
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.chromium import LEAST_TOUCH, PHONE

pytestmark = pytest.mark.slow

SIZES = ({"width": 320, "height": 640}, PHONE, {"width": 1280, "height": 900})
TOO_SMALL = """least => [...document.querySelectorAll('main summary, main .button')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
  .map(one => one.outerHTML)"""
CUT_OFF = """() => [...document.querySelectorAll('svg.chart text')].filter(one => {
    const word = one.getBoundingClientRect(), all = one.closest('svg').getBoundingClientRect();
    return word.left < all.left - 1 || word.right > all.right + 1 || word.bottom > all.bottom + 1;
  }).map(one => one.textContent)"""


@pytest.fixture
def address(diary_kept, live_server):
    """With eight weeks of diary; a browser may not share the database's thread."""
    return live_server.url


def test_axe_finds_nothing_and_everything_fits(address, browser):
    page = browser.new_context(viewport=PHONE).new_page()
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for path, scheme in product(("/what-helps/", "/relief/"), ("light", "dark")):
        page.emulate_media(color_scheme=scheme)
        assert page.goto(address + path).status == 200
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        violations = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert hosts == {urlsplit(address).netloc}
    for size in SIZES:
        page.set_viewport_size(size)
        page.goto(address + "/what-helps/")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate(TOO_SMALL, LEAST_TOUCH) == []
        assert page.evaluate(CUT_OFF) == []


def test_a_screen_reader_hears_the_chart_and_finds_its_table(address, browser):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(address + "/what-helps/")
    chart = page.get_by_role("img", name="How much less or more pain")
    assert "Heat pack: " in chart.locator("desc").text_content()
    table = page.get_by_role("table")
    assert not table.is_visible()
    page.get_by_text("The same as a table").click()
    assert table.get_by_role("columnheader").all_inner_texts() == [
        *("What", "Pain afterwards", "Likely", "So")
    ]
