"""The share of women told that heat helps, by week: SVG that needs no stylesheet."""

from carrywell.pictures.svg import element, picture, text

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640.0, 330.0, 56.0, 510.0, 36.0, 280.0
LOOKS = {
    0.0: ("#857c8a", "2 5"),
    -0.5: ("#2f7fb8", "8 4"),
    -1.3: ("#6a3d73", None),
    -2.0: ("#1f6b47", None),
}
INK, LINE = "#5a5563", "#d8cfc5"


def power_picture(weeks: tuple[int, ...], curves: dict[float, list[float]]) -> str:
    """One line for each true effect."""

    def x(week: float) -> float:
        return LEFT + (week - weeks[0]) / (weeks[-1] - weeks[0]) * (RIGHT - LEFT)

    def y(share: float) -> float:
        return BOTTOM - share * (BOTTOM - TOP)

    parts = [element("rect", x=0, y=0, width=WIDTH, height=HEIGHT, fill="#ffffff")]
    for percent in (0, 25, 50, 75, 100):
        at = y(percent / 100)
        parts.append(element("line", x1=LEFT, x2=RIGHT, y1=at, y2=at, stroke=LINE))
        parts.append(_word(f"{percent} %", LEFT - 8, at + 5, "end"))
    parts += [_word(str(week), x(week), BOTTOM + 20, "middle") for week in weeks]
    parts.append(_word("weeks of diary", (LEFT + RIGHT) / 2, HEIGHT - 10, "middle"))
    parts.append(_word("told that heat helps", 8, 18, "start"))
    for effect, shares in curves.items():
        colour, dashes = LOOKS[effect]
        line = "M" + "L".join(f"{x(w):.1f} {y(s):.1f}" for w, s in zip(weeks, shares, strict=True))
        parts.append(
            element(
                "path", d=line, fill="none", stroke=colour, stroke_width=3, stroke_dasharray=dashes
            )
        )
        named = "no effect" if effect == 0 else f"{-effect:g} points off"
        parts.append(
            _word(
                named,
                RIGHT + 8,
                y(shares[-1]) + (5 if shares[-1] < 0.98 or effect == -2.0 else 20),
                "start",
                colour,
            )
        )
    return picture(
        *parts,
        width=WIDTH,
        height=HEIGHT,
        title="Share of women told that heat helps, by week of diary, for four true effects",
    )


def _word(words: str, x: float, y: float, anchor: str, fill: str = INK) -> str:
    return element(
        "text",
        text(words),
        x=x,
        y=y,
        text_anchor=anchor,
        fill=fill,
        font_family="sans-serif",
        font_size=14,
    )
