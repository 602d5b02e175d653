"""What a resource can say, and what every kind of resource is read with: windows, dates and units."""

from datetime import date, timedelta

import msgspec

from carrywell.cohort.fhir.codes import Codes
from carrywell.cohort.fhir.dates import When, when, whole_day
from carrywell.cohort.fhir.resources import Concept, Period, Quantity
from carrywell.cohort.fhir.units import converted, unit_of
from carrywell.conditions.values import Value
from carrywell.guideline.content import Content
from carrywell.guideline.mappings import CodeMapping
from carrywell.guideline.model import Scalar

NOT_EXACT = "the date is not exact enough to tell whether it still counts"
NO_DATE = "there is no date, so it cannot be told whether it still counts"
OPEN_ENDING = "a pregnancy ended, but there is no exact date of it"


class Said(msgspec.Struct, frozen=True):
    """A value of a finding. Of the lowest `rank`, what was said last counts (see `dates.When`).

    `begun`: of the pregnancy that began on this day at the latest (an ordinal), until `ends_for` days
    after its end; None: not of one pregnancy.
    """

    finding: str
    text: str
    start: float
    until: float
    rank: int = 1
    begun: int | None = None
    ends_for: int | None = None


class Problem(msgspec.Struct, frozen=True):
    """What cannot be used, and why."""

    column: str
    value: str
    message: str


class Heard(msgspec.Struct):
    """Everything that one resource says. `ended`: days on which a pregnancy ended, as ordinals.

    `unmapped`: system, code and name of what no mapping speaks of. `passed`: why something counts no
    more, or not yet.
    """

    said: list[Said] = []
    ended: list[int] = []
    problems: list[Problem] = []
    unmapped: list[tuple[str, str, str]] = []
    passed: list[str] = []
    died: bool = False


class Listener:
    """What it takes to read any resource, as of one date."""

    def __init__(self, content: Content, as_of: date) -> None:
        self.content, self.as_of = content, as_of
        self.mappings = content.mappings
        self.codes = Codes(content.mappings)
        self.today = whole_day(as_of)

    def say(
        self,
        mapping: CodeMapping,
        text: str | None,
        at: When | None,
        heard: Heard,
        begun: float | None = None,
    ) -> None:
        """Notes a value; one without a date counts as older than any other."""
        if text is None:
            return
        start, until = (0.0, 0.0) if at is None else (at.start, at.until)
        if begun is None and at is not None:
            begun = at.last.toordinal()
        day = None if begun is None else int(begun)
        heard.said.append(
            Said(mapping.finding, text, start, until, mapping.rank, day, mapping.pregnancy_ends_for)
        )

    def since(self, mapping: CodeMapping, at: When | None, heard: Heard) -> None:
        """Notes the days since a birth, and that the pregnancy ended with it."""
        if at is None or not self.end(mapping, at, heard) or at.day is None:
            return
        days = (self.as_of - at.day).days
        if self.possible(mapping.finding, days):
            self.say(mapping, str(days), self.today, heard)
        else:
            heard.passed.append("too old")

    def end(self, mapping: CodeMapping, at: When | None, heard: Heard) -> bool:
        """Notes that a pregnancy ended; one that ends later has not ended."""
        if at is not None and at.first > self.as_of:
            return False
        if at is None or at.day is None:
            heard.problems.append(
                Problem(mapping.finding, "" if at is None else str(at.last), OPEN_ENDING)
            )
        if at is not None:
            heard.ended.append(min(at.last, self.as_of).toordinal())
        return True

    def counts(self, mapping: CodeMapping, at: When | None, heard: Heard) -> bool:
        """Whether the date is within the mapping's window. An end of a pregnancy is looked at anyway."""
        if mapping.how == "days_since":
            return True
        return self.within(mapping.within_days, mapping.finding, at, heard)

    def within(self, days: int | None, column: str, at: When | None, heard: Heard) -> bool:
        """Whether a date is at most `days` days old at the date of the screening; None: of any age."""
        if at is None:
            if days is not None:
                heard.problems.append(Problem(column, "", NO_DATE))
            return days is None
        if at.first > self.as_of:
            heard.passed.append("later than the date of the screening")
            return False
        if days is None:
            return True
        oldest = self.as_of - timedelta(days)
        if at.last < oldest:
            heard.passed.append("too old")
            return False
        if at.first < oldest or at.last > self.as_of:
            heard.problems.append(Problem(column, f"{at.first} to {at.last}", NOT_EXACT))
            return False
        return True

    def possible(self, name: str, value: float) -> bool:
        """Whether a value is in the range of the finding."""
        finding = self.content.finding[name]
        return (finding.min or 0) <= value <= (finding.max or 0)

    def in_unit(self, quantity: Quantity, to: str) -> float | str | None:
        """The value in the unit `to`; the text as it is written when it cannot be turned."""
        if quantity.value is None:
            return None
        written = (quantity.unit or quantity.code or "(no unit)")[:40]
        unit = unit_of(quantity, self.mappings.unit_names)
        value = None if unit is None else converted(quantity.value, unit, to)
        if value is None or quantity.comparator is not None:
            return f"{quantity.comparator or ''} {quantity.value!r} {written}".strip()
        return value

    def when(self, column: str, written: str | None, heard: Heard) -> When | None:
        """A date as it is written; what is no date is told."""
        if written is None:
            return None
        try:
            return when(written)
        except ValueError as error:
            heard.problems.append(Problem(column, written[:40], f"no date: {error}"[:120]))
            return None


def codes_of(concept: Concept | None) -> frozenset[str]:
    """The codes of a concept that may not be there."""
    return concept.codes() if concept is not None else frozenset()


def named(concept: Concept) -> tuple[str, str, str]:
    """A code that is not mapped. A text without a code may be about the person, so it is not passed on."""
    for one in concept.coding:
        if one.code:
            return one.system or "", one.code, one.display or ""
    return "", "", "(no code)"


def first(period: Period | None) -> str | None:
    """When a period began."""
    return period.start if period is not None else None


def last(period: Period | None) -> str | None:
    """When a period ended, or began if it goes on."""
    return (period.end or period.start) if period is not None else None


def number_text(value: float | str | None) -> str | None:
    """A number as a text that reads back as the same number; a text as it is."""
    return repr(float(value)) if isinstance(value, int | float) else value


def text_of(value: Value | Scalar) -> str:
    """A value as the text that the door of the screening reads."""
    return str(value).lower() if isinstance(value, bool) else str(value)
