"""Answers in, the whole explained assessment out."""

from carrywell.assessment.answers import Answers, Settled, settle
from carrywell.assessment.causes import is_unclear, likely_causes
from carrywell.assessment.decide import Decision, decide, if_unsure
from carrywell.assessment.interview import next_screen
from carrywell.assessment.plan import todays_plan
from carrywell.assessment.reasons import still_open
from carrywell.assessment.result import (
    Assessment,
    FiredSign,
    GuidelineStamp,
    NextScreen,
    ScopeAnswer,
    UndecidedSign,
    WatchFor,
)
from carrywell.assessment.scope import scope_of
from carrywell.assessment.treatments import treatment_statuses
from carrywell.assessment.words import grounds, reviewed
from carrywell.conditions.interpreter import truth
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import RANK, Scope, Sign


def assess(compiled: Compiled, answers: Answers) -> Assessment:
    """The assessment of these answers.

    `answers`: finding id to value (bool, number, option id, list of option ids), None for 'not
    sure'; what is left out is unknown. Raises `AnswerError` that lists every problem.
    """
    settled = settle(compiled, answers)
    decision = decide(compiled, settled)
    codes = dict(zip(compiled.artefact.plan_keys, compiled.plan(settled.facts), strict=True))
    causes = likely_causes(compiled, settled)
    treatments = treatment_statuses(compiled, settled, decision, codes, causes)
    return Assessment(
        urgency=decision.advised,
        floor=decision.floor,
        ceiling=decision.ceiling,
        exact=decision.interval.exact,
        scope=_scope_answer(scope_of(compiled, settled)),
        signs=tuple(fired_sign(compiled, settled, sign) for sign in decision.fired),
        undecided=tuple(
            _undecided(compiled, settled, sign)
            for sign in decision.undecided
            if RANK[sign.urgency] > decision.interval.floor
        ),
        causes=causes,
        cause_unclear=is_unclear(causes),
        treatments=treatments,
        plan=todays_plan(compiled, settled, decision, codes, causes, treatments),
        watch_for=_watch_for(compiled, settled, decision),
        next_screen=next_screen(compiled, settled, decision),
        guideline=GuidelineStamp(
            version=compiled.content.edition.version, hash=compiled.content.hash
        ),
    )


def ask_next(compiled: Compiled, answers: Answers) -> NextScreen | None:
    """Only the next screen: what an interview needs between two answers."""
    settled = settle(compiled, answers)
    return next_screen(compiled, settled, decide(compiled, settled))


def still_applies(compiled: Compiled, finding: str, answers: Answers) -> bool:
    """Whether a question is neither settled nor ruled out, and its guard holds."""
    settled = settle(compiled, answers)
    if settled.base.get(finding) is not None:
        return False
    guard = compiled.conditions.get(f"ask_when:{finding}")
    return guard is None or truth(guard, settled.facts) is True


def _scope_answer(scope: Scope) -> ScopeAnswer:
    return ScopeAnswer(id=scope.id, in_scope=scope.in_scope, say=scope.say, do=scope.do)


def fired_sign(compiled: Compiled, settled: Settled, sign: Sign) -> FiredSign:
    """A sign that holds, in its own words, with the answers behind it."""
    return FiredSign(
        id=sign.id,
        urgency=sign.urgency,
        title=sign.title,
        say=sign.say,
        do=sign.do,
        concern=sign.concern,
        because=grounds(compiled, settled, f"sign:{sign.id}"),
        private=sign.id in compiled.private_signs,
        sources=sign.sources,
        source_checked=sign.source_checked,
        reviewed=reviewed(sign),
    )


def _undecided(compiled: Compiled, settled: Settled, sign: Sign) -> UndecidedSign:
    return UndecidedSign(
        id=sign.id,
        urgency=sign.urgency,
        advises=if_unsure(sign),
        title=sign.title,
        depends_on=still_open(compiled, f"sign:{sign.id}", settled.facts, settled.memory),
        private=sign.id in compiled.private_signs,
        sources=sign.sources,
        source_checked=sign.source_checked,
        reviewed=reviewed(sign),
    )


def _watch_for(compiled: Compiled, settled: Settled, decision: Decision) -> tuple[WatchFor, ...]:
    """What would make the answer more urgent, of all that could still come up for someone like her.

    'Like her': only what holds for days is held against a sign; symptoms can come.
    Signs that name another's words (`watch_for_as`) are told together with it.
    """
    content = compiled.content
    lasting = {
        name: value
        for name, value in settled.base.items()
        if content.finding[name].standing or content.finding[name].lasting
    }
    codes = compiled.signs(lasting)
    least = max(RANK[decision.advised], RANK["soon"])
    groups: dict[str, list[Sign]] = {}
    for sign, code in zip(content.signs, codes, strict=True):
        if code and RANK[sign.urgency] > least:
            groups.setdefault(sign.watch_for_as or sign.id, []).append(sign)
    told = [_told(compiled, content.sign[name], tuple(signs)) for name, signs in groups.items()]
    return tuple(sorted(told, key=lambda one: -RANK[one.urgency]))


def _told(compiled: Compiled, spoken: Sign, signs: tuple[Sign, ...]) -> WatchFor:
    named = tuple(one for one in signs if one.id not in compiled.private_signs) or (spoken,)
    return WatchFor(
        signs=tuple(one.id for one in named),
        urgency=spoken.urgency,
        say=spoken.watch_for or spoken.title,
        sources=tuple(dict.fromkeys(source for one in named for source in one.sources)),
        source_checked=all(one.source_checked for one in named),
        reviewed=all(reviewed(one) for one in named),
    )
