"""The picture of a list: the same numbers, where they lie from her."""

from collections.abc import Sequence

import msgspec

from carrywell.care.store import Found
from carrywell.care.words import USE_MILES, direction_in_words
from carrywell.companion.care.shown import PlaceLine
from carrywell.pictures.place_map import Spot, beyond, place_map


class SmallMap(msgspec.Struct, frozen=True):
    """The picture as SVG, and the numbers that lie further out than it goes."""

    svg: str
    beyond: tuple[int, ...]


def map_of(found: Sequence[Found], lines: Sequence[PlaceLine], country: str) -> SmallMap:
    """The picture of these places, of which there is at least one."""
    spots = tuple(
        Spot(line.number, line.place.name, one.metres, one.bearing, _says(line, one))
        for one, line in zip(found, lines, strict=True)
    )
    far = tuple(one.number for one in beyond(spots))
    return SmallMap(place_map(spots, miles=country in USE_MILES), far)


def _says(line: PlaceLine, found: Found) -> str:
    return f"{line.distance}, {direction_in_words(found.bearing)}"
