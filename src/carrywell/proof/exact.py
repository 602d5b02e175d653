"""The interval is exact: her floor and her ceiling are each reached by answers she could still give.

A floor that nothing reaches could be raised by reasoning alone, and so costs a delay; a ceiling that
nothing reaches could be lowered, and costs a question. Trying every way to fill in what she has not
told would need a quantifier, which no solver finishes. A few ways are enough: a sign in normal form
only loses from harmless answers and only gains from alarming ones. So the floor is reached by
answering everything else harmlessly, and the ceiling by one of a handful of alarming ways.
"""

from collections.abc import Iterator
from functools import cache

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.interval import at_each_stage, completion_plan, unknown_stage
from carrywell.conditions.smt import Formula, every, negate, some
from carrywell.guideline.compiled import TRUE, UNDECIDED, FactsDict
from carrywell.guideline.model import LEVELS, RANK
from carrywell.proof.alarming import alarming_values, alarming_ways, ways_for
from carrywell.proof.claims import Answers, Claim, Never, World
from carrywell.proof.copies import Staged
from carrywell.proof.filled_in import Anything, FilledIn, Given, ordered
from carrywell.proof.reached import Reached
from carrywell.proof.unknown import RAISED
from carrywell.proof.world import Woman, possible_facts


def full_answers_fit(world: World) -> Iterator[Claim]:
    """Whatever she told, and whatever she answers to the rest: `settle` can accept all of it.

    Her stage too is any that what she told allows.
    """
    anything = Anything("anything", world.her.declared.values())
    filled = FilledIn(world, anything)
    rules = tuple(anything.rules())
    woman = Woman(world.compiled, filled)

    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        return _fits(guideline, people[0]) and not _fits(guideline, people[1])

    facts = possible_facts(world.compiled, filled, woman)
    yield Never(
        "answers that could still be given do not follow from each other",
        some(negate(rule) for rule in facts),
        (world.her, filled),
        shows,
        rules,
    )


def the_floor_is_reached(world: World) -> Iterator[Claim]:
    """Whatever her stage: harmless answers to everything else are no more urgent than the floor."""
    staged = world.staged(world.her)
    plan = completion_plan(world.compiled)
    calm = FilledIn(world, Given({**world.harmless, **dict(plan.harmless)}))
    calmest = told_whole(world, calm)
    for rank in RAISED:

        def shows(_: Guideline, people: tuple[Answers, ...], rank: int = rank) -> bool:
            her, full = (_codes(world, one, people[1]) for one in people)
            return _reaches(world, full, rank, UNDECIDED) and not _reaches(world, her, rank, TRUE)

        yield Never(
            f"the floor is below {LEVELS[rank]}, and harmless answers do not reach it",
            negate(some((negate(calmest.reaches(rank).possible), staged.reaches(rank).certain))),
            (world.her, calm),
            shows,
        )


def the_ceiling_is_reached(world: World) -> Iterator[Claim]:
    """Of each sign: where a stage leaves it open, one of the alarming ways to answer makes it true.

    So some answers are as urgent as the ceiling says, unless she told half of a pair of readings.
    """
    staged = world.staged(world.her)
    values = alarming_values(world)
    ways = tuple(alarming_ways(world, values))
    filled = [FilledIn(world, Given(way.new), way.settled) for way in ways]
    worst = [told_whole(world, one) for one in filled]
    both_told = negate(half_told(world))
    solver = cache(lambda: Reached(world))  # only where a claim does not hold
    for place, sign in enumerate(world.compiled.content.signs):
        if RANK[sign.urgency] == 0:
            continue
        tried = ways_for(world, ways, values, sign.id)

        def shows(
            _: Guideline, people: tuple[Answers, ...], place: int = place, sign_id: str = sign.id
        ) -> bool:
            facts = settle(world.compiled, people[0]).base
            return _is_open(world, facts, place) and not solver().can_come(facts, sign_id)

        reached = some(worst[way].sign(sign.id).certain for way in tried)
        yield Never(
            f"{sign.id} is not ruled out, and no answers make it true",
            every((staged.sign(sign.id).possible, negate(reached), both_told)),
            (world.her, *(filled[way] for way in tried)),
            shows,
        )


def told_whole(world: World, filled: FilledIn) -> Woman:
    """Her rules and signs once everything is told; her weeks are hers though told in another way."""
    other_ways = {name for name in world.stage if world.her.declared[name].type != "yes_no"}
    return Woman(world.compiled, Staged(filled, other_ways))


def half_told(world: World) -> Formula:
    """Of two readings that bound each other (blood pressure) she told one alone.

    There the ceiling may be higher than reasoning needs: a top number of 100 rules out a bottom
    number of 110. It stays: a half reading is often a slip, and an alarming number in the place of
    an ordinary one must not make her look better.
    """
    pairs = ordered(world.compiled)
    one_known = [
        every((world.her.known(one), negate(world.her.known(other))))
        for pair in pairs
        for one, other in (pair, pair[::-1])
    ]
    return some(one_known)


def _fits(guideline: Guideline, answers: Answers) -> bool:
    try:
        settle(guideline.compiled, answers)
    except AnswerError:
        return False
    return True


def _is_open(world: World, facts: FactsDict, place: int) -> bool:
    """Some stage leaves a sign, by its place, undecided or true."""
    stages = at_each_stage(world.compiled, facts, unknown_stage(world.compiled, facts))
    return any(world.compiled.signs(one)[place] >= UNDECIDED for one in stages)


def _codes(world: World, answers: Answers, stage_of: Answers) -> bytes:
    """The signs' codes for these answers at the stage that the other answers tell."""
    facts = settle(world.compiled, answers).base
    stage = settle(world.compiled, stage_of).base
    told = {name: stage[name] for name in world.stage if stage.get(name) is not None}
    return world.compiled.signs({**facts, **told})


def _reaches(world: World, codes: bytes, rank: int, least: int) -> bool:
    """Some sign of this rank or a higher one has at least this code: `UNDECIDED` or `TRUE`."""
    ranks = world.compiled.ranks
    return any(one >= rank and code >= least for one, code in zip(ranks, codes, strict=True))
