"""Who she is, what stands out about her, and what the last check said."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, Literal

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.reasons import in_weeks, in_words
from carrywell.assessment.result import Assessment
from carrywell.assessment.telling import HEADLINES, headline, spoken
from carrywell.exchange.material import LastCheck, Material, Woman
from carrywell.exchange.report import Figure, Line, Section, day_in_words, moment_in_words
from carrywell.guideline.content import Content
from carrywell.guideline.facts import as_answer, as_fact, harmless_value
from carrywell.guideline.model import RANK, Finding, Urgency

WEIGHT: Final = frozenset({"height_cm", "weight_before_kg", "weight_now_kg", "weight_gain_kg"})
"""Told only in the section on weight, and only to those who want numbers about it."""
NOT_A_RISK: Final = WEIGHT | {"age", "gravida", "para", "twins", "higher_order_multiple"}
RISK_GROUPS: Final = frozenset(
    {
        "any_pregnancy_risk",
        "any_known_danger",
        "any_pregnancy_complication",
        "any_spine_risk",
        "any_bone_or_cancer",
        "any_heart_or_lung",
        "any_blood_or_clot",
        "any_general_illness",
        "any_electrical_or_fits",
        "any_other_condition",
    }
)
"""Questions for several conditions at once: a 'yes' within one stands out, lasting or not."""
LEVEL_NAMES: Final[dict[Urgency, str]] = {
    "emergency": "EMERGENCY",
    "urgent": "URGENT",
    "soon": "Soon",
    "routine": "Routine",
}
HER_RECORDS: Final = "Her records"
_BABIES: Final = {1: "one", 2: "twins", 3: "three or more"}
_ENDED: Final = {"birth": "Gave birth on", "loss": "Pregnancy lost on"}


def who(material: Material) -> Section:
    """Who she is and what stands out, whatever she chose to leave out."""
    woman, content = material.woman, material.guideline.content
    found = stands_out(material)
    if found:
        risk = "; ".join(found)
    elif material.check_that_counts is None and not _asked_about_risk(content, woman.known):
        risk = "not asked yet"
    else:
        risk = "nothing among what she was asked"
    today = material.now.astimezone(material.diary.zone).date()
    return Section(
        id="who",
        title="Who",
        figures=tuple(Figure(name, value) for name, value in _figures(woman, today) if value),
        lines=(Line(risk, lead="Stands out"),),
    )


def stands_out(material: Material) -> tuple[str, ...]:
    """Her risk facts in words: lasting ones, and conditions she named in the last check."""
    content, check = material.guideline.content, material.check_that_counts
    told = dict(check.answers) if check else {}
    answers = told | dict(material.woman.known)
    return tuple(
        spoken(in_words(finding, as_fact(finding, answers[finding.id])), for_someone_else=True)
        for finding in content.findings
        if finding.id in answers and _is_risk(content, finding, answers[finding.id])
    )


def last_check(material: Material) -> Section:
    """When the last check was, and what it asked for."""
    check = material.check
    if check is None:
        return Section(
            id="check",
            title="Last check",
            missing=_no_check(material),
            level=_worst(material, None),
            lines=tuple(_since(material)),
        )
    return Section(
        id="check",
        title="Last check",
        level=_worst(material, level_to_tell(material, check)),
        figures=tuple(_check_figures(material, check)),
        lines=(*_since(material), *(Line(one) for one in _check_notes(material, check))),
    )


def _no_check(material: Material) -> str:
    if material.unreadable is None:
        return "She has not finished a check in Carrywell."
    at = moment_in_words(material.unreadable.astimezone(material.diary.zone))
    return f"Her check of {at} is from another edition, which this one cannot read."


def _worst(material: Material, told: Urgency | None) -> Urgency | Literal[""]:
    since = (material.since[0],) if material.since else ()
    levels: tuple[Urgency, ...] = (*since, told) if told else since
    if not levels:
        return ""
    worst: Urgency = max(levels, key=RANK.__getitem__)
    return worst


def _since(material: Material) -> Iterator[Line]:
    """What her records show since the check: the check's own level no longer stands alone."""
    if material.since is not None:
        level, shows = material.since
        when = " since then" if material.check or material.unreadable else ""
        yield Line(shows, lead=f"{HER_RECORDS}{when}: {LEVEL_NAMES[level]}")


def level_to_tell(material: Material, check: LastCheck) -> Urgency | None:
    """The urgency of the check; None when it may rest on an answer that is private.

    It is worked out again with every private answer as harmless: when that is as urgent, nothing
    private is behind it. A lower level than she was told is never shown.
    """
    assessment = check.assessment
    if not check.is_current:
        return assessment.urgency if _explained(assessment) else None
    content = material.guideline.content
    harmless = {
        one.id: as_answer(harmless_value(one))
        for one in content.findings
        if one.private and not one.derived
    }
    try:
        again = material.guideline.assess({**_told_openly(content, check), **harmless})
    except AnswerError:
        return assessment.urgency if _explained(assessment) else None
    return assessment.urgency if again.urgency == assessment.urgency else None


def _told_openly(content: Content, check: LastCheck) -> dict[str, Any]:
    return {name: one for name, one in check.answers.items() if not content.finding[name].private}


def _explained(assessment: Assessment) -> bool:
    """Whether a sign that is not private asks for the whole urgency."""
    if assessment.urgency == "routine":
        return True
    fired = {one.urgency for one in assessment.signs if not one.private}
    unsure = {one.advises for one in assessment.undecided if not one.private}
    return assessment.urgency in fired | unsure


def _figures(woman: Woman, today: date) -> Iterator[tuple[str, str]]:
    yield "Pregnancy", _state(woman, today)
    if woman.outcome not in ("birth", "loss"):
        yield "Due date", day_in_words(woman.due_date) if woman.due_date else "not known"
        yield "Babies", _BABIES.get(woman.babies or 0, "not said")
    age = woman.known.get("age")
    yield "Age", f"{age:g}" if isinstance(age, int | float) else ""
    yield "Pregnancies", _count(woman.known.get("gravida"))
    yield "Earlier births", _count(woman.known.get("para"))
    yield "Country", woman.country
    yield "Maternity unit", woman.unit


def _state(woman: Woman, today: date) -> str:
    if woman.outcome in _ENDED and woman.ended_on is not None:
        days = (today - woman.ended_on).days
        ago = "today" if days == 0 else f"{days} day{'' if days == 1 else 's'} ago"
        at = woman.weeks_at_the_end
        weeks = f", at {in_weeks(at)}" if at is not None else ""
        return f"{_ENDED[woman.outcome]} {day_in_words(woman.ended_on)}{weeks} ({ago})"
    if woman.outcome == "stopped":
        return "not followed in Carrywell any more"
    return in_weeks(woman.weeks) if woman.weeks is not None else "weeks not known"


def _count(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else ""


def _asked_about_risk(content: Content, known: Mapping[str, Any]) -> bool:
    return any(content.finding[name].standing and name not in NOT_A_RISK for name in known)


def _is_risk(content: Content, finding: Finding, value: object) -> bool:
    if finding.private or finding.covers or finding.id in NOT_A_RISK or value is None:
        return False
    if not finding.standing and content.umbrella_of.get(finding.id) not in RISK_GROUPS:
        return False
    return as_fact(finding, value) != harmless_value(finding)


def _check_figures(material: Material, check: LastCheck) -> Iterator[Figure]:
    level = level_to_tell(material, check)
    if level is not None:
        yield Figure("Level", LEVEL_NAMES[level])
    yield Figure("When", moment_in_words(check.at.astimezone(material.diary.zone)))
    yield Figure("Answered by", "someone with her" if check.by_someone_else else "herself")
    if level is not None:
        yield Figure("She was told", _headline(check.assessment))


def _headline(assessment: Assessment) -> str:
    said = headline(assessment)
    if assessment.urgency == "emergency":  # 'do this before you read on' is for her alone
        return said.title
    clock = HEADLINES[assessment.urgency].clock.partition(".")[0]
    return f"{said.title}. {clock}"


def _check_notes(material: Material, check: LastCheck) -> Iterator[str]:
    if material.check_that_counts is None:
        yield "It speaks of the time before the pregnancy ended, so its answers are not repeated."
    elif level_to_tell(material, check) and check.assessment.urgency != check.assessment.floor:
        yield (
            "The level rests on what was not known (not sure, or not asked), not on a warning sign"
            " that is there."
        )
    if not check.assessment.scope.in_scope and not check.assessment.signs:
        yield material.fitting(check.assessment.scope.say)
    if not check.is_current:
        yield "An older edition of the guideline gave this answer."
    if material.begun_later is not None:
        begun = moment_in_words(material.begun_later.astimezone(material.diary.zone))
        yield f"She began another check on {begun} and did not finish it."
