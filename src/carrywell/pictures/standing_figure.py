"""The pregnant figure, standing: the same drawing under the body map and the placement pictures."""

from typing import Final, Literal

from carrywell.pictures import body_shapes as shapes
from carrywell.pictures.body_shapes import View
from carrywell.pictures.smooth import Outline, mirrored, path, symmetrical
from carrywell.pictures.svg import element


def standing_figure(view: View | Literal["side"], *, arms: bool = True) -> str:
    """The figure in the coordinates of `body_shapes`; without its arms where a close look needs the room."""
    body = {"front": _FRONT, "back": _BACK, "side": _SIDE}[view]
    reaching = _ARMS if arms and view != "side" else ""
    return element("g", reaching, *body, class_="standing-figure")


def silhouette(view: View) -> tuple[Outline, ...]:
    """The outlines whose union is the body, to test what lies on it."""
    shirt = shapes.SHIRT_FRONT if view == "front" else shapes.SHIRT_BACK
    foot = shapes.FOOT_FRONT if view == "front" else shapes.FOOT_BACK
    whole = (shapes.HEAD, shapes.NECK, shirt, shapes.LEGGINGS)
    pairs = (shapes.ARM, shapes.SLEEVE, foot)
    return (*(symmetrical(one) for one in whole), *pairs, *(mirrored(one) for one in pairs))


def _part(name: str, outline: Outline) -> str:
    return element("path", class_=f"standing-{name}", d=path(outline))


def _whole(name: str, half: Outline) -> str:
    return _part(name, symmetrical(half))


def _both(name: str, side: Outline) -> str:
    return _part(name, side) + _part(name, mirrored(side))


def _line(*lines: Outline) -> str:
    return "".join(
        element("path", class_="standing-line", d=path(line, closed=False)) for line in lines
    )


def _lines(sides: tuple[Outline, ...]) -> str:
    return _line(*sides, *(mirrored(side) for side in sides))


def _face() -> str:
    lines = (shapes.CLOSED_EYE, mirrored(shapes.CLOSED_EYE), shapes.MOUTH)
    drawn = (path(line, closed=False) for line in lines)
    return "".join(element("path", class_="standing-face", d=line) for line in drawn)


_ARMS: Final = _both("skin", shapes.THUMB) + _both("skin", shapes.ARM)
_FRONT: Final = (
    _whole("hair", shapes.BUN),
    _whole("neck", shapes.NECK),
    _both("skin", shapes.EAR),
    _whole("skin", shapes.HEAD),
    _part("hair", shapes.HAIR_FRONT),
    _face(),
    _both("skin", shapes.FOOT_FRONT),
    _whole("leggings", shapes.LEGGINGS),
    _both("shirt", shapes.SLEEVE),
    _whole("shirt", shapes.SHIRT_FRONT),
    _whole("bump", shapes.BUMP),
    _part("shade", shapes.BUMP_SHADE),
    _lines(shapes.LINES_FRONT),
)
_BACK: Final = (
    _both("skin", shapes.EAR),
    _whole("neck", shapes.NECK),
    _whole("hair", shapes.HAIR_BACK),
    _whole("hair-far", shapes.BUN),
    _both("skin", shapes.FOOT_BACK),
    _whole("leggings", shapes.LEGGINGS),
    _both("shirt", shapes.SLEEVE),
    _whole("shirt", shapes.SHIRT_BACK),
    _lines(shapes.LINES_BACK),
    _line(shapes.SPINE, shapes.CLEFT),
)
_SIDE: Final = (
    _part("hair", shapes.BUN_SIDE),
    _part("neck", shapes.NECK_SIDE),
    _part("skin", shapes.HEAD_SIDE),
    _part("hair", shapes.HAIR_SIDE),
    element("path", class_="standing-face", d=path(shapes.EYE_SIDE, closed=False)),
    _part("leggings", shapes.LEGGINGS_SIDE),
    _part("shirt", shapes.SHIRT_SIDE),
    _part("skin", shapes.FOREARM_SIDE),
    _part("sleeve", shapes.SLEEVE_SIDE),
    _line(*shapes.LINES_SIDE),
)
