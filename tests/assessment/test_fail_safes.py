"""When something is not known, not sure or out of scope, the answer is the safer one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carrywell import Guideline
from carrywell.guideline.model import RANK

Answers = dict[str, Any]
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    ("example", "urgency", "sign"),
    [
        ("ordinary-back-pain-24-weeks", "routine", "mild_stable"),
        ("rhythmic-backache-31-weeks", "urgent", "back_waves_preterm"),
        ("saddle-numbness", "emergency", "saddle_numbness"),
    ],
)
def test_the_three_examples_of_the_readme(
    guideline: Guideline, example: str, urgency: str, sign: str
) -> None:
    result = guideline.assess(json.loads((EXAMPLES / f"{example}.json").read_text("utf-8")))
    assert result.urgency == urgency
    shown = next(one for one in result.signs if one.id == sign)
    assert shown.because
    assert shown.sources
    if urgency == "routine":
        assert (result.floor, result.ceiling) == ("routine", "routine")
        assert result.causes
        assert result.plan.now
        assert result.plan.daily
        assert result.plan.night
        assert result.watch_for


@pytest.mark.parametrize("estimate", ["bump_or_movements", None, "second_trimester"])
@pytest.mark.parametrize(
    "sign", [{"rhythmic_back_pain": True}, {"vaginal_bleeding": "spotting"}, {"fluid_leak": True}]
)
def test_unknown_weeks_never_lower_the_answer(
    guideline: Guideline, ana: Callable[..., Answers], estimate: str | None, sign: Answers
) -> None:
    result = guideline.assess(ana({"gestation_estimate": estimate, **sign}))
    assert RANK[result.urgency] >= RANK["urgent"]


@pytest.mark.parametrize(
    ("when", "urgency"),
    [
        ({"contractions": True, "contractions_per_hour": 6}, "urgent"),
        ({"dull_backache_new": True}, "urgent"),
        ({"cramps": True}, "urgent"),
        ({"vaginal_bleeding": "spotting", "back_pain": True}, "emergency"),
        ({"uterus_hard_or_tender": True}, "emergency"),
        ({"belly_pain_constant": True}, "emergency"),
        ({"severe_headache": True}, "urgent"),
        ({"fever_c": 37.5}, "urgent"),
        ({"trauma": "fall"}, "urgent"),
        ({"fetal_movement": "not_felt_yet"}, "soon"),
        ({}, "routine"),
    ],
    ids=str,
)
def test_a_bump_with_unknown_weeks_counts_as_24_to_36_weeks(
    guideline: Guideline, ana: Callable[..., Answers], when: Answers, urgency: str
) -> None:
    result = guideline.assess(
        ana({"gestation_weeks": None, "gestation_estimate": "bump_or_movements", **when})
    )
    assert result.floor == urgency


@pytest.mark.parametrize("estimate", [None, "no_bump"])
def test_bleeding_is_at_least_urgent_whatever_the_weeks(
    guideline: Guideline, ana: Callable[..., Answers], estimate: str | None
) -> None:
    result = guideline.assess(ana({"gestation_estimate": estimate, "vaginal_bleeding": "spotting"}))
    assert RANK[result.floor] >= RANK["urgent"], "before or after 20 weeks, one of the two is true"


def test_a_worry_is_always_honoured(guideline: Guideline, ana: Callable[..., Answers]) -> None:
    for when in ({}, {"pregnant": False}, {"postpartum": True}, {"gestation_weeks": "3+0"}):
        result = guideline.assess(ana({"worried": True, **when}))
        assert result.urgency == "urgent"
        assert "worried" in {sign.id for sign in result.signs}


def test_not_sure_whether_something_is_wrong_is_a_reason_to_ring(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    assert guideline.assess(ana({"worried": None})).urgency == "urgent"


def test_not_sure_of_an_urgent_sign_counts_as_yes(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    for name in ("fluid_leak", "chills", "leg_swelling_unilateral", "frantic_movement", "violence"):
        result = guideline.assess(ana({name: None}))
        assert (result.floor, result.urgency) == ("routine", "urgent"), name


def test_not_sure_of_an_umbrella_item_is_not_a_no(guideline: Guideline) -> None:
    example = json.loads((EXAMPLES / "ordinary-back-pain-24-weeks.json").read_text("utf-8"))
    for finding in guideline.content.findings:
        serious = finding.covers and example.get(finding.id) is False
        if serious and finding.id in (
            "any_collapse",
            "any_chest_or_breath",
            "any_bleeding_or_waters",
            "any_nerve_loss",
            "any_severe_belly",
            "any_injury",
            "any_tightening",
            "any_fever",
        ):
            result = guideline.assess({**example, finding.id: None})
            assert RANK[result.urgency] >= RANK["urgent"], finding.id


SCOPES = [
    ("not_pregnant", {"pregnant": False, "pregnancy_test": "negative"}, False),
    ("after_birth", {"postpartum": True, "postpartum_days": 0}, False),
    ("after_birth", {"postpartum": True, "postpartum_days": 42}, False),
    ("not_confirmed", {"pregnant": False, "pregnancy_test": "not_done"}, False),
    ("very_early", {"gestation_weeks": "3+0"}, True),
    ("very_early", {"gestation_weeks": "3+6"}, True),
    ("pregnant", {"gestation_weeks": "4+0"}, True),
    ("pregnant", {"gestation_weeks": "43+0"}, True),
    ("very_late", {"gestation_weeks": 44}, True),
    ("pregnant", {"gestation_weeks": None, "gestation_estimate": "no_bump"}, True),
    # she first said no, then yes: the answer about a test is still there
    ("pregnant", {"pregnant": True, "pregnancy_test": "not_done"}, True),
    ("very_early", {"gestation_weeks": "3+0", "pregnancy_test": "not_done"}, True),
    ("not_confirmed", {"pregnant": None, "pregnancy_test": "not_done"}, False),
]


@pytest.mark.parametrize(("scope", "when", "inside"), SCOPES, ids=str)
def test_every_situation_gets_a_proper_answer(
    guideline: Guideline, ana: Callable[..., Answers], scope: str, when: Answers, inside: bool
) -> None:
    result = guideline.assess(ana(when))
    assert result.scope.id == scope
    assert result.scope.in_scope is inside
    assert result.scope.say
    if scope != "pregnant":
        assert result.scope.do


def test_without_a_word_on_pregnancy_the_answer_is_as_if_she_may_be(guideline: Guideline) -> None:
    result = guideline.assess({})
    assert result.scope.id == "not_told"
    assert result.scope.in_scope


@pytest.mark.parametrize(("scope", "when", "inside"), SCOPES, ids=str)
@pytest.mark.parametrize(
    "emergency",
    ["saddle_numbness", "chest_pain", "breathless", "seizure", "bleeding_pad_per_hour"],
)
def test_emergency_signs_count_in_every_situation(
    guideline: Guideline,
    ana: Callable[..., Answers],
    scope: str,
    when: Answers,
    inside: bool,
    emergency: str,
) -> None:
    result = guideline.assess(ana({**when, emergency: True}))
    assert result.urgency == "emergency"
    assert result.scope.id == scope
    assert result.scope.in_scope is inside


def test_a_possible_early_pregnancy_is_seen_soon(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    result = guideline.assess(
        ana({"pregnant": False, "pregnancy_test": "not_done", "back_pain": True})
    )
    assert result.urgency == "soon"
    assert "pregnancy_not_confirmed" in {sign.id for sign in result.signs}


def test_after_birth_back_pain_alone_is_no_alarm(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    result = guideline.assess(ana({"postpartum": True, "back_pain": True, "pain_score": 3}))
    assert (result.floor, result.urgency, result.ceiling) == ("routine",) * 3


def test_a_home_monitor_never_lowers_anything(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    for movement in ("reduced", "absent"):
        plain = guideline.assess(ana({"fetal_movement": movement}))
        listening = guideline.assess(ana({"fetal_movement": movement, "doppler_use": True}))
        assert listening.urgency == plain.urgency == "urgent"
        assert listening.signs == plain.signs


def test_mild_pain_and_a_joint_pattern_never_lower_a_sign(
    guideline: Guideline, ana: Callable[..., Answers]
) -> None:
    mild = {"back_pain": True, "pain_score": 1, "relieved_by_rest": True}
    joint = {"pain_location": ["pubic"], "worse_with": ["turning_in_bed", "stairs"]}
    for sign, urgency in (("saddle_numbness", "emergency"), ("rhythmic_back_pain", "urgent")):
        assert guideline.assess(ana({**mild, **joint, sign: True})).urgency == urgency


def test_what_to_watch_for_is_only_what_could_still_come(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    early = guideline.assess(well({"gestation_weeks": "8+0"}))
    fired = {sign.id for sign in early.signs}
    for result in (early, guideline.assess(well())):
        assert result.watch_for
        for one in result.watch_for:
            assert RANK[one.urgency] > RANK["soon"]
            assert one.signs
            assert one.say
            assert not set(one.signs) & fired
    serious = guideline.assess(well({"saddle_numbness": True}))
    assert not serious.watch_for, "nothing is more urgent than an ambulance"


def test_a_risk_she_does_not_have_is_not_watched_for(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    def watched(when: Answers) -> set[str]:
        result = guideline.assess(well(when))
        return {sign for one in result.watch_for for sign in one.signs}

    for risk, sign in (
        ("placenta_praevia", "praevia_known_pain"),
        ("rhesus_negative", "rh_negative"),
        ("connective_tissue_disease", "c_dissection"),
    ):
        assert sign in watched({risk: True})
    assert "praevia_known_pain" not in watched({"placenta_praevia": False})
    assert "rh_negative" not in watched({"rhesus_negative": False})
