"""Her data in a real browser: a copy, deleting everything without a trace, reading it back."""

import json
import re
import zipfile

from playwright.sync_api import expect
from tests.companion.browser.test_timer import open_timer, unsent

from .woman import answer_all, begin, start

TYPED = "Zwölfkäfer-Klinik 7Q"


def told(page):
    """A pregnancy with an unusual name in it, a check, and a fact taken from it."""
    start(page)
    page.goto("/about-you/")
    page.get_by_text("More, if you like").click()
    page.get_by_label("Name of your maternity unit").fill(TYPED)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    begin(page)
    answer_all(
        page,
        {"back_pain": True, "pain_location": ["lower_back"], "pain_score": 3, "onset": "gradual"},
    )


def copy_of(page, folder, name):
    page.goto("/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save a copy").click()
    path = folder / name
    download.value.save_as(path)
    assert download.value.suggested_filename.startswith("carrywell-")
    with zipfile.ZipFile(path) as archive:
        content = json.loads(archive.read("carrywell.json"))
    return path, {name: value for name, value in content.items() if name != "exported_at"}


def delete_all(page):
    page.goto("/data/delete/")
    page.get_by_label("Type DELETE to go on").fill("DELETE")
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_text("Everything is deleted.").wait_for()


def holding(folder, text):
    """The files of a folder in which the text stands."""
    wanted = {text.encode(code) for code in ("utf-8", "utf-16-le", "unicode_escape")}
    wanted.add(json.dumps(text).strip('"').encode())
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(one in path.read_bytes() for one in wanted)
    ]


def test_what_was_saved_comes_back_after_everything_was_deleted(page, tmp_path):
    told(page)
    path, before = copy_of(page, tmp_path, "before.zip")
    assert before["tables"]["check_in"]
    delete_all(page)
    assert page.url.endswith("/start/")
    page.goto("/data/read-back/")
    page.get_by_label("The ZIP file that Carrywell made").set_input_files(path)
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Your data is read back.").wait_for()
    assert copy_of(page, tmp_path, "after.zip")[1] == before
    assert TYPED in page.content()


def test_after_deleting_nothing_she_typed_is_in_any_file(page, tmp_path):
    data = tmp_path / "data"
    told(page)
    (data / "carrywell.before-0.0.1.sqlite3").write_bytes(TYPED.encode())
    assert len(holding(data, TYPED)) >= 2, "it is there before"
    delete_all(page)
    assert holding(data, TYPED) == []
    assert holding(data, "020 7946 0958") == []
    assert not list(data.glob("*.before-*"))
    assert not (data / "numbers.json").exists()


def test_after_deleting_the_browser_keeps_nothing_either(lonely):
    """A tap that could not be sent, and what she chose, also in a window that is still open."""
    start(lonely)
    open_timer(lonely)
    lonely.evaluate("localStorage.setItem('carrywell-sound', 'on')")
    lonely.route("**/timer/taps/", lambda route: route.abort())
    lonely.locator("[data-tap]").click()
    expect(lonely.locator("[data-saved-words]")).to_have_text(re.compile("Kept on this device"))
    assert len(unsent(lonely)) == 1
    other = lonely.context.new_page()
    delete_all(other)
    other.goto("/start/")
    assert other.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    assert other.evaluate("localStorage.length") == 0
