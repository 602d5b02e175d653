"""Proofs can fail: faults planted on purpose are found, and shown by answers that replay."""

from collections.abc import Callable

import msgspec
import pytest
from planted import with_gate, with_rules, with_sign, without

from carrywell import Guideline
from carrywell.assessment.interval import completion_plan
from carrywell.guideline.model import Gate, Urgency
from carrywell.proof.claims import world_of
from carrywell.proof.properties import PROPERTIES
from carrywell.proof.prove import Proof, prove

MOST_ANSWERS = 6
"""A counterexample that a person can take in."""
NEEDS_MUCH_RULED_OUT = (
    "gate_matrix_kept",
    "nothing_offered_at_urgent",
    "no_crack_between_limits",
)
"""Nothing is offered before every warning sign and every reason against it has been asked."""

Plant = Callable[[Guideline], Guideline]


def urgency_of(sign_id: str, urgency: Urgency) -> Plant:
    return lambda guideline: with_sign(
        guideline, sign_id, lambda sign: msgspec.structs.replace(sign, urgency=urgency)
    )


def rules(**texts: str) -> Plant:
    return lambda guideline: with_rules(guideline, **texts)


def deleted(part: str, one_id: str) -> Plant:
    return lambda guideline: without(guideline, part, one_id)


def cell(gate_id: str, column: str, value: str) -> Plant:
    def change(gate: Gate) -> Gate:
        return msgspec.structs.replace(gate, cells={**gate.cells, column: value})

    return lambda guideline: with_gate(guideline, gate_id, change)


FAULTS: dict[str, tuple[str, Plant]] = {
    "a dropped NOT": (
        "worse_answer_never_lowers",
        rules(sign__early_dizzy_pain="before_14_weeks AND pregnancy_seen_on_scan AND dizzy"),
    ),
    "a swapped comparison": (
        "worse_answer_never_lowers",
        rules(sign__bp_high="bp_systolic <= 140"),
    ),
    "a swapped option": (
        "worse_answer_never_lowers",
        rules(sign__movements_less="fetal_movement = 'normal'"),
    ),
    "a moved threshold": (
        "who_danger_signs_at_least_urgent",
        rules(sign__pain_severe="pain_score >= 9 AND (onset = 'sudden' OR NOT relieved_by_rest)"),
    ),
    "a wrong urgency": ("cauda_equina_uk_emergency", urgency_of("saddle_numbness", "soon")),
    "a deleted sign": ("who_danger_signs_at_least_urgent", deleted("signs", "fit")),
    "a dropped gate": ("gate_matrix_kept", deleted("gates", "pacemaker")),
    "a softened cell": ("gate_matrix_kept", cell("pre_eclampsia", "walk", "A")),
    "a treatment let through": ("nothing_offered_at_urgent", cell("open_urgent_sign", "heat", "Y")),
    "a crack at 20 weeks": (
        "no_dip_at_a_threshold",
        rules(
            sign__bleed_any_20="gestation_weeks > 20 AND bleeding",
            sign__bleed_any_lt20="gestation_weeks < 20 AND bleeding",
        ),
    ),
    "a crack between two limits": (
        "no_crack_between_limits",
        rules(gate__epilepsy="age < 30 OR age > 30"),
    ),
    "a crack in the words for weeks": (
        "weeks_leave_no_crack",
        rules(derived__before_20_weeks="pregnant AND gestation_weeks < 19"),
    ),
}
"""What is planted: the property that finds it, and how it is planted."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_and_shown(guideline: Guideline, fault: str) -> None:
    property_name, plant = FAULTS[fault]
    proof = proved(plant(guideline), property_name)
    assert not proof.holds
    assert proof.witnesses
    assert all(words for witness in proof.witnesses for words in witness.words)
    if property_name not in NEEDS_MUCH_RULED_OUT:
        fewest = min(max(map(len, witness.people)) for witness in proof.witnesses)
        assert fewest <= MOST_ANSWERS


def test_a_value_that_stands_for_too_much_is_found(
    guideline: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = completion_plan(guideline.compiled)
    coarse = tuple(
        (name, (0.0, 10.0, 45.0) if name == "gestation_weeks" else values)
        for name, values in plan.regions
    )
    monkeypatch.setattr(
        "carrywell.proof.thresholds.completion_plan",
        lambda _: msgspec.structs.replace(plan, regions=coarse),
    )
    proof = proved(guideline, "one_value_stands_for_its_region")
    assert proof.faults == ("a sign changes while gestation_weeks is between 0 and 45",)


def test_a_sign_that_nothing_makes_true_is_found(guideline: Guideline) -> None:
    dead = with_rules(guideline, sign__fit="seizure AND NOT seizure")
    proof = proved(dead, "sign_can_fire")
    assert proof.faults == ("no answers make fit true",)


def test_a_sign_that_never_decides_is_found(guideline: Guideline) -> None:
    hidden = with_rules(guideline, sign__unresponsive_ill="unresponsive_ill AND seizure")
    assert len(proved(hidden, "sign_can_decide").faults) == 1


def proved(guideline: Guideline, name: str) -> Proof:
    one = next(one for one in PROPERTIES if one.name == name)
    return prove(world_of(guideline), one, most_shown=1)
