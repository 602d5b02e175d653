"""The page of charts and the calendar: what they show, how far back, and what they never show."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from tests.companion.conftest import NOW
from tests.companion.diary.kept import keep, let_weight_be_shown
from tests.patterns.sample_diary import DUE, LAST, ZONE, sample_diary

from carrywell.companion.body.models import WeightNumbers
from carrywell.companion.diary.calendar import LEVELS_SOURCES, level_of, month_of
from carrywell.companion.diary.charts import first_day, time_shown
from carrywell.companion.diary.hers import diary_of
from carrywell.companion.diary.models import DailyHabit, PainEntry
from carrywell.companion.diary.shown import charts_of, weight_shown
from carrywell.companion.people.models import Account, Person, Pregnancy
from carrywell.patterns.course import pain_course, spasm_course
from carrywell.patterns.diary import Day, Diary, PainScore, Session, TimedSpasm

CHARTS = "/diary/charts/"
ALL = (
    "Pain",
    "Spasms",
    "Sleep and pain",
    "Stress",
    "What your back made hard",
    "Roland-Morris Disability Questionnaire",
    "Oswestry Disability Index",
    "Weight",
)
BEGAN = DUE - timedelta(days=280)


def today():
    return date.today()  # noqa: DTZ011 - the pages read the same clock


def page(client, path=CHARTS, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def headings(shown):
    return tuple(re.findall(r"<h2 id=[^>]*>(.*?)</h2>", shown))


@pytest.fixture
def eight_weeks(pregnancy):
    keep(pregnancy, sample_diary(56, last=today()), NOW)
    let_weight_be_shown(pregnancy, NOW)
    return pregnancy


# How far back


@pytest.mark.parametrize(
    ("chosen", "first", "kept"),
    [
        ("2", date(2026, 11, 10), "2"),
        ("4", date(2026, 10, 27), "4"),
        ("8", date(2026, 9, 29), "8"),
        ("all", date(2026, 8, 1), "all"),
        ("", date(2026, 10, 27), "4"),
        ("99", date(2026, 10, 27), "4"),
        ("<b>", date(2026, 10, 27), "4"),
    ],
)
def test_she_chooses_how_far_back(chosen, first, kept):
    diary = Diary(zone=ZONE, days=(Day(on=date(2026, 8, 1), stress=1),))
    time = time_shown(diary, chosen, BEGAN, LAST)
    assert (time.first, time.last, time.chosen) == (first, LAST, kept)


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        ({}, LAST),
        ({"days": (Day(on=date(2001, 1, 1), stress=1),)}, BEGAN),
        ({"days": (Day(on=date(2030, 1, 1), stress=1),)}, LAST),
        ({"scores": (PainScore(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), 3),)}, date(2026, 7, 1)),
    ],
)
def test_all_begins_with_her_diary_within_the_pregnancy(parts, first):
    assert time_shown(Diary(zone=ZONE, **parts), "all", BEGAN, LAST).first == first


def test_the_first_day_is_of_whatever_came_first():
    diary = sample_diary()
    assert first_day(diary, LAST) == LAST - timedelta(days=55)
    assert first_day(Diary(zone=ZONE), LAST) == LAST


# The page


def test_eight_weeks_show_every_chart(eight_weeks, client):
    shown = page(client, CHARTS + "?weeks=8")
    assert headings(shown) == ALL
    assert shown.count("<svg") - shown.count('class="symbol') == len(ALL)
    assert shown.count("<summary>The same as a table") == len(ALL)
    assert '<a href="?weeks=8" aria-current="true">8 weeks</a>' in shown
    assert "style=" not in shown
    assert "Heat pack" in shown


def test_the_page_says_the_figures_that_the_report_uses(eight_weeks, client):
    shown = page(client, CHARTS + "?weeks=8")
    course = pain_course(sample_diary(56, last=today()), today() - timedelta(days=55), today())
    assert f"{len(course.days)} of 56 days have a pain score." in shown
    assert f"Highest: {course.worst.worst} on " in shown


def test_each_table_has_a_row_for_each_thing_drawn(eight_weeks, guideline):
    first = today() - timedelta(days=55)
    for chart in charts_of(diary_of(eight_weeks, ZONE), guideline, first, today()):
        assert chart.table.rows, chart.id
        assert {len(row) for row in chart.table.rows} == {len(chart.table.head)}
        drawn = {
            one.removeprefix("night before ").partition(":")[0]
            for one in re.findall(r"><title>([^<]*: [^<]*)</title>", chart.svg)
        }
        assert {row[0] for row in chart.table.rows} == drawn, chart.id


@pytest.mark.parametrize("chosen", ["2", "4", "8", "all"])
def test_with_nothing_written_the_page_says_how_to_begin(pregnancy, client, chosen):
    shown = page(client, f"{CHARTS}?weeks={chosen}")
    assert headings(shown) == ()
    assert "Nothing is written for this time yet." in shown
    assert f'href="{reverse("diary:overview")}"' in shown


def test_one_number_is_enough_for_a_chart(pregnancy, client):
    PainEntry.objects.create(pregnancy=pregnancy, pain_now=4, noted_at=datetime.now(UTC))
    shown = page(client)
    assert headings(shown) == ("Pain",)
    assert "One day has a pain score: 4 out of 10" in shown
    assert "chart-line" not in shown


def test_sessions_without_a_score_are_shown_too(guideline):
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    session = Session(treatment="heat", started_at=at, ended_at=at + timedelta(minutes=20))
    diary = Diary(zone=ZONE, sessions=(session,))
    charts = tuple(charts_of(diary, guideline, LAST - timedelta(days=13), LAST))
    assert [one.id for one in charts] == ["pain"]
    assert charts[0].table.rows == (("20 November", "", "", "Heat pack"),)


def test_a_whole_pregnancy_can_be_shown(pregnancy, client):
    keep(pregnancy, sample_diary(217, last=today()), NOW)
    assert "Pain" in headings(page(client, CHARTS + "?weeks=all"))


def test_nobody_elses_diary_is_shown(pregnancy, client):
    other = Account.objects.create(name="bea")
    person = Person.objects.create(account=other, country="GB")
    hers = Pregnancy.objects.create(person=person, started_at=NOW)
    keep(hers, sample_diary(56, last=today()), NOW)
    assert headings(page(client)) == ()


def test_without_a_pregnancy_the_page_leads_to_the_start(db, client):
    for name in ("charts", "calendar"):
        assert client.get(reverse(f"diary:{name}")).headers["Location"] == reverse("start")


def test_after_the_end_no_chart_is_shown(eight_weeks, client):
    eight_weeks.outcome = Pregnancy.Outcome.LOSS
    eight_weeks.ended_on = today()
    eight_weeks.save()
    assert client.get(CHARTS).headers["Location"] == reverse("today")


# Weight


@pytest.mark.parametrize("answer", ["yes", "not_said", None])
def test_no_number_about_weight_unless_she_has_said_that_it_is_welcome(
    eight_weeks, client, answer, guideline
):
    eight_weeks.weight_numbers.delete()
    if answer:
        WeightNumbers.objects.create(pregnancy=eight_weeks, answer=answer, answered_at=NOW)
    shown = page(client, CHARTS + "?weeks=all")
    assert headings(shown) == ALL[:-1]
    assert " kg" not in shown
    fresh = Pregnancy.objects.get(pk=eight_weeks.pk)
    assert not list(weight_shown(diary_of(fresh, ZONE), fresh, guideline, today()))


def test_without_her_height_weight_is_not_compared(eight_weeks, client):
    eight_weeks.height_cm = None
    eight_weeks.save()
    assert "Weight" not in headings(page(client, CHARTS + "?weeks=8"))


# The calendar


def month(diary, year=2026, number=11, on=LAST):
    return month_of(diary, date(year, number, 1), BEGAN, on)


def cells(shown):
    return {one.on: one for week in shown.weeks for one in week if one is not None}


def test_a_month_has_all_its_days_in_weeks_from_monday():
    shown = month(sample_diary())
    assert all(len(week) == 7 for week in shown.weeks)
    for week in shown.weeks:
        for place, one in enumerate(week):
            assert one is None or one.on.weekday() == place
    assert sorted(cells(shown)) == [date(2026, 11, n) for n in range(1, 31)]


def test_each_day_shows_its_worst_pain_its_spasms_and_its_sessions():
    diary = sample_diary()
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    shown = cells(month(diary))
    pain = {one.on: one.worst for one in pain_course(diary, first, last).days}
    spasms = {one.on: one.count for one in spasm_course(diary, first, last).days}
    for on, one in shown.items():
        assert (one.worst, one.spasms) == (pain.get(on), spasms.get(on, 0))
        assert one.sessions == sum(diary.day_of(s.started_at) == on for s in diary.sessions)
        assert one.is_today == (on == LAST)
        assert one.opens == (on <= LAST)
    assert [on for on, one in shown.items() if one.weeks == 31] == [LAST]


def test_a_day_in_words():
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    diary = Diary(
        zone=ZONE,
        scores=(PainScore(at, 6),),
        spasms=(TimedSpasm(at), TimedSpasm(at + timedelta(minutes=9))),
        sessions=(Session(treatment="heat", started_at=at, ended_at=at),),
    )
    shown = cells(month(diary))
    assert shown[date(2026, 11, 20)].says == "worst pain 6, 2 spasms, 1 session"
    assert shown[date(2026, 11, 19)].says == "nothing written"


@pytest.mark.parametrize(
    ("worst", "level"),
    [
        (0, "none"),
        (1, "mild"),
        (3, "mild"),
        (4, "moderate"),
        (6, "moderate"),
        (7, "severe"),
        (10, "severe"),
    ],
)
def test_the_levels_of_pain(worst, level):
    assert level_of(worst) == level


def test_the_levels_are_those_of_the_guideline(guideline):
    named = {one["id"]: one for one in guideline.content.measures.thresholds}
    for name in ("pain_mild", "pain_moderate", "pain_severe_range"):
        rule = named[name]
        assert {level_of(score) for score in range(rule["range"][0], rule["range"][1] + 1)} == {
            rule["say"]
        }
        assert tuple(rule["sources"]) == LEVELS_SOURCES
        assert not rule["source_checked"]


def test_what_a_study_says_has_its_source(eight_weeks, client):
    shown = page(client, CHARTS + "?weeks=8")
    assert "Source of the smallest change that counts</summary>" in shown
    assert "Source of the usual range" in shown
    assert "severe (not checked yet)" in page(client, f"/diary/calendar/{today():%Y-%m}/")


def test_the_months_beside_it_stay_within_the_pregnancy():
    assert (month(sample_diary()).before, month(sample_diary()).after) == (date(2026, 10, 1), None)
    begun = month(sample_diary(), BEGAN.year, BEGAN.month)
    assert (begun.before, begun.after) == (None, (BEGAN + timedelta(days=31)).replace(day=1))
    assert not any(one.opens for on, one in cells(begun).items() if on < BEGAN)
    assert month(sample_diary(), 2026, 3, date(2026, 12, 31)).before is None


@pytest.mark.parametrize(
    ("zone", "on"), [("Europe/London", 24), ("Asia/Tokyo", 25), ("America/New_York", 24)]
)
def test_a_late_score_stands_on_the_day_of_her_clock(zone, on):
    late = (PainScore(datetime(2026, 10, 24, 22, 30, tzinfo=UTC), 5),)
    shown = cells(month(Diary(zone=ZoneInfo(zone), scores=late), 2026, 10))
    assert [n.day for n, one in shown.items() if one.worst is not None] == [on]


def test_the_days_on_which_the_clocks_change_are_days_like_others():
    entries = [
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 25),  # half past midnight, in summer time
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), 25),  # half past eleven, in winter time
        (datetime(2026, 10, 26, 0, 30, tzinfo=UTC), 26),
    ]
    diary = Diary(zone=ZONE, scores=tuple(PainScore(at, 5) for at, _ in entries))
    shown = cells(month(diary, 2026, 10))
    assert [n.day for n, one in shown.items() if one.worst is not None] == [25, 26]


def test_the_month_over_http(eight_weeks, client):
    answer = client.get(reverse("diary:calendar"))
    path = answer.headers["Location"]
    assert path == f"/diary/calendar/{today():%Y-%m}/"
    shown = page(client, path)
    assert shown.count('scope="col"') == 7
    assert shown.count('aria-current="date"') == 1
    linked = re.findall(r'<a href="(/diary/\d{4}-\d{2}-\d{2}/)"', shown)
    assert linked == [
        reverse("diary:day", args=[today().replace(day=n)]) for n in range(1, today().day + 1)
    ]


@pytest.mark.parametrize("path", ["2026-13", "2026-00", "1999-01", "2999-01", "0000-01"])
def test_no_other_month_is_there(pregnancy, client, path):
    page(client, f"/diary/calendar/{path}/", status=404)


def test_months_can_be_walked_to_the_beginning(eight_weeks, client):
    path = f"/diary/calendar/{today():%Y-%m}/"
    seen = []
    while path and len(seen) < 15:
        seen.append(path)
        shown = page(client, path)
        before = re.search(r'<a class="button quiet" href="([^"]+)"', shown)
        path = before[1] if before else None
    began = eight_weeks.due_date - timedelta(days=280)
    assert seen[-1] == f"/diary/calendar/{began:%Y-%m}/"


def test_a_day_told_shows_in_the_calendar(pregnancy, client):
    DailyHabit.objects.create(pregnancy=pregnancy, on=today(), pain_worst=8, noted_at=NOW)
    shown = page(client, f"/diary/calendar/{today():%Y-%m}/")
    assert '<b class="pain pain-severe">8</b>' in shown
    assert f"{today():%B}: worst pain 8" in shown
