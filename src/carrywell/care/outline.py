"""The box around something that is not a point: its middle, and how far a point is from it."""

from carrywell.care.near import metres
from carrywell.care.place import LONGITUDE, Point

DECIMALS = 7
"""Of a middle in degrees: a centimetre, as precise as OpenStreetMap is."""


class Outline:
    """Grows with each position; what it gives is right for what it has taken in so far.

    Longitudes count on from the first position, so that a box over the antimeridian stays small.
    """

    def __init__(self) -> None:
        self._south = self._north = self._west = self._east = 0.0
        self._is_empty = True

    def add(self, latitude: float, longitude: float) -> None:
        """Takes a position in. Raises `ValueError` for one not on the earth, NaN included."""
        Point(latitude, longitude)
        if self._is_empty:
            self._south = self._north = latitude
            self._west = self._east = longitude
            self._is_empty = False
        near = _beside(longitude, self._west)
        self._south, self._north = min(self._south, latitude), max(self._north, latitude)
        self._west, self._east = min(self._west, near), max(self._east, near)

    def middle(self) -> Point | None:
        """The middle of the box; None while nothing was taken in."""
        if self._is_empty:
            return None
        longitude = (self._west + self._east) / 2
        return Point(
            round((self._south + self._north) / 2, DECIMALS),
            round(_beside(longitude, 0.0), DECIMALS),
        )

    def metres_to(self, point: Point) -> float:
        """From the point to the nearest of the box, as far as it is small; 0 inside."""
        longitude = _beside(point.longitude, (self._west + self._east) / 2)
        return metres(
            point.latitude,
            longitude,
            min(max(point.latitude, self._south), self._north),
            min(max(longitude, self._west), self._east),
        )


def _beside(longitude: float, other: float) -> float:
    """The same longitude, at most half the earth from the other."""
    if abs(longitude - other) <= LONGITUDE:
        return longitude
    return other + (longitude - other + LONGITUDE) % (2 * LONGITUDE) - LONGITUDE
