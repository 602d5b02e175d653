"""The check with the keyboard alone, and with the browser's own back button."""

from playwright.sync_api import expect
from tests.companion.browser.test_check import ORDINARY
from tests.companion.browser.woman import answer_screen, begin, settled, start

MOST_KEYS = 400


def focused(page):
    """What has the focus: its name, its value, and the words that a screen reader says."""
    return page.evaluate("""() => {
        const one = document.activeElement;
        const label = one.labels?.[0]?.textContent ?? one.getAttribute("aria-label") ?? one.textContent;
        return [one.getAttribute("name") || "", one.getAttribute("value") || "", (label || "").trim()];
    }""")


def tab_to(page, wanted):
    """Presses Tab until the focus is on something that is wanted."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if wanted(*focused(page)):
            return
    raise AssertionError("the keyboard does not get there")


def tick(page, name, value):
    """To a box or a group of radio buttons, and onto the value."""
    tab_to(page, lambda group, _value, _words: group == name)
    for _ in range(40):
        if focused(page)[1] == value:
            page.keyboard.press("Space")
            return
        is_radio = page.evaluate("document.activeElement.type === 'radio'")
        page.keyboard.press("ArrowDown" if is_radio else "Tab")
    raise AssertionError(f"{name} has no {value}")


def press(page, words):
    tab_to(page, lambda _name, _value, said: said.startswith(words))
    page.keyboard.press("Enter")


def test_from_the_first_page_to_the_call_with_the_keyboard_alone(page):
    page.goto("/")
    tick(page, "dated_by", "weeks")
    page.keyboard.press("Tab")
    page.keyboard.type("31")
    tab_to(page, lambda name, _value, _words: name == "unit_phone")
    page.keyboard.type("020 7946 0958")
    press(page, "Start the check")
    page.wait_for_url("**/check/")
    press(page, "Start")
    page.wait_for_selector("form.screen")
    tick(page, "ticks", "any_nerve_loss")
    tick(page, "back_pain", "yes")
    press(page, "Next")
    page.wait_for_url("**/1/")
    expect(page.locator("main h1")).to_be_focused()
    tick(page, "ticks", "saddle_numbness")
    press(page, "Next")
    page.locator(".interim, .verdict").first.wait_for()
    if page.locator(".interim").count():
        press(page, "Show me what to do")
    page.wait_for_url("**/answer/")
    expect(page.locator("h1")).to_have_text("Call an ambulance now")
    tab_to(page, lambda _name, _value, words: "ambulance" in words)


def test_the_body_map_is_a_group_of_named_boxes_for_the_keyboard(page):
    start(page)
    begin(page)
    answer_screen(page, ORDINARY)
    tab_to(page, lambda _name, _value, words: words == "Low back")
    page.keyboard.press("Space")
    expect(page.locator("#place-lower_back")).to_be_checked()
    expect(page.locator("#region-back-lower_back")).to_have_attribute("aria-checked", "true")
    page.keyboard.press("Space")
    expect(page.locator("#place-lower_back")).not_to_be_checked()


def test_after_a_mistake_the_focus_is_on_what_needs_a_look(page):
    start(page)
    begin(page)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()


def test_the_browsers_own_back_shows_the_page_before_as_she_left_it(page):
    start(page)
    begin(page)
    answer_screen(page, ORDINARY)
    answer_screen(page, ORDINARY)
    third = page.url
    page.go_back()
    expect(page).not_to_have_url(third)
    settled(page)
    expect(page.locator('input[name="pain_score"][value="3"]')).to_be_checked()
    page.go_forward()
    expect(page).to_have_url(third)
    settled(page)
    expect(page.locator("#q-bp_systolic")).to_be_hidden()
    page.go_back()
    expect(page).not_to_have_url(third)
    settled(page)
    answer_screen(page, ORDINARY | {"pain_score": 4})
    expect(page).to_have_url(third)


def test_a_reference_is_a_link_that_says_what_it_is(page):
    start(page)
    begin(page)
    for _ in range(30):
        if page.url.endswith("/answer/"):
            break
        answer_screen(page, ORDINARY)
    tab_to(page, lambda _name, _value, words: words.startswith("source "))
    page.keyboard.press("Enter")
    expect(page.locator(".source-list[open]")).to_be_visible()
