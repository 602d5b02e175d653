"""What she writes about her days. Weights and activity have tables of their own (body, relief)."""

from typing import ClassVar

from django.db import models

from carrywell.companion.people.models import Pregnancy


class PainEntry(models.Model):
    """How bad the pain was at a moment, 0 to 10. As many a day as she likes."""

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="pain_entries")
    pain_now = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-noted_at", "-pk")
        verbose_name_plural = "pain entries"

    def __str__(self) -> str:
        return f"pain entry {self.pk} of pregnancy {self.pregnancy_id}"


class DailyHabit(models.Model):
    """One day. `pain_average`, `pain_worst`, `stress` 0 to 10, more is worse; `sleep_quality` 0 to 10
    for the night before, more is better. `places` are options of the finding `pain_location`,
    `brought_on` of `worse_with`, `qualities` of the diary's own list; `steps_done` are treatments.
    """

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    pain_average = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_worst = models.PositiveSmallIntegerField(null=True, blank=True)
    places = models.JSONField(default=list)
    qualities = models.JSONField(default=list)
    brought_on = models.JSONField(default=list)
    sleep_quality = models.PositiveSmallIntegerField(null=True, blank=True)
    woken_by_pain = models.BooleanField(null=True, blank=True)
    stress = models.PositiveSmallIntegerField(null=True, blank=True)
    steps_done = models.JSONField(default=list)
    note = models.TextField(blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-on",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("pregnancy", "on"), name="one_entry_for_a_day")
        ]

    def __str__(self) -> str:
        return f"day {self.on} of pregnancy {self.pregnancy_id}"


class WeeklyEntry(models.Model):
    """The weekly questions about what she could do: item id to 0 (no trouble) to 10 (could not).

    null for an item that does not apply to her; an item she left empty is not there.
    """

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="weekly")
    on = models.DateField()
    scores = models.JSONField(default=dict)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-on",)
        verbose_name_plural = "weekly entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("pregnancy", "on"), name="one_week_for_a_day")
        ]

    def __str__(self) -> str:
        return f"week to {self.on} of pregnancy {self.pregnancy_id}"


class ClinicTotal(models.Model):
    """The total of a published questionnaire that a clinic gave her. `measure` is its id."""

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="clinic_totals")
    measure = models.CharField(max_length=20)
    score = models.FloatField()
    measured_on = models.DateField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-measured_on", "-pk")

    def __str__(self) -> str:
        return f"{self.measure} of pregnancy {self.pregnancy_id}"


class Reminders(models.Model):
    """What she wants to be reminded of, from the day `since` on. An empty time means no reminder.

    `weekly_on` is 0 (Monday) to 6, `zone` the name of her time zone when she last chose (empty: not
    known), `says_why` whether a reminder may say that it is about her back. `secret` is the part of
    the calendar's address that nobody can guess; empty: there is no address.
    """

    pregnancy = models.OneToOneField(Pregnancy, on_delete=models.CASCADE, related_name="reminders")
    diary_at = models.TimeField(null=True, blank=True)
    pain_at = models.TimeField(null=True, blank=True)
    weekly_on = models.PositiveSmallIntegerField(default=6)
    weekly_at = models.TimeField(null=True, blank=True)
    in_browser = models.BooleanField(default=False)
    says_why = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    secret = models.CharField(max_length=43, blank=True)

    class Meta:
        verbose_name_plural = "reminders"

    def __str__(self) -> str:
        return f"reminders of pregnancy {self.pregnancy_id}"

    @property
    def weekly(self) -> bool:
        """Whether she wants to be reminded of the weekly questions."""
        return self.weekly_at is not None
