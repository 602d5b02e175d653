"""A dose in words."""

from carrywell.guideline.model import Dose, Range

_PHRASES: dict[str, str] = {
    "repetitions": "{} times",
    "sets": "{} sets",
    "hold_seconds": "hold {} seconds",
    "start_minutes": "start with {} minutes",
    "minutes": "{} minutes",
    "add_minutes_per_week": "add {} minutes each week",
    "times_per_day": "{} times a day",
    "times_per_week": "{} times a week",
    "days_per_week": "{} days a week",
    "rest_minutes": "a gap of {} minutes",
    "sessions": "{} sessions",
    "weeks": "over {} weeks",
    "minutes_per_week": "{} minutes a week in all",
    "rpe": "effort {} on the scale from 6 to 20",
}


def dose_in_words(dose: Dose) -> str:
    """The dose as one plain phrase: "10 times, hold 2 to 5 seconds, once or twice a day"."""
    told = [
        _WORDS.get((name, _amount(value)), phrase.format(_amount(value)))
        for name, phrase in _PHRASES.items()
        if (value := getattr(dose, name)) is not None
    ]
    return ". ".join(part.rstrip(".") for part in (", ".join(told), dose.note or "") if part)


_WORDS = {
    ("times_per_day", "1"): "once a day",
    ("times_per_day", "2"): "twice a day",
    ("times_per_day", "1 to 2"): "once or twice a day",
    ("times_per_week", "1"): "once a week",
    ("times_per_week", "2"): "twice a week",
    ("sets", "1"): "one set",
    ("repetitions", "1"): "once",
}


def _amount(value: float | Range | tuple[float, float | None]) -> str:
    if not isinstance(value, tuple):
        return f"{value:g}"
    low, high = value
    if high is None:
        return f"at least {low:g}"
    if low == 0:
        return f"up to {high:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
