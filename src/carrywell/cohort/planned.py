"""The steps in layers as narrow as can be: each keeps only the columns that are still read further on."""

from collections.abc import Iterable

import msgspec

from carrywell.cohort.cells import Any, Decided, Equals, No, Step, Test
from carrywell.cohort.layers import columns_read, layers_of
from carrywell.cohort.output import output_steps
from carrywell.cohort.program import Program

CONFLICT = "conflict"
"""The column that says whether any conflict was found by now; see `gathered`."""


class Layer(msgspec.Struct, frozen=True):
    """`kept`: the columns of the layer before that go on as they are, in order; `steps`: the new ones."""

    kept: tuple[str, ...]
    steps: tuple[Step, ...]


class Plan(msgspec.Struct, frozen=True):
    """`read`: the columns that the first layer starts from."""

    read: tuple[str, ...]
    layers: tuple[Layer, ...]

    @property
    def width(self) -> int:
        """The most columns that stand side by side."""
        return max(len(one.kept) + len(one.steps) for one in self.layers)


def planned(program: Program, wanted: Iterable[str]) -> Plan:
    """The layers that make the `wanted` columns."""
    return narrowed(gathered(program, (*program.steps, *output_steps(program))), wanted)


def narrowed(made: Iterable[tuple[Step, ...]], wanted: Iterable[str]) -> Plan:
    """These layers with what the `wanted` columns need of them."""
    live = dict.fromkeys(wanted)
    layers: list[Layer] = []
    for layer in reversed(tuple(made)):
        steps = tuple(step for step in layer if step.name in live)
        for step in steps:
            del live[step.name]
        layers.append(Layer(tuple(live), steps))
        live |= dict.fromkeys(column for step in steps for column in columns_read(step.cell))
    return Plan(tuple(live), tuple(reversed(layers)))


def gathered(program: Program, steps: Iterable[Step]) -> list[tuple[Step, ...]]:
    """The layers of some steps of the program, or of all.

    The conflicts of each layer go into one column, or hundreds would stay until the last is found.
    """
    conflicts = {one.column for one in program.conflicts}
    layers: list[tuple[Step, ...]] = []
    before: tuple[Test, ...] = ()
    for layer in layers_of(steps):
        others = [_told_at_once(step) for step in layer if step.name not in conflicts]
        found = (step.cell for step in layer if step.name in conflicts)
        tests = tuple(one.test for one in found if isinstance(one, Decided))
        if tests:
            others.append(Step(CONFLICT, Decided(Any((*before, *tests)))))
            before = (Equals(CONFLICT, True),)
        layers.append(tuple(others))
    return layers


def _told_at_once(step: Step) -> Step:
    if step.name != "screened":
        return step
    return Step(step.name, Decided(No(Equals(CONFLICT, True))))
