"""Text to sqlglot's tree, with what must never get that far refused first."""

import re

import sqlglot
from sqlglot import exp

from carrywell.conditions.errors import ContentError, Place, Problem


def too_deep(text: str, place: Place) -> ContentError:
    """The error for a condition nested more deeply than can be read."""
    instead = "Write parts of it as derived findings."
    return ContentError((Problem(place, "this is nested too deeply", instead, f"{text[:100]}..."),))


def _refuse_marks(text: str, place: Place) -> None:
    """Refuses comments and semicolons, which the parser takes as the end of the condition.

    YAML folds a condition into one line, so a comment would silently swallow all that follows it.
    """
    unquoted = re.sub("'[^']*'", lambda quoted: " " * len(quoted[0]), text)
    if mark := re.search(r"--|/\*|\{#|;", unquoted):
        raise ContentError(
            (
                Problem(
                    place.at(mark.start()),
                    f"{mark[0]!r} cannot be used in a condition",
                    "Put comments into a YAML comment above, or into `note`; a condition needs no"
                    " end mark.",
                    text,
                ),
            )
        )


def read_sql(text: str, place: Place) -> exp.Expression:
    """The tree of one expression; raises `ContentError` where the text stops making sense."""
    _refuse_marks(text, place)
    try:
        tree = sqlglot.parse_one(text, into=exp.Condition)
    except sqlglot.errors.SqlglotError as error:
        details = getattr(error, "errors", None) or [{}]
        # sqlglot counts to the end of the word it stumbled on
        column = int(details[0].get("col") or 1) - len(details[0].get("highlight") or " ") + 1
        what = str(details[0].get("description") or "it cannot be read").rstrip(".")
        if what.startswith("Required keyword"):
            what = "something is missing on one side"
        problem = Problem(
            place.at(max(column - 1, 0)),
            f"this is not a condition: {what}",
            "Write comparisons joined with AND, OR and NOT, such as: fever AND NOT back_pain",
            text,
        )
        raise ContentError((problem,)) from None
    assert isinstance(tree, exp.Expression)
    return tree
