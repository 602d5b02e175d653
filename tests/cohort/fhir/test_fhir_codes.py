"""Every code of the mapping leads to its mapping, and to no other by mistake."""

import pytest
from records import ATC, ICD10, ICD10_CM, LOINC, SNOMED

from carrywell.api import load_guideline
from carrywell.cohort.fhir.codes import Codes
from carrywell.cohort.fhir.resources import Coding, Concept
from carrywell.guideline.book import book_markdown
from carrywell.guideline.mappings import CodeMapping, Reads

CONTENT = load_guideline().content
MAPPINGS = CONTENT.mappings
CODES = Codes(MAPPINGS)
URLS = {one.id: one.urls for one in MAPPINGS.systems}
EACH = [(one, code) for one in MAPPINGS.codes for code in one.codes]


def found(reads: Reads, url: str, code: str) -> set[str]:
    concept = Concept((Coding(system=url, code=code),))
    return {one.id for one in CODES.of(reads, concept)}


@pytest.mark.parametrize(("mapping", "code"), EACH, ids=lambda one: getattr(one, "id", None))
def test_every_code_is_found_under_each_address_of_its_system(
    mapping: CodeMapping, code: object
) -> None:
    for url in URLS[code.system]:  # type: ignore[attr-defined]
        assert mapping.id in found(mapping.reads, url, code.code)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reads", "url", "code", "mappings"),
    [
        ("condition", ICD10, "O14", {"pre_eclampsia"}),
        ("condition", ICD10_CM, "o14.13", {"pre_eclampsia"}),
        ("condition", ICD10, "O1", set()),
        ("condition", ICD10, "D57.3", set()),
        ("condition", ICD10, "D573", set()),
        ("condition", ICD10, "D57.2", {"sickle_cell"}),
        ("condition", ICD10, "A16.0", {"tuberculosis"}),
        ("condition", ICD10_CM, "A16.0", set()),
        ("condition", SNOMED, "3982540071", set()),
        ("condition", LOINC, "O14", set()),
        ("observation", LOINC, "8480-6", {"bp_systolic"}),
        ("observation", LOINC, "8480-67", set()),
        ("condition", LOINC, "8480-6", set()),
        ("medication", ATC, "B01AB05", {"blood_thinner"}),
        ("medication", ATC, "B01AC06", set()),
        ("procedure", SNOMED, "11466000", {"birth_procedure", "caesarean_procedure"}),
    ],
)
def test_a_code_means_this_and_no_more(
    reads: Reads, url: str, code: str, mappings: set[str]
) -> None:
    assert found(reads, url, code) == mappings


def test_no_mapping_says_no_but_by_a_named_value() -> None:
    for one in MAPPINGS.codes:
        denies = any(value.value is False for value in one.values)
        assert not denies or one.how == "coded"


def test_every_mapping_stands_in_the_book() -> None:
    book = book_markdown(CONTENT)
    assert all(f"| `{one.finding}` | {one.reads}, " in book for one in MAPPINGS.codes)
    assert all(f" {code.code} " in book for _, code in EACH)
