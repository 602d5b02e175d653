"""The list of every health care provider of the USA, from CMS: the file npidata_pfile_....csv of NPPES."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from carrywell.care.nppes_file import Table, opened
from carrywell.care.nppes_place import Cells, place_of
from carrywell.care.place import BadFile, Dataset, LeftOut, Place, Read
from carrywell.care.postcodes import towns, us_postcode
from carrywell.guideline.care_kinds import CareKinds

NAMED = re.compile(r"npidata_pfile_([0-9]{8})-([0-9]{8})", re.IGNORECASE)
"""How CMS names the file: its first day and its last."""
BEGAN = "2005"
"""The first day of a file of all providers is in this year; a file of one week begins later."""
CREDIT = "NPPES, Centers for Medicare & Medicaid Services (CMS), USA. What is in it comes from the providers themselves."

DEACTIVATED = "the provider is no longer active"
OF_NO_KIND = "none of its taxonomy codes is of a kind of care that is searched here"
WHYS = (DEACTIVATED, OF_NO_KIND)
PACE = 10_000
"""Rows between two words about progress."""

_HERE = "Provider Business Practice Location Address"
NPI = "NPI"
UPDATED = "Last Update Date"
STOPPED, RESTARTED = "NPI Deactivation Date", "NPI Reactivation Date"
CODE = "Healthcare Provider Taxonomy Code"
CODES = tuple(f"{CODE}_{number}" for number in range(1, 16))
MAIN = tuple(f"Healthcare Provider Primary Taxonomy Switch_{number}" for number in range(1, 16))

COLUMNS = {
    "npi": NPI,
    "entity": "Entity Type Code",
    "organisation": "Provider Organization Name (Legal Business Name)",
    "other_name": "Provider Other Organization Name",
    "other_name_type": "Provider Other Organization Name Type Code",
    "prefix": "Provider Name Prefix Text",
    "first": "Provider First Name",
    "last": "Provider Last Name (Legal Name)",
    "suffix": "Provider Name Suffix Text",
    "credential": "Provider Credential Text",
    "line": "Provider First Line Business Practice Location Address",
    "second_line": "Provider Second Line Business Practice Location Address",
    "city": f"{_HERE} City Name",
    "state": f"{_HERE} State Name",
    "postcode": f"{_HERE} Postal Code",
    "country": f"{_HERE} Country Code (If outside U.S.)",
    "phone": f"{_HERE} Telephone Number",
    "updated": UPDATED,
}
"""Where the file has each of `Cells`, but for the taxonomies."""
NEEDED = (
    *(
        COLUMNS[name]
        for name in ("npi", "entity", "organisation", "first", "last", "line", "state")
    ),
    *(COLUMNS[name] for name in ("city", "postcode", "phone")),
    STOPPED,
    RESTARTED,
    CODES[0],
)


def dataset_of(path: Path) -> Dataset:
    """As old as the last day in the file's name, else as the newest change of a row.

    Part of the list, such as the changes of one week, is a data set of its own beside the whole.
    Raises `BadFile`.
    """
    named = NAMED.search(path.name)
    is_whole = named is not None and named[1].startswith(BEGAN)
    part = "" if is_whole else f" (part: {path.stem})"
    return Dataset(
        name="nppes" if is_whole else f"nppes-{path.stem}",
        title=f"NPPES, health care providers of the USA{part}",
        credit=CREDIT,
        as_of=(_day(named[2]) if named else None) or newest_change(path),
    )


def read(
    path: Path, kinds: CareKinds, *, progress: Callable[[float], None] = lambda _: None
) -> Iterator[Read]:
    """The active providers with a taxonomy of one of `kinds`, then what was left out, then towns to search from.

    The order is that of the file, the same each time. Rows of other taxonomies and of those no longer
    active are told in one `LeftOut` each, with their count. The towns and postcodes are all those of the
    states in which a place was found. Raises `BadFile`.
    """
    kind_of = {one.code: one.kind for one in kinds.taxonomies}
    states: set[str] = set()
    passed: Counter[str] = Counter()
    with opened(path) as table:
        _check_columns(table)
        asked = _why(table, tuple(kind_of)), _wanted(table)
        for number, (why, values) in enumerate(table.rows(_both(*asked))):
            if number % PACE == 0:
                progress(min(0.99, number / table.lines))
            if values is None:
                passed[WHYS[why]] += 1
                continue
            cells = _cells_of(values)
            found = place_of(cells, kind_of)
            if isinstance(found, Place) and (postcode := us_postcode(cells.postcode)):
                states.add(postcode.state)
            yield found
        yield from table.damaged()
    yield from (LeftOut(path.name, why, count) for why, count in sorted(passed.items()))
    yield from towns(states)
    progress(1.0)


def newest_change(path: Path) -> date | None:
    """The last day on which a row was changed, from the whole file; None where no row says. Raises `BadFile`."""
    with opened(path) as table:
        _check_columns(table)
        (newest,) = next(table.rows([f"max({_date(table, UPDATED)})::DATE"]))
        return newest if isinstance(newest, date) else None


def _check_columns(table: Table) -> None:
    missing = [name for name in NEEDED if name not in table.header]
    if missing:
        raise BadFile(
            f"{table.path.name}: the columns {', '.join(map(repr, missing))} are missing."
            " The file of NPPES that has them is npidata_pfile_....csv"
        )


def _both(why: str, wanted: str) -> tuple[str, str]:
    """A number for a row that is passed by, or the cells of one that is wanted."""
    return why, f"CASE WHEN {why} IS NULL THEN {wanted} END"


def _why(table: Table, codes: Sequence[str]) -> str:
    """The place in `WHYS` of why a row is passed by; NULL for one that is wanted."""
    stopped, restarted = table.column(STOPPED), table.column(RESTARTED)
    again = f"coalesce({_date(table, RESTARTED)} < {_date(table, STOPPED)}, {restarted} IS NULL)"
    listed = ", ".join("'" + code.replace("'", "''") + "'" for code in codes) or "NULL"
    ours = " OR ".join(f"{table.column(name)} IN ({listed})" for name in CODES)
    return (
        f"CASE WHEN {stopped} IS NOT NULL AND {again} THEN {WHYS.index(DEACTIVATED)}"
        f" WHEN NOT coalesce({ours}, false) THEN {WHYS.index(OF_NO_KIND)} END"
    )


def _wanted(table: Table) -> str:
    """The cells of `Cells` as a list, in its order."""
    main = " ".join(
        f"WHEN {table.column(name)} = 'Y' THEN '{number}'" for number, name in enumerate(MAIN, 1)
    )
    listed = ", ".join(table.column(name) for name in (*COLUMNS.values(), *CODES))
    return f"[CASE {main} END, {listed}]"


def _cells_of(values: Sequence[str | None]) -> Cells:
    primary, *cells = ((value or "").strip() for value in values)
    fields = dict(zip(COLUMNS, cells, strict=False))
    return Cells(primary=primary, taxonomies=tuple(cells[len(COLUMNS) :]), **fields)


def _date(table: Table, name: str) -> str:
    return f"try_strptime({table.column(name)}, '%m/%d/%Y')"


def _day(text: str) -> date | None:
    """The day of '20251231'; None where there is none."""
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 # a day has no zone
    except ValueError:
        return None
