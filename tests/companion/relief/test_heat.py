"""A heat session from the treatment's page to its end, and every way in which it stops."""

from datetime import timedelta

import pytest
from django.utils import timezone

from carrywell.companion.check.models import CheckIn
from carrywell.companion.relief.models import ReliefSession


def test_it_starts_in_two_taps(client, ordinary):
    page = client.get("/relief/heat/").content.decode()
    assert 'href="/relief/heat/start/"' in page
    assert "None of these. Start" in client.get("/relief/heat/start/").content.decode()
    response = client.post("/relief/heat/start/", {"stop": "none"})
    session = ordinary.pregnancy.sessions.get()
    assert response.url == f"/relief/session/{session.pk}/"
    assert (session.planned_seconds, session.pain_before) == (600, None)


def test_the_page_says_when_it_ends_without_a_script(client, heat):
    page = client.get(f"/relief/session/{heat.pk}/").content.decode()
    assert "It ends at" in page
    assert f'data-total="{15 * 60}"' in page
    assert "Stop, something is wrong" in page


def test_a_reload_shows_the_same_end(client, heat):
    def end():
        return client.get(f"/relief/session/{heat.pk}/").context["ends_ms"]

    assert end() == end()


def test_a_whole_session_ends_with_what_changed(client, heat):
    assert client.post(f"/relief/session/{heat.pk}/do/", {"what": "finish"}).url.endswith("/after/")
    response = client.post(f"/relief/session/{heat.pk}/after/", {"pain": "3", "stop": "none"})
    page = client.get(response.url).content.decode()
    assert "5 before, 3 after" in page
    assert "Better" in page
    heat.refresh_from_db()
    assert (heat.ended_how, heat.pain_after) == ("done", 3)


def test_today_leads_back_to_it(client, heat):
    assert f'href="/relief/session/{heat.pk}/"' in client.get("/").content.decode()


def test_a_pause_moves_the_end(client, heat):
    url = f"/relief/session/{heat.pk}/"
    client.post(url + "do/", {"what": "pause"})
    heat.refresh_from_db()
    heat.paused_at -= timedelta(minutes=3)
    heat.started_at -= timedelta(minutes=3)
    heat.save()
    assert "Paused" in client.get(url).content.decode()
    client.post(url + "do/", {"what": "resume"})
    heat.refresh_from_db()
    assert heat.paused_seconds == pytest.approx(180, abs=5)
    assert client.get(url).context["left"] == pytest.approx(900, abs=5)


def test_the_skin_is_asked_about_half_way(client, heat):
    ReliefSession.objects.filter(pk=heat.pk).update(
        started_at=timezone.now() - timedelta(minutes=8)
    )
    url = f"/relief/session/{heat.pk}/"
    assert "Look at the skin now" in client.get(url).content.decode()
    client.post(url + "do/", {"what": "skin_fine"})
    assert "Skin: looked at, fine" in client.get(url).content.decode()


def test_at_the_end_it_says_take_it_off(client, heat):
    ReliefSession.objects.filter(pk=heat.pk).update(
        started_at=timezone.now() - timedelta(minutes=16)
    )
    assert "Take it off now" in client.get(f"/relief/session/{heat.pk}/").content.decode()


def test_a_warning_sign_leads_to_the_check_at_once(client, heat):
    response = client.post(
        f"/relief/session/{heat.pk}/stop/", {"stop": ["pain_in_waves", "ticked"]}
    )
    check = CheckIn.objects.first()
    assert response.url == f"/check/{check.pk}/"
    heat.refresh_from_db()
    assert (heat.ended_how, heat.stop_ticked) == ("red_flag", ["pain_in_waves"])
    page = client.get(response.url, follow=True).content.decode()
    assert "ring your maternity unit now" in page.lower()


@pytest.mark.parametrize("tick", ["chest_pain", "bleeding", "saddle_numbness", "baby_moves_less"])
def test_a_tick_before_the_start_begins_no_session(client, ordinary, tick):
    response = client.post("/relief/heat/start/", {"stop": [tick, "ticked"]})
    assert response.url.startswith("/check/")
    session = ordinary.pregnancy.sessions.get()
    assert session.ended_at is not None
    assert session.ended_how == "red_flag"
    page = client.get(response.url, follow=True).content.decode().lower()
    assert "ring your maternity unit now" in page or "call an ambulance now" in page


def test_a_tick_at_the_end_leads_to_the_check_too(client, heat):
    client.post(f"/relief/session/{heat.pk}/do/", {"what": "finish"})
    sent = {"pain": "3", "stop": ["tightenings", "ticked"]}
    assert client.post(f"/relief/session/{heat.pk}/after/", sent).url.startswith("/check/")


def test_after_a_warning_sign_nothing_is_offered_until_a_new_check(client, heat):
    client.post(f"/relief/session/{heat.pk}/stop/", {"stop": ["dizzy", "ticked"]})
    for address in ("/relief/", "/relief/cold/", "/relief/breathing/"):
        assert "/start/" not in client.get(address).content.decode()
    client.post("/relief/cold/start/", {"stop": "none"})
    assert ReliefSession.objects.filter(ended_at=None).count() == 0


def test_not_sure_leads_to_the_check(client, ordinary):
    response = client.post("/relief/heat/start/", {"stop": "not_sure"})
    assert response.url.startswith("/check/")
    assert not ordinary.pregnancy.sessions.exists()


def test_not_sure_during_a_session_asks_everything(client, heat):
    response = client.post(f"/relief/session/{heat.pk}/stop/", {"stop": "not_sure"})
    page = client.get(response.url, follow=True)
    assert page.context["screen"].purpose == "urgency"


def test_a_burn_stops_heat_and_says_what_to_do(client, heat):
    response = client.post(
        f"/relief/session/{heat.pk}/stop/", {"stop": ["burn_or_blister", "ticked"]}
    )
    assert "cool the skin with cool water" in client.get(response.url).content.decode()
    assert "/start/" not in client.get("/relief/heat/").content.decode()
    assert "/relief/breathing/start/" in client.get("/relief/breathing/").content.decode()


def test_pain_that_rises_stops_this_treatment(client, heat):
    client.post(f"/relief/session/{heat.pk}/do/", {"what": "finish"})
    response = client.post(f"/relief/session/{heat.pk}/after/", {"pain": "7", "stop": "none"})
    assert "went up by 2 points" in client.get(response.url).content.decode()
    assert "/start/" not in client.get("/relief/heat/").content.decode()


def test_a_tick_with_none_of_these_is_asked_again(client, heat):
    response = client.post(f"/relief/session/{heat.pk}/stop/", {"stop": ["dizzy", "none"]})
    assert response.status_code == 422
    assert 'value="dizzy" checked' in response.content.decode()


def test_the_skin_rests_an_hour(client, heat):
    client.post(f"/relief/session/{heat.pk}/do/", {"what": "finish"})
    client.post(f"/relief/session/{heat.pk}/after/", {"pain": "5", "stop": "none"})
    page = client.get("/relief/heat/").content.decode()
    assert "Your skin needs a rest" in page
    assert "/relief/heat/start/" not in page
    client.post("/relief/heat/start/", {"stop": "none"})
    assert ReliefSession.objects.count() == 1


def test_nobody_elses_session(client, heat, django_user_model):
    other = django_user_model.objects.create(name="other")
    client.force_login(other)
    assert client.get(f"/relief/session/{heat.pk}/").status_code in (302, 404)
    assert client.post(f"/relief/session/{heat.pk}/do/", {"what": "finish"}).status_code in (
        302,
        404,
    )
    heat.refresh_from_db()
    assert heat.ended_at is None


@pytest.mark.usefixtures("earlier")
def test_from_yesterdays_check_it_asks_what_has_changed(client):
    page = client.get("/relief/heat/start/").content.decode()
    assert "New since your check" in page
    response = client.post("/relief/heat/start/", {"stop": ["since:any_fever", "ticked"]})
    assert response.url.startswith("/check/")
    assert CheckIn.objects.first().answers["any_fever"] is True
