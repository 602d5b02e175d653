"""`carrywell prove`: table, JSON, exit codes; and nothing else needs the solver."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from carrywell.cli import main
from carrywell.guideline.folder import CONTENT_FOLDER
from carrywell.proof.claims import World
from carrywell.proof.properties import PROPERTIES

LEGS = "cauda_equina_ireland_emergency"


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
    assert "2 of 2 properties hold for every possible set of answers" in done.output


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


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guideline in which feeling nothing in the legs counts with back pain only."""
    folder = tmp_path_factory.mktemp("broken") / "content"
    shutil.copytree(CONTENT_FOLDER, folder)
    signs = folder / "signs" / "nerve_and_spine.yaml"
    text = signs.read_text(encoding="utf-8")
    planted = text.replace("when: leg_numbness\n", "when: leg_numbness AND back_pain\n")
    assert planted != text
    signs.write_text(planted, encoding="utf-8")
    return folder


def test_a_guideline_that_fails_ends_with_1_and_shows_the_answers(broken: Path) -> None:
    done = run("--guideline", str(broken), LEGS)
    assert done.exit_code == 1
    assert "lost_feeling_in_the_legs is less than emergency" in done.output
    assert "shown by the fewest answers" in done.output
    assert "lost feeling in the legs" in done.output
    assert "0 of 1 properties hold" in done.output


def test_the_case_it_prints_shows_the_fault_when_it_is_pasted(broken: Path) -> None:
    done = run("--guideline", str(broken), LEGS)
    line = next(one for one in done.output.splitlines() if "carrywell check" in one)
    said, _, command = line.strip().partition(" | ")
    answers = shlex.split(said)[1]
    pasted = CliRunner().invoke(main, [*shlex.split(command)[1:], "--json"], input=answers)
    assert pasted.exit_code == 0, pasted.output
    assert json.loads(answers)["leg_numbness"] is True
    assert json.loads(pasted.stdout)["floor"] != "emergency"
    shipped = CliRunner().invoke(main, ["check", "--answers", "-", "--json"], input=answers)
    assert json.loads(shipped.stdout)["floor"] == "emergency"


def test_json_carries_the_answers_and_whether_they_are_the_fewest(broken: Path) -> None:
    done = run("--json", "--guideline", str(broken), LEGS)
    (witness,) = json.loads(done.stdout)["witnesses"]
    assert witness["is_smallest"] is True
    (answers,) = witness["people"]
    assert answers["leg_numbness"] is True


def test_checking_the_guideline_proves_every_property_and_leaves_out_no_claim(
    world: World,
) -> None:
    done = CliRunner().invoke(main, ["guideline", "check"])
    assert done.exit_code == 0, done.output
    assert f"{len(PROPERTIES)} of {len(PROPERTIES)} properties hold" in done.output
    claims = sum(1 for one in PROPERTIES for _ in one.claims(world))
    assert f"({claims} claims, " in done.output


def test_checking_a_guideline_that_breaks_a_property_ends_with_2(broken: Path) -> None:
    done = CliRunner().invoke(main, ["guideline", "check", str(broken)])
    assert done.exit_code == 2
    assert "is sound" in done.output
    assert "lost_feeling_in_the_legs is less than emergency" in done.output
    assert f"carrywell check --answers - --guideline {broken}" in done.output


def test_checking_without_proofs_leaves_them_out(broken: Path) -> None:
    done = CliRunner().invoke(main, ["guideline", "check", "--no-proofs", str(broken)])
    assert done.exit_code == 0
    assert "properties" not in done.output


def test_a_guideline_to_try_needs_answers(broken: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--guideline", str(broken)])
    assert done.exit_code == 2
    assert "--answers" in done.output


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


def test_checking_without_the_solver_says_that_nothing_was_proved() -> None:
    code = (
        "import sys; sys.modules['z3'] = None\n"
        "from carrywell.cli import main\n"
        "main(['guideline', 'check'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "The proofs were not run" in done.stdout
    assert "carrywell[proof]" in done.stdout
