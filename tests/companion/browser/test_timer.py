"""The timer in a real browser: six spasms raise the alarm, and no tap that was called saved is lost."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from tests.chromium import ARGUMENTS, PHONE, chromium
from tests.companion.browser.test_keyboard import press
from tests.companion.browser.test_leaving import is_white, set_pin
from tests.companion.browser.woman import start
from tests.companion.serve.served import Served

SMALL_PHONES = (PHONE, {"width": 390, "height": 664}, {"width": 375, "height": 553})
"""With what a phone's browser leaves of its screen."""

CALL = "Ring your maternity unit now"


def open_timer(page, minutes_ago=0.0):
    """The timer with its clock set back, so that an hour can be tapped in a moment."""
    if minutes_ago:
        page.clock.install(time=datetime.now().astimezone() - timedelta(minutes=minutes_ago))
    page.goto("/timer/")
    page.locator(".scripted[data-timer-page]").wait_for()


def big(page):
    return page.locator("[data-tap]")


def saved_words(page):
    return page.locator("[data-saved-words]")


def one_spasm(page, seconds=45, strength="", place=""):
    """Start, stop and the two answers; the clock runs on in between."""
    big(page).click()
    expect(big(page)).to_have_text(re.compile("It has stopped"))
    page.clock.fast_forward(seconds * 1000)
    big(page).click()
    expect(big(page)).to_have_text(re.compile("A spasm starts"))
    page.clock.fast_forward(1000)
    for answer in filter(None, (strength, place)):
        page.get_by_role("button", name=answer, exact=True).click()


def rows(folder, table="timer_spasm", columns="started_at, ended_at"):
    with closing(sqlite3.connect(folder / "carrywell.sqlite3")) as connection:
        return connection.execute(
            f"SELECT {columns} FROM {table} ORDER BY {columns.split(',')[0]}"
        ).fetchall()


def unsent(page):
    """What the browser's own store holds."""
    return page.evaluate("""() => new Promise((resolve) => {
        const opening = indexedDB.open("carrywell-timer", 1);
        opening.onsuccess = () => {
            const all = opening.result.transaction("unsent").objectStore("unsent").getAll();
            all.onsuccess = () => { opening.result.close(); resolve(all.result); };
        };
    })""")


def test_six_rhythmic_back_spasms_at_31_weeks_raise_the_alarm_before_any_check(page):
    start(page, weeks="31+0")
    open_timer(page, minutes_ago=51)
    for _ in range(6):
        one_spasm(page, strength="Moderate pain", place="In my back")
        expect(saved_words(page)).to_have_text(re.compile("^Saved"))
        page.clock.fast_forward("09:00")
    alarm = page.locator("[data-alarm]")
    expect(alarm.get_by_role("alert").get_by_role("heading", name=CALL)).to_be_in_viewport()
    expect(alarm.locator('a[href="tel:02079460958"]')).to_be_in_viewport()
    expect(alarm.locator('a[href="tel:999"]')).to_be_visible()
    expect(page.locator("[data-why]")).to_contain_text("before 37 weeks")
    page.reload()
    expect(alarm.get_by_role("heading", name=CALL)).to_be_in_viewport()
    for size in SMALL_PHONES:
        page.set_viewport_size(size)
        call = alarm.locator('a[href="tel:02079460958"]').bounding_box()
        bar = page.locator(".tap-bar").bounding_box()
        assert call["y"] + call["height"] <= bar["y"], f"the button covers the call at {size}"
        expect(big(page)).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Check my back").first.click()
    page.wait_for_url("**/check/**")
    expect(page.locator("main")).to_contain_text("From your timer: ")
    expect(page.locator(".interim")).to_contain_text("ring your maternity unit")


def test_a_few_irregular_ones_raise_none_and_nothing_calls_them_safe(page):
    start(page, weeks="31+0")
    open_timer(page, minutes_ago=100)
    for minutes in (41, 23, 33):
        one_spasm(page, strength="Mild pain", place="Somewhere else")
        page.clock.fast_forward(minutes * 60 * 1000)
    expect(saved_words(page)).to_have_text(re.compile("^Saved"))
    expect(page.locator("[data-figures]")).to_contain_text("From start to start")
    assert page.locator(".calls").count() == 0
    said = page.locator("main").inner_text().lower()
    assert "you are safe" not in said
    assert "nothing to worry" not in said


def test_without_an_answer_from_the_server_the_alarm_comes_all_the_same(lonely, tmp_path):
    page = lonely
    start(page, weeks="31+0")
    open_timer(page, minutes_ago=40)
    page.context.set_offline(True)
    for _ in range(4):
        one_spasm(page)
        page.clock.fast_forward("07:00")
    alone = page.locator("[data-alone]").get_by_role("alert")
    expect(alone.get_by_role("heading", name=CALL)).to_be_in_viewport()
    expect(alone.locator('a[href="tel:02079460958"]')).to_be_visible()
    expect(saved_words(page)).to_have_text(
        "Kept on this device, 8 taps not yet sent. Carrywell does not answer now. We keep trying."
    )
    assert len(unsent(page)) == 8
    assert rows(tmp_path / "data") == []
    page.context.set_offline(False)
    page.clock.run_for(20_000)
    expect(saved_words(page)).to_have_text(re.compile("^Saved"))
    expect(page.locator("[data-alarm]").get_by_role("heading", name=CALL)).to_be_visible()
    assert page.locator(".calls").count() == 1
    assert unsent(page) == []
    assert len(rows(tmp_path / "data")) == 4


def browser_process(profile):
    """The number of the Chromium that uses this profile."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().decode().split("\0")
                if f"--user-data-dir={profile}" in words and "--type=" not in "".join(words):
                    return int(entry.name)
    raise AssertionError("no such browser")


@contextmanager
def her_browser(kind, profile, port):
    """A browser with a profile on the disk, on the timer."""
    context = kind.launch_persistent_context(
        str(profile),
        executable_path=chromium(),
        args=ARGUMENTS,
        viewport=PHONE,
        base_url=f"http://127.0.0.1:{port}",
    )
    page = context.pages[0]
    open_timer(page)
    yield page
    context.close()


def taps_until_it_is_killed(profile, port):
    """One tap that is saved; then, told on its input that the server is gone, two more; then the
    browser is killed. Runs in a process of its own.
    """
    with sync_playwright() as playwright, her_browser(playwright.chromium, profile, port) as page:
        big(page).click()
        expect(saved_words(page)).to_have_text(re.compile("^Saved"))
        sys.stdout.write("saved\n")
        sys.stdout.flush()
        sys.stdin.readline()
        page.wait_for_timeout(1000)  # two touches within a moment are one tap
        big(page).click()
        page.wait_for_timeout(1000)
        big(page).click()
        kept = re.compile("^Kept on this device, 2 taps not yet sent")
        expect(saved_words(page)).to_have_text(kept)
        os.kill(browser_process(profile), signal.SIGKILL)
        os._exit(0)


@pytest.fixture
def serve():
    """Servers that are gone when the test is over."""
    started = []

    def start_one(data, port=None):
        started.append(Served(data, port=port).wait_until_ready())
        return started[-1]

    yield start_one
    for one in started:
        one.kill_what_is_left()


@pytest.fixture
def prepared(tmp_path):
    data = tmp_path / "data"
    subprocess.run(
        [sys.executable, "-m", "tests.companion.browser.prepare", str(data), "ordinary"], check=True
    )
    return data


def test_killed_server_and_killed_browser_lose_no_tap_and_send_each_once(
    browser, tmp_path, prepared, serve
):
    profile = tmp_path / "profile"
    served = serve(prepared)
    here = "from tests.companion.browser.test_timer import taps_until_it_is_killed as taps"
    her = subprocess.Popen(
        [sys.executable, "-c", f"{here}; taps({str(profile)!r}, {served.port})"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert her.stdout.readline() == "saved\n"
    for process in (served.process.pid, served.worker):
        os.kill(process, signal.SIGKILL)
    served.process.wait()
    her.communicate("gone\n", timeout=60)
    assert her.returncode == 0
    assert [end for _, end in rows(prepared)] == [None]
    serve(prepared, port=served.port)
    with her_browser(browser.browser_type, profile, served.port) as page:
        expect(saved_words(page)).to_have_text(re.compile("^Saved"))
        expect(big(page)).to_have_text(re.compile("It has stopped"))
        assert unsent(page) == []
        page.reload()
        expect(page.locator(".spasm-list tbody tr")).to_have_count(2)
    assert [end is not None for _, end in rows(prepared)] == [True, False]
    assert len(rows(prepared, "timer_timerevent", "key")) == 3


def test_locked_while_timing_the_taps_wait_and_are_sent_once_it_is_open(lonely, tmp_path):
    start(lonely)
    set_pin(lonely)
    open_timer(lonely)
    lonely.context.new_page().goto("/lock/")
    big(lonely).click()
    words = "Kept on this device, 1 tap not yet sent. Carrywell is locked. They are sent once you open it."
    expect(saved_words(lonely)).to_have_text(words)
    assert set(unsent(lonely)[0]["tap"]) == {"key", "what", "at", "spasm"}
    assert rows(tmp_path / "data") == []
    lonely.get_by_role("link", name="Open it").click()
    lonely.get_by_label("PIN").fill("80417")
    lonely.get_by_role("button", name="Open").click()
    open_timer(lonely)
    expect(saved_words(lonely)).to_have_text(re.compile("^Saved"))
    assert unsent(lonely) == []
    assert len(rows(tmp_path / "data")) == 1


def test_opened_again_in_another_window_the_waiting_page_sends_by_itself(lonely, tmp_path):
    start(lonely)
    set_pin(lonely)
    open_timer(lonely)
    other = lonely.context.new_page()
    other.goto("/lock/")
    lonely.bring_to_front()
    big(lonely).click()
    expect(saved_words(lonely)).to_contain_text("Carrywell is locked.")
    other.get_by_label("PIN").fill("80417")
    other.get_by_role("button", name="Open").click()
    other.get_by_role("heading", name="Today you are").wait_for()
    lonely.bring_to_front()
    expect(saved_words(lonely)).to_have_text(re.compile("^Saved"), timeout=20_000)
    assert len(rows(tmp_path / "data")) == 1


def test_leaving_fast_with_escape_keeps_what_was_not_sent(lonely, tmp_path):
    start(lonely)
    open_timer(lonely)
    lonely.route("**/timer/taps/", lambda route: route.abort())
    big(lonely).click()
    expect(saved_words(lonely)).to_have_text(re.compile("^Kept on this device, 1 tap"))
    for _ in range(3):
        lonely.keyboard.press("Escape")
    lonely.wait_for_url("**/leave/")
    assert is_white(lonely)
    lonely.unroute("**/timer/taps/")
    lonely.goto("/")
    lonely.get_by_role("heading", name="Today you are").wait_for()
    assert rows(tmp_path / "data") == []
    open_timer(lonely)
    expect(saved_words(lonely)).to_have_text(re.compile("^Saved"))
    assert len(rows(tmp_path / "data")) == 1


def test_two_windows_agree_and_send_each_tap_once(page, tmp_path):
    start(page)
    open_timer(page)
    second = page.context.new_page()
    open_timer(second)
    big(page).click()
    expect(big(second)).to_have_text(re.compile("It has stopped"))
    second.wait_for_timeout(800)
    big(second).click()
    expect(big(page)).to_have_text(re.compile("A spasm starts"))
    expect(saved_words(page)).to_have_text(re.compile("^Saved"))
    expect(saved_words(second)).to_have_text(re.compile("^Saved"))
    assert len(rows(tmp_path / "data")) == 1
    assert len(rows(tmp_path / "data", "timer_timerevent", "key")) == 2


def test_a_browser_that_keeps_nothing_says_so_and_still_sends(page):
    start(page)
    page.add_init_script("delete window.indexedDB; window.indexedDB = undefined")
    open_timer(page)
    expect(saved_words(page)).to_have_text(
        "This browser keeps nothing of its own. A tap is safe once 'Saved' stands here."
    )
    big(page).click()
    expect(saved_words(page)).to_have_text(re.compile("^Saved"))


def test_a_clock_far_back_is_told_in_words_and_the_tap_stays_in_sight(page):
    start(page)
    page.clock.install(time=datetime.now().astimezone() - timedelta(days=8))
    open_timer(page)
    big(page).click()
    box = page.locator("[data-refused-box]")
    expect(box).to_contain_text("That is more than 7 days ago.")
    page.reload()
    expect(box).to_contain_text("A spasm started")
    page.get_by_role("button", name="Throw it away").click()
    expect(box).to_be_hidden()
    assert unsent(page) == []


def test_a_fast_clock_keeps_no_alarm_back(page, tmp_path):
    start(page, weeks="31+0")
    page.clock.install(time=datetime.now().astimezone() + timedelta(minutes=15))
    open_timer(page)
    expect(page.locator("[data-time]")).to_be_hidden()
    one_spasm(page)
    expect(saved_words(page)).to_have_text("Saved: every tap so far.")
    expect(page.locator("[data-refused-box]")).to_be_hidden()
    expect(page.locator("[data-since]")).to_contain_text("It went on for 4")
    ((began, _),) = rows(tmp_path / "data")
    ahead = datetime.fromisoformat(f"{began}+00:00") - datetime.now().astimezone()
    assert abs(ahead) < timedelta(minutes=2)


def test_waters_and_help_show_the_numbers_at_once_and_the_check_knows(lonely):
    start(lonely)
    open_timer(lonely)
    lonely.context.set_offline(True)
    lonely.get_by_role("button", name="My waters broke").click()
    at_once = lonely.locator("[data-at-once]")
    expect(at_once.get_by_role("heading", name=CALL)).to_be_focused()
    expect(at_once.locator('a[href="tel:02079460958"]')).to_be_in_viewport()
    expect(at_once).to_contain_text("Put on a pad, not a tampon")
    lonely.get_by_role("button", name="Stop, I need help").click()
    expect(at_once.get_by_role("heading", name="Ring now")).to_be_focused()
    expect(at_once.locator('a[href="tel:999"]')).to_be_in_viewport()
    lonely.context.set_offline(False)
    lonely.reload()
    alarm = lonely.locator("[data-alarm]")
    expect(alarm.get_by_role("heading", name=CALL)).to_be_visible()
    lonely.get_by_role("link", name="Check my back").first.click()
    lonely.wait_for_url("**/check/**")
    expect(lonely.locator("main")).to_contain_text("you tapped 'my waters broke'")
    expect(lonely.locator(".interim")).to_contain_text("ring your maternity unit")


def test_with_the_keyboard_alone(page):
    start(page)
    open_timer(page)
    press(page, "A spasm starts")
    expect(page.locator("[data-said]")).to_contain_text("A spasm has started")
    page.wait_for_timeout(800)
    page.keyboard.press("Space")
    expect(page.locator("[data-said]")).to_contain_text("It has stopped, after")
    press(page, "Strong pain")
    expect(big(page)).to_be_focused()
    press(page, "In my back")
    expect(page.locator(".spasm-list")).to_contain_text("Strong pain, in my back")
    expect(big(page)).to_be_focused()


def test_without_a_script_it_times_all_the_same(browser, address, page):
    start(page)
    context = browser.new_context(java_script_enabled=False, base_url=address, viewport=PHONE)
    plain = context.new_page()
    plain.goto("/timer/")
    plain.get_by_role("button", name="A spasm starts").click()
    plain.get_by_text("Saved: a spasm started at").wait_for()
    plain.get_by_role("button", name="It has stopped").click()
    plain.get_by_role("button", name="Strong pain").click()
    plain.get_by_role("button", name="In my back").click()
    expect(plain.locator(".spasm-list")).to_contain_text("Strong pain, in my back")
    plain.get_by_role("button", name="Stop, I need help").click()
    expect(plain.locator('.calls a[href="tel:999"]')).to_be_in_viewport()
    context.close()


def test_the_page_is_for_everybody_before_during_and_after(page, watch):
    start(page, weeks="31+0")
    open_timer(page, minutes_ago=40)
    found = []
    for state in ("before", "running", "asking", "alarm"):
        if state == "running":
            big(page).click()
        if state == "asking":
            page.clock.fast_forward("00:40")
            big(page).click()
        if state == "alarm":
            for _ in range(4):
                page.clock.fast_forward("06:00")
                one_spasm(page, strength="Strong pain", place="In my back")
            page.locator("[data-alarm] .calls").wait_for()
        page.wait_for_timeout(300)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            violations = Axe().run(page).response["violations"]
            found += [(state, scheme, one["id"], one["nodes"][0]["html"]) for one in violations]
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, state
        page.set_viewport_size(PHONE)
        assert big(page).bounding_box()["height"] >= 200
        assert big(page).bounding_box()["width"] >= 0.85 * PHONE["width"]
    watch.errors.clear()  # axe measures with inline styles that the policy refuses
    assert not found


def test_while_she_is_timing_the_screen_stays_open_and_locks_some_time_after(page, watch):
    start(page)
    set_pin(page)
    open_timer(page, minutes_ago=0.01)
    big(page).click()
    expect(saved_words(page)).to_have_text(re.compile("^Saved"))
    for _ in range(5):
        page.clock.fast_forward("05:00")
    expect(big(page)).to_be_visible()
    for _ in range(5):
        page.clock.fast_forward("05:00")
    page.get_by_role("heading", name="Locked").wait_for()
    # a request on its way while the door closed is turned away, and the console says so
    watch.errors[:] = [one for one in watch.errors if "401" not in one]


def test_one_that_hurts_in_the_tummy_alarms_without_the_server(lonely):
    start(lonely, weeks="31+0")
    open_timer(lonely, minutes_ago=10)
    lonely.context.set_offline(True)
    one_spasm(lonely, strength="Mild pain")
    alone = lonely.locator("[data-alone]")
    assert alone.inner_html() == ""
    lonely.get_by_role("button", name="In my tummy", exact=True).click()
    expect(alone.get_by_role("heading", name=CALL)).to_be_visible()
    expect(alone.locator('a[href="tel:02079460958"]')).to_be_visible()


def test_one_that_does_not_let_go_leads_to_the_check_without_the_server(lonely):
    start(lonely)
    open_timer(lonely, minutes_ago=10)
    lonely.context.set_offline(True)
    big(lonely).click()
    note = lonely.locator("[data-constant]")
    expect(note).to_be_hidden()
    lonely.clock.fast_forward("05:10")
    expect(note).to_contain_text("Do not go on timing.")
    big(lonely).click()
    expect(note).to_be_hidden()


def test_a_server_that_cannot_save_is_told_and_the_tap_is_sent_later(lonely, tmp_path):
    start(lonely)
    open_timer(lonely)
    lonely.route("**/timer/taps/", lambda route: route.fulfill(status=507, body="full"))
    big(lonely).click()
    expect(saved_words(lonely)).to_have_text(
        "Kept on this device, 1 tap not yet sent. Carrywell cannot save just now. We keep trying."
    )
    lonely.unroute("**/timer/taps/")
    expect(saved_words(lonely)).to_have_text(re.compile("^Saved"), timeout=15_000)
    assert len(rows(tmp_path / "data")) == 1
