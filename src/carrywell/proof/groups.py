"""Which findings hang together: those of one group are read by one rule, straight or through others."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.nodes import findings_of, quantity_findings
from carrywell.conditions.smt import Formula, Joined, negate
from carrywell.guideline.compiled import Compiled

FINDING = re.compile(r"\w+\.(\w+)")
"""The finding in the name of a variable, such as ``she.pain_score?`` or ``before.fever=True``."""


class Groups:
    """A set of groups is a number with a bit for each; `each` are the single groups."""

    def __init__(self, compiled: Compiled, rules: Sequence[Formula]) -> None:
        joined = _Joining()
        for names in _read_together(compiled):
            joined.join(names)
        self._findings = {one.id for one in compiled.content.findings if one.derived is None}
        for rule in rules:
            joined.join(name for name in _variables(rule, {}) if name in self._findings)
        first = dict.fromkeys(joined.first(name) for name in self._findings)
        bits = {name: 1 << place for place, name in enumerate(first)}
        self._bit = {name: bits[joined.first(name)] for name in self._findings}
        self.each = tuple(bits.values())
        self._all = sum(self.each)
        for one in compiled.content.signs:  # a variable may be named after a sign, too
            self._bit.setdefault(one.id, bits.get(joined.first(f"signs.{one.id}"), self._all))
        self._of: dict[int, tuple[Formula, int]] = {}

    def of(self, formula: Formula) -> int:
        """The groups that a formula reads; all of them where it cannot be told."""
        if isinstance(formula, bool):
            return 0
        handle = int(formula.ast.value)
        known = self._of.get(handle)
        if known is None:
            if isinstance(formula, Joined):
                found = 0
                for one in formula.parts:
                    found |= self.of(one)
            else:
                found = self._read(formula)
            known = self._of[handle] = (formula, found)  # kept, for a handle can be used anew
        return known[1]

    def with_rules(self, groups: int, rules: Iterable[Formula]) -> int:
        """These groups with those that `rules` connect to them."""
        reads = [self.of(rule) for rule in rules]
        wider = groups
        for one in reads:
            if one & wider:
                wider |= one
        return wider if wider == groups else self.with_rules(wider, rules)

    def apart(self, formula: Formula) -> dict[int, list[Formula]]:
        """What must hold for the formula to hold, by groups; what shares a group stays together."""
        found: dict[int, list[Formula]] = {}
        for reads, one in self._parts(formula):
            if reads in found:
                found[reads].append(one)
                continue
            sharing = [other for other in found if other & reads]
            together = [part for other in sharing for part in found.pop(other)]
            found[reduce(or_, sharing, reads)] = [*together, one]
        return found

    def _parts(self, formula: Formula) -> Iterator[tuple[int, Formula]]:
        groups = self.of(formula)
        is_one = groups & (groups - 1) == 0
        match formula:
            case Joined(kind="and", parts=parts) if not is_one:
                for one in parts:
                    yield from self._parts(one)
            case Joined(kind="not", parts=(Joined(kind="or", parts=parts),)) if not is_one:
                for one in parts:
                    yield from self._parts(negate(one))
            case _:
                yield groups, formula

    def _read(self, formula: Formula) -> int:
        found = 0
        for name in _variables(formula, {}):
            found |= self._bit.get(name, self._all)
        return found


class _Joining:
    """Sets of names that grow together."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}

    def first(self, name: str) -> str:
        while (following := self._next.get(name)) is not None:
            name = following
        return name

    def join(self, names: Iterable[str]) -> None:
        first: str | None = None
        for one in names:
            root = self.first(one)
            first = root if first is None else first
            if root != first:
                self._next[root] = first


def _read_together(compiled: Compiled) -> Iterator[tuple[str, ...]]:
    for key, condition in compiled.conditions.items():
        kind, _, rest = key.partition(":")
        about = {"sign": f"signs.{rest}", "derived": rest.partition(":")[0], "ask_when": rest}
        named = (about[kind],) if kind in about else ()
        yield (*named, *findings_of(condition))
    for name, amount in compiled.artefact.quantities.items():
        yield (name, *quantity_findings(amount))
    for finding in compiled.content.findings:
        yield (finding.id, *finding.implies, *finding.covers)


def variables_of(formula: Formula) -> frozenset[str]:
    """The findings that a formula reads, by the names of its variables."""
    return frozenset(_variables(formula, {}))


def _variables(formula: Formula, seen: dict[int, Formula]) -> Iterator[str]:
    """The finding in the name of each variable of the formula."""
    handle = int(formula.ast.value)
    if handle in seen:
        return
    seen[handle] = formula
    if isinstance(formula, Joined):
        for one in formula.parts:
            yield from _variables(one, seen)
    elif formula.num_args():
        for one in formula.children():
            yield from _variables(one, seen)
    elif formula.decl().kind() == z3.Z3_OP_UNINTERPRETED:
        name = formula.decl().name()
        found = FINDING.match(name)
        yield found.group(1) if found else name
