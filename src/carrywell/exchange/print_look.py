"""The look of our pictures outside of a page of ours: in the PDF and in the file.

A picture carries class names alone, and the stylesheets name colours of the design, which change
with light and dark. On paper there is neither: here the names are replaced by the light colours.
"""

import re
from pathlib import Path
from typing import Final

STYLES: Final = Path(__file__).parents[1] / "companion" / "static" / "companion"
OF_PICTURES: Final = ("charts.css", "body-map.css", "standing-figure.css")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r"@import[^;]*;")
_AT_RULE = re.compile(r"@[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NAMED = re.compile(r"(--[\w-]+):\s*([^;]+);")
_USED = re.compile(r"var\((--[\w-]+)\)")
_MIX = re.compile(r"color-mix\(in oklab, #(\w{6}) (\d+)%, #(\w{6})\)")
_FONT = re.compile(r"^font: (.*?)([\d.]+px) (.+)$")
FONT: Final = "Libertinus Serif, serif"
"""The letters of the PDF, which it carries in itself."""


def look_of_pictures() -> str:
    """The style rules of our pictures with plain colours, for light paper."""
    light = light_colours()
    return "\n".join(_plainly((STYLES / name).read_text("utf-8"), light) for name in OF_PICTURES)


def light_colours() -> dict[str, str]:
    """Each name of the design with its light value."""
    first = (STYLES / "tokens.css").read_text("utf-8").partition(":root")[2].partition("}")[0]
    return dict(_NAMED.findall(_COMMENT.sub("", first)))


def with_look(svg: str, look: str) -> str:
    """The picture with its style inside, so that it can stand alone."""
    opening, bracket, rest = svg.partition(">")
    return f"{opening}{bracket}<style>{look}</style>{rest}"


def _plainly(css: str, light: dict[str, str]) -> str:
    bare = _AT_RULE.sub("", _IMPORT.sub("", _COMMENT.sub("", css)))
    names = light | dict(_NAMED.findall(bare))
    rules = (_rule(one[1], one[2], names) for one in _RULE.finditer(bare))
    return "\n".join(one for one in rules if one)


def _rule(selectors: str, declarations: str, names: dict[str, str]) -> str:
    """One rule without what only a page needs: the states of a form."""
    kept = [one.strip() for one in selectors.split(",\n") if ":" not in one and "[" not in one]
    said = [
        _declaration(_colour(one.strip(), names))
        for one in declarations.split(";")
        if one.strip() and not one.strip().startswith("--")
    ]
    return f"{', '.join(kept)} {{ {'; '.join(said)} }}" if kept and said else ""


def _colour(said: str, names: dict[str, str]) -> str:
    """The declaration with plain colours; a name may stand for another one."""
    before = ""
    while said != before:  # from the inside out
        before = said
        named = _USED.sub(lambda one: names[one[1]].strip(), said)
        said = _MIX.sub(lambda one: _mixed(one[1], int(one[2]) / 100, one[3]), named)
    return said


def _mixed(one: str, share: float, other: str) -> str:
    """A colour between two; in sRGB, which on paper is near enough to the screen's."""
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    return "#" + bytes(round(a * share + b * (1 - share)) for a, b in pairs).hex()


def _declaration(said: str) -> str:
    """One declaration; a font in short is written out, for readers that know no shorthand."""
    if found := _FONT.match(said):
        weight = found[1].strip()
        return (f"font-weight: {weight}; " if weight else "") + f"font-size: {found[2]}; {_FAMILY}"
    return _FAMILY if said.startswith("font-family:") else said


_FAMILY: Final = f"font-family: {FONT}"
