"""Steps as gates (see `gates`): a column is what it says, value by value, each with the rows it is in.

Where a column has none of its values it is unknown. So a condition has two gates, *certainly so* and
*certainly not so*, and a row with neither is unknown: Kleene's logic, with nothing to fill in. Twin of
`conditions.interpreter` and of `sql_cells`, the same cases in the same order.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from carrywell.cohort import cells
from carrywell.cohort.cells import Cell, Literal, Test, Told
from carrywell.cohort.gates import ALL, NONE, Gates
from carrywell.cohort.program import Kind
from carrywell.conditions.columns import ticked
from carrywell.conditions.nodes import (
    Always,
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    Number,
    OneOf,
    Or,
    Quantity,
    Yes,
)


class Leaf(msgspec.Struct, frozen=True):
    """Read from the input: where `test`, of columns as they were given, certainly comes to `so`."""

    test: Condition | Told
    so: bool


Values = dict[Literal, int]
"""A column of a few different values; each with the gate that says where it stands."""
Figures = list[tuple[int, Quantity]]
"""A column of numbers: what it is worked out from, each with the gate that says where."""
Listed = tuple[tuple[Test, Literal | cells.Column | None], ...]


class Planes:
    """Makes gates, column by column; `values` and `figures` are the columns that there are by now."""

    def __init__(self) -> None:
        self.gates: Gates[Leaf] = Gates()
        self.values: dict[str, Values] = {}
        self.figures: dict[str, Figures] = {}

    def give(self, column: str, kind: Kind, options: Iterable[str] = ()) -> None:
        """A column of the input; of several choices each option is one of its own (see `ticked`)."""
        match kind:
            case "yes_no":
                self.values[column] = self._yes_or_no(column)
            case "number":
                self.figures[column] = [(self._leaf(Told(column), so=True), Amount(column))]
            case "choice":
                self.values[column] = {
                    one: self._leaf(OneOf(column, (one,)), so=True) for one in options
                }
            case "choices":
                for one in options:
                    self.give(ticked(column, one), "yes_no")

    def add(self, name: str, cell: Cell) -> None:
        """The column of a step; one of this name is made anew."""
        match cell:
            case cells.Figure(figure):
                self.figures[name] = list(self.quantities(figure))
            case cells.First(listed, otherwise) if self._is_figure(listed):
                self.figures[name] = list(self._first_figure(listed, otherwise))
            case _:
                self.values[name] = self._values(cell)

    def condition(self, condition: Condition, *, so: bool) -> int:
        """Where the condition is certainly so, or certainly not."""
        gates = self.gates
        match condition:
            case Always(value):
                return ALL if value == so else NONE
            case Yes(finding):
                return self.values[finding].get(so, NONE)
            case Compare(left, operator, right):
                return gates.any(
                    gates.all((here, there, self._leaf(Compare(one, operator, other), so=so)))
                    for here, one in self.quantities(left)
                    for there, other in self.quantities(right)
                )
            case OneOf(finding, options):
                told = self.values[finding].items()
                return gates.any(gate for option, gate in told if (option in options) == so)
            case Includes(finding, option):
                return self.values[ticked(finding, option)].get(so, NONE)
            case Not(item):
                return self.condition(item, so=not so)
            case And(items) | Or(items):
                join = gates.all if isinstance(condition, And) == so else gates.any
                return join([self.condition(item, so=so) for item in items])
            case AtLeast(count, items):
                needed = count if so else len(items) - count + 1
                return gates.at_least(needed, [self.condition(item, so=so) for item in items])

    def quantities(self, node: Quantity) -> Iterator[tuple[int, Quantity]]:
        """What a quantity is in terms of the input, each with where."""
        match node:
            case Number():
                yield ALL, node
            case Amount(finding):
                yield from self.figures[finding]
            case Arithmetic(operator, left, right):
                for here, one in self.quantities(left):
                    for there, other in self.quantities(right):
                        yield self.gates.both(here, there), Arithmetic(operator, one, other)

    def test(self, test: Test) -> int:
        """Where a test holds."""
        gates = self.gates
        match test:
            case cells.Holds(condition, unknown_as):
                if unknown_as:
                    return gates.opposite(self.condition(condition, so=False))
                return self.condition(condition, so=True)
            case Told(column):
                return self.told(column)
            case cells.Equals(column, float() as value):
                return self.condition(Compare(Amount(column), "=", Number(value)), so=True)
            case cells.Equals(column, value):
                return self.values[column].get(value, NONE)
            case cells.Reaches(column, least):
                return self._reaches(column, least)
            case cells.No(item):
                return gates.opposite(self.test(item))
            case cells.All(items):
                return gates.all(map(self.test, items))
            case cells.Any(items):
                return gates.any(map(self.test, items))
            case cells.Several(count, items):
                return gates.at_least(count, map(self.test, items))

    def told(self, column: str) -> int:
        """Where a column has a value."""
        if column in self.figures:
            return self.gates.any(here for here, _ in self.figures[column])
        return self.gates.any(self.values[column].values())

    def _yes_or_no(self, column: str) -> Values:
        return {so: self._leaf(Yes(column), so=so) for so in (True, False)}

    def _leaf(self, test: Condition | Told, *, so: bool) -> int:
        return self.gates.leaf(Leaf(test, so))

    def _values(self, cell: Cell) -> Values:
        match cell:
            case cells.Truth(condition):
                return {so: self.condition(condition, so=so) for so in (True, False)}
            case cells.Decided(test):
                holds = self.test(test)
                return {True: holds, False: self.gates.opposite(holds)}
            case cells.Column(name):
                return self.values[name]
            case cells.First(listed, otherwise):
                return self._first(listed, otherwise)
            case cells.Largest(columns, least):
                return self._ranks(columns, self.gates.any, least)
            case cells.Smallest(columns):
                return self._ranks(columns, self.gates.all, None)
            case _:
                raise NotImplementedError(f"no gates for {cell!r}")

    def _cases(
        self, listed: Listed, otherwise: Literal | cells.Column | None
    ) -> Iterator[tuple[int, Literal | cells.Column | None]]:
        """Where each of them is the first that holds."""
        left = ALL
        for test, value in listed:
            holds = self.test(test)
            yield self.gates.both(left, holds), value
            left = self.gates.both(left, self.gates.opposite(holds))
        yield left, otherwise

    def _first(self, listed: Listed, otherwise: Literal | cells.Column | None) -> Values:
        gates, found = self.gates, dict[Literal, int]()
        for here, value in self._cases(listed, otherwise):
            if value is None:
                continue
            named = self.values[value.name] if isinstance(value, cells.Column) else {value: ALL}
            for each, gate in named.items():
                found[each] = gates.either(found.get(each, NONE), gates.both(here, gate))
        return found

    def _is_figure(self, listed: Listed) -> bool:
        return any(isinstance(one, cells.Column) and one.name in self.figures for _, one in listed)

    def _first_figure(
        self, listed: Listed, otherwise: Literal | cells.Column | None
    ) -> Iterator[tuple[int, Quantity]]:
        for here, value in self._cases(listed, otherwise):
            if isinstance(value, cells.Column):
                for gate, figure in self.figures[value.name]:
                    yield self.gates.both(here, gate), figure
            elif value is not None:
                yield here, Number(float(value))

    def _reaches(self, column: str, least: Literal) -> int:
        return self.gates.any(gate for rank, gate in self.values[column].items() if rank >= least)  # type: ignore[operator] # ranks are whole numbers

    def _ranks(
        self, columns: Iterable[str], join: Callable[[Iterable[int]], int], least: int | None
    ) -> Values:
        """The largest of whole-number columns without gaps, or the smallest, by what each reaches."""
        columns = tuple(columns)
        ranks = {int(rank) for one in columns for rank in self.values[one]}
        if least is not None:
            ranks = {least, *(rank for rank in ranks if rank > least)}
        found: Values = {}
        above = NONE
        for rank in sorted(ranks, reverse=True):
            reached = join([self._reaches(one, rank) for one in columns])
            if rank == min(ranks):
                reached = ALL
            found[rank] = self.gates.both(reached, self.gates.opposite(above))
            above = reached
        return dict(sorted(found.items()))
