"""The words of a case to answers, by the mapping in ``content/vocabulary.yaml``.

Nothing is dropped in silence: a key or value the mapping does not know is reported, and so is one
that no rule can use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from carrywell.assessment.answers import settle
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import harmless_value
from carrywell.guideline.model import Finding

Unmentioned = Literal["no", "unknown"]


@dataclass
class MappedCase:
    """Answers for one case. `unknown_words` are not in the mapping; `noted` are, but change nothing."""

    answers: dict[str, Any] = field(default_factory=dict)
    unknown_words: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)


def map_case(compiled: Compiled, facts: Mapping[str, Any], unmentioned: Unmentioned) -> MappedCase:
    """The answers a case stands for.

    With `unmentioned` 'no', whatever the case leaves out is answered 'no', as studies of symptom
    checkers do; with 'unknown' it stays unknown. Raises `AnswerError` when the case contradicts
    itself.
    """
    vocabulary = compiled.content.vocabulary
    rules = vocabulary["facts"]
    case = MappedCase(unknown_words=[f"{key}={facts[key]!r}" for key in facts if key not in rules])
    stated: dict[str, Any] = {}
    follows: dict[str, Any] = {}
    for key, rule in rules.items():  # in the order of the mapping: the more exact key comes later
        if key in facts:
            _apply(compiled, case, stated, follows, key, facts[key], rule)
    for combination in vocabulary.get("combinations", ()):
        if all(_matches(facts.get(key), wanted) for key, wanted in combination["when"].items()):
            follows = {**combination["sets"], **follows}
    for name in stated:  # weeks say more than a month or a trimester
        for implied in compiled.content.finding[name].implies:
            follows.pop(implied, None)
    case.answers = {**follows, **stated}
    case.unsure -= set(stated)
    if unmentioned == "no":
        _answer_the_rest(compiled, case)
    else:
        for name, value in case.answers.items():
            if compiled.content.finding[name].type == "choices":
                case.answers[name] = [*value, None]
    return case


def _apply(
    compiled: Compiled,
    case: MappedCase,
    stated: dict[str, Any],
    follows: dict[str, Any],
    key: str,
    value: Any,
    rule: Mapping[str, Any],
) -> None:
    """Adds what one fact says: `stated` by its own key, `follows` from its value."""
    if "unused" in rule:
        case.noted.append(f"{key}={value!r}: {rule['unused']}")
        return
    if "max" in rule and isinstance(value, int | float) and value > rule["max"]:
        case.noted.append(f"{key}={value!r}: above {rule['max']}, which no rule uses")
        return
    listed = value if isinstance(value, list) else [value]
    for one in listed if "each" in rule else ():
        sets = rule["each"].get(_word(one))
        if sets is None:
            case.unknown_words.append(f"{key}={one!r}")
        else:
            follows.update(sets)
            if not sets:
                case.noted.append(f"{key}={one!r}: {rule.get('note', 'no rule uses it')}")
    if "finding" in rule:
        mapped = rule["values"].get(_word(value)) if "values" in rule else value
        mapped = _understood(compiled.content.finding[rule["finding"]], mapped, key, case)
        if mapped is None:
            return
        stated[rule["finding"]] = mapped * rule["multiply"] if "multiply" in rule else mapped
        for one in listed:
            follows.update(rule.get("also", {}).get(_word(one), {}))
    follows.update(rule.get("sets", {}))
    for limit, sets in rule.get("at_least", {}).items():
        if isinstance(value, int | float) and value >= float(limit):
            follows.update(sets)
    unsure = rule.get("unsure", ())
    for one in listed:
        if isinstance(unsure, Mapping):
            case.unsure.update(unsure.get(_word(one), ()))
        elif one not in (False, "none"):
            case.unsure.update(unsure)


def _understood(finding: Finding, value: Any, key: str, case: MappedCase) -> Any:
    """The value without options the finding does not have; those are reported."""
    options = {option.id for option in finding.options}
    if finding.type == "choices" and isinstance(value, list):
        case.unknown_words += [f"{key}={one!r}" for one in value if one not in options]
        return [one for one in value if one in options]
    if value is None or (finding.type == "choice" and value not in options):
        case.unknown_words.append(f"{key}={value!r}")
        return None
    return value


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _matches(value: Any, wanted: Any) -> bool:
    allowed = wanted if isinstance(wanted, list) else [wanted]
    given = value if isinstance(value, list) else [value]
    return any(one in allowed for one in given)


def _answer_the_rest(compiled: Compiled, case: MappedCase) -> None:
    unmentioned = compiled.content.vocabulary["unmentioned"]
    leave = set(unmentioned["leave_unknown"]) | case.unsure
    known = settle(compiled, case.answers).base
    for finding in compiled.content.findings:
        if finding.id in known or finding.id in leave or finding.id in case.answers:
            continue
        if finding.derived is None and finding.default is None and not finding.covers:
            value = _no(finding, unmentioned["values"])
            if value is not None:
                case.answers[finding.id] = value


def _no(finding: Finding, values: Mapping[str, Mapping[str, Any]]) -> Any:
    if finding.id in values:
        return values[finding.id]["value"]
    match finding.type:
        case "yes_no":
            return False
        case "choices":
            return []
        case "choice":
            return harmless_value(finding)
        case "number":
            return None
