"""The part of the book on care near her: the kinds, the tags and codes that lead to them, the numbers."""

from collections.abc import Callable

from carrywell.guideline.care_kinds import CareKind, TagRule
from carrywell.guideline.content import AdviceLine, Content
from carrywell.guideline.model import Sourced

Cited = Callable[[Sourced], str]
"""Gives the sources of a rule in words."""

INTRO = (
    "Where the plan sends her, and which objects of OpenStreetMap and which providers of the American NPPES file"
    " are taken for it. A rule of tags holds where all it asks for is there and none of what it leaves out;"
    " `*` is any value but `no`. What the data does not say is unknown, never 'no'."
)


def care_section(content: Content, cited: Cited) -> str:
    """Every kind with all that leads to it."""
    return "\n\n".join((INTRO, *(_kind(content, one, cited) for one in content.care_kinds.kinds)))


def numbers_section(content: Content) -> str:
    """The numbers to ring, one row a country."""
    rows = [
        "| country | ambulance | also | advice (pregnancy and birth first) | confidence | emergency checked | last verified |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in content.emergency_numbers:
        also = ", ".join(other.number for other in one.also)
        lines = "; ".join(map(_line, one.lines_for_her))
        rows.append(
            f"| {one.name} | {one.ambulance or 'unknown'} | {also} | {lines} | {one.confidence} |"
            f" {'yes' if one.source_checked else 'no'} | {one.last_verified or 'never'} |"
        )
    return "\n".join(rows)


def _line(line: AdviceLine) -> str:
    # as code, since a number such as *134*550# is not to be set in italics
    told = f"{line.name} `{line.number}`" if line.number else line.name
    return told if line.source_checked else f"{told} (not checked)"


def _kind(content: Content, kind: CareKind, cited: Cited) -> str:
    care = content.care_kinds
    emergencies = " Shown for an emergency." if kind.takes_emergencies else ""
    rows = [
        f"- {_tags(one)} {cited(one)}{_note(one)}"
        for one in care.openstreetmap
        if one.kind == kind.id
    ]
    rows += [
        f"- NPPES `{one.code}` {one.name} {cited(one)}{_note(one)}"
        for one in care.taxonomies
        if one.kind == kind.id
    ]
    lead = f"`{kind.id}`. {kind.say}{emergencies} {cited(kind)}{_note(kind)}"
    return "\n\n".join((f"### {kind.name}", lead, "\n".join(rows)))


def _tags(rule: TagRule) -> str:
    asked = [f"`{key}={'|'.join(values)}`" for key, values in rule.has.items()]
    asked += [f"a name with {_quoted(rule.named)}"] if rule.named else []
    without = [f"`{key}={'|'.join(values)}`" for key, values in rule.lacks.items()]
    without += [f"a name with {_quoted(rule.not_named)}"] if rule.not_named else []
    return " and ".join(asked) + (f", but none of {', '.join(without)}" if without else "")


def _quoted(words: tuple[str, ...]) -> str:
    return " or ".join(f"'{word}'" for word in words)


def _note(rule: Sourced) -> str:
    return f" Note for the reviewer: {rule.note}" if rule.note else ""
