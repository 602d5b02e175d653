"""What every real answer carries, and which name of this computer is answered."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings
from tests.companion.serve.served import (
    Served,
    Visitor,
    as_she_starts_it,
    begin_check,
    first_screen,
    started,
)

from carrywell.companion.last_resort import always_answering

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("headers")).wait_until_ready()
    visitor = started(server.port)
    check = begin_check(visitor)
    visitor.post(f"/check/{check}/0/", first_screen())
    yield server.port, dict(visitor.cookies), check
    server.stop()
    server.kill_what_is_left()


@pytest.fixture
def hers(served):
    """A browser of hers, each time a new one, and her check."""
    port, cookies, check = served
    visitor = Visitor(port)
    visitor.cookies |= cookies
    return visitor, check


def pages(check):
    return [
        "/", "/start/", "/about-you/", "/check/", f"/check/{check}/0/", f"/check/{check}/1/",
        "/relief/", "/body/", "/data/", "/pin/", "/end/", "/leave/", "/nowhere/",
    ]  # fmt: skip


def test_every_page_carries_the_headers(hers):
    visitor, check = hers
    for path in pages(check):
        headers = visitor.get(path).headers
        policy = dict(
            one.strip().partition(" ")[::2] for one in headers["Content-Security-Policy"].split(";")
        )
        assert "unsafe" not in str(policy), path
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert policy["script-src"] == "'self'"
        assert policy["style-src"] == "'self'"
        assert not re.search(r"https?:|\*", str(policy))
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Cache-Control"] == "no-store", path


def test_the_pages_ask_for_nothing_inline_and_nothing_from_elsewhere(hers):
    visitor, check = hers
    for path in pages(check):
        text = visitor.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text), path
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text), path


def test_cookies_cannot_be_read_by_a_script_nor_sent_from_another_site(hers):
    visitor, check = hers
    given = visitor.get(f"/check/{check}/0/").headers.get_all("Set-Cookie")
    assert given
    for cookie in given:
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie


def test_static_files_are_hashed_compressed_and_kept_for_good(hers):
    visitor, check = hers
    used = set()
    for path in pages(check):
        used |= set(re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get(path).text))
    assert len(used) >= 4
    for path in used:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", path), path
        answer = visitor.get(path, **{"Accept-Encoding": "gzip"})
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if answer.headers["Content-Encoding"] == "gzip":
            assert len(gzip.decompress(answer.content)) > len(answer.content)


def test_a_static_file_that_is_not_there_is_not_kept_in_any_cache(hers):
    visitor, _ = hers
    answer = visitor.get("/static/companion/old.0123456789ab.css")
    assert answer.status == 404
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "", "[::2]"]
)
def test_another_name_is_refused(hers, host):
    visitor, _ = hers
    stranger = Visitor(visitor.at, host=host)
    stranger.cookies = dict(visitor.cookies)
    assert stranger.get("/").status == 400
    assert stranger.post("/check/", {"asked_by": "herself"}, token="x").status == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_computers_own_names_are_answered(hers, host):
    visitor, _ = hers
    assert Visitor(visitor.at, host=host).get("/").status == 200


def test_a_form_sent_from_another_site_is_refused(hers):
    visitor, _ = hers
    for origin in ("http://evil.example", "null", f"http://127.0.0.1:{visitor.at + 1}"):
        answer = visitor.post("/check/", {"asked_by": "herself"}, Origin=origin)
        assert answer.status == 403, origin


@pytest.mark.parametrize("more", [{}, {"CARRYWELL_HTTPS": "1", "CARRYWELL_HOST": "clinic.example"}])
def test_djangos_own_check_before_going_live_finds_nothing(tmp_path, more):
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=PROJECT,
        env={**as_she_starts_it(), "CARRYWELL_DATA": str(tmp_path), **more},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


@pytest.mark.django_db
@pytest.mark.parametrize("place", range(1, 16))
def test_a_middleware_that_fails_is_answered_with_the_numbers(place, settings):
    chain = list(settings.MIDDLEWARE)
    chain.insert(min(place, len(chain)), "tests.companion.serve.failing.Broken")
    with override_settings(MIDDLEWARE=chain):
        answer = Client(raise_request_exception=False).get("/check/")
    assert answer.status_code == 500
    assert b"tel:" in answer.content
    assert b"her words" not in answer.content
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_application_that_fails_altogether_is_answered_with_the_numbers():
    def broken(_environ, _start_response):
        raise ValueError("her words")

    told = []
    (page,) = always_answering(broken)({}, lambda *given: told.append(given))
    ((status, headers),) = told
    assert status.startswith("500")
    assert dict(headers)["Content-Length"] == str(len(page))
    assert "default-src 'none'" in dict(headers)["Content-Security-Policy"]
    assert b'href="tel:112"' in page
    assert b"her words" not in page
