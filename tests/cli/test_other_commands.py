"""`explain`, `guideline`, `tens` and `cases`."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from carrywell import Guideline
from carrywell.cli import main
from carrywell.guideline.folder import CONTENT_FOLDER

CASE = {
    "id": "a1",
    "text": "31 weeks, tightenings and a leak",
    "facts": {"pregnant": True, "gestation_weeks": 31, "contractions": True, "fluid_leak": True},
    "gold_urgency": "urgent",
    "gold_causes": ["preterm_labour"],
    "notes": "",
}
TREATMENT = {
    "id": "b1",
    "facts": {"pregnant": True, "gestation_weeks": 30, "medical_history": ["pacemaker"]},
    "treatment": "tens",
    "gold": "not_allowed",
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("name", ["saddle_numbness", "pelvic_girdle_pain", "tens", "cat_arch"])
def test_explain_tells_all_kinds_with_their_sources(name: str) -> None:
    done = run("explain", name)
    assert done.exit_code == 0
    assert name in done.output
    assert "Sources:" in done.output


def test_explain_suggests_the_nearest_name() -> None:
    done = run("explain", "saddle_numness")
    assert done.exit_code == 2
    assert "saddle_numbness" in done.output


def test_the_book_holds_every_rule_in_both_forms(guideline: Guideline, tmp_path: Path) -> None:
    markdown = run("guideline", "book").output
    page = tmp_path / "book.html"
    assert run("guideline", "book", "--html", "--to", str(page)).exit_code == 0
    html = page.read_text(encoding="utf-8")
    content = guideline.content
    for part in (
        content.signs,
        content.causes,
        content.treatments,
        content.exercises,
        content.gates,
        content.sources,
    ):
        for one in part:
            assert f"`{one.id}`" in markdown
            assert f"<code>{one.id}</code>" in html
    assert "signed off by a clinician" in markdown
    hidden = sum(bool(sign.stands_beside) for sign in content.signs)
    assert markdown.count("Never decides alone: whenever it is there") == hidden > 0


def test_guideline_check_accepts_ours_and_refuses_a_broken_one(tmp_path: Path) -> None:
    assert run("guideline", "check", "--no-proofs").exit_code == 0
    folder = Path(shutil.copytree(CONTENT_FOLDER, tmp_path / "content"))
    (folder / "signs" / "movements.yaml").write_text("- id: x\n  sorces: []\n")
    done = run("guideline", "check", str(folder))
    assert done.exit_code == 2
    assert "movements.yaml:1" in done.output


def test_tens_warns_above_the_limit_and_refuses_nonsense() -> None:
    assert "within" in run("tens", "--current", "30").output
    assert "ABOVE" in run("tens", "--current", "100", "--pulse-width", "300").output
    done = run("tens", "--current", "9999", "--pad-area", "-1")
    assert done.exit_code == 2
    assert "current_ma" in done.output
    assert "pad_area_cm2" in done.output


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in (CASE, TREATMENT)) + "\n\n")
    return path


def test_cases_as_json_carry_the_contract(case_file: Path) -> None:
    lines = run("cases", str(case_file), "--json").output.splitlines()
    triage, treatment = (json.loads(line) for line in lines if line.startswith("{"))
    assert {"id", "gold", "advised", "floor", "ceiling", "signs", "causes"} <= set(triage)
    assert triage["advised"] == "urgent"
    assert triage["causes"][0] in ("preterm_labour", "pprom")
    assert {"treatment", "gold", "status"} <= set(treatment)
    assert treatment["status"] == "not_allowed"


def test_cases_as_a_table_show_the_confusion_and_the_scores(case_file: Path) -> None:
    shown = run("cases", str(case_file)).output
    assert "under-triage: 0" in shown
    assert "too permissive: 0" in shown


def test_a_word_the_mapping_does_not_know_is_reported_and_not_dropped(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    odd = {
        **CASE,
        "facts": {**CASE["facts"], "aura": "purple", "pain_location": ["elbow", "lower_back"]},
    }
    path.write_text(json.dumps(odd))
    shown = run("cases", str(path)).output
    assert "aura='purple'" in shown
    assert "pain_location='elbow'" in shown
    assert "1 cases" in shown


def test_a_case_that_contradicts_itself_is_reported_and_not_scored(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({**CASE, "facts": {"pregnant": False, "gestation_weeks": 30}}))
    shown = run("cases", str(path)).output
    assert "not run: a1" in shown


@pytest.mark.parametrize("line", ["{", '{"id": 1}', '{"id": "x", "facts": {}, "colour": 1}'])
def test_a_line_that_cannot_be_read_names_file_and_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(CASE) + "\n" + line + "\n")
    done = run("cases", str(path))
    assert done.exit_code == 2
    assert "bad.jsonl:2" in done.output


def test_unmentioned_unknown_lets_the_ceiling_count(case_file: Path) -> None:
    lines = run("cases", str(case_file), "--json", "--unmentioned", "unknown").output.splitlines()
    triage = json.loads(next(line for line in lines if line.startswith("{")))
    assert triage["ceiling"] == "emergency"
