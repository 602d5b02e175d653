"""Lets the tests of this folder import their helpers, and gives them stores of both kinds."""

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
