"""The page, the file, the PDF and the code say the same figures; and those of the charts and the timer."""

import io
import re
from html import unescape

import pypdf
import pytest
from django.utils import timezone
from tests.companion.report.conftest import MONTH
from tests.exchange.read_qr import read_qr

from carrywell.companion.report.forms import Choice
from carrywell.companion.report.hers import material_of, offered_to
from carrywell.companion.watch.standing import whats_changed
from carrywell.exchange.build import report
from carrywell.exchange.qr import made
from carrywell.exchange.report import Report
from carrywell.patterns.course_words import tenths

pytestmark = pytest.mark.django_db


@pytest.fixture
def value(diary) -> Report:
    return report(material(diary))


def material(diary):
    choice, now = Choice("4", frozenset(offered_to(diary))), timezone.localtime()
    return material_of(diary, choice, now, whats_changed(diary, now))


def words(html):
    """What a page says, on one line."""
    bare = re.sub(r"(?s)<(style|svg|script).*?</\1>", " ", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", bare)))


def pdf_words(content):
    pages = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s+", " ", pages.replace("\u200b", ""))


def figures(value):
    """Every key figure, and every number on every line."""
    for section in value.sections:
        if section.id == "check":
            continue  # holds what her records show, which is as old as the moment of asking
        for one in section.figures:
            yield one.value
        for one in section.lines:
            yield from re.findall(
                r"[\u2212+]?\d+(?:\.\d+)?(?: to [\u2212+]?\d+(?:\.\d+)?)?", one.say
            )


def test_the_page_the_file_and_the_pdf_say_every_figure_of_the_report(client, value):
    page = words(client.get(f"/report/?{MONTH}").content.decode())
    file = words(client.get(f"/report/file/?{MONTH}").content.decode())
    pdf = pdf_words(client.get(f"/report/pdf/?{MONTH}").content)
    told = list(figures(value))
    assert len(told) > 40
    for one in told:
        assert one in page
        assert one in file
        assert one in pdf


def test_the_code_holds_the_text_beside_it_and_its_figures_are_those_of_the_page(client, diary):
    answer = client.get(f"/report/code/?{MONTH}&made=1").content.decode()
    shown = unescape(re.search(r"(?s)<pre[^>]*>(.*?)</pre>", answer)[1])
    squares = re.search(r'class="qr-dark" d="([^"]*)"', answer)[1]
    places = {tuple(map(int, one)) for one in re.findall(r"M(\d+) (\d+)h", squares)}
    size = len(made(shown).matrix)
    matrix = [[(x + 4, y + 4) in places for x in range(size)] for y in range(size)]
    assert read_qr(matrix) == shown
    page = words(client.get(f"/report/?{MONTH}").content.decode())
    cut = re.sub(r"\+\d+ more|0-10", "", shown)
    for number in re.findall(r"\d+(?:\.\d+)?", cut):
        assert number in page, number


def test_the_figures_are_those_of_the_page_of_charts(client, value):
    charts = words(client.get("/diary/charts/?weeks=4").content.decode())
    pain = {one.name: one.value for one in value.section("pain").figures}
    spasms = {one.name: one.value for one in value.section("spasms").figures}
    told, of = pain["Days with a score"].split(" of ")
    assert f"{told} of {of} days have a pain score" in charts
    assert f"worst of the day was {pain['Worst of the day, mean']} out of 10" in charts
    assert f"Highest: {pain['Highest']}" in charts
    for which in ("First", "Last"):
        mean, days = pain[f"{which} week"].removesuffix(")").split(" (")
        assert f"{which} week ({days}): worst pain {mean} on average" in charts
    assert f"That is {pain['Trend'].split(' (')[0]}" in charts
    sleep, nights = pain["Sleep, 10 is best"].removesuffix(")").split(" (")
    assert f"{nights} scored. Sleep was {sleep} out of 10" in charts
    assert f"Woken by pain in {pain['Nights woken by pain'].split(' of ')[0]} nights" in charts
    total, days = spasms["Timed"].split(" on ")
    assert f"{total} spasms timed on {days}" in charts
    assert f"Most in a day: {spasms['Most in a day'].replace(' on ', ', on ')}" in charts
    assert f"Longest: {spasms['Longest']}. Typical: {spasms['Length, median']}" in charts


def test_the_last_spasms_are_those_of_the_timer(client, value):
    timer = words(client.get("/timer/").content.decode())
    lead = "Last episode"
    (say,) = [one.say for one in value.section("spasms").lines if one.lead.startswith(lead)]
    said = re.match(
        r"(\d+) timed; (\d+) in its last 60 min; median interval ([\d.]+) min; median length (\d+) s",
        say,
    )
    assert said, say
    assert said[1] == "6"
    assert f"You timed {said[1]} in the last" in timer
    assert f"Last 60 minutes {said[2]} " in timer
    assert f"From start to start about {said[3]} minutes" in timer
    assert f"How long about {said[4]} seconds" in timer
    assert ("come in a rhythm" in timer) == say.endswith("in a rhythm")


def test_the_effect_is_that_of_what_helps(diary, value):
    rests_on = material(diary)
    lines = {one.lead: one.say for one in value.section("tried").lines}
    heat = next(
        one for one in (*rests_on.helps.effects, *rests_on.helps.not_yet) if one.id == "heat"
    )
    assert f"{heat.count_with} with, {heat.count_without} without" in lines["Heat pack"]
    assert "12 sessions of 15 min" in lines["Heat pack"]
    for one in rests_on.helps.effects:
        assert tenths(abs(one.points)) in lines[one.name]
