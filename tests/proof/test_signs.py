"""A sign may only stand beside others that are really there whenever it is."""

import msgspec
import pytest
from planted import with_fields, with_rules, with_sign

from carrywell import Guideline
from carrywell.guideline.model import Urgency
from carrywell.proof.claims import world_of
from carrywell.proof.properties import PROPERTIES
from carrywell.proof.prove import Proof, prove


def proved(guideline: Guideline, name: str) -> Proof:
    one = next(one for one in PROPERTIES if one.name == name)
    return prove(world_of(guideline), one)


def test_a_sign_that_another_hides_must_say_so(guideline: Guideline) -> None:
    silent = with_fields(guideline, "signs", "foot_drop_progressing", stands_beside=())
    assert proved(silent, "sign_can_decide").faults == (
        "whenever foot_drop_progressing is true, another sign as urgent or more is too",
    )


def test_the_words_of_another_sign_are_no_excuse(guideline: Guideline) -> None:
    hidden = with_rules(guideline, sign__womb_tender_early="uterus_hard_or_tender AND seizure")
    assert hidden.content.sign["womb_tender_early"].watch_for_as is not None
    assert proved(hidden, "sign_can_decide").faults == (
        "whenever womb_tender_early is true, another sign as urgent or more is too",
    )


def test_a_sign_that_can_decide_may_not_say_otherwise(guideline: Guideline) -> None:
    wrong = with_fields(guideline, "signs", "c_concealed", stands_beside=("fit",))
    proof = proved(wrong, "sign_can_decide")
    assert proof.faults == (
        "c_concealed is there without any sign that it is said to stand beside",
    )
    (witness,) = proof.witnesses
    (answers,) = witness.people
    assert "c_concealed" in {one.id for one in wrong.assess(answers).signs}


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ("pain_2_weeks", "c_concealed is said to stand beside pain_2_weeks, which is less urgent"),
        ("c_ces", "c_concealed is said to stand beside c_ces, which never decides itself"),
    ],
)
def test_a_sign_stands_beside_one_that_decides(
    guideline: Guideline, named: str, fault: str
) -> None:
    more = with_fields(guideline, "signs", "c_concealed", stands_beside=("womb_hard", named))
    assert proved(more, "sign_can_decide").faults == (fault,)


def test_words_for_something_less_urgent_are_found(guideline: Guideline) -> None:
    softer = with_fields(guideline, "signs", "c_ces", watch_for_as="pain_severe")
    assert proved(softer, "watch_words_as_urgent").faults == (
        "c_ces is emergency and told with pain_severe, which is urgent",
    )


@pytest.mark.parametrize(("sign_id", "urgency"), [("fit", "urgent"), ("pain_2_weeks", "urgent")])
def test_words_for_another_urgency_are_found(
    guideline: Guideline, sign_id: str, urgency: Urgency
) -> None:
    wrong = with_sign(
        guideline, sign_id, lambda sign: msgspec.structs.replace(sign, urgency=urgency)
    )
    (fault,) = proved(wrong, "what_to_do_as_urgent").faults
    assert fault.startswith(f"{sign_id} is {urgency}, and what to do does not say so")


def test_an_ambulance_for_less_than_an_emergency_is_found(guideline: Guideline) -> None:
    told = "Call an ambulance now."
    wrong = with_fields(guideline, "signs", "worried", do=told)
    assert proved(wrong, "what_to_do_as_urgent").faults == (
        f"worried is urgent, and what to do does not say so: {told}",
    )


@pytest.mark.parametrize(
    "told", ["Rest now, and see how it is in the morning.", "Ring when you can. Rest now."]
)
def test_now_without_somebody_to_ring_or_go_to_is_found(guideline: Guideline, told: str) -> None:
    wrong = with_fields(guideline, "signs", "worried", do=told)
    assert proved(wrong, "what_to_do_as_urgent").faults == (
        f"worried is urgent, and what to do does not say so: {told}",
    )
