import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import carrywell.companion
from carrywell.pictures.body_map import PLACES_WITHOUT_A_REGION, body_map, body_map_shown
from carrywell.pictures.body_shapes import HEIGHT, REGIONS, WIDTH
from carrywell.pictures.smooth import box, contains, mirrored, polygon
from carrywell.pictures.standing_figure import silhouette

VIEWS = ("front", "back")
STATIC = Path(carrywell.companion.__path__[0]) / "static" / "companion"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def labels(guideline):
    finding = guideline.compiled.artefact.content.finding["pain_location"]
    return {option.id: option.say for option in finding.options}


@pytest.fixture(scope="module", params=VIEWS)
def view(request):
    return request.param


def every_place():
    return {place for view in VIEWS for place in REGIONS[view]}


def inside(outline, step=2.0):
    """A grid of points that lie in the outline."""
    left, top, right, bottom = box(outline)
    return [
        (left + step * across, top + step * down)
        for across in range(1, int((right - left) / step))
        for down in range(1, int((bottom - top) / step))
        if contains(outline, (left + step * across, top + step * down))
    ]


def test_every_place_she_can_name_is_drawn_or_known_to_have_no_place(labels):
    assert every_place() | set(PLACES_WITHOUT_A_REGION) == set(labels)
    assert not every_place() & set(PLACES_WITHOUT_A_REGION)


def test_a_leg_can_be_touched_above_and_below_the_knee():
    middles = sorted(box(one)[1] for one in REGIONS["back"]["leg"])
    assert len(middles) == 4
    assert middles[1] < 400 < middles[2]


@pytest.mark.parametrize("place", sorted(REGIONS["back"]))
def test_places_of_the_back_lie_on_the_body(place):
    check_on_the_body("back", place)


@pytest.mark.parametrize("place", sorted(REGIONS["front"]))
def test_places_of_the_front_lie_on_the_body(place):
    check_on_the_body("front", place)


def check_on_the_body(view, place):
    body = [polygon(one) for one in silhouette(view)]
    for outline in REGIONS[view][place]:
        for point in inside(outline):
            assert any(contains(part, point) for part in body), point


def test_no_two_places_share_a_spot(view):
    drawn = [(place, one) for place, region in REGIONS[view].items() for one in region]
    for (place, one), (other_place, other) in combinations(drawn, 2):
        shared = [point for point in inside(one) if contains(other, point)]
        assert not shared, f"{place} and {other_place}"


def test_both_sides_are_drawn_alike(view):
    one_sided = {"right_upper_quadrant", "upper_abdomen"}
    for place, region in REGIONS[view].items():
        if place in one_sided:
            continue
        here = {point for outline in region for point in outline}
        assert (
            here == {point for outline in region for point in mirrored(outline)} or len(region) == 1
        )
        assert sum(x for x, _ in here) == pytest.approx(0, abs=0.01)


def test_her_right_is_on_the_left_of_a_figure_that_faces_her():
    (under_the_ribs,) = REGIONS["front"]["right_upper_quadrant"]
    assert all(x < 0 for x, _ in under_the_ribs)


def test_the_bump_is_wider_than_the_waist_of_the_back():
    front, back = ([polygon(one) for one in silhouette(view)] for view in VIEWS)
    side_of_the_bump = (54, 235)
    assert any(contains(part, side_of_the_bump) for part in front)
    assert not any(contains(part, side_of_the_bump) for part in back)


def test_a_map_is_well_formed_and_names_every_place_in_words(labels, view):
    drawn = ET.fromstring(body_map(labels, view=view))
    regions = drawn.findall(f".//{SVG}g[@data-place]")
    assert {one.get("data-place") for one in regions} == set(REGIONS[view])
    for one in regions:
        assert one.findtext(f"{SVG}title") == labels[one.get("data-place")]


def test_every_place_has_a_wider_border_for_a_thumb(labels, view):
    drawn = ET.fromstring(body_map(labels, view=view))
    hits = {one.get("data-place") for one in drawn.iterfind(f".//{SVG}path[@class='body-map-hit']")}
    assert hits == set(REGIONS[view])


def test_ids_are_unique_on_a_page_with_both_views(labels):
    page = "".join(body_map(labels, view=view) for view in VIEWS)
    page += "".join(body_map_shown(frozenset({"leg"}), labels, view=view) for view in VIEWS)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == sum(len(REGIONS[view]) for view in VIEWS)


def test_only_the_chosen_places_are_marked_where_nothing_can_be_tapped(labels):
    chosen = frozenset({"lower_back", "chest", "back"})
    drawn = body_map_shown(chosen, labels, view="back")
    assert drawn.count("body-map-region") == drawn.count("is-chosen") == 1
    assert "data-place" not in drawn
    assert (
        f"<title>Where it hurts, from the back: {labels['lower_back']}; {labels['back']}</title>"
        in drawn
    )


def test_a_side_without_pain_says_so(labels):
    drawn = body_map_shown(frozenset({"chest"}), labels, view="back")
    assert "no place on this side" in drawn
    assert "is-chosen" not in drawn


def test_a_map_has_no_style_of_its_own_and_stays_in_its_frame(labels, view):
    drawn = body_map(labels, view=view)
    assert "style" not in drawn
    assert "script" not in drawn
    xs, ys = zip(*(point for one in silhouette(view) for point in one), strict=True)
    assert max(map(abs, xs)) < WIDTH / 2
    assert min(ys) >= 0
    assert max(ys) <= HEIGHT


def test_words_are_escaped(view):
    labels = dict.fromkeys(every_place(), 'a < b & "c"')
    assert ET.fromstring(body_map(labels, view=view)) is not None


def test_missing_words_are_an_error(view):
    with pytest.raises(KeyError):
        body_map({}, view=view)


def test_the_stylesheet_lights_up_every_place_without_a_script():
    sheet = (STATIC / "body-map.css").read_text("utf-8")
    for part in ("shape", "tick"):
        found = re.findall(
            rf'\.body-map-form:has\(:where\(#place-(\w+):checked\)\) \[data-place="(\w+)"\] \.body-map-{part}',
            sheet,
        )
        assert all(box_ == place for box_, place in found)
        assert {place for _, place in found} == every_place()


def test_the_stylesheets_know_every_class_of_the_map(labels):
    sheets = "".join(
        (STATIC / name).read_text("utf-8") for name in ("body-map.css", "standing-figure.css")
    )
    page = "".join(body_map(labels, view=view) for view in VIEWS)
    used = {name for group in re.findall(r'class="([^"]+)"', page) for name in group.split()}
    unstyled = {name for name in used if not re.search(rf"\.{name}\b(?!-)", sheets)}
    assert unstyled == {
        "body-map-front",
        "body-map-back",
    }  # to tell them apart, no look of their own
