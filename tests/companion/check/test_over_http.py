"""The interview over HTTP is the core's interview: whatever way she takes through the pages."""

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.assessment.someone import someone
from tests.companion.check.forms import as_form

from carrywell.companion.check import private, service
from carrywell.companion.check.models import CheckIn

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Browser:
    """Goes through the pages of one check as she would."""

    def __init__(self, woman):
        self.client = Client()
        self.woman = woman
        self.check = CheckIn.objects.get(
            pk=int(
                self.client.post("/check/", {"asked_by": "herself"})
                .headers["Location"]
                .split("/")[2]
            )
        )

    def at(self):
        return service.where(CheckIn.objects.get(pk=self.check.pk), timezone.now())

    def answer(self, place):
        at = self.at()
        screen = at.steps[place].screen if place < len(at.steps) else at.now
        answered = self.client.post(
            f"/check/{self.check.pk}/{place}/", as_form(screen.questions, self.woman)
        )
        if answered.status_code == 422:  # what does not fit, she cannot tell
            self.woman |= {one.finding: None for one in screen.questions}
            answered = self.client.post(
                f"/check/{self.check.pk}/{place}/", as_form(screen.questions, self.woman)
            )
        assert answered.status_code == 302

    def reload(self, place):
        page = self.client.get(f"/check/{self.check.pk}/{place}/")
        assert page.status_code == 200
        assert b"tel:" in page.content

    def finished(self):
        check = CheckIn.objects.get(pk=self.check.pk)
        return check if check.finished_at else None


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(woman=someone(), data=st.data())
def test_any_way_through_the_pages_gives_the_answer_of_the_core(pregnancy, woman, data):
    pregnancy.facts.all().delete()
    private.forget()
    browser = Browser(dict(woman))
    for _ in range(80):
        at = browser.at()
        if browser.finished():
            break
        if at.now is None:
            break
        here = len(at.steps)
        match data.draw(st.sampled_from(["on", "on", "on", "back", "reload"])):
            case "back" if here:
                browser.answer(data.draw(st.integers(0, here - 1)))
            case "reload":
                browser.reload(here)
            case _:
                browser.answer(here)
    if not browser.finished():  # she has gone to and fro for long enough
        browser.client.post(f"/check/{browser.check.pk}/answer/")
    at = browser.at()
    core = service.guideline().assess(at.answers).without_private()
    assert browser.finished().kept_assessment() == core
    page = browser.client.get(f"/check/{browser.check.pk}/answer/")
    assert page.status_code == 200
    assert core.urgency in ("soon", "routine") or b"What to say" in page.content


def test_an_answer_stays_the_same_when_it_is_read_again(finished_check):
    client = Client()
    first = client.get(f"/check/{finished_check.pk}/answer/").content
    private.forget()
    assert _without_token(
        client.get(f"/check/{finished_check.pk}/answer/").content
    ) == _without_token(first)


def _without_token(page):
    return [line for line in page.splitlines() if b"csrf" not in line]
