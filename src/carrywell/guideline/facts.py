"""What the content writes as an answer, as a fact that rules can use."""

from carrywell.conditions.values import Value
from carrywell.guideline.model import Finding


def as_fact(finding: Finding, written: object) -> Value:
    """A value written in YAML or JSON, checked before, as a fact of this finding."""
    match written:
        case list() | tuple():
            return frozenset(written)
        case bool() | str():
            return written
        case int() | float() if finding.type == "number":
            return float(written)
        case _:
            return None


def harmless_value(finding: Finding) -> Value:
    """The finding's harmless answer as a fact; None when it has none."""
    if finding.no_harmless_because is not None:
        return None
    match finding.type:
        case "yes_no":
            return bool(finding.harmless)
        case "choices":
            return frozenset()
        case "choice" | "number":
            return as_fact(finding, finding.harmless)
