"""Asked group by group or all at once, the answers are the same; every claim is decided."""

import pytest
from planted import with_rules, without

from carrywell import Guideline
from carrywell.conditions.smt import every, negate
from carrywell.proof import asking
from carrywell.proof.claims import Never, Plain, Sometimes, World, world_of
from carrywell.proof.groups import Groups
from carrywell.proof.properties import PROPERTIES
from carrywell.proof.prove import prove, wrong_claims

BY_NAME = {one.name: one for one in PROPERTIES}


def never_shown(_: object, __: object) -> bool:
    return False


def test_every_claim_is_decided_by_itself_and_named_in_order(world: World) -> None:
    sign = world.woman.sign("fit").certain
    impossible = every((sign, negate(sign)))
    claims = (
        Plain("plainly wrong", True),
        Never("a fit", sign, (world.her,), never_shown),
        Sometimes("no contradiction", impossible, never_shown),
        Plain("plainly right", False),
        Never("a contradiction", impossible, (world.her,), never_shown),
        Sometimes("no fit", sign, never_shown),
        Never("a fit too", sign, (world.her,), never_shown),
    )
    wrong = [claim.says for claim in wrong_claims(world, claims)]
    assert wrong == ["plainly wrong", "a fit", "no contradiction", "a fit too"]


def test_the_rules_of_one_claim_do_not_make_another_hold(world: World) -> None:
    fit = world.woman.sign("fit").certain
    claims = (
        Never("a fit of who has none", fit, (world.her,), never_shown, (negate(fit),)),
        Never("a fit", fit, (world.her,), never_shown),
    )
    assert [claim.says for claim in wrong_claims(world, claims)] == ["a fit"]


@pytest.mark.parametrize("name", ["floor_is_true", "gate_matrix_kept", "sign_can_fire"])
def test_the_proof_counts_every_claim(world: World, name: str) -> None:
    proof = prove(world, BY_NAME[name])
    assert proof.claims == sum(1 for _ in BY_NAME[name].claims(world))


@pytest.fixture
def in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ONE_GROUP", 0)


@pytest.mark.usefixtures("in_groups")
@pytest.mark.parametrize(
    "name", ["floor_is_true", "worse_answer_never_lowers", "gate_matrix_kept", "sign_can_decide"]
)
def test_in_groups_the_shipped_guideline_holds_too(guideline: Guideline, name: str) -> None:
    assert wrong_in(guideline, name) == ()


@pytest.mark.usefixtures("in_groups")
def test_in_groups_planted_faults_are_found_too(guideline: Guideline) -> None:
    softened = without(guideline, "gates", "pacemaker")
    assert any("electrical_implant" in one for one in wrong_in(softened, "gate_matrix_kept"))
    dead = with_rules(guideline, sign__fit="seizure AND NOT seizure")
    assert wrong_in(dead, "sign_can_fire") == ("no answers make fit true",)
    swapped = with_rules(guideline, sign__bp_high="bp_systolic <= 140")
    assert wrong_in(swapped, "worse_answer_never_lowers")


def wrong_in(guideline: Guideline, name: str) -> tuple[str, ...]:
    world = world_of(guideline)
    return tuple(one.says for one in wrong_claims(world, tuple(BY_NAME[name].claims(world))))


def test_findings_that_a_rule_connects_are_in_one_group(world: World) -> None:
    groups = Groups(world.compiled, world.rules)
    her = world.her
    weeks, pregnant = her.known("gestation_weeks"), her.holds("pregnant", True)
    assert groups.of(weeks) == groups.of(pregnant)
    apart = {groups.of(her.is_told(name)) for name in her.declared}
    assert sum(apart) == sum(groups.each)
    assert len(apart) > 1
    one, other = sorted(apart)[:2]
    names = {groups.of(her.is_told(name)): name for name in her.declared}
    both = every((her.is_told(names[one]), her.is_told(names[other])))
    assert set(groups.apart(both)) == {one, other}
