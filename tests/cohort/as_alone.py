"""A row of a screening and an assessment of that person alone, as far as both tell the same."""

from collections.abc import Mapping
from typing import Any

from carrywell.assessment.result import Assessment
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import RANK


def told_row(compiled: Compiled, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row tells, as far as an assessment does."""
    content = compiled.content
    best = [(row[f"cause_{place}"], row[f"cause_{place}_points"]) for place in (1, 2, 3)]
    undecided = {
        one.id
        for one in content.signs
        if row[f"signs.{one.id}"] is None and RANK[one.urgency] > RANK[row["floor"]]
    }
    return {
        **{name: row[name] for name in ("urgency", "floor", "ceiling", "scope")},
        "signs": {one.id for one in content.signs if row[f"signs.{one.id}"]},
        "undecided": undecided,
        "causes": [one for one in best if one[0] is not None],
        "treatments": {one.id: row[f"treatment.{one.id}"] for one in content.treatments},
    }


def told_alone(alone: Assessment) -> dict[str, Any]:
    return {
        "urgency": alone.urgency,
        "floor": alone.floor,
        "ceiling": alone.ceiling,
        "scope": alone.scope.id,
        "signs": {one.id for one in alone.signs},
        "undecided": {one.id for one in alone.undecided},
        "causes": [(one.id, one.points) for one in alone.causes[:3]],
        "treatments": {one.id: one.status for one in alone.treatments},
    }
