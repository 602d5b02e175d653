"""What a report of hers is made from, read from every table that holds a part of it."""

import re
from datetime import date, datetime

from carrywell.api import load_guideline
from carrywell.assessment.answers import AnswerError
from carrywell.assessment.telling import spoken
from carrywell.companion.body.hers import entries_of, known_of_body
from carrywell.companion.body.models import WeightNumbers
from carrywell.companion.body.page import by_week
from carrywell.companion.check.afterwards import reworded
from carrywell.companion.check.models import CheckIn
from carrywell.companion.check.service import assessment_of, by_this_guideline
from carrywell.companion.diary.charts import time_shown
from carrywell.companion.diary.days import earliest_day, zone_in
from carrywell.companion.diary.hers import diary_of
from carrywell.companion.helps.hers import help_in
from carrywell.companion.people.known import known_before
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.report.forms import OWN, Choice
from carrywell.companion.report.models import VisitNote
from carrywell.companion.timer.models import TimerEvent
from carrywell.companion.watch.standing import Changed, WatchedSign
from carrywell.exchange.material import Agreed, LastCheck, Material, Tapped, Woman
from carrywell.exchange.report import CHOICES, SectionId, moment_in_words
from carrywell.guideline.model import RANK, Urgency
from carrywell.patterns.diary import Diary
from carrywell.patterns.gestation import gestation_weeks
from carrywell.patterns.weight_gain import WeightReport, weight_report

Outcome = Pregnancy.Outcome
_SHE_DID = re.compile(r"\byou(?= (timed|wrote|noted|scored|said|told|ticked|tapped|had|felt)\b)")
_THE_BIRTH = re.compile(r"\b(after|of) (a|the) birth\b")


def offered_to(pregnancy: Pregnancy) -> tuple[SectionId, ...]:
    """The parts there can be: weight only for her who has said that its numbers are welcome."""
    without = () if wants_numbers(pregnancy) else ("weight",)
    return tuple(one for one in CHOICES if one not in without)


def wants_numbers(pregnancy: Pregnancy) -> bool:
    """Whether she has said that numbers about weight do not trouble her."""
    said_no = WeightNumbers.objects.filter(pregnancy=pregnancy, answer=WeightNumbers.Answer.NO)
    return not pregnancy.is_over and said_no.exists()


def note_of(pregnancy: Pregnancy) -> VisitNote:
    """Her own words; empty ones that are not saved before she has written any."""
    return VisitNote.objects.filter(pregnancy=pregnancy).first() or VisitNote(pregnancy=pregnancy)


def keep_note(pregnancy: Pregnancy, reason: str, questions: str, now: datetime) -> None:
    """Writes her own words; when this returns, they are on the disk."""
    VisitNote.objects.update_or_create(
        pregnancy=pregnancy,
        defaults={"reason": reason, "questions": questions, "changed_at": now},
    )


def material_of(
    pregnancy: Pregnancy, choice: Choice, now: datetime, changed: Changed | None
) -> Material:
    """Everything the report rests on. `now` is in her time zone, `changed` what the watch says then."""
    today = now.date()
    diary = diary_of(pregnancy, zone_in(now))
    first, last = _days(pregnancy, diary, choice, today)
    check = CheckIn.objects.last_finished(pregnancy)
    told = _last_check(check, now) if check else None
    note = note_of(pregnancy)
    return Material(
        guideline=load_guideline(),
        woman=_woman(pregnancy, today),
        diary=diary,
        now=now,
        first=first,
        last=last,
        chosen=choice.chosen & frozenset(offered_to(pregnancy)),
        check=told,
        unreadable=check.finished_at if check and told is None else None,
        begun_later=_begun_later(pregnancy, check),
        since=_since(changed, now),
        tapped=_tapped(pregnancy),
        helps=help_in(pregnancy, diary, today),
        agreed=tuple(
            Agreed(one.finding, one.who, one.agreed_on) for one in pregnancy.agreements.all()
        ),
        reason=note.reason,
        questions=note.questions,
        weight=_weight(pregnancy, today) if wants_numbers(pregnancy) else None,
        fitting=lambda say: _fitting(say, pregnancy.outcome),
    )


def _days(pregnancy: Pregnancy, diary: Diary, choice: Choice, today: date) -> tuple[date, date]:
    if choice.weeks == OWN and choice.first and choice.last:
        return choice.first, choice.last
    time = time_shown(diary, choice.weeks, earliest_day(pregnancy, today), today)
    return time.first, time.last


def _woman(pregnancy: Pregnancy, today: date) -> Woman:
    due, ended = pregnancy.due_date, pregnancy.ended_on
    countries = {one.country: one.name for one in load_guideline().content.emergency_numbers}
    country = pregnancy.person.country
    return Woman(
        known=known_before(pregnancy, today),
        weeks=pregnancy.weeks(today),
        due_date=due,
        babies=pregnancy.babies,
        country=countries.get(country, country) if country else "",
        unit=pregnancy.unit_name,
        outcome=pregnancy.outcome,
        ended_on=ended,
        weeks_at_the_end=gestation_weeks(due, ended) if due and ended else None,
        is_sample=pregnancy.is_sample,
    )


def _last_check(check: CheckIn, now: datetime) -> LastCheck | None:
    """None for an answer that this Carrywell cannot read any more."""
    assert check.finished_at is not None
    try:
        assessment, answers = assessment_of(check, now)
    except ValueError:
        return None
    return LastCheck(
        at=check.finished_at,
        answers={name: one for name, one in answers.items() if name not in _private_findings()},
        told=frozenset(check.answers),
        assessment=assessment.without_private(),
        is_current=by_this_guideline(check),
        by_someone_else=check.for_someone_else,
    )


def _begun_later(pregnancy: Pregnancy, finished: CheckIn | None) -> datetime | None:
    begun = CheckIn.objects.filter(pregnancy=pregnancy, finished_at=None).exclude(answers={})
    if finished is not None and finished.finished_at is not None:
        begun = begun.filter(updated_at__gt=finished.finished_at)
    latest = begun.order_by("-updated_at").first()
    return latest.started_at if latest else None


def _since(changed: Changed | None, now: datetime) -> tuple[Urgency, str] | None:
    signs = [one for one in changed.told if one.id not in _private()] if changed else []
    if not signs:
        return None
    told = "; ".join(_shows(one, now) for one in signs)
    return max((one.urgency for one in signs), key=lambda one: RANK[one]), told


def _shows(sign: WatchedSign, now: datetime) -> str:
    """One sign of her records, from what and from when, as a clinician would hear it."""
    said = (spoken(_SHE_DID.sub("she", one), for_someone_else=True) for one in sign.why)
    at = moment_in_words(sign.at.astimezone(now.tzinfo))
    unless = ", unless an answer she has not given rules it out" if sign.unless else ""
    return f"{sign.title}{unless} ({', '.join(said)}; {at})"


def _private() -> frozenset[str]:
    return frozenset(load_guideline().compiled.private_signs)


def _private_findings() -> frozenset[str]:
    return frozenset(one.id for one in load_guideline().content.findings if one.private)


TAPS = {TimerEvent.What.WATERS_BROKE: "My waters broke", TimerEvent.What.NEED_HELP: "I need help"}


def _tapped(pregnancy: Pregnancy) -> tuple[Tapped, ...]:
    taps = pregnancy.timer_events.filter(what__in=TAPS, at__isnull=False).order_by("at", "pk")
    return tuple(Tapped(TAPS[TimerEvent.What(one.what)], one.at) for one in taps if one.at)


def _weight(pregnancy: Pregnancy, today: date) -> WeightReport | None:
    guideline = load_guideline()
    known = known_of_body(pregnancy, today)
    try:
        return weight_report(guideline.compiled, known, by_week(pregnancy, entries_of(pregnancy)))
    except AnswerError:
        return None


def _fitting(say: str, outcome: str) -> str:
    """Words of the guideline for a visit after a loss; others stay as they are."""
    if outcome != Outcome.LOSS:
        return say
    return _THE_BIRTH.sub(r"\1 the loss", reworded(say, outcome))
