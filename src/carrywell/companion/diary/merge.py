"""What becomes of a day when a form about it is sent: nothing that was said gets lost.

A form knows what stood in it when it was opened. Only what she changed there counts, so that two
windows, or a page left open since the morning, never take away what was said elsewhere since.
"""

from typing import Any

import msgspec

from carrywell.patterns.diary import Day

SINGLE = ("pain_average", "pain_worst", "sleep_quality", "woken_by_pain", "stress")
LISTS = ("places", "qualities", "brought_on", "steps_done")


def merged(kept: Day, shown: Day, sent: Day) -> Day:
    """The day as it is to be kept: `kept` with what she changed between `shown` and `sent`.

    Of a single answer, what is sent counts; taking it back counts only if nothing else was said
    since. A list gains what was ticked and loses what was unticked. Lists come out sorted.
    """
    single: dict[str, Any] = {
        name: merged_answer(getattr(kept, name), getattr(shown, name), getattr(sent, name))
        for name in SINGLE
    }
    lists = {
        name: _merged_list(getattr(kept, name), getattr(shown, name), getattr(sent, name))
        for name in LISTS
    }
    note = _merged_note(kept.note, shown.note, sent.note)
    return msgspec.structs.replace(kept, **single, **lists, note=note)


def merged_answer(kept: Any, shown: Any, sent: Any) -> Any:
    """One answer; None stands for nothing said."""
    if sent == shown or (sent is None and kept != shown):
        return kept
    return sent


def says_nothing(day: Day) -> bool:
    """Whether nothing is said about the day (activity stands elsewhere)."""
    answers = [getattr(day, name) for name in SINGLE]
    return all(one is None for one in answers) and not (
        any(getattr(day, name) for name in LISTS) or day.note
    )


def _merged_list(
    kept: tuple[str, ...], shown: tuple[str, ...], sent: tuple[str, ...]
) -> tuple[str, ...]:
    ticked, unticked = set(sent) - set(shown), set(shown) - set(sent)
    return tuple(sorted((set(kept) | ticked) - unticked))


def _merged_note(kept: str, shown: str, sent: str) -> str:
    if sent in (shown, kept):
        return kept
    if kept == shown:
        return sent
    if sent in kept.split("\n"):  # sent twice
        return kept
    added = sent.removeprefix(shown).strip("\n")
    return f"{kept}\n{added}" if added else kept
