"""Whom the plan sends her to: each line names kinds of care near her, as the guideline has them."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from carrywell import Assessment, Guideline
from carrywell.assessment.result import PlanItem
from carrywell.guideline.care_kinds import NO_CARE_KINDS
from carrywell.guideline.compiled import Compiled

Woman = Callable[..., dict[str, Any]]


def lines(plan: Any) -> list[PlanItem]:
    return [
        one for part in msgspec.structs.astuple(plan) if isinstance(part, tuple) for one in part
    ]


def kinds(guideline: Guideline, answers: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    found = [one for one in lines(guideline.assess(answers).plan) if isinstance(one, PlanItem)]
    return {one.say: one.care_kinds for one in found}


def starting(kinds: dict[str, tuple[str, ...]], words: str) -> tuple[str, ...]:
    (found,) = (asked for say, asked in kinds.items() if say.startswith(words))
    return found


@pytest.mark.parametrize(
    ("answers", "words", "asked"),
    [
        ({"pain_duration_days": 20}, "Your pain has lasted more than two weeks",
         ("midwife", "general_practice", "gynaecologist")),
        ({"not_better_6wk": True, "using_plan": True}, "Pain that still limits you", ("gynaecologist", "physiotherapist")),
        ({"pain_score": 5, "using_plan": True, "plan_tried_days": 8}, "Pain of 4 or more", ("physiotherapist",)),
        ({}, "A support belt helps some people", ("supplies",)),
        ({}, "Try a soft support belt", ("supplies",)),
        ({}, "A TENS device on the sore part", ("supplies",)),
        ({}, "A course with a registered acupuncturist", ("acupuncturist",)),
        ({"hypertension": True}, "Support belt: ask your midwife",
         ("midwife", "gynaecologist", "physiotherapist")),
        ({"vaginal_bleeding": "spotting"}, "Lie on your side", ()),
    ],
)  # fmt: skip
def test_a_line_of_the_plan_names_whom_to_see(
    guideline: Guideline,
    well: Woman,
    answers: dict[str, Any],
    words: str,
    asked: tuple[str, ...],
) -> None:
    assert starting(kinds(guideline, well(answers)), words) == asked


def test_every_line_that_says_to_ask_someone_leads_somewhere(guideline: Guideline) -> None:
    """What names a profession in its words names the kind as well."""
    named = {
        "physiotherap": "physiotherapist",
        "acupuncturist": "acupuncturist",
        "gynaecologist": "gynaecologist",
        "pharmacist": "supplies",
        "belt": "supplies",
    }
    told = [one for one in guideline.content.advice if one.section in ("see_someone", "know")]
    assert told
    missing = [
        (one.id, kind)
        for one in told
        for word, kind in named.items()
        if word in one.say.lower() and kind not in one.care_kinds and not exempt(one.id, word)
    ]
    assert missing == []


def exempt(advice_id: str, word: str) -> bool:
    """Told to ask before she wears one: not to buy it."""
    return (advice_id, word) == ("see_before_treatments", "belt")


def test_an_assessment_from_before_is_still_read(guideline: Guideline, well: Woman) -> None:
    result = guideline.assess(well())
    data = json.loads(result.to_json())
    for part in data["plan"].values():
        for line in part if isinstance(part, list) else ():
            line.pop("care_kinds", None)
    read = Assessment.from_json(json.dumps(data))
    assert {one.say for one in lines(read.plan) if isinstance(one, PlanItem)} == set(
        kinds(guideline, well())
    )
    assert not any(one.care_kinds for one in lines(read.plan) if isinstance(one, PlanItem))


def test_an_edition_without_kinds_names_none(guideline: Guideline, well: Woman) -> None:
    content = guideline.content
    bare = msgspec.structs.replace(
        content,
        care_kinds=NO_CARE_KINDS,
        advice=tuple(msgspec.structs.replace(one, care_kinds=()) for one in content.advice),
        treatments=tuple(msgspec.structs.replace(one, care_kinds=()) for one in content.treatments),
    )
    compiled = guideline.compiled
    artefact = msgspec.structs.replace(compiled.artefact, content=bare)
    old = Guideline(Compiled(artefact, compiled.module))
    told = kinds(old, well({"hypertension": True}))
    assert any(say.startswith("Support belt: ask your midwife") for say in told)
    assert not any(told.values())
