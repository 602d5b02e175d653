"""Answers as given, to facts that rules can use; or one error that lists every problem at once.

An answer is what she (or a program) said: a value, or None for 'not sure'. A fact is what follows:
a 'no' to an umbrella item settles everything it covers, a reading implies that she could measure,
a question that does not apply takes its stated value, and derived findings are worked out. What
nobody said stays unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from carrywell.conditions.errors import nearest
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import Yes, findings_of
from carrywell.guideline.compiled import Codes, Compiled, FactsDict
from carrywell.guideline.model import Finding

NOT_SURE = "not_sure"
"""May be written instead of None where a value must not be empty."""

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong with one answer."""

    field: str
    value: object
    allowed: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message} (got {self.value!r}; allowed: {self.allowed})"


class AnswerError(ValueError):
    """Every problem with a set of answers, in `problems`. Nothing was changed."""

    def __init__(self, problems: tuple[AnswerProblem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True, slots=True)
class Settled:
    """`facts`: everything known, derived findings included. `base`: without the derived ones.

    `asked`: what she has been asked, 'not sure' included. `origin`: for facts she did not give
    herself, the finding they follow from. `codes`: the signs' codes for these facts.
    """

    facts: FactsDict
    base: FactsDict
    asked: frozenset[str]
    origin: dict[str, str]
    codes: Codes


def settle(compiled: Compiled, answers: Answers) -> Settled:
    """The facts that follow from the answers.

    `answers` maps finding ids to values: bool, number, option id, list of option ids (with None in
    it for 'and perhaps others'), or None for 'not sure'. Raises `AnswerError`.
    """
    content = compiled.content
    problems: list[AnswerProblem] = []
    base: FactsDict = {}
    for name, given in answers.items():
        finding = content.finding.get(name)
        if finding is None:
            near = nearest(str(name), tuple(content.finding), "`carrywell guideline book`")
            problems.append(AnswerProblem(str(name), given, "a known finding", f"unknown finding. {near}"))
        elif finding.derived is not None:
            problems.append(
                AnswerProblem(name, given, "not given at all", "this is worked out from other answers")
            )
        elif given is not None and given != NOT_SURE:
            value = _value(finding, given, problems)
            if value is not None:
                base[name] = value
    if problems:
        raise AnswerError(tuple(problems))
    origin = _follow(compiled, base, answers, problems)
    facts = compiled.derive(dict(base))
    for contradiction in content.contradictions:
        key = f"contradiction:{contradiction.id}"
        if truth(compiled.conditions[key], facts) is True:  # type: ignore[arg-type]
            named = ", ".join(
                f"{one}={base[one]!r}" for one in findings_of(compiled.conditions[key]) if one in base
            )
            problems.append(
                AnswerProblem(contradiction.id, named, "only one of them", contradiction.say)
            )
    if problems:
        raise AnswerError(tuple(problems))
    codes = compiled.signs(facts)
    for index, name in compiled.signs_read:  # other rules may name these signs
        if codes[index] != 1:
            facts[name] = codes[index] == 2
    return Settled(facts, base, frozenset(answers), origin, codes)


def harmless_value(finding: Finding) -> object | None:
    """The finding's harmless answer as a fact; None when it has none."""
    if finding.no_harmless_because is not None:
        return None
    harmless = finding.harmless
    match finding.type:
        case "yes_no":
            return bool(harmless)
        case "choices":
            return frozenset(harmless or ()) if not isinstance(harmless, bool | float | int) else None
        case _:
            return harmless


def describe_allowed(finding: Finding) -> str:
    """What may be answered, in words."""
    match finding.type:
        case "yes_no":
            return "true, false or null (not sure)"
        case "number":
            return f"{finding.min:g} to {finding.max:g} {finding.unit}".strip()
        case "choice":
            return "one of " + ", ".join(option.id for option in finding.options)
        case "choices":
            return "a list of " + ", ".join(option.id for option in finding.options)


def _value(finding: Finding, given: object, problems: list[AnswerProblem]) -> object | None:
    allowed = describe_allowed(finding)

    def wrong(message: str) -> None:
        problems.append(AnswerProblem(finding.id, given, allowed, message))

    options = {option.id for option in finding.options}
    match finding.type:
        case "yes_no":
            if isinstance(given, bool):
                return given
            wrong("this is a yes-or-no question")
        case "number":
            return _number(finding, given, wrong)
        case "choice":
            if isinstance(given, str) and given in options:
                return given
            wrong("this is not one of the answers")
        case "choices":
            listed = list(given) if isinstance(given, list | tuple | set | frozenset) else None
            if listed is not None and all(
                one is None or (isinstance(one, str) and one in options) for one in listed
            ):
                return frozenset(listed)
            wrong("this is not a list of the answers")
    return None


def _number(finding: Finding, given: object, wrong: Any) -> float | None:
    if isinstance(given, Mapping) and set(given) == {"value", "unit"}:
        if given["unit"] != finding.unit:
            wrong(f"the unit is {finding.unit}")
            return None
        given = given["value"]
    if isinstance(given, bool) or not isinstance(given, int | float):
        wrong("this is a number")
        return None
    low = finding.min if finding.min is not None else float("-inf")
    high = finding.max if finding.max is not None else float("inf")
    try:
        value = float(given) + 0.0  # + 0.0 turns -0.0 into 0.0
    except OverflowError:
        value = float("inf")
    if not isfinite(value) or not low <= value <= high:
        wrong("this is outside the possible range")
        return None
    return value


def _follow(
    compiled: Compiled, base: FactsDict, answers: Answers, problems: list[AnswerProblem]
) -> dict[str, str]:
    """Adds to `base` what the answers imply; notes answers that cannot both be right."""
    content = compiled.content
    origin: dict[str, str] = {}

    def add(name: str, value: object, because: str) -> None:
        known = base.get(name)
        if known is None:
            base[name] = value
            origin[name] = because
        elif known != value:
            problems.append(
                AnswerProblem(
                    name,
                    known if name not in origin else value,
                    f"{value!r}, or another answer to {because}",
                    f"this does not fit the answer to {because!r}",
                )
            )

    pending = list(base)
    while pending:  # a reading implies that it was measured; a detail implies its umbrella
        name = pending.pop()
        finding, value = content.finding[name], base[name]
        for other, implied in finding.implies.items():
            if other not in base:
                pending.append(other)
            add(other, _fact(content.finding[other], implied), name)
        alarming = value != harmless_value(finding)
        umbrella = content.umbrella_of.get(name)
        if umbrella is not None and alarming and finding.no_harmless_because is None:
            if umbrella not in base:
                pending.append(umbrella)
            add(umbrella, True, name)
        guard = compiled.conditions.get(f"ask_when:{name}")
        if isinstance(guard, Yes) and name in answers and alarming and guard.finding not in base:
            if content.finding[guard.finding].derived is None:
                pending.append(guard.finding)
                add(guard.finding, True, name)
    for umbrella_finding in content.findings:  # a 'no' settles everything it covers
        if umbrella_finding.covers and base.get(umbrella_finding.id) is False:
            for detail in umbrella_finding.covers:
                settled = harmless_value(content.finding[detail])
                if settled is not None and detail not in base:
                    base[detail] = settled
                    origin[detail] = umbrella_finding.id
    for finding in content.findings:
        if finding.ask_when is not None and finding.id not in base:
            # asked again for each finding: one that does not apply can rule out the next
            facts = compiled.derive(dict(base))
            guard = compiled.conditions[f"ask_when:{finding.id}"]
            if truth(guard, facts) is False and finding.otherwise not in (None, "unknown"):  # type: ignore[arg-type]
                base[finding.id] = _fact(finding, finding.otherwise)
                origin[finding.id] = finding.id
        if finding.default is not None and finding.id not in base:
            base[finding.id] = _fact(finding, finding.default)
            origin[finding.id] = finding.id
    return origin


def _fact(finding: Finding, value: object) -> object:
    if finding.type == "choices":
        return frozenset(value if isinstance(value, list | tuple) else ())
    if finding.type == "number" and isinstance(value, int | float):
        return float(value)
    return value
