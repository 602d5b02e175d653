"""Faults planted at random places are caught; `benchmarks/mutations.py` plants many more."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANY_KINDS = 30


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "benchmarks/mutations.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_sample_of_planted_faults_is_caught() -> None:
    done = run("--only", "urgency", "--at-least", "100")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"4 of 4 planted faults are caught", done.stdout)


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
    survivors = page.partition("Survivors:")[2].count("\n- ")
    assert caught + survivors == planted
