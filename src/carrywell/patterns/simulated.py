"""Made-up diaries whose truth is known: to measure what is said about them, and to show the pages.

Pain has a level, a slow drift, hours of the day, good and bad spells that pass by themselves, and
what was planted: the effect of each treatment for some hours after it, of sleep on the day after it.
She tells whole numbers, misses days, and uses a treatment rather when it hurts. All chance comes
from the generator that is handed in.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import exp, pi, sin, sqrt
from random import Random

import msgspec

from carrywell.patterns.diary import Day, Diary, PainScore, Session
from carrywell.patterns.simulated_rest import spasms_of, weeks_of, weights_of

STEPS_AN_HOUR = 2
STEPS_A_DAY = 24 * STEPS_AN_HOUR
WORKS_HOURS, FADES_HOURS = 6, 2
"""So long a treatment works after its end, and so long it takes to fade."""
WAKING = (8, 22)
MOST = 10


class Planted(msgspec.Struct, frozen=True, kw_only=True):
    """A treatment and its true effect in points, below zero for less pain.

    `a_day` is how often she uses it on a usual day, `keen` how much more likely a point of pain more
    makes it (in log odds), `alongside` another treatment after which she nearly always adds this one.
    """

    treatment: str
    effect: float = 0.0
    a_day: float = 0.5
    keen: float = 0.0
    minutes: int = 20
    alongside: str = ""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the plan that is ticked, its true effect on the next day, how often, how keenly."""

    treatment: str
    effect: float = 0.0
    share: float = 0.5
    keen: float = 0.0


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """How a diary comes about. Pain in points from 0 to 10.

    `drift` in points a week; `spread` and `spell_hours` of the spells; `evening` is how much worse
    the evening is than the mean; `unsure` the error of a score; `hope` is added to the score right
    after a session; `unseen`: she uses a treatment by what she feels and not by what she scores.
    `sleep`, `stress`, `active` are the true effects on the next day of 3 points better sleep, 3
    points less stress, 30 more active minutes; `answers` is the share of questions answered,
    `scores_a_day` how often she thinks of the diary, and `complains` how much more likely a point of
    pain more makes her open it then (in log odds).
    """

    level: float = 5.0
    drift: float = 0.0
    spread: float = 1.4
    spell_hours: float = 14.0
    evening: float = 0.5
    unsure: float = 0.6
    hope: float = -1.0
    unseen: bool = False
    sleep: float = 0.0
    stress: float = 0.0
    active: float = 0.0
    answers: float = 0.8
    scores_a_day: int = 3
    complains: float = 0.0
    treatments: tuple[Planted, ...] = ()
    steps: tuple[Step, ...] = ()


class _Course:
    """The true pain at every half hour, and what changes it on the way."""

    def __init__(self, rng: Random, truth: Truth, days: int) -> None:
        self.rng, self.truth = rng, truth
        stays = exp(-1 / (truth.spell_hours * STEPS_AN_HOUR))
        kick, spell = truth.spread * sqrt(1 - stays**2), rng.gauss(0, truth.spread)
        self.pain: list[float] = []
        for step in range(days * STEPS_A_DAY + STEPS_A_DAY):
            spell = stays * spell + rng.gauss(0, kick)
            hour, week = step % STEPS_A_DAY / STEPS_AN_HOUR, step / STEPS_A_DAY / 7
            daily = truth.evening * sin(2 * pi * (hour - 14) / 24)
            self.pain.append(truth.level + truth.drift * week + daily + spell)

    def felt(self, hour: float) -> float:
        """The true pain this many hours after the beginning."""
        return self.pain[int(hour * STEPS_AN_HOUR)]

    def scored(self, hour: float, hope: float = 0.0) -> int:
        """What she says at that moment."""
        return _whole(self.felt(hour) + self.rng.gauss(0, self.truth.unsure) + hope)

    def work(self, begin: float, end: float, effect: float) -> None:
        """Plants the effect of a session."""
        for step in range(int(begin * STEPS_AN_HOUR) + 1, len(self.pain)):
            late = step / STEPS_AN_HOUR - end - WORKS_HOURS
            if late >= FADES_HOURS:
                return
            self.pain[step] += effect * min(1.0, 1 - late / FADES_HOURS)

    def lift(self, day: int, by: float) -> None:
        """Plants an effect on a whole day."""
        for step in range(day * STEPS_A_DAY, min((day + 1) * STEPS_A_DAY, len(self.pain))):
            self.pain[step] += by

    def awake(self, day: int) -> Sequence[float]:
        """The true pain of the waking hours of a day."""
        begin = day * STEPS_A_DAY
        return self.pain[begin + WAKING[0] * STEPS_AN_HOUR : begin + WAKING[1] * STEPS_AN_HOUR]


class _Written:
    """What she writes down, day after day."""

    def __init__(self, course: _Course, first: date, zone: tzinfo) -> None:
        self.course, self.first, self.zone = course, first, zone
        self.scores: list[PainScore] = []
        self.sessions: list[Session] = []
        self.days: list[Day] = []

    def at(self, hour: float) -> datetime:
        """The moment this many hours after the beginning."""
        return datetime.combine(self.first, time(), self.zone) + timedelta(minutes=round(hour * 60))

    def score(self, hour: float) -> None:
        """She opens the diary and scores her pain."""
        self.scores.append(PainScore(self.at(hour), self.course.scored(hour)))

    def use(self, hour: float, chosen: Sequence[Planted], before: int) -> float:
        """One session after the other; returns when the last ended."""
        rng = self.course.rng
        for place, one in enumerate(chosen):
            end = hour + one.minutes / 60
            self.course.work(hour, end, one.effect)
            last = place == len(chosen) - 1
            later = end + rng.uniform(0.6, 2.5)
            asked = last and rng.random() < self.course.truth.answers
            after = self.course.scored(end, self.course.truth.hope)
            told = self.course.scored(later) if asked else None
            self.sessions.append(
                Session(
                    treatment=one.treatment,
                    started_at=self.at(hour),
                    ended_at=self.at(end),
                    pain_before=before,
                    pain_after=after,
                    pain_later=told,
                    pain_later_at=self.at(later) if asked else None,
                )
            )
            self.scores.append(PainScore(self.at(hour), before, "before"))
            self.scores.append(PainScore(self.at(end), after, "after"))
            if told is not None:
                self.scores.append(PainScore(self.at(later), told, "later"))
            hour, before = end + 0.1, after
        return hour


def simulated_diary(
    rng: Random, first: date, weeks: int, truth: Truth | None = None, zone: tzinfo = UTC
) -> Diary:
    """A diary from midnight of `first`, where `zone` is, over whole `weeks` (1 to 40).

    The same generator state gives the same diary. `truth` None: a woman whom nothing helps.
    """
    truth = truth or Truth()
    course = _Course(rng, truth, weeks * 7)
    written = _Written(course, first, zone)
    for day in range(weeks * 7):
        _live(written, day, truth)
    rest = [one.on for one in written.days]
    return Diary(
        zone=zone,
        scores=tuple(sorted(written.scores, key=lambda one: one.at)),
        days=tuple(written.days),
        sessions=tuple(sorted(written.sessions, key=lambda one: one.started_at)),
        spasms=spasms_of(rng, first, weeks, zone),
        weights=weights_of(rng, first, weeks),
        weeks=weeks_of(rng, rest, [one.pain_average for one in written.days]),
    )


def _live(written: _Written, day: int, truth: Truth) -> None:
    """One day: the night, the scores and sessions in the order of time, the day's questions."""
    rng, course = written.course.rng, written.course
    sleep = _whole(6 + truth.level / 2 - 0.5 * course.felt(day * 24 + 3) + rng.gauss(0, 1.8))
    course.lift(day, truth.sleep * (sleep - 6) / 3)
    free = day * 24.0
    for hour, opens in sorted(_moments(rng, truth)):
        now = day * 24 + hour
        if now < free:
            continue
        if opens:
            worse = course.felt(now) - truth.level
            if rng.random() < _chance(truth.answers, truth.complains * worse):
                written.score(now)
            continue
        before = course.scored(now)
        chosen = list(_chosen(rng, truth, course.felt(now) if truth.unseen else before))
        if chosen:
            free = written.use(now, chosen, before)
    _close(written, day, sleep, truth)


def _moments(rng: Random, truth: Truth) -> Iterator[tuple[float, bool]]:
    """Hours of the day at which she opens the diary (True) or thinks of a treatment (False)."""
    early, late = WAKING
    between = (late - early) / max(truth.scores_a_day, 1)
    for place in range(truth.scores_a_day):
        yield early + between * (place + rng.random()), True
    yield rng.uniform(early, 14), False
    yield rng.uniform(14, late - 1), False


def _chosen(rng: Random, truth: Truth, pain: float) -> Iterator[Planted]:
    """What she uses now: rather when it hurts."""
    used: set[str] = set()
    for one in truth.treatments:
        odds = one.a_day / (2 - one.a_day) * exp(one.keen * (pain - truth.level))
        chance = odds / (1 + odds)
        if one.alongside:
            chance = 0.97 if one.alongside in used else 0.01
        if rng.random() < chance:
            used.add(one.treatment)
            yield one


def _close(written: _Written, day: int, sleep: int, truth: Truth) -> None:
    """In the evening: the day's questions, which stress, activity and steps shape tomorrow."""
    rng, course = written.course.rng, written.course
    awake = course.awake(day)
    mean = sum(awake) / len(awake)
    stress = _whole(4 + 0.4 * (mean - truth.level) + rng.gauss(0, 2))
    minutes = 5 * max(0, round(rng.gauss(6 - (mean - truth.level), 4)))
    done = tuple(
        one.treatment
        for one in truth.steps
        if rng.random() < _chance(one.share, one.keen * (mean - truth.level))
    )
    worked = sum(one.effect for one in truth.steps if one.treatment in done)
    course.lift(
        day + 1,
        worked + truth.stress * (4 - stress) / 3 + truth.active * (minutes - 30) / 30,
    )
    if rng.random() < truth.answers:
        written.days.append(
            Day(
                on=written.first + timedelta(days=day),
                pain_average=_whole(mean + rng.gauss(0, truth.unsure)),
                pain_worst=_whole(max(awake) + rng.gauss(0, truth.unsure)),
                places=("lower_back",),
                sleep_quality=sleep,
                woken_by_pain=course.felt(day * 24 + 3) > truth.level + 1,
                stress=stress,
                activity_minutes=minutes,
                steps_done=done,
            )
        )


def _chance(share: float, log_odds: float) -> float:
    odds = share / (1 - share) * exp(log_odds)
    return odds / (1 + odds)


def _whole(value: float) -> int:
    return min(MOST, max(0, round(value)))
