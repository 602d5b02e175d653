"""A treatment's status as formulas: twin of `assessment.treatments.status_of`."""

from collections.abc import Iterator

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.assessment.treatments import FORBIDS
from carrywell.conditions.smt import Formula, Rails, every, negate, some
from carrywell.guideline.model import RANK, Treatment
from carrywell.proof.compared import Side

STATUSES = ("offered", "ask first", "ask before offering", "not for you")
URGENT = RANK["urgent"]


def statuses(side: Side, name: str) -> tuple[Formula, ...]:
    """Of each status, in the order of `STATUSES`: when the treatment has it."""
    treatment = side.guideline.content.treatment[name]
    if treatment.kind == "never":
        return (False, False, False, True)
    refuses, asks = _limits(side, treatment)
    soon = False if treatment.with_open_soon == "offered" else _soon(side)
    clear = negate(refuses.possible)
    ask = every((clear, some((soon, asks.certain))))
    ask_open = every((clear, negate(soon), negate(asks.certain), asks.possible))
    offered = every((clear, negate(soon), negate(asks.possible)))
    refuse_open = every((negate(refuses.certain), refuses.possible))
    return (offered, ask, some((refuse_open, ask_open)), refuses.certain)


def floor_rules(side: Side) -> Iterator[Formula]:
    """What holds of `open_sign`'s variable: the floor lies between what is sure and any one stage."""
    floor = _floor_is_urgent(side)
    yield some((negate(side.now[URGENT].certain), floor))
    yield some((negate(floor), side.then[URGENT].certain))


def open_sign(side: Side) -> Rails:
    """An emergency or urgent sign is there; is there or is not ruled out."""
    floor = _floor_is_urgent(side)
    return Rails(floor, some((floor, side.unsure[URGENT])))


def _floor_is_urgent(side: Side) -> Formula:
    """One variable for both guidelines where both say the same."""
    # the side keeps both formulas, so their numbers stay theirs
    return z3.Bool(
        f"floor {_number(side.now[URGENT].certain)} {_number(side.then[URGENT].certain)}"
    )


def _number(formula: Formula) -> object:
    return formula if isinstance(formula, bool) else formula.get_id()


def _limits(side: Side, treatment: Treatment) -> tuple[Rails, Rails]:
    refuses: list[Rails] = []
    asks: list[Rails] = []
    for gate in side.guideline.content.gates:
        cell = gate.cells.get(treatment.gate or "", "-")
        if gate.applies == "open_urgent_sign":
            rule, cell = open_sign(side), cell if treatment.gate else "N"
        else:
            rule = side.rule(f"gate:{gate.id}")
        if cell in FORBIDS:
            refuses.append(rule)
        elif cell == "A":
            asks.append(rule)
    for field, rules in (("not_when", refuses), ("ask_first_when", asks)):
        rules += [
            side.rule(f"treatment:{treatment.id}:{field}:{index}")
            for index in range(len(getattr(treatment, field)))
        ]
    return _any(refuses), _any(asks)


def _soon(side: Side) -> Formula:
    signs = side.guideline.content.signs
    return some(side.woman.sign(one.id).certain for one in signs if one.urgency == "soon")


def _any(rules: list[Rails]) -> Rails:
    return Rails(some(one.certain for one in rules), some(one.possible for one in rules))
