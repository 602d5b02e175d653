"""Writes ``docs/hazard-log.md`` and the safety pages from ``hazards.yaml`` and ``safety_pages.yaml``.

``python3 dev.py docs`` runs it; a test fails when what it would write differs from what is there,
or when a control that a hazard names no longer exists.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec
import yaml
from markdown_it import MarkdownIt

import carrywell
from carrywell.proof.properties import PROPERTIES

HERE = Path(__file__).parent
COMPANION = Path(carrywell.__file__).parent / "companion"
LOG_FILE = HERE / "hazards.yaml"
PAGES_FILE = HERE / "safety_pages.yaml"

PROPOSED = "proposed"
PROPOSED_IN_WORDS = "proposed, for a clinical safety officer to confirm"
NOT_ACCEPTED = 4
"""From this level on a risk must be lowered."""


class Rating(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """How bad and how likely, by the names of the two scales, and who stands behind it."""

    severity: str
    likelihood: str
    status: str


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of a scale."""

    name: str
    means: str


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a level of the matrix asks for."""

    means: str


class Hazard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to be hurt; `shown_by` are names of things that exist, `left` is what remains."""

    id: str
    hazard: str
    cause: str
    effect: str
    initial: Rating
    residual: Rating
    against: str
    shown_by: tuple[str, ...]
    left: str = ""


class Log(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The hazards, and the scales by which they are rated, mildest first."""

    severities: tuple[Step, ...]
    likelihoods: tuple[Step, ...]
    matrix: tuple[tuple[int, ...], ...]
    levels: tuple[Level, ...]
    hazards: tuple[Hazard, ...]

    def steps(self, rating: Rating) -> tuple[int, int]:
        """The places of severity and likelihood on their scales, from 0. `ValueError` if off them."""
        severity = [one.name for one in self.severities].index(rating.severity)
        return severity, [one.name for one in self.likelihoods].index(rating.likelihood)

    def level(self, rating: Rating) -> int:
        """The level from the matrix, 1 to 5."""
        severity, likelihood = self.steps(rating)
        return self.matrix[likelihood][severity]


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hazards that are one thing to her: what could go wrong, what we do, what she can do."""

    title: str
    wrong: str
    we: tuple[str, ...]
    you: tuple[str, ...]
    hazards: tuple[str, ...]
    rests_on: tuple[str, ...] = ()


class ForYou(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The page for her."""

    lead: tuple[str, ...]
    topics: tuple[Topic, ...]
    end: tuple[str, ...]


class ForClinicians(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page for clinicians says beside the hazards and the proofs."""

    scope: tuple[str, ...]
    use: tuple[str, ...]
    not_: tuple[str, ...] = msgspec.field(name="not")
    open: tuple[str, ...]
    measured: tuple[str, ...]
    report: tuple[str, ...]


class Pages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both safety pages."""

    for_you: ForYou
    for_clinicians: ForClinicians


def read_log() -> Log:
    """The hazard log. `msgspec.ValidationError` says what does not fit."""
    return msgspec.convert(yaml.safe_load(LOG_FILE.read_text(encoding="utf-8")), Log)


def read_pages() -> Pages:
    """The words of the two pages."""
    return msgspec.convert(yaml.safe_load(PAGES_FILE.read_text(encoding="utf-8")), Pages)


def log_text(log: Log, pages: Pages) -> str:
    """The whole log as one Markdown page."""
    parts = [
        "# Hazard log",
        _written_from("hazards.yaml"),
        (
            "What could hurt her, and what stands against it, in the manner of ISO 14971 and DCB0129, in our own words. **No clinical"
            f" safety officer has signed anything here: every rating is {PROPOSED_IN_WORDS}.** Ratings are judgements and rest on"
            " no count of events."
        ),
        (
            "Each control names something that exists, and a test fails when it no longer does: the key of a rule of the guideline"
            " (`sign:`, `gate:`, `stop:`), a property that `carrywell prove` proves (`proved:`), a test below `tests/`, the state of a"
            " page that is looked at in a browser (`screen:`), a page's template, or a page of measurements."
        ),
        _how_it_is_rated(log),
        "## All hazards",
        _overview(log, log.hazards),
        *(_hazard(log, one) for one in log.hazards),
        "## Open",
        _list(pages.for_clinicians.open),
    ]
    return "\n\n".join(parts) + "\n"


def for_you_text(pages: Pages) -> str:
    """The page for her as Markdown."""
    page = pages.for_you
    parts = ["# How Carrywell keeps you safe, and where it can fail", *page.lead]
    for topic in page.topics:
        parts += [f"## {topic.title}", topic.wrong, "What Carrywell does:", _list(topic.we)]
        parts += ["What you can do:", _list(topic.you)]
    parts += ["## If something was wrong", *page.end]
    return "\n\n".join(parts) + "\n"


def for_you_template(pages: Pages) -> str:
    """The same page in the companion, as a template of Django."""
    inline = MarkdownIt("commonmark", {"html": False}).renderInline

    def listed(items: Iterable[str]) -> str:
        return "<ul>" + "".join(f"<li>{inline(one)}</li>" for one in items) + "</ul>"

    cards = [
        f'<section class="card">\n  <h2>{inline(one.title)}</h2>\n  <p>{inline(one.wrong)}</p>\n'
        f"  <h3>What Carrywell does</h3>\n  {listed(one.we)}\n"
        f"  <h3>What you can do</h3>\n  {listed(one.you)}\n</section>"
        for one in pages.for_you.topics
    ]
    last = "".join(f"<p>{inline(one)}</p>" for one in pages.for_you.end)
    lines = [
        '{% extends "companion/base.html" %}',
        "{# Written by docs/hazards.py from docs/safety_pages.yaml. #}",
        "{% block title %}How Carrywell keeps you safe · Carrywell{% endblock %}",
        "{% block main %}",
        "<h1>How Carrywell keeps you safe, and where it can fail</h1>",
        *(f"<p>{inline(one)}</p>" for one in pages.for_you.lead),
        *cards,
        f'<section class="card">\n  <h2>If something was wrong</h2>\n  {last}\n</section>',
        "{% endblock %}",
    ]
    return "\n".join(lines) + "\n"


def for_clinicians_text(log: Log, pages: Pages) -> str:
    """The page for clinicians as Markdown."""
    page = pages.for_clinicians
    parts = [
        "# Safety of Carrywell: for clinicians",
        _written_from("hazards.yaml and safety_pages.yaml"),
        f"**No clinician has reviewed this guideline, and every rating here is {PROPOSED_IN_WORDS}.**",
        "## Scope",
        _list(page.scope),
        "## Intended use",
        _list(page.use),
        "## What it does not do",
        _list(page.not_),
        "## Hazards, by what remains",
        "The scales, causes, effects and every control by name stand in the [hazard log](hazard-log.md).",
        *_by_residual_level(log),
        "## Open points",
        _list(page.open),
        "### What remains of single hazards",
        _list(f"{one.id}: {one.left}" for one in log.hazards if one.left),
        "## What is proved",
        (
            "For the whole guideline and over every set of answers, by `carrywell prove`. How, what it rests on and what it found: [proofs.md](proofs.md). A failure would be shown as the answers that"
            " bring it about."
        ),
        _list(f"`{one.name}`: {one.says}" for one in PROPERTIES),
        "## What is measured",
        _list(page.measured),
        "## How to report a problem",
        _list(page.report),
    ]
    return "\n\n".join(parts) + "\n"


def pages_to_write() -> dict[Path, str]:
    """Every page written from the two files, with its text."""
    log, pages = read_log(), read_pages()
    return {
        HERE / "hazard-log.md": log_text(log, pages),
        HERE / "safety-for-you.md": for_you_text(pages),
        HERE / "safety-for-clinicians.md": for_clinicians_text(log, pages),
        COMPANION / "record/templates/record/safety.html": for_you_template(pages),
    }


def template(name: str) -> Path | None:
    """The file of a template of the companion; None if there is none of that name."""
    found = [one for one in COMPANION.glob(f"**/templates/{name}") if one.is_file()]
    return found[0] if found else None


def _written_from(names: str) -> str:
    return f"Written from {names} by `python3 dev.py docs`."


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {one}" for one in items)


def _how_it_is_rated(log: Log) -> str:
    names = [one.name for one in log.severities]
    rows = [
        f"| {one.name} | " + " | ".join(map(str, row)) + " |"
        for one, row in reversed(list(zip(log.likelihoods, log.matrix, strict=True)))
    ]
    table = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|", *rows]
    return "\n\n".join(
        [
            "## How it is rated",
            (
                "'Initial' is the hazard if nothing stood against it, 'residual' is what remains with everything that is named. Severity is"
                " the worst that can reasonably be expected. Controls seldom make the harm smaller; they make it rarer."
            ),
            "Severity:",
            _list(f"**{one.name}**: {one.means}" for one in log.severities),
            "Likelihood, of the harm and not of the fault:",
            _list(f"**{one.name}**: {one.means}" for one in log.likelihoods),
            "The level of a risk, from likelihood (down) and severity (across):",
            "\n".join(table),
            _list(f"**{number}**: {one.means}" for number, one in enumerate(log.levels, 1)),
        ]
    )


def _overview(log: Log, hazards: Iterable[Hazard]) -> str:
    rows = [
        f"| [{one.id}](#{one.id.lower()}) | {one.hazard} | {_level(log, one.initial)} | {_level(log, one.residual)} |"
        for one in hazards
    ]
    return "\n".join(["| id | hazard | initial | residual |", "|---|---|---|---|", *rows])


def _level(log: Log, rating: Rating) -> str:
    return f"{log.level(rating)}: {rating.severity}, {rating.likelihood} ({rating.status})"


def _hazard(log: Log, one: Hazard) -> str:
    lines = [
        f"**{one.hazard}**\n",
        f"- Cause: {one.cause}",
        f"- Effect: {one.effect}",
        f"- Initial rating: {_level(log, one.initial)}",
        f"- Residual rating: {_level(log, one.residual)}",
        f"- Against it: {one.against}",
        f"- Shown by: {', '.join(map(_control, one.shown_by))}",
    ]
    if one.left:
        lines.append(f"- What remains: {one.left}")
    return f"### {one.id}\n\n" + "\n".join(lines)


def _control(name: str) -> str:
    kind, _, rest = name.partition(":")
    if kind == "test":
        return f"[`{rest}`](../tests/{rest.partition('::')[0]})"
    if kind == "measured":
        return f"[{rest}]({rest})"
    return f"`{name}`"


def _by_residual_level(log: Log) -> list[str]:
    parts = []
    for number, level in reversed(list(enumerate(log.levels, 1))):
        these = [one for one in log.hazards if log.level(one.residual) == number]
        parts.append(f"### Level {number}: {level.means}")
        if not these:
            parts.append("None.")
            continue
        if number >= NOT_ACCEPTED:
            parts.append(
                "By our own scale it is not ready for use in a clinical service while this stands."
            )
        parts.append(
            "\n".join(
                [
                    "| id | hazard | what stands against it | initial | residual |",
                    "|---|---|---|---|---|",
                    *(
                        f"| [{one.id}](hazard-log.md#{one.id.lower()}) | {one.hazard} | {one.against} | {_level(log, one.initial)} | {_level(log, one.residual)} |"
                        for one in these
                    ),
                ]
            )
        )
    return parts


if __name__ == "__main__":
    for path, text in pages_to_write().items():
        path.write_text(text, encoding="utf-8")
