"""Leaving fast and the lock, in a real browser, with its back button."""

import re

from .woman import answer_all, begin, start

PIN = "80417"


def is_white(page):
    page.wait_for_function("document.title === 'New Tab'")
    return page.locator("body").inner_text().strip() == "" and "arrywell" not in page.title()


def set_pin(page):
    page.goto("/pin/")
    page.get_by_label("New PIN", exact=True).fill(PIN)
    page.get_by_label("The new PIN again").fill(PIN)
    page.get_by_role("button", name="Set the PIN").click()
    page.get_by_text("Saved. The PIN is asked for from now on.").wait_for()


def test_after_leaving_the_back_button_shows_nothing(page):
    start(page)
    begin(page)
    page.goto("/data/")
    page.get_by_role("link", name=re.compile("Leave fast")).click()
    assert is_white(page)
    for _ in range(3):  # the check, its beginning, the start
        page.go_back()
        assert is_white(page), page.url
    page.go_forward()
    assert is_white(page)
    page.reload()
    assert is_white(page)
    page.goto("/")
    page.get_by_role("heading", name="Today you are 31 weeks").wait_for()
    page.goto("/data/")
    page.get_by_role("heading", name="My data").wait_for()


def test_back_to_the_first_page_shows_nothing(page):
    start(page)
    page.goto("/")
    page.get_by_role("heading", name="Today you are").wait_for()
    page.goto("/data/")
    page.get_by_role("link", name=re.compile("Leave fast")).click()
    assert is_white(page)
    page.go_back()
    assert is_white(page)
    page.wait_for_timeout(300)
    assert is_white(page)


def test_three_presses_of_escape_leave_too(page):
    start(page)
    page.goto("/data/")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/leave/")
    assert is_white(page)


def test_leaving_works_without_a_script(browser, address, page):
    start(page)
    context = browser.new_context(java_script_enabled=False, base_url=address)
    plain = context.new_page()
    plain.goto("/")
    plain.goto("/data/")
    plain.get_by_role("link", name=re.compile("Leave fast")).click()
    assert plain.title() == "New Tab"
    for _ in range(2):
        plain.go_back()
        assert plain.title() == "New Tab"
        assert "31" not in plain.content()
    plain.goto("/")
    plain.get_by_role("link", name="Open").click()
    plain.get_by_role("heading", name="Today you are 31 weeks").wait_for()
    context.close()


def test_with_a_pin_leaving_locks_and_the_back_button_shows_nothing(page):
    start(page)
    set_pin(page)
    page.goto("/data/")
    page.get_by_role("link", name=re.compile("Leave fast")).click()
    assert is_white(page)
    page.go_back()
    assert is_white(page)
    page.goto("/")
    page.get_by_role("heading", name="Locked").wait_for()
    page.get_by_label("PIN").fill("9999")
    page.get_by_role("button", name="Open").click()
    page.get_by_text("This PIN is not right. Try again.").wait_for()
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="Open").click()
    page.get_by_role("heading", name="Today you are 31 weeks").wait_for()


def test_the_screen_locks_by_itself_and_opens_where_she_was(page):
    start(page)
    set_pin(page)
    page.clock.install()
    page.goto("/data/")
    page.clock.fast_forward("14:00")
    page.get_by_role("heading", name="My data").wait_for()
    page.clock.fast_forward("01:10")
    page.get_by_role("heading", name="Locked").wait_for()
    page.clock.resume()
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="Open").click()
    page.get_by_role("heading", name="My data").wait_for()


def test_a_page_in_use_does_not_lock(page):
    start(page)
    set_pin(page)
    page.clock.install()
    page.goto("/data/")
    for _ in range(3):
        page.clock.fast_forward("10:00")
        page.keyboard.press("Shift")
    page.get_by_role("heading", name="My data").wait_for()


def test_an_urgent_answer_never_locks_by_itself(page):
    start(page)
    set_pin(page)
    page.clock.install()
    begin(page)
    answer_all(page, {"worried": True, "rhythmic_back_pain": True})
    assert page.locator(".calls").count() == 1
    page.clock.fast_forward("40:00")
    page.wait_for_timeout(300)
    assert page.locator(".calls").count() == 1


def test_a_running_session_does_not_lock_until_its_time_is_up(page):
    start(page)
    set_pin(page)
    page.clock.install()
    page.goto("/data/")
    page.evaluate(
        """() => {
            const timer = document.createElement("section");
            timer.dataset.timer = "";
            timer.dataset.ends = Date.now() + 40 * 60 * 1000;
            document.querySelector("main").append(timer);
        }"""
    )
    for _ in range(3):
        page.clock.fast_forward("10:00")
    page.get_by_role("heading", name="My data").wait_for()
    page.clock.fast_forward("40:00")
    page.get_by_role("heading", name="Locked").wait_for()
