"""A condition as one SQL boolean expression, whose NULL is 'unknown'.

Twin of `interpreter`: the same cases in the same order. SQL's own three-valued logic does the work,
so the written shape is printed, NOT and all. Written for DuckDB; each finding is a column: BOOLEAN,
DOUBLE, VARCHAR, or VARCHAR[] for several choices, where a NULL inside the list means 'and perhaps
others'. Store numbers as DOUBLE: a 32-bit 37.6 is above 37.6.
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
    Or,
    Quantity,
    Yes,
)


def expression(condition: Condition) -> str:
    """The SQL expression of a condition."""
    match condition:
        case Always(value):
            return "TRUE" if value else "FALSE"
        case Yes(finding):
            return _name(finding)
        case Compare(left, operator, right):
            return f"({quantity(left)} {operator} {quantity(right)})"
        case OneOf(finding, options):
            return f"({_name(finding)} IN ({', '.join(_text(option) for option in options)}))"
        case Includes(finding, option):
            # list_contains() never answers NULL for a list that is there, so ask for the NULL too
            column = _name(finding)
            return (
                f"(CASE WHEN {column} IS NULL THEN NULL"
                f" WHEN list_contains({column}, {_text(option)}) THEN TRUE"
                f" WHEN len(list_filter({column}, lambda one: one IS NULL)) > 0 THEN NULL"
                f" ELSE FALSE END)"
            )
        case Not(item):
            return f"(NOT {expression(item)})"
        case And(items):
            return "(" + " AND ".join(expression(item) for item in items) + ")"
        case Or(items):
            return "(" + " OR ".join(expression(item) for item in items) + ")"
        case AtLeast(count, items):
            certain = _count(items, unknown_as="FALSE")
            possible = _count(items, unknown_as="TRUE")
            return (
                f"(CASE WHEN {certain} >= {count} THEN TRUE"
                f" WHEN {possible} < {count} THEN FALSE ELSE NULL END)"
            )


def quantity(node: Quantity) -> str:
    """The SQL expression of a quantity, all in double precision."""
    match node:
        case Number(value):
            return f"{value!r}::DOUBLE"
        case Amount(finding):
            return _name(finding)
        case Arithmetic(operator, left, right):
            return f"({quantity(left)} {operator} {quantity(right)})"


def _count(items: tuple[Condition, ...], *, unknown_as: str) -> str:
    terms = (
        f"CASE WHEN COALESCE({expression(item)}, {unknown_as}) THEN 1 ELSE 0 END" for item in items
    )
    return "(" + " + ".join(terms) + ")"


def _name(finding: str) -> str:
    return '"' + finding.replace('"', '""') + '"'


def _text(option: str) -> str:
    return "'" + option.replace("'", "''") + "'"
