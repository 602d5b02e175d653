"""The interview: its formulas agree with it, faults planted in its screens are found, and it ends."""

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest
import z3
from planted import with_fields, with_rules
from test_world import an_answer, somebody

from carrywell import Guideline
from carrywell.assessment.answers import AnswerError, Settled, settle
from carrywell.assessment.decide import Decision, decide, if_unsure
from carrywell.assessment.interview import urgency_screen
from carrywell.assessment.reasons import still_open
from carrywell.assessment.result import NextScreen
from carrywell.conditions.smt import Formula, every
from carrywell.guideline.compiled import UNDECIDED, Compiled
from carrywell.guideline.facts import as_answer, harmless_value
from carrywell.guideline.model import RANK
from carrywell.proof.claims import World, world_of
from carrywell.proof.interview import interview_of
from carrywell.proof.interview_shown import (
    cared_for_alone,
    ended,
    left_open,
    left_unasked,
    shown_in_vain,
)
from carrywell.proof.interview_twin import Interview
from carrywell.proof.properties import PROPERTIES, Property
from carrywell.proof.prove import Proof, prove
from carrywell.proof.world import same

Answers = dict[str, Any]
MOST_SCREENS = 60
"""Far fewer than there are questions, and more than any interview we have seen took."""


def test_what_a_sign_still_depends_on_is_the_same_as_formula_and_in_the_program(
    world: World,
) -> None:
    interview = interview_of(world)
    chance = random.Random(11)
    keys = [f"sign:{one.id}" for one in world.compiled.content.signs if RANK[one.urgency] > 0]
    keys += [key for key in world.compiled.conditions if key.startswith("ask_when:")]
    seen = 0
    for settled in some_people(world.compiled, chance, 25):
        agrees = []
        for key in chance.sample(keys, 40):
            rule = interview.rule(key)
            names = still_open(world.compiled, key, settled.facts)
            assert set(names) <= set(rule.names)
            agrees += [same(formula, name in names) for name, formula in rule.names.items()]
            seen += bool(names)
        assert under(interview, every(agrees), settled), settled.base
    assert seen > 200


def test_the_formulas_put_what_the_program_puts(world: World) -> None:
    """At every step of random interviews, and for random sets of answers."""
    interview = interview_of(world)
    chance = random.Random(12)
    shown: set[str] = set()
    ends = 0
    for settled, decision, screen in states(world.compiled, chance):
        shown.add("" if screen is None else screen.id)
        ends += screen is None
        wanted = put_by_the_program(interview, screen)
        assert under(interview, wanted, settled, decision), screen and screen.id
    assert ends > 10
    assert len(shown) > 20


def put_by_the_program(interview: Interview, screen: NextScreen | None) -> Formula:
    """The screens before this one put nothing; this one puts exactly its questions."""
    if screen is None:
        return interview.nothing_to_ask
    agrees = []
    for one, put in interview.screens:
        here = one.id == screen.id
        asked = {question.finding for question in screen.questions} if here else set()
        agrees += [same(formula, name in asked) for name, formula in put.items()]
        if here:
            return every(agrees)
    raise AssertionError(f"{screen.id} is no urgency screen")


def states(
    compiled: Compiled, chance: random.Random
) -> Iterator[tuple[Settled, Decision, NextScreen | None]]:
    """Moments at which the urgency is not settled, with the screen the program shows then."""
    tried = (
        answers
        for draw in range(30)
        for answers in walk(compiled, chance, unsure=(0.0, 0.1, 0.5)[draw % 3])
    )
    for settled in (
        *(settle(compiled, one) for one in tried),
        *some_people(compiled, chance, 40),
    ):
        decision = decide(compiled, settled)
        if decision.interval.floor != decision.interval.ceiling:
            yield settled, decision, urgency_screen(compiled, settled, decision)


def some_people(compiled: Compiled, chance: random.Random, how_many: int) -> Iterator[Settled]:
    """Random answers, some of them 'not sure'."""
    while how_many:
        answers = somebody(compiled, chance)
        unsure = {name: None for name in answers if chance.random() < 0.2}
        try:
            yield settle(compiled, {**answers, **unsure})
        except AnswerError:
            continue
        how_many -= 1


def walk(compiled: Compiled, chance: random.Random, unsure: float) -> Iterator[Answers]:
    """Her answers before each urgency screen and after the last one.

    Hardly any is alarming, so that she is asked much. One that does not fit what she said before
    becomes 'not sure'.
    """
    answers: Answers = {}
    while True:
        settled = settle(compiled, answers)
        yield answers
        screen = urgency_screen(compiled, settled, decide(compiled, settled))
        if screen is None:
            return
        for question in screen.questions:
            answers = with_one_more(compiled, answers, question.finding, chance, unsure)


def with_one_more(
    compiled: Compiled, answers: Answers, finding: str, chance: random.Random, unsure: float
) -> Answers:
    declared = compiled.content.finding[finding]
    calm = as_answer(harmless_value(declared))
    given = an_answer(declared, chance) if calm is None or chance.random() < 0.04 else calm
    if chance.random() < unsure:
        given = None
    try:
        settle(compiled, {**answers, finding: given})
    except AnswerError:
        given = None
    return {**answers, finding: given}


def under(
    interview: Interview, formula: Formula, settled: Settled, decision: Decision | None = None
) -> bool:
    """What the formula comes to for her, with what she was asked and, where given, her floor."""
    if isinstance(formula, bool):
        return formula
    finding = interview.compiled.content.finding
    pairs = [
        *interview.her.fixed(settled.base),
        *((interview.asked(one), z3.BoolVal(one in settled.asked)) for one in finding),
    ]
    if decision is not None:
        floor = decision.interval.floor
        pairs += [(above, z3.BoolVal(rank > floor)) for rank, above in interview.above.items()]
        still = {one.id for one in decision.undecided}
        pairs += [(kept, z3.BoolVal(sign in still)) for sign, kept in interview.kept.items()]
    found = z3.simplify(z3.substitute(formula, *pairs))
    assert z3.is_true(found) or z3.is_false(found), found
    return bool(z3.is_true(found))


@pytest.mark.parametrize("unsure", [0.0, 0.05, 0.4, 1.0])
def test_every_interview_ends_with_what_is_proved_of_the_end(
    guideline: Guideline, compiled: Compiled, unsure: float
) -> None:
    chance = random.Random(int(unsure * 100))
    calm = 0
    for _ in range(15):
        steps = list(walk(compiled, chance, unsure))
        last = steps[-1]
        assert len(steps) <= MOST_SCREENS
        assert all(len(before) < len(after) for before, after in pairwise(steps))
        end = ended(guideline, last)
        assert end is not None
        assert not any(end.unasked(sign) for sign in end.open_signs())
        calm += not end.decision.is_urgent
        if not end.decision.is_urgent:
            serious = [one for one in end.open_signs() if RANK[one.urgency] >= RANK["urgent"]]
            assert all(RANK[if_unsure(one)] < RANK["urgent"] for one in serious)
        if unsure == 0.0 and None not in last.values():
            assert end.decision.floor == end.decision.ceiling
    assert unsure > 0.0 or calm > 0, "somebody must get to the end without an alarm"


Plant = Callable[[Guideline], Guideline]


def asks(screen: str, without: str) -> Plant:
    """The screen without one of its questions."""

    def plant(guideline: Guideline) -> Guideline:
        left = tuple(one for one in screens(guideline)[screen].asks if one != without)
        return with_fields(guideline, "screens", screen, asks=left)

    return plant


def opens(screen: str, umbrella: str) -> Plant:
    return lambda guideline: with_fields(guideline, "screens", screen, details_of=umbrella)


def rules(**texts: str) -> Plant:
    return lambda guideline: with_rules(guideline, **texts)


def later(screen: str) -> Plant:
    return lambda guideline: with_fields(guideline, "screens", screen, purpose="safety")


def screens(guideline: Guideline) -> Mapping[str, Any]:
    return {one.id: one for one in guideline.content.screens}


FAULTS: dict[str, tuple[str, Plant]] = {
    "a sign that no screen asks": (
        "saddle_numbness",
        asks("danger_any_nerve_loss", "saddle_numbness"),
    ),
    "an umbrella item that no screen asks": (
        "belly_pain_constant",
        asks("danger", "any_severe_belly"),
    ),
    "details that nothing opens": (
        "chest_pain",
        opens("danger_any_chest_or_breath", "any_needle_matter"),
    ),
    "an urgency screen put off": ("vomiting", later("unwell")),
    "two questions that wait for each other": (
        "fever_measured",
        rules(ask_when__fever_measured="fever_c >= 38 OR unwell"),
    ),
    "a question that waits for one asked too late": (
        "self_harm_plan",
        rules(ask_when__self_harm_plan="self_harm_thoughts AND doppler_use"),
    ),
}
"""What is planted: the finding it is about, and how it is planted."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_planted_in_the_screens_is_found_and_shown(
    guideline: Guideline, fault: str
) -> None:
    finding, plant = FAULTS[fault]
    world = world_of(plant(guideline))
    proof = proved(world, "early_end_is_final", f"asking about {finding},")
    assert not proof.holds
    (witness,) = proof.witnesses
    end = ended(world.guideline, witness.people[0])
    assert end is not None
    assert any(finding in end.unasked(sign) for sign in end.open_signs())


def proved(world: World, name: str, about: str) -> Proof:
    """The proof of what a property claims in these words."""
    whole = next(one for one in PROPERTIES if one.name == name)
    return prove(
        world,
        Property(
            name, whole.says, lambda here: (one for one in whole.claims(here) if about in one.says)
        ),
    )


def test_a_sign_left_open_is_named_though_she_was_sure_of_everything(guideline: Guideline) -> None:
    plant = FAULTS["a question that waits for one asked too late"][1]
    proof = proved(world_of(plant(guideline)), "sure_answers_settle_it", "")
    assert proof.faults == (
        "the interview ends with self_harm_plan (emergency) open, and she was sure of every answer",
    )
    (witness,) = proof.witnesses
    assert None not in witness.people[0].values()
    assert "not sure" not in witness.words[0]


def test_nobody_who_could_not_be_asked_is_sent_to_self_care(guideline: Guideline) -> None:
    """The one serious sign of which 'not sure' passes must have been asked about."""
    ruled_out = rules(
        ask_when__contraction_interval_minutes="contractions AND contractions_regular"
    )(guideline)
    world = world_of(ruled_out)
    whole = next(one for one in PROPERTIES if one.name == "self_care_only_when_ruled_out")
    assert prove(world, whole, most_shown=0).faults == (
        "she is sent to self-care while contractions_too_close (urgent) is not ruled out",
    )
    answers = walked_calmly(ruled_out, {"contractions": True, "contractions_regular": False})
    told = ruled_out.assess(answers)
    assert told.next_screen is None or told.next_screen.purpose != "urgency"
    assert RANK[told.urgency] < RANK["urgent"]
    codes = settle(ruled_out.compiled, answers).codes
    signs = [one.id for one in ruled_out.content.signs]
    assert codes[signs.index("contractions_too_close")] == UNDECIDED


def walked_calmly(guideline: Guideline, told: Answers) -> Answers:
    """Every question about urgency answered harmlessly by a woman who has told this before."""
    answers: Answers = {"pregnant": True, "gestation_weeks": 14.0, **told}
    while (screen := guideline.next_screen(answers)) and screen.purpose == "urgency":
        for question in screen.questions:
            only = question.only_if
            if only is None or answers.get(only[0]) is only[1]:
                finding = guideline.content.finding[question.finding]
                calm = harmless_value(finding)
                answers[finding.id] = False if calm is None else as_answer(calm)
    return answers


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (
            "a sign that no screen asks",
            "saddle_numbness decides about urgency, and no urgency screen asks it",
        ),
        (
            "two questions that wait for each other",
            "fever_c waits for an answer that waits for fever_c",
        ),
        (
            "a question that waits for one asked too late",
            "self_harm_plan waits for doppler_use, which no urgency screen asks",
        ),
        (
            "details that nothing opens",
            "chest_pain is one of any_chest_or_breath, whose details do not ask it",
        ),
    ],
)
def test_a_fault_that_the_content_shows_is_said_in_a_sentence(
    guideline: Guideline, fault: str, says: str
) -> None:
    proof = proved(world_of(FAULTS[fault][1](guideline)), "every_sign_is_asked_about", "")
    assert says in proof.faults


def test_details_of_an_item_that_stands_on_no_screen_cannot_be_opened(guideline: Guideline) -> None:
    lost = asks("safe_for_your_health", "any_needle_matter")(guideline)
    proof = proved(world_of(lost), "every_sign_is_asked_about", "")
    assert proof.faults == ("no answer opens safe_for_your_health_any_needle_matter",)


def test_a_screen_that_asks_what_is_worked_out_is_found(guideline: Guideline) -> None:
    asked = (*screens(guideline)["danger"].asks, "feverish")
    proof = proved(
        world_of(with_fields(guideline, "screens", "danger", asks=asked)), "interview_ends", ""
    )
    assert proof.faults == ("danger asks feverish, which no answer can give",)


def test_what_no_woman_shows_is_not_taken_for_shown(guideline: Guideline) -> None:
    fit = guideline.content.sign["fit"]
    too_close = guideline.content.sign["contractions_too_close"]
    alarmed = {"any_collapse": True, "seizure": True}
    for people in (({},), (alarmed,), ({"any_collapse": None},)):
        for shows in (
            left_unasked("seizure"),
            left_open("fit"),
            cared_for_alone(fit),
            cared_for_alone(too_close),
            shown_in_vain("danger"),
            shown_in_vain("pain"),
        ):
            assert not shows(guideline, people)
