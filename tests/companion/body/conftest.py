"""Ana on the pages about her body: what is known of her, and her weights."""

import pytest
from django.urls import reverse
from tests.companion.body.someone import said, weighed
from tests.companion.conftest import NOW

from carrywell.companion.people.models import Account, Person, Pregnancy


@pytest.fixture
def ana(pregnancy):
    """165 cm, 62 kg before, one baby, 31 weeks; nothing keeps numbers back."""
    pregnancy.height_cm = 165
    pregnancy.weight_before_kg = 62
    pregnancy.save()
    said(pregnancy, "no")
    return pregnancy


@pytest.fixture
def read(client):
    """The page as it is read."""

    def page():
        answer = client.get(reverse("body:overview"))
        assert answer.status_code == 200
        return answer.content.decode()

    return page


@pytest.fixture
def somebody_elses(db):
    """A weight of another person, with an account of her own."""
    account = Account.objects.create(name="bea")
    person = Person.objects.create(account=account, country="GB")
    return weighed(Pregnancy.objects.create(person=person, started_at=NOW), 80)
