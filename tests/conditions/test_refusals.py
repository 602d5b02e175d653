"""Conditions that are refused, each with where, what and what to write instead."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from backends import DECLARED

from carrywell.conditions.errors import ContentError, Place, Problem
from carrywell.conditions.parse import parse_condition, parse_quantity

CASES = yaml.safe_load(Path(__file__).with_name("refusals.yaml").read_text(encoding="utf-8"))
PLACE = Place("content/signs/bad.yaml", 7, 10)


def refused(text: str) -> Problem:
    with pytest.raises(ContentError) as caught:
        parse_condition(text, DECLARED, PLACE)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["condition"] or "(empty)")
def test_the_refusal_says_where_what_and_what_instead(case: dict[str, Any]) -> None:
    text = case["condition"]
    problem = refused(text)
    assert case["says"] in problem.what
    assert case.get("advice", "") in problem.instead
    assert problem.instead, "there is always advice"
    assert problem.condition == text
    assert (problem.place.file, problem.place.line) == (PLACE.file, PLACE.line)
    if case.get("anywhere"):  # sqlglot says near which word it gave up
        assert PLACE.column <= problem.place.column <= PLACE.column + len(text)
    else:
        assert problem.place.column == PLACE.column + text.index(case.get("at", ""))


def test_the_message_shows_place_condition_and_advice() -> None:
    assert str(refused("fever AND bak_pain")) == (
        "content/signs/bad.yaml:7:20: no finding is called 'bak_pain'\n"
        "    in: fever AND bak_pain\n"
        "    Did you mean 'back_pain'? The names are listed in content/findings."
    )


def test_the_words_of_the_parser_library_do_not_show() -> None:
    for case in CASES:
        assert "sqlglot" not in str(refused(case["condition"]))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2000 + "fever" + ")" * 2000,
        "NOT " * 2000 + "fever",
        "fever AND (" * 2000 + "worried" + ")" * 2000,
        "at_least(1, " * 2000 + "fever" + ")" * 2000,
        "gain > " + "- " * 2000 + "1",
        "gain > " + "1 + " * 2000 + "1",
        "CASE WHEN " * 2000,
    ],
    ids=lambda text: text[:12],
)
def test_what_is_nested_too_deeply_is_refused_and_does_not_crash(text: str) -> None:
    problem = refused(text)
    assert problem.place == PLACE
    assert "nested too deeply" in problem.what
    assert len(str(problem)) < 300


@pytest.mark.parametrize("text", ["x" * 100_000, "(" * 100_000, "'" * 100_001, "- " * 50_000])
def test_very_long_nonsense_is_refused_and_does_not_crash(text: str) -> None:
    refused(text)


def test_a_long_list_of_plain_conditions_is_no_problem() -> None:
    parse_condition(" OR ".join(["fever"] * 3000), DECLARED, PLACE)


def test_a_derived_number_is_refused_in_the_same_words() -> None:
    with pytest.raises(ContentError, match="no finding is called 'wieght'") as caught:
        parse_quantity("gain / wieght", DECLARED, PLACE)
    assert caught.value.problems[0].place.column == PLACE.column + 7
    with pytest.raises(ContentError, match="nested too deeply"):
        parse_quantity("1 + " * 2000 + "1", DECLARED, PLACE)
    with pytest.raises(ContentError, match="is not a number"):
        parse_quantity("fever AND worried", DECLARED, PLACE)
