"""``carrywell guideline diff``: what a change to the guideline does, for a clinician to read."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carrywell.cli import refuse

if TYPE_CHECKING:
    from carrywell.api import Guideline
    from carrywell.proof.comparison import Kind
    from carrywell.proof.difference import Difference

CHANGED = 1
MOST_CASES = 20
"""Cases named; ``--json`` has them all."""


@click.command(name="diff")
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument(
    "new", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--cases",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of cases; those that come out otherwise are told. May be given again."
    " Without it, the cases of the project where they are at hand.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(old: Path, new: Path | None, files: tuple[Path, ...], as_json: bool) -> None:
    """Tell what a change to the guideline does, with the fewest answers that show each kind.

    OLD and NEW are content folders; without NEW, the guideline that comes with Carrywell. Told are
    what becomes less urgent and more urgent, treatments, causes, the plan and the questions, and
    which cases change. Exit code 0 when nobody is answered otherwise, 1 when somebody is or may be, 2 for bad
    input.
    """
    try:
        from carrywell.proof.difference import difference
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        refuse("Comparing needs the solver Z3. Install it with: pip install 'carrywell[proof]'")
    import msgspec
    from rich.console import Console
    from rich.progress import track

    from carrywell.cases.run import CaseFileError, read_cases
    from carrywell.conditions.errors import ContentError
    from carrywell.proof.difference_cases import case_changes, own_case_changes

    try:
        cases = tuple(case for file in files for case in read_cases(file))
        before, after = _read(old), _read(new)
    except (CaseFileError, ContentError) as error:
        refuse(str(error))
    progress = Console(stderr=True)
    found = difference(
        before,
        after,
        lambda parts: track(
            parts,
            "Comparing",
            console=progress,
            transient=True,
            disable=not progress.is_terminal,
        ),
    )
    if found.records.may_matter:
        changed = case_changes(before, after, cases) if files else own_case_changes(before, after)
        found = msgspec.structs.replace(found, cases=changed)
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
    else:
        for line in told(found):
            click.echo(line)
    if found.is_behaviour or found.unshown:
        sys.exit(CHANGED)


def _read(folder: Path | None) -> "Guideline":
    """The folder's guideline; nothing is written into it."""
    from carrywell.api import Guideline, load_guideline
    from carrywell.guideline.compiled import compile_guideline

    return load_guideline() if folder is None else Guideline(compile_guideline(folder, None))


def told(found: "Difference") -> Iterator[str]:
    """The whole report, line by line: what could harm comes first."""
    urgency, treatments, others = _sorted(found.kinds)
    yield from _section("LESS urgent", [one for one in urgency if _is_milder(one)])
    yield from _section("More urgent", [one for one in urgency if not _is_milder(one)])
    yield from _section("Treatments allowed MORE", [one for one in treatments if _is_milder(one)])
    yield from _section(
        "Treatments allowed less", [one for one in treatments if not _is_milder(one)]
    )
    yield from _section("Other changes in what she is told", others)
    yield from _list("Whatever she answers, these are told otherwise", found.records.always)
    yield from _list(
        "Can come out otherwise, though no answers were found that show it", found.unshown
    )
    yield from _list(
        "Cases that come out otherwise",
        [f"{one.id}: {one.before} becomes {one.after}" for one in found.cases],
        MOST_CASES,
    )
    records = found.records
    yield from _list("New", records.added)
    yield from _list("Removed", records.removed)
    yield from _list("Changed", records.changed)
    yield from _list("Rewritten, proved the same for everybody", found.same)
    yield from _list("Words only", records.words)
    yield from _list("Sources or who checked them", records.sources)
    yield _summary(found)


def _sorted(
    kinds: "Iterable[Kind]",
) -> "tuple[list[Kind], list[Kind], list[Kind]]":
    kinds = tuple(kinds)
    urgency = [one for one in kinds if one.what in ("urgency", "floor", "ceiling")]
    treatments = [one for one in kinds if one.what == "treatment"]
    return urgency, treatments, [one for one in kinds if one not in (*urgency, *treatments)]


def _is_milder(kind: "Kind") -> bool:
    """Less urgent, or a treatment allowed more: what may do harm when it is wrong."""
    from carrywell.guideline.model import RANK
    from carrywell.proof.statuses import STATUSES

    if kind.what == "treatment":
        return STATUSES.index(kind.after) < STATUSES.index(kind.before)
    return RANK[kind.after] < RANK[kind.before]  # type: ignore[index]


LABELS = {"floor": "at least", "ceiling": "at most"}


def _section(title: str, kinds: "list[Kind]") -> Iterator[str]:
    if not kinds:
        return
    yield f"{title}:"
    for kind in kinds:
        yield f"  {_head(kind)}"
        sure = "smallest example" if kind.example.is_smallest else "example"
        yield f"    {sure}: {kind.example.words}"


def _head(kind: "Kind") -> str:
    names = ", ".join(kind.names)
    match kind.what:
        case "urgency":
            return f"{kind.before} becomes {kind.after}"
        case "floor" | "ceiling":
            return f"{LABELS[kind.what]} {kind.before} becomes {LABELS[kind.what]} {kind.after}"
        case "treatment":
            count = len(kind.names)
            noun = "treatment" if count == 1 else "treatments"
            return f"{kind.before} becomes {kind.after}: {count} {noun} ({names})"
        case "answer":
            return f"some of what she is told: {names}"
        case "scope" | "cause":
            return f"{kind.what}: {kind.before} becomes {kind.after}"
        case _:
            return f"{kind.what} {names}: {kind.before} becomes {kind.after}"


def _list(title: str, names: "Iterable[str]", most: int | None = None) -> Iterator[str]:
    names = tuple(names)
    if not names:
        return
    yield f"{title}:"
    yield from (f"  {name}" for name in names[:most])
    if most is not None and len(names) > most:
        yield f"  and {len(names) - most} more"


def _summary(found: "Difference") -> str:
    if not found.is_behaviour and found.unshown:
        return (
            "Nobody was found to be answered otherwise, but somebody may be:"
            f" {len(found.unshown)} can come out otherwise (listed above)."
        )
    if not found.is_behaviour:
        return "Nobody is answered otherwise."
    urgency, treatments, others = _sorted(found.kinds)
    milder = sum(map(_is_milder, urgency))
    allowed = sum(map(_is_milder, treatments))
    cases = len(found.cases)
    return (
        f"Somebody is answered otherwise. Kinds of change: {milder} LESS urgent,"
        f" {len(urgency) - milder} more urgent, {allowed} with treatments allowed more,"
        f" {len(treatments) - allowed} allowed less, {len(others)} other."
        f" {cases} {'case comes' if cases == 1 else 'cases come'} out otherwise."
    )
