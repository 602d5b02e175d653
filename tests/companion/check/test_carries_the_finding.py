"""The pages of the check carry the guideline: names, answers, units, ranges and words of each finding.

The interview is walked through the real pages by women who make it long; then every screen there is
is shown as a whole. The timer's page, which works without a network, carries the numbers of its signs.
"""

import json
from html import unescape
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from tests.companion.check.forms import as_form
from tests.companion.check.test_pages import begun, calm_answer

from carrywell.assessment.interview import question_of
from carrywell.companion.check import service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.reading import NONE, NOT_SURE, TICKS, ticked_together
from carrywell.companion.check.screen import _field, _ticks
from carrywell.patterns.gestation import due_date_from_weeks
from carrywell.proof.wording_rules import Rules

pytestmark = pytest.mark.django_db

MOST_SCREENS = 60
WEEKS = {"pregnant": True, "gestation_weeks": 16}
READINGS = (
    "bp_measured",
    "fever_measured",
    "oxygen_measured",
    "pulse_measured",
    "using_plan",
    "contractions",
)


class Page(HTMLParser):
    """What stands in a form: each control with its words, each question with its legend."""

    def __init__(self, html):
        super().__init__()
        self.controls = []  # name, value, words
        self.legends = {}
        self.problems = []
        self._question = self._words = ""
        self._labelled, self._problem = None, False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "fieldset" and given.get("id", "").startswith("q-"):
            self._question = given["id"].removeprefix("q-")
        if tag in ("label", "legend"):
            self._words, self._labelled = "", []
        if tag == "p":
            self._words = ""
            self._problem = given.get("class") == "error" and given["id"]
        if tag == "input" and given.get("name"):
            self.controls.append([given["name"], given.get("value", ""), ""])
            if self._labelled is not None:
                self._labelled.append(self.controls[-1])

    def handle_endtag(self, tag):
        if tag == "legend" and self._question:
            self.legends[self._question] = self._words.strip()
        if tag == "p" and self._problem:
            self.problems.append(f"{self._problem.removeprefix('error-')}: {self._words.strip()}")
        if tag == "label":
            for control in self._labelled or ():
                control[2] = " ".join(self._words.split())
        if tag in ("label", "legend"):
            self._labelled = None
        if tag == "fieldset":
            self._question = ""

    def handle_data(self, data):
        self._words += data

    def of(self, name):
        """Values and words of the controls with this name, in the order of the page."""
        return [(value, words) for other, value, words in self.controls if other == name]


def the_page(client, check, place):
    return Page(client.get(f"/check/{check.pk}/{place}/").content.decode())


def openly(question):
    """What opens the most questions: yes to a line that stands for several, harmless to the rest."""
    opens = question.opens_details or question.finding in READINGS
    return True if opens else calm_answer(question)


def unsurely(question):
    """Not sure, which leaves every sign open, so that all that could be urgent is asked."""
    return True if question.finding in READINGS else WEEKS.get(question.finding)


def walked(client, answers, **told):
    """Each screen with its page, from the first to the last."""
    check = begun(client)
    for _ in range(MOST_SCREENS):
        at = service.where(CheckIn.objects.get(pk=check.pk), timezone.now())
        if at.now is None or CheckIn.objects.get(pk=check.pk).finished_at:
            return
        place = len(at.steps)
        yield check, place, at.now, the_page(client, check, place)
        woman = {one.finding: answers(one) for one in at.now.questions} | told
        sent = client.post(f"/check/{check.pk}/{place}/", as_form(at.now.questions, woman))
        assert sent.status_code == 302, (at.now.id, woman, Page(sent.content.decode()).problems)
    raise AssertionError("the interview does not end")


def held(question, page):
    """Holds one question of a page to the guideline."""
    finding = service.guideline().content.finding[question.finding]
    name, short = finding.id, {"yes": "Yes", "no": "No"}
    assert page.legends[name] == finding.ask
    shown = page.of(name)
    match finding.type:
        case "yes_no":
            assert shown == [*short.items(), (NOT_SURE, "Not sure")]
        case "choice":
            meant = [(one.id, one.say) for one in finding.options]
            assert shown == [*meant, (NOT_SURE, "Not sure")]
        case "choices":
            meant = [(one.id, one.say) for one in finding.options]
            assert shown == [*meant, (NONE, "None of these"), (NOT_SURE, "Not sure")]
        case "number" if name == "pain_score":
            scale = [str(one) for one in range(int(finding.min), int(finding.max) + 1)]
            assert [value for value, _ in shown] == [*scale, NOT_SURE]
        case "number":
            ((_, words),) = shown
            assert finding.unit in words
            assert page.of(f"{name}__not_sure") == [(NOT_SURE, "Not sure")]


def held_as_ticks(listed, page):
    """Holds the list to tick to the guideline: the lines, and their names for 'not sure'."""
    content = service.guideline().content
    lines = [(one.finding, content.finding[one.finding].ask.lower()) for one in listed]
    names = [(one.finding, content.finding[one.finding].short.lower()) for one in listed]
    ticks = [(value, words.lower()) for value, words in page.of(TICKS)]
    assert ticks[:-2] == lines
    assert [value for value, _ in ticks[-2:]] == [NONE, NOT_SURE] * bool(listed)
    assert [(value, words.lower()) for value, words in page.of("ticks__not_sure")] == names


def questions_of(screen, page):
    """The questions that stand on the page; one that waits for no plain yes or no comes later."""
    ticks = {value for value, _ in page.of(TICKS)}
    shown = [one for one in screen.questions if one.finding in page.legends.keys() | ticks]
    for one in screen.questions:
        guard = service.guideline().content.finding[one.finding].ask_when
        assert one in shown or (guard is not None and one.only_if is None)
    return shown


ACHE = {"back_pain": True, "pain_location": ["lower_back", "pubic"], "pain_score": 3}
ACHE = {"back_pain": True, "pain_location": ["lower_back", "pubic"], "pain_score": 3}
WOMEN = {
    "not sure of anything": (31, unsurely, {}),
    "an ache at 31 weeks": (31, openly, ACHE | {"contractions": False}),
    "an ache at 12 weeks": (12, openly, ACHE | {"contractions": False}),
    "weeks not known": (None, unsurely, {}),
}
"""Who walks: her weeks, how she answers, and what she says besides."""


def weeks_of(pregnancy, weeks):
    pregnancy.due_date = weeks and due_date_from_weeks(weeks, timezone.now().date())
    pregnancy.dated_by = pregnancy.DatedBy.WEEKS if weeks else ""
    pregnancy.save()


@pytest.mark.parametrize("woman", WOMEN)
def test_every_page_of_a_check_carries_its_findings(client, pregnancy, woman):
    weeks, answers, told = WOMEN[woman]
    weeks_of(pregnancy, weeks)
    seen = set()
    for _, _, screen, page in walked(client, answers, **told):
        put = questions_of(screen, page)
        listed = ticked_together(put)
        held_as_ticks(listed, page)
        for question in put:
            if question not in listed:
                held(question, page)
            assert question.finding not in seen
            seen.add(question.finding)
    assert len(seen) > 50


@pytest.mark.parametrize("screen", service.guideline().content.screens, ids=lambda one: one.id)
def test_every_screen_can_be_shown_as_the_guideline_has_it(screen):
    """Also the questions that no woman above is asked, such as those about two babies."""
    questions = [question_of(service.guideline().content.finding[name]) for name in screen.asks]
    listed = ticked_together(questions)
    if listed:
        ticks = render_to_string("check/ticks.html", {"ticks": _ticks(listed, {}, "")})
        held_as_ticks(listed, Page(ticks))
    for question in questions:
        if question not in listed:
            field = _field(question, {}, {})
            held(question, Page(render_to_string("check/question.html", {"field": field})))


def test_every_question_stands_on_a_screen():
    content = service.guideline().content
    on_screens = {name for screen in content.screens for name in screen.asks}
    asked = {one.id for one in content.findings if one.derived is None}
    assert {name for name in asked - on_screens if content.finding[name].default is None} == set()


@pytest.mark.parametrize("beyond", [-1, 1])
def test_a_number_beyond_the_range_of_its_finding_is_refused(client, pregnancy, beyond):
    refused = set()
    for check, place, screen, page in walked(client, unsurely):
        put = questions_of(screen, page)
        woman = {one.finding: unsurely(one) for one in put}
        numbers = [
            one
            for one in put
            if one.type == "number" and (not one.only_if or woman.get(one.only_if[0]) is True)
        ]
        for one in numbers:
            woman[one.finding] = one.max + 1 if beyond > 0 else one.min - 1
        if numbers:
            sent = client.post(f"/check/{check.pk}/{place}/", as_form(put, woman))
            assert sent.status_code == 422, numbers
            told = Page(sent.content.decode()).problems
            assert {one.finding for one in numbers} <= {said.split(":")[0] for said in told}
            refused |= {one.finding for one in numbers}
    assert {"bp_systolic", "pain_score", "contractions_per_hour"} <= refused


def test_the_timer_without_a_network_counts_by_the_numbers_of_the_signs(client, pregnancy):
    """What the page is told beforehand, against the rules of the two signs themselves."""
    page = client.get("/timer/").content.decode()
    rule = json.loads(unescape(page.split('data-rule="', 1)[1].split('"', 1)[0]))
    of = Rules(service.guideline()).of
    early = {
        one.finding: one.number
        for one in of["contractions_preterm"]
        if one.finding.startswith("contraction")
    }
    (closest,) = (
        one.number
        for one in of["contractions_too_close"]
        if one.finding == "contraction_interval_minutes"
    )
    limits = {(one["starts"], one["minutes"]) for one in rule["limits"]}
    assert (early["contractions_per_hour"], 60) in limits
    assert (early["contractions_in_20_minutes"], 20) in limits
    intervals = {minutes / (starts - 1) for starts, minutes in limits - {(6, 60), (4, 20)}}
    assert intervals == {early["contraction_interval_minutes"], closest}
