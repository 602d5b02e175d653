"""Answers that are never written: about violence and self-harm.

They live in the memory of the server for an hour, for the check they were given in, and are gone
when it stops. They are then asked again: nothing about them is ever guessed.
"""

from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from carrywell.guideline.content import Content

KEPT_FOR = timedelta(hours=1)

_kept: dict[int, tuple[datetime, dict[str, Any]]] = {}
_lock = Lock()


def split(content: Content, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers that may be written, and those that may not."""
    private = {name: value for name, value in given.items() if content.finding[name].private}
    return {name: value for name, value in given.items() if name not in private}, private


def remember(check: int, private: dict[str, Any], now: datetime) -> None:
    """Adds to what is remembered for a check, for an hour from now."""
    if not private:
        return
    with _lock:
        _forget_old(now)
        _, before = _kept.get(check, (now, {}))
        _kept[check] = (now + KEPT_FOR, before | private)


def remembered(check: int, now: datetime) -> dict[str, Any]:
    """The private answers of a check, as far as they are remembered."""
    with _lock:
        _forget_old(now)
        return dict(_kept.get(check, (now, {}))[1])


def forget(check: int | None = None) -> None:
    """Forgets the private answers of one check, or of all."""
    with _lock:
        if check is None:
            _kept.clear()
        else:
            _kept.pop(check, None)


def _forget_old(now: datetime) -> None:
    for check in [one for one, (until, _) in _kept.items() if until <= now]:
        del _kept[check]
