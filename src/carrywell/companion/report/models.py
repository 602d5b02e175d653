"""What she wants to say and ask at a visit."""

from django.db import models

from carrywell.companion.people.models import Pregnancy


class VisitNote(models.Model):
    """In her own words: why she comes, and what she wants to ask."""

    pregnancy = models.OneToOneField(Pregnancy, on_delete=models.CASCADE, related_name="visit_note")
    reason = models.TextField(blank=True)
    questions = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"visit note of pregnancy {self.pregnancy_id}"
