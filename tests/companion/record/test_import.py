"""Reading a copy back: all of it or nothing, and one sentence that says why not."""

import copy as copies
import io
import json
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carrywell.companion.check.models import CheckIn
from carrywell.companion.numbers import kept_numbers
from carrywell.companion.people.models import Account, Person, Pregnancy, StandingFact
from carrywell.companion.record import archive
from carrywell.companion.record.archive import CannotImport, json_in
from carrywell.companion.record.exporting import as_zip, copy_of
from carrywell.companion.record.importing import read_copy, take_over

from .conftest import NOW, replacing, the_json, upload, zipped


@pytest.mark.usefixtures("full")
def test_what_was_exported_is_read_back_the_same(client):
    before = the_json()
    content = b"".join(as_zip(copy_of(Account.objects.local(), NOW)))
    client.post("/data/delete/", {"word": "DELETE"})
    assert not Person.objects.exists()
    response = client.post("/data/read-back/", {"file": upload(content)})
    assert response.headers["Location"] == "/data/"
    assert the_json() == before


@pytest.mark.usefixtures("full")
def test_the_json_alone_can_be_read_back_too(client):
    before = the_json()
    assert replacing(client, before).status_code == 302
    assert the_json() == before


@pytest.mark.usefixtures("full")
def test_the_numbers_to_ring_come_back(client, settings):
    content = the_json()
    client.post("/data/delete/", {"word": "DELETE"})
    assert kept_numbers(settings.DATA).unit is None
    client.post("/data/read-back/", {"file": upload(content)})
    assert kept_numbers(settings.DATA).unit.number == "020 7946 0958"


@pytest.mark.usefixtures("full")
def test_only_looking_changes_nothing(client):
    before = the_json()
    changed = json.loads(before)
    changed["tables"]["pregnancy"][0]["unit_name"] = "Elsewhere"
    page = client.post("/data/read-back/", {"file": upload(changed), "what": "look"})
    assert page.status_code == 200
    assert "Nothing was changed" in page.content.decode()
    assert the_json() == before


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose what shall happen"),
        ({"what": "replace"}, "Type the word REPLACE"),
        ({"what": "replace", "word": "yes"}, "Type the word REPLACE"),
        ({"what": "both"}, "not one of the available choices"),
    ],
)
@pytest.mark.usefixtures("full")
def test_nothing_that_is_here_goes_unasked(client, sent, says):
    before = the_json()
    page = client.post("/data/read-back/", {"file": upload(before), **sent})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert the_json() == before


@pytest.mark.usefixtures("full")
def test_without_a_file_it_says_so(client):
    page = client.post("/data/read-back/", {"what": "look"})
    assert page.status_code == 422
    assert "Choose the file" in page.content.decode()


def changed(change):
    """An export with one thing changed in it."""
    content = json.loads(the_json())
    change(content)
    return content


def put(table, field, value):
    def change(content):
        content["tables"][table][0][field] = value

    return change


MISTAKES = {
    "not a copy of ours": (lambda c: c.update(format="other"), "not a copy made by Carrywell"),
    "newer format": (
        lambda c: c.update(format_version=4),
        "made by a newer Carrywell (format 4; this one reads 3)",
    ),
    "older format": (
        lambda c: c.update(format_version=0),
        "field 'format_version': 0 is not allowed. Allowed: 1 to 3",
    ),
    "format as text": (
        lambda c: c.update(format_version="1"),
        "field 'format_version': '1' is not allowed",
    ),
    "unknown head": (lambda c: c.update(extra=1), "extra"),
    "missing head": (lambda c: c.pop("guideline"), "guideline"),
    "unknown table": (
        lambda c: c["tables"].update(spells=[]),
        "'spells' is not allowed. Allowed: person, pregnancy",
    ),
    "table no list": (lambda c: c["tables"].update(check_in={}), "array"),
    "unknown field": (
        put("pregnancy", "shoe_size", 38),
        "row 1, field 'shoe_size': 38 is not allowed",
    ),
    "missing field": (
        lambda c: c["tables"]["pregnancy"][0].pop("babies"),
        "the field 'babies' is missing",
    ),
    "account": (put("person", "account", 1), "field 'account': 1 is not allowed"),
    "text for number": (
        put("pregnancy", "height_cm", "165"),
        "field 'height_cm': '165' is not allowed. Allowed: a number",
    ),
    "yes for number": (put("pregnancy", "height_cm", True), "field 'height_cm': True"),
    "impossible height": (
        put("pregnancy", "height_cm", 16.5),
        "field 'height_cm': 16.5 is not allowed. Allowed: ",
    ),
    "impossible weight": (put("weight_entry", "weight_kg", 7000), "field 'weight_kg': 7000.0"),
    "impossible babies": (
        put("pregnancy", "babies", 9),
        "field 'babies': 9 is not allowed. Allowed: 1, 2, 3",
    ),
    "negative": (put("relief_session", "move", -1), "field 'move': -1"),
    "too large": (put("relief_session", "move", 10**15), "field 'move'"),
    "pain of eleven": (
        put("relief_session", "pain_before", 11),
        "field 'pain_before': 11 is not allowed. Allowed: 0 to 10",
    ),
    "impossible date": (
        put("pregnancy", "due_date", "2026-02-30"),
        "field 'due_date': '2026-02-30'",
    ),
    "date written oddly": (put("pregnancy", "due_date", "20270101"), "such as 2026-11-23"),
    "time without a zone": (put("check_in", "started_at", "2026-11-23T02:00:00"), "with its zone"),
    "unknown choice": (
        put("pregnancy", "outcome", "moved"),
        "Allowed: one of birth, loss, stopped, or empty",
    ),
    "one of": (put("pregnancy", "dated_by", ""), "field 'dated_by': ''"),
    "too long": (put("pregnancy", "unit_name", "x" * 121), "field 'unit_name'"),
    "null character": (put("pregnancy", "unit_name", "a\0b"), "field 'unit_name'"),
    "nothing where something must be": (put("check_in", "started_at", None), "and not nothing"),
    "reference to nowhere": (
        put("check_in", "pregnancy", 7),
        "Allowed: the id of a row of 'pregnancy' in this file",
    ),
    "id twice": (
        lambda c: c["tables"]["pregnancy"].append(c["tables"]["pregnancy"][0]),
        "row 2, field 'id': 1",
    ),
    "id of zero": (put("pregnancy", "id", 0), "field 'id': 0"),
    "two persons": (
        lambda c: c["tables"]["person"].append({"id": 2, "country": ""}),
        "'person', row 2",
    ),
    "fact twice": (
        lambda c: c["tables"]["standing_fact"].append(
            {**c["tables"]["standing_fact"][0], "id": 999}
        ),
        "does not fit the others",
    ),
    "unknown finding": (put("standing_fact", "finding", "wings"), "field 'finding': 'wings'"),
    "private fact": (put("standing_fact", "finding", "violence"), "field 'finding': 'violence'"),
    "answer of the wrong type": (put("standing_fact", "value", "maybe so"), "field 'value'"),
    "unknown answer": (put("check_in", "answers", {"wings": True}), "field 'answers': 'wings'"),
    "private answer": (put("check_in", "answers", {"violence": True}), "this one never is"),
    "private draft": (
        put("check_in", "draft", {"place": 0, "given": {"self_harm_thoughts": True}}),
        "this one never is",
    ),
    "answer out of range": (put("check_in", "answers", {"pain_score": 11}), "Allowed: 0 to 10"),
    "answers as a list": (put("check_in", "answers", []), "an object with named values"),
    "odd draft": (put("check_in", "draft", {"place": "x"}), "field 'draft'"),
    "no assessment": (put("check_in", "assessment", None), "field 'assessment'"),
    "broken assessment": (
        put("check_in", "assessment", {"urgency": "routine"}),
        "field 'assessment'",
    ),
    "calmer than it was": (put("check_in", "urgency", "soon"), "as in the assessment"),
    "unknown treatment": (
        put("relief_session", "treatment", "leeches"),
        "a treatment of this guideline",
    ),
    "unknown exercise": (
        put("relief_session", "exercises", ["cartwheel"]),
        "field 'exercises': 'cartwheel'",
    ),
    "no exercise": (put("relief_session", "exercises", [{}]), "field 'exercises': {}"),
    "events": (put("relief_session", "events", [1]), "field 'events'"),
    "pain later": (put("relief_session", "pain_later", 11), "0 to 10"),
    "before all time zones": (
        put("check_in", "started_at", "0001-01-01T00:00:00+23:59"),
        "field 'started_at'",
    ),
    "after all time zones": (
        put("relief_session", "ended_at", "9999-12-31T23:59:59+00:00"),
        "field 'ended_at'",
    ),
    "a spasm that ends before it begins": (
        put("spasm", "ended_at", "2026-11-22T02:00:00+00:00"),
        "field 'ended_at': '2026-11-22T02:00:00+00:00' is not allowed. Allowed: nothing, or a moment",
    ),
    "pain beyond ten": (put("pain_entry", "pain_now", 11), "field 'pain_now': 11"),
    "sleep beyond ten": (put("daily_habit", "sleep_quality", 12), "field 'sleep_quality': 12"),
    "a place that is none": (put("daily_habit", "places", ["moon"]), "field 'places': 'moon'"),
    "a step that is none": (put("daily_habit", "steps_done", ["magic"]), "'steps_done': 'magic'"),
    "a measure that is none": (put("clinic_total", "measure", "iq"), "field 'measure': 'iq'"),
    "a total out of range": (put("clinic_total", "score", 25), "field 'score': 25.0"),
    "a week that is no number": (put("weekly_entry", "scores", {"walk": "bad"}), "'scores'"),
    "a point that is not on the earth": (put("kept_place", "latitude", 91), "'latitude': 91"),
    "a long name": (put("search_origin", "name", "x" * 121), "field 'name'"),
    "a place kept twice": (
        lambda c: c["tables"]["kept_place"].append({**c["tables"]["kept_place"][0], "id": 999}),
        "does not fit the others",
    ),
    "a day that nobody can reckon with": (put("pregnancy", "due_date", "0001-01-01"), "due_date"),
}


@pytest.mark.usefixtures("full")
def test_a_copy_of_the_first_format_is_read_back(client):
    before = the_json()

    def older(content):
        content["format_version"] = 1
        for row in content["tables"]["pregnancy"]:
            del row["is_sample"]

    assert replacing(client, changed(older)).status_code == 302
    assert the_json() == before


@pytest.mark.usefixtures("full")
def test_a_copy_from_before_there_were_places_near_her_is_read_back(client):
    def older(content):
        content["format_version"] = 2
        del content["tables"]["kept_place"], content["tables"]["search_origin"]

    assert replacing(client, changed(older)).status_code == 302
    tables = json.loads(the_json())["tables"]
    assert (tables["kept_place"], tables["search_origin"]) == ([], [])
    assert tables["check_in"]


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.usefixtures("full")
def test_a_copy_with_a_mistake_changes_nothing_and_says_what_is_wrong(client, name):
    change, says = MISTAKES[name]
    before = the_json()
    page = replacing(client, changed(change))
    assert page.status_code == 422
    message = page.context["form"].errors["file"][0]
    assert says in message, message
    assert "carrywell.json" in message
    assert len(message) < 1200
    assert the_json() == before


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe\x00",
        b'{"format": NaN}',
        b"[" * 100_000,
        b'{"a": 1e999}',
        b"PK\x03\x04 not a zip",
    ],
)
@pytest.mark.usefixtures("full")
def test_what_is_no_copy_is_refused_in_words(client, text):
    before = the_json()
    page = replacing(client, text)
    assert page.status_code == 422
    assert the_json() == before


def test_a_zip_bomb_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1000)
    bomb = zipped({"carrywell.json": b"0" * 1001})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was read"))
    with pytest.raises(CannotImport, match="would unpack to"):
        json_in(bomb)


def test_many_members_that_are_small_each_are_counted_together(monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1000)
    with pytest.raises(CannotImport, match="would unpack to"):
        json_in(zipped({"carrywell.json": b"{}", "a.csv": b"0" * 600, "b.csv": b"0" * 600}))


@pytest.mark.usefixtures("monkeypatch")
def test_a_member_that_lies_about_its_size_is_refused():
    honest = zipped({"carrywell.json": b"0" * 100_000})
    lying = honest.replace(struct.pack("<L", 100_000), struct.pack("<L", 10))
    assert lying != honest
    with pytest.raises(CannotImport):
        json_in(lying)


def test_too_many_members_are_refused():
    with pytest.raises(CannotImport, match="holds 102 files"):
        json_in(zipped({"carrywell.json": b"{}", **{f"t{n}.csv": b"" for n in range(101)}}))


@pytest.mark.parametrize(
    "name",
    [
        "../carrywell.json",
        "/etc/passwd",
        "..\\x.csv",
        "folder/a.csv",
        "C:a.csv",
        "a.exe",
        "a.csv/",
        "A.CSV",
        "x" * 300 + ".csv",
    ],
)
def test_a_hostile_name_is_refused(name):
    with pytest.raises(CannotImport, match="holds a file called"):
        json_in(zipped({"carrywell.json": b"{}", name: b""}))


def test_a_name_that_stands_twice_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        written.writestr("carrywell.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            written.writestr("carrywell.json", b"{}")
    with pytest.raises(CannotImport, match="two files of the same name"):
        json_in(target.getvalue())


def test_a_zip_without_the_json_a_locked_and_an_oddly_packed_one_are_refused():
    with pytest.raises(CannotImport, match=r"no carrywell.json"):
        json_in(zipped({"person.csv": b""}))
    locked = bytearray(zipped({"carrywell.json": b"{}"}))
    at = locked.rindex(b"PK\x01\x02")
    locked[at + 8] |= 1
    with pytest.raises(CannotImport, match="locked with a password"):
        json_in(bytes(locked))
    odd = io.BytesIO()
    with zipfile.ZipFile(odd, "w", zipfile.ZIP_LZMA) as written:
        written.writestr("carrywell.json", b"{}")
    with pytest.raises(CannotImport, match="packed in a way"):
        json_in(odd.getvalue())


@given(cut=st.integers(0, 2000), at=st.integers(0, 2000), byte=st.integers(0, 255))
def test_a_damaged_zip_is_refused_in_words_or_read(cut, at, byte):
    whole = bytearray(zipped({"carrywell.json": b'{"a": [1, 2, 3]}' * 20, "person.csv": b"id\n"}))
    whole[at % len(whole)] = byte
    broken = bytes(whole[: len(whole) - cut % 50])
    try:
        read = json_in(broken)
    except CannotImport as error:
        said = str(error)
    else:
        said = f"{len(read)} bytes."
    assert said.endswith(".")


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    with pytest.raises(CannotImport, match="larger than"):
        json_in(b"0" * 11)


texts = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=30)
moments = st.datetimes(
    min_value=NOW.replace(tzinfo=None, year=2020),
    max_value=NOW.replace(tzinfo=None, year=2030),
    timezones=st.just(NOW.tzinfo),
)
lasting = {
    "pacemaker": st.booleans(),
    "age": st.integers(10, 60),
    "epilepsy": st.booleans(),
    "age_": st.none(),
}


@st.composite
def lives(draw):
    """What might be stored: pregnancies with facts and unfinished checks."""
    return [
        {
            "about": {
                "started_at": draw(moments),
                "dated_by": "due_date",
                "due_date": draw(
                    st.none()
                    | st.dates(NOW.date().replace(year=2020), NOW.date().replace(year=2030))
                ),
                "babies": draw(st.sampled_from([None, 1, 2, 3])),
                "height_cm": draw(st.none() | st.floats(140, 190)),
                "unit_name": draw(texts),
                "unit_phone": draw(texts),
                "outcome": draw(st.sampled_from(["", "birth", "loss"])),
            },
            "facts": {
                name: draw(lasting[name])
                for name in draw(st.sets(st.sampled_from(["pacemaker", "age", "epilepsy"])))
            },
            "checks": draw(
                st.lists(
                    st.fixed_dictionaries(
                        {
                            "answers": st.dictionaries(
                                st.sampled_from(["back_pain", "worried", "fluid_leak"]),
                                st.none() | st.booleans(),
                            ),
                            "started_at": moments,
                            "updated_at": moments,
                            "draft": st.none() | st.just({"place": 1, "given": {"pain_score": 3}}),
                        }
                    ),
                    max_size=3,
                )
            ),
        }
        for _ in range(draw(st.integers(0, 3)))
    ]


def store(account, life):
    person = Person.objects.create(account=account, country="DE")
    for one in life:
        pregnancy = Pregnancy.objects.create(person=person, **one["about"])
        for name, value in one["facts"].items():
            StandingFact.objects.create(
                pregnancy=pregnancy, finding=name, value=value, confirmed_at=NOW
            )
        for check in one["checks"]:
            CheckIn.objects.create(pregnancy=pregnancy, **check)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(life=lives())
@pytest.mark.usefixtures("db")
def test_whatever_is_stored_comes_back_the_same(life):
    account = Account.objects.local()
    Person.objects.all().delete()
    store(account, life)
    before = the_json()
    copy = read_copy(json_in(b"".join(as_zip(copy_of(account, NOW)))))
    Person.objects.all().delete()
    take_over(account, copies.deepcopy(copy))
    assert the_json() == before


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
@pytest.mark.usefixtures("full")
def test_whatever_stands_in_one_place_either_comes_back_the_same_or_is_refused(data):
    """A copy with one value replaced by anything is taken as it is, or refused with nothing changed."""
    before = the_json()
    content = json.loads(before)
    key = data.draw(st.sampled_from(sorted(content["tables"])))
    row = content["tables"][key][0]
    field = data.draw(st.sampled_from(sorted(row)))
    row[field] = data.draw(
        st.none() | st.booleans() | st.integers() | texts | st.just([]) | st.just({})
    )
    text = json.dumps(content).encode()
    refused = ""
    try:
        take_over(Account.objects.local(), read_copy(text))
    except CannotImport as error:
        refused = str(error)
    if refused:
        assert refused.startswith("carrywell.json")
        assert the_json() == before
    elif field != "id":  # rows are numbered anew
        assert json.loads(the_json())["tables"][key][0][field] == row[field]
    take_over(Account.objects.local(), read_copy(before))


def test_the_server_takes_a_file_as_large_as_is_allowed(settings):
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE == archive.MOST_BYTES


@pytest.mark.usefixtures("full")
def test_a_file_over_the_limit_is_refused_in_words(client, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    page = replacing(client, b"0" * 5000)
    assert page.status_code == 422
    assert "Choose the file. It may be up to 64 MB." in page.content.decode()
