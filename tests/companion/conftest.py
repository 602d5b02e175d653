"""A woman called Ana, 31 weeks pregnant on 23 November 2026, and the checks she has done."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from carrywell.companion.check import private, service
from carrywell.companion.people.models import Account, Person, Pregnancy
from carrywell.patterns.gestation import due_date_from_weeks

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_private_is_left():
    yield
    private.forget()


@pytest.fixture(autouse=True)
def _no_numbers_of_another_test():
    """The numbers to ring stand in a file of the data folder, which all tests share."""
    kept = settings.DATA / "numbers.json"
    kept.unlink(missing_ok=True)
    yield
    kept.unlink(missing_ok=True)


@pytest.fixture
def pregnancy(db):
    account = Account.objects.local()
    person = Person.objects.create(account=account, country="GB")
    return Pregnancy.objects.create(
        person=person,
        started_at=NOW,
        dated_by=Pregnancy.DatedBy.WEEKS,
        due_date=due_date_from_weeks(31, date.today()),  # noqa: DTZ011 - 31 weeks whenever it runs
        babies=1,
        unit_name="St Mary's",
        unit_phone="020 7946 0958",
    )


ORDINARY = {
    "back_pain": True,
    "pain_location": ["lower_back"],
    "pain_score": 3,
    "onset": "gradual",
}
RHYTHM = {"back_pain": True, "rhythmic_back_pain": True}


def everything_else_no(check, now=NOW):
    """Answers the rest of the interview harmlessly, as someone with nothing else would."""
    from carrywell.guideline.facts import harmless_value

    at = service.where(check, now)
    while at.now is not None:
        given = {
            one.finding: check.answers.get(
                one.finding,
                _as_json(harmless_value(service.guideline().content.finding[one.finding])),
            )
            for one in at.now.questions
        }
        service.save_answers(check, given, now)
        at = service.where(check, now)


def _as_json(value):
    return sorted(value) if isinstance(value, frozenset) else value


@pytest.fixture
def finished_check(pregnancy):
    """An ordinary ache: she can look after it at home, and treatments are offered."""
    check = service.begin(pregnancy, "herself", NOW, TODAY, dict(ORDINARY))
    everything_else_no(check)
    service.finish(check, NOW, TODAY)
    return check


@pytest.fixture
def urgent_check(pregnancy):
    """Pain in a rhythm at 31 weeks."""
    check = service.begin(pregnancy, "herself", NOW, TODAY, dict(RHYTHM))
    service.finish(check, NOW, TODAY)
    return check
