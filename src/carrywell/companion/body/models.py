"""Her weights, and the one answer that decides whether numbers about weight are shown."""

from typing import ClassVar

from django.db import models

from carrywell.companion.body.units import KG, LB, weight_in_words
from carrywell.companion.people.models import Pregnancy


class WeightEntry(models.Model):
    """What she weighed on a day, in kg. One a day: a later one takes its place.

    `unit` is the one she typed it in, so that she reads it as she wrote it.
    """

    class Unit(models.TextChoices):
        KILOGRAMS = KG, "kg"
        POUNDS = LB, "pounds"

    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.CASCADE, related_name="weights")
    weight_kg = models.FloatField()
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KILOGRAMS)
    measured_on = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-measured_on",)
        verbose_name_plural = "weight entries"
        constraints = (
            models.UniqueConstraint(fields=("pregnancy", "measured_on"), name="one_weight_a_day"),
        )

    def __str__(self) -> str:
        return f"weight {self.pk} of pregnancy {self.pregnancy_id}"

    @property
    def in_words(self) -> str:
        """As she reads it."""
        return weight_in_words(self.weight_kg, self.unit)


class WeightNumbers(models.Model):
    """Her answer on this page to the finding `anaemia_or_eating_disorder`.

    It is no standing fact: a check asks about it by itself, for it can change, and the page that
    confirms standing facts may be read by someone who answers for her.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_SAID = "not_said", "Not sure, or I would rather not say"

    IN_FACTS: ClassVar[dict[str, bool]] = {Answer.YES: True, Answer.NO: False}

    pregnancy = models.OneToOneField(
        Pregnancy, on_delete=models.CASCADE, related_name="weight_numbers"
    )
    answer = models.CharField(max_length=8, choices=Answer)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "weight numbers"

    def __str__(self) -> str:
        return f"weight numbers of pregnancy {self.pregnancy_id}"
