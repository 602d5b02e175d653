"""Lets the tests of this folder import their helpers, and gives them stores of both kinds."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "cohort")]  # the server of `postgres`

import pytest  # noqa: E402
from postgres import a_server  # noqa: E402


@pytest.fixture(scope="session")
def places_server():
    """The address of a PostgreSQL server of our own."""
    with a_server() as where:
        folder = where.split()[0].removeprefix("host=")
        yield f"postgresql://carrywell@/postgres?host={folder}"


@pytest.fixture(params=["sqlite", "postgres"])
def places_at(request, tmp_path):
    """Where a store may be made, in either database; empty."""
    if request.param == "sqlite":
        return tmp_path / "places.sqlite3"
    import psycopg

    address = request.getfixturevalue("places_server")
    with psycopg.connect(address) as connection:
        connection.execute("DROP SCHEMA IF EXISTS carrywell_places CASCADE")
    return address


@pytest.fixture
def small_disk(tmp_path):
    """`small_disk("size=6m", then)` gives a folder and what to write before a command, which then sees a
    small disk there; `then` is run on it first. Needs the right to mount, as Linux gives it in a namespace.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    unshare = ("unshare", "-rm")
    tried = subprocess.run(
        (*unshare, "mount", "-t", "tmpfs", "tmpfs", str(folder)), capture_output=True, check=False
    )
    if tried.returncode != 0:
        pytest.skip("this system lets nobody mount a small disk for a test")

    def put(options, then="true"):
        mount = f'mount -t tmpfs -o {options} tmpfs "{folder}" && ({then}) && exec "$@"'
        return folder, (*unshare, "sh", "-c", mount, "sh")

    return put
