"""The earth in quarters of quarters, numbered so that a quarter is one stretch of numbers.

A cell is latitude and longitude cut into 2^31 steps each, their bits in turn (G. M. Morton, "A Computer
Oriented Geodetic Data Base", 1966). So an ordinary index over cells is a tree of boxes, in any database.
"""

from carrywell.care.near import Box
from carrywell.care.place import LATITUDE, LONGITUDE, Point

DEPTH = 31
"""How often the earth is quartered: the smallest cell is 1 cm by 2 cm, and fits 64 bits."""
_STEPS = 1 << DEPTH
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def cell_of(point: Point) -> int:
    """0 to below 2^62."""
    up = min(_STEPS - 1, int((point.latitude + LATITUDE) / (2 * LATITUDE) * _STEPS))
    along = min(_STEPS - 1, int((point.longitude + LONGITUDE) / (2 * LONGITUDE) * _STEPS))
    return _spread(up) << 1 | _spread(along)


def first_cell(level: int, code: int) -> int:
    """The lowest cell within the quarter `code` of `level` (0: the earth, `DEPTH`: a cell)."""
    return code << 2 * (DEPTH - level)


def last_cell(level: int, code: int) -> int:
    """The highest cell within it."""
    return (code + 1 << 2 * (DEPTH - level)) - 1


def box_of(level: int, code: int) -> Box:
    """Where the quarter lies; neighbours share their edges."""
    height, width = 2 * LATITUDE / (1 << level), 2 * LONGITUDE / (1 << level)
    up, along = _gathered(code >> 1), _gathered(code)
    south, west = up * height - LATITUDE, along * width - LONGITUDE
    return Box(south, west, south + height, west + width)


def _spread(number: int) -> int:
    """Puts a zero before each bit."""
    for shift, mask in _SPREAD:
        number = (number | number << shift) & mask
    return number


def _gathered(number: int) -> int:
    """Every second bit, the lowest among them."""
    number &= _SPREAD[-1][1]
    for (shift, _), (_, mask) in zip(reversed(_SPREAD), reversed(_SPREAD[:-1]), strict=False):
        number = (number | number >> shift) & mask
    return (number | number >> _SPREAD[0][0]) & 0xFFFFFFFF
