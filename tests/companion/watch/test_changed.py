"""What she writes changes the answer to 'is it urgent?', and it says why."""

from datetime import timedelta

import pytest

from carrywell.companion.watch.facts import facts_at, records_of, told_at
from carrywell.companion.watch.recorded import recorded_lines
from carrywell.companion.watch.standing import whats_changed

pytestmark = pytest.mark.django_db


def changed_for(her):
    return whats_changed(her.pregnancy, her.now)


def ids(changed):
    return [one.id for one in changed.signs] if changed else []


def test_an_empty_diary_says_nothing(her):
    assert changed_for(her) is None


def test_sixteen_days_of_pain_should_be_seen_soon_and_it_says_why(her, done):
    done(her.pregnancy, pain_duration_days=13, already_investigated=False)
    her.days(16)
    changed = changed_for(her)
    assert changed.urgency == "soon"
    assert ids(changed) == ["pain_2_weeks"]
    assert changed.signs[0].why == ("pain on 16 days in a row",)
    assert changed.was == "You can look after this at home"


def test_fifteen_days_are_not_more_than_two_weeks(her):
    her.days(15, worst=3)
    assert changed_for(her) is None


def test_someone_who_has_examined_this_pain_takes_it_back(her, done):
    done(her.pregnancy, pain_duration_days=16, already_investigated=True)
    her.days(18, worst=3)
    assert changed_for(her) is None


def test_her_own_word_in_the_check_counts_over_the_diary(her, done):
    done(her.pregnancy, pain_duration_days=1, already_investigated=False)
    her.days(18, worst=3)
    assert changed_for(her) is None


def test_a_score_of_nine_alone_claims_no_sudden_start_and_asks(her):
    her.score(9)
    changed = changed_for(her)
    assert changed.urgency == "soon"
    sure = [one.id for one in changed.signs if not one.unless]
    asked = {one.id: one.depends_on for one in changed.signs if one.unless}
    assert sure == ["pain_severe_on_movement"]
    assert asked["pain_severe"] == ("Does the pain ease when you rest or change position?",)


def test_a_score_of_nine_that_rose_by_hours_is_urgent(her):
    for hours, score in ((3, 4), (2, 6), (1, 9)):
        her.score(score, timedelta(hours=hours))
    changed = changed_for(her)
    assert changed.urgency == "urgent"
    assert ids(changed)[0] == "pain_severe"
    assert any("rose from 4 to 9" in one for one in changed.signs[0].why)


def test_a_rhythm_on_the_timer_is_urgent_before_37_weeks(her, done):
    done(her.pregnancy)
    her.spasms(7)
    changed = changed_for(her)
    assert changed.urgency == "urgent"
    assert changed.told[0].why[0] == "you timed 7 within an hour"
    assert "weeks of pregnancy: 31 weeks" in changed.told[0].why


def test_with_unknown_weeks_the_most_careful_stage_counts(her):
    her.pregnancy.due_date = None
    her.pregnancy.save()
    her.spasms(7)
    changed = changed_for(her)
    assert changed.urgency == "urgent"
    assert not any("weeks of pregnancy" in why for one in changed.signs for why in one.why)
    assert any("do not know your weeks" in why for why in changed.signs[0].why)


@pytest.mark.parametrize("estimate", ["third_trimester", "second_trimester", "bump_or_movements"])
def test_weeks_that_are_only_guessed_leave_the_careful_stage_open(her, done, estimate):
    check = done(her.pregnancy, ago=timedelta(hours=3), gestation_estimate=estimate)
    her.pregnancy.due_date = None
    her.pregnancy.save()
    check.known, check.answers = {}, {"back_pain": True, "gestation_estimate": estimate}
    check.save()
    her.spasms(7)
    assert changed_for(her).urgency == "urgent"


def test_an_urgent_hour_stands_long_after_it_and_a_better_day_takes_nothing_back(her):
    her.spasms(7, ago=timedelta(days=3))
    her.days(1, worst=0)
    her.score(0)
    changed = changed_for(her)
    assert changed.urgency == "urgent"
    assert changed.told[0].when.startswith("on ")


def test_it_stands_until_a_new_check(her, done):
    her.spasms(7, ago=timedelta(hours=3))
    assert changed_for(her).is_urgent
    done(her.pregnancy, ago=timedelta(minutes=1))
    assert changed_for(her) is None


def test_one_more_spasm_after_a_calm_check_raises_it_again(her, done):
    her.spasms(7, ago=timedelta(minutes=125))
    done(her.pregnancy, ago=timedelta(minutes=10))
    assert changed_for(her) is None
    her.spasms(1, ago=timedelta(minutes=2))
    assert changed_for(her) is None  # those of over two hours before it do not join in
    her.spasms(4)
    assert changed_for(her).is_urgent


@pytest.mark.parametrize("ago", [2, 60, 119])
def test_a_no_in_a_check_does_not_quiet_what_the_timer_still_says(her, done, ago):
    her.spasms(7, ago=timedelta(minutes=ago))
    calm = done(her.pregnancy, ago=timedelta(minutes=1))
    assert calm.urgency == "routine"
    assert changed_for(her).is_urgent
    her.pregnancy.spasms.all().delete()  # tapped by mistake
    assert changed_for(her) is None


def test_a_tap_of_a_slow_clock_is_not_older_than_the_check_it_came_after(her, done):
    done(her.pregnancy, ago=timedelta(minutes=5))
    her.tap("waters_broke", timedelta(minutes=30))
    her.pregnancy.timer_events.update(received_at=her.now)
    assert changed_for(her).is_urgent


def test_a_spasm_during_a_check_is_not_settled_by_it(her, done):
    check = done(her.pregnancy, ago=timedelta(minutes=1))
    check.started_at = her.now - timedelta(minutes=30)
    check.save()
    her.spasms(7)
    assert changed_for(her).is_urgent


def test_what_the_check_has_told_is_no_news_for_hours_and_then_it_is(her, urgent_check):
    def shown_after(hours):
        urgent_check.finished_at = urgent_check.started_at = her.now - timedelta(hours=hours)
        urgent_check.save()
        return set(ids(changed_for(her)))

    her.spasms(7)
    named = {one.id for one in urgent_check.kept_assessment().signs}
    assert not named & shown_after(hours=1)
    assert named & shown_after(hours=9)


def test_soon_is_said_for_the_three_days_that_it_gives(her):
    her.score(9, timedelta(hours=71))
    assert changed_for(her).urgency == "soon"
    later = whats_changed(her.pregnancy, her.now + timedelta(hours=2))
    assert later is None or not later.signs


def test_broken_waters_stand_until_a_check_and_a_call_for_help_for_hours(her, done):
    her.tap("waters_broke", timedelta(days=3))
    her.tap("need_help", timedelta(hours=7))
    changed = changed_for(her)
    assert changed.urgency == "urgent"
    assert any("my waters broke" in one for one in changed.told[0].why)
    assert "worried" in ids(changed)  # it was urgent then, and no check was done since
    done(her.pregnancy, ago=timedelta(minutes=1))
    assert changed_for(her) is None


def test_something_that_lasts_joins_in(her):
    her.pregnancy.facts.create(finding="sickle_cell", value=True, confirmed_at=her.now)
    her.score(3)
    assert ids(changed_for(her))[0] == "sickle_cell_pain"


def test_an_alarming_answer_of_the_check_joins_in_while_it_counts(her, done):
    check = done(her.pregnancy, morning_stiffness=True)
    before = ids(changed_for(her))
    her.score(8)
    assert check.urgency == "soon"
    assert before == []
    assert "c_multi_soon_pain" in ids(changed_for(her))


def test_a_place_told_in_the_check_still_counts_beside_those_marked_today(her, done):
    done(her.pregnancy, pain_location=["lower_back", "shoulder_tip"])
    her.days(1, places=["leg"])
    records = records_of(her.pregnancy, her.now)
    (facts,) = facts_at(records, her.now, told_at(records, her.now))
    assert facts["pain_location"] == ["leg", None, "lower_back", "shoulder_tip"]


def test_thresholds_are_told_as_advice_with_their_sources(her):
    her.days(7, worst=4)
    changed = changed_for(her)
    assert changed.urgency == "routine"
    assert changed.signs == ()
    assert [one.say for one in changed.advice] == ["Ask your midwife or doctor for physiotherapy."]
    assert changed.advice[0].sources


def test_advice_that_was_true_at_the_check_is_no_news(her, done):
    her.days(9, worst=4)
    done(her.pregnancy, ago=timedelta(hours=1), pain_score=4)
    assert changed_for(her) is None


@pytest.mark.parametrize("outcome", ["birth", "loss", "stopped"])
def test_after_the_pregnancy_it_is_silent(her, outcome):
    her.spasms(7)
    her.pregnancy.outcome, her.pregnancy.ended_on = outcome, her.now.date()
    her.pregnancy.save()
    assert changed_for(her) is None


def test_an_old_answer_that_cannot_be_read_hides_nothing(her, done):
    check = done(her.pregnancy)
    check.assessment = {"of": "another edition"}
    check.save()
    her.spasms(7)
    assert changed_for(her).is_urgent


def test_a_place_that_this_edition_does_not_know_hides_nothing(her):
    her.days(2, places=["between_the_ears"])
    her.spasms(7)
    assert changed_for(her).is_urgent


def test_what_the_check_heard_counts_over_the_nights_before_it(her, done):
    her.days(5, woken_by_pain=True)
    told = done(her.pregnancy, ago=her.ago_today(timedelta(minutes=5)), night_pain=False)
    assert told.answers["night_pain"] is False
    assert not [one for one in recorded_lines(her.pregnancy, her.now) if one.id == "nights"]


def test_it_takes_few_reads(her, done, django_assert_max_num_queries):
    done(her.pregnancy)
    her.days(16)
    her.spasms(7)
    with django_assert_max_num_queries(16):
        changed_for(her)
