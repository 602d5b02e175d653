"""The body map: a figure on which she points to every place that hurts.

The form's own check boxes hold the answer (`id="place-<option>"`). The stylesheet lights a place up
while its box is ticked, so the picture needs no script; `body-map.js` lets her tap the picture too.
"""

from collections.abc import Mapping
from typing import Final

from carrywell.pictures.body_shapes import HEIGHT, REGIONS, TICKS, WIDTH, Region, View
from carrywell.pictures.smooth import Outline, box, middle, path, rounded
from carrywell.pictures.standing_figure import standing_figure
from carrywell.pictures.svg import element, picture, text

PLACES_WITHOUT_A_REGION: Final[dict[str, View]] = {"back": "back", "abdomen": "front"}
"""Options that say 'hard to say where' or 'all over', and their side: a check box, and no region."""


def body_map(labels: Mapping[str, str], *, view: View) -> str:
    """The figure to choose places on. `labels`: the words of each option of `pain_location`.

    Raises KeyError when an option drawn in this view has no words.
    """
    return _figure(
        view,
        *(_hit(place, region) for place, region in _largest_first(view)),
        *(
            _region(place, region, labels[place], id=f"region-{view}-{place}", data_place=place)
            for place, region in REGIONS[view].items()
        ),
        title=f"Your body from the {view}",
        description="The places that you tick in the list are marked on this figure.",
        class_=f"body-map body-map-{view}",
    )


def body_map_shown(chosen: frozenset[str], labels: Mapping[str, str], *, view: View) -> str:
    """The figure with only the `chosen` places, marked (class `is-chosen`), to show an answer.

    The title names them, with what she chose on this side and cannot be drawn.
    """
    marked = [place for place in REGIONS[view] if place in chosen]
    unmarked = [place for place, side in PLACES_WITHOUT_A_REGION.items() if side == view]
    words = "; ".join(labels[place] for place in (*marked, *unmarked) if place in chosen)
    return _figure(
        view,
        *(
            _region(place, REGIONS[view][place], labels[place], class_=" is-chosen")
            for place in marked
        ),
        title=f"Where it hurts, from the {view}: {words or 'no place on this side'}",
        description="",
        class_=f"body-map body-map-{view} is-shown",
    )


def _figure(view: View, *places: str, title: str, description: str, class_: str) -> str:
    drawn = element(
        "g",
        standing_figure(view),
        _sides(view),
        *places,
        transform=f"translate({WIDTH / 2:g} 0)",
    )
    return picture(
        drawn, width=WIDTH, height=HEIGHT, title=title, description=description, class_=class_
    )


def _sides(view: View) -> str:
    """Her own left and right, which change places between the two views."""
    here, there = ("right", "left") if view == "front" else ("left", "right")
    at_the_hands = ((-_HANDS, here), (_HANDS, there))
    return "".join(
        element(
            "text", text(f"your {side}"), class_="body-map-side", x=x, y=342, text_anchor="middle"
        )
        for x, side in at_the_hands
    )


def _region(place: str, region: Region, words: str, *, class_: str = "", **attributes: str) -> str:
    return element(
        "g",
        element("title", text(words)),
        *(element("path", class_="body-map-shape", d=rounded(one, _CORNER)) for one in region),
        *(element("path", class_="body-map-tick", d=_tick(place, one)) for one in region),
        class_=f"body-map-region{class_}",
        **attributes,
    )


def _hit(place: str, region: Region) -> str:
    """A wide invisible border: a thumb that lands just beside a small place still finds it."""
    return "".join(
        element("path", class_="body-map-hit", d=rounded(one, _CORNER), data_place=place)
        for one in region
    )


def _largest_first(view: View) -> list[tuple[str, Region]]:
    """Where wide borders meet, the one drawn last is hit: the smaller place."""
    return sorted(REGIONS[view].items(), key=lambda one: -_area(one[1][0]))


def _area(outline: Outline) -> float:
    left, top, right, bottom = box(outline)
    return (right - left) * (bottom - top)


def _tick(place: str, outline: Outline) -> str:
    left, _, right, _ = box(outline)
    (x, y), size = TICKS.get(place, middle(outline)), min(1, (right - left) / 20)
    ends = ((-5, 0), (-1.5, 4), (-1.5, 4), (5.5, -4.5))
    return path([(x + size * right, y + size * down) for right, down in ends], closed=False)


_CORNER: Final = 6
_HANDS: Final = 92
