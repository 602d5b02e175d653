"""Small helpers that several parts of an assessment share."""

from carrywell.assessment.answers import Settled
from carrywell.assessment.reasons import in_words
from carrywell.assessment.result import Known
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import Sourced


def known(compiled: Compiled, settled: Settled, finding_id: str) -> Known:
    """One fact as she would recognise it."""
    finding = compiled.content.finding[finding_id]
    return Known(
        finding=finding_id,
        say=in_words(finding, settled.facts.get(finding_id)),
        settled_by=settled.origin.get(finding_id),
    )


def reviewed(rule: Sourced) -> bool:
    """Whether a clinician has signed the rule off."""
    return bool(rule.reviewed_by)
