"""The same woman with one thing different: less told, calmer, or told what region she is in."""

from collections.abc import Collection, Mapping

import z3  # type: ignore[import-untyped]  # it ships no types

from carrywell.conditions.smt import (
    Formula,
    Symbols,
    Term,
    Variables,
    either,
    every,
    negate,
    real,
    some,
)
from carrywell.conditions.values import Value


class Copy:
    """Another woman's findings, passed through; the kinds below change some."""

    def __init__(self, of: Symbols) -> None:
        self.of = of

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        return self.of.holds(finding, answer)

    def known(self, finding: str) -> Formula:
        """See `Symbols`."""
        return self.of.known(finding)

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        return self.of.amount(finding)

    def ticked(self, finding: str, option: str) -> Formula:
        """See `Symbols`."""
        return self.of.ticked(finding, option)

    def is_open(self, finding: str) -> Formula:
        """See `Symbols`."""
        return self.of.is_open(finding)

    def answers(self, finding: str) -> tuple[bool | str, ...]:
        """See `Symbols`."""
        return self.of.answers(finding)


class Before(Copy):
    """The same woman when she had told less: any of her answers may have been unknown."""

    def _told(self, finding: str) -> Formula:
        return z3.Bool(f"before.{finding}")

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        return every((self._told(finding), self.of.holds(finding, answer)))

    def known(self, finding: str) -> Formula:
        """See `Symbols`."""
        return every((self._told(finding), self.of.known(finding)))

    def ticked(self, finding: str, option: str) -> Formula:
        """See `Symbols`: she may have ticked less, but then her list was open."""
        return every((z3.Bool(f"before.{finding}:{option}"), self.of.ticked(finding, option)))

    def is_open(self, finding: str) -> Formula:
        """See `Symbols`."""
        return some((self.of.is_open(finding), negate(self._told(finding))))

    def rules(self, her: Variables) -> list[Formula]:
        """A tick that is not there yet leaves the list open."""
        return [
            some((self.is_open(one.id), z3.Bool(f"before.{one.id}:{option}")))
            for one in her.declared.values()
            if one.type == "choices"
            for option in one.options
        ]


class Calmer(Copy):
    """The same woman with some of her answers turned to the harmless one.

    `harmless` names the harmless value of each finding that may be turned.
    """

    def __init__(self, of: Symbols, harmless: Mapping[str, Value]) -> None:
        super().__init__(of)
        self._harmless = harmless

    def turned(self, finding: str) -> Formula:
        """Whether her answer to this was turned to the harmless one."""
        return z3.Bool(f"calmer.{finding}") if finding in self._harmless else False

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        calm = self._harmless.get(finding) == answer
        return either(self.turned(finding), calm, self.of.holds(finding, answer))

    def known(self, finding: str) -> Formula:
        """See `Symbols`."""
        return some((self.turned(finding), self.of.known(finding)))

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        calm, turned = self._harmless.get(finding), self.turned(finding)
        if not isinstance(calm, float):
            return self.of.amount(finding)
        return z3.If(turned, real(calm), self.of.amount(finding))

    def ticked(self, finding: str, option: str) -> Formula:
        """See `Symbols`."""
        return every((negate(self.turned(finding)), self.of.ticked(finding, option)))

    def is_open(self, finding: str) -> Formula:
        """See `Symbols`."""
        return every((negate(self.turned(finding)), self.of.is_open(finding)))


class Filled(Copy):
    """The same woman with these findings told where she had not told them."""

    def __init__(self, of: Symbols, values: Mapping[str, Value]) -> None:
        super().__init__(of)
        self._values = values

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`."""
        held = self.of.holds(finding, answer)
        if finding not in self._values or self._values[finding] != answer:
            return held
        others = [self.of.holds(finding, one) for one in self.of.answers(finding) if one != answer]
        return negate(some(others))

    def known(self, finding: str) -> Formula:
        """See `Symbols`."""
        return True if finding in self._values else self.of.known(finding)

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        value = self._values.get(finding)
        if not isinstance(value, float):
            return self.of.amount(finding)
        return z3.If(self.of.known(finding), self.of.amount(finding), real(value))


class Staged(Copy):
    """The same woman with every finding of her stage told: where she had not, as anything.

    These are the findings without a harmless answer, such as the weeks. The exact floor is the least
    over them, so what holds of every stage of a woman holds of her floor (`assessment.interval`).
    """

    def __init__(self, of: Symbols, stage: Collection[str]) -> None:
        super().__init__(of)
        self._stage = stage

    def holds(self, finding: str, answer: bool | str) -> Formula:
        """See `Symbols`; a choice is told as its first answer, which is what the others imply."""
        if finding not in self._stage:
            return self.of.holds(finding, answer)
        first, *others = self.of.answers(finding)
        if isinstance(first, str):
            told = [self.of.holds(finding, one) for one in others]
            return negate(some(told)) if answer == first else self.of.holds(finding, answer)
        told = [self.of.holds(finding, one) for one in (True, False)]
        free = z3.Bool(f"stage.{finding}")
        yes = either(some(told), self.of.holds(finding, True), free)
        return yes if answer is True else negate(yes)

    def known(self, finding: str) -> Formula:
        """See `Symbols`; the amount is free where she had not told it."""
        return True if finding in self._stage else self.of.known(finding)


class Exactly(Copy):
    """The same woman with one number told as this value, whatever she said."""

    def __init__(self, of: Symbols, finding: str, value: float) -> None:
        super().__init__(of)
        self._finding = finding
        self._value = value

    def known(self, finding: str) -> Formula:
        """See `Symbols`."""
        return True if finding == self._finding else self.of.known(finding)

    def amount(self, finding: str) -> Term:
        """See `Symbols`."""
        return real(self._value) if finding == self._finding else self.of.amount(finding)
