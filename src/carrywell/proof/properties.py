"""The safety properties: each a name, one plain sentence, and what it comes down to."""

from collections.abc import Callable, Iterator

import msgspec

from carrywell.proof.agree import (
    each_answer_is_accepted,
    no_advice_against_a_treatment,
    no_exercise_in_a_position_to_leave_out,
    no_rule_stands_twice,
    scopes_agree,
)
from carrywell.proof.claims import Claim, World
from carrywell.proof.exact import full_answers_fit, the_ceiling_is_reached, the_floor_is_reached
from carrywell.proof.harm import a_worse_answer_never_lowers
from carrywell.proof.interview import (
    an_early_end_is_final,
    every_sign_can_be_asked,
    self_care_rules_out_serious_signs,
    sure_answers_settle_every_sign,
    the_interview_always_ends,
)
from carrywell.proof.matters import (
    all_is_for_somebody,
    each_limit_can_matter,
    each_treatment_is_for_somebody,
)
from carrywell.proof.normal_forms import normal_form_says_the_same
from carrywell.proof.published import published_lists_kept
from carrywell.proof.signs import (
    each_sign_can_decide,
    each_sign_can_fire,
    what_to_do_fits_the_urgency,
    what_to_watch_for_is_told_as_urgent,
)
from carrywell.proof.thresholds import (
    no_dip_at_a_threshold,
    one_value_stands_for_its_region,
    weeks_leave_no_crack,
)
from carrywell.proof.treatments import (
    no_crack_between_limits,
    nothing_while_a_sign_is_open,
    the_matrix_is_kept,
)
from carrywell.proof.unknown import (
    advice_lies_between,
    an_open_sign_can_still_come,
    learning_takes_nothing_back,
    the_floor_is_never_above_the_truth,
)
from carrywell.proof.whole import (
    a_worse_answer_never_allows,
    first_aid_alone,
    no_gap,
    strictest_wins,
)
from carrywell.proof.wording import (
    good_news_is_told_as_such,
    questions_carry_the_finding,
    units_said_are_the_findings,
)
from carrywell.proof.wording_numbers import numbers_said_are_the_rules


class Property(msgspec.Struct, frozen=True):
    """A property of the whole guideline. `claims` says what it comes down to."""

    name: str
    says: str
    claims: Callable[[World], Iterator[Claim]]


PROPERTIES = (
    Property(
        "learning_takes_nothing_back",
        "One more answer never takes back what a rule had settled, so learning never widens the urgency.",
        learning_takes_nothing_back,
    ),
    Property(
        "floor_is_true",
        "Whatever she may still answer, she is never less urgent than the floor says.",
        the_floor_is_never_above_the_truth,
    ),
    Property(
        "advice_between_bounds",
        "No sign that is there lies above the ceiling, so floor, advice and ceiling stand in that order.",
        advice_lies_between,
    ),
    Property(
        "open_sign_under_ceiling",
        "A sign that is not ruled out could still come true, and the ceiling is at least as urgent as it is.",
        an_open_sign_can_still_come,
    ),
    Property(
        "full_answers_fit",
        "Whatever she told, everything else can still be answered in some way at every stage she may be in.",
        full_answers_fit,
    ),
    Property(
        "floor_is_reached",
        "Some full set of answers she could still give is no more urgent than the floor: it could not be raised by reasoning alone.",
        the_floor_is_reached,
    ),
    Property(
        "ceiling_is_reached",
        "A sign that her stage leaves open is made true by answers she could still give, so the ceiling could not be lowered by reasoning alone, unless she told half of a blood pressure.",
        the_ceiling_is_reached,
    ),
    Property(
        "normal_form_says_the_same",
        "Each rule in normal form says the same as the rule, and its denial the opposite, whatever is unknown.",
        normal_form_says_the_same,
    ),
    Property(
        "worse_answer_never_lowers",
        "Turning any answers from their harmless side to any other never lowers the urgency.",
        a_worse_answer_never_lowers,
    ),
    Property(
        "gate_matrix_kept",
        "No treatment is offered while a row of the gate matrix that bars it is true or not known; a row that says no refuses it.",
        the_matrix_is_kept,
    ),
    Property(
        "nothing_offered_at_urgent",
        "While an urgent or emergency sign is there or not ruled out, no treatment is offered.",
        nothing_while_a_sign_is_open,
    ),
    Property(
        "no_crack_between_limits",
        "At no threshold is a treatment offered that is barred both just below and just above it.",
        no_crack_between_limits,
    ),
    Property(
        "plan_has_no_gap",
        "Whoever is told to act now is told what to do until then, whoever else it is for is offered something, and each treatment has one status, with a reason unless it is offered.",
        no_gap,
    ),
    Property(
        "first_aid_alone",
        "Told to act now, she is shown first aid and nothing else; told otherwise, no first aid.",
        first_aid_alone,
    ),
    Property(
        "strictest_wins",
        "One rule that refuses a treatment is enough to refuse it, and one that may withhold it is enough to withhold it.",
        strictest_wins,
    ),
    Property(
        "worse_answer_never_allows",
        "Turning any answers from their harmless side to any other never lets a treatment through.",
        a_worse_answer_never_allows,
    ),
    Property(
        "advice_follows_treatments",
        "Advice that speaks for a treatment is not shown while that treatment is withheld.",
        no_advice_against_a_treatment,
    ),
    Property(
        "exercise_positions_fit",
        "No exercise is flat on her back from 20 weeks, or on hands and knees with sore wrists.",
        no_exercise_in_a_position_to_leave_out,
    ),
    Property(
        "scopes_agree",
        "Everybody has one scope: who says she is pregnant is never turned away, and who is not, or has given birth, is never taken as pregnant.",
        scopes_agree,
    ),
    Property(
        "each_answer_accepted",
        "Each answer, given alone, is accepted: it does not contradict what follows from it.",
        each_answer_is_accepted,
    ),
    Property(
        "no_rule_twice",
        "No two warning signs and no two gates have the same condition.",
        no_rule_stands_twice,
    ),
    Property(
        "limit_can_matter",
        "Each gate and caution is for somebody, and can be what withholds a treatment.",
        each_limit_can_matter,
    ),
    Property(
        "treatment_for_somebody",
        "Each treatment of the plan can be offered, and where a rule refuses it, it can be refused.",
        each_treatment_is_for_somebody,
    ),
    Property(
        "all_for_somebody",
        "Each scope, piece of advice, exercise and question is for somebody.",
        all_is_for_somebody,
    ),
    Property("sign_can_fire", "Each warning sign can be there.", each_sign_can_fire),
    Property(
        "sign_can_decide",
        "Each warning sign can be the one that decides, or it names the signs as urgent or more of which one is always there with it.",
        each_sign_can_decide,
    ),
    Property(
        "what_to_do_as_urgent",
        "What a warning sign says to do is as urgent as the sign: an emergency begins with the call for help, and nothing else does.",
        what_to_do_fits_the_urgency,
    ),
    Property(
        "watch_words_as_urgent",
        "What to watch for is never told with words for something less urgent, unless the sign is private.",
        what_to_watch_for_is_told_as_urgent,
    ),
    Property(
        "no_dip_at_a_threshold",
        "At no threshold is she less urgent than both just below and just above it.",
        no_dip_at_a_threshold,
    ),
    Property(
        "one_value_stands_for_its_region",
        "Between two thresholds of the weeks no sign changes, so the few weeks tried when they are not known are enough.",
        one_value_stands_for_its_region,
    ),
    Property(
        "weeks_leave_no_crack",
        "Once the weeks are told, 'before N weeks' is exactly the opposite of 'from N weeks'.",
        weeks_leave_no_crack,
    ),
    Property(
        "who_danger_signs_at_least_urgent",
        "Each of the 13 danger signs of WHO's antenatal quick check is at least urgent in pregnancy.",
        published_lists_kept("who_danger_signs"),
    ),
    Property(
        "cauda_equina_uk_emergency",
        "Each sign of cauda equina (squeezed nerves at the bottom of the spine) that UK pages list is an emergency.",
        published_lists_kept("cauda_equina_uk"),
    ),
    Property(
        "cauda_equina_us_emergency",
        "Each sign of cauda equina that US orthopaedic surgeons and emergency doctors list is an emergency.",
        published_lists_kept("cauda_equina_us"),
    ),
    Property(
        "cauda_equina_ireland_emergency",
        "Each sign of cauda equina that an Irish emergency department, charity or review lists is an emergency, and so is lost feeling in the legs.",
        published_lists_kept("cauda_equina_ireland"),
    ),
    Property(
        "questions_carry_the_finding",
        "In every wording (today there is the English one) each question has the type, options, unit and range of its finding, and no two options the same words.",
        questions_carry_the_finding,
    ),
    Property(
        "numbers_said_are_the_rules",
        "In every wording each number she reads is one of the rule it speaks of, 'or more' and 'under' included, each number of a sign's rule can be read, and nothing urgent names a time to wait.",
        numbers_said_are_the_rules,
    ),
    Property(
        "units_said_are_the_findings",
        "In every wording each question for a number asks for the unit of its finding.",
        units_said_are_the_findings,
    ),
    Property(
        "good_news_is_told_as_such",
        "In every wording a question asks about good news only where 'yes' is the harmless answer, has no double 'no', and is called by a name that says 'no' where it does.",
        good_news_is_told_as_such,
    ),
    Property(
        "early_end_is_final",
        "When the questions about urgency end, none that was not put could change how urgent she is, unless it waits for an answer she was not sure of.",
        an_early_end_is_final,
    ),
    Property(
        "sure_answers_settle_it",
        "A woman who is sure of every answer has no sign open above her urgency when the questions about it end.",
        sure_answers_settle_every_sign,
    ),
    Property(
        "self_care_only_when_ruled_out",
        "Nobody is sent to self-care while an emergency or urgent sign could be there, unless she was asked and not sure and the guideline lets that pass for this sign.",
        self_care_rules_out_serious_signs,
    ),
    Property(
        "interview_ends",
        "Each screen that is shown has a new question that is surely for her, so the interview ends after at most as many screens as there are questions.",
        the_interview_always_ends,
    ),
    Property(
        "every_sign_is_asked_about",
        "All that a sign rests on is asked before the urgency is settled; no two questions wait for each other, and every screen of details can be opened.",
        every_sign_can_be_asked,
    ),
)
