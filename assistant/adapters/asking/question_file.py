"""Named questions: SQL files whose first lines say what they answer. A slip is told with its line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, get_args

from assistant.adapters.prompt_file import nearest
from assistant.dialogue.asking.nouns import FORMS, ONLY_IF, SLOTS, NamedQuestion, SlotKind
from assistant.errors import UsageError

VERSION = "1"
_KEYS = ("version", "group", "ask", "needs", "may", "example", "one", "some", "none", "empty")
_ONCE = tuple(key for key in _KEYS if key != "ask")
_MAY_BE_LEFT_OUT = ("needs", "may", "one")
_LINE = re.compile(r"--\s*([a-z]+)\s*:\s*(.*)")
_SLOT = re.compile(r"\{([^{}]*)\}")
_PARAMETER = re.compile(r"\$([a-z_]+)")
_NIGHTS = ("first", "last")


def load(folders: Sequence[Path]) -> tuple[NamedQuestion, ...]:
    """Those of all folders; a file in a later one takes the place of the same name before. Raises UsageError."""
    found = {path.stem: read(path) for folder in folders for path in _files(folder)}
    if not found:
        raise UsageError("There is no question that I could answer.", f"Put {folders[0]} back, or install again.")
    return tuple(found.values())


def read(path: Path) -> NamedQuestion:
    """Raises UsageError with the line and the nearest right word."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as e:
        raise UsageError(f"{path} can't be read: {e.strerror}.", "Put the file back, or install again.") from e
    except UnicodeDecodeError as e:
        raise UsageError(f"{path} is not plain text.", "Save it as text in UTF-8.") from e
    head = _Head.of(path, text)
    needs, may = head.slots("needs"), head.slots("may")
    question = NamedQuestion(
        id=path.stem,
        file=path,
        group=head.one("group"),
        phrasings=head.all("ask"),
        needs=needs,
        may=may,
        example=head.one("example"),
        one=head.one("one") or head.one("some"),
        some=head.one("some"),
        none=head.one("none"),
        empty=head.one("empty"),
        sql=head.sql,
    )
    head.check_phrasings(needs, may)
    head.check_sql({*needs, *may})
    return question


@dataclass(frozen=True, slots=True)
class _Head:
    path: Path
    values: dict[str, list[tuple[int, str]]]
    """By key, each with its line from 1."""
    sql: str
    sql_line: int

    @classmethod
    def of(cls, path: Path, text: str) -> "_Head":
        lines = text.splitlines()
        size = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("--")), len(lines))
        head = cls(path, {}, "\n".join(lines[size:]).strip(), size + 1)
        for number, line in enumerate(lines[:size], 1):
            if line.strip():
                head.take(number, line)
        head.check_keys()
        return head

    def take(self, number: int, line: str) -> None:
        match = _LINE.fullmatch(line.strip())
        if match is None:
            self.fault(number, "a line of the head reads `-- key: what it is`")
        key, value = match[1], match[2].strip()
        if key not in _KEYS:
            self.fault(number, f'I don\'t know "{key}" here{nearest(key, _KEYS)}')
        if not value:
            self.fault(number, f'there is nothing behind "{key}"')
        if key in self.values and key in _ONCE:
            self.fault(number, f'"{key}" is here twice')
        self.values.setdefault(key, []).append((number, value))

    def check_keys(self) -> None:
        for key in _KEYS:
            if key not in self.values and key not in _MAY_BE_LEFT_OUT:
                self.fault(1, f'the line "-- {key}: …" is missing')
        if self.one("version") != VERSION:
            self.fault(self.line("version"), f"the file is of version {self.one('version')}, and I read {VERSION}")
        if not self.sql:
            self.fault(self.sql_line, "there is no SQL under the head")

    def one(self, key: str) -> str:
        return self.values[key][0][1] if key in self.values else ""

    def all(self, key: str) -> tuple[str, ...]:
        return tuple(value for _, value in self.values[key])

    def line(self, key: str) -> int:
        return self.values[key][0][0]

    def slots(self, key: str) -> tuple[SlotKind, ...]:
        kinds: list[SlotKind] = []
        for word in re.findall(r"[^\s,]+", self.one(key)):
            kind = next((kind for kind in SLOTS if kind == word), None)
            if kind is None:
                self.fault(self.line(key), f'"{word}" is no slot{nearest(word, get_args(SlotKind))}')
            kinds.append(kind)
        return tuple(kinds)

    def check_phrasings(self, needs: Sequence[SlotKind], may: Sequence[SlotKind]) -> None:
        slots = {*needs, *may}
        for number, phrasing in self.values["ask"]:
            here = _SLOT.findall(phrasing)
            for kind in needs:
                if not any(written.partition(".")[0] == kind for written in here):
                    self.fault(number, f"{{{kind}}} is missing from this phrasing, and the question needs it")
            for written in here:
                kind, _, form = written.partition(".")
                if kind not in SLOTS:
                    self.fault(number, f'"{{{written}}}" is no slot{nearest(kind, SLOTS)}')
                if kind not in slots:
                    self.fault(number, f'"{{{written}}}" stands neither under `needs` nor under `may`')
                if form not in FORMS[kind]:
                    self.fault(number, f'"{kind}" has no form "{form}"{nearest(form, FORMS[kind])}')

    def check_sql(self, slots: set[SlotKind]) -> None:
        known = (*sorted(slots - {"nights"}), *_NIGHTS)
        for number, line in enumerate(self.sql.splitlines(), self.sql_line):
            condition = ONLY_IF.search(line)
            if condition and condition[1] not in slots:
                self.fault(
                    number, f'"{condition[1]}" is no slot of this question{nearest(condition[1], sorted(slots))}'
                )
            for name in _PARAMETER.findall(line.partition("--")[0]):
                if name not in known:
                    self.fault(number, f'"${name}" is nothing that I can fill in here{nearest(name, known)}')

    def fault(self, line: int, what: str) -> NoReturn:
        end = "" if what.endswith("?") else "."
        raise UsageError(f"{self.path}, line {line}: {what}{end}", "Mend that line; docs/asking.md has the format.")


def _files(folder: Path) -> list[Path]:
    # Editors leave hidden copies beside what is edited.
    return sorted(path for path in folder.glob("*.sql") if not path.name.startswith("."))
