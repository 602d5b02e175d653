"""A QR code that carries a text itself: whoever scans it reads it, and no server is asked."""

from typing import Final

import segno

from carrywell.pictures.svg import element, picture

QUIET: Final = 4
"""The empty border, in squares, that the standard asks for (ISO/IEC 18004)."""


def qr_code(text: str, title: str) -> str:
    """The code as SVG with class names: `qr-light` must be white and `qr-dark` black, always.

    Raises ValueError for more than a code can hold (2953 bytes of UTF-8).
    """
    try:
        rows = made(text).matrix
    except segno.DataOverflowError as error:
        raise ValueError("The text is too long for a code.") from error
    size = len(rows) + 2 * QUIET
    dark = "".join(
        f"M{across + QUIET} {down + QUIET}h1v1h-1z"
        for down, row in enumerate(rows)
        for across, square in enumerate(row)
        if square
    )
    return picture(
        element("rect", class_="qr-light", width=size, height=size),
        element("path", class_="qr-dark", d=dark),
        width=size,
        height=size,
        title=title,
        class_="qr",
    )


def made(text: str) -> segno.QRCode:
    """The code itself, in UTF-8, with the most repair that its size allows."""
    return segno.make(text, micro=False, error="l", boost_error=True, encoding="utf-8")
