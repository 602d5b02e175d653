"""What it cannot serve, it says so and leaves as it was, byte for byte."""

import random
import shutil
import sqlite3
from contextlib import closing

import pytest
from tests.companion.serve.served import Visitor, begin_check, has_the_numbers, started

pytestmark = pytest.mark.slow

RING = "If you are worried, ring your maternity unit now."


@pytest.fixture
def used(serve, tmp_path):
    """A folder in which she has begun a check, with the last writes still in the log."""
    folder = tmp_path / "used"
    server = serve(folder)
    begin_check(started(server.port))
    server.process.kill()
    server.process.wait()
    assert (folder / "carrywell.sqlite3-wal").stat().st_size > 0
    return folder


def bytes_of(folder):
    """What a refusal must not touch: everything but the index that SQLite keeps of the log."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file()
        and not path.name.endswith("-shm")
        and path.name not in ("running", "lock")
    }


def is_refused(serve, folder, *words):
    before = bytes_of(folder)
    refused = serve(folder, wait=False)
    assert refused.ends() == 2
    assert "is ready" not in refused.words
    assert "Traceback" not in refused.complaint
    for word in (*words, RING):
        assert word in refused.complaint
    after = bytes_of(folder)  # reading may leave an empty log beside
    assert {name: after.get(name) for name in before} == before


def random_bytes(database):
    database.write_bytes(random.Random(1).randbytes(database.stat().st_size))


def cut_off(database):
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2 + 100])


def half_a_header(database):
    database.write_bytes(database.read_bytes()[:50])


def a_page_gone(database):
    content = bytearray(database.read_bytes())
    content[4096:12288] = bytes(8192)
    database.write_bytes(bytes(content))


def emptied(database):
    database.write_bytes(b"")


@pytest.mark.parametrize("damage", [random_bytes, cut_off, half_a_header, a_page_gone, emptied])
@pytest.mark.parametrize("log", ["with the log", "without the log"])
def test_a_damaged_database(serve, used, damage, log):
    database = used / "carrywell.sqlite3"
    if log == "without the log":  # all is in the one file, as after a clean stop
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damage(database)
    is_refused(serve, used, "is damaged, so Carrywell has not touched it", "before-*")


def test_a_damaged_log_of_the_last_writes(serve, used):
    log = used / "carrywell.sqlite3-wal"
    log.write_bytes(random.Random(1).randbytes(log.stat().st_size))
    is_refused(serve, used, "-wal is damaged", "move that one file away")
    log.unlink()
    (used / "carrywell.sqlite3-shm").unlink(missing_ok=True)
    assert serve(used).stop() == 0


@pytest.mark.parametrize("torn", [0, 20, 32])
def test_a_log_torn_at_its_beginning_holds_nothing_and_is_no_damage(serve, tmp_path, torn):
    first = serve(tmp_path)
    check = begin_check(started(first.port))
    assert first.stop() == 0
    with closing(sqlite3.connect(tmp_path / "carrywell.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (tmp_path / "carrywell.sqlite3-wal").write_bytes(bytes(torn))
    assert Visitor(serve(tmp_path).port).get(f"/check/{check}/").status == 302


def test_a_database_of_a_newer_carrywell(serve, used):
    with closing(sqlite3.connect(used / "carrywell.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('check', '0999_later', '2030-01-01')"
        )
    is_refused(serve, used, "newer Carrywell", "check.0999_later", "Nothing was changed")


def test_a_data_folder_that_is_a_file(serve, tmp_path):
    place = tmp_path / "file"
    place.write_text("hers")
    refused = serve(place, wait=False)
    assert refused.ends() == 2
    assert "is a file" in refused.complaint
    assert RING in refused.complaint
    assert place.read_text() == "hers"


def test_a_data_folder_below_a_file(serve, tmp_path):
    (tmp_path / "file").write_text("hers")
    refused = serve(tmp_path / "file" / "folder", wait=False)
    assert refused.ends() == 2
    assert "cannot write to its data folder" in refused.complaint


def test_a_data_folder_that_may_not_be_written_to(serve, small_disk):
    folder, before = small_disk("ro")
    refused = serve(folder, before=before, wait=False)
    assert refused.ends() == 2
    assert "Read-only file system" in refused.complaint
    assert "allow writing there" in refused.complaint
    assert RING in refused.complaint


def test_a_folder_of_somebody_elses_with_the_name_of_ours_is_left_alone(serve, tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "photo.jpg").write_bytes(b"hers")
    refused = serve(tmp_path, wait=False)
    assert refused.ends() == 2
    assert "is not Carrywell's" in refused.complaint
    assert (tmp_path / "static" / "photo.jpg").read_bytes() == b"hers"


def as_before_the_record_began(database):
    """The database as a Carrywell without the tables of relief left it."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'relief_%'"
        tables = [name for (name,) in connection.execute(named)]
        assert tables
        for name in tables:
            connection.execute(f'DROP TABLE "{name}"')
        connection.execute("DELETE FROM django_migrations WHERE app = 'relief'")
    return tables


def test_an_older_database_is_copied_then_brought_up_to_date(serve, used):
    database = used / "carrywell.sqlite3"
    tables = as_before_the_record_began(database)
    server = serve(used)
    visitor = Visitor(server.port)
    assert visitor.get("/check/1/").status == 302
    assert visitor.get("/relief/").status == 200
    (copy,) = used.glob("carrywell.before-*.sqlite3")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM check_checkin").fetchone() == (1,)
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert not names & set(tables)
    assert server.stop() == 0

    as_before_the_record_began(database)
    assert serve(used).stop() == 0
    assert len(list(used.glob("carrywell.before-*.sqlite3"))) == 2, "the first copy is kept"


def test_a_copy_put_in_the_place_of_a_damaged_database_works(serve, used):
    database = used / "carrywell.sqlite3"
    as_before_the_record_began(database)
    assert serve(used).stop() == 0
    random_bytes(database)
    (copy,) = used.glob("carrywell.before-*.sqlite3")
    for path in used.glob("carrywell.sqlite3*"):
        path.unlink()
    shutil.move(copy, database)
    assert Visitor(serve(used).port).get("/check/1/").status == 302


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe garbage", b'{"unit": 5}'])
def test_the_numbers_to_ring_are_written_anew_at_each_start(serve, used, content):
    kept = used / "numbers.json"
    kept.unlink()
    if content is not None:
        kept.write_bytes(content)
    assert has_the_numbers(Visitor(serve(used).port).get("/nowhere/"))
