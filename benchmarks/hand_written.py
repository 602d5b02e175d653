# ruff: noqa: PLR0915 (one long function is what this file is here to show)
"""The warning signs as a careful programmer would write them by hand: the baseline to beat.

Every value may be unknown (None), so the helpers below work in three values: True, False, None. All
signs stand in one function, derived findings first. Nothing of Carrywell is imported. `run.py`
checks that it agrees with the compiled guideline before it is timed. The function below is written
anew from the rules by `write_baselines.py`, so that it does not lag behind them.
"""

from typing import Any

Truth = bool | None
Facts = dict[str, Any]
Answer = tuple[str, str, list[str], list[str]]


def every(*truths: Truth) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def some(*truths: Truth) -> Truth:
    if True in truths:
        return True
    return None if None in truths else False


def not_(truth: Truth) -> Truth:
    return None if truth is None else not truth


def enough(count: int, *truths: Truth) -> Truth:
    """At least `count` hold."""
    certain = truths.count(True)
    if certain >= count:
        return True
    return None if certain + truths.count(None) >= count else False


def less(value: float | None, limit: float) -> Truth:
    return None if value is None else value < limit


def at_most(value: float | None, limit: float) -> Truth:
    return None if value is None else value <= limit


def more(value: float | None, limit: float) -> Truth:
    return None if value is None else value > limit


def no_less(value: float | None, limit: float) -> Truth:
    return None if value is None else value >= limit


def one_of(answer: str | None, *options: str) -> Truth:
    return None if answer is None else answer in options


def includes(answers: frozenset[str | None] | None, option: str) -> Truth:
    """Whether a list names an option; None in the list stands for 'and perhaps others'."""
    if answers is None:
        return None
    if option in answers:
        return True
    return None if None in answers else False


def _answer(
    emergency: dict[str, Truth],
    urgent: dict[str, Truth],
    soon: dict[str, Truth],
    routine: dict[str, Truth],
) -> Answer:
    floor = ceiling = "routine"
    fired: list[str] = []
    undecided: list[str] = []
    levels = (("routine", routine), ("soon", soon), ("urgent", urgent), ("emergency", emergency))
    for level, signs in levels:
        for sign, truth in signs.items():
            if truth:
                fired.append(sign)
                floor = ceiling = level
            elif truth is None:
                undecided.append(sign)
                ceiling = level
    return floor, ceiling, fired, undecided


def hand_written(facts: Facts) -> Answer:
    """The least and the most urgent she can be, the signs that hold, and those still open."""
    get = facts.get

    # What she said
    headache = get("headache")
    severe_headache = get("severe_headache")
    thunderclap_headache = get("thunderclap_headache")
    visual_disturbance = get("visual_disturbance")
    rib_pain = get("rib_pain")
    swelling_face_hands = get("swelling_face_hands")
    vomiting = get("vomiting")
    nausea = get("nausea")
    unwell = get("unwell")
    high_blood_pressure_now = get("high_blood_pressure_now")
    bp_measured = get("bp_measured")
    bp_systolic = get("bp_systolic")
    bp_diastolic = get("bp_diastolic")
    bp_second_reading_severe = get("bp_second_reading_severe")
    seizure = get("seizure")
    unresponsive_ill = get("unresponsive_ill")
    drowsy_or_confused = get("drowsy_or_confused")
    fever = get("fever")
    fever_measured = get("fever_measured")
    fever_c = get("fever_c")
    chills = get("chills")
    sepsis_signs = get("sepsis_signs")
    shock_signs = get("shock_signs")
    flank_pain = get("flank_pain")
    costovertebral_tenderness = get("costovertebral_tenderness")
    dysuria = get("dysuria")
    urinary_frequency = get("urinary_frequency")
    haematuria = get("haematuria")
    colic_flank = get("colic_flank")
    vomiting_no_fluids = get("vomiting_no_fluids")
    smelly_discharge = get("smelly_discharge")
    upper_belly_to_back = get("upper_belly_to_back")
    one_side_sudden_low = get("one_side_sudden_low")
    jaundice = get("jaundice")
    itch_palms_soles = get("itch_palms_soles")
    chest_pain = get("chest_pain")
    breathless = get("breathless")
    pleuritic_pain = get("pleuritic_pain")
    cough_blood = get("cough_blood")
    oxygen_measured = get("oxygen_measured")
    oxygen_saturation = get("oxygen_saturation")
    leg_swelling_unilateral = get("leg_swelling_unilateral")
    whole_leg_buttock = get("whole_leg_buttock")
    palpitations = get("palpitations")
    pulse_measured = get("pulse_measured")
    heart_rate = get("heart_rate")
    arm_bp_difference = get("arm_bp_difference")
    connective_tissue_disease = get("connective_tissue_disease")
    trauma = get("trauma")
    trauma_abdominal = get("trauma_abdominal")
    violence = get("violence")
    violence_high_risk = get("violence_high_risk")
    self_harm_thoughts = get("self_harm_thoughts")
    self_harm_plan = get("self_harm_plan")
    mood_low = get("mood_low")
    anxious = get("anxious")
    worried = get("worried")
    bleeding_disorder = get("bleeding_disorder")
    severe_bleeding_disorder = get("severe_bleeding_disorder")
    dvt_history = get("dvt_history")
    dvt_current = get("dvt_current")
    hypertension = get("hypertension")
    endocarditis = get("endocarditis")
    sickle_cell = get("sickle_cell")
    kidney_stones = get("kidney_stones")
    recurrent_uti = get("recurrent_uti")
    saddle_numbness = get("saddle_numbness")
    leg_numbness = get("leg_numbness")
    bladder_retention = get("bladder_retention")
    urinary_hesitancy = get("urinary_hesitancy")
    urinary_incontinence = get("urinary_incontinence")
    bowel_incontinence = get("bowel_incontinence")
    sex_sensation_loss = get("sex_sensation_loss")
    bilateral_leg_symptoms = get("bilateral_leg_symptoms")
    leg_weakness = get("leg_weakness")
    arm_weakness = get("arm_weakness")
    paralysis = get("paralysis")
    neuro_progressive = get("neuro_progressive")
    foot_drop = get("foot_drop")
    gait_unsteady = get("gait_unsteady")
    gait_unsteady_sudden = get("gait_unsteady_sudden")
    nerve_sign_old_stable = get("nerve_sign_old_stable")
    injecting_drug_use = get("injecting_drug_use")
    weak_immunity = get("weak_immunity")
    diabetes = get("diabetes")
    recent_infection = get("recent_infection")
    tuberculosis_contact = get("tuberculosis_contact")
    spinal_procedure = get("spinal_procedure")
    spinal_haematoma_history = get("spinal_haematoma_history")
    sudden_midback_pain = get("sudden_midback_pain")
    height_loss = get("height_loss")
    bone_risk = get("bone_risk")
    band_pain = get("band_pain")
    cancer_history = get("cancer_history")
    weight_loss = get("weight_loss")
    back_lump = get("back_lump")
    back_pain = get("back_pain")
    pain_location = get("pain_location")
    pain_side = get("pain_side")
    pain_score = get("pain_score")
    pain_pattern = get("pain_pattern")
    tearing_pain = get("tearing_pain")
    onset = get("onset")
    pain_new = get("pain_new")
    pain_worsening = get("pain_worsening")
    pain_duration_days = get("pain_duration_days")
    relieved_by_rest = get("relieved_by_rest")
    night_pain = get("night_pain")
    rest_pain = get("rest_pain")
    morning_stiffness = get("morning_stiffness")
    radiates_to_leg = get("radiates_to_leg")
    radiates_below_knee = get("radiates_below_knee")
    leg_tingling = get("leg_tingling")
    leg_tingle_persist = get("leg_tingle_persist")
    radiates_to_abdomen = get("radiates_to_abdomen")
    persists_after_rest_and_fluids = get("persists_after_rest_and_fluids")
    unable_to_weight_bear = get("unable_to_weight_bear")
    hip_groin_load = get("hip_groin_load")
    already_investigated = get("already_investigated")
    function_loss = get("function_loss")
    pain_worse_on_plan = get("pain_worse_on_plan")
    not_better_6wk = get("not_better_6wk")
    vaginal_bleeding = get("vaginal_bleeding")
    bleeding_clots = get("bleeding_clots")
    bleeding_pad_per_hour = get("bleeding_pad_per_hour")
    one_sided_low_pain = get("one_sided_low_pain")
    shoulder_tip_pain = get("shoulder_tip_pain")
    brown_discharge = get("brown_discharge")
    belly_pain_constant = get("belly_pain_constant")
    uterus_hard_or_tender = get("uterus_hard_or_tender")
    scar_pain = get("scar_pain")
    sudden_abdominal_distension = get("sudden_abdominal_distension")
    contractions_stopped_suddenly = get("contractions_stopped_suddenly")
    faint = get("faint")
    dizzy = get("dizzy")
    contractions = get("contractions")
    contractions_regular = get("contractions_regular")
    contractions_painful = get("contractions_painful")
    contractions_increasing = get("contractions_increasing")
    contractions_per_hour = get("contractions_per_hour")
    contractions_in_20_minutes = get("contractions_in_20_minutes")
    contraction_interval_minutes = get("contraction_interval_minutes")
    rhythmic_back_pain = get("rhythmic_back_pain")
    dull_backache_new = get("dull_backache_new")
    pelvic_pressure = get("pelvic_pressure")
    cramps = get("cramps")
    discharge_change = get("discharge_change")
    diarrhoea = get("diarrhoea")
    fluid_leak = get("fluid_leak")
    fluid_bad_colour = get("fluid_bad_colour")
    cord_felt = get("cord_felt")
    urge_to_push = get("urge_to_push")
    in_labour = get("in_labour")
    fetal_movement = get("fetal_movement")
    frantic_movement = get("frantic_movement")
    pregnant = get("pregnant")
    postpartum = get("postpartum")
    pregnancy_test = get("pregnancy_test")
    gestation_weeks = get("gestation_weeks")
    gestation_estimate = get("gestation_estimate")
    twins = get("twins")
    higher_order_multiple = get("higher_order_multiple")
    prior_preterm_birth = get("prior_preterm_birth")
    prior_caesarean = get("prior_caesarean")
    preterm_contractions_earlier = get("preterm_contractions_earlier")
    pregnancy_seen_on_scan = get("pregnancy_seen_on_scan")
    rhesus_negative = get("rhesus_negative")
    placenta_praevia = get("placenta_praevia")
    cervical_insufficiency = get("cervical_insufficiency")
    pre_eclampsia = get("pre_eclampsia")
    abruption_or_vasa_praevia = get("abruption_or_vasa_praevia")
    gestational_hypertension = get("gestational_hypertension")
    preterm_labour_current = get("preterm_labour_current")
    ruptured_membranes = get("ruptured_membranes")

    # Named once, used below
    severe_pressure = some(no_less(bp_systolic, 160), no_less(bp_diastolic, 110))
    raised_pressure = some(no_less(bp_systolic, 140), no_less(bp_diastolic, 90))
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
    fever_from_37_5 = every(fever_measured, no_less(fever_c, 37.5))
    severe_reading = every(bp_measured, severe_pressure)
    raised_reading = every(bp_measured, raised_pressure)

    # Weeks and patterns
    from_13_weeks = every(
        pregnant,
        some(
            no_less(gestation_weeks, 13),
            one_of(gestation_estimate, "second_trimester", "third_trimester", "bump_or_movements"),
        ),
        not_(first_third),
    )
    from_18_weeks = every(
        pregnant,
        some(
            no_less(gestation_weeks, 18),
            one_of(gestation_estimate, "third_trimester", "bump_or_movements"),
        ),
        not_(first_third),
    )
    from_20_weeks = every(
        pregnant,
        some(
            no_less(gestation_weeks, 20),
            one_of(gestation_estimate, "second_trimester", "third_trimester", "bump_or_movements"),
        ),
        not_(first_third),
    )
    from_24_weeks = every(
        pregnant,
        some(
            no_less(gestation_weeks, 24),
            one_of(gestation_estimate, "third_trimester", "bump_or_movements"),
        ),
        not_(first_third),
    )
    from_37_weeks = every(
        pregnant,
        no_less(gestation_weeks, 37),
        not_(
            one_of(
                gestation_estimate,
                "first_trimester",
                "second_trimester",
                "no_bump",
                "bump_or_movements",
            )
        ),
    )
    before_14_weeks = every(
        pregnant,
        not_(
            every(
                some(
                    no_less(gestation_weeks, 14),
                    one_of(gestation_estimate, "third_trimester", "bump_or_movements"),
                ),
                not_(first_third),
            )
        ),
    )
    recently_gave_birth = postpartum
    high_risk_preterm = some(
        twins,
        higher_order_multiple,
        prior_preterm_birth,
        cervical_insufficiency,
        preterm_contractions_earlier,
    )
    bleeding = some(
        one_of(vaginal_bleeding, "spotting", "amount_not_stated", "heavy"),
        bleeding_clots,
        bleeding_pad_per_hour,
    )
    abdominal_pain = some(
        belly_pain_constant,
        one_side_sudden_low,
        one_sided_low_pain,
        upper_belly_to_back,
        scar_pain,
        includes(pain_location, "abdomen"),
        includes(pain_location, "lower_abdomen"),
        includes(pain_location, "upper_abdomen"),
        includes(pain_location, "epigastric"),
        includes(pain_location, "right_upper_quadrant"),
    )
    any_nerve_sign = some(
        saddle_numbness,
        leg_numbness,
        bladder_retention,
        urinary_hesitancy,
        urinary_incontinence,
        bowel_incontinence,
        sex_sensation_loss,
        bilateral_leg_symptoms,
        leg_weakness,
        arm_weakness,
        paralysis,
        neuro_progressive,
        foot_drop,
        gait_unsteady,
        gait_unsteady_sudden,
    )
    feverish = some(every(fever_measured, no_less(fever_c, 38)), every(fever, not_(fever_measured)))
    rib_area_pain = some(
        rib_pain,
        includes(pain_location, "right_upper_quadrant"),
        includes(pain_location, "epigastric"),
        includes(pain_location, "upper_abdomen"),
    )
    before_13_weeks = every(pregnant, not_(from_13_weeks))
    before_18_weeks = every(pregnant, not_(from_18_weeks))
    before_20_weeks = every(pregnant, not_(from_20_weeks))
    before_37_weeks = every(pregnant, not_(from_37_weeks))
    preterm_window = every(from_20_weeks, before_37_weeks)

    routine = {
        "show_term": every(from_37_weeks, discharge_change),
        "function_loss": function_loss,
        "mild_stable": every(back_pain, at_most(pain_score, 4)),
    }

    soon = {
        "one_sided_low_later": every(pregnant, one_sided_low_pain, no_less(pain_score, 5)),
        "headache_severe_early": every(severe_headache, before_20_weeks),
        "rib_pain_early": every(rib_area_pain, before_20_weeks),
        "fever_375_early": every(before_18_weeks, fever_measured, no_less(fever_c, 37.5)),
        "flank_knock_alone": costovertebral_tenderness,
        "dysuria_alone": dysuria,
        "blood_urine_early": haematuria,
        "smelly_discharge_alone": smelly_discharge,
        "jaundice_itch": some(itch_palms_soles, jaundice),
        "flank_with_history": every(flank_pain, some(nausea, recurrent_uti, kidney_stones)),
        "trauma_minor_early": every(knocked, before_20_weeks),
        "mood_low": some(mood_low, anxious),
        "contractions_lowcount": every(preterm_window, contractions),
        "labour_term_early": every(from_37_weeks, contractions),
        "cramps_before_20": every(
            from_13_weeks, before_20_weeks, some(cramps, contractions), back_pain
        ),
        "back_and_tummy_preterm": every(
            preterm_window,
            back_pain,
            some(includes(pain_location, "lower_abdomen"), includes(pain_location, "abdomen")),
        ),
        "movements_never_24": every(from_24_weeks, one_of(fetal_movement, "not_felt_yet")),
        "one_leg_sciatica": every(radiates_below_knee, leg_tingling),
        "leg_tingle_persist": leg_tingle_persist,
        "night_pain_constant": every(night_pain, rest_pain, no_less(pain_duration_days, 7)),
        "cancer_history": every(cancer_history, pain_new),
        "weight_loss": weight_loss,
        "back_lump_shape": back_lump,
        "pain_severe_on_movement": pain_from_8,
        "hip_groin_load": every(from_20_weeks, hip_groin_load),
        "pain_2_weeks": every(
            some(
                back_pain,
                includes(pain_location, "pelvis"),
                includes(pain_location, "hip"),
                includes(pain_location, "pubic"),
            ),
            more(pain_duration_days, 14),
            not_(already_investigated),
        ),
        "pain_worse_on_plan": pain_worse_on_plan,
        "not_better_6wk": not_better_6wk,
        "pregnancy_not_confirmed": every(
            not_(pregnant),
            one_of(pregnancy_test, "not_done", "positive"),
            some(back_pain, abdominal_pain),
        ),
        "morning_stiffness": morning_stiffness,
        "weeks_over_43": every(
            pregnant, one_of(gestation_estimate, "exact_weeks"), more(gestation_weeks, 43)
        ),
    }

    urgent = {
        "bleed_any_20": every(from_20_weeks, bleeding),
        "bleed_any_lt20": every(before_20_weeks, bleeding),
        "belly_pain_constant_early": every(before_20_weeks, belly_pain_constant),
        "abdominal_pain_sudden": every(abdominal_pain, sudden),
        "back_pain_sudden_severe": every(from_20_weeks, back_pain, sudden, pain_from_7),
        "praevia_pain_only": every(placenta_praevia, some(contractions, cramps, abdominal_pain)),
        "faint_single": faint,
        "womb_tender_early": every(before_20_weeks, uterus_hard_or_tender),
        "shoulder_tip_alone": every(pregnant, some(shoulder_tip_pain, shoulder_tip_marked)),
        "tummy_pain_unwell": every(
            pregnant,
            some(
                every(
                    some(
                        one_sided_low_pain,
                        includes(pain_location, "lower_abdomen"),
                        includes(pain_location, "abdomen"),
                    ),
                    some(vomiting, pain_worsening, pain_from_7),
                ),
                every(abdominal_pain, pain_from_8),
            ),
        ),
        "early_dizzy_pain": every(
            before_14_weeks,
            not_(pregnancy_seen_on_scan),
            dizzy,
            some(back_pain, cramps, abdominal_pain),
        ),
        "sudden_back_known_risk": every(
            from_20_weeks,
            back_pain,
            sudden,
            some(pre_eclampsia, gestational_hypertension, hypertension),
        ),
        "bleed_unconfirmed": every(
            not_(pregnant), one_of(pregnancy_test, "not_done", "positive"), bleeding
        ),
        "early_pain_no_scan": every(
            before_14_weeks,
            not_(pregnancy_seen_on_scan),
            some(
                includes(pain_location, "lower_abdomen"),
                includes(pain_location, "pelvis"),
                abdominal_pain,
            ),
            some(one_of(pain_side, "left", "right"), no_less(pain_score, 5)),
        ),
        "bp_severe_single": severe_reading,
        "bp_high": some(raised_reading, high_blood_pressure_now),
        "bp_low": every(bp_measured, less(bp_systolic, 90)),
        "headache_severe": every(severe_headache, some(from_20_weeks, recently_gave_birth)),
        "vision_change": visual_disturbance,
        "rib_pain": every(rib_area_pain, some(from_20_weeks, recently_gave_birth)),
        "swelling_face_hands": every(swelling_face_hands, some(from_20_weeks, recently_gave_birth)),
        "vomiting_late": every(
            some(from_20_weeks, recently_gave_birth),
            some(vomiting, unwell),
            some(
                severe_headache,
                headache,
                visual_disturbance,
                rib_area_pain,
                swelling_face_hands,
                high_blood_pressure_now,
                raised_reading,
            ),
        ),
        "c_preeclampsia": every(
            some(from_20_weeks, recently_gave_birth),
            some(severe_headache, visual_disturbance, rib_area_pain, swelling_face_hands),
            some(
                high_blood_pressure_now,
                not_(bp_measured),
                no_less(bp_systolic, 140),
                no_less(bp_diastolic, 90),
            ),
        ),
        "headache_with_known_risk": every(
            from_20_weeks, headache, some(pre_eclampsia, gestational_hypertension, hypertension)
        ),
        "calf_one_sided": some(
            leg_swelling_unilateral,
            every(some(dvt_history, dvt_current), includes(pain_location, "leg")),
        ),
        "whole_leg_buttock": whole_leg_buttock,
        "palpitations": some(palpitations, every(pulse_measured, more(heart_rate, 100))),
        "c_multi_soon_three": enough(
            3,
            some(soon["contractions_lowcount"], soon["labour_term_early"]),
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
            some(soon["one_leg_sciatica"], soon["leg_tingle_persist"]),
            soon["night_pain_constant"],
            soon["cancer_history"],
            soon["weight_loss"],
            soon["back_lump_shape"],
            soon["trauma_minor_early"],
            soon["mood_low"],
            soon["pain_severe_on_movement"],
            soon["hip_groin_load"],
            some(soon["pain_2_weeks"], soon["pain_worse_on_plan"], soon["not_better_6wk"]),
            soon["pregnancy_not_confirmed"],
            soon["morning_stiffness"],
        ),
        "c_multi_soon_pain": every(
            pain_from_7,
            enough(
                1,
                some(soon["contractions_lowcount"], soon["labour_term_early"]),
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
                some(soon["one_leg_sciatica"], soon["leg_tingle_persist"]),
                soon["night_pain_constant"],
                soon["cancer_history"],
                soon["weight_loss"],
                soon["back_lump_shape"],
                soon["trauma_minor_early"],
                soon["mood_low"],
                soon["hip_groin_load"],
                soon["pregnancy_not_confirmed"],
                soon["morning_stiffness"],
            ),
        ),
        "fever_38": feverish,
        "fever_375": every(
            some(from_18_weeks, recently_gave_birth), fever_measured, no_less(fever_c, 37.5)
        ),
        "fever_375_early_signs": every(
            before_18_weeks,
            fever_measured,
            no_less(fever_c, 37.5),
            some(
                chills,
                dysuria,
                flank_pain,
                uterus_hard_or_tender,
                fluid_leak,
                includes(pain_location, "lower_abdomen"),
            ),
        ),
        "temp_low": every(fever_measured, less(fever_c, 36), unwell),
        "rigors": chills,
        "c_pyelo_sepsis": every(
            flank_pain, feverish, some(vomiting, chills, every(from_20_weeks, contractions))
        ),
        "flank_fever": every(flank_pain, some(feverish, chills)),
        "flank_knock_pain": every(
            costovertebral_tenderness, some(dysuria, urinary_frequency, haematuria, vomiting)
        ),
        "dysuria_back": every(some(dysuria, urinary_frequency), some(back_pain, flank_pain)),
        "blood_urine": every(haematuria, some(flank_pain, back_pain, from_20_weeks)),
        "colic_flank": some(colic_flank, every(flank_pain, in_waves)),
        "vomiting_no_fluids": vomiting_no_fluids,
        "smelly_discharge": every(smelly_discharge, some(feverish, uterus_hard_or_tender)),
        "c_pprom_infection": every(
            some(fluid_leak, every(pregnant, ruptured_membranes)),
            some(feverish, fever_from_37_5, smelly_discharge, uterus_hard_or_tender),
        ),
        "upper_belly_to_back": some(upper_belly_to_back, every(rib_pain, vomiting)),
        "jaundice": some(jaundice, every(itch_palms_soles, rib_pain)),
        "flank_bad": every(flank_pain, some(vomiting, pain_from_7, pain_worsening)),
        "vomiting_back_late": every(from_20_weeks, back_pain, vomiting),
        "trauma_major_early": hurt_badly,
        "trauma_minor": every(knocked, from_20_weeks),
        "trauma_minor_tummy": some(
            every(knocked, trauma_abdominal),
            every(
                one_of(trauma, "fall", "fall_from_height", "mva", "blow_to_tummy", "assault"),
                back_pain,
            ),
        ),
        "rh_negative": every(pregnant, rhesus_negative, some(bleeding, not_(uninjured))),
        "violence": violence,
        "self_harm": self_harm_thoughts,
        "fluid_bad_colour": fluid_bad_colour,
        "fluid_leak": some(fluid_leak, every(pregnant, ruptured_membranes)),
        "contractions_preterm": every(
            preterm_window,
            contractions,
            some(
                contractions_regular,
                contractions_painful,
                contractions_increasing,
                at_most(contraction_interval_minutes, 10),
                no_less(contractions_per_hour, 6),
                no_less(contractions_in_20_minutes, 4),
            ),
        ),
        "contractions_too_close": every(
            pregnant, contractions, at_most(contraction_interval_minutes, 2)
        ),
        "contractions_preterm_risk": every(preterm_window, contractions, high_risk_preterm),
        "contractions_before_20": every(before_20_weeks, contractions, contractions_painful),
        "labour_preterm_now": every(in_labour, before_37_weeks),
        "labour_known_risk_now": every(
            preterm_labour_current, some(contractions, every(back_pain, rhythmic_back_pain))
        ),
        "back_waves_preterm": every(preterm_window, rhythmic_back_pain),
        "c_labour_mimic": every(rhythmic_back_pain, before_37_weeks),
        "dull_backache_new": every(preterm_window, dull_backache_new),
        "dull_backache_with_signs": every(
            preterm_window, back_pain, some(pelvic_pressure, cramps, diarrhoea, discharge_change)
        ),
        "c_preterm": every(
            preterm_window,
            enough(
                2, back_pain, contractions, pelvic_pressure, cramps, discharge_change, diarrhoea
            ),
        ),
        "back_pain_trimester_onset": every(from_13_weeks, back_pain, pain_new, pain_from_7),
        "backache_to_front_1h": every(
            preterm_window, radiates_to_abdomen, persists_after_rest_and_fluids
        ),
        "pelvic_pressure": every(before_37_weeks, pelvic_pressure),
        "period_cramps": every(preterm_window, cramps),
        "discharge_change": every(before_37_weeks, discharge_change),
        "labour_term": every(
            from_37_weeks,
            some(
                in_labour,
                every(
                    contractions,
                    some(
                        every(contractions_regular, contractions_painful),
                        every(
                            some(contractions_regular, contractions_painful),
                            at_most(contraction_interval_minutes, 5),
                        ),
                    ),
                ),
            ),
        ),
        "labour_rhythm_term": every(from_37_weeks, rhythmic_back_pain),
        "threatened_labour_backache": every(
            preterm_labour_current,
            before_37_weeks,
            some(back_pain, cramps, pelvic_pressure, abdominal_pain),
        ),
        "known_abruption_pain": every(
            pregnant,
            abruption_or_vasa_praevia,
            some(back_pain, contractions, cramps, abdominal_pain),
        ),
        "risk_before_20": every(
            before_20_weeks,
            from_13_weeks,
            some(cervical_insufficiency, prior_preterm_birth),
            some(cramps, contractions, dull_backache_new),
        ),
        "back_to_front_wave": every(
            from_20_weeks, radiates_to_abdomen, one_of(pain_pattern, "intermittent", "colicky")
        ),
        "back_waves_pattern": every(from_20_weeks, back_pain, in_waves),
        "back_and_tummy_high_risk": every(
            preterm_window,
            high_risk_preterm,
            back_pain,
            some(includes(pain_location, "lower_abdomen"), includes(pain_location, "abdomen")),
        ),
        "movements_none": every(pregnant, one_of(fetal_movement, "absent")),
        "movements_less": every(pregnant, one_of(fetal_movement, "reduced")),
        "movements_frantic": frantic_movement,
        "foot_drop": foot_drop,
        "gait_unsteady": gait_unsteady,
        "nerve_sign_old_stable": nerve_sign_old_stable,
        "spine_infection_risk": every(
            back_pain,
            some(
                endocarditis,
                injecting_drug_use,
                weak_immunity,
                diabetes,
                recent_infection,
                tuberculosis_contact,
            ),
        ),
        "sudden_midback_pain": sudden_midback_pain,
        "height_loss": height_loss,
        "steroid_heparin_bone": every(bone_risk, back_pain, some(pain_new, not_(uninjured))),
        "band_pain": band_pain,
        "night_pain_fever": every(night_pain, rest_pain, feverish),
        "spinal_haematoma_again": some(
            every(spinal_haematoma_history, some(pain_from_7, sudden)),
            every(
                some(bleeding_disorder, severe_bleeding_disorder),
                sudden,
                some(back_pain, includes(pain_location, "neck")),
            ),
        ),
        "worried": worried,
        "cannot_walk": unable_to_weight_bear,
        "pain_severe": every(pain_from_8, some(sudden, not_(relieved_by_rest), pain_worsening)),
        "sickle_cell_pain": every(sickle_cell, some(back_pain, abdominal_pain, chest_pain)),
    }

    emergency = {
        "bleed_heavy": some(one_of(vaginal_bleeding, "heavy"), bleeding_clots),
        "bleed_pad_per_hour": bleeding_pad_per_hour,
        "bleed_with_danger_20": every(
            from_20_weeks, bleeding, some(back_pain, abdominal_pain, faint, baby_moves_less)
        ),
        "ectopic_pattern": every(
            some(before_13_weeks, every(before_14_weeks, not_(pregnancy_seen_on_scan))),
            some(one_sided_low_pain, shoulder_tip_pain, brown_discharge, shoulder_tip_marked),
        ),
        "belly_pain_constant": every(from_20_weeks, belly_pain_constant),
        "belly_pain_constant_severe": every(before_20_weeks, belly_pain_constant, pain_from_8),
        "womb_hard": every(from_20_weeks, uterus_hard_or_tender),
        "back_pain_sudden_danger": every(
            from_20_weeks,
            back_pain,
            sudden,
            pain_from_7,
            some(uterus_hard_or_tender, bleeding, faint, baby_moves_less, chest_pain),
        ),
        "praevia_known_pain": every(placenta_praevia, bleeding),
        "scar_pain": every(
            from_20_weeks,
            some(
                scar_pain,
                sudden_abdominal_distension,
                every(some(prior_caesarean, abdominal_pain), contractions_stopped_suddenly),
                every(contractions, some(shoulder_tip_pain, shoulder_tip_marked)),
                every(prior_caesarean, abdominal_pain, pain_from_7),
            ),
        ),
        "faint_collapse": some(
            every(faint, some(back_pain, abdominal_pain, bleeding, breathless)),
            every(dizzy, sudden, pain_from_7, some(back_pain, abdominal_pain)),
        ),
        "c_abruption": every(
            from_20_weeks,
            some(
                every(
                    some(back_pain, abdominal_pain),
                    some(
                        bleeding,
                        uterus_hard_or_tender,
                        baby_moves_less,
                        one_of(
                            trauma, "fall", "fall_from_height", "mva", "blow_to_tummy", "assault"
                        ),
                    ),
                ),
                every(
                    one_of(trauma, "minor"),
                    some(abdominal_pain, every(back_pain, some(pain_new, trauma_abdominal))),
                ),
            ),
        ),
        "c_concealed": every(from_20_weeks, back_pain, sudden, uterus_hard_or_tender),
        "c_ectopic": every(
            before_14_weeks,
            not_(pregnancy_seen_on_scan),
            some(abdominal_pain, includes(pain_location, "pelvis"), one_sided_low_pain),
            some(shoulder_tip_pain, faint, dizzy, bleeding),
        ),
        "shoulder_tip_danger": every(
            some(shoulder_tip_pain, shoulder_tip_marked),
            some(abdominal_pain, faint, dizzy, bleeding),
        ),
        "ectopic_unconfirmed": every(
            not_(pregnant),
            one_of(pregnancy_test, "not_done", "positive"),
            some(
                some(shoulder_tip_pain, shoulder_tip_marked),
                one_sided_low_pain,
                every(abdominal_pain, some(faint, dizzy, bleeding, pain_from_8)),
            ),
        ),
        "fit": seizure,
        "unresponsive_ill": unresponsive_ill,
        "headache_danger": some(
            thunderclap_headache,
            every(
                severe_headache,
                some(arm_weakness, leg_weakness, drowsy_or_confused, visual_disturbance),
            ),
        ),
        "c_severe_pe": every(
            some(severe_headache, visual_disturbance, rib_area_pain, swelling_face_hands),
            some(seizure, drowsy_or_confused, severe_reading),
        ),
        "bp_severe": every(
            bp_measured,
            severe_pressure,
            some(
                bp_second_reading_severe,
                headache,
                severe_headache,
                visual_disturbance,
                rib_area_pain,
                swelling_face_hands,
                vomiting,
                drowsy_or_confused,
                seizure,
            ),
        ),
        "bp_low_ill": every(
            bp_measured,
            less(bp_systolic, 90),
            some(
                less(bp_systolic, 80),
                bleeding,
                faint,
                dizzy,
                feverish,
                abdominal_pain,
                unwell,
                breathless,
                chest_pain,
                every(back_pain, pain_from_7),
            ),
        ),
        "chest_pain": some(chest_pain, includes(pain_location, "chest")),
        "tearing_back_pain": tearing_pain,
        "breathless": some(breathless, pleuritic_pain),
        "cough_blood": cough_blood,
        "oxygen_low": every(oxygen_measured, less(oxygen_saturation, 92)),
        "palpitations_danger": every(
            some(palpitations, every(pulse_measured, more(heart_rate, 100))),
            some(faint, chest_pain),
        ),
        "c_vte": every(
            some(leg_swelling_unilateral, whole_leg_buttock),
            some(breathless, chest_pain, pleuritic_pain, cough_blood),
        ),
        "c_dissection": every(
            some(
                chest_pain,
                tearing_pain,
                every(
                    some(
                        includes(pain_location, "upper_back"), includes(pain_location, "mid_back")
                    ),
                    sudden,
                ),
            ),
            some(faint, arm_bp_difference, connective_tissue_disease),
        ),
        "pulse_extreme": every(pulse_measured, some(more(heart_rate, 130), less(heart_rate, 40))),
        "sepsis_signs": some(sepsis_signs, drowsy_or_confused, shock_signs),
        "c_infected_stone": every(some(colic_flank, every(flank_pain, in_waves)), feverish),
        "c_pyelo_sepsis_emergency": every(
            flank_pain, feverish, some(sepsis_signs, drowsy_or_confused, shock_signs, breathless)
        ),
        "one_side_sudden_low": one_side_sudden_low,
        "trauma_major": every(
            hurt_badly,
            some(
                from_20_weeks,
                back_pain,
                abdominal_pain,
                bleeding,
                fluid_leak,
                contractions,
                baby_moves_less,
                faint,
            ),
        ),
        "trauma_plus": every(
            not_(uninjured),
            some(
                abdominal_pain,
                contractions,
                bleeding,
                fluid_leak,
                baby_moves_less,
                every(
                    from_20_weeks,
                    back_pain,
                    some(
                        pain_new,
                        trauma_abdominal,
                        one_of(
                            trauma, "fall", "fall_from_height", "mva", "blow_to_tummy", "assault"
                        ),
                    ),
                ),
            ),
        ),
        "violence_high_risk": violence_high_risk,
        "self_harm_plan": self_harm_plan,
        "postpartum_bleeding": every(
            recently_gave_birth,
            some(one_of(vaginal_bleeding, "heavy"), bleeding_clots, bleeding_pad_per_hour),
        ),
        "baby_coming": urge_to_push,
        "cord_felt": cord_felt,
        "movements_none_danger": every(
            from_20_weeks,
            one_of(fetal_movement, "absent"),
            some(back_pain, abdominal_pain, bleeding),
        ),
        "saddle_numbness": saddle_numbness,
        "loss_feeling_legs": leg_numbness,
        "urine_retention_new": some(bladder_retention, urinary_hesitancy),
        "bladder_loss_new": urinary_incontinence,
        "bowel_loss_new": bowel_incontinence,
        "sex_sensation_loss": sex_sensation_loss,
        "both_legs_pain": bilateral_leg_symptoms,
        "leg_weakness_both": some(leg_weakness, arm_weakness, paralysis, neuro_progressive),
        "foot_drop_progressing": every(foot_drop, neuro_progressive),
        "gait_unsteady_sudden": gait_unsteady_sudden,
        "spine_infection_nerve": every(
            some(
                endocarditis,
                injecting_drug_use,
                weak_immunity,
                diabetes,
                recent_infection,
                tuberculosis_contact,
            ),
            feverish,
            any_nerve_sign,
        ),
        "post_spinal_back": every(spinal_procedure, back_pain, some(feverish, any_nerve_sign)),
        "cancer_history_nerve": every(cancer_history, any_nerve_sign),
        "c_ces": every(
            some(back_pain, radiates_to_leg),
            some(
                saddle_numbness,
                bladder_retention,
                urinary_hesitancy,
                urinary_incontinence,
                bowel_incontinence,
                sex_sensation_loss,
                bilateral_leg_symptoms,
            ),
        ),
        "c_spine_sepsis": every(back_pain, feverish, any_nerve_sign),
    }
    return _answer(emergency, urgent, soon, routine)
