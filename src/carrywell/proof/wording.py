"""What she reads carries what the guideline says: the same keys, numbers, units and no.

Every claim is made of every wording there is. Today the guideline has one, its own; a translation is
one more, and is held to the guideline's own as well as to the rules. How a language says numbers and
'no', and what is let pass and why, stands in `languages/`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import msgspec

from carrywell.api import Guideline
from carrywell.assessment.interview import question_of
from carrywell.guideline.model import Finding
from carrywell.guideline.yaml_file import read_yaml
from carrywell.proof.claims import Claim, Plain, World
from carrywell.proof.published import FOLDER
from carrywell.proof.words import Amount, Excepted, Language, language

QUESTION = ("ask", "short", "why")
SIGN = ("title", "say", "do", "watch_for")
SCREEN = ("heading", "intro")


class Wording(msgspec.Struct, frozen=True):
    """Every text of the interview and of the signs in one language, by its key.

    Keys: `ask:FINDING`, `short:FINDING`, `why:FINDING`, `option:FINDING:OPTION`, `title:SIGN`,
    `say:SIGN`, `do:SIGN`, `watch_for:SIGN`, `heading:SCREEN`, `intro:SCREEN`.
    """

    language: str
    texts: Mapping[str, str]

    def of(self, finding: Finding) -> dict[str, str]:
        """What is said of a finding: its question, its name, the reason and the options."""
        keys = [f"{part}:{finding.id}" for part in QUESTION]
        keys += [f"option:{finding.id}:{one.id}" for one in finding.options]
        return self.some(keys)

    def some(self, keys: Iterable[str]) -> dict[str, str]:
        """Those of these texts that there are."""
        return {key: self.texts[key] for key in keys if key in self.texts}


class InWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers that the words of these questions define, and no rule compares."""

    questions: tuple[str, ...]
    says: tuple[str, ...]
    because: str


def asked(guideline: Guideline) -> tuple[Finding, ...]:
    """The findings that are asked."""
    return tuple(one for one in guideline.content.findings if one.derived is None)


def own_wording(guideline: Guideline) -> Wording:
    """The guideline's own words, as the interview puts them."""
    texts: dict[str, str | None] = {}
    for finding in asked(guideline):
        question = question_of(finding)
        texts |= {f"ask:{finding.id}": question.ask, f"why:{finding.id}": question.why}
        texts[f"short:{finding.id}"] = finding.short
        texts |= {f"option:{finding.id}:{name}": say for name, say in question.options}
    for sign in guideline.content.signs:
        texts |= {f"{part}:{sign.id}": getattr(sign, part) for part in SIGN}
    for screen in guideline.content.screens:
        texts |= {f"heading:{screen.id}": screen.title, f"intro:{screen.id}": screen.intro}
    said = {key: text for key, text in texts.items() if text is not None}
    return Wording(guideline.content.edition.language, said)


def wordings(guideline: Guideline) -> tuple[Wording, ...]:
    """Every wording there is, the guideline's own first."""
    return (own_wording(guideline),)


def questions_carry_the_finding(world: World) -> Iterator[Claim]:
    """Of each question: type, options in their order, unit and range are those of the finding."""
    for finding in asked(world.guideline):
        question = question_of(finding)
        put = (question.finding, question.type, question.unit, question.min, question.max)
        meant = (finding.id, finding.type, finding.unit, finding.min, finding.max)
        options = [name for name, _ in question.options]
        yield Plain(
            f"the question {finding.id} is not that of its finding",
            put != meant or options != [one.id for one in finding.options],
        )
    for wording in wordings(world.guideline):
        yield from keys_are_whole(world, wording)


def keys_are_whole(world: World, wording: Wording) -> Iterator[Claim]:
    """Nothing of the guideline's own texts is missing, empty or new; no two options say the same."""
    own = own_wording(world.guideline).texts
    filled = {key for key, text in wording.texts.items() if text.strip()}
    for key in sorted(filled ^ set(own)):
        yield Plain(f"{wording.language}: {key} is missing or not asked for", wrong=True)
    for finding in asked(world.guideline):
        said = [wording.texts.get(f"option:{finding.id}:{one.id}", "") for one in finding.options]
        if said:
            folded = {text.strip().casefold() for text in said}
            yield Plain(
                f"{wording.language}: two options of {finding.id} have the same words",
                len(folded) < len(said),
            )


def units_said_are_the_findings(world: World) -> Iterator[Claim]:
    """Of each question for a number: it has a unit, and its words ask for that unit and no other."""
    for wording in wordings(world.guideline):
        yield from units_are_said(world, wording)


def units_are_said(world: World, wording: Wording) -> Iterator[Claim]:
    """See `units_said_are_the_findings`; of one wording."""
    speech = language(wording.language)
    for finding in asked(world.guideline):
        if finding.type == "number":
            ask, unit = wording.texts.get(f"ask:{finding.id}", ""), finding.unit or ""
            yield Plain(
                f"{wording.language}: the question {finding.id} does not ask for {unit or 'a unit'}",
                not speech.names(unit, ask) or speech.counts_other_than(unit, ask),
            )


def good_news_is_told_as_such(world: World) -> Iterator[Claim]:
    """Of each yes-or-no: good news only where yes is the harmless answer, and no double no."""
    for wording in wordings(world.guideline):
        yield from no_is_no(world, wording)


def no_is_no(world: World, wording: Wording) -> Iterator[Claim]:
    """See `good_news_is_told_as_such`; of one wording."""
    speech, own = language(wording.language), own_wording(world.guideline)
    for finding in asked(world.guideline):
        if finding.type != "yes_no":
            continue
        ask, short = (wording.texts.get(f"{part}:{finding.id}", "") for part in ("ask", "short"))
        name = f"{wording.language}: the question {finding.id}"
        let_pass = allowed(speech.polarity_excepted, f"ask:{finding.id}")
        double = any(count > 1 for count in speech.negations_in(ask))
        yield Plain(f"{name} has a double negative", double and "double" not in let_pass)
        if finding.default is None:  # a setting of a treatment is neither good news nor bad
            good = {speech.is_good_news(ask), speech.is_good_news(short)}
            yield Plain(
                f"{name} sounds like {'bad' if finding.harmless is True else 'good'} news and is not",
                good != {finding.harmless is True} and "news" not in let_pass,
            )
        if not finding.covers:
            yield Plain(
                f"{name} says no where its name does not, or the other way about",
                speech.denies(ask) != speech.denies(short) and "name" not in let_pass,
            )
        if wording.language != own.language:
            meant = language(own.language).denies(own.texts[f"ask:{finding.id}"])
            yield Plain(
                f"{name} says no where the guideline does not, or the other way about",
                speech.denies(ask) != meant and "guideline" not in let_pass,
            )


def allowed(exceptions: Iterable[Excepted], key: str) -> frozenset[str]:
    """What is let pass in this text."""
    return frozenset(said for one in exceptions if key in one.where for said in one.said)


def is_excepted(exceptions: Iterable[Excepted], key: str, amount: Amount) -> bool:
    """Whether this number of this text is let pass."""
    return amount.written.lower() in allowed(exceptions, key)


@cache
def said_in_words() -> tuple[InWords, ...]:
    """The numbers that questions define in words, in the order of the file."""
    raw = read_yaml(FOLDER / "said_in_words.yaml", "said_in_words.yaml").data
    return msgspec.convert(raw, tuple[InWords, ...])


def defined_in_words(speech: Language, finding: str) -> tuple[Amount, ...]:
    """The numbers that the words of this question define."""
    return tuple(
        speech.amount(written)
        for one in said_in_words()
        if finding in one.questions
        for written in one.says
    )
