"""The time of a session: when it began, how long it was paused, and what is left.

Nothing counts down on the server. What is left follows from the wall clock, so a locked phone, a
reload or a second tab all show the same. Times are aware datetimes, lengths are seconds.
"""

from datetime import datetime, timedelta

import msgspec


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A session's time. `paused_at` is set while it is paused; `planned` 0 means no end is planned.

    `paused` is the length of all pauses that are over.
    """

    started_at: datetime
    planned: int = 0
    paused: float = 0.0
    paused_at: datetime | None = None
    ended_at: datetime | None = None


def elapsed(clock: Clock, now: datetime) -> float:
    """Seconds that the session has run, without pauses; never more than planned, never below 0."""
    until = clock.ended_at or clock.paused_at or now
    run = max(0.0, (until - clock.started_at).total_seconds() - clock.paused)
    return min(run, clock.planned) if clock.planned else run


def left(clock: Clock, now: datetime) -> float:
    """Seconds left; 0 when time is up or no end is planned."""
    return max(0.0, clock.planned - elapsed(clock, now)) if clock.planned else 0.0


def is_up(clock: Clock, now: datetime) -> bool:
    """Whether the planned time is over."""
    return bool(clock.planned) and left(clock, now) <= 0


def is_past_half(clock: Clock, now: datetime) -> bool:
    """Whether half of the planned time has run."""
    return bool(clock.planned) and elapsed(clock, now) >= clock.planned / 2


def ends_at(clock: Clock) -> datetime | None:
    """When the time will be up; None while it is paused, after its end, and without a planned one."""
    if not clock.planned or clock.paused_at or clock.ended_at:
        return None
    return clock.started_at + timedelta(seconds=clock.planned + clock.paused)


def half_at(clock: Clock) -> datetime | None:
    """When half of the time will have run; None as for `ends_at`."""
    end = ends_at(clock)
    return end - timedelta(seconds=clock.planned / 2) if end else None


def pause(clock: Clock, now: datetime) -> Clock:
    """The clock paused from now on; unchanged when it is paused or over."""
    if clock.paused_at or clock.ended_at or is_up(clock, now):
        return clock
    return msgspec.structs.replace(clock, paused_at=max(now, clock.started_at))


def resume(clock: Clock, now: datetime) -> Clock:
    """The clock running again; unchanged when it is not paused."""
    if clock.paused_at is None or clock.ended_at:
        return clock
    length = max(0.0, (now - clock.paused_at).total_seconds())
    return msgspec.structs.replace(clock, paused=clock.paused + length, paused_at=None)


def end(clock: Clock, now: datetime) -> Clock:
    """The clock stopped for good; a pause that is still on ends with it."""
    if clock.ended_at:
        return clock
    running = resume(clock, now)
    return msgspec.structs.replace(running, ended_at=max(now, clock.started_at))
