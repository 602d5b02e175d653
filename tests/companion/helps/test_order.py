"""What has helped her comes first, and no status changes."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from carrywell.api import load_guideline
from carrywell.assessment.result import PlanItem
from carrywell.companion.check import service
from carrywell.companion.check.show_answer import HAS_HELPED
from carrywell.patterns.helped_first import order_by_help, plan_by_help
from carrywell.patterns.what_helps import Effect, WhatHelps

TREATMENTS = load_guideline().assess({"pregnant": True, "gestation_weeks": 31}).treatments
STATUSES = ("offered", "ask first", "not for you", "ask before offering")


def helps(name, verdict="helps"):
    return Effect(
        id=name,
        name=name,
        kind="treatment",
        verdict=verdict,
        points=-1.5,
        low=-2.0,
        high=-1.0,
        count_with=9,
        count_without=9,
        unit="episode",
        counts="may reach it",
        say="",
        do="",
        sources=("carrywell-design",),
        source_checked=False,
    )


def known(*names):
    return WhatHelps(effects=tuple(helps(one) for one in names))


def some(*told):
    """Treatments of these names and statuses."""
    return tuple(
        msgspec.structs.replace(TREATMENTS[0], id=name, status=status) for name, status in told
    )


def test_the_one_that_helped_comes_first_among_those_offered():
    before = some(
        ("cold", "offered"), ("tens", "ask first"), ("belt", "not for you"), ("heat", "offered")
    )
    after = order_by_help(before, known("heat"))
    assert [one.id for one in after] == ["heat", "tens", "belt", "cold"]


def test_what_helped_and_is_not_offered_stays_where_it_is():
    before = some(("cold", "offered"), ("heat", "not for you"), ("tens", "ask first"))
    assert order_by_help(before, known("heat", "tens")) == before


def test_what_helped_most_surely_comes_before_what_helped_as_well():
    before = some(("cold", "offered"), ("belt", "offered"), ("heat", "offered"))
    assert [one.id for one in order_by_help(before, known("heat", "belt"))] == [
        "heat",
        "belt",
        "cold",
    ]


def test_no_clear_difference_and_worse_move_nothing():
    before = some(("cold", "offered"), ("heat", "offered"))
    unclear = WhatHelps(
        effects=(helps("heat", "no clear difference"), helps("heat", "seems to make it worse"))
    )
    assert order_by_help(before, unclear) == before


NAMES = st.sampled_from([one.id for one in TREATMENTS])


@given(
    st.lists(st.tuples(NAMES, st.sampled_from(STATUSES)), unique_by=lambda one: one[0]),
    st.lists(NAMES, unique=True),
)
def test_the_same_treatments_with_the_same_statuses_at_the_same_places(told, helped):
    before = some(*told)
    after = order_by_help(before, known(*helped))
    assert sorted(one.id for one in after) == sorted(one.id for one in before)
    assert {one.id: one.status for one in after} == {one.id: one.status for one in before}
    assert [one.status for one in after] == [one.status for one in before]


def test_advice_keeps_its_place_in_the_plan():
    lines = tuple(
        PlanItem(say=say, treatment=treatment, sources=("nhs",), source_checked=True)
        for say, treatment in (("Cold", "cold"), ("Rest", None), ("Heat", "heat"))
    )
    assert [one.say for one in plan_by_help(lines, known("heat"))] == ["Heat", "Rest", "Cold"]


# -- on the pages


def test_the_plan_names_first_what_has_helped_her(client, diary_kept):
    text = client.get(f"/check/{diary_kept.pk}/answer/").content.decode()
    now = text.split("<h3>Now</h3>", 1)[1].split("</section>")[0]
    lines = [one for one in now.split("<li>")[1:] if "/relief/" in one]
    assert "/relief/heat/" in lines[0]
    assert HAS_HELPED in lines[0]
    assert not any(HAS_HELPED in one for one in lines[1:])


def test_relief_begins_with_what_has_helped_her(client, diary_kept):
    text = client.get("/relief/").content.decode()
    top = text.split("Has helped you", 1)[1].split("</section>")[0]
    assert "Heat pack" in top
    assert "Support belt" not in top
    belt = text.split("<b>Support belt</b>", 1)[1].split("</li>")[0]
    assert "it seems to make it worse" in belt
    assert "Fine for you" in belt  # the diary changes no status


def test_a_stored_check_says_the_same_statuses_as_before(client, diary_kept):
    assessment, _ = service.assessment_of(diary_kept, diary_kept.finished_at)
    offered = {one.id for one in assessment.treatments if one.status == "offered"}
    text = client.get("/relief/").content.decode()
    assert text.count("Fine for you") == len(
        [one for one in offered if load_guideline().content.treatment[one].kind == "plan"]
    )


def test_a_diary_that_cannot_be_read_never_hides_the_answer(client, diary_kept):
    diary_kept.pregnancy.days.update(steps_done=[["not a name"]])
    response = client.get(f"/check/{diary_kept.pk}/answer/")
    assert response.status_code == 200
    assert HAS_HELPED not in response.content.decode()
