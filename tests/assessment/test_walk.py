"""The walk leads to the same place however she got there."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assessment.someone import answers_of, someone

from carrywell.assessment.walk import walk
from carrywell.guideline.model import RANK

KNOWN = {"pregnant": True, "gestation_weeks": 31}


def screen_by_screen(guideline, known, woman):
    said = {}
    for _ in range(60):
        at = walk(guideline, known, said)
        if at.now is None:
            return at
        fresh = {one.finding: woman.get(one.finding) for one in at.now.questions}
        if at.problems:  # what does not fit she cannot tell
            fresh = dict.fromkeys(fresh)
        said |= fresh
    raise AssertionError("the interview does not end")


@settings(deadline=None, max_examples=40)
@given(someone())
def test_said_at_once_or_screen_by_screen_is_the_same(guideline, woman):
    at = screen_by_screen(guideline, KNOWN, woman)
    said = {name: value for step in at.steps for name, value in step.given.items()}
    assert walk(guideline, KNOWN, dict(reversed(said.items()))).answers == at.answers


@settings(deadline=None, max_examples=40)
@given(someone(), st.data())
def test_going_back_to_any_screen_and_on_again_loses_nothing(guideline, woman, data):
    at = screen_by_screen(guideline, KNOWN, woman)
    said = {name: value for step in at.steps for name, value in step.given.items()}
    place = data.draw(st.integers(0, len(at.steps) - 1))
    said |= at.steps[place].given
    assert walk(guideline, KNOWN, said) == at


@settings(deadline=None, max_examples=40)
@given(someone(), someone())
def test_an_answer_to_a_question_that_is_not_put_any_more_does_not_count(guideline, woman, other):
    at = screen_by_screen(guideline, KNOWN, woman)
    said = {name: value for step in at.steps for name, value in step.given.items()}
    left_over = {name: value for name, value in answers_of(other).items() if name not in said}
    assert walk(guideline, KNOWN, said | left_over).steps[0] == at.steps[0]
    changed = walk(guideline, KNOWN, said | left_over)
    asked = {one.finding for step in changed.steps for one in step.screen.questions}
    assert changed.now is not None or set(changed.answers) <= set(KNOWN) | asked


def test_a_changed_umbrella_takes_its_details_out_and_brings_them_back(guideline):
    bleeding = {"any_bleeding_or_waters": True, "vaginal_bleeding": "spotting"}
    first = {one.finding: False for one in walk(guideline, KNOWN, {}).now.questions}
    said = first | bleeding
    assert "vaginal_bleeding" in walk(guideline, KNOWN, said).given
    without = walk(guideline, KNOWN, said | {"any_bleeding_or_waters": False})
    assert "vaginal_bleeding" not in without.answers
    again = walk(guideline, KNOWN, said | {"any_bleeding_or_waters": True})
    assert again.given["vaginal_bleeding"] == "spotting"


def test_answers_that_do_not_fit_are_asked_again_with_the_reason(guideline, ana):
    calm = ana()
    upside_down = {"bp_measured": True, "bp_systolic": 80, "bp_diastolic": 120}
    said = {}
    while not (at := walk(guideline, KNOWN, said)).problems:
        assert at.now is not None
        for one in at.now.questions:
            said[one.finding] = upside_down.get(one.finding, calm.get(one.finding, False))
    assert at.now.id == "baby_and_womb"
    assert [one.field for one in at.problems] == ["blood_pressure_upside_down"]
    assert not {"bp_systolic", "bp_diastolic"} & set(at.given)
    assert at.given["fetal_movement"] == "normal"


def test_nothing_known_and_nothing_said_is_the_first_screen(guideline):
    at = walk(guideline, {}, {})
    assert at.now == guideline.next_screen({})
    assert at.answers == {}


@settings(deadline=None, max_examples=40)
@given(someone(), st.data())
def test_an_open_question_hides_nothing_she_said_after_it(guideline, woman, data):
    at = screen_by_screen(guideline, KNOWN, woman)
    said = {name: value for step in at.steps for name, value in step.given.items()}
    gone = data.draw(st.sampled_from(sorted(said)))
    before = guideline.assess(at.answers)
    without = {name: value for name, value in said.items() if name != gone}
    open_again = walk(guideline, KNOWN, without)
    # a question that is open can raise the urgency and never lower what it may be
    assert RANK[guideline.assess(open_again.answers).ceiling] >= RANK[before.floor]
    assert set(open_again.answers) <= {*KNOWN, *without}


def test_a_fever_is_not_forgotten_when_an_earlier_question_comes_up_again(guideline, ana):
    said = {}
    story = {"any_fever": True, "fever": True, "fever_measured": True, "fever_c": 39.5}
    calm = ana()
    while (at := walk(guideline, KNOWN, said)).now is not None and "fever_c" not in said:
        for one in at.now.questions:
            said[one.finding] = story.get(one.finding, calm.get(one.finding, False))
    del said["any_safety"]
    again = walk(guideline, KNOWN, said)
    assert again.now.id == "pain"
    assert again.answers["fever_c"] == 39.5
    assert guideline.assess(again.answers).floor == "urgent"
