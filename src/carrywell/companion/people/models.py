"""Account, person and pregnancy: everything she records hangs on a pregnancy."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models

from carrywell.patterns.gestation import gestation_weeks

LOCAL = "local"
"""The name of the one account on her own machine."""


class Accounts(BaseUserManager["Account"]):
    """How accounts are found and made."""

    def local(self) -> "Account":
        """The one account of her own machine, made when it is first asked for."""
        # in one write: a program ended in between would leave a lock without a PIN
        return self.get_or_create(name=LOCAL, defaults={"password": make_password(None)})[0]


class Account(AbstractBaseUser):
    """Who signs in. On her own machine there is one; its password is her PIN, if she wants one."""

    name = models.CharField(max_length=150, unique=True)
    wrong_pins = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "name"

    def __str__(self) -> str:
        return self.name

    @property
    def has_pin(self) -> bool:
        """Whether a PIN must be typed before anything is shown."""
        return bool(self.password) and self.has_usable_password()


class Person(models.Model):
    """The woman herself. `country` is the ISO 3166 code whose numbers she rings, or empty."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="person")
    country = models.CharField(max_length=2, blank=True)

    def __str__(self) -> str:
        return f"person {self.pk}"


class Pregnancy(models.Model):
    """One pregnancy: what she told us at the start, and how it ended.

    `due_date` may be unknown. `height_cm` in cm, `weight_before_kg` in kg (before the pregnancy);
    `babies` is 1, 2 or 3 (three or more). `unit_phone` is her maternity unit's own number.
    `is_sample` marks made-up data, which every page then says.
    """

    class DatedBy(models.TextChoices):
        DUE_DATE = "due_date", "the due date"
        LAST_PERIOD = "last_period", "the first day of the last period"
        WEEKS = "weeks", "the weeks she gave"
        UNKNOWN = "unknown", "not known"

    class Outcome(models.TextChoices):
        BIRTH = "birth", "the baby is born"
        LOSS = "loss", "the pregnancy was lost"
        STOPPED = "stopped", "she stopped using Carrywell"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pregnancies")
    started_at = models.DateTimeField()
    dated_by = models.CharField(max_length=12, choices=DatedBy, default=DatedBy.UNKNOWN)
    due_date = models.DateField(null=True, blank=True)
    babies = models.PositiveSmallIntegerField(null=True, blank=True)
    height_cm = models.FloatField(null=True, blank=True)
    weight_before_kg = models.FloatField(null=True, blank=True)
    unit_name = models.CharField(max_length=120, blank=True)
    unit_phone = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name_plural = "pregnancies"

    def __str__(self) -> str:
        return f"pregnancy {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether it has ended or she has stopped."""
        return bool(self.outcome)

    def weeks(self, on: date) -> float | None:
        """Weeks of pregnancy on that day, or None when they are not known or it was over by then."""
        if self.is_over and (self.ended_on is None or on >= self.ended_on):
            return None
        return gestation_weeks(self.due_date, on) if self.due_date else None


class StandingFact(models.Model):
    """Something about this pregnancy or her health that lasts: asked once, confirmed later.

    `finding` is an id of the guideline; `value` its value as JSON.
    """

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="facts")
    finding = models.CharField(max_length=64)
    value = models.JSONField()
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ("finding",)
        constraints = (
            models.UniqueConstraint(
                fields=("pregnancy", "finding"), name="one_value_for_a_standing_fact"
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding} of pregnancy {self.pregnancy_id}"
