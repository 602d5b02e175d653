"""The women these tests are about, and how their answers are put together."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from carrywell import Guideline
from carrywell.guideline.facts import harmless_value
from carrywell.guideline.model import Finding

Answers = dict[str, Any]
HERE = Path(__file__).parent


def weeks(written: object) -> object:
    """'36+6' is 36 weeks and 6 days; anything else stays as it is."""
    if isinstance(written, str) and "+" in written:
        whole, days = written.split("+")
        return int(whole) + int(days) / 7
    return written


def read_table(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def calm_answer(finding: Finding) -> object:
    value = harmless_value(finding)
    return sorted(value) if isinstance(value, frozenset) else value


@pytest.fixture(scope="session")
def ana(guideline: Guideline) -> Callable[..., Answers]:
    """Ana: 30 weeks, everything asked and answered, every answer harmless, no back pain today.

    `ana(when)` is Ana with these other answers. Readings nobody took are left out. Her umbrella
    items are left out too: each follows from what it covers.
    """
    content = guideline.content
    calm: Answers = {}
    for finding in content.findings:
        if finding.derived or finding.default is not None or finding.covers or finding.implies:
            continue
        value = calm_answer(finding)
        if value is not None and finding.id not in ("postpartum", "pregnancy_test"):
            calm[finding.id] = value
    calm |= {"bp_measured": False, "fever_measured": False, "pregnant": True, "gestation_weeks": 30}

    def with_answers(when: Mapping[str, Any] | None = None) -> Answers:
        changed = {name: weeks(value) for name, value in (when or {}).items()}
        answers = dict(calm)
        if changed.get("pregnant") is not True and "pregnant" in changed:
            for name in ("gestation_weeks", "fetal_movement", "frantic_movement"):
                answers.pop(name)
        if "gestation_estimate" in changed:
            answers.pop("gestation_weeks", None)
        if changed.get("postpartum"):
            changed.setdefault("pregnant", False)
            for name in ("gestation_weeks", "fetal_movement", "frantic_movement"):
                answers.pop(name, None)
        for name in changed:
            for implied in content.finding[name].implies:
                answers.pop(implied, None)
        return answers | changed

    return with_answers


@pytest.fixture(scope="session")
def well(ana: Callable[..., Answers]) -> Callable[..., Answers]:
    """Ana with an ordinary ache: back pain of 3, the first steps tried, TENS and acupuncture agreed."""

    def with_answers(when: Mapping[str, Any] | None = None) -> Answers:
        ordinary = {
            "back_pain": True,
            "pain_score": 3,
            "pain_location": ["lower_back"],
            "first_line_tried": True,
            "tens_agreed": True,
            "acupuncture_agreed": True,
        }
        return ana(ordinary | dict(when or {}))

    return with_answers


@pytest.fixture(scope="session")
def woman(guideline: Guideline) -> Callable[..., Answers]:
    """`woman(draw)`: the whole truth about a random woman, without contradictions.

    `bad` is how often a finding is not harmless. Umbrella items follow from what they cover.
    """
    content = guideline.content

    def value_of(finding: Finding, draw: random.Random, bad: float) -> object:
        calm = calm_answer(finding)
        if draw.random() >= bad and calm is not None:
            return calm
        match finding.type:
            case "yes_no":
                return not calm
            case "choice":
                return draw.choice([option.id for option in finding.options])
            case "choices":
                ids = [option.id for option in finding.options]
                return sorted(draw.sample(ids, draw.randint(1, 3)))
            case "number":
                low, high = finding.min or 0, finding.max or 0
                return draw.randint(int(low), int(high))

    def pregnancy(draw: random.Random) -> Answers:
        kind = draw.random()
        if kind < 0.9:
            return {"pregnant": True, "gestation_weeks": draw.randint(4 * 7, 42 * 7) / 7}
        if kind < 0.95:
            return {"pregnant": False, "postpartum": True, "postpartum_days": draw.randint(0, 42)}
        test = draw.choice(["not_done", "negative"])
        return {"pregnant": False, "postpartum": False, "pregnancy_test": test}

    def whole_truth(draw: random.Random, bad: float | None = None) -> Answers:
        rate = draw.choice([0.0, 0.01, 0.03, 0.1]) if bad is None else bad
        truth = pregnancy(draw)
        for finding in content.findings:
            skip = finding.derived or finding.default is not None or finding.covers
            if not skip and finding.id not in (*truth, *_PREGNANCY):
                truth[finding.id] = value_of(finding, draw, rate)
        truth["back_pain"] = draw.random() < 0.9
        truth["bp_measured"] = draw.random() < 0.3
        _make_consistent(truth)
        for finding in content.findings:
            if finding.covers:
                truth[finding.id] = any(
                    one in truth and truth[one] != calm_answer(content.finding[one])
                    for one in finding.covers
                )
        return truth

    return whole_truth


_PREGNANCY = (
    "pregnant",
    "gestation_weeks",
    "gestation_estimate",
    "postpartum",
    "postpartum_days",
    "pregnancy_test",
)

_BEHIND = {
    "contractions": (
        "contractions_regular",
        "contractions_painful",
        "contractions_increasing",
        "contractions_per_hour",
        "contractions_in_20_minutes",
        "contraction_interval_minutes",
        "contraction_duration_seconds",
    ),
    "bp_measured": ("bp_systolic", "bp_diastolic", "bp_second_reading_severe"),
    "fever_measured": ("fever_c",),
    "oxygen_measured": ("oxygen_saturation",),
    "pulse_measured": ("heart_rate",),
    "violence": ("violence_high_risk",),
    "self_harm_thoughts": ("self_harm_plan",),
    "using_plan": ("pain_worse_on_plan", "not_better_6wk", "plan_tried_days"),
    "swelling": ("foot_numbness_with_swelling",),
    "prior_miscarriage": ("prior_pregnancy_loss_count",),
    "pregnant": ("fetal_movement", "frantic_movement"),
}
"""What is asked only behind a yes."""


def _make_consistent(truth: Answers) -> None:
    """A truth in which nothing contradicts anything else."""
    if not (truth["fever"] or truth["unwell"]):
        truth["fever_measured"] = False
    if truth.get("gestation_weeks", 40) >= 14:
        truth["pregnancy_seen_on_scan"] = True
    if truth["trauma"] == "none":
        truth["trauma_abdominal"] = False
    if truth["twins"]:
        truth["higher_order_multiple"] = False
    truth["bp_diastolic"] = min(truth["bp_diastolic"], truth["bp_systolic"] - 10)
    truth["bp_diastolic"] = max(truth["bp_diastolic"], 20)
    severe = truth["bp_systolic"] >= 160 or truth["bp_diastolic"] >= 110
    truth["bp_second_reading_severe"] = truth["bp_second_reading_severe"] and severe
    for guard, details in _BEHIND.items():
        if not truth[guard]:
            for name in details:
                truth.pop(name, None)
