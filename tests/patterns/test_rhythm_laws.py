"""The guarantees of the timer, over every kind of tapping that can be thought of."""

from datetime import datetime, timedelta
from itertools import combinations, pairwise
from random import Random
from typing import Any

from hypothesis import example, find, given, settings
from hypothesis import strategies as st
from tests.patterns.taps import MIDNIGHT, at, starts

from carrywell import Guideline
from carrywell.assessment.answers import settle
from carrywell.guideline.compiled import FALSE, UNDECIDED
from carrywell.guideline.model import RANK
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.offline_rule import OFFLINE_RULE
from carrywell.patterns.regular_starts import (
    FASTEST_HIDDEN_SECONDS,
    RULE,
    has_hidden_rhythm,
    has_regular_run,
)
from carrywell.patterns.rhythm import rhythm, timer_findings
from carrywell.patterns.spasm_counts import CLOSE_MINUTES, STARTS_FOR_AN_INTERVAL
from carrywell.patterns.spasm_starts import (
    DOUBLE_TAP_SECONDS,
    OVER_LONG_SECONDS,
    STILL_COUNTS_SECONDS,
    kept,
    most_within,
    shortest_span,
)
from carrywell.patterns.timer_alarm import timer_alarm

HALF_AN_HOUR = 30 * 60
OFTEN = settings(deadline=None, max_examples=150)
STRENGTHS = st.sampled_from(["", "tight", "mild", "moderate", "strong"])
PLACES = st.sampled_from(["", "back", "tummy", "back_and_tummy", "elsewhere"])
DOUBLES = st.sampled_from([(), (), (3,), (2, 5)])
LENGTHS = st.one_of(st.none(), st.integers(-900, 90), st.integers(0, 20_000))


def moment(second: float) -> datetime:
    return MIDNIGHT + timedelta(seconds=second)


@st.composite
def any_spasm(draw: st.DrawFn, first: int = -90_000, last: int = 20_000) -> TimedSpasm:
    """Any spasm around midnight: never ended, ended before it began, hours long, in the future."""
    start = draw(st.integers(first, last))
    length = draw(LENGTHS)
    end = None if length is None else moment(start + length)
    return TimedSpasm(moment(start), end, draw(STRENGTHS), draw(PLACES))  # type: ignore[arg-type]


NEARBY = st.one_of(any_spasm(-4000, 4000), any_spasm())
ANY_TAPS = st.lists(NEARBY, max_size=14)
PRETERM = st.one_of(
    st.integers(20 * 7, 37 * 7 - 1).map(lambda days: {"gestation_weeks": days / 7}),
    st.sampled_from(
        [
            {},
            {"pregnant": True},
            {"gestation_estimate": "second_trimester"},
            {"gestation_estimate": "third_trimester"},
            {"gestation_estimate": "bump_or_movements"},
            {"gestation_weeks": 99},
            {"gestation_weeks": 31, "any_tightening": False},
            {"gestation_weeks": 31, "contractions": None, "contractions_in_20_minutes": 0},
            {"pregnant": True, "postpartum": None, "trauma": "minor", "back_pain": True},
            {"gestation_weeks": 31, "placenta_praevia": True, "prior_caesarean": True},
        ]
    ),
)


@st.composite
def true_starts(draw: st.DrawFn) -> list[int]:
    """Starts every ten minutes or faster: four or more within some half hour, a minute apart or more."""
    gaps = draw(st.lists(st.integers(60, 1680), min_size=3, max_size=8))
    times = [0]
    for gap in gaps:
        times.append(times[-1] + gap)
    if any(times[i + 3] - times[i] <= HALF_AN_HOUR for i in range(len(times) - 3)):
        return times
    share = HALF_AN_HOUR / times[3]
    return [int(one * share) for one in times]


@st.composite
def tapped(draw: st.DrawFn, truth: list[int]) -> list[TimedSpasm]:
    """The true starts as a person in pain taps them, each stop tapped or never, doubled and edited."""
    made: list[TimedSpasm] = []
    for start in truth:
        length = draw(LENGTHS)
        end = None if length is None else moment(start + length)
        made.append(TimedSpasm(moment(start), end, draw(STRENGTHS), draw(PLACES)))  # type: ignore[arg-type]
        doubles = draw(st.lists(st.integers(0, 25), max_size=2))
        made += [TimedSpasm(moment(start + one), moment(start + one + 2)) for one in doubles]
    return made


@st.composite
def one_button(draw: st.DrawFn, starts: int) -> tuple[list[int], list[TimedSpasm]]:
    """The truth, and what one button that starts and stops in turn makes of it.

    All starts are tapped, stops are forgotten, any tap is doubled, so that start and stop are often
    flipped. The rests are longer than three minutes: then a start that became a stop still shows.
    """
    rest = st.integers(int(OVER_LONG_SECONDS) + 10, 500)
    truth, taps, at = [], [], 0
    for _ in range(starts):
        length = draw(st.integers(20, 90))
        truth.append(at)
        for moment_of_tap in (at, *draw(st.sampled_from([(), (at + length,)]))):
            taps += [moment_of_tap, *(moment_of_tap + late for late in draw(DOUBLES))]
        at += length + draw(rest)
    taps.sort()
    ends = [*taps[1::2], None][: len(taps[::2])]
    return truth, [
        TimedSpasm(moment(one), None if end is None else moment(end), place="back")
        for one, end in zip(taps[::2], [*ends, *[None] * len(taps)], strict=False)
    ]


@OFTEN
@given(st.data(), true_starts(), PRETERM)
def test_whatever_the_taps_a_true_rate_before_37_weeks_raises_the_alarm(
    guideline: Guideline, data: st.DataObject, truth: list[int], known: dict[str, Any]
) -> None:
    taps = [*data.draw(tapped(truth)), *data.draw(st.lists(NEARBY, max_size=5))]
    now = moment(truth[-1] + data.draw(st.integers(0, int(STILL_COUNTS_SECONDS))))
    alarm = timer_alarm(guideline, known, data.draw(st.permutations(taps)), now)
    assert alarm is not None
    assert RANK[alarm.urgency] >= RANK["urgent"]


@OFTEN
@given(st.data(), st.integers(4, 6), PRETERM)
def test_however_often_a_stop_is_forgotten_a_true_rate_raises_the_alarm(
    guideline: Guideline, data: st.DataObject, count: int, known: dict[str, Any]
) -> None:
    truth, taps = data.draw(one_button(count))
    taps += data.draw(st.lists(NEARBY, max_size=3))
    if any(later - first <= HALF_AN_HOUR for first, later in zip(truth, truth[3:], strict=False)):
        alarm = timer_alarm(guideline, known, taps, moment(truth[-1] + 60))
        assert alarm is not None
        assert RANK[alarm.urgency] >= RANK["urgent"]


def test_the_tapping_in_that_guarantee_turns_starts_into_stops() -> None:
    """Otherwise it would say nothing about them."""
    truth, taps = find(
        one_button(4), lambda made: any(one.ended_at == moment(made[0][2]) for one in made[1])
    )
    assert moment(truth[2]) in [one.ended_at for one in taps]


@OFTEN
@given(ANY_TAPS, NEARBY, PRETERM, st.integers(0, 9000))
def test_one_more_tap_never_lowers_the_alarm_before_37_weeks(
    guideline: Guideline,
    taps: list[TimedSpasm],
    more: TimedSpasm,
    known: dict[str, Any],
    late: int,
) -> None:
    now = moment(4000 + late)
    assert level(guideline, known, [*taps, more], now) >= level(guideline, known, taps, now)


@OFTEN
@given(st.data(), st.sampled_from([6, 15, 18]), st.sampled_from([1, 2, 9]))
def test_a_tap_in_the_midst_of_a_rhythm_never_lowers_the_alarm(
    guideline: Guideline, data: st.DataObject, minutes: int, missed: int
) -> None:
    jitter = st.integers(-minutes * 6, minutes * 6)
    taps = [at(minutes * one) + timedelta(seconds=data.draw(jitter)) for one in range(5)]
    taps = [one for index, one in enumerate(taps) if index != missed]
    spasms = [TimedSpasm(one, place="back") for one in taps]
    more = TimedSpasm(moment(data.draw(st.integers(0, minutes * 300))), place="back")
    now, known = at(minutes * 6), {"gestation_weeks": 30}
    before = level(guideline, known, spasms, now)
    assert level(guideline, known, [*spasms, more], now) >= before


@OFTEN
@given(ANY_TAPS, any_spasm(4001, 9000), st.integers(0, 41))
def test_a_later_tap_never_lowers_the_alarm_at_any_week(
    guideline: Guideline, taps: list[TimedSpasm], later: TimedSpasm, weeks: int
) -> None:
    known, now = {"gestation_weeks": weeks}, moment(9000)
    taps = [one for one in taps if one.started_at <= moment(4000)]
    assert level(guideline, known, [*taps, later], now) >= level(guideline, known, taps, now)


@OFTEN
@given(st.lists(st.integers(0, 36_000), min_size=4, max_size=4, unique=True).map(sorted))
@example([0, 359, 1077, 1526])
def test_a_run_that_could_be_broken_is_frequent_enough_by_itself(times: list[int]) -> None:
    """A run that no choice of its starts shows as a hidden rhythm lies within the half hour."""
    if has_regular_run(times) and not has_hidden_rhythm(times):
        assert times[-1] - times[0] <= (STARTS_FOR_AN_INTERVAL - 1) * CLOSE_MINUTES * 60


def test_the_fastest_hidden_rhythm_follows_from_the_counts() -> None:
    slowest_run = RULE.starts * FASTEST_HIDDEN_SECONDS * (1 + RULE.near)
    assert slowest_run <= (STARTS_FOR_AN_INTERVAL - 1) * CLOSE_MINUTES * 60


@OFTEN
@given(ANY_TAPS, st.randoms())
def test_the_order_and_copies_of_taps_change_nothing(taps: list[TimedSpasm], mix: Random) -> None:
    mixed = [*taps, *taps]
    mix.shuffle(mixed)
    now = moment(5000)
    assert timer_findings(mixed, now) == timer_findings(taps, now)
    assert rhythm(mixed, now).windows == rhythm(taps, now).windows


@OFTEN
@given(ANY_TAPS, st.integers(0, 42))
def test_taps_never_answer_no(guideline: Guideline, taps: list[TimedSpasm], weeks: int) -> None:
    """No urgent sign that was open is settled as absent, but the one that asks for six in ten minutes;
    that one raises nothing while it is open.
    """
    found = timer_findings(taps, moment(5000))
    known = {"pregnant": True, "gestation_weeks": weeks}
    before = settle(guideline.compiled, known).codes
    after = settle(guideline.compiled, known | found).codes
    denied = {
        sign.id
        for sign, was, is_now in zip(guideline.content.signs, before, after, strict=True)
        if was == UNDECIDED and is_now == FALSE and RANK[sign.urgency] >= RANK["urgent"]
    }
    assert denied <= {"contractions_too_close"}
    assert False not in [one for one in found.values() if isinstance(one, bool)]


@OFTEN
@given(st.lists(st.integers(0, 3600), max_size=9), st.sampled_from([10, 30, 38]))
def test_what_the_browser_counts_alone_alarms_on_the_server_too(
    guideline: Guideline, times: list[int], weeks: int
) -> None:
    known = {"gestation_weeks": weeks}
    separate = kept(sorted(times))
    for limit in OFFLINE_RULE.limits(from_37_weeks=weeks == 38, before_20_weeks=weeks == 10):
        if any(
            later - earlier <= limit.minutes * 60
            for earlier, later in zip(separate, separate[limit.starts - 1 :], strict=False)
        ):
            spasms = [TimedSpasm(moment(one), place="back") for one in times]
            assert level(guideline, known, spasms, moment(3700)) >= RANK["urgent"]


@OFTEN
@given(st.lists(st.integers(0, 400), max_size=8, unique=True).map(sorted), st.integers(0, 400))
def test_counts_are_the_most_starts_that_are_no_double_taps(times: list[int], within: int) -> None:
    instead = {one: other for one, other in pairwise(times) if one % 3 == 0 and other > one}
    choices = [
        chosen
        for size in range(1, len(times) + 1)
        for chosen in combinations(times, size)
        if all(b - a >= DOUBLE_TAP_SECONDS and instead.get(a) != b for a, b in pairwise(chosen))
    ]
    fitting = [len(one) for one in choices if one[-1] - one[0] <= within]
    spans = [one[-1] - one[0] for one in choices if len(one) == 3]
    assert most_within(times, within, instead=instead) == max(fitting, default=0)
    assert shortest_span(times, 3, instead) == min(spans, default=None)


JUNK = st.dictionaries(
    st.sampled_from(
        ["pregnant", "postpartum", "gestation_weeks", "contractions", "any_tightening", "nonsense"]
    ),
    st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=3), st.integers()),
)


@OFTEN
@given(JUNK, ANY_TAPS)
def test_nothing_that_is_known_makes_the_timer_fail(
    guideline: Guideline, known: dict[str, Any], taps: list[TimedSpasm]
) -> None:
    alarm = timer_alarm(guideline, known, taps, moment(5000))
    assert alarm is None or alarm.sign in alarm.signs


def test_a_night_of_tapping_is_answered_at_once(guideline: Guideline) -> None:
    """Every half minute for a day, and a storm of double taps: still the same answer."""
    night = starts(*(one / 2 for one in range(2880)))
    storm = starts(*(hour * 15 + one / 90 for hour in range(5) for one in range(30)))
    for taps, now in ((night, 1440), (storm, 70)):
        assert level(guideline, {"gestation_weeks": 30}, taps, at(now)) == RANK["urgent"]


def level(guideline: Guideline, known: dict[str, Any], taps: Any, now: datetime) -> int:
    alarm = timer_alarm(guideline, known, taps, now)
    return -1 if alarm is None else RANK[alarm.urgency]
