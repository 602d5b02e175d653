# ruff: noqa: PLR0915 (one long function is what this file is here to show)
"""The warning signs written by hand again, this time for speed: the harder baseline.

The same rules as `hand_written`, with truth as two bits (certain, possible): NO is 0, UNSURE 1, YES
3. Then `&` is Kleene's AND, `|` is OR, and most helper calls are gone. Harder to read, and every
number comparison still needs its own guard for unknown.
"""

from typing import Any

Facts = dict[str, Any]
Answer = tuple[str, str, list[str], list[str]]

NO, UNSURE, YES = 0, 1, 3
CODE = {False: NO, None: UNSURE, True: YES}
NOT = (YES, UNSURE, None, NO)


def enough(count: int, *codes: int) -> int:
    """At least `count` hold."""
    if codes.count(YES) >= count:
        return YES
    return UNSURE if len(codes) - codes.count(NO) >= count else NO


def less(value: float | None, limit: float) -> int:
    return UNSURE if value is None else YES if value < limit else NO


def at_most(value: float | None, limit: float) -> int:
    return UNSURE if value is None else YES if value <= limit else NO


def more(value: float | None, limit: float) -> int:
    return UNSURE if value is None else YES if value > limit else NO


def no_less(value: float | None, limit: float) -> int:
    return UNSURE if value is None else YES if value >= limit else NO


def one_of(answer: str | None, *options: str) -> int:
    return UNSURE if answer is None else YES if answer in options else NO


def includes(answers: frozenset[str | None] | None, option: str) -> int:
    """Whether a list names an option; None in the list stands for 'and perhaps others'."""
    if answers is None:
        return UNSURE
    if option in answers:
        return YES
    return UNSURE if None in answers else NO


def _answer(
    emergency: dict[str, int], urgent: dict[str, int], soon: dict[str, int], routine: dict[str, int]
) -> Answer:
    floor = ceiling = "routine"
    fired: list[str] = []
    undecided: list[str] = []
    levels = ("routine", routine), ("soon", soon), ("urgent", urgent), ("emergency", emergency)
    for level, signs in levels:
        for sign, code in signs.items():
            if code == YES:
                fired.append(sign)
                floor = ceiling = level
            elif code:
                undecided.append(sign)
                ceiling = level
    return floor, ceiling, fired, undecided


def hand_tuned(facts: Facts) -> Answer:
    """The least and the most urgent she can be, the signs that hold, and those still open."""
    get = facts.get

    # What she said
    headache = CODE[get("headache")]
    severe_headache = CODE[get("severe_headache")]
    thunderclap_headache = CODE[get("thunderclap_headache")]
    visual_disturbance = CODE[get("visual_disturbance")]
    rib_pain = CODE[get("rib_pain")]
    swelling_face_hands = CODE[get("swelling_face_hands")]
    vomiting = CODE[get("vomiting")]
    nausea = CODE[get("nausea")]
    unwell = CODE[get("unwell")]
    high_blood_pressure_now = CODE[get("high_blood_pressure_now")]
    bp_measured = CODE[get("bp_measured")]
    bp_systolic = get("bp_systolic")
    bp_diastolic = get("bp_diastolic")
    bp_second_reading_severe = CODE[get("bp_second_reading_severe")]
    seizure = CODE[get("seizure")]
    unresponsive_ill = CODE[get("unresponsive_ill")]
    drowsy_or_confused = CODE[get("drowsy_or_confused")]
    fever = CODE[get("fever")]
    fever_measured = CODE[get("fever_measured")]
    fever_c = get("fever_c")
    chills = CODE[get("chills")]
    sepsis_signs = CODE[get("sepsis_signs")]
    shock_signs = CODE[get("shock_signs")]
    flank_pain = CODE[get("flank_pain")]
    costovertebral_tenderness = CODE[get("costovertebral_tenderness")]
    dysuria = CODE[get("dysuria")]
    urinary_frequency = CODE[get("urinary_frequency")]
    haematuria = CODE[get("haematuria")]
    colic_flank = CODE[get("colic_flank")]
    vomiting_no_fluids = CODE[get("vomiting_no_fluids")]
    smelly_discharge = CODE[get("smelly_discharge")]
    upper_belly_to_back = CODE[get("upper_belly_to_back")]
    one_side_sudden_low = CODE[get("one_side_sudden_low")]
    jaundice = CODE[get("jaundice")]
    itch_palms_soles = CODE[get("itch_palms_soles")]
    chest_pain = CODE[get("chest_pain")]
    breathless = CODE[get("breathless")]
    pleuritic_pain = CODE[get("pleuritic_pain")]
    cough_blood = CODE[get("cough_blood")]
    oxygen_measured = CODE[get("oxygen_measured")]
    oxygen_saturation = get("oxygen_saturation")
    leg_swelling_unilateral = CODE[get("leg_swelling_unilateral")]
    whole_leg_buttock = CODE[get("whole_leg_buttock")]
    palpitations = CODE[get("palpitations")]
    pulse_measured = CODE[get("pulse_measured")]
    heart_rate = get("heart_rate")
    arm_bp_difference = CODE[get("arm_bp_difference")]
    connective_tissue_disease = CODE[get("connective_tissue_disease")]
    trauma = get("trauma")
    trauma_abdominal = CODE[get("trauma_abdominal")]
    violence = CODE[get("violence")]
    violence_high_risk = CODE[get("violence_high_risk")]
    self_harm_thoughts = CODE[get("self_harm_thoughts")]
    self_harm_plan = CODE[get("self_harm_plan")]
    mood_low = CODE[get("mood_low")]
    anxious = CODE[get("anxious")]
    worried = CODE[get("worried")]
    bleeding_disorder = CODE[get("bleeding_disorder")]
    severe_bleeding_disorder = CODE[get("severe_bleeding_disorder")]
    dvt_history = CODE[get("dvt_history")]
    dvt_current = CODE[get("dvt_current")]
    hypertension = CODE[get("hypertension")]
    endocarditis = CODE[get("endocarditis")]
    sickle_cell = CODE[get("sickle_cell")]
    kidney_stones = CODE[get("kidney_stones")]
    recurrent_uti = CODE[get("recurrent_uti")]
    saddle_numbness = CODE[get("saddle_numbness")]
    leg_numbness = CODE[get("leg_numbness")]
    bladder_retention = CODE[get("bladder_retention")]
    urinary_hesitancy = CODE[get("urinary_hesitancy")]
    urinary_incontinence = CODE[get("urinary_incontinence")]
    bowel_incontinence = CODE[get("bowel_incontinence")]
    sex_sensation_loss = CODE[get("sex_sensation_loss")]
    bilateral_leg_symptoms = CODE[get("bilateral_leg_symptoms")]
    leg_weakness = CODE[get("leg_weakness")]
    arm_weakness = CODE[get("arm_weakness")]
    paralysis = CODE[get("paralysis")]
    neuro_progressive = CODE[get("neuro_progressive")]
    foot_drop = CODE[get("foot_drop")]
    gait_unsteady = CODE[get("gait_unsteady")]
    gait_unsteady_sudden = CODE[get("gait_unsteady_sudden")]
    nerve_sign_old_stable = CODE[get("nerve_sign_old_stable")]
    injecting_drug_use = CODE[get("injecting_drug_use")]
    weak_immunity = CODE[get("weak_immunity")]
    diabetes = CODE[get("diabetes")]
    recent_infection = CODE[get("recent_infection")]
    tuberculosis_contact = CODE[get("tuberculosis_contact")]
    spinal_procedure = CODE[get("spinal_procedure")]
    spinal_haematoma_history = CODE[get("spinal_haematoma_history")]
    sudden_midback_pain = CODE[get("sudden_midback_pain")]
    height_loss = CODE[get("height_loss")]
    bone_risk = CODE[get("bone_risk")]
    band_pain = CODE[get("band_pain")]
    cancer_history = CODE[get("cancer_history")]
    weight_loss = CODE[get("weight_loss")]
    back_lump = CODE[get("back_lump")]
    back_pain = CODE[get("back_pain")]
    pain_location = get("pain_location")
    pain_side = get("pain_side")
    pain_score = get("pain_score")
    pain_pattern = get("pain_pattern")
    tearing_pain = CODE[get("tearing_pain")]
    onset = get("onset")
    pain_new = CODE[get("pain_new")]
    pain_worsening = CODE[get("pain_worsening")]
    pain_duration_days = get("pain_duration_days")
    relieved_by_rest = CODE[get("relieved_by_rest")]
    night_pain = CODE[get("night_pain")]
    rest_pain = CODE[get("rest_pain")]
    morning_stiffness = CODE[get("morning_stiffness")]
    radiates_to_leg = CODE[get("radiates_to_leg")]
    radiates_below_knee = CODE[get("radiates_below_knee")]
    leg_tingling = CODE[get("leg_tingling")]
    leg_tingle_persist = CODE[get("leg_tingle_persist")]
    radiates_to_abdomen = CODE[get("radiates_to_abdomen")]
    persists_after_rest_and_fluids = CODE[get("persists_after_rest_and_fluids")]
    unable_to_weight_bear = CODE[get("unable_to_weight_bear")]
    hip_groin_load = CODE[get("hip_groin_load")]
    already_investigated = CODE[get("already_investigated")]
    function_loss = CODE[get("function_loss")]
    pain_worse_on_plan = CODE[get("pain_worse_on_plan")]
    not_better_6wk = CODE[get("not_better_6wk")]
    vaginal_bleeding = get("vaginal_bleeding")
    bleeding_clots = CODE[get("bleeding_clots")]
    bleeding_pad_per_hour = CODE[get("bleeding_pad_per_hour")]
    one_sided_low_pain = CODE[get("one_sided_low_pain")]
    shoulder_tip_pain = CODE[get("shoulder_tip_pain")]
    brown_discharge = CODE[get("brown_discharge")]
    belly_pain_constant = CODE[get("belly_pain_constant")]
    uterus_hard_or_tender = CODE[get("uterus_hard_or_tender")]
    scar_pain = CODE[get("scar_pain")]
    sudden_abdominal_distension = CODE[get("sudden_abdominal_distension")]
    contractions_stopped_suddenly = CODE[get("contractions_stopped_suddenly")]
    faint = CODE[get("faint")]
    dizzy = CODE[get("dizzy")]
    contractions = CODE[get("contractions")]
    contractions_regular = CODE[get("contractions_regular")]
    contractions_painful = CODE[get("contractions_painful")]
    contractions_increasing = CODE[get("contractions_increasing")]
    contractions_per_hour = get("contractions_per_hour")
    contractions_in_20_minutes = get("contractions_in_20_minutes")
    contraction_interval_minutes = get("contraction_interval_minutes")
    rhythmic_back_pain = CODE[get("rhythmic_back_pain")]
    dull_backache_new = CODE[get("dull_backache_new")]
    pelvic_pressure = CODE[get("pelvic_pressure")]
    cramps = CODE[get("cramps")]
    discharge_change = CODE[get("discharge_change")]
    diarrhoea = CODE[get("diarrhoea")]
    fluid_leak = CODE[get("fluid_leak")]
    fluid_bad_colour = CODE[get("fluid_bad_colour")]
    cord_felt = CODE[get("cord_felt")]
    urge_to_push = CODE[get("urge_to_push")]
    in_labour = CODE[get("in_labour")]
    fetal_movement = get("fetal_movement")
    frantic_movement = CODE[get("frantic_movement")]
    pregnant = CODE[get("pregnant")]
    postpartum = CODE[get("postpartum")]
    pregnancy_test = get("pregnancy_test")
    gestation_weeks = get("gestation_weeks")
    gestation_estimate = get("gestation_estimate")
    twins = CODE[get("twins")]
    higher_order_multiple = CODE[get("higher_order_multiple")]
    prior_preterm_birth = CODE[get("prior_preterm_birth")]
    prior_caesarean = CODE[get("prior_caesarean")]
    preterm_contractions_earlier = CODE[get("preterm_contractions_earlier")]
    pregnancy_seen_on_scan = CODE[get("pregnancy_seen_on_scan")]
    rhesus_negative = CODE[get("rhesus_negative")]
    placenta_praevia = CODE[get("placenta_praevia")]
    cervical_insufficiency = CODE[get("cervical_insufficiency")]
    pre_eclampsia = CODE[get("pre_eclampsia")]
    abruption_or_vasa_praevia = CODE[get("abruption_or_vasa_praevia")]
    gestational_hypertension = CODE[get("gestational_hypertension")]
    preterm_labour_current = CODE[get("preterm_labour_current")]
    ruptured_membranes = CODE[get("ruptured_membranes")]

    # Named once, used below
    severe_pressure = no_less(bp_systolic, 160) | no_less(bp_diastolic, 110)
    raised_pressure = no_less(bp_systolic, 140) | no_less(bp_diastolic, 90)
    baby_moves_less = one_of(fetal_movement, "reduced", "absent")
    hurt_badly = one_of(trauma, "mva", "fall_from_height", "blow_to_tummy", "assault")
    knocked = one_of(trauma, "minor", "fall")
    uninjured = one_of(trauma, "none")
    sudden = one_of(onset, "sudden")
    in_waves = one_of(pain_pattern, "colicky")
    shoulder_tip_marked = includes(pain_location, "shoulder_tip")
    first_third = one_of(gestation_estimate, "first_trimester")
    pain_from_7 = no_less(pain_score, 7)
    pain_from_8 = no_less(pain_score, 8)
    fever_from_37_5 = fever_measured & no_less(fever_c, 37.5)
    severe_reading = bp_measured & severe_pressure
    raised_reading = bp_measured & raised_pressure

    # Weeks and patterns
    from_13_weeks = (
        pregnant
        & (
            no_less(gestation_weeks, 13)
            | one_of(gestation_estimate, "second_trimester", "third_trimester", "bump_or_movements")
        )
        & NOT[first_third]
    )
    from_18_weeks = (
        pregnant
        & (
            no_less(gestation_weeks, 18)
            | one_of(gestation_estimate, "third_trimester", "bump_or_movements")
        )
        & NOT[first_third]
    )
    from_20_weeks = (
        pregnant
        & (
            no_less(gestation_weeks, 20)
            | one_of(gestation_estimate, "second_trimester", "third_trimester", "bump_or_movements")
        )
        & NOT[first_third]
    )
    from_24_weeks = (
        pregnant
        & (
            no_less(gestation_weeks, 24)
            | one_of(gestation_estimate, "third_trimester", "bump_or_movements")
        )
        & NOT[first_third]
    )
    from_37_weeks = (
        pregnant
        & no_less(gestation_weeks, 37)
        & NOT[
            one_of(
                gestation_estimate,
                "first_trimester",
                "second_trimester",
                "no_bump",
                "bump_or_movements",
            )
        ]
    )
    before_14_weeks = (
        pregnant
        & NOT[
            (
                (
                    no_less(gestation_weeks, 14)
                    | one_of(gestation_estimate, "third_trimester", "bump_or_movements")
                )
                & NOT[first_third]
            )
        ]
    )
    recently_gave_birth = postpartum
    high_risk_preterm = (
        twins
        | higher_order_multiple
        | prior_preterm_birth
        | cervical_insufficiency
        | preterm_contractions_earlier
    )
    bleeding = (
        one_of(vaginal_bleeding, "spotting", "amount_not_stated", "heavy")
        | bleeding_clots
        | bleeding_pad_per_hour
    )
    abdominal_pain = (
        belly_pain_constant
        | one_side_sudden_low
        | one_sided_low_pain
        | upper_belly_to_back
        | scar_pain
        | includes(pain_location, "abdomen")
        | includes(pain_location, "lower_abdomen")
        | includes(pain_location, "upper_abdomen")
        | includes(pain_location, "epigastric")
        | includes(pain_location, "right_upper_quadrant")
    )
    any_nerve_sign = (
        saddle_numbness
        | leg_numbness
        | bladder_retention
        | urinary_hesitancy
        | urinary_incontinence
        | bowel_incontinence
        | sex_sensation_loss
        | bilateral_leg_symptoms
        | leg_weakness
        | arm_weakness
        | paralysis
        | neuro_progressive
        | foot_drop
        | gait_unsteady
        | gait_unsteady_sudden
    )
    feverish = (fever_measured & no_less(fever_c, 38)) | (fever & NOT[fever_measured])
    rib_area_pain = (
        rib_pain
        | includes(pain_location, "right_upper_quadrant")
        | includes(pain_location, "epigastric")
        | includes(pain_location, "upper_abdomen")
    )
    before_13_weeks = pregnant & NOT[from_13_weeks]
    before_18_weeks = pregnant & NOT[from_18_weeks]
    before_20_weeks = pregnant & NOT[from_20_weeks]
    before_37_weeks = pregnant & NOT[from_37_weeks]
    preterm_window = from_20_weeks & before_37_weeks

    routine = {
        "show_term": (from_37_weeks & discharge_change),
        "function_loss": function_loss,
        "mild_stable": (back_pain & at_most(pain_score, 4)),
    }

    soon = {
        "one_sided_low_later": (pregnant & one_sided_low_pain & no_less(pain_score, 5)),
        "headache_severe_early": (severe_headache & before_20_weeks),
        "rib_pain_early": (rib_area_pain & before_20_weeks),
        "fever_375_early": (before_18_weeks & fever_measured & no_less(fever_c, 37.5)),
        "flank_knock_alone": costovertebral_tenderness,
        "dysuria_alone": dysuria,
        "blood_urine_early": haematuria,
        "smelly_discharge_alone": smelly_discharge,
        "jaundice_itch": (itch_palms_soles | jaundice),
        "flank_with_history": (flank_pain & (nausea | recurrent_uti | kidney_stones)),
        "trauma_minor_early": (knocked & before_20_weeks),
        "mood_low": (mood_low | anxious),
        "contractions_lowcount": (preterm_window & contractions),
        "labour_term_early": (from_37_weeks & contractions),
        "cramps_before_20": (from_13_weeks & before_20_weeks & (cramps | contractions) & back_pain),
        "back_and_tummy_preterm": (
            preterm_window
            & back_pain
            & (includes(pain_location, "lower_abdomen") | includes(pain_location, "abdomen"))
        ),
        "movements_never_24": (from_24_weeks & one_of(fetal_movement, "not_felt_yet")),
        "one_leg_sciatica": (radiates_below_knee & leg_tingling),
        "leg_tingle_persist": leg_tingle_persist,
        "night_pain_constant": (night_pain & rest_pain & no_less(pain_duration_days, 7)),
        "cancer_history": (cancer_history & pain_new),
        "weight_loss": weight_loss,
        "back_lump_shape": back_lump,
        "pain_severe_on_movement": pain_from_8,
        "hip_groin_load": (from_20_weeks & hip_groin_load),
        "pain_2_weeks": (
            (
                back_pain
                | includes(pain_location, "pelvis")
                | includes(pain_location, "hip")
                | includes(pain_location, "pubic")
            )
            & more(pain_duration_days, 14)
            & NOT[already_investigated]
        ),
        "pain_worse_on_plan": pain_worse_on_plan,
        "not_better_6wk": not_better_6wk,
        "pregnancy_not_confirmed": (
            NOT[pregnant]
            & one_of(pregnancy_test, "not_done", "positive")
            & (back_pain | abdominal_pain)
        ),
        "morning_stiffness": morning_stiffness,
        "weeks_over_43": (
            pregnant & one_of(gestation_estimate, "exact_weeks") & more(gestation_weeks, 43)
        ),
    }

    urgent = {
        "bleed_any_20": (from_20_weeks & bleeding),
        "bleed_any_lt20": (before_20_weeks & bleeding),
        "belly_pain_constant_early": (before_20_weeks & belly_pain_constant),
        "abdominal_pain_sudden": (abdominal_pain & sudden),
        "back_pain_sudden_severe": (from_20_weeks & back_pain & sudden & pain_from_7),
        "praevia_pain_only": (placenta_praevia & (contractions | cramps | abdominal_pain)),
        "faint_single": faint,
        "womb_tender_early": (before_20_weeks & uterus_hard_or_tender),
        "shoulder_tip_alone": (pregnant & (shoulder_tip_pain | shoulder_tip_marked)),
        "tummy_pain_unwell": (
            pregnant
            & (
                (
                    (
                        one_sided_low_pain
                        | includes(pain_location, "lower_abdomen")
                        | includes(pain_location, "abdomen")
                    )
                    & (vomiting | pain_worsening | pain_from_7)
                )
                | (abdominal_pain & pain_from_8)
            )
        ),
        "early_dizzy_pain": (
            before_14_weeks
            & NOT[pregnancy_seen_on_scan]
            & dizzy
            & (back_pain | cramps | abdominal_pain)
        ),
        "sudden_back_known_risk": (
            from_20_weeks
            & back_pain
            & sudden
            & (pre_eclampsia | gestational_hypertension | hypertension)
        ),
        "bleed_unconfirmed": (
            NOT[pregnant] & one_of(pregnancy_test, "not_done", "positive") & bleeding
        ),
        "early_pain_no_scan": (
            before_14_weeks
            & NOT[pregnancy_seen_on_scan]
            & (
                includes(pain_location, "lower_abdomen")
                | includes(pain_location, "pelvis")
                | abdominal_pain
            )
            & (one_of(pain_side, "left", "right") | no_less(pain_score, 5))
        ),
        "bp_severe_single": severe_reading,
        "bp_high": (raised_reading | high_blood_pressure_now),
        "bp_low": (bp_measured & less(bp_systolic, 90)),
        "headache_severe": (severe_headache & (from_20_weeks | recently_gave_birth)),
        "vision_change": visual_disturbance,
        "rib_pain": (rib_area_pain & (from_20_weeks | recently_gave_birth)),
        "swelling_face_hands": (swelling_face_hands & (from_20_weeks | recently_gave_birth)),
        "vomiting_late": (
            (from_20_weeks | recently_gave_birth)
            & (vomiting | unwell)
            & (
                severe_headache
                | headache
                | visual_disturbance
                | rib_area_pain
                | swelling_face_hands
                | high_blood_pressure_now
                | raised_reading
            )
        ),
        "c_preeclampsia": (
            (from_20_weeks | recently_gave_birth)
            & (severe_headache | visual_disturbance | rib_area_pain | swelling_face_hands)
            & (
                high_blood_pressure_now
                | NOT[bp_measured]
                | no_less(bp_systolic, 140)
                | no_less(bp_diastolic, 90)
            )
        ),
        "headache_with_known_risk": (
            from_20_weeks & headache & (pre_eclampsia | gestational_hypertension | hypertension)
        ),
        "calf_one_sided": (
            leg_swelling_unilateral | ((dvt_history | dvt_current) & includes(pain_location, "leg"))
        ),
        "whole_leg_buttock": whole_leg_buttock,
        "palpitations": (palpitations | (pulse_measured & more(heart_rate, 100))),
        "c_multi_soon_three": enough(
            3,
            (soon["contractions_lowcount"] | soon["labour_term_early"]),
            soon["movements_never_24"],
            soon["headache_severe_early"],
            soon["rib_pain_early"],
            soon["fever_375_early"],
            soon["flank_knock_alone"],
            soon["dysuria_alone"],
            soon["cramps_before_20"],
            soon["back_and_tummy_preterm"],
            soon["flank_with_history"],
            soon["one_sided_low_later"],
            soon["weeks_over_43"],
            soon["blood_urine_early"],
            soon["smelly_discharge_alone"],
            soon["jaundice_itch"],
            (soon["one_leg_sciatica"] | soon["leg_tingle_persist"]),
            soon["night_pain_constant"],
            soon["cancer_history"],
            soon["weight_loss"],
            soon["back_lump_shape"],
            soon["trauma_minor_early"],
            soon["mood_low"],
            soon["pain_severe_on_movement"],
            soon["hip_groin_load"],
            (soon["pain_2_weeks"] | soon["pain_worse_on_plan"] | soon["not_better_6wk"]),
            soon["pregnancy_not_confirmed"],
            soon["morning_stiffness"],
        ),
        "c_multi_soon_pain": (
            pain_from_7
            & enough(
                1,
                (soon["contractions_lowcount"] | soon["labour_term_early"]),
                soon["movements_never_24"],
                soon["headache_severe_early"],
                soon["rib_pain_early"],
                soon["fever_375_early"],
                soon["flank_knock_alone"],
                soon["dysuria_alone"],
                soon["cramps_before_20"],
                soon["back_and_tummy_preterm"],
                soon["flank_with_history"],
                soon["one_sided_low_later"],
                soon["weeks_over_43"],
                soon["blood_urine_early"],
                soon["smelly_discharge_alone"],
                soon["jaundice_itch"],
                (soon["one_leg_sciatica"] | soon["leg_tingle_persist"]),
                soon["night_pain_constant"],
                soon["cancer_history"],
                soon["weight_loss"],
                soon["back_lump_shape"],
                soon["trauma_minor_early"],
                soon["mood_low"],
                soon["hip_groin_load"],
                soon["pregnancy_not_confirmed"],
                soon["morning_stiffness"],
            )
        ),
        "fever_38": feverish,
        "fever_375": (
            (from_18_weeks | recently_gave_birth) & fever_measured & no_less(fever_c, 37.5)
        ),
        "fever_375_early_signs": (
            before_18_weeks
            & fever_measured
            & no_less(fever_c, 37.5)
            & (
                chills
                | dysuria
                | flank_pain
                | uterus_hard_or_tender
                | fluid_leak
                | includes(pain_location, "lower_abdomen")
            )
        ),
        "temp_low": (fever_measured & less(fever_c, 36) & unwell),
        "rigors": chills,
        "c_pyelo_sepsis": (
            flank_pain & feverish & (vomiting | chills | (from_20_weeks & contractions))
        ),
        "flank_fever": (flank_pain & (feverish | chills)),
        "flank_knock_pain": (
            costovertebral_tenderness & (dysuria | urinary_frequency | haematuria | vomiting)
        ),
        "dysuria_back": ((dysuria | urinary_frequency) & (back_pain | flank_pain)),
        "blood_urine": (haematuria & (flank_pain | back_pain | from_20_weeks)),
        "colic_flank": (colic_flank | (flank_pain & in_waves)),
        "vomiting_no_fluids": vomiting_no_fluids,
        "smelly_discharge": (smelly_discharge & (feverish | uterus_hard_or_tender)),
        "c_pprom_infection": (
            (fluid_leak | (pregnant & ruptured_membranes))
            & (feverish | fever_from_37_5 | smelly_discharge | uterus_hard_or_tender)
        ),
        "upper_belly_to_back": (upper_belly_to_back | (rib_pain & vomiting)),
        "jaundice": (jaundice | (itch_palms_soles & rib_pain)),
        "flank_bad": (flank_pain & (vomiting | pain_from_7 | pain_worsening)),
        "vomiting_back_late": (from_20_weeks & back_pain & vomiting),
        "trauma_major_early": hurt_badly,
        "trauma_minor": (knocked & from_20_weeks),
        "trauma_minor_tummy": (
            (knocked & trauma_abdominal)
            | (
                one_of(trauma, "fall", "fall_from_height", "mva", "blow_to_tummy", "assault")
                & back_pain
            )
        ),
        "rh_negative": (pregnant & rhesus_negative & (bleeding | NOT[uninjured])),
        "violence": violence,
        "self_harm": self_harm_thoughts,
        "fluid_bad_colour": fluid_bad_colour,
        "fluid_leak": (fluid_leak | (pregnant & ruptured_membranes)),
        "contractions_preterm": (
            preterm_window
            & contractions
            & (
                contractions_regular
                | contractions_painful
                | contractions_increasing
                | at_most(contraction_interval_minutes, 10)
                | no_less(contractions_per_hour, 6)
                | no_less(contractions_in_20_minutes, 4)
            )
        ),
        "contractions_too_close": (
            pregnant & contractions & at_most(contraction_interval_minutes, 2)
        ),
        "contractions_preterm_risk": (preterm_window & contractions & high_risk_preterm),
        "contractions_before_20": (before_20_weeks & contractions & contractions_painful),
        "labour_preterm_now": (in_labour & before_37_weeks),
        "labour_known_risk_now": (
            preterm_labour_current & (contractions | (back_pain & rhythmic_back_pain))
        ),
        "back_waves_preterm": (preterm_window & rhythmic_back_pain),
        "c_labour_mimic": (rhythmic_back_pain & before_37_weeks),
        "dull_backache_new": (preterm_window & dull_backache_new),
        "dull_backache_with_signs": (
            preterm_window & back_pain & (pelvic_pressure | cramps | diarrhoea | discharge_change)
        ),
        "c_preterm": (
            preterm_window
            & enough(
                2, back_pain, contractions, pelvic_pressure, cramps, discharge_change, diarrhoea
            )
        ),
        "back_pain_trimester_onset": (from_13_weeks & back_pain & pain_new & pain_from_7),
        "backache_to_front_1h": (
            preterm_window & radiates_to_abdomen & persists_after_rest_and_fluids
        ),
        "pelvic_pressure": (before_37_weeks & pelvic_pressure),
        "period_cramps": (preterm_window & cramps),
        "discharge_change": (before_37_weeks & discharge_change),
        "labour_term": (
            from_37_weeks
            & (
                in_labour
                | (
                    contractions
                    & (
                        (contractions_regular & contractions_painful)
                        | (
                            (contractions_regular | contractions_painful)
                            & at_most(contraction_interval_minutes, 5)
                        )
                    )
                )
            )
        ),
        "labour_rhythm_term": (from_37_weeks & rhythmic_back_pain),
        "threatened_labour_backache": (
            preterm_labour_current
            & before_37_weeks
            & (back_pain | cramps | pelvic_pressure | abdominal_pain)
        ),
        "known_abruption_pain": (
            pregnant
            & abruption_or_vasa_praevia
            & (back_pain | contractions | cramps | abdominal_pain)
        ),
        "risk_before_20": (
            before_20_weeks
            & from_13_weeks
            & (cervical_insufficiency | prior_preterm_birth)
            & (cramps | contractions | dull_backache_new)
        ),
        "back_to_front_wave": (
            from_20_weeks & radiates_to_abdomen & one_of(pain_pattern, "intermittent", "colicky")
        ),
        "back_waves_pattern": (from_20_weeks & back_pain & in_waves),
        "back_and_tummy_high_risk": (
            preterm_window
            & high_risk_preterm
            & back_pain
            & (includes(pain_location, "lower_abdomen") | includes(pain_location, "abdomen"))
        ),
        "movements_none": (pregnant & one_of(fetal_movement, "absent")),
        "movements_less": (pregnant & one_of(fetal_movement, "reduced")),
        "movements_frantic": frantic_movement,
        "foot_drop": foot_drop,
        "gait_unsteady": gait_unsteady,
        "nerve_sign_old_stable": nerve_sign_old_stable,
        "spine_infection_risk": (
            back_pain
            & (
                endocarditis
                | injecting_drug_use
                | weak_immunity
                | diabetes
                | recent_infection
                | tuberculosis_contact
            )
        ),
        "sudden_midback_pain": sudden_midback_pain,
        "height_loss": height_loss,
        "steroid_heparin_bone": (bone_risk & back_pain & (pain_new | NOT[uninjured])),
        "band_pain": band_pain,
        "night_pain_fever": (night_pain & rest_pain & feverish),
        "spinal_haematoma_again": (
            (spinal_haematoma_history & (pain_from_7 | sudden))
            | (
                (bleeding_disorder | severe_bleeding_disorder)
                & sudden
                & (back_pain | includes(pain_location, "neck"))
            )
        ),
        "worried": worried,
        "cannot_walk": unable_to_weight_bear,
        "pain_severe": (pain_from_8 & (sudden | NOT[relieved_by_rest] | pain_worsening)),
        "sickle_cell_pain": (sickle_cell & (back_pain | abdominal_pain | chest_pain)),
    }

    emergency = {
        "bleed_heavy": (one_of(vaginal_bleeding, "heavy") | bleeding_clots),
        "bleed_pad_per_hour": bleeding_pad_per_hour,
        "bleed_with_danger_20": (
            from_20_weeks & bleeding & (back_pain | abdominal_pain | faint | baby_moves_less)
        ),
        "ectopic_pattern": (
            (before_13_weeks | (before_14_weeks & NOT[pregnancy_seen_on_scan]))
            & (one_sided_low_pain | shoulder_tip_pain | brown_discharge | shoulder_tip_marked)
        ),
        "belly_pain_constant": (from_20_weeks & belly_pain_constant),
        "belly_pain_constant_severe": (before_20_weeks & belly_pain_constant & pain_from_8),
        "womb_hard": (from_20_weeks & uterus_hard_or_tender),
        "back_pain_sudden_danger": (
            from_20_weeks
            & back_pain
            & sudden
            & pain_from_7
            & (uterus_hard_or_tender | bleeding | faint | baby_moves_less | chest_pain)
        ),
        "praevia_known_pain": (placenta_praevia & bleeding),
        "scar_pain": (
            from_20_weeks
            & (
                scar_pain
                | sudden_abdominal_distension
                | ((prior_caesarean | abdominal_pain) & contractions_stopped_suddenly)
                | (contractions & (shoulder_tip_pain | shoulder_tip_marked))
                | (prior_caesarean & abdominal_pain & pain_from_7)
            )
        ),
        "faint_collapse": (
            (faint & (back_pain | abdominal_pain | bleeding | breathless))
            | (dizzy & sudden & pain_from_7 & (back_pain | abdominal_pain))
        ),
        "c_abruption": (
            from_20_weeks
            & (
                (
                    (back_pain | abdominal_pain)
                    & (
                        bleeding
                        | uterus_hard_or_tender
                        | baby_moves_less
                        | one_of(
                            trauma, "fall", "fall_from_height", "mva", "blow_to_tummy", "assault"
                        )
                    )
                )
                | (
                    one_of(trauma, "minor")
                    & (abdominal_pain | (back_pain & (pain_new | trauma_abdominal)))
                )
            )
        ),
        "c_concealed": (from_20_weeks & back_pain & sudden & uterus_hard_or_tender),
        "c_ectopic": (
            before_14_weeks
            & NOT[pregnancy_seen_on_scan]
            & (abdominal_pain | includes(pain_location, "pelvis") | one_sided_low_pain)
            & (shoulder_tip_pain | faint | dizzy | bleeding)
        ),
        "shoulder_tip_danger": (
            (shoulder_tip_pain | shoulder_tip_marked) & (abdominal_pain | faint | dizzy | bleeding)
        ),
        "ectopic_unconfirmed": (
            NOT[pregnant]
            & one_of(pregnancy_test, "not_done", "positive")
            & (
                (shoulder_tip_pain | shoulder_tip_marked)
                | one_sided_low_pain
                | (abdominal_pain & (faint | dizzy | bleeding | pain_from_8))
            )
        ),
        "fit": seizure,
        "unresponsive_ill": unresponsive_ill,
        "headache_danger": (
            thunderclap_headache
            | (
                severe_headache
                & (arm_weakness | leg_weakness | drowsy_or_confused | visual_disturbance)
            )
        ),
        "c_severe_pe": (
            (severe_headache | visual_disturbance | rib_area_pain | swelling_face_hands)
            & (seizure | drowsy_or_confused | severe_reading)
        ),
        "bp_severe": (
            bp_measured
            & severe_pressure
            & (
                bp_second_reading_severe
                | headache
                | severe_headache
                | visual_disturbance
                | rib_area_pain
                | swelling_face_hands
                | vomiting
                | drowsy_or_confused
                | seizure
            )
        ),
        "bp_low_ill": (
            bp_measured
            & less(bp_systolic, 90)
            & (
                less(bp_systolic, 80)
                | bleeding
                | faint
                | dizzy
                | feverish
                | abdominal_pain
                | unwell
                | breathless
                | chest_pain
                | (back_pain & pain_from_7)
            )
        ),
        "chest_pain": (chest_pain | includes(pain_location, "chest")),
        "tearing_back_pain": tearing_pain,
        "breathless": (breathless | pleuritic_pain),
        "cough_blood": cough_blood,
        "oxygen_low": (oxygen_measured & less(oxygen_saturation, 92)),
        "palpitations_danger": (
            (palpitations | (pulse_measured & more(heart_rate, 100))) & (faint | chest_pain)
        ),
        "c_vte": (
            (leg_swelling_unilateral | whole_leg_buttock)
            & (breathless | chest_pain | pleuritic_pain | cough_blood)
        ),
        "c_dissection": (
            (
                chest_pain
                | tearing_pain
                | (
                    (includes(pain_location, "upper_back") | includes(pain_location, "mid_back"))
                    & sudden
                )
            )
            & (faint | arm_bp_difference | connective_tissue_disease)
        ),
        "pulse_extreme": (pulse_measured & (more(heart_rate, 130) | less(heart_rate, 40))),
        "sepsis_signs": (sepsis_signs | drowsy_or_confused | shock_signs),
        "c_infected_stone": ((colic_flank | (flank_pain & in_waves)) & feverish),
        "c_pyelo_sepsis_emergency": (
            flank_pain & feverish & (sepsis_signs | drowsy_or_confused | shock_signs | breathless)
        ),
        "one_side_sudden_low": one_side_sudden_low,
        "trauma_major": (
            hurt_badly
            & (
                from_20_weeks
                | back_pain
                | abdominal_pain
                | bleeding
                | fluid_leak
                | contractions
                | baby_moves_less
                | faint
            )
        ),
        "trauma_plus": (
            NOT[uninjured]
            & (
                abdominal_pain
                | contractions
                | bleeding
                | fluid_leak
                | baby_moves_less
                | (
                    from_20_weeks
                    & back_pain
                    & (
                        pain_new
                        | trauma_abdominal
                        | one_of(
                            trauma, "fall", "fall_from_height", "mva", "blow_to_tummy", "assault"
                        )
                    )
                )
            )
        ),
        "violence_high_risk": violence_high_risk,
        "self_harm_plan": self_harm_plan,
        "postpartum_bleeding": (
            recently_gave_birth
            & (one_of(vaginal_bleeding, "heavy") | bleeding_clots | bleeding_pad_per_hour)
        ),
        "baby_coming": urge_to_push,
        "cord_felt": cord_felt,
        "movements_none_danger": (
            from_20_weeks
            & one_of(fetal_movement, "absent")
            & (back_pain | abdominal_pain | bleeding)
        ),
        "saddle_numbness": saddle_numbness,
        "loss_feeling_legs": leg_numbness,
        "urine_retention_new": (bladder_retention | urinary_hesitancy),
        "bladder_loss_new": urinary_incontinence,
        "bowel_loss_new": bowel_incontinence,
        "sex_sensation_loss": sex_sensation_loss,
        "both_legs_pain": bilateral_leg_symptoms,
        "leg_weakness_both": (leg_weakness | arm_weakness | paralysis | neuro_progressive),
        "foot_drop_progressing": (foot_drop & neuro_progressive),
        "gait_unsteady_sudden": gait_unsteady_sudden,
        "spine_infection_nerve": (
            (
                endocarditis
                | injecting_drug_use
                | weak_immunity
                | diabetes
                | recent_infection
                | tuberculosis_contact
            )
            & feverish
            & any_nerve_sign
        ),
        "post_spinal_back": (spinal_procedure & back_pain & (feverish | any_nerve_sign)),
        "cancer_history_nerve": (cancer_history & any_nerve_sign),
        "c_ces": (
            (back_pain | radiates_to_leg)
            & (
                saddle_numbness
                | bladder_retention
                | urinary_hesitancy
                | urinary_incontinence
                | bowel_incontinence
                | sex_sensation_loss
                | bilateral_leg_symptoms
            )
        ),
        "c_spine_sepsis": (back_pain & feverish & any_nerve_sign),
    }
    return _answer(emergency, urgent, soon, routine)
