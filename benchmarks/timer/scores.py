"""When the alarm comes, and what that means over many sessions."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import quantiles

from processes import moment
from scenes import HOURS, Scene

from carrywell import Guideline
from carrywell.guideline.model import RANK
from carrywell.patterns.diary import TimedSpasm
from carrywell.patterns.rhythm import timer_findings
from carrywell.patterns.timer_alarm import timer_alarm

Alarms = Callable[[list[TimedSpasm], float, float], bool]
"""Whether these taps alarm at that second, at these weeks."""


@dataclass(frozen=True)
class Score:
    """Over all sessions of a scene. Delays in minutes from the first true start; None without any."""

    name: str
    sessions: int
    alarmed: int
    per_hour: float
    median_delay: float | None
    ninth_delay: float | None
    delays: tuple[float, ...]

    @property
    def share(self) -> float:
        """The share of sessions with an alarm."""
        return self.alarmed / self.sessions

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval (Wilson)."""
        z, n, p = 1.96, self.sessions, self.share
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, centre - half), min(1.0, centre + half)


def score(scene: Scene, sessions: int, seed: str, alarms: Alarms) -> Score:
    """A scene over many sessions. The same seed gives the same sessions for every rule."""
    delays: list[float] = []
    timed = 0.0
    for number in range(sessions):
        truth, taps = scene.session(Random(f"{seed}/{scene.name}/{scene.weeks}/{number}"))
        at = first_alarm(taps, scene.weeks, alarms)
        timed += HOURS if at is None else at / 3600
        if at is not None:
            delays.append((at - truth[0].start) / 60)
    cuts = quantiles(delays, n=10, method="inclusive") if len(delays) > 1 else None
    return Score(
        name=scene.name,
        sessions=sessions,
        alarmed=len(delays),
        per_hour=len(delays) / timed,
        median_delay=cuts[4] if cuts else None,
        ninth_delay=cuts[8] if cuts else None,
        delays=tuple(sorted(delays)),
    )


def first_alarm(taps: list[TimedSpasm], weeks: float, alarms: Alarms) -> float | None:
    """The second of the first tap that raises the alarm. Only what was tapped by then is known."""
    start = moment(0)
    moments = sorted(
        {
            (when - start).total_seconds()
            for one in taps
            for when in (one.started_at, one.ended_at)
            if when
        }
    )
    for at in moments:
        now = moment(at)
        known = [
            one
            if one.ended_at is None or one.ended_at <= now
            else TimedSpasm(one.started_at, None, one.strength, one.place)
            for one in taps
            if one.started_at <= now
        ]
        if alarms(known, at, weeks):
            return at
    return None


def by_the_guideline(guideline: Guideline) -> Alarms:
    """The alarm of the timer at 'urgent', as the page raises it. What was found before is remembered."""
    remembered: dict[tuple[object, ...], bool] = {}

    def alarms(taps: list[TimedSpasm], at: float, weeks: float) -> bool:
        found = tuple(sorted(timer_findings(taps, moment(at)).items()))
        key = (weeks, *found)
        if key not in remembered:
            alarm = timer_alarm(
                guideline, {"pregnant": True, "gestation_weeks": weeks}, taps, moment(at)
            )
            remembered[key] = alarm is not None and RANK[alarm.urgency] >= RANK["urgent"]
        return remembered[key]

    return alarms
