"""The steps by Polars, layer by layer: each keeps only the columns that are still read.

Expressions are made once for a program. Trying the stages of a pregnancy is most of the work, and most
women need none of it: their stage is told, or their urgency does not hang on it. Only the others' rows
go through those steps (see `decided.KNOWN`).
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec
import polars as pl

from carrywell.cohort.cells import Step
from carrywell.cohort.decided import KNOWN
from carrywell.cohort.layers import layers_of
from carrywell.cohort.output import output_steps, told
from carrywell.cohort.planned import Plan, gathered, narrowed
from carrywell.cohort.polars_cells import cell
from carrywell.cohort.program import Program

BOUNDS = ("floor", "ceiling")


class Layers(msgspec.Struct, frozen=True, eq=False):
    """`read`: the columns they start from; `layers`: what each selects from the one before."""

    read: tuple[str, ...]
    layers: tuple[tuple[pl.Expr, ...], ...]

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns that they make, for every row of `frame`."""
        frame = frame.select(self.read)
        for layer in self.layers:
            frame = frame.select(layer)
        return frame


class Engine(msgspec.Struct, frozen=True, eq=False):
    """`first` is for all rows, `staged` for those whose stage must be tried, `last` for all again."""

    first: Layers
    staged: Layers
    last: Layers


def worked_out(people: pl.DataFrame, program: Program) -> pl.DataFrame:
    """The columns that `output.told` names, for every row of `people` and in their order."""
    engine = _engine(program)
    first = engine.first.of(people)
    return engine.last.of(first.with_columns(_bounds(first, engine.staged)))


def _bounds(first: pl.DataFrame, staged: Layers) -> Iterator[pl.Series]:
    """The exact floor and ceiling of each row."""
    untold = (~first[KNOWN]).arg_true()
    exact = staged.of(first.filter(~first[KNOWN]))
    for name in BOUNDS:
        yield first[f"known.{name}"].alias(name).scatter(untold, exact[name])


@lru_cache(maxsize=4)
def _engine(program: Program) -> Engine:
    steps = (*program.steps, *output_steps(program))
    names = [step.name for step in steps]
    here, there = names.index(KNOWN) + 1, names.index(BOUNDS[-1]) + 1
    shown = told(program)
    after = narrowed(gathered(program, steps[there:]), (step for _, step in shown))
    at_stages = narrowed(layers_of(steps[here:there]), BOUNDS)
    needed = dict.fromkeys((KNOWN, *(f"known.{name}" for name in BOUNDS)))
    needed |= dict.fromkeys(at_stages.read) | dict.fromkeys(after.read)
    before = narrowed(gathered(program, steps[:here]), (one for one in needed if one not in BOUNDS))
    last = _layers(after)
    renamed = tuple(pl.col(step).alias(name) for name, step in shown)
    return Engine(_layers(before), _layers(at_stages), Layers(last.read, (*last.layers, renamed)))


def _layers(plan: Plan) -> Layers:
    return Layers(
        plan.read, tuple((*map(pl.col, one.kept), *_made(one.steps)) for one in plan.layers)
    )


def _made(steps: Iterable[Step]) -> Iterator[pl.Expr]:
    return (cell(step.cell).alias(step.name) for step in steps)
