"""Ana with a list of places of her city, and where she searches from."""

import pytest
from tests.companion.care.city import KALLIO, store_of
from tests.companion.conftest import NOW

from carrywell.companion.care.models import SearchOrigin


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Where the store of places lies; it is not there yet."""
    path = tmp_path / "places.sqlite3"
    monkeypatch.setenv("CARRYWELL_PLACES", str(path))
    return path


@pytest.fixture
def city(places):
    return store_of(places)


@pytest.fixture
def ana(pregnancy):
    """She lives in Finland."""
    pregnancy.person.country = "FI"
    pregnancy.person.save()
    return pregnancy


@pytest.fixture
def in_kallio(ana):
    """She has asked that her place be kept."""
    return SearchOrigin.objects.create(
        person=ana.person,
        name="Kallio, Helsinki",
        latitude=KALLIO.latitude,
        longitude=KALLIO.longitude,
        kept_at=NOW,
    )
