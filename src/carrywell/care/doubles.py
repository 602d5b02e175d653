"""One place that a file has twice: as a point and as the building or the grounds around it.

They are taken for one when name and kinds are the same and the point lies within `NEAR` of the box
around the other. Two points are never taken for one: two doctors may share a name and a house, and
a place shown twice does less harm than one that is missing.
"""

from collections.abc import Iterator

import msgspec

from carrywell.care.outline import Outline
from carrywell.care.place import LeftOut, Place

NEAR = 100.0
"""Metres."""

FILLED = ("website", "address", "opening_hours", "wheelchair", "languages", "emergency", "country")
"""What one of the two may say and the other not."""


class Doubles:
    """Holds the areas of a file until all its points have gone by."""

    def __init__(self) -> None:
        self._seen = set[str]()
        self._areas: dict[tuple[str, frozenset[str]], list[_Area]] = {}

    def area(self, place: Place, outline: Outline) -> LeftOut | None:
        """Holds it; or, when it is the double of one that is held, says which of them is left out."""
        if place.id in self._seen:
            return _again(place)
        self._seen.add(place.id)
        held = self._same(place)
        if held is not None:
            return held.join(place)
        self._areas.setdefault(_key(place), []).append(_Area(place, outline))
        return None

    def point(self, place: Place) -> Place | LeftOut:
        """The place itself; or, when it is the double of an area, which of the two is left out."""
        if place.id in self._seen:
            return _again(place)
        self._seen.add(place.id)
        held = self._same(place)
        return place if held is None else held.join(place)

    def areas(self) -> Iterator[Place]:
        """What was held, each once."""
        for alike in self._areas.values():
            yield from (area.place for area in alike)

    def _same(self, place: Place) -> "_Area | None":
        alike = self._areas.get(_key(place), ())
        return next((area for area in alike if area.outline.metres_to(place.point) <= NEAR), None)


class _Area:
    """A place that is held, with its outline."""

    def __init__(self, place: Place, outline: Outline) -> None:
        self.place, self.outline = place, outline

    def join(self, other: Place) -> LeftOut:
        """Keeps the one that has a telephone number, with what only the other one says."""
        keep, leave = self.place, other
        if leave.phone and not keep.phone:
            keep, leave = leave, keep
        missing = {
            field: getattr(leave, field) for field in FILLED if getattr(keep, field) in (None, ())
        }
        self.place = msgspec.structs.replace(keep, **missing)
        return LeftOut(leave.id, "the same place is there twice")


def _key(place: Place) -> tuple[str, frozenset[str]]:
    return " ".join(place.name.casefold().split()), frozenset(place.kinds)


def _again(place: Place) -> LeftOut:
    """A data set has each id once."""
    return LeftOut(place.id, "this object is in the file twice")
