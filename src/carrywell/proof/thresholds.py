"""Thresholds: no crack at a number, no crack between two rules, and every number decides something."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import settle
from carrywell.assessment.interval import completion_plan, leaves_of, read_by
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import Amount, Compare, Condition, Number
from carrywell.conditions.smt import Formula, Rails, every, negate, rails, real, some
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import LEVELS, RANK
from carrywell.proof.claims import Answers, Claim, Never, Plain, World, judged, truth_of
from carrywell.proof.copies import Exactly
from carrywell.proof.unknown import RAISED
from carrywell.proof.world import Woman


class Threshold(msgspec.Struct, frozen=True):
    """A number that rules compare a finding with, and a value in the regions on either side.

    `rules` are the keys of all the rules that read the finding. `stands_apart`: some comparison comes
    out otherwise at the threshold than just below it, and some otherwise than just above it.
    """

    finding: str
    below: float
    at: float
    above: float
    rules: frozenset[str]
    stands_apart: bool


def no_dip_at_a_threshold(world: World) -> Iterator[Claim]:
    """At no threshold is she less urgent than both just below and just above it."""

    @cache  # what lies above one threshold lies below the next
    def told(finding: str, value: float) -> tuple[Exactly, Woman]:
        exactly = Exactly(world.her, finding, value)
        return exactly, world.staged(exactly)

    all_signs = frozenset(world.compiled.content.sign)
    anyhow = world.staged(world.her)
    for one in thresholds(world.compiled, sign_keys(world.compiled)):
        if not one.stands_apart:
            # all the rules say at the threshold what they say on one side of it
            for rank in RAISED:
                yield Plain(_dips(one, rank), False)
            continue
        each = [told(one.finding, value) for value in (one.below, one.at, one.above)]
        women = tuple(woman for woman, _ in each)
        below, at, above = (staged for _, staged in each)
        for rank in RAISED:
            signs = frozenset(key.removeprefix("sign:") for key in one.rules)

            def shows(guideline: Guideline, people: tuple[Answers, ...], rank: int = rank) -> bool:
                lower, exactly, upper = judged(guideline, people)
                return min(RANK[lower.floor], RANK[upper.floor]) >= rank > RANK[exactly.floor]

            both = [side.reaches(rank, signs).certain for side in (below, above)]
            if False in both:
                continue
            # the other signs do not read the number: they are the same at all three
            rest = anyhow.reaches(rank, all_signs - signs)
            yield Never(
                _dips(one, rank),
                every((*both, negate(some((at.reaches(rank, signs).certain, rest.certain))))),
                women,
                shows,
            )


def _dips(one: Threshold, rank: int) -> str:
    return f"at {one.finding} = {one.at:g} she is less than {LEVELS[rank]}, but not beside it"


def one_value_stands_for_its_region(world: World) -> Iterator[Claim]:
    """Between two thresholds no sign changes: the values tried for an unknown number are enough.

    These are the values with which `assessment.interval` completes what has no harmless answer.
    """
    for name, values in completion_plan(world.compiled).regions:
        numbers = [one for one in values if isinstance(one, float)]
        leaves = _leaves_about(world.compiled, name)
        for low, middle, high in zip(numbers[::2], numbers[1::2], numbers[2::2], strict=False):
            tried = Exactly(world.her, name, middle)
            within = [world.her.known(name), world.her.amount(name) > real(low)]
            within.append(world.her.amount(name) < real(high))

            def sign_changes(tried: Exactly = tried) -> Formula:
                stands = Woman(world.compiled, tried)
                return some(
                    _differ(world.woman.sign(one.id), stands.sign(one.id))
                    for one in world.compiled.content.signs
                )

            def shows(guideline: Guideline, people: tuple[Answers, ...]) -> bool:
                hers, others = (settle(guideline.compiled, one).codes for one in people)
                return hers != others

            # a sign is made of its comparisons: while none of them changes, no sign does
            comparison_changes = some(
                _differ(rails(leaf, world.woman), rails(leaf, tried)) for leaf in leaves
            )
            yield Never(
                f"a sign changes while {name} is between {low:g} and {high:g}",
                every((*within, comparison_changes)),
                (world.her, tried),
                shows,
                really=sign_changes,
            )


def _leaves_about(compiled: Compiled, finding: str) -> tuple[Condition, ...]:
    """Every comparison in the signs that reads the finding, once."""
    leaves = (
        leaf
        for sign in compiled.content.signs
        for leaf in leaves_of(compiled, compiled.normal[f"sign:{sign.id}"])
        if finding in read_by(leaf)
    )
    return tuple(dict.fromkeys(leaves))


def _differ(first: Rails, second: Rails) -> Formula:
    """One of the rails is so for one of the two only."""
    return some(
        every((one, negate(other)))
        for one, other in (
            (first.certain, second.certain),
            (second.certain, first.certain),
            (first.possible, second.possible),
            (second.possible, first.possible),
        )
    )


def weeks_leave_no_crack(world: World) -> Iterator[Claim]:
    """Once the weeks are told, each 'before N weeks' is exactly the opposite of 'from N weeks'."""
    findings = world.compiled.content.finding
    told = every((world.woman.holds("pregnant", True), world.woman.known("gestation_weeks")))
    for name in findings:
        other = name.replace("before_", "from_")
        if not name.startswith("before_") or other not in findings:
            continue
        before, start = (world.woman.rule(f"derived:{one}").certain for one in (name, other))

        def shows(
            guideline: Guideline,
            people: tuple[Answers, ...],
            names: tuple[str, str] = (name, other),
        ) -> bool:
            rules = [guideline.compiled.conditions[f"derived:{one}"] for one in names]
            first, second = (truth_of(guideline, rule, people[0]) for rule in rules)
            weeks_told = {"pregnant", "gestation_weeks"} <= people[0].keys()
            return weeks_told and (first is second or None in (first, second))

        yield Never(
            f"{name} and {other} are both so, or neither",
            every((told, some((every((before, start)), negate(some((before, start))))))),
            (world.her,),
            shows,
        )


def sign_keys(compiled: Compiled) -> tuple[str, ...]:
    """The rule key of every sign."""
    return tuple(f"sign:{one.id}" for one in compiled.content.signs)


def thresholds(compiled: Compiled, keys: Iterable[str]) -> Iterator[Threshold]:
    """Every threshold of these rules, finding by finding, lowest first."""
    values_of: dict[str, set[float]] = {}
    rules_of: dict[str, set[str]] = {}
    leaves_of_each: dict[str, set[Condition]] = {}
    for key in keys:
        for leaf in leaves_of(compiled, compiled.normal[key]):
            for finding in read_by(leaf):
                leaves_of_each.setdefault(finding, set()).add(leaf)
            for finding, value in _compared(leaf):
                values_of.setdefault(finding, set()).add(value)
                rules_of.setdefault(finding, set()).add(key)
    for finding, values in values_of.items():
        declared = compiled.content.finding[finding]
        low = declared.min if declared.min is not None else min(values) - 1
        high = declared.max if declared.max is not None else max(values) + 1
        points = sorted({low, *values, high})
        middles = [(first + second) / 2 for first, second in pairwise(points)]
        for below, at, above in zip(middles, points[1:], middles[1:], strict=False):
            apart = _stands_apart(leaves_of_each[finding], finding, below, at, above)
            yield Threshold(finding, below, at, above, frozenset(rules_of[finding]), apart)


def _stands_apart(
    leaves: set[Condition], finding: str, below: float, at: float, above: float
) -> bool:
    """Whether the value at a threshold is like neither side of it to the comparisons of it."""
    if not all(any(_compared(leaf)) for leaf in leaves):
        return True  # arithmetic on the finding: left to the solver
    lower, exactly, upper = (
        [truth(leaf, {finding: value}) for leaf in leaves] for value in (below, at, above)
    )
    return exactly not in (lower, upper)


def _compared(leaf: Condition) -> Iterator[tuple[str, float]]:
    match leaf:
        case Compare(Amount(finding), _, Number(value)) | Compare(
            Number(value), _, Amount(finding)
        ):
            yield finding, value
        case _:
            return
