"""The style of the file: the page's own stylesheets, put into the file itself."""

import re
from functools import cache
from typing import Final

from carrywell.exchange.print_look import STYLES

SHEETS: Final = ("tokens.css", "charts.css", "standing-figure.css", "body-map.css", "report.css")

_IMPORT = re.compile(r"@import[^;]*;")


@cache
def look_of_the_file() -> str:
    """Every rule that the report needs, and no address of anything outside the file."""
    return "\n".join(_IMPORT.sub("", (STYLES / one).read_text("utf-8")) for one in SHEETS)
