"""Monotone harm: a worse answer never makes her look better."""

from collections.abc import Iterator

from carrywell.api import Guideline
from carrywell.conditions.smt import every, negate, some
from carrywell.guideline.facts import as_fact
from carrywell.guideline.model import LEVELS, RANK
from carrywell.proof.claims import Answers, Claim, Never, World, judged
from carrywell.proof.copies import Calmer
from carrywell.proof.unknown import RAISED
from carrywell.proof.world import Woman


def a_worse_answer_never_lowers(world: World) -> Iterator[Claim]:
    """Any of her answers turned from harmless to anything else: neither bound becomes lower.

    A question without a harmless answer that another rules out (whether she took her temperature)
    may be turned to the value it has when it is ruled out.
    """
    content = world.compiled.content
    ruled_out = {
        one.id: as_fact(one, one.otherwise)
        for one in content.findings
        if one.ask_when and one.otherwise not in (None, "unknown") and one.id not in world.harmless
    }
    calmer = Calmer(world.her, {**world.harmless, **ruled_out})
    calm = Woman(world.compiled, calmer)
    rules = tuple(
        some((negate(calmer.turned(name)), negate(calm.rule(f"ask_when:{name}").possible)))
        for name in ruled_out
    )
    calm_at_each, worse_at_each = world.staged(calmer), world.staged(world.her)
    for rank in RAISED:

        def lower_floor(
            guideline: Guideline, people: tuple[Answers, ...], rank: int = rank
        ) -> bool:
            harmless, worse = judged(guideline, people)
            return RANK[harmless.floor] >= rank > RANK[worse.floor]

        def lower_ceiling(
            guideline: Guideline, people: tuple[Answers, ...], rank: int = rank
        ) -> bool:
            harmless, worse = judged(guideline, people)
            return RANK[harmless.ceiling] >= rank > RANK[worse.ceiling]

        then, now = calm.reaches(rank), world.woman.reaches(rank)
        women = (calmer, world.her)
        yield Never(
            f"a worse answer makes her less than {LEVELS[rank]}",
            every(
                (calm_at_each.reaches(rank).certain, negate(worse_at_each.reaches(rank).certain))
            ),
            women,
            lower_floor,
            rules,
        )
        yield Never(
            f"a worse answer rules out {LEVELS[rank]}",
            every((then.possible, negate(now.possible))),
            women,
            lower_ceiling,
            rules,
        )
