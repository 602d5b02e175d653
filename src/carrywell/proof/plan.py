"""Today's plan in formulas, and what holds of it: no gap, first aid alone, strictest wins.

Twin of `assessment.treatments` and `assessment.plan`: the same cases in the same order. What rests
on the order of her likely causes is left open: such a line has 'may be shown' without 'is shown'.
"""

from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache
from typing import Literal

import msgspec

from carrywell.assessment.treatments import FORBIDS, cell_of
from carrywell.conditions.smt import Formula, Rails, every, negate, some
from carrywell.guideline.model import Advice, Cell, Exercise, Gate, Scope, Treatment
from carrywell.proof.advised import Advised
from carrywell.proof.claims import World
from carrywell.proof.world import Woman

ASKS: frozenset[Cell] = frozenset({"A"})
SECTIONS = ("while_waiting", "now", "daily", "night", "avoid", "see_someone", "stop", "know")
"""The sections of the plan but for the routine of exercises."""
TO_DO = ("now", "daily", "night", "routine")
"""The sections that say what to do."""
TRIMESTERS = {"first": 1, "second": 2, "third": 3}


class Standing(msgspec.Struct, frozen=True):
    """One formula for each status of a treatment, and one for 'a reason is given'."""

    offered: Formula
    ask_first: Formula
    not_for_you: Formula
    ask_before_offering: Formula
    has_reason: Formula

    def statuses(self) -> tuple[Formula, ...]:
        """The four of them."""
        return (self.offered, self.ask_first, self.not_for_you, self.ask_before_offering)


class Line(msgspec.Struct, frozen=True):
    """One line that a plan can hold: advice, treatment or exercise, and when it is there."""

    kind: Literal["advice", "treatment", "exercise"]
    id: str
    section: str
    shown: Rails


class PlanOf:
    """The plan of one woman."""

    def __init__(self, woman: Woman) -> None:
        self.woman = woman
        self.content = woman.compiled.content
        self.advised = Advised(woman)
        self.urgent = self.advised.urgent

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How each treatment stands."""
        return {one.id: self._standing(one) for one in self.content.treatments}

    @cached_property
    def in_scope(self) -> Formula:
        """Carrywell was made for her situation."""
        return some(hers for scope, hers in self.scopes if scope.in_scope)

    @cached_property
    def scopes(self) -> tuple[tuple[Scope, Formula], ...]:
        """Each scope and 'it is hers': the first that certainly holds, else the last."""
        earlier: list[Formula] = []
        found: list[tuple[Scope, Formula]] = []
        for scope in self.content.scopes:
            last = scope is self.content.scopes[-1]
            certain = last or self.woman.rule(f"scope:{scope.id}").certain
            found.append((scope, every((certain, *earlier))))
            earlier.append(negate(certain))
        return tuple(found)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line that a plan can hold."""
        return (
            *(self._advice(one) for one in self.content.advice),
            *(line for one in self.content.treatments for line in self._treatment(one)),
            *(self._exercise(one) for one in self.content.exercises),
        )

    def some_line(self, *sections: str) -> Rails:
        """Some line of these sections is there."""
        shown = [one.shown for one in self.lines if one.section in sections]
        return Rails(some(one.certain for one in shown), some(one.possible for one in shown))

    def limits(self, treatment: Treatment, *, forbids: bool) -> list[Rails]:
        """Every rule that refuses the treatment, or every one that wants a question first."""
        if forbids:
            return self.gates(treatment, FORBIDS) + self.cautions(treatment, "not_when")
        return self.gates(treatment, ASKS) + self.cautions(treatment, "ask_first_when")

    def gates(
        self, treatment: Treatment, cells: Collection[Cell], but: Gate | None = None
    ) -> list[Rails]:
        """The gates (`but` for one) that have one of these cells for the treatment."""
        return [
            Rails(self.advised.urgent_for_sure, self.urgent)
            if gate.applies == "open_urgent_sign"
            else self.woman.rule(f"gate:{gate.id}")
            for gate in self.content.gates
            if gate is not but and cell_of(gate, treatment) in cells
        ]

    def cautions(
        self, treatment: Treatment, field: Literal["not_when", "ask_first_when"]
    ) -> list[Rails]:
        """The treatment's own cautions of this kind, in their order."""
        return [
            self.woman.rule(f"treatment:{treatment.id}:{field}:{index}")
            for index in range(len(getattr(treatment, field)))
        ]

    @cached_property
    def _soon(self) -> Formula:
        return some(
            self.woman.sign(one.id).certain for one in self.content.signs if one.urgency == "soon"
        )

    def _standing(self, treatment: Treatment) -> Standing:
        refusing = self.limits(treatment, forbids=True)
        asking = self.limits(treatment, forbids=False)
        never = treatment.kind == "never"
        refused = some((never, *(one.certain for one in refusing)))
        asked = some(
            (
                treatment.with_open_soon != "offered" and self._soon,
                *(one.certain for one in asking),
            )
        )
        may_refuse = some((refused, *(one.possible for one in refusing)))
        may_ask = some((asked, *(one.possible for one in asking)))
        undecided = some(every((one.possible, negate(one.certain))) for one in refusing + asking)
        ask_first = every((negate(may_refuse), asked))
        ask_before = some(
            (
                every((negate(refused), may_refuse)),
                every((negate(may_refuse), negate(asked), may_ask)),
            )
        )
        return Standing(
            offered=every((negate(may_refuse), negate(may_ask))),
            ask_first=ask_first,
            not_for_you=refused,
            ask_before_offering=ask_before,
            has_reason=some((refused, ask_first, every((ask_before, undecided)))),
        )

    def _advice(self, advice: Advice) -> Line:
        waiting = advice.section == "while_waiting"
        when = every(
            (
                self.urgent if waiting else every((negate(self.urgent), self.in_scope)),
                self._is_at_level(advice),
                self.woman.rule(f"advice:{advice.id}").certain,
                *(self._is_fine(advice, one) for one in advice.treatments),
            )
        )
        rests_on_more = (
            advice.causes or advice.when_cause_unclear or {"soon", "routine"} & {*advice.at}
        )
        return Line("advice", advice.id, advice.section, Rails(not rests_on_more and when, when))

    def _is_at_level(self, advice: Advice) -> Formula:
        """She may be told as much as the advice is for; 'soon' and 'routine' are one here."""
        levels = {
            "emergency": self.advised.emergency,
            "urgent": every((self.urgent, negate(self.advised.emergency))),
            "soon": negate(self.urgent),
            "routine": negate(self.urgent),
        }
        return not advice.at or some(levels[one] for one in advice.at)

    def _is_fine(self, advice: Advice, treatment_id: str) -> Formula:
        stands = self.standings[treatment_id]
        return some((stands.offered, advice.section == "know" and stands.ask_first))

    def _treatment(self, treatment: Treatment) -> Iterator[Line]:
        stands = self.standings[treatment.id]
        here = every((negate(self.urgent), self.in_scope))
        for section, status in (
            (treatment.section, stands.offered),
            ("avoid", treatment.kind == "plan" and stands.not_for_you),
            ("see_someone", stands.ask_first),
        ):
            shown = every((here, status))
            yield Line("treatment", treatment.id, section, Rails(shown, shown))

    def _exercise(self, exercise: Exercise) -> Line:
        bars = [
            self.woman.rule(f"exercise:{exercise.id}:{index}").possible
            for index in range(len(exercise.not_when))
        ]
        may_be = every(
            (
                negate(self.urgent),
                self.in_scope,
                self.standings["stretching"].offered,
                self._fits_weeks(exercise),
                negate(some(bars)),
            )
        )
        return Line("exercise", exercise.id, "routine", Rails(False, may_be))

    def _fits_weeks(self, exercise: Exercise) -> Formula:
        told = {number: self.woman.holds("trimester", name) for name, number in TRIMESTERS.items()}
        fits = [told[number] for number in exercise.trimesters]
        always = exercise.trimesters == (1, 2, 3)
        return some((*fits, always and negate(some(told.values()))))


def exactly_one(formulas: Collection[Formula]) -> Formula:
    """One of them holds, and no other."""
    return some(
        every((one, *(negate(other) for other in formulas if other is not one))) for one in formulas
    )


@lru_cache(maxsize=2)
def plan_of(world: World) -> PlanOf:
    """The plan of the woman of this world, made once."""
    return PlanOf(world.woman)
