"""Numbers she measured, checked against the range that the guideline gives their finding."""

from collections.abc import Mapping
from math import isfinite

from carrywell.assessment.answers import AnswerError, AnswerProblem, describe_allowed
from carrywell.guideline.content import Content


def checked_numbers(content: Content, given: Mapping[str, tuple[str, float | None]]) -> None:
    """Raises `AnswerError` with every number that is not finite or outside its finding's range.

    `given` maps a name for the message to the id of the finding and the value; None is fine.
    """
    problems: list[AnswerProblem] = []
    for name, (finding_id, value) in given.items():
        finding = content.finding[finding_id]
        assert finding.min is not None
        assert finding.max is not None
        if value is not None and not (isfinite(value) and finding.min <= value <= finding.max):
            problems.append(
                AnswerProblem(
                    name,
                    value,
                    describe_allowed(finding),
                    "this is outside the possible range",
                    (finding_id,),
                )
            )
    if problems:
        raise AnswerError(tuple(problems))
