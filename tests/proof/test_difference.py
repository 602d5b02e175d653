"""What a change to the guideline does: found for every set of answers, shown by few of them."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from planted import with_rules, with_sign, without

from carrywell import Guideline
from carrywell.cli import main
from carrywell.guideline.folder import CONTENT_FOLDER
from carrywell.proof.difference import difference

LATER = "pain_score >= 9 AND (onset = 'sudden' OR NOT relieved_by_rest)"


def test_the_same_guideline_has_no_difference(guideline: Guideline) -> None:
    found = difference(guideline, guideline)
    assert not found.is_behaviour
    assert found.records == type(found.records)((), (), ())


def test_other_words_change_nobody(guideline: Guideline) -> None:
    reworded = with_sign(
        guideline, "fit", lambda sign: msgspec.structs.replace(sign, say="You had a fit.")
    )
    found = difference(guideline, reworded)
    assert found.records.changed == ("signs: fit",)
    assert not found.is_behaviour


@pytest.mark.slow
def test_a_moved_threshold_is_shown_at_the_answer_between(guideline: Guideline) -> None:
    later = with_rules(guideline, sign__pain_severe=LATER)
    (kind,) = [one for one in difference(guideline, later).kinds if one.what == "urgency"]
    assert (kind.before, kind.after) == ("urgent", "soon")
    assert kind.answers is not None
    assert kind.answers["pain_score"] >= 8
    assert guideline.assess(kind.answers).floor == "urgent"
    assert later.assess(kind.answers).floor == "soon"
    assert "pain" in kind.words


@pytest.mark.slow
def test_a_dropped_gate_lets_treatments_through_and_changes_no_urgency(
    guideline: Guideline,
) -> None:
    found = difference(guideline, without(guideline, "gates", "pacemaker"))
    assert found.records.removed == ("gates: pacemaker",)
    assert {one.what for one in found.kinds} == {"treatment"}
    milder = [name for one in found.kinds if one.after != "not for you" for name in one.treatments]
    assert "walking" in milder  # TENS stays refused: its own caution names the pacemaker too


@pytest.mark.slow
def test_a_new_sign_raises(guideline: Guideline) -> None:
    found = difference(without(guideline, "signs", "fit"), guideline)
    assert found.records.added == ("signs: fit",)
    raised = {(one.before, one.after) for one in found.kinds if one.what == "urgency"}
    assert ("routine", "emergency") in raised


def a_copy(folder: Path) -> Path:
    shutil.copytree(CONTENT_FOLDER, folder / "content")
    return folder / "content"


def compared(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["guideline", "diff", *arguments])


def test_the_command_ends_with_0_when_nothing_differs(tmp_path: Path) -> None:
    done = compared("--json", str(a_copy(tmp_path)))
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["kinds"] == []


def test_the_command_refuses_content_that_is_not_sound(tmp_path: Path) -> None:
    folder = a_copy(tmp_path)
    (folder / "edition.yaml").write_text("nonsense: true\n", encoding="utf-8")
    done = compared(str(folder))
    assert done.exit_code == 2


@pytest.mark.slow
def test_the_command_ends_with_1_and_tells_the_answers(tmp_path: Path) -> None:
    folder = a_copy(tmp_path)
    signs = folder / "signs" / "nerve_and_spine.yaml"
    text = signs.read_text(encoding="utf-8")
    planted = text.replace("when: leg_numbness\n", "when: leg_numbness AND back_pain\n")
    assert planted != text
    signs.write_text(planted, encoding="utf-8")
    done = compared(str(folder))
    assert done.exit_code == 1
    assert (
        "urgency: routine becomes emergency\n  for example: lost feeling in the legs" in done.output
    )
