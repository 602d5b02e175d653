"""Files that are broken, odd or meant to harm: told, and everyone else is read all the same."""

import gzip
import json
import tracemalloc
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from records import AS_OF, condition, measured, observed, patient, pressure, write

from carrywell.api import load_guideline
from carrywell.cli import main
from carrywell.cohort.fhir import mapped, store
from carrywell.cohort.fhir.mapped import Mapped, map_folder
from carrywell.cohort.fhir.read import AT_LEAST, LONGEST_LINE, is_fhir, lines_of
from carrywell.cohort.fhir.resources import person_in

CONTENT = load_guideline().content
GOOD = json.dumps(patient("good"))


def read(folder: Path, into: Path, **options: int) -> tuple[Mapped, pl.DataFrame, pl.DataFrame]:
    into.mkdir()
    told = map_folder(folder, into, CONTENT, AS_OF, **options)
    rows = pl.concat(pl.read_parquet(one) for one in sorted((into / "rows").glob("*.parquet")))
    return told, rows, pl.read_parquet(into / "problems.parquet")


LINES = {
    "cut off": (b'{"resourceType":"Observation","subj', "truncated"),
    "no JSON": (b"hello", "malformed"),
    "a list": (b"[1, 2]", "Expected `object`"),
    "null": (b"null", "Expected `object`"),
    "without a kind": (b"{}", "resourceType"),
    "not UTF-8": (b'{"resourceType":"Patient","id":"\xff\xfe"}', "utf-8"),
    "a number for a text": (b'{"resourceType":"Patient","id":7}', "Expected `str`"),
    "a text for a number": (
        json.dumps(observed("8480-6", valueQuantity={"value": "170"})).encode(),
        "Expected `float",
    ),
    "a number beyond all numbers": (
        b'{"resourceType":"Observation","status":"final","valueQuantity":{"value":1e999}}',
        "out of range",
    ),
    "NaN": (b'{"resourceType":"Observation","status":"final","valueQuantity":{"value":NaN}}', "malformed"),
    "a patient without an id": (b'{"resourceType":"Patient"}', "missing required field `id`"),
    "a patient with an empty id": (b'{"resourceType":"Patient","id":""}', "which patient"),
    "about nobody": (json.dumps({**pressure(170, 110), "subject": None}).encode(), "which patient"),
    "about a place": (
        json.dumps({**pressure(170, 110), "subject": {"reference": "Location/7"}}).encode(),
        "which patient",
    ),
    "nested without end": (
        b'{"resourceType":"QuestionnaireResponse","status":"completed","item":'
        + b'[{"linkId":"a","item":' * 100_000 + b"[]" + b"}]" * 100_000 + b"}",
        "nested",
    ),
    "a bracket without end": (b'{"resourceType":"Patient","id":' + b"[" * 200_000, ""),
}  # fmt: skip


@pytest.mark.parametrize(("line", "says"), LINES.values(), ids=LINES)
def test_a_bad_line_is_told_with_its_place_and_the_next_is_read(
    tmp_path: Path, line: bytes, says: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "x.ndjson").write_bytes(line + b"\n\n" + GOOD.encode() + b"\n")
    told, rows, problems = read(folder, tmp_path / "out")
    assert rows["person"].to_list()[-1] == "good"
    assert told.problems == problems.height >= 1
    assert problems["column"][0] == "x.ndjson, line 1"
    assert says.lower() in problems["message"][0].lower()


def test_a_line_of_many_megabytes_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "x.ndjson"
    file.write_bytes(b'{"resourceType":"' + b"x" * (2 * LONGEST_LINE) + b'"}\n' + GOOD.encode())
    first, second = lines_of(file)
    assert "longer than 16 MB" in first.wrong
    assert (second.number, second.kind) == (2, "Patient")


def test_a_mark_at_the_start_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "x.ndjson"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n\r\n" + GOOD.encode() + b"\r\n")
    assert [(one.number, one.wrong) for one in lines_of(file)] == [(1, ""), (3, "")]


def test_a_bad_resource_of_somebody_leaves_her_in_with_nothing_known(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", [observed("8480-6", who="bea", valueQuantity={"value": "170"})])
    _, rows, problems = read(folder, tmp_path / "out")
    assert rows["person"].to_list() == ["bea"]
    assert rows["bp_systolic"].to_list() == [None]
    assert problems.row(0, named=True)["person"] == "bea"


def test_who_is_only_spoken_of_gets_a_row_and_is_told(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in", [condition("J06.9", who="cleo"), patient("anna"), patient("anna")]
    )
    _, rows, problems = read(folder, tmp_path / "out")
    assert rows["person"].to_list() == ["anna", "cleo"]
    assert problems["message"].to_list() == ["there is no Patient resource of this id"]


def test_nobody_is_left_out_for_what_she_or_he_is(tmp_path: Path) -> None:
    people = [
        patient("bob", gender="male"),
        patient("eve", gender="unknown"),
        patient("kim", active=False),
    ]
    _, rows, _ = read(write(tmp_path / "in", people), tmp_path / "out")
    assert rows["person"].to_list() == ["bob", "eve", "kim"]


def test_whoever_has_died_is_told_before_anyone_rings(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", [patient("a", deceasedBoolean=True), patient("b", deceasedDateTime="2026-11-01"), patient("c", deceasedBoolean=False)])  # fmt: skip
    _, rows, problems = read(folder, tmp_path / "out")
    assert rows.height == 3
    told = problems.select("person", "column").rows()
    assert told == [("a", "deceased"), ("b", "deceased")]
    assert all("has died" in one for one in problems["message"])


@pytest.mark.parametrize("written", ["2026-02-30", "soon", "2026-11-23T08:00:00"])
def test_a_date_that_is_none_is_told_and_the_value_is_not_used(
    tmp_path: Path, written: str
) -> None:
    folder = write(tmp_path / "in", [patient(), pressure(170, 110, on=written)])
    _, rows, problems = read(folder, tmp_path / "out")
    assert rows["bp_systolic"].to_list() == [None]
    assert written in problems["value"].to_list()


def test_values_that_cannot_be_used_stand_in_the_row_as_they_are_written(tmp_path: Path) -> None:
    both = [
        measured("8480-6", 170, "mm[Hg]"),
        measured("8480-6", 130, "mm[Hg]"),
        measured("8310-5", 16, "stone"),
    ]
    _, rows, _ = read(write(tmp_path / "in", [patient(), *both]), tmp_path / "out")
    assert rows["bp_systolic"].to_list() == ["130.0 or 170.0"]
    assert rows["fever_c"].to_list() == ["16.0 stone"]


def test_small_parts_and_one_part_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [
        patient(f"p{number}", birthDate=f"19{80 + number % 20}-05-05") for number in range(60)
    ]
    values = [pressure(120 + number, 80, who=f"p{number}") for number in range(60)]
    folder = write(tmp_path / "in", people + values)
    _, whole, _ = read(folder, tmp_path / "whole")
    monkeypatch.setattr(store, "HELD", 7)
    told, parts, _ = read(folder, tmp_path / "parts", part_bytes=1_000)
    assert len(list((tmp_path / "parts" / "rows").iterdir())) > 5
    assert parts.sort("person").equals(whole.sort("person"))
    assert told.people == 60


def test_codes_are_counted_without_end_but_not_kept_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapped, "MOST_CODES", 5)
    codes = [condition(f"J{number}") for number in range(20)]
    told, _, _ = read(write(tmp_path / "in", [patient(), *codes, *codes]), tmp_path / "out")
    assert sum(one.count for one in told.unmapped) == 40
    assert len(told.unmapped) == 6


def test_a_text_about_her_is_not_passed_on(tmp_path: Path) -> None:
    """Only codes are counted: free text may name her."""
    spoken = condition("x", code={"text": "Anna Miller of 7 Mill Lane has pain"})
    told, _, problems = read(write(tmp_path / "in", [patient(), spoken]), tmp_path / "out")
    assert [(one.code, one.display) for one in told.unmapped] == [("", "(no code)")]
    assert problems.height == 0


@pytest.mark.parametrize(
    ("reference", "person"),
    [("Patient/7", "7"), ("https://a.example/fhir/Patient/7", "7"), ("Patient/7/_history/2", "7"),
     ("urn:uuid:0c3151bd", "0c3151bd"), ("Group/7", None), ("", None), (None, None), ("Patient/", None)],
)  # fmt: skip
def test_whom_a_reference_means(reference: str | None, person: str | None) -> None:
    assert person_in(reference) == person


def test_a_folder_of_findings_is_no_folder_of_resources(tmp_path: Path) -> None:
    assert not is_fhir(tmp_path)
    (tmp_path / "people.ndjson").write_text('{"person": "a", "fever": true}\n')
    assert not is_fhir(tmp_path)
    assert not is_fhir(tmp_path / "people.ndjson")
    (tmp_path / "Patient.ndjson").write_text(GOOD)
    assert is_fhir(tmp_path)


PACKED = {
    "a file that unpacks without end": (
        gzip.compress(GOOD.encode() + b"\n" + b" " * (2 * AT_LEAST)),
        "more than 200 times its size",
    ),
    "one that does so on short lines": (gzip.compress(b"\n" * (2 * AT_LEAST)), "200 times"),
    "one that ends too early": (gzip.compress(GOOD.encode() * 99)[:-9], "cannot be unpacked"),
    "one that is not packed": (GOOD.encode(), "cannot be unpacked"),
    "one that is broken inside": (
        gzip.compress(GOOD.encode())[:12] + b"\xff" * 40,
        "cannot be unpacked",
    ),
}


@pytest.mark.parametrize(("packed", "says"), PACKED.values(), ids=PACKED)
def test_a_packed_file_that_cannot_be_trusted_is_one_clear_error(
    tmp_path: Path, packed: bytes, says: str
) -> None:
    folder, to = tmp_path / "in", tmp_path / "out.csv"
    folder.mkdir()
    (folder / "Patient.ndjson").write_text(GOOD)
    (folder / "x.ndjson.gz").write_bytes(packed)
    told = CliRunner().invoke(main, ["screen", str(folder), "--to", str(to)])
    assert told.exit_code == 2, told.output
    assert says in told.stderr
    assert "x.ndjson.gz" in told.stderr
    assert list(tmp_path.iterdir()) == [folder]


def test_a_packed_file_is_never_unpacked_whole(tmp_path: Path) -> None:
    """Memory holds a line of it at most, however much there is."""
    file = tmp_path / "x.ndjson.gz"
    file.write_bytes(gzip.compress(b"x" * (AT_LEAST - 99)))
    tracemalloc.start()
    (line,) = lines_of(file)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "longer than 16 MB" in line.wrong
    assert most < 5 * LONGEST_LINE
