"""``carrywell screen --engine``: which engine takes which options, and what each of them needs."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from carrywell.cli import refuse
from carrywell.cli.progress import shown

if TYPE_CHECKING:
    from carrywell.cohort.parts import Screening

_TAKEN_BY = {
    "batch": ("polars", "duckdb", "postgres"),
    "as_of": ("polars",),
    "unmapped": ("polars",),
    "findings": ("polars",),
    "master": ("spark",),
    "table": ("duckdb", "postgres"),
    "companion": ("postgres",),
}
"""The options that not every engine has a use for."""
_NEEDS = {
    "duckdb": (("duckdb",), "scale"),
    "postgres": (("psycopg",), "scale"),
    "spark": (("pyspark", "pyarrow"), "spark"),
}
"""The packages an engine needs, and the extra they are in."""


def engine_options(command: Any) -> Any:
    """Adds the choice of an engine and what only some of them take."""
    engine = click.option(
        "--engine",
        type=click.Choice(["polars", "duckdb", "postgres", "spark"]),
        default="polars",
        show_default=True,
        help="DuckDB and PostgreSQL screen people where they already are. Spark is for when one"
        " machine is not enough (pip install 'carrywell[spark]', and Java).",
    )
    master = click.option(
        "--master", help="Where Spark runs, as in spark://host:7077; this computer unless given."
    )
    table = click.option("--table", help="DuckDB and PostgreSQL: the table or view to screen.")
    companion = click.option(
        "--companion",
        is_flag=True,
        help="PostgreSQL: screen the answers that the companion keeps there.",
    )
    return engine(master(table(companion(command))))


def refuse_unused(
    context: click.Context, engine: str, *, table: str | None, companion: bool
) -> None:
    """Ends the command when an option was given that would change nothing, or one is missing."""
    for option, engines in _TAKEN_BY.items():
        given = context.get_parameter_source(option) is not ParameterSource.DEFAULT
        if given and engine not in engines:
            refuse(
                f"--{option.replace('_', '-')} is not for --engine {engine}, only for --engine"
                f" {' or '.join(engines)}."
            )
    if engine == "postgres" and (table is not None) is companion:
        refuse("--engine postgres needs either --table NAME or --companion.")


def screened_by(
    engine: str,
    source: str,
    to: Path,
    rejects: Path | None,
    *,
    batch: int | None,
    master: str | None,
    table: str | None,
) -> "Screening":
    """The screening by another engine than Polars. Raises `InputError`."""
    _refuse_missing(engine)
    options: dict[str, Any] = {"rejects": rejects, "track": shown("Screening")}
    match engine:
        case "duckdb":
            from carrywell.cohort.duckdb_screen import screen_with_duckdb

            return screen_with_duckdb(source, to, table=table, batch=batch, **options)
        case "postgres":
            from carrywell.cohort.postgres_screen import screen_with_postgres

            return screen_with_postgres(source, to, table=table, batch=batch, **options)
        case _:
            from carrywell.cohort.spark_engine import LOCAL, screen_with_spark

            return screen_with_spark(source, to, master=master or LOCAL, **options)


def _refuse_missing(engine: str) -> None:
    packages, extra = _NEEDS[engine]
    missing = [one for one in packages if find_spec(one) is None]
    if missing:
        refuse(
            f"--engine {engine} needs more than is installed ({', '.join(missing)} is missing)."
            f" Install it with: pip install 'carrywell[{extra}]'"
        )
