"""A day as the page shows it: each question with what she has said."""

from collections.abc import Iterable
from datetime import date, tzinfo
from typing import Any

import msgspec

from carrywell.companion.check.screen import Option
from carrywell.companion.check.service import guideline
from carrywell.companion.diary.asked import SCALES_OF_A_DAY, numbers_of, questions, words_of
from carrywell.companion.diary.extras import Extras, extras_of, numbers_welcome
from carrywell.companion.diary.hers import day_of
from carrywell.companion.diary.keep import bounds, steps_of_plan
from carrywell.companion.diary.models import DailyHabit, PainEntry
from carrywell.companion.diary.reading import NOT_SAID, Reading, written_shown
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief.weekly import COUNTED
from carrywell.patterns.diary import Day

WOKEN = ((True, "yes", "Yes"), (False, "no", "No"))


class ShownScale(msgspec.Struct, frozen=True, kw_only=True):
    """A scale to choose from. `again`: something is said, so it can be taken back."""

    name: str
    ask: str
    options: tuple[Option, ...]
    ends: str = ""
    again: bool = False
    taken_back: bool = False
    problem: str = ""


class DayPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of the form of a day. `shown` goes along with it; `more` says that the second part
    is to be open. `asks` are what a word for her pain calls up: the word and the questions.
    """

    on: date
    shown: str
    scales: dict[str, ShownScale]
    woken: ShownScale
    places: tuple[Option, ...]
    qualities: tuple[Option, ...]
    brought_on: tuple[Option, ...]
    steps: tuple[Option, ...]
    note: str
    extras: Extras
    kinds: tuple[Option, ...]
    weighs: bool
    activities: tuple[str, ...]
    pains: tuple[PainEntry, ...]
    problems: dict[str, str]
    more: bool
    written: bool
    asks: tuple[tuple[str, tuple[str, ...]], ...]


def day_page(
    pregnancy: Pregnancy,
    on: date,
    zone: tzinfo,
    reading: Reading | None = None,
    extras: Extras | None = None,
    note: str | None = None,
) -> DayPage:
    """The page of a day as it is kept; with a `reading`, as she has just filled it in.

    `note` and `extras` are then as she typed them, possible or not.
    """
    row = pregnancy.days.filter(on=on).first()
    kept = day_of(row) if row is not None else Day(on=on)
    shown = reading.shown if reading is not None else kept
    values = reading.sent if reading is not None else kept
    extras = extras or extras_of(pregnancy, on)
    problems = (reading.problems if reading is not None else {}) | extras.problems
    pains = tuple(pregnancy.pain_entries.filter(noted_at__range=bounds(on, zone)))
    scales = {one: _scale(one, values, shown, problems) for one in SCALES_OF_A_DAY}
    return DayPage(
        on=on,
        shown=written_shown(shown),
        scales=scales,
        woken=_woken(values, shown, problems),
        places=_options("places", values.places),
        qualities=_options("qualities", values.qualities),
        brought_on=_options("brought_on", values.brought_on),
        steps=_steps(pregnancy, on, zone, values.steps_done),
        note=values.note if note is None else note,
        extras=extras,
        kinds=_kinds(extras.treatment),
        weighs=numbers_welcome(pregnancy),
        activities=_activities(pregnancy, on),
        pains=pains,
        problems=problems,
        more=bool(set(problems) - set(scales) - {"woken_by_pain"}),
        written=row is not None or bool(pains),
        asks=_asks(pregnancy, row),
    )


def _asks(pregnancy: Pregnancy, row: DailyHabit | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Nothing is asked again once she has done a check."""
    if row is None or pregnancy.check_ins.filter(finished_at__gt=row.noted_at).exists():
        return ()
    return called_up(row.qualities)


def called_up(qualities: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For words that may mean a warning sign: the word, and the questions of a check it calls up.

    Each question stands with the first word that calls it up.
    """
    findings, told, asks = guideline().content.finding, set[str](), []
    for one in questions().qualities:
        new = [name for name in one.also if name not in told] if one.id in qualities else []
        told |= set(new)
        if new:
            asks.append((one.say.lower(), tuple(findings[name].ask or "" for name in new)))
    return tuple(asks)


def ends_of(numbers: range, least: str, most: str) -> str:
    """What the ends of a scale mean."""
    return f"{numbers[0]}: {least}, {numbers[-1]}: {most}"


def ends_now() -> str:
    """What the ends of 'pain now' mean."""
    asked = questions().scale["pain_now"]
    return ends_of(pain_numbers(), asked.least, asked.most)


def pain_numbers() -> range:
    """The numbers that 'pain now' offers."""
    return numbers_of("pain_now")


def _scale(name: str, values: Day, shown: Day, problems: dict[str, str]) -> ShownScale:
    asked = questions().scale[name]
    value, before = getattr(values, name), getattr(shown, name)
    numbers = numbers_of(name)
    return ShownScale(
        name=name,
        ask=asked.ask,
        ends=ends_of(numbers, asked.least, asked.most),
        options=tuple(Option(str(one), str(one), one == value) for one in numbers),
        again=before is not None,
        taken_back=before is not None and value is None,
        problem=problems.get(name, ""),
    )


def _woken(values: Day, shown: Day, problems: dict[str, str]) -> ShownScale:
    value = values.woken_by_pain
    options = [Option(typed, say, value is answer) for answer, typed, say in WOKEN]
    return ShownScale(
        name="woken_by_pain",
        ask="Did the pain wake you?",
        options=(*options, Option(NOT_SAID, "Not said", value is None)),
        again=shown.woken_by_pain is not None,
        problem=problems.get("woken_by_pain", ""),
    )


def _options(field: str, chosen: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(one, say, one in chosen) for one, say in words_of(field).items())


def _steps(
    pregnancy: Pregnancy, on: date, zone: tzinfo, done: tuple[str, ...]
) -> tuple[Option, ...]:
    """The steps of the plan she had, and any others that she has ticked."""
    names = words_of("steps_done")
    listed = dict.fromkeys((*steps_of_plan(pregnancy, on, zone), *done))
    return tuple(Option(one, names[one], one in done) for one in listed if one in names)


def _kinds(chosen: str) -> tuple[Option, ...]:
    names = guideline().content.treatment
    return tuple(Option(one, names[one].name, one == chosen) for one in COUNTED)


def _activities(pregnancy: Pregnancy, on: date) -> tuple[str, ...]:
    names: dict[str, Any] = guideline().content.treatment
    return tuple(
        f"{names[one.treatment].name}, {one.minutes} minute{'' if one.minutes == 1 else 's'}"
        for one in pregnancy.activities.filter(on=on).order_by("pk")
        if one.treatment in names
    )
