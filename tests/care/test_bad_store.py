"""A store that cannot be used says why in words, and a full disk loses nothing."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from made_places import a_place, put

from carrywell.care.place import Point
from carrywell.care.store import BadStore, open_store

HERE = Point(0, 0)


@pytest.fixture
def path(tmp_path):
    where = tmp_path / "places.sqlite3"
    with open_store(where, write=True) as store:
        put(store, [a_place(f"n{number}", number / 50, 0) for number in range(3000)])
    return where


def refused(where, words, *, write=False):
    with pytest.raises(BadStore, match=words), open_store(where, write=write) as store:
        store.nearest(HERE, limit=10**6)


@pytest.mark.parametrize("write", [False, True])
def test_not_a_database(tmp_path, write):
    path = tmp_path / "places.sqlite3"
    path.write_bytes(b"name,latitude,longitude\n" * 500)
    refused(path, r"places\.sqlite3: not a database", write=write)
    assert path.read_bytes().startswith(b"name")


@pytest.mark.parametrize("write", [False, True])
def test_a_database_of_something_else_is_left_alone(tmp_path, write):
    path = tmp_path / "diary.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE entry (text)")
    other.close()
    before = path.read_bytes()
    refused(path, "of something else", write=write)
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [False, True])
def test_one_of_a_newer_carrywell(path, write):
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 9")
    other.close()
    refused(path, r"newer Carrywell \(tables of version 9", write=write)


def test_a_damaged_one(path):
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))
    refused(path, r"places\.sqlite3: the file is damaged")


def test_a_folder(tmp_path):
    refused(tmp_path, "cannot be opened", write=True)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    refused(tmp_path / "file" / "places.sqlite3", r"places\.sqlite3: ", write=True)


def test_an_empty_file_reads_as_an_empty_store(tmp_path):
    path = tmp_path / "places.sqlite3"
    path.touch()
    with open_store(path) as store:
        assert store.held() == ()
    with open_store(path, write=True) as store:
        put(store, [a_place("n1")])
        assert store.nearest(HERE)


def test_what_is_removed_gives_its_room_back(path):
    full = path.stat().st_size
    with open_store(path, write=True) as store:
        put(store, [a_place("n1")], fingerprint="2")
    assert path.stat().st_size < full / 4


READ_ONLY = """
import sys
from carrywell.care.place import Point
from carrywell.care.store import BadStore, open_store
with open_store(sys.argv[1]) as store:
    print(len(store.nearest(Point(0, 0), limit=5)))
try:
    with open_store(sys.argv[1], write=True) as store:
        store.remove("lists")
except BadStore as error:
    print(error)
"""


def test_on_a_disk_that_may_only_be_read_it_is_read(path, small_disk):
    folder, disk = small_disk(
        "size=9m", f'cp "{path}" "{path.parent}/disk/" && mount -o remount,ro "{path.parent}/disk"'
    )
    command = [*disk, sys.executable, "-c", READ_ONLY, str(folder / "places.sqlite3")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[0] == "5"
    assert "may only be read" in said[1]


FULL_DISK = """
import sys
sys.path.insert(0, sys.argv[2])
from made_places import a_place, put
from carrywell.care.place import Point
from carrywell.care.store import BadStore, open_store
many = (a_place(f"n{number}", number % 90, 0, address="x" * 200) for number in range(100_000))
with open_store(sys.argv[1], write=True) as store:
    put(store, [a_place("old")])
    try:
        put(store, many, fingerprint="2")
    except BadStore as error:
        print(error)
    print(*(one.place.id for one in store.nearest(Point(0, 0), limit=5)))
    print(put(store, [a_place("new")], fingerprint="3").places)
    print(*(one.place.id for one in store.nearest(Point(0, 0), limit=5)))
"""


def test_a_full_disk_leaves_the_old_places_and_makes_room_again(small_disk):
    folder, disk = small_disk("size=40m")
    helpers = str(Path(__file__).parent)
    command = [*disk, sys.executable, "-c", FULL_DISK, str(folder / "places.sqlite3"), helpers]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert "the disk is full" in said[0]
    assert said[1:] == ["old", "1", "new"]


def test_a_server_that_is_not_there(tmp_path):
    address = f"postgresql://somebody:secret@/places?host={tmp_path}"
    with pytest.raises(BadStore, match="PostgreSQL: ") as raised, open_store(address):
        pass
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("address", ["postgresql://[", "postgresql://secret@/x?nonsense=1"])
def test_an_address_that_makes_no_sense(address):
    with pytest.raises(BadStore, match="PostgreSQL: "), open_store(address):
        pass


def test_a_schema_of_a_newer_carrywell(places_server):
    with psycopg.connect(places_server) as connection:
        connection.execute("DROP SCHEMA IF EXISTS carrywell_places CASCADE")
    with open_store(places_server, write=True) as store:
        put(store, [a_place("n1")])
    with psycopg.connect(places_server) as connection:
        connection.execute("UPDATE carrywell_places.version SET version = 9")
    refused(places_server, "newer Carrywell")
    refused(places_server, "newer Carrywell", write=True)


def test_a_connection_that_was_cut_is_replaced(places_server):
    with psycopg.connect(places_server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS carrywell_places CASCADE")
        with open_store(places_server, write=True) as store:
            put(store, [a_place("n1")])
        with open_store(places_server) as store:
            _cut_all_others(connection)
            with pytest.raises(BadStore, match="PostgreSQL: "):
                store.held()
        _cut_all_others(connection)
        with open_store(places_server) as store:
            assert store.nearest(HERE)


def _cut_all_others(connection):
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )


def test_postgresql_without_its_package_is_refused_in_words(monkeypatch):
    monkeypatch.setattr("carrywell.care.store.find_spec", lambda _name: None)
    with pytest.raises(BadStore, match=r"carrywell\[scale\]"):
        open_store("postgresql:///places")
