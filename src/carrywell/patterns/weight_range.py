"""The recommended weight gain for a week of pregnancy, from the bands in ``measures.yaml``.

Published are the total by the end and the weekly rate (Institute of Medicine 2009), and for one
baby the gain of the first months. Between those points the range runs in straight lines, which are
ours: from nothing to the gain of the first months, then on at the weekly rate.
"""

from typing import Literal

from carrywell.guideline.measures import GainBand, WeightGain
from carrywell.guideline.model import Range

Place = Literal["below", "within", "above"]
RangePoint = tuple[float, float, float]
"""A week, and the low and the high end of the range there, in kg."""
ONE_DECIMAL = 1
"""Scales show tenths of a kilogram, so tenths are compared and shown."""


def band_for(guide: WeightGain, babies: int, bmi_band: str) -> GainBand | None:
    """The band for this many babies and this BMI band; None where none is published."""
    for band in guide.bands:
        if (band.babies, band.bmi_band) == (babies, bmi_band) and band.total_kg is not None:
            return band
    return None


def range_at(guide: WeightGain, band: GainBand, weeks: float) -> Range | None:
    """The low and the high end in kg at this week (0 to 45), not rounded.

    None for twins: no gain for the first months is published to begin from.
    """
    start, rate = band.first_trimester_kg, band.rate_kg_per_week
    if start is None or rate is None:
        return None
    until = guide.first_trimester.until_weeks
    early, late = min(weeks, until) / until, max(weeks - until, 0.0)
    return start[0] * early + rate[0] * late, start[1] * early + rate[1] * late


def range_line(guide: WeightGain, band: GainBand, last_week: float) -> tuple[RangePoint, ...]:
    """The corners of the range from week 0 to `last_week`; none where `range_at` has none."""
    until = guide.first_trimester.until_weeks
    corners = ((week, range_at(guide, band, week)) for week in (0.0, until, max(last_week, until)))
    return tuple((week, *ends) for week, ends in corners if ends is not None)


def in_tenths(ends: Range) -> Range:
    """A range as it is shown."""
    return round(ends[0], ONE_DECIMAL), round(ends[1], ONE_DECIMAL)


def where_is(gain_kg: float, ends: Range) -> Place:
    """Where a gain stands against a range, both as they are shown, in tenths of a kilogram."""
    low, high = in_tenths(ends)
    gain = round(gain_kg, ONE_DECIMAL)
    return "below" if gain < low else "above" if gain > high else "within"
