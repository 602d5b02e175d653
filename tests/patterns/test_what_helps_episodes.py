"""Which stretches of a diary are compared: a table, one line a diary of one day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from carrywell.patterns.diary import Day, Diary, PainScore, Session
from carrywell.patterns.episodes import days_told, episodes

DAY = date(2026, 9, 1)

# pain scores as hour=score (d diary, b before, a after, l later), sessions as treatment@begin-end;
# then the episodes as begin>end:before>after and what was used
TABLE = """
two diary scores are a time without            | 9d5 12d4                     |                                | 9>12:5>4
the next begins where the last ended           | 9d5 12d4 15d6                |                                | 9>12:5>4 12>15:4>6
too close together: the earlier goes on        | 9d5 9.2d4 12d6               |                                | 9>12:5>6
too far apart                                  | 1d5 18d4                     |                                |
a session ends with the later score            | 9b6 9.5a2 10.5l4             | heat@9-9.4                     | 9>10.5:6>4 heat
never with the score right after it            | 9b6 9.5a2                    | heat@9-9.4                     |
a diary score will do as well                  | 9b6 9.5a2 11d5               | heat@9-9.4                     | 9>11:6>5 heat
but not within half an hour                    | 9b6 9.7d2 11d5               | heat@9-9.4                     | 9>11:6>5 heat
nor after six hours                            | 9b6 16d5                     | heat@9-9.4                     |
two in a row belong together                   | 9b6 9.5b5 11l3               | heat@9-9.4 breathing@9.5-9.6   | 9>11:6>3 breathing+heat
a later one begins anew, and ends the first    | 9b6 11b5 13l3                | heat@9-9.4 breathing@11-11.2   | 9>11:6>5 heat 11>13:5>3 breathing
a session ends a time without                  | 9d4 12b7 13.5l5              | heat@12-12.4                   | 9>12:4>7 12>13.5:7>5 heat
none begins while one may still work           | 9b6 10.5l4 12d5 15d5 18d6    | heat@9-9.4                     | 9>10.5:6>4 heat 15>18:5>6
without a score before, no episode with it     | 10.5l4                       | heat@9-9.4                     |
and none without it either                     | 8d5 12d4                     | heat@9-9.4                     |
"""
KINDS = {"d": "diary", "b": "before", "a": "after", "l": "later"}
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


def at(hours):
    return datetime(2026, 9, 1, tzinfo=UTC) + timedelta(hours=float(hours))


def score(words):
    kind = next(one for one in words if one in KINDS)
    hours, value = words.split(kind)
    return PainScore(at(hours), int(value), KINDS[kind])


def session(words, scores):
    treatment, hours = words.split("@")
    begin, end = hours.split("-")
    before = [one.score for one in scores if one.asked == "before" and one.at == at(begin)]
    return Session(
        treatment=treatment,
        started_at=at(begin),
        ended_at=at(end),
        pain_before=before[0] if before else None,
    )


def written(one):
    hours = [f"{(moment - at(0)) / timedelta(hours=1):g}" for moment in (one.start, one.end)]
    used = " " + "+".join(sorted(one.used)) if one.used else ""
    return f"{hours[0]}>{hours[1]}:{one.before}>{one.after}{used}"


@pytest.mark.parametrize(("name", "scores", "sessions", "expected"), ROWS, ids=lambda one: one[:48])
def test_episodes(name, scores, sessions, expected):
    told = tuple(score(one) for one in scores.split())
    done = tuple(session(one, told) for one in sessions.split())
    found = episodes(Diary(zone=UTC, scores=told, sessions=done))
    assert " ".join(written(one) for one in found) == expected, name


def test_what_she_did_stands_beside_the_pain_of_the_next_day_alone():
    days = (
        Day(on=DAY, pain_average=6, sleep_quality=2, stress=8, steps_done=("belt",)),
        Day(on=DAY + timedelta(days=1), pain_average=4, sleep_quality=7, stress=1),
        Day(on=DAY + timedelta(days=3), pain_average=5, sleep_quality=5),
    )
    (only,) = days_told(Diary(zone=UTC, days=days))
    assert (only.pain_before, only.pain) == (6, 4)
    assert only.sleep == 7  # the night between
    assert only.stress == 8  # the day before
    assert only.steps == {"belt"}


def test_one_question_for_all_days_never_average_on_one_and_worst_on_another():
    days = (
        Day(on=DAY, pain_average=3, pain_worst=7),
        Day(on=DAY + timedelta(days=1), pain_worst=8),
    )
    (only,) = days_told(Diary(zone=UTC, days=days))
    assert (only.pain_before, only.pain) == (7, 8)
