"""The picture of a list: the same numbers, where they lie from her."""

from collections.abc import Sequence

from carrywell.care.store import Found
from carrywell.companion.care.shown import USE_MILES, PlaceLine
from carrywell.pictures.place_map import Spot, place_map


def map_of(found: Sequence[Found], lines: Sequence[PlaceLine], country: str) -> str:
    """The picture as SVG."""
    spots = tuple(
        Spot(line.number, line.place.name, one.metres, one.bearing, line.distance)
        for one, line in zip(found, lines, strict=True)
    )
    return place_map(spots, miles=country in USE_MILES)
