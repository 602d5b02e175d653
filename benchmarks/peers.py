"""The same warning signs in general rule engines.

None of these engines knows 'unknown': with ``weeks`` unknown, ``weeks < 20`` is an error in zen and
true in JSONLogic. So every sign is written twice, as 'certainly true' and as 'not certainly false',
with a guard for unknown around every comparison. Our condition nodes are translated to each engine's
language here; nobody has to write this by hand.

To the peers' advantage, derived findings (weeks, fever, patterns) are worked out before and handed
to them with the answers, and turning the answers into plain JSON values is not timed.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

import datalogic_py
import zen

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
    Or,
    Quantity,
    Yes,
)
from carrywell.conditions.normal_form import normal_form
from carrywell.guideline.compiled import Compiled

Facts = dict[str, Any]
Outcome = tuple[set[str], set[str]]
Rail = Literal["certain", "possible"]


class Peer(Protocol):
    """A rule engine: which signs fire, and which are possible."""

    name: str

    def prepare(self, compiled: Compiled) -> None:
        """Translates and compiles the signs; not timed."""

    def run(self, facts: Facts) -> Outcome:
        """The signs that fire and those that are possible, for facts from `plain`."""


def plain(compiled: Compiled, facts: Facts) -> Facts:
    """The facts with derived findings, as JSON values; every finding is there, unknown is null.

    A list that is left open has the option ``?``.
    """
    known = compiled.derive(dict(facts))
    names = {one.id: known.get(one.id) for one in compiled.content.findings}
    return {
        name: sorted(one or "?" for one in value) if isinstance(value, frozenset) else value
        for name, value in names.items()
    }


def rails(compiled: Compiled) -> list[tuple[str, Rail, Condition]]:
    """Every sign twice, in normal form; signs that name other signs have them spelled out."""
    found: list[tuple[str, Rail, Condition]] = []
    for sign in compiled.content.signs:
        condition = normal_form(_spelled_out(compiled, compiled.conditions[f"sign:{sign.id}"]))
        found += [(sign.id, "certain", condition), (sign.id, "possible", condition)]
    return found


def _spelled_out(compiled: Compiled, condition: Condition) -> Condition:
    def inner(items: tuple[Condition, ...]) -> tuple[Condition, ...]:
        return tuple(_spelled_out(compiled, one) for one in items)

    match condition:
        case Yes(name) if name.startswith("signs."):
            return _spelled_out(compiled, compiled.conditions[f"sign:{name[6:]}"])
        case And(items):
            return And(inner(items))
        case Or(items):
            return Or(inner(items))
        case AtLeast(count, items):
            return AtLeast(count, inner(items))
        case Not(item):
            return Not(_spelled_out(compiled, item))
        case _:
            return condition


class ZenTable:
    """GoRules zen-engine: one decision table, hit policy collect, a row for each sign and rail."""

    name = "zen-engine, decision table (static loader)"

    def prepare(self, compiled: Compiled) -> None:
        rows = [
            {
                "_id": f"{rail}-{sign}",
                "when": zen_source(condition, rail),
                "rail": json.dumps(rail),
                "sign": json.dumps(sign),
            }
            for sign, rail, condition in rails(compiled)
        ]
        table = {
            "hitPolicy": "collect",
            "inputs": [{"id": "when", "name": "when", "field": ""}],
            "outputs": [
                {"id": "rail", "name": "rail", "field": "rail"},
                {"id": "sign", "name": "sign", "field": "sign"},
            ],
            "rules": rows,
        }
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
            {"id": "out", "type": "outputNode", "name": "out"},
        ]
        edges = [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
        ]
        graph = {"nodes": nodes, "edges": edges}
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {"signs": graph}}})

    def run(self, facts: Facts) -> Outcome:
        certain: set[str] = set()
        possible: set[str] = set()
        for row in self.engine.evaluate("signs", facts)["result"]:
            (certain if row["rail"] == "certain" else possible).add(row["sign"])
        return certain, possible


class ZenExpression:
    """GoRules zen-engine: all signs as one compiled expression that gives an array of booleans."""

    name = "zen-engine, one compiled expression"

    def prepare(self, compiled: Compiled) -> None:
        listed = rails(compiled)
        source = ", ".join(zen_source(condition, rail) for _, rail, condition in listed)
        self.expression = zen.compile_expression(f"[{source}]")
        self.signs = [sign for sign, _, _ in listed[::2]]

    def run(self, facts: Facts) -> Outcome:
        return _outcome(self.signs, self.expression.evaluate(facts))


class DataLogic:
    """datalogic-py: all signs as one compiled JSONLogic rule that gives an array of booleans."""

    name = "datalogic-py, one compiled array"

    def prepare(self, compiled: Compiled) -> None:
        listed = rails(compiled)
        rule = [json_logic(condition, rail) for _, rail, condition in listed]
        self.rule = datalogic_py.Engine().compile(rule)
        self.signs = [sign for sign, _, _ in listed[::2]]

    def run(self, facts: Facts) -> Outcome:
        return _outcome(self.signs, self.rule.evaluate(facts))


PEERS: tuple[Callable[[], Peer], ...] = (ZenTable, ZenExpression, DataLogic)


def _outcome(signs: list[str], answers: list[bool]) -> Outcome:
    certain = {sign for sign, holds in zip(signs, answers[::2], strict=True) if holds}
    possible = {sign for sign, holds in zip(signs, answers[1::2], strict=True) if holds}
    return certain, possible


def zen_source(condition: Condition, rail: Rail) -> str:
    """A condition in normal form as one rail in zen's expression language."""
    certain = rail == "certain"
    match condition:
        case Always(value):
            return json.dumps(value)
        case Yes(name):
            return f"{name} == true" if certain else f"{name} != false"
        case Not(Yes(name)):
            return f"{name} == false" if certain else f"{name} != true"
        case Compare(left, operator, right):
            name = _finding(left)
            test = f"{name} {_ZEN.get(operator, operator)} {_number(right)}"
            return f"({name} != null and {test})" if certain else f"({name} == null or {test})"
        case OneOf(name, options):
            return _zen_guarded(name, f"{name} in {json.dumps(options)}", certain)
        case Not(OneOf(name, options)):
            return _zen_guarded(name, f"{name} not in {json.dumps(options)}", certain)
        case Includes(name, option):
            one, open_ = f"{json.dumps(option)} in {name}", f'"?" in {name}'
            return _zen_guarded(name, one if certain else f"({one} or {open_})", certain)
        case Not(Includes(name, option)):
            one, open_ = f"{json.dumps(option)} not in {name}", f'"?" not in {name}'
            return _zen_guarded(name, f"({one} and {open_})" if certain else one, certain)
        case And(items):
            return "(" + " and ".join(zen_source(one, rail) for one in items) + ")"
        case Or(items):
            return "(" + " or ".join(zen_source(one, rail) for one in items) + ")"
        case AtLeast(count, items):
            terms = " + ".join(f"({zen_source(one, rail)} ? 1 : 0)" for one in items)
            return f"(({terms}) >= {count})"
    raise ValueError(f"no zen form: {condition}")


_ZEN: Mapping[str, str] = {"=": "==", "<>": "!="}


def _zen_guarded(name: str, test: str, certain: bool) -> str:
    return f"({name} != null and {test})" if certain else f"({name} == null or {test})"


def json_logic(condition: Condition, rail: Rail) -> Any:
    """A condition in normal form as one rail in JSONLogic."""
    certain = rail == "certain"
    match condition:
        case Always(value):
            return value
        case Yes(name):
            return {"===" if certain else "!==": [{"var": name}, certain]}
        case Not(Yes(name)):
            return {"===" if certain else "!==": [{"var": name}, not certain]}
        case Compare(left, operator, right):
            name = _finding(left)
            test = {_LOGIC.get(operator, operator): [{"var": name}, _number(right)]}
            return _logic_guarded(name, test, certain)
        case OneOf(name, options):
            return _logic_guarded(name, {"in": [{"var": name}, list(options)]}, certain)
        case Not(OneOf(name, options)):
            return _logic_guarded(name, {"!": [{"in": [{"var": name}, list(options)]}]}, certain)
        case Includes(name, option):
            one, open_ = ({"in": [each, {"var": name}]} for each in (option, "?"))
            return _logic_guarded(name, one if certain else {"or": [one, open_]}, certain)
        case Not(Includes(name, option)):
            one, open_ = ({"!": [{"in": [each, {"var": name}]}]} for each in (option, "?"))
            return _logic_guarded(name, {"and": [one, open_]} if certain else one, certain)
        case And(items):
            return {"and": [json_logic(one, rail) for one in items]}
        case Or(items):
            return {"or": [json_logic(one, rail) for one in items]}
        case AtLeast(count, items):
            terms = [{"if": [json_logic(one, rail), 1, 0]} for one in items]
            return {">=": [{"+": terms}, count]}
    raise ValueError(f"no JSONLogic form: {condition}")


_LOGIC: Mapping[str, str] = {"=": "===", "<>": "!=="}


def _logic_guarded(name: str, test: Any, certain: bool) -> Any:
    known = {"var": name}
    if certain:
        return {"and": [{"!==": [known, None]}, test]}
    return {"or": [{"===": [known, None]}, test]}


def _finding(quantity: Quantity) -> str:
    if isinstance(quantity, Amount):
        return quantity.finding
    raise ValueError(f"only a finding stands on the left: {quantity}")


def _number(quantity: Quantity) -> float:
    if isinstance(quantity, Number):
        return quantity.value
    raise ValueError(f"only a number stands on the right: {quantity}")
