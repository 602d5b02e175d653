"""Nothing starts that the guideline does not offer, whatever was answered."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.companion.conftest import ORDINARY
from tests.companion.relief.conftest import check_with

from carrywell.api import load_guideline
from carrywell.companion.check import service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.relief.models import ReliefSession
from carrywell.companion.relief.standing import standing

CONTENT = load_guideline().content
PLAN = [one.id for one in CONTENT.treatments if one.kind == "plan"]
CASES = yaml.safe_load((Path(__file__).parent / "gates.yaml").read_text())


def start(client, treatment):
    client.post(f"/relief/{treatment}/start/", {"stop": "none"})
    return ReliefSession.objects.filter(treatment=treatment, ended_at=None).exists()


@pytest.mark.parametrize("case", CASES, ids=[one["who"] for one in CASES])
def test_the_table_of_gates(client, pregnancy, case):
    check_with(pregnancy, ORDINARY | case.get("answers", {}), weeks=case.get("weeks", 31))
    page = client.get(f"/relief/{case['treatment']}/").content.decode()
    assert case["status"] in page
    assert (f"/relief/{case['treatment']}/start/" in page) is case["start"]
    assert start(client, case["treatment"]) is case["start"]


@pytest.mark.parametrize("treatment", PLAN)
@pytest.mark.usefixtures("ordinary")
def test_every_page_is_there_for_an_ordinary_answer(client, treatment):
    response = client.get(f"/relief/{treatment}/")
    assert response.status_code == 200
    assert CONTENT.treatment[treatment].name in response.content.decode()


@pytest.mark.usefixtures("ordinary")
@pytest.mark.parametrize("treatment", sorted(set(PLAN) - {"tens", "acupuncture"}))
def test_every_session_runs_and_ends(client, treatment):
    assert start(client, treatment)
    session = ReliefSession.objects.get()
    running = client.get(f"/relief/session/{session.pk}/")
    assert running.status_code == 200
    assert f"/relief/session/{session.pk}/stop/" in running.content.decode()
    client.post(f"/relief/session/{session.pk}/do/", {"what": "finish"})
    response = client.post(f"/relief/session/{session.pk}/after/", {"stop": "none"})
    assert client.get(response.url).status_code == 200
    session.refresh_from_db()
    assert session.ended_how == "done"


@pytest.mark.parametrize("treatment", PLAN)
def test_nothing_is_offered_at_an_urgent_answer(client, urgent, treatment):
    page = client.get(f"/relief/{treatment}/").content.decode()
    assert f"/check/{urgent.pk}/answer/" in page
    assert "/start/" not in page
    assert not start(client, treatment)


@pytest.mark.parametrize("treatment", PLAN)
@pytest.mark.usefixtures("pregnancy")
def test_nothing_is_offered_before_the_first_check(client, treatment):
    page = client.get(f"/relief/{treatment}/").content.decode()
    assert 'href="/check/"' in page
    assert not start(client, treatment)


@pytest.mark.usefixtures("urgent")
def test_the_overview_offers_nothing_at_an_urgent_answer(client):
    page = client.get("/relief/").content.decode()
    assert "Show me what to do" in page
    assert "/relief/breathing/" not in page


def test_an_unfinished_check_comes_first(client, ordinary):
    now = timezone.now()
    service.begin(ordinary.pregnancy, "herself", now, now.date(), {"vaginal_bleeding": "heavy"})
    assert "Finish your check first" in client.get("/relief/").content.decode()
    assert not start(client, "heat")


def test_after_the_day_to_look_again_nothing_starts(client, pregnancy):
    check_with(pregnancy, ago=timedelta(days=15))
    assert "Time for a new check" in client.get("/relief/").content.decode()
    assert not start(client, "breathing")


def test_a_new_week_counts_at_once(pregnancy):
    """At 36 weeks and 6 days TENS waits for an agreement; the day after, it does not."""
    check = check_with(pregnancy, weeks=36 + 6 / 7, ago=timedelta(minutes=1))
    now, today = timezone.now(), timezone.localdate()
    assert standing(pregnancy, now, today).status("tens").status == "ask first"
    CheckIn.objects.filter(pk=check.pk).update(recheck_on=today + timedelta(days=9))
    tomorrow = standing(pregnancy, now + timedelta(hours=20), today + timedelta(days=1))
    assert (tomorrow.state, tomorrow.status("tens").status) == ("earlier", "offered")


def test_a_pregnancy_that_is_over_offers_nothing(client, ordinary):
    ordinary.pregnancy.outcome = "birth"
    ordinary.pregnancy.ended_on = timezone.localdate()
    ordinary.pregnancy.save()
    assert not start(client, "heat")


def test_no_private_answer_is_guessed_below_urgent():
    """Why a check below urgent has ruled out what is private: every such sign is urgent or worse."""
    compiled = load_guideline().compiled
    assert {CONTENT.sign[one].urgency for one in compiled.private_signs} <= {"urgent", "emergency"}


YES_NO = [one.id for one in CONTENT.findings if one.type == "yes_no" and one.derived is None]
answers = st.dictionaries(
    st.sampled_from(YES_NO), st.sampled_from([True, False, None]), max_size=12
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=answers, weeks=st.integers(5, 41), treatment=st.sampled_from(PLAN))
def test_no_session_starts_that_is_not_offered(client, pregnancy, said, weeks, treatment):
    """Whatever was answered: a session runs only when the guideline offers the treatment."""
    from carrywell.assessment.answers import AnswerError

    CheckIn.objects.all().delete()
    ReliefSession.objects.all().delete()
    try:
        check_with(pregnancy, ORDINARY | said, weeks=weeks)
    except AnswerError:
        return  # answers that cannot all be right never become a check
    stands = standing(pregnancy, timezone.now(), timezone.localdate())
    status = stands.status(treatment)
    offered = status is not None and status.status == "offered"
    assert start(client, treatment) is offered
