"""Answers as given, to facts that rules can use; or one error that lists every problem at once.

An answer is what she (or a program) said: a value, or None for 'not sure'. A fact is what follows:
a 'no' to an umbrella item settles everything it covers, a reading implies that she could measure,
a question that does not apply takes its stated value, and derived findings are worked out. What
nobody said stays unknown.
"""

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

import msgspec

from carrywell.conditions.errors import nearest
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import Yes, findings_of
from carrywell.conditions.values import Value
from carrywell.guideline.compiled import TRUE, UNDECIDED, Compiled, FactsDict
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.guideline.model import Finding

NOT_SURE = "not_sure"
"""May be written instead of None where a value must not be empty."""

Answers = Mapping[str, Any]


class AnswerProblem(msgspec.Struct, frozen=True):
    """What is wrong with one answer; `findings` are all that it may be about."""

    field: str
    value: object
    allowed: str
    message: str
    findings: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.field}: {self.message} (got {self.value!r}; allowed: {self.allowed})"


class AnswerError(ValueError):
    """Every problem with a set of answers, in `problems`. Nothing was changed."""

    def __init__(self, problems: tuple[AnswerProblem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class Settled(msgspec.Struct, frozen=True):
    """`facts`: everything known, derived findings included. `base`: without the derived ones.

    `asked`: what she has been asked, 'not sure' included. `origin`: for facts she did not give
    herself, the finding they follow from. `codes`: the signs' codes for these
    facts. `memory`: what rules still depend on, filled as it is asked for.
    """

    facts: FactsDict
    base: FactsDict
    asked: frozenset[str]
    origin: dict[str, str]
    codes: bytes
    memory: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


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
            problems.append(
                AnswerProblem(str(name), given, "a known finding", f"unknown finding. {near}")
            )
        elif finding.derived is not None:
            problems.append(
                AnswerProblem(
                    name, given, "not given at all", "this is worked out from other answers"
                )
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
        if truth(compiled.conditions[key], facts) is True:
            involved = tuple(one for one in findings_of(compiled.conditions[key]) if one in base)
            named = ", ".join(f"{one}={base[one]!r}" for one in involved)
            problems.append(
                AnswerProblem(
                    contradiction.id, named, "only one of them", contradiction.say, involved
                )
            )
    if problems:
        raise AnswerError(tuple(problems))
    codes = compiled.signs(base)
    for index, name in compiled.signs_read:  # other rules may name these signs
        if codes[index] != UNDECIDED:
            facts[name] = codes[index] == TRUE
    return Settled(facts, base, frozenset(answers), origin, codes)


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


def _value(finding: Finding, given: object, problems: list[AnswerProblem]) -> Value:
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


def _number(finding: Finding, given: object, wrong: Callable[[str], None]) -> float | None:
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
    """Adds to `base` what the answers imply; notes answers that cannot both be right.

    Gives the answer from which each added fact follows.
    """
    origin: dict[str, str] = {}
    pending = list(base)
    while pending:
        name = pending.pop()
        for other, value in _implied(compiled, base, answers, name):
            known = base.get(other)
            if known is None:
                base[other] = value
                origin[other] = origin.get(name, name)
                pending.append(other)
            elif known != value:
                problems.append(_conflict(other, known, value, origin.get(name, name)))
        if not pending:  # what says 'yes' is heard first, in whichever order she answered
            pending += _denied(compiled, base, origin)
    for umbrella, details in compiled.umbrellas:  # a 'no' settles everything it covers
        if base.get(umbrella) is False:
            for detail, harmless in details:
                if detail not in base:
                    base[detail] = harmless
                    origin[detail] = umbrella
    for name, guard, otherwise in compiled.conditional:
        if name in base:
            continue
        # one that does not apply can rule out the next, so what was added counts at once
        asked = isinstance(guard, Yes) and guard.finding in base
        if truth(guard, base if asked else compiled.derive(dict(base))) is False:
            base[name] = otherwise
            origin[name] = name
    for name, value in compiled.settings:
        if name not in base:
            base[name] = value
            origin[name] = name
    return origin


def _implied(
    compiled: Compiled, base: FactsDict, answers: Answers, name: str
) -> Iterator[tuple[str, Value]]:
    """What one fact implies: a reading was measured; a detail's umbrella and guard are there."""
    content = compiled.content
    finding = content.finding[name]
    for other, implied in finding.implies.items():
        yield other, as_fact(content.finding[other], implied)
    if finding.no_harmless_because is None and base[name] == harmless_value(finding):
        return
    umbrella = content.umbrella_of.get(name)
    if umbrella is not None and finding.no_harmless_because is None:
        yield umbrella, True
    guard = compiled.conditions.get(f"ask_when:{name}")
    if not isinstance(guard, Yes) or name not in answers:
        return
    if guard.finding in base and finding.no_harmless_because is not None:
        return  # weeks without a pregnancy: contradictions.yaml has the words for it
    if content.finding[guard.finding].derived is None:
        yield guard.finding, True


def _denied(compiled: Compiled, base: FactsDict, origin: dict[str, str]) -> Iterator[str]:
    """Adds the 'no' that a 'yes' waited for: she gave birth, so she is not pregnant now."""
    for name, asked in compiled.waits_for_no:
        is_yes = base.get(name) not in (None, harmless_value(compiled.content.finding[name]))
        if is_yes and asked not in base:
            base[asked] = False
            origin[asked] = origin.get(name, name)
            yield asked


def _conflict(name: str, known: Value, implied: Value, because: str) -> AnswerProblem:
    return AnswerProblem(
        name,
        known,
        f"{implied!r}, or another answer to {because}",
        f"this does not fit the answer to {because!r}",
        (name, because),
    )
