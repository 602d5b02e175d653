"""Whatever forms are sent in whatever order, nothing that was said gets lost."""

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from carrywell.companion.diary.merge import LISTS, SINGLE, merged, merged_answer, says_nothing
from carrywell.patterns.diary import Day

ON = date(2026, 11, 23)
EMPTY = Day(on=ON)
SCORES = st.integers(0, 10)
PIECES = {
    **dict.fromkeys(("pain_average", "pain_worst", "sleep_quality", "stress"), SCORES),
    "woken_by_pain": st.booleans(),
    **dict.fromkeys(LISTS, st.lists(st.sampled_from("abcdef"), unique=True).map(tuple)),
    "note": st.text("xyz ", min_size=1, max_size=6).map(str.strip).filter(bool),
}
DAYS = st.fixed_dictionaries({}, optional=PIECES).map(lambda said: Day(on=ON, **said))


def day(**said):
    return Day(on=ON, **said)


@st.composite
def partial_saves(draw):
    """A day cut into forms that each say a part of it, in some order."""
    whole = draw(DAYS)
    said = [(name, getattr(whole, name)) for name in (*SINGLE, *LISTS, "note")]
    forms = [EMPTY] * draw(st.integers(1, 5))
    for name, value in said:
        for part in value if name in LISTS else (value,):
            at = draw(st.integers(0, len(forms) - 1))
            given = (*getattr(forms[at], name), part) if name in LISTS else part
            forms[at] = msgspec.structs.replace(forms[at], **{name: given})
    return whole, draw(st.permutations(forms))


def sorted_lists(told):
    return msgspec.structs.replace(
        told, **{one: tuple(sorted(getattr(told, one))) for one in LISTS}
    )


@given(partial_saves())
def test_any_order_of_partial_saves_gives_the_union(saves):
    whole, forms = saves
    kept = EMPTY
    for sent in forms:
        kept = merged(kept, EMPTY, sent)
    assert kept == sorted_lists(whole)


@given(partial_saves())
def test_a_form_sent_twice_changes_nothing_more(saves):
    _, forms = saves
    once = twice = EMPTY
    for sent in forms:
        once = merged(once, EMPTY, sent)
        twice = merged(merged(twice, EMPTY, sent), EMPTY, sent)
    assert once == twice


@given(DAYS, DAYS)
def test_a_form_that_was_not_touched_takes_nothing_away(kept, shown):
    kept = sorted_lists(kept)
    assert merged(kept, shown, shown) == kept


@given(st.lists(DAYS, min_size=1, max_size=4), st.data())
def test_a_note_is_never_lost_from_windows_left_open(days, data):
    """Each window was opened at some earlier state and adds to the note it showed."""
    states = [EMPTY]
    for number, sent in enumerate(days):
        shown = data.draw(st.sampled_from(states))
        line = f"{number}: {sent.note}."
        typed = f"{shown.note}\n{line}".strip()
        states.append(merged(states[-1], shown, day(note=typed)))
    assert all(f"{number}: {one.note}." in states[-1].note for number, one in enumerate(days))


@given(DAYS, DAYS)
def test_seen_and_corrected_is_what_counts(kept, sent):
    """With nothing said in between, the day is as the form was sent."""
    kept = sorted_lists(kept)
    assert merged(kept, kept, sent) == sorted_lists(sent)


def test_table_of_one_answer():
    for kept, shown, sent, counts in (
        (None, None, None, None),
        (None, None, 4, 4),
        (4, None, None, 4),  # an empty field takes nothing away
        (4, 4, 4, 4),
        (4, 4, 6, 6),
        (6, 4, 4, 6),  # said elsewhere since; this form was not touched
        (6, 4, 5, 5),
        (4, 4, None, None),  # taken back
        (6, 4, None, 6),  # taken back without having seen the 6
        (False, None, None, False),
        (0, None, None, 0),
        (None, None, 0, 0),
    ):
        assert merged_answer(kept, shown, sent) is counts, (kept, shown, sent)


def test_table_of_notes():
    for kept, shown, sent, counts in (
        ("", "", "slept badly", "slept badly"),
        ("slept badly", "", "better now", "slept badly\nbetter now"),
        ("slept badly", "slept badly", "slept well", "slept well"),
        ("slept badly", "slept badly", "", ""),
        ("a\nb", "a", "a\nc", "a\nb\nc"),
        ("a\nb", "a", "", "a\nb"),
        ("a\n\nb", "a\n\nb", "", ""),
        ("a\nb", "a\nb", "a", "a"),
        ("a\nb", "a", "a\nb", "a\nb"),
    ):
        assert merged(day(note=kept), day(note=shown), day(note=sent)).note == counts


def test_what_says_nothing():
    assert says_nothing(EMPTY)
    assert says_nothing(day(activity_minutes=20))
    for said in ({"stress": 0}, {"woken_by_pain": False}, {"places": ("leg",)}, {"note": "x"}):
        assert not says_nothing(day(**said))
