"""Four TENS pads on both sides of the spine, with the distances to keep."""

from typing import Final, NamedTuple

from carrywell.pictures.placement_parts import WIDTH, label, never_here, window
from carrywell.pictures.smooth import Point, path, symmetrical
from carrywell.pictures.svg import element, number, picture

MIN_FROM_SPINE_CM: Final = 2.5
MIN_BETWEEN_PADS_CM: Final = 2.5


class Pad(NamedTuple):
    """A pad: its middle in figure units."""

    across: float
    down: float


PAD: Final = 15.0
"""Side of a pad in figure units, nearly 5 cm."""

LOW_BACK: Final = (Pad(-18, 209), Pad(18, 209), Pad(-18, 237), Pad(18, 237))
LOW_BACK_AND_BUTTOCK: Final = (Pad(-18, 227), Pad(18, 227), Pad(-26, 261), Pad(26, 261))
_BUTTOCK_PLACES: Final = frozenset({"buttock", "hip", "sacrum", "coccyx"})


def pads(places: frozenset[str]) -> tuple[Pad, ...]:
    """Where the four pads go: on the low back, or over the buttocks too when it hurts there."""
    return LOW_BACK_AND_BUTTOCK if places & _BUTTOCK_PLACES else LOW_BACK


def tens(places: frozenset[str]) -> str:
    """The low back from close by with four pads, and the tummy left out."""
    chosen = pads(places)
    far = number(MIN_FROM_SPINE_CM)
    return picture(
        window(
            *map(_pad, chosen),
            element("path", class_="placement-rolled", d=path(symmetrical(_ROLLED_SHIRT))),
            on="back",
            seen=_SEEN,
            at=(0, 0),
            width=WIDTH,
            arms=False,
        ),
        _spine(chosen),
        *(_wire(pad, chosen) for pad in chosen),
        _device(),
        _distances(chosen, far),
        never_here("Never on\nyour tummy", (16, 336)),
        width=WIDTH,
        height=_HEIGHT,
        title="Where the four TENS pads go",
        description=(
            "Two pads lie on each side of the spine, over the sore part of the "
            f"{'low back and buttocks' if chosen is LOW_BACK_AND_BUTTOCK else 'low back'}. "
            f"Every pad is at least {far} cm from the spine and from the next pad. Never on your tummy."
        ),
        class_="placement placement-of-tens",
    )


_SEEN: Final = (-80.0, 176.0, 160.0, 142.0)
_ROLLED_SHIRT: Final = (
    (0, 170), (49, 170), (49, 170), (48, 182), (46.5, 187), (46.5, 187), (24, 190), (0, 190.5),
)  # fmt: skip
_SCALE: Final = WIDTH / _SEEN[2]
_HEIGHT: Final = 530
_DEVICE: Final = (270.0, 400.0)


def _here(x: float, y: float) -> Point:
    """A point of the figure, in the picture."""
    return (x - _SEEN[0]) * _SCALE, (y - _SEEN[1]) * _SCALE


def _line(class_: str, *points: Point) -> str:
    return element("path", class_=class_, d=path(points, closed=False))


def _bordered(class_: str, *points: Point) -> str:
    """A line with a border in the colour of the page: it shows on skin, on cloth and beside the body."""
    return _line("placement-halo", *points) + _line(class_, *points)


def _pad(pad: Pad) -> str:
    corner = (pad.across - PAD / 2, pad.down - PAD / 2)
    return element(
        "rect", class_="placement-pad", x=corner[0], y=corner[1], width=PAD, height=PAD, rx=3
    )


def _spine(chosen: tuple[Pad, ...]) -> str:
    return _line("placement-spine", _here(0, chosen[0].down - 17), _here(0, chosen[2].down + 16))


def _wire(pad: Pad, chosen: tuple[Pad, ...]) -> str:
    """From the outer side of the pad, down beside the pads, to the device."""
    side = 1 if pad.across > 0 else -1
    edge = pad.across + side * PAD / 2
    upper = pad.down == chosen[0].down
    beside = side * (max(one.across for one in chosen) + PAD / 2 + (9 if upper else 4))
    x, y = _DEVICE
    end = x + side * (14 if upper else 7)
    course = (
        _here(edge, pad.down),
        _here(beside, pad.down + 9),
        _here(beside, 300),
        (end - 6, y - 40),
        (end, y),
    )
    clip = element("circle", class_="placement-clip", cx=course[0][0], cy=course[0][1], r=4)
    return _bordered("placement-wire", *course) + clip


def _device() -> str:
    x, y = _DEVICE
    return (
        element("rect", class_="placement-device", x=x - 30, y=y, width=60, height=76, rx=12)
        + element("rect", class_="placement-screen", x=x - 20, y=y + 12, width=40, height=22, rx=4)
        + "".join(
            element("circle", class_="placement-knob", cx=x + off, cy=y + 54, r=8)
            for off in (-12, 12)
        )
        + label("TENS device", (x, y + 98), anchor="middle")
    )


def _distances(chosen: tuple[Pad, ...], cm: str) -> str:
    """The two gaps as lines with ends, each with its words at the edge of the picture."""
    upper, lower = chosen[1], chosen[3]
    level, edge = upper.down - PAD / 2 - 5, upper.across - PAD / 2
    top, bottom = upper.down + PAD / 2, lower.down - PAD / 2
    half = (top + bottom) / 2
    between = (upper.across + lower.across) / 2
    y, x = _here(0, level)[1], _here(between, half)
    return (
        _bordered("placement-leader", (66, y), _here(-edge, level))
        + _measure(_here(-edge, level), _here(0, level), (0, 5))
        + label(f"{cm} cm\nor more\nfrom the\nspine", (4, y + 4))
        + _bordered("placement-leader", x, (WIDTH - 66, x[1]))
        + _measure(_here(between, top), _here(between, bottom), (5, 0))
        + label(f"{cm} cm\nor more\nbetween\npads", (WIDTH - 4, x[1] + 4), anchor="end")
    )


def _measure(start: Point, end: Point, tick: Point) -> str:
    ends = (
        _line("placement-measure", _off(at, tick, 1), _off(at, tick, -1)) for at in (start, end)
    )
    return _line("placement-measure", start, end) + "".join(ends)


def _off(at: Point, by: Point, times: float) -> Point:
    return at[0] + times * by[0], at[1] + times * by[1]
