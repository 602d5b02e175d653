"""The check in a browser: back, reload, closing, no JavaScript, no server, someone else."""

from playwright.sync_api import expect
from tests.chromium import PHONE
from tests.companion.browser.woman import answer_all, answer_screen, begin, fill_in, start

ORDINARY = {
    "back_pain": True,
    "pain_location": ["lower_back"],
    "pain_score": 3,
    "pain_duration_days": 2,
    "worse_with": ["standing"],
}


def test_back_shows_what_she_said_and_loses_nothing(page):
    start(page)
    begin(page)
    answer_screen(page, ORDINARY)
    answer_screen(page, ORDINARY)
    here = page.url
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator('input[name="pain_score"][value="3"]')).to_be_checked()
    expect(page.locator("#place-lower_back")).to_be_checked()
    page.get_by_role("button", name="To where I was").click()
    expect(page).to_have_url(here)


def test_closing_the_browser_in_the_middle_of_a_screen_loses_nothing(browser, address):
    first = browser.new_context(viewport=PHONE, base_url=address, locale="en-GB")
    page = first.new_page()
    start(page)
    begin(page)
    answer_screen(page, ORDINARY)
    with page.expect_response("**/keep/"):
        page.locator('input[name="onset"][value="gradual"]').check()
    first.close()
    second = browser.new_context(viewport=PHONE, base_url=address, locale="en-GB")
    page = second.new_page()
    page.goto("/")
    page.get_by_role("link", name="Carry on with the check").click()
    expect(page.locator('input[name="onset"][value="gradual"]')).to_be_checked()
    second.close()


def test_an_empty_screen_says_what_is_missing_and_keeps_the_rest(page):
    start(page)
    begin(page)
    page.locator('#q-back_pain input[value="yes"]').check()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("One answer on this page still needs a look")
    expect(page.locator("#ticks-error")).to_contain_text("None of these")
    expect(page.locator('#q-back_pain input[value="yes"]')).to_be_checked()


def test_none_of_these_takes_the_ticks_away_and_a_tick_takes_none_away(page):
    start(page)
    begin(page)
    collapse = page.locator('input[value="any_collapse"][name="ticks"]')
    none = page.locator('input[value="none"][name="ticks"]')
    collapse.check()
    none.check()
    expect(collapse).not_to_be_checked()
    collapse.check()
    expect(none).not_to_be_checked()


def test_a_question_that_waits_for_another_comes_when_it_is_needed(page):
    start(page)
    begin(page)
    answer_screen(page, ORDINARY)
    answer_screen(page, ORDINARY)
    systolic = page.locator("#q-bp_systolic")
    expect(systolic).to_be_hidden()
    page.locator('input[name="ticks"][value="bp_measured"]').check()
    expect(systolic).to_be_visible()


def test_the_body_map_ticks_the_list_and_tells_what_is_chosen(page):
    start(page)
    begin(page)
    answer_screen(page, ORDINARY)
    page.locator('.body-map-back [data-place="sacrum"]').first.click(force=True)
    expect(page.locator("#place-sacrum")).to_be_checked()
    expect(page.locator("[data-chosen-places]")).to_contain_text("Flat bone at the bottom")


def test_someone_else_answers_for_her_and_rings_for_her(page):
    start(page)
    page.get_by_label("Someone with her").check()
    page.get_by_role("button", name="Start", exact=True).click()
    answer_all(page, {"back_pain": True, "saddle_numbness": True})
    expect(page.locator(".script")).to_contain_text("I am ringing for someone who is 31 weeks")


def test_an_urgent_answer_is_offered_before_the_last_questions(page):
    start(page)
    begin(page)
    story = ORDINARY | {"pain_pattern": "colicky"}
    answer_screen(page, story)
    answer_screen(page, story)
    expect(page.locator(".interim")).to_contain_text("ring your maternity unit now")
    page.get_by_role("button", name="Show me what to do").click()
    expect(page.locator("h1")).to_have_text("Ring your maternity unit now")


def test_what_we_know_is_confirmed_not_asked_again(page):
    start(page)
    begin(page)
    answer_all(page, ORDINARY | {"epilepsy": True})
    page.goto("/check/")
    page.get_by_text("Epilepsy Tick if this has changed").wait_for()
    page.get_by_role("button", name="Yes, start").click()
    for _ in range(30):
        if page.url.endswith("/answer/"):
            break
        assert page.locator('input[name="ticks"][value="epilepsy"]').count() == 0
        answer_screen(page, ORDINARY)
    page.goto("/check/")
    page.get_by_label("Epilepsy").check()
    page.get_by_role("button", name="Yes, start").click()
    page.goto("/check/")
    expect(page.get_by_text("Epilepsy Tick if this has changed")).to_have_count(0)


def test_everything_works_without_javascript(browser, address):
    context = browser.new_context(
        viewport=PHONE, base_url=address, locale="en-GB", java_script_enabled=False
    )
    page = context.new_page()
    start(page)
    page.get_by_role("button", name="Start", exact=True).click()
    for _ in range(30):
        if page.url.endswith("/answer/"):
            break
        fill_in(page, ORDINARY)
        page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("h1")).to_have_text("You can look after this at home")
    context.close()


def test_when_the_server_is_gone_the_page_says_so_and_keeps_the_numbers(browser, server):
    process, address = server
    context = browser.new_context(viewport=PHONE, base_url=address, locale="en-GB")
    page = context.new_page()
    start(page)
    begin(page)
    fill_in(page, ORDINARY)
    process.terminate()
    process.wait(10)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    assert page.locator('a[href="tel:02079460958"]').is_visible()
    expect(page.locator('#q-back_pain input[value="yes"]')).to_be_checked()
    context.close()
