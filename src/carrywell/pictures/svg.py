"""SVG as text: one function for an element, one for a whole picture with its title and description."""

from html import escape

Attribute = str | float | None


def element(name: str, *children: str, **attributes: Attribute) -> str:
    """One element. `class_` and `for_` lose the underscore; other underscores become hyphens.

    `children` are finished markup: text goes through `text`. Numbers are written short, and an
    attribute of None is left out.
    """
    written = "".join(
        f' {_name(key)}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def text(words: str) -> str:
    """Words as markup."""
    return escape(words, quote=False)


def picture(
    *children: str,
    width: float,
    height: float,
    title: str,
    description: str = "",
    class_: str = "picture",
    id_: str | None = None,
) -> str:
    """A whole picture that scales with its box. A screen reader reads `title`, then `description`."""
    told = element("title", text(title))
    if description:
        told += element("desc", text(description))
    return element(
        "svg",
        told,
        *children,
        class_=class_,
        id=id_,
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        xmlns="http://www.w3.org/2000/svg",
    )


def number(value: float) -> str:
    """A length with at most one decimal: pictures need no more, and pages stay small."""
    return f"{round(value, 1) + 0.0:g}"


def _name(key: str) -> str:
    if key in ("class_", "for_", "id_"):
        return key[:-1]
    return key if key in _CAMEL else key.replace("_", "-")


_CAMEL = frozenset({"viewBox", "attributeName", "calcMode", "keyTimes", "repeatCount"})
