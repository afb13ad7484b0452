"""Bytes from elsewhere as text, and text as the lines of an entry."""

import codecs
import json
import re
from dataclasses import dataclass
from typing import Any

from assistant.errors import AssistantError
from assistant.journal import Utterance

LONGEST_ENTRY = 300_000
"""Characters, about fifty thousand words."""
WRAPPED = 60
LEAST_WRAPPED = 40
"""Characters; a line so long that ends in the middle of a sentence was broken by an editor, not by a person. A shorter
one too where the next begins with a small letter."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_STARTS_A_LINE = re.compile(r"\s*(?:[#>|*+-]|\d+[.)]\s|\[[ xX]\]|@|!\[)")
_ENDS_A_SENTENCE = re.compile(r"[.!?…:;)\]\"'”\u2019*_-]\s*$")


class NoText(AssistantError):
    """Its bytes are no text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    guessed: bool = False
    """It is no UTF-8, and does not say what it is: it was read as Windows wrote it in western Europe, or in parts."""


def decoded(data: bytes) -> Decoded:
    """Raises NoText."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_checked(_as(data, encoding)))
    try:
        return Decoded(_checked(data.decode("utf-8")))
    except UnicodeDecodeError:
        return Decoded(_checked(_guessed(data)), guessed=True)


def _guessed(data: bytes) -> str:
    """UTF-8 where most of it is: a file that was cut off, or put together of two."""
    text = _as(data, "utf-8")
    bad = text.count("\ufffd")
    good = sum(not sign.isascii() for sign in text) - bad
    return text if good > bad else _as(data, "cp1252")


def _as(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _checked(text: str) -> str:
    """With lines that end as they do here. Raises NoText."""
    if "\0" in text or len(_CONTROL.findall(text[:100_000])) > len(text[:100_000]) // 100:
        raise NoText(
            "This is no text, or text in an encoding that Between does not know.",
            "Save it as UTF-8, and import that.",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_json(text: str) -> Any:
    """Infinity and NaN, which are no JSON, become None. Raises AssistantError."""
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as e:
        raise AssistantError(
            "This file begins like JSON, but is not whole or not JSON.", "Export once more, and import that."
        ) from e


def lines(text: str) -> tuple[str, ...]:
    """Without the empty ones. What an editor broke at its margin is one line again."""
    found: list[str] = []
    width = 0
    for raw in _plain(text).splitlines():
        line = " ".join(raw.split())
        if line and width and _goes_on(found[-1], line, width=width):
            found[-1] += f" {line}"
        elif line:
            found.append(line)
        width = len(line)
    return tuple(found)


def _goes_on(before: str, line: str, *, width: int) -> bool:
    """`width` is that of the last line of `before`."""
    if _STARTS_A_LINE.match(line) or _ENDS_A_SENTENCE.search(before):
        return False
    return width >= (LEAST_WRAPPED if line[0].islower() else WRAPPED)


def _plain(text: str) -> str:
    """A zero byte, or half of a surrogate pair, is no text, and no database takes it."""
    return text.replace("\0", " ").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def same(text: str) -> str:
    """Equal for texts that differ in their blanks and line ends alone."""
    return " ".join(_plain(text).split())


def told_guessed(count: int) -> tuple[str, ...]:
    """What the person should know of so many files whose encoding was guessed."""
    files = "1 file is" if count == 1 else f"{count} files are"
    return (f"{files} no UTF-8, or not all of it, and guessed at: look whether the accents are right.",) * bool(count)


def utterances(text: str) -> tuple[Utterance, ...]:
    return tuple(Utterance(line) for line in lines(text))
