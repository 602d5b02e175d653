"""The interview in a real terminal."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from carrywell import Guideline
from carrywell.assessment.result import Question
from carrywell.cli.ask import weeks_typed

ASK = " > "


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "unfinished.json"


@pytest.fixture
def start(kept: Path) -> Iterator[object]:
    running: list[pexpect.spawn] = []

    def begin() -> pexpect.spawn:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "carrywell", "check", "--keep", str(kept)],
            encoding="utf-8", timeout=20, dimensions=(50, 90),
        )  # fmt: skip
        running.append(child)
        return child

    yield begin
    for child in running:
        child.close(force=True)


CALM = {
    "back_pain": "y", "pregnant": "y", "gestation_weeks": "24+3", "fetal_movement": "normal",
    "pain_location": "lower_back", "pain_score": "3", "onset": "gradual", "pain_duration_days": "4",
    "relieved_by_rest": "y", "pain_pattern": "with_movement", "age": "31",
}  # fmt: skip
"""What an ordinary woman types; every other question is answered 'no' or 'none of these'."""


def typed_for(guideline: Guideline, say: dict[str, str]) -> Iterator[str]:
    """What she types, screen by screen, until nothing is left to ask."""
    answers: dict[str, object] = {}
    while (screen := guideline.next_screen(answers)) is not None:
        before = dict(answers)
        ticks = [
            q
            for q in screen.questions
            if q.type == "yes_no" and not q.alone and guideline.still_applies(q.finding, before)
        ]
        listed = ticks if len(ticks) > 1 else []
        if listed:
            chosen = [str(n) for n, q in enumerate(listed, start=1) if say.get(q.finding) == "y"]
            yield " ".join(chosen) or "0"
            answers.update({q.finding: say.get(q.finding) == "y" for q in listed})
        for question in screen.questions:
            if question in listed or not guideline.still_applies(question.finding, answers):
                continue
            typed = say.get(
                question.finding, {"yes_no": "n", "choices": "0"}.get(question.type, "?")
            )
            options = [option for option, _ in question.options]
            typed = str(options.index(typed) + 1) if typed in options else typed
            yield typed
            answers[question.finding] = value_of(question, typed)


def value_of(question: Question, typed: str) -> object:
    match question.type:
        case _ if typed == "?":
            return None
        case "yes_no":
            return typed == "y"
        case "number":
            whole, _, days = typed.partition("+")
            return float(whole) + (int(days) / 7 if days else 0)
        case "choice":
            return question.options[int(typed) - 1][0]
        case "choices":
            return [question.options[int(word) - 1][0] for word in typed.split() if word != "0"]


def test_ordinary_back_pain_ends_in_self_care(start, guideline: Guideline, kept: Path) -> None:
    child = start()
    for typed in typed_for(guideline, CALM):
        child.expect(ASK)
        child.sendline(typed)
    child.expect("You can look after this at home")
    child.expect(pexpect.EOF)
    assert not kept.exists(), "a finished check leaves nothing behind"


def test_a_tick_on_the_first_screen_opens_its_details_and_ends_in_an_emergency(start) -> None:
    child = start()
    child.expect("anything dangerous")
    child.expect(ASK)
    child.sendline("4")  # numbness, weakness, bladder and bowel
    for said in ("y", "y"):  # back pain, pregnant
        child.expect(ASK)
        child.sendline(said)
    child.expect("weeks")
    child.expect(ASK)
    child.sendline("27")
    child.expect("between your legs")
    child.expect(ASK)
    child.sendline("1")
    child.expect("Call an ambulance now")
    child.expect(pexpect.EOF)


def past_the_first_screen(start) -> pexpect.spawn:
    """At the second screen of someone 24 weeks pregnant with back pain and nothing dangerous."""
    child = start()
    child.expect("anything dangerous")
    child.expect(ASK)
    child.sendline("0")
    for said in ("y", "y"):
        child.expect(ASK)
        child.sendline(said)
    child.expect("weeks")
    child.expect(ASK)
    child.sendline("24")
    child.expect("Your pain, and you")
    child.expect(ASK)
    return child


def test_stopping_loses_nothing_and_the_same_command_carries_on(start, kept: Path) -> None:
    child = past_the_first_screen(start)
    child.sendline("q")
    child.expect("Your answers are kept")
    child.expect(pexpect.EOF)
    assert json.loads(kept.read_text())[0]["any_collapse"] is False
    assert kept.stat().st_mode & 0o077 == 0, "only she may read it"

    again = start()
    again.expect("Carry on")
    again.sendline("y")
    again.expect("Your pain, and you")


def test_back_asks_the_screen_before_again(start) -> None:
    child = past_the_first_screen(start)
    child.sendline("b")
    child.expect("anything dangerous")


def test_what_cannot_be_read_is_asked_again(start) -> None:
    child = start()
    child.expect("anything dangerous")
    child.expect(ASK)
    for nonsense in ("banana", "99", "1 x", "-1", ""):
        child.sendline(nonsense)
        child.expect("Type numbers from 1 to 6")
        child.expect(ASK)


def test_stopping_within_a_screen_keeps_what_was_answered_and_nothing_private(
    start, kept: Path
) -> None:
    child = start()
    child.expect("anything dangerous")
    child.expect(ASK)
    child.sendline("0")
    child.expect(ASK)
    child.sendline("y")
    child.expect(ASK)
    child.sendline("q")
    child.expect(pexpect.EOF)
    (screen,) = json.loads(kept.read_text())
    assert screen["back_pain"] is True
    kept.write_text(json.dumps([{**screen, "any_safety": True}]))
    again = start()
    again.expect("Carry on")
    again.sendline("y")
    again.expect(ASK)
    again.sendline("q")
    again.expect(pexpect.EOF)
    assert "any_safety" not in json.loads(kept.read_text())[0]


def test_answers_of_an_earlier_day_are_asked_again(start, kept: Path) -> None:
    kept.write_text(
        json.dumps([{"any_chest_or_breath": False, "pregnant": True, "gestation_weeks": 30}])
    )
    os.utime(kept, (0, 0))
    child = start()
    child.expect("Carry on")
    child.sendline("y")
    child.expect("ask again what may have changed")
    child.expect("Chest pain", timeout=10)
    child.expect(ASK)
    child.sendline("q")
    child.expect(pexpect.EOF)
    assert json.loads(kept.read_text())[0] == {"pregnant": True, "gestation_weeks": 30}


def test_she_may_have_her_answer_at_once(start) -> None:
    child = start()
    child.expect("anything dangerous")
    child.expect(ASK)
    child.sendline("a")
    child.expect("Ring your maternity unit now")
    child.expect("Not everything has been asked yet")
    child.expect(pexpect.EOF)


@pytest.mark.parametrize(
    ("typed", "weeks"),
    [
        ("31", 31),
        ("31+4", 31 + 4 / 7),
        ("31 + 4", 31 + 4 / 7),
        ("31w4d", 31 + 4 / 7),
        ("31 weeks", 31),
        ("31 weeks 4 days", 31 + 4 / 7),
        ("31.4", None),
        ("31+7", None),
        ("+4", None),
        ("thirty", None),
        ("-3", None),
    ],
)
def test_weeks_are_understood_as_people_write_them(typed: str, weeks: float | None) -> None:
    assert weeks_typed(typed) == weeks


def test_the_interrupt_key_stops_without_loss(start) -> None:
    child = start()
    child.expect("anything dangerous")
    child.expect(ASK)
    child.sendcontrol("c")
    child.expect("Stopped")
    child.expect(pexpect.EOF)
