"""Statements with their sources, as every page shows them."""

from collections.abc import Iterable

import msgspec

from carrywell.api import load_guideline
from carrywell.assessment.references import References
from carrywell.assessment.result import Grounds, PlanItem
from carrywell.guideline.care_kinds import CareKind


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One statement with where it comes from: `sources` in words, for a list under the line, or
    `references`, the numbers of a list at the end of the page. `near`: whom it sends her to.
    """

    say: str
    more: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    references: tuple[int, ...] = ()
    checked: bool = True
    treatment: str | None = None
    near: tuple[CareKind, ...] = ()


def kinds_to_see(grounds: Grounds) -> tuple[CareKind, ...]:
    """Kinds of care near her that a line of the plan sends her to."""
    wanted = getattr(grounds, "care_kinds", ())
    return tuple(one for one in load_guideline().content.care_kinds.kinds if one.id in wanted)


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


class NumberedLines(References):
    """Statements whose sources stand in one list at the end of the page."""

    def line(self, grounds: Grounds, say: str, more: tuple[str, ...] = ()) -> Line:
        """A statement of the assessment with its references."""
        return Line(
            say=say,
            more=more,
            references=self.numbers(grounds.sources),
            checked=grounds.source_checked,
            treatment=grounds.treatment if isinstance(grounds, PlanItem) else None,
            near=kinds_to_see(grounds),
        )
