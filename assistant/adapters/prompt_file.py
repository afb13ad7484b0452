"""One TOML file of prompts, read strictly: a fault is a sentence with the file, the line and the nearest right word."""

import re
import tomllib
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, time
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import Any

from assistant.errors import UsageError

VERSION = 1
MANUAL = "docs/adding-a-question.md"

_HEAD = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_BRACKET = re.compile(r"""\"(?:[^"\\]|\\.)*"|'[^']*'|#.*|[\[\]{}]""")
_NO_SLOTS: Set[str] = frozenset()


def read(path: Path, *, manual: str = MANUAL) -> "Part":
    """The whole file. Raises UsageError where it can't be read, is no TOML, or is of another version."""
    try:
        source = path.read_text("utf-8")
    except OSError as e:
        raise UsageError(f"{path} can't be read: {e.strerror}.", "Put the file back, or install again.") from e
    except UnicodeDecodeError as e:
        raise UsageError(f"{path} is not plain text.", "Save it as text in UTF-8.") from e
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as e:
        raise UsageError(f"{path} has a slip: {e}.", "Mend that line; often a quote or a bracket is missing.") from e
    top = Part(path, tuple(source.splitlines()), table, manual=manual)
    version = table.get("version")
    if version is None:
        raise top.fault("", f"the line version = {VERSION} is missing")
    if version != VERSION:
        raise top.fault("version", f"the file is of version {version}, and I read version {VERSION}")
    return top


def nearest(word: str, known: Sequence[str]) -> str:
    """The end of a sentence: the right word that was probably meant, or nothing."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f'; did you mean "{close[0]}"?' if close else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the file (the file itself has no name), with what is needed to say where a fault stands."""

    path: Path
    lines: tuple[str, ...]
    table: dict[str, Any]
    name: str = ""
    number: int = 0
    """From 0 among the tables of this name."""
    manual: str = MANUAL
    """What has the format, for whoever mends it."""
    row: int = 0
    """From 1: the line that it begins on, where it is written inside another table; else 0."""

    def fault(self, key: str, what: str) -> UsageError:
        end = "" if what.endswith("?") else "."
        return UsageError(f"{self.place(key)}: {what}{end}", f"Mend that line; {self.manual} has the format.")

    def place(self, key: str) -> str:
        return f"{self.path}, line {self._line(key)}"

    def only(self, *known: str) -> None:
        for key in self.table:
            if key not in known:
                raise self.fault(key, f'I don\'t know "{key}" here{nearest(key, known)}')

    def text(self, key: str, *, slots: Set[str] = _NO_SLOTS) -> str:
        """Text that is not empty, and has no `{slot}` but these."""
        return self._checked(key, self._present(key), slots)

    def texts(self, key: str, *, slots: Set[str] = _NO_SLOTS) -> tuple[str, ...]:
        values = self._present(key)
        if not isinstance(values, list) or not values:
            raise self.fault(key, f'"{key}" is to be a list of texts in square brackets')
        return tuple(self._checked(key, value, slots) for value in values)

    def text_or_texts(self, key: str, *, slots: Set[str] = _NO_SLOTS) -> tuple[str, ...]:
        return self.texts(key, slots=slots) if isinstance(self._present(key), list) else (self.text(key, slots=slots),)

    def one_of(self, key: str, known: Sequence[str], *, default: str = "") -> Any:
        value = self.table.get(key, default) if default else self.text(key)
        if value not in known:
            raise self.fault(key, f'I don\'t know "{value}" as `{key}`{nearest(str(value), known)}')
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            raise self.fault(key, f'"{key}" is to be true or false')
        return value

    def day(self, key: str) -> date:
        value = self._present(key)
        if type(value) is not date:  # a datetime is a date too
            raise self.fault(key, f'"{key}" is to be a date, such as 2026-11-22')
        return value

    def hour(self, key: str) -> time:
        value = self._present(key)
        if not isinstance(value, time):
            raise self.fault(key, f'"{key}" is to be an hour without quotes, such as 22:00:00')
        return value

    def amount(self, key: str, *, low: float, high: float, default: float | None = None) -> float:
        value = self._present(key) if default is None else self.table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.fault(key, f'"{key}" is to be a number from {low:g} to {high:g}')
        return value

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> int:
        value = self.amount(key, low=low, high=high, default=default)
        if not isinstance(value, int):
            raise self.fault(key, f'"{key}" is to be a whole number')
        return value

    def part(self, key: str) -> "Part":
        table = self._present(key)
        if not isinstance(table, dict):
            raise self.fault(key, f"write [{key}] on a line of its own")
        return replace(self, table=table, name=key, number=0, row=0)

    def parts(self, key: str) -> "list[Part]":
        tables = self.table.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.fault(key, f"write [[{key}]], with two brackets on each side, above each")
        return [replace(self, table=table, name=key, number=number, row=0) for number, table in enumerate(tables)]

    def inside(self, key: str) -> "Part":
        """A table in curly brackets."""
        table = self._present(key)
        if not isinstance(table, dict):
            raise self.fault(key, f'"{key}" is written in curly brackets, with an = between each name and its value')
        return replace(self, table=table, row=self._line(key))

    def each_inside(self, key: str) -> "list[Part]":
        """The tables in curly brackets of a list."""
        tables = self.table.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.fault(key, f'"{key}" is a list in square brackets of {{ … }}, one for each')
        return [replace(self, table=table, row=self._row(key, number)) for number, table in enumerate(tables)]

    def _present(self, key: str) -> Any:
        if key not in self.table:
            raise self.fault("", f'"{key}" is missing here')
        return self.table[key]

    def _checked(self, key: str, value: object, slots: Set[str]) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.fault(key, f'"{key}" is to be text in quotes, and not empty')
        try:
            fields = list(Formatter().parse(value))
        except ValueError as e:
            raise self.fault(key, "a curly bracket has no partner") from e
        for _, slot, form, conversion in fields:
            if slot is not None and (slot not in slots or form or conversion):
                raise self.fault(key, f"{{{slot}}} is nothing that I can fill in here{nearest(slot, sorted(slots))}")
        return value.strip()

    def _row(self, key: str, number: int) -> int:
        """From 1: the line on which table `number` of the list `key` opens, else that of the key."""
        first = self._line(key)
        depth = tables = 0
        for n in range(first, len(self.lines) + 1):
            for found in _BRACKET.finditer(self.lines[n - 1]):
                depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
                if found[0] == "{" and depth == 2:
                    tables += 1
                    if tables > number:
                        return n
        return first

    def _line(self, key: str) -> int:
        """From 1: of the key in this table, else of the table's head, else of the file's first line."""
        if self.row:
            return self.row
        heads = [(n, found[1]) for n, line in enumerate(self.lines) if (found := _HEAD.match(line))]
        own = [n for n, name in heads if name == self.name]
        start = own[self.number] if self.number < len(own) else -1
        end = next((n for n, _ in heads if n > start), len(self.lines))
        for n in range(start + 1, end):
            if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self.lines[n]):
                return n + 1
        as_table = [n for n, name in heads if name == key and not self.name]
        return (as_table[0] if as_table else max(start, 0)) + 1
