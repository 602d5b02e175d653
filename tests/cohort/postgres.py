"""A PostgreSQL server of our own for the tests, in a folder of its own, reached by a socket only."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

USER = "carrywell"
INSTALLED = Path("/usr/lib/postgresql")


@contextmanager
def a_server() -> Iterator[str]:
    """Yields how to connect to it; skips the test where there is no PostgreSQL."""
    programs = _programs()
    folder = Path(mkdtemp(prefix="cw-pg-"))
    data = folder / "data"
    try:
        if (owner := _owner()) is not None:
            shutil.chown(folder, owner)
        _run(programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C")
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        start = ("-D", data, "-w", "-o", settings, "-l", folder / "log", "start")
        _run(programs / "pg_ctl", *start)
        try:
            yield f"host={folder} user={USER} dbname=postgres"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    versions = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    if versions:
        return versions[-1].parent
    if "CI" in os.environ:
        pytest.fail("PostgreSQL is not installed")
    pytest.skip("PostgreSQL is not installed")


def _owner() -> str | None:
    """Another user, where we are root: the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(program: Path, *arguments: str | Path) -> None:
    done = subprocess.run(
        [program, *arguments],
        user=_owner(),
        group=_group(),
        extra_groups=[] if _owner() else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server would hold a pipe open
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, f"{program.name} ended with {done.returncode}"


def _group() -> int | None:
    owner = _owner()
    return None if owner is None else pwd.getpwnam(owner).pw_gid
