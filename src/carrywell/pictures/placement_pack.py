"""A warm or a cold pack on the sore place of the back, buttock or shoulder; and what lies under it."""

from typing import Final, Literal, NamedTuple

from carrywell.pictures.body_shapes import BUMP
from carrywell.pictures.placement_parts import HEAT_KEEPS_OFF, WIDTH, label, never_here, window
from carrywell.pictures.smooth import path
from carrywell.pictures.svg import element, picture

Warmth = Literal["heat", "cold"]


class Spot(NamedTuple):
    """Where a pack can lie on the back: its middle, its size (figure units) and its name.

    A spot off the middle line has a twin on the other side, for pain on that side.
    """

    across: float
    down: float
    width: float
    height: float
    name: str


SPOTS: Final[dict[str, Spot]] = {
    "shoulder": Spot(34, 141.5, 28, 43, "your shoulder blade, on the side that hurts"),
    "upper_back": Spot(0, 139, 32, 48, "your upper back, between the shoulder blades"),
    "mid_back": Spot(0, 187, 62, 32, "the middle of your back"),
    "lower_back": Spot(0, 229, 62, 38, "your low back"),
    "sacrum": Spot(0, 264, 40, 24, "the flat bone at the bottom of your spine"),
    "coccyx": Spot(0, 299, 22, 31, "your tailbone"),
    "buttock": Spot(29.5, 300, 26, 44, "your buttock, on the side that hurts"),
}
"""Packs for the places that can have one; none of them touches another."""

SPOT_OF_PLACE: Final[dict[str, str]] = {
    **{name: name for name in SPOTS},
    "neck": "shoulder",
    "flank": "lower_back",
    "back": "lower_back",
    "hip": "buttock",
}
"""The spot for each place she can choose. Any other place leaves the pack on the low back."""


def spots(places: frozenset[str]) -> tuple[Spot, ...]:
    """Where packs go for these places, from top to bottom; the low back when no place has a spot."""
    wanted = {SPOT_OF_PLACE[place] for place in places if place in SPOT_OF_PLACE} or {"lower_back"}
    return tuple(spot for name, spot in SPOTS.items() if name in wanted)


def pack(kind: Warmth, places: frozenset[str]) -> str:
    """The back with the pack in its towel, and the tummy left out."""
    word, never, keep_off = _WORDS[kind]
    chosen = spots(places)
    packs = "".join(_pack(kind, spot) for spot in chosen)
    where = "; or on ".join(spot.name for spot in chosen)
    return picture(
        window(packs, on="back", seen=_SEEN, at=(0, 0), width=246),
        label(f"{word} pack\nin a towel,\non the sore\nplace", (250, 28)),
        never_here(
            never.replace(" or ", "\nor ").replace("on your", "on\nyour"), (251, 108), zone=keep_off
        ),
        width=WIDTH,
        height=_HEIGHT,
        title=f"Where the {word.lower()} pack goes",
        description=f"The pack, wrapped in a towel, lies on {where}. {never}.",
        class_=f"placement placement-of-{kind}",
    )


def heat_or_cold_layers(kind: Warmth = "heat") -> str:
    """The layers from the side: skin, towel, pack."""
    word = _WORDS[kind][0]
    layers = (
        ("pack", f"{word} pack", 14, 62),
        ("towel", "Towel", 78, 26),
        ("skin", "Your skin", 106, 40),
    )
    return picture(
        *(_layer(name, words, top, height) for name, words, top, height in layers),
        _waves(kind, 110, 45, 1.6),
        width=WIDTH,
        height=160,
        title=f"A towel lies between the {word.lower()} pack and your skin",
        description=f"From the outside in: the {word.lower()} pack, a towel, your skin.",
        class_=f"placement placement-of-{kind}",
    )


_SEEN: Final = (-120.0, 0.0, 240.0, 350.0)
_HEIGHT: Final = 346
_WORDS: Final = {
    "heat": ("Warm", "Never on your tummy or breasts", HEAT_KEEPS_OFF),
    "cold": ("Cold", "Never on your tummy", BUMP),
}


def _pack(kind: Warmth, spot: Spot) -> str:
    twin = _box("twin", spot._replace(across=-spot.across), 0) if spot.across else ""
    return (
        twin
        + _box("towel", spot, 0)
        + _box("pack", spot, 4)
        + _waves(
            kind, spot.across, spot.down, min(1, (spot.width - 8) / 24, (spot.height - 8) / 22)
        )
    )


def _box(name: str, spot: Spot, inside: float) -> str:
    return element(
        "rect",
        class_=f"placement-{name}",
        x=spot.across - spot.width / 2 + inside,
        y=spot.down - spot.height / 2 + inside,
        width=spot.width - 2 * inside,
        height=spot.height - 2 * inside,
        rx=7 - inside,
    )


def _waves(kind: Warmth, x: float, y: float, size: float) -> str:
    """Rising warmth as three waves; cold as a small star of ice."""
    drawn = _rising(x, y, size) if kind == "heat" else _star(x, y, size)
    return element("g", drawn, class_="placement-sign")


def _rising(x: float, y: float, size: float) -> str:
    return "".join(
        element(
            "path",
            d=path(
                [(x + size * (off + bend), y + size * down) for bend, down in _WAVE], closed=False
            ),
        )
        for off in (-7, 0, 7)
    )


def _star(x: float, y: float, size: float) -> str:
    ends = ((0, 8), (6.9, 4), (6.9, -4))
    return "".join(
        element(
            "path",
            d=path([(x - size * a, y - size * b), (x + size * a, y + size * b)], closed=False),
        )
        for a, b in ends
    )


_WAVE: Final = ((0, 8), (-1.8, 4), (0, 0), (1.8, -4), (0, -8))


def _layer(name: str, words: str, top: float, height: float) -> str:
    return element(
        "rect",
        class_=f"placement-layer-{name}",
        x=12,
        y=top,
        width=196,
        height=height,
        rx=18 if name == "pack" else 8,
    ) + label(words, (222, top + height / 2 + 5))
