"""Fills a data folder with one woman's story: ``python -m tests.companion.browser.prepare FOLDER STORY``.

new        nothing yet
ordinary   31 weeks, an ache she can look after at home, a weight
soon       pain that someone should look at within days
urgent     pain in a rhythm at 31 weeks
emergency  numb between the legs
birth, loss, stopped   the pregnancy is over
pin        ordinary, with the PIN 4711
sample     eight weeks of a made-up diary
near       pain in a rhythm, with a list of places near her and one that she keeps
timing     six spasms in a rhythm, felt in the back, in the hour before
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

ORDINARY = {"back_pain": True, "pain_location": ["lower_back"], "pain_score": 4, "onset": "gradual"}
ANSWERS = {
    "ordinary": ORDINARY,
    "soon": ORDINARY | {"not_better_6wk": True, "using_plan": True},
    "urgent": {"back_pain": True, "rhythmic_back_pain": True},
    "emergency": {"back_pain": True, "saddle_numbness": True},
}
STORIES = ("new", *ANSWERS, "birth", "loss", "stopped", "pin", "sample", "near", "timing")


def prepare(folder: Path, story: str) -> None:
    """Writes the story into the folder."""
    os.environ["CARRYWELL_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "carrywell.companion.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    if story == "sample":
        from carrywell.companion.sample import write_sample

        write_sample(folder, 8, 7, timezone.now(), lambda _: None)
        return

    call_command("migrate", verbosity=0)
    if story != "new":
        _woman(folder, story)


def _woman(folder, story):
    from django.utils import timezone

    from carrywell.companion.body.models import WeightEntry, WeightNumbers
    from carrywell.companion.check import service
    from carrywell.companion.numbers import keep_numbers, numbers_of
    from carrywell.companion.people.models import Account, Person, Pregnancy
    from carrywell.patterns.gestation import due_date_from_weeks

    now = timezone.now()
    today = now.date()
    account = Account.objects.local()
    person = Person.objects.create(account=account, country="GB")
    pregnancy = Pregnancy.objects.create(
        person=person,
        started_at=now - timedelta(days=30),
        dated_by="weeks",
        due_date=due_date_from_weeks(31 + 4 / 7, today),
        babies=1,
        height_cm=168,
        weight_before_kg=64,
        unit_name="St Mary's",
        unit_phone="020 7946 0958",
    )
    keep_numbers(folder, numbers_of("GB", "St Mary's", "020 7946 0958"))
    for days, kilograms in ((60, 69.5), (30, 71.8), (1, 73.4)):
        WeightEntry.objects.create(
            pregnancy=pregnancy,
            weight_kg=kilograms,
            measured_on=today - timedelta(days=days),
            created_at=now,
        )
    WeightNumbers.objects.create(pregnancy=pregnancy, answer="no", answered_at=now)
    answers = ANSWERS["urgent"] if story == "near" else ANSWERS.get(story, ORDINARY)
    asked = now - timedelta(days=1) if story == "timing" else now
    check = service.begin(pregnancy, "herself", asked, asked.date(), dict(answers))
    _answer_calmly(check, answers, asked)
    service.finish(check, asked, asked.date())
    if story in ("birth", "loss", "stopped"):
        pregnancy.outcome, pregnancy.ended_on = story, today - timedelta(days=3)
        pregnancy.save()
    if story == "near":
        _places_near(folder, person, now)
    if story == "timing":
        _time_spasms(pregnancy, now)
    if story == "pin":
        account.set_password("4711")
        account.save()


def _places_near(folder, person, now):
    from tests.companion.care.city import CITY, KALLIO, LIST, store_of

    from carrywell.care.place import Place
    from carrywell.companion.care.hers import keep
    from carrywell.companion.care.models import SearchOrigin

    store_of(folder / "places.sqlite3")
    SearchOrigin.objects.create(
        person=person,
        name="Kallio, Helsinki",
        latitude=KALLIO.latitude,
        longitude=KALLIO.longitude,
        kept_at=now,
    )
    maya = next(one for one in CITY if isinstance(one, Place) and one.name == "Maya")
    keep(person, maya, LIST, now)


def _time_spasms(pregnancy, now):
    from carrywell.companion.timer.models import Spasm

    for number in range(6):
        started = now - timedelta(minutes=1 + 8 * number)
        Spasm.objects.create(
            pregnancy=pregnancy,
            key=f"00000000-0000-4000-8000-{number:012d}",
            started_at=started,
            ended_at=started + timedelta(seconds=50),
            strength="moderate",
            place="back",
            changed_at=now,
        )


def _answer_calmly(check, answers, now):
    from carrywell.companion.check import service
    from carrywell.guideline.facts import harmless_value

    content = service.guideline().content
    umbrellas = {content.umbrella_of[one]: True for one in answers if one in content.umbrella_of}
    at = service.where(check, now)
    while at.now is not None:
        given = {}
        for one in at.now.questions:
            calm = harmless_value(content.finding[one.finding])
            calm = sorted(calm) if isinstance(calm, frozenset) else calm
            given[one.finding] = (umbrellas | answers).get(one.finding, calm)
        service.save_answers(check, given, now)
        at = service.where(check, now)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), sys.argv[2])
