"""Standing facts as she reads them: to confirm, or to be asked about again."""

import msgspec

from carrywell.api import load_guideline
from carrywell.assessment.reasons import in_words
from carrywell.companion.people.models import Pregnancy
from carrywell.guideline.facts import harmless_value


class FactLine(msgspec.Struct, frozen=True):
    """One standing fact in words. `stands_out` is false for a 'no' or another harmless answer."""

    finding: str
    say: str
    stands_out: bool


def fact_lines(pregnancy: Pregnancy) -> tuple[FactLine, ...]:
    """What we know about her, what matters most first."""
    finding = load_guideline().content.finding
    lines = [
        FactLine(
            fact.finding,
            in_words(finding[fact.finding], fact.value),
            stands_out=fact.value != harmless_value(finding[fact.finding]),
        )
        for fact in pregnancy.facts.all()
        if fact.finding in finding
    ]
    return tuple(sorted(lines, key=lambda one: not one.stands_out))


def forget_facts(pregnancy: Pregnancy, findings: list[str]) -> None:
    """Takes back facts that are not true any more; the next check asks about them again."""
    pregnancy.facts.filter(finding__in=findings).delete()
