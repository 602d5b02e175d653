"""Sessions in a real browser at the size of a phone: the time, a reload, the stop, and every page with axe."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect
from tests.chromium import LEAST_TOUCH, PHONE
from tests.companion.conftest import ORDINARY
from tests.companion.relief.conftest import check_with, urgent_check

from carrywell.companion.relief.models import ReliefSession

pytestmark = pytest.mark.slow

TOO_SMALL = """least => [...document.querySelectorAll('main button, main summary, main .choice, main .button')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least - 0.5)
  .map(one => one.outerHTML)"""


@pytest.fixture
def page(live_server, browser):
    """A phone in London that may ask only this server."""
    hosts, errors = set(), []
    context = browser.new_context(
        viewport=PHONE, base_url=live_server.url, locale="en-GB", timezone_id="Europe/London"
    )
    page = context.new_page()
    page.on("request", lambda one: hosts.add(urlsplit(one.url).netloc))
    page.on("pageerror", lambda one: errors.append(str(one)))
    yield page
    context.close()
    assert hosts <= {urlsplit(live_server.url).netloc}, "a page asked another host"
    assert errors == []


def start(page, treatment):
    page.goto(f"/relief/{treatment}/")
    page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_role("button", name="None of these. Start").click()
    page.wait_for_url("**/relief/session/*/")
    return ReliefSession.objects.get(pk=page.url.rstrip("/").rsplit("/", 1)[-1])


def seconds_shown(page):
    expect(page.locator("[data-rest]")).to_have_text(re.compile(r"^\d+:\d\d$"))
    minutes, seconds = page.locator("[data-rest]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def shorten(session, *, planned, run):
    """A short session that has already run for some seconds: what the clock on the wall would do."""
    session.planned_seconds = planned
    session.started_at = timezone.now() - timedelta(seconds=run)
    session.save()


@pytest.mark.usefixtures("ordinary")
def test_a_heat_session_from_start_to_end(page):
    session = start(page, "heat")
    assert 590 < seconds_shown(page) <= 600

    shorten(session, planned=600, run=200)
    page.reload()
    assert 390 < seconds_shown(page) <= 400

    page.get_by_role("button", name="Pause").click()
    expect(page.locator("[data-rest]")).to_contain_text("paused")
    page.get_by_role("button", name="Go on").click()
    assert 380 < seconds_shown(page) <= 400

    session.refresh_from_db()
    shorten(session, planned=20, run=8)
    page.reload()
    expect(page.locator("[data-said]")).to_contain_text("Look at the skin now")
    page.get_by_role("button", name="The skin is fine").click()
    expect(page.get_by_text("Skin: looked at, fine")).to_be_visible()
    expect(page.get_by_text("Take it off now.")).to_be_visible(timeout=20_000)

    page.get_by_role("button", name="It is off. Go on").click()
    page.get_by_role("button", name="None of these. Finish").click()
    expect(page.get_by_role("heading", name="Well done")).to_be_visible()


@pytest.mark.usefixtures("ordinary")
def test_stop_leads_to_the_call_within_three_taps(page):
    start(page, "heat")
    page.get_by_role("link", name="Stop, something is wrong").click()
    page.get_by_label("Back pain that comes and goes in a rhythm").check()
    page.get_by_role("button", name="Send what I ticked").click()
    expect(page.get_by_text("ring your maternity unit now").first).to_be_visible()


@pytest.mark.usefixtures("ordinary")
def test_without_a_script_a_session_runs_and_stops(page, live_server):
    context = page.context.browser.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport=PHONE
    )
    plain = context.new_page()
    start(plain, "heat")
    expect(plain.get_by_text("It ends at")).to_be_visible()
    plain.get_by_role("link", name="Show the time again").click()
    plain.get_by_role("button", name="Pause").click()
    plain.get_by_role("button", name="Go on").click()
    plain.get_by_role("link", name="Stop, something is wrong").click()
    plain.get_by_label("Bleeding from your vagina").check()
    plain.get_by_role("button", name="Send what I ticked").click()
    expect(plain.get_by_role("heading", name="Call an ambulance now")).to_be_visible()
    context.close()


@pytest.mark.usefixtures("ordinary")
def test_a_clock_that_is_set_back_adds_no_time(page):
    start(page, "heat")
    page.evaluate("() => { const now = Date.now; Date.now = () => now() - 3_600_000; }")
    page.wait_for_timeout(2500)
    assert seconds_shown(page) <= 598


@pytest.mark.usefixtures("ordinary")
def test_when_the_time_is_up_and_the_server_does_not_answer_the_page_says_what_to_do(page):
    session = start(page, "heat")
    shorten(session, planned=20, run=14)
    page.reload()
    page.context.set_offline(True)
    told = page.locator("[data-said]")
    expect(told).to_contain_text("Time is up. Take it off now.", timeout=15_000)
    page.wait_for_timeout(3000)
    expect(told).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="It is off. Go on")).to_be_visible(timeout=15_000)


COVERED = """() => {
  const one = document.activeElement.closest('label') ?? document.activeElement;
  const bar = document.querySelector('.stop-bar');
  if (one === document.body || bar.contains(one)) return null;
  const [place, covers] = [one.getBoundingClientRect(), bar.getBoundingClientRect()];
  return place.bottom > covers.top && place.top < covers.bottom ? one.outerHTML : null;
}"""


@pytest.mark.usefixtures("ordinary")
@pytest.mark.parametrize("treatment", ["heat", "stretching"])
def test_with_the_keyboard_alone_nothing_is_reached_under_the_stop_bar(page, treatment):
    start(page, treatment)
    page.set_viewport_size({"width": PHONE["width"], "height": 600})
    for _ in range(24):
        page.keyboard.press("Tab")
        assert page.evaluate(COVERED) is None


@pytest.mark.usefixtures("ordinary")
def test_each_exercise_has_a_title_of_its_own(page):
    start(page, "stretching")
    titles = {page.title()}
    page.get_by_role("button", name="Next exercise").press("Enter")
    page.wait_for_load_state()
    titles.add(page.title())
    assert len(titles) == 2


# every other page is looked at together with the rest of the companion
ADDRESSES = ("/relief/tens/strength/?current_ma=40", "/relief/tens/strength/?current_ma=x")


def flawless(page, scheme):
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url} ({scheme}): {found.generate_report()}"
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, f"{page.url} is wider than the phone"
    assert page.evaluate(TOO_SMALL, LEAST_TOUCH) == [], page.url


@pytest.mark.usefixtures("ordinary")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_beside_a_result_or_an_error(page, scheme):
    for address in ADDRESSES:
        page.goto(address)
        flawless(page, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_session(page, ordinary, scheme):
    for treatment in ("stretching", "breathing", "heat"):
        session = start(page, treatment)
        flawless(page, scheme)
        page.goto(f"/relief/session/{session.pk}/stop/")
        page.get_by_role("button", name="Send what I ticked").click()
        flawless(page, scheme)
        page.goto(f"/relief/session/{session.pk}/")
        page.get_by_role("button", name="Finish now").click()
        flawless(page, scheme)
        page.get_by_role("button", name="None of these. Finish").click()
        flawless(page, scheme)
    assert ordinary.pregnancy.sessions.count() == 3


@pytest.mark.parametrize(
    "state",
    [
        lambda _: None,
        urgent_check,
        lambda pregnancy: check_with(
            pregnancy, ORDINARY | {"any_skin_or_feeling": True, "reduced_sensation": None}
        ),
        lambda pregnancy: check_with(pregnancy, ago=timedelta(hours=20)),
        lambda pregnancy: check_with(pregnancy, ago=timedelta(days=30)),
    ],
    ids=["no check", "urgent", "a question first", "yesterday", "long ago"],
)
def test_axe_finds_nothing_in_any_state(page, pregnancy, state):
    state(pregnancy)
    for address in ("/relief/", "/relief/heat/", "/relief/heat/start/"):
        page.goto(address)
        flawless(page, "light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_the_pain_is_asked_about_later(page, ordinary, scheme):
    ended = timezone.now() - timedelta(minutes=40)
    session = ReliefSession.objects.create(
        pregnancy=ordinary.pregnancy,
        check_in=ordinary,
        treatment="heat",
        started_at=ended - timedelta(minutes=10),
        ended_at=ended,
        ended_how="done",
        pain_before=5,
    )
    page.goto("/")
    page.get_by_role("link", name="Say how it is").click()
    flawless(page, scheme)
    page.get_by_role("button", name="Save").click()
    flawless(page, scheme)
    page.locator("input[name='pain'][value='8']").check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Stop this one for now")).to_be_visible()
    session.refresh_from_db()
    assert session.pain_later == 8
