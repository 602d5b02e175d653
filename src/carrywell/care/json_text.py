"""JSON read value by value from a file of any size, with bounded memory."""

import codecs
import json
from typing import IO, Any

from carrywell.care.place import BadFile

CHUNK = 1 << 18
"""Bytes asked of the file at once."""

LARGEST = 8 << 20
"""Characters of one value. A larger one would need a hundred times that in memory at worst."""

BETWEEN = " \t\r\n\x1e"
"""White space, and the mark before each text of a sequence (RFC 8142)."""

WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins."""


class JsonText:
    """The text of a file from where it was read to. Every method raises `BadFile` where it is damaged."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self._name, self._file = name, file
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._json = json.JSONDecoder(parse_constant=lambda _: None)
        self._text, self._at, self._before = "", 0, 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is not white space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in BETWEEN:
                self._at += 1
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._more()

    def take(self, wanted: str) -> str:
        """Goes past one character, which has to be one of those wanted, and gives it."""
        found = self.peek()
        if not found or found not in wanted:
            there = repr(found) if found else "the end"
            raise self._bad(f"there is {there} instead of {' or '.join(wanted)}")
        self._at += 1
        return found

    def value(self) -> Any:
        """The next value whole. NaN and the infinities, which are no JSON, are None."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except RecursionError:
                raise self._bad("it is nested too deeply") from None
            except ValueError as error:
                if self._ended:
                    raise self._bad(f"no JSON: {getattr(error, 'msg', error)}") from None
            else:
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > LARGEST:
                raise self._bad(
                    f"one value of more than {LARGEST >> 20} million characters, or no JSON"
                )
            self._more()

    def _more(self) -> None:
        """Reads as much again as was not understood yet, so that trying again costs little."""
        self._before += self._at
        self._text, self._at = self._text[self._at :], 0
        data = self._file.read(max(CHUNK, len(self._text)))
        if self._before == 0 and data.startswith(WIDE):
            raise self._bad("it is written in UTF-16; save it as UTF-8")
        self._ended = not data
        try:
            self._text += self._decode(data, self._ended)
        except UnicodeDecodeError:
            raise self._bad("it is not written in UTF-8; save it so") from None

    def _bad(self, why: str) -> BadFile:
        return BadFile(f"{self._name}: damaged near character {self._before + self._at}: {why}")
