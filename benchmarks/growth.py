"""What happens with 10 and 100 times the rules.

The signs are copied, and with them every finding they read, each copy under new names, so a
guideline of 100 times the size asks 100 times the questions. The copies are nodes; the YAML and the
parser are left out. Causes, treatments and advice stay as they are.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import msgspec
from timing import side_by_side

from carrywell.conditions.nodes import (
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    OneOf,
    Or,
    Quantity,
    Yes,
)
from carrywell.guideline.compiled import Artefact, Compiled, load
from carrywell.guideline.compiled import _write as write_artefact
from carrywell.guideline.content import Content
from carrywell.guideline.folder import CONTENT_FOLDER
from carrywell.guideline.generate import generate_source
from carrywell.guideline.model import Finding, Screen, Sign
from carrywell.guideline.rules import Rules

Facts = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """One size of guideline; times in seconds. `load` reads the artefact, bytecode included."""

    times: int
    signs: int
    findings: int
    decide: float
    generate: float
    compile: float
    load: float
    megabytes: float


def measure(compiled: Compiled, facts: list[Facts], sizes: tuple[int, ...]) -> list[Size]:
    """One row a size. `facts` are of partly answered women; a copy of a finding has her value."""
    return [_measure(compiled, facts, times) for times in sizes]


def _measure(compiled: Compiled, facts: list[Facts], times: int) -> Size:
    artefact, rules = grown(compiled, times)
    start = perf_counter()
    source = generate_source(artefact.content, rules)
    generated = perf_counter()
    compile(source, "<grown>", "exec")
    compiled_at = perf_counter()
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_artefact(folder, artefact, source)
        load(CONTENT_FOLDER, folder)  # writes the bytecode
        reading = side_by_side({"load": lambda: load(CONTENT_FOLDER, folder)}, rounds=5)
        big = load(CONTENT_FOLDER, folder)
        size = sum(one.stat().st_size for one in folder.iterdir() if one.is_file())
    if big.content.hash != compiled.content.hash or len(big.content.signs) != len(
        artefact.content.signs
    ):
        raise SystemExit("the grown artefact was not read back")
    many = [_everywhere(one, times) for one in facts]
    taken = side_by_side(
        {"decide": lambda: [big.signs(one) for one in many]},
        rounds=7,
        each=len(many),
    )
    _check(compiled, big, facts[0], many[0], times)
    return Size(
        times=times,
        signs=len(artefact.content.signs),
        findings=len(artefact.content.findings),
        decide=taken["decide"].median,
        generate=generated - start,
        compile=compiled_at - generated,
        load=reading["load"].median,
        megabytes=size / 1e6,
    )


def _check(compiled: Compiled, big: Compiled, facts: Facts, many: Facts, times: int) -> None:
    small = compiled.signs(facts)
    if big.signs(many) != small * times:
        raise SystemExit(f"a copy of a sign differs at {times} times the rules")


def _everywhere(facts: Facts, times: int) -> Facts:
    return {_named(name, copy): facts[name] for name in facts for copy in range(times)}


def grown(compiled: Compiled, times: int) -> tuple[Artefact, Rules]:
    """The guideline with its signs and findings `times` over."""
    content, artefact = compiled.content, compiled.artefact
    copies = range(times)
    conditions = dict(artefact.conditions)
    quantities = dict(artefact.quantities)
    for copy in copies[1:]:
        for key, condition in artefact.conditions.items():
            kind, _, rest = key.partition(":")
            name, *option = rest.split(":")
            if kind in ("sign", "derived", "ask_when", "contradiction"):
                conditions[":".join((kind, _named(name, copy), *option))] = _renamed(
                    condition, copy
                )
        for name, amount in artefact.quantities.items():
            quantities[_named(name, copy)] = _quantity(amount, copy)
    more = msgspec.structs.replace(
        content,
        findings=_copies(content, "findings", times),
        signs=_copies(content, "signs", times),
        contradictions=_copies(content, "contradictions", times),
        screens=_copies(content, "screens", times),
    )
    derived = tuple(_named(name, copy) for copy in copies for name in artefact.derived_order)
    order = tuple(_named(name, copy) for copy in copies for name in sign_order(compiled))
    rules = Rules(
        conditions=conditions, quantities=quantities, derived_order=derived, sign_order=order
    )
    bigger = msgspec.structs.replace(
        artefact,
        content=more,
        conditions=conditions,
        quantities=quantities,
        derived_order=derived,
        named_signs=tuple(_named(one, copy) for copy in copies for one in artefact.named_signs),
        private_signs=tuple(_named(one, copy) for copy in copies for one in artefact.private_signs),
    )
    return bigger, rules


def sign_order(compiled: Compiled) -> tuple[str, ...]:
    """The signs, those that name other signs last."""
    naming = {
        one.id
        for one in compiled.content.signs
        if _names_signs(compiled.conditions[f"sign:{one.id}"])
    }
    ids = [one.id for one in compiled.content.signs]
    return (*(one for one in ids if one not in naming), *(one for one in ids if one in naming))


def _names_signs(condition: Condition) -> bool:
    match condition:
        case Yes(name):
            return name.startswith("signs.")
        case Not(item):
            return _names_signs(item)
        case And(items) | Or(items) | AtLeast(_, items):
            return any(_names_signs(one) for one in items)
        case _:
            return False


def _copies(content: Content, field: str, times: int) -> tuple[Any, ...]:
    return tuple(_copied(one, copy) for copy in range(times) for one in getattr(content, field))


def _copied(record: Any, copy: int) -> Any:
    """The record under its new name; what it says of other records is of their copies."""
    changed: dict[str, Any] = {"id": _named(record.id, copy)}
    if isinstance(record, Finding):
        changed["implies"] = {_named(name, copy): one for name, one in record.implies.items()}
        changed["covers"] = tuple(_named(name, copy) for name in record.covers)
    elif isinstance(record, Screen):
        changed["asks"] = tuple(_named(name, copy) for name in record.asks)
        if record.details_of is not None:
            changed["details_of"] = _named(record.details_of, copy)
    elif isinstance(record, Sign):
        changed["stands_beside"] = tuple(_named(one, copy) for one in record.stands_beside)
        if record.watch_for_as is not None:
            changed["watch_for_as"] = _named(record.watch_for_as, copy)
    return msgspec.structs.replace(record, **changed)


def _named(name: str, copy: int) -> str:
    return f"{name}__{copy}" if copy else name


def _renamed(condition: Condition, copy: int) -> Condition:
    match condition:
        case Yes(name):
            return Yes(_named(name, copy))
        case Compare(left, operator, right):
            return Compare(_quantity(left, copy), operator, _quantity(right, copy))
        case OneOf(name, options):
            return OneOf(_named(name, copy), options)
        case Includes(name, option):
            return Includes(_named(name, copy), option)
        case Not(item):
            return Not(_renamed(item, copy))
        case And(items):
            return And(tuple(_renamed(one, copy) for one in items))
        case Or(items):
            return Or(tuple(_renamed(one, copy) for one in items))
        case AtLeast(count, items):
            return AtLeast(count, tuple(_renamed(one, copy) for one in items))
        case _:
            return condition


def _quantity(quantity: Quantity, copy: int) -> Quantity:
    match quantity:
        case Amount(name):
            return Amount(_named(name, copy))
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, _quantity(left, copy), _quantity(right, copy))
        case _:
            return quantity
