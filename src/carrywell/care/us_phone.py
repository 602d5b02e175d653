"""Telephone numbers of the USA, written so that they work from any telephone."""

import re

TEN = re.compile(r"(?:\+?1)?([2-9][0-9]{2})([2-9][0-9]{2})([0-9]{4})")
"""Area, exchange and line: neither of the first two begins with 0 or 1 in the North American plan."""
BETWEEN = str.maketrans("", "", " ()./-")


def us_phone(text: str) -> str | None:
    """'2125550100' or '(212) 555-0100' as '+1 212-555-0100'; None for what is no such number."""
    matched = TEN.fullmatch(text.translate(BETWEEN))
    return "+1 {}-{}-{}".format(*matched.groups()) if matched else None
