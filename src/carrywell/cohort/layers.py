"""Steps sorted into layers: what stands in one layer reads only what the layers before it made."""

from collections.abc import Iterable, Iterator

from carrywell.cohort import cells
from carrywell.cohort.cells import Cell, Step, Test
from carrywell.conditions.columns import ticked
from carrywell.conditions.nodes import (
    And,
    AtLeast,
    Condition,
    Includes,
    Not,
    Or,
    findings_of,
    quantity_findings,
)


def layers_of(steps: Iterable[Step]) -> tuple[tuple[Step, ...], ...]:
    """The steps in layers; a column that is made anew stands behind all that read it as it was."""
    made: dict[str, int] = {}
    read: dict[str, int] = {}
    layers: list[list[Step]] = []
    for step in steps:
        columns = set(columns_read(step.cell))
        layer = max((made.get(one, -1) + 1 for one in columns), default=0)
        layer = max(layer, read.get(step.name, 0), made.get(step.name, -1) + 1)
        for one in columns:
            read[one] = max(layer, read.get(one, 0))
        made[step.name] = layer
        while len(layers) <= layer:
            layers.append([])
        layers[layer].append(step)
    return tuple(tuple(one) for one in layers)


def columns_read(cell: Cell) -> Iterator[str]:
    """Every column that a cell is worked out from, repeats kept."""
    match cell:
        case cells.Truth(condition):
            yield from columns_of(condition)
        case cells.Decided(test):
            yield from columns_tested(test)
        case cells.Figure(quantity):
            yield from quantity_findings(quantity)
        case cells.Column(name):
            yield name
        case cells.First(listed, otherwise):
            for test, value in listed:
                yield from columns_tested(test)
                yield from _named(value)
            yield from _named(otherwise)
        case cells.Points(parts):
            for test, _ in parts:
                yield from columns_tested(test)
        case cells.Scaled(column) | cells.Rest(column) | cells.Times(column):
            yield column
        case cells.Largest(columns) | cells.Smallest(columns):
            yield from columns
        case cells.LargestBelow(columns, limit):
            yield limit
            yield from columns


def columns_tested(test: Test) -> Iterator[str]:
    """Every column that a test reads, repeats kept."""
    match test:
        case cells.Holds(condition):
            yield from columns_of(condition)
        case cells.Told(column) | cells.Equals(column) | cells.Reaches(column):
            yield column
        case cells.No(item):
            yield from columns_tested(item)
        case cells.All(items) | cells.Any(items) | cells.Several(_, items):
            for item in items:
                yield from columns_tested(item)


def columns_of(condition: Condition) -> Iterator[str]:
    """Every column that a condition reads: a choices finding has one an option."""
    match condition:
        case Includes(finding, option):
            yield ticked(finding, option)
        case Not(item):
            yield from columns_of(item)
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from columns_of(item)
        case _:
            yield from findings_of(condition)


def _named(value: object) -> Iterator[str]:
    if isinstance(value, cells.Column):
        yield value.name
