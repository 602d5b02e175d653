"""What ``content/measures.yaml`` holds: scores, weight gain, thresholds, and figures about the body.

The parts that a calculation rests on are records, so that a misspelt field is an error in the file;
the others are printed as they stand.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from carrywell.guideline.diary_questions import ClinicMeasure, DiaryQuestions
from carrywell.guideline.model import Range, Record, Sourced

BmiBand = Literal["underweight", "healthy", "overweight", "obese"]


class FirstMonths(Sourced, frozen=True, kw_only=True):
    """The gain in kg, low and high, by the end of the week `until_weeks`, with one baby."""

    kg: Range
    until_weeks: float


class Interpolation(Sourced, frozen=True, kw_only=True):
    """What is said about the lines between the published points."""

    say: str


class GainBand(Sourced, frozen=True, kw_only=True):
    """The recommended gain for one BMI band and number of babies; None where nothing is published.

    `bmi_min` <= BMI before the pregnancy < `bmi_max`, in kg/m². A range is low, then high. The rate
    in kg a week begins where the first months end.
    """

    id: str
    babies: int
    bmi_band: BmiBand
    bmi_min: float
    bmi_max: float | None
    total_kg: Range | None
    total_lb: Range | None
    rate_kg_per_week: Range | None
    rate_mean_kg_per_week: float | None
    first_trimester_kg: Range | None


class NoBand(Sourced, frozen=True, kw_only=True):
    """For whom there is no range, or only a part of it, and what is said then."""

    id: str
    say: str
    part_of_range: Literal["upper_half"] | None = None


class SuddenGain(Sourced, frozen=True, kw_only=True):
    """The gain in a week from which swelling is asked about. The figure is never shown."""

    kg_in_a_week: float
    say: str


class GainWords(Sourced, frozen=True, kw_only=True):
    """Sentences beside her own points. {gain}, {low}, {high} are in kg, {weeks} in weeks."""

    gain: str
    range: str
    range_alone: str
    by_end: str
    alone: str
    below: str
    within: str
    above: str
    point: str
    ends: str
    chart_gain: str
    chart_weeks: str
    chart_you: str
    chart_range: str
    chart_end: str


class WeightGain(Record, frozen=True):
    """Recommended weight gain in pregnancy (Institute of Medicine 2009)."""

    first_trimester: FirstMonths
    interpolation: Interpolation
    bands: tuple[GainBand, ...]
    no_band: tuple[NoBand, ...]
    sudden_gain: SuddenGain
    words: GainWords

    def without_range(self, kind: str) -> NoBand:
        """What is said to those for whom there is no plain range, by id."""
        return next(one for one in self.no_band if one.id == kind)


class BodyFact(Sourced, frozen=True, kw_only=True):
    """A figure about body mechanics that may be quoted, and the sentence that quotes it."""

    id: str
    say: str
    value: float | None = None
    range: Range | None = None
    unit: str | None = None
    direction: Literal["backward", "forward"] | None = None
    at_most: bool = False
    weak: bool = False
    women: int | tuple[int, ...] | None = None
    ages: Range | None = None
    pregnant: bool | None = None


class ModelNumber(Sourced, frozen=True, kw_only=True):
    """One number of a model, above zero, with its unit."""

    value: Annotated[float, Meta(gt=0)]
    unit: str
    say: str


class BalanceWords(Sourced, frozen=True, kw_only=True):
    """Sentences about balance. {gain} and {bag} are in kg, {shift} in cm, {share} in percent."""

    picture: str
    gain_yours: str
    gain_typical: str
    gain_typical_twins: str
    gain_unknown: str
    gain_none: str
    size_typical: str
    shift: str
    shift_small: str
    lean: str
    no_shift: str
    pull_none: str
    pull_little: str
    pull_bag: str
    larger: str
    drawing: str
    drawn_before: str
    drawn_now: str
    drawn_upright: str
    drawn_leaning: str
    drawn_point: str
    drawn_arrow: str


class BalanceModel(Record, frozen=True):
    """The numbers behind the drawing of balance; the formulas stand beside them in the file."""

    full_at_weeks: ModelNumber
    reach_at_start: ModelNumber
    reach_at_full: ModelNumber
    upper_body_share: ModelNumber
    upper_body_height: ModelNumber
    gain_height: ModelNumber
    bag_reach: ModelNumber
    height_when_unknown: ModelNumber
    weight_when_unknown: ModelNumber
    drawn_shift: ModelNumber
    drawn_lean: ModelNumber
    words: BalanceWords


class Measures(Record, frozen=True):
    """The whole file, in its order."""

    measures: tuple[dict[str, Any], ...]
    mood_screen: dict[str, Any]
    weight_gain: WeightGain
    thresholds: tuple[dict[str, Any], ...]
    schedule: tuple[dict[str, Any], ...]
    biomechanics: tuple[BodyFact, ...]
    balance_model: BalanceModel
    base_rates: tuple[dict[str, Any], ...]
    diary: DiaryQuestions

    @property
    def clinic_totals(self) -> tuple[ClinicMeasure, ...]:
        """The questionnaires of which a total may be kept, in order."""
        by_id = {one["id"]: one for one in self.measures}
        return tuple(
            msgspec.convert(by_id[name], ClinicMeasure)
            for name in self.diary.clinic_totals.measures
        )

    def body_fact(self, name: str) -> BodyFact:
        """One figure about body mechanics, by id."""
        return next(one for one in self.biomechanics if one.id == name)


def mistakes_of_range(gain: WeightGain) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What cannot be right in the bands: the trail of keys, and what is wrong there."""
    seen: set[tuple[int, str]] = set()
    for index, band in enumerate(gain.bands):
        if (band.babies, band.bmi_band) in seen:
            yield ("bands", index), f"{band.id}: another band is for the same women"
        seen.add((band.babies, band.bmi_band))
        for field in ("total_kg", "rate_kg_per_week", "first_trimester_kg"):
            value = getattr(band, field)
            if value is not None and not 0 <= value[0] < value[1]:
                yield ("bands", index, field), f"{band.id}: {field} is low, then high"
