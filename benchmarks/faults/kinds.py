"""The kinds of fault that are planted, and every place in the guideline where each can be."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.conditions.nodes import And, Condition, Or
from carrywell.guideline.content import Content
from carrywell.guideline.model import LEVELS, RANK, WORST_FIRST
from faults import nodes

replace = msgspec.structs.replace
Conditions = dict[str, Condition]


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, what was there and what stands there now."""

    kind: str
    rule: str
    what: str
    content: Content
    conditions: Conditions

    def __str__(self) -> str:
        return f"{self.kind}: {self.rule}: {self.what}"


Places = Callable[[Guideline], Iterable[Fault]]

SAFETY = ("sign:", "gate:", "treatment:", "exercise:", "derived:", "scope:", "contradiction:")
"""The rules that decide how urgent it is, what is safe, and whom Carrywell can answer."""


def sampled(guideline: Guideline, seed: int, each: int) -> list[Fault]:
    """Up to `each` faults of every kind, picked by the seed."""
    picked = []
    for kind, places in KINDS.items():
        found = list(places(guideline))
        chance = random.Random(f"{seed} {kind}")
        picked += [
            Fault(kind, one.rule, one.what, one.content, one.conditions)
            for one in chance.sample(found, min(each, len(found)))
        ]
    return picked


def named(guideline: Guideline, names: Iterable[str]) -> list[Fault]:
    """Of each 'KIND @ RULE', the first fault of that kind in that rule.

    Raises `LookupError` when there is none.
    """
    return [_named(guideline, *name.split(" @ ")) for name in names]


def _named(guideline: Guideline, kind: str, rule: str) -> Fault:
    for one in KINDS[kind](guideline):
        if one.rule == rule:
            return Fault(kind, one.rule, one.what, one.content, one.conditions)
    raise LookupError(f"{rule!r} has no place for the fault {kind!r}")


def in_conditions(at: nodes.At, keys: tuple[str, ...] = SAFETY) -> Places:
    """A mistake at any node of these rules."""

    def places(guideline: Guideline) -> Iterator[Fault]:
        content, conditions = guideline.content, guideline.compiled.conditions
        for key, condition in conditions.items():
            if key.startswith(keys):
                for wrong in nodes.mistaken(condition, at, content.finding):
                    what = f"{nodes.written(condition)} became {nodes.written(wrong)}"
                    yield Fault("", key, what, content, {**conditions, key: wrong})

    return places


def whole_condition(value: bool, keys: tuple[str, ...]) -> Places:
    def places(guideline: Guideline) -> Iterator[Fault]:
        content, conditions = guideline.content, guideline.compiled.conditions
        for key, condition in conditions.items():
            if key.startswith(keys):
                for wrong in nodes.replaced_by(value)(condition):
                    what = f"{nodes.written(condition)} became {nodes.written(wrong)}"
                    yield Fault("", key, what, content, {**conditions, key: wrong})

    return places


def in_records(part: str, change: Callable[[Any, Content], Iterable[tuple[str, Any]]]) -> Places:
    """A record of this part changed; `change` gives what was done and the record, or None for gone.

    Cautions keep their place in the list, because a rule's key counts them: one that is dropped is
    made to hold for nobody, and one that is moved is moved in `moved_to_ask`.
    """

    def places(guideline: Guideline) -> Iterator[Fault]:
        content = guideline.content
        for record in getattr(content, part):
            for what, wrong in change(record, content):
                yield fault_in(guideline, part, record.id, what, wrong)

    return places


def fault_in(guideline: Guideline, part: str, record_id: str, what: str, wrong: Any) -> Fault:
    records = tuple(
        wrong if one.id == record_id else one
        for one in getattr(guideline.content, part)
        if one.id != record_id or wrong is not None
    )
    if part == "signs":
        records = tuple(sorted(records, key=lambda one: WORST_FIRST.index(one.urgency)))
    old = guideline.compiled.conditions
    conditions = dict(old) if wrong is not None else _without(old, part, record_id)
    content = replace(guideline.content, **{part: records})
    return Fault("", f"{part}: {record_id}", what, content, conditions)


def _without(conditions: Mapping[str, Condition], part: str, record_id: str) -> Conditions:
    start = f"{part.removesuffix('s')}:{record_id}"
    return {k: v for k, v in conditions.items() if k != start and not k.startswith(f"{start}:")}


def urgency_moved(by: int) -> Places:
    def change(sign: Any, _: Content) -> Iterator[tuple[str, Any]]:
        rank = RANK[sign.urgency] + by
        if 0 <= rank < len(LEVELS):
            yield f"{sign.urgency} became {LEVELS[rank]}", replace(sign, urgency=LEVELS[rank])

    return in_records("signs", change)


def unsure_lowered(sign: Any, _: Content) -> Iterator[tuple[str, Any]]:
    if RANK[sign.urgency] >= RANK["urgent"]:
        yield "if_unsure became routine", replace(sign, if_unsure="routine")


def deleted(_record: Any, _: Content) -> Iterator[tuple[str, Any]]:
    yield "deleted", None


def cell_became(old: tuple[str, ...], new: str) -> Places:
    def change(gate: Any, _: Content) -> Iterator[tuple[str, Any]]:
        for column, cell in gate.cells.items():
            if cell in old:
                what = f"{column}: {cell} became {new}"
                yield what, replace(gate, cells={**gate.cells, column: new})

    return in_records("gates", change)


def column_dropped(treatment: Any, _: Content) -> Iterator[tuple[str, Any]]:
    if treatment.gate is not None:
        yield f"gate {treatment.gate} dropped", replace(treatment, gate=None)


def column_swapped(treatment: Any, content: Content) -> Iterator[tuple[str, Any]]:
    columns = sorted({one.gate for one in content.treatments if one.gate})
    if treatment.gate is not None:
        other = columns[(columns.index(treatment.gate) + 1) % len(columns)]
        yield f"gate {treatment.gate} became {other}", replace(treatment, gate=other)


def let_through_at_soon(treatment: Any, _: Content) -> Iterator[tuple[str, Any]]:
    if treatment.kind == "plan" and treatment.with_open_soon == "ask_first":
        yield "with_open_soon became offered", replace(treatment, with_open_soon="offered")


def never_became_plan(treatment: Any, _: Content) -> Iterator[tuple[str, Any]]:
    if treatment.kind == "never":
        yield "kind never became plan", replace(treatment, kind="plan")


def caution_moved_to_ask(guideline: Guideline) -> Iterator[Fault]:
    conditions = guideline.compiled.conditions
    for one in guideline.content.treatments:
        for index, caution in enumerate(one.not_when):
            refuse = (*one.not_when[:index], *one.not_when[index + 1 :])
            ask = (*one.ask_first_when, caution)
            wrong = replace(one, not_when=refuse, ask_first_when=ask)
            kept = {
                k: v
                for k, v in conditions.items()
                if not k.startswith(f"treatment:{one.id}:not_when:")
            }
            start = f"treatment:{one.id}:"
            old = [conditions[f"{start}not_when:{i}"] for i in range(len(one.not_when))]
            moving = old.pop(index)
            kept |= {f"{start}not_when:{i}": condition for i, condition in enumerate(old)}
            kept[f"{start}ask_first_when:{len(one.ask_first_when)}"] = moving
            fault = fault_in(guideline, "treatments", one.id, f"asks first: {caution.when}", wrong)
            yield Fault("", fault.rule, fault.what, fault.content, kept)


def harmless_inverted(finding: Any, content: Content) -> Iterator[tuple[str, Any]]:
    asked = finding.derived is None and finding.default is None
    if asked and finding.type == "yes_no" and finding.no_harmless_because is None:
        worse = not bool(finding.harmless)
        yield f"harmless became {worse}", replace(finding, harmless=worse)
    if asked and finding.type == "choice" and finding.harmless is not None:
        for option in content.finding[finding.id].options:
            if option.id != finding.harmless:
                yield f"harmless became {option.id}", replace(finding, harmless=option.id)


def otherwise_changed(finding: Any, _: Content) -> Iterator[tuple[str, Any]]:
    if isinstance(finding.otherwise, bool):
        worse = not finding.otherwise
        yield f"otherwise became {worse}", replace(finding, otherwise=worse)
    elif isinstance(finding.otherwise, int | float):
        yield f"otherwise became {finding.max:g}", replace(finding, otherwise=finding.max)


def guard_dropped(guideline: Guideline) -> Iterator[Fault]:
    for one in guideline.content.findings:
        if one.ask_when is not None:
            wrong = replace(one, ask_when=None, otherwise=None)
            fault = fault_in(guideline, "findings", one.id, "always asked", wrong)
            conditions = {k: v for k, v in fault.conditions.items() if k != f"ask_when:{one.id}"}
            yield Fault("", fault.rule, fault.what, fault.content, conditions)


def detail_lost(finding: Any, _: Content) -> Iterator[tuple[str, Any]]:
    for one in finding.covers:
        left = tuple(detail for detail in finding.covers if detail != one)
        yield f"no longer covers {one}", replace(finding, covers=left)


def implication_dropped(finding: Any, _: Content) -> Iterator[tuple[str, Any]]:
    for name in finding.implies:
        left = {other: value for other, value in finding.implies.items() if other != name}
        yield f"no longer implies {name}", replace(finding, implies=left)


def default_changed(finding: Any, _: Content) -> Iterator[tuple[str, Any]]:
    if isinstance(finding.default, bool):
        yield "default turned", replace(finding, default=not finding.default)
    for option in finding.options if finding.default is not None else ():
        if option.id != finding.default:
            yield f"default became {option.id}", replace(finding, default=option.id)


def weight_flipped(cause: Any, _: Content) -> Iterator[tuple[str, Any]]:
    for index, one in enumerate(cause.features):
        flipped = replace(one, points=-one.points)
        features = (*cause.features[:index], flipped, *cause.features[index + 1 :])
        what = f"points for {one.when} became {-one.points}"
        yield what, replace(cause, features=features)


def stop_answer_lost(question: Any, _: Content) -> Iterator[tuple[str, Any]]:
    for name in question.sets:
        left = {other: value for other, value in question.sets.items() if other != name}
        yield f"no longer sets {name}", replace(question, sets=left)


def scope_turned(scope: Any, _: Content) -> Iterator[tuple[str, Any]]:
    yield f"in_scope became {not scope.in_scope}", replace(scope, in_scope=not scope.in_scope)


CAUTIONS_NO, CAUTIONS_ASK = ":not_when:", ":ask_first_when:"


def cautions(field: str) -> Places:
    """A caution of a treatment holds for nobody any more."""

    def places(guideline: Guideline) -> Iterator[Fault]:
        return (
            one for one in whole_condition(False, ("treatment:",))(guideline) if field in one.rule
        )

    return places


KINDS: dict[str, Places] = {
    "NOT dropped": in_conditions(nodes.not_dropped),
    "yes_no negated": in_conditions(nodes.not_added),
    "limit taken in or left out (< for <=)": in_conditions(nodes.operator(nodes.STRICTNESS)),
    "comparison turned (< for >)": in_conditions(nodes.operator(nodes.DIRECTION)),
    "comparison made equal": in_conditions(
        nodes.operator({"<": "=", "<=": "=", ">": "=", ">=": "="})
    ),
    "threshold + 1": in_conditions(nodes.moved(1)),
    "threshold - 1": in_conditions(nodes.moved(-1)),
    "threshold + 0.1": in_conditions(nodes.moved(0.1)),
    "threshold - 0.1": in_conditions(nodes.moved(-0.1)),
    "threshold at the end of the range": in_conditions(nodes.to_the_end),
    "weeks + 1": in_conditions(nodes.week_moved(1)),
    "weeks - 1": in_conditions(nodes.week_moved(-1)),
    "AND made OR": in_conditions(nodes.and_to_or),
    "OR made AND": in_conditions(nodes.or_to_and),
    "part of an AND dropped": in_conditions(nodes.part_dropped(And)),
    "part of an OR dropped": in_conditions(nodes.part_dropped(Or)),
    "option swapped": in_conditions(nodes.option_swapped),
    "option dropped from a list": in_conditions(nodes.option_dropped),
    "ticked option swapped": in_conditions(nodes.tick_swapped),
    "count + 1": in_conditions(nodes.count_changed(1)),
    "count - 1": in_conditions(nodes.count_changed(-1)),
    "counted item dropped": in_conditions(nodes.counted_item_dropped),
    "finding swapped with its neighbour": in_conditions(nodes.finding_swapped),
    "sign never true": whole_condition(False, ("sign:",)),
    "urgency one lower": urgency_moved(-1),
    "urgency two lower": urgency_moved(-2),
    "urgency one higher": urgency_moved(1),
    "urgency two higher": urgency_moved(2),
    "if_unsure lowered": in_records("signs", unsure_lowered),
    "sign deleted": in_records("signs", deleted),
    "gate deleted": in_records("gates", deleted),
    "gate's refusal made 'ask first'": cell_became(("N", "N*"), "A"),
    "gate's cell made 'allowed'": cell_became(("A", "N", "N*"), "Y"),
    "gate dropped from a treatment": in_records("treatments", column_dropped),
    "treatment under another column": in_records("treatments", column_swapped),
    "refusal moved to 'ask first'": caution_moved_to_ask,
    "refusal dropped": cautions(CAUTIONS_NO),
    "'ask first' dropped": cautions(CAUTIONS_ASK),
    "offered beside a soon sign": in_records("treatments", let_through_at_soon),
    "'never' made part of the plan": in_records("treatments", never_became_plan),
    "caution of an exercise dropped": whole_condition(False, ("exercise:",)),
    "harmless side inverted": in_records("findings", harmless_inverted),
    "value when not asked changed": in_records("findings", otherwise_changed),
    "question's condition dropped": guard_dropped,
    "umbrella item loses a detail": in_records("findings", detail_lost),
    "implication dropped": in_records("findings", implication_dropped),
    "setting's value changed": in_records("findings", default_changed),
    "derived finding never true": whole_condition(False, ("derived:",)),
    "contradiction dropped": in_records("contradictions", deleted),
    "scope turned": in_records("scopes", scope_turned),
    "cause's points turned": in_records("causes", weight_flipped),
    "stop question's answer lost": in_records("stop_questions", stop_answer_lost),
}
