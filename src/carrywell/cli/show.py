"""An assessment as text for a terminal: what to do first, then why, then everything else."""

import textwrap
from collections.abc import Mapping
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from carrywell.api import Guideline
from carrywell.assessment import telling
from carrywell.assessment.result import Assessment, Grounds, PlanItem
from carrywell.guideline.dose import dose_in_words
from carrywell.guideline.model import Urgency

MARKS: dict[Urgency, tuple[str, str]] = {
    "emergency": ("!!", "bold white on red"),
    "urgent": ("!", "bold black on yellow"),
    "soon": ("~", "bold white on blue"),
    "routine": ("ok", "bold white on green"),
}
FEW = 4


def show_assessment(
    guideline: Guideline,
    assessment: Assessment,
    answers: Mapping[str, Any],
    country: str | None,
    everything: bool,
) -> None:
    """Prints the assessment. With `everything`, every plan line and every source."""
    console = Console(highlight=False, width=min(Console().width, 88))
    page = _Page(console, guideline, assessment, answers, country, everything)
    page.headline()
    if assessment.urgency in ("emergency", "urgent"):
        page.numbers()
        page.script()
        page.signs()
        page.plan_section("While you wait", assessment.plan.while_waiting)
    else:
        page.signs()
        if assessment.scope.in_scope:
            page.causes()
            page.plan()
        page.watch_for()
        page.numbers()
    page.footer()


class _Page:
    """One answer being printed."""

    def __init__(
        self,
        console: Console,
        guideline: Guideline,
        assessment: Assessment,
        answers: Mapping[str, Any],
        country: str | None,
        everything: bool,
    ) -> None:
        self.console = console
        self.guideline = guideline
        self.assessment = assessment
        self.answers = answers
        self.country = country
        self.everything = everything

    def headline(self) -> None:
        mark, style = MARKS[self.assessment.urgency]
        said = telling.headline(self.assessment)
        body = Group(Text(f" {mark}  {said.title} ", style=style), Text(said.clock))
        self.console.print()
        self.console.print(Panel(body, padding=(0, 1)))
        if not self.assessment.scope.in_scope or self.assessment.scope.do:
            self._say(self.assessment.scope.say)
            if self.assessment.scope.do:
                self._say(self.assessment.scope.do)
        careful = telling.why_so_careful(self.assessment)
        if careful:
            self._say(careful)

    def signs(self) -> None:
        signs = tuple(one for one in self.assessment.signs if one.urgency != "routine")
        shown = signs if self.everything else telling.signs_worth_telling(self.assessment)[:FEW]
        if shown:
            self._title("Why")
        for sign in shown:
            self._bullet(sign.title, bold=True)
            self._indented(sign.say)
            if sign.because:
                self._indented("You told us: " + "; ".join(telling.symptoms(sign)) + ".")
            do = telling.what_to_do(self.assessment, sign)
            if do:
                self._indented(do)
            self._sources(sign)
        self._more(len(signs) - len(shown), "reason", "reasons")
        undecided = self.assessment.undecided
        if undecided and telling.rests_on_not_knowing(self.assessment):
            self._title("What could not be ruled out")
            few = undecided if self.everything else undecided[:FEW]
            for one in few:
                self._bullet(one.title)
            self._more(len(undecided) - len(few), "sign", "signs")

    def causes(self) -> None:
        causes = self.assessment.causes[: None if self.everything else 3]
        self._title("What is probably behind it (not a diagnosis)")
        if self.assessment.cause_unclear:
            self._say(telling.CAUSE_UNCLEAR)
        for cause in causes:
            self._bullet(f"{cause.rank}. {cause.name[:1].upper()}{cause.name[1:]}", bold=True)
            self._indented(cause.say)
            for reason in cause.for_:
                self._indented(f"+ {reason.say}")
            for reason in cause.against:
                self._indented(f"- {reason.say}")
            self._sources(cause)

    def plan(self) -> None:
        plan = self.assessment.plan
        self.plan_section("Now", plan.now)
        self.plan_section("Every day", plan.daily)
        self.plan_section("At night", plan.night)
        if plan.routine:
            self._title("Your exercises")
            for exercise in plan.routine:
                self._bullet(f"{exercise.name}: {dose_in_words(exercise.dose)}")
                for step in exercise.steps if self.everything else ():
                    self._indented(step)
                if self.everything:
                    self._sources(exercise)
            if not self.everything:
                self._indented(
                    "How to do them: add --all, or carrywell explain and the name below."
                )
                self._indented(", ".join(exercise.id for exercise in plan.routine), style="dim")
        self.plan_section("Leave out", plan.avoid)
        self.plan_section("See someone", plan.see_someone)
        if self.everything:
            self.plan_section("Good to know", plan.know)
        self.plan_section("When to stop", plan.stop, whole=True)

    def plan_section(self, title: str, items: tuple[PlanItem, ...], *, whole: bool = False) -> None:
        """Prints one part of the plan; its first lines only, unless `whole`."""
        if not items:
            return
        self._title(title)
        shown = items if whole or self.everything else items[:FEW]
        for item in shown:
            self._bullet(item.say)
            self._sources(item)
        self._more(len(items) - len(shown), "line", "lines")

    def watch_for(self) -> None:
        if not self.assessment.watch_for:
            return
        for urgency, title in telling.WATCH_FOR_TITLES.items():
            items = [one for one in self.assessment.watch_for if one.urgency == urgency]
            if items:
                self._title(title)
            for item in items:
                self._bullet(item.say)

    def numbers(self) -> None:
        """Whom to ring. In an emergency the ambulance stands first, else her own unit."""
        numbers = telling.numbers_for(self.guideline.content, self.country)
        emergency = self.assessment.urgency == "emergency"
        self._title("Numbers to ring")
        if not emergency:
            self._bullet(telling.OWN_UNIT, bold=self.assessment.urgency == "urgent")
        if numbers.ambulance is None:
            self._bullet(numbers.say or "Call your local emergency number.", bold=emergency)
        else:
            also = ", ".join(one.number for one in numbers.also if one.when is None)
            ring = f"Ambulance in {numbers.name}: {numbers.ambulance}"
            self._bullet(ring + (f" (also {also})" if also else ""), bold=emergency)
        if emergency:
            self._bullet(telling.OWN_UNIT)
        else:
            for other in numbers.also:
                if other.when is not None:
                    self._bullet(f"{other.number}: {other.when}")
            for line in numbers.advice_lines:
                told = " ".join(part for part in (line.number, line.note) if part)
                self._bullet(f"{line.name}: {told}")
        self._indented(telling.NUMBERS_UNVERIFIED)

    def script(self) -> None:
        """What to say on the phone."""
        said = telling.phone_script(self.guideline.content, self.assessment, self.answers)
        self._title("What to say on the phone")
        self._say(f'"{said}" (say when)')

    def footer(self) -> None:
        edition = self.guideline.content.edition
        self.console.print()
        self._say(edition.notice)
        stamp = self.assessment.guideline
        self._line("", f"Guideline {stamp.version}, {stamp.hash[:12]}", 2, "dim")

    def _title(self, text: str) -> None:
        self.console.print()
        self.console.print(Text(text, style="bold"))

    def _say(self, text: str) -> None:
        self._line("", text, 2)

    def _bullet(self, text: str, *, bold: bool = False) -> None:
        self._line("- ", text, 2, "bold" if bold else "")

    def _indented(self, text: str, style: str = "") -> None:
        self._line("", text, 4, style)

    def _line(self, mark: str, text: str, indent: int, style: str = "") -> None:
        """Wraps to the page with every further line under the first word."""
        hang = " " * (indent + len(mark))
        width = max(self.console.width - 1, 40)
        wrapped = textwrap.fill(
            text, width, initial_indent=" " * indent + mark, subsequent_indent=hang
        )
        self.console.print(Text(wrapped, style=style), soft_wrap=True)

    def _more(self, count: int, one: str, many: str) -> None:
        if count > 0:
            self._indented(f"and {count} more {one if count == 1 else many}: add --all")

    def _sources(self, grounds: Grounds) -> None:
        calm = self.assessment.urgency in ("soon", "routine")
        if calm and isinstance(grounds, PlanItem) and not self.everything:
            return
        known = self.guideline.content.source
        named = "; ".join(known[one].organisation for one in grounds.sources if one in known)
        checked = "" if grounds.source_checked else " (source not checked)"
        self._indented(f"Source: {named}{checked}", style="dim")
