"""What stands right now: which check counts, what it says today, and whether anything is offered.

Never a stored status: each time the guideline is asked again, with today's weeks and what has been
agreed since. Unknown is never 'no', and anything that cannot be worked out offers nothing.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.result import Assessment, TreatmentStatus
from carrywell.assessment.walk import walk
from carrywell.companion.check import private
from carrywell.companion.check.models import STILL_TODAY, CheckIn
from carrywell.companion.check.service import guideline
from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief.models import ReliefSession, agreed
from carrywell.companion.watch.standing import Changed, whats_changed
from carrywell.guideline.facts import harmless_value

State = Literal[
    "over",
    "watched",
    "none",
    "unfinished",
    "urgent",
    "stopped",
    "out_of_scope",
    "old",
    "earlier",
    "today",
]
URGENT = ("urgent", "emergency")
FRESH = ("pregnant", "gestation_weeks", "postpartum", "postpartum_days")
"""What a day changes: always as it is today."""


@dataclass(frozen=True)
class Standing:
    """`state`: `today` and `earlier` offer treatments, every other state offers nothing.

    `watched`: what she timed or wrote since the last check is urgent; `changed` says what.
    `stopped`: a warning sign ended a session since the last check. `earlier`: the answers are more
    than some hours old but its day to look again has not come; what may have changed is asked before a
    session starts. `check` is the last finished check, `unfinished` the one to go on with.
    """

    state: State
    check: CheckIn | None = None
    unfinished: CheckIn | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    assessment: Assessment | None = None
    changed: Changed | None = None

    @property
    def offers(self) -> bool:
        """Whether any treatment may be offered at all."""
        return self.state in ("today", "earlier")

    def status(self, treatment: str) -> TreatmentStatus | None:
        """The status of a treatment; None when nothing is offered."""
        if self.assessment is None or not self.offers:
            return None
        return next((one for one in self.assessment.treatments if one.id == treatment), None)


def standing(pregnancy: Pregnancy, now: datetime, today: date) -> Standing:
    """What stands for her at this moment (`today` is the day where she is)."""
    if pregnancy.is_over:
        return Standing("over")
    unfinished = CheckIn.objects.unfinished(pregnancy, now)
    check = CheckIn.objects.last_finished(pregnancy)
    changed = whats_changed(pregnancy, now)
    if changed is not None and changed.is_urgent:
        return Standing("watched", check, unfinished, changed=changed)
    if check is None or check.finished_at is None:
        return Standing("none", unfinished=unfinished)
    if unfinished is not None and unfinished.updated_at > check.finished_at:
        return Standing("unfinished", check, unfinished)
    if check.urgency in URGENT:
        return Standing("urgent", check)
    if ReliefSession.objects.stopped_by_a_sign(pregnancy, check.finished_at):
        return Standing("stopped", check)
    if _was_left(pregnancy, check.finished_at):
        return Standing("old", check)
    return _asked_again(check, now, today)


def answers_of(check: CheckIn, now: datetime, today: date) -> dict[str, Any]:
    """The answers behind a finished check, with today's weeks and what has been agreed.

    Private answers are kept for an hour only. Every sign that rests on them is urgent or worse, so a
    check that ended below urgent had ruled them out: they count as harmless then. Not to be called
    for an urgent check. Raises `AnswerError` when the answers no longer fit the weeks.
    """
    remembered = private.remembered(check.pk, now)
    said = {**_private_ruled_out(), **check.answers, **remembered}
    # what she said in the check stays in its place there, so that the same questions lead to the
    # end; but what lasts may have been corrected since, and then that counts
    finding = guideline().content.finding
    news = {
        name: value
        for name, value in known_before(check.pregnancy, today).items()
        if name in FRESH
        or name not in check.answers
        or (finding[name].standing and check.answers[name] != value)
    }
    known = {**check.known, **news, **agreed(check.pregnancy.agreements.all())}
    unsure = dict.fromkeys(_taken_back(check, news))
    return walk(guideline(), known | _among(unsure, known), said | unsure).answers


def _taken_back(check: CheckIn, present: dict[str, Any]) -> set[str]:
    """What lasts and was told in a check, by itself or by 'no' to the umbrella question over it, and
    was deleted since: nobody knows it now. That umbrella question goes with it.
    """
    content = guideline().content
    umbrella = content.umbrella_of
    told = check.facts()
    kept = set(check.pregnancy.facts.values_list("finding", flat=True)) | present.keys()
    gone = {
        one.id
        for one in content.findings
        if one.standing and one.id not in kept
        if told.get(one.id) is not None or told.get(umbrella.get(one.id, "")) is False
    }
    return gone | {over for one in gone if told.get(over := umbrella.get(one, "")) is False}


def _among(values: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


def _was_left(pregnancy: Pregnancy, since: datetime) -> bool:
    """Whether she began a check since then and left it: what it would have said, nobody knows."""
    begun = CheckIn.objects.filter(pregnancy=pregnancy, finished_at=None, updated_at__gt=since)
    return begun.exclude(answers={}).exists()


def needs_asking(standing_now: Standing, treatment: str) -> bool:
    """Whether questions stand between her and this treatment, and can be asked here."""
    status = standing_now.status(treatment)
    return status is not None and status.status == "ask before offering" and bool(status.ask)


def _asked_again(check: CheckIn, now: datetime, today: date) -> Standing:
    assert check.finished_at is not None
    try:
        answers = answers_of(check, now, today)
        assessment = guideline().assess(answers)
    except AnswerError:
        return Standing("old", check)
    if assessment.urgency in URGENT:
        return Standing("old", check)  # a new week asks new questions: the check asks them
    state = _how_old(check, now, today) if assessment.scope.in_scope else "out_of_scope"
    return Standing(state, check, None, answers, assessment)


def _how_old(check: CheckIn, now: datetime, today: date) -> State:
    assert check.finished_at is not None
    if now - check.finished_at <= STILL_TODAY:
        return "today"
    return "earlier" if check.recheck_on is not None and today < check.recheck_on else "old"


def _private_ruled_out() -> dict[str, Any]:
    content = guideline().content
    return {
        one.id: harmless_value(one)
        for one in content.findings
        if one.private and one.id not in content.umbrella_of
    }
