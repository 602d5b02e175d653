"""A full disk: she is told so, still learns how urgent it is, and nothing is lost."""

from pathlib import Path

import pytest
from tests.companion.serve.served import (
    Visitor,
    begin_check,
    first_screen,
    has_the_numbers,
    started,
)

pytestmark = pytest.mark.slow


def seen_from_here(server, folder):
    """The small disk of the server, which is mounted for it alone."""
    return Path(f"/proc/{server.process.pid}/root{folder}")


def fill(disk):
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(4096)) == 4096:
                pass
        except OSError:
            return


def test_a_disk_that_is_full_when_it_starts(serve, small_disk):
    folder, before = small_disk("size=64k")
    refused = serve(folder, before=before, wait=False)
    assert refused.ends() == 2
    assert "Free some space" in refused.complaint
    assert "ring your maternity unit" in refused.complaint
    assert "Traceback" not in refused.complaint


@pytest.fixture
def on_a_small_disk(serve, small_disk):
    folder, before = small_disk("size=4m")
    server = serve(folder, before=before)
    visitor = started(server.port)
    check = begin_check(visitor)
    assert visitor.post(f"/check/{check}/0/", first_screen()).status == 302
    return server, visitor, check, seen_from_here(server, folder)


def test_a_disk_that_fills_up_while_she_answers(on_a_small_disk):
    server, visitor, check, disk = on_a_small_disk
    fill(disk)
    unsaved = None
    for _ in range(400):  # until the log of the database needs room that is not there
        unsaved = visitor.post(f"/check/{check}/0/", first_screen("any_bleeding_or_waters"))
        if unsaved.status != 302:
            break
    assert unsaved.status == 507, unsaved.text
    assert "could not save this page" in unsaved.text
    assert "call an ambulance now" in unsaved.text, "the urgency so far"
    assert has_the_numbers(unsaved)

    for path, given in (
        ("/check/", {"asked_by": "herself"}),
        (f"/check/{check}/answer/", {}),
        ("/about-you/", {"dated_by": "weeks", "weeks": "32", "babies": "1"}),
    ):
        page = visitor.post(path, given)
        assert page.status == 507, (path, page.status)
        assert has_the_numbers(page)

    reading = visitor.get(f"/check/{check}/0/")
    assert reading.status == 200
    assert has_the_numbers(reading)

    (disk / "filler").unlink()
    assert visitor.post(f"/check/{check}/0/", first_screen()).status == 302
    another = begin_check(visitor)
    assert another > check
    assert server.stop() == 0
    assert "any_bleeding" not in server.complaint


def test_she_can_still_read_when_it_starts_on_a_full_disk(serve, small_disk):
    """With the log folded in, nothing needs to be written to show a page."""
    folder, before = small_disk("size=4m")
    server = serve(folder, before=before)
    check = begin_check(started(server.port))
    disk = seen_from_here(server, folder)
    fill(disk)
    page = Visitor(server.port).get(f"/check/{check}/0/")
    assert page.status == 200
    assert server.stop() == 0
