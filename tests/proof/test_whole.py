"""Faults in the plan and rules that contradict are found, and what can be is shown by answers."""

from collections.abc import Callable
from typing import Any

import pytest
import z3
from planted import with_fields, with_rules

from carrywell import Guideline
from carrywell.conditions.smt import negate
from carrywell.guideline.model import Treatment
from carrywell.proof.claims import Sometimes, World, world_of
from carrywell.proof.plan import PlanOf, Standing
from carrywell.proof.properties import PROPERTIES
from carrywell.proof.prove import Proof, prove
from carrywell.proof.witness import EncodingError, example_of

Plant = Callable[[Guideline], Guideline]


def proved(guideline: Guideline, name: str) -> Proof:
    one = next(one for one in PROPERTIES if one.name == name)
    return prove(world_of(guideline), one)


def rules(**texts: str) -> Plant:
    return lambda guideline: with_rules(guideline, **texts)


def caution(key: str, text: str) -> Plant:
    return lambda guideline: with_rules(guideline, **{f"treatment__{key}": text})


def fields(part: str, one_id: str, **changes: Any) -> Plant:
    return lambda guideline: with_fields(guideline, part, one_id, **changes)


def no_first_aid(guideline: Guideline) -> Guideline:
    everybodys = [
        one.id
        for one in guideline.content.advice
        if one.section == "while_waiting" and one.when == "TRUE" and one.at != ("urgent",)
    ]
    return with_rules(guideline, **{f"advice__{one}": "bleeding" for one in everybodys})


def nothing_offered_to_all(guideline: Guideline) -> Guideline:
    for one in guideline.content.treatments:
        if one.with_open_soon == "offered":
            changed = with_fields(guideline, "treatments", one.id, with_open_soon="ask_first")
            guideline = changed
    return guideline


FAULTS: dict[str, tuple[str, Plant, str]] = {
    "an emergency without first aid": (
        "plan_has_no_gap",
        no_first_aid,
        "she is told to act now, and not what to do while she waits",
    ),
    "nothing to do at soon": (
        "plan_has_no_gap",
        nothing_offered_to_all,
        "it is not urgent and Carrywell is for her, and no treatment is offered",
    ),
    "a scope that leaves her alone": (
        "plan_has_no_gap",
        fields("scopes", "not_pregnant", do=None),
        "the scope not_pregnant gives no plan and does not say why, and what to do",
    ),
    "first aid with a heat pack": (
        "first_aid_alone",
        fields("advice", "wait_side", treatments=("heat",)),
        "the first aid wait_side rests on a treatment or a likely cause",
    ),
    "a gate turned round": (
        "worse_answer_never_allows",
        rules(gate__epilepsy="NOT epilepsy"),
        "a worse answer lets walking through",
    ),
    "a caution turned round": (
        "worse_answer_never_allows",
        caution("cold:not_when:1", "NOT cold_sensitivity"),
        "a worse answer lets cold through",
    ),
    "an agreement that counts as a sign": (
        "worse_answer_never_allows",
        rules(sign__womb_tender_early="uterus_hard_or_tender AND NOT tens_agreed"),
        "a warning sign reads tens_agreed, which only says that her midwife or physiotherapist has agreed to TENS",
    ),
    "a walk praised to all": (
        "advice_follows_treatments",
        fields("advice", "keep_moving", treatments=()),
        "the advice keep_moving speaks of walking and does not name it",
    ),
    "a walk praised to all as the first word": (
        "advice_follows_treatments",
        fields("advice", "keep_moving", say="Walk a little every hour.", treatments=()),
        "the advice keep_moving speaks of walking and does not name it",
    ),
    "an exercise flat on her back": (
        "exercise_positions_fit",
        lambda guideline: with_fields(
            with_rules(guideline, **{"exercise__bridge:0": "dizzy"}),
            "exercises",
            "bridge",
            trimesters=(1, 2, 3),
        ),
        "bridge (lying_back) may be done though from_20_weeks is not ruled out",
    ),
    "a pregnant woman turned away": (
        "scopes_agree",
        rules(scope__pregnant="pregnant AND NOT twins"),
        "she is pregnant, and told that it is not for her",
    ),
    "weeks without a pregnancy": (
        "scopes_agree",
        rules(scope__very_early="gestation_weeks < 4"),
        "she is not pregnant, and told that it is for her",
    ),
    "a scope that is not for everybody": (
        "scopes_agree",
        rules(scope__not_told="pregnant"),
        "the last scope, not_told, is not everybody's",
    ),
    "a contradiction in one answer": (
        "each_answer_accepted",
        rules(contradiction__twins_and_more="twins"),
        "twins = True is refused though nothing else was said",
    ),
    "a gate written twice": (
        "no_rule_twice",
        rules(
            gate__bleeding="bleeding OR unexplained_bleeding",
            gate__cold_sensitivity="unexplained_bleeding OR bleeding",
        ),
        "the gates bleeding and cold_sensitivity have the same condition",
    ),
    "a sign written twice": (
        "no_rule_twice",
        rules(sign__fit="seizure AND back_pain", sign__rigors="back_pain AND seizure"),
        "the signs fit and rigors have the same condition",
    ),
    "a gate true of nobody": (
        "limit_can_matter",
        rules(gate__epilepsy="epilepsy AND before_13_weeks AND from_20_weeks"),
        "the gate epilepsy is true of nobody",
    ),
    "a gate within another": (
        "limit_can_matter",
        rules(gate__heart_rhythm_problem="heart_rhythm_problem AND epilepsy"),
        "whatever the gate heart_rhythm_problem withholds, another withholds as strictly",
    ),
    "a question before what is refused anyway": (
        "limit_can_matter",
        caution("tens:ask_first_when:1", "epilepsy AND pacemaker"),
        "whenever ask_first_when 2 of tens is true, it is refused",
    ),
    "a refusal within another": (
        "limit_can_matter",
        caution("heat:not_when:4", "reduced_sensation AND broken_skin"),
        "whenever not_when 5 of heat is true, another one is too",
    ),
    "a treatment for nobody": (
        "treatment_for_somebody",
        caution("belt:not_when:0", "'belt' IN worse_with OR NOT 'belt' IN worse_with"),
        "belt is 'offered' for nobody",
    ),
    "an exercise's caution for nobody": (
        "limit_can_matter",
        lambda guideline: with_rules(
            guideline, **{"exercise__cat_arch:0": "wrist_pain AND NOT wrist_pain"}
        ),
        "not_when 1 of cat_arch is true of nobody",
    ),
    "a scope for nobody": (
        "all_for_somebody",
        rules(scope__very_late="gestation_weeks > 43 AND before_37_weeks"),
        "the scope very_late is nobody's",
    ),
    "advice for nobody": (
        "all_for_somebody",
        rules(advice__avoid_nsaid="from_20_weeks AND NOT pregnant"),
        "the advice avoid_nsaid is in nobody's plan",
    ),
    "an exercise for nobody": (
        "all_for_somebody",
        lambda guideline: with_rules(guideline, **{"exercise__calf_wall:0": "pregnant"}),
        "the exercise calf_wall is in nobody's plan",
    ),
    "a stop question for nobody": (
        "all_for_somebody",
        rules(stop__waters="pregnant AND NOT pregnant"),
        "the stop question waters is for nobody",
    ),
    "a question for nobody": (
        "all_for_somebody",
        rules(ask_when__pregnancy_test="pregnant AND NOT pregnant"),
        "the question pregnancy_test is for nobody",
    ),
}
"""What is planted: the property that finds it, how it is planted, and what is said of it."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(guideline: Guideline, fault: str) -> None:
    name, plant, says = FAULTS[fault]
    proof = proved(plant(guideline), name)
    assert says in proof.faults


def test_a_gap_is_shown_by_answers(guideline: Guideline) -> None:
    planted = nothing_offered_to_all(guideline)
    (witness,) = proved(planted, "plan_has_no_gap").witnesses
    (answers,) = witness.people
    her = planted.assess(answers)
    assert her.urgency == "soon"
    assert not her.plan.now
    assert "offered" not in {one.status for one in her.treatments}


def test_a_scope_that_turns_her_away_is_shown_by_answers(guideline: Guideline) -> None:
    planted = with_rules(guideline, scope__pregnant="pregnant AND NOT twins")
    planted = with_rules(planted, scope__not_confirmed="twins")
    (witness,) = proved(planted, "scopes_agree").witnesses
    (answers,) = witness.people
    assert answers == {"twins": True}  # which says that she is pregnant
    assert planted.assess(answers).scope.id == "not_confirmed"


def test_the_order_of_the_limits_is_held_against_the_program(
    guideline: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With formulas that forget the cautions the property fails, and the program does not show it."""
    strict = PlanOf._standing

    def lax(plan: PlanOf, treatment: Treatment) -> Standing:
        stands = strict(plan, treatment)
        if treatment.id != "heat":
            return stands
        return Standing(negate(stands.not_for_you), *stands.statuses()[1:], True)

    monkeypatch.setattr(PlanOf, "_standing", lax)
    with pytest.raises(EncodingError, match="heat"):
        proved(guideline, "strictest_wins")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("limit_can_matter", "the gate epilepsy is true of nobody"),
        (
            "limit_can_matter",
            "whatever the gate wrist_pain withholds, another withholds as strictly",
        ),
        ("limit_can_matter", "whenever ask_first_when 1 of belt is true, it is refused"),
        ("treatment_for_somebody", "heat is 'offered' for nobody"),
        ("treatment_for_somebody", "heat is 'not for you' for nobody"),
        ("all_for_somebody", "the scope very_late is nobody's"),
        ("all_for_somebody", "the advice wait_nothing_to_eat is in nobody's plan"),
        ("all_for_somebody", "the advice ladder_3 is in nobody's plan"),
        ("all_for_somebody", "the question pregnancy_test is for nobody"),
    ],
)
def test_what_can_be_is_shown_by_answers(world: World, name: str, says: str) -> None:
    one = next(one for one in PROPERTIES if one.name == name)
    claim = next(claim for claim in one.claims(world) if claim.says == says)
    assert isinstance(claim, Sometimes)
    solver = z3.Solver()
    solver.add(*world.rules, claim.wanted)
    assert solver.check() == z3.sat
    example = example_of(world, solver, claim)
    assert claim.shows(world.guideline, example.people)
