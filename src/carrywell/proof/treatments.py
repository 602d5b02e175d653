"""A treatment is offered only when it is safe: the gate matrix, cell by cell, and the open sign."""

from collections.abc import Iterator

from carrywell.api import Guideline
from carrywell.assessment.decide import if_unsure
from carrywell.assessment.treatments import FORBIDS
from carrywell.conditions.smt import Formula, every, negate, rails, some
from carrywell.guideline.model import RANK, Gate, Treatment
from carrywell.proof.claims import Answers, Claim, Never, World, judged, truth_of
from carrywell.proof.copies import Exactly
from carrywell.proof.published import MatrixRow, gate_matrix
from carrywell.proof.thresholds import Threshold, thresholds
from carrywell.proof.world import Woman

URGENT = RANK["urgent"]


def the_matrix_is_kept(world: World) -> Iterator[Claim]:
    """Of each cell of the evidence's matrix: not offered while its row is true or undecided."""
    for row in gate_matrix(world.compiled):
        applies = rails(row.condition, world.woman)
        for column, cell in row.cells.items():
            if cell not in ("A", "N", "N*"):
                continue
            treatments = tuple(
                one
                for one in world.compiled.content.treatments
                if one.gate == column and one.kind == "plan"
            )
            yield _offered_anyway(world, row, column, treatments, applies.possible)
            if cell in FORBIDS:
                yield _not_refused(world, row, column, treatments, applies.certain)


def nothing_while_a_sign_is_open(world: World) -> Iterator[Claim]:
    """While an emergency or urgent sign is there, or not ruled out and so advised: no treatment."""
    there = world.woman.reaches(URGENT).certain
    for what, sign_is_open in (("there", there), ("not ruled out", _not_ruled_out(world))):

        def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
            (her,) = judged(guideline, people)
            offered = any(one.status == "offered" for one in her.treatments)
            return offered and RANK[her.urgency] >= URGENT

        offered = some(
            _offered(world, one, sign_is_open) for one in world.compiled.content.treatments
        )
        yield Never(
            f"an urgent sign is {what}, and a treatment is offered",
            every((sign_is_open, offered)),
            (world.her,),
            shows,
        )


def no_crack_between_limits(world: World) -> Iterator[Claim]:
    """At no threshold is a treatment offered that is barred both just below and just above it."""
    compiled = world.compiled
    limits = {
        one.id: _limit_keys(world, one) for one in compiled.content.treatments if one.kind == "plan"
    }
    keys = dict.fromkeys(key for each in limits.values() for key in each)
    for one in thresholds(compiled, keys):
        women = tuple(
            Exactly(world.her, one.finding, value) for value in (one.below, one.at, one.above)
        )
        below, at, above = (Woman(compiled, woman) for woman in women)
        for treatment_id, each in limits.items():
            read = [key for key in each if key in one.rules]
            if not read:
                continue
            barred = [some(side.rule(key).certain for key in read) for side in (below, above)]
            free = negate(some(at.rule(key).possible for key in read))

            def shows(
                guideline: Guideline, people: tuple[Answers, ...], name: str = treatment_id
            ) -> bool:
                found = [
                    next(one.status for one in her.treatments if one.id == name)
                    for her in judged(guideline, people)
                ]
                return [status == "offered" for status in found] == [False, True, False]

            def offered(one: Threshold = one, name: str = treatment_id) -> Formula:
                treatment = compiled.content.treatment[name]
                told = every(
                    (world.her.known(one.finding), world.her.amount(one.finding) == one.at)
                )
                return every(
                    (told, _offered(world, treatment, False), negate(_not_ruled_out(world)))
                )

            yield Never(
                f"{treatment_id} is offered at {one.finding} = {one.at:g}, but not beside it",
                every((*barred, free)),
                women,
                shows,
                really=offered,
            )


def _limit_keys(world: World, treatment: Treatment) -> tuple[str, ...]:
    """The keys of all rules that can bar the treatment or want a question first."""
    gates = [
        f"gate:{gate.id}"
        for gate in world.compiled.content.gates
        if gate.applies is None and _cell(gate, treatment) in ("A", *FORBIDS)
    ]
    cautions = [
        f"treatment:{treatment.id}:{field}:{index}"
        for field in ("not_when", "ask_first_when")
        for index in range(len(getattr(treatment, field)))
    ]
    return (*gates, *cautions)


def _not_ruled_out(world: World) -> Formula:
    """A sign that asks for urgent help while it is undecided is there or undecided."""
    return some(
        world.woman.sign(one.id).possible
        for one in world.compiled.content.signs
        if RANK[one.urgency] >= URGENT and RANK[if_unsure(one)] >= URGENT
    )


def _offered_anyway(
    world: World,
    row: MatrixRow,
    column: str,
    treatments: tuple[Treatment, ...],
    possible: Formula,
) -> Claim:
    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        (her,) = judged(guideline, people)
        names = {one.id for one in treatments}
        offered = any(one.status == "offered" for one in her.treatments if one.id in names)
        return offered and truth_of(guideline, row.condition, people[0]) is not False

    # offered apart from open signs: more than is ever offered, so the claim is the stronger one
    offered = some(_offered(world, one, False) for one in treatments)
    return Never(
        f"{column} is offered though '{row.id}' is true or not known",
        every((possible, offered)),
        (world.her,),
        shows,
        really=lambda: negate(_not_ruled_out(world)),
    )


def _not_refused(
    world: World, row: MatrixRow, column: str, treatments: tuple[Treatment, ...], certain: Formula
) -> Claim:
    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        (her,) = judged(guideline, people)
        names = {one.id for one in treatments}
        allowed = any(one.status != "not for you" for one in her.treatments if one.id in names)
        return allowed and truth_of(guideline, row.condition, people[0]) is True

    allowed = some(negate(_forbidden(world, one)) for one in treatments)
    return Never(
        f"{column} is not refused though '{row.id}' is true",
        every((certain, allowed)),
        (world.her,),
        shows,
    )


def _offered(world: World, treatment: Treatment, sign_is_open: Formula) -> Formula:
    """The treatment is offered: twin of `assessment.treatments.status_of`."""
    if treatment.kind == "never":
        return False
    limits = [world.woman.rule(key).possible for key in _limit_keys(world, treatment)]
    limits += [
        sign_is_open
        for gate in world.compiled.content.gates
        if gate.applies == "open_urgent_sign"
        and (treatment.gate is None or _cell(gate, treatment) in ("A", *FORBIDS))
    ]
    if treatment.with_open_soon != "offered":
        limits += [
            world.woman.sign(one.id).certain
            for one in world.compiled.content.signs
            if one.urgency == "soon"
        ]
    return negate(some(limits))


def _forbidden(world: World, treatment: Treatment) -> Formula:
    """A gate or a caution certainly says no."""
    gates = [
        world.woman.rule(f"gate:{gate.id}").certain
        for gate in world.compiled.content.gates
        if gate.applies is None and _cell(gate, treatment) in FORBIDS
    ]
    cautions = [
        world.woman.rule(f"treatment:{treatment.id}:not_when:{index}").certain
        for index in range(len(treatment.not_when))
    ]
    return some((*gates, *cautions))


def _cell(gate: Gate, treatment: Treatment) -> str:
    return gate.cells.get(treatment.gate or "", "-")
