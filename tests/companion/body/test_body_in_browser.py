"""The pages on her body in a real browser at the size of a phone: axe, the width, touch, requests."""

from itertools import product
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.chromium import LEAST_TOUCH, PHONE
from tests.companion.body.someone import said, weighed

pytestmark = pytest.mark.slow

TOO_SMALL = """least => [...document.querySelectorAll(
    'main button, main a, main summary, main .choice, main input:not([type=radio]):not([type=hidden])')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
  .map(one => one.outerHTML)"""


def ordinary(pregnancy):
    weighed(pregnancy, 68, days_ago=40)
    weighed(pregnancy, 157 * 0.45359237, unit="lb")


def first_visit(pregnancy):
    pregnancy.weight_numbers.delete()
    pregnancy.height_cm = pregnancy.weight_before_kg = pregnancy.babies = None
    pregnancy.save()


def jump(pregnancy):
    weighed(pregnancy, 70, days_ago=5)
    weighed(pregnancy, 72)


def twins(pregnancy):
    pregnancy.babies = 2
    pregnancy.save()
    weighed(pregnancy, 74)


def kept_back(pregnancy):
    said(pregnancy, "yes")
    weighed(pregnancy, 70)


def without_weeks(pregnancy):
    pregnancy.due_date = None
    pregnancy.save()


STATES = (ordinary, first_visit, jump, twins, kept_back, without_weeks)


@pytest.fixture
def in_state(ana, live_server, request):
    """The address of the pages once she is in the state; a browser may not share the database's thread."""
    request.param(ana)
    entry = ana.weights.first()
    return live_server.url, entry.pk if entry is not None else None


def looked_at(page, scheme):
    """What axe finds, with everything unfolded, and what is too small to touch or too wide."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    violations = Axe().run(page).response["violations"]
    found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]
    wide = page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]
    return found, wide


@pytest.mark.parametrize("in_state", STATES, indirect=True, ids=lambda one: one.__name__)
def test_nothing_is_wrong_with_the_page_on_a_phone(in_state, browser):
    address, entry = in_state
    page = browser.new_context(viewport=PHONE).new_page()
    hosts, said_in_console = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: said_in_console.append(message.text))
    pages = ["/body/", "/body/numbers/", *([f"/body/weight/{entry}/"] if entry else [])]
    for path, scheme in product(pages, ("light", "dark")):
        assert page.goto(address + path).status == 200
        assert looked_at(page, scheme) == ([], False)
        assert page.evaluate(TOO_SMALL, LEAST_TOUCH) == []
    assert hosts == {urlsplit(address).netloc}
    assert said_in_console == []


@pytest.mark.parametrize("in_state", [ordinary], indirect=True)
def test_a_mistake_is_told_where_it_is_and_what_she_typed_is_still_there(in_state, browser):
    address, _ = in_state
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(address + "/body/")
    page.get_by_role("textbox", name="Your weight").fill("710")
    page.get_by_role("button", name="Save weight").click()
    box = page.get_by_role("textbox", name="Your weight")
    assert box.input_value() == "710"
    told = page.locator(f"#{box.get_attribute('aria-describedby')}")
    assert told.inner_text() == "Write a number from 66.2 to 617.2 lb."
    assert looked_at(page, "light") == ([], False)
    box.fill("158")
    page.get_by_role("button", name="Save weight").click()
    assert "Saved: 158 lb (71.67 kg)" in page.get_by_role("status").inner_text()
