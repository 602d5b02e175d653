"""A standalone Spark cluster of our own for the tests: a master and workers, each a process, on loopback."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

LOOPBACK = "127.0.0.1"
PATIENCE = 60.0
"""Seconds until a process must have said that it is there."""


class Cluster:
    """`master` is the URL of the cluster; `workers` are its processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self._all: list[subprocess.Popen[bytes]] = []
        self.master = ""

    def start(self, workers: int) -> None:
        self._start("master", "master.Master", "--port", "0", "--webui-port", "0")
        self.master = self._said("master", r"Starting Spark master at (spark://\S+)")
        for number in range(workers):
            name = f"worker-{number}"
            sizes = ("--cores", "1", "--memory", "600m", "--webui-port", "0")
            work = ("--work-dir", str(self.folder / name))
            self.workers.append(self._start(name, "worker.Worker", *sizes, *work, self.master))
        for number in range(workers):
            self._said(f"worker-{number}", r"(Successfully registered with master)")

    def stop(self) -> None:
        for one in self._all:
            one.kill()
            one.wait()

    def _start(self, name: str, kind: str, *arguments: str) -> "subprocess.Popen[bytes]":
        home = spark_home()
        with (self.folder / f"{name}.log").open("wb") as log:
            made = subprocess.Popen(
                [
                    *(home / "bin" / "spark-class", f"org.apache.spark.deploy.{kind}"),
                    *("--host", LOOPBACK, *arguments),
                ],
                env={
                    **os.environ,
                    "SPARK_HOME": str(home),
                    "SPARK_LOCAL_IP": LOOPBACK,
                    "SPARK_DAEMON_MEMORY": "256m",
                    "PYSPARK_PYTHON": sys.executable,
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._all.append(made)
        return made

    def _said(self, name: str, pattern: str) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = re.search(pattern, (self.folder / f"{name}.log").read_text())
            if found:
                return found.group(1)
            time.sleep(0.1)
        raise AssertionError((self.folder / f"{name}.log").read_text())


@contextmanager
def a_cluster(folder: Path, *, workers: int) -> Iterator[Cluster]:
    cluster = Cluster(folder)
    try:
        cluster.start(workers)
        yield cluster
    finally:
        cluster.stop()


def needs_spark() -> None:
    """Skips where Spark cannot run; where every test must run, that is a failure."""
    missing = [one for one in ("pyspark", "pyarrow") if find_spec(one) is None]
    if shutil.which("java") is None:
        missing.append("java")
    if missing and "CI" in os.environ:
        pytest.fail(f"missing: {missing}")
    if missing:
        pytest.skip(f"missing: {missing}")


def spark_home() -> Path:
    import pyspark

    return Path(pyspark.__file__).parent
