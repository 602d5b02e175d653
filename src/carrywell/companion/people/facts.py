"""Standing facts as she reads them: to confirm, or to be asked about again."""

from datetime import date

import msgspec

from carrywell.api import load_guideline
from carrywell.assessment.reasons import in_words
from carrywell.companion.people.known import facts_that_count, is_harmless
from carrywell.companion.people.models import Pregnancy


class FactLine(msgspec.Struct, frozen=True):
    """One standing fact in words. `stands_out` is false for a 'no' or another harmless answer."""

    finding: str
    say: str
    stands_out: bool


def fact_lines(pregnancy: Pregnancy, today: date) -> tuple[FactLine, ...]:
    """What we know about her and do not ask again, what matters most first."""
    finding = load_guideline().content.finding
    lines = [
        FactLine(
            fact.finding,
            in_words(finding[fact.finding], fact.value),
            stands_out=not is_harmless(fact),
        )
        for fact in facts_that_count(pregnancy, today)
    ]
    return tuple(sorted(lines, key=lambda one: not one.stands_out))


def forget_facts(pregnancy: Pregnancy, findings: list[str]) -> None:
    """Takes back facts that are not true any more; the next check asks about them again."""
    pregnancy.facts.filter(finding__in=findings).delete()
