"""The interview, driven by random women who tell the truth, sometimes 'not sure'."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from carrywell import Guideline
from carrywell.assessment.result import NextScreen
from carrywell.conditions.nodes import findings_of
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import RANK

Answers = dict[str, Any]
Screens = list[tuple[NextScreen, Answers]]

MOST_SCREENS = 25
SEEDS = range(60)


def reply(screen: NextScreen, truth: Answers, draw: random.Random, unsure: float) -> Answers:
    """Her answers to one screen. What she does not know of herself she answers 'not sure'."""
    given: Answers = {}
    for question in screen.questions:
        if question.only_if is not None:
            other, wanted = question.only_if
            if given.get(other) is not wanted:
                continue
        if question.finding == "gestation_estimate":
            given["gestation_estimate"] = _estimate(truth, given, draw)
        elif draw.random() < unsure:
            given[question.finding] = None
        else:
            given[question.finding] = truth.get(question.finding)
    return given


def _estimate(truth: Answers, given: Answers, draw: random.Random) -> str | None:
    if given.get("gestation_weeks") is not None:
        return "exact_weeks"
    weeks = truth.get("gestation_weeks")
    if weeks is None:
        return None
    third = "first" if weeks < 13 else "second" if weeks < 28 else "third"
    return draw.choice([f"{third}_trimester", None])


def interview(
    guideline: Guideline, truth: Answers, draw: random.Random, unsure: float = 0.0
) -> tuple[Answers, Screens]:
    given: Answers = {}
    screens: Screens = []
    while (screen := guideline.next_screen(given)) is not None:
        said = reply(screen, truth, draw, unsure)
        screens.append((screen, said))
        given |= said
        assert len(screens) <= 60, "it does not end"
    return given, screens


def none_of_these(guideline: Guideline) -> Answers:
    """The first screen answered by a woman at 30 weeks who has nothing of the list."""
    screen = guideline.next_screen({})
    assert screen is not None
    assert screen.id == "danger"
    ticks = {one.finding: False for one in screen.questions if one.opens_details}
    return ticks | {"pregnant": True, "gestation_weeks": 30, "back_pain": True}


@pytest.mark.parametrize("seed", SEEDS)
def test_it_ends_soon_and_never_asks_twice(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(seed)
    _, screens = interview(guideline, woman(draw), draw, unsure=draw.choice([0.0, 0.05, 0.3]))
    assert len(screens) <= MOST_SCREENS
    asked = [question.finding for screen, _ in screens for question in screen.questions]
    skipped = {
        question.finding
        for screen, said in screens
        for question in screen.questions
        if question.finding not in said
    }
    twice = {name for name in asked if asked.count(name) > 1}
    assert twice <= skipped, "only a question that did not apply may come again"


@pytest.mark.parametrize("seed", SEEDS)
def test_when_all_is_told_the_answer_is_that_of_the_whole_truth(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(100 + seed)
    truth = woman(draw)
    given, _ = interview(guideline, truth, draw)
    told, whole = guideline.assess(given), guideline.assess(truth)
    assert whole.floor == whole.ceiling
    assert told.floor == told.urgency == told.ceiling == whole.urgency


@pytest.mark.parametrize("seed", SEEDS)
def test_stopping_at_routine_or_soon_leaves_no_serious_sign_open(
    guideline: Guideline, compiled: Compiled, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(200 + seed)
    given, _ = interview(guideline, woman(draw, bad=0.01), draw, unsure=draw.choice([0.0, 0.02]))
    result = guideline.assess(given)
    not_sure = {name for name, value in given.items() if value is None}
    for sign in result.undecided:
        if RANK[sign.urgency] >= RANK["urgent"]:
            assert RANK[result.urgency] >= RANK["urgent"], sign.id
            told = {compiled.content.umbrella_of.get(name) for name in sign.depends_on}
            for name in sign.depends_on:  # or not sure of what the question waits for
                guard = compiled.conditions.get(f"ask_when:{name}")
                told |= set(findings_of(guard)) if guard is not None else set()
            assert not_sure & (told | set(sign.depends_on)), sign.id


@pytest.mark.parametrize("seed", SEEDS)
def test_going_back_and_changing_an_answer_equals_answering_afresh(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(300 + seed)
    first, second = woman(draw), woman(draw)
    _, screens = interview(guideline, first, draw, unsure=0.05)
    keep = draw.randrange(len(screens))
    given = {name: value for _, said in screens[:keep] for name, value in said.items()}
    changed = {name: second.get(name, value) for name, value in given.items()}
    before = guideline.assess(given)
    there = guideline.next_screen(given)
    assert there == screens[keep][0]
    for name, value in changed.items():  # away and back again, one answer at a time
        given[name], kept = value, given[name]
        given[name] = kept
    assert guideline.assess(given) == before
    shuffled = list(given)
    draw.shuffle(shuffled)
    afresh = {name: given[name] for name in shuffled}
    assert guideline.assess(afresh) == before, "the order of the answers must not matter"


def test_changing_yes_to_none_of_these_takes_the_alarm_back(guideline: Guideline) -> None:
    calm = none_of_these(guideline)
    alarmed = guideline.assess(calm | {"any_nerve_loss": True, "saddle_numbness": True})
    assert alarmed.urgency == "emergency"
    assert guideline.assess(calm) == guideline.assess({**calm, "any_nerve_loss": False})
    assert guideline.assess(calm).floor == "routine"


@pytest.mark.parametrize(
    "emergency", ["saddle_numbness", "chest_pain", "seizure", "cord_felt", "one_side_sudden_low"]
)
def test_an_emergency_ends_it(
    guideline: Guideline, compiled: Compiled, woman: Callable[..., Answers], emergency: str
) -> None:
    truth = woman(random.Random(1), bad=0.0)
    truth |= {emergency: True, compiled.content.umbrella_of[emergency]: True}
    given, screens = interview(guideline, truth, random.Random(1))
    assert guideline.assess(given).urgency == "emergency"
    assert len(screens) == 2, "the danger screen and its details"


@pytest.mark.parametrize("seed", range(20))
def test_nothing_more_is_asked_once_she_has_an_emergency(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(400 + seed)
    _, screens = interview(guideline, woman(draw, bad=0.1), draw)
    given: Answers = {}
    for number, (_, said) in enumerate(screens, start=1):
        given |= said
        if guideline.assess(given).floor == "emergency":
            assert number == len(screens)


def test_the_first_screen_asks_for_danger_first_and_needs_no_weeks(guideline: Guideline) -> None:
    screen = guideline.next_screen({})
    assert screen is not None
    assert screen.id == "danger"
    assert screen.step == 1
    asked = [question.finding for question in screen.questions]
    dangers = [question.finding for question in screen.questions if question.opens_details]
    assert asked[: len(dangers)] == dangers, "the dangers stand above everything else"
    assert "any_nerve_loss" in dangers
    alarmed = guideline.assess({"any_nerve_loss": True, "saddle_numbness": True})
    assert alarmed.floor == "emergency", "whatever the weeks"


def test_none_of_these_leads_to_the_pain(guideline: Guideline) -> None:
    second = guideline.next_screen(none_of_these(guideline))
    assert second is not None
    assert second.id == "pain"
    assert {"pain_location", "pain_score"} <= {one.finding for one in second.questions}


@pytest.mark.parametrize("said", [True, None], ids=["yes", "not sure"])
def test_an_umbrella_item_that_is_not_a_no_opens_its_details_next(
    guideline: Guideline, said: bool | None
) -> None:
    given = none_of_these(guideline) | {"any_nerve_loss": said}
    second = guideline.next_screen(given)
    assert second is not None
    assert second.id == "danger_any_nerve_loss"


def test_a_temperature_she_took_is_asked_for_though_she_does_not_feel_ill(
    guideline: Guideline,
) -> None:
    given = none_of_these(guideline) | {"any_fever": False, "fever_measured": True}
    while (screen := guideline.next_screen(given)) is not None and screen.purpose == "urgency":
        asked = [one.finding for one in screen.questions]
        if "fever_c" in asked:
            assert asked == ["fever_c"], "the 'no' has settled the rest of the screen"
            return
        given |= dict.fromkeys(asked)
    pytest.fail("she said that she took her temperature, and nobody asked what it was")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_condition_on_a_question_names_one_before_it_on_the_screen(
    guideline: Guideline, woman: Callable[..., Answers], seed: int
) -> None:
    draw = random.Random(500 + seed)
    _, screens = interview(guideline, woman(draw), draw, unsure=0.1)
    for screen, _ in screens:
        before: set[str] = set()
        for question in screen.questions:
            if question.only_if is not None:
                assert question.only_if[0] in before
            before.add(question.finding)
        assert screen.questions
        assert 1 <= screen.step <= screen.of


def test_skipping_everything_still_ends_and_still_says_ring(guideline: Guideline) -> None:
    given, screens = interview(guideline, {}, random.Random(0), unsure=1.0)
    assert set(given.values()) == {None}
    assert len(screens) <= MOST_SCREENS
    assert RANK[guideline.assess(given).urgency] >= RANK["urgent"]


def test_urgency_comes_before_causes_and_causes_before_safety(
    guideline: Guideline, woman: Callable[..., Answers]
) -> None:
    truth = woman(random.Random(3), bad=0.0)
    _, screens = interview(guideline, truth, random.Random(3))
    purposes = [screen.purpose for screen, _ in screens]
    first = {purpose: purposes.index(purpose) for purpose in purposes}
    assert list(first) == ["urgency", "causes", "safety"], "an ordinary ache is asked to the end"
    settled = purposes.index("causes")
    given = {name: value for _, said in screens[:settled] for name, value in said.items()}
    before = guideline.assess(given)
    assert before.floor == before.ceiling, "causes only once the urgency is settled"
    assert set(purposes[settled : first["safety"]]) == {"causes"}
