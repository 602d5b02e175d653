"""Screening a folder of FHIR resources: the rows are made, then screened as any other rows."""

from datetime import date
from pathlib import Path
from shutil import rmtree

import msgspec
import polars as pl

from carrywell.api import Guideline, load_guideline
from carrywell.cohort.fhir.mapped import PART_BYTES, Mapped, Unmapped, map_folder
from carrywell.cohort.fhir.read import files_of
from carrywell.cohort.files import InputError, check_kind, defused_texts, join_files, write_csv
from carrywell.cohort.parts import Screening, Track, beside, stamps
from carrywell.cohort.screen import BATCH, screen


class FhirScreening(Screening, frozen=True, kw_only=True):
    """A screening, and what was read for it. `unmapped`: the file with every code that is not mapped."""

    read: Mapped
    unmapped: str


class Plan(msgspec.Struct, frozen=True):
    """What the rows on the disk were made for; rows of another plan are not used."""

    files: tuple[tuple[str, int, int], ...]
    guideline: str
    as_of: str


def screen_fhir(
    folder: Path | str,
    to: Path | str,
    *,
    as_of: date,
    guideline: Guideline | None = None,
    rejects: Path | str | None = None,
    unmapped: Path | str | None = None,
    findings: Path | str | None = None,
    batch: int = BATCH,
    part_bytes: int = PART_BYTES,
    track: Track = lambda batches, _: batches,
) -> FhirScreening:
    """Screens everyone in a folder of NDJSON resources, as of the end of the day `as_of`.

    As `cohort.screen.screen`. What the record says and cannot be used is in `rejects` too; every code
    that no mapping speaks of is in `unmapped` (beside `to` unless named), with how often it is there.
    `findings`, when named, keeps what was read of each person: the rows that were screened.
    Raises `InputError`.
    """
    guideline = guideline or load_guideline()
    source, target = Path(folder), Path(to)
    check_kind(target)
    kept = Path(findings) if findings is not None else None
    if kept is not None:
        check_kind(kept)
    refused = Path(rejects) if rejects is not None else beside(target)
    codes = (
        Path(unmapped) if unmapped is not None else target.with_name(f"{target.stem}.unmapped.csv")
    )
    work = target.with_name(f".{target.name}.fhir")
    mapped = _mapped(source, work, guideline, as_of, part_bytes, track)
    done = screen(
        work / "rows", target, guideline=guideline, rejects=refused, batch=batch, track=track
    )
    problems = _told_together(work / "problems.parquet", refused)
    _written(mapped.unmapped, codes)
    if kept is not None:
        _keep(work, kept)
    rmtree(work)
    whole = msgspec.structs.asdict(msgspec.structs.replace(done, problems=problems))
    return FhirScreening(**whole, read=mapped, unmapped=str(codes))


def _mapped(
    source: Path, work: Path, guideline: Guideline, as_of: date, part_bytes: int, track: Track
) -> Mapped:
    """The rows, made now or by an earlier run that was broken off behind them."""
    written = msgspec.json.encode(Plan(stamps(files_of(source)), guideline.hash, as_of.isoformat()))
    plan, done = work / "plan.json", work / "mapped.json"
    if done.exists() and plan.read_bytes() == written:
        return msgspec.json.decode(done.read_bytes(), type=Mapped)
    rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700, parents=True)  # it tells of people
    plan.write_bytes(written)
    try:
        mapped = map_folder(
            source, work, guideline.compiled.content, as_of, part_bytes=part_bytes, track=track
        )
    except InputError:
        rmtree(work)
        raise
    fresh = work / "mapped.fresh"
    fresh.write_bytes(msgspec.json.encode(mapped))
    fresh.replace(done)
    return mapped


def _told_together(problems: Path, refused: Path) -> int:
    """The problems of the resources in front of those of the rows; a resource has no row number."""
    texts = pl.read_csv(refused, infer_schema=False).with_columns(pl.lit(None).alias("row"))
    of_records = pl.read_parquet(problems).with_columns(defused_texts())
    whole = pl.concat([of_records, texts], how="vertical_relaxed")
    fresh = refused.with_name(f".{refused.name}.fresh")
    whole.write_csv(fresh)
    fresh.replace(refused)
    return whole.height


def _keep(work: Path, to: Path) -> None:
    fresh = work / f"findings{to.suffix}"
    join_files(sorted((work / "rows").iterdir()), fresh)
    fresh.replace(to)


def _written(unmapped: tuple[Unmapped, ...], to: Path) -> None:
    rows = [msgspec.structs.asdict(one) for one in unmapped]
    kinds = dict.fromkeys(("resource", "system", "code", "display"), pl.String)
    fresh = to.with_name(f".{to.name}.fresh")
    write_csv(pl.DataFrame(rows, schema={**kinds, "count": pl.Int64}), fresh)
    fresh.replace(to)
