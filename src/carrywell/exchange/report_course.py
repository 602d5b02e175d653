"""How it went: pain and sleep, timed spasms, what she could do, weight. Figures as on the screen."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import msgspec

from carrywell.assessment.reasons import in_words
from carrywell.exchange.material import Material
from carrywell.exchange.report import (
    Figure,
    Line,
    Picture,
    Section,
    day_in_words,
    days_in_words,
    moment_in_words,
)
from carrywell.patterns.course import (
    PainCourse,
    SleepCourse,
    SpasmCourse,
    pain_course,
    sleep_course,
    spasm_course,
)
from carrywell.patterns.course_words import (
    counted,
    day,
    days,
    lasted,
    pain_says,
    spasm_says,
    tenths,
)
from carrywell.patterns.diary import Diary, TimedSpasm
from carrywell.patterns.regular_starts import RULE
from carrywell.patterns.rhythm import Rhythm, rhythm
from carrywell.patterns.weeks import Week
from carrywell.pictures.body_map import body_map_shown
from carrywell.pictures.body_shapes import REGIONS, View
from carrywell.pictures.pain_chart import pain_chart
from carrywell.pictures.spasm_chart import spasm_chart

MOST_LOOKED_BACK: Final = 60
"""More spasms than this in the two hours that a rhythm rests on would be one without a pause."""


def pain(material: Material) -> Section:
    """How bad it was, now and before, where, and what it did to her nights."""
    first, last = material.first, material.last
    course = pain_course(material.diary, first, last)
    sleep = sleep_course(material.diary, first, last)
    if not course.days and not sleep.nights_told:
        return Section(
            id="pain",
            title="Pain and sleep",
            missing=f"No pain score and no night was noted from {days_in_words(first, last)}.",
            pictures=_body(material),
        )
    return Section(
        id="pain",
        title="Pain and sleep",
        note="Pain 0 to 10, more is worse. A day without a score is missing, not free of pain.",
        figures=(*_pain_figures(course), *_sleep_figures(sleep)),
        lines=tuple(_of_the_days(material)),
        pictures=(*_pain_chart(material, course), *_body(material)),
    )


def spasms(material: Material) -> Section:
    """How many she timed, how long, how often, and whether the last ones came in a rhythm."""
    first, last = material.first, material.last
    course = spasm_course(material.diary, first, last)
    if course.most is None:
        return Section(
            id="spasms",
            title="Timed spasms or tightenings",
            missing=f"None was timed from {days_in_words(first, last)}. That does not say there were none.",
            lines=tuple(_tapped(material)),
        )
    return Section(
        id="spasms",
        title="Timed spasms or tightenings",
        note="What she timed. A day without any may have had some.",
        figures=tuple(_spasm_figures(course)),
        lines=(*_tapped(material), *_rhythm(material)),
        pictures=(
            Picture(
                svg=spasm_chart(_without_sessions(material), first, last),
                says=" ".join(spasm_says(course)),
            ),
        ),
    )


def _pain_figures(course: PainCourse) -> Iterator[Figure]:
    if course.worst is None or course.best is None:
        return
    told = (course.last - course.first).days + 1
    yield Figure("Days with a score", f"{len(course.days)} of {told}")
    yield Figure("Highest", f"{course.worst.worst} on {day(course.worst.on)}")
    yield Figure("Worst of the day, mean", tenths(course.mean_worst))
    if course.mean_average is not None:
        yield Figure("Average of the day, mean", tenths(course.mean_average))
    if course.first_week is not None and course.last_week is not None:
        yield Figure("First week", _week(course.first_week))
        yield Figure("Last week", _week(course.last_week))
        yield Figure("Trend", _trend(course))


def _week(week: Week) -> str:
    """The mean of the worst pain of each day, as on the chart's page."""
    if week.mean is None:
        return f"only {counted(week.told, 'day')} told"
    return f"{tenths(week.mean)} ({days(week.first, week.last)})"


def _trend(course: PainCourse) -> str:
    if course.direction is None or course.change is None:
        return "too few days to compare"
    sign = "+" if course.change > 0 else ""
    return f"{course.direction} ({sign}{tenths(course.change)})".replace("-", "\N{MINUS SIGN}")


def _sleep_figures(course: SleepCourse) -> Iterator[Figure]:
    if course.nights_told:
        nights = counted(course.nights_told, "night")
        yield Figure("Sleep, 10 is best", f"{tenths(course.mean_quality)} ({nights})")
    said = sum(one.woken_by_pain is not None for one in course.days)
    if said:
        yield Figure("Nights woken by pain", f"{course.nights_woken} of {said} told")


def _pain_chart(material: Material, course: PainCourse) -> tuple[Picture, ...]:
    if not course.days:
        return ()
    svg = pain_chart(_without_sessions(material), material.first, material.last)
    return (Picture(svg=svg, says=" ".join(pain_says(course))),)


def _without_sessions(material: Material) -> Diary:
    """For charts of one height: what she tried is told in words."""
    return msgspec.structs.replace(material.diary, sessions=())


def _of_the_days(material: Material) -> Iterator[Line]:
    """What it was like and what brought it on, most often first."""
    content = material.guideline.content
    told = material.diary.between(material.first, material.last).days
    like = {one.id: one.say.partition(":")[0] for one in content.measures.diary.qualities}
    brought = {one.id: one.say for one in content.finding["worse_with"].options}
    for lead, named, words in (
        ("Like", [one for noted in told for one in noted.qualities], like),
        ("Brought on by", [one for noted in told for one in noted.brought_on], brought),
    ):
        said = _most_often(named, words)
        if said:
            yield Line(said, lead=lead)


MOST_NAMED: Final = 4


def _most_often(told: list[str], words: dict[str, str]) -> str:
    counts = {name: told.count(name) for name in dict.fromkeys(told)}
    often = sorted(counts.items(), key=lambda one: -one[1])[:MOST_NAMED]
    return ", ".join(
        f"{words.get(name, name).lower()} ({counted(count, 'day')})" for name, count in often
    )


def places_of(material: Material) -> tuple[frozenset[str], str]:
    """Where it hurts, and from when that is: the diary's days, else the last check."""
    told = material.diary.between(material.first, material.last).days
    noted = frozenset(place for one in told for place in one.places)
    if noted:
        return noted, "her diary"
    check = material.check_that_counts
    said = check.answers.get("pain_location") if check else None
    places = frozenset(one for one in said or () if isinstance(one, str))
    if check is None:
        return places, ""
    return places, f"the check of {day_in_words(check.at.astimezone(material.diary.zone).date())}"


def _body(material: Material) -> tuple[Picture, ...]:
    chosen, told_in = places_of(material)
    finding = material.guideline.content.finding["pain_location"]
    labels = {one.id: one.say for one in finding.options}
    views: tuple[View, ...] = ("back", "front")
    shown = [view for view in views if chosen & REGIONS[view].keys()]
    where = in_words(finding, chosen).partition(": ")[2]
    return tuple(
        Picture(
            svg=body_map_shown(chosen, labels, view=view),
            says=f"Where it hurts, told in {told_in}: {where}",
            kind="body",
        )
        for view in shown[:1]
    )


def _spasm_figures(course: SpasmCourse) -> Iterator[Figure]:
    assert course.most is not None
    yield Figure("Timed", f"{course.total} on {counted(len(course.days), 'day')}")
    yield Figure("Most in a day", f"{course.most.count} on {day(course.most.on)}")
    if course.median_length is not None and course.longest is not None:
        yield Figure("Length, median", lasted(course.median_length))
        yield Figure("Longest", lasted(course.longest))
    strong = sum(one.strong for one in course.days)
    yield Figure("Called strong", f"{strong}")
    yield Figure("Nights with any, 10 pm to 6 am", f"{course.nights}")


def _tapped(material: Material) -> Iterator[Line]:
    """What else she tapped: that her waters broke, or that she needed help."""
    for one in material.tapped:
        at = one.at.astimezone(material.diary.zone)
        if material.first <= at.date() <= material.last:
            yield Line(
                moment_in_words(at),
                lead=f"She tapped \N{LEFT DOUBLE QUOTATION MARK}{one.what}\N{RIGHT DOUBLE QUOTATION MARK}",
            )


def _rhythm(material: Material) -> Iterator[Line]:
    """The last spasms as the timer showed them when the last one began, and any rhythm before."""
    timed = material.diary.between(material.first, material.last).spasms
    if not timed:
        return
    seen = rhythm(timed, timed[-1].started_at)
    began = seen.began_at or timed[-1].started_at
    moment = moment_in_words(began.astimezone(material.diary.zone))
    yield Line("; ".join(_last_episode(seen)), lead=f"Last episode, from {moment}")
    rhythmic = days_with_a_rhythm(material.diary, timed)
    if rhythmic:
        yield Line(", ".join(day(one) for one in rhythmic), lead="Timed in a rhythm on")
    felt = _felt(timed)
    if felt:
        yield Line(felt, lead="Felt in")


def _last_episode(seen: Rhythm) -> Iterator[str]:
    yield f"{seen.count} timed"
    yield from (f"{one.count} in its last {one.minutes} min" for one in seen.windows[-1:])
    if seen.median_interval_minutes is not None:
        yield f"median interval {tenths(seen.median_interval_minutes)} min"
    if seen.median_length_seconds is not None:
        yield f"median length {lasted(timedelta(seconds=seen.median_length_seconds))}"
    if seen.is_rhythmic:
        yield "in a rhythm"
    elif seen.count < RULE.starts:
        yield "too few to tell a rhythm"
    else:
        yield "no clear rhythm, which rules nothing out"


def days_with_a_rhythm(diary: Diary, timed: tuple[TimedSpasm, ...]) -> tuple[date, ...]:
    """The days on which the timer saw a rhythm, as each of the spasms began."""
    found: set[date] = set()
    for place, one in enumerate(timed):
        on = diary.day_of(one.started_at)
        recent = timed[max(0, place - MOST_LOOKED_BACK) : place + 1]
        if on not in found and rhythm(recent, one.started_at).is_rhythmic:
            found.add(on)
    return tuple(sorted(found))


_PLACES: Final = {
    "back": "the back",
    "tummy": "the tummy",
    "back_and_tummy": "back and tummy",
    "elsewhere": "another place",
}


def _felt(timed: tuple[TimedSpasm, ...]) -> str:
    told = [one.place for one in timed if one.place]
    counts = {name: told.count(name) for name in dict.fromkeys(told)}
    often = sorted(counts.items(), key=lambda one: -one[1])
    return ", ".join(f"{_PLACES[name]} ({count})" for name, count in often)
