"""What a change to codes and tags does: named record by record, since no answer of hers shows it."""

from typing import Any

import msgspec
import pytest
from planted import with_content

from carrywell import Guideline
from carrywell.guideline.care_kinds import NO_CARE_KINDS, CareKinds
from carrywell.guideline.mappings import NO_MAPPINGS
from carrywell.proof.difference import difference, differs
from carrywell.proof.difference_records import Records, records

replace = msgspec.structs.replace


def changed(one: Any, field: str, index: int, **values: Any) -> Any:
    """The same with one record of a list changed."""
    listed = list(getattr(one, field))
    listed[index] = replace(listed[index], **values)
    return replace(one, **{field: tuple(listed)})


def edited(guideline: Guideline, field: str, index: int, **values: Any) -> Guideline:
    care = changed(guideline.content.care_kinds, field, index, **values)
    return with_content(guideline, replace(guideline.content, care_kinds=care))


def mapped(guideline: Guideline, field: str, index: int, **values: Any) -> Guideline:
    mappings = changed(guideline.content.mappings, field, index, **values)
    return with_content(guideline, replace(guideline.content, mappings=mappings))


def index_of(listed: tuple[Any, ...], field: str, value: str) -> int:
    return [getattr(one, field) for one in listed].index(value)


def test_another_window_of_a_mapping_is_told_by_its_field(guideline: Guideline) -> None:
    index = index_of(guideline.content.mappings.codes, "id", "fever_c")
    new = mapped(guideline, "codes", index, within_days=2)
    found = difference(guideline, new)
    assert found.records.changed == ("mappings: fever_c",)
    assert found.records.always == ("mappings: fever_c: within_days",)
    assert found.is_behaviour
    assert differs(guideline, new)
    assert found.kinds == found.unshown == ()


def test_a_code_that_is_read_no_more_is_told(guideline: Guideline) -> None:
    codes = guideline.content.mappings.codes
    index = index_of(codes, "id", "fever_c")
    new = mapped(guideline, "codes", index, codes=codes[index].codes[1:])
    assert records(guideline, new).always == ("mappings: fever_c: codes",)


def test_another_name_of_a_code_is_words_only(guideline: Guideline) -> None:
    codes = guideline.content.mappings.codes
    index = index_of(codes, "id", "fever_c")
    first, *others = codes[index].codes
    new = mapped(guideline, "codes", index, codes=(replace(first, display="Warmth"), *others))
    found = records(guideline, new)
    assert found == Records(words=("mappings: fever_c",))
    assert not differs(guideline, new)


def test_another_source_of_a_code_system_is_sources_only(guideline: Guideline) -> None:
    index = index_of(guideline.content.mappings.systems, "id", "loinc")
    new = mapped(guideline, "systems", index, source="snomed-ct")
    assert records(guideline, new) == Records(sources=("code systems: loinc",))


@pytest.mark.parametrize(
    ("field", "values", "always"),
    [
        ("answers", {"within_days": 3}, "answers read: all: within_days"),
        ("unit_names", {}, "mappings: unit_names"),
    ],
)
def test_how_answers_and_units_are_read_is_told(
    guideline: Guideline, field: str, values: dict[str, Any], always: str
) -> None:
    mappings = guideline.content.mappings
    one = replace(mappings.answers, **values) if field == "answers" else values
    content = replace(guideline.content, mappings=replace(mappings, **{field: one}))
    assert records(guideline, with_content(guideline, content)).always == (always,)


def test_a_hospital_that_says_no_taken_for_one_is_told(guideline: Guideline) -> None:
    rules = guideline.content.care_kinds.openstreetmap
    index = index_of(rules, "name", "emergency_hospital: amenity=hospital")
    lacks = {key: values for key, values in rules[index].lacks.items() if key != "emergency"}
    new = edited(guideline, "openstreetmap", index, lacks=lacks)
    name = "tags of care: emergency_hospital: amenity=hospital"
    found = difference(guideline, new)
    assert found.records.changed == (name,)
    assert found.records.always == (f"{name}: lacks",)
    assert differs(guideline, new)


def test_the_order_of_values_changes_nothing_but_words(guideline: Guideline) -> None:
    rules = guideline.content.care_kinds.openstreetmap
    index = next(i for i, one in enumerate(rules) if len(next(iter(one.has.values()))) > 1)
    has = {key: values[::-1] for key, values in rules[index].has.items()}
    new = edited(guideline, "openstreetmap", index, has=has)
    assert records(guideline, new) == Records(words=(f"tags of care: {rules[index].name}",))


def test_other_tags_are_a_rule_gone_and_a_rule_new(guideline: Guideline) -> None:
    rules = guideline.content.care_kinds.openstreetmap
    index = index_of(rules, "name", "midwife: healthcare=midwife")
    new = edited(guideline, "openstreetmap", index, has={"office": ("midwife",)})
    found = records(guideline, new)
    assert found.added == ("tags of care: midwife: office=midwife",)
    assert found.removed == ("tags of care: midwife: healthcare=midwife",)
    assert found.always == (f"{found.added[0]}: new", f"{found.removed[0]}: gone")


@pytest.mark.parametrize(
    ("field", "name", "values", "always"),
    [
        ("kinds", "midwife", {"takes_emergencies": True}, "kinds of care: midwife: takes_emergencies"),
        ("taxonomies", "171100000X", {"kind": "physiotherapist"}, "codes of care: 171100000X: kind"),
    ],
)  # fmt: skip
def test_a_kind_or_a_code_that_means_something_else_is_told(
    guideline: Guideline, field: str, name: str, values: dict[str, Any], always: str
) -> None:
    listed = getattr(guideline.content.care_kinds, field)
    index = index_of(listed, "id" if field == "kinds" else "code", name)
    assert records(guideline, edited(guideline, field, index, **values)).always == (always,)


def test_other_words_of_a_kind_are_words(guideline: Guideline) -> None:
    new = edited(guideline, "kinds", 0, say="Here they look after births.")
    assert records(guideline, new) == Records(words=("kinds of care: maternity_unit",))


def test_an_edition_from_before_is_told_as_all_new(guideline: Guideline) -> None:
    content = guideline.content
    bare = replace(content, care_kinds=NO_CARE_KINDS, mappings=NO_MAPPINGS)
    found = records(with_content(guideline, bare), guideline)
    care: CareKinds = content.care_kinds
    each = (*care.kinds, *care.openstreetmap, *care.taxonomies)
    each = (*each, *content.mappings.systems, *content.mappings.codes)
    assert len(found.added) == len(each) + 1, "and how answers are read"
    assert "mappings: fever_c" in found.added
    assert {f"{one}: new" for one in found.added} <= set(found.always)
    assert found.removed == found.changed == ()


def test_where_advice_sends_her_is_told_whatever_she_answers(guideline: Guideline) -> None:
    advice = guideline.content.advice
    index = index_of(advice, "id", "see_pgp")
    new = with_content(guideline, changed(guideline.content, "advice", index, care_kinds=()))
    assert records(guideline, new).always == ("advice: see_pgp: care_kinds",)
    assert differs(guideline, new)
