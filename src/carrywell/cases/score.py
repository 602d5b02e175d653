"""Scores of a set of results: how often right, how often too low, how often too high."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from carrywell.cases.run import OUT_OF_SCOPE, Result
from carrywell.guideline.model import RANK

TOP = 3
STRICTNESS = {"allowed": 0, "ask_first": 1, "not_allowed": 2}


@dataclass(frozen=True)
class Score:
    """Counts over one kind of case. `too_low` and `too_high` count only answers that are not
    acceptable; the strict counts take every answer below or above the gold.
    """

    cases: int
    exact: int
    lenient: int
    too_low: tuple[Result, ...]
    too_high: tuple[Result, ...]
    strict_too_low: int
    strict_too_high: int
    wrong_scope: tuple[Result, ...]
    hidden_urgency: tuple[Result, ...]
    cause_cases: int
    cause_first: int
    cause_top_three: int
    table: dict[tuple[str, str], int]
    errors: tuple[Result, ...]


def score(results: Iterable[Result]) -> Score:
    """The score of triage results, or of treatment results (not of a mixture)."""
    results = tuple(results)
    told = tuple(one for one in results if one.error is None and one.given is not None)
    order: dict[str, int] = {**STRICTNESS, **{str(level): rank for level, rank in RANK.items()}}
    ranked = tuple(one for one in told if one.gold in order and one.given in order)
    wrong = tuple(one for one in ranked if one.given not in one.acceptable)

    def below(one: Result) -> bool:
        return order[str(one.given)] < order[one.gold]

    def above(one: Result) -> bool:
        return order[str(one.given)] > order[one.gold]

    with_causes = tuple(one for one in told if one.scores_causes)
    return Score(
        cases=len(results),
        exact=sum(one.given == one.gold for one in told),
        lenient=sum(one.given in one.acceptable for one in told),
        too_low=tuple(one for one in wrong if below(one)),
        too_high=tuple(one for one in wrong if above(one)),
        strict_too_low=sum(map(below, ranked)),
        strict_too_high=sum(map(above, ranked)),
        wrong_scope=tuple(
            one
            for one in told
            if (one.gold == OUT_OF_SCOPE) != (one.given == OUT_OF_SCOPE)
            and one.given not in one.acceptable
        ),
        hidden_urgency=tuple(
            one
            for one in told
            if one.underlying_urgency in RANK and RANK[one.urgency] < RANK[one.underlying_urgency]  # type: ignore[index]
        ),
        cause_cases=len(with_causes),
        cause_first=sum(one.cause_rank == 1 for one in with_causes),
        cause_top_three=sum(
            one.cause_rank is not None and one.cause_rank <= TOP for one in with_causes
        ),
        table=dict(Counter((one.gold, str(one.given)) for one in told)),
        errors=tuple(one for one in results if one.error is not None),
    )
