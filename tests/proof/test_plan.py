"""The plan in formulas is the program's plan, and its properties find what is planted."""

import random
from collections.abc import Iterator
from typing import Any

import z3

from carrywell import Guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.result import Assessment, PlanItem
from carrywell.guideline.facts import as_answer, harmless_value
from carrywell.guideline.model import RANK
from carrywell.proof.claims import World
from carrywell.proof.plan import PlanOf, plan_of

SECTIONS = ("while_waiting", "now", "daily", "night", "avoid", "see_someone", "stop", "know")
MILD = (
    *("back_pain", "radiates_to_leg", "stress", "sleep_disturbed", "cancer_history", "swelling"),
    *("wrist_pain", "epilepsy", "broken_skin", "twins", "pelvic_girdle_pattern", "mood_low"),
)
STATUSES = ("offered", "ask first", "not for you", "ask before offering")


def somebody(guideline: Guideline, chance: random.Random) -> dict[str, Any]:
    """Somebody who answered nearly everything, and little of it alarming."""
    asked = [one for one in guideline.content.findings if one.derived is None]
    calm = {one.id: as_answer(harmless_value(one)) for one in asked if not one.implies}
    answers = {name: value for name, value in calm.items() if value is not None}
    answers |= {"pregnant": True, "gestation_weeks": float(chance.choice((3, 9, 16, 24, 31, 38)))}
    if chance.random() < 0.2:
        answers = {"pregnant": False}
    for one in chance.sample(asked, chance.choice((0, 0, 1, 2))):
        answers.pop(one.id, None)
    yes_no = [one.id for one in asked if one.type == "yes_no"]
    mild = chance.sample([one for one in MILD if one in yes_no], chance.choice((0, 1, 2, 3)))
    for name in (*mild, *chance.sample(yes_no, chance.choice((0, 0, 1)))):
        answers[name] = True
    return answers


def people(guideline: Guideline, count: int, seed: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(seed)
    found = 0
    while found < count:
        answers = somebody(guideline, chance)
        try:
            settle(guideline.compiled, answers)
        except AnswerError:
            continue
        found += 1
        yield answers


def model_of(world: World, plan: PlanOf, answers: dict[str, Any], her: Assessment) -> z3.ModelRef:
    solver = z3.Solver()
    solver.add(*world.rules, *plan.advised.rules)
    fixed = world.her.fixed(settle(world.compiled, answers).base)
    solver.add(*(variable == value for variable, value in fixed))
    solver.add(plan.urgent == (RANK[her.urgency] >= RANK["urgent"]))
    solver.add(plan.advised.emergency == (her.urgency == "emergency"))
    solver.add(plan.advised.urgent_for_sure == (RANK[her.floor] >= RANK["urgent"]))
    assert solver.check() == z3.sat, answers
    return solver.model()


def says(model: z3.ModelRef, formula: Any) -> bool:
    if isinstance(formula, bool):
        return formula
    return z3.is_true(model.eval(formula, model_completion=True))


def lines_of(world: World, her: Assessment) -> set[tuple[str, str, str]]:
    """What the program shows, as kind, id and section."""
    advice = {one.say: one.id for one in world.compiled.content.advice}

    def named(item: PlanItem, section: str) -> tuple[str, str, str]:
        if item.treatment is not None:
            return "treatment", item.treatment, section
        return "advice", advice[item.say], section

    shown = {named(item, section) for section in SECTIONS for item in getattr(her.plan, section)}
    return shown | {("exercise", one.id, "routine") for one in her.plan.routine}


def test_the_plan_in_formulas_is_the_plan_of_the_program(world: World) -> None:
    plan = plan_of(world)
    seen: set[tuple[str, str, str]] = set()
    statuses: set[str] = set()
    levels: set[str] = set()
    for answers in people(world.guideline, 60, seed=3):
        her = world.guideline.assess(answers)
        model = model_of(world, plan, answers, her)
        shown = lines_of(world, her)
        may_be = {
            (one.kind, one.id, one.section) for one in plan.lines if says(model, one.shown.possible)
        }
        certain = {
            (one.kind, one.id, one.section) for one in plan.lines if says(model, one.shown.certain)
        }
        left_open = {
            (one.kind, one.id, one.section)
            for one in plan.lines
            if one.shown.certain is False and one.shown.possible is not False
        }
        assert certain <= shown <= may_be
        assert may_be - certain <= left_open, "all else is told exactly"
        for told in her.treatments:
            stands = plan.standings[told.id]
            held = [
                name
                for name, formula in zip(STATUSES, stands.statuses(), strict=True)
                if says(model, formula)
            ]
            assert held == [told.status], (told.id, answers)
            assert told.status == "offered" or says(model, stands.has_reason) == bool(told.reasons)
            statuses.add(told.status)
        hers = [scope.say for scope, formula in plan.scopes if says(model, formula)]
        assert hers == [her.scope.say]
        assert says(model, plan.in_scope) == her.scope.in_scope
        seen |= shown
        levels.add(her.urgency)
    assert statuses == set(STATUSES)
    assert levels == {"routine", "soon", "urgent", "emergency"}
    assert {one[0] for one in seen} == {"advice", "treatment", "exercise"}
    assert {one[2] for one in seen} == {*SECTIONS, "routine"}
