"""Where a warm pack, a cold pack, TENS pads and the belt go, on the same figure as the body map."""

from collections.abc import Callable
from typing import Final, Literal

from carrywell.pictures.placement_belt import belt
from carrywell.pictures.placement_pack import heat_or_cold_layers, pack
from carrywell.pictures.placement_tens import tens

__all__ = ["Kind", "heat_or_cold_layers", "placement"]

Kind = Literal["heat", "cold", "tens", "belt"]


def placement(kind: Kind, places: frozenset[str]) -> str:
    """The picture for one treatment. `places`: what she chose for `pain_location`; none means the low back.

    A place where the treatment must not go (the tummy above all) never moves it there.
    """
    return _PICTURES[kind](places)


_PICTURES: Final[dict[Kind, Callable[[frozenset[str]], str]]] = {
    "heat": lambda places: pack("heat", places),
    "cold": lambda places: pack("cold", places),
    "tens": tens,
    "belt": lambda _: belt(),
}
