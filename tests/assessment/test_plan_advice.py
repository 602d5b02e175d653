"""Advice follows the status of the treatments it speaks of, and 'good to know' is part of the plan."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from carrywell import Assessment, Guideline
from carrywell.conditions.nodes import findings_of

Answers = dict[str, Any]

NAMES = {
    "heat": ("warm pack", "warmth"),
    "cold": (" cold",),
    "belt": ("support belt",),
    "tens": ("TENS",),
    "acupuncture": ("cupuncture",),
    "hose": ("Support stockings",),
}
"""Words that speak for a treatment."""
WARNINGS = {"see_before_treatments"}
"""Names treatments only to say 'ask first'."""


def said(guideline: Guideline, result: Assessment) -> set[str]:
    """Ids of all the advice that the plan shows."""
    plan = result.plan
    parts = (plan.now, plan.daily, plan.night, plan.avoid, plan.see_someone, plan.stop, plan.know)
    shown = {item.say for part in (*parts, plan.while_waiting) for item in part}
    return {one.id for one in guideline.content.advice if one.say in shown}


def test_a_woman_who_is_well_gets_all_that_is_good_to_know(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    shown = said(guideline, guideline.assess(well()))
    wanted = {"ladder_0", "ladder_1", "any_worry_counts", "preterm_call", "fever_call"}
    wanted |= {"movements_call", "belt_trial", "tens_not_for_all", "acupuncture_uncertain"}
    assert wanted <= shown


@pytest.mark.parametrize("seed", range(60))
def test_advice_follows_the_status_of_its_treatments(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(seed)
    result = guideline.assess(woman(draw, draw.choice([0.0, 0.003, 0.01])))
    status = {one.id: one.status for one in result.treatments}
    shown = said(guideline, result)
    for advice in guideline.content.advice:
        if advice.id in shown and advice.treatments:
            assert result.urgency in ("routine", "soon")
            fine = {"offered", "ask first"} if advice.section == "know" else {"offered"}
            assert {status[one] for one in advice.treatments} <= fine, advice.id


@pytest.mark.parametrize(
    ("when", "gone"),
    [
        ({"reduced_sensation": True}, {"heat_or_cold", "warm_bath", "ladder_0"}),
        ({"cold_sensitivity": True}, {"heat_or_cold", "ladder_0"}),
        ({"pacemaker": True}, {"tens_not_for_all", "ladder_3"}),
        ({"needle_fear": True}, {"acupuncture_uncertain"}),
        ({"back_pain": True, "hip_groin_load": True}, {"keep_moving", "stay_active", "ladder_0"}),
        (
            {
                "back_pain": True,
                "cervical_insufficiency": True,
                "pain_location": ["buttock"],
                "worse_with": ["stairs"],
            },
            {"keep_moving", "pgp_short_walks", "stay_active"},
        ),
    ],
)
def test_what_is_not_for_her_is_not_praised(
    guideline: Guideline, well: Callable[..., Answers], when: Answers, gone: set[str]
) -> None:
    shown = said(guideline, guideline.assess(well(when)))
    assert not gone & shown
    assert "any_worry_counts" in shown


def test_what_is_not_known_yet_is_not_praised(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    """TENS waits for what was not asked; so does the advice about it."""
    answers = well()
    for name in ("pacemaker", "epilepsy", "heart_rhythm_problem"):
        answers[name] = None
    result = guideline.assess(answers)
    status = {one.id: one.status for one in result.treatments}
    assert status["tens"] == "ask before offering"
    assert "tens_not_for_all" not in said(guideline, result)


def test_asking_first_hides_it_from_today_but_not_from_good_to_know(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    result = guideline.assess(well({"weight_loss": True}))
    status = {one.id: one.status for one in result.treatments}
    assert status["belt"] == "ask first"
    assert "belt_trial" in said(guideline, result)


@pytest.mark.parametrize("danger", [{"fluid_leak": True}, {"saddle_numbness": True}])
def test_nothing_is_good_to_know_in_danger(
    guideline: Guideline, well: Callable[..., Answers], danger: Answers
) -> None:
    plan = guideline.assess(well(danger)).plan
    assert plan.know == ()
    assert plan.while_waiting


def test_advice_that_speaks_for_a_treatment_names_it(guideline: Guideline) -> None:
    """A new sentence about TENS or heat cannot forget to follow its status."""
    for advice in guideline.content.advice:
        if advice.section in ("while_waiting", "avoid", "stop") or advice.id in WARNINGS:
            continue
        for treatment, words in NAMES.items():
            if any(word in advice.say for word in words):
                assert treatment in advice.treatments, f"{advice.id}: {treatment}"


def test_no_advice_rests_on_a_private_answer(guideline: Guideline) -> None:
    """The plan may be shared as it is: nothing in it gives away what she said in private."""
    private = {one.id for one in guideline.content.findings if one.private}
    private |= {f"signs.{one}" for one in guideline.compiled.private_signs}
    for advice in guideline.content.advice:
        read = findings_of(guideline.compiled.conditions[f"advice:{advice.id}"])
        assert not private & set(read), advice.id
