"""From a folder of resources to the screening: each row is what she is told alone."""

import csv
import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from records import (
    AS_OF,
    SNOMED,
    answered,
    condition,
    measured,
    observed,
    patient,
    pressure,
    taken,
    write,
)

from carrywell.api import load_guideline
from carrywell.cli import main
from carrywell.cohort.fhir import screen as fhir_screen
from carrywell.cohort.fhir.screen import screen_fhir
from carrywell.cohort.files import InputError
from carrywell.cohort.screen import screen

GUIDELINE = load_guideline()
DUE = "2027-01-21"
WEEKS = 221 / 7
YES = {"valueBoolean": True}


def due(who: str) -> dict[str, Any]:
    return observed("11778-8", who=who, on="2026-06-01", valueDateTime=DUE)


RECORDS = [
    *(patient(who, birthDate="1996-02-01") for who in ("anna", "bea", "cleo", "dora", "ella")),
    patient("bob", gender="male", deceasedDateTime="2020-01-01"),
    due("anna"),
    pressure(166, 111, who="anna"),
    condition("O14.1", who="anna"),
    due("bea"),
    answered(
        {
            "back_pain": YES,
            "fever": {"valueBoolean": False},
            "pain_location": [{"valueCoding": {"code": "lower_back"}}],
            "any_collapse": {"valueBoolean": False},
        },
        who="bea",
    ),
    due("cleo"),
    measured("8310-5", 102.2, "[degF]", who="cleo"),
    condition("N20.0", who="cleo", status="resolved", on="2012-01-01"),
    condition("77386006", system=SNOMED, who="dora", on="2026-10-01"),
    measured("8480-6", 17, "stone", who="dora"),
    taken("B01AB05", who="dora", dateAsserted="2026-11-01"),
    condition("J06.9", who="ella"),
    condition("J06.9", who="anna"),
    {"resourceType": "Encounter", "id": "e1"},
    {
        "resourceType": "MedicationRequest",
        "medicationCodeableConcept": {
            "coding": [{"system": "urn:oid:1.2", "code": "heparin"}],
            "text": "for Anna Smith",
        },
    },
    {"resourceType": "MedicationRequest", "medicationCodeableConcept": 7},
]
ALONE: dict[str, dict[str, Any]] = {
    "anna": {
        "age": 30,
        "gestation_weeks": WEEKS,
        "bp_systolic": 166,
        "bp_diastolic": 111,
        "pre_eclampsia": True,
    },
    "bea": {
        "age": 30,
        "gestation_weeks": WEEKS,
        "back_pain": True,
        "fever": False,
        "pain_location": ["lower_back"],
        "any_collapse": False,
    },
    "cleo": {"age": 30, "gestation_weeks": WEEKS, "fever_c": 39.0, "kidney_stones": True},
    "dora": {"age": 30, "pregnant": True, "bleeding_disorder": True},
    "ella": {"age": 30},
    "bob": {},
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(tmp_path / "export", RECORDS)


def test_each_row_is_what_she_is_told_alone(export: Path, tmp_path: Path) -> None:
    done = screen_fhir(export, tmp_path / "out.parquet", as_of=AS_OF)
    rows = {row["person"]: row for row in pl.read_parquet(done.to).iter_rows(named=True)}
    assert set(rows) == set(ALONE)
    for who, answers in ALONE.items():
        alone, row = GUIDELINE.assess(answers), rows[who]
        assert row["screened"], who
        assert row["urgency"] == alone.urgency, who
        assert (row["floor"], row["ceiling"]) == (alone.floor, alone.ceiling), who
        there = {
            name.removeprefix("signs.") for name in row if name.startswith("signs.") and row[name]
        }
        assert there == {one.id for one in alone.signs}, who
        for one in alone.treatments:
            assert row[f"treatment.{one.id}"] == one.status, (who, one.id)
    assert rows["dora"]["problems"] == 1
    assert {who for who, row in rows.items() if row["deceased"]} == {"bob"}, "nobody may ring him"


def test_what_was_read_and_what_was_not_is_told(export: Path, tmp_path: Path) -> None:
    done = screen_fhir(export, tmp_path / "out.parquet", as_of=AS_OF)
    assert done.read.people == done.rows == 6
    assert done.read.resources["Patient"] == 6
    assert done.read.other == {"Encounter": 1, "MedicationRequest": 2}
    assert [(one.resource, one.code, one.count) for one in done.read.unmapped] == [
        ("Condition", "J06.9", 2),
        ("Encounter", "", 1),
        ("MedicationRequest", "heparin", 1),
    ]
    with Path(done.unmapped).open(encoding="utf-8") as file:
        assert [row["count"] for row in csv.DictReader(file)] == ["2", "1", "1"]
    assert "Smith" not in Path(done.unmapped).read_text("utf-8")
    with Path(done.rejects).open(encoding="utf-8") as file:
        died, row = csv.DictReader(file)
    assert (died["person"], died["column"]) == ("bob", "deceased")
    assert (row["person"], row["column"], row["value"]) == ("dora", "bp_systolic", "17.0 stone")
    assert done.problems == 2
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "export", "out.parquet", "out.rejects.csv", "out.unmapped.csv",
    ]  # fmt: skip


def test_a_day_later_what_was_of_that_day_is_unknown_and_the_weeks_go_on(
    export: Path, tmp_path: Path
) -> None:
    screen_fhir(export, tmp_path / "out.parquet", as_of=date(2026, 11, 30))
    rows = {
        row["person"]: row
        for row in pl.read_parquet(tmp_path / "out.parquet").iter_rows(named=True)
    }
    later = {"age": 30, "gestation_weeks": 228 / 7, "pre_eclampsia": True}
    assert rows["anna"]["floor"] == GUIDELINE.assess(later).floor
    assert rows["anna"]["signs.bp_severe_single"] is None


def test_after_a_break_the_rows_are_not_made_again(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    real = fhir_screen.map_folder

    def counted(*args: Any, **options: Any) -> Any:
        made.append(args[0])
        return real(*args, **options)

    def breaks(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(fhir_screen, "map_folder", counted)
    with monkeypatch.context() as broken:
        broken.setattr(fhir_screen, "screen", breaks)
        with pytest.raises(KeyboardInterrupt):
            screen_fhir(export, tmp_path / "out.parquet", as_of=AS_OF)
    assert not (tmp_path / "out.parquet").exists()
    assert screen_fhir(export, tmp_path / "out.parquet", as_of=AS_OF).rows == 6
    assert len(made) == 1
    with monkeypatch.context() as broken:
        broken.setattr(fhir_screen, "screen", breaks)
        with pytest.raises(KeyboardInterrupt):
            screen_fhir(export, tmp_path / "out.parquet", as_of=AS_OF)
    screen_fhir(export, tmp_path / "out.parquet", as_of=date(2026, 11, 24))
    assert len(made) == 3, "rows of another day are not used"


def test_packed_files_are_read_as_the_others(export: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    packed.mkdir()
    for one in export.iterdir():
        (packed / f"{one.name}.gz").write_bytes(gzip.compress(one.read_bytes()))
    found = screen_fhir(packed, tmp_path / "packed.parquet", as_of=AS_OF)
    expected = screen_fhir(export, tmp_path / "plain.parquet", as_of=AS_OF)
    assert pl.read_parquet(found.to).equals(pl.read_parquet(expected.to))
    assert found.read == expected.read
    assert Path(found.rejects).read_text("utf-8") == Path(expected.rejects).read_text("utf-8")


def test_the_command_reads_a_folder_of_resources(export: Path, tmp_path: Path) -> None:
    to, codes = str(tmp_path / "out.csv"), str(tmp_path / "codes.csv")
    command = ["screen", str(export), "--to", to, "--as-of", "2026-11-23", "--unmapped", codes]
    told = CliRunner().invoke(main, command)
    assert told.exit_code == 0, told.output
    assert "6 people screened" in told.output
    assert "Read as of 2026-11-23: 5 Condition" in told.output
    assert "Kinds that are not read: 1 Encounter, 2 MedicationRequest" in told.output
    assert "Not mapped: 3 codes, used 4 times" in told.output
    assert "2 Condition http://hl7.org/fhir/sid/icd-10 J06.9" in told.output
    as_json = CliRunner().invoke(main, [*command, "--json"])
    assert json.loads(as_json.output)["read"]["people"] == 6


def test_what_was_read_can_be_kept_and_screened_again(export: Path, tmp_path: Path) -> None:
    """So that anyone can see which findings a record gave."""
    for kind in ("parquet", "csv"):
        kept = tmp_path / f"findings.{kind}"
        screen_fhir(export, tmp_path / "out.parquet", as_of=AS_OF, findings=kept)
        screen(kept, tmp_path / "again.parquet")
        first, again = (pl.read_parquet(tmp_path / one) for one in ("out.parquet", "again.parquet"))
        assert first.equals(again)


def listed(folder: Path) -> list[dict[str, str]]:
    with (folder / "worklist.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_nobody_rings_the_family_of_someone_who_has_died(tmp_path: Path, kind: str) -> None:
    """From the records to the list: she had a pressure to ring about at once, and has died since."""
    died = (
        patient("flora", deceasedDateTime="2026-11-22"),
        due("flora"),
        pressure(170, 115, who="flora"),
    )
    export = write(tmp_path / "export", [*RECORDS, *died])
    kept, to = tmp_path / f"kept.{kind}", tmp_path / f"out.{kind}"
    command = ["screen", str(export), "--to", str(to), "--as-of", "2026-11-23"]
    options = ["--findings", str(kept), "--worklist", str(tmp_path / "list")]
    told = CliRunner().invoke(main, [*command, *options])
    assert told.exit_code == 0, told.output
    assert "Have died according to the records, and on no list: 2" in told.output
    lines = listed(tmp_path / "list")
    at_the_end = {"bob": "has died", "flora": "has died"}
    assert {one["person"]: one["list"] for one in lines[-2:]} == at_the_end
    assert {one["person"] for one in lines[:-2]} == set(ALONE) - {"bob"}
    page = (tmp_path / "list/worklist.html").read_text("utf-8")
    before, _, end = page.partition("2 people have died according to the records")
    assert "flora" not in before
    assert "bob" not in before
    assert "<li>bob</li><li>flora</li>" in end


def test_no_text_of_a_record_runs_as_a_formula(tmp_path: Path) -> None:
    """What a record calls a code, and what it says in place of a value, is anybody's text."""
    harm = '=HYPERLINK("http://x","y")'
    records = [
        patient("-anna", birthDate="1996-02-01"),
        condition("@J06", who="-anna", display=harm),
        measured("8480-6", 17, harm, who="-anna"),
    ]
    for one in records:
        if one["resourceType"] == "Condition":
            one["code"]["coding"][0]["display"] = harm
    export = write(tmp_path / "export", records)
    kept = tmp_path / "kept.csv"
    done = screen_fhir(export, tmp_path / "out.csv", as_of=AS_OF, findings=kept)
    written = {}
    for path in (done.to, done.rejects, done.unmapped, kept):
        with Path(path).open(encoding="utf-8", newline="") as file:
            written[path] = list(csv.DictReader(file))
        cells = [str(cell) for row in written[path] for cell in row.values()]
        assert cells
        assert not [one for one in cells if one.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [(one["code"], one["display"]) for one in written[done.unmapped]] == [
        ("'@J06", f"'{harm}")
    ]
    assert [one["person"] for one in written[done.rejects]] == ["'-anna"]


def test_an_output_of_another_kind_is_refused_before_anything_is_read(
    export: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"must end in one of"):
        screen_fhir(export, tmp_path / "out.xlsx", as_of=AS_OF)
    assert [one.name for one in tmp_path.iterdir()] == ["export"]
