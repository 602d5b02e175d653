"""What the rest of her answers are while an example is looked for: none, or all harmless.

'Nothing else told' is somebody who has only begun. 'Everything else ruled out' is a woman who is well
at 30 weeks and has answered every question; only in front of her does a change show that the many
open questions of the first would hide.
"""

from collections.abc import Iterator

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.conditions.smt import Formula, every, negate, some
from carrywell.conditions.values import Value
from carrywell.guideline.facts import as_answer, as_fact, harmless_value
from carrywell.guideline.model import Finding
from carrywell.proof.claims import Answers
from carrywell.proof.compared import ASKED, Two
from carrywell.proof.told import known_to
from carrywell.proof.world import is_value

WEEKS = 30.0
"""A week at which no question of early or late pregnancy applies; the gate matrix bars nothing."""


class Background(msgspec.Struct, frozen=True, eq=False):
    """The rest of her answers. `costs`: of each finding, when it is one of the few that are told.

    `is_asked`: what is left open here was asked, and she was not sure.
    """

    name: str
    rest: Answers
    costs: dict[str, Formula]
    is_asked: bool

    @property
    def rules(self) -> tuple[Formula, ...]:
        """What holds in front of this background."""
        return (ASKED if self.is_asked else negate(ASKED),)


def backgrounds(two: Two) -> tuple[Background, Background]:
    """Nothing else told; everything else ruled out."""
    nothing = {name: two.her.is_told(name) for name in two.her.declared}
    well = well_in(two.old.guideline, two.new.guideline)
    differs = {name: negate(_is_as(two, name, well)) for name in two.her.declared}
    return (
        Background("nothing else told", {}, nothing, is_asked=False),
        Background("everything else ruled out", well, differs, is_asked=True),
    )


def well_in(old: Guideline, new: Guideline) -> Answers:
    """A woman at 30 weeks who answers every question harmlessly, under both guidelines."""
    answers = {**dict(_harmless(new)), **dict(_harmless(old))}
    for guideline in (old, new, old):
        answers = _without_problems(guideline, answers)
    return answers


def _harmless(guideline: Guideline) -> Iterator[tuple[str, object]]:
    for one in guideline.content.findings:
        if one.derived is not None or one.covers or one.default is not None:
            continue
        if one.implies and one.id != "gestation_weeks":  # a reading that nobody took
            continue
        value = _calm(one)
        if value is not None:
            yield one.id, as_answer(value)


def _calm(finding: Finding) -> Value:
    """Its harmless answer; for the few that have none, that of a pregnancy like any other."""
    if finding.id == "gestation_weeks":
        return WEEKS
    if finding.no_harmless_because is None:
        return harmless_value(finding)
    if finding.type != "yes_no":
        return None
    return finding.otherwise if isinstance(finding.otherwise, bool) else True


def _without_problems(guideline: Guideline, answers: Answers) -> Answers:
    """Leaves out what does not fit the rest, until the guideline takes it."""
    while True:
        try:
            settle(guideline.compiled, known_to(guideline, answers))
        except AnswerError as error:
            wrong = {name for one in error.problems for name in one.findings or (one.field,)}
            fewer = {name: value for name, value in answers.items() if name not in wrong}
            if len(fewer) == len(answers):
                raise
            answers = fewer
        else:
            return answers


def _is_as(two: Two, name: str, well: Answers) -> Formula:
    """Answered as the woman who is well does, or following from what she told otherwise."""
    untold = negate(two.her.is_told(name))
    follows = (side.facts.implied.get(name, False) for side in two.sides)
    if name not in well:
        return untold
    finding = next(
        side.guideline.content.finding[name]
        for side in two.sides
        if name in side.guideline.content.finding
    )
    same = is_value(two.her, two.her.declared[name], as_fact(finding, well[name]))
    return some((same, every((untold, some(follows)))))
