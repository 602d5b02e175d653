"""A counterexample as the fewest answers that show it, tried on the guideline itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.reasons import in_words
from carrywell.conditions.smt import Formula, every, facts_of, negate
from carrywell.conditions.values import Value
from carrywell.guideline.facts import as_fact
from carrywell.guideline.model import Finding
from carrywell.proof.claims import Answers, Never, Sometimes, World
from carrywell.proof.fewest import Given, Limits, fewest, otherwise
from carrywell.proof.world import is_value, same

FEW = (1, 2, 3, 4, 6, 10, 40)
"""How many findings may be told, tried in this order."""
TRIES = 6
"""Sets of the fewest answers that are tried, before any that show the fault are taken."""


class EncodingError(RuntimeError):
    """The solver found answers, but the guideline does not show the fault with them."""


class Witness(msgspec.Struct, frozen=True):
    """Answers that show a fault: what is wrong, whose answers, and the same in words.

    `people` has one set of answers for each woman of the claim, such as before and after.
    `is_smallest`: the solver proved that no fewer questions answered make it wrong; without it, none
    of these answers can be left out.
    """

    says: str
    people: tuple[Answers, ...]
    words: tuple[str, ...]
    is_smallest: bool = False


def witness_of(world: World, solver: Any, claim: Never) -> Witness:
    """The fewest answers that show what the claim says never happens.

    `solver` holds the world, the claim's rules and what is wrong, and has found it possible. Raises
    `EncodingError` when no answers it finds show the fault on the guideline itself.
    """
    if claim.really is not None:
        solver.add(claim.really())
    smallest = _smallest(world, solver, claim)
    if smallest is not None:
        return smallest
    sure = [negate(one) for one in claim.not_sure.values()]
    for model in _models(world, solver, sure):
        people = tuple(
            as_answers(facts_of(woman, world.her.declared.values(), model)) for woman in claim.women
        )
        people = (_not_sure(claim, model) | people[0], *people[1:])
        people = _without_settings(world, people)
        if _shows(world, claim, people):
            people = _shortest(world, claim, people)
            return Witness(claim.says, people, _in_words(world, people))
        solver.add(_not_again(world, claim, model))
    raise EncodingError(
        f"{claim.says}: the solver found answers, but the guideline does not show it with them"
    )


def _not_again(world: World, claim: Never, model: Any) -> Formula:
    """Not what is known of these women, and what they were asked, once more."""
    declared = world.her.declared
    known = (
        is_value(woman, declared[name], value)
        for woman in claim.women
        for name, value in facts_of(woman, declared.values(), model).items()
    )
    asked = (
        same(one, z3.is_true(model.eval(one, model_completion=True)))
        for one in claim.not_sure.values()
    )
    return negate(every((*known, *asked)))


def _smallest(world: World, solver: Any, claim: Never) -> Witness | None:
    """The fewest answers of all, if some of the few sets tried show the fault."""
    women = [
        Given(world.compiled, woman, world.her.declared, {} if place else claim.not_sure, place)
        for place, woman in enumerate(claim.women)
    ]
    really = () if claim.really is None else (claim.really(),)
    limits = Limits(world.compiled, (claim.wrong, *claim.rules, *really))
    stage = (world.her.holds("pregnant", True), world.her.known("gestation_weeks"))
    # a stage of pregnancy that is told leaves nothing to work out, so the fault shows at once
    for extra in ((), stage):
        can_prove = not extra
        search = fewest(women, [*solver.assertions(), *extra])
        for _ in range(TRIES):
            if search.check() != z3.sat:
                break
            model = search.model()
            people = tuple(_given(one, model) for one in women)
            bound = len(_names(people))
            if _shows(world, claim, people):
                people = _shortest(world, claim, people)
                proved = can_prove and len(_names(people)) == bound
                return Witness(claim.says, people, _in_words(world, people), proved)
            search.add(otherwise(women, people, limits))
            # of sums another number might have shown it: then larger sets are not surely smallest
            can_prove = can_prove and limits.sums.isdisjoint(_names(people))
    return None


def _given(woman: Given, model: Any) -> Answers:
    answered = [
        woman.declared[name]
        for name, given in woman.answered.items()
        if z3.is_true(model.eval(given, model_completion=True))
    ]
    answers = as_answers(facts_of(woman.woman, answered, model))
    not_sure = {
        name: None
        for name, asked in woman.not_sure.items()
        if z3.is_true(model.eval(asked, model_completion=True))
    }
    return not_sure | answers


def example_of(world: World, solver: Any, claim: Sometimes) -> Witness:
    """Answers that show what must be possible, tried on the guideline itself.

    `solver` holds the world and what is wanted, and has found it possible. Raises `EncodingError`
    when the guideline does not show it with the answers found.
    """
    for model in _models(world, solver):
        answers = as_answers(facts_of(world.her, world.her.declared.values(), model))
        people = _without_settings(world, (answers,))
        if _shows(world, claim, people):
            return Witness("", people, _in_words(world, people))
    raise EncodingError(
        f"the solver says otherwise, but on the guideline no answers it found show it: {claim.says}"
    )


def as_answers(facts: Mapping[str, Value]) -> Answers:
    """Facts as answers that can be given: lists for sets, rounded where that changes nothing."""
    return {
        name: sorted(value, key=str) if isinstance(value, frozenset) else value
        for name, value in facts.items()
    }


def _not_sure(claim: Never, model: Any) -> Answers:
    """What she was asked and could not tell, in this model."""
    return {
        name: None
        for name, asked in claim.not_sure.items()
        if z3.is_true(model.eval(asked, model_completion=True))
    }


def _models(world: World, solver: Any, sure: Sequence[Formula] = ()) -> Iterator[Any]:
    """Models with ever more told, then some of whatever the solver gives.

    Which one it gives can hang on what was proved before, so one that does not replay is shut out
    (`witness_of`) and others are tried.

    `sure` says that she is sure of everything. It matters to claims about what she was asked; there
    a woman who answers all with 'no' is told in fewer words than one who is sure of nothing.
    """
    settings = dict(world.compiled.settings)
    told = [world.her.is_told(name) for name in world.her.declared if name not in settings]
    plain = [
        is_value(world.her, world.her.declared[name], value) for name, value in settings.items()
    ]
    # a stage of pregnancy that is told leaves nothing to work out, so the fault shows at once
    stage = [world.her.holds("pregnant", True), world.her.known("gestation_weeks")]
    if sure and (model := _model(solver, [*plain, *stage, *sure])) is not None:
        yield model
    for extra in ([*plain, *stage], plain):
        for most in FEW:
            model = _model(solver, [*extra, z3.AtMost(*told, most)])
            if model is not None:
                yield model
                break
    for extra in ([], [*plain, *stage]) * TRIES:
        model = _model(solver, extra)
        if model is not None:
            yield model


def _model(solver: Any, extra: list[Formula]) -> Any:
    solver.push()
    solver.add(*extra)
    model = solver.model() if solver.check() == z3.sat else None
    solver.pop()
    return model


def _without_settings(world: World, people: tuple[Answers, ...]) -> tuple[Answers, ...]:
    defaults = {name for name, _ in world.compiled.settings}
    return tuple(
        {
            name: value
            for name, value in person.items()
            if name not in defaults or not _is_default(world, name, value)
        }
        for person in people
    )


def _is_default(world: World, name: str, value: Any) -> bool:
    finding = world.compiled.content.finding[name]
    return bool(as_fact(finding, finding.default) == value)


def _shows(world: World, claim: Never | Sometimes, people: tuple[Answers, ...]) -> bool:
    try:
        return claim.shows(world.guideline, people)
    except AnswerError:
        return False


def _shortest(world: World, claim: Never, people: tuple[Answers, ...]) -> tuple[Answers, ...]:
    """Leaves out what the fault shows without, large parts first, and rounds the numbers."""
    names = _names(people)
    size = len(names)
    while size:
        for start in range(0, len(names), size):
            part = frozenset(names[start : start + size])
            less = tuple({k: v for k, v in person.items() if k not in part} for person in people)
            if less != people and _shows(world, claim, less):
                people = less
        names, size = _names(people), size // 2
    for name in names:
        rounder = tuple({**person, **_rounded(name, person)} for person in people)
        if _shows(world, claim, rounder):
            people = rounder
    return people


def _names(people: tuple[Answers, ...]) -> list[str]:
    return list(dict.fromkeys(name for person in people for name in person))


def _rounded(name: str, person: Answers) -> Answers:
    value = person.get(name)
    return {name: float(round(value))} if isinstance(value, float) else {}


def _in_words(world: World, people: tuple[Answers, ...]) -> tuple[str, ...]:
    finding = world.compiled.content.finding
    return tuple(
        "; ".join(_said(finding[name], value) for name, value in person.items())
        or "nothing told yet"
        for person in people
    )


def _said(finding: Finding, value: object) -> str:
    if value is None:
        return f"not sure: {finding.short}"
    return in_words(finding, frozenset(value) if isinstance(value, list) else value)
