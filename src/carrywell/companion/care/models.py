"""Where she searches from, when she wants that kept, and the places she has kept as hers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from carrywell.care.place import LATITUDE, LONGITUDE, Point
from carrywell.companion.numbers import Number
from carrywell.companion.people.models import Person

LATITUDES = (MinValueValidator(-LATITUDE), MaxValueValidator(LATITUDE))
LONGITUDES = (MinValueValidator(-LONGITUDE), MaxValueValidator(LONGITUDE))


class SearchOrigin(models.Model):
    """The point that distances are counted from; there only when she asked for it to be kept.

    Degrees of WGS 84, rounded to about 100 m when it came from a browser.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="search_origin")
    name = models.CharField(max_length=120)
    latitude = models.FloatField(validators=LATITUDES)
    longitude = models.FloatField(validators=LONGITUDES)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "where you search from"

    def __str__(self) -> str:
        return f"search origin of person {self.person_id}"


class KeptPlace(models.Model):
    """A place she keeps, copied from a list or written by hand, so that a new list takes nothing away.

    `dataset` and `place_id` tell where it was copied from, `credit` what that list's licence wants to
    be said; all empty for one written by hand. `was_unit_until`: until then its number was on the call
    button, as her maternity unit's.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kept_places")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    website = models.CharField(max_length=300, blank=True)
    opening_hours = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True, validators=LATITUDES)
    longitude = models.FloatField(null=True, blank=True, validators=LONGITUDES)
    dataset = models.CharField(max_length=120, blank=True)
    place_id = models.CharField(max_length=200, blank=True)
    credit = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    kept_at = models.DateTimeField()
    was_unit_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-kept_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "dataset", "place_id"),
                condition=~models.Q(place_id=""),
                name="a_place_is_kept_once",
            ),
        )

    def __str__(self) -> str:
        return f"kept place {self.pk} of person {self.person_id}"

    @property
    def number(self) -> Number | None:
        """Its number to ring."""
        return Number(self.name, self.phone) if self.phone else None

    @property
    def point(self) -> Point | None:
        """Where it is, when that is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)
