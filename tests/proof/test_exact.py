"""The interval is exact: proved for all answers, and tried on women who told a part of theirs."""

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
import z3
from planted import with_rules
from test_world import an_answer

from carrywell import Guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.interval import Interval, completion_plan, interval
from carrywell.conditions.nodes import And, AtLeast, Condition, Not, Or, Yes
from carrywell.conditions.smt import facts_of, negate, rails, some
from carrywell.guideline.compiled import Compiled, FactsDict
from carrywell.proof.alarming import alarming_values, alarming_ways, both_ways
from carrywell.proof.claims import World, world_of
from carrywell.proof.exact import told_whole
from carrywell.proof.filled_in import FilledIn, Given
from carrywell.proof.normal_forms import says_the_same
from carrywell.proof.properties import PROPERTIES
from carrywell.proof.prove import Proof, prove
from carrywell.proof.reached import Reached
from carrywell.proof.witness import as_answers

ROOT = Path(__file__).parents[2]
STAGES: tuple[dict[str, Any], ...] = (
    {},
    {"pregnant": True},
    {"pregnant": True, "gestation_weeks": 30},
    {"gestation_estimate": "second_trimester"},
    {"postpartum": True},
    {"pregnant": False},
)


def calm(world: World) -> dict[str, Any]:
    """Every harmless answer; umbrella items and details are left to follow, readings are not taken."""
    finding = world.compiled.content.finding
    return as_answers(
        {
            name: value
            for name, value in world.harmless.items()
            if not (finding[name].covers or finding[name].ask_when or finding[name].implies)
        }
    )


def calm_with_gaps(world: World, chance: random.Random) -> dict[str, Any]:
    """Calm but for a few answers that are anything and a few left out, at some stage."""
    answers = calm(world)
    for name in chance.sample(sorted(answers), chance.choice((0, 1, 3))):
        answers[name] = an_answer(world.compiled.content.finding[name], chance)
    for name in chance.sample(sorted(answers), chance.choice((1, 3, 10, 40))):
        del answers[name]
    return answers | chance.choice(STAGES)


def some_facts(world: World, count: int, seed: int) -> list[FactsDict]:
    chance = random.Random(seed)
    found: list[FactsDict] = []
    while len(found) < count:
        try:
            found.append(settle(world.compiled, calm_with_gaps(world, chance)).base)
        except AnswerError:
            continue
    return found


def bounds(compiled: Compiled, facts: FactsDict) -> Interval:
    return interval(compiled, facts, compiled.signs(facts))


def exactly(world: World, facts: FactsDict) -> list[z3.BoolRef]:
    """She told these facts and nothing else."""
    untold = {name for name, one in world.her.declared.items() if one.type == "number"} - set(facts)
    free = [world.her.amount(name) for name in untold]
    return [
        variable == value
        for variable, value in world.her.fixed(facts)
        if not any(variable.eq(one) for one in free)
    ]


def test_the_full_answers_of_the_proof_are_accepted_and_reach_both_bounds(world: World) -> None:
    calm = FilledIn(world, Given(world.harmless))
    calmest = told_whole(world, calm)
    ways = [
        FilledIn(world, Given(way.new), way.settled)
        for way in alarming_ways(world, alarming_values(world))
    ]
    solver = z3.Solver()
    solver.add(*world.rules)

    def replayed(filled: FilledIn, wanted: object) -> Interval | None:
        if solver.check(wanted) != z3.sat:
            return None
        full = facts_of(filled, world.her.declared.values(), solver.model())
        settled = settle(world.compiled, as_answers(full))
        assert settled.base == full, "settle adds nothing: all is answered"
        return bounds(world.compiled, full)

    seen = set()
    for facts in some_facts(world, 40, seed=3):
        hers = bounds(world.compiled, facts)
        solver.push()
        solver.add(*exactly(world, facts))
        if hers.floor < 3:
            least = replayed(calm, negate(calmest.reaches(hers.floor + 1).possible))
            assert least is not None
            assert least.floor == hers.floor
        if hers.ceiling > 0:
            reached = (
                replayed(one, told_whole(world, one).reaches(hers.ceiling).certain) for one in ways
            )
            most = next(one for one in reached if one is not None)
            assert most.ceiling == hers.ceiling
        solver.pop()
        seen.add((hers.floor, hers.ceiling))
    assert len(seen) > 4


def test_no_other_full_answers_are_less_or_more_urgent(world: World) -> None:
    reached = Reached(world)
    seen = set()
    for facts in some_facts(world, 80, seed=8):
        hers = bounds(world.compiled, facts)
        assert reached.bounds(facts) == (hers.floor, hers.ceiling), facts
        seen.add((hers.floor, hers.ceiling))
    assert len(seen) > 5


def test_facts_that_nothing_fits_have_no_bounds(world: World) -> None:
    assert Reached(world).bounds({"twins": True, "higher_order_multiple": True}) is None


def test_half_a_blood_pressure_leaves_the_ceiling_up(world: World) -> None:
    """A bottom number of 122 rules out a top number under 90; the ceiling does not use that."""
    answers = calm(world) | {"pregnant": True, "gestation_weeks": 30, "fever_measured": False}
    answers |= {"bp_measured": True, "bp_diastolic": 122, "bp_second_reading_severe": False}
    facts = settle(world.compiled, answers).base
    assert (bounds(world.compiled, facts).ceiling, Reached(world).bounds(facts)) == (3, (2, 2))
    facts = settle(world.compiled, answers | {"bp_systolic": 150}).base
    assert (bounds(world.compiled, facts).ceiling, Reached(world).bounds(facts)) == (2, (2, 2))


def test_each_alarming_value_is_given_whether_she_is_pregnant_or_not(world: World) -> None:
    values = alarming_values(world)
    ways = list(alarming_ways(world, values))
    assert list(both_ways(world.compiled)) == ["postpartum", "pregnant"]
    assert values["fetal_movement"] == ("absent", "reduced", "not_felt_yet")
    assert values["seizure"] == (True,)
    special = {"bp_diastolic", *both_ways(world.compiled)}  # it makes room for a low top number
    for name in values.keys() - special:
        for pregnant in (True, False):
            given = {way.new[name] for way in ways if way.settled["pregnant"] is pregnant}
            assert given == set(values[name]), name


def test_a_wrong_harmless_answer_is_found(
    guideline: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = completion_plan(guideline.compiled)
    wrong = (*plan.harmless, ("fetal_movement", "reduced"))
    monkeypatch.setattr(
        "carrywell.proof.exact.completion_plan",
        lambda _: msgspec.structs.replace(plan, harmless=wrong),
    )
    proof = proved(guideline, "floor_is_reached")
    assert "the floor is below urgent, and harmless answers do not reach it" in proof.faults
    assert proof.witnesses


def test_regions_too_coarse_are_found(
    world: World, guideline: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = completion_plan(guideline.compiled)
    coarse = tuple(
        (name, (10.0, 30.0) if name == "gestation_weeks" else values)
        for name, values in plan.regions
    )
    answers = calm(world) | {"pregnant": True, "bp_measured": False, "fever_measured": False}
    answers |= {"fetal_movement": "normal", "frantic_movement": False}
    facts = settle(guideline.compiled, answers).base
    exact = Reached(world).bounds(facts)
    assert exact == (0, 1), "more than 43 weeks is soon"
    assert bounds(guideline.compiled, facts).ceiling == 1
    monkeypatch.setattr(
        "carrywell.assessment.interval.completion_plan",
        lambda _: msgspec.structs.replace(plan, regions=coarse),
    )
    assert bounds(guideline.compiled, facts).ceiling == 0


@pytest.mark.parametrize(
    "wrong",
    [
        "pregnant AND postpartum",
        "fever_c < 36 AND fever_c > 38",
    ],
)
def test_a_sign_that_stays_open_for_nothing_is_found(guideline: Guideline, wrong: str) -> None:
    loose = with_rules(guideline, sign__fit=wrong)
    proof = proved(loose, "ceiling_is_reached")
    assert proof.faults == ("fit is not ruled out, and no answers make it true",)
    assert proof.witnesses


@pytest.mark.parametrize(
    "wrong",
    [
        "NOT twins AND NOT higher_order_multiple",
        "pregnant AND worried AND trauma = 'none'",
    ],
)
def test_answers_that_shut_out_the_rest_are_found(guideline: Guideline, wrong: str) -> None:
    strict = with_rules(guideline, contradiction__twins_and_more=wrong)
    proof = proved(strict, "full_answers_fit")
    assert not proof.holds
    assert proof.witnesses


def without_first_not(condition: Condition) -> Condition:
    match condition:
        case Not(item):
            return item
        case And(items):
            return And((*items[:-1], without_first_not(items[-1])))
        case _:
            raise AssertionError(condition)


@pytest.mark.parametrize("table", ["normal", "denied"])
def test_a_dropped_not_in_a_normal_form_is_found(guideline: Guideline, table: str) -> None:
    key = "sign:cancer_history" if table == "denied" else "sign:pain_2_weeks"
    planted = with_rules(guideline, sign__fit="seizure")
    forms = getattr(planted.compiled, table)
    right = forms[key]
    if isinstance(right, Or):
        forms[key] = Or(tuple(without_first_not(one) for one in right.items))
    else:
        forms[key] = without_first_not(right)
    proof = proved(planted, "normal_form_says_the_same")
    which = "denied " if table == "denied" else ""
    assert proof.faults == (f"{which}{key} in normal form says something else than the rule",)
    assert proof.witnesses


def test_another_way_to_say_the_same_is_left_to_the_solver(guideline: Guideline) -> None:
    planted = with_rules(guideline, sign__fit="seizure")
    planted.compiled.normal["sign:fit"] = Or((Yes("seizure"), Yes("seizure")))  # type: ignore[index]
    assert not says_the_same(Yes("seizure"), planted.compiled.normal["sign:fit"])
    assert proved(planted, "normal_form_says_the_same").holds


def test_not_at_least_two_of_three_is_at_least_two_not() -> None:
    three = (Yes("seizure"), Yes("dizzy"), Yes("faint"))
    denied = tuple(Not(one) for one in three)
    assert says_the_same(AtLeast(2, three), AtLeast(2, denied), denied=True)
    assert not says_the_same(AtLeast(2, three), AtLeast(1, denied), denied=True)
    assert not says_the_same(AtLeast(2, three), AtLeast(2, denied[:2]), denied=True)


@pytest.mark.parametrize("denied", [False, True])
def test_the_solver_agrees_that_normal_forms_say_the_same(world: World, denied: bool) -> None:
    table = world.compiled.denied if denied else world.compiled.normal
    solver = z3.Solver()
    solver.add(*world.rules)
    differ = []
    for key in random.Random(4).sample(sorted(world.compiled.conditions), 60):
        written = world.compiled.conditions[key]
        first = rails(Not(written) if denied else written, world.woman)
        second = rails(table[key], world.woman)
        differ += [
            z3.Xor(one, other)
            for one, other in (
                (first.certain, second.certain),
                (first.possible, second.possible),
            )
        ]
    assert solver.check(some(differ)) == z3.unsat


def test_many_women_can_be_tried_one_by_one() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/exactness.py", "--people", "40"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "exact: 40 of 40" in done.stdout


def proved(guideline: Guideline, name: str) -> Proof:
    one = next(one for one in PROPERTIES if one.name == name)
    return prove(world_of(guideline), one)
