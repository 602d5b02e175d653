"""The shipped guideline with one fault planted in it, ready to run."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.conditions.errors import Place
from carrywell.conditions.nodes import findings_of
from carrywell.conditions.parse import parse_condition
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.content import Content
from carrywell.guideline.generate import generate_source
from carrywell.guideline.model import Gate, Sign
from carrywell.guideline.rules import Rules, declarations_of


def with_rules(guideline: Guideline, **texts: str) -> Guideline:
    """Rules written anew; a key's first colon is written as two underscores."""
    compiled = guideline.compiled
    declared = declarations_of(compiled.content)
    conditions = dict(compiled.conditions)
    for name, text in texts.items():
        key = name.replace("__", ":", 1)
        assert key in conditions
        conditions[key] = parse_condition(text, declared, Place(key, 1))
    return _ready(guideline, compiled.content, conditions)


def with_sign(guideline: Guideline, sign_id: str, change: Callable[[Sign], Sign]) -> Guideline:
    """One sign changed."""
    content = guideline.content
    signs = tuple(change(one) if one.id == sign_id else one for one in content.signs)
    ordered = tuple(sorted(signs, key=lambda one: _WORST_FIRST.index(one.urgency)))
    return _ready(
        guideline,
        msgspec.structs.replace(content, signs=ordered),
        guideline.compiled.conditions,
    )


def without(guideline: Guideline, part: str, one_id: str) -> Guideline:
    """A gate or a sign deleted."""
    content = guideline.content
    left = tuple(one for one in getattr(content, part) if one.id != one_id)
    assert len(left) < len(getattr(content, part))
    conditions = {
        key: condition
        for key, condition in guideline.compiled.conditions.items()
        if key != f"{part.removesuffix('s')}:{one_id}"
    }
    return _ready(guideline, msgspec.structs.replace(content, **{part: left}), conditions)


def with_gate(guideline: Guideline, gate_id: str, change: Callable[[Gate], Gate]) -> Guideline:
    """One gate changed."""
    content = guideline.content
    gates = tuple(change(one) if one.id == gate_id else one for one in content.gates)
    return _ready(
        guideline,
        msgspec.structs.replace(content, gates=gates),
        guideline.compiled.conditions,
    )


def with_fields(guideline: Guideline, part: str, one_id: str, **fields: Any) -> Guideline:
    """Fields of one record changed that hold no condition; `part` is a field of the content."""
    content = guideline.content
    records = getattr(content, part)
    changed = tuple(
        msgspec.structs.replace(one, **fields) if one.id == one_id else one for one in records
    )
    assert changed != records
    return _ready(
        guideline,
        msgspec.structs.replace(content, **{part: changed}),
        guideline.compiled.conditions,
    )


def with_content(guideline: Guideline, content: Content) -> Guideline:
    """Other records, with the rules as they are."""
    return _ready(guideline, content, guideline.compiled.conditions)


_WORST_FIRST = ("emergency", "urgent", "soon", "routine")


def _ready(guideline: Guideline, content: Content, conditions: dict[str, Any]) -> Guideline:
    old = guideline.compiled.artefact
    plan_keys = tuple(one for one in old.plan_keys if one in conditions)
    artefact = msgspec.structs.replace(
        old, content=content, conditions=conditions, plan_keys=plan_keys
    )
    names_others = {
        one.id
        for one in content.signs
        if any(name.startswith("signs.") for name in findings_of(conditions[f"sign:{one.id}"]))
    }
    order = sorted((one.id for one in content.signs), key=lambda one: one in names_others)
    rules = Rules(conditions, old.quantities, old.derived_order, tuple(order))
    module = ModuleType("planted")
    exec(generate_source(content, rules), module.__dict__)
    return Guideline(Compiled(artefact, module))
