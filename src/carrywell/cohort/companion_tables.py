"""The answers that the companion keeps, as a table with one row a pregnancy, for PostgreSQL.

A check holds what was known before it (`known`) and what she said in it (`answers`) as JSON; what she
said counts over what was known, as in `CheckIn.facts`. Her latest check that has answers is read.
Private answers are never written, so they are unknown here.
"""

from collections.abc import Iterator

from carrywell.cohort.program import Program
from carrywell.conditions.sql import POSTGRES, name, text
from carrywell.guideline.model import Finding

TABLE = "carrywell_answers"
_LATEST = """
SELECT DISTINCT ON (checks.pregnancy_id)
  checks.pregnancy_id AS person, pregnancies.is_sample AS synthetic, checks.known || checks.answers AS said
FROM check_checkin AS checks JOIN people_pregnancy AS pregnancies ON pregnancies.id = checks.pregnancy_id
WHERE pregnancies.outcome = '' AND checks.answers <> '{}'
ORDER BY checks.pregnancy_id, checks.updated_at DESC, checks.id DESC
"""
"""Pregnancies that go on, each with her latest check."""


def companion_answers(program: Program) -> tuple[str, dict[str, str]]:
    """What stands behind FROM to read the companion's own tables, and its columns with their types."""
    columns = dict(_columns(program))
    listed = ",\n  ".join(("person", "synthetic", *columns.values()))
    table = f"(SELECT {listed}\nFROM ({_LATEST}) AS latest) AS {TABLE}"
    kinds = {
        finding.id: "text[]" if finding.type == "choices" else "text"
        for finding, _ in program.given
    }
    return table, {"person": "bigint", "synthetic": "boolean", **kinds}


def _columns(program: Program) -> Iterator[tuple[str, str]]:
    for finding, _ in program.given:
        value = _listed(finding) if finding.type == "choices" else _single(finding)
        yield finding.id, f"{value} AS {name(finding.id, POSTGRES)}"


def _single(finding: Finding) -> str:
    return f"said ->> {text(finding.id, POSTGRES)}"


def _listed(finding: Finding) -> str:
    said = f"said -> {text(finding.id, POSTGRES)}"
    return (
        f"CASE WHEN jsonb_typeof({said}) = 'array'"
        f" THEN ARRAY(SELECT jsonb_array_elements_text({said})) END"
    )
