"""What the report says: every answer in its place, nothing private, nothing that is not known as a 'no'."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.someone import (
    BEFORE,
    FIRST,
    NOW,
    SAID,
    TODAY,
    ana,
    checked,
    figure,
    line,
    lines,
    material,
    to_the_end,
    words_of,
)

from carrywell.exchange.build import report
from carrywell.exchange.report import CHOICES
from carrywell.exchange.report_signs import (
    DENIED,
    DENIED_IN_GROUPS,
    NONE_TOLD,
    NOT_ASKED,
    NOT_MEASURED,
    NOT_SURE,
    OPEN,
    PRESENT,
    REPORTED,
    SAID_ELSEWHERE,
    Answered,
    not_asked,
)
from carrywell.patterns.diary import Diary

PRIVATE_WORDS = ("violence", "hurt, threatened", "harming", "self-harm", "unsafe", "danger at home")


def test_the_order_is_that_of_a_hand_over(guideline):
    names = [one.id for one in report(material(guideline)).sections]
    assert names == [
        *("who", "check", "asks", "pain", "spasms", "signs", "causes", "tried", "doing", "limits"),
    ]


def test_who_weeks_and_what_stands_out(guideline):
    made = report(material(guideline))
    assert figure(made, "who", "Pregnancy") == "31 weeks"
    assert figure(made, "who", "Due date") == "25 January 2027"
    assert figure(made, "who", "Babies") == "one"
    assert line(made, "who", "Stands out") == "a low placenta"


def test_no_name_is_in_it_but_a_line_to_write_it_on():
    from carrywell.exchange.report import NAME_AND_BIRTH

    assert NAME_AND_BIRTH == ("Name", "Date of birth")


def test_present_denied_unsure_and_unasked_each_have_their_line(guideline):
    said = SAID | {
        "any_nerve_loss": False,
        "any_collapse": None,
        "any_bleeding_or_waters": True,
        "vaginal_bleeding": "spotting",
        "fluid_leak": False,
    }
    made = report(material(guideline, said=said))
    assert "spotting" in " ".join(lines(made, "signs", PRESENT)).lower()
    assert "collapse" in line(made, "signs", NOT_SURE)
    assert "numbness, weakness" in line(made, "signs", DENIED_IN_GROUPS)
    assert "fluid that could be the waters" in line(made, "signs", DENIED)
    assert "fever" in line(made, "signs", NOT_ASKED)


def test_a_group_is_not_told_beside_its_own_parts(guideline):
    made = report(material(guideline))
    assert "something special about this pregnancy" not in line(made, "signs", REPORTED)
    alone = report(material(guideline, said={"back_pain": True, "any_gut": True}))
    assert "vomiting, yellow skin" in line(alone, "signs", REPORTED)


def test_what_her_not_sure_leaves_open_is_named(guideline):
    made = report(material(guideline))
    assert line(made, "signs", NOT_SURE).startswith("a stiff back")
    assert line(made, "signs", OPEN) == "Stiff mornings (soon)"


def test_what_was_not_asked_is_counted(guideline):
    one = material(guideline, said=dict(SAID))
    made = report(one)
    left = not_asked(one, one.check)
    assert len(left) > 5
    assert line(made, "signs", NOT_ASKED).startswith(f"{len(left)} questions")


def test_after_a_whole_check_every_denial_is_told(guideline):
    made = report(material(guideline))
    denied = line(made, "signs", DENIED_IN_GROUPS)
    for group in ("chest, the heart or breathing", "bowel trouble", "early labour", "fever"):
        assert group in denied
    assert line(made, "signs", PRESENT) == NONE_TOLD


def test_what_is_known_since_the_check_is_not_denied(guideline):
    said = to_the_end(guideline, {"back_pain": True}, {"pregnant": True, "gestation_weeks": 31.0})
    check = checked(guideline, said, {"pregnant": True, "gestation_weeks": 31.0})
    group = guideline.content.finding["any_pregnancy_risk"].short
    before = report(material(guideline, check=check, woman=ana(known={})))
    assert group in line(before, "signs", DENIED_IN_GROUPS)
    now = report(material(guideline, check=check, woman=ana(known={"placenta_praevia": True})))
    assert group not in line(now, "signs", DENIED_IN_GROUPS)
    assert "placenta" in line(now, "who", "Stands out")


def test_a_reading_she_could_not_take_is_not_denied(guideline):
    made = report(material(guideline, said=SAID | {"bp_measured": False}))
    assert "blood pressure" in line(made, "signs", NOT_MEASURED)
    assert "blood pressure" not in (line(made, "signs", DENIED) or "")
    assert "blood pressure" not in line(made, "signs", REPORTED)


def test_following_no_plan_is_no_denial_of_a_sign(guideline):
    made = report(material(guideline, said=to_the_end(guideline, SAID | {"using_plan": False})))
    assert "a plan" not in line(made, "signs", DENIED)


def test_a_reading_is_told_however_normal_it_is(guideline):
    said = SAID | {"bp_measured": True, "bp_systolic": 115, "bp_diastolic": 70}
    assert "upper blood pressure: 115" in line(
        report(material(guideline, said=said)), "signs", REPORTED
    )


def answers_of(guideline):
    """Any answers to any yes-or-no question of the interview, 'not sure' included."""
    names = [
        name
        for screen in guideline.content.screens
        for name in screen.asks
        if guideline.content.finding[name].type == "yes_no" and name not in BEFORE
    ]
    return st.dictionaries(
        st.sampled_from(names), st.sampled_from([True, False, None]), max_size=25
    )


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_answer_is_ever_in_two_places_and_unknown_is_never_denied(guideline, data):
    from carrywell.assessment.answers import AnswerError

    said = data.draw(answers_of(guideline))
    try:
        check = checked(guideline, {"back_pain": True} | said)
    except AnswerError:
        return  # answers that exclude each other are refused before any report
    answered = Answered(guideline.content, check)
    denied = {one.id for one in (*answered.denied, *answered.denied_in_groups)}
    there = {one.id for one in answered.reported}
    unsure = {one.id for one in answered.not_sure}
    assert not denied & there
    assert not denied & unsure
    told_not_sure = {name for name, value in said.items() if value is None}
    private = {one.id for one in guideline.content.findings if one.private}
    assert unsure >= told_not_sure - private - SAID_ELSEWHERE
    assert not private & (denied | there | unsure)
    for name in denied:
        assert check.answers[name] is False
    left = not_asked(material(guideline, check=check), check) or ()
    assert not {one.id for one in left} & check.answers.keys()


@pytest.mark.parametrize(
    "private",
    [
        {"any_safety": True, "violence": True, "violence_high_risk": True},
        {"any_safety": True, "self_harm_thoughts": True, "self_harm_plan": True},
        {"any_safety": None},
        {"any_safety": True, "violence": None},
    ],
)
def test_a_private_answer_is_nowhere_in_the_report(guideline, private):
    calm = to_the_end(guideline, SAID | {"morning_stiffness": False})
    said = {name: one for name, one in calm.items() if name != "any_safety"} | private
    made = report(material(guideline, said=said))
    told = words_of(made).lower()
    for word in PRIVATE_WORDS:
        assert word not in told
    assert "safety" not in told


def test_a_cause_that_only_a_private_answer_speaks_for_is_not_told(guideline):
    calm = to_the_end(guideline, SAID | {"morning_stiffness": False})
    hurt = {"any_safety": True, "self_harm_thoughts": True, "violence": True}
    before, after = (report(material(guideline, said=said)) for said in (calm, calm | hurt))
    assert {one.lead for one in after.section("causes").lines} <= {
        one.lead for one in before.section("causes").lines
    }
    assert set(after.sources) <= set(before.sources)


def test_a_level_that_rests_on_a_private_answer_is_not_told_and_no_lower_one_either(guideline):
    calm = to_the_end(guideline, SAID | {"morning_stiffness": False})
    without = report(material(guideline, said=calm))
    assert figure(without, "check", "Level") in ("Routine", "Soon")
    hurt = calm | {"any_safety": True, "violence": True, "violence_high_risk": True}
    made = report(material(guideline, said=hurt))
    assert figure(made, "check", "Level") is None
    assert figure(made, "check", "She was told") is None
    assert "needs a midwife or doctor first" not in words_of(made)
    assert made.section("check").level == ""


def test_an_urgent_level_with_its_own_reason_is_told_beside_a_private_answer(guideline):
    said = SAID | {"rhythmic_back_pain": True, "any_safety": True, "violence": True}
    made = report(material(guideline, said=said))
    assert figure(made, "check", "Level") == "URGENT"
    assert "ring" in figure(made, "check", "She was told").lower()


def test_the_level_says_when_it_rests_on_what_is_not_known(guideline):
    made = report(material(guideline, said={"back_pain": True, "any_collapse": None}))
    notes = " ".join(one.say for one in made.section("check").lines)
    assert "rests on what was not known" in notes


def test_what_her_records_show_since_stands_first_and_colours_the_part(guideline):
    made = report(material(guideline, since=("urgent", "Regular tightenings before 37 weeks")))
    section = made.section("check")
    assert section.lines[0].lead == "Her records since then: URGENT"
    assert section.level == "urgent"


def test_without_a_check_nothing_is_a_no(guideline):
    made = report(material(guideline, check=None, woman=ana(known={})))
    assert "Nothing here is a 'no'" in made.section("signs").missing
    assert line(made, "who", "Stands out") == "not asked yet"
    assert made.section("check").missing


def test_without_a_check_her_records_still_speak(guideline):
    made = report(material(guideline, check=None, since=("urgent", "Regular tightenings")))
    assert made.section("check").lines[0].lead == "Her records: URGENT"
    assert made.section("check").level == "urgent"


def test_no_sign_told_is_never_said_to_be_no_sign_at_all(guideline):
    calm = to_the_end(guideline, SAID | {"morning_stiffness": False})
    hurt = calm | {"any_safety": True, "violence": True}
    without, made = (report(material(guideline, said=said)) for said in (calm, hurt))
    assert line(made, "signs", PRESENT) == line(without, "signs", PRESENT) == NONE_TOLD
    assert "private questions are never part" in made.basis


def test_an_empty_diary_is_told_kindly_and_the_facts_remain(guideline):
    empty = Diary(zone=NOW.tzinfo, due_date=date(2027, 1, 25))
    made = report(material(guideline, diary=empty, check=None, agreed=(), reason="", questions=""))
    for name in ("asks", "pain", "spasms", "tried", "doing", "causes"):
        assert made.section(name).missing, name
    assert "does not say there were none" in made.section("spasms").missing
    assert figure(made, "who", "Pregnancy") == "31 weeks"


@pytest.mark.parametrize("left_out", [one for one in CHOICES if one != "weight"])
def test_what_she_leaves_out_is_named_and_not_told(guideline, left_out):
    chosen = frozenset(CHOICES) - {left_out}
    made = report(material(guideline, chosen=chosen))
    assert made.section(left_out) is None
    assert len(made.left_out) == 1
    assert made.left_out[0] in made.left_out_in_words


def test_weight_that_is_not_in_it_is_not_even_named(guideline):
    made = report(material(guideline, chosen=frozenset(CHOICES) - {"weight"}))
    assert "weight" not in made.left_out_in_words
    assert "kg" not in words_of(made).replace("background", "")


def test_no_number_about_weight_comes_in_through_a_check(guideline):
    before = BEFORE | {"height_cm": 165.0, "weight_before_kg": 61.5, "weight_now_kg": 71.5}
    said = to_the_end(guideline, SAID, before)
    check = checked(guideline, said, before)
    told = words_of(report(material(guideline, check=check, weight=None)))
    for number in ("61.5", "71.5", "165 "):
        assert number not in told


def test_after_a_birth_the_check_from_before_is_not_repeated(guideline):
    woman = ana(outcome="birth", ended_on=TODAY, weeks=None, weeks_at_the_end=31.0)
    made = report(material(guideline, woman=woman))
    assert figure(made, "who", "Pregnancy").startswith(
        "Gave birth on 23 November 2026, at 31 weeks"
    )
    assert figure(made, "who", "Due date") is None
    assert made.section("signs").missing
    assert "before the pregnancy ended" in made.section("check").lines[0].say


def test_a_check_of_the_day_after_the_birth_itself_counts(guideline):
    woman = ana(outcome="birth", ended_on=TODAY, weeks=None, weeks_at_the_end=31.0)
    before = {"pregnant": False, "postpartum": True, "postpartum_days": 0.0}
    said = to_the_end(guideline, {"back_pain": True}, before)
    made = report(material(guideline, woman=woman, check=checked(guideline, said, before, at=NOW)))
    assert line(made, "signs", DENIED_IN_GROUPS)


@pytest.mark.parametrize("outcome", ["birth", "loss"])
def test_a_check_answered_as_pregnant_is_not_repeated_when_the_end_is_noted_late(
    guideline, outcome
):
    woman = ana(outcome=outcome, ended_on=TODAY - timedelta(days=3), weeks=None)
    made = report(material(guideline, woman=woman))
    assert made.section("signs").missing
    assert "moves" not in words_of(made)


def test_after_a_loss_no_word_speaks_of_a_baby(guideline):
    woman = ana(
        outcome="loss", ended_on=TODAY - timedelta(days=3), weeks=None, weeks_at_the_end=18.0
    )
    before = {"pregnant": False, "postpartum": True, "postpartum_days": 3.0}
    said = to_the_end(guideline, {"back_pain": True}, before)
    check = checked(guideline, said, before, at=NOW)
    told = words_of(report(material(guideline, woman=woman, check=check))).lower()
    for word in ("baby", "babies", "due date", "in pregnancy: report"):
        assert word not in told
    assert "pregnancy lost on 20 november 2026, at 18 weeks" in told


def test_a_check_by_an_older_edition_tells_what_it_said_and_no_count(guideline):
    check = msgspec.structs.replace(material(guideline).check, is_current=False)
    made = report(material(guideline, check=check))
    assert "older edition" in line(made, "signs", NOT_ASKED)


def test_every_clinical_line_has_a_source_and_every_number_leads_to_one(guideline):
    made = report(material(guideline, said=SAID | {"rhythmic_back_pain": True}))
    numbers = [number for number, _ in made.sources]
    assert numbers == list(range(1, len(numbers) + 1))
    used = {n for section in made.sections for one in section.lines for n in one.references}
    assert used == set(numbers)
    assert all(one.references for one in made.section("causes").lines)
    assert all(one.references for one in made.section("signs").lines if one.lead == PRESENT)


def test_the_basis_names_the_guideline_and_that_nobody_reviewed_it(guideline):
    basis = report(material(guideline)).basis
    assert guideline.version in basis
    assert guideline.hash[:12] in basis
    assert "No clinician has reviewed" in basis


def test_an_effect_is_told_with_its_interval_and_too_few_entries_as_such(guideline):
    made = report(material(guideline))
    tried = {one.lead: one.say for one in made.section("tried").lines}
    assert "not enough yet" in tried["TENS"]
    for one in material(guideline).helps.effects:
        assert f"{one.count_with} with, {one.count_without} without" in tried[one.name]


def test_days_that_end_before_they_begin_are_refused(guideline):
    with pytest.raises(ValueError, match="before it begins"):
        report(material(guideline, first=TODAY, last=FIRST))


def test_the_same_material_makes_the_same_report(guideline):
    assert report(material(guideline)) == report(material(guideline))
