"""Every warning sign matters: it can be there, and it can be what decides."""

import re
from collections.abc import Iterator

from carrywell.api import Guideline
from carrywell.conditions.smt import every, negate, some
from carrywell.guideline.model import RANK, Sign, Urgency
from carrywell.proof.claims import Answers, Claim, Never, Plain, Sometimes, World, judged


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

    Except for one that `stands_beside` others: then one of those is there whenever it is, as urgent
    or more, and can decide.
    """
    content = world.compiled.content
    absent = {one.id: negate(world.woman.sign(one.id).certain) for one in content.signs}
    for sign in content.signs:
        if sign.stands_beside:
            yield from _stands_where_it_says(world, sign)
            continue
        no_other = (
            absent[one.id]
            for one in content.signs
            if one.id != sign.id and RANK[one.urgency] >= RANK[sign.urgency]
        )
        alone = every((world.woman.sign(sign.id).certain, *no_other))
        yield Sometimes(
            f"whenever {sign.id} is true, another sign as urgent or more is too",
            alone,
            Fires(sign.id),
        )


def _stands_where_it_says(world: World, sign: Sign) -> Iterator[Claim]:
    named = [world.compiled.content.sign[one] for one in sign.stands_beside]
    for one in named:
        yield Plain(
            f"{sign.id} is said to stand beside {one.id}, which is less urgent",
            RANK[one.urgency] < RANK[sign.urgency],
        )
        yield Plain(
            f"{sign.id} is said to stand beside {one.id}, which never decides itself",
            bool(one.stands_beside),
        )

    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        (her,) = judged(guideline, people)
        there = {one.id for one in her.signs}
        return sign.id in there and not there.intersection(sign.stands_beside)

    there = some(world.woman.sign(one.id).certain for one in named)
    yield Never(
        f"{sign.id} is there without any sign that it is said to stand beside",
        every((world.woman.sign(sign.id).certain, negate(there))),
        (world.her,),
        shows,
    )


def what_to_watch_for_is_told_as_urgent(world: World) -> Iterator[Claim]:
    """Of each sign told with another's words: these are for something as urgent or more.

    Except for private signs: their words say nothing of them, so that a shared page does not.
    """
    content = world.compiled.content
    for sign in content.signs:
        if sign.watch_for_as is None or sign.id in world.compiled.private_signs:
            continue
        spoken = content.sign[sign.watch_for_as]
        yield Plain(
            f"{sign.id} is {sign.urgency} and told with {spoken.id}, which is {spoken.urgency}",
            RANK[spoken.urgency] < RANK[sign.urgency],
        )


SAYS: dict[Urgency, tuple[str, ...]] = {
    "emergency": ("call an ambulance now", "call the emergency number now"),
    "urgent": ("now", "at once"),
    "soon": ("within", "today"),
    "routine": ("next visit",),
}
"""Words of which what to do must hold one, by urgency."""
FIRST_WORDS = SAYS["emergency"]
"""With these an emergency begins, and nothing else does."""
SENT = re.compile(r"\b(?:ring|go|call)\b")
"""Whom an urgent sign is for is sent to somebody in its first sentence: 'rest now' is not enough."""


def what_to_do_fits_the_urgency(world: World) -> Iterator[Claim]:
    """Of each sign: what it says to do is as urgent as it is, and begins so in an emergency."""
    for sign in world.compiled.content.signs:
        told = sign.do.lower()
        yield Plain(
            f"{sign.id} is {sign.urgency}, and what to do does not say so: {sign.do}",
            not any(_says(told, words) for words in SAYS[sign.urgency])
            or (sign.urgency == "urgent" and not _sends_now(told))
            or (sign.urgency == "emergency") != told.startswith(FIRST_WORDS),
        )


def _sends_now(told: str) -> bool:
    first = told.partition(". ")[0]
    return SENT.search(first) is not None and any(_says(first, one) for one in SAYS["urgent"])


def _says(told: str, words: str) -> bool:
    return re.search(rf"\b{words}\b", told) is not None
