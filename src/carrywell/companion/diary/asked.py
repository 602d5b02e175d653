"""What the diary asks, from the guideline: scales, words, places, and which of them may be stored."""

from carrywell.api import load_guideline
from carrywell.guideline.diary_questions import DiaryQuestions, range_of
from carrywell.guideline.measures import Measures

BROUGHT_ON = "worse_with"
"""The question of a check whose options say what brought the pain on."""

PLACES = "pain_location"
SCALES_OF_A_DAY = ("pain_average", "pain_worst", "sleep_quality", "stress")
LONGEST_NOTE = 4000


def measures() -> Measures:
    """The measures of the guideline."""
    return load_guideline().content.measures


def questions() -> DiaryQuestions:
    """What a day and a week are asked about."""
    return measures().diary


def numbers_of(scale: str) -> range:
    """The whole numbers of a scale, lowest first."""
    return range_of(questions().scale[scale], load_guideline().content.finding)


def week_numbers() -> range:
    """The whole numbers of the weekly questions, lowest first."""
    low, high = questions().week.range
    return range(int(low), int(high) + 1)


def words_of(field: str) -> dict[str, str]:
    """What may be stored in a list of a day, id to words: places, qualities, brought_on, steps_done.

    Of treatments, those that can be in a plan, by name.
    """
    content = load_guideline().content
    match field:
        case "qualities":
            return {one.id: one.say for one in questions().qualities}
        case "steps_done":
            return {one.id: one.name for one in content.treatments if one.kind == "plan"}
    finding = content.finding[PLACES if field == "places" else BROUGHT_ON]
    return {one.id: one.say for one in finding.options}
