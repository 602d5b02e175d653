"""Ana with something in every table."""

import json
import zipfile
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from carrywell.companion.body.models import WeightEntry, WeightNumbers
from carrywell.companion.care.models import KeptPlace, SearchOrigin
from carrywell.companion.diary.models import (
    ClinicTotal,
    DailyHabit,
    PainEntry,
    Reminders,
    WeeklyEntry,
)
from carrywell.companion.people.models import Account, StandingFact
from carrywell.companion.record import erase
from carrywell.companion.record.exporting import as_json, copy_of
from carrywell.companion.relief.models import ActivityEntry, Agreement, ReliefChoices, ReliefSession
from carrywell.companion.report.models import VisitNote
from carrywell.companion.timer.models import LabourAdvice, Spasm, TimerEvent

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    """A test is one transaction, in which the file is never tidied; nobody waits for it."""
    monkeypatch.setattr(erase, "_PAUSE", 0)


@pytest.fixture
def full(finished_check):
    """At least one row in every table."""
    pregnancy = finished_check.pregnancy
    StandingFact.objects.get_or_create(
        pregnancy=pregnancy, finding="pacemaker", defaults={"value": False, "confirmed_at": NOW}
    )
    Agreement.objects.create(
        pregnancy=pregnancy,
        finding="tens_agreed",
        who="Maya",
        agreed_on=date(2026, 11, 2),
        noted_at=NOW,
    )
    ActivityEntry.objects.create(
        pregnancy=pregnancy, treatment="stretching", on=date(2026, 11, 3), minutes=20, noted_at=NOW
    )
    ReliefChoices.objects.create(pregnancy=pregnancy, reminder_minutes=30, spoken_cues=True)
    WeightEntry.objects.create(
        pregnancy=pregnancy, weight_kg=71.4, measured_on=date(2026, 11, 4), created_at=NOW
    )
    WeightNumbers.objects.create(pregnancy=pregnancy, answer="no", answered_at=NOW)
    ReliefSession.objects.create(
        pregnancy=pregnancy,
        check_in=finished_check,
        treatment="stretching",
        exercises=[],
        started_at=NOW,
        ended_at=NOW,
        ended_how="done",
        pain_before=5,
        pain_after=3,
        events=[{"at": NOW.isoformat(), "what": "started"}],
        notes="=HYPERLINK(1)",
    )
    _timed(pregnancy)
    _diary(pregnancy)
    _near(pregnancy.person)
    return pregnancy


def _timed(pregnancy):
    key = "00000000-0000-4000-8000-000000000001"
    Spasm.objects.create(
        pregnancy=pregnancy,
        key=key,
        started_at=NOW,
        ended_at=NOW,
        strength="mild",
        place="back",
        changed_at=NOW,
    )
    TimerEvent.objects.create(
        pregnancy=pregnancy, key=key, what="start", spasm_key=key, at=NOW, received_at=NOW
    )
    LabourAdvice.objects.create(
        pregnancy=pregnancy, interval_minutes=5, length_seconds=60, for_minutes=60, noted_at=NOW
    )


def _diary(pregnancy):
    on = date(2026, 11, 22)
    PainEntry.objects.create(pregnancy=pregnancy, pain_now=4, noted_at=NOW)
    DailyHabit.objects.create(
        pregnancy=pregnancy,
        on=on,
        pain_average=3,
        pain_worst=6,
        places=["lower_back"],
        brought_on=["lifting"],
        sleep_quality=5,
        woken_by_pain=True,
        stress=4,
        steps_done=["heat"],
        note="A long day.",
        noted_at=NOW,
    )
    WeeklyEntry.objects.create(pregnancy=pregnancy, on=on, scores={"walk": 4}, noted_at=NOW)
    ClinicTotal.objects.create(
        pregnancy=pregnancy, measure="rmdq", score=9, measured_on=on, noted_at=NOW
    )
    Reminders.objects.create(pregnancy=pregnancy, weekly_at=time(18, 0))
    VisitNote.objects.create(
        pregnancy=pregnancy, reason="Spasms", questions="May I swim?", changed_at=NOW
    )


def _near(person):
    SearchOrigin.objects.create(
        person=person, name="Kallio", latitude=60.184, longitude=24.949, kept_at=NOW
    )
    KeptPlace.objects.create(
        person=person,
        name="Maya, midwife",
        kind="midwife",
        phone="+358 9 000 001",
        latitude=60.19,
        longitude=24.95,
        dataset="openstreetmap",
        place_id="n1",
        credit="(c) OpenStreetMap contributors, ODbL",
        notes="Kind, and has a lift.",
        kept_at=NOW,
        was_unit_until=NOW,
    )


def the_json(now=NOW):
    """The export's JSON, as text."""
    return b"".join(as_json(copy_of(Account.objects.local(), now)))


def upload(content, name="carrywell.zip"):
    return SimpleUploadedFile(
        name, content if isinstance(content, bytes) else json.dumps(content).encode()
    )


def zipped(members):
    """A ZIP of these members, name to bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def replacing(client, content):
    """Reads a file back in the place of everything."""
    return client.post(
        "/data/read-back/", {"file": upload(content), "what": "replace", "word": "REPLACE"}
    )
