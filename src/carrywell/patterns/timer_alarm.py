"""The alarm on the timer: what the taps add to what is known, by the guideline.

Only signs that certainly hold alarm. A question that nobody answered does not: that is the check's.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.answers import AnswerError, Settled, settle
from carrywell.assessment.assess import fired_sign
from carrywell.assessment.result import FiredSign
from carrywell.conditions.nodes import findings_of
from carrywell.guideline.compiled import TRUE
from carrywell.guideline.model import RANK, Sign, Urgency
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.rhythm import timer_findings

TIMED = (
    "contractions",
    "contractions_regular",
    "contractions_painful",
    "contractions_increasing",
    "contractions_per_hour",
    "contractions_in_20_minutes",
    "contraction_interval_minutes",
    "contraction_duration_seconds",
    "rhythmic_back_pain",
)
"""What the timer answers by itself; an earlier answer to it does not stand against the taps."""

STAGES = ((16.0, False, False), (30.0, True, False), (38.0, True, True))
"""A week for each stage with signs of its own: the week, from 20 weeks, from 37 weeks."""

WEEKS_UNKNOWN = "We do not know how many weeks you are, so this is the most careful advice."


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """What the taps call for.

    `sign` is the most urgent sign that holds because of them; `signs` are all of these, most urgent
    first. `weeks_unknown`: the weeks were not known well enough, so the most careful possible ones
    were taken; `say` tells her so, and is empty otherwise.
    """

    urgency: Urgency
    sign: FiredSign
    signs: tuple[FiredSign, ...]
    weeks_unknown: bool = False
    say: str = ""


def timer_alarm(
    guideline: Guideline, known: Mapping[str, Any], spasms: Sequence[TimedSpasm], now: datetime
) -> Alarm | None:
    """The alarm for these taps at `now`, or None when no sign of the guideline holds because of them.

    `known` maps finding ids to answers, as for an assessment; answers that the taps contradict give
    way to them. Never raises for what is known, and takes a few milliseconds.
    """
    found = timer_findings(spasms, now)
    if not found:
        return None
    stages = _stages(guideline, known)
    fired = [sign for weeks in stages for sign in _fired(guideline, _at(known, weeks), found)]
    if not fired:
        return None
    first_of_each = {sign.id: sign for sign in reversed(fired)}
    signs = sorted(first_of_each.values(), key=lambda sign: _order(guideline, sign))
    unknown = len(stages) > 1
    return Alarm(
        urgency=signs[0].urgency,
        sign=signs[0],
        signs=tuple(signs),
        weeks_unknown=unknown,
        say=WEEKS_UNKNOWN if unknown else "",
    )


def _stages(guideline: Guideline, known: Mapping[str, Any]) -> tuple[float | None, ...]:
    """The weeks to try: None, as known, when one stage is certain."""
    facts = _settled(guideline, known, {}).facts
    if facts.get("pregnant") is False or facts.get("postpartum") is True:
        return (None,)
    from_20, from_37 = facts.get("from_20_weeks"), facts.get("from_37_weeks")
    possible = tuple(
        weeks
        for weeks, reached_20, reached_37 in STAGES
        if from_20 in (None, reached_20) and from_37 in (None, reached_37)
    )
    return possible if len(possible) > 1 else (None,)


def _at(known: Mapping[str, Any], weeks: float | None) -> dict[str, Any]:
    if weeks is None:
        return dict(known)
    rest = {name: given for name, given in known.items() if name != "gestation_estimate"}
    return rest | {"pregnant": True, "gestation_weeks": weeks}


def _fired(
    guideline: Guideline, known: Mapping[str, Any], found: Mapping[str, Any]
) -> list[FiredSign]:
    """The signs that hold with what was found and not without."""
    compiled = guideline.compiled
    without = _settled(guideline, {k: v for k, v in known.items() if k not in TIMED}, {})
    settled = _settled(guideline, known, found)
    return [
        fired_sign(compiled, settled, sign)
        for sign, before, after in zip(
            compiled.content.signs, without.codes, settled.codes, strict=True
        )
        if after == TRUE and before != TRUE and _mentions(guideline, sign, found)
    ]


def _mentions(guideline: Guideline, sign: Sign, found: Mapping[str, Any]) -> bool:
    named = findings_of(guideline.compiled.conditions[f"sign:{sign.id}"])
    return any(name in found or name.startswith("signs.") for name in named)


def _order(guideline: Guideline, sign: FiredSign) -> tuple[int, int]:
    signs = guideline.content.signs
    return -RANK[sign.urgency], next(at for at, one in enumerate(signs) if one.id == sign.id)


def _settled(guideline: Guideline, known: Mapping[str, Any], found: Mapping[str, Any]) -> Settled:
    """What is known with what was found; what does not fit gives way, and never the taps."""
    answers = dict(known) | dict(found)
    while True:
        try:
            return settle(guideline.compiled, answers)
        except AnswerError as error:
            wrong = {
                name
                for problem in error.problems
                for name in (problem.field, *problem.findings)
                if name in answers
            }
            answers = {
                name: given
                for name, given in answers.items()
                if name not in wrong or (name in found and len(wrong - set(found)) > 0)
            }
