"""What a change to the guideline does: which answers are now answered otherwise, each kind shown.

Both guidelines become formulas over the same answers; the solver looks for answers that the two
judge differently. Every example is tried on both guidelines before it is told.
"""

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import msgspec
import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.api import Guideline
from carrywell.assessment.decide import if_unsure
from carrywell.assessment.treatments import FORBIDS
from carrywell.cases.run import Case, Result, run_case
from carrywell.conditions.smt import Formula, Rails, Variables, every, negate, some
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.content import Content
from carrywell.guideline.model import LEVELS, RANK, Finding, Treatment
from carrywell.proof.claims import Answers, Never, World, world_of
from carrywell.proof.witness import EncodingError, witness_of
from carrywell.proof.world import Woman, declaration_of

STATUSES = ("offered", "ask first", "ask before offering", "not for you")
PARTS = (
    "findings",
    "signs",
    "scopes",
    "contradictions",
    "causes",
    "gates",
    "treatments",
    "exercises",
    "advice",
    "stop_questions",
)
FILLED_IN = ("type", "harmless", "otherwise", "ask_when", "implies", "covers", "default", "derived")
"""Fields of a finding that decide what it is taken as when it was not answered."""


class Records(msgspec.Struct, frozen=True):
    """Records that differ, as ``part: id``."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


class Kind(msgspec.Struct, frozen=True):
    """Some answers change the urgency, or the status of `treatments`, from `before` to `after`.

    The example is of the first treatment. `answers` are an example from which no answer can be left out; `words` says them. Without an
    example `answers` is None: the solver found some, but trying them did not show it.
    """

    what: str
    before: str
    after: str
    answers: Answers | None
    words: str
    treatments: tuple[str, ...] = ()


class CaseChange(msgspec.Struct, frozen=True):
    """A case that is answered otherwise, by its file's id."""

    id: str
    before: str
    after: str


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that differs. `filled_in`: findings that are taken otherwise when not answered."""

    records: Records
    filled_in: tuple[str, ...]
    kinds: tuple[Kind, ...]
    cases: tuple[CaseChange, ...] = ()

    @property
    def is_behaviour(self) -> bool:
        """Whether anybody may be answered otherwise: an urgency or a treatment's status."""
        return bool(self.kinds or self.cases or self.filled_in)


class Two(msgspec.Struct, frozen=True, eq=False):
    """Both guidelines over the same woman; `both` holds what can be answered to either."""

    old: World
    new: World
    both: World


def difference(old: Guideline, new: Guideline, track: Callable[[Any], Any] = iter) -> Difference:
    """All that differs but the cases (`case_changes`). `track` may show how far it is."""
    two = two_of(old, new)
    solver = z3.Solver()
    solver.add(*two.both.rules)
    questions = (_urgency, *(_treatment_kinds(*change) for change in permutations(range(4), 2)))
    kinds = tuple(kind for ask in track(questions) for kind in ask(two, solver))
    return Difference(
        records=records(old.content, new.content),
        filled_in=_filled_in(old.content, new.content),
        kinds=kinds,
    )


def records(old: Content, new: Content) -> Records:
    """Which records were added, removed and changed, words included."""
    before, after = _all_records(old), _all_records(new)
    return Records(
        tuple(one for one in after if one not in before),
        tuple(one for one in before if one not in after),
        tuple(one for one in after if one in before and after[one] != before[one]),
    )


def case_changes(old: Guideline, new: Guideline, cases: tuple[Case, ...]) -> tuple[CaseChange, ...]:
    """The cases that come out otherwise: urgency, its bounds, or the treatment's status."""
    told = (
        (
            one.id,
            _outcome(run_case(old.compiled, one, "no")),
            _outcome(run_case(new.compiled, one, "no")),
        )
        for one in cases
    )
    return tuple(CaseChange(name, before, after) for name, before, after in told if before != after)


def two_of(old: Guideline, new: Guideline) -> Two:
    """Both as formulas. The variables are named by finding, so the two share them."""
    first, second = world_of(old), world_of(new)
    ours, theirs = old.content.finding, new.content.finding
    findings = (*new.content.findings, *(one for name, one in ours.items() if name not in theirs))
    her = Variables("she", (declaration_of(one) for one in findings if one.derived is None))
    content = msgspec.structs.replace(new.content, findings=findings)
    compiled = new.compiled
    speaking = Compiled(
        msgspec.structs.replace(compiled.artefact, content=content), compiled.module
    )
    rules = (
        *first.rules,
        *second.rules,
        *(rule for rule in _answerable(ours, theirs, her) if rule is not True),
    )
    both = World(Guideline(speaking), her, Woman(speaking, her), rules)
    return Two(first, second, both)


def _answerable(
    ours: dict[str, Finding], theirs: dict[str, Finding], her: Variables
) -> Iterator[Formula]:
    """An option that only one of the two knows is not given; a finding of another type neither."""
    for name in ours.keys() & theirs.keys():
        one, other = ours[name], theirs[name]
        if one.derived is not None or other.derived is not None:
            continue
        if one.type != other.type:
            yield negate(her.is_told(name))
            continue
        for option in {o.id for o in one.options} ^ {o.id for o in other.options}:
            given = her.holds if one.type == "choice" else her.ticked
            yield negate(given(name, option))


def _all_records(content: Content) -> dict[str, Any]:
    return {f"{part}: {one.id}": one for part in PARTS for one in getattr(content, part)}


def _filled_in(old: Content, new: Content) -> tuple[str, ...]:
    return tuple(
        name
        for name, one in new.finding.items()
        if name in old.finding
        and any(getattr(one, field) != getattr(old.finding[name], field) for field in FILLED_IN)
    )


def _in_both(old: Content, new: Content) -> list[str]:
    return [name for name in new.treatment if name in old.treatment]


def _urgency(two: Two, solver: Any) -> Iterator[Kind]:
    """The floor is exact when the weeks are told; then it is what every bound comes from."""
    told = _stage_told(two)
    before, after = (_at_level(world.woman) for world in (two.old, two.new))
    if all(one is two_ or _same(one, two_) for one, two_ in zip(before, after, strict=True)):
        return
    for first, was in enumerate(before):
        for second, now in enumerate(after):
            if first != second:
                yield from _kind(
                    two,
                    solver,
                    "urgency",
                    (LEVELS[first], LEVELS[second]),
                    (told, was, now),
                    _floor,
                )


def _treatment_kinds(first: int, second: int) -> Callable[[Two, Any], Iterator[Kind]]:
    """All treatments that go from one status (place in `STATUSES`) to another, with one example."""

    def ask(two: Two, solver: Any) -> Iterator[Kind]:
        told, moved = _stage_told(two), {}
        for name in _in_both(two.old.compiled.content, two.new.compiled.content):
            before, after = (_statuses(world, name) for world in (two.old, two.new))
            wanted = (told, before[first], after[second])
            differs = not all(_same(one, other) for one, other in zip(before, after, strict=True))
            if differs and _possible(solver, wanted):
                moved[name] = wanted
        for name, wanted in list(moved.items())[:1]:
            change = (STATUSES[first], STATUSES[second])
            for kind in _kind(two, solver, name, change, wanted, _status(name)):
                yield msgspec.structs.replace(kind, what="treatment", treatments=tuple(moved))

    return ask


def _kind(
    two: Two,
    solver: Any,
    what: str,
    change: tuple[str, str],
    wanted: tuple[Formula, ...],
    outcome: Callable[[Guideline, Answers], str],
) -> Iterator[Kind]:
    if not _possible(solver, wanted):
        return

    def shows(_: Guideline, people: tuple[Answers, ...]) -> bool:
        (answers,) = people
        return change == tuple(
            outcome(one.guideline, _known_to(one.guideline, answers)) for one in (two.old, two.new)
        )

    claim = Never(f"{what}: {change[0]} becomes {change[1]}", every(wanted), (two.both.her,), shows)
    solver.push()
    solver.add(claim.wrong)
    try:
        found = witness_of(two.both, solver, claim)
        yield Kind(what, *change, found.people[0], found.words[0])
    except EncodingError:
        yield Kind(what, *change, None, "")
    finally:
        solver.pop()


def _possible(solver: Any, wanted: tuple[Formula, ...]) -> bool:
    """Whether some answers do it; what the solver cannot decide counts as possible."""
    together = every(wanted)
    if isinstance(together, bool):
        return together
    solver.push()
    solver.add(together)
    found = solver.check()
    solver.pop()
    return bool(found != z3.unsat)


def _stage_told(two: Two) -> Formula:
    """Whether she is pregnant, and how many weeks: then the bounds are what the rules say."""
    her = two.both.her
    return some(
        (
            every((her.holds("pregnant", True), her.known("gestation_weeks"))),
            her.holds("pregnant", False),
        )
    )


def _at_level(woman: Woman) -> list[Formula]:
    """Of each urgency: it is what she is at least, exactly."""
    reached = [True, *(woman.reaches(rank).certain for rank in range(1, len(LEVELS))), False]
    return [every((reached[rank], negate(reached[rank + 1]))) for rank in range(len(LEVELS))]


def _statuses(world: World, name: str) -> list[Formula]:
    """Of each status: twin of `assessment.treatments.status_of`, in the order of `STATUSES`."""
    treatment = world.compiled.content.treatment[name]
    if treatment.kind == "never":
        return [False, False, False, True]
    refuses, asks = _limits(world, treatment)
    soon = False if treatment.with_open_soon == "offered" else _soon(world)
    no = refuses.certain
    refuse_open = every((negate(no), refuses.possible))
    clear = negate(refuses.possible)
    ask = every((clear, some((soon, asks.certain))))
    ask_open = every((clear, negate(soon), negate(asks.certain), asks.possible))
    offered = every((clear, negate(soon), negate(asks.possible)))
    return [offered, ask, some((refuse_open, ask_open)), no]


def _limits(world: World, treatment: Treatment) -> tuple[Rails, Rails]:
    refuses: list[Rails] = []
    asks: list[Rails] = []
    for gate in world.compiled.content.gates:
        cell = gate.cells.get(treatment.gate or "", "-")
        if gate.applies == "open_urgent_sign":
            rule, cell = _open_sign(world), cell if treatment.gate else "N"
        else:
            rule = world.woman.rule(f"gate:{gate.id}")
        if cell in FORBIDS:
            refuses.append(rule)
        elif cell == "A":
            asks.append(rule)
    for field, rules in (("not_when", refuses), ("ask_first_when", asks)):
        rules += [
            world.woman.rule(f"treatment:{treatment.id}:{field}:{index}")
            for index in range(len(getattr(treatment, field)))
        ]
    return _any(refuses), _any(asks)


def _open_sign(world: World) -> Rails:
    urgent = RANK["urgent"]
    there = world.woman.reaches(urgent).certain
    undecided = some(
        world.woman.sign(one.id).possible
        for one in world.compiled.content.signs
        if RANK[one.urgency] >= urgent and RANK[if_unsure(one)] >= urgent
    )
    return Rails(there, some((there, undecided)))


def _soon(world: World) -> Formula:
    signs = world.compiled.content.signs
    return some(world.woman.sign(one.id).certain for one in signs if one.urgency == "soon")


def _any(rules: list[Rails]) -> Rails:
    return Rails(some(one.certain for one in rules), some(one.possible for one in rules))


def _same(one: Formula, other: Formula) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one.eq(other))


def _known_to(guideline: Guideline, answers: Answers) -> Answers:
    return {name: value for name, value in answers.items() if name in guideline.content.finding}


def _floor(guideline: Guideline, answers: Answers) -> str:
    return guideline.assess(answers).floor


def _status(name: str) -> Callable[[Guideline, Answers], str]:
    def outcome(guideline: Guideline, answers: Answers) -> str:
        found = guideline.assess(answers).treatments
        return next(one.status for one in found if one.id == name)

    return outcome


def _outcome(result: Result) -> str:
    if result.error is not None:
        return f"not run: {result.error}"
    if result.treatment is not None:
        return result.status or "unknown treatment"
    return f"{result.advised} ({result.floor} to {result.ceiling})"
