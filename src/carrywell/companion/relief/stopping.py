"""Stopping: the questions of a session as a list to tick, and what follows from a tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db import transaction

from carrywell.assessment.answers import AnswerError
from carrywell.assessment.stop import answers_after_stop, pain_rose, stop_questions
from carrywell.companion.check import private, service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import guideline
from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.relief import clock
from carrywell.companion.relief.models import ReliefSession
from carrywell.companion.relief.standing import Standing
from carrywell.conditions.nodes import findings_of
from carrywell.guideline.model import StopQuestion, Treatment

NONE, NOT_SURE = "none", "not_sure"
SINCE = "since:"
"""Before the name of a finding that is asked because the check is some hours old."""

NO_NEWS = frozenset({"cannot_answer_for_herself", "fever_measured"})
"""Behind gates, but nothing that she could notice as new."""

TICK_SOMETHING = "Tick what is true, or choose 'None of these'."
BOTH = "You ticked something and also 'None of these'. Which of the two is right?"
PAIN_ROSE = "Your pain went up by 2 points or more."
PAIN_STAYED = "Some time after it, your pain was 2 points or more higher than before it."

SENT_TWICE = timedelta(minutes=1)
"""The same ticks again within this time are the same form, sent twice."""


class Sent(Protocol):
    """What a form sent."""

    def getlist(self, key: str) -> list[str]:
        """Every value sent under that name."""
        ...


@dataclass(frozen=True)
class Line:
    """One line to tick."""

    value: str
    say: str
    chosen: bool = False


@dataclass(frozen=True)
class Ticked:
    """What was ticked. Exactly one of: a problem, nothing (`clear`), not sure, or something."""

    signs: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    not_sure: bool = False
    clear: bool = False
    problem: str = ""

    @property
    def is_red_flag(self) -> bool:
        """Whether a warning sign may be there, so that the check must follow."""
        return bool(self.signs or self.since)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that was ticked."""
        return (*self.signs, *self.local, *self.since)


def questions_for(treatment: str, answers: dict[str, Any]) -> tuple[StopQuestion, ...]:
    """The stop questions of this treatment for her."""
    return stop_questions(guideline(), treatment, answers)


def lines(
    questions: Sequence[StopQuestion], since: Sequence[str] = (), chosen: Sequence[str] = ()
) -> tuple[Line, ...]:
    """The list to tick, worst first, as the guideline has it."""
    finding = guideline().content.finding
    told = [(one.id, one.ask) for one in questions]
    told += [(SINCE + name, finding[name].ask or finding[name].short) for name in since]
    return tuple(Line(value, say, value in chosen) for value, say in told)


def asked_since(treatment: Treatment) -> tuple[str, ...]:
    """What may have changed since an older check and bears on this treatment alone.

    Umbrella questions and single ones behind its gates that no stop question covers; what lasts for
    the whole pregnancy is left out.
    """
    content = guideline().content
    covered = {name for one in content.stop_questions for name in one.sets}
    covered |= {content.umbrella_of[name] for name in covered if name in content.umbrella_of}
    names = {
        content.umbrella_of.get(name, name)
        for name in _behind_gates(treatment)
        if not content.finding[name].standing and not content.finding[name].lasting
    }
    return tuple(
        one.id
        for one in content.findings
        if one.id in names - covered
        and one.type == "yes_no"
        and one.harmless is not True
        and one.default is None
        and one.id not in NO_NEWS
    )


def read(sent: Sent, treatment: Treatment | None = None) -> Ticked:
    """What was ticked. 'None of these' with a tick is a problem, and so is nothing at all.

    Every question of the guideline counts, also one that the page would not ask any more: it may have
    been open for long. `treatment` adds what is asked since an older check.
    """
    values = set(sent.getlist("stop"))
    questions = guideline().content.stop_questions
    since = asked_since(treatment) if treatment else ()
    signs = tuple(one.id for one in questions if one.sets and one.id in values)
    local = tuple(one.id for one in questions if not one.sets and one.id in values)
    changed = tuple(name for name in since if SINCE + name in values)
    found = bool(signs or local or changed)
    if found and NONE in values:
        return Ticked(signs, local, changed, problem=BOTH)
    if found or NOT_SURE in values:
        return Ticked(signs, local, changed, not_sure=not found)
    return Ticked(clear=True) if NONE in values else Ticked(problem=TICK_SOMETHING)


def first_aid(local: Sequence[str]) -> str:
    """The first thing to do about each local reason, where the check comes before the rest."""
    return " ".join(f"{one.partition('. ')[0].rstrip('.')}." for one in what_to_do(local))


def keep_ticks(session: ReliefSession, ticked: Ticked) -> None:
    """Adds what was ticked and what it asks for; what stands there is never taken back.

    To be saved by the caller.
    """
    session.stop_ticked = list(dict.fromkeys([*session.stop_ticked, *ticked.names]))
    told = what_to_do(session.stop_ticked)
    if rose(session.pain_before, session.pain_after):
        told.append(PAIN_ROSE)
    if rose(session.pain_before, session.pain_later):
        told.append(PAIN_STAYED)
    session.stopped_because = " ".join(told)


def begun_by(session: ReliefSession, ticked: Ticked, now: datetime) -> CheckIn | None:
    """The check that the same form, sent a moment ago, has begun; None when there is none."""
    if session.ended_how != ReliefSession.EndedHow.RED_FLAG:
        return None
    if not set(ticked.names) <= set(session.stop_ticked):
        return None
    return session.pregnancy.check_ins.filter(started_at__gte=now - SENT_TWICE).first()


def rose(before: int | None, after: int | None) -> bool:
    """Whether pain rose enough to stop this treatment; unknown scores say nothing."""
    if before is None or after is None:
        return False
    return pain_rose(before, after, guideline().content)


def what_to_do(local: Sequence[str]) -> list[str]:
    """What each local reason asks for, in its own words."""
    return [one.say for one in guideline().content.stop_questions if one.id in local and one.say]


def end_session(session: ReliefSession, how: str, now: datetime) -> None:
    """Ends a session; to be saved by the caller."""
    session.set_clock(clock.end(session.clock, now))
    session.ended_how = how
    session.note("ended", now, how=how)


def check_after(
    pregnancy: Pregnancy, now_standing: Standing, ticked: Ticked, now: datetime, today: date
) -> CheckIn:
    """A new check with what the ticks mean, finished at once when nothing is left to ask."""
    said = answers_now(pregnancy, now_standing, ticked, today, known=False)
    written, unwritten = private.split(guideline().content, said)
    by = now_standing.check.asked_by if now_standing.check else CheckIn.AskedBy.HERSELF
    with transaction.atomic():
        check = service.begin(pregnancy, by, now, today, written)
        # known from the first screen on, so that no question comes before what they already mean
        check.known = check.known | written
        check.save(update_fields=["known"])
    private.remember(check.pk, unwritten, now)
    if service.where(check, now).now is None:
        service.finish(check, now, today)
    return check


def answers_now(
    pregnancy: Pregnancy,
    now_standing: Standing,
    ticked: Ticked,
    today: date,
    *,
    known: bool = True,
) -> dict[str, Any]:
    """What is said by the ticks and by what still counts beside them; `known`: with the weeks and all
    that stands for her.

    Earlier answers go along only while they still count and fit; after 'not sure' everything is asked.
    """
    before = known_before(pregnancy, today)
    counts = now_standing.state == "today" and not ticked.not_sure
    for earlier in (_carried(now_standing.answers, before) if counts else {}, {}):
        said = dict(answers_after_stop(ticked.signs, guideline().content, earlier))
        said |= dict.fromkeys(ticked.since, True)
        try:
            guideline().assess(before | said)
        except AnswerError:
            continue  # a tick that does not fit what she said before counts more than that
        break
    return before | said if known else said


def _carried(answers: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Her own answers: without what stands anyway, what is private, and how a treatment is done."""
    finding = guideline().content.finding
    return {
        name: value
        for name, value in answers.items()
        if name not in before and not finding[name].private and finding[name].default is None
    }


def _behind_gates(treatment: Treatment) -> set[str]:
    """The asked findings that the treatment's own gates and cautions depend on."""
    compiled = guideline().compiled
    keys = [key for key in compiled.conditions if key.startswith(f"treatment:{treatment.id}:")]
    keys += [
        f"gate:{gate.id}"
        for gate in compiled.content.gates
        if gate.applies is None and gate.cells.get(treatment.gate or "", "-") in ("A", "N", "N*")
    ]
    pending = [name for key in keys for name in findings_of(compiled.conditions[key])]
    names: set[str] = set()
    while pending:
        name = pending.pop()
        if name in names or name.startswith("signs."):
            continue
        names.add(name)
        if compiled.content.finding[name].derived is not None:
            pending += [
                one
                for key, condition in compiled.conditions.items()
                if key.startswith(f"derived:{name}")
                for one in findings_of(condition)
            ]
    return {one for one in names if compiled.content.finding[one].derived is None}
