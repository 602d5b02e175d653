"""Distances and directions on the earth, taken as a sphere, and boxes around a point.

A sphere is off by at most 0.6 % against the ellipsoid: 60 m in 10 km.
"""

from math import asin, atan2, cos, degrees, hypot, inf, pi, radians, sin, sqrt

import msgspec

from carrywell.care.place import LATITUDE, LONGITUDE, Point

RADIUS = 6_371_008.8
"""Metres: the mean radius (2a + b) / 3 of the ellipsoid GRS 80, H. Moritz, Geodetic Reference System 1980."""
SLACK = 0.5
"""Metres by which a bound is kept loose: rounding near the antipode is up to 0.1 m, elsewhere nothing."""
_LOOSE = 1e-7
"""Degrees by which a box is wider than it must be: a centimetre."""


class Box(msgspec.Struct, frozen=True):
    """Degrees; `west` is never east of `east`."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        """Whether the point is in it, its edges included."""
        return (
            self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east
        )


EARTH = Box(-LATITUDE, -LONGITUDE, LATITUDE, LONGITUDE)


def metres_between(one: Point, other: Point) -> float:
    """The great-circle distance, 0 to 20,015,115 m, the same in both directions.

    The haversine formula: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984) 159.
    """
    return metres(one.latitude, one.longitude, other.latitude, other.longitude)


def metres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """`metres_between` for bare degrees."""
    upward = sin(radians(to_latitude - latitude) / 2)
    along = sin(radians(to_longitude - longitude) / 2)
    half = upward * upward + cos(radians(latitude)) * cos(radians(to_latitude)) * (along * along)
    return 2 * RADIUS * atan2(sqrt(half), sqrt(max(0.0, 1 - half)))


def bearing_between(start: Point, end: Point) -> float:
    """The direction in which the shortest way begins: degrees clockwise from north, 0 to below 360.

    The sine and cosine rules of spherical trigonometry. 0 where both are the same point.
    """
    from_latitude, to_latitude = radians(start.latitude), radians(end.latitude)
    turn = radians(end.longitude - start.longitude)
    east = sin(turn) * cos(to_latitude)
    north = cos(from_latitude) * sin(to_latitude) - sin(from_latitude) * cos(to_latitude) * cos(
        turn
    )
    return degrees(atan2(east, north)) % 360.0 % 360.0


def boxes(point: Point, within: float) -> tuple[Box, ...]:
    """One box or two that surely hold every point at most `within` metres away.

    Two where the antimeridian lies between; all longitudes where a pole is in reach.
    """
    reach = within / RADIUS
    south = point.latitude - degrees(reach) - _LOOSE
    north = point.latitude + degrees(reach) + _LOOSE
    if reach >= pi:
        return (EARTH,)
    if south <= -LATITUDE or north >= LATITUDE:
        return (Box(max(south, -LATITUDE), -LONGITUDE, min(north, LATITUDE), LONGITUDE),)
    aside = degrees(asin(min(1.0, sin(reach) / cos(radians(point.latitude))))) + _LOOSE
    return _unwrapped(south, point.longitude - aside, north, point.longitude + aside)


def _unwrapped(south: float, west: float, north: float, east: float) -> tuple[Box, ...]:
    if east - west >= 2 * LONGITUDE:
        return (Box(south, -LONGITUDE, north, LONGITUDE),)
    if west < -LONGITUDE:
        beyond = west + 2 * LONGITUDE
        return Box(south, -LONGITUDE, north, east), Box(south, beyond, north, LONGITUDE)
    if east > LONGITUDE:
        beyond = east - 2 * LONGITUDE
        return Box(south, west, north, LONGITUDE), Box(south, -LONGITUDE, north, beyond)
    return (Box(south, west, north, east),)


def metres_to_box(point: Point, box: Box) -> float:
    """A bound: no point of the box is nearer than this (by `SLACK` below the true distance)."""
    if box.west <= point.longitude <= box.east:
        away = max(box.south - point.latitude, point.latitude - box.north, 0.0)
        return max(0.0, RADIUS * radians(away) - SLACK)
    return max(0.0, min(_to_edge(point, box, box.west), _to_edge(point, box, box.east)) - SLACK)


def _to_edge(point: Point, box: Box, longitude: float) -> float:
    """To the stretch of a meridian from the south to the north of the box.

    cos(distance) to its latitude t is A cos(t - nearest), so the nearest one or an end is the nearest.
    """
    height, aside = radians(point.latitude), radians(longitude - point.longitude)
    across = cos(height) * cos(aside)
    nearest = degrees(atan2(sin(height), across)) if hypot(sin(height), across) else inf
    ends = (box.south, box.north, nearest) if box.south <= nearest <= box.north else None
    return min(
        metres(point.latitude, point.longitude, latitude, longitude)
        for latitude in ends or (box.south, box.north)
    )
