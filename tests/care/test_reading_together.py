"""Many threads read a store while another import goes on: each sees one moment, whole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from made_places import a_place, put

from carrywell.care.place import Point
from carrywell.care.store import open_store

HERE = Point(0, 0)


def of_round(number):
    return [a_place(f"r{number}-{one}", one / 10, 0) for one in range(300)]


def test_each_reader_sees_one_import_whole(places_at):
    done = Event()

    def read():
        seen = set()
        while not done.is_set() or not seen:
            with open_store(places_at) as store:
                found = store.nearest(HERE, limit=300)
                (held,) = store.held()
            rounds = {one.place.id.split("-")[0] for one in found}
            seen.add((len(found), len(rounds), held.places))
        return seen

    with open_store(places_at, write=True) as store:
        put(store, of_round(0), fingerprint="0")
    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for number in range(1, 6):
                with open_store(places_at, write=True) as store:
                    put(store, of_round(number), fingerprint=str(number))
        finally:
            done.set()
        assert {one for reader in readers for one in reader.result()} == {(300, 1, 300)}


@pytest.mark.parametrize("write", [False, True])
def test_a_store_that_is_just_being_made_reads_as_empty(tmp_path, write):
    import sqlite3

    path = tmp_path / "places.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA user_version = 0")
    connection.execute("CREATE TABLE made (one)")
    connection.execute("DROP TABLE made")  # a database without tables
    connection.close()
    assert path.stat().st_size > 0
    with open_store(path, write=write) as store:
        assert store.held() == ()
