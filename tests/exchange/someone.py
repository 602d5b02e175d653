"""Ana at 31 weeks with a low placenta: a check to its end, four weeks of diary, her own words."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache

import msgspec
from tests.patterns.sample_diary import sample_diary

from carrywell.exchange.material import Agreed, LastCheck, Material, Woman
from carrywell.exchange.report import CHOICES
from carrywell.guideline.facts import harmless_value
from carrywell.patterns.what_helps import what_helps

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FIRST = TODAY - timedelta(days=27)
BEFORE = {"pregnant": True, "gestation_weeks": 31.0, "placenta_praevia": True}
SAID = {
    "back_pain": True,
    "pain_location": ["lower_back", "buttock"],
    "pain_score": 5,
    "onset": "gradual",
    "any_pregnancy_risk": True,
    "muscle_spasm": True,
    "worse_with": ["turning_in_bed", "stairs"],
    "morning_stiffness": None,
}
IDS = {"heat_pack": "heat", "side_lying_with_pillows": "side_sleeping"}
REASON = "My back grips when I turn in bed."
QUESTIONS = "Is the belt safe with a low placenta?\nMay I keep using heat?"


def to_the_end(guideline, said, before=BEFORE):
    """Her answers, and a harmless one to every other question of the interview."""
    given = dict(said)
    while (screen := guideline.next_screen(before | given)) is not None:
        for question in screen.questions:
            guard = question.only_if
            if guard and given.get(guard[0]) != guard[1]:
                continue
            harmless = harmless_value(guideline.content.finding[question.finding])
            answer = sorted(harmless) if isinstance(harmless, frozenset) else harmless
            given.setdefault(question.finding, answer)
    return given


def checked(guideline, said, before=BEFORE, at=NOW - timedelta(days=1)):
    """The last check after these answers and no more."""
    assessment = guideline.assess(before | said)
    return LastCheck(at=at, answers=before | said, told=frozenset(said), assessment=assessment)


@cache
def her_diary():
    diary = sample_diary()
    sessions = [
        msgspec.structs.replace(one, treatment=IDS.get(one.treatment, one.treatment))
        for one in diary.sessions
    ]
    return msgspec.structs.replace(diary, sessions=tuple(sessions))


def material(guideline, **changes):
    """Everything about Ana, with these changes."""
    diary = changes.pop("diary", None) or her_diary()
    said = changes.pop("said", None) or to_the_end(guideline, SAID)
    given = {
        "guideline": guideline,
        "woman": ana(),
        "diary": diary,
        "now": NOW,
        "first": FIRST,
        "last": TODAY,
        "chosen": frozenset(CHOICES),
        "check": checked(guideline, said),
        "helps": judged(diary),
        "agreed": (Agreed("tens_agreed", "midwife Jo", date(2026, 11, 2)),),
        "reason": REASON,
        "questions": QUESTIONS,
    }
    return Material(**(given | changes))


@cache
def _judged_of_hers():
    return what_helps(her_diary(), TODAY)


def judged(diary):
    return _judged_of_hers() if diary is her_diary() else what_helps(diary, TODAY)


def ana(**changes):
    """Who she is, with these changes."""
    given = {
        "known": {"placenta_praevia": True, "age": 31.0, "gravida": 2.0, "para": 1.0},
        "weeks": 31.0,
        "due_date": date(2027, 1, 25),
        "babies": 1,
        "country": "United Kingdom",
        "unit": "St Mary's",
    }
    return Woman(**(given | changes))


def words_of(report):
    """Everything that a report says, as one text; of a drawing what it says."""
    told = msgspec.to_builtins(report)
    for section in told["sections"]:
        for picture in section["pictures"]:
            picture["svg"] = " ".join(re.findall(">([^<]+)<", picture["svg"]))
    return msgspec.json.encode(told).decode()


def line(report, section, lead):
    """What one line says; None when there is no such line."""
    found = report.section(section)
    return next((one.say for one in found.lines if one.lead == lead), None)


def lines(report, section, lead):
    return [one.say for one in report.section(section).lines if one.lead == lead]


def figure(report, section, name):
    found = {one.name: one.value for one in report.section(section).figures}
    return found.get(name)
