"""Guided sessions, what a clinician has agreed to, and how active she was."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models

from carrywell.api import load_guideline
from carrywell.companion.check.models import CheckIn
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief.clock import Clock, elapsed, ends_at

SECONDS_A_MINUTE = 60
LEFT_RUNNING = timedelta(hours=1)
LEFT_PAUSED = timedelta(hours=12)


class ReliefSessions(models.Manager["ReliefSession"]):
    """How sessions are found."""

    def running(self, pregnancy: Pregnancy) -> "models.QuerySet[ReliefSession]":
        """Those that have not ended, latest first."""
        return self.filter(pregnancy=pregnancy, ended_at=None)

    def stopped_by_a_sign(self, pregnancy: Pregnancy, since: datetime) -> bool:
        """Whether a warning sign ended a session since then."""
        signs = self.filter(pregnancy=pregnancy, ended_how=ReliefSession.EndedHow.RED_FLAG)
        return signs.filter(ended_at__gt=since).exists()


class ReliefSession(models.Model):
    """One guided session of a treatment.

    Lengths are seconds, pain scores 0 to 10 (None: not said). `pain_later` was asked at
    `pain_later_at`, some time after the end. `exercises` are ids of the routine,
    `move` the place in it. `events` is what happened, in order: `{"at", "what", ...}`. `stop_ticked`
    are ids of stop questions; `stopped_because` tells why this treatment rests until the next check.
    """

    class EndedHow(models.TextChoices):
        DONE = "done", "done"
        STOPPED = "stopped", "stopped early"
        RED_FLAG = "red_flag", "stopped by a warning sign"
        SKIPPED = "skipped", "not started"

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="sessions")
    check_in = models.ForeignKey(
        CheckIn, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    treatment = models.CharField(max_length=40)
    exercises = models.JSONField(default=list)
    move = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    planned_seconds = models.PositiveIntegerField(default=0)
    paused_seconds = models.FloatField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=8, choices=EndedHow, blank=True)
    pain_before = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_after = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_later = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_later_at = models.DateTimeField(null=True, blank=True)
    stop_ticked = models.JSONField(default=list)
    stopped_because = models.TextField(blank=True)
    settings = models.JSONField(default=dict)
    events = models.JSONField(default=list)
    notes = models.TextField(blank=True)

    objects: ClassVar[ReliefSessions] = ReliefSessions()

    class Meta:
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return f"session {self.pk} of {self.treatment}"

    @property
    def name(self) -> str:
        """The treatment's name; its id when the guideline no longer has it."""
        known = load_guideline().content.treatment.get(self.treatment)
        return known.name if known else self.treatment

    @property
    def clock(self) -> Clock:
        """Its time as a value."""
        return Clock(
            started_at=self.started_at,
            planned=self.planned_seconds,
            paused=self.paused_seconds,
            paused_at=self.paused_at,
            ended_at=self.ended_at,
        )

    def set_clock(self, clock: Clock) -> None:
        """Takes over what a clock says; to be saved by the caller."""
        self.paused_seconds = clock.paused
        self.paused_at = clock.paused_at
        self.ended_at = clock.ended_at

    def minutes(self, now: datetime) -> int:
        """Whole minutes it has run."""
        return int(elapsed(self.clock, now) // SECONDS_A_MINUTE)

    @property
    def said_last(self) -> datetime | None:
        """When something was last said about how it went; None while it runs."""
        return self.pain_later_at or self.ended_at

    def forgotten_since(self, now: datetime) -> datetime | None:
        """When it really ended, for a session that nobody came back to; None while it may go on.

        An hour after its time is up; one without a planned end, or paused, after half a day.
        """
        end = self.paused_at or (ends_at(self.clock) or self.started_at)
        wait = LEFT_PAUSED if self.paused_at or not self.planned_seconds else LEFT_RUNNING
        return end if self.ended_at is None and now - end > wait else None

    def note(self, what: str, now: datetime, **more: Any) -> None:
        """Adds to what happened; to be saved by the caller."""
        self.events = [*self.events, {"at": now.isoformat(), "what": what, **more}]

    def happened(self, what: str) -> bool:
        """Whether this is among what happened."""
        return any(event.get("what") == what for event in self.events)


class Agreement(models.Model):
    """What a midwife, doctor or physiotherapist has agreed to, or what she has tried, in her words.

    `finding` is a setting of the guideline such as `tens_agreed`.
    """

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="agreements")
    finding = models.CharField(max_length=64)
    who = models.CharField(max_length=120, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("finding",)
        constraints = (
            models.UniqueConstraint(
                fields=("pregnancy", "finding"), name="one_agreement_for_a_finding"
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding} of pregnancy {self.pregnancy_id}"


class ActivityEntry(models.Model):
    """Activity outside a guided session: a walk to work, a class. `minutes` of at least moderate effort."""

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="activities")
    treatment = models.CharField(max_length=40)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name_plural = "activity entries"

    def __str__(self) -> str:
        return f"{self.minutes} minutes of {self.treatment}"


class ReliefChoices(models.Model):
    """What she has chosen for all her sessions. `reminder_minutes` 0 means no reminders."""

    pregnancy = models.OneToOneField(
        Pregnancy, on_delete=models.CASCADE, related_name="relief_choices"
    )
    reminder_minutes = models.PositiveSmallIntegerField(default=0)
    spoken_cues = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "relief choices"

    def __str__(self) -> str:
        return f"choices of pregnancy {self.pregnancy_id}"


def choices_of(pregnancy: Pregnancy) -> ReliefChoices:
    """Her choices; the usual ones, unsaved, before she has chosen."""
    return ReliefChoices.objects.filter(pregnancy=pregnancy).first() or ReliefChoices(
        pregnancy=pregnancy
    )


def agreed(agreements: Iterable[Agreement]) -> dict[str, bool]:
    """The agreements as answers."""
    return {one.finding: True for one in agreements}
