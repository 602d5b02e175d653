"""What is typed and what is written, made alike: no case, no accents, no punctuation."""

import re
from unicodedata import category, normalize

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
) | {0x131: "i"}  # the Turkish i without a dot
_APOSTROPHES = re.compile("['\u2019]")
_BETWEEN = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """'Saint-Étienne' and 'saint etienne' are one. With a digit it is a postcode: 'SW1A 1AA' is 'sw1a1aa'."""
    bare = "".join(
        one for one in normalize("NFKD", text.casefold()) if category(one) != "Mn"
    ).translate(_LETTERS)
    words = _BETWEEN.sub(" ", _APOSTROPHES.sub("", bare)).strip()
    return words.replace(" ", "") if any(one.isdigit() for one in words) else words


def tails(name: str) -> tuple[str, ...]:
    """The folded name, then what is left of it from each later word on: 'new york', 'york'."""
    words = folded(name).split(" ")
    return tuple(" ".join(words[first:]) for first in range(len(words)))
