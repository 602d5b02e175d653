"""The pages of the report: what she chooses, what is refused in words, what is never kept or told."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.companion.body.someone import said, weighed
from tests.companion.conftest import NOW, ORDINARY, everything_else_no
from tests.companion.report.conftest import EVERY_PART, MONTH
from tests.companion.report.test_same_figures import words

from carrywell.companion.check import service
from carrywell.companion.check.models import CheckIn
from carrywell.companion.people.models import Account, Person, Pregnancy
from carrywell.companion.report.models import VisitNote
from carrywell.companion.timer.models import TimerEvent
from carrywell.exchange import report_pdf

pytestmark = pytest.mark.django_db

HARD = (
    '<script>alert(1)</script> {{ x }} {% y %} & "quotes" \u0645\u0631\u062d\u0628\u0627 \U0001f600'
)


def today():
    return timezone.localdate()


def read(client, query=MONTH, page="overview"):
    answer = client.get(f"{reverse(f'report:{page}')}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, **given):
    form = {"weeks": "4", "with": ["pain", "signs"], "reason": "", "questions": ""} | given
    return client.post(reverse("report:overview"), form)


def test_at_first_it_holds_the_usual_time_and_every_part(client, diary):
    page = words(client.get("/report/").content.decode())
    assert f"to {today().day} {today():%B %Y}" in page
    for title in ("Pain and sleep", "Timed spasms", "Warning signs", "Likely causes", "Tried"):
        assert title in page
    assert "Left out" not in page


def test_with_nothing_written_it_says_kindly_what_is_missing(client, pregnancy):
    page = words(client.get("/report/").content.decode())
    assert "She has not finished a check in Carrywell." in page
    assert "No pain score and no night was noted" in page
    assert "31 weeks" in page
    for way in ("pdf", "file", "code"):
        assert client.get(f"/report/{way}/?{MONTH}").status_code == 200


def test_before_she_has_started_it_leads_to_the_start(client, db):
    assert client.get("/report/").headers["Location"] == reverse("start")


def test_her_words_are_kept_and_stand_in_every_form(client, diary):
    answer = send(client, reason=HARD, questions="Is heat fine?", **{"with": ["asks"]})
    assert answer.status_code == 302
    assert VisitNote.objects.get().reason == HARD
    for page in ("overview", "file"):
        html = read(client, "weeks=4&with=asks", page)
        assert "<script>alert" not in html
        assert HARD in unescape(html)


def test_what_she_chose_is_in_the_address(client, diary):
    where = send(client, weeks="2", **{"with": ["pain", "tried"]}).headers["Location"]
    assert where == "/report/?weeks=2&with=pain&with=tried#report"
    page = words(read(client, "weeks=2&with=pain&with=tried"))
    assert "Tried, with effect" in page
    assert "Likely causes" not in page
    assert "Left out by her choice: her reason and questions; timed spasms" in page


@pytest.mark.parametrize(("way", "path"), [("pdf", "pdf/"), ("file", "file/"), ("code", "code/")])
def test_each_button_saves_first_and_then_goes_there(client, diary, way, path):
    answer = send(client, then=way, reason="It grips.")
    assert answer.headers["Location"] == f"/report/{path}?weeks=4&with=pain&with=signs"
    assert VisitNote.objects.get().reason == "It grips."


def days(first, last):
    return {"weeks": "own", "first": first, "last": last}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (days("", ""), "Choose a day."),
        (days("tomorrow", "2026-01-01"), "This is not a day."),
        (days("2026-11-20", "2026-11-10"), "This day is after the last one."),
        (days("2024-01-01", "2026-01-01"), "Choose at most 400 days."),
        (days("2026-01-01", "2999-01-01"), "This day is still to come."),
        (days("0001-01-01", "0001-01-05"), "This is long ago."),
        ({"weeks": "7"}, "Please choose how far back."),
        ({"reason": "x" * 5001}, "This is too long."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(client, diary, given, says):
    answer = send(client, **({"questions": "May I swim?"} | given))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert says in page
    assert "May I swim?" in page
    assert '<article class="report"' not in page


def test_her_words_are_saved_even_when_a_day_is_wrong(client, diary):
    send(client, questions="May I swim?", **days("2026-11-20", "2026-11-10"))
    assert VisitNote.objects.get().questions == "May I swim?"


def test_days_of_her_own_choice_bound_what_is_told(client, diary):
    last, first = today() - timedelta(days=3), today() - timedelta(days=8)
    where = send(client, **days(first.isoformat(), last.isoformat()), **{"with": ["spasms"]})
    page = words(client.get(where.headers["Location"]).content.decode())
    assert f"Looks back on {first.day} {first:%B %Y} to {last.day} {last:%B %Y}" in page
    assert "Timed 4 on" in page


@pytest.mark.parametrize("query", ["weeks=own", "weeks=own&first=x&last=y", "weeks=9", "weeks="])
@pytest.mark.parametrize("page", ["overview", "pdf", "file", "code"])
def test_an_address_that_makes_no_sense_shows_the_form_with_the_reason(client, diary, page, query):
    answer = client.get(f"{reverse(f'report:{page}')}?{query}")
    assert answer.status_code == 422
    assert "choose" in answer.content.decode().lower()


def test_downloads_have_names_that_tell_nothing_and_are_kept_by_no_browser(client, diary):
    for page, ending, kind in (("pdf", "pdf", "application/pdf"), ("file", "html", "text/html")):
        answer = client.get(f"/report/{page}/?{MONTH}")
        name = f'attachment; filename="report-{today().isoformat()}.{ending}"'
        assert answer.headers["Content-Disposition"] == name
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_file_needs_nothing_else_and_runs_nothing(client, diary):
    file = read(client, page="file")
    assert "<script" not in file
    for word in ("@import", "url(", "src=", "<link", "href=", "/static/"):
        assert word not in file
    assert file.count("http") == file.count("http://www.w3.org/2000/svg") + file.count("http-equiv")
    assert "default-src 'none'" in unescape(file)


def test_the_code_is_made_only_after_it_was_said_who_can_read_it(client, diary):
    before = read(client, page="code")
    assert "Whoever scans the code can read this text" in before
    assert "qr-dark" not in before
    after = read(client, f"{MONTH}&made=1", "code")
    assert "qr-dark" in after


def test_when_the_pdf_cannot_be_made_the_page_says_what_works(client, diary, tmp_path, monkeypatch):
    broken = tmp_path / "report.typ"
    broken.write_text("#nothing")
    monkeypatch.setattr(report_pdf, "LAYOUT", broken)
    answer = client.get(f"/report/pdf/?{MONTH}", follow=True)
    assert answer.status_code == 200
    page = words(answer.content.decode())
    assert "You can print this page, or take the file" in page
    assert "Pain and sleep" in page


def test_private_answers_are_in_no_form_while_they_are_remembered(client, pregnancy):
    told = ORDINARY | {"any_safety": True, "violence": True, "violence_high_risk": True}
    now = timezone.now()
    check = service.begin(pregnancy, "herself", now, today(), {})
    service.save_answers(check, told, now)
    service.finish(check, now, today())
    for page in ("overview", "file", "code"):
        text = words(read(client, page=page)).lower().replace("answers about violence or about", "")
        text = text.replace("harming yourself never stand in a report", "")
        for word in ("violence", "unsafe", "harming", "emergency: told", "call an ambulance now"):
            assert word not in text


def test_weight_is_offered_only_to_her_who_wants_its_numbers(client, diary):
    diary.height_cm, diary.weight_before_kg = 165, 62
    diary.save()
    weighed(diary, 71.3)
    assert "My weight" not in read(client)
    assert "71.3" not in read(client)
    said(diary, "no")
    page = read(client)
    assert "My weight" in page
    assert "71.3 kg" in page
    assert "71.3" not in read(client, MONTH.replace("&with=weight", ""))


def test_what_she_tapped_beside_the_spasms_is_told(client, diary):
    at = timezone.now() - timedelta(hours=1)
    TimerEvent.objects.create(
        pregnancy=diary, key="w", what=TimerEvent.What.WATERS_BROKE, at=at, received_at=at
    )
    assert "She tapped “My waters broke”" in words(read(client))


def test_a_check_begun_later_and_left_is_told(client, diary):
    service.begin(diary, "herself", timezone.now(), today(), {"back_pain": True})
    assert "She began another check on" in words(read(client))


def test_what_her_diary_raised_since_is_told_first(client, diary):
    page = words(read(client))
    assert "Her records since then: URGENT : Regular tightenings before 37 weeks" in page


@pytest.mark.parametrize(
    ("outcome", "says"), [("birth", "Gave birth on"), ("loss", "Pregnancy lost on")]
)
def test_after_the_pregnancy_it_still_works_in_words_that_fit(client, diary, outcome, says):
    diary.outcome, diary.ended_on = outcome, today()
    diary.save()
    page = words(client.get("/report/").content.decode())
    assert says in page
    assert "before the pregnancy ended" in page
    for word in ("Due date", "Babies", "how the baby moves"):
        assert word not in page
    for way in ("pdf", "file", "code"):
        assert client.get(f"/report/{way}/?{MONTH}").status_code == 200


def test_after_a_loss_a_new_check_speaks_of_no_baby(client, pregnancy):
    pregnancy.outcome, pregnancy.ended_on = "loss", today() - timedelta(days=3)
    pregnancy.save()
    now = timezone.now()
    check = service.begin(pregnancy, "herself", now, today(), {"back_pain": True})
    everything_else_no(check, now)
    service.finish(check, now, today())
    page = words(read(client, page="file")).lower()
    assert "asked and denied" in page
    for word in ("baby", "babies", "due date", "gave birth"):
        assert word not in page


def test_sample_data_is_marked_in_every_form(client, diary):
    diary.is_sample = True
    diary.save()
    for page in ("overview", "file", "code"):
        assert "SAMPLE DATA" in read(client, page=page)


def test_it_is_her_own_and_nobody_elses(client, diary):
    bea = Person.objects.create(account=Account.objects.create(name="bea"), country="GB")
    other = Pregnancy.objects.create(person=bea, started_at=NOW, unit_name="Bea's unit")
    VisitNote.objects.create(pregnancy=other, reason="Bea's words", changed_at=NOW)
    page = read(client)
    assert "Bea" not in page


def test_nothing_can_be_sent_to_the_downloads(client, diary):
    for page in ("pdf", "file", "code"):
        assert client.post(f"/report/{page}/?weeks=4&{EVERY_PART}").status_code == 405


def test_a_check_by_an_edition_of_old_still_makes_every_form(client, diary, finished_check):
    answers = finished_check.answers | {"a_finding_of_old": True, "trauma": True}
    CheckIn.objects.filter(pk=finished_check.pk).update(answers=answers, guideline_hash="other")
    page = words(read(client))
    assert "An older edition of the guideline gave this answer." in page
    assert "not known: an older edition asked the questions" in page
    for way in ("pdf", "file", "code"):
        assert client.get(f"/report/{way}/?{MONTH}").status_code == 200


def test_a_check_that_cannot_be_read_any_more_is_no_check(client, diary, finished_check):
    CheckIn.objects.filter(pk=finished_check.pk).update(assessment={"x": 1}, guideline_hash="other")
    page = words(read(client))
    assert "is from another edition, which this one cannot read" in page
    assert "Nothing here is a 'no'" in page


def test_who_answered_is_told(client, diary, finished_check):
    assert "Answered by herself" in words(read(client))
    CheckIn.objects.filter(pk=finished_check.pk).update(asked_by="someone_else")
    assert "Answered by someone with her" in words(read(client))
