"""What a condition can say: pure data, no meaning.

A condition is a tree of the nodes below. Each is true, false or unknown of a set of facts;
`interpreter` says which. Derived findings and warning signs are named like findings
(``from_20_weeks``, ``signs.womb_hard``): whoever evaluates a condition works them out first.

Two shapes of tree exist. The parser gives the *written* shape, in which NOT may stand anywhere.
`normal_form` gives the *normal* shape, in which NOT stands only on a leaf and no comparison is
negated. Kleene's rules make the two equal, and the normal shape gives every condition two monotone
rails, 'certainly true' and 'not certainly false', which the fast backends print.
"""

from typing import Literal

import msgspec

Operator = Literal["<", "<=", ">", ">=", "=", "<>"]

NEGATED_OPERATOR: dict[Operator, Operator] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "=": "<>",
    "<>": "=",
}


class Node(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A part of a condition: immutable, hashable, and written to the compiled artefact as JSON."""


class Number(Node, frozen=True, array_like=True, tag=True):
    """A number written in the condition."""

    value: float


class Amount(Node, frozen=True, array_like=True, tag=True):
    """The value of a number finding."""

    finding: str


class Arithmetic(Node, frozen=True, array_like=True, tag=True):
    """Two amounts added, subtracted, multiplied or divided; unknown if either is.

    The parser refuses a divisor whose range holds zero.
    """

    operator: Literal["+", "-", "*", "/"]
    left: "Quantity"
    right: "Quantity"


Quantity = Number | Amount | Arithmetic


class Always(Node, frozen=True, array_like=True, tag=True):
    """True of everyone, or of no one."""

    value: bool


class Yes(Node, frozen=True, array_like=True, tag=True):
    """A yes_no finding is present."""

    finding: str


class Compare(Node, frozen=True, array_like=True, tag=True):
    """Two quantities compared; unknown if either is."""

    left: Quantity
    operator: Operator
    right: Quantity


class OneOf(Node, frozen=True, array_like=True, tag=True):
    """A choice finding is one of these options."""

    finding: str
    options: tuple[str, ...]


class Includes(Node, frozen=True, array_like=True, tag=True):
    """A choices finding has this option among its answers."""

    finding: str
    option: str


class Not(Node, frozen=True, array_like=True, tag=True):
    """The opposite; unknown stays unknown."""

    item: "Condition"


class And(Node, frozen=True, array_like=True, tag=True):
    """All hold."""

    items: tuple["Condition", ...]


class Or(Node, frozen=True, array_like=True, tag=True):
    """At least one holds."""

    items: tuple["Condition", ...]


class AtLeast(Node, frozen=True, array_like=True, tag=True):
    """At least `count` of the items hold, ``1 <= count <= len(items)``."""

    count: int
    items: tuple["Condition", ...]


Condition = Always | Yes | Compare | OneOf | Includes | Not | And | Or | AtLeast

LEAVES = (Always, Yes, Compare, OneOf, Includes)


def quantity_findings(quantity: Quantity) -> tuple[str, ...]:
    """The number findings a quantity reads, in the order written, repeats kept."""
    match quantity:
        case Number():
            return ()
        case Amount(finding):
            return (finding,)
        case Arithmetic(_, left, right):
            return quantity_findings(left) + quantity_findings(right)


def findings_of(condition: Condition) -> tuple[str, ...]:
    """Every finding a condition reads, each once, in the order written."""
    return tuple(dict.fromkeys(_findings(condition)))


def _findings(condition: Condition) -> tuple[str, ...]:
    match condition:
        case Always():
            return ()
        case Yes(finding) | OneOf(finding, _) | Includes(finding, _):
            return (finding,)
        case Compare(left, _, right):
            return quantity_findings(left) + quantity_findings(right)
        case Not(item):
            return _findings(item)
        case And(items) | Or(items) | AtLeast(_, items):
            return tuple(finding for item in items for finding in _findings(item))
