"""What she reads carries the rules: it holds of the shipped words, and planted faults are found."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from carrywell import Guideline
from carrywell.assessment.interview import question_of
from carrywell.proof import wording, wording_numbers
from carrywell.proof.claims import Claim, Plain, World
from carrywell.proof.wording import Wording, own_wording, said_in_words
from carrywell.proof.words import Excepted, Language, language

Claims = Callable[[World, Wording], Iterator[Claim]]
ENGLISH = language("en")


def faults(claims: Iterator[Claim]) -> list[str]:
    told = []
    for claim in claims:
        assert isinstance(claim, Plain)
        told += [claim.says] * claim.wrong
    return told


def worded(guideline: Guideline, **changed: str) -> Wording:
    """The guideline's own words with some changed; a key's colons are written as two underscores."""
    own = own_wording(guideline)
    texts = {key.replace("__", ":"): text for key, text in changed.items()}
    assert set(texts) <= set(own.texts)
    return Wording(own.language, {**own.texts, **texts})


PLANTED: dict[str, tuple[Claims, str, str, str]] = {
    "a number in a question": (
        wording_numbers.numbers_are_the_rules,
        "ask__fever",
        "Do you feel hot or feverish, or was your temperature 38.5 °C or more?",
        "ask:fever says 38.5 °C, which is no number of its rule",
    ),
    "a limit in a question": (
        wording_numbers.numbers_are_the_rules,
        "ask__fever",
        "Do you feel hot or feverish, or was your temperature more than 37.5 °C?",
        "ask:fever says 37.5 °C as >, and its rule does not",
    ),
    "a unit of time": (
        wording_numbers.numbers_are_the_rules,
        "ask__morning_stiffness",
        "Is your back stiff for more than half a day each morning, and better once you move?",
        "ask:morning_stiffness says half a day, which is no number of its rule",
    ),
    "a number in an option": (
        wording_numbers.numbers_are_the_rules,
        "option__gestation_estimate__third_trimester",
        "The last three months (26 weeks or more)",
        "option:gestation_estimate:third_trimester says 26 weeks, which is no number of its rule",
    ),
    "a number in a sign's title": (
        wording_numbers.numbers_are_the_rules,
        "title__weeks_over_43",
        "Past 42 weeks",
        "title:weeks_over_43 says 42 weeks, which is no number of its rule",
    ),
    "a limit in a sign's words": (
        wording_numbers.numbers_are_the_rules,
        "say__oxygen_low",
        "An oxygen reading of 92 % or more means that your body may not be getting enough oxygen.",
        "say:oxygen_low says 92 % as >=, and its rule does not",
    ),
    "degrees that do not agree": (
        wording_numbers.numbers_are_the_rules,
        "say__fever_38",
        "A temperature of 38 °C (104 °F) or more can mean an infection that needs treatment.",
        "say:fever_38 says 104 °F, which is no number of its rule",
    ),
    "a number in what to watch for": (
        wording_numbers.numbers_are_the_rules,
        "watch_for__headache_danger",
        "a sudden, worst-ever headache, or blood pressure of 180 or more (top)",
        "watch_for:headache_danger says 180, which is no number of its rule",
    ),
    "a time to wait in an emergency": (
        wording_numbers.numbers_are_the_rules,
        "do__saddle_numbness",
        "Ask to be seen within 24 hours.",
        "do:saddle_numbness says 24 hours, which is no number of its rule",
    ),
    "another time in a heading": (
        wording_numbers.numbers_are_the_rules,
        "intro__danger_any_nerve_loss",
        "Think of the last three weeks: what is new, or worse than before?",
        "intro:danger_any_nerve_loss says three weeks, which is no number of its rule",
    ),
    "a number nobody can read": (
        wording_numbers.limits_are_said,
        "say__pulse_extreme",
        "A pulse that is very fast or slow at rest can mean that the heart is in trouble.",
        "pulse_extreme asks for heart_rate < 40, and no word she reads says so",
    ),
    "another unit asked for": (
        wording.units_are_said,
        "ask__postpartum_days",
        "How many weeks ago did you give birth?",
        "the question postpartum_days does not ask for days",
    ),
    "the unit left out": (
        wording.units_are_said,
        "ask__contraction_duration_seconds",
        "How long is one tightening?",
        "the question contraction_duration_seconds does not ask for seconds",
    ),
    "good news for bad": (
        wording.no_is_no,
        "ask__relieved_by_rest",
        "Does the pain go on when you rest or change position?",
        "the question relieved_by_rest sounds like bad news and is not",
    ),
    "bad news for good": (
        wording.no_is_no,
        "ask__rest_pain",
        "Does lying down ease the pain?",
        "the question rest_pain sounds like good news and is not",
    ),
    "a no that is lost": (
        wording.no_is_no,
        "ask__bladder_retention",
        "In the last two weeks, are you able to pass urine?",
        "the question bladder_retention says no where its name does not",
    ),
    "a double no": (
        wording.no_is_no,
        "ask__vomiting_no_fluids",
        "Has no drink not stayed down for a whole day, or no urine passed for eight hours?",
        "the question vomiting_no_fluids has a double negative",
    ),
    "two options alike": (
        wording.keys_are_whole,
        "option__fetal_movement__reduced",
        "As usual ",
        "two options of fetal_movement have the same words",
    ),
    "an empty question": (
        wording.keys_are_whole,
        "ask__fever",
        " ",
        "ask:fever is missing or not asked for",
    ),
}
"""What is planted: where it is looked for, the text, its new words, and what is told of it."""


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_in_the_words_is_found(world: World, guideline: Guideline, fault: str) -> None:
    claims, key, text, told = PLANTED[fault]
    assert faults(claims(world, worded(guideline))) == []
    assert any(told in one for one in faults(claims(world, worded(guideline, **{key: text}))))


def test_a_question_that_is_not_its_findings_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(finding: Any) -> Any:
        question = question_of(finding)
        if finding.id == "fever_c":
            return msgspec.structs.replace(question, max=40.0)
        if finding.id == "fetal_movement":
            return msgspec.structs.replace(question, options=question.options[::-1])
        return question

    monkeypatch.setattr("carrywell.proof.wording.question_of", put)
    assert faults(wording.questions_carry_the_finding(world)) == [
        "the question fever_c is not that of its finding",
        "the question fetal_movement is not that of its finding",
    ]


def test_a_moved_threshold_leaves_its_words_behind(guideline: Guideline) -> None:
    from planted import with_rules

    from carrywell.proof.claims import world_of

    moved = with_rules(guideline, sign__oxygen_low="oxygen_measured AND oxygen_saturation < 90")
    told = faults(wording_numbers.numbers_said_are_the_rules(world_of(moved)))
    assert "en: say:oxygen_low says 92 %, which is no number of its rule" in told
    assert any(one.startswith("en: oxygen_low asks for oxygen_saturation < 90") for one in told)


FRENCH = msgspec.structs.replace(
    ENGLISH,
    language="fr",
    numbers={"deux": 2, "huit": 8, "demi": 0.5, **ENGLISH.numbers},
    units={**ENGLISH.units, "semaines": ENGLISH.units["weeks"], "heures": ENGLISH.units["hours"]},
    after={**ENGLISH.after, "ou plus": ">="},
    before={**ENGLISH.before, "plus de": ">"},
    negations=(*ENGLISH.negations, "pas", "aucun"),
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Avez-vous de la fièvre, ou une température de 37.5 °C ou plus ?", []),
        (
            "Avez-vous de la fièvre, ou une température de 38 °C ou plus ?",
            ["fr: ask:fever says other numbers than the guideline"],
        ),
        (
            "Avez-vous de la fièvre, ou une température de plus de 37.5 °C ?",
            ["fr: ask:fever says other numbers than the guideline"],
        ),
    ],
)
def test_a_translation_is_held_to_the_guideline(
    world: World, guideline: Guideline, monkeypatch: pytest.MonkeyPatch, text: str, told: list[str]
) -> None:
    for module in (wording, wording_numbers):
        monkeypatch.setattr(module, "language", {"en": ENGLISH, "fr": FRENCH}.__getitem__)
    french = Wording("fr", {**own_wording(guideline).texts, "ask:fever": text})
    assert faults(wording_numbers.the_same_as_the_guideline(world, french)) == told


def test_a_translation_that_loses_a_no_is_found(
    world: World, guideline: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "language", {"en": ENGLISH, "fr": FRENCH}.__getitem__)
    lost = "Un bras ou une jambe que vous pouvez bouger ?"
    texts = {**own_wording(guideline).texts, "ask:rest_pain": lost}
    texts["ask:foot_drop"] = "In the last two weeks, are you newly able to lift your foot?"
    told = faults(wording.no_is_no(world, Wording("fr", texts)))
    assert "fr: the question foot_drop says no where the guideline does not" in told[-1]


def test_a_language_nobody_has_written_rules_for_stops_the_proof() -> None:
    with pytest.raises(FileNotFoundError):
        language("xx")


@pytest.mark.parametrize(
    ("text", "unit", "value", "limit"),
    [
        ("for more than half an hour", "hours", 0.5, ">"),
        ("an hour or less", "hours", 1, "<="),
        ("over two weeks", "hours", 336, ">"),
        ("160 or more (top)", None, 160, ">="),
        ("38 °C (that is warm) or more", "°C", 38, ">="),
        ("100.4 °F", "°C", 38, None),
        ("the second half of pregnancy", "hours", 20 * 168, ">="),
        ("a pulse above 130", None, 130, ">"),
        ("three babies or more", None, 3, ">="),
    ],
)
def test_how_a_number_is_read(text: str, unit: str | None, value: float, limit: str | None) -> None:
    amount = ENGLISH.amount(text)
    assert (amount.unit, amount.limit) == (unit, limit)
    assert amount.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["at once", "a second reading", "one leg", "the first sign"])
def test_what_is_no_number(text: str) -> None:
    assert ENGLISH.amounts(text) == ()


def without(speech: Language, name: str, one: Any, said: str) -> Language:
    """The language without one thing that is let pass."""
    left = []
    for other in getattr(speech, name):
        if other is one:
            other = msgspec.structs.replace(  # noqa: PLW2901  # the others stay as they are
                one, said=tuple(text for text in one.said if text != said)
            )
        left.append(other)
    return msgspec.structs.replace(speech, **{name: tuple(left)})


LET_PASS = [
    pytest.param(name, one, key, said, id=f"{key}-{said}")
    for name in ("numbers_excepted", "limits_excepted", "polarity_excepted")
    for one in getattr(ENGLISH, name)
    for key in one.where
    for said in one.said
]


@pytest.mark.parametrize(("name", "one", "key", "said"), LET_PASS)
def test_each_exception_is_still_needed(
    world: World,
    guideline: Guideline,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    one: Excepted,
    key: str,
    said: str,
) -> None:
    speech = without(ENGLISH, name, one, said)
    for module in (wording, wording_numbers):
        monkeypatch.setattr(module, "language", lambda _: speech)
    claims = (
        wording.no_is_no if name == "polarity_excepted" else wording_numbers.numbers_are_the_rules
    )
    told = faults(claims(world, own_wording(guideline)))
    assert any(key.removeprefix("ask:") in fault for fault in told)


def test_each_number_that_need_not_be_said_is_still_not_said(
    world: World, guideline: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        wording_numbers, "language", lambda _: msgspec.structs.replace(ENGLISH, not_said=())
    )
    told = faults(wording_numbers.limits_are_said(world, own_wording(guideline)))
    for one in ENGLISH.not_said:
        for value in one.values:
            assert any(f"{one.finding} " in fault and f" {value:g}," in fault for fault in told)


def test_each_number_defined_in_words_is_said_and_has_its_reason(guideline: Guideline) -> None:
    own = own_wording(guideline)
    for one in said_in_words():
        assert one.because
        for name in one.questions:
            said = wording_numbers.said_by(own, guideline.content.finding[name])
            for written in one.says:
                meant = ENGLISH.amount(written)
                assert any(other.is_same(meant) and other.limit == meant.limit for other in said), (
                    name,
                    written,
                )
