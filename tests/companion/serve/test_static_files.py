"""Static files: only what the pages use, hashed, whole, and made anew when they must be."""

import json
import os
import re

import pytest

from carrywell.companion.refusal import CannotServe
from carrywell.companion.static_files import collect_static


@pytest.fixture
def root(tmp_path):
    collect_static(tmp_path / "static")
    return tmp_path / "static"


def files(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_only_hashed_files_that_the_pages_use(root):
    names = set(files(root)) - {"made-from", "staticfiles.json"}
    assert len(names) > 20
    assert {name for name in names if not re.search(r"\.[0-9a-f]{12}\.\w+(\.gz)?$", name)} == set()
    htmx = {name for name in names if name.startswith("django_htmx/")}
    assert {re.sub(r"\.[0-9a-f]{12}", "", name) for name in htmx} == {
        "django_htmx/htmx-2.min.js",
        "django_htmx/htmx-2.min.js.gz",
    }


def test_no_file_of_ours_is_missing(root):
    manifest = json.loads((root / "staticfiles.json").read_text())["paths"]
    for hashed in manifest.values():
        assert (root / hashed).stat().st_size > 0
    assert "companion/style.css" in manifest
    for hashed in manifest.values():
        if hashed.endswith(".css"):
            assert (root / f"{hashed}.gz").exists() or (root / hashed).stat().st_size < 500


def test_what_is_whole_is_left_as_it_is(root):
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    collect_static(root)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def a_file_gone(root):
    next(root.glob("companion/style.*.css")).unlink()


def a_file_cut_off(root):
    next(root.glob("companion/style.*.css")).write_bytes(b"body {")


def no_note(root):
    (root / "made-from").unlink()


def half_a_note(root):
    (root / "made-from").write_bytes((root / "made-from").read_bytes()[:40])


def an_old_file_left(root):
    (root / "companion" / "style.0123456789ab.css").write_text("old")


def only_what_was_copied_first(root):
    for path in list(root.rglob("*"))[5:]:
        if path.is_file():
            path.unlink()
    (root / "companion").mkdir(exist_ok=True)


@pytest.mark.parametrize(
    "damage",
    [
        a_file_gone,
        a_file_cut_off,
        no_note,
        half_a_note,
        an_old_file_left,
        only_what_was_copied_first,
    ],
)
def test_a_damaged_folder_is_made_anew(root, damage):
    whole = files(root)
    damage(root)
    assert files(root) != whole
    collect_static(root)
    assert files(root) == whole
    assert [path.name for path in root.parent.iterdir()] == ["static"]


def test_files_are_made_anew_when_ours_have_changed(tmp_path, settings):
    ours = tmp_path / "ours" / "extra"
    ours.mkdir(parents=True)
    settings.STATICFILES_DIRS = [ours.parent]
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    root = tmp_path / "static"
    (ours / "one.css").write_text("a{}")
    collect_static(root)
    before = {path.name for path in root.glob("extra/*.css")}
    modified = (ours / "one.css").stat().st_mtime
    (ours / "one.css").write_text("b{}")
    os.utime(ours / "one.css", (modified, modified))  # as long and as old as before
    collect_static(root)
    after = {path.name for path in root.glob("extra/*.css")}
    finders.get_finder.cache_clear()
    assert len(before) == len(after) == 1
    assert before != after


def test_what_an_interrupted_start_left_behind_is_cleared_away(root):
    for name in ("static.new", "static.old"):
        (root.parent / name).mkdir()
        (root.parent / name / "half").write_text("x")
    (root / "made-from").unlink()
    collect_static(root)
    assert [path.name for path in root.parent.iterdir()] == ["static"]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    root = tmp_path / "static"
    root.mkdir()
    (root / "photo.jpg").write_bytes(b"hers")
    with pytest.raises(CannotServe, match="not Carrywell's"):
        collect_static(root)
    assert files(root) == {"photo.jpg": b"hers"}
