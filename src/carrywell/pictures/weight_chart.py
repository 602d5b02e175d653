"""Her weight gain by week against the recommended range, as a chart and as the rows of a table."""

import msgspec

from carrywell.guideline.measures import GainWords
from carrywell.patterns.gestation import weeks_in_short
from carrywell.patterns.weight_gain import LAST_WEEK_DRAWN, GainPoint, WeightReport, in_kg
from carrywell.patterns.weight_range import Place
from carrywell.pictures.chart import Axis, LineChart, Point, Threshold, line_chart

LEAST_KG_SHOWN = 5.0
"""Early on the chart keeps this height, so that a few hundred grams do not look like a mountain."""


class WeightRow(msgspec.Struct, frozen=True):
    """One line of the table; `usual` is empty where no range for a week is published."""

    weeks: str
    gain_kg: str
    usual: str
    place: Place | None


def weight_chart(report: WeightReport, words: GainWords) -> str:
    """The chart as SVG. Twins have no range for a week: two lines show the range for the end."""
    ends = report.range.by_end if report.range is not None and not report.range.line else None
    return line_chart(
        LineChart(
            title=report.title,
            description="; ".join(_says(one, words) for one in report.points),
            across=Axis(words.chart_weeks, 0.0, LAST_WEEK_DRAWN),
            up=Axis(words.chart_gain, 0.0, LEAST_KG_SHOWN),
            points=tuple(Point(one.weeks, one.gain_kg, _says(one, words)) for one in report.points),
            points_name=words.chart_you,
            band=report.range.line if report.range is not None else (),
            band_name=words.chart_range,
            thresholds=tuple(
                Threshold(kg, words.chart_end.format(kg=in_kg(kg))) for kg in ends or ()
            ),
        )
    )


def weight_rows(report: WeightReport, words: GainWords) -> tuple[WeightRow, ...]:
    """The same as the chart, for a table: her latest weight first."""
    return tuple(
        WeightRow(
            weeks_in_short(one.weeks),
            in_kg(one.gain_kg),
            words.ends.format(low=in_kg(one.at_week[0]), high=in_kg(one.at_week[1]))
            if one.at_week is not None
            else "",
            one.place,
        )
        for one in reversed(report.points)
    )


def _says(point: GainPoint, words: GainWords) -> str:
    return words.point.format(weeks=weeks_in_short(point.weeks), gain=in_kg(point.gain_kg))
