"""The same commands with the places in a PostgreSQL database."""

import json

import pytest
from click.testing import CliRunner
from tests.cli.care_commands import helsinki

from carrywell.cli import main

pytestmark = pytest.mark.slow


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, ["care", *map(str, arguments)], env={"COLUMNS": "80"})
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("named_by", ["option", "environment"])
def test_import_search_list_and_remove(places_at, named_by, monkeypatch) -> None:
    monkeypatch.setenv("CARRYWELL_PLACES", str(places_at))
    store = ("--store", places_at) if named_by == "option" else ()
    assert "12 places and " in run("import", helsinki(), *store)
    assert "nothing new" in run("import", helsinki(), *store)
    told = json.loads(run("near", "--town", "helsinki", "--kind", "supplies", "--json", *store))
    assert told["places"][0]["place"]["phone"] == "+358 9 622 9930"
    assert round(told["places"][0]["metres"]) == 71
    assert "12 places, " in run("list", *store)
    run("remove", "openstreetmap-helsinki", *store)
    assert "Nothing was imported yet" in run("list", *store)


def test_a_server_that_is_not_there_is_told_and_the_numbers_still_shown() -> None:
    store = ("--store", "postgresql://nobody@127.0.0.1:1/nothing")
    done = CliRunner().invoke(main, ["care", "near", "--at", "60,25", "--emergency", *store])
    assert done.exit_code == 2
    assert "112" in done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
