"""The interview as formulas: what she was asked, and what would be asked next.

Twin of `assessment.interview`, held equal to it by `tests/proof/test_interview.py`. What she was asked
is a free Boolean a finding; what of it she could tell is in the world's facts, so 'asked and not known'
is her 'not sure'.
"""

from collections.abc import Mapping
from functools import cached_property

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.assessment.open_signs import resting_on_signs
from carrywell.conditions.nodes import findings_of
from carrywell.conditions.smt import Formula, Rails, either, every, negate, some
from carrywell.guideline.model import RANK, Screen, Sign
from carrywell.proof.claims import World
from carrywell.proof.interview_order import urgency_screens, waited_for
from carrywell.proof.still_open import Open, StillOpen
from carrywell.proof.world import Woman


class Interview:
    """What she was asked, and what the urgency screens would ask next.

    `above` says of each rank whether the floor is below it, and `kept` of each sign that counts
    others whether some stage of pregnancy leaves it open. Both are free here, so that whatever they
    are is covered; `floor_rules` ties the first to her signs.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.compiled = world.compiled
        self.her = world.her
        self.above: Mapping[int, Formula] = {rank: z3.Bool(f"above.{rank}") for rank in (1, 2, 3)}
        self.kept: Mapping[str, Formula] = {
            sign.id: z3.Bool(f"kept.{sign.id}")
            for sign in (
                world.compiled.content.signs[place] for place in resting_on_signs(world.compiled)
            )
        }
        self._still = StillOpen(world)
        self._waits: dict[str, Formula] = {}

    @cached_property
    def staged(self) -> Woman:
        """The woman at the stage that decides her floor."""
        return self.world.staged(self.her)

    @cached_property
    def floor_rules(self) -> tuple[Formula, ...]:
        """The floor is below a rank when, at that stage, no sign of that rank is there."""
        return tuple(
            either(above, negate(certain), certain)
            for rank, above in self.above.items()
            for certain in (self.staged.reaches(rank).certain,)
        )

    def asked(self, finding: str) -> Formula:
        """She was asked this, whatever she said."""
        return z3.Bool(f"asked.{finding}")

    def free(self, finding: str) -> Formula:
        """Whether this is to be found out, for whatever reason."""
        return z3.Bool(f"wanted.{finding}")

    def really(self) -> Formula:
        """`above` and `kept` as the stage in hand tells them: narrower than the truth, to show a fault."""
        there = (
            some((above, self.world.woman.reaches(rank).certain))
            for rank, above in self.above.items()
        )
        still = (
            some((negate(kept), self.staged.sign(sign).possible))
            for sign, kept in self.kept.items()
        )
        return every((*there, *still))

    @cached_property
    def not_sure(self) -> Mapping[str, Formula]:
        """Of each finding: she was asked this and could not tell."""
        return {
            name: every((self.asked(name), negate(self.is_told(name))))
            for screen in self.compiled.content.screens
            for name in screen.asks
        }

    def is_told(self, finding: str) -> Formula:
        """Something is known of the finding; nothing is told of a derived one, which is never asked."""
        return self._still.is_told(finding)

    def applies(self, finding: str) -> Rails:
        """Whether the question is for her: it certainly is, it may be."""
        key = f"ask_when:{finding}"
        return self.world.woman.rule(key) if key in self.compiled.conditions else Rails(True, True)

    def rule(self, key: str) -> Open:
        """A rule, and the findings that `still_open` names while it is undecided."""
        return self._still.rule(key)

    def matters(self, sign: Sign) -> Formula:
        """Whether the sign, if it is undecided, is above the floor and open at some stage."""
        return every((self.above[RANK[sign.urgency]], self.kept.get(sign.id, True)))

    @cached_property
    def useful(self) -> Mapping[str, Formula]:
        """Of each finding: an undecided sign above the floor still depends on it."""
        found: dict[str, list[Formula]] = {}
        for sign in self.compiled.content.signs:
            if RANK[sign.urgency] == 0:
                continue
            matters = self.matters(sign)
            for name, depends in self.rule(f"sign:{sign.id}").names.items():
                found.setdefault(name, []).append(every((matters, depends)))
        return {name: some(each) for name, each in found.items()}

    @cached_property
    def wanted(self) -> Mapping[str, Formula]:
        """The same with the umbrella of each useful finding, and the question on which it waits."""
        found: dict[str, list[Formula]] = {}
        for name, useful in self.useful.items():
            for one in (name, *waited_for(self.compiled, name)):
                found.setdefault(one, []).append(useful)
        return {name: some(each) for name, each in found.items()}

    @cached_property
    def screens(self) -> tuple[tuple[Screen, Mapping[str, Formula]], ...]:
        """Each urgency screen in the order they are tried, with when each of its questions is put."""
        base, details = urgency_screens(self.compiled)
        return (
            *(
                (one, self.put(one, self.wanted, self._is_opened(one.details_of or "")))
                for one in details
            ),
            *((one, self.put(one, self.wanted)) for one in base),
        )

    @cached_property
    def nothing_to_ask(self) -> Formula:
        """No urgency screen has a question for her."""
        return negate(some(one for _, put in self.screens for one in put.values()))

    def put(
        self, screen: Screen, wanted: Mapping[str, Formula], opened: Formula = True
    ) -> Mapping[str, Formula]:
        """When each question of a screen would be put, if what is `wanted` were to be found out."""
        found: dict[str, Formula] = {}
        for name in screen.asks:
            guard = self.compiled.conditions.get(f"ask_when:{name}")
            applies = self.applies(name)
            along = every(found.get(one, False) for one in findings_of(guard)) if guard else False
            found[name] = every(
                (
                    opened,
                    wanted.get(name, False),
                    negate(self.asked(name)),
                    negate(self.is_told(name)),
                    some((applies.certain, every((applies.possible, along)))),
                )
            )
        return found

    def is_unasked(self, finding: str) -> Formula:
        """She was not asked this, nor is it for want of an answer to what the question waits for."""
        return every((negate(self.asked(finding)), negate(self.waits_for_not_sure(finding))))

    def waits_for_not_sure(self, finding: str) -> Formula:
        """It is not known whether the question is for her, as she was not sure of what it waits for."""
        key = f"ask_when:{finding}"
        if finding not in self._waits:
            self._waits[finding] = False  # questions that wait for each other wait for nobody
            if key in self.compiled.conditions:
                guard = self.rule(key)
                waits = every((guard.undecided, self.rests_on_not_sure(guard)))
                self._waits[finding] = waits
        return self._waits[finding]

    def rests_on_not_sure(self, rule: Open) -> Formula:
        """What the rule still depends on includes something she was asked and could not tell."""
        return some(
            (
                *rule.lists.values(),
                *(
                    every((depends, some((self.asked(name), self.waits_for_not_sure(name)))))
                    for name, depends in rule.names.items()
                ),
            )
        )

    def _is_opened(self, umbrella: str) -> Formula:
        return some((self.asked(umbrella), self.is_told(umbrella)))
