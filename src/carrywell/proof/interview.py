"""The interview is complete: nothing serious is left unasked, an early end is final, and it ends.

What is proved of 'the interview ends' is proved of every moment at which no urgency screen has a
question left. The end is one of these moments, and so is the start of the questions for the plan.
"""

from collections.abc import Iterator
from functools import lru_cache

from carrywell.assessment.decide import if_unsure
from carrywell.conditions.nodes import findings_of
from carrywell.conditions.smt import Formula, every, negate, some
from carrywell.guideline.model import RANK, Sign
from carrywell.proof.claims import Claim, Never, Plain, Shows, World
from carrywell.proof.interview_order import asked_behind, guarded_by, urgency_screens, waits_for
from carrywell.proof.interview_shown import (
    URGENT,
    cared_for_alone,
    left_open,
    left_unasked,
    shown_in_vain,
)
from carrywell.proof.interview_twin import Interview


def an_early_end_is_final(world: World) -> Iterator[Claim]:
    """Of each finding: when it was not asked by the end, no sign above the floor depends on it.

    So the signs that are still open rest on answers of 'not sure' alone, and nothing that was not
    asked can change what they advise. That nothing lowers the floor is `floor_is_true`. Left aside is
    a question that waits for one of which she was not sure.
    """
    interview = interview_of(world)
    resting = _resting_on(world, interview)
    for finding, useful in interview.useful.items():
        yield _never(
            interview,
            f"the interview ends without asking about {finding}, on which {resting[finding]} rests",
            every((useful, interview.is_unasked(finding))),
            left_unasked(finding),
            (interview.nothing_to_ask, *interview.floor_rules),
        )


def sure_answers_settle_every_sign(world: World) -> Iterator[Claim]:
    """Of each sign: at the end of an interview without 'not sure' it is settled or under the floor."""
    interview = interview_of(world)
    lists = [one.id for one in world.her.declared.values() if one.type == "choices"]
    half_told = (every((world.her.is_open(one), world.her.is_told(one))) for one in lists)
    sure = [negate(one) for one in (*interview.not_sure.values(), *half_told)]
    for sign in _raised(world):
        is_open = interview.rule(f"sign:{sign.id}").undecided
        yield _never(
            interview,
            f"the interview ends with {sign.id} ({sign.urgency}) open, and she was sure of every answer",
            every((interview.matters(sign), is_open)),
            left_open(sign.id),
            (interview.nothing_to_ask, *interview.floor_rules, *sure),
        )


def self_care_rules_out_serious_signs(world: World) -> Iterator[Claim]:
    """Of each emergency and urgent sign: it is out at every stage she may be in, or she is to ring.

    A sign that could be there is there or open, and then it advises its `if_unsure`, which the
    ceiling allows at that stage. Where `if_unsure` is less than urgent the sign may be open at the
    end, but only of someone who was not sure of all that it still rests on.
    """
    interview, staged = interview_of(world), interview_of(world).staged
    for sign in _raised(world):
        if RANK[sign.urgency] < URGENT:
            continue
        wrong = every((staged.sign(sign.id).possible, negate(world.woman.sign(sign.id).possible)))
        if RANK[if_unsure(sign)] < URGENT:
            rule = interview.rule(f"sign:{sign.id}")
            unasked = (every((one, interview.is_unasked(name))) for name, one in rule.names.items())
            open_at_end = (interview.nothing_to_ask, interview.matters(sign), some(unasked))
            wrong = some((wrong, every(open_at_end)))
        yield _never(
            interview,
            f"she is sent to self-care while {sign.id} ({sign.urgency}) is not ruled out",
            wrong,
            cared_for_alone(sign),
            interview.floor_rules,
        )


def the_interview_always_ends(world: World) -> Iterator[Claim]:
    """Of each screen: whenever it is shown, one of its questions surely applies and is new.

    So each screen that she answers leaves one question fewer, and there are at most as many screens
    as there are questions. What is to be found out is left free here: this holds of every purpose.
    """
    interview = interview_of(world)
    for screen in world.compiled.content.screens:
        put = interview.put(screen, {name: interview.free(name) for name in screen.asks})
        new = [
            every((formula, interview.applies(name).certain, negate(interview.asked(name))))
            for name, formula in put.items()
        ]
        yield _never(
            interview,
            f"{screen.id} is shown, and no question on it is new and surely for her",
            every((some(put.values()), *(negate(one) for one in new))),
            shown_in_vain(screen.id),
        )
        finding = world.compiled.content.finding
        for name in screen.asks:
            yield Plain(
                f"{screen.id} asks {name}, which no answer can give",
                finding[name].derived is not None,
            )


def every_sign_can_be_asked(world: World) -> Iterator[Claim]:
    """Of each finding that a sign rests on: some screen asks it before the urgency is settled."""
    compiled = world.compiled
    base, details = urgency_screens(compiled)
    asked = {name for screen in (*base, *details) for name in screen.asks}
    opens = {screen.details_of: screen.asks for screen in details}
    for name in _rested_on(world):
        umbrella = compiled.content.umbrella_of.get(name)
        yield Plain(
            f"{name} decides about urgency, and no urgency screen asks it", name not in asked
        )
        yield Plain(
            f"{name} is one of {umbrella}, whose details do not ask it",
            umbrella is not None and name not in opens.get(umbrella, ()),
        )
        for other in guarded_by(compiled, name):
            yield Plain(
                f"{name} waits for {other}, which no urgency screen asks", other not in asked
            )
    for finding in compiled.content.findings:
        yield Plain(
            f"{finding.id} waits for an answer that waits for {finding.id}",
            finding.id in waits_for(compiled, finding.id),
        )
    opened = {name for one in compiled.content.screens if one.purpose for name in one.asks}
    for screen in compiled.content.screens:
        yield Plain(
            f"no answer opens {screen.id}",
            screen.details_of is not None and screen.details_of not in opened,
        )


@lru_cache(maxsize=1)
def interview_of(world: World) -> Interview:
    """What she was asked, made once for the properties of one world."""
    return Interview(world)


def _raised(world: World) -> tuple[Sign, ...]:
    return tuple(one for one in world.compiled.content.signs if RANK[one.urgency] > 0)


def _resting_on(world: World, interview: Interview) -> dict[str, str]:
    """Of each finding, the worst sign that rests on it: signs stand worst first."""
    found: dict[str, str] = {}
    for sign in _raised(world):
        for name in interview.rule(f"sign:{sign.id}").names:
            found.setdefault(name, f"{sign.id} ({sign.urgency})")
    return found


def _rested_on(world: World) -> tuple[str, ...]:
    """The asked findings that the signs rest on, those behind derived findings and signs too."""
    read = {
        name
        for sign in _raised(world)
        for used in findings_of(world.compiled.conditions[f"sign:{sign.id}"])
        for name in asked_behind(world.compiled, used)
    }
    return tuple(one.id for one in world.compiled.content.findings if one.id in read)


def _never(
    interview: Interview,
    says: str,
    wrong: Formula,
    shows: Shows,
    rules: tuple[Formula, ...] = (),
) -> Never:
    return Never(
        says,
        wrong,
        (interview.her,),
        shows,
        rules,
        really=interview.really,
        not_sure=interview.not_sure,
    )
