"""Statements with their sources, as every page shows them."""

from collections.abc import Iterable

import msgspec

from carrywell.api import load_guideline
from carrywell.assessment.result import Grounds, PlanItem
from carrywell.guideline.content import Content


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One statement with where it comes from: `sources` in words, for a list under the line, or
    `references`, the numbers of a list at the end of the page.
    """

    say: str
    more: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    references: tuple[int, ...] = ()
    checked: bool = True
    treatment: str | None = None


def sources_in_words(names: Iterable[str]) -> tuple[str, ...]:
    """Who says so, and in what."""
    known = load_guideline().content.source
    found = (known[name] for name in names if name in known)
    return tuple(f"{one.organisation}: {one.title}" for one in found)


def line_of(grounds: Grounds, say: str, more: tuple[str, ...] = ()) -> Line:
    """A statement with its sources in words."""
    return Line(
        say=say,
        more=more,
        sources=sources_in_words(grounds.sources),
        checked=grounds.source_checked,
        treatment=grounds.treatment if isinstance(grounds, PlanItem) else None,
    )


class References:
    """Numbers the sources of a page in the order in which they are first named."""

    def __init__(self, content: Content) -> None:
        self._source = content.source
        self._numbers: dict[str, int] = {}

    def line(self, grounds: Grounds, say: str, more: tuple[str, ...] = ()) -> Line:
        """A statement of the assessment with its references."""
        return Line(
            say=say,
            more=more,
            references=self.numbers(grounds.sources),
            checked=grounds.source_checked,
            treatment=grounds.treatment if isinstance(grounds, PlanItem) else None,
        )

    def numbers(self, sources: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these sources."""
        known = [one for one in sources if one in self._source]
        return tuple(self._numbers.setdefault(one, len(self._numbers) + 1) for one in known)

    def listed(self) -> list[tuple[int, str]]:
        """Every source named so far: its number, who says so and in what."""
        return [
            (number, f"{self._source[one].organisation}: {self._source[one].title}")
            for one, number in self._numbers.items()
        ]
