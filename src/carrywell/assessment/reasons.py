"""Why a condition holds: the smallest set of answers that alone makes it true."""

from itertools import product

from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import (
    Always,
    And,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    OneOf,
    Or,
    Yes,
    findings_of,
    quantity_findings,
)
from carrywell.guideline.compiled import Compiled, FactsDict
from carrywell.guideline.model import Finding

Support = frozenset[str]
Memory = dict[str, tuple[str, ...]]
_MOST = 24
"""Sets kept at each step; more than a rule of this guideline ever needs."""


def because(compiled: Compiled, key: str, facts: FactsDict) -> tuple[str, ...]:
    """Ids of the asked findings that make a true rule true, as few as possible; `key` is its key.

    With only these known the condition is still true; without any one of them it is not. Derived
    findings and signs are traced to the answers they come from. Empty for a condition that is not
    true, or that is true of everyone.
    """
    supports = _supports(compiled, compiled.normal[key], facts)
    if not supports:
        return ()
    smallest = min(supports, key=lambda support: (len(support), sorted(support)))
    order = {name: place for place, name in enumerate(compiled.content.finding)}
    return tuple(sorted(smallest, key=lambda name: order[name]))


def still_open(
    compiled: Compiled, key: str, facts: FactsDict, memory: Memory | None = None
) -> tuple[str, ...]:
    """Ids of the unknown asked findings that an undecided rule still depends on.

    `key` is the rule's key; `memory` may be shared between calls on the same facts.
    """
    return _open(compiled, compiled.normal[key], facts, {} if memory is None else memory)


def in_words(finding: Finding, value: object) -> str:
    """An answer as a phrase: "numbness between the legs", "weeks pregnant: 31 weeks"."""
    match finding.type:
        case "yes_no":
            return finding.short if value else f"no: {finding.short}"
        case "number":
            return f"{finding.short}: {_plain_number(value)} {finding.unit or ''}".rstrip()
        case "choice":
            said = {option.id: option.say for option in finding.options}
            return f"{finding.short}: {said.get(str(value), str(value))}"
        case "choices":
            said = {option.id: option.say for option in finding.options}
            chosen = value if isinstance(value, frozenset) else frozenset()
            named = [said[one.id] for one in finding.options if one.id in chosen]
            return f"{finding.short}: {', '.join(named) if named else 'none of these'}"


def _plain_number(value: object) -> str:
    return f"{round(float(value), 1):g}" if isinstance(value, int | float) else str(value)


def _supports(compiled: Compiled, condition: Condition, facts: FactsDict) -> list[Support]:
    """Sets of findings each of which alone makes the condition true; none if it is not true."""
    if truth(condition, facts) is not True:
        return []
    match condition:
        case Always():
            return [frozenset()]
        case Yes(name) | Not(Yes(name)):
            definition = _definition(compiled, name)
            if definition is None:
                return [frozenset({name})]
            table = compiled.denied if isinstance(condition, Not) else compiled.normal
            return _supports(compiled, table[definition], facts)
        case Compare(left, _, right):
            names = quantity_findings(left) + quantity_findings(right)
            return [frozenset(base for name in names for base in _base(compiled, name))]
        case OneOf(name, _) | Not(OneOf(name, _)) | Includes(name, _) | Not(Includes(name, _)):
            return [frozenset(_base(compiled, name, facts))]
        case And(items):
            return _all_of(compiled, items, facts)
        case Or(items):
            return _fewest(one for item in items for one in _supports(compiled, item, facts))
        case AtLeast(count, items):
            found = [one for one in (_supports(compiled, item, facts) for item in items) if one]
            found.sort(key=lambda supports: min(len(one) for one in supports))
            return [frozenset().union(*(min(one, key=len) for one in found[:count]))]
        case Not():
            return []


def _all_of(compiled: Compiled, items: tuple[Condition, ...], facts: FactsDict) -> list[Support]:
    combined: list[Support] = [frozenset()]
    for item in items:
        supports = _supports(compiled, item, facts)
        combined = _fewest(a | b for a, b in product(combined, supports))
    return combined


def _fewest(supports: object) -> list[Support]:
    unique = sorted(set(supports), key=lambda one: (len(one), sorted(one)))  # type: ignore[call-overload]
    kept: list[Support] = []
    for one in unique:
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept[:_MOST]


def _definition(compiled: Compiled, name: str) -> str | None:
    """The key of the rule that defines a derived yes_no finding or a sign."""
    key = f"sign:{name.removeprefix('signs.')}" if name.startswith("signs.") else f"derived:{name}"
    return key if key in compiled.conditions else None


def _base(compiled: Compiled, name: str, facts: FactsDict | None = None) -> tuple[str, ...]:
    """The asked findings behind a finding that may be a derived number or choice."""
    if name in compiled.artefact.quantities:
        inner = quantity_findings(compiled.artefact.quantities[name])
        return tuple(base for one in inner for base in _base(compiled, one, facts))
    finding = compiled.content.finding[name]
    if not finding.derived or isinstance(finding.derived, str):
        return (name,)
    names: list[str] = []
    for option in finding.derived:
        for used in findings_of(compiled.conditions[f"derived:{name}:{option.option}"]):
            definition = _definition(compiled, used)
            inner = (used,) if definition is None else findings_of(compiled.conditions[definition])
            names += [base for one in inner for base in _base(compiled, one, facts)]
    known = [one for one in names if facts is None or facts.get(one) is not None]
    return tuple(dict.fromkeys(known))


def _open(
    compiled: Compiled, condition: Condition, facts: FactsDict, memory: Memory
) -> tuple[str, ...]:
    match condition:
        case And(items) | Or(items) | AtLeast(_, items):
            if truth(condition, facts) is not None:
                return ()
            found: dict[str, None] = {}
            for item in items:
                found.update(dict.fromkeys(_open(compiled, item, facts, memory)))
            return tuple(found)
        case Yes(name) | Not(Yes(name)):
            return _open_name(compiled, name, facts, memory)
        case _:
            if truth(condition, facts) is not None:
                return ()
            return tuple(
                base
                for name in findings_of(condition)
                for base in _open_name(compiled, name, facts, memory)
            )


def _open_name(compiled: Compiled, name: str, facts: FactsDict, memory: Memory) -> tuple[str, ...]:
    known = facts.get(name)
    if known is not None and not (isinstance(known, frozenset) and None in known):
        return ()
    if name not in memory:
        key = f"sign:{name[6:]}" if name.startswith("signs.") else f"derived:{name}"
        definition = compiled.normal.get(key)
        if definition is not None:
            memory[name] = _open(compiled, definition, facts, memory)
        else:
            memory[name] = tuple(base for base in _base(compiled, name) if facts.get(base) is None)
    return memory[name]
