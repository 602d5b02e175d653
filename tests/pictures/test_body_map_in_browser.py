"""The body map in a real browser: touch, keys, a swapped page, and no script at all."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copy
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.chromium import PHONE

import carrywell.companion
from carrywell.pictures.body_map import body_map
from carrywell.pictures.body_shapes import REGIONS

pytestmark = pytest.mark.slow

STATIC = Path(carrywell.companion.__path__[0]) / "static" / "companion"
STATIC_FILES = ("tokens.css", "standing-figure.css", "body-map.css", "body-map.js")
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'">
<title>Where does it hurt?</title>
<link rel="stylesheet" href="tokens.css">
<link rel="stylesheet" href="body-map.css">
<script type="module" src="body-map.js"></script>
</head>
<body><main><h1>Where does it hurt?</h1>{form}</main></body>
</html>"""


@pytest.fixture(scope="module")
def labels(guideline):
    finding = guideline.compiled.artefact.content.finding["pain_location"]
    return {option.id: option.say for option in finding.options}


@pytest.fixture(scope="module")
def form(labels):
    boxes = "".join(
        f'<div><input type="checkbox" name="pain_location" value="{place}" id="place-{place}">'
        f'<label for="place-{place}">{words}</label></div>'
        for place, words in labels.items()
    )
    views = body_map(labels, view="back") + body_map(labels, view="front")
    return f'<form class="body-map-form"><div class="body-map-views">{views}</div>{boxes}</form>'


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory, form):
    folder = tmp_path_factory.mktemp("page")
    (folder / "index.html").write_text(PAGE.format(form=form), "utf-8")
    for name in STATIC_FILES:
        copy(STATIC / name, folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport=PHONE, has_touch=True)
    opened = context.new_page()
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(address)
    yield opened
    context.close()
    assert errors == []


def region(page, place, view="back"):
    return page.locator(f"#region-{view}-{place}")


def box(page, place):
    return page.locator(f"#place-{place}")


def colour(page, place, view="back"):
    shape = region(page, place, view).locator(".body-map-shape").first
    shape.evaluate("one => Promise.all(one.getAnimations().map(animation => animation.finished))")
    return shape.evaluate("one => getComputedStyle(one).fill")


def test_a_tap_ticks_the_box_and_a_second_tap_clears_it(page):
    shape = region(page, "lower_back").locator(".body-map-shape")
    shape.tap()
    assert box(page, "lower_back").is_checked()
    assert region(page, "lower_back").get_attribute("aria-checked") == "true"
    shape.tap()
    assert not box(page, "lower_back").is_checked()
    assert region(page, "lower_back").get_attribute("aria-checked") == "false"


def test_every_drawn_place_can_be_tapped(page):
    for view, places in REGIONS.items():
        for place in places:
            before = box(page, place).is_checked()
            tap_where_the_tick_stands(page, region(page, place, view))
            assert box(page, place).is_checked() is not before, (view, place)


def tap_where_the_tick_stands(page, place):
    tick = place.locator(".body-map-tick").last
    tick.scroll_into_view_if_needed()
    at = tick.bounding_box()
    page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)


def test_a_tap_just_beside_a_small_place_still_finds_it(page):
    tip = region(page, "shoulder_tip").locator(".body-map-shape").first.bounding_box()
    page.touchscreen.tap(tip["x"] + tip["width"] + 8, tip["y"] + tip["height"] / 2)
    assert box(page, "shoulder_tip").is_checked()


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_the_keyboard_ticks_the_box_and_does_not_send_the_form(page, key):
    page.evaluate("document.forms[0].addEventListener('submit', () => { document.title = 'sent' })")
    region(page, "sacrum").focus()
    page.keyboard.press(key)
    assert box(page, "sacrum").is_checked()
    assert page.title() == "Where does it hurt?"
    page.keyboard.press(key)
    assert not box(page, "sacrum").is_checked()


def test_tab_goes_from_place_to_place(page, labels):
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first == labels[next(iter(REGIONS["back"]))]


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ("mid_back", "ArrowDown", "lower_back"),
        ("lower_back", "ArrowUp", "mid_back"),
        ("lower_back", "ArrowRight", "flank"),
        ("sacrum", "ArrowDown", "coccyx"),
        ("upper_back", "ArrowLeft", "shoulder"),
    ],
)
def test_arrows_move_to_the_neighbouring_place(page, start, key, end):
    region(page, start).focus()
    page.keyboard.press(key)
    assert page.evaluate("document.activeElement.id") == f"region-back-{end}"


def test_the_list_and_both_views_show_the_same_answer(page):
    box(page, "neck").check()
    for view in ("front", "back"):
        assert region(page, "neck", view).get_attribute("aria-checked") == "true"
    region(page, "neck", "front").locator(".body-map-shape").click()
    assert region(page, "neck", "back").get_attribute("aria-checked") == "false"
    assert not box(page, "neck").is_checked()


def test_the_box_says_that_it_changed(page):
    page.evaluate(
        "document.forms[0].addEventListener('change', (event) => { document.title = event.target.value })"
    )
    region(page, "coccyx").locator(".body-map-shape").click()
    assert page.title() == "coccyx"


def test_a_form_that_arrives_later_works_too(page):
    page.evaluate(
        "() => { const form = document.querySelector('form'); const later = form.outerHTML.replaceAll('is-live', '');"
        " form.outerHTML = later; }"
    )
    region(page, "hip").locator(".body-map-shape").first.click()
    assert box(page, "hip").is_checked()
    assert region(page, "hip").get_attribute("aria-checked") == "true"


def test_a_reset_form_clears_the_figure(page):
    region(page, "hip").locator(".body-map-shape").first.click()
    page.evaluate("document.forms[0].reset()")
    page.wait_for_selector("#region-back-hip[aria-checked=false]")


def test_the_figure_passes_the_accessibility_check_in_every_state(page):
    region(page, "lower_back").locator(".body-map-shape").click()
    region(page, "coccyx").focus()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_without_a_script_the_tick_in_the_list_lights_up_the_place(browser, address):
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    box(page, "lower_back").check()
    # Scripts of the page are off, so styles are read through the browser's own protocol.
    lit, unlit = (fill_of(context, page, place) for place in ("lower_back", "mid_back"))
    assert lit != unlit
    box(page, "lower_back").uncheck()
    assert fill_of(context, page, "lower_back") == unlit
    assert region(page, "lower_back").get_attribute("role") is None
    context.close()


def fill_of(context, page, place):
    session = context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    selector = f"#region-back-{place} .body-map-shape"
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    styles = session.send("CSS.getComputedStyleForNode", {"nodeId": node})["computedStyle"]
    return next(one["value"] for one in styles if one["name"] == "fill")


def test_a_chosen_place_changes_its_colour_and_gets_a_tick(page):
    before = colour(page, "buttock")
    region(page, "buttock").locator(".body-map-shape").first.click()
    page.mouse.move(0, 0)
    assert colour(page, "buttock") != before
    tick = region(page, "buttock").locator(".body-map-tick").first
    assert tick.evaluate("one => getComputedStyle(one).opacity") == "1"


@pytest.mark.parametrize("place", ["neck", "lower_back", "flank", "buttock", "hip", "leg"])
def test_a_place_is_at_least_a_thumb_wide_and_tall_on_a_phone(page, place):
    hits = page.locator(f".body-map-back .body-map-hit[data-place={place}]").first
    drawn = hits.bounding_box()
    border = 24 * page.locator(".body-map-back").bounding_box()["width"] / 240
    assert drawn["width"] + border >= 44
    assert drawn["height"] + border >= 44
