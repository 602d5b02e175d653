"""The form of a day, read: what the browser sent, what stood there before, and what is wrong with it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

import msgspec

from carrywell.companion.diary.asked import (
    LONGEST_NOTE,
    SCALES_OF_A_DAY,
    numbers_of,
    words_of,
)
from carrywell.companion.diary.merge import LISTS
from carrywell.patterns.diary import Day

NOT_SAID = "not_said"
YES_NO = {"yes": True, "no": False, NOT_SAID: None, "": None}
SHOWN = "shown"
LONGEST_DIGITS = 5


class Sent(Protocol):
    """What a form sent: Django's `QueryDict`, or anything like it."""

    def get(self, key: str, default: str) -> str:
        """The last value sent under that name."""
        ...

    def getlist(self, key: str) -> list[str]:
        """Every value sent under that name."""
        ...

    def __contains__(self, key: object) -> bool:
        """Whether anything was sent under that name."""
        ...


class Reading(msgspec.Struct, frozen=True):
    """What she sent, what the form showed before, and the problems by field, in words.

    What has a problem is not in `sent`.
    """

    sent: Day
    shown: Day
    problems: dict[str, str]


def read_day(form: Sent, on: date) -> Reading:
    """The form of the day `on`. A field that was not sent stays as it was shown."""
    shown = shown_before(form.get(SHOWN, ""), on)
    problems: dict[str, str] = {}
    single: dict[str, Any] = {
        name: _scale(form, name, getattr(shown, name), problems) for name in SCALES_OF_A_DAY
    }
    single["woken_by_pain"] = _woken(form, shown.woken_by_pain, problems)
    lists: dict[str, Any] = {name: _ticked(form, name, problems) for name in LISTS}
    note = _note(form, shown.note, problems)
    return Reading(Day(on=on, **single, **lists, note=note), shown, problems)


def written_shown(day: Day) -> str:
    """What a form shows, for the form to send back."""
    return msgspec.json.encode(day).decode()


def shown_before(typed: str, on: date) -> Day:
    """What the form showed; nothing when it cannot be read."""
    try:
        return msgspec.structs.replace(msgspec.json.decode(typed.encode(), type=Day), on=on)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return Day(on=on)


def whole_number(typed: str, allowed: range) -> int | None:
    """A whole number as typed or chosen; None when it is none of `allowed`."""
    digits = typed.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < LONGEST_DIGITS):
        return None
    return int(digits) if int(digits) in allowed else None


def not_possible(typed: str, allowed: range) -> str:
    """What is wrong with a number, and what is allowed."""
    return (
        f"'{typed[:20]}' is not possible here. Choose a number from {allowed[0]} to {allowed[-1]}."
    )


def _scale(form: Sent, name: str, before: int | None, problems: dict[str, str]) -> int | None:
    if name not in form:
        return before
    typed = form.get(name, "")
    if typed in ("", NOT_SAID):
        return None
    number = whole_number(typed, numbers_of(name))
    if number is None:
        problems[name] = not_possible(typed, numbers_of(name))
        return before
    return number


def _woken(form: Sent, before: bool | None, problems: dict[str, str]) -> bool | None:
    typed = form.get("woken_by_pain", "")
    if "woken_by_pain" not in form:
        return before
    if typed not in YES_NO:
        problems["woken_by_pain"] = f"'{typed[:20]}' is not possible here. Choose yes or no."
        return before
    return YES_NO[typed]


def _ticked(form: Sent, name: str, problems: dict[str, str]) -> tuple[str, ...]:
    sent = _without_repeats(form.getlist(name))
    known = words_of(name)
    strange = [one for one in sent if one not in known]
    if strange:
        problems[name] = f"'{strange[0][:20]}' is none of these. Choose from the list."
    return tuple(one for one in sent if one in known)


def _without_repeats(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _note(form: Sent, before: str, problems: dict[str, str]) -> str:
    if "note" not in form:
        return before
    note = clean_note(form.get("note", ""))
    if len(note) > LONGEST_NOTE:
        problems["note"] = (
            f"Your note has {len(note)} letters. Write at most {LONGEST_NOTE}: the rest can go into another day."
        )
        return before
    return note


def clean_note(typed: str) -> str:
    """A note with plain line ends, without blanks around it and without what no file can hold."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
