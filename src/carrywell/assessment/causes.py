"""Likely causes, ranked by the points of the features that are certainly there. No diagnosis."""

from carrywell.assessment.answers import Settled
from carrywell.assessment.result import LikelyCause, Reason
from carrywell.assessment.words import grounds, reviewed
from carrywell.guideline.compiled import TRUE, Compiled
from carrywell.guideline.model import Cause, Feature

UNCLEAR_AT_MOST = 2
"""With no cause above these points the cause is called unclear (evidence: causes, section 21)."""


def likely_causes(compiled: Compiled, settled: Settled) -> tuple[LikelyCause, ...]:
    """Every cause with points above zero, best first; ties stay in the order of the content."""
    codes = dict(zip(compiled.artefact.cause_keys, compiled.causes(settled.facts), strict=True))
    scored = []
    for cause in compiled.content.causes:
        present = tuple(
            (index, feature)
            for index, feature in enumerate(cause.features)
            if codes[f"cause:{cause.id}:{index}"] == TRUE
        )
        points = sum(feature.points for _, feature in present)
        if points > 0:
            scored.append((points, cause, present))
    scored.sort(key=lambda one: -one[0])
    return tuple(
        _told(compiled, settled, rank, points, cause, present)
        for rank, (points, cause, present) in enumerate(scored, start=1)
    )


def is_unclear(causes: tuple[LikelyCause, ...]) -> bool:
    """Whether no cause stands out enough to be named."""
    return not causes or causes[0].points <= UNCLEAR_AT_MOST


def _told(
    compiled: Compiled,
    settled: Settled,
    rank: int,
    points: int,
    cause: Cause,
    present: tuple[tuple[int, Feature], ...],
) -> LikelyCause:
    def reason(index: int, feature: Feature) -> Reason:
        return Reason(
            say=feature.say,
            points=feature.points,
            weight=feature.weight,
            because=grounds(compiled, settled, f"cause:{cause.id}:{index}"),
            sources=feature.sources,
            source_checked=feature.source_checked,
            reviewed=reviewed(feature),
        )

    reasons = tuple(reason(index, feature) for index, feature in present)
    return LikelyCause(
        id=cause.id,
        rank=rank,
        name=cause.name,
        say=cause.say,
        points=points,
        serious=cause.serious,
        private=any(
            compiled.content.finding[one.finding].private
            for reason in reasons
            for one in reason.because
        ),
        for_=tuple(one for one in reasons if one.points > 0),
        against=tuple(one for one in reasons if one.points < 0),
        sources=cause.sources,
        source_checked=cause.source_checked,
        reviewed=reviewed(cause),
    )
