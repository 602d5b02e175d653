"""Whether a fault changes nobody's answer, as a proof finds it."""

from typing import Any

import msgspec
import z3

from carrywell.api import Guideline
from carrywell.conditions.smt import Formula, Rails
from carrywell.proof.claims import world_of
from carrywell.proof.difference import difference
from carrywell.proof.world import Woman

SAME_RULE = "true, false and open for the same answers"
SAME_RESULT = "no answers give another urgency, status, scope, cause, plan or question"
SAME_STATUS = "no answers give a treatment another status"
ONLY_STATUS = ("treatment:", "gate:", "treatments:", "gates:")
"""Rules and records that decide the status of treatments, and nothing else that differs here."""


def why_nothing_changes(shipped: Guideline, faulty: Guideline, rule: str) -> str:
    """What was proved of the fault in this rule, in words; empty when it may change an answer."""
    found = difference(shipped, faulty)
    if found.is_behaviour:
        return ""
    if not found.unshown:
        return SAME_RESULT
    return SAME_STATUS if rule.startswith(ONLY_STATUS) else ""


def same_rules(shipped: Guideline, faulty: Guideline) -> bool:
    """Every changed condition comes out alike for everybody, known, unknown and not sure.

    A contradiction is left to the tests: what the world allows already rests on it.
    """
    if msgspec.json.encode(shipped.content) != msgspec.json.encode(faulty.content):
        return False
    old, new = shipped.compiled.conditions, faulty.compiled.conditions
    changed = [key for key in old if old[key] != new.get(key)]
    if old.keys() != new.keys() or any(key.startswith("contradiction:") for key in changed):
        return False
    world = world_of(shipped)
    other = Woman(faulty.compiled, world.her)
    differ = [part for key in changed for part in _differences(key, world.woman, other)]
    solver = z3.Solver()
    solver.add(*world.rules, z3.Or(differ))
    return bool(solver.check() == z3.unsat)


def _differences(key: str, one: Woman, other: Woman) -> list[Any]:
    """Formulas of which one is true where the rule comes out otherwise."""
    kind, _, finding = key.partition(":")
    if kind == "derived":
        name = finding.partition(":")[0]
        pairs = [(one.holds(name, said), other.holds(name, said)) for said in one.answers(name)]
    else:
        pairs = _rails(one.rule(key), other.rule(key))
    return [_formula(first) != _formula(second) for first, second in pairs]


def _rails(one: Rails, other: Rails) -> list[tuple[Formula, Formula]]:
    return [(one.certain, other.certain), (one.possible, other.possible)]


def _formula(value: Formula) -> Any:
    return z3.BoolVal(value) if isinstance(value, bool) else value
