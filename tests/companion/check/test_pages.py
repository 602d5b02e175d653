"""The pages of a check: what they show, refuse and keep."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.companion.check.forms import as_form

from carrywell.companion.check import private, service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.people.models import Account, Person, Pregnancy

pytestmark = pytest.mark.django_db
TODAY_PAGE = "/"


def begun(client, **sent):
    answered = client.post("/check/", {"asked_by": "herself"} | sent)
    return CheckIn.objects.get(pk=int(answered.headers["Location"].split("/")[2]))


def questions(check):
    return service.where(CheckIn.objects.get(pk=check.pk), timezone.now()).now.questions


def test_before_she_has_started_every_page_leads_to_the_start(client, db):
    for path in ("/", "/check/", "/check/1/", "/about-you/"):
        assert client.get(path, follow=True).redirect_chain[-1][0] == "/start/"


def test_somebody_elses_check_is_not_there(client, pregnancy):
    stranger = Person.objects.create(account=Account.objects.create(name="stranger"))
    other = Pregnancy.objects.create(person=stranger, started_at=timezone.now())
    check = service.begin(other, "herself", timezone.now(), timezone.now().date())
    for path in (f"/check/{check.pk}/", f"/check/{check.pk}/0/", f"/check/{check.pk}/answer/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/check/{check.pk}/answer/").status_code == 404
    assert CheckIn.objects.get(pk=check.pk).finished_at is None


def test_a_screen_that_is_not_reached_yet_leads_to_where_she_is(client, pregnancy):
    check = begun(client)
    assert client.get(f"/check/{check.pk}/7/", follow=True).redirect_chain[-1][0].endswith("/0/")


def test_an_incomplete_screen_is_shown_again_with_everything_she_gave(client, pregnancy):
    check = begun(client)
    page = client.post(f"/check/{check.pk}/0/", {"ticks": ["any_injury"]})
    assert page.status_code == 422
    assert b'value="any_injury" checked' in page.content
    again = client.get(f"/check/{check.pk}/0/")
    assert b'value="any_injury" checked' in again.content


def test_what_does_not_fit_is_told_in_the_guidelines_words(client, pregnancy):
    check = begun(client)
    woman = {"back_pain": True, "bp_measured": True, "bp_systolic": 80, "bp_diastolic": 120}
    for place in range(6):
        put = questions(check)
        if any(one.finding == "bp_measured" for one in put):
            break
        calm = {one.finding: calm_answer(one) for one in put}
        client.post(f"/check/{check.pk}/{place}/", as_form(put, calm | woman))
    calm = {one.finding: calm_answer(one) for one in put}
    page = client.post(f"/check/{check.pk}/{place}/", as_form(put, calm | woman))
    assert page.status_code == 422
    assert b"The upper blood pressure number must be larger than the lower one" in page.content
    assert "bp_systolic" not in CheckIn.objects.get(pk=check.pk).answers


def calm_answer(question):
    from carrywell.guideline.facts import harmless_value

    value = harmless_value(service.guideline().content.finding[question.finding])
    return sorted(value) if isinstance(value, frozenset) else value


def test_stopping_early_gives_the_careful_answer(client, pregnancy):
    check = begun(client)
    client.post(f"/check/{check.pk}/answer/")
    page = client.get(f"/check/{check.pk}/answer/")
    assert b"Not everything has been asked yet" in page.content
    assert b"Ring your maternity unit now" in page.content


def test_a_finished_check_cannot_be_changed(client, finished_check):
    before = finished_check.answers
    assert (
        client.post(f"/check/{finished_check.pk}/0/", {"ticks": ["any_injury"]}).status_code == 302
    )
    assert (
        client.post(f"/check/{finished_check.pk}/0/keep/", {"ticks": ["none"]}).status_code == 204
    )
    assert CheckIn.objects.get(pk=finished_check.pk).answers == before


def test_private_answers_are_in_no_table_and_still_count(client, pregnancy):
    check = begun(client)
    service.save_answers(check, {"any_safety": True, "self_harm_thoughts": True}, timezone.now())
    stored = CheckIn.objects.get(pk=check.pk)
    assert stored.answers == {}
    assert private.remembered(check.pk, timezone.now())["self_harm_thoughts"] is True
    service.keep_draft(stored, 0, {"violence": True, "worried": True}, timezone.now())
    assert CheckIn.objects.get(pk=check.pk).draft == {"place": 0, "given": {"worried": True}}


def test_private_signs_are_shown_for_an_hour_and_never_kept(client, pregnancy):
    check = begun(client)
    frightening = {"any_safety": True, "self_harm_thoughts": True, "self_harm_plan": True}
    while (at := service.where(check, timezone.now())).now is not None:
        given = {one.finding: calm_answer(one) for one in at.now.questions}
        given |= {name: value for name, value in frightening.items() if name in given}
        service.save_answers(check, given, timezone.now())
    service.finish(check, timezone.now(), timezone.now().date())
    kept = CheckIn.objects.get(pk=check.pk)
    signs = service.assessment_of(kept, timezone.now())[0].signs
    assert any(one.private for one in signs)
    assert not any(one.private for one in kept.kept_assessment().signs)
    assert b"self_harm" not in repr(kept.assessment).encode()
    later = timezone.now() + private.KEPT_FOR + timedelta(seconds=1)
    assert not any(one.private for one in service.assessment_of(kept, later)[0].signs)
    assert kept.urgency == "emergency"


def test_an_answer_that_cannot_be_read_any_more_still_tells_how_urgent_it_was(client, urgent_check):
    CheckIn.objects.filter(pk=urgent_check.pk).update(assessment={"from": "an older edition"})
    for path in ("/", f"/check/{urgent_check.pk}/answer/"):
        page = client.get(path)
        assert page.status_code == 200
        assert b"Ring your maternity unit now" in page.content


def test_an_answer_of_another_edition_is_shown_as_it_was_given(client, finished_check):
    CheckIn.objects.filter(pk=finished_check.pk).update(
        guideline_hash="other", answers={"a_finding_of_old": True}
    )
    page = client.get(f"/check/{finished_check.pk}/answer/")
    assert page.status_code == 200
    assert b"You can look after this at home" in page.content


def test_an_unfinished_check_is_offered_for_six_hours_and_not_longer(client, pregnancy):
    check = begun(client)
    service.save_answers(check, {"back_pain": True}, timezone.now())
    assert b"Carry on with the check" in client.get("/").content
    old = timezone.now() - timedelta(hours=6, minutes=1)
    CheckIn.objects.filter(pk=check.pk).update(updated_at=old)
    assert b"Carry on with the check" not in client.get("/").content


def test_a_fact_that_has_changed_is_asked_again(client, finished_check):
    pregnancy = finished_check.pregnancy
    pregnancy.facts.update_or_create(
        finding="pacemaker", defaults={"value": True, "confirmed_at": timezone.now()}
    )
    assert b"A pacemaker or another electrical implant" in client.get("/check/").content
    check = begun(client, changed="pacemaker")
    assert "pacemaker" not in check.known
    assert not pregnancy.facts.filter(finding="pacemaker").exists()


def test_the_weeks_grow_with_the_days(pregnancy):
    today = timezone.now().date()
    first = service.begin(pregnancy, "herself", timezone.now(), today).known["gestation_weeks"]
    later = service.begin(pregnancy, "herself", timezone.now(), today + timedelta(days=7))
    assert later.known["gestation_weeks"] == pytest.approx(first + 1)


def test_weeks_given_in_a_check_are_remembered_as_a_due_date(client, pregnancy):
    Pregnancy.objects.filter(pk=pregnancy.pk).update(due_date=None, dated_by="unknown")
    pregnancy.refresh_from_db()
    today = timezone.now().date()
    check = service.begin(pregnancy, "herself", timezone.now(), today, {"gestation_weeks": 20})
    service.save_answers(
        check,
        {
            one.finding: {"gestation_weeks": 20, "pregnant": True}.get(
                one.finding, calm_answer(one)
            )
            for one in questions(check)
        },
        timezone.now(),
    )
    service.finish(check, timezone.now(), today)
    pregnancy.refresh_from_db()
    assert pregnancy.weeks(today) == pytest.approx(20)


def test_every_page_of_a_check_shows_the_numbers(client, finished_check, urgent_check):
    paths = ["/check/", f"/check/{finished_check.pk}/answer/", f"/check/{urgent_check.pk}/answer/"]
    check = begun(client)
    for path in [*paths, f"/check/{check.pk}/0/"]:
        assert b'href="tel:' in client.get(path).content


def test_a_form_without_its_token_changes_nothing_and_shows_the_numbers(pregnancy):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/check/", {"asked_by": "herself"})
    assert page.status_code == 403
    assert b'href="tel:' in page.content
    assert CheckIn.objects.count() == 0


def test_a_check_that_was_left_is_not_hidden_behind_an_older_calm_answer(client, finished_check):
    check = begun(client)
    service.save_answers(check, {"any_nerve_loss": True, "saddle_numbness": True}, timezone.now())
    old = timezone.now() - timedelta(hours=7)
    CheckIn.objects.filter(pk=check.pk).update(updated_at=old)
    CheckIn.objects.filter(pk=finished_check.pk).update(finished_at=old - timedelta(days=1))
    page = client.get("/").content.decode()
    assert "A check was not finished" in page
    assert page.index("A check was not finished") < page.index("You can look after this at home")
    CheckIn.objects.filter(pk=finished_check.pk).update(finished_at=timezone.now())
    assert "A check was not finished" not in client.get("/").content.decode()


def test_forgotten_private_answers_hide_nothing_said_after_them(client, pregnancy):
    check = begun(client)
    story = {"any_pressure_sign": True, "thunderclap_headache": True}
    while (at := service.where(check, timezone.now())).now is not None:
        given = {one.finding: calm_answer(one) for one in at.now.questions}
        if "thunderclap_headache" in given:
            break
        service.save_answers(
            check, given | {k: v for k, v in story.items() if k in given}, timezone.now()
        )
    service.save_answers(check, given | {"thunderclap_headache": True}, timezone.now())
    private.forget()
    CheckIn.objects.filter(pk=check.pk).update(finished_at=None)
    check.refresh_from_db()
    service.finish(check, timezone.now(), timezone.now().date())
    assert check.urgency == "emergency"
