"""Before, now, and now leaning back: where the centre of gravity is, and what the low back does.

A picture of the small model in `carrywell.patterns.balance`. The shift and the lean are drawn
larger than they are, by factors that stand in the content, and the words beside it say so.
"""

from collections.abc import Callable

import msgspec

from carrywell.guideline.measures import BalanceModel
from carrywell.patterns.balance import Balance
from carrywell.patterns.gestation import weeks_in_short
from carrywell.pictures.side_view import SideView, bent, bump_at, depth_of, side_view
from carrywell.pictures.smooth import Point
from carrywell.pictures.svg import element, number, picture, text

PANEL, ABOVE, BELOW = 120.0, 10.0, 54.0
"""The width of one figure with its room, and the room above the line and under the floor."""
TALLEST, SHORTEST, MIDDLE_CM = 1.08, 0.9, 165.0
UNIT = 2.25
"""A hundredth of the height of someone of `MIDDLE_CM`, in units of the picture."""
CENTRE: Point = (0.0, 56.0)
LEAST_PULL, PULL_A_KG, MOST_PULL = 6.0, 2.4, 21.0
"""The length of the arrow, in hundredths of her height."""
MOST_SHIFT, MOST_LEAN = 8.0, 15.0
"""No further than the toes (in hundredths of her height), and no further than one can stand (degrees)."""
LINE_LETTERS = 15
LINE_TOP = 104.0
LEAST_SHIFT_CM = 0.25


class Panel(msgspec.Struct, frozen=True):
    """One of the figures; `shift` is where the dot is drawn, `pull` the length of the arrow."""

    label: str
    figure: SideView
    shift: float = 0.0
    pull: float = 0.0


def balance_drawing(hers: Balance, model: BalanceModel) -> str:
    """Three figures side by side; two when there is no shift to show."""
    shown = panels(hers, model)
    unit = UNIT * min(max(hers.height_cm / MIDDLE_CM, SHORTEST), TALLEST)
    floor = ABOVE + LINE_TOP * unit
    return picture(
        *(_panel(one, PANEL * (place + 0.5), floor, unit) for place, one in enumerate(shown)),
        width=PANEL * len(shown),
        height=floor + BELOW,
        title=model.words.drawing.format(weeks=weeks_in_short(hers.weeks)),
        description=" ".join((*legend(hers, model), *hers.say)),
        class_=f"balance balance-{len(shown)}",
    )


def legend(hers: Balance, model: BalanceModel) -> tuple[str, ...]:
    """What the marks mean and how far the drawing may be trusted, in sentences."""
    words = model.words
    if not is_shown(hers):
        return (words.drawn_point, words.picture)
    return (words.drawn_point, words.drawn_arrow, words.larger, words.picture)


def is_shown(hers: Balance) -> bool:
    """Whether there is a shift to show; less than half a centimetre is none."""
    return hers.shift_cm >= LEAST_SHIFT_CM


def panels(hers: Balance, model: BalanceModel) -> tuple[Panel, ...]:
    """What each figure shows."""
    words = model.words
    depth = depth_of(hers.weight_before_kg, hers.height_cm)
    bump = bump_at(hers.weeks, hers.babies)
    before = Panel(words.drawn_before, SideView(0.0, 0.0, depth))
    if not is_shown(hers):
        return before, Panel(words.drawn_now, SideView(bump, 0.0, depth))
    shift = min(hers.shift_cm / hers.height_cm * 100 * model.drawn_shift.value, MOST_SHIFT)
    lean = min(hers.lean_degrees * model.drawn_lean.value, MOST_LEAN)
    return (
        before,
        Panel(words.drawn_upright, SideView(bump, 0.0, depth), shift, _pull(hers.bag_kg)),
        Panel(words.drawn_leaning, SideView(bump, lean, depth)),
    )


def _pull(bag_kg: float) -> float:
    return min(LEAST_PULL + PULL_A_KG * bag_kg, MOST_PULL)


def _panel(panel: Panel, left: float, floor: float, unit: float) -> str:
    def at(point: Point) -> Point:
        return left + point[0] * unit, floor - point[1] * unit

    x, y = at((CENTRE[0] + panel.shift, CENTRE[1]))
    top = floor - LINE_TOP * unit
    falls = element("line", class_="balance-falls", x1=x, x2=x, y1=y, y2=floor)
    return element(
        "g",
        element("line", class_="balance-floor", x1=left - 48, x2=left + 52, y1=floor, y2=floor),
        side_view(panel.figure, left, floor, unit),
        element("line", class_="balance-line", x1=left, x2=left, y1=floor + 6, y2=top),
        _arrow(panel, at) if panel.pull else "",
        falls if panel.shift else "",
        element("circle", class_="balance-point", cx=x, cy=y, r=5.5),
        *_label(panel.label, left, floor),
    )


def _arrow(panel: Panel, at: Callable[[Point], Point]) -> str:
    """Down along the low back: the muscles behind the spine pull the trunk back."""
    back = -10.0 * panel.figure.depth
    top, tip = (at(bent((back, y), panel.figure)) for y in (57.0 + panel.pull, 57.0))
    x, y = tip
    head = (
        f"M{number(x - 5)} {number(y - 8)}L{number(x)} {number(y)}L{number(x + 5)} {number(y - 8)}"
    )
    shaft = element("line", class_="balance-pull", x1=top[0], y1=top[1], x2=x, y2=y)
    return shaft + element("path", class_="balance-pull", d=head)


def _label(words: str, middle: float, floor: float) -> list[str]:
    """The words under a figure, in short lines."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > LINE_LETTERS:
            lines.append(word)
        else:
            lines[-1] = longer
    return [
        element("text", text(line), class_="balance-word", x=middle, y=floor + 24 + 17 * row, text_anchor="middle")
        for row, line in enumerate(lines)
    ]  # fmt: skip
