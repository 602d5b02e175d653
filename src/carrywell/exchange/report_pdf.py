"""The report as a PDF: tagged, with text that can be selected, made in memory alone.

The layout is `report.typ`; everything that is said comes to it as data, never as markup. The letters
are those that typst carries in itself; letters of other scripts come from the computer's own fonts.
"""

import re
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from carrywell.exchange.print_look import look_of_pictures, with_look
from carrywell.exchange.report import (
    NAME_AND_BIRTH,
    SAMPLE,
    UNCHECKED,
    Report,
    moment_in_words,
)

LAYOUT: Final = Path(__file__).with_name("report.typ")
LONGEST_WORD: Final = 30
"""A longer word may be broken anywhere, so that it does not run over the edge."""

_LONG = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")


class NoPdf(Exception):
    """The PDF could not be made; the message says why, in words for a log."""


class Way(msgspec.Struct, frozen=True):
    """How to make it: to which standard, and with which letters."""

    standard: Literal["ua-1"] | None
    fonts_of_the_computer: bool


WAYS: Final = (Way("ua-1", False), Way("ua-1", True), Way(None, True))
"""Tried in this order. PDF/UA-1 refuses a letter that is on no font, so the first two lose nothing."""


def report_pdf(report: Report) -> bytes:
    """The report as PDF/UA-1, the same bytes for the same report.

    Where a letter is on no font of this computer, a tagged PDF without that promise. Raises `NoPdf`
    when none can be made.
    """
    made = _compiled(report, WAYS)
    return made if isinstance(made, bytes) else b"".join(made)


def report_pages(report: Report, ppi: float = 80) -> list[bytes]:
    """Each page as a PNG picture, to look at."""
    pages = _compiled(report, WAYS[-1:], "png", ppi)
    return pages if isinstance(pages, list) else [pages]


def _compiled(
    report: Report,
    ways: tuple[Way, ...],
    kind: Literal["pdf", "png"] = "pdf",
    ppi: float | None = None,
) -> bytes | list[bytes]:
    try:
        import typst
    except ImportError as error:
        raise NoPdf(f"typst is not installed: {error}") from None
    data, why = _as_json(report), ""
    for way in ways:
        try:
            compiler = typst.Compiler(
                LAYOUT.read_bytes(),
                ignore_system_fonts=not way.fonts_of_the_computer,
                sys_inputs={"report": data},
            )
            made = compiler.compile(
                format=kind,
                ppi=ppi,
                pdf_standards=[way.standard] if way.standard else [],
                timestamp=int(report.made_at.timestamp()),
            )
        except (typst.TypstError, OSError) as error:
            why = type(error).__name__  # its message may hold her words
            continue
        if made:
            return made
    raise NoPdf(f"typst could not make the PDF ({why or 'nothing came out'})")


def _as_json(report: Report) -> str:
    data = msgspec.to_builtins(report)
    look = look_of_pictures()
    for section in data["sections"]:
        for picture in section["pictures"]:
            picture["svg"] = with_look(picture["svg"], look)
        section["lines"] = [_breakable(one) for one in section["lines"]]
        section["figures"] = [_breakable(one) for one in section["figures"]]
    data |= {
        "made": moment_in_words(report.made_at),
        "sample": SAMPLE if report.is_sample else "",
        "unchecked": UNCHECKED if report.any_unchecked else "",
        "left_out": report.left_out_in_words,
        "to_write": list(NAME_AND_BIRTH),
    }
    return msgspec.json.encode(data).decode()


def _breakable(part: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _LONG.sub("\\1\N{ZERO WIDTH SPACE}", one) if isinstance(one, str) else one
        for name, one in part.items()
    }
