"""What follows from answers, as formulas, is what the program makes of them."""

import random
from typing import Any

import z3
from test_world import somebody

from carrywell import Guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.conditions.smt import Formula, every, negate
from carrywell.guideline.compiled import FALSE, TRUE
from carrywell.guideline.facts import as_fact
from carrywell.proof import told
from carrywell.proof.answered import answered
from carrywell.proof.compared import two_of
from carrywell.proof.statuses import STATUSES, floor_rules, statuses
from carrywell.proof.world import anyone

ENOUGH = 20


def given(guideline: Guideline, answers: dict[str, Any]) -> dict[str, Any]:
    finding = guideline.content.finding
    return {name: as_fact(finding[name], value) for name, value in answers.items()}


def people(guideline: Guideline, chance: random.Random) -> Any:
    """Answers without lists that are open and empty: those count as not answered in the formulas."""
    while True:
        answers = somebody(guideline.compiled, chance)
        yield {name: value for name, value in answers.items() if value != [None]}


def test_what_settle_takes_and_refuses_and_every_sign_agree(guideline: Guideline) -> None:
    compiled = guideline.compiled
    her = anyone(compiled, "she")
    facts = answered(compiled, her)
    chance = random.Random(5)
    taken = refused = 0
    for answers in people(guideline, chance):
        fixed = her.fixed(given(guideline, answers))

        def holds(formula: Formula, fixed: Any = fixed) -> bool:
            if isinstance(formula, bool):
                return formula
            return z3.is_true(z3.simplify(z3.substitute(formula, *fixed)))

        accepted = holds(z3.And(list(facts.rules)))
        try:
            settled = settle(compiled, answers)
        except AnswerError:
            assert not accepted, answers
            refused += 1
            continue
        assert accepted, answers
        taken += 1
        as_told = [
            (both.certain if code == TRUE else negate(both.certain), both.possible)
            if code != FALSE
            else (negate(both.certain), negate(both.possible))
            for sign, code in zip(compiled.content.signs, settled.codes, strict=True)
            for both in (facts.woman.sign(sign.id),)
        ]
        assert holds(every(one for pair in as_told for one in pair)), answers
        if taken >= ENOUGH and refused >= ENOUGH // 2:
            break


def test_a_birth_and_a_stage_of_pregnancy_say_what_settle_says(guideline: Guideline) -> None:
    compiled = guideline.compiled
    her = anyone(compiled, "she")
    facts = answered(compiled, her)
    is_pregnant = [facts.woman.holds("pregnant", one) for one in (True, False)]
    accepted = z3.And(list(facts.rules))
    for answers in (
        {"postpartum": True},
        {"postpartum": False},
        {"postpartum_days": 3.0},
        {"pregnancy_test": "positive"},
        {"gestation_estimate": "third_trimester"},
        {"gestation_estimate": "third_trimester", "postpartum": True},
        {"gestation_weeks": 31.0, "postpartum_days": 3.0},
        {"pregnant": False, "gestation_estimate": "third_trimester"},
    ):
        fixed = her.fixed(given(guideline, answers))
        found = [
            z3.is_true(z3.simplify(z3.substitute(one, *fixed))) for one in (*is_pregnant, accepted)
        ]
        try:
            known = settle(compiled, answers).base.get("pregnant")
        except AnswerError:
            assert not found[2], answers
        else:
            assert found == [known is True, known is False, True], answers


def test_the_status_that_the_program_gives_is_possible(guideline: Guideline) -> None:
    two = two_of(guideline, guideline)
    solver = z3.Solver()
    solver.add(*two.rules, *floor_rules(two.old))
    chance = random.Random(6)
    each = {one.id: statuses(two.old, one.id) for one in guideline.content.treatments}
    seen = set()
    tried = 0
    for answers in people(guideline, chance):
        try:
            found = told.all_statuses(guideline, answers)
        except AnswerError:
            continue
        wanted = [each[name][STATUSES.index(status)] for name, status in found.items()]
        fixed = [variable == value for variable, value in two.her.fixed(given(guideline, answers))]
        assert solver.check(*fixed, *(one for one in wanted if one is not True)) == z3.sat, answers
        seen |= set(found.values())
        tried += 1
        if tried == ENOUGH:
            break
    assert len(seen) >= 2
