"""Whatever breaks underneath, the page says whom to ring, and tells nobody anything of hers."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.companion.serve.served import (
    Visitor,
    begin_check,
    first_screen,
    free_port,
    has_the_numbers,
    started,
)

import carrywell

pytestmark = pytest.mark.slow

SECRET = "zebrafish7391"


@pytest.fixture
def hers(serve, tmp_path):
    """A server with a check in it, a visitor, the check, and a way to break the database."""
    server = serve(tmp_path)
    visitor = started(server.port)
    check = begin_check(visitor)
    assert visitor.post(f"/check/{check}/0/", first_screen()).status == 302
    return server, visitor, check


def in_the_database(server, *statements):
    with closing(sqlite3.connect(server.data / "carrywell.sqlite3")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def says_whom_to_ring(answer, status=500):
    assert answer.status == status, answer.text[-3000:]
    assert has_the_numbers(answer), answer.text
    assert "Ring." in answer.text
    assert status != 500 or "If you are worried" in answer.text
    assert "You need not be sure first." in answer.text
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text
    has_the_headers(answer)


def has_the_headers(answer):
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def nothing_of_hers_is_logged(server):
    server.stop()
    assert SECRET not in server.complaint
    assert "Zebrahill" not in server.complaint
    return server.complaint


def test_the_answers_of_a_check_cannot_be_read(hers):
    server, visitor, check = hers
    in_the_database(
        server,
        "PRAGMA ignore_check_constraints = ON",
        f"""UPDATE check_checkin SET answers = '{{"note": "{SECRET}'""",
    )
    says_whom_to_ring(visitor.get(f"/check/{check}/0/"))
    says_whom_to_ring(visitor.post(f"/check/{check}/0/", first_screen(SECRET)))
    assert "TypeError" in nothing_of_hers_is_logged(server)


def test_the_answers_of_a_check_make_no_sense(hers):
    server, visitor, check = hers
    in_the_database(server, f"""UPDATE check_checkin SET answers = '["{SECRET}"]'""")
    says_whom_to_ring(visitor.get(f"/check/{check}/0/"))
    log = nothing_of_hers_is_logged(server)
    assert f"/check/{check}/0/" in log
    assert ".py:" in log, "the place in the code helps whoever mends it"


def test_an_error_that_quotes_what_she_typed_is_logged_without_it(hers):
    server, visitor, _ = hers
    in_the_database(
        server, f"UPDATE people_pregnancy SET weight_before_kg = 60, height_cm = '{SECRET}'"
    )
    says_whom_to_ring(visitor.get("/body/"))
    assert "Error" in nothing_of_hers_is_logged(server)


def test_a_finished_answer_cannot_be_read(hers):
    server, visitor, check = hers
    assert visitor.post(f"/check/{check}/answer/", {}).status == 302
    in_the_database(
        server, f"""UPDATE check_checkin SET assessment = '{{"urgency": "{SECRET}"}}'"""
    )
    answer = visitor.get(f"/check/{check}/answer/")
    assert answer.status == 200
    assert has_the_numbers(answer)
    assert SECRET not in answer.text
    nothing_of_hers_is_logged(server)


@pytest.mark.parametrize("table", ["check_checkin", "people_pregnancy", "people_account"])
def test_a_table_is_gone(hers, table):
    server, visitor, check = hers
    in_the_database(server, "PRAGMA foreign_keys = OFF", f"DROP TABLE {table}")
    says_whom_to_ring(visitor.get(f"/check/{check}/0/"))
    says_whom_to_ring(visitor.post(f"/check/{check}/0/", first_screen()))


def test_the_table_of_sessions_is_gone(hers):
    server, visitor, check = hers
    in_the_database(server, "DROP TABLE django_session")
    visitor.cookies["carrywell_session"] = "a" * 32
    says_whom_to_ring(visitor.get(f"/check/{check}/0/"))
    says_whom_to_ring(visitor.get("/"))


def test_the_database_is_in_use_for_too_long(hers):
    server, visitor, check = hers
    with closing(sqlite3.connect(server.data / "carrywell.sqlite3")) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")
        busy = visitor.post("/check/", {"asked_by": "herself"})
        assert "send it once more" in busy.text
        says_whom_to_ring(busy, 503)
        says_whom_to_ring(visitor.post(f"/check/{check}/0/", first_screen()), 507)
        assert visitor.get(f"/check/{check}/0/").status == 200, "reading goes on"
        connection.execute("ROLLBACK")
    assert begin_check(visitor) > check


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b'{"unit": [1]}', b"[]"])
def test_the_file_of_numbers_is_gone_or_damaged(hers, content):
    server, visitor, check = hers
    kept = server.data / "numbers.json"
    kept.unlink()
    if content is not None:
        kept.write_bytes(content)
    in_the_database(server, "DROP TABLE people_standingfact", "DROP TABLE check_checkin")
    broken = visitor.get(f"/check/{check}/0/")
    assert broken.status == 500
    assert broken.dials == ["112", "911"], "without hers, the numbers for anywhere"
    assert "maternity unit" in broken.text
    has_the_headers(broken)


def a_copy_of_carrywell(folder):
    """The program in a folder of its own, to be broken."""
    target = folder / "broken" / "carrywell"
    shutil.copytree(Path(carrywell.__file__).parent, target)
    return target


def test_the_guideline_cannot_be_read(serve, hers, tmp_path):
    server, _, check = hers
    assert server.stop() == 0
    program = a_copy_of_carrywell(tmp_path)
    shutil.rmtree(program / "guideline" / "compiled")
    shutil.rmtree(program / "guideline" / "content")
    broken = Visitor(serve(tmp_path, PYTHONPATH=str(program.parent)).port)
    for path in ("/check/", f"/check/{check}/", f"/check/{check}/0/", f"/check/{check}/answer/"):
        page = broken.get(path)
        assert page.status == 302 or has_the_numbers(page), path
    says_whom_to_ring(broken.get(f"/check/{check}/0/"))


def test_the_program_itself_is_broken(serve, hers, tmp_path):
    server, _, check = hers
    assert server.stop() == 0
    program = a_copy_of_carrywell(tmp_path)
    with (program / "companion" / "urls.py").open("a") as file:
        file.write(f"\nraise RuntimeError({SECRET!r})\n")
    server = serve(tmp_path, PYTHONPATH=str(program.parent))
    for path in ("/", f"/check/{check}/0/", "/nowhere"):
        page = Visitor(server.port).get(path)
        assert page.status == 500
        assert has_the_numbers(page)
        assert "If you are worried, ring." in page.text
        has_the_headers(page)
    assert "RuntimeError" in nothing_of_hers_is_logged(server)


def test_the_template_of_the_error_page_is_broken(serve, hers, tmp_path):
    server, _, check = hers
    assert server.stop() == 0
    program = a_copy_of_carrywell(tmp_path)
    (program / "companion" / "templates" / "companion" / "numbers.html").write_text(
        "{% nonsense %}"
    )
    page = Visitor(serve(tmp_path, PYTHONPATH=str(program.parent)).port).get(f"/check/{check}/0/")
    assert page.status == 500
    assert has_the_numbers(page)
    assert "If you are worried, ring." in page.text
    has_the_headers(page)


def test_the_style_sheets_are_gone_while_it_runs(hers):
    server, visitor, check = hers
    shutil.rmtree(server.data / "static")
    assert has_the_numbers(visitor.get(f"/check/{check}/0/"))
    assert has_the_numbers(visitor.get("/nowhere/"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/nowhere/", 404),
        ("get", "/check/99999/0/", 404),
        ("get", "//elsewhere.example/", 404),
        ("get", "/check/99999999999999999999999/0/", 404),
    ],
)
def test_an_address_that_leads_nowhere(hers, method, path, status):
    _, visitor, _ = hers
    answer = getattr(visitor, method)(path)
    says_whom_to_ring(answer, status)
    assert 'href="//' not in answer.text, "'try again' must not lead to another computer"


def test_a_page_that_can_only_be_sent_to(hers):
    _, visitor, check = hers
    says_whom_to_ring(visitor.get(f"/check/{check}/0/keep/"), 405)


def test_a_form_without_its_token(hers):
    _, visitor, check = hers
    visitor.cookies["carrywell_form"] = "x" * 32
    answer = visitor.post(f"/check/{check}/0/", first_screen(SECRET), token="y" * 32)
    says_whom_to_ring(answer, 403)
    assert "Nothing was saved from it" in answer.text


def test_a_form_with_far_too_many_fields(hers):
    server, visitor, check = hers
    given = {**first_screen(), "note": [SECRET] * 1001}
    says_whom_to_ring(visitor.post(f"/check/{check}/0/", given), 400)
    nothing_of_hers_is_logged(server)


@pytest.mark.parametrize("zone", ["../../etc/passwd", "Europe", "a" * 5000, "%00", '"x', "é"])
def test_a_time_zone_that_is_none(hers, zone):
    _, visitor, check = hers
    visitor.cookies["carrywell_zone"] = zone.encode().decode("latin-1")
    assert visitor.get(f"/check/{check}/0/").status == 200


def test_another_name_for_this_computer_learns_nothing(hers):
    server, visitor, check = hers
    stranger = Visitor(server.port, host="rebinding.example")
    stranger.cookies = dict(visitor.cookies)
    for path in ("/", f"/check/{check}/0/", "/about-you/", "/nowhere/"):
        answer = stranger.get(path)
        assert answer.status == 400
        assert "Zebrahill" not in answer.text
        assert "7946" not in answer.text
        assert "ambulance" in answer.text or "emergency number" in answer.text
        has_the_headers(answer)
    assert free_port() != server.port
