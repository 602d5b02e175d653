"""What she said on a page and the answer she sees: nothing in between may lose a warning sign."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.companion.check.forms import as_form
from tests.companion.check.test_pages import begun, calm_answer, questions

from carrywell.companion.check import private, service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.people.models import StandingFact
from carrywell.patterns.gestation import due_date_from_weeks

pytestmark = pytest.mark.django_db


def today():
    return timezone.now().date()


def fresh(check):
    return CheckIn.objects.get(pk=check.pk)


def calmly(put, **woman):
    return as_form(put, {one.finding: calm_answer(one) for one in put} | woman)


def answer(client, check, **woman):
    """Sends the screen she is on; gives its place."""
    at = service.where(fresh(check), timezone.now())
    place = len(at.steps)
    client.post(f"/check/{check.pk}/{place}/", calmly(at.now.questions, **woman))
    return place


def of_the_page(page, name):
    return page.content.decode().split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def latest():
    return CheckIn.objects.order_by("-pk").first()


def test_what_is_ticked_on_the_page_counts_in_an_early_answer(client, pregnancy):
    check = begun(client)
    answer(client, check, any_collapse=True)
    client.post(
        f"/check/{check.pk}/answer/",
        {"place": "1", "ticks": ["unresponsive_ill"], "put": ""}
        | {"put": of_the_page(client.get(f"/check/{check.pk}/1/"), "put")},
    )
    page = client.get(f"/check/{check.pk}/answer/")
    assert b"Call an ambulance now" in page.content
    assert "seizure" not in fresh(check).answers  # left empty so far, which says nothing yet


def test_a_change_on_an_earlier_page_counts_in_an_early_answer(client, pregnancy):
    check = begun(client)
    put = questions(check)
    answer(client, check)
    form = calmly(put, any_bleeding_or_waters=True)
    client.post(f"/check/{check.pk}/answer/", form | {"place": "0"})
    assert fresh(check).answers["any_bleeding_or_waters"] is True


def test_an_early_answer_that_does_not_fit_is_asked_about_first(client, pregnancy):
    check = begun(client)
    for _ in range(8):
        put = questions(check)
        if any(one.finding == "bp_measured" for one in put):
            break
        answer(client, check)
    place = len(service.where(fresh(check), timezone.now()).steps)
    form = calmly(put, bp_measured=True, bp_systolic=80, bp_diastolic=120)
    page = client.post(f"/check/{check.pk}/answer/", form | {"place": str(place)})
    assert page.status_code == 422
    assert fresh(check).finished_at is None


def test_none_of_these_never_answers_another_page(client, pregnancy):
    check = begun(client)
    answer(client, check)
    other_window = client.get(f"/check/{check.pk}/1/")
    pain = questions(check)
    client.post(
        f"/check/{check.pk}/0/",
        calmly(service.where(fresh(check), timezone.now()).steps[0].screen.questions)
        | {"ticks": ["any_bleeding_or_waters"]},
    )
    form = calmly(pain) | {"ticks": ["none"], "put": of_the_page(other_window, "put")}
    page = client.post(f"/check/{check.pk}/1/", form, follow=True)
    assert b"was changed in another window" in page.content
    assert "vaginal_bleeding" not in fresh(check).answers
    client.post(f"/check/{check.pk}/1/keep/", form)
    assert fresh(check).draft is None


def test_what_comes_after_the_answer_goes_into_a_new_check(client, pregnancy):
    check = begun(client)
    put = questions(check)
    answer(client, check)
    client.post(f"/check/{check.pk}/answer/")
    page = client.post(f"/check/{check.pk}/0/", calmly(put, any_collapse=True), follow=True)
    again = latest()
    assert again.pk != check.pk
    assert again.answers["any_collapse"] is True
    assert b"It counts in this new check" in page.content
    assert "any_collapse" not in {k for k, v in fresh(check).answers.items() if v}


def test_the_same_page_sent_twice_leads_to_the_same_answer(client, pregnancy):
    check = begun(client)
    put = questions(check)
    answer(client, check)
    client.post(f"/check/{check.pk}/answer/")
    client.post(f"/check/{check.pk}/answer/")
    page = client.post(f"/check/{check.pk}/0/", calmly(put), follow=True)
    assert page.redirect_chain[-1][0] == f"/check/{check.pk}/answer/"
    assert CheckIn.objects.count() == 1


def test_a_page_left_open_for_hours_does_not_go_on_with_old_answers(client, pregnancy):
    check = begun(client)
    answer(client, check)
    CheckIn.objects.filter(pk=check.pk).update(updated_at=timezone.now() - timedelta(hours=7))
    assert (
        b"You began a check some hours ago"
        in client.get(f"/check/{check.pk}/", follow=True).content
    )
    client.post(f"/check/{check.pk}/1/", calmly(questions(check), pain_score=9))
    assert latest().answers["pain_score"] == 9
    assert "back_pain" not in latest().answers
    client.post(f"/check/{check.pk}/answer/")
    assert fresh(check).finished_at is None


def test_weeks_corrected_in_the_middle_count_at_once(client, pregnancy):
    check = begun(client)
    answer(client, check)
    pregnancy.due_date = due_date_from_weeks(20, today())
    pregnancy.save()
    client.post(f"/check/{check.pk}/answer/")
    assert fresh(check).known["gestation_weeks"] == pytest.approx(20)


def test_a_check_begun_before_28_weeks_and_finished_after_counts_as_after(client, pregnancy):
    pregnancy.due_date = due_date_from_weeks(27 + 6 / 7, today())
    pregnancy.save()
    check = service.begin(pregnancy, "herself", timezone.now(), today(), {"back_pain": True})
    service.finish(check, timezone.now(), today() + timedelta(days=1))
    assert fresh(check).known["gestation_weeks"] == pytest.approx(28)


def test_a_check_begun_before_a_loss_does_not_go_on_as_if_she_were_pregnant(client, pregnancy):
    check = begun(client)
    answer(client, check)
    pregnancy.outcome, pregnancy.ended_on = "loss", today()
    pregnancy.save()
    asked = set()
    for _ in range(30):
        shown = client.get(f"/check/{check.pk}/", follow=True)
        if b'class="screen' not in shown.content:
            break
        asked |= set(of_the_page(shown, "put").split())
        place = shown.redirect_chain[-1][0].split("/")[3]
        known = service.known_today(fresh(check), today())
        now = CheckIn.objects.get(pk=check.pk)
        now.known = known
        client.post(
            f"/check/{check.pk}/{place}/", calmly(service.where(now, timezone.now()).now.questions)
        )
    assert not asked & {"fetal_movement", "frantic_movement"}
    assert fresh(check).known["postpartum"] is True


def test_what_a_stopped_session_said_stays_known(pregnancy):
    check = service.begin(pregnancy, "herself", timezone.now(), today(), {"dizzy": True})
    check.known = check.known | {"dizzy": True}
    check.save()
    assert service.known_today(check, today())["dizzy"] is True


def test_going_back_does_not_hide_what_is_already_urgent(client, pregnancy):
    check = begun(client)
    answer(client, check, back_pain=True)
    answer(client, check, pain_location=["lower_back"], pain_score=3, pain_pattern="colicky")
    assert b"What you said already means" in client.get(f"/check/{check.pk}/", follow=True).content
    assert b"What you said already means" in client.get(f"/check/{check.pk}/0/").content


def test_a_page_that_needs_a_look_already_tells_what_is_urgent(client, pregnancy):
    check = begun(client)
    answer(client, check, any_collapse=True)
    page = client.post(f"/check/{check.pk}/1/", {"ticks": ["unresponsive_ill", "none"]})
    assert page.status_code == 422
    assert b"call an ambulance now" in page.content


def test_back_keeps_what_is_begun_on_a_page(client, pregnancy):
    check = begun(client)
    answer(client, check)
    client.post(f"/check/{check.pk}/1/", {"go": "back", "onset": ["gradual"]})
    client.post(
        f"/check/{check.pk}/0/",
        calmly(service.where(fresh(check), timezone.now()).steps[0].screen.questions),
    )
    assert b'value="gradual" checked' in client.get(f"/check/{check.pk}/1/").content


def test_a_change_begun_on_an_earlier_page_is_shown_before_the_check_goes_on(client, pregnancy):
    check = begun(client)
    put = questions(check)
    answer(client, check)
    client.post(f"/check/{check.pk}/0/keep/", calmly(put, any_collapse=True))
    page = client.get(f"/check/{check.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/check/{check.pk}/0/"
    assert b'value="any_collapse" checked' in page.content


def test_two_windows_finish_with_what_both_saved(pregnancy):
    first = service.begin(pregnancy, "herself", timezone.now(), today(), {"back_pain": True})
    second = fresh(first)
    service.save_answers(second, {"any_collapse": True}, timezone.now())
    service.finish(first, timezone.now(), today())
    assert fresh(first).answers["any_collapse"] is True


def test_the_answer_an_hour_later_still_rests_on_all_she_said(client, pregnancy):
    check = begun(client)
    for _ in range(30):
        answer(client, check, back_pain=True, pain_location=["lower_back"])
        if fresh(check).finished_at:
            break
    check = fresh(check)
    now = timezone.now()
    before = service.assessment_of(check, now)
    later = service.assessment_of(check, now + private.KEPT_FOR + timedelta(seconds=1))
    assert later[0].next_screen is None
    assert set(before[1]) - set(later[1]) <= {
        one.id for one in service.guideline().content.findings if one.private
    }


def test_a_standing_no_is_asked_again_after_four_weeks_and_a_yes_stays(pregnancy):
    told = timezone.now() - timedelta(days=29)
    for name, value in (("placenta_praevia", False), ("epilepsy", True)):
        StandingFact.objects.create(
            pregnancy=pregnancy, finding=name, value=value, confirmed_at=told
        )
    known = service.begin(pregnancy, "herself", timezone.now(), today()).known
    assert "placenta_praevia" not in known
    assert known["epilepsy"] is True


def test_a_check_does_not_make_a_standing_no_younger(pregnancy):
    told = timezone.now() - timedelta(days=20)
    StandingFact.objects.create(
        pregnancy=pregnancy, finding="placenta_praevia", value=False, confirmed_at=told
    )
    check = service.begin(pregnancy, "herself", timezone.now(), today(), {"back_pain": True})
    service.finish(check, timezone.now(), today())
    assert pregnancy.facts.get(finding="placenta_praevia").confirmed_at == told


def test_facts_that_a_newer_guideline_does_not_know_stop_no_check(client, pregnancy):
    for name, value in (("a_finding_of_old", True), ("epilepsy", "an old option")):
        StandingFact.objects.create(
            pregnancy=pregnancy, finding=name, value=value, confirmed_at=timezone.now()
        )
    check = begun(client)
    assert client.get(f"/check/{check.pk}/", follow=True).status_code == 200


def test_today_tells_what_is_urgent_in_an_unfinished_check(client, pregnancy):
    check = begun(client)
    answer(client, check, any_collapse=True)
    answer(client, check, unresponsive_ill=True)
    CheckIn.objects.filter(pk=check.pk).update(finished_at=None)
    assert b"call an ambulance now" in client.get("/").content
