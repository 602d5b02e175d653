"""Resources as a hospital exports them (R4), written short."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

AS_OF = date(2026, 11, 23)
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ICD10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
ATC = "http://www.whocc.no/atc"
UCUM = "http://unitsofmeasure.org"

Resource = dict[str, Any]


def concept(system: str, code: str, display: str | None = None) -> Resource:
    return {
        "coding": [{"system": system, "code": code, **({"display": display} if display else {})}]
    }


def about(who: str) -> Resource:
    return {"reference": f"Patient/{who}"}


def patient(who: str = "anna", **fields: Any) -> Resource:
    return {"resourceType": "Patient", "id": who, **fields}


def quantity(value: float, unit: str, **fields: Any) -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit, **fields}


def observed(
    code: str,
    *,
    on: str | None = "2026-11-23",
    who: str = "anna",
    status: str = "final",
    **fields: Any,
) -> Resource:
    when = {"effectiveDateTime": on} if on else {}
    return {
        "resourceType": "Observation",
        "status": status,
        "subject": about(who),
        "code": concept(LOINC, code),
        **when,
        **fields,
    }


def measured(code: str, value: float, unit: str, **fields: Any) -> Resource:
    return observed(code, valueQuantity=quantity(value, unit), **fields)


def pressure(systolic: float, diastolic: float, unit: str = "mm[Hg]", **fields: Any) -> Resource:
    parts = (("8480-6", systolic), ("8462-4", diastolic))
    return observed(
        "85354-9",
        component=[
            {"code": concept(LOINC, code), "valueQuantity": quantity(value, unit)}
            for code, value in parts
        ],
        **fields,
    )


def condition(
    code: str,
    /,
    *,
    system: str = ICD10,
    status: str | None = "active",
    sure: str = "confirmed",
    on: str | None = "2026-11-01",
    who: str = "anna",
    **fields: Any,
) -> Resource:
    return {
        "resourceType": "Condition",
        "subject": about(who),
        "code": concept(system, code),
        "verificationStatus": {"coding": [{"code": sure}]},
        **({"clinicalStatus": {"coding": [{"code": status}]}} if status else {}),
        **({"recordedDate": on} if on else {}),
        **fields,
    }


def done(
    code: str, *, on: str | None = "2020-05-04", who: str = "anna", status: str = "completed"
) -> Resource:
    return {
        "resourceType": "Procedure",
        "status": status,
        "subject": about(who),
        "code": concept(SNOMED, code),
        **({"performedDateTime": on} if on else {}),
    }


def taken(code: str, *, status: str = "active", who: str = "anna", **fields: Any) -> Resource:
    return {
        "resourceType": "MedicationStatement",
        "status": status,
        "subject": about(who),
        "medicationCodeableConcept": concept(ATC, code),
        **fields,
    }


def answered(
    answers: Resource,
    *,
    on: str = "2026-11-23T07:00:00+01:00",
    who: str = "anna",
    status: str = "completed",
) -> Resource:
    """`answers`: linkId to a value[x] of FHIR, or a list of them."""
    items = [
        {"linkId": name, "answer": value if isinstance(value, list) else [value]}
        for name, value in answers.items()
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "status": status,
        "subject": about(who),
        "authored": on,
        "item": [{"linkId": "all", "item": items}],
    }


def write(folder: Path, resources: Iterable[Resource]) -> Path:
    """A bulk export: one file a kind of resource."""
    folder.mkdir(exist_ok=True)
    for one in resources:
        with (folder / f"{one['resourceType']}.000.ndjson").open("a", encoding="utf-8") as file:
            file.write(json.dumps(one) + "\n")
    return folder
