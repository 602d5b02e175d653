"""What a time may be: the limits of the timer, each in one place. All are our own choices."""

from datetime import datetime, timedelta

from django.utils import timezone

CLOCK_ERROR = timedelta(minutes=2)
"""So far two clocks may differ: a tap a little ahead of the server's clock is still believed."""

OLDEST_TAP = timedelta(days=7)
"""So long a tap may wait to be sent. An older one says more about a wrong clock than about her."""

LONGEST = timedelta(hours=2)
"""No spasm is longer. One that seems to be was never tapped as over, so its end is not known."""

NOT_LETTING_GO = timedelta(minutes=5)
"""After so long without an end the page says what to do if it does not let go."""


def clock(moment: datetime) -> str:
    """The time of day where she is, with its day unless that is today: 02:10:05, 3 November 02:10:05."""
    here = timezone.localtime(moment)
    day = "" if here.date() == timezone.localdate() else f"{here:%-d %B} "
    return f"{day}{here:%H:%M:%S}"


def problem_with_tap(at: datetime, now: datetime) -> str:
    """Why a tap claimed for that moment is not believed, in words; empty when it is."""
    if at > now + CLOCK_ERROR:
        return (
            f"The tap says {clock(at)}, but it is only {clock(now)}."
            " Look at the clock of this device: it seems to be fast."
        )
    if at < now - OLDEST_TAP:
        return (
            f"The tap says {clock(at)}. That is more than {OLDEST_TAP.days} days ago."
            " If it is right, add it by hand."
        )
    return ""


def problem_with_length(started_at: datetime, ended_at: datetime) -> str:
    """Why a spasm cannot have these two ends, in words; empty when it can."""
    if ended_at < started_at:
        return (
            f"The end, {clock(ended_at)}, is before the start, {clock(started_at)}."
            f" It must be {clock(started_at)} or later."
        )
    if ended_at - started_at > LONGEST:
        hours = int(LONGEST.total_seconds() // 3600)
        return (
            f"From {clock(started_at)} to {clock(ended_at)} is over {hours} hours."
            f" The end may be {clock(started_at + LONGEST)} at the latest."
            " If you do not know when it ended, leave the end empty."
        )
    return ""
