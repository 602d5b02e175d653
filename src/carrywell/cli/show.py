"""An assessment as text for a terminal: what to do first, then why, then everything else."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from carrywell.api import Guideline
from carrywell.assessment.result import Assessment, Grounds, PlanItem
from carrywell.guideline.content import EmergencyNumbers

HEADLINE = {
    "emergency": (
        "!!",
        "Call an ambulance now",
        "Do not wait. Do this before you read on.",
        "bold white on red",
    ),
    "urgent": (
        "!",
        "Ring your maternity unit now",
        "Within the hour, day or night.",
        "bold black on yellow",
    ),
    "soon": (
        "~",
        "Speak to your midwife or doctor",
        "Within 1 to 3 days. The lines below say which.",
        "bold white on blue",
    ),
    "routine": (
        "ok",
        "You can look after this at home",
        "Mention it at your next visit.",
        "bold white on green",
    ),
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
        mark, title, clock, style = HEADLINE[self.assessment.urgency]
        body = Group(Text(f" {mark}  {title} ", style=style), Text(clock))
        self.console.print()
        self.console.print(Panel(body, padding=(0, 1)))
        if not self.assessment.scope.in_scope or self.assessment.scope.do:
            self._say(self.assessment.scope.say)
            if self.assessment.scope.do:
                self._say(self.assessment.scope.do)
        if self._rests_on_not_knowing():
            self._say(
                "This is so because some things could not be ruled out yet. Ring, and say what you"
                " could not tell."
                if self.assessment.next_screen is None
                else "Not everything has been asked yet, so the most careful answer stands."
            )

    def signs(self) -> None:
        signs = [one for one in self.assessment.signs if one.urgency != "routine"]
        shown = signs if self.everything else signs[:FEW]
        if shown:
            self._title("Why")
        for sign in shown:
            self._bullet(sign.title, bold=True)
            self._indented(sign.say)
            if sign.because:
                self._indented("You told us: " + "; ".join(one.say for one in sign.because) + ".")
            self._indented(sign.do)
            self._sources(sign)
        self._more(len(signs) - len(shown), "reason", "reasons")
        undecided = self.assessment.undecided
        if undecided and self._rests_on_not_knowing():
            self._title("What could not be ruled out")
            few = undecided if self.everything else undecided[:FEW]
            for one in few:
                self._bullet(one.title)
            self._more(len(undecided) - len(few), "more", "more")

    def causes(self) -> None:
        causes = self.assessment.causes[: None if self.everything else 3]
        self._title("What is probably behind it (not a diagnosis)")
        if self.assessment.cause_unclear:
            self._say(
                "Your answers do not point to one cause. A midwife or physiotherapist can help to find it."
            )
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
                self._bullet(exercise.name, bold=True)
                for step in exercise.steps if self.everything else exercise.steps[:2]:
                    self._indented(step)
                self._sources(exercise)
            if not self.everything:
                self._indented(
                    "All the steps: carrywell check --all, or carrywell explain EXERCISE."
                )
        self.plan_section("Leave out", plan.avoid)
        self.plan_section("See someone", plan.see_someone)

    def plan_section(self, title: str, items: tuple[PlanItem, ...]) -> None:
        if not items:
            return
        self._title(title)
        shown = items if self.everything else items[:FEW]
        for item in shown:
            self._bullet(item.say)
            self._sources(item)
        self._more(len(items) - len(shown), "line", "lines")

    def watch_for(self) -> None:
        if not self.assessment.watch_for:
            return
        for urgency, title in (
            ("emergency", "Call an ambulance at once if you notice"),
            ("urgent", "Ring your maternity unit at once if you notice"),
        ):
            items = [one for one in self.assessment.watch_for if one.urgency == urgency]
            if items:
                self._title(title)
            for item in items:
                self._bullet(item.say)

    def numbers(self) -> None:
        numbers = self._country_numbers()
        self._title("Numbers to ring")
        self._bullet("Your maternity unit: the number on your notes. It is there day and night.")
        if numbers.ambulance is not None:
            also = ", ".join(one.number for one in numbers.also)
            self._bullet(
                f"Ambulance in {numbers.name}: {numbers.ambulance}"
                + (f" (also {also})" if also else ""),
                bold=True,
            )
            for line in numbers.advice_lines:
                self._bullet(f"{line.name}: {line.number or ''} {line.note or ''}".rstrip())
            self._indented("Numbers change. Nobody has verified these for this edition yet.")
        else:
            self._bullet(numbers.say or "Call your local emergency number.", bold=True)

    def script(self) -> None:
        told = [one.say for sign in self.assessment.signs[:3] for one in sign.because]
        weeks = self.answers.get("gestation_weeks")
        said = "; ".join(one for one in dict.fromkeys(told) if not one.startswith("weeks"))
        start = (
            f"I am {float(weeks):g} weeks pregnant"
            if isinstance(weeks, int | float)
            else "I am pregnant"
        )
        have = said or "something that could not be ruled out"
        self._title("What to say on the phone")
        self._say(f'"{start}. I have: {have}. It began ..."')

    def footer(self) -> None:
        edition = self.guideline.content.edition
        self.console.print()
        self._say(edition.notice)
        stamp = self.assessment.guideline
        self.console.print(Text(f"Guideline {stamp.version}, {stamp.hash[:12]}", style="dim"))

    def _country_numbers(self) -> EmergencyNumbers:
        every = {one.country: one for one in self.guideline.content.emergency_numbers}
        return every.get(self.country) or every[None]

    def _rests_on_not_knowing(self) -> bool:
        return self.assessment.urgency != self.assessment.floor

    def _title(self, text: str) -> None:
        self.console.print()
        self.console.print(Text(text, style="bold"))

    def _say(self, text: str) -> None:
        self.console.print(Padding(Text(text), (0, 0, 0, 2)))

    def _bullet(self, text: str, *, bold: bool = False) -> None:
        self.console.print(Padding(Text("- " + text, style="bold" if bold else ""), (0, 0, 0, 2)))

    def _indented(self, text: str) -> None:
        self.console.print(Padding(Text(text), (0, 0, 0, 4)))

    def _more(self, count: int, one: str, many: str) -> None:
        if count > 0:
            self._indented(f"and {count} more {one if count == 1 else many}: add --all")

    def _sources(self, grounds: Grounds) -> None:
        if (
            not self.everything
            and self.assessment.urgency in ("soon", "routine")
            and isinstance(grounds, PlanItem)
        ):
            return
        known = self.guideline.content.source
        named = "; ".join(known[one].organisation for one in grounds.sources if one in known)
        checked = "" if grounds.source_checked else " (source not checked)"
        self.console.print(Padding(Text(f"Source: {named}{checked}", style="dim"), (0, 0, 0, 4)))
