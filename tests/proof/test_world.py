"""The world of the proofs holds every set of facts that answers can lead to."""

import random
from typing import Any

import pytest
import z3

from carrywell import load_guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.conditions.smt import value_under
from carrywell.guideline.compiled import FALSE, TRUE, Compiled
from carrywell.guideline.model import Finding
from carrywell.proof.world import Woman, anyone, possible_facts


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return load_guideline().compiled


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


def test_every_set_of_facts_is_in_the_world_and_its_signs_agree(compiled: Compiled) -> None:
    her = anyone(compiled, "she")
    woman = Woman(compiled, her)
    rules = z3.And(possible_facts(compiled, her, woman))
    chance = random.Random(5)
    tried = fired = 0
    while tried < 60:
        try:
            settled = settle(compiled, somebody(compiled, chance))
        except AnswerError:
            continue
        tried += 1
        assert value_under(rules, her, settled.base)
        for sign, code in zip(compiled.content.signs, settled.codes, strict=True):
            if tried <= 6 or code == TRUE:
                both = woman.sign(sign.id)
                assert value_under(both.certain, her, settled.base) == (code == TRUE)
                assert value_under(both.possible, her, settled.base) == (code != FALSE)
            fired += code == TRUE
    assert fired > 100
