"""Nothing of the evidence is missing: every row is encoded, or left out with a reason."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from carrywell import Guideline

PARTS = (
    "warning_signs",
    "causes",
    "gates",
    "treatments",
    "exercises",
    "lifestyle",
    "conflicts",
    "numbers",
    "measures",
)
SHARED = Path(__file__).parents[3] / "shared"
EVIDENCE = SHARED / "evidence"
with_evidence = pytest.mark.skipif(
    not EVIDENCE.is_dir(), reason="the evidence is kept beside the repository and is not here"
)


def _ids(part: Any) -> Iterator[str]:
    """Every `id` inside a part of the content, and every name that stands for a mapping."""
    if isinstance(part, dict):
        if "id" in part:
            yield str(part["id"])
        for name, value in part.items():
            if isinstance(value, dict):
                yield name
            yield from _ids(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _ids(value)


@pytest.fixture(scope="module")
def known(guideline: Guideline) -> dict[str, set[str]]:
    content = guideline.content
    return {
        "sign": set(content.sign),
        "cause": set(content.cause),
        "treatment": set(content.treatment),
        "exercise": set(content.exercise),
        "gate": {one.id for one in content.gates},
        "advice": {one.id for one in content.advice},
        "conflict": {one.id for one in content.conflicts},
        "number": {one.id for one in content.emergency_numbers},
        "measure": set(_ids(msgspec.to_builtins(content.measures))),
        "finding": set(content.finding),
    }


def test_the_list_has_every_part(guideline: Guideline) -> None:
    assert tuple(guideline.content.evidence) == PARTS


@pytest.mark.parametrize("part", PARTS)
def test_every_row_is_encoded_or_left_out_with_a_reason(
    guideline: Guideline, known: dict[str, set[str]], part: str
) -> None:
    rows = guideline.content.evidence[part]
    assert rows
    for row, fate in rows.items():
        assert set(fate) <= {"encoded_as", "left_out", "name", "note"}, row
        assert fate.get("encoded_as") or len(fate.get("left_out") or "") > 20, row
        for reference in fate.get("encoded_as", ()):
            kind, _, name = reference.partition(":")
            assert name in known[kind], f"{part}.{row}: nothing is called {reference}"


def test_every_sign_is_behind_a_row_or_named_as_extra(guideline: Guideline) -> None:
    rows = guideline.content.evidence["warning_signs"]
    encoded = {one for fate in rows.values() for one in fate.get("encoded_as", ())}
    beyond = {one.id for one in guideline.content.signs if f"sign:{one.id}" not in encoded}
    noted = {one.id for one in guideline.content.signs if one.note or not one.source_checked}
    assert beyond <= noted, "a sign that is no row of the evidence says why it is there"
    assert {"bp_low", "bp_low_ill", "spinal_haematoma_again"} <= beyond


def test_a_sign_names_only_rows_that_exist(guideline: Guideline) -> None:
    rows = set(guideline.content.evidence["warning_signs"])
    for sign in guideline.content.signs:
        assert set(sign.evidence) <= rows, sign.id


def _first_cells(file: str, pattern: str) -> list[str]:
    """The first cell of every table row of a file whose first cell looks like `pattern`."""
    rows = (EVIDENCE / file).read_text(encoding="utf-8").splitlines()
    cells = [row.split("|")[1].strip() for row in rows if row.startswith("|")]
    return [cell for cell in cells if re.fullmatch(pattern, cell) and cell != "id"]


def _section(file: str, heading: str) -> str:
    text = (EVIDENCE / file).read_text(encoding="utf-8")
    return text.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]


@with_evidence
def test_every_warning_sign_of_the_evidence_is_listed(guideline: Guideline) -> None:
    rows = _first_cells("warning_signs.md", r"[a-z][a-z0-9_]+")
    assert len(rows) >= 119
    listed = set(guideline.content.evidence["warning_signs"])
    assert set(rows) - listed == set()
    assert listed - set(rows) == {"tell_every_user"}, "section 11 has no id of its own"


@with_evidence
def test_every_exercise_of_the_evidence_is_listed(guideline: Guideline) -> None:
    rows = set(_first_cells("treatments.md", r"[a-z]+[0-9]*_[a-z0-9]+"))
    exercises = set(
        re.findall(r"^\| ([a-z0-9_]+) \|", _section("treatments.md", "7."), re.MULTILINE)
    )
    exercises.discard("id")
    assert len(exercises) >= 20
    assert exercises == set(guideline.content.evidence["exercises"])
    assert exercises & rows


@with_evidence
def test_every_row_of_the_gate_matrix_is_listed(guideline: Guideline) -> None:
    rows = [row for row in _section("treatments.md", "0.").splitlines() if row.startswith("|")]
    assert len(rows) - 2 == len(guideline.content.evidence["gates"]), "without head and rule"


@with_evidence
def test_every_lifestyle_rule_and_section_is_listed(guideline: Guideline) -> None:
    rows = [row for row in _section("treatments.md", "10.").splitlines() if row.startswith("|")]
    assert len(rows) - 2 == len(guideline.content.evidence["lifestyle"])
    text = (EVIDENCE / "treatments.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (\d+)\.", text, re.MULTILINE)
    assert len(sections) - 1 == len(guideline.content.evidence["treatments"])


@with_evidence
def test_every_conflict_of_the_evidence_is_listed(guideline: Guideline) -> None:
    rows = _first_cells("conflicts.md", r"x\d\d_\w+")
    assert len(rows) >= 40
    assert set(rows) == set(guideline.content.evidence["conflicts"])


@with_evidence
def test_every_country_of_the_evidence_is_listed(guideline: Guideline) -> None:
    countries = _first_cells("numbers.md", r"[A-Z]{2}")
    assert len(countries) >= 60
    listed = set(guideline.content.evidence["numbers"])
    assert set(countries) - listed == set()
    assert listed - set(countries) == {"unknown"}


@with_evidence
def test_every_section_on_causes_is_listed(guideline: Guideline) -> None:
    text = (EVIDENCE / "causes.md").read_text(encoding="utf-8")
    sections = {int(one) for one in re.findall(r"^## (\d+)\.", text, re.MULTILINE)} - {0, 21}
    listed = {int(row.removeprefix("cause_")) for row in guideline.content.evidence["causes"]}
    assert listed == sections


@with_evidence
def test_emergency_numbers_are_those_of_the_evidence(guideline: Guideline) -> None:
    numbers = {one.id: one for one in guideline.content.emergency_numbers}
    lines = (EVIDENCE / "numbers.md").read_text(encoding="utf-8").splitlines()
    for line in lines:
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 and re.fullmatch(r"[A-Z]{2}", cells[1]):
            ambulance = numbers[cells[1]].ambulance
            assert ambulance, cells[1]
            assert re.search(rf"\b{re.escape(ambulance)}\b", cells[3]), line


VOCABULARY = SHARED / "vignettes" / "vocabulary.md"


@pytest.mark.skipif(
    not VOCABULARY.is_file(), reason="the cases are kept beside the repository and are not here"
)
def test_every_key_and_value_of_the_cases_has_a_mapping(guideline: Guideline) -> None:
    facts = guideline.content.vocabulary["facts"]
    text = VOCABULARY.read_text(encoding="utf-8")
    table = text.split("## Keys of `facts`", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `(\w+)` \| ([\w ]+) \| ([^|]*) \|", table, re.MULTILINE)
    assert len(rows) > 100
    for key, kind, allowed in rows:
        assert key in facts, key
        rule = facts[key]
        if kind in ("string", "list of strings") and "each" in rule:
            words = {str(one) for one in rule["each"]}
            assert {one.strip() for one in allowed.split(",")} <= words, key
        if kind in ("string", "list of strings") and "values" in rule:
            words = {str(one) for one in rule["values"]}
            assert {one.strip() for one in allowed.split(",")} <= words, key
        if kind in ("string", "list of strings") and set(rule) & {"finding"}:
            finding = guideline.content.finding[rule["finding"]]
            ids = {option.id for option in finding.options}
            if "values" not in rule:
                assert {one.strip() for one in allowed.split(",")} <= ids, key
    labels = re.findall(
        r"`(\w+)`", text.split("## `gold_causes` labels", 1)[1].split("\n## ", 1)[0]
    )
    assert set(labels) <= set(guideline.content.vocabulary["causes"])
    treatments = text.split("## `treatment` labels", 1)[1].split("\n## ", 1)[0]
    labels = re.findall(r"`(\w+)`", treatments)
    assert set(labels) <= set(guideline.content.vocabulary["treatments"])
