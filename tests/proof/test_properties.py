"""Every property holds of the shipped guideline, and what must be possible is shown by answers."""

import msgspec
import pytest
import z3

from carrywell.proof.claims import Never, Sometimes, World
from carrywell.proof.copies import Before, Calmer, Exactly, Filled, Staged
from carrywell.proof.properties import PROPERTIES, Property
from carrywell.proof.prove import prove
from carrywell.proof.published import (
    Item,
    PublishedList,
    gate_matrix,
    item_is_kept,
    published_lists,
)
from carrywell.proof.witness import EncodingError, example_of, witness_of

NAMES = [one.name for one in PROPERTIES]


@pytest.mark.parametrize("one", PROPERTIES, ids=NAMES)
def test_the_shipped_guideline_has_the_property(world: World, one: Property) -> None:
    proof = prove(world, one)
    assert proof.holds, proof.faults
    assert proof.claims > 0


def test_the_clock_is_an_argument(world: World) -> None:
    times = iter((3.0, 5.5))
    assert prove(world, PROPERTIES[-2], lambda: next(times)).seconds == 2.5


def test_names_are_unique_and_each_says_one_sentence() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for one in PROPERTIES:
        assert one.says.endswith(".")


@pytest.mark.parametrize("sign_id", ["saddle_numbness", "c_multi_soon_three", "fever_375_early"])
def test_a_sign_that_can_fire_is_shown_by_answers(world: World, sign_id: str) -> None:
    one = next(one for one in PROPERTIES if one.name == "sign_can_fire")
    claim = next(claim for claim in one.claims(world) if claim.says.split()[3] == sign_id)
    assert isinstance(claim, Sometimes)
    example = example_of(world, solver_for(world, claim.wanted), claim)
    (answers,) = example.people
    assert sign_id in {sign.id for sign in world.guideline.assess(answers).signs}


def test_answers_that_do_not_replay_are_an_error(world: World) -> None:
    possible = world.woman.sign("fit").certain
    claim = Never("a fit is harmless", possible, (world.her,), lambda _, __: False)
    with pytest.raises(EncodingError, match="a fit is harmless"):
        witness_of(world, solver_for(world, possible), claim)


def test_a_witness_has_only_what_it_needs_in_words(world: World) -> None:
    sign = world.woman.sign("fit").certain

    def shows(guideline: object, people: tuple[dict[str, object], ...]) -> bool:
        return people[0].get("seizure") is True

    claim = Never("there is a fit", sign, (world.her,), shows)
    witness = witness_of(world, solver_for(world, sign), claim)
    assert witness.people == ({"seizure": True},)
    assert witness.words == ("a fit",)


def test_who_lists_thirteen_danger_signs() -> None:
    who = next(one for one in published_lists() if one.id == "who_danger_signs")
    codes = [item.code for item in who.items]
    assert codes == [f"ANC.B5.DE{number}" for number in range(50, 63)]


def test_every_source_resolves_and_every_departure_has_its_reason(world: World) -> None:
    known = world.compiled.content.source
    for one in published_lists():
        assert set(one.sources) <= set(known)
        for item in one.items:
            assert set(item.sources) <= set(known)
            assert (item.except_when is None) == (item.because is None)


@pytest.mark.parametrize(
    ("one", "item"),
    [
        pytest.param(one, item, id=f"{one.id}-{item.id}")
        for one in published_lists()
        for item in one.items
        if item.except_when is not None
    ],
)
def test_each_departure_from_a_list_is_still_one(
    world: World, one: PublishedList, item: Item
) -> None:
    """An exception that nothing needs any more would only hide a fault to come."""
    without = msgspec.structs.replace(item, except_when=None, because=None)
    claim = item_is_kept(world, one, without)
    assert isinstance(claim, Never)
    assert claim.shows(
        world.guideline, witness_of(world, solver_for(world, claim.wrong), claim).people
    )


def test_each_list_is_a_property_of_its_own(world: World) -> None:
    kept = [one for one in PROPERTIES if "danger_signs" in one.name or "cauda" in one.name]
    lists = [{claim.says.split(":")[0] for claim in one.claims(world)} for one in kept]
    assert lists == [{one.id} for one in published_lists()]


def test_gate_matrix_names_its_sources(world: World) -> None:
    known = world.compiled.content.source
    for row in gate_matrix(world.compiled):
        assert row.sources
        assert set(row.sources) <= set(known)


def test_the_matrix_has_every_column_of_the_gates(world: World) -> None:
    treatments = world.compiled.content.treatments
    columns = {one.gate for one in treatments if one.gate is not None}
    for row in gate_matrix(world.compiled):
        assert columns <= set(row.cells)


def test_copies_change_only_what_they_say(world: World) -> None:
    her = world.her
    for copy in (
        Before(her),
        Calmer(her, {"fit": False}),
        Filled(her, {"gestation_weeks": 20.0}),
        Staged(her, frozenset({"pregnant"})),
        Exactly(her, "gestation_weeks", 20.0),
    ):
        assert copy.answers("pregnant") == (True, False)
    assert Exactly(her, "gestation_weeks", 20.0).known("gestation_weeks") is True
    assert Exactly(her, "gestation_weeks", 20.0).known("pain_score") is not True
    assert z3.eq(Calmer(her, {"fever": False}).known("pain_score"), her.known("pain_score"))


def solver_for(world: World, formula: object) -> z3.Solver:
    solver = z3.Solver()
    solver.add(*world.rules, formula)
    assert solver.check() == z3.sat
    return solver
