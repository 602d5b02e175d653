"""Every number she reads is one of a rule, and every number of a rule stands where she reads of it."""

from collections.abc import Iterable, Iterator

from carrywell.api import Guideline
from carrywell.guideline.model import Finding, Sign
from carrywell.proof.claims import Claim, Plain, World
from carrywell.proof.wording import (
    SCREEN,
    SIGN,
    Wording,
    asked,
    defined_in_words,
    is_excepted,
    own_wording,
    wordings,
)
from carrywell.proof.wording_rules import Limit, rules_of
from carrywell.proof.words import Amount, Language, language

SOON_HOURS = (24.0, 72.0)
"""Within so long a 'soon' sign may send her. Nothing more urgent tells her a time to wait."""


def numbers_said_are_the_rules(world: World) -> Iterator[Claim]:
    """Both ways: what is said is a rule's, and what a sign's rule asks for is said."""
    for wording in wordings(world.guideline):
        yield from numbers_are_the_rules(world, wording)
        yield from limits_are_said(world, wording)
        yield from the_same_as_the_guideline(world, wording)


def numbers_are_the_rules(world: World, wording: Wording) -> Iterator[Claim]:
    """Each number said, with 'or more' and the like, is that of the finding or of the sign's rule."""
    speech, rules = language(wording.language), rules_of(world.guideline)
    finding_of = world.guideline.content.finding
    for finding in asked(world.guideline):
        others = (
            *_of_the_finding(speech, finding),
            *defined_in_words(speech, finding.id),
            *(one for name in finding.covers for one in said_by(wording, finding_of[name])),
        )
        limits = rules.on[finding.id] | rules.guards.get(finding.id, set())
        for key, text in wording.of(finding).items():
            yield from _each_is_known(world, wording, key, text, limits, others)
    heard = {
        one.id: (*_windows(speech, one), *said_by(wording, one)) for one in asked(world.guideline)
    }
    for sign in world.guideline.content.signs:
        for part in SIGN:
            told = told_with(world.guideline, sign) if part == "watch_for" else (sign,)
            limits = {limit for one in told for limit in rules.of[one.id]}
            read = sorted({name for one in told for name in rules.reads[one.id]})
            others = tuple(one for name in read for one in heard[name])
            if part == "do":  # it may tell when to ring for another sign, and how soon for this one
                limits |= {limit for name in read for limit in rules.on[name]}
                others += within(sign)
            for key, text in wording.some((f"{part}:{sign.id}",)).items():
                yield from _each_is_known(world, wording, key, text, limits, others)
    for screen in world.guideline.content.screens:
        others = tuple(one for name in screen.asks for one in heard[name])
        for key, text in wording.some(f"{part}:{screen.id}" for part in SCREEN).items():
            yield from _each_is_known(world, wording, key, text, (), others)


def _each_is_known(
    world: World,
    wording: Wording,
    key: str,
    text: str,
    limits: Iterable[Limit],
    others: tuple[Amount, ...],
) -> Iterator[Claim]:
    speech = language(wording.language)
    for said in speech.amounts(text):
        if is_excepted(speech.numbers_excepted, key, said):
            continue
        meant = {
            one.operator for one in limits if said.is_same(_measured(world.guideline, speech, one))
        } | {one.limit for one in others if said.is_same(one)}
        yield Plain(
            f"{wording.language}: {key} says {said.written}, which is no number of its rule",
            not meant,
        )
        if meant and said.limit is not None:
            yield Plain(
                f"{wording.language}: {key} says {said.written} as {said.limit}, and its rule does not",
                said.limit not in meant and not is_excepted(speech.limits_excepted, key, said),
            )


def limits_are_said(world: World, wording: Wording) -> Iterator[Claim]:
    """Each number in a sign's rule stands in the question for it, or in the words of this sign or of
    another with the very same limit.
    """
    speech, rules = language(wording.language), rules_of(world.guideline)
    signs, finding_of = world.guideline.content.signs, world.guideline.content.finding
    told = {
        limit
        for sign in signs
        for limit in rules.of[sign.id]
        for said in in_the_words_of(wording, sign)
        if said.is_same(_measured(world.guideline, speech, limit))
    }
    for sign in signs:
        for limit in sorted(rules.of[sign.id] - told, key=str):
            if limit.finding and not _need_not_be_said(speech, limit):
                meant = _measured(world.guideline, speech, limit)
                asked_so = said_by(wording, finding_of[limit.finding])
                yield Plain(
                    f"{wording.language}: {sign.id} asks for {limit.finding} {limit.operator}"
                    f" {limit.number:g}, and no word she reads says so",
                    not any(one.is_same(meant) for one in asked_so),
                )
    for limit in sorted(told, key=str):
        yield Plain(f"{limit.finding} {limit.operator} {limit.number:g} is said", wrong=False)


def within(sign: Sign) -> tuple[Amount, ...]:
    """The times in which a sign may ask her to be seen."""
    hours = SOON_HOURS if sign.urgency == "soon" else ()
    return tuple(Amount(f"{one:g} hours", one, one, "hours") for one in hours)


def in_the_words_of(wording: Wording, sign: Sign) -> tuple[Amount, ...]:
    """Every number in a sign's own words, and in the phrase it is told with."""
    keys = [f"{part}:{sign.id}" for part in SIGN if part != "do"]
    keys.append(f"watch_for:{sign.watch_for_as}")
    speech = language(wording.language)
    return tuple(one for text in wording.some(keys).values() for one in speech.amounts(text))


def the_same_as_the_guideline(world: World, wording: Wording) -> Iterator[Claim]:
    """Each text of a translation says the numbers of the guideline's own, with the same limits."""
    own = own_wording(world.guideline)
    if wording.language == own.language:
        return
    here, there = language(wording.language), language(own.language)
    for key, text in own.texts.items():
        yield Plain(
            f"{wording.language}: {key} says other numbers than the guideline",
            _plainly(here, wording.texts.get(key, "")) != _plainly(there, text),
        )


def _plainly(speech: Language, text: str) -> list[tuple[float, str, str]]:
    return sorted(
        (round(one.value, 6), one.unit or "", one.limit or "") for one in speech.amounts(text)
    )


def told_with(guideline: Guideline, sign: Sign) -> tuple[Sign, ...]:
    """The signs whose phrase to watch for is this one's, itself first."""
    return (sign, *(one for one in guideline.content.signs if one.watch_for_as == sign.id))


def _measured(guideline: Guideline, speech: Language, limit: Limit) -> Amount:
    unit = guideline.content.finding[limit.finding].unit if limit.finding else None
    return speech.measured(limit.number, unit)


def _of_the_finding(speech: Language, finding: Finding) -> Iterator[Amount]:
    """Its least and its most, and what its unit says: 'out of 10', 'in 20 minutes'."""
    for number in (finding.min, finding.max):
        if number is not None:
            yield speech.measured(number, finding.unit)
    yield from _windows(speech, finding)


def _windows(speech: Language, finding: Finding) -> tuple[Amount, ...]:
    unit = finding.unit or ""
    return speech.windows.get(unit, ())


def said_by(wording: Wording, finding: Finding) -> tuple[Amount, ...]:
    """Every number in the words of a question."""
    speech = language(wording.language)
    return tuple(amount for text in wording.of(finding).values() for amount in speech.amounts(text))


def _need_not_be_said(speech: Language, limit: Limit) -> bool:
    return any(
        one.finding == limit.finding and (not one.values or limit.number in one.values)
        for one in speech.not_said
    )
