"""The copy: everything, readable, and harmless to open."""

import csv
import io
import json
import zipfile

import pytest

from carrywell import __version__
from carrywell.companion.check import private
from carrywell.companion.check.service import guideline
from carrywell.companion.people.models import Account, Pregnancy
from carrywell.companion.record.exporting import as_zip, copy_of
from carrywell.companion.record.tables import tables

from .conftest import NOW


def archive_of(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


@pytest.fixture
def archive(client, full):
    return archive_of(client.get("/data/copy/"))


@pytest.mark.usefixtures("full")
def test_it_streams_as_a_zip_named_after_the_day(client):
    response = client.get("/data/copy/", headers={"accept-encoding": "gzip"})
    assert response.streaming
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="carrywell-20')
    assert response.headers["Content-Encoding"] == "identity", "never compressed twice"
    assert response.headers["Cache-Control"] == "no-store"
    assert archive_of(response).testzip() is None


def test_it_holds_json_a_csv_for_each_table_and_a_readme(archive):
    assert set(archive.namelist()) == {"carrywell.json", "README.txt"} | {
        f"{one.key}.csv" for one in tables()
    }


def test_the_json_says_what_it_is(archive):
    content = json.loads(archive.read("carrywell.json"))
    assert (content["format"], content["format_version"]) == ("carrywell", 3)
    assert content["carrywell_version"] == __version__
    assert content["guideline"] == {"version": guideline().version, "hash": guideline().hash}
    assert content["exported_at"].endswith("+00:00")


def test_rows_have_readable_keys_iso_dates_and_plain_references(archive):
    content = json.loads(archive.read("carrywell.json"))["tables"]
    (session,) = content["relief_session"]
    assert (session["id"], session["pregnancy"], session["check_in"]) == (1, 1, 1)
    assert session["started_at"] == "2026-11-23T02:00:00+00:00"
    assert content["weight_entry"][0]["measured_on"] == "2026-11-04"


def test_each_csv_has_a_header_and_the_same_rows(archive):
    content = json.loads(archive.read("carrywell.json"))["tables"]
    for table in tables():
        rows = list(csv.DictReader(io.StringIO(archive.read(f"{table.key}.csv").decode())))
        assert [int(row["id"]) for row in rows] == [row["id"] for row in content[table.key]]
        assert list(rows[0]) == ["id", *(column.name for column in table.columns)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.usefixtures("full")
def test_no_text_in_a_csv_is_a_formula(start):
    Pregnancy.objects.update(unit_name=f"{start}cmd|' /C calc'!A0", unit_phone="+44 20 7946 0958")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(as_zip(copy_of(Account.objects.local(), NOW)))))
    text = archive.read("pregnancy.csv").decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["unit_name"].startswith(f"'{start}")
    assert row["unit_phone"] == "'+44 20 7946 0958"
    (kept,) = json.loads(archive.read("carrywell.json"))["tables"]["pregnancy"]
    assert kept["unit_name"].startswith(start), "the JSON keeps it as it was typed"


@pytest.mark.usefixtures("full")
def test_the_pin_and_the_key_are_never_in_it(client, settings):
    account = Account.objects.local()
    account.set_password("80417")
    account.save()
    client.post("/unlock/", {"pin": "80417"})
    archive = archive_of(client.get("/data/copy/"))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (account.password, settings.SECRET_KEY, "80417", "password"):
        assert secret.encode() not in everything


@pytest.mark.usefixtures("full")
def test_private_answers_are_never_in_it(client, finished_check):
    private.remember(finished_check.pk, {"violence": True}, NOW)
    archive = archive_of(client.get("/data/copy/"))
    assert b"violence" not in archive.read("carrywell.json")


@pytest.mark.usefixtures("db")
def test_with_nothing_stored_the_copy_is_empty_and_whole():
    copy = copy_of(Account.objects.local(), NOW)
    assert set(copy.tables) == {one.key for one in tables()}
    assert not any(copy.tables.values())


@pytest.mark.usefixtures("full")
def test_the_zip_is_made_in_pieces():
    assert len(list(as_zip(copy_of(Account.objects.local(), NOW)))) > len(tables())
