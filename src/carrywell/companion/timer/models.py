"""Timed spasms, the events they were written from, and what her unit told her about ringing."""

from typing import ClassVar

from django.db import models

from carrywell.companion.people.models import Pregnancy
from carrywell.patterns.diary import TimedSpasm

KEY_LENGTH = 36
"""A UUID as text, made by the browser, so that what is sent twice is saved once."""


class Spasm(models.Model):
    """One spasm or tightening. `key` comes from the browser; `ended_at` is None while it goes on."""

    class Strength(models.TextChoices):
        TIGHT = "tight", "Tight, no pain"
        MILD = "mild", "Mild pain"
        MODERATE = "moderate", "Moderate pain"
        STRONG = "strong", "Strong pain"

    class Place(models.TextChoices):
        BACK = "back", "In my back"
        TUMMY = "tummy", "In my tummy"
        BACK_AND_TUMMY = "back_and_tummy", "Back and tummy"
        ELSEWHERE = "elsewhere", "Somewhere else"

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="spasms")
    key = models.CharField(max_length=KEY_LENGTH)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    strength = models.CharField(max_length=8, choices=Strength, blank=True)
    place = models.CharField(max_length=14, choices=Place, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("pregnancy", "key"), name="one_spasm_for_a_key")
        ]

    def __str__(self) -> str:
        return f"spasm {self.pk} of pregnancy {self.pregnancy_id}"

    @property
    def as_value(self) -> TimedSpasm:
        """The same as a value, for the patterns."""
        return TimedSpasm(self.started_at, self.ended_at, self.strength, self.place)  # type: ignore[arg-type]


class TimerEvent(models.Model):
    """A tap on the timer that has been saved. `key` makes a tap that is sent again harmless.

    `at` is the moment of the tap by her device, `received_at` by the server. An event outlives the
    spasm that she deletes, so that a late copy of a tap cannot bring it back; it then holds no times.
    """

    class What(models.TextChoices):
        START = "start", "started"
        STOP = "stop", "ended"
        DETAILS = "details", "strength and place"
        EDIT = "edit", "times corrected"
        DELETE = "delete", "deleted"
        WATERS_BROKE = "waters_broke", "waters broke"
        NEED_HELP = "need_help", "asked for help"

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="timer_events")
    key = models.CharField(max_length=KEY_LENGTH)
    what = models.CharField(max_length=12, choices=What)
    spasm_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("pregnancy", "key"), name="one_event_for_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.what} of pregnancy {self.pregnancy_id}"


class LabourAdvice(models.Model):
    """When her own unit told her to ring once labour has begun, such as 5-1-1: tightenings every
    `interval_minutes` minutes, each `length_seconds` long, for `for_minutes`.
    """

    pregnancy = models.OneToOneField(
        Pregnancy, on_delete=models.CASCADE, related_name="labour_advice"
    )
    interval_minutes = models.PositiveSmallIntegerField()
    length_seconds = models.PositiveSmallIntegerField()
    for_minutes = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "labour advice"

    def __str__(self) -> str:
        return f"labour advice of pregnancy {self.pregnancy_id}"
