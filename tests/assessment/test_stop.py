"""Every reason to stop is asked about, and every tick that is a warning sign reaches the rules."""

import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from carrywell import Guideline
from carrywell.assessment.stop import answers_after_stop, pain_rose, stop_questions
from carrywell.guideline.content import Content
from carrywell.guideline.model import RANK

Answers = dict[str, Any]

PAIN = "the pain scores before and after"
LABOUR = ("tightenings",)
BLEEDING = (*LABOUR, "bleeding", "waters")
COVERED: dict[str, tuple[str, ...]] = {
    "a blister or burning": ("burn_or_blister",),
    "a numb thigh": ("leg_tingling",),
    "a position that makes pain climb and stay up": (PAIN,),
    "a racing or fluttering heart": ("racing_heart",),
    "a rash": ("rash",),
    "a rash or a burn": ("rash", "burn_or_blister"),
    "a shoe that makes you unsteady": ("unsteady_shoe",),
    "bleeding": ("bleeding",),
    "bleeding or a leak of fluid": ("bleeding", "waters"),
    "blue or white toes": ("toes_colour",),
    "breathlessness": ("breathless",),
    "breathlessness before you start or that does not settle": ("breathless",),
    "breathlessness or chest pain": ("breathless", "chest_pain"),
    "breathlessness that does not settle": ("breathless",),
    "burning that lasts more than 5 minutes": ("cold_burning",),
    "chest pain or a racing heart": ("chest_pain", "racing_heart"),
    "dizziness": ("dizzy",),
    "dizziness or feeling faint": ("dizzy", "faint"),
    "dizziness or tingling lips": ("dizzy", "tingling_lips"),
    "feeling faint": ("faint",),
    "feeling faint or sick when you lie down": ("sick_lying", "faint"),
    "feeling hot, faint or sick in any warm water": ("too_hot", "faint"),
    "feeling too hot": ("too_hot",),
    "fewer baby movements": ("baby_moves_less",),
    "more pain": (PAIN,),
    "new leg pain, tingling or numbness": ("leg_pain", "leg_tingling", "leg_numbness"),
    "new pain, tingling or numbness down a leg": ("leg_pain", "leg_tingling", "leg_numbness"),
    "numb or tingling toes": ("toes_colour",),
    "numbness between the legs": ("saddle_numbness",),
    "numbness that does not wear off": ("cold_numb",),
    "pain at the front of the pelvis": ("front_of_pelvis",),
    "pain in one calf, or a swollen calf": ("calf",),
    "pain in the leg": ("calf", "leg_pain"),
    "pain that starts with a new pair of shoes": ("shoe_pain",),
    "pain that wakes you and no position eases": ("pain_at_night",),
    "pain up by 2 points or more, or still up 30 to 60 minutes later": (PAIN,),
    "red blotches that stay on the skin": ("red_blotches",),
    "redness that spreads around a needle site": ("needle_redness",),
    "skin that turns white, waxy or mottled": ("white_skin",),
    "sudden new pain": ("sudden_new_pain",),
    "swelling in one leg": ("calf",),
    "tightenings": LABOUR,
    "tightenings, bleeding or a leak of fluid": BLEEDING,
    "weak legs or poor balance": ("weak_legs",),
}
"""Each line of a treatment's `stop_when`, and what asks about it."""

EVIDENCE: dict[str, tuple[str, ...]] = {
    "bleeding": ("bleeding",),
    "fluid leak": ("waters",),
    "painful or regular tightening": ("tightenings", "pain_in_waves"),
    "breathless before effort or not settling": ("breathless",),
    "chest pain or palpitations": ("chest_pain", "racing_heart"),
    "dizziness or faint": ("dizzy", "faint"),
    "headache": ("headache",),
    "calf pain or swelling": ("calf",),
    "muscle weakness affecting balance": ("weak_legs",),
    "fewer movements": ("baby_moves_less",),
    "new leg pain or numbness": ("leg_pain", "leg_tingling", "leg_numbness"),
    "saddle or bladder change": ("saddle_numbness", "bladder", "wetting", "bowel"),
}
"""The evidence on treatments, section 12, but for the pain score."""

STOP_ADVICE: dict[str, tuple[str, ...]] = {
    "stop_bleeding_waters": (*BLEEDING, "baby_moves_less"),
    "stop_chest_head": ("breathless", "chest_pain", "racing_heart", "dizzy", "faint", "headache"),
    "stop_leg": ("calf", "weak_legs"),
    "stop_nerve": ("leg_pain", "leg_numbness", "saddle_numbness", "bladder", "wetting", "bowel"),
    "stop_pain_up": (PAIN,),
}


def ids(content: Content) -> set[str]:
    return {one.id for one in content.stop_questions}


def red_flags(content: Content) -> tuple[str, ...]:
    return tuple(one.id for one in content.stop_questions if one.sets)


def test_every_reason_to_stop_a_treatment_is_asked_about(guideline: Guideline) -> None:
    content = guideline.content
    question = {one.id: one for one in content.stop_questions}
    for treatment in content.treatments:
        for line in treatment.stop_when:
            for name in COVERED[line]:
                if name != PAIN:
                    only_for = question[name].only_for
                    assert not only_for or treatment.id in only_for, f"{treatment.id}: {line}"


def test_the_table_of_reasons_holds_no_line_that_is_gone(guideline: Guideline) -> None:
    lines = {line for one in guideline.content.treatments for line in one.stop_when}
    assert set(COVERED) == lines


@pytest.mark.parametrize("table", [EVIDENCE, STOP_ADVICE])
def test_what_stops_every_treatment_is_asked_after_every_treatment(
    guideline: Guideline, table: dict[str, tuple[str, ...]]
) -> None:
    everyone = {one.id for one in guideline.content.stop_questions if not one.only_for}
    for line, names in table.items():
        assert set(names) - {PAIN} <= everyone, line


def test_every_piece_of_stop_advice_is_covered(guideline: Guideline) -> None:
    assert set(STOP_ADVICE) == {one.id for one in guideline.content.advice if one.section == "stop"}


@pytest.mark.parametrize("weeks", [10, 22, 31, 38])
def test_a_tick_is_acted_on_or_asked_about(guideline: Guideline, weeks: int) -> None:
    for question in guideline.content.stop_questions:
        found = guideline.assess(
            {"pregnant": True, "gestation_weeks": weeks, "back_pain": True, **question.sets}
        )
        fired = any(one.urgency != "routine" for one in found.signs)
        asked = found.next_screen is not None and found.next_screen.purpose == "urgency"
        assert fired or asked, question.id


@pytest.mark.parametrize("weeks", [10, 22, 31, 38, None])
def test_a_tick_moves_even_the_calmest_check(
    guideline: Guideline, ana: Callable[..., Answers], weeks: int | None
) -> None:
    """Everything was answered and harmless; then she ticks one line."""
    calm = ana({"back_pain": True, "pain_score": 2, "gestation_weeks": weeks})
    before = guideline.assess(calm)
    for name in red_flags(guideline.content):
        found = guideline.assess(answers_after_stop([name], guideline.content, calm))
        fired = {one.id for one in found.signs if one.urgency != "routine"}
        new = fired - {one.id for one in before.signs}
        opened = {one.id for one in found.undecided} - {one.id for one in before.undecided}
        asked = found.next_screen is not None and found.next_screen.purpose == "urgency"
        raised = RANK[found.floor] > RANK[before.floor]
        assert new or raised or (opened and asked), name


@pytest.mark.parametrize("seed", range(40))
def test_a_tick_never_makes_a_check_milder(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    """Whatever is asked again, the answer after a tick is at least as careful as before."""
    earlier = woman(random.Random(seed), 0.01)
    before = guideline.assess(earlier)
    if before.urgency in ("urgent", "emergency"):
        assert not any(one.status == "offered" for one in before.treatments)  # no session begins
        return
    for question in stop_questions(guideline, None, earlier):
        after = guideline.assess(answers_after_stop([question.id], guideline.content, earlier))
        assert RANK[after.urgency] >= RANK[before.urgency], question.id


DANGERS = {
    "chest_pain": "emergency",
    "breathless": "emergency",
    "saddle_numbness": "emergency",
    "bladder": "emergency",
    "wetting": "emergency",
    "bowel": "emergency",
    "weak_legs": "emergency",
    "bleeding": "emergency",
    "waters": "urgent",
    "tightenings": "urgent",
    "pain_in_waves": "urgent",
    "calf": "urgent",
    "racing_heart": "urgent",
    "something_wrong": "urgent",
}


@pytest.mark.parametrize(("name", "urgency"), DANGERS.items())
def test_dangers_at_31_weeks(
    guideline: Guideline, ana: Callable[..., Answers], name: str, urgency: str
) -> None:
    calm = ana({"back_pain": True, "pain_score": 3, "gestation_weeks": 31})
    found = guideline.assess(answers_after_stop([name], guideline.content, calm))
    assert found.floor == urgency


def test_what_cannot_be_about_her_is_left_out(guideline: Guideline) -> None:
    def asked(answers: Mapping[str, Any]) -> set[str]:
        return {one.id for one in stop_questions(guideline, "walking", answers)}

    womb = {"baby_moves_less", "tightenings", "pain_in_waves", "waters"}
    assert womb <= asked({})
    assert womb <= asked({"pregnant": True, "gestation_weeks": None})
    assert womb <= asked({"pregnant": True, "gestation_weeks": 31})
    assert asked({}) - asked({"pregnant": True, "gestation_weeks": 9}) == {"baby_moves_less"}
    assert asked({}) - asked({"pregnant": False, "postpartum": True}) == womb


def test_each_treatment_has_its_own_lines(guideline: Guideline) -> None:
    def asked(treatment: str | None) -> set[str]:
        return {one.id for one in stop_questions(guideline, treatment, {})}

    for_all = asked(None)
    assert asked("heat") - for_all == {"burn_or_blister", "red_blotches", "too_hot"}
    assert asked("cold") - for_all == {"white_skin", "cold_burning", "cold_numb"}
    assert asked("tens") - for_all == {"burn_or_blister", "rash"}
    assert for_all < asked("acupuncture")
    with pytest.raises(LookupError, match="leeches"):
        asked("leeches")


def test_a_calm_answer_from_before_is_asked_again(guideline: Guideline) -> None:
    """In the morning nothing tightened; now it does, and how often is a new question."""
    morning = {"any_tightening": True, "contractions": True, "contractions_per_hour": 2}
    morning |= {"contractions_regular": False, "cramps": True, "any_collapse": False}
    now = answers_after_stop(["tightenings"], guideline.content, morning)
    assert now == {
        "any_tightening": True,
        "contractions": True,
        "cramps": True,
        "any_collapse": False,
    }


def test_a_tick_overrules_a_no_to_the_summary_question(guideline: Guideline) -> None:
    now = answers_after_stop(["chest_pain"], guideline.content, {"any_chest_or_breath": False})
    assert now == {"any_chest_or_breath": True, "chest_pain": True}
    guideline.assess(now)


def test_an_unknown_tick_is_refused(guideline: Guideline) -> None:
    with pytest.raises(LookupError, match="hiccups"):
        answers_after_stop(["hiccups"], guideline.content)


def test_what_is_no_warning_sign_says_what_to_do(guideline: Guideline) -> None:
    for question in guideline.content.stop_questions:
        if not question.sets:
            assert question.say, question.id
            assert question.only_for, question.id


@pytest.mark.parametrize(
    ("before", "after", "rose"),
    [(3, 5, True), (3, 4.5, False), (3, 3, False), (5, 2, False), (0, 2, True), (8, 10, True)],
)
def test_pain_that_rose(guideline: Guideline, before: float, after: float, rose: bool) -> None:
    assert pain_rose(before, after, guideline.content) is rose
