"""The pattern of timed spasms in plain words. It never says that all is well: taps cannot tell."""

from collections.abc import Sequence
from datetime import datetime

from carrywell.patterns.growing_spasms import Trend
from carrywell.patterns.regular_starts import RULE

NOTHING_TIMED = "Nothing was timed in the last two hours."
NO_RHYTHM = (
    "They do not come in a clear rhythm. That alone does not mean that all is well: "
    "ring if they hurt, come more often or worry you."
)
TOO_FEW = "That is too few to see a rhythm. Ring any time if they hurt or worry you."
ONE_FORGOTTEN = "One went on for more than three minutes. In case a tap was forgotten, its end counts as a start too."
SOME_FORGOTTEN = "{} went on for more than three minutes. In case taps were forgotten, their ends count as starts too."
GROWING: dict[Trend, str] = {
    "closer": "closer together",
    "longer": "longer",
    "stronger": "stronger",
}


def in_words(
    *,
    count: int,
    began_at: datetime,
    now: datetime,
    is_rhythmic: bool,
    interval_minutes: float | None,
    trend: Sequence[Trend],
    missed_stops: int,
) -> str:
    """A few short sentences: how many, whether in a rhythm, whether growing."""
    said = [_how_many(count, began_at, now)]
    if is_rhythmic and interval_minutes is not None:
        said.append(f"They come in a rhythm, about every {_minutes(interval_minutes)}.")
    elif is_rhythmic:
        said.append("They come in a rhythm.")
    else:
        said.append(NO_RHYTHM if count >= RULE.starts else TOO_FEW)
    if trend:
        said.append(f"They are getting {_and([GROWING[one] for one in trend])}.")
    if missed_stops:
        said.append(ONE_FORGOTTEN if missed_stops == 1 else SOME_FORGOTTEN.format(missed_stops))
    return " ".join(said)


def _how_many(count: int, began_at: datetime, now: datetime) -> str:
    if count == 1:
        return "You timed one so far."
    since = max(1.0, (now - began_at).total_seconds() / 60)
    return f"You timed {count} in the last {_minutes(since)}."


def _minutes(minutes: float) -> str:
    whole = max(1, round(minutes))
    if whole < 100:  # noqa: PLR2004 -- up to here minutes are easier to follow than hours
        return f"{whole} minute{'s' if whole > 1 else ''}"
    hours = round(minutes / 60)
    return f"{hours} hours"


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
