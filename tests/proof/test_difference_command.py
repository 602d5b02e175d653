"""`carrywell guideline diff`: what it prints, its JSON, its exit codes, and cases."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from carrywell.api import load_guideline
from carrywell.cli import main
from carrywell.cli.guideline_diff import told as told_lines
from carrywell.guideline.folder import CONTENT_FOLDER
from carrywell.proof.difference import difference


@pytest.fixture(scope="module")
def milder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content in which lost feeling in the legs counts with back pain only."""
    folder = tmp_path_factory.mktemp("milder") / "content"
    shutil.copytree(CONTENT_FOLDER, folder)
    signs = folder / "signs" / "nerve_and_spine.yaml"
    text = signs.read_text(encoding="utf-8")
    planted = text.replace("when: leg_numbness\n", "when: leg_numbness AND back_pain\n")
    assert planted != text
    signs.write_text(planted, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(milder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command prints as JSON, with two cases of our own: finding it takes seconds."""

    def case(name: str, **facts: object) -> str:
        return json.dumps({"id": name, "facts": {"pregnant": True, "gestation_weeks": 30, **facts}})

    cases = tmp_path_factory.mktemp("cases") / "cases.jsonl"
    cases.write_text(f"{case('legs', leg_numbness=True)}\n{case('calm')}\n", encoding="utf-8")
    done = compared("--json", "--cases", cases, milder)
    assert done.exit_code == 1
    return dict(json.loads(done.output))


def compared(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["guideline", "diff", *map(str, arguments)])


def test_two_folders_alike_change_nobody() -> None:
    done = compared(CONTENT_FOLDER, CONTENT_FOLDER)
    assert done.exit_code == 0, done.output
    assert done.output == "Nobody is answered otherwise.\n"


def test_what_could_not_be_shown_is_never_called_nothing() -> None:
    alike = load_guideline()
    found = difference(alike, alike)
    *_, last = told_lines(msgspec.structs.replace(found, unshown=("advice: keep_moving",)))
    assert "somebody may be" in last
    assert "Nobody is answered otherwise." not in last


def test_what_is_less_urgent_comes_first_and_a_summary_last(milder: Path) -> None:
    done = compared(CONTENT_FOLDER, milder)
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert lines[0] == "LESS urgent:"
    assert "  emergency becomes routine" in lines
    place = lines.index("  emergency becomes routine")
    assert lines[place + 1] == (
        "    smallest example: lost feeling in the legs; everything else ruled out"
    )
    assert lines.index("Treatments allowed MORE:") > place
    assert "More urgent:" not in lines
    assert lines[-1].startswith("Somebody is answered otherwise. Kinds of change: 5 LESS urgent")
    assert "  signs: loss_feeling_legs" in lines[lines.index("Changed:") :]
    cases = lines.index("Cases that come out otherwise:")
    assert lines[cases + 1].startswith("  loss_feeling_legs: leg_numbness=True: emergency")


def test_json_has_one_object_with_examples_to_try(told: dict[str, Any]) -> None:
    assert set(told) == {"records", "kinds", "same", "unshown", "cases"}
    assert set(told["records"]) == {"added", "removed", "changed", "words", "sources", "always"}
    assert told["records"]["changed"] == ["signs: loss_feeling_legs"]
    (kind,) = [
        one for one in told["kinds"] if (one["before"], one["after"]) == ("routine", "emergency")
    ]
    assert kind["what"] == "urgency"
    example = kind["example"]
    assert set(example) == {"told", "rest", "words", "is_smallest", "answers"}
    assert example["told"] == {"leg_numbness": True}
    assert example["answers"]["leg_numbness"] is True
    assert len(example["answers"]) > 100


def test_given_cases_are_told_instead_of_the_projects_own(told: dict[str, Any]) -> None:
    assert [one["id"] for one in told["cases"]] == ["legs"]
    assert told["cases"][0]["before"].startswith("routine")
    assert told["cases"][0]["after"].startswith("emergency")


def test_bad_input_ends_with_2(milder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text("no json\n", encoding="utf-8")
    assert compared("--cases", cases, milder).exit_code == 2
    unsound = tmp_path / "content"
    shutil.copytree(CONTENT_FOLDER, unsound)
    (unsound / "edition.yaml").write_text("nonsense: true\n", encoding="utf-8")
    assert compared(unsound).exit_code == 2
    assert compared(tmp_path / "nowhere").exit_code == 2


def test_without_the_solver_it_says_how_to_get_it() -> None:
    code = (
        "import sys; sys.modules['z3'] = None\n"
        "from carrywell.cli import main\n"
        f"main(['guideline', 'diff', {str(CONTENT_FOLDER)!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'carrywell[proof]'" in done.stderr
