"""Her weight gain against the recommended range: numbers, points and words, and never a diagnosis.

What to do is said by the advice of the guideline alone. Nothing here is a reason to lose weight. A
weight that jumps is told apart, because with swelling it can be a warning sign.
"""

from collections.abc import Iterable

import msgspec

from carrywell.assessment.answers import Answers, settle
from carrywell.assessment.result import Grounds, Part, PlanItem
from carrywell.assessment.words import reviewed
from carrywell.conditions.values import Value
from carrywell.guideline.compiled import TRUE, Compiled
from carrywell.guideline.content import Content
from carrywell.guideline.measures import GainBand, GainWords, Interpolation, NoBand, WeightGain
from carrywell.guideline.model import Advice, Range
from carrywell.patterns.gestation import weeks_in_short
from carrywell.patterns.inputs import checked_numbers
from carrywell.patterns.weight_range import (
    Place,
    RangePoint,
    band_for,
    in_tenths,
    range_at,
    range_line,
    where_is,
)

LAST_WEEK_DRAWN = 40.0
TRIPLETS = 3
SWELLING = "sudden_weight_swelling"
"""The advice on a weight that jumps together with swelling."""


class Weight(msgspec.Struct, frozen=True):
    """What she weighed, in kg, at this week of pregnancy (days as sevenths)."""

    weeks: float
    kg: float


class GainPoint(msgspec.Struct, frozen=True):
    """What she had gained by this week, in kg, the range then in tenths, and where she stands.

    Range and place are None where no range for a week is published.
    """

    weeks: float
    gain_kg: float
    at_week: Range | None
    place: Place | None


class GainRange(Grounds, frozen=True, kw_only=True):
    """The recommended gain for her, low and high in kg as shown, in tenths.

    `by_end`: the published total. `weekly`: the published rate after the first months, kg a week.
    `at_week`: the range in her week, None for twins or when the week is not known. `line`: the
    corners of the range for a chart.
    """

    at_week: Range | None
    by_end: Range | None
    weekly: Range | None
    line: tuple[RangePoint, ...]


class WeightReport(Part, frozen=True, kw_only=True):
    """Everything the page on weight shows; all weights are in kg.

    `weeks` is the week of her last weight, else the week she is in. `say` tells where her gain
    stands. `range` is None when nothing is published (`why_no_range`) or when `asks`, the findings
    still needed, are open. `jump`: the last weight rose faster than it should, so the advice on
    swelling comes first.
    """

    weeks: float | None
    title: str
    points: tuple[GainPoint, ...]
    place: Place | None
    say: str | None
    range: GainRange | None
    why_no_range: PlanItem | None
    notes: tuple[PlanItem, ...]
    advice: tuple[PlanItem, ...]
    jump: bool
    asks: tuple[str, ...]


def weight_report(
    compiled: Compiled, answers: Answers, weights: Iterable[Weight] = ()
) -> WeightReport:
    """Her weights against the range for her BMI band and number of babies.

    `answers` as for an assessment; used are the weeks, height, weight before, number of babies, age,
    and whether anaemia or an eating disorder keeps the numbers back. Without `weights` her answer
    on her weight now is the one point. Raises `AnswerError` for a number outside its range.
    """
    guide = compiled.content.measures.weight_gain
    facts = settle(compiled, answers).facts
    codes = dict(zip(compiled.artefact.plan_keys, compiled.plan(facts), strict=True))
    ordered = _ordered(compiled.content, facts, weights)
    asks = _asks(facts)
    band = None if asks or facts.get("anaemia_or_eating_disorder") else _band(guide, facts)
    points = tuple(_point(guide, band, facts, one) for one in ordered)
    weeks = points[-1].weeks if points else number_in(facts, "gestation_weeks")
    hers = _range(guide, band, weeks) if band is not None else None
    place = points[-1].place if points else None
    jump = jumped(guide, ordered) and codes[f"advice:{SWELLING}"] == TRUE
    return WeightReport(
        weeks=weeks,
        title=_title(guide.words, weeks, points, hers),
        points=points,
        place=place,
        say=getattr(guide.words, place).format(weeks=_weeks(weeks)) if place else None,
        range=hers,
        why_no_range=_why_no_range(guide, facts) if band is None and not asks else None,
        notes=_notes(guide, facts, hers),
        advice=_advice(compiled.content, codes, place, jump=jump),
        jump=jump,
        asks=asks,
    )


def jumped(guide: WeightGain, weights: tuple[Weight, ...]) -> bool:
    """Whether the last weight is higher than an earlier one by more than the guide's gain a week.

    Within a week the whole rise counts, over longer the rise a week. `weights` are in order.
    """
    limit = guide.sudden_gain.kg_in_a_week
    *earlier, last = weights or (Weight(0.0, 0.0),)
    return any(last.kg - one.kg > limit * max(1.0, last.weeks - one.weeks) for one in earlier)


def typical_gain(guide: WeightGain, babies: int, bmi_band: str, weeks: float) -> float | None:
    """The middle of the range at this week in kg; None where nothing is published.

    For twins no range is published for each week: then the same share of the total as of 40 weeks.
    """
    band = band_for(guide, babies, bmi_band)
    if band is None or band.total_kg is None:
        return None
    ends = range_at(guide, band, weeks)
    if ends is None:
        return sum(band.total_kg) / 2 * min(weeks / LAST_WEEK_DRAWN, 1.0)
    return sum(ends) / 2


def babies_in(facts: dict[str, Value]) -> int | None:
    """How many babies: 1, 2, or 3 for three and more; None when it is not known."""
    if facts.get("higher_order_multiple"):
        return TRIPLETS
    if facts.get("twins"):
        return 2
    known_single = facts.get("twins") is False and facts.get("higher_order_multiple") is False
    return 1 if known_single else None


def _ordered(
    content: Content, facts: dict[str, Value], weights: Iterable[Weight]
) -> tuple[Weight, ...]:
    listed = sorted(weights, key=lambda one: (one.weeks, one.kg))
    for one in listed:
        checked_numbers(
            content, {"weeks": ("gestation_weeks", one.weeks), "kg": ("weight_now_kg", one.kg)}
        )
    weeks, now = number_in(facts, "gestation_weeks"), number_in(facts, "weight_now_kg")
    if not listed and weeks is not None and now is not None:
        listed = [Weight(weeks, now)]
    kept_back = facts.get("anaemia_or_eating_disorder") or "weight_before_kg" not in facts
    return () if kept_back else tuple(listed)


def number_in(facts: dict[str, Value], name: str) -> float | None:
    """A fact that is a number; None when it is not known."""
    value = facts.get(name)
    return value if isinstance(value, float) else None


def _asks(facts: dict[str, Value]) -> tuple[str, ...]:
    """What must be known before any number is shown; three babies settle that there is none."""
    if facts.get("higher_order_multiple"):
        return ()
    needed = (
        "weight_before_kg",
        "height_cm",
        "twins",
        "higher_order_multiple",
        "anaemia_or_eating_disorder",
    )
    return tuple(name for name in needed if name not in facts)


def _band(guide: WeightGain, facts: dict[str, Value]) -> GainBand | None:
    babies = babies_in(facts)
    return band_for(guide, babies, str(facts.get("bmi_band"))) if babies is not None else None


def _point(
    guide: WeightGain, band: GainBand | None, facts: dict[str, Value], weight: Weight
) -> GainPoint:
    gain = weight.kg - (number_in(facts, "weight_before_kg") or 0.0)
    ends = range_at(guide, band, weight.weeks) if band is not None else None
    if ends is None:
        return GainPoint(weight.weeks, gain, None, None)
    return GainPoint(weight.weeks, gain, in_tenths(ends), where_is(gain, ends))


def _range(guide: WeightGain, band: GainBand, weeks: float | None) -> GainRange:
    at_week = range_at(guide, band, weeks) if weeks is not None else None
    return GainRange(
        at_week=in_tenths(at_week) if at_week is not None else None,
        by_end=band.total_kg,
        weekly=band.rate_kg_per_week,
        line=range_line(guide, band, max(LAST_WEEK_DRAWN, weeks or 0.0)),
        sources=band.sources,
        source_checked=band.source_checked,
        reviewed=reviewed(band),
    )


def _title(
    words: GainWords, weeks: float | None, points: tuple[GainPoint, ...], hers: GainRange | None
) -> str:
    """What the chart says in one line, so that the figure is understood before it is read."""
    if weeks is None:
        return words.alone
    at_week = hers.at_week if hers is not None else None
    ends = at_week or (hers.by_end if hers is not None else None)
    said = (
        [words.gain.format(gain=in_kg(points[-1].gain_kg), weeks=_weeks(weeks))] if points else []
    )
    if ends is not None:
        pattern = words.by_end if at_week is None else words.range if points else words.range_alone
        said.append(pattern.format(low=f"{ends[0]:g}", high=f"{ends[1]:g}", weeks=_weeks(weeks)))
    return " ".join(said) or words.alone


def in_kg(value: float) -> str:
    """Kilograms as a scale shows them, with a true minus sign."""
    return f"{round(value, 1) + 0.0:g}".replace("-", "\N{MINUS SIGN}")


def _weeks(weeks: float | None) -> str:
    return weeks_in_short(weeks or 0.0)


def _why_no_range(guide: WeightGain, facts: dict[str, Value]) -> PlanItem:
    if facts.get("higher_order_multiple"):
        return _item(guide.without_range("triplets_or_more"))
    if facts.get("anaemia_or_eating_disorder"):
        return _item(guide.without_range("kept_back"))
    return _item(guide.without_range("twins_underweight_unpublished"))


def _notes(
    guide: WeightGain, facts: dict[str, Value], hers: GainRange | None
) -> tuple[PlanItem, ...]:
    notes = [_item(guide.interpolation)] if hers is not None and hers.line else []
    if hers is not None and facts.get("under_18"):
        notes.append(_item(guide.without_range("teenagers")))
    return tuple(notes)


def _advice(
    content: Content, codes: dict[str, int], place: Place | None, *, jump: bool
) -> tuple[PlanItem, ...]:
    """The guideline's own advice on weight that holds for her; after a jump, swelling comes first."""
    named = {SWELLING, "weight_no_diet"} if place == "above" else {SWELLING}
    told = [
        one
        for one in content.advice
        if codes[f"advice:{one.id}"] == TRUE
        and (one.id.startswith("weight_gain_") or one.id in named)
    ]
    told.sort(key=lambda one: not (jump and one.id == SWELLING))
    return tuple(_item(one) for one in told)


def _item(rule: Advice | Interpolation | NoBand) -> PlanItem:
    return PlanItem(
        say=rule.say,
        sources=rule.sources,
        source_checked=rule.source_checked,
        reviewed=reviewed(rule),
    )
