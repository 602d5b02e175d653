"""Whom to ring, on every page and above all on the one that says something went wrong.

The numbers are kept in a small file of their own beside the database, so that a page can show them
when nothing else can be read.
"""

import re
from pathlib import Path

import msgspec

from carrywell.companion.data_folder import write_whole

LAST_RESORT = "Call your local emergency number. It is often 112 or 911."


class Number(msgspec.Struct, frozen=True):
    """One number to ring; `dial` is what a telephone is given."""

    who: str
    number: str

    @property
    def dial(self) -> str:
        """The number for a ``tel:`` link: digits, + and * alone, and # as RFC 3966 writes it.

        The zero of '+44 (0)20' is dialled only without the country's code.
        """
        number = re.sub(r"\(0\)", "", self.number) if "+" in self.number else self.number
        return re.sub(r"[^0-9+*#]", "", number).replace("#", "%23")


class Numbers(msgspec.Struct, frozen=True):
    """Her own unit first, then her country's ambulance, then lines for advice.

    `say` is what to do where no ambulance number is known.
    """

    unit: Number | None = None
    ambulance: Number | None = None
    also: tuple[Number, ...] = ()
    advice: tuple[Number, ...] = ()
    say: str = LAST_RESORT


def numbers_of(country: str, unit_name: str, unit_phone: str) -> Numbers:
    """The numbers for her country and unit. Raises when the guideline cannot be read."""
    from carrywell.api import load_guideline

    every = {one.country: one for one in load_guideline().content.emergency_numbers}
    known = every.get(country) or every[None]
    unit = Number(unit_name or "my maternity unit", unit_phone) if unit_phone else None
    return Numbers(
        unit=unit,
        ambulance=Number(f"Ambulance in {known.name}", known.ambulance)
        if known.ambulance
        else None,
        also=tuple(Number(one.when or "Also", one.number) for one in known.also),
        advice=tuple(Number(_line(one), one.number) for one in known.advice_lines if one.number),
        say=known.say or LAST_RESORT,
    )


def keep_numbers(folder: Path, numbers: Numbers) -> None:
    """Writes the numbers where the error page finds them."""
    write_whole(folder / "numbers.json", msgspec.json.encode(numbers))


def kept_numbers(folder: Path) -> Numbers:
    """The numbers as last written; the ones for an unknown country when there are none."""
    try:
        return msgspec.json.decode((folder / "numbers.json").read_bytes(), type=Numbers)
    except (OSError, msgspec.DecodeError):
        return _numbers_anywhere()


def _numbers_anywhere() -> Numbers:
    try:
        return numbers_of("", "", "")
    except Exception:  # noqa: BLE001 - the guideline may be what is broken
        return Numbers()


def _line(line: object) -> str:
    name, note = getattr(line, "name", ""), getattr(line, "note", None)
    return f"{name} ({note.rstrip('.')})" if note else name
