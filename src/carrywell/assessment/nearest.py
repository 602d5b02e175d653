"""What would change this answer: the smallest single changes that make it more urgent.

Each warning sign is tried on facts in which one answer is turned to its alarming side; twelve
microseconds a trial leave room for every answer there is. What is shown was then confirmed by a
whole assessment. How the changes are put in order, and that five are shown, is our own choice.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError, Answers, Settled, settle
from carrywell.assessment.assess import assess
from carrywell.assessment.causes import likely_causes
from carrywell.assessment.decide import decide
from carrywell.assessment.interval import leaves_of, read_by
from carrywell.assessment.reasons import in_words
from carrywell.assessment.result import Grounds
from carrywell.assessment.words import reviewed
from carrywell.conditions.interpreter import truth
from carrywell.conditions.nodes import Compare, Condition, Number, Yes
from carrywell.conditions.values import Value
from carrywell.guideline.compiled import TRUE, Compiled
from carrywell.guideline.facts import as_fact, harmless_value
from carrywell.guideline.model import RANK, Finding, Scalar, Sign, Urgency

CAUSES_CONSIDERED = 3
SMALLEST_STEPS = {"°C": 0.1}
"""The step of a reading, by its unit; 1 for every other."""


class Change(Grounds, frozen=True, kw_only=True):
    """One answer that would be different, and the warning sign it would raise.

    `was` and `becomes` are the answer in words, `value` the new answer as `assess` takes it.
    """

    finding: str
    was: str
    becomes: str
    value: Scalar
    urgency: Urgency
    sign: str
    title: str
    do: str


class Trial(msgspec.Struct, frozen=True):
    """One changed answer and the worst sign it makes true.

    `order` is smaller for a smaller step: the kind of change, where it is asked, how far it is.
    """

    finding: Finding
    value: Value
    sign: Sign
    order: tuple[float, ...]


class Alarms(msgspec.Struct, frozen=True):
    """What the signs read, worked out once: the worst rank and the thresholds of each finding."""

    rank: Mapping[str, int]
    thresholds: Mapping[str, tuple[float, ...]]
    place: Mapping[str, int]


def nearest_more_urgent(
    guideline: Guideline, answers: Answers, limit: int = 5
) -> tuple[Change, ...]:
    """At most `limit` changes of one answer that raise her urgency, the smallest step first.

    A number she gave moves to the next threshold; an answer that is harmless or was not given turns
    to its alarming side. Each level of urgency above hers has its nearest change among them. Private
    findings, and facts that stand for a whole pregnancy, are never named. Raises `AnswerError`.
    """
    compiled = guideline.compiled
    settled = settle(compiled, answers)
    now = RANK[decide(compiled, settled).advised]
    trials = sorted(_trials(compiled, settled, now), key=lambda one: one.order)
    chosen: list[Trial] = []
    for trial in _by_turns(trials):
        if len(chosen) >= limit:
            break
        if _is_news(trial, chosen) and _is_confirmed(compiled, settled, answers, trial, now):
            chosen.append(trial)
    chosen.sort(key=lambda one: one.order)
    return tuple(_told(settled, one) for one in chosen)


def with_change(guideline: Guideline, answers: Answers, finding: str, value: Scalar) -> Answers:
    """The same answers but for one, and for what must be so with it.

    A detail comes with a 'yes' to its umbrella item; what the 'no' to that item had settled stays
    settled. A reading comes with 'it was measured'.
    """
    compiled = guideline.compiled
    return _with(compiled, settle(compiled, answers), answers, finding, value)


def _with(
    compiled: Compiled, settled: Settled, answers: Answers, name: str, value: Scalar
) -> Answers:
    content = compiled.content
    changed = {**answers, **content.finding[name].implies, name: value}
    umbrella = content.umbrella_of.get(name)
    if umbrella is not None:
        changed[umbrella] = True
        for detail in content.finding[umbrella].covers:
            if settled.origin.get(detail) == umbrella and detail != name:
                changed[detail] = _as_answer(settled.base[detail])
    return changed


def _trials(compiled: Compiled, settled: Settled, now: int) -> Iterator[Trial]:
    """Every single change that makes a sign above `now` true, the private ones left out."""
    content = compiled.content
    alarms = alarms_of(compiled)
    close = _close_to_her(compiled, settled)
    lasting = {  # what no single sign is to be blamed on
        name: value
        for name, value in settled.base.items()
        if content.finding[name].standing or content.finding[name].no_harmless_because
    }
    for name, rank in alarms.rank.items():
        finding = content.finding[name]
        if rank <= now or not _may_change(compiled, settled, finding):
            continue
        implied = {
            other: as_fact(content.finding[other], given)
            for other, given in finding.implies.items()
        }
        if name in content.umbrella_of:
            implied[content.umbrella_of[name]] = True
        for step, value in _other_values(finding, settled.base.get(name), alarms):
            changed = {**implied, name: value}
            worst = compiled.signs({**settled.base, **changed}).find(TRUE)
            sign = content.signs[worst]
            if worst >= 0 and RANK[sign.urgency] > now and sign.id not in compiled.private_signs:
                near = sign.id in close or sign.concern in close
                near = near or _is_open(compiled, settled, name)
                near = near or compiled.signs({**lasting, **changed})[worst] != TRUE
                kind = _kind(finding, settled.base.get(name), near=near)
                yield Trial(finding, value, sign, (kind, alarms.place.get(name, 0), step))


def _kind(finding: Finding, given: Value, *, near: bool) -> int:
    """0 for a number she gave; 1 for what goes with something she has; 2 for the rest.

    3 for a list that would grow and a reading that nobody took: further away than any plain answer.
    """
    if finding.type == "number" and given is not None:
        return 0
    if finding.type in ("number", "choices"):
        return 3
    return 1 if near else 2


def _may_change(compiled: Compiled, settled: Settled, finding: Finding) -> bool:
    """Whether the answer could be another one by tomorrow, and may be named."""
    fixed = finding.standing or finding.private or finding.covers or finding.derived
    if fixed or finding.default is not None or finding.no_harmless_because is not None:
        return False
    if finding.type == "yes_no" and settled.base.get(finding.id) not in (
        None,
        harmless_value(finding),
    ):
        return False
    guard = compiled.conditions.get(f"ask_when:{finding.id}")
    measured = isinstance(guard, Yes) and guard.finding in finding.implies
    return guard is None or measured or truth(guard, settled.facts) is True


def _other_values(
    finding: Finding, present: Value, alarms: Alarms
) -> Iterator[tuple[float, Value]]:
    """The other answers and how far away each is: options in their order, numbers by their range."""
    match finding.type:
        case "yes_no":
            yield 0.0, not harmless_value(finding)
        case "choice":
            for place, option in enumerate(finding.options):
                if option.id not in (present, harmless_value(finding)):
                    yield float(place), option.id
        case "choices":
            told = present if isinstance(present, frozenset) else frozenset()
            for place, option in enumerate(finding.options):
                if option.id not in told:
                    yield float(place), told | {option.id}
        case "number":
            span = (finding.max or 0) - (finding.min or 0)
            start = present if isinstance(present, float) else harmless_value(finding)
            for value in alarms.thresholds.get(finding.id, ()):
                if isinstance(start, float) and value != start:
                    yield abs(value - start) / span, value


def _is_open(compiled: Compiled, settled: Settled, name: str) -> bool:
    """Whether something else under the same umbrella item is there already."""
    umbrella = compiled.content.umbrella_of.get(name)
    return umbrella is not None and settled.base.get(umbrella) is True


def _close_to_her(compiled: Compiled, settled: Settled) -> frozenset[str]:
    """Concerns of the signs she has, and the signs that go with her likely causes."""
    content = compiled.content
    fired = (
        sign.concern
        for sign, code in zip(content.signs, settled.codes, strict=True)
        if code == TRUE and sign.urgency != "routine"
    )
    causes = likely_causes(compiled, settled)[:CAUSES_CONSIDERED]
    return frozenset([*fired, *(sign for one in causes for sign in content.cause[one.id].signs)])


def _by_turns(trials: Iterable[Trial]) -> Iterator[Trial]:
    """The nearest, then the nearest of each level of urgency, worst first, then all in order."""
    trials = list(trials)
    yield from trials[:1]
    first: dict[int, Trial] = {}
    for trial in trials:
        first.setdefault(RANK[trial.sign.urgency], trial)
    yield from (first[rank] for rank in sorted(first, reverse=True))
    yield from trials


def _is_news(trial: Trial, chosen: list[Trial]) -> bool:
    """Whether neither its finding nor its sign's concern is shown already."""
    return all(
        trial.finding.id != one.finding.id and trial.sign.concern != one.sign.concern
        for one in chosen
    )


def _is_confirmed(
    compiled: Compiled, settled: Settled, answers: Answers, trial: Trial, now: int
) -> bool:
    """Whether a whole assessment of the changed answers is more urgent and names the sign."""
    value = _as_answer(trial.value)
    try:
        found = assess(compiled, _with(compiled, settled, answers, trial.finding.id, value))
    except AnswerError:  # it would contradict another answer
        return False
    return RANK[found.urgency] > now and trial.sign.id in {one.id for one in found.signs}


def _told(settled: Settled, trial: Trial) -> Change:
    finding, sign = trial.finding, trial.sign
    present = settled.base.get(finding.id)
    unknown = "not sure" if finding.id in settled.asked else "not asked"
    return Change(
        finding=finding.id,
        was=unknown if present is None else in_words(finding, present),
        becomes=in_words(finding, trial.value),
        value=_as_answer(trial.value),
        urgency=sign.urgency,
        sign=sign.id,
        title=sign.title,
        do=sign.do,
        sources=sign.sources,
        source_checked=sign.source_checked,
        reviewed=reviewed(sign),
    )


def _as_answer(value: Value) -> Scalar:
    """A fact as an answer: a list of options in order, anything else as it is."""
    if isinstance(value, frozenset):
        return tuple(sorted(one for one in value if one is not None))
    assert value is not None
    return value


@lru_cache(maxsize=8)
def alarms_of(compiled: Compiled) -> Alarms:
    """What this guideline's signs read, above routine (see `Alarms`)."""
    rank: dict[str, int] = {}
    thresholds: dict[str, set[float]] = {}
    for sign in compiled.content.signs:
        if sign.urgency == "routine":
            continue
        for leaf in leaves_of(compiled, compiled.normal[f"sign:{sign.id}"]):
            for name in read_by(leaf):
                rank[name] = max(RANK[sign.urgency], rank.get(name, 0))
                thresholds.setdefault(name, set()).update(
                    _thresholds(compiled.content.finding[name], leaf)
                )
    return Alarms(
        rank,
        {name: tuple(sorted(values)) for name, values in thresholds.items() if values},
        {name: place for place, name in enumerate(_in_order_of_asking(compiled))},
    )


def _in_order_of_asking(compiled: Compiled) -> Iterator[str]:
    """Every asked finding, the details of an umbrella item right behind it."""
    screens = compiled.content.screens
    details = {one.details_of: one.asks for one in screens if one.details_of}
    for screen in screens:
        for name in screen.asks if screen.details_of is None else ():
            yield name
            yield from details.get(name, ())


def _thresholds(finding: Finding, leaf: Condition) -> Iterator[float]:
    """The first value on the far side of a comparison with a number, within the range."""
    if not isinstance(leaf, Compare) or not isinstance(leaf.right, Number):
        return
    step = SMALLEST_STEPS.get(finding.unit or "", 1.0)
    beyond = {">": step, "<": -step}.get(leaf.operator, 0.0)
    value = round(leaf.right.value + beyond, 2)
    if (finding.min is None or finding.min <= value) and (
        finding.max is None or value <= finding.max
    ):
        yield value
