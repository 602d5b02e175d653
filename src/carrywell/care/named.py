"""What the name of a place says of its kind, where its tags are silent."""

import re
from collections.abc import Mapping
from functools import lru_cache

from carrywell.care.folded import folded
from carrywell.guideline.care_kinds import TagRule

NAMES = ("name", "official_name", "alt_name", "name:en")
_DIGITS = re.compile(r"\d+")


def fits_name(rule: TagRule, tags: Mapping[str, str]) -> bool:
    """Whether one of the names has a word of `rule.named` and none a word of `rule.not_named`.

    A word counts from where a word of the name begins, without case and accents: 'maternit' is in
    'Maternité' and in 'Mother and maternity home', and not in 'Paternity'.
    """
    if not rule.named and not rule.not_named:
        return True
    names = [_words(tags[key]) for key in NAMES if key in tags]
    return (not rule.named or _has_one(names, rule.named)) and not _has_one(names, rule.not_named)


def _has_one(names: list[str], words: tuple[str, ...]) -> bool:
    return any(_words(word) in name for name in names for word in words)


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    return f" {folded(_DIGITS.sub(' ', text))}"
