"""What a change to the guideline does: found for every set of answers, shown by the fewest."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from planted import with_content, with_rules, without

from carrywell import Guideline
from carrywell.guideline.compiled import compile_guideline
from carrywell.guideline.folder import CONTENT_FOLDER
from carrywell.guideline.model import Dose
from carrywell.proof import told
from carrywell.proof.comparison import Kind, compare
from carrywell.proof.difference import Difference, difference, differs
from carrywell.proof.difference_kinds import urgency_kinds
from carrywell.proof.difference_records import records
from carrywell.proof.smallest import Example

Edited = Callable[[str, str, str], Guideline]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """`edited(file, before, after)`: the shipped guideline with one place of its content changed."""

    def make(file: str, before: str, after: str) -> Guideline:
        folder = tmp_path / "content"
        shutil.copytree(CONTENT_FOLDER, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert before in text
        (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
        return Guideline(compile_guideline(folder, None))

    return make


def of(found: Difference, what: str) -> dict[tuple[str, str], Kind]:
    return {(one.before, one.after): one for one in found.kinds if one.what == what}


def urgency_example(old: Guideline, new: Guideline, before: str, after: str) -> Example:
    """The example of one change of urgency; the kinds after it are not looked for."""
    wanted = ("urgency", before, after)
    kinds = urgency_kinds(compare(old, new, records(old, new)))
    return next(one.example for one in kinds if (one.what, one.before, one.after) == wanted)


def told_of(guideline: Guideline, answers: dict[str, Any]) -> Any:
    return guideline.assess(told.known_to(guideline, answers))


def test_the_same_guideline_has_no_difference(guideline: Guideline) -> None:
    found = difference(guideline, guideline)
    assert not found.is_behaviour
    assert not found.records.may_matter
    assert found.records.words == found.records.sources == ()
    assert not differs(guideline, guideline)


def test_other_words_and_other_sources_change_nobody(guideline: Guideline, edited: Edited) -> None:
    new = edited(
        "advice.yaml",
        "Lie on your side, not flat on your back. If",
        "Rest on your side, not flat on your back. If",
    )
    found = difference(guideline, new)
    assert found.records.words == ("advice: wait_side",)
    assert found.records.changed == found.records.sources == ()
    assert not found.is_behaviour
    assert not differs(guideline, new)


def test_a_rule_written_otherwise_is_proved_the_same(guideline: Guideline, edited: Edited) -> None:
    new = edited(
        "signs/nerve_and_spine.yaml", "when: leg_numbness\n", "when: NOT (NOT leg_numbness)\n"
    )
    found = difference(guideline, new)
    assert found.same == ("sign:loss_feeling_legs",)
    assert found.records.changed == ("signs: loss_feeling_legs",)
    assert not found.is_behaviour
    assert not differs(guideline, new)


@pytest.mark.slow
def test_a_dropped_condition_is_shown_by_the_one_answer(
    guideline: Guideline, edited: Edited
) -> None:
    milder = edited(
        "signs/nerve_and_spine.yaml", "when: leg_numbness\n", "when: leg_numbness AND back_pain\n"
    )
    found = difference(guideline, milder)
    worst = of(found, "urgency")["emergency", "routine"].example
    assert worst.told == {"leg_numbness": True}
    assert worst.rest == "everything else ruled out"
    assert worst.is_smallest
    assert "lost feeling in the legs" in worst.words
    for (before, after), kind in of(found, "urgency").items():
        assert told_of(guideline, kind.example.answers).urgency == before
        assert told_of(milder, kind.example.answers).urgency == after
    for (before, after), kind in of(found, "treatment").items():
        first = kind.names[0]
        for side, status in ((guideline, before), (milder, after)):
            statuses = {
                one.id: one.status for one in told_of(side, kind.example.answers).treatments
            }
            assert statuses[first] == status
    assert differs(guideline, milder)


@pytest.mark.slow
def test_a_moved_threshold_is_shown_exactly_at_it(guideline: Guideline, edited: Edited) -> None:
    later = edited(
        "signs/blood_pressure.yaml",
        "when: (bp_measured AND (bp_systolic >= 140",
        "when: (bp_measured AND (bp_systolic >= 150",
    )
    found = difference(guideline, later)
    example = of(found, "urgency")["urgent", "routine"].example
    assert example.told == {"bp_systolic": 140, "bp_diastolic": 70}
    assert example.is_smallest


@pytest.mark.slow
def test_another_urgency_shows_both_ways(guideline: Guideline, edited: Edited) -> None:
    milder = edited(
        "signs/nerve_and_spine.yaml",
        "when: leg_numbness\n  urgency: emergency",
        "when: leg_numbness\n  urgency: urgent",
    )
    there, back = difference(guideline, milder), difference(milder, guideline)
    assert ("emergency", "urgent") in of(there, "urgency")
    assert ("urgent", "emergency") in of(back, "urgency")
    assert not any(LESS.index(after) > LESS.index(before) for before, after in of(there, "urgency"))


LESS = ("routine", "soon", "urgent", "emergency")


def test_a_dropped_gate_lets_treatments_through_and_changes_no_urgency(
    guideline: Guideline, edited: Edited
) -> None:
    found = difference(
        guideline, edited("gates.yaml", "acupuncture: A, tens: N, hose: Y}\n  sources: [boots-tens]",
                          "acupuncture: Y, tens: N, hose: Y}\n  sources: [boots-tens]")
    )  # fmt: skip
    freed = of(found, "treatment")["ask first", "offered"]
    assert freed.names == ("acupuncture",)
    assert freed.example.told == {"pacemaker": True, "acupuncture_agreed": True}
    assert freed.example.is_smallest
    assert of(found, "urgency") == {}


def test_what_not_sure_advises_is_shown_by_not_sure(guideline: Guideline, edited: Edited) -> None:
    sign = "when: pregnant AND contractions AND contraction_interval_minutes <= 2\n"
    new = edited(
        "signs/labour_and_waters.yaml",
        f"{sign}  urgency: urgent\n  if_unsure: routine",
        f"{sign}  urgency: urgent\n  if_unsure: urgent",
    )
    found = difference(guideline, new)
    example = of(found, "urgency")["routine", "urgent"].example
    assert None in example.told.values()
    assert "not sure: minutes between tightenings" in example.words


@pytest.mark.slow
def test_an_answer_that_implies_less_is_shown(guideline: Guideline, edited: Edited) -> None:
    new = edited("findings/body.yaml", "  implies: {fever_measured: true}\n", "")
    example = urgency_example(guideline, new, "routine", "urgent")
    assert example.told == {"fever": True, "fever_c": pytest.approx(36.8)}


@pytest.mark.slow
def test_another_harmless_answer_is_shown_by_the_no_that_fills_it_in(
    guideline: Guideline, edited: Edited
) -> None:
    new = edited("findings/body.yaml", "  harmless: none\n", "  harmless: minor\n")
    example = urgency_example(guideline, new, "routine", "urgent")
    assert example.told == {"trauma": None, "any_injury": False}


@pytest.mark.slow
def test_a_detail_that_a_no_settles_no_more_is_shown(guideline: Guideline, edited: Edited) -> None:
    new = edited("findings/umbrella.yaml", "    - seizure\n", "")
    example = urgency_example(guideline, new, "routine", "emergency")
    assert example.told == {"seizure": None, "any_collapse": False}
    assert example.is_smallest


def test_a_setting_that_the_plan_fixes_otherwise_is_shown(
    guideline: Guideline, edited: Edited
) -> None:
    found = difference(
        guideline, edited("findings/settings.yaml", "default: false", "default: true")
    )
    assert of(found, "treatment")["ask first", "offered"].names == ("tens",)
    assert of(found, "urgency") == {}


@pytest.mark.slow
def test_a_deleted_sign_is_named_and_what_it_did_is_shown(guideline: Guideline) -> None:
    found = difference(guideline, without(guideline, "signs", "fit"))
    assert found.records.removed == ("signs: fit",)
    assert of(found, "urgency")["emergency", "urgent"].example.told == {"seizure": True}


def test_a_new_question_is_named(guideline: Guideline, edited: Edited) -> None:
    hiccups = "- id: hiccups_all_day\n  type: yes_no\n  ask: Hiccups?\n  short: hiccups\n"
    new = edited("findings/body.yaml", "- id: bp_systolic", f"{hiccups}- id: bp_systolic")
    found = difference(guideline, new)
    assert found.records.added == ("findings: hiccups_all_day",)
    assert found.kinds == ()


@pytest.mark.slow
def test_other_points_show_where_another_cause_stands_first(
    guideline: Guideline, edited: Edited
) -> None:
    new = edited("causes/musculoskeletal.yaml", "points: 2", "points: 5")
    found = difference(guideline, new)
    kind = of(found, "cause")["none", "muscle_strain"]
    assert told_of(guideline, kind.example.answers).cause_unclear
    assert told_of(new, kind.example.answers).causes[0].id == "muscle_strain"
    assert differs(guideline, new)


def test_advice_for_fewer_is_shown_by_who_misses_it(guideline: Guideline, edited: Edited) -> None:
    waiting = "- id: wait_side\n  section: while_waiting\n  when: "
    new = edited("advice.yaml", f'{waiting}"TRUE"', f"{waiting}pregnant")
    kind = of(difference(guideline, new), "advice")["while_waiting", "none"]
    assert kind.names == ("wait_side",)
    assert kind.example.told == {}


def test_another_dose_is_told_whatever_she_answers(guideline: Guideline) -> None:
    content = guideline.content
    treatments = tuple(
        msgspec.structs.replace(one, dose=Dose(minutes=(1, 2))) if one.id == "heat" else one
        for one in content.treatments
    )
    new = with_content(guideline, msgspec.structs.replace(content, treatments=treatments))
    found = difference(guideline, new)
    assert found.records.always == ("treatments: heat: dose",)
    assert found.is_behaviour
    assert differs(guideline, new)


def test_a_contradiction_written_otherwise_is_never_called_the_same(guideline: Guideline) -> None:
    name = guideline.content.contradictions[0].id
    new = with_rules(guideline, **{f"contradiction__{name}": "seizure AND leg_numbness"})
    found = difference(guideline, new)
    assert found.same == ()
    assert found.kinds or f"contradiction:{name}" in found.unshown
