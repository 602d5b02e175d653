"""Places around her as a picture of positions alone: north up, she in the middle, rings of distance.

It needs no map and no network. Positions are a bearing and a distance from her, so the antimeridian
and the poles are nothing special. Numbers that would lie on one another are moved apart, each with a
line to where it belongs. A list beside it says the same in words.
"""

from collections.abc import Iterator
from math import cos, hypot, pi, radians, sin
from statistics import median_low

import msgspec

from carrywell.pictures.svg import element, picture, text

SIDE = 360.0
MIDDLE = SIDE / 2
REACH = 150.0
"""How far from the middle the outermost ring lies."""
RIM = 166.0
"""How far from the middle those stand that lie beyond the picture."""
MOST_TIMES = 5.0
"""Of the usual distance; what lies further is beyond the picture."""
DISC = 11.0
GAP = 2.0
HER = 16.0
"""Kept free around the middle, for the mark that is her."""
RING_WORD = 20.0
"""Kept free around the middle of a ring's word."""
EDGE = DISC + 1.0
STRIDE = 3.0
"""How finely a free position is looked for."""

MILE = 1609.344
_STEPS = (1.0, 2.0, 5.0)
FEWEST_RINGS, MOST_RINGS = 2, 4
NORTH_WORD = (20.0, 24.0, 14.0)
"""Where north is marked, and what is kept free around it: a corner, where few places are."""
RING_WORDS_AT = radians(135)
"""The bearing along which rings are labelled: south-east."""

Position = tuple[float, float]


class Spot(msgspec.Struct, frozen=True):
    """A place: its number, name, distance in metres, bearing in degrees clockwise from north, and both
    in words.
    """

    number: int
    name: str
    metres: float
    bearing: float
    says: str


def place_map(spots: tuple[Spot, ...], *, miles: bool = False) -> str:
    """The picture as SVG with class names only; see ``care.css``. Rings are in km, or in `miles`.

    Raises `ValueError` without a spot.
    """
    unit, name = (MILE, "miles") if miles else (1000.0, "km")
    rings = _rings(_reach(spots) / unit)
    scale = REACH / (rings[-1] * unit)
    free = _Free(
        [(MIDDLE, MIDDLE, HER), NORTH_WORD, *(_word_at(one * unit * scale) for one in rings)]
    )
    out = beyond(spots)
    drawn = [_spot(one, scale, free, is_beyond=one in out) for one in spots]
    return picture(
        *(_ring(one * unit * scale) for one in rings),
        *(_ring_word(one, one * unit * scale, name) for one in rings),
        _north(),
        *(lines for lines, _ in drawn),
        _her(),
        *(disc for _, disc in drawn),
        width=SIDE,
        height=SIDE,
        title="Where these places lie from you",
        description=_told(spots),
        class_="place-map",
    )


def beyond(spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """Those too far for the picture: they stand hollow at its edge, in their direction."""
    reach = _reach(spots)
    return tuple(one for one in spots if one.metres > reach)


def _reach(spots: tuple[Spot, ...]) -> float:
    """Metres that the rings must hold: one place far away may not press all others together."""
    usual = median_low(one.metres for one in spots)
    return max(one.metres for one in spots if one.metres <= MOST_TIMES * usual)


def _told(spots: tuple[Spot, ...]) -> str:
    each = (f"{one.number}: {one.name}, {one.says}" for one in spots)
    return f"North is up and you are in the middle. {'; '.join(each)}."


def _rings(most: float) -> tuple[float, ...]:
    """Two to four round distances, the last of them beyond `most`."""
    step = 0.1
    while True:
        for factor in _STEPS:
            count = max(FEWEST_RINGS, int(most / (step * factor)) + 1)
            if count <= MOST_RINGS:
                return tuple(round(step * factor * one, 1) for one in range(1, count + 1))
        step *= 10


def _at(bearing: float, distance: float) -> Position:
    return MIDDLE + distance * sin(bearing), MIDDLE - distance * cos(bearing)


class _Free:
    """What is taken already: circles, each as x, y and radius."""

    def __init__(self, taken: list[tuple[float, float, float]]) -> None:
        self.taken = taken

    def near(self, at: Position) -> Position:
        """The free position nearest to it, which is then taken too."""
        found = next(one for one in _around(at) if self._is_free(one))
        self.taken.append((*found, DISC))
        return found

    def _is_free(self, at: Position) -> bool:
        inside = all(EDGE <= one <= SIDE - EDGE for one in at)
        return inside and all(
            hypot(at[0] - x, at[1] - y) >= radius + DISC + GAP for x, y, radius in self.taken
        )


def _around(at: Position) -> Iterator[Position]:
    """Positions on circles around it, the nearest first, as far as the picture goes."""
    yield at
    distance = STRIDE
    while distance < 2 * SIDE:
        count = max(12, int(distance))
        for one in range(count):
            angle = 2 * pi * one / count
            yield at[0] + distance * sin(angle), at[1] - distance * cos(angle)
        distance += STRIDE


def _spot(one: Spot, scale: float, free: _Free, *, is_beyond: bool) -> tuple[str, str]:
    """The line and the point where it lies, and the disc with its number."""
    true = _at(radians(one.bearing), RIM if is_beyond else one.metres * scale)
    x, y = free.near(true)
    moved = not is_beyond and hypot(x - true[0], y - true[1]) > DISC / 2
    line = (
        element("line", class_="map-lead", x1=true[0], y1=true[1], x2=x, y2=y)
        + element("circle", class_="map-point", cx=true[0], cy=true[1], r=3)
        if moved
        else ""
    )
    disc = element(
        "g",
        element(
            "circle", class_="map-disc map-beyond" if is_beyond else "map-disc", cx=x, cy=y, r=DISC
        ),
        element(
            "text", text(str(one.number)), class_="map-number", x=x, y=y + 4.2, text_anchor="middle"
        ),
    )
    return line, disc


def _ring(radius: float) -> str:
    return element("circle", class_="map-ring", cx=MIDDLE, cy=MIDDLE, r=radius)


def _word_at(radius: float) -> tuple[float, float, float]:
    return (*_at(RING_WORDS_AT, radius), RING_WORD)


def _ring_word(value: float, radius: float, unit: str) -> str:
    x, y = _at(RING_WORDS_AT, radius)
    name = unit.removesuffix("s") if value == 1 else unit
    return element(
        "text", text(f"{value:,g} {name}"), class_="map-word", x=x, y=y + 4, text_anchor="middle"
    )


def _her() -> str:
    return element(
        "g",
        element("circle", class_="map-her", cx=MIDDLE, cy=MIDDLE, r=7),
        element("circle", class_="map-her-ring", cx=MIDDLE, cy=MIDDLE, r=11),
    )


def _north() -> str:
    x, y, _ = NORTH_WORD
    return element("text", "N", class_="map-word", x=x, y=y + 10, text_anchor="middle") + element(
        "path", class_="map-north", d=f"M{x - 5:g} {y - 4:g}L{x:g} {y - 12:g}L{x + 5:g} {y - 4:g}"
    )
