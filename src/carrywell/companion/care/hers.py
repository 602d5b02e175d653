"""The places she keeps, and her maternity unit's number taken from one of them."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from carrywell.care.place import Dataset, Place
from carrywell.companion.care.models import KeptPlace
from carrywell.companion.care.shown import extension_in, numbers_in, website_of
from carrywell.companion.people.models import Person, Pregnancy
from carrywell.companion.people.whom_to_ring import keep_numbers_of

UNIT = "maternity_unit"
UNNAMED_UNIT = "My maternity unit"


def kept_by(person: Person) -> tuple[KeptPlace, ...]:
    """Her places, the latest first."""
    return tuple(person.kept_places.all())


def kept_in(person: Person) -> dict[tuple[str, str], int]:
    """Which entries of the lists she keeps: data set and id there, to the number of her own."""
    rows = person.kept_places.exclude(place_id="")
    return {(row.dataset, row.place_id): row.pk for row in rows}


def keep(person: Person, place: Place, dataset: Dataset, now: datetime) -> KeptPlace:
    """A copy of the place as hers; the one she has already when she keeps it again."""
    numbers = numbers_in(place.name, place.phone)
    extension = extension_in(place.phone)
    kept, _ = KeptPlace.objects.get_or_create(
        person=person,
        dataset=dataset.name[:120],
        place_id=place.id[:200],
        defaults={
            "name": place.name[:200],
            "kind": place.kinds[0] if place.kinds else "",
            "phone": numbers[0].number[:40] if numbers else "",
            "address": (place.address or "")[:300],
            "website": website_of(place.website)[:300],
            "opening_hours": (place.opening_hours or "")[:300],
            "latitude": place.point.latitude,
            "longitude": place.point.longitude,
            "credit": dataset.credit[:300],
            "notes": f"Extension {extension}." if extension else "",
            "kept_at": now,
        },
    )
    return kept


def make_unit(pregnancy: Pregnancy, kept: KeptPlace, now: datetime, folder: Path) -> None:
    """Its name and number become those of her maternity unit, on every call button.

    The unit so far is kept among her places, so that it can be put back. `folder` holds the numbers.
    """
    with transaction.atomic():
        _keep_unit_so_far(pregnancy, now)
        pregnancy.unit_name, pregnancy.unit_phone = kept.name[:120], kept.phone
        pregnancy.save(update_fields=["unit_name", "unit_phone"])
        KeptPlace.objects.filter(pk=kept.pk).update(was_unit_until=None)
    keep_numbers_of(pregnancy, folder)


def unit_before(pregnancy: Pregnancy) -> KeptPlace | None:
    """The place whose number was on the call button before the present one."""
    every = pregnancy.person.kept_places.exclude(was_unit_until=None)
    was = every.exclude(phone__in=("", pregnancy.unit_phone))
    return was.order_by("-was_unit_until").first()


def is_unit(pregnancy: Pregnancy, kept: KeptPlace) -> bool:
    """Whether its number is on the call button."""
    return bool(kept.phone) and kept.phone == pregnancy.unit_phone


def _keep_unit_so_far(pregnancy: Pregnancy, now: datetime) -> None:
    if not pregnancy.unit_phone:
        return
    person = pregnancy.person
    already = person.kept_places.filter(phone=pregnancy.unit_phone)
    if not already.update(was_unit_until=now):
        KeptPlace.objects.create(
            person=person,
            name=pregnancy.unit_name or UNNAMED_UNIT,
            kind=UNIT,
            phone=pregnancy.unit_phone,
            kept_at=now,
            was_unit_until=now,
        )
