"""What docs/care.md shows is what happens, in the order in which it shows it."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.care_commands import helsinki

PAGE = Path(__file__).parents[2] / "docs" / "care.md"
SESSION = re.compile(r"```sh-session\n\$ (carrywell [^\n]+)\n(.*?)```", re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """An empty folder with the extract, where everything of hers lies, too."""
    shutil.copy(helsinki(), tmp_path / "helsinki.osm.pbf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CARRYWELL_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CARRYWELL_PLACES", raising=False)
    return tmp_path


def test_the_commands_print_what_is_shown(folder: Path) -> None:
    sessions = SESSION.findall(PAGE.read_text(encoding="utf-8"))
    assert len(sessions) >= 3
    for command, shown in sessions:
        printed = subprocess.run(
            [sys.executable, "-m", *command.split()], cwd=folder, capture_output=True, text=True,
            check=True, timeout=120, env={**os.environ, "COLUMNS": "80", "LC_ALL": "C.UTF-8"},
        ).stdout  # fmt: skip
        position = 0
        for line in shown.splitlines():
            if line.strip() == "...":
                continue
            found = printed.find(line.strip(), position)
            assert found >= 0, f"{line!r} is not in the output of {command}, or not in this order"
            position = found
    assert (folder / "data" / "places.sqlite3").is_file()


def test_the_python_runs(folder: Path) -> None:
    failed, tried = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert tried >= 10
    assert failed == 0
