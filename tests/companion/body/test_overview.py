"""The page in each of the states she may be in."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from tests.companion.body.someone import said, today, weighed
from tests.companion.conftest import NOW, ORDINARY, everything_else_no

from carrywell.companion.check import service
from carrywell.companion.people.models import Pregnancy
from carrywell.patterns.gestation import due_date_from_weeks

QUESTION = "Do you have anaemia that you can feel, too little to eat, or an eating disorder?"
WEIGHT_ADVICE = "You started this pregnancy in the healthy weight range."
SWELLING = "If your weight jumps and your face or hands swell suddenly"
JUMP = "Are your face or hands swollen?"
ADD = "Add a weight"
THREE_FIGURES, TWO_FIGURES, CHART = "balance-3", "balance-2", 'class="chart"'


def at_weeks(pregnancy, weeks):
    pregnancy.due_date = due_date_from_weeks(weeks, today())
    pregnancy.save()


def test_an_ordinary_page_draws_from_her_own_numbers(ana, read):
    weighed(ana, 68, days_ago=42)
    weighed(ana, 71)
    page = unescape(read())
    assert "Your balance at 31 weeks" in page
    assert (
        "You carry 9 kg more than before this pregnancy. That is 13 % of your weight now." in page
    )
    assert THREE_FIGURES in page
    assert "Your weight gain: 9 kg at 31 weeks. The usual range is 6.8 to 11 kg." in page
    assert "Your gain is within the usual range for 31 weeks." in page
    assert '<th scope="row">25</th><td>6 kg</td>' in page
    assert WEIGHT_ADVICE in page
    assert QUESTION not in page
    assert JUMP not in page


@pytest.mark.usefixtures("ana")
def test_facts_stand_with_their_sources_and_whether_they_were_checked(read):
    page = unescape(read())
    assert "The load in front is real, and your spine adapts to it." in page
    assert "<summary>Source</summary>" in page
    assert "Where this comes from (not checked yet)" in page


def test_above_the_range_she_is_told_not_to_diet(ana, read):
    weighed(ana, 79)
    page = unescape(read())
    assert "Your gain is above the usual range" in page
    assert "never diet to help your back" in page


def test_below_the_range_nobody_blames_her(ana, read):
    weighed(ana, 64)
    page = unescape(read())
    assert "Your gain is below the usual range" in page
    assert "Talk to your midwife if you are far from this." in page


def test_without_a_height_it_is_asked_for_and_no_range_is_shown(ana, read):
    ana.height_cm = None
    ana.save()
    weighed(ana, 71)
    page = unescape(read())
    assert "How tall are you?" in page
    assert QUESTION not in page
    assert CHART not in page
    assert THREE_FIGURES in page
    assert "We do not know your height or your weight before" in page


def test_before_the_question_no_number_of_her_weight_is_shown(ana, read):
    ana.weight_numbers.delete()
    weighed(ana, 71)
    page = unescape(read())
    assert QUESTION in page
    assert CHART not in page
    assert "kg more" not in page
    assert "usual range" not in page
    assert TWO_FIGURES in page
    assert "The load in front is real" in page


def test_a_yes_shows_no_weight_at_all(ana, read):
    said(ana, "yes")
    weighed(ana, 71.3)
    page = unescape(read())
    assert "We show no numbers for weight gain here." in page
    assert CHART not in page
    assert THREE_FIGURES not in page
    assert ADD not in page
    assert "71.3 kg" not in page
    assert WEIGHT_ADVICE not in page
    assert SWELLING in page


def test_who_would_rather_not_say_sees_no_numbers_and_is_not_pressed(ana, read):
    said(ana, "not_said")
    weighed(ana, 71.3)
    page = unescape(read())
    assert QUESTION not in page
    assert "We show no numbers about weight" in page
    assert CHART not in page
    assert "71.3 kg" not in page
    assert ADD not in page


def test_the_answer_of_a_later_check_counts(ana, read):
    told = {"any_general_illness": True, "anaemia_or_eating_disorder": True}
    check = service.begin(ana, "herself", NOW, NOW.date(), ORDINARY | told)
    everything_else_no(check)
    service.finish(check, NOW + timedelta(minutes=30), NOW.date())
    assert "We show no numbers for weight gain here." in unescape(read())


def test_the_answer_given_here_after_a_check_counts(ana, read):
    told = {"any_general_illness": True, "anaemia_or_eating_disorder": True}
    check = service.begin(ana, "herself", NOW, NOW.date(), ORDINARY | told)
    everything_else_no(check)
    service.finish(check, NOW - timedelta(hours=1), NOW.date())
    assert WEIGHT_ADVICE in unescape(read())


def test_twins_have_two_lines_for_the_end(ana, read):
    ana.babies = 2
    ana.save()
    weighed(ana, 74)
    page = unescape(read())
    assert page.count('class="chart-threshold"') == 2
    assert "By the end, 16.8 to 24.5 kg is the advised range." in page
    assert "none for a week" in page


def test_triplets_are_told_that_no_range_is_published(ana, read):
    ana.babies = 3
    ana.save()
    page = unescape(read())
    assert "No range has been published for three babies or more." in page
    assert CHART not in page


def test_three_babies_do_not_skip_the_question(ana, read):
    ana.babies = 3
    ana.save()
    ana.weight_numbers.delete()
    weighed(ana, 71)
    page = unescape(read())
    assert QUESTION in page
    assert CHART not in page


def test_a_weight_too_old_to_draw_with_is_said_to_be_old(ana, read):
    weighed(ana, 70, days_ago=20)
    page = unescape(read())
    assert f"Your last weight is of {today() - timedelta(days=20):%-d %B %Y}." in page
    assert "so we use a typical gain for 31 weeks" in page


def test_a_weight_of_today_is_never_called_old(ana, read):
    ana.weight_before_kg = None
    ana.save()
    weighed(ana, 70)
    assert "Your last weight is of" not in read()


def test_at_eight_weeks_there_is_little_to_draw_and_no_word_of_swelling(ana, read):
    at_weeks(ana, 8)
    weighed(ana, 62.5)
    weighed(ana, 60, days_ago=3)
    page = unescape(read())
    assert "Your balance at 8 weeks" in page
    assert "less than half a centimetre" in page
    assert SWELLING not in page
    assert JUMP not in page


def test_without_weeks_she_is_led_to_where_she_can_give_them(ana, read):
    ana.due_date = None
    ana.save()
    page = unescape(read())
    assert "We do not know your weeks yet." in page
    assert f'href="{reverse("about")}"' in page
    assert "The load in front is real" in page


@pytest.mark.parametrize("answer", ["no", "yes", "not_said"])
@pytest.mark.parametrize("dated", [True, False])
def test_a_jump_comes_first_whatever_else_is_not_known(ana, read, answer, dated):
    said(ana, answer)
    if not dated:
        ana.due_date = None
        ana.save()
    weighed(ana, 70, days_ago=5)
    weighed(ana, 72)
    page = unescape(read())
    assert page.index(JUMP) < page.index(SWELLING) < page.index("Your balance")
    assert page.index('href="/check/"', page.index(JUMP)) < page.index("Your balance")
    assert page.count(SWELLING) == 1


def test_a_jump_of_long_ago_is_over(ana, read):
    weighed(ana, 70, days_ago=40)
    weighed(ana, 72, days_ago=36)
    assert JUMP not in read()


def test_when_the_pregnancy_is_over_the_page_leads_to_today(ana, client):
    ana.outcome = Pregnancy.Outcome.LOSS
    ana.ended_on = date(2026, 11, 20)
    ana.save()
    for name in ("overview", "add", "answers", "numbers"):
        answer = client.get(reverse(f"body:{name}"))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("today"))


@pytest.mark.usefixtures("db")
def test_before_she_has_started_the_page_leads_to_the_start(client):
    assert client.get(reverse("body:overview")).headers["Location"] == reverse("start")
