"""Lines for questions that are not an emergency: those for pregnancy and birth first, none invented."""

import re
from datetime import date

from carrywell import Guideline
from carrywell.guideline.content import AdviceLine, EmergencyNumbers

FOR_MATERNITY = {
    "AU": "Pregnancy, Birth and Baby",
    "FR": "Your own maternity unit (maternité)",
    "GB": "Tommy's midwives",
    "IN": "Pregnancy and baby transport",
    "NL": "Your own midwife (verloskundige) or GP out-of-hours post (huisartsenpost)",
    "NZ": "Your lead maternity carer (LMC midwife)",
    "US": "Maternal Mental Health Hotline",
    "ZA": "MomConnect",
}
"""All that the evidence has; a country that is not here has none that is known."""
DIALLED = re.compile(r"[*#0-9][0-9 *#-]*")


def test_these_lines_are_for_pregnancy_and_birth(guideline: Guideline) -> None:
    marked = {
        one.country: line.name
        for one in guideline.content.emergency_numbers
        for line in one.advice_lines
        if line.for_maternity
    }
    assert marked == FOR_MATERNITY


def test_they_come_first_and_the_others_keep_their_order() -> None:
    def line(name: str, *, for_maternity: bool = False) -> AdviceLine:
        return AdviceLine(name=name, number="1", source_checked=False, for_maternity=for_maternity)

    numbers = EmergencyNumbers(
        id="X",
        country="XX",
        name="Somewhere",
        ambulance="1",
        confidence="low",
        advice_lines=(
            line("health"),
            line("birth", for_maternity=True),
            line("nurse"),
            line("baby", for_maternity=True),
        ),
        sources=("carrywell-design",),
        source_checked=False,
    )
    assert [one.name for one in numbers.lines_for_her] == ["birth", "baby", "health", "nurse"]


def test_every_number_can_be_dialled_and_a_line_without_one_says_what_to_do(
    guideline: Guideline,
) -> None:
    lines = [line for one in guideline.content.emergency_numbers for line in one.advice_lines]
    assert len(lines) > len(FOR_MATERNITY)
    for line in lines:
        if line.number is None:
            assert line.note, line.name
        else:
            assert DIALLED.fullmatch(line.number), line.name


def test_a_day_of_checking_is_a_day(guideline: Guideline) -> None:
    for one in guideline.content.emergency_numbers:
        if one.last_verified is not None:
            assert date.fromisoformat(one.last_verified)
