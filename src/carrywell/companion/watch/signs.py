"""The warning signs that a set of facts makes true, or leaves open for want of one answer."""

from functools import cache, lru_cache
from typing import Any

import msgspec

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError, settle
from carrywell.assessment.decide import decide, if_unsure
from carrywell.assessment.reasons import still_open
from carrywell.assessment.words import grounds
from carrywell.conditions.nodes import findings_of
from carrywell.guideline.compiled import FALSE
from carrywell.guideline.facts import harmless_value
from carrywell.guideline.model import RANK, Sign, Urgency

Facts = dict[str, Any]
Key = tuple[tuple[str, Any], ...]


class Found(msgspec.Struct, frozen=True):
    """`fired`: signs that are there. `open`: signs that are there unless an answer she has not given
    takes them back, such as that someone has examined this pain. `floor`: as the guideline has it.
    """

    floor: Urgency
    fired: tuple[Sign, ...]
    open: tuple[Sign, ...]


def signs_of(facts: Facts) -> Found:
    """The signs of these facts. Raises `AnswerError` when they do not fit together."""
    return _signs_of(_key(facts))


def fit(facts: Facts) -> bool:
    """Whether these facts can all be right."""
    try:
        signs_of(facts)
    except AnswerError:
        return False
    return True


def reasons(sign: Sign, facts: Facts) -> tuple[tuple[str, str], ...]:
    """The fewest facts that make a sign true: finding and words. Empty for a sign left open."""
    compiled = load_guideline().compiled
    found = grounds(compiled, settle(compiled, facts), f"sign:{sign.id}")
    return tuple((one.finding, one.say) for one in found)


def questions_open(sign: Sign, facts: Facts) -> tuple[str, ...]:
    """What a sign left open depends on, as the check asks it."""
    compiled = load_guideline().compiled
    calm = _calmed(settle(compiled, facts).base)
    names = still_open(compiled, f"sign:{sign.id}", compiled.derive(calm))
    asked = (compiled.content.finding[name].ask for name in names)
    return tuple(ask for ask in asked if ask)


def names_in(sign: Sign) -> set[str]:
    """The findings that a sign's condition names."""
    return set(findings_of(load_guideline().compiled.conditions[f"sign:{sign.id}"]))


@lru_cache(maxsize=2048)
def _signs_of(key: Key) -> Found:
    compiled = load_guideline().compiled
    settled = settle(compiled, {name: _listed(value) for name, value in key})
    decision = decide(compiled, settled)
    codes = compiled.signs(_calmed(settled.base))
    certain = {sign.id for sign in decision.fired}
    left = tuple(
        sign
        for sign, code in zip(compiled.content.signs, codes, strict=True)
        if code != FALSE and sign.id not in certain and RANK[if_unsure(sign)] > 0
    )
    return Found(decision.floor, decision.fired, left)


@cache
def _calm() -> dict[str, Any]:
    """Every finding with its harmless answer; but what takes an alarm back is left open: a 'no' that
    nobody gave must not, and neither must a 'yes'.
    """
    return {
        one.id: harmless
        for one in load_guideline().content.findings
        if one.derived is None
        and (harmless := harmless_value(one)) is not None
        and not (one.type == "yes_no" and harmless is True)
    }


def _calmed(base: dict[str, Any]) -> dict[str, Any]:
    return _calm() | {name: _closed(value) for name, value in base.items()}


def _closed(value: Any) -> Any:
    """A list of choices without 'and perhaps others': the places she did not mark are calm as well."""
    return value - {None} if isinstance(value, frozenset) else value


def _key(facts: Facts) -> Key:
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in sorted(facts.items())
    )


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
