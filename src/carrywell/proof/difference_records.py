"""Which records of the content differ, and whether in what they decide, in words or in sources."""

from collections.abc import Iterator
from typing import Any

import msgspec

from carrywell.api import Guideline
from carrywell.proof import difference_read

DECIDES: dict[str, str] = {
    "findings": "type harmless standing lasting private ask_alone unit min max otherwise implies covers default",
    "screens": "asks purpose details_of",
    "signs": "urgency concern watch_for_as if_unsure",
    "scopes": "in_scope urgency",
    "contradictions": "",
    "causes": "serious suits signs",
    "gates": "cells applies",
    "treatments": "kind gate step section with_open_soon suits",
    "exercises": "kind trimesters suits position dose",
    "advice": "section causes at when_cause_unclear treatments",
    "stop_questions": "sets only_for ask_again",
    "emergency_numbers": "country ambulance also advice_lines",
    "conflicts": "",
    "sources": "",
}
"""Of each part of the content: the fields that decide what she is told, besides its conditions."""

ALWAYS = {
    "treatments": "dose settings pads session by_weeks charge_check heel_cm practitioner_points care_kinds",
    "advice": "care_kinds",
    "emergency_numbers": "country ambulance also advice_lines",
}
"""Fields that are told whatever she answers: doses and settings, whom to see, numbers to ring."""

SOURCES = (
    "sources",
    "source",
    "source_checked",
    "reviewed_by",
    "note",
    "evidence",
    "stands_beside",
)

PART_OF = {
    "derived": "findings",
    "ask_when": "findings",
    "sign": "signs",
    "scope": "scopes",
    "contradiction": "contradictions",
    "cause": "causes",
    "gate": "gates",
    "treatment": "treatments",
    "exercise": "exercises",
    "advice": "advice",
    "stop": "stop_questions",
}
"""The part of the content in which a rule stands, by the first word of its key."""


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """Records that differ, as ``part: id``.

    `changed` in what they decide, `words` in words alone. `sources`: where the sources, or who
    checked them, differ, whatever else does. `always`: what is told whatever she answers.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    always: tuple[str, ...] = ()

    @property
    def may_matter(self) -> bool:
        """Whether anything but words and sources differs."""
        return bool(self.added or self.removed or self.changed or self.always)


def records(old: Guideline, new: Guideline) -> Records:
    """Which records differ, and how."""
    before, after = _all(old), _all(new)
    ours, theirs = _decisive(old, before), _decisive(new, after)
    both = [name for name in after if name in before]
    changed = [one for one in both if ours[one] != theirs[one]]
    sources = [one for one in both if _sources(before[one]) != _sources(after[one])]
    words = [
        one for one in both if one not in changed and _words(before[one]) != _words(after[one])
    ]
    return Records(
        added=tuple(one for one in after if one not in before),
        removed=tuple(one for one in before if one not in after),
        changed=(*changed, *_reordered(before, after)),
        words=tuple(words),
        sources=tuple(sources),
        always=tuple(_always(old, new, before, after)),
    )


def fields_changed(old: Guideline, new: Guideline) -> frozenset[str]:
    """The records that decide otherwise in their fields, whatever their conditions say."""
    before, after = _all(old), _all(new)
    return frozenset(
        name
        for name, one in after.items()
        if name in before and _deciding(name, one) != _deciding(name, before[name])
    )


def record_of(key: str) -> str:
    """The record in which a rule stands, as ``part: id``, by the rule's key."""
    kind, name = key.split(":")[:2]
    return f"{PART_OF[kind]}: {name}"


def _all(guideline: Guideline) -> dict[str, Any]:
    content = guideline.content
    named = {f"{part}: {one.id}": one for part in DECIDES for one in getattr(content, part)}
    return named | difference_read.read_records(content)


def _decisive(guideline: Guideline, every: dict[str, Any]) -> dict[str, Any]:
    """What each record decides: its fields, its points and its conditions."""
    conditions: dict[str, list[Any]] = {}
    for key, condition in guideline.compiled.conditions.items():
        conditions.setdefault(record_of(key), []).append((key, condition))
    quantities = guideline.compiled.artefact.quantities
    return {
        name: (
            _deciding(name, one),
            conditions.get(name),
            quantities.get(one.id) if name.startswith("findings: ") else None,
        )
        for name, one in every.items()
    }


def _deciding(name: str, one: Any) -> Any:
    if difference_read.is_read(name):
        return difference_read.deciding(name, one)
    return _fields(name.partition(":")[0], one)


def _fields(part: str, one: Any) -> list[Any]:
    fields = [getattr(one, field) for field in DECIDES[part].split()]
    match part:
        case "causes":
            return [*fields, *(feature.points for feature in one.features)]
        case "findings":
            options = [option.id for option in one.options]
            derived = [x.option for x in one.derived] if isinstance(one.derived, tuple) else []
            return [*fields, one.no_harmless_because is None, options, derived]
        case _:
            return fields


def _sources(one: Any) -> list[Any]:
    return [getattr(one, field, None) for field in SOURCES]


def _words(one: Any) -> Any:
    """The record without its sources."""
    plain = msgspec.to_builtins(one)
    return {name: value for name, value in plain.items() if name not in SOURCES}


def _reordered(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """Parts whose records stand in another order, which breaks ties and orders questions."""
    for part in DECIDES:
        start = f"{part}: "
        ours = [one for one in before if one.startswith(start) and one in after]
        theirs = [one for one in after if one.startswith(start) and one in before]
        if ours != theirs:
            yield f"{part}: their order"


def _always(
    old: Guideline, new: Guideline, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[str]:
    for part, fields in ALWAYS.items():
        for name, one in after.items():
            if name.startswith(f"{part}: ") and name in before:
                other = before[name]
                for field in fields.split():
                    if getattr(one, field) != getattr(other, field):
                        yield f"{name}: {field}"
    for field in type(new.content.measures).__struct_fields__:
        if getattr(new.content.measures, field) != getattr(old.content.measures, field):
            yield f"measures: {field}"
    yield from difference_read.told_otherwise(old.content, new.content, before, after)
