"""What a terminal and a page say alike: headline, phone script, numbers, signs worth telling."""

import pytest

from carrywell import Guideline
from carrywell.assessment import telling

BASE = {"pregnant": True, "gestation_weeks": 31, "back_pain": True}


@pytest.mark.parametrize(
    ("answers", "title", "clock"),
    [
        ({**BASE, "saddle_numbness": True}, "Call an ambulance now", "Do not wait."),
        ({**BASE, "fluid_leak": True}, "Ring your maternity unit now", "Within the hour"),
        (
            {"pregnant": False, "pregnancy_test": "negative", "postpartum": False},
            "Get medical help now: your doctor or an emergency department",
            "Within the hour",
        ),
    ],
)
def test_the_headline_says_what_and_how_soon(
    guideline: Guideline, answers: dict[str, object], title: str, clock: str
) -> None:
    said = telling.headline(guideline.assess(answers))
    assert said.title == title
    assert said.clock.startswith(clock)


@pytest.mark.parametrize(
    ("answers", "by_herself", "by_another"),
    [
        (
            {**BASE, "fluid_leak": True},
            "I am 31 weeks pregnant. I have: fluid that could be the waters. It began ...",
            (
                "I am ringing for someone who is 31 weeks pregnant."
                " She has: fluid that could be the waters. It began ..."
            ),
        ),
        (
            {**BASE, "gestation_weeks": None, "fever_c": 38.5, "fever": True},
            "I am pregnant and not sure of the weeks. I have: my temperature: 38.5 °C",
            (
                "I am ringing for someone who is pregnant and not sure of the weeks."
                " She has: her temperature: 38.5 °C"
            ),
        ),
        (
            {"pregnant": False, "postpartum": True, "seizure": True},
            "I gave birth in the last six weeks. I have: a fit",
            "I am ringing for someone who gave birth in the last six weeks. She has: a fit",
        ),
        (
            {"pregnant": False, "pregnancy_test": "not_done", "seizure": True},
            "I may be pregnant. I have: a fit",
            "I am ringing for someone who may be pregnant. She has: a fit",
        ),
        (
            {**BASE, "self_harm_thoughts": True, "self_harm_plan": True},
            "I am 31 weeks pregnant. I have: something I want to talk about in private.",
            (
                "I am ringing for someone who is 31 weeks pregnant."
                " She has: something she wants to talk about in private."
            ),
        ),
        (
            {**BASE, "saddle_numbness": None},
            "I am 31 weeks pregnant. I have: something I could not tell.",
            "I am ringing for someone who is 31 weeks pregnant. She has: something she could not tell.",
        ),
    ],
)
def test_the_phone_script(
    guideline: Guideline, answers: dict[str, object], by_herself: str, by_another: str
) -> None:
    found = guideline.assess(answers)
    content = guideline.content
    assert telling.phone_script(content, found, answers).startswith(by_herself)
    said = telling.phone_script(content, found, answers, for_someone_else=True)
    assert said.startswith(by_another)


def test_the_phone_script_speaks_of_her_and_not_to_the_listener(guideline: Guideline) -> None:
    answers = {**BASE, "urinary_incontinence": True, "high_blood_pressure_now": True}
    found = guideline.assess(answers)
    said = telling.phone_script(guideline.content, found, answers)
    assert "new wetting I cannot feel or stop" in said
    assert "being told that my blood pressure is high" in said


def test_numbers_of_an_unknown_country_are_those_for_anywhere(guideline: Guideline) -> None:
    assert telling.numbers_for(guideline.content, "GB").ambulance == "999"
    assert telling.numbers_for(guideline.content, "XX").country is None
    assert telling.numbers_for(guideline.content, None).country is None


def test_one_sign_a_concern_and_the_worst_first(guideline: Guideline) -> None:
    found = guideline.assess(
        {
            **BASE,
            "saddle_numbness": True,
            "leg_numbness": True,
            "dysuria": True,
            "bleeding_clots": True,
        }
    )
    told = telling.signs_worth_telling(found)
    concerns = [one.concern for one in told]
    assert len(concerns) == len(set(concerns)) < len(found.signs)
    assert told[0] == found.signs[0]
    assert [one.id for one in told] == [one.id for one in found.signs if one in told]
    assert all(one.urgency != "routine" for one in told)


def test_that_she_is_pregnant_goes_without_saying(guideline: Guideline) -> None:
    sign = guideline.assess({**BASE, "fluid_leak": True}).signs[0]
    assert "pregnant" not in telling.symptoms(sign)
    assert telling.symptoms(sign)


def test_a_milder_sign_does_not_say_what_to_do(guideline: Guideline) -> None:
    found = guideline.assess({**BASE, "saddle_numbness": True, "dysuria": True})
    told = {one.urgency: telling.what_to_do(found, one) for one in found.signs}
    assert told["emergency"]
    assert all(do is None for urgency, do in told.items() if urgency != "emergency")


def test_careful_advice_says_why(guideline: Guideline) -> None:
    begun = guideline.assess(BASE)
    assert telling.rests_on_not_knowing(begun)
    assert "Not everything has been asked yet" in (telling.why_so_careful(begun) or "")
    certain = guideline.assess({**BASE, "saddle_numbness": True})
    assert telling.why_so_careful(certain) is None
