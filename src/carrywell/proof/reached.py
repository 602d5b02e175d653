"""The exact floor and ceiling of one woman by asking the solver, with no argument about harmless answers.

`proof.exact` proves the interval exact with ways to answer that it makes up. This asks the other way
round: is there any full set of answers, of all that fit what she told, that is less urgent, or more?
It is slower by far and for one woman at a time, and shares none of the reasoning of `interval`.
"""

from collections.abc import Iterator

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.smt import Formula, every, negate, real, some
from carrywell.guideline.compiled import FactsDict
from carrywell.guideline.facts import as_fact
from carrywell.guideline.model import RANK
from carrywell.proof.claims import World
from carrywell.proof.world import is_value


class Reached:
    """Asks for the least and the most urgent full answers; made once for many women."""

    def __init__(self, world: World) -> None:
        self._her = world.her
        # her weeks are some number even where she told them in another way
        self._whole = world.staged(world.her)
        ranks = sorted({RANK[sign.urgency] for sign in world.compiled.content.signs} - {0})
        self._reaches = {rank: self._whole.reaches(rank).certain for rank in ranks}
        self._solver = z3.Solver()
        self._solver.add(*world.rules, *(one for one in everything_told(world) if one is not True))

    def bounds(self, facts: FactsDict) -> tuple[int, int] | None:
        """The ranks of the least and of the most urgent answers; None when nothing fits the facts."""
        self._solver.push()
        self._solver.add(*(one for one in self._kept(facts) if one is not True))
        found = (self._least(), self._most()) if self._can(True) else None
        self._solver.pop()
        return found

    def can_come(self, facts: FactsDict, sign_id: str) -> bool:
        """Whether some full answers that fit these facts make a sign true."""
        self._solver.push()
        self._solver.add(*(one for one in self._kept(facts) if one is not True))
        possible = self._can(self._whole.sign(sign_id).certain)
        self._solver.pop()
        return possible

    def _least(self) -> int:
        for rank, reached in self._reaches.items():
            if self._can(negate(reached)):
                return rank - 1
        return max(self._reaches)

    def _most(self) -> int:
        return max(
            (rank for rank, reached in self._reaches.items() if self._can(reached)), default=0
        )

    def _can(self, wanted: Formula) -> bool:
        found = self._solver.check(*([] if isinstance(wanted, bool) else [wanted]))
        if found == z3.unknown:
            raise RuntimeError(f"the solver gave up: {self._solver.reason_unknown()}")
        return bool(found == z3.sat) and wanted is not False

    def _kept(self, facts: FactsDict) -> Iterator[Formula]:
        for name, value in facts.items():
            if isinstance(value, frozenset) and None in value:
                for option in value - {None}:
                    yield self._her.ticked(name, str(option))
            elif value is not None:
                yield is_value(self._her, self._her.declared[name], value)


def everything_told(world: World) -> Iterator[Formula]:
    """Every question that could be answered is; her weeks lie in their range."""
    her, content = world.her, world.compiled.content
    for one in her.declared.values():
        finding = content.finding[one.id]
        if one.type == "choices":
            yield negate(her.is_open(one.id))
            continue
        spared: list[Formula] = [  # a reading not taken, weeks that she can only guess
            every(
                (
                    her.is_told(other),
                    negate(
                        is_value(her, her.declared[other], as_fact(content.finding[other], written))
                    ),
                )
            )
            for other, written in finding.implies.items()
        ]
        if one.id in world.stage and finding.ask_when is not None:
            spared.append(negate(world.woman.rule(f"ask_when:{one.id}").possible))
        yield some((her.is_told(one.id), *spared))
        if one.type == "number" and one.minimum is not None and one.maximum is not None:
            yield every(
                (her.amount(one.id) >= real(one.minimum), her.amount(one.id) <= real(one.maximum))
            )
