"""The report as a short text of lines, for a code that a phone's camera reads.

It is cut to a size: what matters most at a first glance stays, and the text itself says what was cut.
What is there, what is not known and what is denied are each on a line of their own, as in the report.
"""

import re
from calendar import month_name
from collections.abc import Iterator
from typing import Final

import msgspec

from carrywell.exchange.report import Line, Report, SectionId, moment_in_words
from carrywell.exchange.report_signs import (
    DENIED,
    DENIED_IN_GROUPS,
    NOT_ASKED,
    NOT_SURE,
    PRESENT,
    REPORTED,
)
from carrywell.exchange.report_who import HER_RECORDS

MOST_BYTES: Final = 880
"""As UTF-8. A code of this size has at most 101 squares a side, which a phone reads at 6 cm."""
ROOM_FOR_WHAT_IS_CUT: Final = 130
LONGEST_OF_HERS: Final = 120
"""Bytes of her own words on a line; the paper holds them all."""
SHORTER: Final = {
    "Pregnancy": "",
    "Due date": "due",
    "Babies": "babies:",
    "Age": "age",
    "Highest": "worst",
    "Worst of the day, mean": "mean worst",
    "First week": "first week",
    "Last week": "last week",
    "Nights woken by pain": "nights woken",
    "Timed": "timed",
    "Length, median": "median length",
}
"""The key figures that the text tells, and their names in it."""
SAMPLE_ROW: Final = "SAMPLE DATA, made up"
ORIGIN: Final = "Typed by her. Not reviewed by a clinician."


class Row(msgspec.Struct, frozen=True):
    """One line: `items` that can be cut one by one. A smaller `rank` is kept first."""

    rank: int
    name: str
    items: tuple[str, ...]
    between: str = "; "


def report_text(report: Report, most_bytes: int = MOST_BYTES) -> str:
    """The compact text, of at most `most_bytes` in UTF-8. Raises ValueError for less than 400."""
    if most_bytes < 400:  # noqa: PLR2004 - the head and what is cut need as much
        raise ValueError(f"{most_bytes} bytes are too few for a report.")
    head = [_months_cut(f"CARRYWELL report, {moment_in_words(report.made_at)}. {ORIGIN}")]
    head += [SAMPLE_ROW] if report.is_sample else []
    rows = tuple(row for row in _rows(report) if row.items)
    room = most_bytes - sum(_size(one) + 1 for one in head) - ROOM_FOR_WHAT_IS_CUT
    kept: dict[int, str] = {}
    cut: dict[int, str] = {}
    for place, row in sorted(enumerate(rows), key=lambda one: one[1].rank):
        written, whole = _fitted(row, room)
        if written:
            kept[place] = written
            room -= _size(written) + 1
        if not whole:
            cut[place] = row.name
    lines = [*head, *(kept[place] for place in sorted(kept))]
    names = [cut[place] for place in sorted(cut)]
    return "\n".join([*lines, *_what_is_cut(report, names)])


def _rows(report: Report) -> Iterator[Row]:
    yield Row(0, "Who", _figures(report, "who", ("Pregnancy", "Due date", "Babies", "Age")), ", ")
    yield Row(1, "Stands out", _items(_line(report, "who", "Stands out")))
    for one in _lines(report, "check"):
        if one.lead.startswith(HER_RECORDS):
            yield Row(0, one.lead, _items(one.say))
    yield Row(0, "Last check", _check(report), ": ")
    present = [one for one in _lines(report, "signs") if one.lead == PRESENT]
    yield Row(0, "Present", tuple(one.say for one in present), " / ")
    yield Row(2, "Not sure", _items(_line(report, "signs", NOT_SURE)))
    yield Row(2, "Not asked", _items(_line(report, "signs", NOT_ASKED))[:1])  # how many
    for one in _lines(report, "asks"):
        yield Row(3, one.lead, (_short(one.say),))
    yield Row(4, "Pain 0-10", _figures(report, "pain", tuple(SHORTER)), ", ")
    yield Row(4, "Spasms", _figures(report, "spasms", ("Timed", "Length, median")), ", ")
    yield Row(5, "Denied as a group", _items(_line(report, "signs", DENIED_IN_GROUPS)))
    yield Row(6, "Denied", _items(_line(report, "signs", DENIED)))
    tried = tuple(f"{one.lead}: {one.say}" for one in _lines(report, "tried") if one.lead)
    yield Row(7, "Tried", tuple(_months_cut(one) for one in tried))
    yield Row(8, "Likely", tuple(one.lead for one in _lines(report, "causes")))
    yield Row(9, "Reported", _items(_line(report, "signs", REPORTED)))


def _check(report: Report) -> tuple[str, ...]:
    section = report.section("check")
    values = {one.name: one.value for one in section.figures} if section else {}
    if section is not None and section.missing:
        return (section.missing,)
    return tuple(_months_cut(values[one]) for one in ("When", "Level") if one in values)


def _fitted(row: Row, room: int) -> tuple[str, bool]:
    """As much of a row as fits, and whether that is all of it."""
    for count in range(len(row.items), 0, -1):
        rest = len(row.items) - count
        more = f"{row.between}+{rest} more" if rest else ""
        written = f"{row.name}: {row.between.join(row.items[:count])}{more}"
        if _size(written) + 1 <= room:
            return written, not rest
    return "", False


def _what_is_cut(report: Report, names: list[str]) -> Iterator[str]:
    if names:
        said = f"Cut to fit: {', '.join(names)}."
        yield (
            said
            if _size(said) < ROOM_FOR_WHAT_IS_CUT - _size(_left_out(report))
            else "Much was cut to fit."
        )
    if report.left_out:
        yield _left_out(report)


def _left_out(report: Report) -> str:
    return f"Left out by her: {len(report.left_out)} parts." if report.left_out else ""


def _lines(report: Report, name: SectionId) -> tuple[Line, ...]:
    section = report.section(name)
    return section.lines if section else ()


def _line(report: Report, name: SectionId, lead: str) -> str:
    return next((one.say for one in _lines(report, name) if one.lead == lead), "")


def _items(say: str) -> tuple[str, ...]:
    return tuple(say.split("; ")) if say else ()


def _figures(report: Report, name: SectionId, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted figures of a section, without the days they belong to."""
    section = report.section(name)
    values = {one.name: one.value for one in section.figures} if section else {}
    return tuple(
        f"{SHORTER[one]} {_months_cut(values[one].partition(' (')[0])}".strip()
        for one in wanted
        if one in values
    )


def _months_cut(words: str) -> str:
    """Months with three letters."""
    return _MONTH.sub(lambda one: one[0][:3], words)


_MONTH = re.compile("|".join(month_name[1:]))


def _short(words: str) -> str:
    """Her words on one line, cut at a letter, with a mark that they go on."""
    line = " ".join(words.split())
    if _size(line) <= LONGEST_OF_HERS:
        return line
    return line.encode()[:LONGEST_OF_HERS].decode(errors="ignore") + "\N{HORIZONTAL ELLIPSIS}"


def _size(words: str) -> int:
    return len(words.encode())
