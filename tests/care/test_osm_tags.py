"""What OpenStreetMap's tags say of a place, as tables and for tags of any kind."""

import unicodedata
from datetime import date

import osm_made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrywell.care import clean
from carrywell.care.addresses import address_of
from carrywell.care.place import LeftOut, Place, Point
from carrywell.care.tags import could_be, first_tags, kinds_of, place_of, towns_of

HERE = Point(60.0, 25.0)
KINDS = osm_made.KINDS


def place(tags, **more):
    return place_of(osm_made.DOCTOR | tags, KINDS, id="node/1", point=HERE, **more)


KEYS = st.sampled_from(
    [
        "amenity", "healthcare", "healthcare:speciality", "name", "operator", "phone", "website",
        "opening_hours", "wheelchair", "emergency", "addr:street", "addr:housenumber", "addr:city",
        "addr:country", "addr:full", "language:de", "language:\u202e", "disused", "end_date", "place",
    ]
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(["hospital", "pharmacy", "gynaecology", "yes", "no", "city", "112", "a.org"]),
    st.text(max_size=60),
    st.text(alphabet="\u202e\u200b\u0000\r\n\t<>\"';&\ud800a1", max_size=40),
)


# Kinds


@pytest.mark.parametrize(
    ("tags", "kinds"),
    [
        ({}, ()),
        ({"amenity": "cafe"}, ()),
        ({"amenity": "pharmacy"}, ("supplies",)),
        ({"amenity": "Pharmacy"}, ("supplies",)),
        ({"amenity": "pharmacy;clinic"}, ("general_practice", "supplies")),
        ({"amenity": " clinic ; pharmacy "}, ("general_practice", "supplies")),
        ({"amenity": "hospital"}, ("emergency_hospital",)),
        ({"amenity": "hospital", "emergency": "no"}, ()),
        (
            {"amenity": "hospital", "healthcare:speciality": "surgery;obstetrics"},
            ("maternity_unit", "emergency_hospital"),
        ),
        ({"amenity": "clinic", "healthcare:speciality": "no"}, ("general_practice",)),
        ({"amenity": "clinic", "healthcare:speciality": "gynaecology"}, ("gynaecologist",)),
        ({"disused:amenity": "pharmacy"}, ()),
        ({"abandoned:amenity": "hospital"}, ()),
        ({"was:amenity": "hospital"}, ()),
        ({"amenity": ";;"}, ()),
    ],
)
def test_a_kind_holds_when_every_tag_does_and_no_other(tags, kinds):
    assert kinds_of(tags, KINDS) == kinds


@given(tags=st.dictionaries(KEYS, VALUES))
def test_every_place_and_every_town_has_one_of_the_first_tags(tags):
    is_any = kinds_of(tags, KINDS) or towns_of(tags, id="node/1", point=HERE)
    assert could_be(tags, first_tags(KINDS)) or not is_any


# Out of use


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"disused": "yes"}, "not in use"),
        ({"abandoned": "yes"}, "not in use"),
        ({"closed": "2019"}, "not in use"),
        ({"construction": "yes"}, "not in use"),
        ({"demolished": "yes"}, "not in use"),
        ({"opening_hours": "closed"}, "closed"),
        ({"opening_hours": " Off "}, "closed"),
        ({"end_date": "2019"}, "closed"),
        ({"end_date": "2019-12"}, "closed"),
        ({"end_date": "2019-12-31"}, "closed"),
        ({"end_date": "2020-01-02"}, None),
        ({"end_date": "2020"}, None),
        ({"end_date": "C19"}, None),
        ({"end_date": "2019-02-31"}, None),
        ({"end_date": "9999999"}, None),
        ({"disused": "no"}, None),
        ({"was:amenity": "cafe"}, None),
    ],
)
def test_a_place_that_is_not_in_use_is_left_out(tags, why):
    found = place(tags, as_of=date(2020, 1, 1))
    assert found == LeftOut("node/1", why) if why else isinstance(found, Place)


# Names


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        ({"name": "Ada"}, "Ada"),
        ({"name": " ", "operator": "City"}, "City"),
        ({"operator": "City", "brand": "Blue"}, "City"),
        ({"brand": "Blue"}, "Blue"),
        ({"phone": "112"}, "Gynaecologist"),
        ({"addr:street": "Main Street"}, "Gynaecologist"),
        ({"addr:city": "Rome"}, None),
        ({"phone": "ring us"}, None),
        ({"website": "https://a.org"}, None),
        ({"name": "\u202e\u200b"}, None),
    ],
)
def test_a_place_without_any_name_needs_a_way_to_reach_it(tags, name):
    tags = {"healthcare:speciality": "gynaecology"} | tags
    found = place_of(tags, KINDS, id="node/1", point=HERE)
    assert found == LeftOut("node/1", "no name") if name is None else found.name == name


# Ways to reach it


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("112", "112"),
        ("+358 9 622 9930", "+358 9 622 9930"),
        ("+358-9-622.9930", "+358-9-622.9930"),
        ("(09) 22 88 00", "(09) 22 88 00"),
        ("+49 (0)30/1234-0", "+49 (0)30/1234-0"),
        ("+1 212\u2013555\u20130100", "+1 212-555-0100"),
        ("+1 212 555 0100 ext. 12", "+1 212 555 0100 ext. 12"),
        ("tel:+15550100", "+15550100"),
        ("ring us; +1 555 0100; +1 555 0101", "+1 555 0100"),
        ("+1 555 0100, +1 555 0101", "+1 555 0100"),
        ("\u202d+1\u00a0555\u00a00100\u202c", "+1 555 0100"),
        ("\u0660\u0662 \u0663\u0664\u0665", "02 345"),
        ("\uff0b\uff18\uff11\uff0d\uff11\uff12", "+81-12"),
        ("0551 / 12345", "0551 / 12345"),
        ("+49 921/400-0", "+49 921/400-0"),
        ("11 3091-1234 / 3091-4321", "11 3091-1234"),
        ("11 3091-1234/1235", "11 3091-1234"),
        ("0033 1 23 45 67 89 / 90", "0033 1 23 45 67 89"),
        ("020 7946 0958 // 07700 900123", "020 7946 0958"),
        ("+55 11 3091-1234 +55 11 3091-4321", "+55 11 3091-1234"),
        ("(11) 3091-1234 ou 3091-4321", "(11) 3091-1234"),
        ("(+377) 93 50 80 14", "+377 93 50 80 14"),
        ("+ 358 45 1350152", "+358 45 1350152"),
        ("Tel. 030 12345; Fax 030 12346", "030 12345"),
        ("Fax 030 12346", None),
        ("030 12346 (Fax)", None),
        ("12", None),
        ("no", None),
        ("1" * 22, None),
        ("+1 555 0100 ask for Ada", None),
        ("javascript:alert(1)", None),
        ("1" * 10_000, None),
        ("", None),
    ],
)
def test_the_first_well_formed_number_is_kept_as_it_is_written(text, phone):
    assert clean.phone(text) == phone


def test_a_telephone_is_taken_from_the_first_tag_that_has_one():
    assert place({"phone": "none", "contact:phone": "112", "contact:mobile": "113"}).phone == "112"
    assert place({"contact:mobile": "113"}).phone == "113"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://a.org", "https://a.org"),
        ("http://a.org/x?y=1#z", "http://a.org/x?y=1#z"),
        ("HTTPS://a.org", "HTTPS://a.org"),
        ("www.a.org", "https://www.a.org"),
        ("a.org/x", "https://a.org/x"),
        ("https://käthe-müller.de/", "https://käthe-müller.de/"),
        ("https://a.org; https://b.org", "https://a.org"),
        ("javascript:alert(1)", None),
        ("javascript://a.org/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("//a.org", None),
        ("https://a.org@b.org", None),
        ("https://user:word@b.org/", None),
        ('https://a.org/"onclick="x', None),
        ("https://a.org/<script>", None),
        ("https://a.org\\@b.org", None),
        ("https://a.org:99999/", None),
        ("https://[::1]/", None),
        ("https://exa mple.org", None),
        ("https://a.org www.b.org", "https://a.org"),
        ("https://localhost/", None),
        ("https://127.0.0.1/", None),
        ("https://", None),
        ("https://a.org/\u202egpj", None),
        ("https://a.org/" + "x" * 2000, None),
        ("no", None),
    ],
)
def test_only_links_to_a_page_by_http_are_kept(text, link):
    assert clean.website(text) == link


@pytest.mark.parametrize(
    ("tags", "address"),
    [
        ("street=Mannerheimintie housenumber=5 postcode=00100 city=Helsinki country=FI",
         "Mannerheimintie 5, 00100 Helsinki"),
        ("street=Main_Street housenumber=5 city=Springfield state=IL postcode=62701 country=US",
         "5 Main Street, Springfield, IL 62701"),
        ("street=High_Street housenumber=5 city=Leeds postcode=LS1 country=gb",
         "5 High Street, Leeds LS1"),
        ("street=Rue_Basse housenumber=5 city=Lyon postcode=69001 country=FR",
         "5 Rue Basse, 69001 Lyon"),
        ("street=Main_Street housenumber=5", "Main Street 5"),
        ("place=Old_Mill housenumber=5 unit=2", "Old Mill 5, 2"),
        ("city=Rome postcode=00100", None),
        ("housenumber=5", None),
        ("full=By_the_old_mill", "By the old mill"),
        ("street=A country=Nowhere", "A"),
        ("", None),
    ],
)  # fmt: skip
def test_an_address_is_in_the_order_of_its_country(tags, address):
    parts = dict(one.split("=") for one in tags.split())
    said = {f"addr:{key}": value.replace("_", " ") for key, value in parts.items()}
    assert address_of(said) == address


# The rest


def test_what_is_not_said_is_not_known():
    bare = place({})
    said = (bare.phone, bare.website, bare.address, bare.opening_hours, bare.wheelchair)
    assert said == (None,) * 5
    assert (bare.emergency, bare.languages, bare.country, bare.as_of) == (None, (), None, None)


def test_what_is_said_is_taken():
    full = place(
        {
            "opening_hours": "Mo-Fr 08:00-16:00",
            "wheelchair": "designated",
            "language:fi": "yes",
            "language:sv": "main",
            "language:en": "no",
            "language:toki": "yes",
            "emergency": "no",
            "addr:country": "fi",
        },
        as_of=date(2020, 1, 1),
    )
    assert full.opening_hours == "Mo-Fr 08:00-16:00"
    assert (full.wheelchair, full.languages) == ("yes", ("fi", "sv"))
    assert (full.emergency, full.country, full.as_of) == (False, "FI", date(2020, 1, 1))


@pytest.mark.parametrize("value", ["maybe", "yes;no", "", "emergency_ward_entrance"])
def test_a_word_that_is_neither_yes_nor_no_is_unknown(value):
    odd = place({"emergency": value, "wheelchair": value})
    assert (odd.emergency, odd.wheelchair) == (None, None)


@pytest.mark.parametrize(
    ("value", "said"), [("Yes", True), ("24/7", True), ("yes;maternity", True), ("No", False)]
)
def test_whether_it_takes_emergencies_is_read_as_people_write_it(value, said):
    assert place({"emergency": value}).emergency is said


def test_a_hospital_without_a_name_that_takes_emergencies_is_not_lost():
    nameless = {"amenity": "hospital", "emergency": "yes"}
    found = place_of(nameless, KINDS, id="way/1", point=HERE)
    assert (found.name, found.emergency) == ("Hospital", True)
    silent = place_of({"amenity": "hospital"}, KINDS, id="way/2", point=HERE)
    assert silent == LeftOut("way/2", "no name")


def test_hours_that_are_too_long_are_unknown_rather_than_cut():
    assert place({"opening_hours": "Mo 10:00-12:00; " * 40}).opening_hours is None


def test_a_long_name_is_cut_and_says_so():
    name = place({"name": "a" * 300}).name
    assert (len(name), name[-1]) == (clean.LONGEST_NAME, "…")


def test_letters_with_many_marks_are_made_readable():
    name = place({"name": "a" + "\u0335" * 500 + "da"}).name
    assert name == "a" + "\u0335" * clean.MOST_MARKS + "da"


def test_persian_and_hindi_names_keep_their_joiners():
    for name in ("می‌خواهم", "क्‍ष"):
        assert place({"name": name}).name == name


# Tags of any kind


def is_plain(text):
    """One line, without anything invisible but what two scripts are written with."""
    categories = {unicodedata.category(one) for one in text if one not in clean.JOINERS}
    return not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and text == text.strip()


@given(tags=st.dictionaries(KEYS, VALUES))
def test_tags_of_any_kind_give_a_clean_place_or_a_reason(tags):
    found = place_of(tags, KINDS, id="node/1", point=HERE)
    if not isinstance(found, Place):
        assert found is None or found.why in ("no name", "not in use", "closed")
        return
    assert found.kinds
    assert 0 < len(found.name) <= clean.LONGEST_NAME
    texts = (found.name, found.phone, found.website, found.address, found.opening_hours)
    assert all(is_plain(text) for text in texts if text is not None)
    assert all(text for text in texts if text is not None), "nothing is empty: it is None"
    if found.website:
        assert found.website.lower().startswith(("http://", "https://"))
    assert not set(found.phone or "") - set("+0123456789 ()./-extEXT#")
    assert found.emergency is {"yes": True, "no": False}.get(tags.get("emergency"))


@given(tags=st.dictionaries(KEYS, VALUES))
def test_tags_of_any_kind_give_a_clean_town_or_none(tags):
    for town in towns_of(tags, id="node/1", point=HERE):
        assert is_plain(town.name)
        assert 1 <= town.size <= 5


def test_a_town_is_found_under_its_other_names():
    tags = {"place": "city", "name": "München", "addr:country": "DE"}
    more = {"name:en": "Munich", "int_name": "Munich", "alt_name": " ", "name:it": "Monaco"}
    towns = towns_of(tags | more, id="node/1", point=HERE)
    assert [(one.name, one.within, one.size) for one in towns] == [
        ("München", None, 5),
        ("Munich", "München", 5),
    ]
    assert len({one.id for one in towns}) == 2
    assert towns_of(tags | {"name:en": "München"}, id="node/1", point=HERE) == towns[:1]


@given(text=st.text(), most=st.integers(1, 300))
def test_plain_text_is_one_line_within_its_limit_and_stays_as_it_is(text, most):
    said = clean.plain(text, most)
    if said is not None:
        assert is_plain(said)
        assert 0 < len(said) <= most
        assert clean.plain(said, most) == said


@given(text=st.text())
def test_a_number_or_a_link_that_was_made_clean_stays_as_it_is(text):
    for read in (clean.phone, clean.website):
        said = read(text)
        assert said is None or read(said) == said
