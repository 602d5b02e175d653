"""Small helpers that several parts of an assessment share."""

from carrywell.assessment.answers import Settled
from carrywell.assessment.reasons import because, in_words
from carrywell.assessment.result import Known
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import Sourced


def grounds(compiled: Compiled, settled: Settled, key: str) -> tuple[Known, ...]:
    """The fewest answers that make a true rule true, as she gave them.

    A fact that only follows from an answer stands as that answer: weeks, not 'she knows her weeks'.
    """
    names = (settled.origin.get(name, name) for name in because(compiled, key, settled.facts))
    return tuple(known(compiled, settled, name) for name in dict.fromkeys(names))


def known(compiled: Compiled, settled: Settled, finding_id: str) -> Known:
    """One fact as she would recognise it."""
    finding = compiled.content.finding[finding_id]
    return Known(
        finding=finding_id,
        say=in_words(finding, settled.facts.get(finding_id)),
    )


def reviewed(rule: Sourced) -> bool:
    """Whether a clinician has signed the rule off."""
    return bool(rule.reviewed_by)
