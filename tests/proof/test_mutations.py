"""Faults planted on purpose are caught; `benchmarks/mutations.py` plants many more."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANY_KINDS = 30

SAMPLE = (
    "NOT dropped @ sign:bleed_unconfirmed",
    "yes_no negated @ sign:saddle_numbness",
    "limit taken in or left out (< for <=) @ sign:bp_high",
    "comparison turned (< for >) @ sign:oxygen_low",
    "comparison made equal @ sign:fever_375",
    "threshold + 1 @ sign:bp_severe",
    "threshold - 1 @ gate:earlier_preterm_birth_or_losses",
    "threshold + 0.1 @ treatment:heat:not_when:2",
    "threshold - 0.1 @ sign:temp_low",
    "threshold at the end of the range @ sign:pulse_extreme",
    "weeks + 1 @ derived:from_28_weeks",
    "weeks - 1 @ derived:from_37_weeks",
    "AND made OR @ sign:c_concealed",
    "OR made AND @ sign:breathless",
    "part of an AND dropped @ sign:scar_pain",
    "part of an OR dropped @ derived:any_nerve_sign",
    "option swapped @ sign:movements_none",
    "option dropped from a list @ sign:trauma_major",
    "ticked option swapped @ derived:abdominal_pain",
    "count + 1 @ sign:c_preterm",
    "count - 1 @ sign:c_preterm",
    "counted item dropped @ sign:c_preterm",
    "finding swapped with its neighbour @ sign:bladder_loss_new",
    "sign never true @ sign:bleed_pad_per_hour",
    "urgency two lower @ signs: womb_hard",
    "urgency one higher @ signs: one_leg_sciatica",
    "if_unsure lowered @ signs: praevia_pain_only",
    "sign deleted @ signs: saddle_numbness",
    "gate's refusal made 'ask first' @ gates: bleeding",
    "gate's cell made 'allowed' @ gates: pacemaker",
    "gate dropped from a treatment @ treatments: tens",
    "treatment under another column @ treatments: acupuncture",
    "refusal moved to 'ask first' @ treatments: water_exercise",
    "refusal dropped @ treatment:tens:not_when:1",
    "'ask first' dropped @ treatment:acupuncture:ask_first_when:1",
    "offered beside a soon sign @ treatments: tens",
    "'never' made part of the plan @ treatments: hot_tub_sauna",
    "caution of an exercise dropped @ exercise:bridge:0",
    "harmless side inverted @ findings: any_chest_or_breath",
    "value when not asked changed @ findings: fever_measured",
    "question's condition dropped @ findings: bp_systolic",
    "umbrella item loses a detail @ findings: any_nerve_loss",
    "implication dropped @ findings: postpartum_days",
    "setting's value changed @ findings: qualified_practitioner",
    "derived finding never true @ derived:preterm_window",
    "contradiction dropped @ contradictions: not_pregnant_with_weeks",
    "scope turned @ scopes: after_birth",
    "cause's points turned @ causes: pelvic_girdle_pain",
    "stop question's answer lost @ stop_questions: chest_pain",
)
"""One mistake of each kind, as somebody could make it in an evening's work on the guideline."""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "benchmarks/mutations.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_mistake_of_every_kind_is_caught() -> None:
    assert len({one.partition(" @ ")[0] for one in SAMPLE}) == len(SAMPLE) >= MANY_KINDS
    done = run("--at-least", "100", *(word for one in SAMPLE for word in ("--fault", one)))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(SAMPLE)} of {len(SAMPLE)} planted faults are caught" in done.stdout


@pytest.mark.slow
def test_a_fault_that_has_no_place_is_refused() -> None:
    done = run("--fault", "sign deleted @ signs: hiccups")
    assert done.returncode == 2
    assert "hiccups" in done.stderr


@pytest.mark.slow
def test_too_few_caught_ends_with_1() -> None:
    done = run("--only", "sign deleted", "--at-least", "101")
    assert done.returncode == 1
    assert "| sign deleted |" in done.stdout


def test_the_page_names_every_kind_and_every_survivor() -> None:
    page = (ROOT / "docs" / "mutations.md").read_text(encoding="utf-8")
    kinds = re.findall(r"^\| (?!kind).*\| \d+ \|$", page, re.MULTILINE)
    assert len(kinds) >= MANY_KINDS
    caught, planted = map(int, re.findall(r"(\d+) of (\d+) planted", page)[0])
    survivors, _, same = page.partition("Survivors:")[2].partition("Proved to change")
    assert caught + survivors.count("\n- ") == planted
    assert int(re.findall(r"(\d+) more are proved", page)[0]) == same.count("\n- ")
