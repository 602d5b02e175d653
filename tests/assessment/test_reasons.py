"""The reasons: the fewest answers that alone make a sign true, and none too many."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from carrywell import Guideline
from carrywell.assessment.answers import settle
from carrywell.assessment.reasons import because, in_words, still_open
from carrywell.guideline.compiled import TRUE, UNDECIDED, Compiled, FactsDict

Answers = dict[str, Any]
SEEDS = range(40)


def code_of(compiled: Compiled, facts: FactsDict, sign_id: str) -> int:
    codes = compiled.signs(compiled.derive(dict(facts)))
    return dict(zip(compiled.content.sign, codes, strict=True))[sign_id]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reasons_alone_are_enough_and_each_is_needed(
    compiled: Compiled, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(seed)
    settled = settle(compiled, woman(draw, bad=draw.choice([0.03, 0.1, 0.3])))
    for sign, code in zip(compiled.content.signs, settled.codes, strict=True):
        if code != TRUE:
            continue
        names = because(compiled, f"sign:{sign.id}", settled.facts)
        assert names, sign.id
        alone = {name: settled.facts[name] for name in names}
        assert code_of(compiled, alone, sign.id) == TRUE, (sign.id, alone)
        for name in names:
            less = {other: value for other, value in alone.items() if other != name}
            assert code_of(compiled, less, sign.id) != TRUE, (sign.id, f"without {name}")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sign_she_is_shown_has_reasons_in_her_own_answers(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    answers = woman(random.Random(seed), bad=0.1)
    for sign in guideline.assess(answers).signs:
        assert sign.because, sign.id
        for known in sign.because:
            assert known.finding in answers, (sign.id, known.finding)
            assert known.say


@pytest.mark.parametrize("seed", SEEDS)
def test_an_undecided_sign_names_only_what_is_unknown_and_can_decide_it(
    guideline: Guideline, compiled: Compiled, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(seed)
    truth = woman(draw, bad=0.03)
    answers = {name: value for name, value in truth.items() if draw.random() < 0.7}
    settled = settle(compiled, answers)
    for sign in guideline.assess(answers).undecided:
        assert sign.depends_on, sign.id
        for name in sign.depends_on:
            assert settled.base.get(name) is None, (sign.id, name)


def test_what_is_still_open_is_empty_for_a_settled_sign(
    compiled: Compiled, ana: Callable[..., Answers]
) -> None:
    settled = settle(compiled, ana())
    for sign in compiled.content.signs:
        assert still_open(compiled, f"sign:{sign.id}", settled.facts) == ()


def test_a_missing_answer_is_what_decides(compiled: Compiled, ana: Callable[..., Answers]) -> None:
    answers = ana({"vaginal_bleeding": "spotting"})
    del answers["gestation_weeks"]
    settled = settle(compiled, answers)
    codes = dict(zip(compiled.content.sign, settled.codes, strict=True))
    assert codes["bleed_any_20"] == codes["bleed_any_lt20"] == UNDECIDED
    opened = still_open(compiled, "sign:bleed_any_20", settled.facts)
    assert set(opened) == {"gestation_weeks", "gestation_estimate"}


def test_a_reason_follows_back_to_the_answer_she_gave(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    result = guideline.assess(ana({"fever_c": 38.4, "gestation_weeks": "18+0"}))
    reasons = {sign.id: [known.finding for known in sign.because] for sign in result.signs}
    assert reasons["fever_38"] == ["fever_c"]
    assert set(reasons["fever_375"]) == {"pregnant", "gestation_weeks", "fever_c"}


def test_an_answer_in_words_has_its_unit_and_options(compiled: Compiled) -> None:
    finding = compiled.content.finding
    assert in_words(finding["gestation_weeks"], 31.0) == "weeks of pregnancy: 31 weeks"
    assert in_words(finding["back_pain"], True) == "back pain"
    assert in_words(finding["back_pain"], False) == "no: back pain"
    assert "none of these" in in_words(finding["pain_location"], frozenset())
    assert "Low back" in in_words(finding["pain_location"], frozenset({"lower_back"}))
