"""Her diary as a calendar: a month, each day with its worst pain, spasms and sessions."""

from calendar import Calendar, day_name
from datetime import date, timedelta

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from carrywell.companion.diary.days import earliest_day, zone_in
from carrywell.companion.diary.hers import diary_of
from carrywell.companion.people.access import current_pregnancy
from carrywell.companion.statements import sources_in_words
from carrywell.companion.today import now_is, today_is
from carrywell.patterns.course import pain_course, spasm_course
from carrywell.patterns.course_words import counted
from carrywell.patterns.diary import Diary
from carrywell.patterns.gestation import DAYS_A_WEEK, gestation_weeks

WEEKDAYS = tuple((name[:2], name) for name in day_name)
MONDAYS_FIRST = Calendar(firstweekday=0)
LEVELS = ((0, "none"), (3, "mild"), (6, "moderate"), (10, "severe"))
"""The highest score of each level (measures.yaml, the thresholds of the pain score), and its name."""
LEVELS_SOURCES = ("professional-consensus",)


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the month. `worst` is None when no pain was told; `level` names its shape and shade.

    `opens`: the diary has a page for it. `weeks`: those completed, on the day a week begins.
    """

    on: date
    worst: int | None = None
    level: str = ""
    spasms: int = 0
    sessions: int = 0
    weeks: int | None = None
    is_today: bool = False
    opens: bool = False

    @property
    def says(self) -> str:
        """The day in words."""
        said = [f"worst pain {self.worst}"] if self.worst is not None else []
        said += [counted(self.spasms, "spasm")] if self.spasms else []
        said += [counted(self.sessions, "session")] if self.sessions else []
        return ", ".join(said) or "nothing written"


class Month(msgspec.Struct, frozen=True):
    """A month in weeks from Monday to Sunday; None for a day of another month.

    `before` and `after` are the first days of the months beside it, None beyond the pregnancy.
    """

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]
    before: date | None
    after: date | None

    @property
    def tells_weeks(self) -> bool:
        """Whether any day begins a week of pregnancy."""
        return any(one is not None and one.weeks is not None for week in self.weeks for one in week)


@require_safe
def this_month(request: HttpRequest) -> HttpResponse:
    """To the month of today."""
    current_pregnancy(request)
    today = today_is(request)
    return redirect("diary:calendar", year=f"{today:%Y}", month=f"{today:%m}")


@require_safe
def calendar(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """One month of the pregnancy; 404 for any other."""
    pregnancy, today = current_pregnancy(request), today_is(request)
    first = _first_of(year, month)
    earliest = earliest_day(pregnancy, today)
    if not earliest.replace(day=1) <= first <= today:
        raise Http404
    diary = diary_of(pregnancy, zone_in(now_is(request)))
    shown = month_of(diary, first, earliest, today)
    context = {
        "month": shown,
        "levels": _levels(),
        "sources": sources_in_words(LEVELS_SOURCES),
        "weekdays": WEEKDAYS,
    }
    return render(request, "diary/calendar.html", context)


def month_of(diary: Diary, first: date, earliest: date, today: date) -> Month:
    """The month that begins on `first`. Days open from the `earliest` of the pregnancy to today."""
    cells = _cells(diary, first, _last_of(first), earliest, today)
    weeks = MONDAYS_FIRST.monthdatescalendar(first.year, first.month)
    before, after = _first_of_month(first - timedelta(days=1)), _next(first)
    return Month(
        first=first,
        weeks=tuple(tuple(cells.get(on) for on in week) for week in weeks),
        before=before if before >= _first_of_month(earliest) else None,
        after=after if after <= today else None,
    )


def level_of(worst: int) -> str:
    """The name of the level of a score from 0 to 10."""
    return next(name for most, name in LEVELS if worst <= most)


def _cells(diary: Diary, first: date, last: date, earliest: date, today: date) -> dict[date, Cell]:
    pain = {one.on: one.worst for one in pain_course(diary, first, last).days}
    spasms = {one.on: one.count for one in spasm_course(diary, first, last).days}
    sessions: dict[date, int] = {}
    for one in diary.between(first, last).sessions:
        on = diary.day_of(one.started_at)
        sessions[on] = sessions.get(on, 0) + 1
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return {
        on: Cell(
            on=on,
            worst=pain.get(on),
            level=level_of(pain[on]) if on in pain else "",
            spasms=spasms.get(on, 0),
            sessions=sessions.get(on, 0),
            weeks=_week_begun(diary.due_date, on),
            is_today=on == today,
            opens=earliest <= on <= today,
        )
        for on in days
    }


def _week_begun(due_date: date | None, on: date) -> int | None:
    weeks = gestation_weeks(due_date, on) if due_date is not None else None
    return (
        round(weeks)
        if weeks is not None and round(weeks * DAYS_A_WEEK) % DAYS_A_WEEK == 0
        else None
    )


def _levels() -> tuple[tuple[str, str], ...]:
    """Each level with the scores that it holds."""
    lows = (0, *(most + 1 for most, _ in LEVELS))
    return tuple(
        (name, str(most) if low == most else f"{low} to {most}")
        for low, (most, name) in zip(lows, LEVELS, strict=False)
    )


def _first_of(year: str, month: str) -> date:
    try:
        return date(int(year), int(month), 1)
    except ValueError as error:
        raise Http404 from error


def _first_of_month(on: date) -> date:
    return on.replace(day=1)


def _next(first: date) -> date:
    return _first_of_month(first + timedelta(days=31))


def _last_of(first: date) -> date:
    return _next(first) - timedelta(days=1)
