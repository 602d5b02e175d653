"""A counterexample has the fewest answers there are, and says so only when that is proved."""

from itertools import combinations

import msgspec
import pytest
from planted import with_sign, without

from carrywell import Guideline
from carrywell.proof.claims import Answers, Never, World, world_of
from carrywell.proof.properties import PROPERTIES
from carrywell.proof.prove import prove
from carrywell.proof.witness import Witness, witness_of

BY_NAME = {one.name: one for one in PROPERTIES}


def shown(guideline: Guideline, name: str) -> tuple[World, Never, Witness]:
    world = world_of(guideline)
    proof = prove(world, BY_NAME[name], most_shown=1)
    claim = next(one for one in BY_NAME[name].claims(world) if one.says == proof.faults[0])
    assert isinstance(claim, Never)
    return world, claim, proof.witnesses[0]


@pytest.fixture(scope="module")
def no_fit(guideline: Guideline) -> tuple[World, Never, Witness]:
    return shown(without(guideline, "signs", "fit"), "who_danger_signs_at_least_urgent")


def test_two_answers_are_the_fewest_and_neither_does_it_alone(
    no_fit: tuple[World, Never, Witness],
) -> None:
    world, claim, witness = no_fit
    (answers,) = witness.people
    assert witness.is_smallest
    assert answers["seizure"] is True
    assert len(answers) > 1
    for size in range(len(answers)):
        for kept in combinations(answers.items(), size):
            assert not claim.shows(world.guideline, (dict(kept),))


def test_one_answer_is_enough_where_one_sign_is_too_mild(guideline: Guideline) -> None:
    milder = with_sign(
        guideline, "saddle_numbness", lambda one: msgspec.structs.replace(one, urgency="soon")
    )
    _, _, witness = shown(milder, "cauda_equina_uk_emergency")
    assert witness.people == ({"saddle_numbness": True},)
    assert witness.is_smallest


def test_answers_that_only_show_it_with_more_are_not_called_the_fewest(world: World) -> None:
    def shows(_: Guideline, people: tuple[Answers, ...]) -> bool:
        return {"seizure", "age"} <= people[0].keys()

    claim = Never("a fit", world.woman.sign("fit").certain, (world.her,), shows)
    solver = world.asking.solver()
    solver.push()
    solver.add(claim.wrong, world.her.known("age"))
    witness = witness_of(world, solver, claim)
    solver.pop()
    assert set(witness.people[0]) == {"seizure", "age"}
    assert witness.is_smallest  # the solver was told that her age is known

    solver.push()
    solver.add(claim.wrong)
    with_stage = Never(
        "a fit",
        claim.wrong,
        (world.her,),
        lambda _, people: {"seizure", "gestation_weeks"} <= people[0].keys(),
    )
    witness = witness_of(world, solver, with_stage)
    solver.pop()
    assert {"seizure", "gestation_weeks"} <= set(witness.people[0])
    assert not witness.is_smallest
