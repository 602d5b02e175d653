"""The list of whom to ring as one HTML file: no network, no script, for a phone, a desk and paper."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path

import msgspec

from carrywell.assessment.reasons import in_weeks
from carrywell.assessment.references import References
from carrywell.cohort.counts import PRIVATE_TITLE, SET_ASIDE, Counted
from carrywell.cohort.entry import Entry, Why
from carrywell.guideline.compiled import Compiled
from carrywell.guideline.model import Urgency

HERE = Path(__file__).parent
STYLES = (HERE.parent / "companion/static/companion/tokens.css", HERE / "worklist.css")
TITLES = {
    "ask again": "Ask again: answers that cannot both be right",
    "call now": "Ring now: a warning sign is there",
    "ask first": "Ring now: not enough is known, ask these first",
    "soon": "Ring within one to three days",
}
ABOUT = {
    "ask again": (
        "They were not screened. The signs beside them are those that would be there if every answer"
        " were right. Take them seriously until you know."
    ),
    "call now": "Whatever their other answers would be, they need a call now. The worst come first.",
    "ask first": (
        "Nothing that is known is urgent, but something urgent has not been ruled out. A few answers"
        " may settle it."
    ),
    "soon": "They have a sign that can wait a day or more. Some lines say: today.",
}
LEVEL: dict[Urgency, str] = {
    "emergency": "Emergency: an ambulance now",
    "urgent": "Urgent: within the hour",
    "soon": "Soon: within 1 to 3 days",
    "routine": "Routine: self-care, next visit",
}
HELLO = (
    "This is [my name], [midwife] at [our unit]. Am I speaking to [her name]? Are you alone, and can you"
    " talk?"
)
ON_NO_LIST = "has died according to the records: on no list"
MOST_WHY = 6
"""Signs that are told in full; the others follow as a line."""


class Listed(msgspec.Struct, frozen=True):
    """A list: how many people are on it, and those of them that the page shows."""

    name: str
    people: int
    entries: tuple[Entry, ...]


def page(
    compiled: Compiled,
    lists: Sequence[Listed],
    died: Sequence[str],
    counts: Counted,
    *,
    from_answers: bool,
) -> str:
    """The whole page. `from_answers`: whether her own answers were at hand, and not only the signs.

    `died`: the first of those who have died according to the records, for a record may be mistaken.
    """
    return _Page(compiled, lists, died, counts, from_answers=from_answers).html()


class _Page:
    """Numbers its sources as they are named."""

    def __init__(
        self,
        compiled: Compiled,
        lists: Sequence[Listed],
        died: Sequence[str],
        counts: Counted,
        *,
        from_answers: bool,
    ) -> None:
        self.compiled, self.lists, self.died, self.counts = compiled, lists, died, counts
        self.from_answers = from_answers
        self.references = References(compiled.content)
        told = [one.until for listed in lists for one in listed.entries if one.until]
        self.for_all = [one for one in told[0] if all(one in each for each in told)] if told else []

    def html(self) -> str:
        style = "\n".join(one.read_text("utf-8") for one in STYLES)
        allowed = b64encode(sha256(style.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
        )
        body = "\n".join(
            (self._head(), *map(self._list, self.lists), self._have_died(), self._foot())
        )
        return (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<title>Whom to ring</title>\n<style>{style}</style>\n</head>\n<body>\n"
            f'<main id="top">\n{body}\n</main>\n</body>\n</html>\n'
        )

    def _head(self) -> str:
        died = self.counts.died
        cells = {**self.counts.urgency.cells, **({ON_NO_LIST: died} if died else {})}
        rows = "".join(
            f'<tr><th scope="row">{_level_name(name)}</th><td>{count:,}</td></tr>'
            for name, count in cells.items()
        )
        links = "".join(
            f'<li><a href="#{_anchor(one.name)}">{TITLES[one.name]} <b>{one.people:,}</b></a></li>'
            for one in self.lists
        )
        return (
            f"<h1>Whom to ring</h1>{self._made_up()}"
            f"<p>{escape(self.compiled.content.edition.notice)}</p>"
            f'<nav aria-label="Lists"><ul class="jump">{links}</ul></nav>'
            f'<table class="counts"><caption>{_people(self.counts.people + died)} screened, by urgency</caption>'
            f"<tbody>{rows}</tbody></table>"
            f"{self._without_answers()}{self._how()}{self._for_everyone()}"
        )

    def _made_up(self) -> str:
        made_up = any(one.synthetic for listed in self.lists for one in listed.entries)
        said = (
            "<strong>Synthetic: made-up people.</strong> Nobody on this list exists. Ring no one."
        )
        return f'<p class="made-up">{said}</p>' if made_up else ""

    def _without_answers(self) -> str:
        if self.from_answers:
            return ""
        return (
            '<p class="note">Her own answers are not on this list, because the file that was screened was'
            " not given. Some of the questions may have been answered already.</p>"
        )

    def _how(self) -> str:
        return (
            '<section class="how" aria-labelledby="how"><h2 id="how">Before you ring</h2><ul>'
            "<li>This page names people. Keep it as you keep their notes, and shred it.</li>"
            "<li>Say why you ring only when you know that it is she. Ask whether she is alone and can"
            " talk. Where it says <b>ask in private</b>, ask nothing about it while anyone listens.</li>"
            "<li>If she is in danger while you talk, whatever the danger is, have the emergency number"
            " rung and stay with her on the phone.</li>"
            "<li>Use an interpreter where you need one, not someone of her family.</li>"
            "<li>If what you hear is worse than what stands here, what you hear counts.</li>"
            "<li>If nobody answers, try again, and do what your unit does when it cannot reach someone"
            " with this sign. No answer is no all-clear.</li>"
            "<li>A list grows old. It tells what was so when they answered.</li>"
            '</ul><p class="from">Our own advice; no source. Not reviewed by a clinician yet.</p></section>'
        )

    def _for_everyone(self) -> str:
        if not self.for_all:
            return ""
        lines = "".join(
            f"<li>{escape(one.say)}{self._numbers(one.sources)}</li>" for one in self.for_all
        )
        return (
            '<section class="how" aria-labelledby="until"><h2 id="until">What each may be told to do'
            f" until she has been seen</h2><ul>{lines}</ul></section>"
        )

    def _list(self, listed: Listed) -> str:
        cards = "".join(map(self._card, listed.entries))
        return (
            f'<section aria-labelledby="{_anchor(listed.name)}"><h2 id="{_anchor(listed.name)}"'
            f' tabindex="-1">{TITLES[listed.name]} <span class="many">{listed.people:,}</span></h2>'
            f"<p>{ABOUT[listed.name] if listed.people else 'Nobody.'}</p>{_left_out(listed)}{cards}"
            f'<p class="up"><a href="#top">Back to the top</a></p></section>'
        )

    def _card(self, one: Entry) -> str:
        level = one.urgency or "set-aside"
        anchor = f"person-{one.row}"
        return (
            f'<article class="person {level}" aria-labelledby="{anchor}">'
            f'<h3 id="{anchor}">{escape(one.person)} <span class="weeks">{_weeks(one)}</span></h3>'
            f'<p class="level">{_level(one)}</p>'
            f"{self._clash(one)}{self._why(one)}{self._say(one)}{_ask(one)}{self._until(one)}"
            f"{_refused(one)}{_unused(one)}{_reached()}</article>"
        )

    def _clash(self, one: Entry) -> str:
        if one.urgency is not None:
            return ""
        told = " and ".join(f"“{escape(part)}”" for part in one.clash)
        said = f"She answered {told}." if told else "The answers are in the file that was screened."
        private = " Ask in private." if one.ask.private else ""
        return f"<h4>What cannot be right</h4><p>{said}{private}</p>"

    def _why(self, one: Entry) -> str:
        lines = [self._reason(why) for why in one.why[:MOST_WHY]]
        if one.private:
            lines.insert(0, f"<li><b>{PRIVATE_TITLE}</b></li>")
        if not lines:
            nothing = "No warning sign is known to be there."
            return f"<h4>Why</h4><p>{nothing} {_open(one)}</p>"
        also = "; ".join(escape(why.title) for why in one.why[MOST_WHY:])
        rest = f"<p>Also: {also}.</p>" if also else ""
        title = "Why" if one.urgency else "What would be there"
        return f'<h4>{title}</h4><ul class="why">{"".join(lines)}</ul>{rest}{_open_line(one)}'

    def _reason(self, why: Why) -> str:
        told = f": {escape('; '.join(why.told))}" if why.told else ""
        unchecked = (
            "" if why.source_checked else '<abbr title="source not read for this rule">*</abbr>'
        )
        return f"<li><b>{escape(why.title)}</b>{told}{self._numbers(why.sources)}{unchecked}</li>"

    def _say(self, one: Entry) -> str:
        told = list(dict.fromkeys(part for why in one.why for part in why.told))[:MOST_WHY]
        do = next((why.do for why in one.why if why.urgency == one.urgency), None)
        about = (
            "Some of your answers do not fit together, so I would like to ask you again."
            if one.urgency is None
            else "I am ringing about the answers you gave us."
        )
        lines = (
            HELLO,
            f"{about} The advice for your answers is: {do}" if do and one.urgency else about,
            f"You told us: {'; '.join(told)}. Is that right, and how is it now?" if told else "",
            one.situation or "",
        )
        said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
        return f'<h4>Say</h4><div class="say">{said}</div>'

    def _until(self, one: Entry) -> str:
        own = [item for item in one.until if item not in self.for_all]
        if not one.until:
            return ""
        lines = "".join(f"<li>{escape(item.say)}{self._numbers(item.sources)}</li>" for item in own)
        more = ' <a href="#until">What holds for each</a> is at the top.' if self.for_all else ""
        listed = f"<ul>{lines}</ul>" if lines else ""
        return f'<h4>Until she has been seen</h4>{listed}<p class="small">{more.strip()}</p>'

    def _numbers(self, sources: Iterable[str]) -> str:
        numbers = ", ".join(map(str, self.references.numbers(sources)))
        return f' <span class="from">[{numbers}]</span>' if numbers else ""

    def _have_died(self) -> str:
        count = self.counts.died
        if not count:
            return ""
        are = "1 person has" if count == 1 else f"{count:,} people have"
        on = "is" if count == 1 else "are"
        listed = "".join(f"<li>{escape(one)}</li>" for one in self.died)
        left = count - len(self.died)
        more = f"<p>{_more(left)} at the end of <b>worklist.csv</b>.</p>" if left else ""
        return (
            '<section class="died" aria-labelledby="died"><h2 id="died">Not to be rung</h2>'
            f"<p>{are} died according to the records and {on} on no list.</p>"
            "<details><summary>Show who</summary><p>A record may be mistaken. If you think that one is,"
            " look in the record itself, and ask whoever keeps it, before anyone rings.</p>"
            f"<ul>{listed}</ul>{more}</details></section>"
        )

    def _foot(self) -> str:
        edition = self.compiled.content.edition
        listed = "".join(
            f'<li value="{number}">{escape(words)}</li>'
            for number, words in self.references.listed()
        )
        return (
            '<footer><h2 id="sources">Sources</h2>'
            f"<ol>{listed}</ol><p>* The source itself was not read for this rule.</p>"
            f"<p>{escape(edition.title)}, edition {escape(edition.version)}."
            " No answer on this list was changed by hand.</p></footer>"
        )


def _left_out(listed: Listed) -> str:
    left = listed.people - len(listed.entries)
    if not left:
        return ""
    return (
        f'<p class="note"><strong>{_more(left)} on this list</strong> and not shown here. All'
        f" {listed.people:,} are in <b>worklist.csv</b>, in the same order.</p>"
    )


def _more(count: int) -> str:
    return "1 more person is" if count == 1 else f"{count:,} more people are"


def _level(one: Entry) -> str:
    if one.urgency is None:
        worst = f" If every answer is right: {one.why[0].urgency}." if one.why else ""
        return f"Not screened: ask again now.{worst}"
    if (
        one.rests_on_not_knowing
        and one.urgency in {"urgent", "emergency"}
        and one.floor is not None
    ):
        known = "" if one.floor == "routine" else f" What is known: {one.floor}."
        return f"{LEVEL[one.urgency]}, until more is known.{known}"
    return LEVEL[one.urgency]


def _open(one: Entry) -> str:
    signs = "warning sign has" if one.open_count == 1 else "warning signs have"
    return f"{one.open_count} {signs} not been ruled out." if one.open_count else ""


def _open_line(one: Entry) -> str:
    return f'<p class="small">{_open(one)}</p>' if one.open_count else ""


def _ask(one: Entry) -> str:
    if not one.ask.first and not one.ask.private:
        return ""
    lines = "".join(
        f"<li>{'' if question.ask.endswith('?') else 'Do you have any of these? '}{escape(question.ask)}</li>"
        for question in one.ask.first
    )
    asked = f"<ol>{lines}</ol>" if lines else ""
    private = "<p><b>And ask in private.</b></p>" if one.ask.private and one.urgency else ""
    more = (
        f'<p class="small">{one.ask.more} more questions are open. If these do not settle it, go through'
        " the whole check with her.</p>"
        if one.ask.more
        else ""
    )
    return f"<h4>Ask</h4>{asked}{private}{more}"


def _refused(one: Entry) -> str:
    if one.urgency is None:
        return ""
    if one.refused_all:
        return '<p class="refused"><b>Treatments:</b> none, until she has been heard.</p>'
    if not one.refused:
        return ""
    return f'<p class="refused"><b>Not for her now:</b> {escape("; ".join(one.refused))}.</p>'


def _unused(one: Entry) -> str:
    if not one.values_not_used:
        return ""
    values = "1 value" if one.values_not_used == 1 else f"{one.values_not_used} values"
    return f'<p class="small">{values} of hers could not be used and count as unknown.</p>'


def _reached() -> str:
    return (
        '<p class="reached"><span>Rung at</span> <span>Spoke to her: yes / no</span>'
        " <span>What was agreed</span></p>"
    )


def _weeks(one: Entry) -> str:
    return "weeks not known" if one.weeks is None else in_weeks(one.weeks)


def _level_name(name: str) -> str:
    return "Not screened: answers cannot both be right" if name == SET_ASIDE else name.capitalize()


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _anchor(name: str) -> str:
    return name.replace(" ", "-")
