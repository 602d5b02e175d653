"""Spark on this computer alone: the screening, and its own scan of the same columns."""

import atexit
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from carrywell.cohort.spark_engine import screen_with_spark, spark_session

STACK = ExitStack()
"""Keeps the session until the process ends."""
atexit.register(STACK.close)


def run(file: Path, threads: int) -> Callable[[], object]:
    """Screens into a folder of parts; its session is there before, and has done something."""
    _session(threads)
    folder = Path(STACK.enter_context(TemporaryDirectory()))
    return lambda: screen_with_spark(file, folder / "told", master=f"local[{threads}]")


def scan(file: Path, threads: int) -> Callable[[], object]:
    """Reads and touches every column that holds an answer."""
    session = _session(threads)
    people = session.read.parquet(str(file))
    touched = [
        f"bit_xor(xxhash64(`{name}`))"
        for name in people.columns
        if name not in ("person", "synthetic")
    ]
    return lambda: people.selectExpr(*touched).collect()


def _session(threads: int) -> Any:
    session = STACK.enter_context(spark_session(f"local[{threads}]"))
    session.range(1000).selectExpr("sum(id)").collect()
    return session
