"""The interval: floor <= advised <= ceiling, exact, and never wider for knowing more."""

import random
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from carrywell import Guideline
from carrywell.assessment.answers import settle
from carrywell.assessment.decide import decide, if_unsure
from carrywell.assessment.interval import (
    Interval,
    at_each_stage,
    completion_plan,
    interval,
    unknown_stage,
)
from carrywell.conditions.nodes import Yes
from carrywell.guideline.compiled import TRUE, Compiled
from carrywell.guideline.facts import harmless_value
from carrywell.guideline.model import LEVELS, RANK, Finding

Answers = dict[str, Any]

CHOSEN = (
    ("pregnant", "gestation_weeks", "gestation_estimate", "vaginal_bleeding", "back_pain"),
    ("pregnant", "gestation_weeks", "gestation_estimate", "severe_headache", "bp_measured"),
    ("gestation_weeks", "gestation_estimate", "rhythmic_back_pain", "contractions", "twins"),
    ("contractions", "contractions_regular", "contractions_per_hour", "gestation_weeks"),
    ("contractions", "contraction_interval_minutes", "gestation_weeks", "gestation_estimate"),
    ("gestation_weeks", "gestation_estimate", "fever_measured", "fever_c", "flank_pain"),
    ("gestation_weeks", "gestation_estimate", "belly_pain_constant", "pain_score", "onset"),
    ("gestation_weeks", "gestation_estimate", "fetal_movement", "trauma", "pain_location"),
    ("gestation_weeks", "gestation_estimate", "pregnancy_seen_on_scan", "one_sided_low_pain"),
    ("gestation_weeks", "gestation_estimate", "rib_pain", "mood_low", "hip_groin_load"),
    ("bp_measured", "bp_systolic", "bp_diastolic", "bp_second_reading_severe", "rib_pain"),
    ("diabetes", "back_pain", "fever", "fever_measured", "foot_drop", "weight_loss"),
    ("pregnancy_test", "pregnant", "back_pain", "jaundice", "itch_palms_soles", "pain_score"),
    ("leg_swelling_unilateral", "breathless", "palpitations", "faint", "heart_rate", "cough_blood"),
)
"""Handfuls of findings that meet in the same signs."""


def _values(compiled: Compiled, finding: Finding) -> tuple[object, ...]:
    """One value of every kind: all options, both answers, a number from each region."""
    regions = dict(completion_plan(compiled).regions)
    if finding.id in regions:
        return regions[finding.id]
    match finding.type:
        case "yes_no":
            return (False, True)
        case "choice":
            return tuple(option.id for option in finding.options)
        case "choices":
            ids = frozenset(option.id for option in finding.options)
            return (frozenset(), ids, *(frozenset({one}) for one in sorted(ids)))
        case "number":
            return NUMBERS[finding.id]


NUMBERS: dict[str, tuple[float, ...]] = {
    "pain_score": (0.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.5, 8.0, 10.0),
    "fever_c": (33.0, 35.9, 36.0, 37.4, 37.5, 37.9, 38.0, 43.0),
    "bp_systolic": (80.0, 89.0, 90.0, 139.0, 140.0, 159.0, 160.0, 280.0),
    "bp_diastolic": (20.0, 89.0, 90.0, 109.0, 110.0, 180.0),
    "contractions_per_hour": (0.0, 5.0, 6.0, 60.0),
    "contraction_interval_minutes": (0.0, 5.0, 6.0, 10.0, 11.0, 240.0),
    "heart_rate": (20.0, 100.0, 101.0, 260.0),
}


def _reached(compiled: Compiled, facts: Answers) -> int:
    codes = compiled.signs(compiled.derive(dict(facts)))
    ranks = compiled.ranks
    return max((rank for rank, code in zip(ranks, codes, strict=True) if code == TRUE), default=0)


def _brute_force(compiled: Compiled, known: Answers, unknown: list[str]) -> tuple[int, int]:
    """The least and the most urgent of all completions; weeks that are tried are exact weeks."""
    finding = compiled.content.finding
    if "gestation_weeks" in unknown and "gestation_estimate" in unknown:
        known = {**known, "gestation_estimate": "exact_weeks"}
        unknown = [name for name in unknown if name != "gestation_estimate"]
    ranks = [
        _reached(compiled, {**known, **dict(zip(unknown, values, strict=True))})
        for values in product(*(_values(compiled, finding[name]) for name in unknown))
    ]
    return min(ranks), max(ranks)


@pytest.mark.parametrize("chosen", CHOSEN, ids=" ".join)
def test_floor_and_ceiling_equal_brute_force(compiled: Compiled, chosen: tuple[str, ...]) -> None:
    draw = random.Random(" ".join(chosen))
    finding = compiled.content.finding
    calm = {
        one.id: harmless_value(one)
        for one in compiled.content.findings
        if not one.derived and harmless_value(one) is not None
    }
    calm |= {"pregnant": True, "bp_measured": False, "fever_measured": False}
    calm |= {"gestation_weeks": 31.0, "gestation_estimate": "exact_weeks"}
    seen = set()
    for _ in range(12):
        unknown = [name for name in chosen if draw.random() < 0.6] or [chosen[-1]]
        while _size(compiled, unknown) > 3000:
            unknown.remove(draw.choice(unknown))
        known = {name: value for name, value in calm.items() if name not in unknown}
        for name in chosen:
            if name not in unknown and name != "gestation_estimate":
                known[name] = draw.choice(_values(compiled, finding[name]))
        if "gestation_weeks" in known:
            known["gestation_estimate"] = "exact_weeks"
            unknown = [name for name in unknown if name != "gestation_estimate"]
        if known.get("pregnant") is False:
            known["gestation_weeks"] = 0.0
            unknown = [name for name in unknown if name not in ("gestation_weeks", "postpartum")]
        least, most = _brute_force(compiled, known, unknown)
        bounds = _interval(compiled, known)
        assert (bounds.floor, bounds.ceiling) == (least, most), (known, unknown)
        assert bounds.exact
        seen.add((least, most))
    assert len(seen) > 1, "the handful decides nothing"


def _size(compiled: Compiled, unknown: list[str]) -> int:
    size = 1
    for name in unknown:
        size *= len(_values(compiled, compiled.content.finding[name]))
    return size


def _interval(compiled: Compiled, known: Answers) -> Interval:
    return interval(compiled, known, compiled.signs(compiled.derive(dict(known))))


@pytest.mark.parametrize("seed", range(30))
def test_more_answers_never_widen_the_interval(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(seed)
    truth = woman(draw)
    given: Answers = {}
    before = guideline.assess({})
    order = list(truth)
    draw.shuffle(order)
    for start in range(0, len(order), 12):
        given |= {name: truth[name] for name in order[start : start + 12]}
        after = guideline.assess(given)
        assert RANK[before.floor] <= RANK[after.floor]
        assert RANK[after.ceiling] <= RANK[before.ceiling]
        assert RANK[after.floor] <= RANK[after.urgency] <= RANK[after.ceiling]
        before = after


@pytest.mark.parametrize("seed", range(30))
def test_the_advice_lies_in_the_interval_also_when_not_sure(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(1000 + seed)
    truth = woman(draw)
    given = {
        name: None if draw.random() < 0.3 else value
        for name, value in truth.items()
        if draw.random() < 0.5
    }
    result = guideline.assess(given)
    assert RANK[result.floor] <= RANK[result.urgency] <= RANK[result.ceiling]


def test_nothing_said_is_routine_to_emergency_and_advises_to_ring(guideline: Guideline) -> None:
    result = guideline.assess({})
    assert (result.floor, result.urgency, result.ceiling) == ("routine", "urgent", "emergency")
    assert result.exact


def test_the_interval_is_exact_for_this_guideline(compiled: Compiled) -> None:
    assert completion_plan(compiled).exact


def test_not_sure_of_one_emergency_sign_is_at_least_urgent(
    guideline: Guideline, compiled: Compiled, ana: Callable[..., Answers]
) -> None:
    tried = 0
    for finding in compiled.content.findings:
        if finding.type != "yes_no" or finding.derived or finding.id not in ana():
            continue
        if finding.id == "bp_second_reading_severe":  # asked only behind a severe reading
            continue
        guard = compiled.conditions.get(f"ask_when:{finding.id}")
        asked_because = (
            {guard.finding: True} if isinstance(guard, Yes) and guard.finding in ana() else {}
        )
        alone = guideline.assess(ana({**asked_because, finding.id: True}))
        if alone.urgency != "emergency":
            continue
        tried += 1
        unsure = guideline.assess(ana({**asked_because, finding.id: None}))
        assert RANK[unsure.urgency] >= RANK["urgent"], finding.id
        assert unsure.ceiling == "emergency"
    assert tried >= 25


def test_if_unsure_emergency_only_after_it_was_asked(
    guideline: Guideline, compiled: Compiled, ana: Callable[..., Answers]
) -> None:
    grave = [sign for sign in compiled.content.signs if if_unsure(sign) == "emergency"]
    assert {sign.id for sign in grave} == {"fit", "unresponsive_ill", "sepsis_signs", "baby_coming"}
    for finding in ("seizure", "unresponsive_ill", "sepsis_signs", "urge_to_push"):
        answers = ana()
        del answers[finding]
        assert guideline.assess(answers).urgency == "urgent", "nobody asked her yet"
        assert guideline.assess(answers | {finding: None}).urgency == "emergency"
        umbrella = compiled.content.umbrella_of[finding]
        assert guideline.assess(answers | {umbrella: None}).urgency == "emergency"


def test_the_decision_names_what_fired_worst_first(
    compiled: Compiled, woman: Callable[..., Answers]
) -> None:
    for seed in range(20):
        decision = decide(compiled, settle(compiled, woman(random.Random(seed), bad=0.1)))
        ranks = [RANK[sign.urgency] for sign in decision.fired]
        assert ranks == sorted(ranks, reverse=True)
        if ranks:
            assert LEVELS[ranks[0]] == decision.floor


MIXED_STAGES = {
    "severe_headache": True,
    "rib_pain": True,
    "fetal_movement": "not_felt_yet",
}
"""The first two count before 20 weeks, the last from 24 weeks: three signs, never at once."""


def test_signs_of_two_stages_are_not_counted_together(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    answers = ana(MIXED_STAGES)
    del answers["gestation_weeks"]
    assert "c_multi_soon_three" not in {one.id for one in guideline.assess(answers).undecided}
    for weeks in range(4, 43):
        at = guideline.assess(answers | {"gestation_weeks": weeks})
        assert "c_multi_soon_three" not in {one.id for one in at.signs}


def test_signs_that_one_stage_has_are_counted_together(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    answers = ana(MIXED_STAGES | {"rib_pain": False, "mood_low": True})
    del answers["gestation_weeks"]
    assert "c_multi_soon_three" in {one.id for one in guideline.assess(answers).undecided}
    at = guideline.assess(answers | {"gestation_weeks": 44})
    assert "c_multi_soon_three" in {one.id for one in at.signs}


@pytest.mark.parametrize("seed", range(40))
def test_each_sign_that_is_undecided_can_come_at_some_stage(
    guideline: Guideline, compiled: Compiled, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(300 + seed)
    truth = woman(draw, bad=0.1)
    given = {name: value for name, value in truth.items() if draw.random() < 0.8}
    for name in ("gestation_weeks", "pregnant"):
        given.pop(name, None)
    settled = settle(compiled, given)
    stages = at_each_stage(compiled, settled.base, unknown_stage(compiled, settled.base))
    seen = [compiled.signs(facts) for facts in stages]
    place = {sign.id: at for at, sign in enumerate(compiled.content.signs)}
    for sign in guideline.assess(given).undecided:
        assert any(codes[place[sign.id]] for codes in seen), sign.id
