"""Towns by what she typed, in both databases."""

import pytest
from made_places import LISTS, a_town, put
from msgspec.structs import replace

from carrywell.care.folded import folded, tails
from carrywell.care.store import open_store

TOWNS = [
    a_town("1", "Malmö", size=5, country="SE"),
    a_town("2", "Malmöhus", size=2),
    a_town("3", "ZÜRICH", size=5),
    a_town("4", "New York", size=5),
    a_town("5", "York", size=4, within="England", country="GB"),
    a_town("6", "York", size=2, within="Nebraska", country="US"),
    a_town("7", "Yorktown", size=5),
    a_town("8", "Saint-Étienne-du-Bois", size=2),
    a_town("9", "SW1A 1AA", country="GB"),
    a_town("10", "00100", country="FI"),
    a_town("11", "00100", within="Somewhere", country="IT"),
    a_town("12", "Łódź", size=5),
    a_town("13", "L'Aquila", size=4),
    a_town("14", "東京", size=5),
    a_town("15", "Москва", size=5),
    a_town("16", "Biel/Bienne", size=4),
    a_town("17", "York York", size=1),
    a_town("18", "100% Place", size=1),
]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("malmo", "1 2"),
        ("  MALMÖ ", "1 2"),
        ("zurich", "3"),
        ("york", "5 6 7 17 4"),
        ("York, neb", "6"),
        ("york, gb", "5"),
        ("york, nowhere", ""),
        ("saint etienne", "8"),
        ("étienne du", "8"),
        ("sw1a1aa", "9"),
        ("SW1A 1", "9"),
        ("00100", "10 11"),
        ("00100, fi", "10"),
        ("lodz", "12"),
        ("laquila", "13"),
        ("東", "14"),
        ("москва", "15"),
        ("bienne", "16"),
        ("100%", "18"),
        ("%", ""),
        ("_", ""),
        ("", ""),
        (" , ", ""),
        ("xyz", ""),
    ],
)
def test_it_finds_them_as_they_are_typed(all_towns, typed, ids):
    with open_store(all_towns) as store:
        assert " ".join(one.id for one in store.towns(typed, limit=20)) == ids


def test_no_more_than_asked_for_and_as_they_were(all_towns):
    with open_store(all_towns) as store:
        assert store.towns("york", limit=2) == (TOWNS[4], TOWNS[5])
        assert store.towns("york", limit=0) == ()


@pytest.fixture
def all_towns(places_at):
    with open_store(places_at, write=True) as store:
        put(store, TOWNS)
    return places_at


def test_towns_of_two_data_sets_come_together(places_at):
    with open_store(places_at, write=True) as store:
        put(store, [a_town("1", "York", size=2)])
        put(store, [a_town("1", "York", size=4)], replace(LISTS, name="other"))
        assert [one.size for one in store.towns("york")] == [4, 2]


def test_many_with_one_beginning(places_at):
    many = [a_town(f"t{number}", f"Sanford {number:04}", size=number % 5) for number in range(3000)]
    plain = [a_town(f"s{number}", "San", size=number % 5) for number in range(300)]
    with open_store(places_at, write=True) as store:
        put(store, many + plain)
        found = store.towns("SAN", limit=70)
    assert [(one.name, one.size) for one in found] == [("San", 4)] * 60 + [("San", 3)] * 10


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("Åbo", "abo"),
        ("Straße", "strasse"),
        ("İzmir", "izmir"),
        ("Diyarbak\u0131r", "diyarbakir"),
        ("Ærøskøbing", "aeroskobing"),
        ("King\u2019s Lynn", "kings lynn"),
        ("SW1A 1AA", "sw1a1aa"),
        ("!!", ""),
    ],
)
def test_names_that_are_alike(written, same):
    assert folded(written) == same


def test_what_is_left_from_each_word_on():
    assert tails("Stratford-upon-Avon") == ("stratford upon avon", "upon avon", "avon")
