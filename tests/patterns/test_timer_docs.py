"""What the page about the timer says is what the code does; and the measurement runs."""

import sys
from pathlib import Path

import pytest

from carrywell import Guideline
from carrywell.patterns.regular_starts import RULE, SLOWEST_SECONDS
from carrywell.patterns.spasm_counts import MANY_IN_20_MINUTES, MANY_IN_AN_HOUR, TOO_MANY
from carrywell.patterns.spasm_starts import (
    DOUBLE_TAP_SECONDS,
    OVER_LONG_SECONDS,
    STILL_COUNTS_SECONDS,
)

ROOT = Path(__file__).parent.parent.parent
MEASUREMENT = ROOT / "benchmarks" / "timer"


@pytest.fixture
def page() -> str:
    return " ".join((ROOT / "docs" / "timer.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    ("value", "is_said"),
    [
        (DOUBLE_TAP_SECONDS, (20, "two starts less than 20 seconds apart are one")),
        (OVER_LONG_SECONDS, (180, "a spasm of more than three minutes may be a forgotten stop")),
        (STILL_COUNTS_SECONDS, (7200, "without a gap of more than two hours")),
        (SLOWEST_SECONDS, (1200, "20 minutes at most")),
        (RULE.near, (0.25, "within a quarter of the middle one")),
        (RULE.starts, (4, "four starts in a rhythm")),
        (MANY_IN_AN_HOUR, (6, "six starts in an hour")),
        (MANY_IN_20_MINUTES, (4, "four in 20 minutes")),
        (TOO_MANY, (6, "six starts in ten minutes")),
    ],
)
def test_the_page_says_what_the_constants_are(
    page: str, value: float, is_said: tuple[float, str]
) -> None:
    assert value == is_said[0]
    assert is_said[1] in page


def test_the_page_marks_the_rule_in_use_among_the_choices(page: str) -> None:
    assert f"| any four **(chosen)** | {RULE.near:.2f} |" in page


def test_the_counts_are_those_of_the_guideline(guideline: Guideline) -> None:
    condition = guideline.content.sign["contractions_preterm"].when
    assert f"contractions_per_hour >= {MANY_IN_AN_HOUR}" in condition
    assert f"contractions_in_20_minutes >= {MANY_IN_20_MINUTES}" in condition
    assert "contraction_interval_minutes <= 10" in condition
    assert "contraction_interval_minutes <= 2" in (
        guideline.content.sign["contractions_too_close"].when
    )


def test_the_measurement_runs_and_repeats_itself(
    guideline: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(MEASUREMENT))
    before = set(sys.modules)
    from scenes import LABOUR
    from scores import by_the_guideline, score

    alarms = by_the_guideline(guideline)
    every_five = score(LABOUR[0], 5, "a seed", alarms)
    assert every_five.share == 1.0
    assert every_five == score(LABOUR[0], 5, "a seed", alarms)
    assert every_five != score(LABOUR[0], 5, "another", alarms)
    for name in set(sys.modules) - before:
        if name in {"scenes", "scores", "processes"}:
            del sys.modules[name]
