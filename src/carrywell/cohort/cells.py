"""What a column of the screening is worked out from: pure data, printed by each engine.

A `Test` is always true or false, never unknown: it says of a condition what counts when the condition
is not known. A `Cell` is the value of a column in one row.
"""

import msgspec

from carrywell.conditions.nodes import Condition, Quantity

Literal = bool | float | int | str


class Part(msgspec.Struct, frozen=True, tag=True):
    """A part of a cell."""


class Holds(Part, frozen=True, tag=True):
    """The condition holds; `unknown_as` is what an unknown one counts as."""

    condition: Condition
    unknown_as: bool = False


class Told(Part, frozen=True, tag=True):
    """The column has a value in this row."""

    column: str


class Equals(Part, frozen=True, tag=True):
    """The column certainly has this value."""

    column: str
    value: Literal


class Reaches(Part, frozen=True, tag=True):
    """A whole-number column without gaps is at least this."""

    column: str
    least: int


class No(Part, frozen=True, tag=True):
    """The opposite."""

    item: "Test"


class All(Part, frozen=True, tag=True):
    """Every one of them; true when there are none."""

    items: tuple["Test", ...]


class Any(Part, frozen=True, tag=True):
    """At least one of them; false when there are none."""

    items: tuple["Test", ...]


class Several(Part, frozen=True, tag=True):
    """At least `count` of them."""

    count: int
    items: tuple["Test", ...]


Test = Holds | Told | Equals | Reaches | No | All | Any | Several


class Truth(Part, frozen=True, tag=True):
    """Whether a condition holds: true, false or unknown."""

    condition: Condition


class Decided(Part, frozen=True, tag=True):
    """Whether a test holds."""

    test: Test


class Figure(Part, frozen=True, tag=True):
    """A quantity; unknown when a finding in it is."""

    quantity: Quantity


class Column(Part, frozen=True, tag=True):
    """The value of another column."""

    name: str


class First(Part, frozen=True, tag=True):
    """The value beside the first test that holds; else `otherwise`, which None leaves unknown."""

    cases: tuple[tuple[Test, Literal | Column | None], ...]
    otherwise: Literal | Column | None = None


class Points(Part, frozen=True, tag=True):
    """The sum of the points beside each test that holds."""

    parts: tuple[tuple[Test, int], ...]


class Scaled(Part, frozen=True, tag=True):
    """A whole-number column times `by`, `plus` a constant."""

    column: str
    by: int
    plus: int


class Rest(Part, frozen=True, tag=True):
    """What is left of a whole-number column, never below 0, after division by `by`."""

    column: str
    by: int


class Times(Part, frozen=True, tag=True):
    """How often `by` goes into a whole-number column, never below 0."""

    column: str
    by: int


class Largest(Part, frozen=True, tag=True):
    """The largest of these whole-number columns, and of `least`."""

    columns: tuple[str, ...]
    least: int = 0


class Smallest(Part, frozen=True, tag=True):
    """The smallest of these whole-number columns."""

    columns: tuple[str, ...]


class LargestBelow(Part, frozen=True, tag=True):
    """The largest of these whole-number columns that is smaller than the column `limit`, or `least`."""

    columns: tuple[str, ...]
    limit: str
    least: int = 0


Cell = (
    Truth
    | Decided
    | Figure
    | Column
    | First
    | Points
    | Scaled
    | Rest
    | Times
    | Largest
    | Smallest
    | LargestBelow
)


class Step(msgspec.Struct, frozen=True):
    """One column and what it is worked out from."""

    name: str
    cell: Cell
