"""No tick is lost: two windows, an old page, the back button, a form that is sent twice."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.companion.conftest import ORDINARY
from tests.companion.relief.conftest import check_with

from carrywell.companion.check import service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.relief.models import ReliefSession
from carrywell.companion.relief.standing import standing


def stands(pregnancy):
    return standing(pregnancy, timezone.now(), timezone.localdate())


def finish(client, session, **sent):
    client.post(f"/relief/session/{session.pk}/do/", {"what": "finish"})
    return client.post(f"/relief/session/{session.pk}/after/", {"stop": "none"} | sent)


def told(client, response):
    return client.get(response.url, follow=True).content.decode().lower()


def test_a_tick_counts_on_a_start_page_from_before_a_session_began(client, ordinary):
    client.post("/relief/heat/start/", {"stop": "none"})
    response = client.post("/relief/heat/start/", {"stop": ["chest_pain", "ticked"]})
    assert "call an ambulance now" in told(client, response)
    assert not ordinary.pregnancy.sessions.filter(ended_at=None).exists()
    assert stands(ordinary.pregnancy).state in ("urgent", "unfinished")


def test_a_tick_counts_on_a_start_page_of_a_treatment_that_rests_by_now(client, heat):
    finish(client, heat, pain="5")
    response = client.post("/relief/heat/start/", {"stop": ["bleeding", "ticked"]})
    assert "call an ambulance now" in told(client, response)


def test_a_tick_counts_on_a_start_page_that_lay_open_for_days(client, pregnancy):
    check_with(pregnancy, ago=timedelta(days=15))
    response = client.post("/relief/heat/start/", {"stop": ["chest_pain", "ticked"]})
    assert "call an ambulance now" in told(client, response)


def test_what_is_new_since_an_earlier_check_counts_beside_a_new_one(client, ordinary):
    response = client.post("/relief/heat/start/", {"stop": ["since:any_fever", "ticked"]})
    assert CheckIn.objects.get(finished_at=None).answers["any_fever"] is True
    assert response.url.startswith("/check/")
    assert stands(ordinary.pregnancy).state == "unfinished"


@pytest.mark.usefixtures("ordinary")
def test_none_of_these_beside_an_old_tick_starts_nothing(client):
    client.post("/relief/heat/start/", {"stop": ["since:any_fever", "none"]})
    assert not ReliefSession.objects.exists()


def test_a_tick_after_the_end_counts_though_the_questions_were_answered(client, heat):
    finish(client, heat, pain="4")
    sent = {"pain": "4", "stop": ["chest_pain", "ticked"]}
    response = client.post(f"/relief/session/{heat.pk}/after/", sent)
    assert "call an ambulance now" in told(client, response)
    heat.refresh_from_db()
    assert (heat.ended_how, heat.stop_ticked) == ("red_flag", ["chest_pain"])


def test_sent_twice_is_told_once(client, heat):
    finish(client, heat, pain="4")
    assert finish(client, heat, pain="9").url.endswith("/done/")
    heat.refresh_from_db()
    assert (heat.pain_after, heat.stopped_because) == (4, "")


@pytest.mark.parametrize("again", ["none", "not_sure"])
def test_a_stop_is_not_taken_back_by_the_back_button(client, heat, again):
    client.post(f"/relief/session/{heat.pk}/stop/", {"stop": ["dizzy", "ticked"]})
    client.post(f"/relief/session/{heat.pk}/stop/", {"stop": again})
    heat.refresh_from_db()
    assert (heat.ended_how, heat.stop_ticked) == ("red_flag", ["dizzy"])
    later = timezone.now() + timedelta(hours=8)
    assert not standing(heat.pregnancy, later, later.date()).offers


def test_a_burn_is_not_taken_back_by_the_back_button(client, heat):
    client.post(f"/relief/session/{heat.pk}/stop/", {"stop": ["burn_or_blister", "ticked"]})
    client.post(f"/relief/session/{heat.pk}/stop/", {"stop": "none"})
    heat.refresh_from_db()
    assert "cool the skin" in heat.stopped_because


def test_a_stop_sent_twice_begins_one_check(client, heat):
    first, second = (
        client.post(f"/relief/session/{heat.pk}/stop/", {"stop": ["dizzy", "ticked"]})
        for _ in range(2)
    )
    assert first.url == second.url
    assert CheckIn.objects.filter(finished_at=None).count() == 1


def test_a_burn_beside_a_warning_sign_is_still_cooled(client, heat):
    sent = {"stop": ["burn_or_blister", "dizzy", "ticked"]}
    response = client.post(f"/relief/session/{heat.pk}/stop/", sent)
    assert "cool the skin with cool water" in told(client, response)


def test_a_double_tap_on_next_skips_no_exercise(client, ordinary):
    client.post("/relief/stretching/start/", {"stop": "none"})
    session = ordinary.pregnancy.sessions.get()
    for _ in range(2):
        client.post(f"/relief/session/{session.pk}/do/", {"what": "next", "move": "0"})
    session.refresh_from_db()
    assert session.move == 1
    assert 'name="move" value="1"' in client.get(f"/relief/session/{session.pk}/").content.decode()


@pytest.mark.parametrize("typed", ["²", "9" * 5000])
@pytest.mark.usefixtures("ordinary")
def test_what_only_looks_like_a_number_is_told_in_words(client, typed):
    response = client.post("/relief/heat/start/", {"minutes": typed, "stop": "none"})
    assert response.status_code == 422
    sent = {"treatment": "walking", "minutes": typed, "on": timezone.localdate().isoformat()}
    assert client.post("/relief/active/", sent).status_code == 422
    assert client.post("/relief/choices/", {"reminder_minutes": typed}).status_code == 302
    client.post("/relief/heat/start/", {"pain": typed, "stop": "none"})
    assert ReliefSession.objects.get().pain_before is None
    assert client.post("/data/earlier/", {"pregnancy": typed}).status_code == 302


def test_after_a_loss_no_stop_list_speaks_of_a_baby(client, heat):
    heat.pregnancy.outcome, heat.pregnancy.ended_on = "loss", timezone.localdate()
    heat.pregnancy.save()
    page = client.get(f"/relief/session/{heat.pk}/stop/").content.decode()
    assert "baby" not in page.split("<form")[1].split("</form")[0].lower()


def test_after_a_loss_a_session_ends_without_a_word(client, heat):
    heat.pregnancy.outcome, heat.pregnancy.ended_on = "loss", timezone.localdate()
    heat.pregnancy.save()
    page = client.get(f"/relief/session/{heat.pk}/", follow=True)
    assert "session has ended" not in page.content.decode()
    heat.refresh_from_db()
    assert heat.ended_at is not None


# -- what changes between a check and a session


def gates_changed(client, pregnancy):
    """Whether TENS at 38 weeks is still offered."""
    status = stands(pregnancy).status("tens")
    client.post("/relief/tens/start/", {"stop": "none"})
    started = ReliefSession.objects.filter(treatment="tens").exists()
    return started or (status is not None and status.status == "offered")


@pytest.fixture
def with_a_pacemaker_denied(pregnancy):
    said = {"any_electrical_or_fits": True, "epilepsy": False, "pacemaker": False}
    return check_with(pregnancy, ORDINARY | said, weeks=38)


def test_a_fact_changed_since_the_check_counts(client, with_a_pacemaker_denied):
    pregnancy = with_a_pacemaker_denied.pregnancy
    fact = pregnancy.facts.get(finding="pacemaker")
    client.post(f"/data/fact/{fact.pk}/", {"value": "yes"})
    fact.refresh_from_db()
    assert fact.value is True
    assert not gates_changed(client, pregnancy)


@pytest.mark.parametrize("how", ["data", "begin"])
def test_a_fact_taken_back_since_the_check_is_unknown(client, pregnancy, how):
    check_with(pregnancy, ORDINARY | {"any_electrical_or_fits": True}, weeks=38)
    check_with(pregnancy, weeks=38, ago=timedelta(minutes=1))  # knows it from the first
    fact = pregnancy.facts.get(finding="pacemaker")
    if how == "data":
        client.post(f"/data/all/standing_fact/{fact.pk}/remove/")
    else:
        client.post("/check/", {"asked_by": "herself", "changed": "pacemaker"})
    assert not pregnancy.facts.filter(finding="pacemaker").exists()
    assert not gates_changed(client, pregnancy)


def test_twins_told_after_the_check_count(client, pregnancy):
    pregnancy.babies = None
    check = check_with(pregnancy, ORDINARY | {"any_pregnancy_risk": True}, weeks=31)
    assert check.facts()["twins"] is False
    pregnancy.babies = 2
    pregnancy.save()
    status = stands(pregnancy).status("walking")
    assert status is None or status.status != "offered"


def test_an_alarming_check_that_was_left_does_not_run_out(client, ordinary):
    now = timezone.now()
    service.begin(ordinary.pregnancy, "herself", now, now.date(), {"vaginal_bleeding": "heavy"})
    later = now + timedelta(hours=8)
    assert not standing(ordinary.pregnancy, later, later.date()).offers


# -- a session that was left


def left_for(session, **ago):
    ReliefSession.objects.filter(pk=session.pk).update(started_at=timezone.now() - timedelta(**ago))


@pytest.mark.parametrize("what", ["resume", "skin_fine", "finish"])
def test_a_session_paused_for_days_does_not_go_on(client, heat, what):
    client.post(f"/relief/session/{heat.pk}/do/", {"what": "pause"})
    left_for(heat, days=3)
    paused = timezone.now() - timedelta(days=3)
    ReliefSession.objects.filter(pk=heat.pk).update(paused_at=paused)
    client.post(f"/relief/session/{heat.pk}/do/", {"what": what})
    heat.refresh_from_db()
    assert heat.ended_at == paused
    assert client.get(f"/relief/session/{heat.pk}/").status_code == 302


def test_a_session_left_for_days_is_over_at_its_own_address(client, ordinary):
    client.post("/relief/stretching/start/", {"stop": "none"})
    session = ordinary.pregnancy.sessions.get()
    left_for(session, days=3)
    assert client.get(f"/relief/session/{session.pk}/").status_code == 302
    session.refresh_from_db()
    assert session.minutes(timezone.now()) == 0


def test_a_tick_counts_in_a_session_left_for_days(client, heat):
    left_for(heat, days=3)
    response = client.post(f"/relief/session/{heat.pk}/stop/", {"stop": ["chest_pain", "ticked"]})
    assert "call an ambulance now" in told(client, response)


def test_a_session_does_not_go_on_when_new_weeks_make_the_answers_urgent(client, pregnancy):
    said = {"any_tightening": True, "contractions": True}
    check_with(pregnancy, ORDINARY | said, weeks=39)
    if not stands(pregnancy).offers:
        pytest.skip("tightenings at term are urgent in this guideline")
    client.post("/relief/breathing/start/", {"stop": "none"})
    session = ReliefSession.objects.get()
    pregnancy.due_date += timedelta(weeks=6)
    pregnancy.save()
    client.get(f"/relief/session/{session.pk}/")
    session.refresh_from_db()
    assert session.ended_at is not None


def test_an_exercise_that_does_not_suit_any_more_is_not_shown(client, ordinary):
    client.post("/relief/stretching/start/", {"stop": "none"})
    session = ordinary.pregnancy.sessions.get()
    client.get(f"/relief/session/{session.pk}/")
    check_with(ordinary.pregnancy, ORDINARY | {"wrist_pain": True}, ago=timedelta(0))
    routine = {one.id for one in stands(ordinary.pregnancy).assessment.plan.routine}
    shown = client.get(f"/relief/session/{session.pk}/")
    assert shown.status_code == 302 or set(session.exercises) <= routine


@pytest.mark.parametrize("how", ["change", "delete"])
def test_a_fact_below_a_no_to_many_can_be_corrected_too(client, pregnancy, how):
    check_with(pregnancy, weeks=38)
    fact = pregnancy.facts.get(finding="pacemaker")
    if how == "change":
        client.post(f"/data/fact/{fact.pk}/", {"value": "yes"})
    else:
        client.post(f"/data/all/standing_fact/{fact.pk}/remove/")
    assert not gates_changed(client, pregnancy)


def test_after_a_pack_that_was_forgotten_it_says_take_it_off(client, heat):
    left_for(heat, hours=2)
    page = client.get(f"/relief/session/{heat.pk}/", follow=True).content.decode()
    assert "If it is still on, take it off now" in page
    assert f"/relief/session/{heat.pk}/stop/" in page
