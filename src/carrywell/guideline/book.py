"""The whole guideline as one readable document, for a clinician to review."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

import msgspec

from carrywell.guideline.book_care import care_section, numbers_section
from carrywell.guideline.content import Conflict, Content
from carrywell.guideline.dose import dose_in_words
from carrywell.guideline.model import (
    Advice,
    Cause,
    Caution,
    Exercise,
    Finding,
    Gate,
    Sign,
    Sourced,
    StopQuestion,
    Treatment,
)

URGENCY_WORDS = {
    "emergency": "call an ambulance now",
    "urgent": "ring or go to the maternity unit within the hour",
    "soon": "speak to someone within 24 to 72 hours",
    "routine": "self-care, mention at the next visit",
}


def book_markdown(content: Content) -> str:
    """The guideline as Markdown, in the order a reviewer reads: urgency, causes, treatments."""
    edition = content.edition
    parts = [
        f"# {edition.title}",
        f"Edition {edition.version}. Content hash `{content.hash}`. Licence {edition.licence}.",
        edition.notice,
        _review_status(content),
        "## How to read a condition",
        (
            "A condition names findings (listed at the end). An answer that is not known leaves it undecided,"
            " and an undecided sign is never taken for a 'no'. AND, OR, NOT and comparisons mean what they say;"
            " `at_least(2, a, b, c)` holds when two of them do. 'The row' in a note is the line of our list of"
            " evidence that the rule encodes; 'memory' means that the source was not opened."
        ),
        "## Warning signs",
    ]
    for urgency, words in URGENCY_WORDS.items():
        parts.append(f"### {urgency.capitalize()}: {words}")
        parts += [
            sign_section(content, one, level=4) for one in content.signs if one.urgency == urgency
        ]
    parts.append("## For whom")
    parts += [_scope(content, one) for one in content.scopes]
    parts.append("## Likely causes")
    parts += [cause_section(content, one, level=3) for one in content.causes]
    parts += ["## Treatments", "### The gate matrix", _gate_table(content.gates)]
    parts += [_gate(content, one) for one in content.gates]
    parts += [treatment_section(content, one, level=3) for one in content.treatments]
    parts.append("## Exercises")
    parts += [exercise_section(content, one, level=3) for one in content.exercises]
    parts.append("## Advice")
    parts += [_advice(content, one) for one in content.advice]
    parts += ["## Asked at the end of every session", _stop_questions(content)]
    parts.append("## Where opinions differ")
    parts += [_conflict(content, one) for one in content.conflicts]
    parts += ["## Numbers to ring", numbers_section(content)]
    if content.care_kinds.kinds:
        parts += ["## Care near her", care_section(content, lambda one: _cited(content, one))]
    parts += ["## Measures, ranges and base rates", _measures(content)]
    parts += ["## Codes that are read from records", _mappings(content)]
    parts += ["## Questions", *(_finding(one) for one in content.findings)]
    parts += ["## Sources", _sources(content)]
    return "\n\n".join(part for part in parts if part) + "\n"


def book_html(content: Content) -> str:
    """The same as one self-contained HTML page."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(book_markdown(content))
    titles = re.findall(r"<h2>(.*?)</h2>", body)
    for number, title in enumerate(titles):
        body = body.replace(f"<h2>{title}</h2>", f'<h2 id="part-{number}">{title}</h2>', 1)
    links = "".join(
        f'<li><a href="#part-{number}">{title}</a></li>' for number, title in enumerate(titles)
    )
    contents = f'<nav aria-label="Contents"><ul>{links}</ul></nav>'
    body = body.replace("</h1>", f"</h1>{contents}", 1)
    return (
        f'<!doctype html>\n<html lang="{escape(content.edition.language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(content.edition.title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def sign_section(content: Content, sign: Sign, level: int = 1) -> str:
    """Everything about one warning sign."""
    unsure = f" Not sure: {sign.if_unsure}." if sign.if_unsure else ""
    return _join(
        f"{'#' * level} {sign.title}",
        f"`{sign.id}`. **{sign.urgency}**: {URGENCY_WORDS[sign.urgency]}.{unsure}"
        f" Concern: {content.cause[sign.concern].name}.",
        f"When: `{_one_line(sign.when)}`",
        f"{sign.say} {sign.do}",
        f"Watch for: {sign.watch_for}." if sign.watch_for else "",
        _beside(sign),
        _grounds(content, sign),
    )


def _beside(sign: Sign) -> str:
    if not sign.stands_beside:
        return ""
    named = ", ".join(f"`{one}`" for one in sign.stands_beside)
    return f"Never decides alone: whenever it is there, so is one at least of {named}."


def cause_section(content: Content, cause: Cause, level: int = 1) -> str:
    """Everything about one cause."""
    features = [
        f"- **{one.points:+d}** ({one.weight}) {one.say} When: `{_one_line(one.when)}`. {_cited(content, one)}"
        for one in cause.features
    ]
    figures = [f"- {one.say} {_cited(content, one)}" for one in cause.figures]
    codes = ", ".join(
        f"{one.system.upper()} {one.code}" + ("" if one.source_checked else " (not checked)")
        for one in cause.codes
    )
    return _join(
        f"{'#' * level} {cause.name[:1].upper()}{cause.name[1:]}",
        f"`{cause.id}`" + (". Belongs in hospital." if cause.serious else "."),
        cause.say,
        "Features, by points (design weights are Carrywell's own, not published):",
        "\n".join(features),
        "Figures:\n\n" + "\n".join(figures) if figures else "",
        f"Codes: {codes}." if codes else "",
        f"Goes with the signs: {', '.join(cause.signs)}." if cause.signs else "",
        f"Suits: {', '.join(cause.suits)}." if cause.suits else "",
        "\n".join(f"- {one}" for one in cause.avoid_activities),
        _grounds(content, cause),
    )


def treatment_section(content: Content, treatment: Treatment, level: int = 1) -> str:
    """Everything about one treatment, its gates included."""
    gates = [
        f"- **{gate.cells[treatment.gate]}** {gate.say} `{gate.id}`"
        for gate in content.gates
        if treatment.gate and gate.cells[treatment.gate] in ("A", "N", "N*")
    ]
    return _join(
        f"{'#' * level} {treatment.name}",
        f"`{treatment.id}`. "
        + ("Never offered by the plan." if treatment.kind == "never" else f"Step {treatment.step}.")
        + f" {treatment.summary}",
        f"Dose: {dose_in_words(treatment.dose)}" if treatment.dose else "",
        f"Given or sold by: {_kinds(content, treatment.care_kinds)}."
        if treatment.care_kinds
        else "",
        _list("How", treatment.steps),
        _list("Never", treatment.never),
        _cautions(content, "Not for her when", treatment.not_when),
        _cautions(content, "Ask first when", treatment.ask_first_when),
        "Gates (N not offered, N* everyday walking only, A ask first):\n\n" + "\n".join(gates)
        if gates
        else "",
        _list("Stop when", treatment.stop_when),
        _list("Ask and tell", treatment.ask_and_tell),
        *(
            f"{name}: {_plain(getattr(treatment, field))}"
            for name, field in (
                ("Settings", "settings"),
                ("Pads", "pads"),
                ("Session", "session"),
                ("Charge check", "charge_check"),
                ("Points", "practitioner_points"),
                ("Heels", "heel_cm"),
            )
            if getattr(treatment, field)
        ),
        f"Evidence: **{treatment.evidence.grade}**. {treatment.evidence.say} {_cited(content, treatment.evidence)}"
        if treatment.evidence
        else "",
        _grounds(content, treatment),
    )


def exercise_section(content: Content, exercise: Exercise, level: int = 1) -> str:
    """Everything about one exercise."""
    trimesters = ", ".join(str(one) for one in exercise.trimesters)
    return _join(
        f"{'#' * level} {exercise.name}",
        f"`{exercise.id}`. {exercise.kind}, {exercise.position.replace('_', ' ')}. Trimesters {trimesters}."
        f" For: {', '.join(content.cause[one].name for one in exercise.suits)}.",
        f"Dose: {dose_in_words(exercise.dose)}",
        _list("How", exercise.steps),
        _list("Mind", exercise.care),
        _cautions(content, "Not when", exercise.not_when),
        _grounds(content, exercise),
    )


def _review_status(content: Content) -> str:
    rules = content.clinical_rules
    unchecked = sum(not one.source_checked for one in rules)
    signed = sum(bool(one.reviewed_by) for one in rules)
    return (
        f"**Review status.** {signed} of {len(rules)} rules are signed off by a clinician."
        f" For {unchecked} the source was not read, or the number is a design choice: they are marked"
        " 'not checked' below."
    )


def _gate_table(gates: Iterable[Gate]) -> str:
    gates = tuple(gates)
    columns = tuple(gates[0].cells)
    rows = [f"| condition | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    rows += [
        f"| {gate.id} | "
        + " | ".join(str(gate.cells[one]).replace("*", "\\*") for one in columns)
        + " |"
        for gate in gates
    ]
    return "\n".join(rows)


def _gate(content: Content, gate: Gate) -> str:
    when = (
        f"When: `{_one_line(gate.when)}`."
        if gate.when
        else "While an emergency or urgent sign is open."
    )
    return f"- `{gate.id}` {gate.say} {when} {_cited(content, gate)}" + (
        f" Note: {gate.note}" if gate.note else ""
    )


def _scope(content: Content, scope: Any) -> str:
    return f"- `{scope.id}` when `{_one_line(scope.when)}`: {scope.say} {scope.do or ''} {_cited(content, scope)}"


def _advice(content: Content, advice: Advice) -> str:
    return (
        f"- *{advice.section.replace('_', ' ')}* {advice.say} `{advice.id}` when `{_one_line(advice.when)}`."
        + (f" Only with: {', '.join(advice.treatments)}." if advice.treatments else "")
        + (f" Sends her to: {_kinds(content, advice.care_kinds)}." if advice.care_kinds else "")
        + f" {_cited(content, advice)}"
    )


def _kinds(content: Content, ids: Iterable[str]) -> str:
    return ", ".join(content.care_kind[one].name.lower() for one in ids)


def _stop_questions(content: Content) -> str:
    intro = (
        "A tick ends the session and starts the check with the answers named, or stops the treatment"
        " and says what to do."
    )
    return "\n".join((f"{intro}\n", *(_stop(content, one) for one in content.stop_questions)))


def _stop(content: Content, question: StopQuestion) -> str:
    told = [
        f"- {question.ask}. `{question.id}`",
        f"means `{', '.join(f'{one}: {value}' for one, value in question.sets.items())}`."
        if question.sets
        else "",
        f"When: `{_one_line(question.when)}`." if question.when else "",
        f"Only for: {', '.join(question.only_for)}." if question.only_for else "",
        question.say or "",
        _cited(content, question),
    ]
    return " ".join(part for part in told if part)


def _conflict(content: Content, conflict: Conflict) -> str:
    return _join(
        f"### {conflict.topic.replace('_', ' ').capitalize()}: {conflict.id}",
        f"Some say: {conflict.some_say}",
        f"Guidelines say: {conflict.guidelines_say}",
        f"Carrywell: {conflict.what_carrywell_does}",
        f"> {conflict.wording}",
        _grounds(content, conflict),
    )


def _measures(content: Content) -> str:
    return "\n".join(
        f"- **{name.replace('_', ' ')}**: {_plain(part)}"
        for name, part in msgspec.to_builtins(content.measures).items()
    )


def _mappings(content: Content) -> str:
    """One row a mapping: what is read, what it means, for how long it counts."""
    intro = (
        "What a screening reads from the records of a hospital. A finding whose codes are not in a record"
        " stays unknown. A code of ICD-10 or ATC also stands for those that begin with it."
    )
    rows = ["| finding | read from | codes | counts for |", "|---|---|---|---|"]
    for one in content.mappings.codes:
        codes = "; ".join(
            f"{code.system.upper()} {code.code} {code.display}".replace("|", "/")
            + (f" (not {', '.join(code.but_not)})" if code.but_not else "")
            for code in one.codes
        )
        window = "any age" if one.within_days is None else f"{one.within_days} day(s)"
        how = f"{one.reads}, {one.how.replace('_', ' ')}" + (f", {one.unit}" if one.unit else "")
        rows.append(f"| `{one.finding}` | {how} | {codes} | {window} {_cited(content, one)} |")
    return intro + "\n\n" + "\n".join(rows)


def _finding(finding: Finding) -> str:
    kind = {
        "yes_no": "yes or no",
        "number": f"number of {finding.unit}, {finding.min:g} to {finding.max:g}"
        if finding.min is not None and finding.max is not None
        else "number",
        "choice": "one of " + ", ".join(one.id for one in finding.options),
        "choices": "any of " + ", ".join(one.id for one in finding.options),
    }[finding.type]
    how = f"worked out: `{_plain_derived(finding)}`" if finding.derived else (finding.ask or "")
    covers = f" Covers: {', '.join(finding.covers)}." if finding.covers else ""
    return f"- `{finding.id}` ({kind}) {how}{covers}"


def _plain_derived(finding: Finding) -> str:
    if isinstance(finding.derived, str):
        return _one_line(finding.derived)
    return "; ".join(f"{one.option} when {_one_line(one.when)}" for one in finding.derived or ())


def _sources(content: Content) -> str:
    return "\n".join(
        f"- `{one.id}` {one.organisation}: {one.title} ({one.year or 'no date'}). {one.kind};"
        f" {one.checked}." + (f" {one.note}" if one.note else "")
        for one in content.sources
    )


def _cautions(content: Content, title: str, cautions: tuple[Caution, ...]) -> str:
    if not cautions:
        return ""
    lines = [f"- {one.say} `{_one_line(one.when)}` {_cited(content, one)}" for one in cautions]
    return f"{title}:\n\n" + "\n".join(lines)


def _list(title: str, lines: tuple[str, ...]) -> str:
    return f"{title}:\n\n" + "\n".join(f"- {one}" for one in lines) if lines else ""


def _cited(content: Content, rule: Sourced) -> str:
    named = "; ".join(
        content.source[one].organisation for one in rule.sources if one in content.source
    )
    return f"[{named}; {'checked' if rule.source_checked else 'not checked'}]"


def _grounds(content: Content, rule: Sourced) -> str:
    reviewed = (
        f"Reviewed by {', '.join(rule.reviewed_by)}."
        if rule.reviewed_by
        else "Not reviewed by a clinician yet."
    )
    note = f" Note for the reviewer: {rule.note}" if rule.note else ""
    return f"Sources: {_cited(content, rule)} {reviewed}{note}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(
            f"{str(key).replace('_', ' ')}: {_plain(one)}"
            for key, one in value.items()
            if one is not None
        )
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return str(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _join(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part and part.strip())


_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;margin:0}"
    "main{max-width:52rem;margin:0 auto;padding:1rem}h2{border-top:2px solid;padding-top:1rem;margin-top:3rem}"
    "code{font-size:.9em;overflow-wrap:anywhere}table{display:block;overflow-x:auto;border-collapse:collapse}"
    "td,th{border:1px solid;padding:.2rem .5rem;text-align:left}"
    "blockquote{margin:0;padding-left:1rem;border-left:4px solid}"
    "nav a{display:inline-block;padding:.6rem 0;min-height:1.6rem}"
)
