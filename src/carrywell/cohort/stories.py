"""What made-up women have: a table of stories, each with how many of them have it.

Every share here is our own choice (`carrywell-design`), made so that each urgency and most signs are
seen in a screening. None is a published frequency, and none may be read as one.
"""

import msgspec


class Draw(msgspec.Struct, frozen=True):
    """One of `options`, each as often as its weight says; None is 'not known'."""

    options: tuple[tuple[bool | str | None, int], ...]


class Between(msgspec.Struct, frozen=True):
    """A number from `least` to `most`, in steps of `step`, each as often."""

    least: float
    most: float
    step: float = 1.0


Says = bool | float | str | Draw | Between


class Story(msgspec.Struct, frozen=True):
    """What a share of the women answer whose weeks are at least and below these.

    Without `weeks` it is of every woman, also after the birth.
    """

    id: str
    share: float
    says: dict[str, Says]
    weeks: tuple[float, float] | None = None


def some(percent: int) -> Draw:
    """Yes in so many of a hundred, else no."""
    return Draw(((True, percent), (False, 100 - percent)))


def one_of(**weights: int) -> Draw:
    """One of these options; ``_`` stands for ``;`` twice in a list: ``hip__leg`` is hip and leg."""
    return Draw(tuple((name.replace("__", ";"), weight) for name, weight in weights.items()))


WHO: dict[str, Says] = {
    "age": Between(17, 45),
    "height_cm": Between(150, 182),
    "weight_before_kg": Between(46, 105),
}
"""What every woman answers, whatever her story is."""

STORIES = (
    Story("no_scan_yet", 1.0, {"pregnancy_seen_on_scan": False}, weeks=(4, 14)),
    Story("early_scan", 0.9, {"pregnancy_seen_on_scan": True}, weeks=(8, 14)),
    Story(
        "aching_back",
        0.55,
        {
            "back_pain": True,
            "pain_location": one_of(lower_back=6, lower_back__buttock=2, mid_back=1, upper_back=1),
            "pain_score": Between(1, 6),
            "pain_duration_days": Between(1, 14),
            "worse_with": one_of(bending=2, lifting=2, standing=3, sitting=2, end_of_day=2),
            "relieved_by": one_of(rest=3, warmth=3, movement=1, massage=1),
            "muscle_spasm": some(35),
            "tender_muscle_band": some(25),
            "sleep_disturbed": some(30),
            "work_standing": some(30),
            "stress": some(25),
        },
    ),
    Story(
        "pelvic_girdle",
        0.12,
        {
            "back_pain": some(60),
            "pain_location": one_of(pelvis=3, pubic=3, pelvis__buttock=2, hip=1),
            "pain_score": Between(2, 7),
            "pain_duration_days": Between(3, 14),
            "worse_with": one_of(
                stairs=2, turning_in_bed=3, standing_on_one_leg=3, walking__stairs=2
            ),
            "pubic_clicking": some(40),
        },
        weeks=(12, 42),
    ),
    Story(
        "long_pain",
        0.03,
        {"back_pain": True, "pain_score": Between(3, 7), "pain_duration_days": Between(15, 90)},
    ),
    Story(
        "leg_nerve",
        0.015,
        {
            "back_pain": True,
            "any_leg_pain": True,
            "radiates_to_leg": True,
            "radiates_below_knee": some(70),
            "leg_tingling": some(70),
            "leg_pain_worse_than_back": some(60),
            "pain_location": "lower_back;leg",
            "pain_score": Between(4, 8),
            "pain_duration_days": Between(3, 30),
        },
    ),
    Story(
        "swollen_calf",
        0.002,
        {
            "any_leg_swelling": True,
            "leg_swelling_unilateral": some(70),
            "whole_leg_buttock": some(30),
        },
    ),
    Story(
        "urine",
        0.012,
        {
            "any_urine_or_side": True,
            "dysuria": some(75),
            "urinary_frequency": some(80),
            "haematuria": some(10),
        },
    ),
    Story(
        "kidney",
        0.002,
        {
            "back_pain": True,
            "any_urine_or_side": True,
            "flank_pain": True,
            "costovertebral_tenderness": some(70),
            "dysuria": some(60),
            "any_fever": True,
            "fever": True,
            "unwell": some(80),
            "chills": some(60),
            "fever_measured": True,
            "fever_c": Between(37.8, 40.0, 0.1),
            "any_gut": some(40),
            "pain_location": one_of(flank=3, flank__lower_back=1),
            "pain_side": one_of(right=3, left=2),
            "pain_score": Between(5, 9),
        },
    ),
    Story(
        "a_cold",
        0.01,
        {
            "any_fever": True,
            "fever": some(50),
            "unwell": True,
            "fever_measured": True,
            "fever_c": Between(36.5, 37.9, 0.1),
        },
    ),
    Story(
        "early_bleeding",
        0.02,
        {
            "any_bleeding_or_waters": True,
            "vaginal_bleeding": one_of(spotting=85, amount_not_stated=5, heavy=10),
            "pregnancy_seen_on_scan": some(50),
            "any_severe_belly": some(8),
            "one_sided_low_pain": some(40),
        },
        weeks=(4, 14),
    ),
    Story(
        "late_bleeding",
        0.004,
        {
            "any_bleeding_or_waters": True,
            "vaginal_bleeding": one_of(spotting=80, amount_not_stated=10, heavy=10),
        },
        weeks=(14, 42),
    ),
    Story(
        "placenta",
        0.0006,
        {
            "back_pain": True,
            "any_severe_belly": True,
            "uterus_hard_or_tender": some(80),
            "belly_pain_constant": some(70),
            "any_bleeding_or_waters": some(75),
            "vaginal_bleeding": one_of(spotting=50, heavy=50),
            "onset": "sudden",
            "pain_score": Between(7, 10),
        },
        weeks=(22, 42),
    ),
    Story(
        "practice_tightenings",
        0.02,
        {
            "any_tightening": True,
            "contractions": True,
            "contractions_regular": False,
            "contractions_painful": some(8),
            "contractions_per_hour": Between(1, 4),
        },
        weeks=(24, 37),
    ),
    Story(
        "early_labour",
        0.004,
        {
            "back_pain": some(70),
            "any_tightening": True,
            "contractions": True,
            "contractions_regular": some(80),
            "contractions_painful": some(70),
            "contraction_interval_minutes": Between(4, 12),
            "rhythmic_back_pain": some(40),
            "cramps": some(50),
        },
        weeks=(22, 37),
    ),
    Story(
        "labour",
        0.06,
        {
            "back_pain": some(60),
            "any_tightening": True,
            "contractions": True,
            "contractions_regular": some(70),
            "contractions_painful": some(80),
            "contraction_interval_minutes": Between(3, 15),
        },
        weeks=(37, 42),
    ),
    Story(
        "waters",
        0.006,
        {"any_bleeding_or_waters": True, "fluid_leak": True, "fluid_bad_colour": some(8)},
        weeks=(30, 42),
    ),
    Story(
        "pressure",
        0.006,
        {
            "any_pressure_sign": True,
            "headache": some(80),
            "severe_headache": some(30),
            "visual_disturbance": some(20),
            "swelling_face_hands": some(50),
            "bp_measured": True,
            "bp_systolic": Between(128, 172),
            "bp_diastolic": Between(82, 114),
        },
        weeks=(20, 42),
    ),
    Story(
        "pressure_is_fine",
        0.15,
        {
            "bp_measured": True,
            "bp_systolic": Between(100, 132),
            "bp_diastolic": Between(58, 84),
        },
    ),
    Story("not_felt_yet", 1.0, {"fetal_movement": "not_felt_yet"}, weeks=(0, 18)),
    Story("felt_late", 0.3, {"fetal_movement": "not_felt_yet"}, weeks=(18, 23)),
    Story(
        "moves_less",
        0.006,
        {"fetal_movement": one_of(reduced=9, absent=1)},
        weeks=(26, 42),
    ),
    Story(
        "a_fall",
        0.003,
        {
            "any_injury": True,
            "trauma": one_of(minor=5, fall=4, mva=1),
            "trauma_abdominal": some(20),
        },
    ),
    Story(
        "breath",
        0.0015,
        {"any_chest_or_breath": True, "breathless": some(60), "palpitations": some(60)},
    ),
    Story(
        "nerves",
        0.0003,
        {
            "back_pain": True,
            "any_nerve_loss": True,
            "saddle_numbness": some(60),
            "bladder_retention": some(40),
            "leg_weakness": some(40),
            "pain_score": Between(6, 10),
        },
    ),
    Story("low_mood", 0.03, {"any_feelings": True, "mood_low": some(60), "anxious": some(60)}),
    Story(
        "not_safe",
        0.004,
        {"any_safety": True, "violence": some(60), "self_harm_thoughts": some(40)},
    ),
    Story("worries", 0.01, {"worried": True}),
    Story(
        "risks",
        0.08,
        {
            "any_pregnancy_risk": True,
            "prior_caesarean": some(50),
            "twins": some(15),
            "prior_preterm_birth": some(15),
            "rhesus_negative": some(30),
        },
    ),
    Story("told_before", 0.03, {"any_known_danger": True, "hypertension": some(60)}),
)
"""In this order: where two stories of one woman answer the same question, the later one counts."""
