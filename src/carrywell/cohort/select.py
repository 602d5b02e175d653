"""The whole guideline as one SELECT, for a database to run where the people already are."""

from collections.abc import Iterable, Mapping

from carrywell.cohort.door import PASSED_ON
from carrywell.cohort.output import told
from carrywell.cohort.planned import Layer, Plan, planned
from carrywell.cohort.program import Program
from carrywell.cohort.sql_cells import cell
from carrywell.cohort.sql_door import person, prepared, reads
from carrywell.conditions.sql import DIALECTS, Dialect, name, text

PERSON, PROBLEMS, GUIDELINE = "person", "problems", "guideline"


def select(program: Program, table: str, present: Mapping[str, str], dialect: str) -> str:
    """One SELECT that gives every person of `table` the columns of `output_columns`, in that order.

    `table` is what stands behind FROM, quoted where it must be. `present` maps its columns to their SQL
    types (``BOOLEAN``, ``DECIMAL(4,1)``, ``VARCHAR[]``, …), which say how they are read; what is missing
    is unknown, and what is no finding is left alone. `dialect` is duckdb, postgres or spark. Without an
    id column (see `door.PERSON`) the rows are numbered as they are read, on Spark with gaps. DuckDB must
    not trust what a file says of its numbers (`duckdb_engine.trust_no_statistics`). Raises `KeyError` for
    another dialect.
    """
    spoken = DIALECTS[dialect]
    plan = planned(program, (*_beside(present), *(source for _, source in told(program))))
    ctes = [*_read(program, table, present, plan, spoken)]
    for layer in plan.layers:
        ctes.append(_select(_columns(layer, spoken), _cte(len(ctes) - 1)) + spoken.fence)
    listed = ",\n".join(f"{_cte(place)} AS (\n{body}\n)" for place, body in enumerate(ctes))
    return f"WITH {listed}\n{_select(_shown(program, present, spoken), _cte(len(ctes) - 1))}"


def output_columns(program: Program, present: Iterable[str]) -> tuple[str, ...]:
    """The columns that `select` gives, under their full names: PostgreSQL cuts long ones."""
    return (
        PERSON,
        *(column for column, _ in told(program)),
        PROBLEMS,
        GUIDELINE,
        *_passed_on(present),
    )


def _read(
    program: Program, table: str, present: Mapping[str, str], plan: Plan, dialect: Dialect
) -> Iterable[str]:
    """The table as it stands, then the columns that the first layer starts from."""
    yield _select(["*", *prepared(program, present, dialect)], table) + dialect.fence
    doors = tuple(reads(program, present, dialect))
    wanted = frozenset(plan.read)
    problems = [f"CASE WHEN {one.problem} THEN 1 ELSE 0 END" for one in doors if one.problem]
    columns = [
        _as(person(present, dialect), PERSON, dialect),
        *(
            _as(value, column, dialect)
            for one in doors
            for column, value in one.columns
            if column in wanted
        ),
        _as("\n    + ".join(("0", *problems)), PROBLEMS, dialect),
        *(name(one, dialect) for one in _passed_on(present)),
    ]
    yield _select(columns, _cte(0)) + dialect.fence


def _columns(layer: Layer, dialect: Dialect) -> list[str]:
    made = (_as(cell(step.cell, dialect), step.name, dialect) for step in layer.steps)
    return [*(name(one, dialect) for one in layer.kept), *made]


def _shown(program: Program, present: Mapping[str, str], dialect: Dialect) -> list[str]:
    version = text(program.compiled.content.edition.version, dialect)
    return [
        name(PERSON, dialect),
        *(_as(name(source, dialect), column, dialect) for column, source in told(program)),
        name(PROBLEMS, dialect),
        _as(version, GUIDELINE, dialect),
        *(name(one, dialect) for one in _passed_on(present)),
    ]


def _beside(present: Iterable[str]) -> tuple[str, ...]:
    return (PERSON, PROBLEMS, *_passed_on(present))


def _passed_on(present: Iterable[str]) -> tuple[str, ...]:
    there = set(present)
    return tuple(one for one in PASSED_ON if one in there)


def _select(columns: Iterable[str], source: str) -> str:
    return "SELECT\n  " + ",\n  ".join(columns) + f"\nFROM {source}"


def _as(value: str, column: str, dialect: Dialect) -> str:
    return f"{value} AS {name(column, dialect)}"


def _cte(place: int) -> str:
    return f"carrywell_{place}"
