"""The PIN: what it may be, how long wrong ones must wait, and trying one."""

import os
import re
from datetime import datetime, timedelta
from itertools import pairwise

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q

from carrywell.companion.people.models import Account

LOCK_AFTER = timedelta(minutes=15)
"""For so long pages may lie unused before the PIN is asked for again: the one place to change it."""

FREE_TRIES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)

_SEEN = "seen"
_NOTED_EVERY = timedelta(seconds=20)
_DIGITS = re.compile(r"[0-9]{4,12}")
_TRIED_FIRST = frozenset(
    {"2580", "0852", "5683", "1004", "1379", "0007", "1010", "147258", "159753"}
)


class Trial:
    """How a try of the PIN ended."""

    RIGHT, WRONG, WAIT = "right", "wrong", "wait"


def wait_after(wrong: int) -> timedelta:
    """How long to wait after so many wrong PINs in a row: none up to 4, 1 minute after 5, then doubling.

    The fifth wrong one starts the wait; from the eleventh on it is an hour.
    """
    over = wrong - FREE_TRIES
    if over < 0:
        return timedelta(0)
    return LONGEST_WAIT if over > 6 else min(FIRST_WAIT * 2**over, LONGEST_WAIT)  # noqa: PLR2004 - 2**6 minutes are over an hour


def still_to_wait(account: Account, now: datetime) -> timedelta:
    """How long until a PIN may be tried again.

    A wait longer than any we set means that the computer's clock was changed; it does not count.
    """
    left = (account.locked_until or now) - now
    return left if timedelta(0) < left <= LONGEST_WAIT else timedelta(0)


def try_pin(account: Account, pin: str, now: datetime) -> str:
    """Tries a PIN. Each try is counted in the database before it is looked at, so that many at once
    count as many, and a program that ends half-way has still used up its try.
    """
    if still_to_wait(account, now):
        return Trial.WAIT
    wrong = account.wrong_pins + 1
    mine = Account.objects.filter(pk=account.pk, wrong_pins=account.wrong_pins).filter(
        Q(locked_until=None) | Q(locked_until__lte=now) | Q(locked_until__gt=now + LONGEST_WAIT)
    )
    wait = wait_after(wrong)
    if not mine.update(wrong_pins=wrong, locked_until=now + wait if wait else None):
        return Trial.WAIT
    if not account.check_password(pin):
        account.refresh_from_db()
        return Trial.WRONG
    Account.objects.filter(pk=account.pk).update(wrong_pins=0, locked_until=None)
    account.refresh_from_db()
    return Trial.RIGHT


def is_common(pin: str) -> bool:
    """Whether someone who wants in would try it early: 0000, 1234, 9876, 1212, 2580."""
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    half = len(pin) // 2
    repeats = len(pin) % 2 == 0 and pin[:half] == pin[half:]
    return steps in ({0}, {1}, {-1}) or repeats or pin in _TRIED_FIRST


def seen_from_network() -> bool:
    """Whether other computers can open these pages, so that they must keep a PIN."""
    return bool(os.environ.get("CARRYWELL_HOST"))


def unused_too_long(session: SessionBase, now: datetime) -> bool:
    """Whether the pages lay unused for longer than `LOCK_AFTER`. Takes note of this use otherwise."""
    seen = session.get(_SEEN)
    moment = now.timestamp()
    if isinstance(seen, int | float) and not 0 <= moment - seen < LOCK_AFTER.total_seconds():
        return True
    if seen is None or moment - seen > _NOTED_EVERY.total_seconds():
        session[_SEEN] = moment
    return False


class PinForm(forms.Form):
    """A new PIN, typed twice; with the present one when there is one."""

    present = forms.CharField(label="Your PIN now", required=False, max_length=128)
    pin = forms.CharField(label="New PIN", required=False, max_length=128)
    again = forms.CharField(label="The new PIN again", required=False, max_length=128)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, field in self.fields.items():
            field.widget = forms.PasswordInput(
                attrs={
                    "inputmode": "numeric",
                    "autocomplete": "current-password" if name == "present" else "new-password",
                }
            )

    def clean_pin(self) -> str:
        """4 to 12 digits."""
        typed: str = self.cleaned_data["pin"].strip()
        if not _DIGITS.fullmatch(typed):
            raise forms.ValidationError("A PIN has 4 to 12 digits, and nothing but digits.")
        return typed

    def clean_again(self) -> str:
        """The same once more, so that a slip of the finger locks nobody out."""
        typed: str = self.cleaned_data["again"].strip()
        if "pin" in self.cleaned_data and typed != self.cleaned_data["pin"]:
            raise forms.ValidationError("The two are not the same. Type the new PIN again.")
        return typed
