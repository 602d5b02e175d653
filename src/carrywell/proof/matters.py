"""Nothing in the guideline is idle: each rule can come true, be what decides, or be reached."""

from collections.abc import Iterable, Iterator

from carrywell.api import Guideline
from carrywell.assessment.result import Assessment, Status
from carrywell.assessment.treatments import FORBIDS, cell_of
from carrywell.conditions.smt import Formula, Rails, every, negate, some
from carrywell.guideline.model import Gate, Scope, Treatment
from carrywell.proof.claims import Answers, Claim, Sometimes, World, judged, truth_of
from carrywell.proof.plan import ASKS, SECTIONS, Line, PlanOf, plan_of

WITHHOLDS = ASKS | FORBIDS
ASKED = {"ask_when": "the question", "stop": "the stop question"}
"""Rules that say what is asked, by the first part of their key."""


def each_limit_can_matter(world: World) -> Iterator[Claim]:
    """Of each gate and caution: somebody has it, and it can be what withholds."""
    plan = plan_of(world)
    yield from _gates(world, plan)
    for treatment in world.compiled.content.treatments:
        if treatment.kind == "plan":
            yield from _cautions(world, plan, treatment)
    yield from _exercises(world)


def each_treatment_is_for_somebody(world: World) -> Iterator[Claim]:
    """Of each treatment of the plan: it can be offered, and refused where a rule refuses it."""
    plan = plan_of(world)
    for treatment in world.compiled.content.treatments:
        if treatment.kind == "plan":
            yield from _statuses(plan, treatment)


def all_is_for_somebody(world: World) -> Iterator[Claim]:
    """Of each scope, advice, exercise and question: somebody meets it."""
    plan = plan_of(world)
    for scope, hers in plan.scopes:
        yield Sometimes(f"the scope {scope.id} is nobody's", hers, _IsHers(scope))
    for line in plan.lines:
        if line.kind != "treatment":
            yield Sometimes(
                f"the {line.kind} {line.id} is in nobody's plan",
                every((line.shown.possible, plan.advised.settled)),
                _Shows(world, line),
            )
    for key in world.compiled.conditions:
        kind, _, name = key.partition(":")
        if kind in ASKED:
            yield Sometimes(
                f"{ASKED[kind]} {name} is for nobody",
                world.woman.rule(key).certain,
                _Holds(world, key),
            )


def _gates(world: World, plan: PlanOf) -> Iterator[Claim]:
    """A treatment may repeat a gate in words of its own, so gates are held against gates."""
    for gate in world.compiled.content.gates:
        if gate.when is None:
            continue
        key = f"gate:{gate.id}"
        there = world.woman.rule(key).certain
        yield Sometimes(f"the gate {gate.id} is true of nobody", there, _Holds(world, key))
        alone = [
            every((there, _no_other_gate(plan, treatment, gate)))
            for treatment in world.compiled.content.treatments
            if cell_of(gate, treatment) in WITHHOLDS
        ]
        if alone:
            yield Sometimes(
                f"whatever the gate {gate.id} withholds, another withholds as strictly",
                some(alone),
                _Holds(world, key),
            )


def _no_other_gate(plan: PlanOf, treatment: Treatment, gate: Gate) -> Formula:
    cells = FORBIDS if cell_of(gate, treatment) in FORBIDS else WITHHOLDS
    return _none_may_hold(plan.gates(treatment, cells, but=gate))


def _cautions(world: World, plan: PlanOf, treatment: Treatment) -> Iterator[Claim]:
    refusing = plan.cautions(treatment, "not_when")
    for place, rule in enumerate(refusing):
        others = refusing[:place] + refusing[place + 1 :]
        yield Sometimes(
            f"whenever not_when {place + 1} of {treatment.id} is true, another one is too",
            every((rule.certain, _none_may_hold(others))),
            _Holds(world, f"treatment:{treatment.id}:not_when:{place}"),
        )
    for place, rule in enumerate(plan.cautions(treatment, "ask_first_when")):
        refused = plan.limits(treatment, forbids=True)
        yield Sometimes(
            f"whenever ask_first_when {place + 1} of {treatment.id} is true, it is refused",
            every((rule.certain, _none_may_hold(refused))),
            _Holds(world, f"treatment:{treatment.id}:ask_first_when:{place}"),
        )


def _statuses(plan: PlanOf, treatment: Treatment) -> Iterator[Claim]:
    """A refusal because of an urgent sign does not count."""
    stands = plan.standings[treatment.id]
    wanted: list[tuple[Status, Formula]] = [("offered", stands.offered)]
    gates = [one for one in plan.content.gates if one.applies is None]
    if treatment.not_when or any(cell_of(gate, treatment) in FORBIDS for gate in gates):
        wanted.append(("not for you", stands.not_for_you))
    for status, formula in wanted:
        yield Sometimes(
            f"{treatment.id} is '{status}' for nobody",
            every((negate(plan.urgent), formula, plan.advised.settled)),
            _HasStatus(treatment.id, status),
        )


def _exercises(world: World) -> Iterator[Claim]:
    for exercise in world.compiled.content.exercises:
        for place in range(len(exercise.not_when)):
            key = f"exercise:{exercise.id}:{place}"
            yield Sometimes(
                f"not_when {place + 1} of {exercise.id} is true of nobody",
                world.woman.rule(key).certain,
                _Holds(world, key),
            )


def _none_may_hold(rules: Iterable[Rails]) -> Formula:
    return negate(some(one.possible for one in rules))


def _her(guideline: Guideline, people: tuple[Answers, ...]) -> Assessment:
    (her,) = judged(guideline, people)
    return her


class _Holds:
    """Whether the rule of this key is certainly true with these answers."""

    def __init__(self, world: World, key: str) -> None:
        self.condition = world.compiled.conditions[key]

    def __call__(self, guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        """Tries the answers."""
        (answers,) = people
        return truth_of(guideline, self.condition, answers) is True


class _HasStatus:
    """Whether the treatment has this status with these answers."""

    def __init__(self, treatment_id: str, status: Status) -> None:
        self.treatment_id, self.status = treatment_id, status

    def __call__(self, guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        """Tries the answers."""
        her = _her(guideline, people)
        return self.status in {one.status for one in her.treatments if one.id == self.treatment_id}


class _IsHers:
    """Whether this is the scope she is given."""

    def __init__(self, scope: Scope) -> None:
        self.say = scope.say

    def __call__(self, guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        """Tries the answers."""
        return _her(guideline, people).scope.say == self.say


class _Shows:
    """Whether the plan holds this line; of what rests on likely causes only that it may."""

    def __init__(self, world: World, line: Line) -> None:
        advice = world.compiled.content.advice
        self.say = next((one.say for one in advice if one.id == line.id), None)
        self.left_open = line.shown.certain is False

    def __call__(self, guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        """Tries the answers."""
        plan = _her(guideline, people).plan
        sections = (getattr(plan, name) for name in SECTIONS)
        return self.left_open or self.say in {one.say for section in sections for one in section}
