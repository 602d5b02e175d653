"""Two guidelines under comparison: what differs in them, and how an example is looked for."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.conditions.smt import Formula, every, negate, some
from carrywell.proof import told
from carrywell.proof.claims import Answers
from carrywell.proof.compared import Two, two_of
from carrywell.proof.difference_records import Records, record_of
from carrywell.proof.smallest import Example, Search
from carrywell.proof.statuses import floor_rules

Shows = Callable[[Any, Any], bool]
"""Whether what the old and what the new guideline tells her is the change in question."""


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """Some answers change something from `before` to `after`; the example shows it.

    `what`: urgency (what she is told), floor and ceiling (where only those move so), treatment, scope,
    cause, advice, exercise, question, stop question, sign or answer. `names`: the treatments, causes
    and so on that do.
    """

    what: str
    before: str
    after: str
    example: Example
    names: tuple[str, ...] = ()


class Comparison(msgspec.Struct, frozen=True, eq=False):
    """`altered`: keys of the rules whose formulas differ; `otherwise`: when they come out otherwise."""

    old: Guideline
    new: Guideline
    two: Two
    search: Search
    records: Records
    altered: tuple[str, ...]

    def otherwise(self, key: str) -> Formula:
        """The rule is true, false or open under one guideline and not under the other."""
        first, second = (side.rule(key) for side in self.two.sides)
        return some(
            (_unlike(first.certain, second.certain), _unlike(first.possible, second.possible))
        )

    def is_there(self, key: str) -> Formula:
        """The rule certainly holds under one of the two."""
        return some(side.rule(key).certain for side in self.two.sides)

    def altered_of(self, kind: str, ids: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """The altered rules of this kind (the first word of their keys), of these records."""
        return tuple(
            key
            for key in self.altered
            if key.split(":")[0] == kind and (ids is None or key.split(":")[1] in ids)
        )

    def keys_of(self, kind: str, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The rules of these records, under either guideline."""
        conditions = self.old.compiled.conditions | self.new.compiled.conditions
        named = (key.split(":") for key in conditions)
        return tuple(":".join(key) for key in named if key[0] == kind and key[1] in ids)

    def touched(self, part: str) -> tuple[str, ...]:
        """Ids of this part whose record or rules differ, added and removed ones included."""
        differ = (*self.records.added, *self.records.removed, *self.records.changed)
        start = f"{part}: "
        named = (one for one in (*differ, *map(record_of, self.altered)) if one.startswith(start))
        return tuple(dict.fromkeys(one.removeprefix(start) for one in named))

    def example(self, wanted: Formula, ask: told.Ask, shows: Shows) -> Example | None:
        """The fewest answers that do what is wanted, and with which the two tell her what `shows`."""

        def tried(answers: Answers) -> bool:
            both = self.both(ask, answers)
            return both is not None and shows(*both)

        return self.search.smallest(wanted, tried).example

    def both(self, ask: told.Ask, answers: Answers) -> tuple[Any, Any] | None:
        """What the two tell her; None when one of them refuses the answers."""
        return told.both_told(ask, self.old, self.new, answers)


def compare(old: Guideline, new: Guideline, found: Records) -> Comparison:
    """Both as formulas, ready to be searched."""
    two = two_of(old, new)
    search = Search(two, (rule for side in two.sides for rule in floor_rules(side)))
    keys = dict.fromkeys((*old.compiled.conditions, *new.compiled.conditions))
    altered = tuple(key for key in keys if not _alike(two, key))
    return Comparison(old, new, two, search, found, altered)


def same_formulas(one: tuple[Formula, ...], other: tuple[Formula, ...]) -> bool:
    """Whether the formulas are written the same, so that no solver need be asked."""
    return all(_same(*pair) for pair in zip(one, other, strict=True))


def each_change(
    comparison: Comparison, what: str, ask: told.Ask, wanted: Formula, most: int
) -> Iterator[Kind]:
    """One kind for each change from one thing told to another, until no other is found."""
    seen: list[tuple[Any, Any]] = []
    while len(seen) < most:
        example = comparison.example(
            wanted, ask, lambda before, after: before != after and (before, after) not in seen
        )
        both = None if example is None else comparison.both(ask, example.answers)
        if example is None or both is None:
            return
        seen.append(both)
        before, after = (str(one or "none") for one in both)
        yield Kind(what=what, before=before, after=after, example=example)


def _alike(two: Two, key: str) -> bool:
    old, new = (side.rule(key) for side in two.sides)
    return same_formulas((old.certain, old.possible), (new.certain, new.possible))


def _same(one: Formula, other: Formula) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one.eq(other))


def _unlike(one: Formula, other: Formula) -> Formula:
    if _same(one, other):
        return False
    return some((every((one, negate(other))), every((negate(one), other))))
