"""The kinds of change: of urgency, treatments, causes, the plan and the questions."""

from collections.abc import Callable, Iterable, Iterator
from itertools import permutations
from typing import Any

import msgspec

from carrywell.conditions.nodes import findings_of
from carrywell.conditions.smt import Formula, every, some
from carrywell.guideline.model import LEVELS
from carrywell.proof import told
from carrywell.proof.cause_points import first_cause_moves, points_differ
from carrywell.proof.compared import advice_moves, ceiling_moves, floor_moves
from carrywell.proof.comparison import Comparison, Kind, Shows, each_change, same_formulas
from carrywell.proof.smallest import holds
from carrywell.proof.statuses import STATUSES, statuses

MOST_NAMED = 12
"""Records of one part that are shown by an example each."""
MOST_CHANGES = 2
"""Changes from one thing to another that are shown of one part."""


def urgency_kinds(comparison: Comparison) -> Iterator[Kind]:
    """What she is told; then the bounds, where they move in another way."""
    two = comparison.two
    if not comparison.touched("signs"):
        return
    shown: set[tuple[int, int]] = set()
    for what, moves, ask in (
        ("urgency", advice_moves, told.urgency),
        ("floor", floor_moves, told.floor),
        ("ceiling", ceiling_moves, told.ceiling),
    ):
        for change in permutations(range(len(LEVELS)), 2):
            if change in shown:
                continue
            levels = (LEVELS[change[0]], LEVELS[change[1]])
            example = comparison.example(moves(two, *change), ask, _exactly(levels))
            if example is not None:
                shown.add(change)
                yield Kind(what=what, before=levels[0], after=levels[1], example=example)


def _exactly(change: tuple[str, str]) -> Shows:
    return lambda before, after: (before, after) == change


def treatment_kinds(comparison: Comparison) -> Iterator[Kind]:
    """All treatments that go from one status to another, with one example."""
    two, old, new = comparison.two, comparison.old.content, comparison.new.content
    each = {
        name: tuple(statuses(side, name) for side in two.sides)
        for name in new.treatment
        if name in old.treatment
    }
    moved = {name: sides for name, sides in each.items() if not same_formulas(*sides)}
    for first, second in permutations(range(len(STATUSES)), 2):
        wanted = {name: every((one[first], other[second])) for name, (one, other) in moved.items()}
        yield from _status_kind(comparison, wanted, (STATUSES[first], STATUSES[second]))


def _status_kind(
    comparison: Comparison, wanted: dict[str, Formula], change: tuple[str, str]
) -> Iterator[Kind]:
    def moved(one: dict[str, str], other: dict[str, str]) -> list[str]:
        return [name for name in wanted if (one[name], other[name]) == change]

    example = comparison.example(
        some(wanted.values()), told.all_statuses, lambda *both: bool(moved(*both))
    )
    both = None if example is None else comparison.both(told.all_statuses, example.answers)
    if example is None or both is None:
        return
    names = dict.fromkeys(moved(*both))
    names |= dict.fromkeys(_all_possible(comparison, wanted, tuple(names)))
    before, after = change
    yield Kind(what="treatment", before=before, after=after, example=example, names=tuple(names))


def _all_possible(
    comparison: Comparison, wanted: dict[str, Formula], known: Iterable[str]
) -> Iterator[str]:
    """Which of these some answers do; one model tells of all that it does."""
    left = {name: one for name, one in wanted.items() if name not in known}
    while left:
        model = comparison.search.model(some(left.values()))
        hit = [name for name, one in left.items() if model and holds(one, model)]
        if not hit:
            return
        yield from hit
        left = {name: one for name, one in left.items() if name not in hit}


def scope_kinds(comparison: Comparison) -> Iterator[Kind]:
    """Whom Carrywell says it was made for."""
    wanted = some(map(comparison.otherwise, comparison.altered_of("scope")))
    yield from each_change(comparison, "scope", told.scope, wanted, MOST_CHANGES)


def cause_kinds(comparison: Comparison) -> Iterator[Kind]:
    """Where another cause stands first; where none does, where the points differ."""
    old, new = comparison.two.sides
    touched = comparison.touched("causes")
    if not touched:
        return
    wanted = first_cause_moves(old, new, touched)
    kinds = list(each_change(comparison, "cause", told.first_cause, wanted, MOST_CHANGES))
    yield from kinds
    if not kinds:
        wanted = points_differ(old, new, touched)
        for kind in each_change(comparison, "cause", told.causes, wanted, 1):
            yield msgspec.structs.replace(
                kind, before="points or place", after="others", names=touched
            )


def plan_kinds(comparison: Comparison) -> Iterator[Kind]:
    """Advice and exercises whose own record or rules differ."""
    for part, kind, ask in (
        ("advice", "advice", told.advice),
        ("exercises", "exercise", told.routine),
    ):
        touched = comparison.touched(part)
        for one in touched[:MOST_NAMED]:
            keys = comparison.keys_of(kind, (one,))
            wanted = some(map(comparison.otherwise, keys))
            if f"{part}: {one}" in comparison.records.changed:
                wanted = True if kind == "exercise" else some(map(comparison.is_there, keys))
            yield from _of_one(comparison, kind, ask, one, wanted)


def _of_one(
    comparison: Comparison, what: str, ask: told.Ask, name: str, wanted: Formula
) -> Iterator[Kind]:
    """Where one thing is told by one guideline and not, or otherwise, by the other."""

    def only(guideline: Any, answers: Any) -> Any:
        return ask(guideline, answers).get(name)

    for kind in each_change(comparison, what, only, wanted, MOST_CHANGES):
        yield Kind(
            what=what, before=kind.before, after=kind.after, example=kind.example, names=(name,)
        )


def question_kinds(comparison: Comparison) -> Iterator[Kind]:
    """Questions that one of the two asks next and the other does not, of somebody who has begun, or
    who has answered all but one.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for example in _interviews(comparison):
        both = comparison.both(told.questions, example)
        if both is None:
            continue
        for name in sorted(set(both[0]) ^ set(both[1])):
            change = ("asked", "not asked") if name in both[0] else ("not asked", "asked")
            found.setdefault(change, {}).setdefault(name, example)
    for (before, after), names in found.items():
        answers = next(iter(names.values()))
        yield Kind(
            what="question",
            before=before,
            after=after,
            example=comparison.search.as_example(answers),
            names=tuple(names),
        )


def _interviews(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Answers after which the next question may differ, the fewest first."""
    conditions = comparison.old.compiled.conditions | comparison.new.compiled.conditions
    names = dict.fromkeys(comparison.touched("findings"))
    for key in comparison.altered:
        names |= dict.fromkeys(findings_of(conditions[key]))
    yield {}
    well = comparison.search.backgrounds[1].rest
    yield well
    for name in names:
        if name in well:
            yield {one: value for one, value in well.items() if one != name}
        for guideline in (comparison.old, comparison.new):
            umbrella = guideline.content.umbrella_of.get(name)
            if umbrella:
                yield {"pregnant": True, umbrella: True}


def stop_kinds(comparison: Comparison) -> Iterator[Kind]:
    """Questions that end a guided session."""
    touched = comparison.touched("stop_questions")
    for one in touched[:MOST_NAMED]:
        yield from _of_one(comparison, "stop question", told.asked_on_stopping, one, True)


def sign_kinds(comparison: Comparison) -> Iterator[Kind]:
    """Warning signs that are told to somebody under one of the two only."""
    for one in comparison.touched("signs")[:MOST_NAMED]:
        wanted = some(map(comparison.otherwise, comparison.keys_of("sign", (one,))))
        yield from _of_one(comparison, "sign", told.signs_by_id, one, wanted)


KINDS: tuple[Callable[[Comparison], Iterator[Kind]], ...] = (
    urgency_kinds,
    treatment_kinds,
    scope_kinds,
    cause_kinds,
    plan_kinds,
    question_kinds,
    stop_kinds,
)
INTERVIEW = (question_kinds, stop_kinds)
"""What can differ though every rule comes out the same."""
