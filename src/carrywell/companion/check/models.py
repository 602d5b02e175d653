"""One check of her back: what she answered, and the answer she got."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

import msgspec
from django.db import models

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.result import Assessment
from carrywell.assessment.telling import HEADLINES, headline
from carrywell.companion.people.models import Pregnancy

STILL_TODAY = timedelta(hours=6)
"""For how long answers about how she feels still count; after that the check starts afresh."""


class CheckIns(models.Manager["CheckIn"]):
    """How checks are found."""

    def unfinished(self, pregnancy: Pregnancy, now: datetime) -> "CheckIn | None":
        """The check she has not finished, if its answers still count."""
        recent = self.filter(
            pregnancy=pregnancy, finished_at=None, updated_at__gt=now - STILL_TODAY
        )
        return recent.exclude(answers={}).order_by("-updated_at").first()

    def left_behind(self, pregnancy: Pregnancy, now: datetime) -> "CheckIn | None":
        """The check she began after her latest answer, and left for too long to go on with it."""
        begun = self.filter(pregnancy=pregnancy, finished_at=None).exclude(answers={})
        latest = begun.filter(updated_at__lte=now - STILL_TODAY).order_by("-updated_at").first()
        if latest is None:
            return None
        answered = self.filter(pregnancy=pregnancy, finished_at__gt=latest.updated_at)
        return None if answered.exists() else latest

    def last_finished(self, pregnancy: Pregnancy) -> "CheckIn | None":
        """Her latest answer."""
        done = self.filter(pregnancy=pregnancy).exclude(finished_at=None)
        return done.order_by("-finished_at").first()


class CheckIn(models.Model):
    """`answers` holds everything she has said in this check, finding id to value, null for 'not
    sure'; private answers are never written (see `private`). `known` is what we knew before it, and
    `draft` what she has begun to fill in on the present screen.

    `assessment` is the finished answer as JSON, without what is private; `guideline_version` and
    `guideline_hash` say which guideline gave it.
    """

    class AskedBy(models.TextChoices):
        HERSELF = "herself", "herself"
        SOMEONE_ELSE = "someone_else", "someone with her"

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="check_ins")
    asked_by = models.CharField(max_length=12, choices=AskedBy, default=AskedBy.HERSELF)
    known = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    draft = models.JSONField(null=True, blank=True)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    urgency = models.CharField(max_length=9, blank=True)
    recheck_on = models.DateField(null=True, blank=True)
    assessment = models.JSONField(null=True, blank=True)
    guideline_version = models.CharField(max_length=20, blank=True)
    guideline_hash = models.CharField(max_length=64, blank=True)

    objects: ClassVar[CheckIns] = CheckIns()

    class Meta:
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return f"check {self.pk}"

    @property
    def for_someone_else(self) -> bool:
        """Whether someone else answers for her."""
        return self.asked_by == self.AskedBy.SOMEONE_ELSE

    @property
    def is_urgent(self) -> bool:
        """Whether the finished answer says to act now."""
        return self.urgency in ("urgent", "emergency")

    def kept_assessment(self) -> Assessment:
        """The finished answer as it was given. Raises `ValueError` when it cannot be read."""
        return msgspec.convert(self.assessment, Assessment)

    @property
    def headline(self) -> str:
        """The finished answer in a phrase, also when an older Carrywell wrote it."""
        try:
            return headline(self.kept_assessment()).title
        except ValueError:
            return next(one.title for level, one in HEADLINES.items() if level == self.urgency)

    def facts(self) -> dict[str, Any]:
        """What was known before and what she answered, hers last."""
        return {**self.known, **self.answers}

    def heard(self) -> dict[str, Any]:
        """Everything it has heard of, also by 'no' to a question over others; empty for answers that
        this edition cannot read.
        """
        try:
            return settle(load_guideline().compiled, self.facts()).base
        except AnswerError:
            return {}
