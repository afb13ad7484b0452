"""JSON that is too long for the memory: one pass over an object, its long lists an item at a time."""

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, NoReturn

CHUNK = 2**18
LONGEST = 2**26
"""Bytes of one value: no entry comes near."""
_BLANK = " \t\r\n"


class NotJson(Exception):
    """Cut off, or no JSON from the start."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A value of the object, or one item of a list of it that was to be read by items."""

    key: str
    value: Any
    start: int
    """Bytes from the beginning of the file, and how many."""
    length: int


def pieces(file: IO[bytes], *, by_items: frozenset[str]) -> Iterator[Piece]:
    """Raises NotJson, also after pieces were given; only at the end it is known to be whole."""
    stream = _Stream(file)
    stream.take("{")
    more = not stream.took("}")
    while more:
        key = stream.value().value
        if not isinstance(key, str):
            raise NotJson
        stream.take(":")
        if key in by_items and stream.took("["):
            items = not stream.took("]")
            while items:
                yield stream.value(key)
                items = stream.took(",")
                if not items:
                    stream.take("]")
        else:
            yield stream.value(key)
        more = stream.took(",")
        if not more:
            stream.take("}")
    stream.end()


def value(data: bytes) -> Any:
    """Of a Piece, read again. Raises NotJson."""
    try:
        return _DECODER.decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as e:
        raise NotJson from e


class _Stream:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text = ""
        self._at = 0
        self._passed = 0
        self._ended = False
        self._fill()
        if self._text.startswith("\ufeff"):  # an editor's mark
            self._at = 1

    def take(self, character: str) -> None:
        if not self.took(character):
            raise NotJson

    def took(self, character: str) -> bool:
        self._skip_blanks()
        if not self._text.startswith(character, self._at):
            return False
        self._at += 1
        return True

    def value(self, key: str = "") -> Piece:
        self._skip_blanks()
        self._drop_passed()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text)
            except (ValueError, RecursionError) as e:
                if self._ended or len(self._text) > LONGEST:
                    raise NotJson from e
            else:
                if end < len(self._text) or self._ended:  # else a number may go on
                    break
            self._fill()
        self._at = end
        return Piece(key, value, self._passed, len(self._text[:end].encode("utf-8", "surrogatepass")))

    def end(self) -> None:
        self._skip_blanks()
        if self._at < len(self._text):
            raise NotJson

    def _skip_blanks(self) -> None:
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text) or self._ended:
                return
            self._drop_passed()
            self._fill()

    def _drop_passed(self) -> None:
        self._passed += len(self._text[: self._at].encode("utf-8", "surrogatepass"))
        self._text, self._at = self._text[self._at :], 0

    def _fill(self) -> None:
        """As much again as there is, so that a long value is not begun anew too often."""
        data = self._file.read(max(CHUNK, len(self._text)))
        self._ended = not data
        try:
            self._text += self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as e:
            raise NotJson from e


def _no_constant(_: str) -> NoReturn:
    """NaN and Infinity are Python's own."""
    raise ValueError


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
