"""Every warning sign matters: it can be there, and it can be what decides."""

from collections.abc import Iterator

from carrywell.api import Guideline
from carrywell.conditions.smt import every, negate, some
from carrywell.guideline.model import RANK, Sign
from carrywell.proof.claims import Answers, Claim, Sometimes, World, judged


class Fires:
    """Whether this sign is among those that are there."""

    def __init__(self, sign_id: str) -> None:
        self.sign_id = sign_id

    def __call__(self, guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        """Tries the answers."""
        (her,) = judged(guideline, people)
        return self.sign_id in {one.id for one in her.signs}


def each_sign_can_fire(world: World) -> Iterator[Claim]:
    """Of each sign: some answers make it true."""
    for sign in world.compiled.content.signs:
        yield Sometimes(
            f"no answers make {sign.id} true", world.woman.sign(sign.id).certain, Fires(sign.id)
        )


def each_sign_can_decide(world: World) -> Iterator[Claim]:
    """Of each sign: some answers make it true and no other that is as urgent or more.

    Except for a sign whose words are told with another's (`watch_for_as`), or whose note names the
    sign it is in line with: there the guideline says that it stands beside another.
    """
    for sign in world.compiled.content.signs:
        if _is_told_with_another(world, sign):
            continue
        others = [
            world.woman.sign(one.id).certain
            for one in world.compiled.content.signs
            if one.id != sign.id and RANK[one.urgency] >= RANK[sign.urgency]
        ]
        alone = every((world.woman.sign(sign.id).certain, negate(some(others))))
        yield Sometimes(
            f"whenever {sign.id} is true, another sign as urgent or more is too",
            alone,
            Fires(sign.id),
        )


def _is_told_with_another(world: World, sign: Sign) -> bool:
    if sign.watch_for_as is not None:
        return True
    words = (sign.note or "").replace(".", " ").replace(",", " ").split()
    return any(one.id in words for one in world.compiled.content.signs if one.id != sign.id)
