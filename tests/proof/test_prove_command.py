"""`carrywell prove`: table, JSON, exit codes; and nothing else needs the solver."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from carrywell.cli import main
from carrywell.guideline.folder import CONTENT_FOLDER
from carrywell.proof.properties import PROPERTIES


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["prove", *arguments])


def test_properties_are_named_with_what_they_say() -> None:
    done = run("--list")
    assert done.exit_code == 0
    for one in PROPERTIES:
        assert one.name in done.output
        assert one.says in done.output


def test_a_table_says_what_holds() -> None:
    done = run("weeks_leave_no_crack", "who_danger_signs_at_least_urgent")
    assert done.exit_code == 0
    assert "2 of 2 hold for every possible set of answers" in done.output


def test_json_has_one_object_a_property() -> None:
    done = run("--json", "weeks_leave_no_crack")
    (line,) = done.output.splitlines()
    told = json.loads(line)
    assert told["property"] == "weeks_leave_no_crack"
    assert told["holds"] is True
    assert told["witnesses"] == []
    assert told["seconds"] >= 0


def test_an_unknown_property_is_bad_input() -> None:
    done = run("nonsense")
    assert done.exit_code == 2
    assert "nonsense" in done.output
    assert "gate_matrix_kept" in done.output


def test_a_guideline_that_fails_ends_with_1_and_shows_the_answers(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT_FOLDER, folder)
    signs = folder / "signs" / "nerve_and_spine.yaml"
    text = signs.read_text(encoding="utf-8")
    planted = text.replace("when: leg_numbness\n", "when: leg_numbness AND back_pain\n")
    assert planted != text
    signs.write_text(planted, encoding="utf-8")
    done = run("--guideline", str(folder), "cauda_equina_ireland_emergency")
    assert done.exit_code == 1
    assert "lost_feeling_in_the_legs is less than emergency" in done.output
    assert "lost feeling in the legs" in done.output


def test_without_the_solver_it_says_how_to_get_it_and_the_rest_works() -> None:
    code = (
        "import sys; sys.modules['z3'] = None\n"
        "from carrywell import load_guideline\n"
        "load_guideline().assess({'pregnant': True})\n"
        "from carrywell.cli import main\n"
        "main(['prove'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'carrywell[proof]'" in done.stderr
