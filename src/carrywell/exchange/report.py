"""The report for a visit as a value: every way to hand it over is made from this one.

It holds words, not numbers to be worked out again, so that the page, the print, the PDF, the file
and the code can only say the same. `build.report` makes it.
"""

from datetime import date, datetime
from typing import Final, Literal

import msgspec

from carrywell.guideline.model import Urgency

SectionId = Literal[
    "who",
    "check",
    "asks",
    "pain",
    "spasms",
    "doing",
    "signs",
    "causes",
    "tried",
    "limits",
    "weight",
]
CHOICES: Final[dict[SectionId, str]] = {
    "asks": "Why I come, and my questions",
    "pain": "My pain and my sleep",
    "spasms": "My timed spasms",
    "doing": "What I could do",
    "signs": "My answers in the last check",
    "causes": "What is probably behind it",
    "tried": "What I tried, and how it went",
    "limits": "What is not for me, and what was agreed",
    "weight": "My weight",
}
"""The sections that she may leave out, in the words of her choice. The others always stand."""

NOT_REVIEWED: Final = (
    "Made from what she typed. Answers to private questions are never part of it. No clinician has"
    " reviewed this edition of Carrywell."
)
SAMPLE: Final = "SAMPLE DATA. This woman and her diary are made up."
NAME_AND_BIRTH: Final = ("Name", "Date of birth")
"""Never stored: a line is left to write them on."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The base of everything in a report."""


class Line(Part, frozen=True):
    """One statement. `lead` says what it is about, `hers` that these are her own words, `stands_out`
    that it is not to be missed.

    `references` are numbers of the list of sources; `checked` is false where the source itself was
    not read for this statement.
    """

    say: str
    lead: str = ""
    references: tuple[int, ...] = ()
    checked: bool = True
    hers: bool = False
    stands_out: bool = False


class Figure(Part, frozen=True):
    """One key figure with its name."""

    name: str
    value: str


class Picture(Part, frozen=True):
    """A drawing (SVG with class names only), and what it says for someone who cannot see it."""

    svg: str
    says: str
    kind: Literal["chart", "body"] = "chart"


class Section(Part, frozen=True):
    """One part of the report. `note` is small print; `missing` says what there is not.

    `level` is the worst urgency told in it, empty where there is none.
    """

    id: SectionId
    title: str
    note: str = ""
    missing: str = ""
    level: Urgency | Literal[""] = ""
    figures: tuple[Figure, ...] = ()
    lines: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()


class Report(Part, frozen=True):
    """The whole report, in the order in which it is read.

    `made_at` in her time zone; `period` the days it looks back on, in words. `left_out` are the
    titles of what she did not want in it. `sources` are numbered as in the lines.
    """

    title: str
    made_at: datetime
    period: str
    is_sample: bool
    sections: tuple[Section, ...]
    left_out: tuple[str, ...]
    sources: tuple[tuple[int, str], ...]
    basis: str

    def section(self, name: SectionId) -> Section | None:
        """One section; None when it is not in this report."""
        return next((one for one in self.sections if one.id == name), None)

    @property
    def file_name(self) -> str:
        """A file name that tells nobody what is in it, without its ending."""
        return f"report-{self.made_at.date().isoformat()}"

    @property
    def left_out_in_words(self) -> str:
        """So that what is missing is never read as a 'no'; empty when nothing was left out."""
        return f"Left out by her choice: {'; '.join(self.left_out)}." if self.left_out else ""

    @property
    def any_unchecked(self) -> bool:
        """Whether a line rests on a source that was not read for it."""
        return any(not line.checked for one in self.sections for line in one.lines)


UNCHECKED: Final = "* The source itself was not read for this line."


def day_in_words(day: date) -> str:
    """A day as it is written in a letter: 3 November 2026."""
    return f"{day.day} {day:%B %Y}"


def moment_in_words(moment: datetime) -> str:
    """A moment in her time zone: 3 November 2026, 02:05."""
    return f"{day_in_words(moment.date())}, {moment:%H:%M}"


def days_in_words(first: date, last: date) -> str:
    """The days from the first to the last, both included."""
    return f"{day_in_words(first)} to {day_in_words(last)}"
