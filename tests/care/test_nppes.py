"""The American list of providers: which rows are taken, what of them, and files that are not what they should be."""

import os
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent.parent.parent / "benchmarks" / "care")]

from nppes_made_up import HEADER, line, lines, write  # noqa: E402

from carrywell.care import nppes  # noqa: E402
from carrywell.care.nppes_file import MOST_DAMAGED, WHY_DAMAGED  # noqa: E402
from carrywell.care.place import BadFile, LeftOut, Place, Point, Town  # noqa: E402
from carrywell.guideline.care_kinds import NO_CARE_KINDS, CareKinds, Taxonomy  # noqa: E402

HERE = "Business Practice Location Address"
TAXONOMY = "Healthcare Provider Taxonomy Code_{}".format
SWITCH = "Healthcare Provider Primary Taxonomy Switch_{}".format
JANE = {
    "NPI": "9000000001",
    "Entity Type Code": "1",
    "Provider Last Name (Legal Name)": "ROE",
    "Provider First Name": "JANE",
    "Provider Name Prefix Text": "DR.",
    "Provider Credential Text": "M.D.",
    f"Provider First Line {HERE}": "1 MADE UP ST",
    f"Provider Second Line {HERE}": "SUITE 4",
    f"Provider {HERE} City Name": "NEW YORK",
    f"Provider {HERE} State Name": "NY",
    f"Provider {HERE} Postal Code": "100011234",
    f"Provider {HERE} Country Code (If outside U.S.)": "US",
    f"Provider {HERE} Telephone Number": "2125550101",
    "Last Update Date": "02/29/2024",
    TAXONOMY(1): "207V00000X",
    SWITCH(1): "Y",
}
CLINIC = JANE | {
    "NPI": "9000000002",
    "Entity Type Code": "2",
    "Provider Organization Name (Legal Business Name)": "OB GYN OF NY, LLC",
    "Provider Last Name (Legal Name)": "",
    "Provider First Name": "",
}
NEVER = "never closes"
FIRST_LINE = line(dict(zip(HEADER, HEADER, strict=True)))


@pytest.fixture(scope="module")
def kinds():
    meant = {
        "207V00000X": "gynaecologist",
        "367A00000X": "midwife",
        "176B00000X": "midwife",
        "225100000X": "physiotherapist",
        "171100000X": "acupuncturist",
        "207Q00000X": "general_practice",
        "282N00000X": "emergency_hospital",
        "3336C0003X": "supplies",
    }
    taxonomies = tuple(
        Taxonomy(
            code=code, name=code, kind=kind, sources=("carrywell-design",), source_checked=False
        )
        for code, kind in meant.items()
    )
    return CareKinds(kinds=(), openstreetmap=(), taxonomies=taxonomies)


@pytest.fixture
def read(tmp_path, kinds):
    """What is read from rows, given as cells or as lines."""

    def reading(*rows, header=FIRST_LINE):
        content = [one if isinstance(one, bytes) else _line(one) for one in (header, *rows)]
        path = tmp_path / "npidata_pfile_20050523-20261109.csv"
        path.write_bytes(b"".join(content))
        return list(nppes.read(path, kinds))

    return reading


def _line(row):
    return (row if isinstance(row, str) else line(row)).encode()


def places(found):
    return [one for one in found if isinstance(one, Place)]


def left_out(found):
    return {(one.why, one.count) for one in found if isinstance(one, LeftOut)}


def test_a_person_as_the_file_has_her(read):
    (place,) = places(read(JANE))
    assert place == Place(
        id="9000000001",
        name="Dr Jane Roe, M.D.",
        kinds=("gynaecologist",),
        point=Point(40.7484, -73.9967),
        is_approximate=True,
        phone="+1 212-555-0101",
        address="1 MADE UP ST, SUITE 4, NEW YORK, NY 10001",
        country="US",
        as_of=date(2024, 2, 29),
    )


def test_an_organisation_keeps_its_name_as_it_is_written(read):
    door = {
        "Provider Other Organization Name": "THE SAMPLE CLINIC",
        "Provider Other Organization Name Type Code": "3",
    }
    former = door | {"Provider Other Organization Name Type Code": "4"}
    names = [one.name for one in places(read(CLINIC, CLINIC | door, CLINIC | former))]
    assert names == ["OB GYN OF NY, LLC", "THE SAMPLE CLINIC", "OB GYN OF NY, LLC"]


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("JANE", "ROE", "Jane Roe"),
        ("MARY-ANN J", "SMITH-JONES", "Mary-Ann J Smith-Jones"),
        ("ZOË", "MÜLLER", "Zoë Müller"),
        ("JANE", "MCDONALD", "Jane MCDONALD"),
        ("JANE", "McDONALD", "Jane McDONALD"),
        ("JANE", "MACK", "Jane Mack"),
        ("JANE", "LEE", "Jane Lee"),
        ("JANE", "LEBLANC", "Jane LEBLANC"),
        ("DEANNA", "O'BRIEN", "DEANNA O'BRIEN"),
        ("JANE", "DE LA CRUZ", "Jane DE LA CRUZ"),
        ("JANE", "VAN DYKE", "Jane VAN DYKE"),
        ("J.", "NG", "J. NG"),
        ("jane", "Roe", "jane Roe"),
        ("", "ROE", "Roe"),
    ],
)
def test_a_name_in_capitals_is_changed_only_where_that_is_sure(read, first, last, says):
    named = {"Provider First Name": first, "Provider Last Name (Legal Name)": last}
    bare = {"Provider Name Prefix Text": "MS.", "Provider Credential Text": ""}
    assert [one.name for one in places(read(JANE | named | bare))] == [says]


def test_any_of_the_fifteen_taxonomies_counts_and_the_main_one_comes_first(read):
    codes = {
        TAXONOMY(1): "122300000X",
        SWITCH(1): "N",
        TAXONOMY(2): "171100000X",
        TAXONOMY(3): "225100000X",
        SWITCH(3): "Y",
        TAXONOMY(15): "176B00000X",
    }
    (place,) = places(read(JANE | codes))
    assert place.kinds == ("physiotherapist", "acupuncturist", "midwife")


def test_a_person_is_no_hospital(read):
    hospital = {TAXONOMY(1): "282N00000X"}
    both = hospital | {TAXONOMY(2): "207V00000X"}
    found = read(JANE | hospital, JANE | both, CLINIC | hospital)
    assert [one.kinds for one in places(found)] == [("gynaecologist",), ("emergency_hospital",)]
    assert ("it is a person with the taxonomy code of an organisation", 1) in left_out(found)


@pytest.mark.parametrize(
    ("stopped", "restarted", "is_taken"),
    [
        ("", "", True),
        ("01/31/2020", "", False),
        ("01/31/2020", "02/01/2021", True),
        ("03/01/2022", "02/01/2021", False),
        ("nonsense", "", False),
        ("nonsense", "02/01/2021", True),
    ],
)
def test_who_stopped_is_left_out_until_she_is_back(read, stopped, restarted, is_taken):
    dates = {"NPI Deactivation Date": stopped, "NPI Reactivation Date": restarted}
    found = read(JANE | dates)
    assert bool(places(found)) is is_taken
    assert left_out(found) == (set() if is_taken else {(nppes.DEACTIVATED, 1)})


def test_other_taxonomies_are_told_all_at_once(read):
    found = read(*[JANE | {TAXONOMY(1): "122300000X"}] * 5000, JANE)
    assert left_out(found) == {(nppes.OF_NO_KIND, 5000)}
    assert len(places(found)) == 1


def test_a_guideline_without_kinds_takes_nothing(tmp_path):
    path = write(tmp_path / "a.csv", 300)
    found = list(nppes.read(path, NO_CARE_KINDS))
    assert {one.why for one in found} == {nppes.OF_NO_KIND, nppes.DEACTIVATED}
    assert sum(one.count for one in found) == 300


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({f"Provider {HERE} Postal Code": "00000"}, "where its postcode is, is not known"),
        ({f"Provider {HERE} Postal Code": ""}, "where its postcode is, is not known"),
        ({f"Provider {HERE} Postal Code": "K1A 0B1"}, "where its postcode is, is not known"),
        (
            {f"Provider {HERE} Country Code (If outside U.S.)": "CA"},
            "where its postcode is, is not known",
        ),
        ({f"Provider {HERE} State Name": "CA"}, "its postcode is in another state than it says"),
        ({"NPI": "12"}, "its number has not ten digits"),
        ({"NPI": ""}, "its number has not ten digits"),
        (
            {"Provider Last Name (Legal Name)": ""},
            "it has no name, or is neither a person (1) nor an organisation (2)",
        ),
        (
            {"Entity Type Code": "3"},
            "it has no name, or is neither a person (1) nor an organisation (2)",
        ),
    ],
)
def test_a_row_that_cannot_be_used_says_why(read, change, why):
    found = read(JANE | change, CLINIC)
    assert left_out(found) == {(why, 1)}
    assert [one.id for one in places(found)] == ["9000000002"]


@pytest.mark.parametrize("phone", ["", "0000000000", "555", "2121550101", "911", "12345678901234"])
def test_what_is_no_telephone_number_is_not_shown(read, phone):
    (place,) = places(read(JANE | {f"Provider {HERE} Telephone Number": phone}))
    assert place.phone is None


def test_white_space_and_invisible_letters_do_not_get_through(read):
    row = JANE | {
        "Provider First Name": " JANE ",
        "Provider Last Name (Legal Name)": "R\u202eO\nE\0",
    }
    assert [one.name for one in places(read(row))] == ["Dr Jane RO E, M.D."]


def test_the_towns_and_postcodes_of_the_states_come_last(read):
    found = read(JANE)
    towns = [one for one in found if isinstance(one, Town)]
    assert found[-len(towns) :] == towns
    assert {"10001", "New York"} <= {one.name for one in towns}
    assert {one.within[-2:] for one in towns} == {"NY"}


def test_the_same_file_gives_the_same_rows_in_the_order_of_the_file(tmp_path, kinds):
    path = write(tmp_path / "npidata_pfile_20050523-20261109.csv", 15_000, seed=3)
    once, again = list(nppes.read(path, kinds)), list(nppes.read(path, kinds))
    assert once == again
    ids = [one.id for one in places(once)]
    assert len(ids) > 1000
    assert ids == sorted(ids)


def test_every_row_is_accounted_for(tmp_path, kinds):
    path = write(tmp_path / "npidata_pfile_20050523-20261109.csv", 5000, seed=4)
    told = Counter()
    for one in nppes.read(path, kinds):
        told[type(one)] += one.count if isinstance(one, LeftOut) else 1
    assert told[Place] + told[LeftOut] == 5000


def test_progress_never_falls_and_ends_at_one(tmp_path, kinds):
    path = write(tmp_path / "npidata_pfile_20050523-20261109.csv", 25_000)
    told = []
    for _ in nppes.read(path, kinds, progress=told.append):
        pass
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert len(told) == 4


def test_lines_may_end_as_on_windows_and_begin_with_a_mark(read):
    header = "\ufeff" + FIRST_LINE
    rows = (line(JANE), line(CLINIC))
    found = read(*(one.replace("\n", "\r\n") for one in rows), header=header.replace("\n", "\r\n"))
    assert [one.id for one in places(found)] == ["9000000001", "9000000002"]


def test_few_columns_in_another_order_and_parted_by_semicolons_do(tmp_path, kinds):
    names = [*nppes.NEEDED[::-1], "Last Update Date"]
    row = [JANE.get(name, "") for name in names]
    path = tmp_path / "mine.csv"
    path.write_text(";".join(names) + "\n" + ";".join(row) + "\n", encoding="utf-8")
    (place,) = places(nppes.read(path, kinds))
    assert (place.name, place.as_of) == ("Jane Roe", date(2024, 2, 29))


DAMAGED = {
    "a row too short": ('"9","1"\n', "MISSING COLUMNS"),
    "a row too long": (line(JANE).rstrip("\n") + ',"x","y"\n', "TOO MANY COLUMNS"),
    "latin-1": (line(JANE | {"Provider First Name": "ZOË"}).encode("latin-1"), "INVALID ENCODING"),
    "a quote within": (line(JANE).replace("MADE UP", 'MADE "UP'), "UNQUOTED VALUE"),
    "a quote that never closes": (
        line(JANE | {"Provider First Name": NEVER}).replace(f'{NEVER}"', NEVER),
        "UNQUOTED VALUE",
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_one_damaged_row_costs_only_itself(read, damage):
    row, kind = DAMAGED[damage]
    found = read(CLINIC, row, *[CLINIC] * 20)
    assert left_out(found) == {(WHY_DAMAGED[kind], 1)}
    (told,) = [one for one in found if isinstance(one, LeftOut)]
    assert told.where.startswith("row 3")
    assert len(places(found)) == 21


def test_many_damaged_rows_make_a_bad_file(read):
    bad = line(JANE | {"Provider First Name": "ZOË"}).encode("latin-1")
    assert len(places(read(JANE, *[bad] * MOST_DAMAGED))) == 1
    with pytest.raises(BadFile, match=r"first is row 3, column 'Provider First Name': .*UTF-8"):
        read(JANE, *[bad] * (MOST_DAMAGED + 1))


def test_damage_that_hides_other_damage_makes_a_bad_file(read):
    """Each column too many is told: very many fill the list, so that other rows could be missed."""
    with pytest.raises(BadFile, match="more columns than the header"):
        read(JANE, *["x," * 9000 + "\n"] * 4)


@pytest.mark.parametrize("field", ["A" * 50_000_000, "x," * 2_000_000, "\n" + "A" * 100_000])
def test_a_huge_row_makes_a_bad_file_at_once(read, field):
    with pytest.raises(BadFile, match=r"row [34] is longer than 32768 bytes"):
        read(JANE, line(JANE | {"Provider First Name": NEVER}).replace(NEVER, field))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'"NPI","Entity Type Code"\n"9","1"\n', "columns 'Provider Organization Name"),
        (
            b'"NPI","Entity Type Code","Provider \xcb"\n"9","1",""\n',
            "header is not written in UTF-8",
        ),
        (b'"NPI","Entity Type Code', "header does not end"),
        (b'"NPI","Entity Type Code"', "header does not end"),
        (b'"NPI","Entity" Type Code\n', "header cannot be read"),
        (("x" * 100_000 + ",y\n").encode(), "header does not end"),
        (b"", "is empty"),
    ],
)
def test_another_header_is_refused(tmp_path, kinds, content, says):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    for reading in (lambda: list(nppes.read(path, kinds)), lambda: nppes.dataset_of(path)):
        with pytest.raises(BadFile, match=says):
            reading()


def test_a_file_that_breaks_off_is_refused(tmp_path, kinds):
    path = write(tmp_path / "npidata_pfile_20050523-20261109.csv", 20)
    os.truncate(path, path.stat().st_size - 700)
    with pytest.raises(BadFile, match="last row breaks off"):
        list(nppes.read(path, kinds))


def test_the_last_row_needs_no_line_end(read):
    assert len(places(read(CLINIC, line(JANE).rstrip("\n")))) == 2


def test_a_name_with_signs_of_a_pattern_is_that_file_alone(tmp_path, kinds):
    for name, row in (("a[1]?.csv", JANE), ("a1x.csv", CLINIC)):
        (tmp_path / name).write_text(FIRST_LINE + line(row))
    (place,) = places(nppes.read(tmp_path / "a[1]?.csv", kinds))
    assert place.id == JANE["NPI"]


def test_nothing_is_written_beside_the_file_or_left_behind(tmp_path, kinds, monkeypatch):
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spill))
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    rows = nppes.read(write(folder / "a.csv", 3000), kinds)
    next(rows)
    assert list(spill.iterdir())
    rows.close()
    assert list(spill.iterdir()) == []
    assert [one.name for one in folder.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("name", "is_called", "as_of"),
    [
        ("npidata_pfile_20050523-20261109.csv", "nppes", date(2026, 11, 9)),
        (
            "npidata_pfile_20261102-20261108.csv",
            "nppes-npidata_pfile_20261102-20261108",
            date(2026, 11, 8),
        ),
        ("new_york.csv", "nppes-new_york", date(2024, 2, 29)),
        ("npidata_pfile_20050523-20269999.csv", "nppes", date(2024, 2, 29)),
    ],
)
def test_a_part_of_the_list_does_not_replace_the_whole(tmp_path, name, is_called, as_of):
    rows = (
        dict(zip(HEADER, HEADER, strict=True)),
        JANE,
        CLINIC | {"Last Update Date": "12/31/2023"},
    )
    (tmp_path / name).write_text("".join(map(line, rows)), encoding="utf-8")
    dataset = nppes.dataset_of(tmp_path / name)
    assert (dataset.name, dataset.as_of) == (is_called, as_of)
    assert "CMS" in dataset.credit


def test_no_date_in_any_row_is_no_age(tmp_path):
    path = tmp_path / "a.csv"
    rows = (dict(zip(HEADER, HEADER, strict=True)), JANE | {"Last Update Date": "soon"})
    path.write_text("".join(map(line, rows)), encoding="utf-8")
    assert nppes.dataset_of(path).as_of is None


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path):
    """A run over 1e5 rows may hold 64 MB more than one over a thousand; the file has 111 MB."""
    import subprocess

    script = (
        "import resource, sys; from pathlib import Path; from carrywell.care import nppes;"
        "from carrywell.api import load_guideline;"
        "kinds = load_guideline().content.care_kinds;"
        "print(sum(1 for _ in nppes.read(Path(sys.argv[1]), kinds)),"
        "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    most = []
    for rows in (1000, 100_000):
        path = write(tmp_path / f"{rows}.csv", rows)
        said = subprocess.run(
            [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True
        )
        most.append(float(said.stdout.split()[1]))
    assert most[1] - most[0] < 64


def test_made_up_files_are_the_same_each_time_and_name_nobody():
    once = list(lines(200, seed=9))
    assert once == list(lines(200, seed=9)) != list(lines(200, seed=8))
    assert len(HEADER) == 330
    assert all(one.startswith('"9') for one in once[1:])
    assert {one.count('","') for one in once} == {329}
