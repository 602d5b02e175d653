"""Which question comes before which: what screens, umbrella items and guards say, without formulas."""

from carrywell.conditions.nodes import findings_of, quantity_findings
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import defining_rule
from carrywell.guideline.model import Screen


def urgency_screens(compiled: Compiled) -> tuple[tuple[Screen, ...], tuple[Screen, ...]]:
    """The urgency screens, and the details screens that an answer on one of them can open."""
    screens = compiled.content.screens
    base = tuple(one for one in screens if one.purpose == "urgency")
    details = {one.details_of: one for one in screens if one.details_of}
    return base, tuple(details[name] for one in base for name in one.asks if name in details)


def waited_for(compiled: Compiled, finding: str) -> tuple[str, ...]:
    """The umbrella of a finding and what its question waits for, and theirs in turn."""
    found: dict[str, None] = {}
    pending = [finding]
    while pending:
        name = pending.pop()
        guard = compiled.conditions.get(f"ask_when:{name}")
        umbrella = compiled.content.umbrella_of.get(name)
        before = (*(findings_of(guard) if guard else ()), *((umbrella,) if umbrella else ()))
        for one in before:
            if one not in found and one != finding:
                found[one] = None
                pending.append(one)
    return tuple(found)


def asked_behind(compiled: Compiled, name: str) -> tuple[str, ...]:
    """The findings that are asked behind this one; itself when it is asked."""
    if name in compiled.artefact.quantities:
        inner: tuple[str, ...] = quantity_findings(compiled.artefact.quantities[name])
    else:
        key = defining_rule(name, compiled.conditions)
        keys = [key] if key is not None else _option_rules(compiled, name)
        if not keys:
            return (name,)
        inner = tuple(used for one in keys for used in findings_of(compiled.conditions[one]))
    return tuple(dict.fromkeys(one for used in inner for one in asked_behind(compiled, used)))


def _option_rules(compiled: Compiled, name: str) -> list[str]:
    derived = compiled.content.finding[name].derived
    if not isinstance(derived, tuple):
        return []
    return [f"derived:{name}:{one.option}" for one in derived]


def guarded_by(compiled: Compiled, finding: str) -> tuple[str, ...]:
    """The asked findings that decide whether the question is put."""
    guard = compiled.conditions.get(f"ask_when:{finding}")
    used = findings_of(guard) if guard is not None else ()
    return tuple(dict.fromkeys(name for one in used for name in asked_behind(compiled, one)))


def waits_for(compiled: Compiled, finding: str) -> set[str]:
    """What the question waits for, and what that waits for in turn."""
    found: set[str] = set()
    pending = list(guarded_by(compiled, finding))
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(guarded_by(compiled, name))
    return found
