"""What the diary says about the pain: the handbook of the definitions in `pain_course`."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrywell.api import load_guideline
from carrywell.patterns.diary import ClinicScore, Day, Diary, PainScore, Session, WeekAnswers
from carrywell.patterns.pain_advice import thresholds_reached
from carrywell.patterns.pain_course import diary_findings, spell, told_by_diary

TODAY = date(2026, 11, 23)
NONE = "."


def diary_with(pain="", **others):
    """A diary of days that end today, one sign a day: a figure for the worst pain, `.` for nothing."""
    days = tuple(
        Day(
            on=TODAY - timedelta(days=len(pain) - 1 - at),
            pain_worst=None if one == NONE else int(one),
        )
        for at, one in enumerate(pain)
    )
    return Diary(zone=UTC, days=days, **others)


def scores(*told):
    """(hours before 22:00 today, score)."""
    last = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    return tuple(
        PainScore(last - timedelta(hours=hours), score)
        for hours, score in sorted(told, key=lambda one: -one[0])
    )


@pytest.mark.parametrize(
    ("pain", "days"),
    [
        ("5", 0),
        ("55", 1),
        ("5555555555555555", 15),
        ("5005", 3),  # two free days do not end it
        ("50005", 0),  # three do
        ("5......5", 7),  # six days that nobody told of do not end it
        ("5.......5", 0),  # seven do: nobody can tell that it is the same pain
        ("5.0.0.5", 6),  # free days that do not follow one another
        ("55.", 1),  # today is not told yet
        ("5500", 1),  # and two free days at the end take nothing back
    ],
)
def test_how_long_the_pain_has_lasted(pain, days):
    assert diary_findings(diary_with(pain), TODAY)["pain_duration_days"] == days


@pytest.mark.parametrize("pain", ["", "0", "000", "5000", "5.......", "...."])
def test_no_pain_is_no_finding_and_never_a_no(pain):
    assert diary_findings(diary_with(pain), TODAY) == {}


@pytest.mark.parametrize(
    ("pain", "is_worse"),
    [
        ("345", True),
        ("335", True),
        ("35", False),  # two are no trend
        ("344", False),  # a rise of one
        ("354", False),  # it fell again
        ("3.5.6", True),  # unknown days are left out
        ("345.", True),  # told until yesterday
        ("345..", False),  # not told lately
        ("3......45", False),  # more than a week
        ("9345", True),  # it rises again
    ],
)
def test_pain_that_gets_worse_by_days(pain, is_worse):
    assert ("pain_worsening" in diary_findings(diary_with(pain), TODAY)) is is_worse


@pytest.mark.parametrize(
    ("told", "is_worse"),
    [
        (((3, 4), (2, 6), (1, 9)), True),
        (((3, 4), (1, 9)), False),
        (((3, 6), (2, 4), (1, 9)), False),
        (((30, 4), (2, 6), (1, 9)), False),
    ],
)
def test_pain_that_gets_worse_by_hours(told, is_worse):
    found = diary_findings(Diary(zone=UTC, scores=scores(*told)), TODAY)
    assert ("pain_worsening" in found) is is_worse


def test_a_session_changes_the_pain_so_its_scores_are_no_trend():
    about_it = tuple(
        msgspec.structs.replace(one, asked="after") for one in scores((3, 4), (2, 6), (1, 9))
    )
    assert "pain_worsening" not in diary_findings(Diary(zone=UTC, scores=about_it), TODAY)


def test_the_score_is_the_latest_of_today():
    assert diary_findings(Diary(zone=UTC, scores=scores((3, 9), (1, 4))), TODAY)["pain_score"] == 4
    assert "pain_score" not in diary_findings(Diary(zone=UTC, scores=scores((26, 9))), TODAY)


def nights(told):
    days = tuple(
        Day(
            on=TODAY - timedelta(days=len(told) - 1 - at),
            woken_by_pain={"y": True, "n": False, NONE: None}[one],
        )
        for at, one in enumerate(told)
    )
    return set(diary_findings(Diary(zone=UTC, days=days), TODAY))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("yy", set()),
        ("yyy", {"night_pain", "sleep_disturbed"}),
        ("yyy.", {"night_pain", "sleep_disturbed"}),
        ("yy.y", {"sleep_disturbed"}),  # a night that nobody told of is not 'every night'
        ("yyny", {"sleep_disturbed"}),
        ("yyy......", set()),
        ("nnn", set()),
    ],
)
def test_nights(told, found):
    assert nights(told) == found


def test_the_back_is_meant_where_no_place_is_told_and_other_places_are_kept_open():
    legs = Diary(zone=UTC, days=(Day(on=TODAY, pain_worst=4, places=("leg",)),))
    found = diary_findings(legs, TODAY)
    assert "back_pain" not in found
    assert found["pain_location"] == ["leg", None]
    assert diary_findings(diary_with("4"), TODAY)["back_pain"] is True


def sessions(*days_ago):
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    return tuple(
        Session(
            treatment="heat",
            started_at=at - timedelta(days=days),
            ended_at=at - timedelta(days=days) + timedelta(minutes=15),
        )
        for days in sorted(days_ago, reverse=True)
    )


def test_the_plan_counts_from_the_first_day_of_a_course_without_a_gap_of_a_week():
    assert diary_findings(diary_with(sessions=sessions(0, 3, 6, 12)), TODAY) == {
        "using_plan": True,
        "plan_tried_days": 12,
    }
    after_a_gap = diary_findings(diary_with(sessions=sessions(0, 3, 6, 20)), TODAY)
    assert after_a_gap["plan_tried_days"] == 6
    assert diary_findings(diary_with(sessions=sessions(0, 12)), TODAY) == {}


@pytest.mark.parametrize(
    ("pain", "is_worse"),
    [
        ("33344445555", True),
        ("33344444444", False),
        ("33344444.5.", False),  # too few days lately
        ("555........555", False),
    ],
)
def test_worse_after_a_week_of_the_plan(pain, is_worse):
    found = diary_findings(diary_with(pain, sessions=sessions(0, 2, 4, 6, 9)), TODAY)
    assert ("pain_worse_on_plan" in found) is is_worse


def test_still_limited_after_six_weeks_of_the_plan():
    six_weeks = sessions(*range(0, 45, 3))
    weeks = (WeekAnswers(TODAY - timedelta(days=3), {"walk": 2, "sleep": 4}),)
    assert diary_findings(diary_with(sessions=six_weeks, weeks=weeks), TODAY)["not_better_6wk"]
    better = (*weeks, WeekAnswers(TODAY, {"walk": 2, "sleep": 3}))
    assert "not_better_6wk" not in diary_findings(
        diary_with(sessions=six_weeks, weeks=better), TODAY
    )


def reached(diary):
    content = load_guideline().content
    return [one.id for one in thresholds_reached(diary, TODAY, content)]


@pytest.mark.parametrize(
    ("pain", "ids"),
    [
        ("4444444", ["ask_for_physio_pain"]),
        ("444444", []),
        ("4.4.4.4.4.4.4", ["ask_for_physio_pain"]),
        ("4434444", []),
        ("33355", ["stop_pain_rise"]),
        ("35", []),
    ],
)
def test_thresholds_of_pain(pain, ids):
    assert reached(diary_with(pain)) == ids


def test_thresholds_on_the_plan_and_of_the_clinics_questionnaire():
    on_plan = diary_with("5555555", sessions=sessions(0, 3, 6, 9))
    assert reached(on_plan) == ["see_someone_pain_on_plan", "ask_for_physio_pain"]
    totals = (ClinicScore(TODAY - timedelta(days=20), "rmdq", 3), ClinicScore(TODAY, "rmdq", 9))
    assert reached(diary_with(clinic_scores=totals)) == [
        "stop_disability_rise",
        "ask_for_physio_disability",
    ]


one_day = st.builds(
    Day,
    on=st.integers(0, 30).map(lambda back: TODAY - timedelta(days=back)),
    pain_worst=st.none() | st.integers(0, 10),
    pain_average=st.none() | st.integers(0, 10),
    woken_by_pain=st.none() | st.booleans(),
    places=st.sampled_from([(), ("lower_back",), ("leg",)]),
)
some_days = st.lists(one_day, unique_by=lambda one: one.on).map(
    lambda days: tuple(sorted(days, key=lambda one: one.on))
)
some_scores = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 10)), unique_by=lambda one: one[0]
)


@settings(deadline=None)
@given(some_days, some_scores)
def test_everything_found_fits_the_guideline_and_is_never_a_no(days, told):
    diary = Diary(zone=UTC, days=days, scores=scores(*told))
    found = diary_findings(diary, TODAY)
    load_guideline().assess({"pregnant": True, "gestation_weeks": 31} | found)
    assert not any(value is False or value is None for value in found.values())
    assert all(one.say for one in told_by_diary(diary, TODAY))


@settings(deadline=None)
@given(some_days, st.integers(1, 10))
def test_one_more_day_with_pain_never_makes_the_spell_shorter(days, score):
    rest = tuple(one for one in days if one.on != TODAY)
    before = spell(Diary(zone=UTC, days=rest).pain_by_day(), TODAY)
    with_today = Diary(zone=UTC, days=(*rest, Day(on=TODAY, pain_worst=score)))
    more = spell(with_today.pain_by_day(), TODAY)
    assert more is not None
    assert before is None or more.first <= before.first


def test_what_is_still_to_come_does_not_count():
    late = Day(on=TODAY + timedelta(days=1), pain_worst=9)
    assert diary_findings(Diary(zone=UTC, days=(late,)), TODAY) == {}
