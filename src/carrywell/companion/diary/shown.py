"""Each chart as a page shows it: heading, sentences, picture and table, or nothing."""

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from carrywell.api import Guideline
from carrywell.companion.body.hers import KEEPS_BACK, known_of_body
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.statements import sources_in_words
from carrywell.patterns.course import (
    SMALLEST_CHANGE_SOURCES,
    pain_course,
    sleep_course,
    spasm_course,
    stress_course,
)
from carrywell.patterns.course_words import (
    day,
    pain_says,
    sleep_says,
    spasm_says,
    stress_says,
    week_says,
)
from carrywell.patterns.diary import Diary
from carrywell.patterns.gestation import gestation_weeks
from carrywell.patterns.weight_gain import Weight, weight_report
from carrywell.pictures.clinic_chart import clinic_chart, clinic_scores, clinic_scores_say
from carrywell.pictures.pain_chart import pain_chart, pain_rows
from carrywell.pictures.session_rows import sessions_by_day
from carrywell.pictures.sleep_chart import sleep_chart, sleep_rows
from carrywell.pictures.spasm_chart import spasm_chart, spasm_rows
from carrywell.pictures.stress_chart import stress_chart, stress_rows
from carrywell.pictures.week_chart import week_chart, week_rows
from carrywell.pictures.weight_chart import weight_chart, weight_rows


class Table(msgspec.Struct, frozen=True):
    """What the chart shows, for a screen reader and for looking things up."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def body(self) -> SafeString:
        """The rows as markup: made here, because a template takes ten times as long for hundreds."""
        return format_html_join("", "<tr>{}</tr>", ((_cells(row),) for row in self.rows))


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One chart with its heading, sentences and table.

    `source_of` names what the `sources` are for; `checked`: they were read.
    """

    id: str
    title: str
    say: tuple[str, ...]
    svg: str
    table: Table
    source_of: str = ""
    sources: tuple[str, ...] = ()
    checked: bool = True


def _cells(row: tuple[str, ...]) -> SafeString:
    name, *told = row
    return format_html('<th scope="row">{}</th>', name) + format_html_join(
        "", "<td>{}</td>", ((one,) for one in told)
    )


def charts_of(diary: Diary, guideline: Guideline, first: date, last: date) -> Iterator[Shown]:
    """The charts that have something to show, in their order on the page."""
    part = diary.between(first, last)
    names = {one.id: one.name for one in guideline.content.treatments}
    yield from _pain(part, first, last, names)
    yield from _spasms(part, first, last, names)
    yield from _sleep(part, first, last)
    yield from _stress(part, first, last)
    yield from _week(part, first, last, guideline)
    yield from _clinic(part, first, last, guideline)


def weight_shown(
    diary: Diary, pregnancy: Pregnancy, guideline: Guideline, today: date
) -> Iterator[Shown]:
    """Her weight against the range; nothing unless she has said that numbers may be shown."""
    known = known_of_body(pregnancy, today)
    if known.get(KEEPS_BACK) is not False:
        return
    report = weight_report(guideline.compiled, known, _by_week(diary))
    if report.asks or not report.points:
        return
    words = guideline.content.measures.weight_gain.words
    rows = weight_rows(report, words)
    yield Shown(
        id="weight",
        title="Weight",
        say=(report.title, *([report.say] if report.say else [])),
        svg=weight_chart(report, words),
        table=Table(
            ("Weeks", "Gained", "Usual range"),
            tuple((one.weeks, f"{one.gain_kg} kg", one.usual) for one in rows),
        ),
        source_of="the usual range",
        sources=sources_in_words(report.range.sources) if report.range is not None else (),
        checked=report.range is None or report.range.source_checked,
    )


def _by_week(diary: Diary) -> Iterator[Weight]:
    for one in diary.weights:
        weeks = gestation_weeks(diary.due_date, one.on) if diary.due_date else None
        if weeks is not None:
            yield Weight(weeks, one.weight_kg)


def _pain(diary: Diary, first: date, last: date, names: Mapping[str, str]) -> Iterator[Shown]:
    course = pain_course(diary, first, last)
    sessions = sessions_by_day(diary, first, last, names)
    if not course.days and not sessions:
        return
    rows = pain_rows(course, sessions)
    yield Shown(
        id="pain",
        title="Pain",
        say=pain_says(course),
        svg=pain_chart(diary, first, last, names),
        table=Table(
            ("Day", "Worst", "Average", "Sessions"),
            tuple((day(one.on), one.worst, one.average, one.sessions) for one in rows),
        ),
        source_of="the smallest change that counts",
        sources=sources_in_words(SMALLEST_CHANGE_SOURCES) if course.direction is not None else (),
    )


def _spasms(diary: Diary, first: date, last: date, names: Mapping[str, str]) -> Iterator[Shown]:
    course = spasm_course(diary, first, last)
    if not course.days:
        return
    sessions = sessions_by_day(diary, first, last, names)
    rows = spasm_rows(course, sessions)
    yield Shown(
        id="spasms",
        title="Spasms",
        say=spasm_says(course),
        svg=spasm_chart(diary, first, last, names),
        table=Table(
            ("Day", "Spasms", "At night", "Strong", "Longest", "Sessions"),
            tuple(
                (day(one.on), one.count, one.at_night, one.strong, one.longest, one.sessions)
                for one in rows
            ),
        ),
    )


def _sleep(diary: Diary, first: date, last: date) -> Iterator[Shown]:
    course = sleep_course(diary, first, last)
    if not course.nights_told:
        return
    yield Shown(
        id="sleep",
        title="Sleep and pain",
        say=sleep_says(course),
        svg=sleep_chart(diary, first, last),
        table=Table(
            ("Day", "Sleep the night before", "Woken by pain", "Worst pain"),
            tuple(
                (day(one.on), one.quality, one.woken, one.worst_pain) for one in sleep_rows(course)
            ),
        ),
    )


def _stress(diary: Diary, first: date, last: date) -> Iterator[Shown]:
    course = stress_course(diary, first, last)
    if not course.days:
        return
    yield Shown(
        id="stress",
        title="Stress",
        say=stress_says(course),
        svg=stress_chart(diary, first, last),
        table=Table(
            ("Day", "Stress"), tuple((day(on), str(score)) for on, score in stress_rows(course))
        ),
    )


def _week(diary: Diary, first: date, last: date, guideline: Guideline) -> Iterator[Shown]:
    if not diary.weeks:
        return
    items = {one.id: one.say for one in guideline.content.measures.diary.week.items}
    rows = week_rows(diary, first, last, items)
    yield Shown(
        id="week",
        title="What your back made hard",
        say=week_says(diary.weeks, items),
        svg=week_chart(diary, first, last, items),
        table=Table(("Day", *items.values()), tuple((day(one.on), *one.scores) for one in rows)),
    )


def _clinic(diary: Diary, first: date, last: date, guideline: Guideline) -> Iterator[Shown]:
    for measure in guideline.content.measures.clinic_totals:
        scores = clinic_scores(diary, measure, first, last)
        if not scores:
            continue
        yield Shown(
            id=f"clinic-{measure.id}",
            title=measure.name,
            say=(clinic_scores_say(scores, measure),),
            svg=clinic_chart(diary, measure, first, last),
            table=Table(
                ("Day", "Total"),
                tuple((day(one.on), f"{one.score:g}") for one in reversed(scores)),
            ),
        )
