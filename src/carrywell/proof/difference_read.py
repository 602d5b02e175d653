"""Which records differ of what the guideline reads from elsewhere: hospital records and open data.

They change no answer to her answers, but what a screening reads and which places she is shown.
"""

from collections.abc import Iterator
from typing import Any

from carrywell.guideline.care_kinds import TagRule
from carrywell.guideline.content import Content
from carrywell.guideline.mappings import AnswerMapping, CodeMapping

DECIDES: dict[str, str] = {
    "code systems": "urls matches",
    "mappings": "finding reads how state unit within_days rank ends_pregnancy pregnancy_ends_for",
    "answers read": "within_days standing_within_days days_each pregnancy_ends_for",
    "kinds of care": "takes_emergencies",
    "tags of care": "kind has lacks named not_named",
    "codes of care": "kind",
}
"""Of each part, the fields that decide; of a mapping its codes do so as well."""


def read_records(content: Content) -> dict[str, Any]:
    """Every such record by its name, ``part: id``."""
    mappings, care = content.mappings, content.care_kinds
    found: dict[str, Any] = {f"code systems: {one.id}": one for one in mappings.systems}
    found |= {f"mappings: {one.id}": one for one in mappings.codes}
    if mappings.codes:
        found["answers read: all"] = mappings.answers
    found |= {f"kinds of care: {one.id}": one for one in care.kinds}
    found |= {f"tags of care: {one.name}": one for one in care.openstreetmap}
    found |= {f"codes of care: {one.code}": one for one in care.taxonomies}
    return found


def is_read(name: str) -> bool:
    """Whether a record, named ``part: id``, is of one of these parts."""
    return name.partition(":")[0] in DECIDES


def deciding(name: str, one: Any) -> dict[str, Any]:
    """The fields of a record that decide something, without order where none counts."""
    fields = {field: getattr(one, field) for field in DECIDES[name.partition(":")[0]].split()}
    if isinstance(one, TagRule):
        words = {field: frozenset(fields[field]) for field in ("named", "not_named")}
        return fields | words | {"has": _unordered(one.has), "lacks": _unordered(one.lacks)}
    if isinstance(one, AnswerMapping) or not isinstance(one, CodeMapping):
        return fields
    values = {value.value: _codes(value.codes) for value in one.values}
    return fields | {"codes": _codes(one.codes), "values": values}


def told_otherwise(
    old: Content, new: Content, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[str]:
    """What is read otherwise: ``record: field``, ``record: new`` and ``record: gone``."""
    for name, one in after.items():
        if is_read(name) and name not in before:
            yield f"{name}: new"
        elif is_read(name):
            ours, theirs = deciding(name, before[name]), deciding(name, one)
            yield from (f"{name}: {field}" for field in theirs if ours[field] != theirs[field])
    yield from (f"{name}: gone" for name in before if is_read(name) and name not in after)
    if old.mappings.unit_names != new.mappings.unit_names:
        yield "mappings: unit_names"


def _codes(codes: tuple[Any, ...]) -> frozenset[Any]:
    return frozenset((one.system, one.code, frozenset(one.but_not)) for one in codes)


def _unordered(tags: dict[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in tags.items()}
