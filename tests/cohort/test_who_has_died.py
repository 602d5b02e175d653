"""Whoever has died according to the records is rung by nobody, and can be found all the same."""

import csv
import re
from datetime import date
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from carrywell.api import load_guideline
from carrywell.cli import main
from carrywell.cohort import told, worklist
from carrywell.cohort.counts import FEW, counted, write_counts
from carrywell.cohort.program import program_of
from carrywell.cohort.screen import screen
from carrywell.cohort.told import Told
from carrywell.cohort.worklist import COLUMNS, HAS_DIED, LISTS, Worklist, write_worklist

PROGRAM = program_of(load_guideline().compiled)
KNOWN = {"pregnant": True, "gestation_weeks": 30.0}
URGENT = {**KNOWN, "fever_c": 39.2, "flank_pain": True, "chest_pain": None}
CLASHING = {**KNOWN, "any_chest_or_breath": False, "chest_pain": True}


def screened(tmp_path: Path, people: pl.DataFrame, kind: str = "parquet") -> tuple[Path, Path]:
    source, out = tmp_path / "people.parquet", tmp_path / f"out.{kind}"
    people.write_parquet(source)
    screen(source, out)
    return source, out


def written(tmp_path: Path, people: list[dict], kind: str = "parquet", **options) -> Worklist:
    frame = pl.DataFrame(people, infer_schema_length=None)
    source, out = screened(tmp_path, frame, kind)
    return write_worklist(PROGRAM, out, tmp_path / "list", source=source, **options)


def lines_of(done: Worklist) -> list[dict[str, str]]:
    with Path(done.table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(done: Worklist) -> str:
    html = Path(done.page).read_text("utf-8").partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


PEOPLE = [
    {"person": "ann", **URGENT, "deceased": True},
    {"person": "bea", **URGENT, "deceased": None},
    {"person": "cleo", **CLASHING, "deceased": True},
    {"person": "dora", **CLASHING, "deceased": False},
    {"person": "ella", **KNOWN, "deceased": True},
    {"person": "fay", **KNOWN, "deceased": None},
]


@pytest.mark.parametrize("kind", ["parquet", "csv", "ndjson"])
def test_they_are_on_none_of_the_lists_and_last_in_the_table(tmp_path, kind):
    done = written(tmp_path, PEOPLE, kind)
    lines = lines_of(done)
    assert [one["person"] for one in lines] == ["dora", "bea", "fay", "ann", "cleo", "ella"]
    assert [one["list"] for one in lines[3:]] == [HAS_DIED] * 3
    assert all(one["list"] in LISTS for one in lines[:3])
    assert (sum(done.listed.values()), done.died, done.people) == (3, 3, 6)


def test_nothing_is_told_of_them_but_who_they_are(tmp_path):
    for line in lines_of(written(tmp_path, PEOPLE))[3:]:
        told_of = {name: value for name, value in line.items() if value}
        assert set(told_of) == {"list", "person", "row"}
    assert COLUMNS[:3] == ("list", "person", "row")


def test_the_page_says_it_at_its_end_and_folds_their_ids_away(tmp_path):
    done = written(tmp_path, PEOPLE)
    text, html = text_of(done), Path(done.page).read_text("utf-8")
    assert "3 people have died according to the records and are on no list." in text
    assert "A record may be mistaken." in text
    before, _, end = html.partition("<details>")
    folded = end.partition("</details>")[0]
    for who in ("ann", "cleo", "ella"):
        assert f">{who}<" in folded
        assert f">{who} <" not in before, "she has a card"
    assert before.rindex('class="person') < before.index("3 people have died")
    assert "6 people screened, by urgency" in text


def test_of_one_it_is_said_as_of_one_and_of_none_nothing(tmp_path):
    one = text_of(written(tmp_path, PEOPLE[:2]))
    assert "1 person has died according to the records and is on no list." in one
    assert "died" not in text_of(written(tmp_path, PEOPLE[1:2]))
    without = [{"person": "ann", **URGENT}]
    assert "died" not in text_of(written(tmp_path, without))


def test_an_id_is_no_part_of_the_page(tmp_path):
    strange = "<script>alert(1)</script>"
    done = written(tmp_path, [{"person": strange, **KNOWN, "deceased": True}, PEOPLE[1]])
    html = Path(done.page).read_text("utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_long_list_of_them_is_cut_on_the_page_and_whole_in_the_table(tmp_path, monkeypatch):
    """However the people are cut into batches."""
    monkeypatch.setattr(told, "BATCH", 7)
    monkeypatch.setattr(worklist, "TOGETHER", 4)
    monkeypatch.setattr(worklist, "MARK", 2)
    people = [
        {"person": f"p{number}", **URGENT, "deceased": number % 2 == 0} for number in range(40)
    ]
    done = written(tmp_path, people, most=5)
    died = [f"p{number}" for number in range(0, 40, 2)]
    assert [one["person"] for one in lines_of(done)[20:]] == died
    folded = Path(done.page).read_text("utf-8").partition("<details>")[2]
    assert re.findall(r"<li>(p\d+)</li>", folded) == died[:5]
    assert "15 more people are at the end of worklist.csv" in text_of(done)


@pytest.mark.parametrize(
    ("values", "died"),
    [
        ([True, False, None], [True, False, False]),
        (["true", "false", None], [True, False, False]),
        (["Yes", "no", ""], [True, False, False]),
        ([" Y ", "N", "unknown"], [True, False, False]),
        ([1, 0, None], [True, False, False]),
        ([1.0, 0.0, float("nan")], [True, False, False]),
        ([date(2026, 11, 1), None, None], [True, False, False]),
        (["2026-11-01", "2026-11-01T10:00:00Z", "2026"], [True, True, True]),
        (["alive", "20261", "?"], [False, False, False]),
        ([None, None, None], [False, False, False]),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_yes_or_a_date_is_a_death_and_what_is_unknown_is_none(tmp_path, values, died, kind):
    people = pl.DataFrame({"person": ["a", "b", "c"], "pregnant": [True] * 3, "deceased": values})
    _, out = screened(tmp_path, people, kind)
    (frame,) = Told(PROGRAM, out).frames()
    assert frame["deceased"].to_list() == died


def test_texts_of_a_kind_of_their_own_are_read_too(tmp_path):
    people = pl.DataFrame({"person": ["a", "b"], "pregnant": True, "deceased": ["yes", "no"]})
    _, out = screened(tmp_path, people.with_columns(pl.col("deceased").cast(pl.Categorical)))
    (frame,) = Told(PROGRAM, out).frames()
    assert frame["deceased"].to_list() == [True, False]


def frame_of(alive: int, died: int) -> pl.DataFrame:
    count = alive + died
    signs = {f"signs.{one.id}": [False] * count for one in PROGRAM.compiled.content.signs}
    signs["signs.dysuria_alone"] = [False] * alive + [True] * died
    return pl.DataFrame(
        {
            "urgency": ["routine"] * alive + ["emergency"] * died,
            "weeks": [30.0] * alive + [20.0] * died,
            "deceased": [False] * alive + [True] * died,
            **signs,
        }
    )


def shared_rows(tmp_path: Path, alive: int, died: int) -> list[dict[str, str]]:
    frame = frame_of(alive, died)
    counts = counted(PROGRAM.compiled, [frame.head(3), frame.slice(3)])
    for table in (counts.urgency, counts.weeks, *counts.signs):
        assert sum(table.cells.values()) == counts.people == alive
    assert counts.died == died
    write_counts(counts, tmp_path / "counts.csv")
    return list(csv.DictReader((tmp_path / "counts.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize(("died", "shown"), [(1, FEW), (4, FEW), (5, "5"), (17, "17")])
def test_they_are_counted_apart_and_a_few_are_not_told(tmp_path, died, shown):
    """No other number in the file is another when they are more: it tells nothing of how many."""
    rows = shared_rows(tmp_path, 20, died)
    of_them = [one for one in rows if one["of"] == "has died"]
    assert [one["people"] for one in of_them] == [shown]
    assert rows[0]["people"] == "20"
    other = shared_rows(tmp_path, 20, 9)
    assert [one for one in rows if one not in of_them] == [one for one in other if one["of"] != "has died"]  # fmt: skip
    assert not [one for one in shared_rows(tmp_path, 20, 0) if one["of"] == "has died"]


def test_of_fewer_than_five_who_are_alive_nothing_more_is_shared(tmp_path):
    assert [one["people"] for one in shared_rows(tmp_path, 4, 3)] == [FEW, FEW]


def test_the_command_says_how_many(tmp_path):
    source, out = screened(tmp_path, pl.DataFrame(PEOPLE, infer_schema_length=None))
    command = ["cohort", "worklist", str(out), "--to", str(tmp_path / "list"), "--input"]
    told_of = CliRunner().invoke(main, [*command, str(source)])
    assert told_of.exit_code == 0, told_of.output
    assert "Have died according to the records, and on no list: 3" in told_of.output


@pytest.mark.parametrize("kind", ["parquet", "csv", "ndjson"])
def test_the_summary_of_a_screening_counts_them_apart_as_the_list_does(tmp_path, kind):
    source, _ = screened(tmp_path, pl.DataFrame(PEOPLE, infer_schema_length=None))
    to = tmp_path / f"told.{kind}"
    told_of = CliRunner().invoke(
        main, ["screen", str(source), "--to", str(to), "--worklist", str(tmp_path / "list")]
    )
    assert told_of.exit_code == 0, told_of.output
    assert "6 people screened" in told_of.output
    assert "  3 have died according to the records, and are in no other count" in told_of.output
    assert "  1 set aside" in told_of.output
    done = screen(source, to)
    listed = write_worklist(PROGRAM, to, tmp_path / "list", source=source)
    assert (done.rows, done.died, done.set_aside) == (6, 3, 1)
    assert done.urgency | {"set aside": 1} == listed.urgency
    assert done.rows == listed.people == sum(done.urgency.values()) + done.set_aside + done.died
