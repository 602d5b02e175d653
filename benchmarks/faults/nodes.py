"""One condition with one mistake in it: every place where a kind of mistake can be made."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from carrywell.conditions.nodes import (
    Always,
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    Number,
    OneOf,
    Or,
    Quantity,
    Yes,
)
from carrywell.guideline.model import Finding

Findings = Mapping[str, Finding]
At = Callable[[Condition, Findings], Iterable[Condition]]
"""What one node may be mistaken for; nothing where the mistake cannot be made."""

STRICTNESS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
DIRECTION = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def mistaken(condition: Condition, at: At, findings: Findings) -> Iterator[Condition]:
    """The condition with the mistake made at each node in turn."""
    yield from at(condition, findings)
    match condition:
        case Not(item):
            yield from (Not(inner) for inner in mistaken(item, at, findings))
        case And(items) | Or(items):
            for index, item in enumerate(items):
                for inner in mistaken(item, at, findings):
                    yield type(condition)((*items[:index], inner, *items[index + 1 :]))
        case AtLeast(count, items):
            for index, item in enumerate(items):
                for inner in mistaken(item, at, findings):
                    yield AtLeast(count, (*items[:index], inner, *items[index + 1 :]))


def not_dropped(node: Condition, _: Findings) -> Iterator[Condition]:
    if isinstance(node, Not):
        yield node.item


def not_added(node: Condition, _: Findings) -> Iterator[Condition]:
    if isinstance(node, Yes):
        yield Not(node)


def operator(table: Mapping[str, str]) -> At:
    def at(node: Condition, _: Findings) -> Iterator[Condition]:
        if isinstance(node, Compare) and node.operator in table:
            yield Compare(node.left, table[node.operator], node.right)  # type: ignore[arg-type]

    return at


def moved(by: float) -> At:
    """A threshold moved, where it stays inside what can be answered."""

    def at(node: Condition, findings: Findings) -> Iterator[Condition]:
        if isinstance(node, Compare) and isinstance(node.right, Number):
            value = round(node.right.value + by, 6)
            if _possible(node.left, value, findings):
                yield Compare(node.left, node.operator, Number(value))

    return at


def to_the_end(node: Condition, findings: Findings) -> Iterator[Condition]:
    match node:
        case Compare(Amount(finding), sign, Number(value)):
            for end in (findings[finding].min, findings[finding].max):
                if end is not None and end != value:
                    yield Compare(node.left, sign, Number(end))


def week_moved(by: float) -> At:
    def at(node: Condition, findings: Findings) -> Iterator[Condition]:
        match node:
            case Compare(Amount("gestation_weeks"), _, Number()):
                yield from moved(by)(node, findings)

    return at


def and_to_or(node: Condition, _: Findings) -> Iterator[Condition]:
    if isinstance(node, And):
        yield Or(node.items)


def or_to_and(node: Condition, _: Findings) -> Iterator[Condition]:
    if isinstance(node, Or):
        yield And(node.items)


def part_dropped(kind: type[And | Or]) -> At:
    def at(node: Condition, _: Findings) -> Iterator[Condition]:
        if isinstance(node, kind):
            for index in range(len(node.items)):
                left = (*node.items[:index], *node.items[index + 1 :])
                yield left[0] if len(left) == 1 else kind(left)

    return at


def option_swapped(node: Condition, findings: Findings) -> Iterator[Condition]:
    if isinstance(node, OneOf):
        others = [one.id for one in findings[node.finding].options if one.id not in node.options]
        for index in range(len(node.options)):
            for other in others:
                options = (*node.options[:index], other, *node.options[index + 1 :])
                yield OneOf(node.finding, options)


def option_dropped(node: Condition, _: Findings) -> Iterator[Condition]:
    if isinstance(node, OneOf) and len(node.options) > 1:
        for option in node.options:
            yield OneOf(node.finding, tuple(one for one in node.options if one != option))


def tick_swapped(node: Condition, findings: Findings) -> Iterator[Condition]:
    if isinstance(node, Includes):
        for one in findings[node.finding].options:
            if one.id != node.option:
                yield Includes(node.finding, one.id)


def count_changed(by: int) -> At:
    def at(node: Condition, _: Findings) -> Iterator[Condition]:
        if isinstance(node, AtLeast) and 1 <= node.count + by <= len(node.items):
            yield AtLeast(node.count + by, node.items)

    return at


def counted_item_dropped(node: Condition, _: Findings) -> Iterator[Condition]:
    if isinstance(node, AtLeast) and node.count < len(node.items):
        for index in range(len(node.items)):
            yield AtLeast(node.count, (*node.items[:index], *node.items[index + 1 :]))


def finding_swapped(node: Condition, findings: Findings) -> Iterator[Condition]:
    """A yes_no finding taken for the one that stands beside it in the content."""
    if isinstance(node, Yes) and node.finding in findings:
        alike = [
            one.id
            for one in findings.values()
            if one.type == "yes_no" and one.derived is None and one.default is None
        ]
        if node.finding in alike:
            place = alike.index(node.finding)
            yield from (Yes(alike[i]) for i in (place - 1, place + 1) if 0 <= i < len(alike))


def replaced_by(value: bool) -> Callable[[Condition], Iterator[Condition]]:
    """The whole condition is true of everyone, or of no one."""

    def whole(_: Condition) -> Iterator[Condition]:
        yield Always(value)

    return whole


def written(node: Condition | Quantity) -> str:
    """The condition as one would write it."""
    match node:
        case Always(value):
            return str(value).lower()
        case Yes(finding) | Amount(finding):
            return finding
        case Number(value):
            return f"{value:g}"
        case Compare(left, sign, right) | Arithmetic(sign, left, right):
            return f"{written(left)} {sign} {written(right)}"
        case OneOf(finding, options):
            return f"{finding} in [{', '.join(options)}]"
        case Includes(finding, option):
            return f"{finding} includes {option}"
        case Not(item):
            return f"NOT ({written(item)})"
        case And(items):
            return "(" + " AND ".join(map(written, items)) + ")"
        case Or(items):
            return "(" + " OR ".join(map(written, items)) + ")"
        case AtLeast(count, items):
            return f"at least {count} of ({', '.join(map(written, items))})"


def _possible(left: Quantity, value: float, findings: Findings) -> bool:
    if not isinstance(left, Amount):
        return True
    low, high = findings[left.finding].min, findings[left.finding].max
    return (low is None or low <= value) and (high is None or value <= high)
