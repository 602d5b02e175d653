"""Those whom the benchmark compares decide the same, or their speed would say nothing."""

import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

FOLDER = Path(__file__).parent.parent.parent / "benchmarks"
sys.path[:0] = [str(FOLDER / "cohort"), str(FOLDER)]

from contenders import by_cql  # noqa: E402
from people import settled  # noqa: E402
from twenty import twenty  # noqa: E402

from carrywell.api import load_guideline  # noqa: E402
from carrywell.cohort.door import given  # noqa: E402
from carrywell.cohort.program import program_of  # noqa: E402
from carrywell.cohort.screen import screened  # noqa: E402
from carrywell.cohort.synthetic import made_up  # noqa: E402
from carrywell.guideline.compiled import TRUE, UNDECIDED, Compiled  # noqa: E402

PEOPLE = 200
Outcome = tuple[set[str], set[str]]


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return load_guideline().compiled


@pytest.fixture(scope="module")
def frame(compiled: Compiled) -> pl.DataFrame:
    return next(made_up(program_of(compiled), PEOPLE, seed=3))


@pytest.fixture(scope="module")
def facts(compiled: Compiled, frame: pl.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    found = settled(compiled, frame)
    assert PEOPLE * 0.9 < len(found) <= PEOPLE
    return found


@pytest.fixture(scope="module")
def signs(compiled: Compiled, facts: list[tuple[int, dict[str, Any]]]) -> list[Outcome]:
    """By compiled Python: the signs that hold, and those that are open."""
    ids = [one.id for one in compiled.content.signs]
    found = []
    for _, one in facts:
        codes = dict(zip(ids, compiled.signs(one), strict=True))
        holds = {name for name in ids if codes[name] == TRUE}
        found.append((holds, {name for name in ids if codes[name] == UNDECIDED}))
    assert any(holds for holds, _ in found)
    assert any(open_ for _, open_ in found)
    return found


def test_polars(
    compiled: Compiled,
    frame: pl.DataFrame,
    facts: list[tuple[int, dict[str, Any]]],
    signs: list[Outcome],
) -> None:
    program = program_of(compiled)
    rows = screened(program, given(frame, program)).to_dicts()
    for (place, _), (holds, open_) in zip(facts, signs, strict=True):
        told = {name[6:]: value for name, value in rows[place].items() if name[:6] == "signs."}
        assert {name for name, value in told.items() if value} == holds
        assert {name for name, value in told.items() if value is None} == open_


def test_twenty_by_hand(
    frame: pl.DataFrame, facts: list[tuple[int, dict[str, Any]]], signs: list[Outcome]
) -> None:
    found = twenty(frame)
    assert len(found) == 20
    for (place, _), (holds, open_) in zip(facts, signs, strict=True):
        assert {name for name, (certain, _) in found.items() if certain[place]} == holds & set(
            found
        )
        possible = {name for name, (_, possible) in found.items() if possible[place]}
        assert possible == (holds | open_) & set(found)


def test_zen(
    compiled: Compiled, facts: list[tuple[int, dict[str, Any]]], signs: list[Outcome]
) -> None:
    pytest.importorskip("zen", reason="the bench packages are not installed")
    from peers import ZenTable, plain

    table = ZenTable()
    table.prepare(compiled)
    for (_, one), (holds, open_) in zip(facts, signs, strict=True):
        assert table.run(plain(compiled, one)) == (holds, holds | open_)


def test_cql(
    compiled: Compiled, facts: list[tuple[int, dict[str, Any]]], signs: list[Outcome]
) -> None:
    """An engine that knows 'unknown' itself, from conditions that were only written out."""
    if not (FOLDER / "cohort" / "node_modules" / "cql-execution").exists():
        pytest.skip("npm ci was not run in benchmarks/cohort")
    answers = by_cql(compiled, [one for _, one in facts])["answers"]
    assert [(set(one["fired"]), set(one["undecided"])) for one in answers] == signs
