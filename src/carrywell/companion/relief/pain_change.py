"""What a change in the pain score means, in the words of the guideline's ladder, and honestly."""

from typing import Any

import msgspec

from carrywell.guideline.content import Content

PAIN = "nrs"
NO_CLEAR_CHANGE = "no clear change"


class PainChange(msgspec.Struct, frozen=True):
    """`say`: the rung reached, such as 'better'; `points` above zero for less pain."""

    say: str
    points: int
    sources: tuple[str, ...]
    source_checked: bool


def pain_change(before: int | None, after: int | None, content: Content) -> PainChange | None:
    """The change between two scores from 0 to 10; None when one of them is not known.

    Each rung needs those below it: from 1 to 0 is half and more, and still less than the smallest
    change that counts. A rise is told by its own rung.
    """
    if before is None or after is None:
        return None
    rule = next(one for one in content.measures.measures if one["id"] == PAIN)
    falls = [one for one in rule["ladder"] if "rise_points" not in one]
    rises = [one for one in rule["ladder"] if "rise_points" in one]
    reached: dict[str, Any] | None = None
    for rung in falls:
        if not _fell(before, after, rung):
            break
        reached = rung
    for rung in rises:
        if after - before >= rung["rise_points"]:
            reached = rung
    if reached is None:
        lowest = falls[0]
        return _told(NO_CLEAR_CHANGE, before - after, lowest)
    return _told(str(reached["say"]), before - after, reached)


def _told(say: str, points: int, rung: dict[str, Any]) -> PainChange:
    return PainChange(say, points, tuple(rung["sources"]), bool(rung["source_checked"]))


def _fell(before: int, after: int, rung: dict[str, Any]) -> bool:
    fall = before - after
    share = 100 * fall / before if before else 0
    points, percent = float(rung.get("fall_points", 0)), float(rung.get("fall_percent", 0))
    return fall >= points and share >= percent
