"""The signs as an ELM library, what CQL is compiled into: for `cql-execution`, which knows 'unknown' itself.

Every finding is a parameter, the derived ones too; of a list every option is one. ELM's AND, OR and NOT
are Kleene's, so each condition is printed as it stands.
"""

from typing import Any

from carrywell.conditions.columns import ticked
from carrywell.conditions.nodes import (
    Always,
    Amount,
    And,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    Number,
    OneOf,
    Operator,
    Or,
    Quantity,
    Yes,
)
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import Finding

Elm = dict[str, Any]

TYPES = {"yes_no": "Boolean", "number": "Decimal", "choice": "String", "choices": "Boolean"}
COMPARISONS: dict[Operator, str] = {
    "<": "Less",
    "<=": "LessOrEqual",
    ">": "Greater",
    ">=": "GreaterOrEqual",
    "=": "Equal",
    "<>": "NotEqual",
}
SYSTEM = "urn:hl7-org:elm-types:r1"


def library(compiled: Compiled) -> Elm:
    """One definition a sign, under its id."""
    parameters = [
        {"name": name, "accessLevel": "Public", "parameterTypeSpecifier": _type(finding)}
        for finding in compiled.content.findings
        for name in parameters_of(finding)
    ]
    definitions = [
        {
            "name": sign.id,
            "context": "Unfiltered",
            "accessLevel": "Public",
            "expression": elm(compiled.conditions[f"sign:{sign.id}"]),
        }
        for sign in compiled.content.signs
    ]
    return {
        "library": {
            "identifier": {"id": "Carrywell", "version": compiled.content.edition.version},
            "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
            "usings": {"def": [{"localIdentifier": "System", "uri": SYSTEM}]},
            "parameters": {"def": parameters},
            "statements": {"def": definitions},
        }
    }


def parameters_of(finding: Finding) -> tuple[str, ...]:
    if finding.type != "choices":
        return (finding.id,)
    return tuple(ticked(finding.id, one.id) for one in finding.options)


def values(compiled: Compiled, facts: dict[str, Any]) -> Elm:
    """The parameters for one woman; `facts` are settled."""
    known = compiled.derive(dict(facts))
    found: Elm = dict.fromkeys(
        name for finding in compiled.content.findings for name in parameters_of(finding)
    )
    for finding in compiled.content.findings:
        value = known.get(finding.id)
        if isinstance(value, frozenset):
            for option in finding.options:
                if option.id in value or None not in value:
                    found[ticked(finding.id, option.id)] = option.id in value
        elif value is not None:
            found[finding.id] = value
    return found


def elm(condition: Condition) -> Elm:
    match condition:
        case Always(value):
            return _literal("Boolean", str(value).lower())
        case Yes(name) if name.startswith("signs."):
            return {"type": "ExpressionRef", "name": name.removeprefix("signs.")}
        case Yes(name):
            return _parameter(name)
        case Compare(left, operator, right):
            compared = [_quantity(left), _quantity(right)]
            if operator == "<>":
                return _not({"type": "Equal", "operand": compared})
            return {"type": COMPARISONS[operator], "operand": compared}
        case OneOf(name, options):
            is_one = [
                {"type": "Equal", "operand": [_parameter(name), _literal("String", option)]}
                for option in options
            ]
            return _joined("Or", is_one)
        case Includes(name, option):
            return _parameter(ticked(name, option))
        case Not(item):
            return _not(elm(item))
        case And(items):
            return _joined("And", [elm(item) for item in items])
        case Or(items):
            return _joined("Or", [elm(item) for item in items])
        case AtLeast(count, items):
            return _at_least(count, [elm(item) for item in items])


def _at_least(count: int, items: list[Elm]) -> Elm:
    certain = [{"type": "IsTrue", "operand": item} for item in items]
    possible = [_not({"type": "IsFalse", "operand": item}) for item in items]
    enough, ruled_out = _reaches(count, certain), _not(_reaches(count, possible))
    return {
        "type": "Case",
        "caseItem": [
            {"when": enough, "then": _literal("Boolean", "true")},
            {"when": ruled_out, "then": _literal("Boolean", "false")},
        ],
        "else": {"type": "Null"},
    }


def _reaches(count: int, items: list[Elm]) -> Elm:
    ones = [
        {"type": "If", "condition": item, "then": _whole(1), "else": _whole(0)} for item in items
    ]
    total = {"type": "Sum", "source": {"type": "List", "element": ones}}
    return {"type": "GreaterOrEqual", "operand": [total, _whole(count)]}


def _joined(kind: str, items: list[Elm]) -> Elm:
    """ELM joins two at a time."""
    joined, *others = items
    for item in others:
        joined = {"type": kind, "operand": [joined, item]}
    return joined


def _not(item: Elm) -> Elm:
    return {"type": "Not", "operand": item}


def _quantity(quantity: Quantity) -> Elm:
    match quantity:
        case Amount(name):
            return _parameter(name)
        case Number(value):
            return _literal("Decimal", str(value))
        case _:
            raise ValueError(f"no sign reckons: {quantity}")


def _parameter(name: str) -> Elm:
    return {"type": "ParameterRef", "name": name}


def _whole(value: int) -> Elm:
    return _literal("Integer", str(value))


def _literal(kind: str, value: str) -> Elm:
    return {"type": "Literal", "valueType": f"{{{SYSTEM}}}{kind}", "value": value}


def _type(finding: Finding) -> Elm:
    return {"type": "NamedTypeSpecifier", "name": f"{{{SYSTEM}}}{TYPES[finding.type]}"}
