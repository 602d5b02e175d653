"""What is particular to each treatment, and the ways from 'ask first' and 'a question first' to a start."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from tests.companion.conftest import ORDINARY
from tests.companion.relief.conftest import check_with, urgent_check

from carrywell.api import load_guideline
from carrywell.companion.check.models import CheckIn
from carrywell.companion.relief.models import (
    ActivityEntry,
    Agreement,
    ReliefSession,
    choices_of,
)
from carrywell.companion.relief.offers import lifted_by, minutes_to_choose
from carrywell.companion.relief.shown import points_of
from carrywell.companion.relief.standing import standing
from carrywell.companion.relief.weekly import week_of

CONTENT = load_guideline().content


def page(client, address, **sent):
    return client.get(address, sent).content.decode()


def stands(check):
    return standing(check.pregnancy, timezone.now(), timezone.localdate())


def begin(client, treatment, **sent):
    client.post(f"/relief/{treatment}/start/", {"stop": "none"} | sent)
    return ReliefSession.objects.filter(treatment=treatment, ended_at=None).first()


# -- ask first


def test_tens_before_37_weeks_starts_once_both_have_been_said(client, ordinary):
    sent = {"agreed": "tens_agreed", "who": "Anna, physiotherapist", "agreed_on": "2026-11-02"}
    client.post("/relief/tens/agree/", sent)
    assert stands(ordinary).status("tens").status == "ask first"  # the first steps come first
    client.post("/relief/tens/agree/", {"agreed": "first_line_tried"})
    assert stands(ordinary).status("tens").status == "offered"
    assert Agreement.objects.get(finding="tens_agreed").who == "Anna, physiotherapist"
    assert begin(client, "tens").planned_seconds == 20 * 60


def test_an_agreement_needs_a_name(client, ordinary):
    response = client.post("/relief/tens/agree/", {"agreed": "tens_agreed", "who": " "})
    assert response.status_code == 422
    assert "Write who agreed" in response.content.decode()
    assert not ordinary.pregnancy.agreements.exists()


def test_an_agreement_can_be_taken_back(client, ordinary):
    client.post("/relief/acupuncture/agree/", {"agreed": "acupuncture_agreed", "who": "Anna"})
    assert stands(ordinary).status("acupuncture").status == "offered"
    client.post("/relief/acupuncture/agree/", {"withdraw": "acupuncture_agreed"})
    assert stands(ordinary).status("acupuncture").status == "ask first"


def test_no_agreement_opens_what_the_guideline_does_not_let_it_open(client, pregnancy):
    check = check_with(
        pregnancy, ORDINARY | {"any_electrical_or_fits": True, "pacemaker": True}, weeks=24
    )
    client.post("/relief/tens/agree/", {"agreed": "tens_agreed", "who": "Anna"})
    assert stands(check).status("tens").status == "not for you"
    assert begin(client, "tens") is None


def test_only_what_lifts_something_is_asked_about(ordinary):
    answers = stands(ordinary).answers
    assert lifted_by(answers, "tens") == ("tens_agreed", "first_line_tried")
    assert lifted_by(answers, "acupuncture") == ("acupuncture_agreed",)
    assert lifted_by(answers, "heat") == ()


# -- a question first


@pytest.fixture
def unknown_skin(pregnancy):
    said = {"any_skin_or_feeling": True, "reduced_sensation": None, "broken_skin": False}
    return check_with(pregnancy, ORDINARY | said)


@pytest.mark.usefixtures("unknown_skin")
def test_the_open_question_alone_is_asked(client):
    shown = page(client, "/relief/heat/")
    assert "One question first" in shown
    assert 'name="reduced_sensation"' in shown
    assert 'name="broken_skin"' not in shown


def test_its_answer_opens_the_gate(client, unknown_skin):
    response = client.post("/relief/heat/answer/", {"reduced_sensation": "no"})
    assert response.url == "/relief/heat/"
    assert stands(unknown_skin).status("heat").status == "offered"
    assert begin(client, "heat") is not None


def test_its_answer_closes_the_gate(client, unknown_skin):
    client.post("/relief/heat/answer/", {"reduced_sensation": "yes"})
    assert stands(unknown_skin).status("heat").status == "not for you"
    assert "What else may help" in page(client, "/relief/heat/")


def test_not_sure_leaves_it_shut(client, unknown_skin):
    client.post("/relief/heat/answer/", {"reduced_sensation": "not_sure"})
    assert stands(unknown_skin).status("heat").status == "ask before offering"


def test_no_answer_is_a_problem_in_words(client, unknown_skin):
    response = client.post("/relief/heat/answer/", {})
    assert response.status_code == 422
    assert stands(unknown_skin).status("heat").status == "ask before offering"


def test_answers_stay_with_the_check_and_do_not_make_it_younger(client, unknown_skin):
    finished = unknown_skin.finished_at
    client.post("/relief/heat/answer/", {"reduced_sensation": "no"})
    check = CheckIn.objects.get()
    assert check.finished_at == finished
    assert check.facts()["reduced_sensation"] is False
    assert "offered" in [
        one.status for one in check.kept_assessment().treatments if one.id == "heat"
    ]


# -- exercise


def test_the_routine_is_the_plans(client, ordinary):
    session = begin(client, "stretching")
    assert session.exercises == [one.id for one in stands(ordinary).assessment.plan.routine]
    first = next(one for one in CONTENT.exercises if one.id == session.exercises[0])
    assert first.name in page(client, f"/relief/session/{session.pk}/")


@pytest.mark.usefixtures("ordinary")
def test_next_leads_through_the_routine_to_the_questions(client):
    session = begin(client, "stretching")
    act = f"/relief/session/{session.pk}/do/"
    for _ in session.exercises[:-1]:
        assert client.post(act, {"what": "next"}).url == f"/relief/session/{session.pk}/"
    assert client.post(act, {"what": "next"}).url == f"/relief/session/{session.pk}/after/"


@pytest.mark.usefixtures("ordinary")
def test_a_skip_keeps_its_reason(client):
    session = begin(client, "stretching")
    client.post(f"/relief/session/{session.pk}/do/", {"what": "skip", "why": "hard"})
    session.refresh_from_db()
    assert session.events[-1] | {"at": ""} == {
        "at": "",
        "what": "skipped",
        "move": session.exercises[0],
        "why": "hard",
    }
    assert session.move == 1


@pytest.mark.usefixtures("ordinary")
def test_a_skip_because_it_hurts_leads_to_the_stop_questions(client):
    session = begin(client, "stretching")
    response = client.post(f"/relief/session/{session.pk}/do/", {"what": "skip", "why": "hurts"})
    assert response.url == f"/relief/session/{session.pk}/stop/"


def walk_on(moment, minutes, **more):
    return ReliefSession(
        treatment="walking",
        started_at=moment,
        ended_at=moment + timedelta(minutes=minutes),
        ended_how="done",
        **more,
    )


def test_the_week_counts_sessions_and_what_was_done_elsewhere():
    wednesday = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    sessions = [
        walk_on(wednesday - timedelta(hours=2), 12),
        walk_on(wednesday - timedelta(days=2), 10),  # Monday
        walk_on(wednesday - timedelta(days=3), 30),  # Sunday belongs to last week
        walk_on(wednesday, 30, events=[{"at": "", "what": "forgotten"}]),
    ]
    swum = ActivityEntry(treatment="swimming", on=wednesday.date(), minutes=20)
    week = week_of(sessions, [swum], wednesday)
    assert (week.minutes, week.days, week.aim, week.left) == (42, 2, 150, 108)
    assert week.by_treatment == (("Walking", 22), ("Swimming", 20))


def test_what_was_done_elsewhere_is_noted_and_can_be_taken_back(client, ordinary):
    sent = {"treatment": "swimming", "minutes": "20", "on": timezone.localdate().isoformat()}
    client.post("/relief/active/", sent)
    assert client.get("/relief/active/").context["week"].minutes == 20
    client.post(f"/relief/active/{ordinary.pregnancy.activities.get().pk}/remove/")
    assert not ordinary.pregnancy.activities.exists()


@pytest.mark.usefixtures("ordinary")
def test_a_walk_that_nobody_came_back_to_is_not_counted(client):
    session = begin(client, "walking", minutes="30")
    ReliefSession.objects.filter(pk=session.pk).update(
        started_at=timezone.now() - timedelta(minutes=31 + 60)
    )
    week = client.get("/relief/").context["week"]
    session.refresh_from_db()
    assert (session.ended_how, week.minutes) == ("stopped", 0)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"treatment": "swimming", "minutes": "0"}, "Write minutes from 1"),
        ({"treatment": "swimming", "minutes": "twenty"}, "Write minutes from 1"),
        ({"treatment": "tens", "minutes": "20"}, "Choose what you did"),
        ({"treatment": "swimming", "minutes": "20", "on": "2020-01-01"}, "last two weeks"),
        ({"treatment": "swimming", "minutes": "20", "on": "2026-99-99"}, "last two weeks"),
    ],
)
def test_an_activity_that_cannot_be_is_told_in_words(client, ordinary, sent, wrong):
    response = client.post("/relief/active/", {"on": timezone.localdate().isoformat()} | sent)
    assert response.status_code == 422
    assert wrong in response.content.decode()
    assert not ordinary.pregnancy.activities.exists()


def test_with_a_sign_that_should_be_seen_only_short_walks_are_left():
    walking = CONTENT.treatment["walking"]
    assert minutes_to_choose(walking) == (10, 15, 20, 25, 30)
    assert minutes_to_choose(walking, "soon") == (10,)


def test_no_session_is_longer_than_the_guideline_allows():
    longest = {
        one: minutes_to_choose(CONTENT.treatment[one])[-1] for one in ("heat", "cold", "tens")
    }
    assert longest == {"heat": 20, "cold": 20, "tens": 60}


@pytest.mark.usefixtures("ordinary")
def test_other_minutes_are_refused(client):
    response = client.post("/relief/heat/start/", {"minutes": "45", "stop": "none"})
    assert response.status_code == 422
    assert not ReliefSession.objects.exists()


# -- one thing at a time


@pytest.mark.usefixtures("ordinary")
def test_two_sessions_do_not_run_at_once_except_what_is_worn(client):
    begin(client, "heat")
    assert begin(client, "cold") is None
    assert begin(client, "belt") is not None


def test_a_session_that_nobody_came_back_to_ends_by_itself(client, heat):
    started = timezone.now() - timedelta(hours=9)
    ReliefSession.objects.filter(pk=heat.pk).update(started_at=started)
    client.get("/relief/")
    heat.refresh_from_db()
    assert heat.ended_at == started + timedelta(minutes=15)


def test_a_session_does_not_go_on_over_a_new_urgent_answer(client, heat):
    urgent_check(heat.pregnancy)
    response = client.get(f"/relief/session/{heat.pk}/", follow=True)
    assert "Show me what to do" in response.content.decode()
    heat.refresh_from_db()
    assert heat.ended_how == "stopped"


# -- TENS


@pytest.mark.usefixtures("ordinary")
def test_the_strength_of_tens_is_worked_out(client):
    shown = page(
        client,
        "/relief/tens/strength/",
        current_ma="40",
        pulse_width_us="200",
        frequency_hz="120",
        pad_area_cm2="5",
    )
    assert "Within the limit for the skin" in shown
    assert "1.75 mA/cm²" in shown
    assert "Too strong" in page(client, "/relief/tens/strength/", current_ma="100")


@pytest.mark.parametrize("typed", ["", "strong", "999", "-1", "nan", "inf"])
@pytest.mark.usefixtures("ordinary")
def test_a_strength_that_cannot_be_is_told_beside_its_field(client, typed):
    response = client.get("/relief/tens/strength/", {"current_ma": typed, "frequency_hz": "100"})
    assert response.status_code == 422
    assert 'id="current_ma-error"' in response.content.decode()


# -- acupuncture


def test_the_card_says_what_the_practitioner_must_know(client, pregnancy):
    check_with(pregnancy, ORDINARY | {"any_electrical_or_fits": True, "pacemaker": True})
    shown = page(client, "/relief/acupuncture/card/")
    assert "31 weeks" in shown
    assert "pacemaker" in shown
    assert "LI4, SP6, BL60, BL67" in shown


@pytest.mark.usefixtures("ordinary")
def test_the_points_are_not_on_her_own_page(client):
    assert "LI4" not in page(client, "/relief/acupuncture/")


# -- habits


def test_todays_points_are_the_same_all_day_and_others_tomorrow(ordinary):
    now_standing = stands(ordinary)
    day = date(2026, 11, 23)
    first, second = points_of(day, now_standing), points_of(day + timedelta(days=1), now_standing)
    assert first == points_of(day, now_standing)
    assert first != second
    assert len(first) == 3


def test_stockings_are_a_point_only_for_swollen_legs(ordinary):
    days = [date(2026, 11, 23) + timedelta(days=one) for one in range(5)]
    told = {one.id for day in days for one in points_of(day, stands(ordinary))}
    assert told == {"footwear", "lifting", "breathing", "side_sleeping"}


@pytest.mark.usefixtures("ordinary")
def test_both_sides_stand_where_advice_differs(client):
    shown = page(client, "/relief/footwear/")
    assert "You may hear:" in shown
    assert "What was found:" in shown


@pytest.mark.usefixtures("ordinary")
@pytest.mark.parametrize(
    "address", ["/relief/", "/relief/today/", "/relief/active/", "/relief/history/"]
)
def test_the_pages_around_are_there(client, address):
    assert client.get(address).status_code == 200


# -- choices


def test_reminders_and_speech_are_remembered(client, ordinary):
    back = "/relief/posture/"
    assert client.post("/relief/choices/", {"reminder_minutes": "20", "back": back}).url == back
    client.post("/relief/choices/", {"spoken_cues": "on"})
    choices = choices_of(ordinary.pregnancy)
    assert (choices.reminder_minutes, choices.spoken_cues) == (20, True)
    assert 'data-reminder-minutes="20"' in page(client, back)


@pytest.mark.usefixtures("ordinary")
def test_a_choice_never_leads_to_another_site(client):
    for back in ("https://example.org/", "//example.org/", "javascript:x"):
        assert client.post("/relief/choices/", {"back": back}).url == "/relief/"


# -- history


def test_the_history_tells_each_session(client, heat):
    client.post(f"/relief/session/{heat.pk}/do/", {"what": "finish"})
    sent = {"pain": "4", "stop": "none", "notes": "on the sofa"}
    client.post(f"/relief/session/{heat.pk}/after/", sent)
    shown = page(client, "/relief/history/")
    for told in ("Heat pack", "Done", "on the sofa"):
        assert told in shown


# -- words


@pytest.mark.usefixtures("ordinary")
def test_once_a_day_is_said_in_words(client):
    session = begin(client, "hose")
    client.post(f"/relief/session/{session.pk}/do/", {"what": "finish"})
    assert "Once a day is enough. You can go on tomorrow." in page(client, "/relief/hose/")


def test_what_is_in_the_way_keeps_its_name(client, pregnancy):
    check_with(pregnancy, weeks=38)
    assert begin(client, "tens") is not None
    assert "Finish this first: TENS." in page(client, "/relief/heat/")


@pytest.mark.usefixtures("ordinary")
def test_one_minute_is_one_minute(client):
    sent = {"treatment": "swimming", "minutes": "1", "on": timezone.localdate().isoformat()}
    client.post("/relief/active/", sent)
    assert "1 minutes" not in page(client, "/relief/active/")
