"""What is stored, as she reads it: a section a table, an entry a row."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from carrywell.assessment.reasons import in_words
from carrywell.companion.check.service import guideline
from carrywell.companion.people.models import Pregnancy
from carrywell.companion.record.care_words import kept_place_in_words, origin_in_words
from carrywell.companion.record.diary_words import (
    Words,
    day_in_words,
    pain_in_words,
    reminders_in_words,
    spasm_in_words,
    tap_in_words,
    total_in_words,
    week_in_words,
)
from carrywell.companion.record.tables import Table, tables
from carrywell.guideline.facts import as_fact, harmless_value

LATEST = 3
"""How many entries of a table the overview shows."""

TITLES = {
    "standing_fact": "What stays true about you",
    "check_in": "Your checks",
    "relief_session": "Relief sessions",
    "pain_entry": "Pain scores in your diary",
    "daily_habit": "Your days",
    "weekly_entry": "Your weeks",
    "spasm": "Spasms you timed",
    "timer_event": "Taps on the timer",
    "labour_advice": "When your unit told you to ring",
    "clinic_total": "Scores from a clinic",
    "visit_note": "What you want to say and ask",
    "reminders": "Your reminders",
    "weight_entry": "Your weights",
    "activity_entry": "Other activity",
    "agreement": "What someone agreed to",
    "relief_choices": "Your choices for relief",
    "weight_numbers": "Whether numbers about weight are shown",
    "kept_place": "Places you keep",
    "search_origin": "Where you search from",
}
_ABOUT = ("person", "pregnancy")
_UNTOLD = (models.JSONField, models.ForeignKey)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row. `link` leads to its page; `can_change` says that it can be corrected in place."""

    table: str
    pk: int
    title: str
    details: tuple[str, ...] = ()
    link: str = ""
    link_says: str = ""
    can_change: bool = False


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A table of this pregnancy: how many entries, and the latest.

    `folded` are facts that only say that something does not apply: there, but out of the way.
    """

    key: str
    title: str
    count: int
    entries: tuple[Entry, ...]
    folded: tuple[Entry, ...] = ()

    @property
    def more(self) -> int:
        """How many entries are not shown."""
        return self.count - len(self.entries) - len(self.folded)


def listed_tables() -> tuple[Table, ...]:
    """The tables that hold entries; what she told us about herself has a page of its own."""
    order = list(TITLES)
    every = [one for one in tables() if one.key not in _ABOUT]
    return tuple(
        sorted(every, key=lambda one: order.index(one.key) if one.key in TITLES else len(order))
    )


def sections_of(pregnancy: Pregnancy) -> tuple[Section, ...]:
    """Every table that has entries."""
    shown = (section_of(table, pregnancy, LATEST) for table in listed_tables())
    return tuple(one for one in shown if one.count)


def section_of(table: Table, pregnancy: Pregnancy, most: int | None = None) -> Section:
    """A table with its latest entries; all of them when `most` is None. Facts are always all there."""
    rows = rows_in(table, pregnancy)
    facts = table.key == "standing_fact"
    shown = list(rows if facts else rows[:most])
    folded = [row for row in shown if facts and _is_harmless(row.finding, row.value)]
    return Section(
        key=table.key,
        title=title_of(table),
        count=len(shown) if facts else rows.count(),
        entries=tuple(entry_of(table, row) for row in shown if row not in folded),
        folded=tuple(entry_of(table, row) for row in folded),
    )


def rows_in(table: Table, pregnancy: Pregnancy) -> "models.QuerySet[Any]":
    """The rows that belong to this pregnancy, or to her in every one, the newest first."""
    path = table.path.removesuffix("__person")
    owner = pregnancy.person_id if is_of_person(table) else pregnancy.pk
    rows = table.model._base_manager.filter(**{path: owner})  # noqa: SLF001 - Django's own name
    return rows.order_by(*(table.model._meta.ordering or ("-pk",)))  # noqa: SLF001


def is_of_person(table: Table) -> bool:
    """Whether its rows are hers whichever pregnancy it is."""
    return table.path == "person"


def title_of(table: Table) -> str:
    """The heading of a table."""
    plural = str(table.model._meta.verbose_name_plural)  # noqa: SLF001 - Django's own name
    return TITLES.get(table.key, plural[:1].upper() + plural[1:])


def entry_of(table: Table, row: Any) -> Entry:
    """A row in words."""
    return _ENTRIES.get(table.key, _any_entry)(table, row)


def answers_in_words(answers: dict[str, Any]) -> tuple[str, ...]:
    """Answers as she gave them, what stands out first."""
    known = guideline().content.finding
    lines = [
        (_is_harmless(name, value), _answer(name, value))
        for name, value in answers.items()
        if name in known
    ]
    return tuple(say for _, say in sorted(lines, key=lambda one: one[0]))


def _answer(name: str, value: Any) -> str:
    finding = guideline().content.finding[name]
    if value is None:
        return f"not sure: {finding.short}"
    given = [one for one in value if one is not None] if isinstance(value, list) else value
    unsure = " (and perhaps others)" if isinstance(value, list) and None in value else ""
    return f"{in_words(finding, as_fact(finding, given))}{unsure}"


def _is_harmless(name: str, value: Any) -> bool:
    finding = guideline().content.finding.get(name)
    if finding is None or finding.type != "yes_no":
        return False
    return value is not None and as_fact(finding, value) == harmless_value(finding)


def _check_entry(table: Table, row: Any) -> Entry:
    done = row.finished_at is not None
    return Entry(
        table=table.key,
        pk=row.pk,
        title=f"{_when(row.finished_at or row.started_at)}: {row.headline if done else 'not finished'}",
        details=answers_in_words(row.answers),
        link=reverse("check:answer" if done else "check:now", args=[row.pk]),
        link_says="Read the answer" if done else "Carry on",
    )


def _fact_entry(table: Table, row: Any) -> Entry:
    known = row.finding in guideline().content.finding
    words = _answer(row.finding, row.value) if known else row.finding
    return Entry(
        table=table.key,
        pk=row.pk,
        title=words[:1].upper() + words[1:],
        details=(f"said on {_when(timezone.localdate(row.confirmed_at))}",),
        can_change=known,
    )


def _session_entry(table: Table, row: Any) -> Entry:
    pain = ", ".join(
        f"{name} {score} out of 10"
        for name, score in (
            ("before", row.pain_before),
            ("after", row.pain_after),
            ("later", row.pain_later),
        )
        if score is not None
    )
    ended = f", {row.get_ended_how_display()}" if row.ended_how else ""
    details = (f"pain {pain}" if pain else "", row.stopped_because, row.notes)
    return Entry(
        table=table.key,
        pk=row.pk,
        title=f"{_when(row.started_at)}: {row.name}{ended}",
        details=tuple(one for one in details if one),
    )


def _weight_entry(table: Table, row: Any) -> Entry:
    """The day first, the number behind a tap: not everyone wants to meet it here."""
    return Entry(table=table.key, pk=row.pk, title=_when(row.measured_on), details=(row.in_words,))


def _any_entry(table: Table, row: Any) -> Entry:
    """A row of a table that has no words of its own: its values by name."""
    told = {
        column.name: _told(column, row)
        for column in table.columns
        if not isinstance(column.field, _UNTOLD)
    }
    days = [name for name in told if isinstance(getattr(row, name), date)]
    title = told.pop(days[0]) if days and told[days[0]] else f"Entry {row.pk}"
    return Entry(
        table=table.key,
        pk=row.pk,
        title=title,
        details=tuple(f"{name.replace('_', ' ')}: {say}" for name, say in told.items() if say),
    )


def _told(column: Any, row: Any) -> str:
    value = getattr(row, column.name)
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return _when(value)
    if column.name == "finding" and value in guideline().content.finding:
        return guideline().content.finding[value].short
    if column.name == "treatment" and value in guideline().content.treatment:
        return guideline().content.treatment[value].name
    display = getattr(row, f"get_{column.name}_display", None)
    return str(display() if display else value)


def _when(moment: date) -> str:
    if isinstance(moment, datetime):
        return date_format(timezone.localtime(moment), "j F Y, H:i")
    return date_format(moment, "j F Y")


def _in_words(told: Callable[[Any], Words]) -> Callable[[Table, Any], Entry]:
    def entry(table: Table, row: Any) -> Entry:
        words = told(row)
        return Entry(
            table=table.key,
            pk=row.pk,
            title=": ".join(one for one in (_when(words.at) if words.at else "", words.say) if one),
            details=words.details,
        )

    return entry


_ENTRIES: dict[str, Callable[[Table, Any], Entry]] = {
    "check_in": _check_entry,
    "standing_fact": _fact_entry,
    "relief_session": _session_entry,
    "weight_entry": _weight_entry,
    "spasm": _in_words(spasm_in_words),
    "timer_event": _in_words(tap_in_words),
    "pain_entry": _in_words(pain_in_words),
    "daily_habit": _in_words(day_in_words),
    "weekly_entry": _in_words(week_in_words),
    "clinic_total": _in_words(total_in_words),
    "reminders": _in_words(reminders_in_words),
    "kept_place": _in_words(kept_place_in_words),
    "search_origin": _in_words(origin_in_words),
}
