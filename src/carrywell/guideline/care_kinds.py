"""What ``content/care_kinds.yaml`` holds: kinds of care near her, and how open data names them.

Data alone: `carrywell.care` reads it.
"""

import msgspec

from carrywell.guideline.model import Record, Sourced


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
    """

    kind: str
    has: dict[str, tuple[str, ...]]
    lacks: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


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
