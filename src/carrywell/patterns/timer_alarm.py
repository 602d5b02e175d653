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

TIMED = frozenset(
    {
        "contractions",
        "contractions_regular",
        "contractions_painful",
        "contractions_increasing",
        "contractions_per_hour",
        "contractions_in_20_minutes",
        "contraction_interval_minutes",
        "contraction_duration_seconds",
        "rhythmic_back_pain",
    }
)
"""What the timer answers by itself; an earlier answer to it does not keep the timer quiet."""

WORSE = {
    "contractions_per_hour": max,
    "contractions_in_20_minutes": max,
    "contraction_interval_minutes": min,
}
"""Of two numbers, hers and the taps', the more alarming one counts."""

STAGES = ((16.0, False, False), (30.0, True, False), (38.0, True, True))
"""A week for each stage with signs of its own: the week, whether 20 weeks are reached, and 37."""

WEEKS_UNKNOWN = "We do not know how many weeks you are, so this is the most careful advice."


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """What the taps call for.

    `sign` is the most urgent sign that holds because of them; `signs` are all of these, most urgent
    first. `weeks_unknown`: the weeks were not known well enough, so the most careful possible ones
    were taken; `about_weeks` tells her so, and is empty otherwise.
    """

    sign: FiredSign
    signs: tuple[FiredSign, ...]
    weeks_unknown: bool = False

    @property
    def urgency(self) -> Urgency:
        """How soon to act."""
        return self.sign.urgency

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return self.sign.title

    @property
    def say(self) -> str:
        """Why it matters."""
        return self.sign.say

    @property
    def do(self) -> str:
        """What to do."""
        return self.sign.do

    @property
    def sources(self) -> tuple[str, ...]:
        """Where it comes from: ids in ``sources.yaml``."""
        return self.sign.sources

    @property
    def source_checked(self) -> bool:
        """Whether the sources themselves were read."""
        return self.sign.source_checked

    @property
    def about_weeks(self) -> str:
        """What to tell her when her weeks are not known; empty when they are."""
        return WEEKS_UNKNOWN if self.weeks_unknown else ""


def timer_alarm(
    guideline: Guideline, known: Mapping[str, Any], spasms: Sequence[TimedSpasm], now: datetime
) -> Alarm | None:
    """The alarm for these taps at `now`, or None when no sign of the guideline holds because of them.

    `known` maps finding ids to answers, as for an assessment; answers that do not fit the taps give
    way to them. Never raises because of what is known, and takes a few milliseconds.
    """
    found = timer_findings(spasms, now)
    if not found:
        return None
    stages = _stages(guideline, known)
    fired = [sign for stage in stages for sign in _fired(guideline, stage, found)]
    if not fired:
        return None
    place = {sign.id: at for at, sign in enumerate(guideline.content.signs)}
    one_of_each = {sign.id: sign for sign in reversed(fired)}
    signs = sorted(one_of_each.values(), key=lambda one: (-RANK[one.urgency], place[one.id]))
    return Alarm(sign=signs[0], signs=tuple(signs), weeks_unknown=len(stages) > 1)


def _stages(guideline: Guideline, known: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """What is known, once for each stage that she may be in; one when the stage is certain."""
    facts = _settled(guideline, known, {}).facts
    if facts.get("pregnant") is False or facts.get("postpartum") is True:
        return (known,)
    from_20, from_37 = facts.get("from_20_weeks"), facts.get("from_37_weeks")
    possible = [
        weeks
        for weeks, reached_20, reached_37 in STAGES
        if from_20 in (None, reached_20) and from_37 in (None, reached_37)
    ]
    if len(possible) < 2:  # noqa: PLR2004 -- one stage is no choice
        return (known,)
    rest = {name: given for name, given in known.items() if name != "gestation_estimate"}
    return tuple(rest | {"pregnant": True, "gestation_weeks": weeks} for weeks in possible)


def _fired(
    guideline: Guideline, known: Mapping[str, Any], found: Mapping[str, Any]
) -> list[FiredSign]:
    """The signs that hold with what was found, and would not hold without any timing."""
    compiled = guideline.compiled
    untimed = {name: given for name, given in known.items() if name not in TIMED}
    before = _settled(guideline, untimed, {}).codes
    settled = _settled(guideline, known, found)
    return [
        fired_sign(compiled, settled, sign)
        for sign, without, code in zip(compiled.content.signs, before, settled.codes, strict=True)
        if code == TRUE and without != TRUE and _reads(guideline, sign, found)
    ]


def _reads(guideline: Guideline, sign: Sign, found: Mapping[str, Any]) -> bool:
    """Whether the sign rests on something found, directly or through another sign."""
    named = findings_of(guideline.compiled.conditions[f"sign:{sign.id}"])
    return any(name in found or name.startswith("signs.") for name in named)


def _settled(guideline: Guideline, known: Mapping[str, Any], found: Mapping[str, Any]) -> Settled:
    """What is known together with what was found. What does not fit gives way, and never the taps."""
    answers = {**known, **{name: _worse(name, known, value) for name, value in found.items()}}
    while True:
        try:
            return settle(guideline.compiled, answers)
        except AnswerError as error:
            wrong = {
                name for problem in error.problems for name in (problem.field, *problem.findings)
            }
            kept = {
                name: value for name, value in answers.items() if name in found or name not in wrong
            }
            answers = kept if len(kept) < len(answers) else dict(found)


def _worse(name: str, known: Mapping[str, Any], value: Any) -> Any:
    hers = known.get(name)
    return WORSE[name](hers, value) if name in WORSE and isinstance(hers, int | float) else value
