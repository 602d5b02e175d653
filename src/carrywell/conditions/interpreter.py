"""What a condition means: the reference that every other backend must agree with.

Plain on purpose. The truth tables are Kleene's strong three-valued logic, which is what SQL does
with NULL (Kleene 1952, §64). `python` and `sql` have the same cases in the same order.
"""

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
    Operator,
    Or,
    Quantity,
    Yes,
)
from carrywell.conditions.values import Facts, Truth


def truth(condition: Condition, facts: Facts) -> Truth:
    """True, False, or None when the facts do not settle it.

    `facts` maps finding ids to values (see `values`); a missing finding is unknown.
    """
    match condition:
        case Always(value):
            return value
        case Yes(finding):
            present = facts.get(finding)
            return present if isinstance(present, bool) else None
        case Compare(left, operator, right):
            return _compare(amount(left, facts), operator, amount(right, facts))
        case OneOf(finding, options):
            answer = facts.get(finding)
            return None if answer is None else answer in options
        case Includes(finding, option):
            answers = facts.get(finding)
            if not isinstance(answers, frozenset):
                return None
            if option in answers:
                return True
            return None if None in answers else False
        case Not(item):
            inner = truth(item, facts)
            return None if inner is None else not inner
        case And(items):
            return _at_least(len(items), [truth(item, facts) for item in items])
        case Or(items):
            return _at_least(1, [truth(item, facts) for item in items])
        case AtLeast(count, items):
            return _at_least(count, [truth(item, facts) for item in items])


def amount(quantity: Quantity, facts: Facts) -> float | None:
    """The value of a quantity, None when a finding in it is unknown."""
    match quantity:
        case Number(value):
            return value
        case Amount(finding):
            given = facts.get(finding)
            return given if isinstance(given, float | int) else None
        case Arithmetic(operator, left, right):
            first, second = amount(left, facts), amount(right, facts)
            if first is None or second is None:
                return None
            match operator:
                case "+":
                    return first + second
                case "-":
                    return first - second
                case "*":
                    return first * second
                case "/":
                    return first / second


def _compare(left: float | None, operator: Operator, right: float | None) -> Truth:
    if left is None or right is None:
        return None
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "=":
            return left == right
        case "<>":
            return left != right


def _at_least(count: int, truths: list[Truth]) -> Truth:
    """AND is 'all of them', OR is 'at least one': one table serves the three."""
    if sum(one is True for one in truths) >= count:
        return True
    if sum(one is not False for one in truths) < count:
        return False
    return None
