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


def send_until_it_cannot_be_saved(visitor, check):
    """Sends a screen until the log of the database needs room that is not there."""
    for _ in range(400):
        answer = visitor.post(f"/check/{check}/0/", first_screen("any_bleeding_or_waters"))
        if answer.status != 302:
            break
    return answer


def test_a_disk_that_is_full_when_it_starts(serve, small_disk):
    folder, before = small_disk("size=64k")
    refused = serve(folder, before=before, wait=False)
    assert refused.ends() == 2
    assert "Free some space" in refused.complaint
    assert "ring your maternity unit" in refused.complaint
    assert "carrywell check" in refused.complaint
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
    unsaved = send_until_it_cannot_be_saved(visitor, check)
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


def test_a_disk_that_has_filled_up_since_the_last_time(serve, small_disk, tmp_path):
    earlier = serve(tmp_path / "earlier")
    check = begin_check(started(earlier.port))
    assert earlier.stop() == 0
    copy = f'cp -r "{tmp_path}/earlier/." "{tmp_path}/disk/"'
    fill_it = f'dd if=/dev/zero of="{tmp_path}/disk/filler" bs=4096 2>/dev/null || true'
    folder, before = small_disk("size=4m", then=f"{copy} && {fill_it}")
    server = serve(folder, before=before)
    visitor = Visitor(server.port)
    page = visitor.get(f"/check/{check}/0/")
    assert page.status == 200, "she can still read"
    assert has_the_numbers(page)
    unsaved = send_until_it_cannot_be_saved(visitor, check)
    assert unsaved.status == 507
    assert has_the_numbers(unsaved)
    assert server.stop() == 0
