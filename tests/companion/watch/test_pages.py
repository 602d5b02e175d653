"""Where it is said: on Today, before a check, and instead of relief."""

from datetime import timedelta

import pytest
from django.urls import reverse

from carrywell.companion.check.models import CheckIn
from carrywell.companion.people.known import known_before
from carrywell.companion.relief.standing import standing
from carrywell.companion.watch.recorded import RECORDED
from carrywell.guideline.model import Finding

pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode()


def test_today_is_as_ever_without_records(client, her, finished_check):
    page = words(client.get("/"))
    assert "changed-title" not in page
    assert "You can look after this at home" in page


def test_an_urgent_record_comes_before_everything_else(client, her, done):
    done(her.pregnancy)
    her.spasms(7)
    page = words(client.get("/"))
    top = page.index("Ring your maternity unit now")
    whom = page.index("Ring your maternity unit: the number is on your notes")
    assert top < whom < page.index("you timed 7") < page.index("Time a spasm")
    assert "you timed 7 within an hour" in page
    assert 'class="card level-routine"' not in page


def test_an_urgent_record_comes_before_an_unfinished_check(client, her):
    her.spasms(7)
    CheckIn.objects.create(
        pregnancy=her.pregnancy,
        answers={"back_pain": True},
        started_at=her.now - timedelta(hours=2),
        updated_at=her.now - timedelta(minutes=5),
    )
    page = words(client.get("/"))
    assert page.index("Ring your maternity unit now") < page.index("Your check is not finished")


def test_soon_says_why_and_leads_to_the_check(client, her, done):
    done(her.pregnancy, pain_duration_days=13, already_investigated=False)
    her.days(16)
    page = words(client.get("/"))
    assert "pain on 16 days in a row" in page
    assert page.count("Check my back") == 1
    assert 'href="/check/"' in page


def test_advice_stands_with_its_source(client, her):
    her.days(7, worst=4)
    page = words(client.get("/"))
    assert "From your diary" in page
    assert "Source (not checked yet)" in page


def test_the_page_after_the_end_does_not_break(client, her):
    her.spasms(7)
    her.pregnancy.outcome, her.pregnancy.ended_on = "birth", her.now.date()
    her.pregnancy.save()
    assert client.get("/").status_code == 200
    page = words(client.get("/check/"))
    assert "From your timer" not in page


def begun(client, **sent):
    client.post("/check/", {"asked_by": "herself", **sent})
    return CheckIn.objects.latest("pk")


def test_the_check_says_what_it_has_from_the_timer_and_the_diary(client, her):
    her.spasms(7)
    her.days(16, woken_by_pain=True)
    page = words(client.get("/check/"))
    assert "From your timer: you timed 7 within an hour" in page
    assert "From your diary: pain on 16 days in a row" in page
    assert "From your diary: woken by pain on 16 nights in a row" in page
    assert page.index("ring your maternity unit now") < page.index("Who is answering?")


def test_what_stands_is_not_asked_and_what_is_not_right_is(client, her):
    her.spasms(7)
    her.days(16)
    check = begun(client, recorded=["timed", "duration"], not_right=["duration"])
    assert check.known["contractions_per_hour"] == 7
    assert "pain_duration_days" not in check.known
    assert client.get(f"/check/{check.pk}/").status_code == 302
    assert begun(client, recorded=["timed"], not_right=["timed"]).known.keys().isdisjoint(RECORDED)


def test_what_the_page_has_not_shown_is_not_taken_over(client, her):
    her.spasms(7)
    assert begun(client).known.keys().isdisjoint(RECORDED)


def test_what_was_taken_over_stays_while_she_answers(client, her):
    her.spasms(7)
    check = begun(client, recorded=["timed"])
    her.pregnancy.spasms.all().delete()
    client.get(f"/check/{check.pk}/")
    client.post(f"/check/{check.pk}/answer/", {})
    check.refresh_from_db()
    assert check.finished_at
    assert check.urgency == "urgent"
    assert "contractions_preterm" in {one.id for one in check.kept_assessment().signs}


def test_a_count_that_may_be_too_small_is_asked(client, her):
    her.spasms(3, every=15)
    her.days(9)
    her.score(6)
    page = words(client.get("/check/"))
    assert "within an hour" not in page
    assert "9 days" not in page
    assert "6 out of 10" not in page


def test_a_score_of_an_hour_ago_is_asked_again(client, her):
    her.score(9, her.ago_today(timedelta(minutes=30)))
    assert "pain of 9 out of 10" in words(client.get("/check/"))
    her.pregnancy.pain_entries.update(noted_at=her.now - timedelta(minutes=90))
    assert "pain of 9 out of 10" not in words(client.get("/check/"))


def test_no_record_answers_a_question_that_lasts_or_a_private_one(her):
    from carrywell.api import load_guideline

    found = [load_guideline().content.finding[name] for name in RECORDED]
    assert not [one.id for one in found if _is_kept_or_private(one)]
    assert known_before(her.pregnancy, her.now.date()).keys().isdisjoint(RECORDED)


def _is_kept_or_private(one: Finding) -> bool:
    return one.standing or one.private or one.derived is not None


@pytest.fixture
def today_check(her, done):
    return done(her.pregnancy, ago=timedelta(minutes=30))


def test_relief_is_withheld_while_the_timer_is_urgent(client, her, today_check):
    assert standing(her.pregnancy, her.now, her.now.date()).offers
    her.spasms(7)
    stands = standing(her.pregnancy, her.now, her.now.date())
    assert stands.state == "watched"
    assert not stands.offers
    for name in ("tens", "heat", "cold", "breathing"):
        assert stands.status(name) is None
    page = words(client.get(reverse("relief:overview")))
    assert "Ring your maternity unit now" in page
    assert "Nothing else is offered" in page


def start(client, name):
    client.post(reverse("relief:start", args=[name]), {"stop": "none", "minutes": "10"})


def test_a_session_that_could_start_does_not_start_then(client, her, today_check):
    start(client, "heat")
    session = her.pregnancy.sessions.get()
    session.delete()
    her.spasms(7)
    for name in ("heat", "tens", "stretching"):
        page = words(client.get(reverse("relief:treatment", args=[name])))
        assert "Ring your maternity unit now" in page
        start(client, name)
    assert not her.pregnancy.sessions.exists()


def test_a_session_that_runs_ends_and_says_why(client, her, today_check):
    start(client, "heat")
    session = her.pregnancy.sessions.get()
    running = reverse("relief:running", args=[session.pk])
    assert client.get(running).status_code == 200
    her.spasms(7)
    page = words(client.get(running, follow=True))
    assert "This session has ended" in page
    assert "Ring your maternity unit now" in page
    session.refresh_from_db()
    assert session.ended_at


def test_soon_withholds_nothing(her, today_check):
    her.score(9)
    assert standing(her.pregnancy, her.now, her.now.date()).offers


def test_a_calm_answer_is_not_shown_while_the_timer_says_to_ring(client, her, today_check):
    her.spasms(7)
    page = words(client.get(f"/check/{today_check.pk}/answer/"))
    assert "Ring your maternity unit: the number is on your notes" in page
    assert "What you can do" not in page
    assert "Ease it now" not in page


def test_taking_the_timers_line_back_starts_no_treatment(client, her, done):
    her.spasms(7)
    calm = done(her.pregnancy, ago=timedelta(seconds=30))
    assert calm.urgency == "routine"
    assert standing(her.pregnancy, her.now, her.now.date()).state == "watched"
    assert "What you can do" not in words(client.get(f"/check/{calm.pk}/answer/"))
    her.pregnancy.spasms.all().delete()
    assert standing(her.pregnancy, her.now, her.now.date()).state == "today"
    assert "What you can do" in words(client.get(f"/check/{calm.pk}/answer/"))


def test_an_honest_check_after_the_alarm_tells_it_once(client, her):
    from tests.companion.conftest import everything_else_no

    from carrywell.companion.check import service
    from carrywell.companion.watch.standing import whats_changed

    her.spasms(7)
    check = begun(client, recorded=["timed"])
    everything_else_no(check, her.now)
    assert service.finish(check, her.now, her.now.date()).urgency == "urgent"
    assert whats_changed(her.pregnancy, her.now) is None
