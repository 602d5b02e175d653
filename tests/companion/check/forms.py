"""How a woman's answers look as a form, so that a test can fill in any screen as a browser does."""

from carrywell.companion.check.reading import NONE, NOT_SURE, TICKS, ticked_together


def as_form(questions, woman):
    """The data a browser sends for these questions, when she answers what `woman` says."""
    listed = ticked_together(questions)
    form = _ticks(listed, woman) if listed else {}
    for question in questions:
        if question not in listed:
            form |= _one(question, woman.get(question.finding))
    return form


def _ticks(listed, woman):
    names = [one.finding for one in listed]
    yes = [name for name in names if woman.get(name) is True]
    unsure = [name for name in names if woman.get(name) is None]
    ticks = [*yes, *([NOT_SURE] if unsure else []), *([] if yes or unsure else [NONE])]
    return {TICKS: ticks, "ticks__not_sure": unsure}


def _one(question, value):
    name = question.finding
    if value is None:
        unsure = question.type == "number" and name != "pain_score"
        return {f"{name}__not_sure": [NOT_SURE]} if unsure else {name: [NOT_SURE]}
    match question.type:
        case "yes_no":
            return {name: ["yes" if value else "no"]}
        case "choices":
            return {name: list(value) or [NONE]}
        case "number" if question.unit == "weeks":
            return {name: [str(int(value))]}
        case "number":
            return {name: [f"{value:g}"]}
    return {name: [value]}
