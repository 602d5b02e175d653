"""No two rules contradict: scopes, advice and treatments, single answers, rules written twice."""

from collections.abc import Iterator

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.result import Assessment
from carrywell.conditions.nodes import Always, And, AtLeast, Condition, Or, Yes
from carrywell.conditions.smt import Formula, every, negate, some
from carrywell.guideline.model import Advice, Exercise, Finding
from carrywell.proof.claims import Answers, Claim, Never, Plain, World, judged, truth_of
from carrywell.proof.plan import TRIMESTERS, Line, PlanOf, exactly_one, plan_of

SPOKEN_OF = {
    "heat": ("warm pack", "heat pack", "warmth", "warm bath"),
    "cold": ("cold pack", "or cold", "cold is"),
    "walking": ("walk", "staying active", "gently moving", "keep moving"),
    "stationary_cycling": ("bike", "cycling"),
    "water_exercise": ("or water", "in water"),
    "swimming": ("swim",),
    "stretching": ("stretch", "exercises"),
    "hose": ("stockings",),
    "breathing": ("slow breathing",),
    "belt": ("belt",),
    "tens": ("TENS",),
    "acupuncture": ("acupuncture",),
}
"""The words by which advice speaks of a treatment."""
LEFT_OUT = {"lying_back": "from_20_weeks", "all_fours": "wrist_pain"}
"""The finding with which a position is left out (the exercises' own cautions; advice `avoid_flat_exercise`)."""
SPEAKS_FOR = ("now", "daily", "night", "know")
"""The sections whose advice is for a treatment; the others say when to leave it, or to ask."""


def no_advice_against_a_treatment(world: World) -> Iterator[Claim]:
    """Advice that speaks for a treatment names it, and is not shown while that is withheld."""
    plan = plan_of(world)
    lines = {one.id: one for one in plan.lines if one.kind == "advice"}
    for advice in world.compiled.content.advice:
        for name in _spoken_of(advice):
            yield Plain(
                f"the advice {advice.id} speaks of {name} and does not name it",
                name not in advice.treatments,
            )
        for name in advice.treatments:
            yield _shown_though_withheld(world, plan, advice, name, lines[advice.id])


def no_exercise_in_a_position_to_leave_out(world: World) -> Iterator[Claim]:
    """Of each exercise: not flat on her back from 20 weeks, not on hands and knees with sore wrists."""
    plan = plan_of(world)
    lines = {one.id: one for one in plan.lines if one.kind == "exercise"}
    for exercise in world.compiled.content.exercises:
        finding = LEFT_OUT.get(exercise.position)
        if finding is not None:
            yield Never(
                f"{exercise.id} ({exercise.position}) may be done though {finding} is not ruled out",
                every(
                    (
                        lines[exercise.id].shown.possible,
                        negate(world.woman.holds(finding, False)),
                    )
                ),
                (world.her,),
                _MayDoThough(exercise, finding),
                plan.advised.rules,
                really=lambda: plan.advised.settled,
            )


def scopes_agree(world: World) -> Iterator[Claim]:
    """Everybody has one scope: who is pregnant is let in, who is not, or gave birth, is not."""
    plan = plan_of(world)
    content, conditions = world.compiled.content, world.compiled.conditions
    last = content.scopes[-1]
    yield Plain(
        f"the last scope, {last.id}, is not everybody's",
        conditions[f"scope:{last.id}"] != Always(True),
    )
    in_words = {one.say for one in content.scopes}
    yield Plain("two scopes say the same", len(in_words) < len(content.scopes))
    pregnant, not_pregnant = (world.her.holds("pregnant", answer) for answer in (True, False))
    gave_birth = world.her.holds("postpartum", True)
    for says, wrong, inside in (
        ("she has no scope, or two", negate(exactly_one([hers for _, hers in plan.scopes])), None),
        ("she is pregnant, and told that it is not for her", _outside(plan, pregnant), False),
        (
            "she is not pregnant, and told that it is for her",
            every((plan.in_scope, some((not_pregnant, gave_birth)))),
            True,
        ),
    ):
        yield Never(says, wrong, (world.her,), _InScope(inside))


def each_answer_is_accepted(world: World) -> Iterator[Claim]:
    """Of each answer, given alone: the guideline does not call it a contradiction."""
    for finding in world.compiled.content.findings:
        if finding.derived is None:
            for value in _answers(finding):
                yield Plain(
                    f"{finding.id} = {value!r} is refused though nothing else was said",
                    not _is_accepted(world.guideline, {finding.id: value}),
                )


def no_rule_stands_twice(world: World) -> Iterator[Claim]:
    """Of the warning signs, and of the gates: no two have the same condition."""
    content = world.compiled.content
    for part, ids in (
        ("sign", [one.id for one in content.signs]),
        ("gate", [one.id for one in content.gates if one.when is not None]),
    ):
        seen: dict[object, str] = {}
        for name in ids:
            first = seen.setdefault(_in_any_order(world.compiled.normal[f"{part}:{name}"]), name)
            yield Plain(f"the {part}s {first} and {name} have the same condition", first != name)


class _InScope:
    """Whether Carrywell was made for her; with None, never: she always has one scope."""

    def __init__(self, inside: bool | None) -> None:
        self.inside = inside

    def __call__(self, guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        """Tries the answers."""
        (her,) = judged(guideline, people)
        return her.scope.in_scope is self.inside


class _MayDoThough:
    """Whether this exercise may join her routine though the finding is there or not known.

    Whether it does rests on her likely causes too.
    """

    def __init__(self, exercise: Exercise, finding: str) -> None:
        self.exercise, self.finding = exercise, finding

    def __call__(self, guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        """Tries the answers."""
        (her,) = judged(guideline, people)
        bars = [
            truth_of(guideline, guideline.compiled.conditions[key], people[0])
            for key in guideline.compiled.conditions
            if key.startswith(f"exercise:{self.exercise.id}:")
        ]
        facts = settle(guideline.compiled, people[0]).facts
        trimester = TRIMESTERS.get(str(facts.get("trimester")))
        return (
            any(one.id == "stretching" and one.status == "offered" for one in her.treatments)
            and her.scope.in_scope
            and trimester in self.exercise.trimesters
            and all(one is False for one in bars)
            and truth_of(guideline, Yes(self.finding), people[0]) is not False
        )


def _outside(plan: PlanOf, when: Formula) -> Formula:
    return every((negate(plan.in_scope), when))


def _spoken_of(advice: Advice) -> Iterator[str]:
    if advice.section in SPEAKS_FOR:
        for name, words in SPOKEN_OF.items():
            if any(word in advice.say or word.capitalize() in advice.say for word in words):
                yield name


def _shown_though_withheld(
    world: World, plan: PlanOf, advice: Advice, treatment_id: str, line: Line
) -> Claim:
    stands = plan.standings[treatment_id]
    withheld = some((stands.not_for_you, stands.ask_before_offering))

    def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
        (her,) = judged(guideline, people)
        status = next(one.status for one in her.treatments if one.id == treatment_id)
        return status in ("not for you", "ask before offering") and _is_said(her, advice)

    return Never(
        f"the advice {advice.id} is shown though {treatment_id} is withheld",
        every((line.shown.possible, withheld)),
        (world.her,),
        shows,
        plan.advised.rules,
    )


def _is_said(her: Assessment, advice: Advice) -> bool:
    return advice.say in {one.say for one in getattr(her.plan, advice.section)}


def _answers(finding: Finding) -> Iterator[object]:
    """Every answer of a choice; of a number both ends of its range; of a list one tick at a time."""
    match finding.type:
        case "yes_no":
            yield from (True, False)
        case "choice":
            yield from (one.id for one in finding.options)
        case "choices":
            yield from ([], *([one.id] for one in finding.options))
        case "number":
            yield from (finding.min, finding.max)


def _is_accepted(guideline: Guideline, answers: Answers) -> bool:
    try:
        settle(guideline.compiled, answers)
    except AnswerError:
        return False
    return True


def _in_any_order(condition: Condition) -> object:
    """A condition in normal form; equal for two that differ in the order of their parts alone."""
    match condition:
        case And(items) | Or(items):
            return type(condition).__name__, frozenset(_in_any_order(one) for one in items)
        case AtLeast(count, items):
            return count, frozenset(_in_any_order(one) for one in items)
        case _:
            return condition
