"""``carrywell care``: searching what was imported, and what stands beside it."""

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from tests.cli.care_commands import helsinki, run

from carrywell.care import Dataset, Place, Point, Town, open_store
from carrywell.cli import main

TODAY = date(2026, 11, 23)
MONDAY = "2026-11-23T12:00+00:00"
OURS = Dataset(name="ours", title="Our list", credit="Of the clinic", as_of=date(2026, 11, 1))


def place(id_: str, *kinds: str, north: float = 0.0, **more) -> Place:
    return Place(
        id=id_, name=f"Name of {id_}", kinds=kinds, point=Point(60.0 + north, 25.0), **more
    )


ROWS = (
    place("near", "supplies", north=0.001, phone="+358 9 111", opening_hours="Mo-Fr 08:00-18:00"),
    place("shut", "supplies", north=0.002, opening_hours="Sa 10:00-12:00"),
    place("silent", "supplies", north=0.003, country="FI"),
    place("birth", "maternity_unit", north=0.2, phone="+358 9 222", emergency=True, opening_hours="off"),
    place("hospital", "emergency_hospital", "physiotherapist", north=0.1, wheelchair="yes",
          website="https://hospital.example", languages=("fi", "sv"), address="Street 1"),
    Town(id="a", name="Springfield", point=Point(60, 25), within="IL", size=5),
    Town(id="b", name="Springfield", point=Point(50, 25), within="MA", size=4),
    Town(id="c", name="Porvoo", point=Point(60, 25), size=4),
    Town(id="d", name="Porvoo", point=Point(60.01, 25), size=2),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("care") / "places.sqlite3"
    with open_store(path, write=True) as writing:
        writing.take(OURS, ROWS, today=TODAY, fingerprint="1")
    return path


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Path:
    """The whole extract, imported by the one command."""
    path = tmp_path_factory.mktemp("city") / "places.sqlite3"
    done = run("import", helsinki(), "--store", path)
    assert done.exit_code == 0, done.output
    return path


def found(*arguments: object) -> dict:
    done = run("near", "--json", "--when", MONDAY, *arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def ids(*arguments: object) -> list[str]:
    return [one["place"]["id"] for one in found(*arguments)["places"]]


def test_the_nearest_pharmacy_of_a_town_with_phone_and_distance(city) -> None:
    told = found("--store", city, "--town", "helsinki", "--kind", "supplies")
    assert told["from"]["name"] == "Helsinki, Finland"
    nearest = told["places"][0]
    assert nearest["place"]["name"] == "Erottajan Apteekki"
    assert nearest["place"]["phone"] == "+358 9 622 9930"
    assert nearest["metres"] == pytest.approx(71, abs=1)
    assert nearest["hours"]["says"] == "open until 21:00"
    assert nearest["dataset"]["as_of"] == "2019-04-21"
    assert "OpenStreetMap contributors" in nearest["dataset"]["credit"]


def test_the_same_by_coordinates_as_she_reads_it(city) -> None:
    done = run(
        "near", "--store", city, "--at", "60.16741,24.94258", "--kind", "supplies", "--when", MONDAY
    )
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert max(map(len, lines)) <= 80
    assert all(line == line.rstrip() for line in lines)
    first = next(line for line in lines if "Erottajan" in line)
    assert first.startswith("under 0.1 km")
    assert first.endswith("+358 9 622 9930")
    assert "open until 21:00" in lines[lines.index(first) + 1]
    assert "7 years old" in done.output
    assert "OpenStreetMap contributors" in done.output


@pytest.mark.parametrize("width", ["40", "60", "80", "200"])
def test_no_phone_number_is_ever_cut(city, width) -> None:
    arguments = ["care", "near", "--store", str(city), "--town", "helsinki", "--limit", "20"]
    done = CliRunner().invoke(main, arguments, env={"COLUMNS": width})
    phones = {
        one["place"]["phone"] for one in found("--store", city, "--town", "helsinki")["places"]
    }
    assert len(phones) > 3
    assert [one for one in phones if one and one not in done.output] == []


def test_nearest_first_and_only_the_kind_asked_for(store) -> None:
    assert ids("--store", store, "--at", "60,25") == ["near", "shut", "silent", "hospital", "birth"]
    assert ids("--store", store, "--at", "60,25", "--kind", "physiotherapist") == ["hospital"]
    both = ("--kind", "physiotherapist", "--kind", "maternity_unit")
    assert ids("--store", store, "--at", "60,25", *both) == ["hospital", "birth"]
    assert ids("--store", store, "--at", "60,25", "--limit", "1") == ["near"]


def test_open_now_leaves_out_only_what_is_known_to_be_closed(store) -> None:
    at = ("--store", store, "--at", "60,25", "--kind", "supplies", "--open-now")
    assert ids(*at) == ["near", "silent"]
    done = run("near", *at, "--when", "2026-11-23T20:00+00:00")
    assert "Name of silent" in done.output
    assert "hours not known" in done.output
    assert "Name of near" not in done.output


def test_an_emergency_shows_the_numbers_first_and_nobody_as_closed(store) -> None:
    done = run("near", "--store", store, "--at", "60,25", "--emergency", "--country", "fi")
    assert done.exit_code == 0
    assert (
        done.output.index("112")
        < done.output.index("Name of birth")
        < done.output.index("Name of hospital")
    )
    assert "closed" not in done.output
    assert "ring first" in done.output
    assert "Name of near" not in done.output


def test_an_emergency_without_places_still_shows_the_numbers(tmp_path) -> None:
    for store in (tmp_path / "none.sqlite3", tmp_path):
        done = run("near", "--store", store, "--at", "60,25", "--emergency")
        assert done.exit_code == 2
        assert "112" in done.stdout
        assert "911" in done.stdout


def test_an_emergency_learns_the_country_from_the_places(store) -> None:
    with open_store(store, write=True) as writing:
        abroad = place("abroad", "maternity_unit", north=10.0, country="GB")
        writing.take(
            msgspec.structs.replace(OURS, name="abroad"), [abroad], today=TODAY, fingerprint="1"
        )
    done = run("near", "--store", store, "--at", "70,25", "--emergency")
    with open_store(store, write=True) as writing:
        writing.remove("abroad")
    assert done.output.index("112") < done.output.index("United Kingdom, the ambulance is 999")


def test_no_ambulance_of_a_neighbour_country_is_named(tmp_path) -> None:
    """In a town by the border the nearest may not say its country, and one across it may."""
    at_home = place("home", "maternity_unit", north=0.1)
    abroad = place("abroad", "maternity_unit", north=0.2, country="CH")
    with open_store(tmp_path / "border.sqlite3", write=True) as writing:
        writing.take(OURS, [at_home, abroad], today=TODAY, fingerprint="1")
    done = run("near", "--store", tmp_path / "border.sqlite3", "--at", "60,25", "--emergency")
    assert "112" in done.output
    assert "144" not in done.output


def test_an_emergency_shows_the_numbers_before_it_opens_the_places(store, monkeypatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("whatever it is")

    monkeypatch.setattr("carrywell.care.store.open_store", fails)
    done = run("near", "--store", store, "--at", "60,25", "--emergency")
    assert isinstance(done.exception, RuntimeError)
    assert "112" in done.stdout


def test_an_emergency_as_json_has_the_numbers(store) -> None:
    told = found("--store", store, "--at", "60,25", "--emergency", "--country", "FI")
    assert told["numbers"]["ambulance"] == "112"
    assert [one["place"]["id"] for one in told["places"]] == ["birth", "hospital"]


def test_towns_of_one_name_are_listed_to_choose_from(store) -> None:
    done = run("near", "--store", store, "--town", "springfield")
    assert done.exit_code == 2
    assert '--town "Springfield, IL"  (--at 60.0000,25.0000)' in done.output
    assert '--town "Springfield, MA"' in done.output
    assert found("--store", store, "--town", "Springfield, MA")["from"]["point"]["latitude"] == 50


def test_a_town_and_the_village_in_it_are_one(store) -> None:
    assert found("--store", store, "--town", "porvoo")["from"]["point"]["latitude"] == 60


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--at", "95,25"), "latitude 95.0: must be from -90 to 90"),
        (("--at", "60,181"), "longitude 181.0: must be from -180 to 180"),
        (("--at", "nan,25"), "latitude nan: must be from -90 to 90"),
        (("--at", "60"), "'60' is no position"),
        (("--at", "60;25"), "as in 60.17,24.94"),
        (("--at", "60,17,24,94"), "is no position"),
        ((), "either --at LAT,LON or --town NAME"),
        (("--at", "60,25", "--town", "Porvoo"), "either --at LAT,LON or --town NAME"),
        (("--town", "Atlantis"), "is called 'Atlantis'"),
        (("--at", "60,25", "--kind", "midwif"), "Did you mean 'midwife'?"),
        (("--at", "60,25", "--emergency", "--open-now"), "leave out --kind and --open-now"),
        (("--at", "60,25", "--emergency", "--country", "QQ"), "112 or 911"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(store, arguments, told) -> None:
    done = run("near", "--store", store, *arguments)
    assert done.exit_code == 2
    assert told in done.stderr


def test_coordinates_of_the_south_and_west_may_begin_with_a_minus(store) -> None:
    done = run("near", "--store", store, "--at", "-33.9,-18.4", "--limit", "1")
    assert done.exit_code == 0
    assert "may not cover where you are" in done.output


def test_what_is_not_there_is_not_said_to_be_nowhere(store) -> None:
    done = run("near", "--store", store, "--at", "60,25", "--kind", "midwife")
    assert "Midwives near 60, 25: nothing in what was imported." in done.output
    assert "That does not mean that there is none." in done.output


def test_searching_makes_no_file(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CARRYWELL_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CARRYWELL_PLACES", raising=False)
    for command in (("near", "--at", "60,25"), ("list",)):
        run(*command)
    assert list(tmp_path.iterdir()) == []


def test_the_environment_names_another_store(store, monkeypatch) -> None:
    monkeypatch.setenv("CARRYWELL_PLACES", str(store))
    assert ids("--at", "60,25", "--limit", "1") == ["near"]


def test_list_and_remove(store) -> None:
    listed = run("list", "--store", store).output
    for told in (
        "ours",
        "5 places, 4 towns",
        "imported on 2026-11-23",
        "Of the clinic",
        "3  Pharmacies",
    ):
        assert told in listed
    wrong = run("remove", "theirs", "--store", store)
    assert wrong.exit_code == 2
    assert "There are: ours." in wrong.stderr
    assert run("list", "--store", store).output == listed


def test_removing_takes_the_places_away(tmp_path) -> None:
    path = tmp_path / "places.sqlite3"
    with open_store(path, write=True) as writing:
        writing.take(OURS, ROWS, today=TODAY, fingerprint="1")
    assert run("remove", "ours", "--store", path).exit_code == 0
    assert "Nothing was imported yet" in run("list", "--store", path).output


def test_kinds_are_those_of_the_guideline(guideline) -> None:
    told = run("kinds").output
    kinds = guideline.content.care_kinds.kinds
    assert len(kinds) >= 8
    for kind in kinds:
        assert kind.id in told
        assert kind.name in told


def test_numbers_of_a_country_and_of_any(guideline) -> None:
    told = run("numbers", "gb").output
    assert "999 (United Kingdom)" in told
    assert "NHS 111" in told
    anywhere = run("numbers").output
    assert "112" in anywhere
    assert "911" in anywhere
    for one in guideline.content.emergency_numbers:
        if one.country:
            assert str(one.ambulance) in run("numbers", one.country).output
    unknown = run("numbers", "Finland")
    assert unknown.exit_code == 2
    assert "112 or 911" in unknown.stderr


def test_the_help_fits_the_window() -> None:
    told = run("--help").output
    assert max(map(len, told.splitlines())) <= 80
    assert "..." not in told.partition("Commands:")[2], "a command's line is cut"
