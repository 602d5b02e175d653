"""Every page in every state worth looking at: for the accessibility test and for the pictures.

Each has a name, the story that must be in the data folder (see `prepare`), and the way there. A
story with a comma is one that nobody else may have touched.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from tests.companion.browser.woman import answer_screen, begin

CALM = {"back_pain": True, "pain_location": ["lower_back"], "pain_score": 4}
TREATMENTS = [
    "heat",
    "cold",
    "posture",
    "side_sleeping",
    "belt",
    "walking",
    "stationary_cycling",
    "water_exercise",
    "swimming",
    "stretching",
    "acupuncture",
    "tens",
    "hose",
    "breathing",
    "footwear",
    "lifting",
]


class State(NamedTuple):
    """One page in one state."""

    name: str
    story: str
    go: Callable

    @property
    def prepared(self):
        """The story's name for `prepare`."""
        return self.story.partition(",")[0]


def at(path):
    return lambda page: page.goto(path)


def screen(number, story=CALM):
    """The interview's screen of that number, from 0."""

    def go(page):
        begin(page)
        for _ in range(number):
            answer_screen(page, story)

    return go


def with_errors(page):
    begin(page)
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("alert").wait_for()


def not_sure(page):
    begin(page)
    page.locator('input[name="ticks"][value="not_sure"]').check()


def chosen_on_the_map(page):
    screen(1)(page)
    page.locator('.body-map-back [data-place="lower_back"]').first.click(force=True)
    page.locator('input[name="pain_score"][value="6"]').check(force=True)
    page.locator("#q-pain_location").evaluate("one => one.scrollIntoView()")


def urgent_so_far(page):
    screen(2, CALM | {"pain_pattern": "colicky"})(page)


def answer(page):
    page.goto("/")
    page.get_by_role("link", name=re.compile("Read the whole answer|What to do now")).click()
    page.wait_for_url("**/answer/")


def start_of(treatment):
    return lambda page: page.goto(f"/relief/{treatment}/start/")


def session_of(treatment):
    """A running session."""

    def go(page):
        page.goto(f"/relief/{treatment}/start/")
        none = page.get_by_role("button", name="None of these. Start")
        if none.is_visible():
            none.click()
        page.get_by_role("link", name="Stop, something is wrong").wait_for()

    return go


def stopping(page):
    session_of("cold")(page)
    page.get_by_role("link", name="Stop, something is wrong").click()
    page.wait_for_load_state()


def after_a_session(page):
    session_of("breathing")(page)
    page.get_by_role("button", name=re.compile("Finish")).first.click()
    page.wait_for_load_state()


def timing(page):
    """A spasm that is going on."""
    page.goto("/timer/")
    starts = page.get_by_role("button", name="A spasm starts")
    if starts.is_visible():  # it may go on from the picture before
        starts.click()
    page.get_by_role("button", name="It has stopped").wait_for()


def which_town(page):
    page.goto("/care/")
    page.get_by_text("Change whom or where").click()
    page.get_by_label("Town or postcode").fill("Kallio")
    page.get_by_role("button", name="Search there").click()
    page.get_by_role("heading", name="Which 'Kallio'?").wait_for()


def open_more(page):
    page.goto("/diary/")
    page.get_by_text(re.compile("^More")).first.click()


STATES = (
    State("start", "new", at("/")),
    State("begin", "ordinary, in a check", at("/check/")),
    State("question-danger", "ordinary, in a check", screen(0)),
    State("question-missing", "ordinary, in a check", with_errors),
    State("question-not-sure", "ordinary, in a check", not_sure),
    State("question-pain", "ordinary, in a check", chosen_on_the_map),
    *(State(f"question-{number}", "ordinary, in a check", screen(number)) for number in (2, 3, 4)),
    State("question-urgent-so-far", "ordinary, in a check", urgent_so_far),
    State("answer-routine", "ordinary", answer),
    State("answer-soon", "soon", answer),
    State("answer-urgent", "urgent", answer),
    State("answer-emergency", "emergency", answer),
    State("today", "ordinary", at("/")),
    State("today-urgent", "urgent", at("/")),
    State("about-you", "ordinary", at("/about-you/")),
    State("body", "ordinary", at("/body/")),
    State("relief", "ordinary", at("/relief/")),
    State("relief-urgent", "urgent", at("/relief/")),
    *(State(f"relief-{one}", "ordinary", at(f"/relief/{one}/")) for one in TREATMENTS),
    State("relief-points", "ordinary", at("/relief/today/")),
    State("relief-active", "ordinary", at("/relief/active/")),
    State("relief-strength", "ordinary", at("/relief/tens/strength/")),
    State("relief-card", "ordinary", at("/relief/acupuncture/card/")),
    State("relief-history", "ordinary", at("/relief/history/")),
    State("session-start", "ordinary", start_of("heat")),
    State("session-heat", "ordinary, session-heat", session_of("heat")),
    State("session-stretching", "ordinary, session-stretching", session_of("stretching")),
    State("session-stop", "ordinary, session-stop", stopping),
    State("session-after", "ordinary, session-after", after_a_session),
    State("timer", "ordinary, timer", at("/timer/")),
    State("timer-running", "ordinary, timer", timing),
    State("timer-alarm", "timing", at("/timer/")),
    State("timer-help", "ordinary, timer", at("/timer/help/")),
    State("timer-labour", "ordinary, timer", at("/timer/labour/")),
    State("timer-add", "ordinary, timer", at("/timer/add/")),
    State("today-timing", "timing", at("/")),
    State("today-sample", "sample", at("/")),
    State("diary", "sample", at("/diary/")),
    State("diary-more", "sample", open_more),
    State("diary-week", "sample", at("/diary/week/")),
    State("diary-clinic", "sample", at("/diary/clinic/")),
    State("diary-reminders", "sample", at("/diary/reminders/")),
    State("diary-charts", "sample", at("/diary/charts/")),
    State("diary-charts-empty", "ordinary", at("/diary/charts/")),
    State("diary-calendar", "sample", at("/diary/calendar/")),
    State("what-helps", "sample", at("/what-helps/")),
    State("what-helps-not-yet", "ordinary", at("/what-helps/")),
    State("report", "sample", at("/report/")),
    State("report-little", "ordinary", at("/report/")),
    State("report-code", "sample", at("/report/code/")),
    State("near-first", "ordinary", at("/care/")),
    State("near", "near", at("/care/")),
    State("near-which", "near, which", which_town),
    State("near-place", "near", at("/care/place/?list=made-up&id=maya")),
    State("near-mine", "near", at("/care/mine/")),
    State("near-kept", "near", at("/care/mine/1/")),
    State("near-unit", "near", at("/care/mine/1/unit/")),
    State("near-remove", "near", at("/care/mine/1/remove/")),
    State("near-urgent", "near", at("/care/urgent/")),
    State("near-numbers", "ordinary", at("/care/numbers/?q=united")),
    State("near-today", "near", at("/")),
    State("near-answer", "near", answer),
    State("data", "ordinary", at("/data/")),
    State("data-read-back", "ordinary", at("/data/read-back/")),
    State("data-safety", "ordinary", at("/data/safety/")),
    State("data-delete", "ordinary", at("/data/delete/")),
    State("pin", "ordinary", at("/pin/")),
    State("end", "ordinary", at("/end/")),
    State("over-birth", "birth", at("/")),
    State("over-loss", "loss", at("/")),
    State("over-stopped", "stopped", at("/")),
    State("unlock", "pin", at("/")),
    State("not-here", "ordinary", at("/nowhere/")),
)
