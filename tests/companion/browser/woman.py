"""Filling in the pages as a woman does: by what stands on them."""

import re

from carrywell import load_guideline
from carrywell.guideline.facts import harmless_value

CONTENT = load_guideline().content
FINDING = CONTENT.finding


def start(page, weeks="31+4", unit="020 7946 0958"):
    """The first page, as far as she likes, and on to the check."""
    page.goto("/")
    page.get_by_label("I know how many weeks I am").check()
    page.get_by_label("Weeks today").fill(weeks)
    page.get_by_label("One", exact=True).check()
    page.get_by_label("Which country are you in?").select_option("GB")
    page.get_by_label("Phone number of your maternity unit").fill(unit)
    page.get_by_role("button", name="Start the check").click()
    page.wait_for_url("**/check/**")


def begin(page):
    page.goto("/check/")
    page.get_by_role("button", name=re.compile("^(Start|Yes, start)$")).click()
    page.wait_for_selector("form.screen")


def answer_all(page, story, most=30):
    """Answers screen after screen until the answer is there. What the story leaves out is calm."""
    umbrellas = {
        CONTENT.umbrella_of[name]: True
        for name, value in story.items()
        if name in CONTENT.umbrella_of and value != harmless_value(FINDING[name])
    }
    story = umbrellas | story
    for _ in range(most):
        if page.url.endswith("/answer/"):
            return
        answer_screen(page, story)
    raise AssertionError("the check does not end")


def answer_screen(page, story):
    page.wait_for_selector("form.screen")
    fill_in(page, story)
    here = page.url
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_function("before => location.href !== before", arg=here)
    settled(page)


def settled(page):
    """Waits until the page of the present address is there: the address may change a moment before."""
    page.wait_for_function("""() => {
        const form = document.querySelector("form.screen");
        return !form || form.getAttribute("action") === location.pathname;
    }""")
    page.wait_for_selector("h1")


def fill_in(page, story):
    boxes = page.locator('input[name="ticks"]')
    names = [one.get_attribute("value") for one in boxes.all()]
    if names:
        true = [name for name in names if story.get(name) is True]
        unsure = [name for name in names if name in story and story[name] is None]
        for name in true or ([] if unsure else ["none"]):
            boxes.and_(page.locator(f'[value="{name}"]')).check()
        if unsure:
            boxes.and_(page.locator('[value="not_sure"]')).check()
            for name in unsure:
                page.locator(f'input[name="ticks__not_sure"][value="{name}"]').check()
    for place in page.locator("details.places-box").all():
        if place.get_attribute("open") is None:
            place.locator("summary").click()
    for question in page.locator("fieldset.question").all():
        if question.is_visible():
            _one(question, story)


def _one(question, story):
    name = question.get_attribute("id").removeprefix("q-")
    finding = FINDING[name]
    value = story[name] if name in story else harmless_value(finding)
    kind = question.get_attribute("class")
    if value is None:
        question.locator('input[value="not_sure"]').check()
    elif "kind-score" in kind:
        question.locator(f'input[value="{value:g}"]').check(force=True)
    elif finding.type == "number":
        question.locator('input[type="text"]').fill(f"{value:g}")
    elif finding.type == "yes_no":
        question.locator(f'input[value="{"yes" if value else "no"}"]').check()
    else:
        for one in [value] if isinstance(value, str) else (sorted(value) or ["none"]):
            question.locator(f'input[value="{one}"]').check()
