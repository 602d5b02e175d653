"""The diary in a real browser at the size of a phone: a day by touch and by keyboard, axe, requests."""

from datetime import datetime, time
from itertools import product
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.chromium import LEAST_TOUCH, PHONE
from tests.companion.diary.days import DIARY, ago, today

from carrywell.companion.diary.models import (
    ClinicTotal,
    DailyHabit,
    PainEntry,
    Reminders,
    WeeklyEntry,
)

pytestmark = pytest.mark.slow

SAID = {"pain_average": "4", "pain_worst": "7", "sleep_quality": "3", "stress": "6"}
TOO_SMALL = """least => [...document.querySelectorAll(
    'main button:not(.unseen), main a.button, main .links a, main .told a, main summary, main .choice,'
    + 'main input[type=text], main input[type=date], main input[type=time], main textarea')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
  .map(one => one.outerHTML)"""
TAPS_FOR_A_DAY = 7
MOST_KEYS = 60
RECORDS_NOTES = """
window.told = [];
window.Notification = class { constructor(words) { window.told.push(words); } };
window.Notification.permission = "granted";
window.Notification.requestPermission = async () => { window.asked = true; return "granted"; };
"""


class Finger:
    """Taps, and counts them."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, place):
        place.tap()
        self.taps += 1


@pytest.fixture
def errors():
    """What the console said was wrong."""
    return []


@pytest.fixture
def phone(browser, finished_check, live_server, errors):
    """A phone with a touch screen in London; what went wrong on its pages is looked at in the end."""
    context = browser.new_context(
        viewport=PHONE,
        has_touch=True,
        base_url=live_server.url,
        timezone_id="Europe/London",
        locale="en-GB",
    )
    page, hosts = context.new_page(), set()
    page.on("request", lambda one: hosts.add(urlsplit(one.url).netloc))
    page.on("pageerror", lambda one: errors.append(str(one)))
    page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
    yield page
    context.close()
    assert finished_check.pk
    assert hosts == {urlsplit(live_server.url).netloc}
    assert [one for one in errors if "422" not in one and "404" not in one] == []


def label(page, name, value):
    return page.locator(f'label:has(input[name="{name}"][value="{value}"])')


def saved(page, words):
    page.get_by_role("status").filter(has_text=words).wait_for()


def kept():
    """What stands in the tables, once the browser has said that it is saved."""
    row = DailyHabit.objects.get()
    scores = {name: str(getattr(row, name)) for name in SAID}
    return scores, row.woken_by_pain, [one.pain_now for one in PainEntry.objects.all()]


def in_another_thread(read):
    """A browser may not share the database's thread."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(read).result()


def test_a_day_takes_seven_taps(phone):
    finger = Finger(phone)
    phone.goto(DIARY)
    finger.tap(phone.get_by_role("button", name="Pain now 5", exact=True))
    saved(phone, "Saved: pain 5, at ")
    for name, value in SAID.items():
        finger.tap(label(phone, name, value))
    finger.tap(label(phone, "woken_by_pain", "yes"))
    finger.tap(phone.locator(".diary-day > .row button"))
    saved(phone, "Saved for today.")
    assert finger.taps == TAPS_FOR_A_DAY
    assert in_another_thread(kept) == (SAID, True, [5])


def test_pain_now_takes_along_what_was_filled_in_before_it(phone):
    phone.goto(DIARY)
    for name, value in SAID.items():
        label(phone, name, value).tap()
    phone.get_by_role("button", name="Pain now 8", exact=True).tap()
    saved(phone, "Saved: pain 8")
    saved(phone, "Saved for today.")
    assert in_another_thread(kept) == (SAID, None, [8])


def focused(page):
    return page.evaluate(
        "[document.activeElement.name || '', document.activeElement.value || '',"
        " document.activeElement.textContent.trim()]"
    )


def tab_to(page, wanted):
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if wanted(*focused(page)):
            return
    raise AssertionError("the keyboard does not get there")


def choose(page, name, value):
    """Onto the group, and down to the value: Space takes the first, arrows the next ones."""
    tab_to(page, lambda group, _value, _words: group == name)
    page.keyboard.press("Space")
    for _ in range(MOST_KEYS):
        if focused(page)[1] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} has no {value}")


def test_a_day_with_the_keyboard_alone(phone):
    phone.goto(DIARY)
    tab_to(phone, lambda name, value, _words: (name, value) == ("pain_now", "5"))
    phone.keyboard.press("Enter")
    saved(phone, "Saved: pain 5, at ")
    for name in ("pain_average", "pain_worst", "sleep_quality"):
        choose(phone, name, SAID[name])
    choose(phone, "woken_by_pain", "yes")
    choose(phone, "stress", SAID["stress"])
    tab_to(phone, lambda _name, _value, words: words == "Save")
    phone.keyboard.press("Enter")
    saved(phone, "Saved for today.")
    assert in_another_thread(kept) == (SAID, True, [5])


def test_enter_in_a_text_field_saves_and_is_no_pain_score(phone):
    phone.goto(DIARY)
    phone.locator("summary", has_text="More").tap()
    phone.get_by_role("textbox", name="Minutes").fill("20")
    phone.keyboard.press("Enter")
    saved(phone, "Saved for today.")
    assert in_another_thread(PainEntry.objects.count) == 0


def test_a_place_is_tapped_on_the_body(phone):
    phone.goto(DIARY)
    phone.locator("summary", has_text="More").tap()
    phone.locator('.body-map-back [data-place="lower_back"]').first.click(force=True)
    region = phone.locator('.body-map-back .body-map-region[data-place="lower_back"]')
    assert region.get_attribute("aria-checked") == "true"
    phone.locator("details.card > .row button").tap()
    saved(phone, "Saved for today.")
    assert in_another_thread(lambda: DailyHabit.objects.get().places) == ["lower_back"]


def test_what_was_typed_is_still_there_after_a_mistake(phone):
    phone.goto(DIARY)
    label(phone, "stress", "6").tap()
    phone.locator("summary", has_text="More").tap()
    phone.get_by_role("textbox", name="Minutes").fill("many")
    phone.get_by_role("textbox", name="Note").fill("A long day.")
    phone.locator("details.card > .row button").tap()
    phone.get_by_role("alert").wait_for()
    box = phone.get_by_role("textbox", name="Minutes")
    assert box.input_value() == "many"
    assert phone.get_by_role("textbox", name="Note").input_value() == "A long day."
    assert phone.locator('input[name="stress"][value="6"]').is_checked()
    told = phone.locator(f"#{box.get_attribute('aria-describedby')}").inner_text()
    assert told == "'many' is not possible here. Write a number from 1 to 600."
    box.fill("20")
    phone.locator("details.card > .row button").tap()
    saved(phone, "Saved for today.")
    assert in_another_thread(lambda: DailyHabit.objects.get().note) == "A long day."


@pytest.fixture
def written(finished_check):
    """A diary with something on every page."""
    pregnancy, now = finished_check.pregnancy, finished_check.finished_at
    DailyHabit.objects.create(
        pregnancy=pregnancy, on=today(), pain_worst=7, qualities=["cramping"], noted_at=now
    )
    DailyHabit.objects.create(pregnancy=pregnancy, on=ago(3), stress=2, noted_at=now)
    WeeklyEntry.objects.create(
        pregnancy=pregnancy, on=ago(9), scores={"walk": 4, "care": None}, noted_at=now
    )
    ClinicTotal.objects.create(
        pregnancy=pregnancy, measure="rmdq", score=9, measured_on=ago(2), noted_at=now
    )
    Reminders.objects.create(
        pregnancy=pregnancy, diary_at=time(21), in_browser=True, secret="s" * 43
    )
    return PainEntry.objects.create(pregnancy=pregnancy, pain_now=5, noted_at=now).pk


def test_nothing_is_wrong_with_any_page_on_a_phone(written, phone, errors):
    paths = [
        DIARY,
        f"/diary/{ago(3)}/",
        f"/diary/{ago(-1)}/",
        f"/diary/pain/{written}/",
        "/diary/week/",
        f"/diary/week/{ago(9)}/",
        "/diary/clinic/",
        "/diary/reminders/",
        "/diary/go/?on=soon",
    ]
    for path, scheme in product(paths, ("light", "dark")):
        phone.goto(path)
        phone.emulate_media(color_scheme=scheme)
        phone.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        before = list(errors)
        found = Axe().run(phone).response["violations"]
        errors[:] = before  # axe writes imported styles into the page, which our policy refuses it
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], path
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert phone.evaluate(TOO_SMALL, LEAST_TOUCH) == [], path


def test_a_note_comes_at_its_time_while_the_page_is_open(written, phone):
    assert written
    phone.add_init_script(RECORDS_NOTES)
    phone.clock.install(time=datetime(2026, 11, 23, 20, 59, 30))  # noqa: DTZ001 - on the wall, in London
    phone.goto(DIARY)
    phone.clock.run_for(20_000)
    assert phone.evaluate("window.told") == []
    phone.clock.run_for(60_000)
    assert phone.evaluate("window.told") == ["Time for your diary"]
    phone.clock.run_for(600_000)
    assert phone.evaluate("window.told") == ["Time for your diary"]


def test_the_browser_is_asked_only_when_she_ticks_the_box(phone):
    phone.add_init_script(RECORDS_NOTES.replace('permission = "granted"', 'permission = "default"'))
    phone.goto("/diary/reminders/")
    assert phone.evaluate("window.asked") is None
    phone.locator("label:has([data-ask-browser])").tap()
    phone.wait_for_function("window.asked === true")
