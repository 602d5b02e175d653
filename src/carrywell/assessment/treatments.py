"""Which treatments are for her: every gate, every caution, strictest wins.

In this order, the first that applies decides:

1. the plan never offers it, or a gate or caution certainly says no: *not for you*;
2. a gate or caution that could say no is undecided: *ask before offering*;
3. a gate or caution certainly says ask: *ask first*;
4. one that could say ask is undecided: *ask before offering*;
5. otherwise: *offered*.
"""

from collections.abc import Iterable

import msgspec

from carrywell.assessment.answers import Settled
from carrywell.assessment.decide import Decision
from carrywell.assessment.reasons import still_open
from carrywell.assessment.result import LikelyCause, Reason, Status, TreatmentStatus
from carrywell.assessment.words import reviewed
from carrywell.guideline.compiled import FALSE, TRUE, UNDECIDED, Compiled
from carrywell.guideline.model import RANK, Caution, Cell, Gate, Sign, Sourced, Treatment

NOT_RULED_OUT = "A warning sign has not been ruled out yet."
FORBIDS: frozenset[Cell] = frozenset({"N", "N*"})


class Limit(msgspec.Struct, frozen=True):
    """One rule that bears on a treatment: does it forbid, and is it certain?"""

    rule: Sourced
    say: str
    key: str
    forbids: bool
    certain: bool


def treatment_statuses(
    compiled: Compiled,
    settled: Settled,
    decision: Decision,
    codes: dict[str, int],
    causes: tuple[LikelyCause, ...],
) -> tuple[TreatmentStatus, ...]:
    """The status of every treatment, in the order of the content.

    `codes` are the codes of the plan's rules by key.
    """
    likely = {one.id for one in causes}
    open_soon = next((sign for sign in decision.fired if sign.urgency == "soon"), None)
    return tuple(
        _status(
            compiled,
            settled,
            treatment,
            limits_of(compiled, decision, treatment, codes),
            # while a 'soon' sign is open, only what the guideline lists goes on without asking
            None if treatment.with_open_soon == "offered" else open_soon,
            likely,
        )
        for treatment in compiled.content.treatments
    )


def limits_of(
    compiled: Compiled, decision: Decision, treatment: Treatment, codes: dict[str, int]
) -> tuple[Limit, ...]:
    """Every rule that forbids the treatment or wants a question first, certain or undecided."""
    limits: list[Limit] = []
    for gate in compiled.content.gates:
        if gate.applies == "open_urgent_sign":
            code = _open_sign(decision)
        else:
            code = codes[f"gate:{gate.id}"]
        cell = cell_of(gate, treatment)
        if code and cell in ("A", "N", "N*"):
            say = gate.say if gate.applies is None or code == TRUE else NOT_RULED_OUT
            limits.append(Limit(gate, say, f"gate:{gate.id}", cell in FORBIDS, code == TRUE))
    for field, forbids in (("not_when", True), ("ask_first_when", False)):
        cautions: tuple[Caution, ...] = getattr(treatment, field)
        for index, caution in enumerate(cautions):
            key = f"treatment:{treatment.id}:{field}:{index}"
            if codes[key] in (UNDECIDED, TRUE):
                limits.append(Limit(caution, caution.say, key, forbids, codes[key] == TRUE))
    return tuple(limits)


def _open_sign(decision: Decision) -> int:
    """Whether an emergency or urgent sign is open: there, not ruled out yet, or neither."""
    if RANK[decision.floor] >= RANK["urgent"]:
        return TRUE
    return UNDECIDED if decision.is_urgent else FALSE


def status_of(treatment: Treatment, limits: Iterable[Limit], soon_sign: Sourced | None) -> Status:
    """The status these limits give (see the module)."""
    limits = tuple(limits)
    if treatment.kind == "never" or any(one.forbids and one.certain for one in limits):
        return "not for you"
    if any(one.forbids for one in limits):
        return "ask before offering"
    if soon_sign is not None or any(one.certain for one in limits):
        return "ask first"
    return "ask before offering" if limits else "offered"


def cell_of(gate: Gate, treatment: Treatment) -> Cell:
    """What the gate says of this treatment while it applies."""
    if gate.applies == "open_urgent_sign" and treatment.gate is None:
        return "N"  # at urgent and emergency nothing is offered, column or not
    return gate.cells.get(treatment.gate or "", "-")


def _status(
    compiled: Compiled,
    settled: Settled,
    treatment: Treatment,
    limits: tuple[Limit, ...],
    soon_sign: Sign | None,
    likely: set[str],
) -> TreatmentStatus:
    status = status_of(treatment, limits, soon_sign)
    shown = [one for one in limits if _explains(one, status)]
    reasons = [
        _reason(one.rule, one.say if one.certain else f"Not known yet: {one.say}") for one in shown
    ]
    if status == "ask first" and soon_sign is not None:
        reasons.insert(
            0,
            _reason(
                soon_sign, "Someone should look at you first, because of another answer you gave."
            ),
        )
    if treatment.kind == "never" and not reasons:
        reasons = [_reason(treatment, treatment.summary)]
    ask = (
        dict.fromkeys(
            name
            for one in limits
            if not one.certain and one.key in compiled.conditions
            for name in still_open(compiled, one.key, settled.facts, settled.memory)
        )
        if status == "ask before offering"
        else {}
    )
    grade = treatment.evidence
    return TreatmentStatus(
        id=treatment.id,
        name=treatment.name,
        area=treatment.area,
        status=status,
        summary=treatment.summary,
        reasons=tuple(reasons),
        ask=tuple(ask),
        suits_cause=bool(likely & set(treatment.suits)),
        evidence_grade=grade.grade if grade else None,
        evidence=grade.say if grade else None,
        sources=treatment.sources,
        source_checked=treatment.source_checked,
        reviewed=reviewed(treatment),
    )


def _explains(limit: Limit, status: Status) -> bool:
    match status:
        case "not for you":
            return limit.forbids and limit.certain
        case "ask first":
            return limit.certain
        case "ask before offering":
            return not limit.certain
        case "offered":
            return False


def _reason(rule: Sourced, say: str) -> Reason:
    return Reason(
        say=say,
        sources=rule.sources,
        source_checked=rule.source_checked,
        reviewed=reviewed(rule),
    )
