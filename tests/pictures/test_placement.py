import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import carrywell.companion
from carrywell.pictures.body_shapes import BUMP, SHIRT_FRONT, UNITS_PER_CM
from carrywell.pictures.placement import heat_or_cold_layers, placement
from carrywell.pictures.placement_belt import BELT_FRONT, BELT_SIDE
from carrywell.pictures.placement_pack import SPOT_OF_PLACE, SPOTS, spots
from carrywell.pictures.placement_tens import (
    LOW_BACK,
    LOW_BACK_AND_BUTTOCK,
    MIN_BETWEEN_PADS_CM,
    MIN_FROM_SPINE_CM,
    PAD,
    pads,
)
from carrywell.pictures.smooth import contains, polygon, symmetrical
from carrywell.pictures.standing_figure import silhouette

SVG = "{http://www.w3.org/2000/svg}"
STATIC = Path(carrywell.companion.__path__[0]) / "static" / "companion"
KINDS = ("heat", "cold", "tens", "belt")
ON_HER = ("placement-pack", "placement-towel", "placement-pad", "placement-twin")
PLACES = [
    "neck", "shoulder", "shoulder_tip", "upper_back", "mid_back", "lower_back", "flank", "back", "sacrum", "coccyx",
    "buttock", "hip", "groin", "pubic", "pelvis", "leg", "lower_abdomen", "upper_abdomen", "epigastric",
    "right_upper_quadrant", "abdomen", "chest",
]  # fmt: skip
any_places = st.frozensets(st.sampled_from(PLACES))


def test_the_places_tried_here_are_all_she_can_choose(guideline):
    finding = guideline.compiled.artefact.content.finding["pain_location"]
    assert {option.id for option in finding.options} == set(PLACES)


def laid_on(drawn, view):
    """Packs, towels and pads inside the window on one view of the body."""
    window = drawn.find(f".//{SVG}svg[@class='placement-{view}']")
    return [one for one in window.iter() if one.get("class") in ON_HER]


@given(any_places, st.sampled_from(["heat", "cold", "tens"]))
def test_a_pack_or_pad_lies_on_the_back_and_never_on_the_tummy(places, kind):
    drawn = ET.fromstring(placement(kind, places))
    on_the_back = laid_on(drawn, "back")
    assert on_the_back
    assert laid_on(drawn, "front") == []
    everywhere = [one for one in drawn.iter() if one.get("class") in ON_HER]
    assert len(everywhere) == len(on_the_back)
    crossed = drawn.findall(
        f".//{SVG}svg[@class='placement-front']/*[@class='placement-never-cross']"
    )
    assert len(crossed) == 1


@given(any_places, st.sampled_from(["heat", "cold", "tens"]))
def test_what_lies_on_the_back_stays_on_the_body(places, kind):
    body = [polygon(one) for one in silhouette("back")]
    for one in laid_on(ET.fromstring(placement(kind, places)), "back"):
        left, top = float(one.get("x")), float(one.get("y"))
        right, bottom = left + float(one.get("width")), top + float(one.get("height"))
        for corner in ((left, top), (right, top), (right, bottom), (left, bottom)):
            assert any(contains(part, corner) for part in body), corner


@given(any_places)
def test_the_crossed_out_zone_covers_the_bump(places):
    for kind in ("heat", "cold", "tens"):
        drawn = placement(kind, places)
        assert "Never on your tummy" in drawn
        assert "placement-never-zone" in drawn


@pytest.mark.parametrize("kind", ["heat", "cold"])
@pytest.mark.parametrize(
    ("places", "names"),
    [
        ((), ["your low back"]),
        (("lower_abdomen", "chest", "groin", "shoulder_tip"), ["your low back"]),
        (("abdomen", "upper_back"), ["your upper back, between the shoulder blades"]),
        (("neck",), ["your shoulder blade, on the side that hurts"]),
        (("hip", "flank"), ["your low back", "your buttock, on the side that hurts"]),
    ],
)
def test_the_pack_goes_to_the_sore_place_of_the_back(kind, places, names):
    assert [spot.name for spot in spots(frozenset(places))] == names
    description = ET.fromstring(placement(kind, frozenset(places))).findtext(f"{SVG}desc")
    assert f"lies on {'; or on '.join(names)}." in description


def test_only_places_of_the_back_have_a_spot_for_a_pack():
    assert set(PLACES) - set(SPOT_OF_PLACE) == {
        "shoulder_tip", "groin", "pubic", "pelvis", "leg", "lower_abdomen", "upper_abdomen",
        "epigastric", "right_upper_quadrant", "abdomen", "chest",
    }  # fmt: skip
    assert set(SPOT_OF_PLACE.values()) == set(SPOTS)


def test_no_two_packs_touch():
    for one, other in combinations(SPOTS.values(), 2):
        apart = abs(one.across - other.across) >= (one.width + other.width) / 2
        above = abs(one.down - other.down) >= (one.height + other.height) / 2
        assert apart or above, (one.name, other.name)


def test_the_distances_of_the_pads_are_those_of_the_guideline(guideline):
    facts = guideline.compiled.artefact.content.treatment["tens"].pads
    assert facts["min_distance_from_spine_cm"] == MIN_FROM_SPINE_CM
    assert facts["min_distance_between_pads_cm"] == MIN_BETWEEN_PADS_CM


@given(any_places)
def test_pads_keep_their_distance_in_the_scale_of_the_picture(places):
    four = pads(places)
    assert len(four) == 4
    assert sorted(pad.across > 0 for pad in four) == [False, False, True, True]
    for pad in four:
        assert abs(pad.across) - PAD / 2 >= MIN_FROM_SPINE_CM * UNITS_PER_CM
    for one, other in combinations(four, 2):
        gap = max(abs(one.across - other.across), abs(one.down - other.down)) - PAD
        assert gap >= MIN_BETWEEN_PADS_CM * UNITS_PER_CM


@given(any_places)
def test_the_picture_draws_the_pads_where_they_belong(places):
    drawn = laid_on(ET.fromstring(placement("tens", places)), "back")
    corners = {(float(one.get("x")), float(one.get("y"))) for one in drawn}
    assert corners == {(pad.across - PAD / 2, pad.down - PAD / 2) for pad in pads(places)}


def test_pads_move_to_the_buttocks_when_it_hurts_there():
    assert pads(frozenset()) is pads(frozenset({"leg", "lower_abdomen"})) is LOW_BACK
    assert pads(frozenset({"buttock"})) is LOW_BACK_AND_BUTTOCK
    words = ET.fromstring(placement("tens", frozenset({"buttock"}))).findtext(f"{SVG}desc")
    assert "low back and buttocks" in words
    assert "at least 2.5 cm from the spine" in words


def test_each_pad_has_a_wire():
    drawn = placement("tens", frozenset())
    assert drawn.count('class="placement-wire"') == drawn.count('class="placement-pad"') == 4


def test_the_belt_stays_below_the_bump_and_above_the_legs():
    bump = polygon(symmetrical(BUMP))
    belt = symmetrical(BELT_FRONT)
    assert not any(contains(bump, point) for point in belt)
    assert min(y for _, y in belt) > 262
    assert max(y for _, y in belt) < 328


def test_the_belt_reaches_both_sides_of_the_hips():
    widest = max(x for x, _ in SHIRT_FRONT)
    assert max(x for x, _ in BELT_FRONT) >= widest


def test_the_belt_rises_towards_the_back_from_under_the_bump():
    back, front = min(BELT_SIDE), max(BELT_SIDE)
    assert back[0] < 0 < front[0]
    assert back[1] < front[1]


def test_the_belt_does_not_depend_on_where_it_hurts():
    assert placement("belt", frozenset()) == placement("belt", frozenset(PLACES))
    assert "Two fingers fit underneath." in placement("belt", frozenset())


@pytest.mark.parametrize("kind", ["heat", "cold"])
def test_a_towel_lies_between_skin_and_pack(kind):
    drawn = ET.fromstring(heat_or_cold_layers(kind))
    tops = {one.get("class"): float(one.get("y")) for one in drawn.iter(f"{SVG}rect")}
    assert (
        tops["placement-layer-pack"] < tops["placement-layer-towel"] < tops["placement-layer-skin"]
    )
    assert "A towel lies between" in drawn.findtext(f"{SVG}title")


@given(st.sampled_from(KINDS), any_places)
def test_every_picture_is_well_formed_titled_and_without_a_style_of_its_own(kind, places):
    drawn = placement(kind, places)
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    assert "style" not in drawn
    assert " id=" not in drawn


def test_the_stylesheets_know_every_class():
    sheets = "".join(
        (STATIC / name).read_text("utf-8") for name in ("placement.css", "standing-figure.css")
    )
    drawn = [placement(kind, frozenset(PLACES)) for kind in KINDS]
    drawn += [heat_or_cold_layers("heat"), heat_or_cold_layers("cold")]
    used = {
        name for group in re.findall(r'class="([^"]+)"', "".join(drawn)) for name in group.split()
    }
    unstyled = {name for name in used if not re.search(rf"\.{name}\b(?!-)", sheets)}
    # windows and whole pictures, for the tests and for others to build on
    assert unstyled == {"placement-front", "placement-side", "placement-of-belt"}
