"""What a record says of a person: each row is her resources, and the findings that follow from them.

Whatever is not in a row's findings must be unknown.
"""

from typing import Any

import polars as pl
import pytest
from records import (
    AS_OF,
    ICD10_CM,
    LOINC,
    SNOMED,
    Resource,
    answered,
    concept,
    condition,
    done,
    measured,
    observed,
    patient,
    pressure,
    quantity,
    taken,
    write,
)

from carrywell.api import load_guideline
from carrywell.cohort.door import given
from carrywell.cohort.fhir.mapped import map_folder
from carrywell.cohort.program import program_of
from carrywell.conditions.columns import ticked

CONTENT = load_guideline().content
PROGRAM = program_of(load_guideline().compiled)

Row = tuple[list[Resource], dict[str, Any]]

LMP = "8665-2"
DUE = "11778-8"
YES, NO = {"valueBoolean": True}, {"valueBoolean": False}


def weeks(days: int) -> float:
    return pytest.approx(days / 7)


MEASURED: dict[str, Row] = {
    "nothing is unknown": ([], {}),
    "a pressure of two parts": ([pressure(142, 91)], {"bp_systolic": 142, "bp_diastolic": 91}),
    "a pressure in kPa": (
        [pressure(22.0, 14.0, "kPa")],
        {"bp_systolic": pytest.approx(165.0135), "bp_diastolic": pytest.approx(105.0086)},
    ),
    "one part alone": ([measured("8480-6", 165, "mm[Hg]")], {"bp_systolic": 165}),
    "a fever in Fahrenheit is a fever": ([measured("8310-5", 100.4, "[degF]")], {"fever_c": 38}),
    "a pulse with a remark in its unit": (
        [measured("8867-4", 121, "{beats}/min")],
        {"heart_rate": 121},
    ),
    "oxygen": ([measured("59408-5", 93, "%")], {"oxygen_saturation": 93}),
    "a weight in pounds": (
        [measured("29463-7", 150, "[lb_av]")],
        {"weight_now_kg": pytest.approx(68.038855)},
    ),
    "a height in inches, years old": (
        [measured("8302-2", 64, "[in_i]", on="2011-01-01")],
        {"height_cm": pytest.approx(162.56)},
    ),
    "a unit by its plain name": (
        [observed("8480-6", valueQuantity={"value": 150, "unit": "mmHg"})],
        {"bp_systolic": 150},
    ),
    "a pain score": ([measured("72514-3", 7, "{score}")], {"pain_score": 7}),
    "numbers of pregnancies and births": (
        [observed("11996-6", valueInteger=3), observed("11977-6", valueInteger=0)],
        {"gravida": 3, "para": 0},
    ),
    "a stated number of 0 early births is a no": (
        [observed("11637-6", valueInteger=0)],
        {"prior_preterm_birth": False},
    ),
    "an early birth": ([observed("11637-6", valueInteger=2)], {"prior_preterm_birth": True}),
    "one early birth": ([observed("11637-6", valueInteger=1)], {"prior_preterm_birth": True}),
    "yesterday still counts": (
        [pressure(142, 91, on="2026-11-22")],
        {"bp_systolic": 142, "bp_diastolic": 91},
    ),
    "the day before yesterday does not": ([pressure(170, 112, on="2026-11-21")], {}),
    "tomorrow does not": ([pressure(170, 112, on="2026-11-24")], {}),
    "a cancelled result does not": ([pressure(170, 112, status="entered-in-error")], {}),
    "no date": ([pressure(170, 112, on=None)], {}),
    "only the month is known": ([pressure(170, 112, on="2026-11")], {}),
    "the newest counts": (
        [
            measured("8480-6", 170, "mm[Hg]", on="2026-11-23T08:00:00Z"),
            measured("8480-6", 130, "mm[Hg]", on="2026-11-23T09:00:00Z"),
            measured("8480-6", 150, "mm[Hg]", on="2026-11-22T23:00:00Z"),
        ],
        {"bp_systolic": 130},
    ),
    "the newest counts across time zones": (
        [
            measured("8480-6", 170, "mm[Hg]", on="2026-11-23T09:00:00+02:00"),
            measured("8480-6", 130, "mm[Hg]", on="2026-11-23T08:00:00Z"),
        ],
        {"bp_systolic": 130},
    ),
    "two values at once are neither": (
        [
            measured("8480-6", 170, "mm[Hg]", on="2026-11-23T08:00:00Z"),
            measured("8480-6", 130, "mm[Hg]", on="2026-11-23T09:00:00+01:00"),
        ],
        {},
    ),
    "a day without a time may be later": (
        [
            measured("8480-6", 170, "mm[Hg]", on="2026-11-23T08:00:00Z"),
            measured("8480-6", 130, "mm[Hg]", on="2026-11-23"),
        ],
        {},
    ),
    "the same value twice is one": (
        [measured("8310-5", 100.4, "[degF]"), measured("8310-5", 38, "Cel")],
        {"fever_c": 38},
    ),
    "a newer value that cannot be used hides an older one": (
        [
            measured("8480-6", 130, "mm[Hg]", on="2026-11-23T08:00:00Z"),
            measured("8480-6", 22, "foo", on="2026-11-23T09:00:00Z"),
        ],
        {},
    ),
    "more than a number is not that number": (
        [observed("8480-6", valueQuantity=quantity(160, "mm[Hg]", comparator=">"))],
        {},
    ),
    "no unit": ([observed("8310-5", valueQuantity={"value": 39})], {}),
    "a unit of another kind": ([measured("8310-5", 39, "kg")], {}),
    "a percentage is no score": ([measured("72514-3", 70, "%")], {}),
    "a value in words": ([observed("8480-6", valueString="high")], {}),
    "no value, with a reason": ([observed("8480-6", dataAbsentReason=concept("x", "unknown"))], {}),
    "out of all range": ([measured("8310-5", 370, "Cel")], {}),
}
WEEKS: dict[str, Row] = {
    "by the due date": (
        [observed(DUE, on="2026-06-01", valueDateTime="2027-01-21")],
        {"gestation_weeks": weeks(221)},
    ),
    "by the last period": (
        [observed(LMP, on="2026-06-01", valueDateTime="2026-04-16")],
        {"gestation_weeks": weeks(221)},
    ),
    "by weeks that were told earlier": (
        [measured("11885-1", 20, "wk", on="2026-10-12")],
        {"gestation_weeks": weeks(20 * 7 + 42)},
    ),
    "by days": ([measured("11884-4", 200, "d", on="2026-11-20")], {"gestation_weeks": weeks(203)}),
    "a due date stands before a last period": (
        [
            observed(DUE, on="2026-06-01", valueDateTime="2027-01-21"),
            observed(LMP, on="2026-11-01", valueDateTime="2026-04-01"),
        ],
        {"gestation_weeks": weeks(221)},
    ),
    "the due date that was told last": (
        [
            observed(DUE, on="2026-06-01", valueDateTime="2027-01-21"),
            observed(DUE, on="2026-07-01", valueDateTime="2027-01-14"),
        ],
        {"gestation_weeks": weeks(228)},
    ),
    "the due date of an earlier pregnancy": (
        [observed(DUE, on="2026-02-01", valueDateTime="2026-03-01")],
        {},
    ),
    "a due date that is not exact": ([observed(DUE, on="2026-06-01", valueDateTime="2027-01")], {}),
    "after the birth there are no weeks": (
        [
            observed(DUE, on="2026-06-01", valueDateTime="2026-12-01"),
            done("236973005", on="2026-11-13T04:10:00Z"),
        ],
        {"postpartum_days": 10},
    ),
    "after a loss there are no weeks": (
        [
            observed(DUE, on="2026-10-01", valueDateTime="2027-05-01"),
            condition("O03.9", on="2026-11-20", status="resolved"),
        ],
        {"prior_miscarriage": True},
    ),
    "after a loss a new pregnancy has weeks": (
        [
            observed(DUE, on="2026-10-01", valueDateTime="2027-05-01"),
            condition("O03.9", on="2026-03-20", status="resolved"),
        ],
        {"prior_miscarriage": True, "gestation_weeks": weeks(121)},
    ),
    "after a loss she is not told to be pregnant": (
        [
            condition("77386006", system=SNOMED, on="2026-09-01"),
            condition("O44.1", on="2026-09-01"),
            condition("O00.1", on="2026-10-01", status="resolved"),
        ],
        {"prior_miscarriage": True},
    ),
    "told to be pregnant on the day of the birth": (
        [
            observed("82810-3", on="2026-11-13", valueCodeableConcept=concept(SNOMED, "77386006")),
            done("236973005", on="2026-11-13"),
        ],
        {"postpartum_days": 10},
    ),
    "pre-eclampsia counts for 41 days after the birth": (
        [condition("O14.1", on="2026-10-01"), done("236973005", on="2026-10-13")],
        {"postpartum_days": 41, "pre_eclampsia": True},
    ),
    "and no longer": (
        [condition("O14.1", on="2026-10-01"), done("236973005", on="2026-10-12")],
        {"postpartum_days": 42},
    ),
    "a birth a year ago": ([done("177184002", on="2025-11-01")], {}),
    "a caesarean": (
        [done("11466000", on="2026-11-03")],
        {"prior_caesarean": True, "postpartum_days": 20},
    ),
    "a planned caesarean": ([done("11466000", on="2026-11-30", status="preparation")], {}),
    "a status": (
        [observed("82810-3", on="2026-11-01", valueCodeableConcept=concept(SNOMED, "77386006"))],
        {"pregnant": True},
    ),
    "a status of not pregnant": (
        [observed("82810-3", on="2026-11-01", valueCodeableConcept=concept(SNOMED, "60001007"))],
        {"pregnant": False},
    ),
    "a status that nobody knows": (
        [observed("82810-3", on="2026-11-01", valueCodeableConcept=concept(SNOMED, "261665006"))],
        {},
    ),
}
CONDITIONS: dict[str, Row] = {
    "a code that begins with the mapped one": ([condition("O14.1")], {"pre_eclampsia": True}),
    "without its point": ([condition("O141", system=ICD10_CM)], {"pre_eclampsia": True}),
    "the same in SNOMED CT": ([condition("398254007", system=SNOMED)], {"pre_eclampsia": True}),
    "resolved is unknown, not no": ([condition("O14.1", status="resolved")], {}),
    "over by its date": ([condition("O14.1", abatementDateTime="2026-11-10")], {}),
    "over today": ([condition("O14.1", abatementDateTime="2026-11-23")], {}),
    "over next month": (
        [condition("O14.1", abatementDateTime="2026-12-23")],
        {"pre_eclampsia": True},
    ),
    "refuted": ([condition("O14.1", sure="refuted")], {}),
    "entered in error": ([condition("O14.1", sure="entered-in-error", status=None)], {}),
    "only suspected": ([condition("O14.1", sure="provisional")], {}),
    "without a status": ([condition("O14.1", status=None)], {}),
    "of an earlier pregnancy": ([condition("O14.1", on="2023-05-05")], {}),
    "a clot that is over is one she had": (
        [condition("I26.9", status="resolved", on="2019-01-01")],
        {"dvt_history": True},
    ),
    "a clot now": ([condition("O22.3")], {"dvt_current": True, "dvt_history": True}),
    "a history code of the United States": (
        [condition("Z86.711", system=ICD10_CM)],
        {"dvt_history": True},
    ),
    "the same code elsewhere means something wider": ([condition("Z86.711")], {}),
    "sickle cell disease": ([condition("D57.1")], {"sickle_cell": True}),
    "the trait is not the disease": ([condition("D57.3")], {}),
    "a kidney stone of long ago": (
        [condition("N20.0", status="resolved", on="2009-01-01")],
        {"kidney_stones": True},
    ),
    "a pacemaker": ([condition("Z95.0", on=None)], {"pacemaker": True}),
    "epilepsy": ([condition("G40.3")], {"epilepsy": True}),
    "a low placenta and twins": (
        [condition("O44.0"), condition("O30.0")],
        {"placenta_praevia": True, "twins": True},
    ),
    "cancer, whichever": (
        [condition("C50.9", status="remission", on="2015-01-01")],
        {"cancer_history": True},
    ),
    "two codes of one thing": (
        [
            condition(
                "x",
                code={
                    "coding": [
                        *concept(ICD10_CM, "N20")["coding"],
                        *concept(SNOMED, "95570007")["coding"],
                    ]
                },
            )
        ],
        {"kidney_stones": True},
    ),
    "a system nobody knows": ([condition("O14", system="http://example.org/codes")], {}),
    "a code that is not mapped": ([condition("J06.9")], {}),
    "rhesus negative": (
        [observed("10331-7", on="2026-05-01", valueCodeableConcept=concept(LOINC, "LA6577-6"))],
        {"rhesus_negative": True},
    ),
    "rhesus positive is a no that was measured": (
        [observed("10331-7", on="2016-05-01", valueCodeableConcept=concept(SNOMED, "165747007"))],
        {"rhesus_negative": False},
    ),
    "a blood thinner": ([taken("B01AB05", dateAsserted="2026-10-01")], {"bleeding_disorder": True}),
    "a blood thinner that was stopped": (
        [taken("B01AB05", effectivePeriod={"start": "2026-10-01", "end": "2026-11-01"})],
        {},
    ),
    "aspirin": ([taken("B01AC06", dateAsserted="2026-10-01")], {}),
    "her age": ([patient(birthDate="1996-11-23")], {"age": 30}),
    "the day before her birthday": ([patient(birthDate="1996-11-24")], {"age": 29}),
    "only her year of birth": ([patient(birthDate="1996")], {}),
}
ANSWERS: dict[str, Row] = {
    "yes, no and a choice": (
        [
            answered(
                {
                    "fever": YES,
                    "contractions": NO,
                    "vaginal_bleeding": {"valueCoding": {"code": "none"}},
                }
            )
        ],
        {"fever": True, "contractions": False, "vaginal_bleeding": "none"},
    ),
    "several options": (
        [
            answered(
                {
                    "pain_location": [
                        {"valueCoding": {"code": "flank"}},
                        {"valueCoding": {"code": "leg"}},
                    ]
                }
            )
        ],
        {"pain_location": {"flank", "leg"}},
    ),
    "two different lists at once are neither": (
        [
            answered({"pain_location": [{"valueCoding": {"code": one}}, {"valueString": other}]})
            for one, other in (("flank", "leg"), ("leg", "neck"))
        ],
        {},
    ),
    "a number, and one with a unit": (
        [
            answered(
                {
                    "pain_score": {"valueInteger": 6},
                    "fever_c": {"valueQuantity": quantity(102.2, "[degF]")},
                }
            )
        ],
        {"pain_score": 6, "fever_c": 39},
    ),
    "weeks go on": (
        [answered({"gestation_weeks": {"valueDecimal": 30.0}}, on="2026-11-22T20:00:00Z")],
        {"gestation_weeks": weeks(211)},
    ),
    "what she felt last week is unknown today": (
        [answered({"fever": NO}, on="2026-11-16T20:00:00Z")],
        {},
    ),
    "what is asked once a pregnancy stays": (
        [answered({"twins": NO, "fever": NO}, on="2026-08-16T20:00:00Z")],
        {"twins": False},
    ),
    "not finished": ([answered({"fever": NO}, status="in-progress")], {}),
    "another answer than can be": ([answered({"fever": {"valueString": "perhaps"}})], {}),
    "an option nobody knows": ([answered({"vaginal_bleeding": {"valueString": "some"}})], {}),
    "a record and her answer on one day do not agree": (
        [condition("O44.0"), answered({"placenta_praevia": NO})],
        {},
    ),
    "a record of today stands before an older answer": (
        [condition("O44.0"), answered({"placenta_praevia": NO}, on="2026-11-20T20:00:00Z")],
        {"placenta_praevia": True},
    ),
}
ROWS = {**MEASURED, **WEEKS, **CONDITIONS, **ANSWERS}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """All rows in one export, each person by the name of her row; then through the door."""
    resources: list[Resource] = []
    for name, (record, _) in ROWS.items():
        if not any(one["resourceType"] == "Patient" for one in record):
            resources.append(patient(name))
        resources += [of(one, name) for one in record]
    folder = write(tmp_path_factory.mktemp("fhir") / "export", resources)
    into = tmp_path_factory.mktemp("rows")
    map_folder(folder, into, CONTENT, AS_OF, part_bytes=3_000)  # so that there are many parts
    frame = pl.concat(pl.read_parquet(one) for one in sorted((into / "rows").glob("*.parquet")))
    return {row["person"]: row for row in given(frame, PROGRAM).frame.iter_rows(named=True)}


def of(resource: Resource, who: str) -> Resource:
    if resource["resourceType"] == "Patient":
        return {**resource, "id": who}
    return {**resource, "subject": {"reference": f"https://hospital.example/fhir/Patient/{who}"}}


def known(row: dict[str, Any]) -> dict[str, Any]:
    """The findings of a row that are known."""
    found: dict[str, Any] = {}
    for finding, column in PROGRAM.given:
        if finding.type == "choices":
            ticks = {one.id: row[ticked(finding.id, one.id)] for one in finding.options}
            if any(one is not None for one in ticks.values()):
                found[finding.id] = {name for name, tick in ticks.items() if tick}
        elif row[column] is not None:
            found[finding.id] = row[column]
    return found


@pytest.mark.parametrize("name", ROWS, ids=ROWS)
def test_a_record_says_these_findings_and_no_others(
    name: str, told: dict[str, dict[str, Any]]
) -> None:
    assert known(told[name]) == ROWS[name][1]


def test_everyone_has_one_row(told: dict[str, dict[str, Any]]) -> None:
    assert set(told) == set(ROWS)
    assert len(ROWS) >= 80


def test_no_row_says_no_but_by_a_stated_value(told: dict[str, dict[str, Any]]) -> None:
    """A 'no' comes from an answer, a number or a coded value, never from what is not there."""
    denied = {name for name, row in told.items() if False in known(row).values()}
    assert denied == {name for name, (_, says) in ROWS.items() if False in says.values()}
