"""What she is advised, in formulas that leave open what the signs alone do not settle."""

from functools import cached_property

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.smt import Formula, Rails, every, negate, some
from carrywell.guideline.model import RANK
from carrywell.proof.world import Woman


class Advised:
    """Free are `urgent`, she is told to act now, `emergency`, to call an ambulance, and
    `urgent_for_sure`, she is told to act now whatever is still unknown.
    """

    def __init__(self, woman: Woman) -> None:
        self.urgent = z3.Bool("advised.urgent")
        self.emergency = z3.Bool("advised.emergency")
        self.urgent_for_sure = z3.Bool("advised.urgent_for_sure")
        self._woman = woman

    @cached_property
    def _urgent_sign(self) -> Rails:
        return self._woman.reaches(RANK["urgent"])

    @cached_property
    def _emergency_sign(self) -> Rails:
        return self._woman.reaches(RANK["emergency"])

    @cached_property
    def rules(self) -> tuple[Formula, ...]:
        """What is sure (`assessment.decide`): a sign that is there counts, and one ruled out cannot."""
        return (
            _if(self._urgent_sign.certain, self.urgent_for_sure),
            _if(self.urgent_for_sure, self.urgent),
            _if(self.urgent, self._urgent_sign.possible),
            _if(self._emergency_sign.certain, self.emergency),
            _if(self.emergency, self._emergency_sign.possible),
            _if(self.emergency, self.urgent),
        )

    @cached_property
    def settled(self) -> Formula:
        """Nothing is left open: each level is reached by a sign that is there, or all are ruled out."""
        none = negate(self._urgent_sign.possible)
        no_emergency = negate(self._emergency_sign.possible)
        return some(
            (
                every((negate(self.urgent), negate(self.emergency), none)),
                every(
                    (self.urgent, self._urgent_sign.certain, negate(self.emergency), no_emergency)
                ),
                every((self.urgent, self._emergency_sign.certain, self.emergency)),
            )
        )


def _if(when: Formula, then: Formula) -> Formula:
    return some((negate(when), then))
