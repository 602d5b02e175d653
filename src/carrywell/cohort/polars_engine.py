"""The steps for a table of Polars, which reads and compares; all the logic is gates over planes of bits.

What is read of a person is yes or no: an answer, an option, a comparison. From there on every sign, stage
of pregnancy, cause and treatment is a gate (see `planes`). The wiring is made once for a program and
serves every batch.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]

from carrywell.cohort.bits import Plane, numbers, planes_of, run, truths
from carrywell.cohort.cells import Points, Told
from carrywell.cohort.gates import NONE, Gates, Wiring, wired
from carrywell.cohort.layers import columns_read
from carrywell.cohort.output import output_steps, told
from carrywell.cohort.planes import Figures, Leaf, Planes
from carrywell.cohort.points import Digits, best, total
from carrywell.cohort.program import TOP_CAUSES, Program
from carrywell.conditions.columns import leaf
from carrywell.conditions.nodes import Amount, Condition


class Truths(msgspec.Struct, frozen=True):
    """A column of yes and no: the gates that say where it is true, and where it is known."""

    true: int
    told: int


class Count(msgspec.Struct, frozen=True):
    """A column of whole numbers by their digits; or of `words`, each by its place."""

    digits: tuple[int, ...]
    told: int
    words: tuple[str, ...] | None = None


class Given(msgspec.Struct, frozen=True):
    """A column of the input, told as it stands."""

    column: str


Output = Truths | Count | Given


class Circuit(msgspec.Struct, frozen=True, eq=False):
    """`read`: what Polars works out, by name; `leaves`: which of those, and whether true or false."""

    read: tuple[pl.Expr, ...]
    leaves: tuple[tuple[str, bool], ...]
    wiring: Wiring[Leaf]

    def of(self, frame: pl.DataFrame) -> dict[int, Plane]:
        """The plane of each wanted gate, for the rows of `frame`."""
        read = frame.select(self.read).rechunk().to_arrow()
        planes = {
            name: planes_of(column.combine_chunks())
            for name, column in zip(read.column_names, read.columns, strict=True)
        }
        leaves = [planes[name][0 if so else 1] for name, so in self.leaves]
        return run(self.wiring, leaves, -(-frame.height // 8))


class Engine(msgspec.Struct, frozen=True, eq=False):
    """The circuit, and how its planes are told, in order."""

    circuit: Circuit
    told: dict[str, Output]


def worked_out(people: pl.DataFrame, program: Program) -> pl.DataFrame:
    """The columns that `output.told` names, for every row of `people` and in their order."""
    engine = _engine(program)
    found = engine.circuit.of(people)
    yes_or_no = {
        name: truths(found[one.true], found[one.told], people.height)
        for name, one in engine.told.items()
        if isinstance(one, Truths)
    }
    counts = {
        name: _counted(one, found, people.height)
        for name, one in engine.told.items()
        if isinstance(one, Count)
    }
    given = {
        name: people[one.column] for name, one in engine.told.items() if isinstance(one, Given)
    }
    frame = pl.DataFrame(pl.from_arrow(pa.table(yes_or_no))).with_columns(**counts, **given)
    return frame.select(list(engine.told)).cast({"scope": pl.String})


def circuit(gates: Gates[Leaf], wanted: Iterable[int]) -> Circuit:
    """What it takes to work out the wanted gates."""
    wiring = wired(gates, wanted)
    names: dict[Condition | Told, str] = {}
    leaves = [(names.setdefault(one.test, str(len(names))), one.so) for one in wiring.leaves]
    read = tuple(_read(test).alias(name) for test, name in names.items())
    return Circuit(read, tuple(leaves), wiring)


def _read(test: Condition | Told) -> pl.Expr:
    return pl.col(test.column).is_not_null() if isinstance(test, Told) else leaf(test)


def _counted(one: Count, found: dict[int, Plane], rows: int) -> pl.Series:
    series = numbers([found[digit] for digit in one.digits], found[one.told], rows)
    return series.cast(pl.Int32) if one.words is None else series.cat.to(pl.Enum(one.words))


@lru_cache(maxsize=4)
def _engine(program: Program) -> Engine:
    planes = Planes()
    for finding, column in program.given:
        place = finding.id if finding.type == "choices" else column
        planes.give(place, finding.type, [one.id for one in finding.options])
    columns = _columns(program, planes)
    order = {name: columns[name] for name, _ in told(program)}
    wanted = (gate for one in order.values() for gate in _gates(one))
    return Engine(circuit(planes.gates, wanted), order)


def _columns(program: Program, planes: Planes) -> dict[str, Output]:
    points: dict[str, Digits] = {}
    by_points: set[str] = set()
    for step in (*program.steps, *output_steps(program)):
        if isinstance(step.cell, Points):
            parts = [(planes.test(test), worth) for test, worth in step.cell.parts]
            points[step.name.removeprefix("points.")] = total(planes.gates, parts)
            by_points.add(step.name)
        elif by_points and not by_points.isdisjoint(columns_read(step.cell)):
            by_points.add(step.name)  # what ranks the causes, which `best` does
        else:
            planes.add(step.name, step.cell)
    causes = dict(_causes(planes.gates, points))
    others = {name: _output(planes, step) for name, step in told(program) if name not in causes}
    return others | causes


def _causes(gates: Gates[Leaf], points: dict[str, Digits]) -> Iterator[tuple[str, Output]]:
    for number, place in enumerate(best(gates, points, TOP_CAUSES), start=1):
        yield f"cause_{number}", _words(gates, place.holders)
        yield (
            f"cause_{number}_points",
            Count(tuple(place.points), gates.any(place.holders.values())),
        )


def _output(planes: Planes, step: str) -> Output:
    if step in planes.figures:
        return _given(planes.figures[step])
    values = planes.values[step]
    if values.keys() <= {True, False}:
        return Truths(values.get(True, NONE), planes.told(step))
    return _words(planes.gates, {str(word): gate for word, gate in values.items()})


def _given(figures: Figures) -> Given:
    match figures:
        case [(_, Amount(column))]:
            return Given(column)
        case _:
            raise NotImplementedError(f"no column of the input: {figures}")


def _words(gates: Gates[Leaf], values: dict[str, int]) -> Count:
    digits = tuple(
        gates.any(gate for place, gate in enumerate(values.values()) if place >> digit & 1)
        for digit in range((len(values) - 1).bit_length())
    )
    return Count(digits, gates.any(values.values()), tuple(values))


def _gates(one: Output) -> tuple[int, ...]:
    match one:
        case Truths(true, told_at):
            return (true, told_at)
        case Count(digits, told_at):
            return (*digits, told_at)
        case Given():
            return ()
