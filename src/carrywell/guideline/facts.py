"""What the content writes as an answer, as a fact that rules can use."""

from collections.abc import Container

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


def as_answer(value: Value) -> object:
    """A fact as an answer that JSON can hold: the options of a choice of several in order."""
    if isinstance(value, frozenset):
        return sorted(one for one in value if one is not None)
    return value


def defining_rule(name: str, rule_keys: Container[str]) -> str | None:
    """The key of the rule that defines a sign (``signs.ID``) or a derived yes_no finding.

    None for a finding that is asked, and for one that several rules define together.
    """
    key = f"sign:{name.removeprefix('signs.')}" if name.startswith("signs.") else f"derived:{name}"
    return key if key in rule_keys else None
