"""What ``carrywell care`` prints: never wider than the window, and no phone number ever cut."""

import textwrap
from collections.abc import Sequence
from datetime import date, datetime

import click
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from carrywell.assessment.telling import numbers_for
from carrywell.care.hours import hours_of
from carrywell.care.place import Dataset, Place
from carrywell.care.store import Found, Held, Imported
from carrywell.care.words import age_in_words, direction_in_words, distance_in_words
from carrywell.cli.care import printable
from carrywell.guideline.content import Content, EmergencyNumbers

WIDEST = 88
REACH = 28
"""Letters of the column with phone and hours."""
FEW = 5
EXAMPLES_EACH = 2
ROUGH = 2000.0
"""Metres: nearer than this, the middle of a postcode says nothing of the direction. Our own choice."""
CLOSED = "outside its usual hours: ring first"
"""Said of a closed place in an emergency: a hospital answers at night what its hours do not say."""
_STYLES = {"open": "green", "closed": "yellow", "unknown": "dim"}
_IS_OPEN = {
    "yes": "step-free for wheelchairs",
    "limited": "partly step-free",
    "no": "not step-free",
}


class _Page:
    """Prints at most as wide as a line that reads well, without blanks at the ends of lines."""

    def __init__(self) -> None:
        self.console = Console(highlight=False, width=min(Console().width, WIDEST))

    def print(self, what: RenderableType = "") -> None:
        """Shows it, or an empty line. A text is shown as it is: brackets in a name are no markup."""
        with self.console.capture() as written:
            self.console.print(Text(what) if isinstance(what, str) else what)
        click.echo("\n".join(line.rstrip() for line in written.get().splitlines()))


def show_found(
    found: Sequence[Found],
    content: Content,
    moment: datetime,
    *,
    origin: str,
    title: str,
    is_emergency: bool = False,
) -> None:
    """The places, nearest first, then where each comes from."""
    page = _Page()
    page.print()
    page.print(Text(f"{title} near {origin}", style="bold"))
    page.print()
    datasets = tuple(dict.fromkeys(one.dataset for one in found))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, overflow="fold", max_width=REACH)
    for one in found:
        mark = f" [{datasets.index(one.dataset) + 1}]"
        what = _what(one.place, content, mark).append("\n")
        table.add_row(_how_far(one), what, _reach(one.place, moment, is_emergency=is_emergency))
    page.print(table)
    for number, dataset in enumerate(datasets, 1):
        _wrapped(page, f"[{number}] ", _source(dataset, moment.date()))


def _how_far(one: Found) -> Text:
    rough = one.place.is_approximate
    away = distance_in_words(one.metres, one.place.country, about=rough)
    direction = "same area" if rough and one.metres < ROUGH else direction_in_words(one.bearing)
    return Text.assemble((away, "bold"), "\n", (direction, "dim"))


def _what(place: Place, content: Content, mark: str) -> Text:
    names = {one.id: one.name for one in content.care_kinds.kinds}
    lines = [
        ", ".join(names.get(kind, kind) for kind in place.kinds),
        place.address,
        _IS_OPEN.get(place.wheelchair or ""),
        "says that it takes emergencies" if place.emergency else None,
        "says that it takes no emergencies" if place.emergency is False else None,
        f"languages: {', '.join(place.languages)}" if place.languages else None,
        place.website,
    ]
    text = Text.assemble((place.name, "bold"), (mark, "dim"))
    for line in filter(None, lines):
        text.append(f"\n{line}")
    return text


def _reach(place: Place, moment: datetime, *, is_emergency: bool) -> Text:
    """Phone and hours. In an emergency nobody is told that a hospital is closed."""
    hours = hours_of(place, moment)
    says = CLOSED if is_emergency and hours.state == "closed" else hours.says
    text = Text(place.phone or "no phone number known", style="bold" if place.phone else "dim")
    return text.append("\n").append(_folded(says), style=_STYLES[hours.state])


def _folded(text: str) -> str:
    """Over as many lines as it needs."""
    return "\n".join(textwrap.wrap(text, REACH))


def _source(dataset: Dataset, today: date) -> str:
    return f"{dataset.title}, {age_in_words(dataset.as_of, today)}. {dataset.credit}"


def show_numbers(content: Content, country: str | None) -> None:
    """Whom to ring in a country; anywhere, when it is not known."""
    numbers = numbers_for(content, country)
    page = _Page()
    page.print()
    page.print(Panel(_numbers(numbers), padding=(0, 1)))
    for line in numbers.lines_for_her:
        told = f": {line.number}" if line.number else ""
        note = f" ({line.note})" if line.note else ""
        _wrapped(page, "  ", f"{line.name}{told}{note}{_unchecked(line.source_checked)}")
    checked = numbers.last_verified or "never: no official page was read since it was written"
    _wrapped(page, "", f"Last checked as a whole: {checked}.")
    page.print("Your own maternity unit's number, if you have one, comes before these.")


def show_danger(content: Content, country: str | None) -> None:
    """The one line that stands above every search for an emergency."""
    page = _Page()
    page.print()
    page.print(Panel(_numbers(numbers_for(content, country)), padding=(0, 1)))
    page.print("Ring before you go: they tell you where to come, and expect you.")


def _numbers(numbers: EmergencyNumbers) -> RenderableType:
    text = Text("In danger of life, call an ambulance", style="bold")
    if numbers.ambulance:
        text.append(f": {numbers.ambulance} ({numbers.name})")
    for other in numbers.also:
        text.append(
            f"\n{other.number}" + (f": {other.when}" if other.when else " works too"), "bold"
        )
    return text.append(f"\n{numbers.say}") if numbers.say else text


def _unchecked(checked: bool) -> str:
    return "" if checked else ", not checked against its own page"


def show_kinds(content: Content) -> None:
    """Each kind by the name that --kind takes, and what it is for."""
    page, table = _Page(), Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(ratio=1)
    for kind in content.care_kinds.kinds:
        told = Text.assemble((kind.name, "bold"), f"\n{kind.say}")
        table.add_row(kind.id, told)
    page.print(table)
    page.print("\nFor example: carrywell care near --town Helsinki --kind physiotherapist")


def show_held(held: Sequence[Held], content: Content, today: date) -> None:
    """Each data set: how many places, how old, whose."""
    page = _Page()
    if not held:
        page.print("Nothing was imported yet: carrywell care import FILE")
    for one in held:
        page.print(Text(one.dataset.name, style="bold"))
        _wrapped(page, "  ", f"{_count(one.places, 'place')}, {_count(one.towns, 'town')}, " + (
            f"imported on {one.dataset.imported}" if one.dataset.imported else "day of import not known"
        ))  # fmt: skip
        _wrapped(page, "  ", _source(one.dataset, today))
        _show_counts(page, one.by_kind, content)
        page.print()


def show_imported(file: str, taken: Imported, content: Content, today: date) -> None:
    """What was taken, what was not and why, how old it is, and whose."""
    page = _Page()
    if taken.unchanged:
        page.print(Text(f"{file}: nothing new. ").append(_taken(taken)))
    else:
        page.print(Text(f"{file}: ").append(_taken(taken), style="bold"))
    if taken.resumed_at:
        page.print(f"Went on at row {taken.resumed_at + 1:,}, where an earlier run was stopped.")
    _show_counts(page, taken.by_kind, content)
    if not taken.places:
        _wrapped(
            page, "", "No place of a kind that Carrywell knows was in it: carrywell care kinds"
        )
    _show_left_out(page, taken)
    _wrapped(page, "The data: ", _source(taken.dataset, today))


def _taken(taken: Imported) -> str:
    return (
        f"{_count(taken.places, 'place')} and {_count(taken.towns, 'town')} as {taken.dataset.name}"
    )


def _show_counts(page: _Page, by_kind: dict[str, int], content: Content) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    for kind in content.care_kinds.kinds:
        if count := by_kind.get(kind.id):
            table.add_row(f"{count:,}", kind.plural if count > 1 else kind.name)
    if table.row_count:
        page.print(Padding(table, (0, 0, 0, 2)))


def _show_left_out(page: _Page, taken: Imported) -> None:
    """The most frequent reasons, each with the first places in the file where it was so."""
    reasons = sorted(taken.left_out.items(), key=lambda one: -one[1])
    for why in (why for why, count in reasons if not count):
        columns = {one.where for one in taken.examples if one.why == why}
        _wrapped(page, "Note: ", printable(", ".join((why, *sorted(columns)))))
    reasons = [one for one in reasons if one[1]]
    if not reasons:
        return
    page.print(f"Left out: {_count(sum(taken.left_out.values()), 'row')}")
    for why, count in reasons[:FEW]:
        single = [one.where for one in taken.examples if one.why == why and one.count == 1]
        where = single[:EXAMPLES_EACH]
        example = f" (such as {', '.join(where)})" if where else ""
        _wrapped(page, f"  {count:,}  ", printable(f"{why}{example}"))
    if len(reasons) > FEW:
        page.print(
            f"  and {_count(len(reasons) - FEW, 'more reason')}: --left-out FILE.csv has all"
        )


def _count(number: int, unit: str) -> str:
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"


def _wrapped(page: _Page, first: str, text: str) -> None:
    """A text whose further lines stand under its first."""
    if not first:
        return page.print(text)
    table = Table.grid()
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_row(Text(first), Text(text))
    return page.print(table)
