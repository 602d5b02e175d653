"""What holds for any diary and any taps: more pain never lowers, and the guideline has the last word."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrywell.api import load_guideline
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.watch.facts import LOOK_BACK, Records, facts_at, told_at, until
from carrywell.companion.watch.recorded import SURE_FROM
from carrywell.companion.watch.signs import signs_of
from carrywell.companion.watch.standing import changed_in, moments, shown_at
from carrywell.companion.watch.written import Written
from carrywell.guideline.model import RANK
from carrywell.patterns.by_day import by_day, by_day_until
from carrywell.patterns.diary import Day, Diary, PainScore, Session, TimedSpasm
from carrywell.patterns.gestation import due_date_from_weeks
from carrywell.patterns.pain_course import told_of
from carrywell.patterns.timer_alarm import timer_alarm

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = NOW.date()
ZONES = [
    UTC,
    ZoneInfo("Europe/London"),
    ZoneInfo("Pacific/Auckland"),
    ZoneInfo("America/Los_Angeles"),
]


def records(diary, weeks=31.0, **others):
    due = None if weeks is None else due_date_from_weeks(weeks, TODAY)
    return Records(
        pregnancy=Pregnancy(due_date=due),
        diary=diary,
        lasting=others.pop("lasting", {}),
        check=None,
        since=NOW - LOOK_BACK,
        now=NOW,
        **others,
    )


def rank(some_records):
    changed = changed_in(some_records, NOW)
    return RANK[changed.urgency] if changed and changed.signs else 0


before_now = st.integers(2, 20 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
lately = st.integers(2, 180).map(lambda minutes: NOW - timedelta(minutes=minutes))
spasms = st.lists(
    st.builds(
        TimedSpasm,
        started_at=lately,
        strength=st.sampled_from(["", "tight", "strong"]),
        place=st.sampled_from(["", "back", "tummy", "elsewhere"]),
    ),
    max_size=9,
)
pain_scores = st.lists(st.builds(PainScore, at=before_now, score=st.integers(0, 10)), max_size=9)
days = st.lists(
    st.builds(
        Day,
        on=st.integers(0, 20).map(lambda back: TODAY - timedelta(days=back)),
        pain_worst=st.none() | st.integers(0, 10),
        woken_by_pain=st.none() | st.booleans(),
        places=st.sampled_from([(), ("lower_back",), ("chest", "flank"), ("lower_abdomen",)]),
    ),
    max_size=20,
    unique_by=lambda one: one.on,
)


@st.composite
def diaries(draw):
    return Diary(
        zone=UTC,
        days=tuple(sorted(draw(days), key=lambda one: one.on)),
        scores=tuple(sorted(draw(pain_scores), key=lambda one: one.at)),
        spasms=tuple(sorted(draw(spasms), key=lambda one: one.started_at)),
    )


weeks_of_hers = st.sampled_from([None, 10.0, 19.5, 31.0, 36.5])
known_of_her = st.sampled_from(
    [{}, {"twins": True}, {"sickle_cell": True}, {"cancer_history": True}]
)


def with_more(diary, **more):
    parts = {name: getattr(diary, name) for name in ("days", "scores", "spasms")}
    return Diary(zone=UTC, **(parts | more))


@settings(deadline=None, max_examples=40)
@given(diaries(), weeks_of_hers, known_of_her, st.integers(0, 10))
def test_a_score_of_now_with_more_pain_never_lowers(diary, weeks, lasting, score):
    most = max((one.score for one in diary.scores), default=0)
    more = with_more(diary, scores=(*diary.scores, PainScore(NOW, max(score, most))))
    assert rank(records(more, weeks, lasting=lasting)) >= rank(
        records(diary, weeks, lasting=lasting)
    )


@settings(deadline=None, max_examples=40)
@given(diaries(), weeks_of_hers, known_of_her, lately)
def test_a_timed_spasm_never_lowers_before_term(diary, weeks, lasting, at):
    taps = sorted((*diary.spasms, TimedSpasm(at)), key=lambda one: one.started_at)
    more = with_more(diary, spasms=tuple(taps))
    assert rank(records(more, weeks, lasting=lasting)) >= rank(
        records(diary, weeks, lasting=lasting)
    )


@settings(deadline=None, max_examples=25)
@given(diaries(), weeks_of_hers)
def test_a_better_day_never_lowers(diary, weeks):
    told = {one.on for one in diary.days}
    if TODAY in told:
        return
    better = with_more(
        diary,
        days=(*diary.days, Day(on=TODAY, pain_worst=0, woken_by_pain=False)),
        scores=(*diary.scores, PainScore(NOW, 0)),
    )
    urgent = RANK["urgent"]
    if rank(records(diary, weeks)) >= urgent:
        assert rank(records(better, weeks)) >= urgent


@settings(deadline=None, max_examples=25)
@given(diaries(), st.sampled_from([10.0, 19.5, 31.0, 36.5, 39.0]), known_of_her)
def test_it_agrees_with_the_guideline_on_the_merged_facts(diary, weeks, lasting):
    mine = records(diary, weeks, lasting=lasting)
    for moment in moments(mine, NOW):
        told = told_at(mine, moment)
        for facts in facts_at(mine, moment, told):
            assessment = load_guideline().assess(facts)
            assert signs_of(facts).floor == assessment.floor
            fired = {one.id for one in assessment.signs}
            worst = max((RANK[one.urgency] for one in assessment.signs), default=0)
            assert worst == RANK[assessment.floor]  # no open question hides an urgency
            undecided = {one.id for one in assessment.undecided}
            for one in shown_at(mine, moment):
                above = RANK[one.sign.urgency] > RANK[assessment.floor]
                assert (one.sign.id in fired) is not one.unless
                assert not (one.unless and above) or one.sign.id in undecided


@settings(deadline=None, max_examples=25)
@given(diaries(), weeks_of_hers)
def test_the_worst_of_all_moments_stands_until_a_check(diary, weeks):
    mine = records(diary, weeks)
    worst = max(
        (RANK[one.urgency] for moment in moments(mine, NOW) for one in shown_at(mine, moment)),
        default=0,
    )
    assert rank(mine) >= (worst if worst >= RANK["urgent"] else 0)


@pytest.mark.parametrize("weeks", [None, 10.0, 31.0, 39.0])
def test_an_empty_diary_says_nothing(weeks):
    assert changed_in(records(Diary(zone=UTC), weeks), NOW) is None


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(sorted(SURE_FROM.items())),
    st.integers(0, 20),
    st.sampled_from([10.0, 19.5, 31.0, 36.5, 39.0]),
    st.dictionaries(
        st.sampled_from(
            ["back_pain", "contractions_painful", "rest_pain", "night_pain", "vomiting"]
        ),
        st.booleans(),
    ),
)
def test_no_larger_count_than_one_taken_over_would_be_more_urgent(sure, more, weeks, others):
    name, from_here = sure
    most = load_guideline().content.finding[name].max
    here = {"pregnant": True, "gestation_weeks": weeks} | others
    if name.startswith("contractions"):
        here["contractions"] = True
    least = RANK[signs_of(here | {name: from_here}).floor]
    assert RANK[signs_of(here | {name: min(from_here + more, most)}).floor] == least


@pytest.mark.parametrize(("weeks", "close"), [(31.0, 10), (39.0, 2), (10.0, 2)])
def test_no_shorter_interval_than_one_taken_over_would_be_more_urgent(weeks, close):
    here = {"pregnant": True, "gestation_weeks": weeks, "contractions": True}
    floors = {
        signs_of(here | {"contraction_interval_minutes": minutes}).floor
        for minutes in range(close + 1)
    }
    assert len(floors) == 1


def test_the_due_date_moves_with_the_day_of_the_record():
    """A rhythm at 36 weeks and 6 days is still one before 37 weeks when it is read a day later."""
    at_36_6 = [NOW - timedelta(hours=30, minutes=8 * n) for n in range(7)]
    taps = tuple(TimedSpasm(one, place="back") for one in reversed(at_36_6))
    changed = changed_in(records(Diary(zone=UTC, spasms=taps), weeks=37.0), NOW)
    assert "contractions_preterm" in [one.id for one in changed.signs]
    assert date(2026, 11, 21) in {one.at.date() for one in changed.signs}


@settings(deadline=None, max_examples=60)
@given(spasms, st.sampled_from([None, 10.0, 19.5, 31.0, 36.5, 39.0]), known_of_her)
def test_it_is_never_milder_than_the_alarm_on_the_timer(taps, weeks, lasting):
    ordered = tuple(sorted(taps, key=lambda one: one.started_at))
    mine = records(Diary(zone=UTC, spasms=ordered), weeks, lasting=lasting)
    known = lasting | ({} if weeks is None else {"pregnant": True, "gestation_weeks": weeks})
    alarm = timer_alarm(load_guideline(), known, ordered, NOW)
    if alarm is not None:
        assert rank(mine) >= RANK[alarm.urgency]


sessions = st.lists(
    st.builds(
        lambda at: Session(treatment="heat", started_at=at, ended_at=at + timedelta(minutes=9)),
        before_now,
    ),
    max_size=9,
)


@settings(deadline=None, max_examples=60)
@given(diary=diaries(), done=sessions, moment=before_now, zone=st.sampled_from(ZONES))
def test_what_is_worked_out_once_is_what_the_diary_of_that_moment_says(diary, done, moment, zone):
    whole = msgspec.structs.replace(
        diary, zone=zone, sessions=tuple(sorted(done, key=lambda one: one.started_at))
    )
    cut = until(whole, moment)
    day = cut.day_of(moment)
    assert by_day_until(by_day(whole), cut, day) == by_day(cut)
    first = Written(whole).told(cut, day)
    assert first == Written(whole).told(cut, day) == told_of(cut, day)
