"""Simulated pregnant women with back pain, most of them with nothing dangerous.

First one condition is drawn for each woman, then her findings given the condition; what neither the
condition nor the background says has its harmless value. The tables below hold every prevalence and
where it is from. They are plausible, not measured: questions that come together in real life come
together here only where one condition explains them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any

from carrywell.assessment.answers import harmless_value
from carrywell.assessment.result import Question
from carrywell.conditions.interpreter import truth
from carrywell.guideline.compiled import Compiled, load
from carrywell.guideline.model import Finding

Woman = dict[str, Any]
"""Her true answer to every question that applies to her, by finding; umbrella items left out."""

Draw = float | dict[str, float] | tuple[float, float] | list[float]
"""How a finding is drawn. yes_no: the probability of yes. choice: weights of the options.
choices: the probability of each option. number: a range, or a list to pick from."""

OURS = "our assumption"


@dataclass(frozen=True)
class Condition:
    """What is behind the pain: its share of the women, the weeks it comes in, and its findings."""

    id: str
    share: float
    source: str
    weeks: tuple[int, int] = (6, 41)
    findings: dict[str, Draw] = field(default_factory=dict)


LOW_BACK: Draw = {"lower_back": 0.85, "back": 0.1, "sacrum": 0.15, "upper_back": 0.1}

CONDITIONS = (
    Condition(
        "ordinary mechanical pain",
        0.463,
        "the rest; at least 2 in 3 have low back pain in pregnancy (COCH15)",
        findings={
            "pain_location": LOW_BACK,
            "worse_with": {"standing": 0.6, "end_of_day": 0.6, "walking": 0.3, "sitting": 0.3},
            "relieved_by": {"rest": 0.6, "lying_down": 0.5, "warmth": 0.3},
            "swelling": 0.3,
        },
    ),
    Condition(
        "pelvic girdle pain",
        0.20,
        "about 1 in 5 (CUH-PGP, COCH15)",
        weeks=(12, 41),
        findings={
            "pain_location": {
                "sacrum": 0.5,
                "buttock": 0.4,
                "pubic": 0.5,
                "pelvis": 0.3,
                "hip": 0.2,
            },
            "worse_with": {"turning_in_bed": 0.8, "stairs": 0.6, "standing_on_one_leg": 0.6},
            "pubic_clicking": 0.3,
            "difficulty_walking": 0.4,
            "hip_groin_load": 0.08,
            "pain_score": [2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7],
        },
    ),
    Condition(
        "muscle strain",
        0.10,
        OURS,
        findings={
            "pain_location": LOW_BACK,
            "onset": {"after_strain": 0.9, "gradual": 0.1},
            "fresh_strain": 0.9,
            "muscle_spasm": 0.7,
            "tender_muscle_band": 0.7,
            "pain_duration_days": [0, 1, 1, 2, 3, 5],
            "worse_with": {"bending": 0.7, "lifting": 0.7, "movement": 0.4},
        },
    ),
    Condition(
        "stress and tension",
        0.06,
        OURS,
        findings={
            "pain_location": {"neck": 0.5, "shoulder": 0.5, "upper_back": 0.5, "lower_back": 0.4},
            "stress": 0.9,
            "sleep_disturbed": 0.6,
            "mood_low": 0.2,
            "anxious": 0.25,
            "expects_not_to_recover": 0.2,
        },
    ),
    Condition(
        "early pregnancy ache",
        0.08,
        "back pain in 28.3 % in the first trimester (PREV23); the share is our assumption",
        weeks=(6, 13),
        findings={"pain_location": LOW_BACK, "pain_score": [2, 3, 3, 4], "nausea": 0.6},
    ),
    Condition(
        "sciatica",
        0.03,
        "true nerve-root pain about 1 %, sciatica-like complaint about 22 % (causes.md 0)",
        findings={
            "pain_location": {"lower_back": 0.7, "buttock": 0.6, "leg": 0.9},
            "radiates_to_leg": 1.0,
            "radiates_below_knee": 0.5,
            "leg_tingling": 0.5,
            "leg_tingle_persist": 0.15,
            "leg_pain_worse_than_back": 0.5,
            "foot_drop": 0.005,
            "leg_weakness": 0.01,
            "disc_problem": 0.2,
            "pain_score": [3, 4, 4, 5, 5, 5, 6, 6, 7],
        },
    ),
    Condition(
        "premature labour, threatened or real",
        0.015,
        "shares are our assumption; 7 in 10 with such symptoms settle (NHS-PTL)",
        weeks=(20, 36),
        findings={
            "pain_location": {"lower_back": 0.8, "lower_abdomen": 0.3},
            "contractions": 0.8,
            "contractions_regular": 0.5,
            "contractions_painful": 0.5,
            "contractions_increasing": 0.3,
            "contractions_per_hour": (2, 12),
            "contractions_in_20_minutes": (1, 5),
            "contraction_interval_minutes": (4, 30),
            "contraction_duration_seconds": (20, 60),
            "rhythmic_back_pain": 0.6,
            "pelvic_pressure": 0.4,
            "cramps": 0.5,
            "discharge_change": 0.3,
            "diarrhoea": 0.1,
            "dull_backache_new": 0.4,
            "radiates_to_abdomen": 0.4,
            "persists_after_rest_and_fluids": 0.6,
            "fluid_leak": 0.1,
            "worried": 0.3,
        },
    ),
    Condition(
        "labour at term",
        0.010,
        OURS,
        weeks=(37, 41),
        findings={
            "pain_location": {"lower_back": 0.8, "lower_abdomen": 0.3},
            "contractions": 1.0,
            "in_labour": 0.5,
            "contractions_regular": 0.7,
            "contractions_painful": 0.8,
            "contractions_increasing": 0.6,
            "contractions_per_hour": (3, 15),
            "contractions_in_20_minutes": (1, 6),
            "contraction_interval_minutes": (3, 15),
            "contraction_duration_seconds": (30, 70),
            "rhythmic_back_pain": 0.5,
            "discharge_change": 0.4,
            "fluid_leak": 0.2,
            "urge_to_push": 0.03,
        },
    ),
    Condition(
        "kidney infection",
        0.005,
        "1.4 % of pregnancies (HILL05), half in the second trimester; scaled to one presentation",
        findings={
            "pain_location": {"flank": 0.9, "abdomen": 0.3},
            "pain_side": {"right": 0.67, "left": 0.33},
            "flank_pain": 0.96,
            "costovertebral_tenderness": 0.8,
            "fever": 0.85,
            "fever_measured": 0.7,
            "fever_c": (37.6, 39.8),
            "chills": 0.6,
            "vomiting": 0.4,
            "dysuria": 0.5,
            "urinary_frequency": 0.5,
            "haematuria": 0.15,
            "unwell": 0.6,
            "sepsis_signs": 0.03,
        },
    ),
    Condition(
        "bladder infection",
        0.006,
        OURS,
        findings={"pain_location": LOW_BACK, "dysuria": 0.9, "urinary_frequency": 0.8},
    ),
    Condition(
        "kidney stone",
        0.001,
        "1 in 200 to 1 in 3000 pregnancies (EBM-STONE)",
        weeks=(14, 41),
        findings={
            "pain_location": {"flank": 1.0},
            "flank_pain": 1.0,
            "colic_flank": 0.6,
            "pain_pattern": {"colicky": 0.7, "intermittent": 0.3},
            "haematuria": 0.5,
            "vomiting": 0.5,
            "pain_score": (6, 10),
        },
    ),
    Condition(
        "pre-eclampsia",
        0.004,
        "up to 5 % of pregnancies, severe 1-2 % (causes.md 10); scaled to one presentation",
        weeks=(24, 41),
        findings={
            "pain_location": {"upper_back": 0.5, "right_upper_quadrant": 0.3, "lower_back": 0.3},
            "headache": 0.7,
            "severe_headache": 0.4,
            "visual_disturbance": 0.3,
            "rib_pain": 0.4,
            "swelling_face_hands": 0.5,
            "vomiting": 0.2,
            "high_blood_pressure_now": 0.4,
            "bp_measured": 0.5,
            "bp_systolic": (138, 178),
            "bp_diastolic": (86, 114),
            "bp_second_reading_severe": 0.6,
            "swelling": 0.6,
        },
    ),
    Condition(
        "placental abruption or late bleeding",
        0.003,
        "about 1 in 100 pregnancies, bleeding seen in about 80 % (causes.md 9); scaled",
        weeks=(20, 41),
        findings={
            "pain_location": {"lower_back": 0.7, "abdomen": 0.6},
            "onset": {"sudden": 0.8, "gradual": 0.2},
            "pain_score": (4, 10),
            "belly_pain_constant": 0.5,
            "uterus_hard_or_tender": 0.5,
            "vaginal_bleeding": {
                "none": 0.2,
                "spotting": 0.3,
                "amount_not_stated": 0.3,
                "heavy": 0.2,
            },
            "bleeding_clots": 0.15,
            "fetal_movement": {"normal": 0.6, "reduced": 0.35, "absent": 0.05},
            "faint": 0.1,
            "placenta_praevia": 0.15,
            "worried": 0.4,
        },
    ),
    Condition(
        "miscarriage or pregnancy outside the womb",
        0.004,
        "ectopic 1 in 90 (MAMA), weeks 4-12; scaled to one presentation",
        weeks=(6, 13),
        findings={
            "pain_location": {"lower_back": 0.6, "lower_abdomen": 0.5},
            "vaginal_bleeding": {
                "none": 0.2,
                "spotting": 0.5,
                "amount_not_stated": 0.2,
                "heavy": 0.1,
            },
            "cramps": 0.5,
            "one_sided_low_pain": 0.3,
            "shoulder_tip_pain": 0.08,
            "brown_discharge": 0.2,
            "faint": 0.08,
            "dizzy": 0.15,
        },
    ),
    Condition(
        "waters broken early",
        0.002,
        "up to 3 % of pregnancies (RCOG); scaled to one presentation",
        weeks=(22, 36),
        findings={"pain_location": LOW_BACK, "fluid_leak": 1.0, "fluid_bad_colour": 0.1},
    ),
    Condition(
        "squeezed nerves (cauda equina)",
        0.0015,
        "disc herniation 1 in 10 000 pregnancies (JONES15): scaled up so that some are seen",
        weeks=(12, 41),
        findings={
            "pain_location": {"lower_back": 0.9, "leg": 0.6},
            "radiates_to_leg": 0.8,
            "bilateral_leg_symptoms": 0.6,
            "leg_weakness": 0.68,
            "leg_numbness": 0.72,
            "saddle_numbness": 0.6,
            "bladder_retention": 0.4,
            "urinary_hesitancy": 0.4,
            "urinary_incontinence": 0.2,
            "bowel_incontinence": 0.15,
            "sex_sensation_loss": 0.2,
            "pain_score": (5, 10),
        },
    ),
    Condition(
        "blood clot",
        0.0015,
        "about 1 in 1000 pregnancies (VTE-HEM12)",
        findings={
            "pain_location": {"upper_back": 0.3, "leg": 0.6, "lower_back": 0.4},
            "leg_swelling_unilateral": 0.75,
            "whole_leg_buttock": 0.2,
            "breathless": 0.35,
            "pleuritic_pain": 0.25,
            "chest_pain": 0.25,
            "cough_blood": 0.03,
            "palpitations": 0.2,
            "dvt_history": 0.1,
        },
    ),
    Condition(
        "injury in the last three days",
        0.008,
        "1 in 12 pregnancies (SOGC-TR15); scaled: an injury makes people ask",
        findings={
            "pain_location": LOW_BACK,
            "onset": {"sudden": 0.3, "after_strain": 0.7},
            "trauma": {
                "minor": 0.4,
                "fall": 0.35,
                "mva": 0.12,
                "fall_from_height": 0.06,
                "assault": 0.07,
            },
            "trauma_abdominal": 0.2,
            "pain_duration_days": [0, 1, 2, 3],
        },
    ),
    Condition(
        "another infection",
        0.006,
        OURS,
        findings={
            "pain_location": {"back": 0.8, "neck": 0.3},
            "fever": 0.7,
            "fever_measured": 0.6,
            "fever_c": (37.3, 39.2),
            "chills": 0.2,
            "unwell": 0.5,
            "vomiting": 0.2,
            "diarrhoea": 0.2,
            "headache": 0.4,
            "pain_duration_days": [0, 1, 1, 2, 3],
        },
    ),
)

BACKGROUND: tuple[tuple[str, Draw, str], ...] = (
    # the pain itself
    ("back_pain", 0.97, "the others have only pelvic or leg pain; " + OURS),
    ("pain_location", {"lower_back": 0.7}, OURS),
    ("pain_score", [1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 7], OURS),
    ("pain_duration_days", [1, 2, 3, 4, 5, 7, 7, 10, 12, 14, 21, 30, 60], OURS),
    ("onset", {"gradual": 0.9, "after_strain": 0.08, "sudden": 0.02}, OURS),
    ("pain_pattern", {"with_movement": 0.7, "intermittent": 0.25, "constant": 0.05}, OURS),
    ("pain_side", {"middle": 0.5, "both": 0.2, "left": 0.15, "right": 0.15}, OURS),
    ("pain_new", 0.05, OURS),
    ("pain_worsening", 0.05, OURS),
    ("relieved_by_rest", 0.92, OURS),
    ("already_investigated", 0.3, OURS),
    ("night_pain", 0.08, OURS),
    ("rest_pain", 0.04, OURS),
    ("function_loss", 0.3, OURS),
    ("unable_to_weight_bear", 0.002, OURS),
    ("worried", 0.006, OURS),
    ("using_plan", 0.1, OURS),
    ("plan_tried_days", (3, 60), OURS),
    ("pain_worse_on_plan", 0.04, OURS),
    ("not_better_6wk", 0.06, OURS),
    ("radiates_to_leg", 0.06, OURS),
    ("leg_tingling", 0.02, OURS),
    ("leg_tingle_persist", 0.005, OURS),
    ("hip_groin_load", 0.02, OURS),
    ("previous_back_pain", 0.5, OURS),
    # the womb
    ("contractions", 0.02, "Braxton Hicks, from 20 weeks; " + OURS),
    ("contractions_regular", 0.05, OURS),
    ("contractions_painful", 0.05, OURS),
    ("contractions_per_hour", (1, 3), OURS),
    ("contractions_in_20_minutes", (0, 1), OURS),
    ("contraction_interval_minutes", (20, 90), OURS),
    ("contraction_duration_seconds", (15, 40), OURS),
    ("rhythmic_back_pain", 0.001, OURS),
    ("pelvic_pressure", 0.004, OURS),
    ("cramps", 0.004, OURS),
    ("discharge_change", 0.004, OURS),
    ("dull_backache_new", 0.004, OURS),
    ("radiates_to_abdomen", 0.01, OURS),
    ("persists_after_rest_and_fluids", 0.02, OURS),
    ("diarrhoea", 0.004, OURS),
    ("vaginal_bleeding", {"none": 0.997, "spotting": 0.003}, OURS),
    ("frantic_movement", 0.001, OURS),
    ("smelly_discharge", 0.002, OURS),
    # the rest of the body
    ("headache", 0.1, OURS),
    ("severe_headache", 0.002, OURS),
    ("visual_disturbance", 0.002, OURS),
    ("rib_pain", 0.006, OURS),
    ("swelling_face_hands", 0.002, OURS),
    ("swelling", 0.25, OURS),
    ("high_blood_pressure_now", 0.002, OURS),
    ("bp_measured", 0.15, "has a cuff at home; " + OURS),
    ("bp_systolic", (98, 134), OURS),
    ("bp_diastolic", (58, 86), OURS),
    ("fever_measured", 0.5, OURS),
    ("fever_c", (36.3, 37.3), OURS),
    ("unwell", 0.004, OURS),
    ("vomiting", 0.02, OURS),
    ("dizzy", 0.02, OURS),
    ("faint", 0.001, OURS),
    ("palpitations", 0.002, OURS),
    ("pulse_measured", 0.005, OURS),
    ("heart_rate", (68, 98), OURS),
    ("oxygen_measured", 0.005, OURS),
    ("oxygen_saturation", (95, 99), OURS),
    ("breathless", 0.0005, OURS),
    ("chest_pain", 0.0005, OURS),
    ("dysuria", 0.002, OURS),
    ("urinary_frequency", 0.003, OURS),
    ("flank_pain", 0.005, OURS),
    ("haematuria", 0.001, OURS),
    ("itch_palms_soles", 0.005, OURS),
    ("leg_swelling_unilateral", 0.001, OURS),
    ("leg_numbness", 0.0005, OURS),
    ("urinary_hesitancy", 0.0003, OURS),
    ("bilateral_leg_symptoms", 0.0005, OURS),
    ("nerve_sign_old_stable", 0.002, OURS),
    ("trauma", {"none": 0.999, "minor": 0.001}, OURS),
    ("trauma_abdominal", 0.1, OURS),
    ("mood_low", 0.06, OURS),
    ("anxious", 0.06, OURS),
    ("violence", 0.004, OURS),
    ("violence_high_risk", 0.1, OURS),
    ("self_harm_thoughts", 0.002, OURS),
    ("self_harm_plan", 0.1, OURS),
    # what stays the same in this pregnancy
    ("pregnancy_seen_on_scan", 0.6, "asked before 14 weeks; " + OURS),
    ("twins", 0.015, OURS),
    ("prior_preterm_birth", 0.04, OURS),
    ("prior_caesarean", 0.15, OURS),
    ("cervical_insufficiency", 0.003, OURS),
    ("preterm_contractions_earlier", 0.01, OURS),
    ("placenta_praevia", 0.004, OURS),
    ("rhesus_negative", 0.12, OURS),
    ("diabetes", 0.006, OURS),
    ("weak_immunity", 0.003, OURS),
    ("recent_infection", 0.002, OURS),
    ("tuberculosis_contact", 0.001, OURS),
    ("bone_risk", 0.003, OURS),
    ("cancer_history", 0.004, OURS),
    ("weight_loss", 0.002, OURS),
    ("spinal_procedure", 0.001, OURS),
    ("connective_tissue_disease", 0.002, OURS),
    # for the causes and the plan, which come after the urgency
    ("worse_with", {"standing": 0.3, "bending": 0.2, "end_of_day": 0.3}, OURS),
    ("relieved_by", {"rest": 0.5, "warmth": 0.3}, OURS),
    ("age", (18, 43), OURS),
    ("gravida", [1, 1, 1, 2, 2, 3, 4], OURS),
    ("height_cm", (152, 182), OURS),
    ("weight_before_kg", (48, 98), OURS),
    ("weight_gain_kg", (0, 18), OURS),
    ("prior_miscarriage", 0.15, OURS),
    ("prior_pregnancy_loss_count", [1, 1, 1, 2], OURS),
    ("work_standing", 0.3, OURS),
    ("heavy_work", 0.15, OURS),
    ("sleep_disturbed", 0.3, OURS),
    ("smoker", 0.08, OURS),
    ("hypermobility", 0.08, OURS),
    ("reflux", 0.3, OURS),
)

KNOWS_HER_WEEKS = 0.97
"""Our assumption; the others give a rough stage."""

WEEKS: tuple[tuple[tuple[int, int], float], ...] = (
    ((6, 12), 0.25),
    ((13, 27), 0.33),
    ((28, 41), 0.42),
)
"""Back pain by trimester 28.3, 36.8 and 47.8 % (PREV23), as shares of those in pain."""


def women(count: int, seed: int) -> Iterator[Woman]:
    """`count` women; the same seed gives the same women."""
    compiled = load()
    rng = Random(seed)
    for _ in range(count):
        yield woman(compiled, rng)


def woman(compiled: Compiled, rng: Random) -> Woman:
    """One woman."""
    condition = rng.choices(CONDITIONS, [one.share for one in CONDITIONS])[0]
    weeks = _weeks(condition, rng)
    draws = {name: draw for name, draw, _ in BACKGROUND}
    draws["fetal_movement"] = _movements(weeks)
    draws |= condition.findings
    answers: Woman = {}
    for finding in compiled.content.findings:
        if finding.derived is None and not finding.covers:
            draw = draws.get(finding.id)
            answers[finding.id] = (
                harmless_value(finding) if draw is None else _value(finding, draw, rng)
            )
    answers |= {
        "pregnant": True,
        "gestation_weeks": float(weeks),
        "gestation_estimate": "exact_weeks",
    }
    if rng.random() > KNOWS_HER_WEEKS:
        answers["gestation_weeks"] = None
        answers["gestation_estimate"] = _stage(weeks)
    _make_consistent(answers, weeks)
    return _only_what_applies(compiled, answers)


def answer(question: Question, of: Woman, not_sure: float = 0.0, rng: Random | None = None) -> Any:
    """Her answer to a question; None is 'not sure', given at the rate `not_sure`."""
    if rng is not None and rng.random() < not_sure:
        return None
    return answer_to(load_once(), question.finding, of)


def answer_to(compiled: Compiled, name: str, of: Woman) -> Any:
    """Her answer to one finding; yes to an umbrella item if anything it covers is not harmless."""
    finding = compiled.content.finding[name]
    if not finding.covers:
        return of.get(name)
    details = (compiled.content.finding[one] for one in finding.covers)
    return any(one.id in of and of[one.id] != harmless_value(one) for one in details)


@lru_cache(maxsize=1)
def load_once() -> Compiled:
    """The guideline, loaded once."""
    return load()


def _weeks(condition: Condition, rng: Random) -> int:
    low, high = condition.weeks
    if (low, high) != (6, 41):
        return rng.randint(low, high)
    (first, last), _ = rng.choices(WEEKS, [share for _, share in WEEKS])[0]
    return rng.randint(first, last)


def _movements(weeks: int) -> Draw:
    if weeks < 18:
        return {"not_felt_yet": 0.9, "normal": 0.1}
    if weeks < 24:
        return {"not_felt_yet": 0.15, "normal": 0.85}
    return {"normal": 0.993, "reduced": 0.006, "absent": 0.0005, "not_felt_yet": 0.0005}


def _stage(weeks: int) -> str:
    return (
        "first_trimester" if weeks < 13 else "second_trimester" if weeks < 28 else "third_trimester"
    )


def _value(finding: Finding, draw: Draw, rng: Random) -> Any:
    match draw:
        case dict() if finding.type == "choices":
            return frozenset(option for option, chance in draw.items() if rng.random() < chance)
        case dict():
            return rng.choices(list(draw), list(draw.values()))[0]
        case list():
            return float(rng.choice(draw))
        case (low, high):
            return round(rng.uniform(low, high), 1 if finding.id == "fever_c" else 0)
        case float():
            return rng.random() < draw
    raise ValueError(f"{finding.id}: {draw}")


def _make_consistent(of: Woman, weeks: int) -> None:
    """What cannot be drawn on its own."""
    if weeks < 20:
        of["contractions"] = False
    of["radiates_to_leg"] |= of["radiates_below_knee"]
    of["headache"] |= of["severe_headache"] or of["thunderclap_headache"]
    of["violence"] |= of["trauma"] == "assault"
    of["trauma_abdominal"] |= of["trauma"] == "blow_to_tummy"
    of["fever"] |= of["fever_measured"] and of["fever_c"] >= 37.5
    of["back_pain"] |= not of["pain_location"]
    of["bp_diastolic"] = min(of["bp_diastolic"], of["bp_systolic"] - 20)
    of["para"] = min(of["para"], of["gravida"] - 1)
    of["weight_now_kg"] = of["weight_before_kg"] + of["weight_gain_kg"]
    if of["bleeding_clots"] and of["vaginal_bleeding"] == "none":
        of["vaginal_bleeding"] = "amount_not_stated"


def _only_what_applies(compiled: Compiled, answers: Woman) -> Woman:
    """Drops the answers to questions that would not be asked of her."""
    kept = dict(answers)
    dropped = True
    while dropped:
        facts = compiled.derive(dict(kept))
        dropped = False
        for name in list(kept):
            guard = compiled.conditions.get(f"ask_when:{name}")
            if guard is not None and truth(guard, facts) is not True:
                del kept[name]
                dropped = True
    return kept
