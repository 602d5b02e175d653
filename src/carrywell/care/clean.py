"""Text from files of strangers, made fit to be shown: names, telephone numbers, addresses of pages.

Nothing here raises: what cannot be made fit is None, which means that the file does not say.
"""

import re
import unicodedata
from datetime import date
from urllib.parse import urlsplit

LONGEST_NAME = 255
"""Characters; OpenStreetMap's own limit for a value. Longer text is cut, and ends in '…'."""

LONGEST_LINK = 2000
"""Characters. A longer link is left out: cut, it would lead elsewhere."""

LONGEST_PHONE = 40
"""Characters, after cleaning."""

FEWEST_DIGITS = 3
"""Of a telephone number: 112."""

MOST_DIGITS = 21
"""Fifteen by ITU-T E.164, and six of an extension."""

MOST_MARKS = 4
"""Combining marks on one letter: text that piles up hundreds covers the lines above it."""

JOINERS = "\u200c\u200d"
"""Invisible, but Persian and the languages of India are written with them."""

INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode's categories of what has no shape: control and format characters, overrides of the
direction of reading, lone halves of characters, private and unassigned ones."""

PHONE = re.compile(r"\+?\(?[0-9][0-9 ()./\-]*[0-9](?: ?(?:ext\.?|x|#) ?[0-9]{1,6})?", re.IGNORECASE)
HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
BARE_LINK = re.compile(HOST.pattern + r"(?:[/?#].*)?")
LOOSE_PLUS = re.compile(r"^(?:\(\s*\+\s*([0-9]{1,3})\s*\)|\+\s+([0-9]{1,3})\b)\s*")
BEFORE_PHONE = re.compile(r"^(?:tel|phone|telefone?|fone)\b[.:]*\s*", re.IGNORECASE)
BETWEEN_PHONES = re.compile(
    r"[;,|\n]|//|(?<=[0-9])\s+(?=\+)|(?<=[0-9])\s+(?:or|ou|und|and|et|e|y|o)\s+(?=[0-9(+])"
)
"""What parts two numbers of one cell: run together, they would ring nobody or somebody else."""
WHOLE_NATIONAL, WHOLE_INTERNATIONAL = 7, 9
"""Digits from which what stands before a '/' is a number itself, and behind it another one or its end:
'3091-1234/1235'. Fewer are the code of an area: '0551/12345'. No area has a longer one."""
BETWEEN_LINKS = re.compile(r"\s*;\s*|\s+(?=https?://|www\.)", re.IGNORECASE)
"""What stands behind any other space is the rest of a broken link, and another host than was meant."""
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


def plain(text: str | None, most: int = LONGEST_NAME) -> str | None:
    """One line of at most `most` characters without anything invisible; None when nothing is left."""
    if not text:
        return None
    shown = unicodedata.normalize("NFC", _visible(text[: most * 8]))
    line = " ".join(shown.split())
    if len(line) > most:
        line = line[: most - 1].rstrip() + "…"
    return line.strip(JOINERS + " ") or None


def whole(text: str | None, most: int = LONGEST_NAME) -> str | None:
    """As `plain`, but None when it is longer: what would mean something else if it were cut."""
    if text and len(text) > most:
        return None
    return plain(text, most)


def phone(text: str | None) -> str | None:
    """The first of one or several telephone numbers that is well-formed, as it is written.

    Digits of any script are given as 0 to 9, which every telephone has.
    """
    for one in BETWEEN_PHONES.split(_with_plain_digits((text or "")[: LONGEST_PHONE * 10])):
        shown = plain(one, LONGEST_PHONE * 2) or ""
        number = _as_dialled(BEFORE_PHONE.sub("", shown))
        if _is_phone(number):
            return number
    return None


def website(text: str | None) -> str | None:
    """The first of one or several links to a page by http or https; 'www.name.org' gets https.

    None for any other scheme, for a link with a user name (it hides where it leads), and for one
    with spaces, quotes or brackets.
    """
    for one in BETWEEN_LINKS.split((text or "").strip()[: LONGEST_LINK + 1]):
        link = f"https://{one}" if BARE_LINK.fullmatch(one) else one
        if one and len(link) <= LONGEST_LINK and _is_link(link):
            return link
    return None


def day(text: object) -> date | None:
    """The day of a time such as '2026-01-31T12:00:00Z'."""
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None


def _visible(text: str) -> str:
    """The text without what has no shape; any white space is a space."""
    kept: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category == "Mn" else 0
        if letter.isspace():
            kept.append(" ")
        elif letter in JOINERS or (category not in INVISIBLE and marks <= MOST_MARKS):
            kept.append(letter)
    return "".join(kept)


def _with_plain_digits(text: str) -> str:
    """Digits of all scripts, wide forms and dashes of all lengths as those of ASCII."""
    narrow = unicodedata.normalize("NFKC", text).translate(DASHES)
    return "".join(str(int(one)) if one.isdecimal() else one for one in narrow)


def _as_dialled(number: str) -> str:
    """'(+377) 93' and '+ 377 93' as '+377 93'; and without what a '/' adds to a whole number."""
    number = LOOSE_PLUS.sub(lambda found: f"+{found[1] or found[2]} ", number).strip()
    before, slash, _ = number.partition("/")
    digits = "".join(one for one in before if one.isdigit())
    is_abroad = before.startswith(("+", "00"))
    whole = WHOLE_INTERNATIONAL if is_abroad else WHOLE_NATIONAL
    return before.strip() if slash and len(digits.removeprefix("00")) >= whole else number


def _is_phone(number: str) -> bool:
    digits = sum(letter.isdigit() for letter in number)
    fits = len(number) <= LONGEST_PHONE and FEWEST_DIGITS <= digits <= MOST_DIGITS
    return fits and PHONE.fullmatch(number) is not None


def _is_link(link: str) -> bool:
    """Whether it names a host and a page there, and nothing else."""
    if link != plain(link, LONGEST_LINK) or re.search(r"[\s\"'<>`\\^{}|]", link):
        return False
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "@" not in parts.netloc and _is_host(host)


def _is_host(host: str) -> bool:
    return HOST.fullmatch(host) is not None
