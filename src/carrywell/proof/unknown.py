"""Unknown never hides: what is not known is never taken as 'no'."""

from collections.abc import Iterator
from itertools import product

from carrywell.api import Guideline
from carrywell.assessment.interval import Plan, completion_plan, leaves_of, read_by
from carrywell.conditions.nodes import findings_of
from carrywell.conditions.smt import Formula, every, negate, some
from carrywell.conditions.values import Value
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.facts import as_fact
from carrywell.guideline.model import LEVELS, RANK, Sign
from carrywell.proof.claims import Answers, Claim, Never, World, judged
from carrywell.proof.copies import Before, Calmer, Filled
from carrywell.proof.world import Woman

RAISED = (3, 2, 1)
"""The ranks of emergency, urgent and soon: routine is where everyone starts."""


def learning_takes_nothing_back(world: World) -> Iterator[Claim]:
    """Of each rule: what was settled before an answer is settled the same way after it."""
    before = Before(world.her)
    earlier = Woman(world.compiled, before)
    rules = tuple(before.rules(world.her))
    for key in world.compiled.conditions:
        then, now = earlier.rule(key), world.woman.rule(key)
        wrong = some(
            (
                every((then.certain, negate(now.certain))),
                every((now.possible, negate(then.possible))),
            )
        )

        def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
            first, second = judged(guideline, people)
            return RANK[second.floor] < RANK[first.floor] or (
                RANK[second.ceiling] > RANK[first.ceiling]
            )

        yield Never(
            f"one more answer takes back what {key} had settled",
            wrong,
            (before, world.her),
            shows,
            rules,
        )


def the_floor_is_never_above_the_truth(world: World) -> Iterator[Claim]:
    """The floor completes unknown answers harmlessly: nothing she may answer is less urgent."""
    plan = completion_plan(world.compiled)
    calmer = Calmer(world.her, dict(plan.harmless))
    completed, told = world.staged(calmer), world.staged(world.her)
    for rank in RAISED:

        def shows(guideline: Guideline, people: tuple[Answers, ...], rank: int = rank) -> bool:
            calm, her = judged(guideline, people)
            return RANK[calm.floor] >= rank > RANK[her.floor]

        yield Never(
            f"harmless answers are {LEVELS[rank]} and others are less urgent",
            every((completed.reaches(rank).certain, negate(told.reaches(rank).certain))),
            (calmer, world.her),
            shows,
        )


def advice_lies_between(world: World) -> Iterator[Claim]:
    """A sign that is there is never above the ceiling, so that the floor is not either."""
    woman = world.woman
    for rank in RAISED:

        def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
            (her,) = judged(guideline, people)
            return not RANK[her.floor] <= RANK[her.urgency] <= RANK[her.ceiling]

        reached = woman.reaches(rank)
        yield Never(
            f"the floor is {LEVELS[rank]} and the ceiling is lower",
            every((reached.certain, negate(reached.possible))),
            (world.her,),
            shows,
        )


def an_open_sign_can_still_come(world: World) -> Iterator[Claim]:
    """An undecided sign is possible in some stage of pregnancy, so it is under the ceiling.

    Signs that rest on other signs are left out: they may count signs of two different stages. Of
    those the program looks at every stage itself (`assessment.open_signs`).
    """
    plan = completion_plan(world.compiled)
    filled: dict[tuple[tuple[str, Value], ...], Woman] = {}
    for sign in world.compiled.content.signs:
        if RANK[sign.urgency] == 0 or _names_signs(world.compiled, sign):
            continue
        regions = _regions_read(world.compiled, plan, sign)
        possible = world.woman.sign(sign.id).possible
        if not regions:
            continue
        somewhere: list[Formula] = []
        for values in product(*regions.values()):
            key = tuple(zip(regions, values, strict=True))
            if key not in filled:
                stage = Filled(world.her, _with_implied(world.compiled, dict(key)))
                filled[key] = Woman(world.compiled, stage)
            somewhere.append(filled[key].sign(sign.id).possible)

        def shows(guideline: Guideline, people: tuple[Answers, ...], sign: Sign = sign) -> bool:
            (her,) = judged(guideline, people)
            open_now = sign.id in {one.id for one in her.undecided}
            return open_now and RANK[her.ceiling] < RANK[sign.urgency]

        yield Never(
            f"{sign.id} is undecided, and the ceiling is below {sign.urgency}",
            every((possible, negate(some(somewhere)))),
            (world.her,),
            shows,
        )


def _names_signs(compiled: Compiled, sign: Sign) -> bool:
    """Whether the sign rests on other signs."""
    return any(
        one.startswith("signs.") for one in findings_of(compiled.conditions[f"sign:{sign.id}"])
    )


def _regions_read(compiled: Compiled, plan: Plan, sign: Sign) -> dict[str, tuple[Value, ...]]:
    """The findings without a harmless answer that the sign reads, with a value of each region."""
    leaves = leaves_of(compiled, compiled.normal[f"sign:{sign.id}"])
    read = {name for leaf in leaves for name in read_by(leaf)}
    found = dict(plan.regions)
    implied = {
        other for name in found if name in read for other in compiled.content.finding[name].implies
    }
    return {name: _middles(values) for name, values in found.items() if name in read - implied}


def _middles(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Of numbers, those between the thresholds are enough: more would only prove less."""
    numbers = [one for one in values if isinstance(one, float)]
    return tuple(numbers[1::2]) if numbers else values


def _with_implied(compiled: Compiled, values: dict[str, Value]) -> dict[str, Value]:
    finding = compiled.content.finding
    implied = {
        other: as_fact(finding[other], written)
        for name in values
        for other, written in finding[name].implies.items()
    }
    return {**implied, **values}
