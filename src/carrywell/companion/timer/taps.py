"""Taps as the browser sends them, and how each is saved: in order, once, and never against her will.

A tap carries a key that the browser made before it was sent. What was saved under a key is not saved
again, and nothing that arrives late brings back a spasm she has deleted.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import msgspec
from django.db import transaction

from carrywell.companion.people.models import Pregnancy
from carrywell.companion.timer.limits import clock, problem_with_length, problem_with_tap
from carrywell.companion.timer.models import KEY_LENGTH, Spasm, TimerEvent
from carrywell.patterns.diary import Place, Strength

MOST_AT_ONCE = 500

Key = Annotated[str, msgspec.Meta(min_length=8, max_length=KEY_LENGTH, pattern=r"^[0-9a-zA-Z-]+$")]
NoKey = Annotated[str, msgspec.Meta(max_length=KEY_LENGTH, pattern=r"^[0-9a-zA-Z-]*$")]
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=7_258_118_400_000)]
"""Since 1970, as browsers count; up to the year 2200."""

What = TimerEvent.What
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Tap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One tap. `spasm` is the key of the spasm it is about; strength and place only with 'details'."""

    key: Key
    what: Literal["start", "stop", "details", "waters_broke", "need_help"]
    at: Milliseconds
    spasm: NoKey = ""
    strength: Strength = ""
    place: Place = ""

    @property
    def moment(self) -> datetime:
        """When it was tapped, by the clock of her device."""
        return _EPOCH + timedelta(milliseconds=self.at)


class Taps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one request brings, in the order of the taps."""

    taps: Annotated[tuple[Tap, ...], msgspec.Meta(max_length=MOST_AT_ONCE)]


class Outcome(msgspec.Struct, frozen=True):
    """What became of a tap: saved when `refused` is empty, otherwise why it was not, in words."""

    key: str
    refused: str = ""


def keep(pregnancy: Pregnancy, taps: Sequence[Tap], now: datetime) -> tuple[Outcome, ...]:
    """Saves taps in their order, all of them or, when the disk fails, none.

    When this returns, what is not refused is on the disk. A tap whose key is known counts as saved
    and changes nothing.
    """
    with transaction.atomic():
        return tuple(Outcome(one.key, _keep_one(pregnancy, one, now)) for one in taps)


def _keep_one(pregnancy: Pregnancy, tap: Tap, now: datetime) -> str:
    if pregnancy.timer_events.filter(key=tap.key).exists():
        return ""
    if tap.spasm and was_deleted(pregnancy, tap.spasm):
        _note(pregnancy, tap, None, now)
        return ""
    problem = problem_with_tap(tap.moment, now) or _apply(pregnancy, tap, now)
    if not problem:
        _note(pregnancy, tap, tap.moment, now)
    return problem


def was_deleted(pregnancy: Pregnancy, spasm: str) -> bool:
    """Whether she has deleted the spasm of that key."""
    return pregnancy.timer_events.filter(spasm_key=spasm, what=What.DELETE).exists()


def _note(pregnancy: Pregnancy, tap: Tap, at: datetime | None, now: datetime) -> None:
    pregnancy.timer_events.create(
        key=tap.key, what=tap.what, spasm_key=tap.spasm, at=at, received_at=now
    )


def _apply(pregnancy: Pregnancy, tap: Tap, now: datetime) -> str:
    """Does what the tap says; why not, in words, when it cannot be right."""
    if tap.what in ("waters_broke", "need_help"):
        return ""
    if not tap.spasm:
        return "This tap does not say which spasm it belongs to. Add it by hand."
    spasm = pregnancy.spasms.filter(key=tap.spasm).first()
    if tap.what == "start":
        if spasm is None:
            pregnancy.spasms.create(key=tap.spasm, started_at=tap.moment, changed_at=now)
        return ""
    if spasm is None:
        return f"The start of the spasm that was tapped at {clock(tap.moment)} was not saved."
    return _stop(spasm, tap, now) if tap.what == "stop" else _details(spasm, tap, now)


def _stop(spasm: Spasm, tap: Tap, now: datetime) -> str:
    """The first end counts: another window, or her own correction, may have set it before."""
    if spasm.ended_at is not None:
        return ""
    if problem := problem_with_length(spasm.started_at, tap.moment):
        return problem
    spasm.ended_at, spasm.changed_at = tap.moment, now
    spasm.save(update_fields=["ended_at", "changed_at"])
    return ""


def _details(spasm: Spasm, tap: Tap, now: datetime) -> str:
    spasm.strength = tap.strength or spasm.strength
    spasm.place = tap.place or spasm.place
    spasm.changed_at = now
    spasm.save(update_fields=["strength", "place", "changed_at"])
    return ""


def delete(spasm: Spasm, key: str, now: datetime) -> None:
    """Deletes a spasm and the times of its taps; that it was deleted stays, so that it never returns."""
    with transaction.atomic():
        events = spasm.pregnancy.timer_events
        events.filter(spasm_key=spasm.key).update(at=None)
        events.get_or_create(
            key=key, defaults={"what": What.DELETE, "spasm_key": spasm.key, "received_at": now}
        )
        spasm.delete()


def take_back_waters(pregnancy: Pregnancy) -> None:
    """'My waters broke' was tapped by mistake: the taps stay without a time, and count no more."""
    pregnancy.timer_events.filter(what=What.WATERS_BROKE).update(at=None)
