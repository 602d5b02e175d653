"""`carrywell check`, as a person and as a program meets it."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from carrywell import Assessment, json_schema
from carrywell.cli import main

ROOT = Path(__file__).parents[2]
SADDLE = ROOT / "examples" / "saddle-numbness.json"


def check(*arguments: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "carrywell", "check", *arguments],
        input=typed, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_json_from_a_file_and_from_standard_input_are_the_same() -> None:
    from_file = check("--answers", str(SADDLE), "--json")
    from_pipe = check("--answers", "-", "--json", typed=SADDLE.read_text())
    assert from_file.returncode == from_pipe.returncode == 0
    assert from_file.stdout == from_pipe.stdout
    jsonschema.validate(json.loads(from_file.stdout), json_schema())
    assert Assessment.from_json(from_file.stdout).urgency == "emergency"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[1, 2]", "one JSON object"),
        ('"yes"', "one JSON object"),
        ('{"fever": true, "fever": false}', "answered more than once: fever"),
        ('{"fevr": true}', "Did you mean 'fever'"),
        ('{"fever": "yes"}', "true, false or null"),
        ('{"fever_c": 101}', "33 to 43"),
        ('{"fever_c": NaN}', "outside the possible range"),
        ('{"fever_c": {"value": 101, "unit": "°F"}}', "the unit is °C"),
        ('{"pain_location": ["lower_back", "elbow"]}', "not a list of the answers"),
        ('{"any_collapse": false, "seizure": true}', "any_collapse"),
        ('{"pregnant": true, "postpartum": true}', "Correct one of the two"),
        ("\x00", "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_bad_input_ends_with_code_two_a_message_and_nothing_on_standard_output(
    typed: str, words: str
) -> None:
    done = check("--answers", "-", "--json", typed=typed)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert words in done.stderr


def test_every_problem_is_listed_at_once() -> None:
    done = check("--answers", "-", typed='{"fever_c": 99, "pain_score": 11, "nonsense": 1}')
    assert all(name in done.stderr for name in ("fever_c", "pain_score", "nonsense"))


def test_a_file_that_is_not_there_is_bad_input() -> None:
    done = check("--answers", "nowhere.json")
    assert done.returncode == 2
    assert "nowhere.json" in done.stderr


def test_a_country_nobody_knows_is_refused_with_the_known_ones() -> None:
    done = check("--answers", str(SADDLE), "--country", "ZZ")
    assert done.returncode == 2
    assert "GB" in done.stderr


def test_an_emergency_shows_the_ambulance_first_and_no_treatment() -> None:
    shown = check("--answers", str(SADDLE), "--country", "GB").stdout
    assert (
        shown.index("Call an ambulance now") < shown.index("999") < shown.index("maternity unit:")
    )
    assert "Every day" not in shown
    assert "heat pack" not in shown.lower().replace("whether a heat pack", "")


def test_a_plan_shows_every_stop_rule_without_being_asked_for_more() -> None:
    example = ROOT / "examples" / "ordinary-back-pain-24-weeks.json"
    stops = check("--answers", str(example)).stdout.partition("When to stop")[2]
    rules = stops.partition("\n\n")[0].split("- ")[1:]
    assert len(rules) == 5
    assert all(rule.startswith("Stop") for rule in rules)


def test_what_is_good_to_know_waits_until_more_is_asked_for() -> None:
    example = str(ROOT / "examples" / "ordinary-back-pain-24-weeks.json")
    assert "Good to know" not in check("--answers", example).stdout
    long = check("--answers", example, "--all").stdout
    assert "You never need to be sure first." in long.partition("Good to know")[2]


def test_every_answer_carries_the_notice_and_the_guideline_stamp() -> None:
    for example in sorted((ROOT / "examples").glob("*.json")):
        shown = check("--answers", str(example)).stdout
        assert "does not diagnose" in shown
        assert "Guideline 0." in shown


def test_a_fault_of_ours_still_says_whom_to_ring(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from carrywell import api, cli

    def fails(*_: object) -> None:
        raise RuntimeError("a planted fault")

    monkeypatch.setattr(api, "load_guideline", fails)
    monkeypatch.setattr(sys, "argv", ["carrywell", "check", "--answers", str(SADDLE)])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "maternity unit" in told.err
    assert "112 or 911" in told.err


def test_help_lists_every_command_and_imports_none_of_them() -> None:
    shown = CliRunner().invoke(main, ["--help"])
    assert all(name in shown.output for name in ("check", "explain", "guideline", "cases", "tens"))
    code = "import sys, carrywell.cli; print([m for m in ('msgspec', 'rich', 'yaml', 'sqlglot') if m in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "['msgspec']" or loaded.stdout.strip() == "[]"
