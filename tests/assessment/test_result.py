"""The assessment as other programs see it: JSON, its schema, and what stays private."""

import json
import random
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import jsonschema
import msgspec
import pytest

from carrywell import Guideline
from carrywell.assessment.result import Assessment, json_schema

Answers = dict[str, Any]
SEEDS = range(12)


@pytest.fixture(scope="session")
def some(guideline: Guideline, woman: Callable[..., Answers]) -> list[Assessment]:
    results = [guideline.assess({})]
    for seed in SEEDS:
        draw = random.Random(seed)
        truth = woman(draw)
        results.append(guideline.assess(truth))
        half = {name: value for name, value in truth.items() if draw.random() < 0.5}
        results.append(guideline.assess(half))
    return results


def test_json_comes_back_as_it_went(some: list[Assessment]) -> None:
    for result in some:
        again = Assessment.from_json(result.to_json())
        assert again == result
        assert again.to_json() == result.to_json()
        assert Assessment.from_json(result.to_json().decode()) == result


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"urgency": "routine"}', "nonsense"])
def test_anything_else_is_not_an_assessment(text: str) -> None:
    with pytest.raises(ValueError, match="not an assessment"):
        Assessment.from_json(text)


def test_a_field_nobody_knows_is_refused(some: list[Assessment]) -> None:
    data = json.loads(some[0].to_json()) | {"diagnosis": "none"}
    with pytest.raises(ValueError, match="diagnosis"):
        Assessment.from_json(json.dumps(data))


def test_every_assessment_fits_the_schema(some: list[Assessment]) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for result in some:
        validator.validate(json.loads(result.to_json()))
    assert list(validator.iter_errors({"urgency": "maybe"}))


def test_the_published_schema_is_this_one() -> None:
    published = files("carrywell.assessment").joinpath("assessment.schema.json").read_text("utf-8")
    assert published == json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def test_the_contract_of_the_json(some: list[Assessment]) -> None:
    contract = {
        "urgency",
        "floor",
        "ceiling",
        "scope",
        "signs",
        "undecided",
        "causes",
        "treatments",
        "watch_for",
        "guideline",
    }
    parts = {
        "signs": {"id", "urgency", "because"},
        "causes": {"id", "rank", "for", "against"},
        "treatments": {"id", "status", "reasons"},
    }
    seen = set()
    for result in some:
        data = json.loads(result.to_json())
        assert contract <= set(data)
        assert {"version", "hash"} == set(data["guideline"])
        for part, keys in parts.items():
            for one in data[part]:
                seen.add(part)
                assert keys <= set(one)
    assert seen == set(parts)


def test_it_carries_the_guideline_that_gave_it(
    guideline: Guideline, some: list[Assessment]
) -> None:
    for result in some:
        assert result.guideline.version == guideline.version
        assert result.guideline.hash == guideline.hash
        assert len(result.guideline.hash) == 64


def test_the_same_answers_give_the_same_assessment(
    guideline: Guideline, woman: Callable[..., Answers]
) -> None:
    answers = woman(random.Random(5), bad=0.1)
    first = guideline.assess(answers).to_json()
    guideline.assess({})
    assert guideline.assess(answers).to_json() == first


def test_causes_are_ranked_from_one_with_reasons(some: list[Assessment]) -> None:
    for result in some:
        assert [cause.rank for cause in result.causes] == list(range(1, len(result.causes) + 1))
        points = [cause.points for cause in result.causes]
        assert points == sorted(points, reverse=True)
        for cause in result.causes:
            assert cause.for_
            assert cause.points == sum(one.points for one in (*cause.for_, *cause.against))
            for reason in (*cause.for_, *cause.against):
                assert reason.weight in ("design", "published")
                assert reason.sources


@pytest.mark.parametrize(
    "answer",
    [
        {"violence": True},
        {"violence": True, "violence_high_risk": True},
        {"self_harm_thoughts": True},
        {"self_harm_thoughts": True, "self_harm_plan": True},
        {"violence": None},
        {"self_harm_thoughts": None},
    ],
    ids=str,
)
def test_what_is_private_can_be_left_out_and_the_urgency_stays(
    guideline: Guideline, well: Callable[..., Answers], answer: Answers
) -> None:
    result = guideline.assess(well(answer))
    shared = result.without_private()
    assert shared.urgency == result.urgency
    assert shared.floor == result.floor
    assert shared.next_screen is None
    secret = {"violence", "violence_high_risk", "self_harm", "self_harm_plan"}
    assert secret & {sign.id for sign in (*result.signs, *result.undecided)}
    assert not secret & {sign.id for sign in (*shared.signs, *shared.undecided)}
    told = shared.to_json().decode()
    for finding in ("violence", "violence_high_risk", "self_harm_thoughts", "self_harm_plan"):
        assert f'"{finding}"' not in told
    for word in ("domestic", "threatened", "harming yourself", "unsafe"):
        assert word not in told


def test_nothing_else_is_left_out(guideline: Guideline, well: Callable[..., Answers]) -> None:
    result = guideline.assess(well({"saddle_numbness": True, "mood_low": True}))
    shared = result.without_private()
    assert shared.signs == result.signs
    assert shared.treatments == result.treatments
    assert shared.plan == result.plan


def test_an_assessment_cannot_be_changed(some: list[Assessment]) -> None:
    for part in (some[0], some[0].guideline, some[0].plan, some[0].treatments[0]):
        with pytest.raises(AttributeError):
            setattr(part, part.__struct_fields__[0], "other")
    for field in ("signs", "undecided", "causes", "treatments", "watch_for"):
        assert isinstance(getattr(some[0], field), tuple)


def test_every_part_is_frozen_and_strict() -> None:
    from carrywell.assessment import result

    parts = [
        kind
        for kind in vars(result).values()
        if isinstance(kind, type) and issubclass(kind, result.Part)
    ]
    assert len(parts) > 12
    for kind in parts:
        config = kind.__struct_config__
        assert config.frozen
        assert config.forbid_unknown_fields
    assert issubclass(result.Part, msgspec.Struct)
