"""Her answers in the last check: what is there, what is denied, what is not known.

The three are never mixed: 'not sure' and 'not asked' are no 'no', and a 'no' to a question about
several things at once stands apart from a 'no' to one thing. Nothing private is ever told.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

import msgspec

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.reasons import in_words
from carrywell.assessment.references import References
from carrywell.assessment.result import FiredSign, UndecidedSign
from carrywell.assessment.telling import signs_worth_telling, spoken
from carrywell.exchange.material import LastCheck, Material
from carrywell.exchange.report import Line, Section, moment_in_words
from carrywell.exchange.report_who import LEVEL_NAMES, NOT_A_RISK, RISK_GROUPS
from carrywell.guideline.content import Content
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.guideline.model import Finding

PRESENT: Final = "Warning signs present"
NONE_TOLD: Final = "none (private questions aside)"
"""Said of everyone, so that it gives nothing away and is never untrue."""
REPORTED: Final = "Also reported"
NOT_SURE: Final = "Asked, and she was not sure"
OPEN: Final = "So not ruled out"
DENIED: Final = "Asked and denied"
DENIED_IN_GROUPS: Final = "Denied as a group (one question for several signs)"
NOT_MEASURED: Final = "Not measured"
NOT_ASKED: Final = "Not asked"
NONE_OF_THEM: Final = "none"
"""The option of a choice that says 'no'."""
MEASURED: Final = "_measured"
"""Ends the ids of the questions whether a reading was taken."""
NO_SIGN: Final = frozenset({"using_plan"})
"""Asked among the signs because others follow from it: its 'no' denies nothing."""
MOST_OPEN: Final = 4
SAID_ELSEWHERE: Final = NOT_A_RISK | {"pregnant", "postpartum", "gestation_weeks"}
"""Told at the top of the report, or in a section of its own."""


class Answered(msgspec.Struct, frozen=True, dict=True):
    """The answers of a check, each finding in exactly one place. Private ones are in none."""

    content: Content
    check: LastCheck

    @cached_property
    def asked(self) -> tuple[Finding, ...]:
        """What was asked about on a screen of this check, in the order of the guideline."""
        asked = dict.fromkeys(name for one in self.content.screens for name in one.asks)
        return tuple(
            one
            for name in asked
            if self._counts(one := self.content.finding[name]) and name in self.check.told
        )

    @cached_property
    def not_sure(self) -> tuple[Finding, ...]:
        """Asked, and the answer was 'not sure', also in part."""
        return tuple(one for one in self.asked if _is_unsure(self.check.answers.get(one.id)))

    @cached_property
    def denied(self) -> tuple[Finding, ...]:
        """Warning signs asked about one by one, and answered harmlessly."""
        return tuple(
            one
            for one in self._harmless
            if not (one.covers or one.id.endswith(MEASURED) or one.id in NO_SIGN)
            and one.id in self._about_urgency
        )

    @cached_property
    def not_measured(self) -> tuple[Finding, ...]:
        """Readings she could not take: that says nothing about what they would be."""
        return tuple(
            one
            for one in self.asked
            if one.id.endswith(MEASURED) and self.check.answers.get(one.id) is False
        )

    @cached_property
    def denied_in_groups(self) -> tuple[Finding, ...]:
        """Questions about several signs at once that were answered with 'no'."""
        return tuple(one for one in self._harmless if one.covers and one.id in self._about_urgency)

    @cached_property
    def _harmless(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.asked if self._is_harmless(one))

    @cached_property
    def reported(self) -> tuple[Finding, ...]:
        """What she said she has; a group only when none of its parts is told.

        Risk facts stand at the top of the report, with what else stands out.
        """
        has = [one for one in self.asked if self._is_there(one)]
        return tuple(
            one
            for one in has
            if not any(self._is_told(part) for part in one.covers)
            and not one.standing
            and one.id not in {left.id for left in self.not_measured}
            and self.content.umbrella_of.get(one.id) not in RISK_GROUPS
        )

    def in_words(self, finding: Finding) -> str:
        """The answer in words, as someone who speaks of her."""
        value = _without_none(self.check.answers.get(finding.id))
        return spoken(in_words(finding, as_fact(finding, value)), for_someone_else=True)

    def name(self, finding: Finding) -> str:
        """What was asked about."""
        return spoken(finding.short, for_someone_else=True)

    def _counts(self, finding: Finding) -> bool:
        return not finding.private and not finding.derived and finding.id not in SAID_ELSEWHERE

    def _is_there(self, finding: Finding) -> bool:
        value = self.check.answers.get(finding.id)
        return value is not None and _without_none(value) != [] and not self._is_harmless(finding)

    def _is_told(self, part: str) -> bool:
        """Whether a part of a group has an answer of its own that is no 'no'."""
        if part not in self.check.answers:
            return False
        return not self._is_harmless(self.content.finding[part])

    def _is_harmless(self, finding: Finding) -> bool:
        value = self.check.answers.get(finding.id)
        if finding.type not in ("yes_no", "choices") and value != NONE_OF_THEM:
            return False  # a choice or a number says something, however harmless
        if value is True or _is_unsure(value):
            return False
        return as_fact(finding, value) == harmless_value(finding)

    @cached_property
    def _about_urgency(self) -> frozenset[str]:
        return frozenset(about_urgency(self.content))


def about_urgency(content: Content) -> Iterator[str]:
    """The findings that are asked about to see how urgent it is, those behind a group included."""
    first = [
        name
        for one in content.screens
        if one.purpose == "urgency" and one.details_of is None
        for name in one.asks
    ]
    yield from first
    for screen in content.screens:
        if screen.details_of in first:
            yield from screen.asks


def signs(material: Material, references: References) -> Section:
    """What is there, what she was not sure of, what she denied, and what was not asked."""
    check = material.check_that_counts
    if check is None:
        return Section(
            id="signs",
            title="Warning signs",
            missing="Not asked: there is no check to tell from. Nothing here is a 'no'.",
        )
    answered = Answered(material.guideline.content, check)
    at = moment_in_words(check.at.astimezone(material.diary.zone))
    return Section(
        id="signs",
        title=f"Warning signs, as she answered on {at}",
        lines=(
            *_present(material, check, references),
            *_listed(answered, check, _known_since(material)),
            *_not_asked(material, check),
        ),
    )


def _present(material: Material, check: LastCheck, references: References) -> Iterator[Line]:
    told = signs_worth_telling(check.assessment.without_private())
    if not told:
        yield Line(NONE_TOLD, lead=PRESENT)
    for sign in told:
        yield Line(
            material.fitting(f"{sign.title} ({LEVEL_NAMES[sign.urgency].lower()})")
            + _because(material, sign),
            lead=PRESENT,
            references=references.numbers(sign.sources),
            checked=sign.source_checked,
            stands_out=True,
        )


def _because(material: Material, sign: FiredSign) -> str:
    finding = material.guideline.content.finding
    said = [
        material.fitting(spoken(one.say.partition(". ")[0], for_someone_else=True))
        for one in sign.because
        if one.finding not in ("pregnant", "postpartum", "gestation_weeks")
        and not (one.finding in finding and finding[one.finding].private)
    ]
    return f": {'; '.join(said)}" if said else ""


def _known_since(material: Material) -> frozenset[str]:
    """What is known of her now, and the groups it is in: a 'no' in the check is then out of date."""
    content, known = material.guideline.content, material.woman.known
    there = {
        name
        for name, value in known.items()
        if name in content.finding
        and value is not None
        and as_fact(content.finding[name], value) != harmless_value(content.finding[name])
    }
    return frozenset(there | {content.umbrella_of.get(one, one) for one in there})


def _listed(answered: Answered, check: LastCheck, since: frozenset[str]) -> Iterator[Line]:
    in_signs = {
        known.finding
        for sign in signs_worth_telling(check.assessment.without_private())
        for known in sign.because
    }
    reported = [one for one in answered.reported if one.id not in in_signs]
    yield from _line(REPORTED, (answered.in_words(one) for one in reported))
    yield from _line(NOT_SURE, (answered.name(one) for one in answered.not_sure))
    yield from _open(answered, check)
    yield from _line(NOT_MEASURED, (answered.name(one) for one in answered.not_measured))
    for lead, said in ((DENIED, answered.denied), (DENIED_IN_GROUPS, answered.denied_in_groups)):
        yield from _line(lead, (answered.name(one) for one in said if one.id not in since))


def _line(lead: str, said: Iterable[str]) -> Iterator[Line]:
    if listed := "; ".join(said):
        yield Line(listed, lead=lead)


def _open(answered: Answered, check: LastCheck) -> Iterator[Line]:
    """The signs that stay open because she was not sure; what was not asked is told apart."""
    unsure = {one.id for one in answered.not_sure}
    names = unsure | {part for one in answered.not_sure for part in one.covers}
    titles = [
        f"{one.title} ({LEVEL_NAMES[one.advises].lower()})"
        for one in check.assessment.undecided
        if not one.private and _rests_on(one, names)
    ]
    if titles:
        rest = len(titles) - MOST_OPEN
        more = f"; and {rest} more" if rest > 0 else ""
        yield Line("; ".join(titles[:MOST_OPEN]) + more, lead=OPEN)


def _rests_on(sign: UndecidedSign, unsure: set[str]) -> bool:
    return bool(unsure.intersection(sign.depends_on))


def _not_asked(material: Material, check: LastCheck) -> Iterator[Line]:
    left = not_asked(material, check)
    if left is None:
        yield Line("not known: an older edition asked the questions", lead=NOT_ASKED)
    elif left:
        named = [one.short for one in left if one.covers or len(left) <= MOST_OPEN]
        among = f"; among them: {'; '.join(named)}" if named else ""
        count = f"{len(left)} question{'' if len(left) == 1 else 's'} about warning signs"
        yield Line(spoken(f"{count}{among}", for_someone_else=True), lead=NOT_ASKED)
    else:
        yield Line("nothing: every question about warning signs was answered", lead=NOT_ASKED)


def not_asked(material: Material, check: LastCheck) -> tuple[Finding, ...] | None:
    """The questions about warning signs that still apply and were not put; None if not known."""
    content = material.guideline.content
    answers: dict[str, Any] = dict(check.answers)
    names = [
        name
        for name in dict.fromkeys(about_urgency(content))
        if not content.finding[name].private and name not in answers and name not in SAID_ELSEWHERE
    ]
    if not check.is_current:
        return None
    try:
        return tuple(
            content.finding[one]
            for one in names
            if _is_put(content, one, answers) and material.guideline.still_applies(one, answers)
        )
    except AnswerError:
        return None


def _is_put(content: Content, name: str, answers: dict[str, Any]) -> bool:
    """Whether it would be a question of its own: one of a group is, once the group has a 'yes'."""
    group = content.umbrella_of.get(name)
    return group is None or answers.get(group) is True


def _is_unsure(value: object) -> bool:
    return value is None or (isinstance(value, list | tuple) and None in value)


def _without_none(value: object) -> object:
    return [one for one in value if one is not None] if isinstance(value, list | tuple) else value
