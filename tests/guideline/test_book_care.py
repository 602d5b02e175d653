"""Care near her in the book that a clinician reads: all of it is there, and what is unchecked says so."""

import msgspec
import pytest

from carrywell import Guideline
from carrywell.guideline.book import book_html, book_markdown
from carrywell.guideline.care_kinds import NO_CARE_KINDS


@pytest.fixture(scope="module")
def book(guideline: Guideline) -> str:
    return book_markdown(guideline.content)


def part(book: str, title: str) -> str:
    return book.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_kind_stands_there_with_its_tags_and_codes(guideline: Guideline, book: str) -> None:
    care, told = guideline.content.care_kinds, part(book, "Care near her")
    for kind in care.kinds:
        section = told.partition(f"### {kind.name}\n")[2].partition("\n### ")[0]
        assert kind.say in section
        assert ("Shown for an emergency" in section) == kind.takes_emergencies
        rules = sum(one.kind == kind.id for one in (*care.openstreetmap, *care.taxonomies))
        assert section.count("\n- ") == rules
        assert all(one.code in section for one in care.taxonomies if one.kind == kind.id)
        notes = [one.note for one in care.openstreetmap if one.kind == kind.id and one.note]
        assert all(note in section for note in notes)


def test_advice_and_treatments_say_where_they_send_her(book: str) -> None:
    assert "Sends her to: gynaecologist, physiotherapist." in part(book, "Advice")
    assert "Given or sold by: acupuncturist." in part(book, "Treatments")


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("United Kingdom", "Tommy's midwives `0800 0147 800` (not checked); NHS 111 `111`"),
        ("South Africa", "MomConnect `*134*550#` (not checked)"),
        ("Sweden", "1177 `1177` |"),
        ("France", "Your own maternity unit (maternité) (not checked)"),
    ],
)
def test_lines_for_pregnancy_come_first_and_unchecked_ones_say_so(
    book: str, country: str, told: str
) -> None:
    (row,) = [one for one in part(book, "Numbers to ring").splitlines() if f"| {country} |" in one]
    assert told in row
    assert row.endswith("| never |")


def test_a_number_with_stars_keeps_them_on_the_page(guideline: Guideline) -> None:
    assert "<code>*134*550#</code>" in book_html(guideline.content)


def test_an_edition_without_kinds_has_no_such_part(guideline: Guideline) -> None:
    content = guideline.content
    bare = msgspec.structs.replace(
        content,
        care_kinds=NO_CARE_KINDS,
        advice=tuple(msgspec.structs.replace(one, care_kinds=()) for one in content.advice),
        treatments=tuple(msgspec.structs.replace(one, care_kinds=()) for one in content.treatments),
    )
    assert "Care near her" not in book_markdown(bare)
