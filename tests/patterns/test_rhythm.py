"""What taps say and what they call for, as a table; and the few words and figures shown."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.patterns.taps import MIDNIGHT, at, starts, taps

from carrywell import Guideline
from carrywell.patterns.gestation import weeks_typed
from carrywell.patterns.labour_advice import labour_advice_met
from carrywell.patterns.rhythm import rhythm, timer_findings
from carrywell.patterns.rhythm_words import NOTHING_TIMED
from carrywell.patterns.spasm_counts import robust_variation
from carrywell.patterns.timer_alarm import WEEKS_UNKNOWN, Alarm, timer_alarm

CASES = yaml.safe_load(Path(__file__).with_name("rhythm.yaml").read_text(encoding="utf-8"))


def alarm_of(guideline: Guideline, case: dict[str, Any]) -> Alarm | None:
    known = {"pregnant": True, **case.get("known", {})}
    if "weeks" in case:
        known["gestation_weeks"] = weeks_typed(str(case["weeks"]))
    return timer_alarm(guideline, known, spasms_of(case), at(case["now"]))


def spasms_of(case: dict[str, Any]) -> Any:
    return taps(case["taps"], case.get("place", ""), case.get("strength", ""))


@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
def test_what_taps_say_and_call_for(guideline: Guideline, case: dict[str, Any]) -> None:
    found = timer_findings(spasms_of(case), at(case["now"]))
    pattern = rhythm(spasms_of(case), at(case["now"]))
    alarm = alarm_of(guideline, case)

    if case.get("has") == {}:
        assert found == {}
    assert {name: found.get(name) for name in case.get("has", {})} == case.get("has", {})
    assert not set(found) & set(case.get("lacks", ()))
    assert pattern.is_rhythmic == case.get("rhythmic", pattern.is_rhythmic)
    assert list(pattern.trend) == case.get("trend", list(pattern.trend))
    assert pattern.possible_missed_stops == case.get("missed_stops", pattern.possible_missed_stops)
    if "alarm" in case:
        assert (alarm.urgency if alarm else "none") == case["alarm"]
    if "sign" in case:
        assert alarm is not None
        assert alarm.sign.id == case["sign"]
    if "lacks_sign" in case:
        assert alarm is None or case["lacks_sign"] not in {one.id for one in alarm.signs}
    if "weeks_unknown" in case:
        assert alarm is not None
        assert alarm.weeks_unknown == case["weeks_unknown"]
        assert alarm.about_weeks == (WEEKS_UNKNOWN if case["weeks_unknown"] else "")


def test_no_two_cases_have_the_same_name() -> None:
    names = [one["name"] for one in CASES]
    assert len(names) == len(set(names))


def test_the_alarm_speaks_in_the_words_of_its_sign(guideline: Guideline) -> None:
    alarm = timer_alarm(
        guideline, {"pregnant": True, "gestation_weeks": 31}, starts(0, 8, 16, 24), at(25)
    )
    assert alarm is not None
    assert (alarm.title, alarm.say, alarm.do) == (alarm.sign.title, alarm.sign.say, alarm.sign.do)
    assert alarm.sources == alarm.sign.sources
    assert alarm.source_checked
    assert {one.finding for one in alarm.sign.because} >= {"contractions", "gestation_weeks"}


def test_no_taps_are_no_pattern() -> None:
    pattern = rhythm((), MIDNIGHT)
    assert pattern.say == NOTHING_TIMED
    assert [one.count for one in pattern.windows] == [0, 0, 0]
    assert timer_findings((), MIDNIGHT) == {}


def test_the_figures_shown_are_those_of_the_taps() -> None:
    pattern = rhythm(taps("0+40 8+50 17+60 25+50 25.2+2", "back"), at(30))
    assert pattern.count == 4
    assert [(one.minutes, one.count, one.per_hour) for one in pattern.windows] == [
        (10, 1, 6.0),
        (20, 2, 6.0),
        (60, 4, 4.0),
    ]
    assert pattern.median_interval_minutes == pytest.approx(8)
    assert pattern.closest_interval_minutes == pytest.approx(25 / 3)
    assert pattern.median_length_seconds == 50
    assert pattern.place == "back"
    assert pattern.began_at == at(0)
    assert pattern.last_start == at(25)
    assert pattern.counts_until == at(145)


@pytest.mark.parametrize(
    ("intervals", "variation"),
    [((8, 8), None), ((8, 8, 8), 0.0), ((6, 8, 10), 1.4826 * 2 / 8), ((8, 8, 8, 60), 0.0)],
)
def test_the_variation_is_robust(intervals: tuple[float, ...], variation: float | None) -> None:
    assert robust_variation(intervals) == (
        variation if variation is None else pytest.approx(variation)
    )


@pytest.mark.parametrize(
    ("places", "place"),
    [
        (("back", "back"), "back"),
        (("back", ""), "back"),
        (("", ""), ""),
        (("back", "tummy"), "back_and_tummy"),
        (("tummy", "elsewhere"), "tummy"),
        (("elsewhere", ""), "elsewhere"),
        (("back", "back_and_tummy"), "back_and_tummy"),
    ],
)
def test_where_they_were_felt(places: tuple[str, str], place: str) -> None:
    spasms = (*starts(0, place=places[0]), *starts(5, place=places[1]))
    assert rhythm(spasms, at(6)).place == place


@pytest.mark.parametrize(
    ("short", "now", "says"),
    [
        ("0", 1, "You timed one so far. That is too few to see a rhythm."),
        (
            "0 8 16 24",
            25,
            "You timed 4 in the last 25 minutes. They come in a rhythm, about every 8 minutes.",
        ),
        (
            "0 3 25 52",
            53,
            "They do not come in a clear rhythm. That alone does not mean that all is well",
        ),
        ("0 20 37 49 57", 58, "They are getting closer together."),
        ("0+300", 10, "in case a tap was forgotten"),
        ("0+300 20+300", 30, "2 went on for more than three minutes. In case taps were forgotten,"),
        ("0 4 15 30 37 46", 47, "You timed 6 in the last 47 minutes. They come in a rhythm."),
        (
            "0//mild 20//moderate 37//strong 49 57",
            58,
            "They are getting closer together and stronger.",
        ),
        ("0 60 120", 180, "You timed 3 in the last 3 hours."),
    ],
)
def test_the_pattern_in_plain_words(short: str, now: float, says: str) -> None:
    assert says.lower() in rhythm(taps(short), at(now)).say.lower()


FIVE_ONE_ONE = (5, 60, 60)
EVERY_FIVE = " ".join(f"{5 * one}+60" for one in range(13))


@pytest.mark.parametrize(
    ("short", "advice", "met"),
    [
        (EVERY_FIVE, FIVE_ONE_ONE, True),
        (EVERY_FIVE.replace("20+60 ", ""), FIVE_ONE_ONE, True),
        (EVERY_FIVE.replace("20+60 ", "").replace("40+60 ", ""), FIVE_ONE_ONE, False),
        (EVERY_FIVE.replace("+60", "+40"), FIVE_ONE_ONE, False),
        (EVERY_FIVE.replace("+60", "+55"), FIVE_ONE_ONE, True),
        (EVERY_FIVE.replace("+60", ""), FIVE_ONE_ONE, True),
        (EVERY_FIVE, (4, 60, 60), False),
        (EVERY_FIVE, (3, 60, 120), False),
        (EVERY_FIVE, (10, 30, 30), True),
        ("0+60", FIVE_ONE_ONE, False),
        ("0+60", (60, 60, 30), False),
    ],
)
def test_what_her_unit_told_her(
    short: str, advice: tuple[float, float, float], *, met: bool
) -> None:
    assert labour_advice_met(taps(short), *advice, at(61)) is met
