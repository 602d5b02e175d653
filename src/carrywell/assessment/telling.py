"""The words around an assessment that a terminal and a page must not say differently.

No marks, colours or line breaks: where and how they are shown is for each to choose.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from carrywell.assessment.reasons import in_weeks
from carrywell.assessment.result import Assessment, FiredSign
from carrywell.guideline.content import Content, EmergencyNumbers
from carrywell.guideline.model import Finding, Urgency


class Headline(msgspec.Struct, frozen=True):
    """What to do first: `title` says what, `clock` how soon. Both are whole phrases."""

    title: str
    clock: str


HEADLINES: dict[Urgency, Headline] = {
    "emergency": Headline("Call an ambulance now", "Do not wait. Do this before you read on."),
    "urgent": Headline("Ring your maternity unit now", "Within the hour, day or night."),
    "soon": Headline(
        "Speak to your midwife or doctor", "Within 1 to 3 days. The lines below say which."
    ),
    "routine": Headline("You can look after this at home", "Mention it at your next visit."),
}
OUTSIDE_PREGNANCY: dict[Urgency, str] = {
    "urgent": "Get medical help now: your doctor or an emergency department",
    "soon": "Speak to your doctor",
    "routine": "Nothing here says that it is urgent",
}
"""Titles for someone who is not pregnant: she has no maternity unit to ring."""

WATCH_FOR_TITLES: dict[Urgency, str] = {
    "emergency": "Call an ambulance at once if you notice",
    "urgent": "Ring your maternity unit at once if you notice",
}
NUMBERS_UNVERIFIED = "Numbers change. Nobody has verified these for this edition yet."
OWN_UNIT = "Your maternity unit: the number on your notes. It is there day and night."
CAUSE_UNCLEAR = (
    "Your answers do not point to one cause. A midwife or physiotherapist can help to find it."
)
MOST_TOLD = 6
"""More than six things are not taken in on the phone."""


def headline(assessment: Assessment) -> Headline:
    """The headline for her urgency and her scope."""
    said = HEADLINES[assessment.urgency]
    if assessment.scope.id != "not_pregnant":
        return said
    return Headline(OUTSIDE_PREGNANCY.get(assessment.urgency, said.title), said.clock)


def rests_on_not_knowing(assessment: Assessment) -> bool:
    """Whether what she does not know makes the advice more urgent than what she does know."""
    return assessment.urgency != assessment.floor


def why_so_careful(assessment: Assessment) -> str | None:
    """A sentence for advice that rests on not knowing; None where it does not."""
    if not rests_on_not_knowing(assessment):
        return None
    if assessment.next_screen is not None:
        return "Not everything has been asked yet, so the most careful answer stands."
    return (
        "This is so because some things could not be ruled out yet. Ring, and say what you"
        " could not tell."
    )


def signs_worth_telling(assessment: Assessment) -> tuple[FiredSign, ...]:
    """The first sign for each concern, worst first: the others say the same with other words.

    Routine ones are left out; `Assessment.signs` has every one.
    """
    first: dict[str, FiredSign] = {}
    for sign in assessment.signs:
        if sign.urgency != "routine":
            first.setdefault(sign.concern, sign)
    return tuple(first.values())


def symptoms(sign: FiredSign) -> tuple[str, ...]:
    """Her answers behind a sign; that she is pregnant goes without saying."""
    told = tuple(one.say for one in sign.because if one.finding != "pregnant")
    return told or tuple(one.say for one in sign.because)


def what_to_do(assessment: Assessment, sign: FiredSign) -> str | None:
    """What the sign asks for; None for one milder than her urgency, which must not say 'in days'."""
    return sign.do if sign.urgency == assessment.urgency else None


def numbers_for(content: Content, country: str | None) -> EmergencyNumbers:
    """The numbers of a country (ISO 3166, two letters); those for anywhere when it is not known."""
    every = {one.country: one for one in content.emergency_numbers}
    return every.get(country) or every[None]


def phone_script(
    content: Content,
    assessment: Assessment,
    answers: Mapping[str, Any],
    *,
    for_someone_else: bool = False,
) -> str:
    """What to say on the phone: the weeks, then what she has, in her own answers. No quotes.

    Nothing private is in it, so that it may be read out beside anyone. `for_someone_else`: someone
    rings for her. It ends with 'It began ...'; the page says that the time belongs there.
    """
    told = {
        known.finding: spoken(known.say, for_someone_else=for_someone_else)
        for sign in assessment.signs
        if not sign.private
        for known in sign.because
        if _is_symptom(content.finding[known.finding])
    }
    have = "; ".join(list(told.values())[:MOST_TOLD])
    have = have or _nothing_to_name(assessment, for_someone_else=for_someone_else)
    if for_someone_else:
        who = f"I am ringing for someone who {_state(answers, 'is')}. She has"
    else:
        who = f"I {_state(answers, 'am')}. I have"
    return f"{who}: {have}. It began ..."


def _is_symptom(finding: Finding) -> bool:
    if finding.id == "postpartum":  # said already, in how far along she is
        return False
    return finding.no_harmless_because is None and not finding.standing and not finding.private


def spoken(say: str, *, for_someone_else: bool) -> str:
    """Words written to her, as she or someone beside her would say them: 'pain that wakes me'."""
    your, you, you_object = ("her", "she", "her") if for_someone_else else ("my", "I", "me")
    say = re.sub(r"\byour\b", your, say)
    say = re.sub(r"\byou(?= can)", you, say)
    return re.sub(r"\byou\b", you_object, say)


def _state(answers: Mapping[str, Any], be: str) -> str:
    """How far along she is, after 'I' or 'someone who'."""
    weeks = answers.get("gestation_weeks")
    if isinstance(weeks, int | float):
        return f"{be} {in_weeks(weeks)} pregnant"
    if answers.get("postpartum"):
        return "gave birth in the last six weeks"
    if answers.get("pregnant") is not False:
        return f"{be} pregnant and not sure of the weeks"
    tested = answers.get("pregnancy_test") == "negative"
    return f"{be} not pregnant" if tested else "may be pregnant"


def _nothing_to_name(assessment: Assessment, *, for_someone_else: bool) -> str:
    she = "she" if for_someone_else else "I"
    if any(sign.private for sign in assessment.signs):
        return f"something {she} want{'s' if for_someone_else else ''} to talk about in private"
    return f"something {she} could not tell"
