"""The world of the proofs holds every set of facts that answers can lead to."""

import random
from typing import Any

import z3

from carrywell.assessment.answers import AnswerError, settle
from carrywell.guideline.compiled import FALSE, TRUE, Compiled
from carrywell.guideline.model import Finding
from carrywell.proof.claims import World


def an_answer(finding: Finding, chance: random.Random) -> Any:
    match finding.type:
        case "yes_no":
            return chance.random() < 0.5
        case "choice":
            return chance.choice(finding.options).id
        case "choices":
            named = [one.id for one in finding.options if chance.random() < 0.2]
            return [*named, None] if chance.random() < 0.3 else named
        case "number":
            assert finding.min is not None
            assert finding.max is not None
            return float(round(chance.uniform(finding.min, finding.max)))


def somebody(compiled: Compiled, chance: random.Random) -> dict[str, Any]:
    asked = [one for one in compiled.content.findings if one.derived is None]
    return {
        one.id: an_answer(one, chance)
        for one in chance.sample(asked, chance.choice((3, 8, 20, 60)))
    }


def test_every_set_of_facts_is_in_the_world_and_its_signs_agree(world: World) -> None:
    compiled, her, woman = world.compiled, world.her, world.woman
    solver = z3.Solver()
    solver.add(*world.rules)
    chance = random.Random(5)
    tried = fired = 0
    while tried < 60:
        try:
            settled = settle(compiled, somebody(compiled, chance))
        except AnswerError:
            continue
        tried += 1
        solver.push()
        solver.add(*(variable == value for variable, value in her.fixed(settled.base)))
        assert solver.check() == z3.sat, settled.base
        model = solver.model()
        solver.pop()
        for sign, code in zip(compiled.content.signs, settled.codes, strict=True):
            both = woman.sign(sign.id)
            assert z3.is_true(model.eval(both.certain)) == (code == TRUE)
            assert z3.is_true(model.eval(both.possible)) == (code != FALSE)
            fired += code == TRUE
    assert fired > 100


def test_derived_findings_agree(world: World) -> None:
    compiled = world.compiled
    chance = random.Random(8)
    seen = set()
    told = {"pregnant": True, "gestation_weeks": 20, "height_cm": 165, "weight_before_kg": 60}
    for person in (told, *(somebody(compiled, chance) for _ in range(8))):
        try:
            settled = settle(compiled, person)
        except AnswerError:
            continue
        solver = z3.SimpleSolver()
        solver.add(*(variable == value for variable, value in world.her.fixed(settled.base)))
        assert solver.check() == z3.sat
        model = solver.model()
        for finding in compiled.content.findings:
            if finding.derived is None or finding.type == "number":
                continue
            for answer in world.woman.answers(finding.id):
                formula = world.woman.holds(finding.id, answer)
                held = z3.is_true(model.eval(formula))
                assert held == (settled.facts.get(finding.id) == answer), finding.id
                seen.add((finding.type, held))
    assert seen == {("yes_no", True), ("yes_no", False), ("choice", True), ("choice", False)}
