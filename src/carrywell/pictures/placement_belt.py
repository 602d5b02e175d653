"""The support belt: low around the hips and under the bump, with room for two fingers."""

from typing import Final

from carrywell.pictures.placement_parts import WIDTH, label, window
from carrywell.pictures.smooth import Outline, path, symmetrical
from carrywell.pictures.svg import element, picture

BELT_FRONT: Final[Outline] = (
    (0, 292), (22, 290), (42, 283), (60.5, 275), (60.5, 275), (62, 291), (62, 291), (44, 300), (22, 307), (0, 309),
)  # fmt: skip
"""Half of the belt from the front: its upper edge runs just below the bump."""

BELT_SIDE: Final[Outline] = (
    (-32, 266), (-32, 266), (-10, 276), (16, 286), (39, 291), (39, 291), (30.5, 307), (30.5, 307), (10, 303),
    (-14, 294), (-37.5, 284), (-37.5, 284),
)  # fmt: skip


def belt() -> str:
    """The belt from the front and from the side, and the two-finger test."""
    return picture(
        window(_belt(symmetrical(BELT_FRONT)), on="front", seen=_FRONT_SEEN, at=(0, 0), width=190),
        window(_belt(BELT_SIDE), on="side", seen=_SIDE_SEEN, at=(208, 0), width=152),
        _low_and_under(),
        *_two_fingers(),
        width=WIDTH,
        height=444,
        title="Where the support belt goes",
        description=(
            "From the front and from the side: the belt goes low around the hips and under the bump. "
            "It does not press on the bump. Two fingers fit underneath."
        ),
        class_="placement placement-of-belt",
    )


_FRONT_SEEN: Final = (-114.0, 0.0, 228.0, 350.0)
_SIDE_SEEN: Final = (-74.0, 0.0, 182.4, 350.0)


def _belt(outline: Outline) -> str:
    return element("path", class_="placement-belt", d=path(outline))


def _low_and_under() -> str:
    leaders = ("M164 294 136 240", "M212 294 258 242")
    return "".join(element("path", class_="placement-leader", d=line) for line in leaders) + label(
        "low on the hips,\nunder the bump", (188, 308), anchor="middle"
    )


def _two_fingers() -> tuple[str, ...]:
    """Close by: two fingers of a hand slide under the upper edge of the belt."""
    return (
        element("rect", class_="placement-cloth", x=12, y=352, width=150, height=88, rx=12),
        element("path", class_="placement-finger", d=path(_HAND)),
        *(_finger("finger", x, 346, 66) for x in _FINGERS),
        element("path", class_="placement-belt", d="M12 386H162V420H12z"),
        *(_finger("finger-under", x, 387, 25) for x in _FINGERS),
        label("Two fingers fit\nunderneath", (178, 388)),
    )


def _finger(name: str, x: float, y: float, height: float) -> str:
    return element("rect", class_=f"placement-{name}", x=x, y=y, width=15, height=height, rx=7.5)


_FINGERS: Final = (66, 82)
_HAND: Final = (
    (62, 326), (84, 322), (110, 327), (114, 344), (112, 364), (104, 366), (96, 356), (66, 356), (56, 366),
    (48, 378), (42, 372), (48, 352),
)  # fmt: skip
