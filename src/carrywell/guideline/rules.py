"""Every condition of the content as one flat list, parsed and checked.

A rule's key says where it comes from: ``sign:womb_hard``, ``cause:sciatica:0``, ``gate:epilepsy``,
``treatment:heat:not_when:2``, ``advice:side_sleep_28``, ``derived:from_20_weeks``,
``ask_when:fever_c``. Derived findings and signs come in an order in which each may use those
before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from carrywell.conditions.errors import ContentError
from carrywell.conditions.nodes import Condition, Quantity, findings_of, quantity_findings
from carrywell.conditions.parse import parse_condition, parse_quantity
from carrywell.conditions.values import Declaration
from carrywell.guideline.content import Content
from carrywell.guideline.content_files import Reading
from carrywell.guideline.model import Finding
from carrywell.guideline.yaml_file import Trail


@dataclass(frozen=True, slots=True)
class RuleText:
    """A condition as written: its key, and the record and field it stands in."""

    key: str
    text: str
    part: str
    record_id: str
    trail: Trail


def declarations_of(content: Content) -> dict[str, Declaration]:
    """What conditions may name: every finding, and every sign as ``signs.ID``."""
    declared = {one.id: _declaration(one) for one in content.findings}
    declared.update(
        {f"signs.{one.id}": Declaration(f"signs.{one.id}", "yes_no") for one in content.signs}
    )
    return declared


def rule_texts(content: Content) -> Iterator[RuleText]:
    """Every condition in the content, in the order of the content."""
    for finding in content.findings:
        if isinstance(finding.derived, str):
            yield RuleText(
                f"derived:{finding.id}", finding.derived, "findings", finding.id, ("derived",)
            )
        elif finding.derived:
            for index, one in enumerate(finding.derived):
                key = f"derived:{finding.id}:{one.option}"
                yield RuleText(key, one.when, "findings", finding.id, ("derived", index, "when"))
        if finding.ask_when:
            yield RuleText(
                f"ask_when:{finding.id}", finding.ask_when, "findings", finding.id, ("ask_when",)
            )
    for contradiction in content.contradictions:
        yield RuleText(
            f"contradiction:{contradiction.id}",
            contradiction.when,
            "contradictions",
            contradiction.id,
            ("when",),
        )
    for sign in content.signs:
        yield RuleText(f"sign:{sign.id}", sign.when, "signs", sign.id, ("when",))
    for scope in content.scopes:
        yield RuleText(f"scope:{scope.id}", scope.when, "scopes", scope.id, ("when",))
    for cause in content.causes:
        for index, feature in enumerate(cause.features):
            yield RuleText(
                f"cause:{cause.id}:{index}",
                feature.when,
                "causes",
                cause.id,
                ("features", index, "when"),
            )
    for gate in content.gates:
        if gate.when is not None:
            yield RuleText(f"gate:{gate.id}", gate.when, "gates", gate.id, ("when",))
    for treatment in content.treatments:
        for field in ("not_when", "ask_first_when"):
            for index, caution in enumerate(getattr(treatment, field)):
                yield RuleText(
                    f"treatment:{treatment.id}:{field}:{index}",
                    caution.when,
                    "treatments",
                    treatment.id,
                    (field, index, "when"),
                )
    for exercise in content.exercises:
        for index, caution in enumerate(exercise.not_when):
            yield RuleText(
                f"exercise:{exercise.id}:{index}",
                caution.when,
                "exercises",
                exercise.id,
                ("not_when", index, "when"),
            )
    for advice in content.advice:
        yield RuleText(f"advice:{advice.id}", advice.when, "advice", advice.id, ("when",))
    for question in content.stop_questions:
        if question.when is not None:
            yield RuleText(
                f"stop:{question.id}", question.when, "stop_questions", question.id, ("when",)
            )


@dataclass(frozen=True)
class Rules:
    """Every condition, parsed, by key; `quantities` are the derived numbers by finding id."""

    conditions: dict[str, Condition]
    quantities: dict[str, Quantity]
    derived_order: tuple[str, ...]
    sign_order: tuple[str, ...]


def parse_rules(reading: Reading) -> Rules:
    """All conditions of the content.

    Raises `ContentError` with every mistake of every condition at once.
    """
    content = reading.content
    declarations = declarations_of(content)
    conditions: dict[str, Condition] = {}
    quantities: dict[str, Quantity] = {}
    for rule in rule_texts(content):
        file, start = reading.origin[(rule.part, rule.record_id)]
        place = file.place((*start, *rule.trail))
        allowed = _allowed(rule, declarations)
        try:
            if _is_quantity(rule, content):
                quantities[rule.record_id] = parse_quantity(rule.text, allowed, place)
            else:
                conditions[rule.key] = parse_condition(rule.text, allowed, place)
        except ContentError as error:
            reading.problems.extend(error.problems)
    if reading.problems:
        raise ContentError(tuple(reading.problems))
    derived = dict.fromkeys(one.id for one in content.findings if one.derived)  # in order
    uses: dict[str, set[str]] = {
        finding: {
            used
            for key, condition in conditions.items()
            if key == f"derived:{finding}" or key.startswith(f"derived:{finding}:")
            for used in findings_of(condition)
        }
        | set(quantity_findings(quantities[finding]) if finding in quantities else ())
        for finding in derived
    }
    signs = {one.id: set(findings_of(conditions[f"sign:{one.id}"])) for one in content.signs}
    return Rules(
        conditions,
        quantities,
        _ordered({name: used & derived.keys() for name, used in uses.items()}, reading, "findings"),
        _ordered(
            {
                name: {one.removeprefix("signs.") for one in used if one.startswith("signs.")}
                for name, used in signs.items()
            },
            reading,
            "signs",
        ),
    )


def named_signs(rules: Rules) -> tuple[str, ...]:
    """The signs that some condition names, sorted."""
    names = {name for condition in rules.conditions.values() for name in findings_of(condition)}
    return tuple(sorted(one.removeprefix("signs.") for one in names if one.startswith("signs.")))


def private_signs(content: Content, rules: Rules) -> tuple[str, ...]:
    """The signs that rest on a private finding, in the order of the content."""
    private = {one.id for one in content.findings if one.private}
    return tuple(
        sign.id
        for sign in content.signs
        if private & set(findings_of(rules.conditions[f"sign:{sign.id}"]))
    )


def _declaration(finding: Finding) -> Declaration:
    return Declaration(
        finding.id,
        finding.type,
        tuple(option.id for option in finding.options),
        finding.unit,
        finding.min,
        finding.max,
    )


def _is_quantity(rule: RuleText, content: Content) -> bool:
    return (
        rule.key == f"derived:{rule.record_id}" and content.finding[rule.record_id].type == "number"
    )


def _allowed(rule: RuleText, declarations: Mapping[str, Declaration]) -> Mapping[str, Declaration]:
    """Findings may not use signs: a sign is worked out from them."""
    if rule.part in ("findings", "scopes", "contradictions"):
        return {name: one for name, one in declarations.items() if not name.startswith("signs.")}
    return declarations


def _ordered(uses: Mapping[str, set[str]], reading: Reading, part: str) -> tuple[str, ...]:
    """Content order, except that each stands behind those it uses."""
    try:
        return tuple(TopologicalSorter({name: sorted(uses[name]) for name in uses}).static_order())
    except CycleError as error:
        ring = " -> ".join(error.args[1])
        reading.problem(part, error.args[1][0], (), f"these use each other in a ring: {ring}")
        raise ContentError(tuple(reading.problems)) from None
