"""NOT pushed to the leaves, without changing what a condition means."""

from carrywell.conditions.nodes import (
    NEGATED_OPERATOR,
    Always,
    And,
    AtLeast,
    Compare,
    Condition,
    Includes,
    Not,
    OneOf,
    Or,
    Yes,
)


def normal_form(condition: Condition) -> Condition:
    """The same condition with NOT only above `Yes`, `OneOf` and `Includes`, and ANDs and ORs flat.

    Equal to the original for every set of facts, unknown included: De Morgan's laws hold in
    Kleene's logic, and 'not at least k of n' is 'at least n - k + 1 are not'.
    """
    return _push(condition, negated=False)


def _push(condition: Condition, *, negated: bool) -> Condition:
    match condition:
        case Always(value):
            return Always(value != negated)
        case Yes() | OneOf() | Includes():
            return Not(condition) if negated else condition
        case Compare(left, operator, right):
            return Compare(left, NEGATED_OPERATOR[operator] if negated else operator, right)
        case Not(item):
            return _push(item, negated=not negated)
        case And(items):
            return _flat(Or if negated else And, items, negated)
        case Or(items):
            return _flat(And if negated else Or, items, negated)
        case AtLeast(count, items):
            needed = len(items) - count + 1 if negated else count
            return AtLeast(needed, tuple(_push(item, negated=negated) for item in items))


def _flat(kind: type[And] | type[Or], items: tuple[Condition, ...], negated: bool) -> Condition:
    flat: list[Condition] = []
    for item in items:
        pushed = _push(item, negated=negated)
        flat.extend(pushed.items if isinstance(pushed, kind) else (pushed,))
    return kind(tuple(flat))
