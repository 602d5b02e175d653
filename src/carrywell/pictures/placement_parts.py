"""What the placement pictures share: a window on the figure, labels, and the tummy crossed out."""

from typing import Final, Literal

from carrywell.pictures.body_shapes import BUMP, View
from carrywell.pictures.smooth import Outline, Point, path, symmetrical
from carrywell.pictures.standing_figure import standing_figure
from carrywell.pictures.svg import element, number, text

WIDTH: Final = 360
"""Units across a whole placement picture: about one a pixel on a phone."""

HEAT_KEEPS_OFF: Final[Outline] = (
    (0, 138), (24, 139), (44, 148), (50, 180), (55, 214), (57, 244), (50, 272), (28, 289), (0, 293),
)  # fmt: skip
"""Half of the outline of breasts and tummy."""


def window(
    *drawn: str,
    on: View | Literal["side"],
    seen: tuple[float, float, float, float],
    at: Point,
    width: float,
    arms: bool = True,
) -> str:
    """A part of the figure. `seen`: left, top, width, height in the figure's units; `at`: its corner here."""
    return element(
        "svg",
        standing_figure(on, arms=arms),
        *drawn,
        class_=f"placement-{on}",
        x=at[0],
        y=at[1],
        width=width,
        height=width * seen[3] / seen[2],
        viewBox=" ".join(number(length) for length in seen),
    )


def label(words: str, at: Point, *, anchor: str = "start", class_: str = "placement-label") -> str:
    """Words in the picture; each line break starts a new line, 17 units lower."""
    return "".join(
        element("text", text(line), class_=class_, x=at[0], y=at[1] + 17 * row, text_anchor=anchor)
        for row, line in enumerate(words.split("\n"))
    )


def never_here(words: str, at: Point, *, zone: Outline = BUMP, width: float = 104) -> str:
    """A small front view with `zone` (half an outline) crossed out, and the words below it."""
    crossed = (
        element("path", class_="placement-never-zone", d=path(symmetrical(zone)))
        + element("path", class_="placement-never-edge", d="M-46 196 46 284M46 196-46 284")
        + element("path", class_="placement-never-cross", d="M-46 196 46 284M46 196-46 284")
    )
    seen = (-120.0, 0.0, 240.0, 350.0)
    below = (at[0] + width / 2, at[1] + width * seen[3] / seen[2] + 20)
    return window(crossed, on="front", seen=seen, at=at, width=width) + label(
        words, below, anchor="middle", class_="placement-label placement-warning"
    )
