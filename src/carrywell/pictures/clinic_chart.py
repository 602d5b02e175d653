"""The totals of one published questionnaire that a clinic gave her, on its own range."""

from datetime import date

from carrywell.guideline.diary_questions import ClinicMeasure
from carrywell.patterns.course_words import between, clinic_says, day
from carrywell.patterns.diary import ClinicScore, Diary
from carrywell.pictures.chart import Axis
from carrywell.pictures.day_axis import DayAxis
from carrywell.pictures.day_chart import DayChart, DayPoint, Panel, Series, day_chart

WHICH_WAY = {"higher_is_worse": "higher is worse", "higher_is_better": "higher is better"}


def clinic_chart(diary: Diary, measure: ClinicMeasure, first: date, last: date) -> str:
    """The totals as SVG. They are not joined: between two visits nothing is known."""
    scores = clinic_scores(diary, measure, first, last)
    low, high = measure.range
    points = tuple(DayPoint(one.on, one.score, f"{day(one.on)}: {one.score:g}") for one in scores)
    up = Axis(f"{low:g} to {high:g}, {WHICH_WAY[measure.direction]}", low, high)
    return day_chart(
        DayChart(
            title=f"{measure.name}, {between(first, last)}",
            description=clinic_scores_say(scores, measure),
            days=DayAxis(first, last, diary.due_date),
            panels=(Panel(up, (_series(measure, points),), 100.0, _quarters(low, high)),),
        )
    )


def clinic_scores(
    diary: Diary, measure: ClinicMeasure, first: date, last: date
) -> tuple[ClinicScore, ...]:
    """The totals of that measure, oldest first."""
    listed = diary.between(first, last).clinic_scores
    return tuple(one for one in listed if one.measure == measure.id)


def clinic_scores_say(scores: tuple[ClinicScore, ...], measure: ClinicMeasure) -> str:
    """The totals in a sentence, with the range and which way is worse."""
    return clinic_says(scores, *measure.range, WHICH_WAY[measure.direction])


def _series(measure: ClinicMeasure, points: tuple[DayPoint, ...]) -> Series:
    return Series(measure.name, "circles", points, joined_within=0)


def _quarters(low: float, high: float) -> tuple[float, ...]:
    return tuple(low + (high - low) * count / 4 for count in range(5))
