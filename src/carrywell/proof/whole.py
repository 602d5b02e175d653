"""The plan as a whole: no gap, first aid alone when it is urgent, the strictest rule wins."""

from collections.abc import Callable, Collection, Iterator

from carrywell.api import Guideline
from carrywell.assessment.interval import completion_plan
from carrywell.assessment.result import Assessment, Status, TodaysPlan
from carrywell.conditions.smt import Formula, every, negate, some
from carrywell.guideline.model import RANK, Treatment
from carrywell.proof.claims import Answers, Claim, Never, Plain, World, judged
from carrywell.proof.copies import Calmer
from carrywell.proof.plan import TO_DO, PlanOf, exactly_one, plan_of
from carrywell.proof.world import Woman

PERMITS = {
    "acupuncture_agreed": "her midwife, doctor or physiotherapist has agreed to acupuncture",
    "tens_agreed": "her midwife or physiotherapist has agreed to TENS",
    "qualified_practitioner": "whoever gives the acupuncture is trained for it",
    "first_line_tried": "simpler things came first",
}
"""Findings whose 'yes' is the safe answer, and what it says. It may let a treatment through."""
FIRST_AID = "while_waiting"
"""The section of the plan that holds what to do until help is there."""


def no_gap(world: World) -> Iterator[Claim]:
    """Everybody gets first aid, or something to do, or the reason why not; each treatment a status."""
    plan = plan_of(world)
    offered = some(
        one.shown.certain for one in plan.lines if one.kind == "treatment" and one.section in TO_DO
    )
    yield _never(
        world,
        plan,
        "she is told to act now, and not what to do while she waits",
        every((plan.urgent, negate(plan.some_line(FIRST_AID).certain))),
        lambda her: is_urgent(her) and not her.plan.while_waiting,
    )
    yield _never(
        world,
        plan,
        "it is not urgent and Carrywell is for her, and no treatment is offered",
        every((negate(plan.urgent), plan.in_scope, negate(offered))),
        lambda her: not is_urgent(her) and her.scope.in_scope and not _offers(her.plan),
    )
    for scope in world.compiled.content.scopes:
        yield Plain(
            f"the scope {scope.id} gives no plan and does not say why, and what to do",
            not scope.in_scope and not (scope.say and scope.do),
        )
    for name, stands in plan.standings.items():
        yield _never(
            world,
            plan,
            f"{name} has no status, or two",
            negate(exactly_one(stands.statuses())),
            lambda _: False,
        )
        yield _never(
            world,
            plan,
            f"{name} is not offered, and no reason is given",
            negate(some((stands.offered, stands.has_reason))),
            _WithoutReason(name),
        )


def first_aid_alone(world: World) -> Iterator[Claim]:
    """Told to act now, she sees first aid and nothing else; told otherwise, she sees no first aid."""
    plan = plan_of(world)
    others = [one.shown.possible for one in plan.lines if one.section != FIRST_AID]
    yield _never(
        world,
        plan,
        "she is told to act now, and the plan holds more than first aid",
        every((plan.urgent, some(others))),
        lambda her: is_urgent(her) and _holds_more(her.plan),
    )
    yield _never(
        world,
        plan,
        "she is not told to act now, and the plan holds first aid",
        every((negate(plan.urgent), plan.some_line(FIRST_AID).possible)),
        lambda her: not is_urgent(her) and bool(her.plan.while_waiting),
    )
    for advice in world.compiled.content.advice:
        if advice.section == FIRST_AID:
            yield Plain(
                f"the first aid {advice.id} rests on a treatment or a likely cause",
                bool(advice.treatments or advice.causes or advice.when_cause_unclear),
            )


def strictest_wins(world: World) -> Iterator[Claim]:
    """One rule that certainly refuses is enough to refuse; one that may withhold, to withhold."""
    plan = plan_of(world)
    for treatment in world.compiled.content.treatments:
        name, stands = treatment.id, plan.standings[treatment.id]
        refusing = plan.limits(treatment, forbids=True)
        asking = plan.limits(treatment, forbids=False)
        refused = some(one.certain for one in refusing)
        may_refuse = some(one.possible for one in refusing)
        may_ask = some(one.possible for one in asking)
        faults: tuple[tuple[str, Formula, tuple[Status, ...]], ...] = (
            (
                f"a rule refuses {name}, and its status is another",
                every((refused, negate(stands.not_for_you))),
                ("offered", "ask first", "ask before offering"),
            ),
            (
                f"a rule may refuse {name}, and she is told to ask first, or it is offered",
                every((may_refuse, some((stands.ask_first, stands.offered)))),
                ("offered", "ask first"),
            ),
            (
                f"a rule wants a question before {name}, or may, and it is offered",
                every((may_ask, stands.offered)),
                ("offered",),
            ),
        )
        for says, wrong, statuses in faults:
            yield _never(world, plan, says, wrong, _HasStatus(name, statuses))


def a_worse_answer_never_allows(world: World) -> Iterator[Claim]:
    """Answers turned from harmless to anything else: what was withheld stays so, and so does a 'no'.

    The rules of the treatment are meant; that of an open sign follows the urgency, which is proved
    in `harm`. Of `PERMITS` the harmless answer is 'yes'; no sign may read these.
    """
    completion = completion_plan(world.compiled)
    read = {name for name, _ in (*completion.harmless, *completion.regions)}
    for name, meaning in PERMITS.items():
        yield Plain(f"a warning sign reads {name}, which only says that {meaning}", name in read)
    calmer = Calmer(world.her, {**world.harmless, **dict.fromkeys(PERMITS, True)})
    calm, worse = PlanOf(Woman(world.compiled, calmer)), plan_of(world)
    for treatment in world.compiled.content.treatments:
        refused, refused_still = (_refused(plan, treatment) for plan in (calm, worse))
        withheld, withheld_still = (_withheld(plan, treatment) for plan in (calm, worse))
        yield Never(
            f"a worse answer lets {treatment.id} through",
            some(
                (every((withheld, negate(withheld_still))), every((refused, negate(refused_still))))
            ),
            (calmer, world.her),
            _LetThrough(treatment.id),
            really=_seen(calm, worse, treatment.id),
        )


def _refused(plan: PlanOf, treatment: Treatment) -> Formula:
    return some(one.certain for one in plan.limits(treatment, forbids=True))


def _withheld(plan: PlanOf, treatment: Treatment) -> Formula:
    limits = (plan.limits(treatment, forbids=forbids) for forbids in (True, False))
    return some(one.possible for each in limits for one in each)


def _seen(calm: PlanOf, worse: PlanOf, treatment_id: str) -> Callable[[], Formula]:
    """What shows on the page, where it is not urgent: the two statuses."""

    def really() -> Formula:
        first, second = (plan.standings[treatment_id] for plan in (calm, worse))
        return every(
            (
                negate(worse.urgent),
                worse.advised.settled,
                some(
                    (
                        every((second.offered, negate(first.offered))),
                        every((first.not_for_you, negate(second.not_for_you))),
                    )
                ),
            )
        )

    return really


def is_urgent(her: Assessment) -> bool:
    """She is told to act now."""
    return RANK[her.urgency] >= RANK["urgent"]


def _never(
    world: World, plan: PlanOf, says: str, wrong: Formula, fault: Callable[[Assessment], bool]
) -> Claim:
    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        (her,) = judged(guideline, people)
        return fault(her)

    return Never(
        says,
        wrong,
        (world.her,),
        shows,
        plan.advised.rules,
        really=lambda: plan.advised.settled,
    )


class _LetThrough:
    """Whether the second of two women is allowed what the first is not."""

    def __init__(self, treatment_id: str) -> None:
        self.treatment_id = treatment_id

    def __call__(self, guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        """Tries the answers."""
        first, second = (
            next(one.status for one in her.treatments if one.id == self.treatment_id)
            for her in judged(guideline, people)
        )
        offered = second == "offered" and first != "offered"
        return offered or (first == "not for you" and second != "not for you")


class _WithoutReason:
    """Whether the treatment is withheld and nothing says why."""

    def __init__(self, treatment_id: str) -> None:
        self.treatment_id = treatment_id

    def __call__(self, her: Assessment) -> bool:
        """Looks at her assessment."""
        hers = (one for one in her.treatments if one.id == self.treatment_id)
        return any(one.status != "offered" and not one.reasons for one in hers)


class _HasStatus:
    """Whether the treatment has one of these statuses."""

    def __init__(self, treatment_id: str, statuses: Collection[Status]) -> None:
        self.treatment_id, self.statuses = treatment_id, statuses

    def __call__(self, her: Assessment) -> bool:
        """Looks at her assessment."""
        return any(
            one.id == self.treatment_id and one.status in self.statuses for one in her.treatments
        )


def _offers(plan: TodaysPlan) -> bool:
    return any(one.treatment for one in plan.now + plan.daily + plan.night)


def _holds_more(plan: TodaysPlan) -> bool:
    others = (plan.now, plan.daily, plan.night, plan.avoid, plan.see_someone)
    return any((*others, plan.routine, plan.stop, plan.know))
