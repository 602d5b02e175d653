"""Spark tells everyone what Polars tells her, on this computer and on a cluster that loses a machine."""

import random
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from made_up import Answers, somebody
from spark_cluster import a_cluster, needs_spark
from stored_tables import raw_frame

from carrywell.api import Guideline, load_guideline
from carrywell.assessment.answers import AnswerError
from carrywell.cohort.files import InputError
from carrywell.cohort.program import Program, program_of
from carrywell.cohort.screen import Screening, screen

PEOPLE, FILES, ALONE = 2400, 8, 100
AWKWARD = pl.DataFrame(
    {
        "fever_c": pl.Series(
            [37.6, float("nan"), float("inf"), -0.0, None, 43.1], dtype=pl.Float32
        ),
        "weight_gain_kg": [-0.0, 1e308, float("nan"), 5e-324, None, 3.0],
        "onset": ["sudden", "", " gradual ", "plötzlich ☃", None, "it's"],
        "pain_location": [["flank", None], [], None, ["flank", "Flänke"], [None], ["leg"]],
        "seizure": [1, 0, 2, None, 1, 0],
        "a.b": ["no", "finding", "at", "all", None, ""],
    }
)


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(load_guideline().compiled)


@pytest.fixture(scope="module")
def people(program: Program) -> list[Answers]:
    chance = random.Random(37)
    findings = [finding for finding, _ in program.given]
    return [somebody(findings, chance) for _ in range(PEOPLE)]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def folder(program: Program, people: list[Answers], shared: Path) -> Path:
    folder = shared / "it's people"
    folder.mkdir()
    each = PEOPLE // FILES
    for number in range(FILES):
        some = people[number * each : (number + 1) * each]
        raw_frame(program, some).write_parquet(folder / f"{number}.parquet")
    return folder


@pytest.fixture(scope="module")
def lost(folder: Path, shared: Path) -> tuple[Screening, list[int]]:
    """A screening by two workers, one of them killed half-way; and when it was, in parts done."""
    needs_spark()
    from carrywell.cohort.spark_engine import screen_with_spark

    with a_cluster(shared, workers=2) as cluster:
        killed: list[int] = []

        def track(parts: Iterable[Any], total: int | None) -> Iterator[Any]:
            assert total == FILES
            for done, part in enumerate(parts, start=1):
                if done == total // 2:
                    cluster.workers[0].send_signal(signal.SIGKILL)
                    killed.append(done)
                yield part

        one_part_each = {"spark.sql.files.openCostInBytes": "8m"}
        settings = {"spark.executor.memory": "512m", **one_part_each}
        done = screen_with_spark(
            folder, shared / "told.parquet", master=cluster.master, settings=settings, track=track
        )
        assert cluster.workers[0].wait() == -signal.SIGKILL
        assert cluster.workers[1].poll() is None
    return done, killed


def test_with_a_machine_lost_half_way_it_is_complete_and_equal_to_polars(
    lost: tuple[Screening, list[int]], folder: Path, shared: Path
) -> None:
    done, killed = lost
    assert killed == [FILES // 2]
    assert done.rows == PEOPLE
    expected = screen(folder, shared / "polars.parquet")
    assert pl.read_parquet(done.to).equals(pl.read_parquet(expected.to))
    assert done.urgency == expected.urgency
    assert done.set_aside == expected.set_aside > 0


def test_with_a_machine_lost_half_way_it_is_equal_to_one_assessment_each(
    lost: tuple[Screening, list[int]], people: list[Answers]
) -> None:
    guideline = load_guideline()
    told = pl.read_parquet(lost[0].to).to_dicts()
    for answers, row in zip(people[:ALONE], told, strict=False):
        try:
            alone = guideline.assess(answers)
        except AnswerError:
            assert row["screened"] is False
            continue
        assert (row["urgency"], row["floor"], row["ceiling"]) == (
            alone.urgency,
            alone.floor,
            alone.ceiling,
        )
        assert {one.id for one in alone.signs} == {
            name.removeprefix("signs.")
            for name, is_there in row.items()
            if name.startswith("signs.") and is_there
        }
        for one in alone.treatments:
            assert row[f"treatment.{one.id}"] == one.status


@pytest.fixture(scope="module")
def local() -> Iterator[None]:
    """One session for the tests that need no cluster."""
    needs_spark()
    from carrywell.cohort.spark_engine import spark_session

    with spark_session("local[2]"):
        yield


@pytest.mark.parametrize("ending", ["parquet", "csv", "ndjson"])
def test_awkward_values_are_told_as_polars_tells_them(
    lost: object, local: None, tmp_path: Path, ending: str
) -> None:
    from carrywell.cohort.spark_engine import screen_with_spark

    source = written(AWKWARD, tmp_path / f"awkward.{ending}")
    done = screen_with_spark(source, tmp_path / f"spark.{ending}")
    expected = screen(source, tmp_path / f"polars.{ending}")
    assert Path(done.to).read_bytes() == Path(expected.to).read_bytes() or read(done.to).equals(
        read(expected.to)
    )
    assert Path(done.rejects).read_text() == Path(expected.rejects).read_text()
    assert done.problems == expected.problems > 3
    assert done.unknown_columns == expected.unknown_columns == ("a.b",)


def written(frame: pl.DataFrame, to: Path) -> Path:
    match to.suffix:
        case ".parquet":
            frame.write_parquet(to)
        case ".csv":
            frame.with_columns(pl.col("pain_location").list.join(";")).write_csv(to)
        case _:
            finite = pl.col("fever_c", "weight_gain_kg").fill_nan(None)
            frame.with_columns(finite).write_ndjson(to)
    return to


def read(file: str) -> pl.DataFrame:
    readers: dict[str, Any] = {
        ".parquet": pl.read_parquet,
        ".csv": pl.read_csv,
        ".ndjson": pl.read_ndjson,
    }
    frame: pl.DataFrame = readers[Path(file).suffix](file)
    return frame


def test_a_folder_is_one_file_for_each_part_in_order(
    lost: object, local: None, tmp_path: Path
) -> None:
    from carrywell.cohort.spark_engine import screen_with_spark

    source = tmp_path / "source"
    source.mkdir()
    AWKWARD.write_parquet(source / "b.parquet")
    AWKWARD.select("onset").with_columns(shoe_size=pl.lit(38)).write_parquet(source / "a.parquet")
    done = screen_with_spark(source, tmp_path / "told")
    assert [one.name for one in sorted((tmp_path / "told").iterdir())] == [
        "part-000000.parquet",
        "part-000001.parquet",
    ]
    expected = screen(source, tmp_path / "polars.parquet", batch=AWKWARD.height)
    assert pl.read_parquet(tmp_path / "told").equals(pl.read_parquet(expected.to))
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "polars.parquet",
        "polars.rejects.csv",
        "source",
        "told",
        "told.rejects.csv",
    ]
    assert done.rows == 2 * AWKWARD.height


def test_a_file_without_findings_is_refused(tmp_path: Path) -> None:
    needs_spark()
    from carrywell.cohort.spark_engine import screen_with_spark

    pl.DataFrame({"shoe_size": [38]}).write_parquet(tmp_path / "shoes.parquet")
    with pytest.raises(InputError, match="no column is a finding"):
        screen_with_spark(tmp_path / "shoes.parquet", tmp_path / "told.parquet")


def test_what_a_machine_refuses_is_one_sentence_and_leaves_nothing(
    lost: object, local: None, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Here its edition of the guideline is another one."""
    from carrywell.cohort.spark_engine import screen_with_spark

    monkeypatch.setattr(Guideline, "hash", property(lambda _: "another"))
    with pytest.raises(InputError, match=r"^A machine of the cluster has another edition[^\n]+$"):
        screen_with_spark(folder, tmp_path / "told.parquet")
    assert not any(tmp_path.iterdir())
