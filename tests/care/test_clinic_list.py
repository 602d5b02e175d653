"""A clinic's own list: what may stand in it, what is said of what may not, and that nothing is lost on the way."""

import importlib.util
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carrywell.api import load_guideline
from carrywell.care import clean, clinic_list
from carrywell.care.clinic_columns import CALLED, UNKNOWN
from carrywell.care.clinic_list import TEMPLATE, write
from carrywell.care.clinic_sheet import GUESSED, LARGEST
from carrywell.care.formats import format_of, open_file
from carrywell.care.place import BadFile, LeftOut, Place, Point

KINDS = load_guideline().content.care_kinds
ROE = "name;kind;latitude;longitude\nJane Roe;midwife;52,5;13.4\n"


@pytest.fixture
def read(tmp_path):
    """What is read from a list, given as text or bytes."""

    def reading(content, **options):
        path = tmp_path / "our places.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(clinic_list.read(path, KINDS, **options))

    return reading


@pytest.fixture
def cell(read):
    """The place of a row with these cells beside a name, a kind and a point, or why it is none."""

    def reading(**cells):
        row = {
            "name": "Jane Roe",
            "kind": "midwife",
            "latitude": "40.75",
            "longitude": "-73.99",
        } | cells
        good = {"name": "Good", "kind": "midwife", "latitude": "1", "longitude": "1"}
        text = (
            "\t".join(row)
            + "\n"
            + "".join(
                "\t".join('"' + one.get(name, "").replace('"', '""') + '"' for name in row) + "\n"
                for one in (row, good)
            )
        )
        (told, _) = read(text)
        return told

    return reading


def places(found):
    return [one for one in found if isinstance(one, Place)]


def test_a_row_with_everything(cell):
    place = cell(
        id="7",
        country="us",
        phone="(212) 555-0101",
        website="www.example.org",
        address="1 Made Up St",
        opening_hours="Mo-Fr 09:00-17:00; Sa 10:00-13:00",
        wheelchair="limited",
        languages="en; ES",
        emergency="No",
        as_of="2026-11-23",
    )
    assert place == Place(
        id="7",
        name="Jane Roe",
        kinds=("midwife",),
        point=Point(40.75, -73.99),
        phone="+1 212-555-0101",
        website="https://www.example.org",
        address="1 Made Up St",
        opening_hours="Mo-Fr 09:00-17:00; Sa 10:00-13:00",
        wheelchair="limited",
        languages=("en", "es"),
        emergency=False,
        country="US",
        as_of=date(2026, 11, 23),
    )


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_separator_and_encoding_of_a_spreadsheet_program(read, encoding, separator, end):
    rows = (("Name", "Kind", "LAT", "Lng"), ("Zoë Müller", "Midwife", "52.5", "13.4"))
    text = "".join(separator.join(row) + end for row in rows)
    found = read(text.encode(encoding))
    (place,) = places(found)
    assert (place.name, place.point) == ("Zoë Müller", Point(52.5, 13.4))
    remarks = [one for one in found if isinstance(one, LeftOut)]
    assert remarks == ([LeftOut("the file", GUESSED, 0)] if encoding == "cp1252" else [])


def test_a_line_that_tells_the_separator_is_no_row(read):
    assert len(places(read("sep=;\r\n" + ROE))) == 1


@pytest.mark.parametrize(
    "header",
    [
        "NAME,Kinds,lat,lng",
        " name , kind ,Latitude,LONG",
        "Name,Kind,latitude,Lon",
        '"name","kind","lat","lon"',
    ],
)
def test_headers_are_taken_as_people_write_them(read, header):
    assert len(places(read(f"{header}\nJane Roe,midwife,52.5,13.4\n"))) == 1


def test_every_column_has_one_meaning():
    names = [name for column, others in CALLED.items() for name in (column, *others)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("midwife", ("midwife",)),
        ("Midwives", ("midwife",)),
        ("MIDWIFE; physiotherapist", ("midwife", "physiotherapist")),
        ("midwife, Midwife", ("midwife",)),
        ("maternity unit", ("maternity_unit",)),
        ("amenity=pharmacy", ("supplies",)),
        ("healthcare=midwife; name=x", ("midwife",)),
    ],
)
def test_a_kind_by_its_id_its_name_or_tags(cell, text, kinds):
    assert cell(kind=text).kinds == kinds


def test_every_kind_can_be_named_as_it_is_shown(cell):
    for kind in KINDS.kinds:
        for name in (kind.id, kind.name, kind.plural):
            assert cell(kind=name).kinds == (kind.id,)


@pytest.mark.parametrize(
    ("cells", "where", "why"),
    [
        ({"name": " "}, "name empty", "name must be there"),
        ({"kind": "dentist"}, "kind 'dentist'", "kind must be one or more of maternity_unit, "),
        ({"kind": "midwife; dentist"}, "kind 'midwife; dentist'", "kind must be one or more of"),
        ({"kind": "amenity=bench"}, "kind 'amenity=bench'", "kind must be one or more of"),
        ({"kind": ""}, "kind empty", "kind must be one or more of"),
        ({"latitude": "90.1"}, "latitude '90.1'", "must be degrees from -90 to 90"),
        ({"longitude": "-181"}, "longitude '-181'", "must be degrees from -180 to 180"),
        ({"latitude": "52°31'N"}, "latitude", "must be degrees from -90 to 90"),
        ({"latitude": "nan"}, "latitude 'nan'", "must be degrees from -90 to 90"),
        ({"latitude": "52520008"}, "latitude '52520008'", "must be degrees from -90 to 90"),
        ({"latitude": ""}, "latitude empty", "a postcode alone does only for country US"),
        ({"longitude": ""}, "longitude empty", "a postcode alone does only for country US"),
        ({"latitude": "0", "longitude": "0,0"}, "latitude '0'", "lies in the sea"),
        ({"phone": "call us"}, "phone 'call us'", "must be a telephone number"),
        ({"website": "javascript:alert(1)"}, "website", "must be the address of a page"),
        ({"opening_hours": "x" * 501}, "opening_hours", "at most 500 letters"),
        ({"wheelchair": "maybe"}, "wheelchair 'maybe'", "must be yes, limited or no"),
        ({"emergency": "sometimes"}, "emergency 'sometimes'", "must be yes or no"),
        ({"languages": "English"}, "languages 'English'", "codes of two or three letters"),
        ({"country": "Germany"}, "country 'Germany'", "two letters of ISO 3166"),
        ({"as_of": "11/23/2026"}, "as_of '11/23/2026'", "a day such as 2026-11-23"),
        ({"as_of": "2026-02-30"}, "as_of '2026-02-30'", "a day such as 2026-11-23"),
        ({"id": "x" * 101}, "id 'xxx", "at most 100 letters"),
        (
            {"kind": "emergency_hospital", "emergency": "no"},
            "emergency 'no'",
            "yes or empty for the kind",
        ),
        ({"country": "US", "postcode": "90210"}, "40.75, -73.99", "within 100 km of the postcode"),
        (
            {"country": "US", "postcode": "10001", "state": "CA"},
            "10001 CA",
            "in the state that the row says",
        ),
        ({"postcode": "10001", "state": "CA"}, "country empty", "if it is the USA"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_with_what_may_stand_there(cell, cells, where, why):
    told = cell(**cells)
    assert isinstance(told, LeftOut)
    assert told.where.startswith("row 2, ")
    assert where in told.where
    assert why in told.why
    assert told.count == 1


@pytest.mark.parametrize("unknown", ["", " ", "?", "-", "n/a", "N/A", "unknown"])
def test_what_is_not_known_is_not_no(cell, unknown):
    place = cell(
        phone=unknown, website=unknown, wheelchair=unknown, emergency=unknown, opening_hours=unknown,
        languages=unknown, country=unknown, as_of=unknown,
    )  # fmt: skip
    assert (place.phone, place.website, place.wheelchair, place.emergency) == (None,) * 4
    assert (place.opening_hours, place.languages, place.country, place.as_of) == (
        None,
        (),
        None,
        None,
    )


def test_a_hospital_without_emergencies_keeps_what_else_it_is(cell):
    place = cell(kind="emergency_hospital; maternity_unit", emergency="no")
    assert (place.kinds, place.emergency) == (("maternity_unit",), False)


def test_an_american_postcode_does_for_a_point(cell):
    for cells in ({"country": "US"}, {"state": "NY"}):
        place = cell(latitude="", longitude="", postcode="10001-1234", **cells)
        assert (place.point, place.is_approximate) == (Point(40.7484, -73.9967), True)
        assert place.country == "US"


def test_a_postcode_of_another_country_is_none_of_the_usa(cell):
    """28001 is in Madrid, and in North Carolina."""
    assert cell(postcode="28001", country="ES").country == "ES"
    assert cell(postcode="28001", state="Madrid").country is None
    assert isinstance(cell(latitude="", longitude="", postcode="28001", country="ES"), LeftOut)


def test_the_city_goes_behind_the_street(cell):
    american = cell(address="1 Made Up St", city="New York", state="NY", postcode="100011234")
    assert american.address == "1 Made Up St, New York, NY 10001"
    spanish = cell(address="Calle Ficticia 1", city="Madrid", postcode="28001", country="ES")
    assert spanish.address == "Calle Ficticia 1, 28001 Madrid"


def test_a_kind_for_the_whole_list_fills_rows_that_say_none(read):
    text = "name,kind,lat,lon\nA,,1,1\nB,midwife,1,2\n"
    assert [one.kinds for one in places(read(text, kind="Acupuncturist"))] == [
        ("acupuncturist",),
        ("midwife",),
    ]
    with pytest.raises(BadFile, match=r"kind must be one or more of .* not 'dentist'"):
        read(text, kind="dentist")


def test_unknown_columns_are_told_and_cost_no_row(read):
    found = read("name,kind,lat,lon,fax,=cmd\nA,midwife,1,1,x,y\n")
    assert [one.where for one in found if isinstance(one, LeftOut)] == [
        "column 'fax'",
        "column '=cmd'",
    ]
    assert {one.count for one in found if isinstance(one, LeftOut)} == {0}
    assert len(places(found)) == 1


def test_rows_that_are_the_same_place_are_taken_once(read):
    found = read("name;kind;lat;lon\nA;midwife;1;1\nB;midwife;1;1\n\na;physiotherapist;1;1\n")
    assert [one.name for one in places(found)] == ["A", "B"]
    assert [one.where for one in found if isinstance(one, LeftOut)] == ["row 5, as row 2"]


def test_a_place_keeps_its_id_when_rows_move(read):
    one, other = "A;midwife;1;1\n", "B;midwife;1;2\n"
    header = "name;kind;lat;lon\n"
    ids = {place.name: place.id for place in places(read(header + one + other))}
    assert {place.name: place.id for place in places(read(header + other + one))} == ids


def test_a_comma_too_many_is_told(read):
    found = read("name,kind,lat,lon\nA,midwife,52,5,13,4\nB,midwife,1,1,,\n")
    assert [one.name for one in places(found)] == ["B"]
    assert "more cells than the header" in found[0].why


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"anything\nat all\n", "needs the columns name, kind, latitude and longitude"),
        (b"name;kind\nA;midwife\n", "needs the columns"),
        (b"name;kind;lat\nA;midwife;1\n", "needs the columns"),
        (b"name;lat;latitude;lon\n", "both mean latitude"),
        (b"name;lat;lon\nA;1;1\n", "no column says the kind"),
        (b"name;kind;lat;lon\n", "no row below the header"),
        (
            b"name;kind;lat;lon\nA;dentist;1;1\nB;midwife;x;1\n",
            "none of its 2 rows .* row 2, kind 'dentist'",
        ),
        (b'name;kind;lat;lon\nA;midwife;1;"1\n', "row 2 cannot be read"),
        (b'name;kind;lat;lon\n"A"x;midwife;1;1\n', "row 2 cannot be read"),
        (b"name;kind;lat;lon\n" + b"A" * 200_000 + b";midwife;1;1\n", "row 2 cannot be read"),
        (b"name;kind;lat;lon\nA\0;midwife;1;1\n", "no text in UTF-8"),
        (b"name;kind;lat;lon\nA\x81;midwife;1;1\n", "no text in UTF-8"),
        (b"\xff\xfen\0a\0m", "no text in UTF-8"),
        (b"name;kind;lat;lon\n" + b" " * LARGEST, "larger than 64 MB"),
    ],
)
def test_a_list_without_one_usable_row_is_a_bad_file(read, content, says):
    with pytest.raises(BadFile, match=says) as refused:
        read(content)
    assert str(refused.value).startswith("our places.csv: ")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadFile, match="cannot be opened"):
        clinic_list.dataset_of(tmp_path / "missing.csv")


def test_the_data_set_is_named_after_the_file_and_as_old_as_its_newest_row(tmp_path):
    path = tmp_path / "our_places.csv"
    path.write_text(
        "name,kind,lat,lon,checked\nA,midwife,1,1,2026-01-02\nB,midwife,1,2,2025-12-31\nC,,,,soon\n"
    )
    dataset, rows = open_file(path, KINDS)
    assert (dataset.name, dataset.title) == ("list-our_places", "our places")
    assert dataset.as_of == date(2026, 1, 2)
    assert len(places(rows)) == 2
    path.write_text(ROE)
    assert clinic_list.dataset_of(path).as_of is None


def test_progress_never_falls_and_ends_at_one(read):
    told = []
    read(
        "name;kind;lat;lon\n" + "".join(f"A{n};midwife;1;1\n" for n in range(1200)),
        progress=told.append,
    )
    assert told == sorted(told)
    assert (told[0], told[-1], len(told)) == (0.0, 1.0, 4)


def test_the_template_is_a_list_to_fill_in(read, tmp_path):
    with pytest.raises(BadFile, match="no row below the header"):
        read(TEMPLATE)
    names = TEMPLATE.partition("\n")[0].split(",")
    assert set(names) <= set(CALLED)
    assert all(kind.id in TEMPLATE for kind in KINDS.kinds)
    row = {"name": "Jane Roe", "kind": "midwife", "latitude": "52.5", "longitude": "13.4"}
    found = read(TEMPLATE + ",".join(row.get(name, "") for name in names) + "\n")
    assert [one.name for one in found] == ["Jane Roe"]
    (tmp_path / "template.csv").write_text(TEMPLATE)
    assert format_of(tmp_path / "template.csv") == "clinic_list"


def shown(most):
    """Text as `clean` gives it, so that nothing of it is lost on the way."""
    return (
        st.text(max_size=most)
        .map(clean.plain)
        .filter(lambda text: text and text.casefold() not in UNKNOWN)
    )


PLACES = st.builds(
    Place,
    id=shown(40),
    name=shown(60),
    kinds=st.lists(
        st.sampled_from([one.id for one in KINDS.kinds if one.id != "emergency_hospital"]),
        min_size=1, unique=True,
    ).map(tuple),
    point=st.builds(
        Point,
        st.floats(-90, 90).map(lambda value: round(value, 7)),
        st.floats(-180, 180).map(lambda value: round(value, 7)),
    ).filter(lambda point: point != Point(0.0, 0.0)),
    is_approximate=st.booleans(),
    phone=st.sampled_from([None, "+49 30 5550101", "+1 212-555-0101", "112"]),
    website=st.sampled_from([None, "https://example.org/a?b=1", "http://müller.example/"]),
    address=st.none() | shown(80),
    opening_hours=st.sampled_from([None, "24/7", "Mo-Fr 09:00-17:00; PH off", '"by appointment"']),
    wheelchair=st.sampled_from([None, "yes", "limited", "no"]),
    languages=st.lists(st.sampled_from(["en", "de", "tr", "haw"]), unique=True).map(tuple),
    emergency=st.sampled_from([None, True, False]),
    country=st.sampled_from([None, "DE", "US"]),
    as_of=st.none() | st.dates(),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(PLACES, min_size=1, max_size=5, unique_by=lambda place: place.id))
def test_a_list_written_and_read_back_is_the_same(tmp_path_factory, listed):
    path = tmp_path_factory.mktemp("list") / "list.csv"
    path.write_text(write(listed), encoding="utf-8", newline="")
    assert list(clinic_list.read(path, KINDS)) == listed
    for line in path.read_text("utf-8").splitlines()[1:]:
        assert not line.startswith(("=", "+", "@"))


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: (ROE + text).encode()))
def test_any_file_at_all_gives_rows_or_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("list") / "list.csv"
    path.write_bytes(content)
    try:
        assert all(isinstance(one, Place | LeftOut) for one in clinic_list.read(path, KINDS))
    except BadFile as refused:
        assert str(refused).startswith("list.csv: ")  # noqa: PT017 # either is right


PROVIDERS = (
    Path(*importlib.util.find_spec("synthea").submodule_search_locations)
    / "resources"
    / "providers"
)


def test_a_real_list_of_hospitals_and_why_some_are_left_out():
    """10,678 rows of the American hospitals: without a kind, some twice, some on other continents."""
    dataset, rows = open_file(PROVIDERS / "hospitals.csv", KINDS, kind="emergency_hospital")
    found = list(rows)
    taken = places(found)
    why = Counter()
    for one in found:
        if isinstance(one, LeftOut):
            why[one.why] += one.count
    assert dataset.name == "list-hospitals"
    assert why == {
        "a column that is not known; what is in it was not read": 0,
        "emergency must be yes or empty for the kind emergency_hospital": 709,
        "latitude and longitude must be within 100 km of the postcode": 216,
        "country must be there: if it is the USA, postcode and state do not fit each other": 63,
        "the same place, or one with the same id, came before": 682,
    }
    assert len(taken) == 10_678 - why.total()
    assert {one.emergency for one in taken} == {True, None}
    odd = [one for one in taken if one.phone and not one.phone.startswith("+1 ")]
    assert Counter(one.country for one in odd) == {None: 8, "US": 2}
    # from American Samoa to Alaska
    assert all(-15 < one.point.latitude < 72 for one in taken if one.country == "US")
