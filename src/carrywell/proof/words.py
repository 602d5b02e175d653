"""Reads the numbers, limits and negations that a text says, in the language it is written in."""

import re
from functools import cache, cached_property
from pathlib import Path

import msgspec

from carrywell.guideline.yaml_file import read_yaml

FOLDER = Path(__file__).parent / "languages"
_NEAR = 1e-6
_DIGITS = r"\d+(?:\.\d+)?"
_CLAUSE = re.compile(r"[,.;:?!()]|\b(?:and|or|but)\b", re.IGNORECASE)


class Amount(msgspec.Struct, frozen=True):
    """A number with its unit, as written and as one value for each kind of unit.

    `unit` is 'hours' for every length of time, and None for a bare number. `limit` is the comparison
    that the words around it say ('or more': >=), None without any.
    """

    written: str
    number: float
    value: float
    unit: str | None = None
    limit: str | None = None

    def is_same(self, other: "Amount") -> bool:
        """The same amount, whatever the limit; a bare number is any amount with this number."""
        if self.unit is None or other.unit is None:
            return abs(self.number - other.number) < _NEAR
        return self.unit == other.unit and abs(self.value - other.value) < _NEAR * max(
            1.0, abs(self.value)
        )


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a word for a unit means: add `first`, then count `each` of `unit`."""

    unit: str
    each: float = 1.0
    first: float = 0.0


class Excepted(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"where": "in"}
):
    """What the rules of wording let pass, in which texts, and why; without `said` all said there."""

    where: tuple[str, ...]
    because: str
    said: tuple[str, ...] = ()


class Unsaid(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits of a finding whose number she need not read; without `values` all of them."""

    finding: str
    because: str
    values: tuple[float, ...] = ()


class Language(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """How a language says numbers, units, limits and 'no'; `languages/en.yaml` explains each."""

    language: str
    numbers: dict[str, float]
    single: dict[str, float]
    units: dict[str, Unit]
    phrases: dict[str, str]
    before: dict[str, str]
    after: dict[str, str]
    negations: tuple[str, ...]
    lacks: tuple[str, ...]
    openings: tuple[str, ...]
    good_news: tuple[str, ...]
    unit_words: dict[str, tuple[str, ...]]
    unit_windows: dict[str, str]
    counted: tuple[str, ...]
    numbers_excepted: tuple[Excepted, ...] = ()
    limits_excepted: tuple[Excepted, ...] = ()
    not_said: tuple[Unsaid, ...] = ()
    polarity_excepted: tuple[Excepted, ...] = ()

    def amounts(self, text: str) -> tuple[Amount, ...]:
        """Every number the text says, in its order."""
        seen = self._seen.get(text)
        if seen is None:
            found = self._number.finditer(text)
            seen = self._seen[text] = tuple(self._amount(one, text) for one in found)
        return seen

    def amount(self, written: str) -> Amount:
        """The one number of a text such as '37.5 °C'. Raises `ValueError` when it says none or more."""
        (one,) = self.amounts(written)
        return one

    @cached_property
    def _seen(self) -> dict[str, tuple[Amount, ...]]:
        """The numbers of the texts read so far: many rules read the same question."""
        return {}

    @cached_property
    def windows(self) -> dict[str, tuple[Amount, ...]]:
        """What the unit of a finding says by itself: 10 in 'out of 10', an hour in 'per hour'."""
        return {unit: self.amounts(said) for unit, said in self.unit_windows.items()}

    def measured(self, number: float, unit: str | None) -> Amount:
        """A number in the unit of a finding."""
        written = f"{number:g} {unit}" if unit else f"{number:g}"
        told = self.units.get(unit or "")
        if told is None:
            return Amount(written, number, number, unit)
        return Amount(written, number, (number + told.first) * told.each, told.unit)

    def negations_in(self, text: str) -> tuple[int, ...]:
        """How many negations each clause of the text has."""
        return tuple(
            len(self._negation.findall(one)) + len(self._lack.findall(one))
            for one in _clauses(text)
        )

    def denies(self, text: str) -> bool:
        """Whether what it says first, after an opening such as 'In the last two weeks', is a no."""
        clauses = [one.strip() for one in _clauses(text)]
        first = next((one for one in clauses if one and not self._opening.match(one)), "")
        return self._negation.search(first) is not None

    def is_good_news(self, text: str) -> bool:
        """Whether a clause of what is asked says that things are well, with no negation before it."""
        asks = text.rpartition("?")[0] or text
        return any(
            (found := self._good.search(clause)) is not None
            and not self._negation.search(clause[: found.start()])
            for clause in _clauses(asks)
        )

    def names(self, unit: str, question: str) -> bool:
        """Whether a question says that it asks for a number in this unit."""
        return any(_has(question, word) for word in self.unit_words.get(unit, ()))

    def counts_other_than(self, unit: str, question: str) -> bool:
        """Whether it asks 'how many' of another unit than this one."""
        asked = re.search(
            rf"\b(?:{_any(self.counted)}) ({_any(self.units)})(?!\w)", question, re.IGNORECASE
        )
        return asked is not None and asked.group(1).lower() != unit

    def _amount(self, found: re.Match[str], text: str) -> Amount:
        if (phrase := found.group("phrase")) is not None:
            return msgspec.structs.replace(
                self.amount(self.phrases[phrase.lower()]), written=phrase
            )
        said = found.group("single") or found.group("number")
        word = found.group("one") or found.group("unit") or ""
        count = self.single if found.group("single") else self.numbers
        number = count.get(said.lower())
        number = float(said) if number is None else number
        told = self.units.get(word, self.units.get(word.lower()))
        limit = self._limit(text[: found.start()], text[found.end() :])
        if told is None:
            return Amount(found.group(), number, number, None, limit)
        value = (number + told.first) * told.each
        return Amount(found.group(), number, value, told.unit, limit)

    def _limit(self, before: str, after: str) -> str | None:
        if (ahead := self._ahead.search(before)) is not None:
            return self.before[ahead.group(1).lower()]
        if (behind := self._behind.match(after)) is not None:
            return self.after[behind.group(1).lower()]
        return None

    @cached_property
    def _number(self) -> re.Pattern[str]:
        number, unit = f"{_DIGITS}|{_any(self.numbers)}", _any(self.units)
        return re.compile(
            rf"\b(?P<phrase>{_any(self.phrases)})\b"
            rf"|\b(?P<single>{_any(self.single)}) (?P<one>{unit})(?!\w)"
            rf"|(?<![\w.])(?P<number>{number})(?![\w]|\.\d)(?: ?(?P<unit>{unit})(?!\w))?",
            re.IGNORECASE,
        )

    @cached_property
    def _ahead(self) -> re.Pattern[str]:
        return re.compile(rf"\b({_any(self.before)}) (?:about )?$", re.IGNORECASE)

    @cached_property
    def _behind(self) -> re.Pattern[str]:
        # a few words may stand between: '38 °C (100.4 °F) or more', 'three babies or more'
        return re.compile(
            rf"\)? ?(?:\([^)]*\) )?(?:\w+ )?({_any(self.after)})(?!\w)", re.IGNORECASE
        )

    @cached_property
    def _negation(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{_any(self.negations)})\b|n't\b", re.IGNORECASE)

    @cached_property
    def _lack(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{_any(self.lacks)})\b", re.IGNORECASE)

    @cached_property
    def _opening(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{_any(self.openings)})\b", re.IGNORECASE)

    @cached_property
    def _good(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{_any(self.good_news)})\b", re.IGNORECASE)


@cache
def language(name: str) -> Language:
    """The language of a wording. Raises `FileNotFoundError` when nobody has written how it speaks."""
    raw = read_yaml(FOLDER / f"{name}.yaml", name).data
    return msgspec.convert(raw, Language)


def _any(words: object) -> str:
    """One of these words, the longest first."""
    assert isinstance(words, dict | tuple)
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _has(text: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(words)}", text, re.IGNORECASE) is not None


def _clauses(text: str) -> list[str]:
    return _CLAUSE.split(text)
