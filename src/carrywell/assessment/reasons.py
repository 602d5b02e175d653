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
from carrywell.conditions.values import Truth
from carrywell.guideline.compiled import Compiled, FactsDict
from carrywell.guideline.facts import defining_rule
from carrywell.guideline.model import Finding

Support = frozenset[str]
DAYS_A_WEEK = 7

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
    remembered: Memory = {} if memory is None else memory
    if key not in remembered:
        remembered[key] = _scan(compiled, compiled.normal[key], facts, remembered)[1]
    return remembered[key]


def in_words(finding: Finding, value: object) -> str:
    """An answer as a phrase: "numbness between the legs", "weeks pregnant: 31 weeks"."""
    match finding.type:
        case "yes_no":
            return finding.short if value else f"no: {finding.short}"
        case "number" if finding.unit == "weeks" and isinstance(value, float):
            return f"{finding.short}: {in_weeks(value)}"
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


def in_weeks(weeks: float) -> str:
    """Weeks as she would say them: "31 weeks", "31 weeks and 4 days"."""
    whole, days = divmod(round(weeks * DAYS_A_WEEK), DAYS_A_WEEK)
    return f"{whole} weeks" + (f" and {days} day{'s' if days > 1 else ''}" if days else "")


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
            definition = defining_rule(name, compiled.conditions)
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
            definition = defining_rule(used, compiled.conditions)
            inner = (used,) if definition is None else findings_of(compiled.conditions[definition])
            names += [base for one in inner for base in _base(compiled, one, facts)]
    known = [one for one in names if facts is None or facts.get(one) is not None]
    return tuple(dict.fromkeys(known))


def _scan(
    compiled: Compiled, condition: Condition, facts: FactsDict, memory: Memory
) -> tuple[Truth, tuple[str, ...]]:
    """A condition's truth, and what it still depends on when that is unknown: one walk for both."""
    match condition:
        case And(items):
            return _scan_at_least(compiled, len(items), items, facts, memory)
        case Or(items):
            return _scan_at_least(compiled, 1, items, facts, memory)
        case AtLeast(count, items):
            return _scan_at_least(compiled, count, items, facts, memory)
        case Yes(name):
            present = facts.get(name)
            if isinstance(present, bool):
                return present, ()
            return None, _open_name(compiled, name, facts, memory)
        case _:
            settled = truth(condition, facts)
            if settled is not None:
                return settled, ()
            found: dict[str, None] = {}
            for name in findings_of(condition):
                found.update(dict.fromkeys(_open_name(compiled, name, facts, memory)))
            return None, tuple(found)


def _scan_at_least(
    compiled: Compiled,
    count: int,
    items: tuple[Condition, ...],
    facts: FactsDict,
    memory: Memory,
) -> tuple[Truth, tuple[str, ...]]:
    true, spare = 0, len(items) - count
    found: dict[str, None] = {}
    for item in items:
        settled, names = _scan(compiled, item, facts, memory)
        if settled is None:
            found.update(dict.fromkeys(names))
        elif settled:
            true += 1
            if true >= count:
                return True, ()
        else:
            spare -= 1
            if spare < 0:
                return False, ()
    return None, tuple(found)


def _open_name(compiled: Compiled, name: str, facts: FactsDict, memory: Memory) -> tuple[str, ...]:
    known = facts.get(name)
    if known is not None and not (isinstance(known, frozenset) and None in known):
        return ()
    if name not in memory:
        definition = defining_rule(name, compiled.conditions)
        if definition is not None:
            memory[name] = _scan(compiled, compiled.normal[definition], facts, memory)[1]
        else:
            memory[name] = tuple(base for base in _base(compiled, name) if facts.get(base) is None)
    return memory[name]
