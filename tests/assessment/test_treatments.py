"""Treatments: the gate matrix of the evidence, cell by cell, and what must never be offered."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from carrywell import Guideline
from carrywell.assessment.result import Assessment, TreatmentStatus

Answers = dict[str, Any]

MATRIX: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "gate_matrix.yaml").read_text(encoding="utf-8")
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "heat": ("heat",),
    "cold": ("cold",),
    "posture_sleep": ("posture", "side_sleeping"),
    "belt": ("belt",),
    "walk": ("walking",),
    "bike": ("stationary_cycling",),
    "water": ("water_exercise", "swimming"),
    "stretch_strength": ("stretching",),
    "acupuncture": ("acupuncture",),
    "tens": ("tens",),
    "hose": ("hose",),
}
STRICT = {"offered": 0, "ask before offering": 1, "ask first": 1, "not for you": 2}
CELL = {"Y": 0, "GA": 0, "A": 1, "N*": 2, "N": 2}

STRICTER = {
    ("gestational_hypertension", "belt"): "section 5 asks first with high blood pressure",
    ("pelvic_girdle_pain", "swimming"): "the stroke decides (conflict x13)",
    ("needle_problem", "heat"): "section 1: not on infected skin",
    ("needle_problem", "cold"): "as heat: not on infected skin",
    ("needle_problem", "belt"): "section 5 asks first with a skin disease",
    ("needle_problem", "tens"): "section 9: intact clean skin only",
    ("needle_problem", "hose"): "as the belt: sore skin",
}
"""Where the matrix allows and another part of the evidence is stricter, with its reason."""

AT_A_SOON_SIGN = {
    "posture",
    "side_sleeping",
    "walking",
    "heat",
    "cold",
    "breathing",
    "footwear",
    "lifting",
}


def statuses(result: Assessment) -> dict[str, TreatmentStatus]:
    return {one.id: one for one in result.treatments}


def _cases() -> list[Any]:
    return [
        pytest.param(row, when, id=f"{row['row']}: {when}")
        for row in MATRIX
        for when in row["when"]
    ]


def test_a_woman_who_is_well_is_offered_the_whole_plan(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    result = guideline.assess(well())
    assert result.urgency == "routine"
    for treatment in guideline.content.treatments:
        wanted = "offered" if treatment.kind == "plan" else "not for you"
        assert statuses(result)[treatment.id].status == wanted


@pytest.mark.parametrize(("sign", "urgency"), [({}, "routine"), ({"weight_loss": True}, "soon")])
def test_every_plan_ends_with_all_the_stop_rules(
    guideline: Guideline, well: Callable[..., Answers], sign: Answers, urgency: str
) -> None:
    result = guideline.assess(well(sign))
    assert result.urgency == urgency
    told = [item.say for item in result.plan.stop]
    assert told == [one.say for one in guideline.content.advice if one.section == "stop"]
    for word in ("bleed", "leak", "tightenings", "move less", "chest", "calf", "between the legs"):
        assert any(word in say for say in told), word


@pytest.mark.parametrize(("row", "when"), _cases())
def test_no_cell_of_the_matrix_is_weaker_than_the_evidence(
    guideline: Guideline, well: Callable[..., Answers], row: dict[str, Any], when: Answers
) -> None:
    agreed = row.get("agreed", True)
    answers = well(when) | {"tens_agreed": agreed, "acupuncture_agreed": agreed}
    result = guideline.assess(answers)
    for (column, names), cell in zip(COLUMNS.items(), row["cells"], strict=True):
        for name in names:
            found = statuses(result)[name]
            assert STRICT[found.status] >= CELL[cell], (column, name, cell)
            assert found.status == "offered" or found.reasons
            if cell == "Y" and result.urgency == "routine" and (row["row"], name) not in STRICTER:
                assert found.status == "offered", (name, [one.say for one in found.reasons])


@pytest.mark.parametrize("when", [{"local_infection": True}])
def test_infected_skin_bars_needles_heat_cold_and_pads(
    guideline: Guideline, well: Callable[..., Answers], when: Answers
) -> None:
    found = statuses(guideline.assess(well(when)))
    for name in ("acupuncture", "heat", "cold", "tens"):
        assert found[name].status == "not for you"
    for name in ("belt", "hose"):
        assert found[name].status == "ask first"
    assert found["walking"].status == "offered"


def test_the_matrix_is_whole(guideline: Guideline) -> None:
    own_rows = {"acupuncture_not_agreed", "tens_not_agreed_13_to_36", "not_pregnant"}
    assert {row["row"] for row in MATRIX} == {one.id for one in guideline.content.gates} - own_rows
    gated = {one.id: one.gate for one in guideline.content.treatments if one.gate}
    assert gated == {name: column for column, names in COLUMNS.items() for name in names}


def test_each_stricter_rule_is_really_there(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    when = {
        "gestational_hypertension": {"gestational_hypertension": True},
        "pelvic_girdle_pain": {"pain_location": ["pubic"]},
        "needle_problem": {"local_infection": True},
    }
    for row, name in STRICTER:
        assert statuses(guideline.assess(well(when[row])))[name].status != "offered"


CONTRAINDICATIONS = (
    "unexplained_bleeding",
    "placenta_praevia",
    "cervical_insufficiency",
    "pre_eclampsia",
    "fetal_growth_restriction",
    "higher_order_multiple",
    "twins",
    "gestational_hypertension",
    "uncontrolled_disease",
    "severe_heart_lung_disease",
    "mild_heart_lung_disease",
    "prior_preterm_birth",
    "anaemia_or_eating_disorder",
    "pacemaker",
    "heart_rhythm_problem",
    "epilepsy",
    "bleeding_disorder",
    "severe_bleeding_disorder",
    "needle_fear",
    "metal_allergy",
    "local_infection",
    "reduced_sensation",
    "cold_sensitivity",
    "broken_skin",
    "dvt_current",
    "varicose_leg_pain",
    "leg_artery_disease",
    "hot_weather",
    "wrist_pain",
    "cannot_answer_for_herself",
    "reflux",
    "hypertension",
    "valve_disease",
    "gestational_diabetes",
    "faints_with_needles",
    "prior_miscarriage",
)


@pytest.mark.parametrize("finding", CONTRAINDICATIONS)
@pytest.mark.parametrize("how", ["not asked", "not sure"])
def test_an_unknown_contraindication_is_asked_before_offering(
    guideline: Guideline, well: Callable[..., Answers], finding: str, how: str
) -> None:
    there = statuses(guideline.assess(well({finding: True})))
    answers = well({finding: None})
    if how == "not asked":
        del answers[finding]
    unknown = statuses(guideline.assess(answers))
    touched = [
        name
        for name, one in there.items()
        if one.status != "offered" and guideline.content.treatment[name].kind == "plan"
    ]
    assert touched
    for name in touched:
        assert unknown[name].status == "ask before offering", name
        assert finding in unknown[name].ask, name
    for name in set(there) - set(touched):
        assert not unknown[name].ask


@pytest.mark.parametrize("finding", ["preterm_labour_current", "abruption_or_vasa_praevia"])
def test_with_back_pain_some_contraindications_are_warning_signs_already(
    guideline: Guideline, well: Callable[..., Answers], finding: str
) -> None:
    no_pain = {"back_pain": False, "pain_location": []}
    heat = statuses(guideline.assess(well({finding: None, **no_pain})))["heat"]
    assert heat.status == "ask before offering"
    assert finding in heat.ask
    unsure = guideline.assess(well({finding: None}))
    assert unsure.urgency == "urgent"
    assert statuses(unsure)["heat"].status == "ask before offering"
    there = guideline.assess(well({finding: True}))
    assert there.floor == "urgent"
    assert statuses(there)["heat"].status == "not for you"


def test_unknown_weeks_are_asked_before_tens(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    answers = well()
    del answers["gestation_weeks"]
    tens = statuses(guideline.assess(answers))["tens"]
    assert tens.status != "offered"
    if tens.status == "ask before offering":
        assert "gestation_weeks" in tens.ask


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_offered_while_a_serious_sign_is_open(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(seed)
    answers = {
        name: None if draw.random() < 0.1 else value
        for name, value in woman(draw).items()
        if draw.random() < 0.9
    }
    result = guideline.assess(answers)
    if result.urgency in ("urgent", "emergency"):
        assert not [one.id for one in result.treatments if one.status == "offered"]
        plan = result.plan
        assert plan.while_waiting
        assert plan.why_empty
        offered = (*plan.now, *plan.daily, *plan.night, *plan.routine, *plan.stop)
        assert not offered
    else:
        assert not result.plan.while_waiting
        assert result.plan.why_empty is None


@pytest.mark.parametrize("seed", range(40))
def test_what_the_plan_never_offers_is_never_offered(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    result = guideline.assess(woman(random.Random(seed)))
    for treatment in guideline.content.treatments:
        if treatment.kind == "never":
            found = statuses(result)[treatment.id]
            assert found.status == "not for you"
            assert found.reasons
    listed = {item.treatment for item in (*result.plan.now, *result.plan.daily, *result.plan.night)}
    offered = {one.id for one in result.treatments if one.status == "offered"}
    assert listed - {None} <= offered


@pytest.mark.parametrize("sign", [{"weight_loss": True}, {"itch_palms_soles": True}])
def test_a_soon_sign_leaves_only_the_gentlest(
    guideline: Guideline, well: Callable[..., Answers], sign: Answers
) -> None:
    result = guideline.assess(well(sign))
    assert result.urgency == "soon"
    for name, found in statuses(result).items():
        if name in AT_A_SOON_SIGN:
            assert found.status == "offered", name
        elif guideline.content.treatment[name].kind == "plan":
            assert found.status == "ask first", name
            assert found.reasons[0].say.startswith("Someone should look at you first")
    assert not result.plan.routine


@pytest.mark.parametrize(
    ("setting", "treatments"),
    [
        ({"pad_site": "abdomen"}, ("tens",)),
        ({"heat_site": "abdomen"}, ("heat",)),
        ({"heat_duration_minutes": 21}, ("heat",)),
        ({"heat_duration_minutes": 30}, ("heat",)),
        ({"heat_during_sleep": True}, ("heat",)),
        ({"water_temperature_c": 33.5}, ("water_exercise", "swimming")),
        ({"water_temperature_c": 38}, ("water_exercise", "swimming")),
        ({"qualified_practitioner": False}, ("acupuncture",)),
        (
            {"position": "supine", "gestation_weeks": "28+0"},
            (
                "posture",
                "side_sleeping",
                "walking",
                "stretching",
                "swimming",
                "stationary_cycling",
                "water_exercise",
            ),
        ),
        (
            {"position": "supine", "gestation_weeks": "20+0"},
            ("walking", "stretching", "swimming", "stationary_cycling", "water_exercise"),
        ),
    ],
    ids=str,
)
def test_a_setting_that_is_not_safe_is_refused(
    guideline: Guideline,
    well: Callable[..., Answers],
    setting: Answers,
    treatments: tuple[str, ...],
) -> None:
    result = guideline.assess(well(setting))
    refused = {
        name
        for name, one in statuses(result).items()
        if one.status != "offered" and guideline.content.treatment[name].kind == "plan"
    }
    assert refused == set(treatments)
    for name in treatments:
        assert statuses(result)[name].status == "not for you"
    assert result.urgency == "routine", "a setting never decides how urgent something is"


@pytest.mark.parametrize(
    "setting",
    [
        {"heat_duration_minutes": 20},
        {"pad_site": "back"},
        {"heat_site": "back"},
        {"water_temperature_c": 33.4},
        {"position": "supine", "gestation_weeks": "19+6"},
        {"position": "side", "gestation_weeks": "28+0"},
    ],
    ids=str,
)
def test_a_setting_within_its_limit_changes_nothing(
    guideline: Guideline, well: Callable[..., Answers], setting: Answers
) -> None:
    with_setting = statuses(guideline.assess(well(setting)))
    assert {name: one.status for name, one in with_setting.items()} == {
        name: one.status for name, one in statuses(guideline.assess(well())).items()
    }


@pytest.mark.parametrize("weeks", ["12+6", "13+0", "36+6", "37+0"])
@pytest.mark.parametrize("agreed", [True, False])
def test_tens_by_weeks(
    guideline: Guideline, well: Callable[..., Answers], weeks: str, agreed: bool
) -> None:
    found = statuses(guideline.assess(well({"gestation_weeks": weeks, "tens_agreed": agreed})))
    wanted = {
        "12+6": "not for you",
        "13+0": "offered" if agreed else "ask first",
        "36+6": "offered" if agreed else "ask first",
        "37+0": "offered",
    }
    assert found["tens"].status == wanted[weeks]


def test_an_agreement_does_not_lift_another_contraindication(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    assert statuses(guideline.assess(well({"epilepsy": True})))["tens"].status == "ask first"
    assert statuses(guideline.assess(well({"pacemaker": True})))["tens"].status == "not for you"
    assert statuses(guideline.assess(well({"epilepsy": True})))["acupuncture"].status == "ask first"


def test_a_low_placenta_counts_from_26_weeks(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    early = statuses(guideline.assess(well({"placenta_praevia": True, "gestation_weeks": "25+6"})))
    late = statuses(guideline.assess(well({"placenta_praevia": True, "gestation_weeks": "26+0"})))
    assert early["walking"].status == "offered"
    assert late["walking"].status == "not for you"


@pytest.mark.parametrize("seed", range(60))
def test_one_more_condition_never_makes_a_treatment_freer(
    guideline: Guideline, well: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(seed)
    conditions: list[Answers] = [
        when for row in MATRIX for when in row["when"] if not {"gestation_weeks"} & set(when)
    ]
    conditions += [{name: True} for name in CONTRAINDICATIONS]
    had: Answers = {}
    before = statuses(guideline.assess(well(had)))
    for extra in draw.sample(conditions, 4):
        both = {**had, **extra}
        clash = both.get("twins") and both.get("higher_order_multiple")
        if clash or any(name in had and had[name] != extra[name] for name in extra):
            continue
        after = statuses(guideline.assess(well(both)))
        for name, one in after.items():
            assert STRICT[one.status] >= STRICT[before[name].status], (name, had, extra)
        had, before = both, after


def test_outside_pregnancy_everything_but_posture_asks_first(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    result = guideline.assess(well({"pregnant": False, "pregnancy_test": "negative"}))
    for column, names in COLUMNS.items():
        for name in names:
            wanted = "offered" if column == "posture_sleep" else "ask first"
            assert statuses(result)[name].status == wanted, name


def test_the_routine_has_at_most_five_exercises_and_none_that_is_barred(
    guideline: Guideline, well: Callable[..., Answers]
) -> None:
    routine = guideline.assess(well({"worse_with": ["standing"]})).plan.routine
    assert 1 <= len(routine) <= 5
    assert len({one.id for one in routine}) == len(routine)
    sore = guideline.assess(well({"pain_location": ["pubic", "lower_back"]})).plan.routine
    wide = {"fig4_sit", "fig4_table", "wall_squat", "hip_flexor", "open_turn"}
    assert not wide & {one.id for one in sore}
    assert not guideline.assess(well({"fetal_growth_restriction": True})).plan.routine


def test_every_status_tells_its_sources(guideline: Guideline, well: Callable[..., Answers]) -> None:
    for found in guideline.assess(well({"epilepsy": True})).treatments:
        assert found.sources
        assert not found.reviewed, "nobody clinical has signed anything off yet"
        for reason in found.reasons:
            assert reason.sources
