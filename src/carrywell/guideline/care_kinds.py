"""What ``content/care_kinds.yaml`` holds: kinds of care near her, and how open data names them.

Data alone: `carrywell.care` reads it.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from carrywell.guideline.model import Record, Sourced

CODE = re.compile(r"[0-9A-Z]{9}X")
"""A code of the taxonomy: ten letters and digits, the last of them an X."""
SHORTEST_WORD = 3
"""Letters, of a word that a rule looks for in names."""
Trail = tuple[str | int, ...]


class CareKind(Sourced, frozen=True, kw_only=True):
    """A kind of place or person. `say` tells her what for, in one plain sentence.

    `takes_emergencies`: the page for an emergency shows places of this kind, those with
    `emergency` first.
    """

    id: str
    name: str
    plural: str
    say: str
    takes_emergencies: bool = False


class TagRule(Sourced, frozen=True, kw_only=True):
    """Which OpenStreetMap objects are of a kind: every tag of `has` and none of `lacks`.

    A tag holds when one of its values, split at ';', is one of those named; '*' is any value but 'no'.
    `named`: one of these stands in the name, at the beginning of a word, and none of `not_named`;
    capitals and accents do not count. Many a maternity hospital says so in its name alone.
    """

    kind: str
    has: dict[str, tuple[str, ...]]
    lacks: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    named: tuple[str, ...] = ()
    not_named: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from all others: its kind and what it asks for, in one line."""
        asked = [f"{key}={'|'.join(sorted(self.has[key]))}" for key in sorted(self.has)]
        asked += [f"named {'|'.join(sorted(self.named))}"] if self.named else []
        return f"{self.kind}: {' '.join(asked)}"


class Taxonomy(Sourced, frozen=True, kw_only=True):
    """A provider taxonomy code of the NUCC, as the American NPPES file has it."""

    code: str
    name: str
    kind: str


class CareKinds(Record, frozen=True, kw_only=True):
    """Everything the file holds."""

    kinds: tuple[CareKind, ...]
    openstreetmap: tuple[TagRule, ...]
    taxonomies: tuple[Taxonomy, ...]


NO_CARE_KINDS = CareKinds(kinds=(), openstreetmap=(), taxonomies=())
"""Of an edition from before there were kinds of care."""


def mistakes_of_care_kinds(care_kinds: CareKinds) -> Iterator[tuple[Trail, str]]:
    """What does not fit together, each with its trail of keys in the file."""
    known = {one.id for one in care_kinds.kinds}
    rules, taxonomies = care_kinds.openstreetmap, care_kinds.taxonomies
    yield from _twice("kinds", "id", (one.id for one in care_kinds.kinds))
    yield from _twice("openstreetmap", "has", (one.name for one in rules))
    yield from _twice("taxonomies", "code", (one.code for one in taxonomies))
    for index, rule in enumerate(rules):
        for field, what in _mistakes_of_rule(rule, known):
            yield ("openstreetmap", index, field), what
    for index, taxonomy in enumerate(taxonomies):
        for field, what in _mistakes_of_taxonomy(taxonomy, known):
            yield ("taxonomies", index, field), what
    reached = {one.kind for one in rules} | {one.kind for one in taxonomies}
    for index, kind in enumerate(care_kinds.kinds):
        if kind.id not in reached:
            yield ("kinds", index, "id"), f"{kind.id!r}: no tag rule and no code leads to it"


def _mistakes_of_rule(rule: TagRule, known: set[str]) -> Iterator[tuple[str, str]]:
    if rule.kind not in known:
        yield "kind", _no_kind(rule.kind)
    if not rule.has:
        yield "has", "a rule that asks for no tag would take every object of the map"
    for field in ("has", "lacks"):
        if empty := [key for key, values in getattr(rule, field).items() if not values]:
            yield field, f"{empty[0]!r} has no value; '*' is any value but 'no'"
    for field in ("named", "not_named"):
        if any(len(word.strip()) < SHORTEST_WORD for word in getattr(rule, field)):
            yield field, f"a word of fewer than {SHORTEST_WORD} letters stands in too many names"
    for key, values in rule.has.items():
        without = rule.lacks.get(key, ())
        if "*" in without or any(value in without for value in values):
            yield "lacks", f"{key!r}: `lacks` forbids what `has` asks for"


def _mistakes_of_taxonomy(taxonomy: Taxonomy, known: set[str]) -> Iterator[tuple[str, str]]:
    if taxonomy.kind not in known:
        yield "kind", _no_kind(taxonomy.kind)
    if not CODE.fullmatch(taxonomy.code):
        what = "is no code of the taxonomy: nine letters and digits, then X"
        yield "code", f"{taxonomy.code!r} {what}"


def _no_kind(name: str) -> str:
    return f"no kind of care is called {name!r}"


def _twice(part: str, field: str, names: Iterable[str]) -> Iterator[tuple[Trail, str]]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield (part, index, field), f"{name!r} is there twice"
        seen.add(name)
