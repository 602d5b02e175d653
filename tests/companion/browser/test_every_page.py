"""Every page, in the light and in the dark: axe finds nothing, nothing is cut off, thumbs hit."""

import subprocess
import sys
from collections import defaultdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.chromium import PHONE
from tests.companion.browser.conftest import Watch, serving
from tests.companion.browser.every_page import STATES
from tests.companion.browser.prepare import STORIES

NARROW = {"width": 320, "height": 700}
"""A phone at 200 % zoom, or the smallest there is: nothing may need scrolling sideways."""

TARGET = 44

SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, .button, a.leave, .places a, .dial, summary, label.choice, input[type=text], input[type=date], select'
  )].filter(one => one.checkVisibility())
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.height && (box.height < TARGET - 0.5 || box.width < TARGET - 0.5))
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)""".replace(
    "TARGET", str(TARGET)
)


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """A server for each story, started when it is first asked for."""
    running, contexts = {}, []

    def server(state):
        if state.story not in running:
            folder = tmp_path_factory.mktemp(state.prepared)
            prepare = (sys.executable, "-m", "tests.companion.browser.prepare")
            subprocess.run([*prepare, str(folder), state.prepared], check=True)
            context = serving(folder)
            contexts.append(context)
            running[state.story] = context.__enter__()[1]
        return running[state.story]

    yield server
    for context in contexts:
        context.__exit__(None, None, None)


def test_every_story_is_looked_at():
    assert {one.prepared for one in STATES} == set(STORIES)


@pytest.mark.parametrize("state", STATES, ids=lambda one: one.name)
def test_a_page_is_for_everybody(browser, servers, state):
    address = servers(state)
    watch = Watch()
    context = browser.new_context(viewport=PHONE, base_url=address, locale="en-GB")
    page = context.new_page()
    watch.on(page)
    state.go(page)
    errors = [one for one in watch.errors if "404" not in one and "422" not in one]
    assert not errors  # before axe, which measures with inline styles that the policy refuses
    found = defaultdict(list)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for violation in Axe().run(page).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:4]]
            found[f"{scheme}: {violation['id']}, {violation['help']}"] = nodes
    assert not found
    assert page.locator("h1").count() == 1
    assert page.evaluate(SMALL_TARGETS) == []
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{width} pixels on a screen of {size['width']}"
    assert {host for host in watch.hosts if host} == {address.removeprefix("http://")}
    context.close()
