"""A line editor for SQL: history, Tab, several lines until `;`."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output

from assistant.journal import BEHAVIOURS, EMOTIONS, THEMES, Named

FIRST, MORE = "between> ", "     ... "
SQL_WORDS = """SELECT FROM WHERE GROUP BY ORDER LIMIT HAVING JOIN LEFT SEMI ANTI ON USING AS WITH UNION ALL DISTINCT
    AND OR NOT IN IS NULL LIKE ILIKE BETWEEN CASE WHEN THEN ELSE END DESC ASC COUNT SUM AVG MIN MAX EXPLAIN ANALYZE
    DESCRIBE SUMMARIZE SHOW TABLES UNNEST QUALIFY OVER PARTITION FILTER DATE INTERVAL""".split()
META = ("\\d", "\\?", "\\q")
_LABELS = (*EMOTIONS, *BEHAVIOURS, *THEMES)


class SqlPrompt:
    """`history` is a file for the owner alone; None where nothing may stay on disk."""

    def __init__(self, names: Sequence[Named], *, history: Path | None) -> None:
        self._session: PromptSession[str] = PromptSession(
            history=_history(history),
            completer=Names(names),
            complete_while_typing=False,
            multiline=True,
            key_bindings=_keys(),
            prompt_continuation=MORE,
            # stdout is for answers, which may go into a file.
            output=create_output(stdout=sys.stderr if sys.stderr.isatty() else sys.stdout),
        )

    def read(self) -> str | None:
        """A statement, or a line that begins with a backslash; empty after ^C, None at the end."""
        try:
            return self._session.prompt(FIRST).strip()
        except KeyboardInterrupt:
            return ""
        except EOFError:
            return None


def is_whole(text: str) -> bool:
    """Whether Enter ends it: nothing, a backslash command, a way out, or a statement with its `;`."""
    said = text.strip()
    return (
        not said
        or said.startswith("\\")
        or said.lower() in ("exit", "quit", "help")
        or (said.endswith(";") and said.count("'") % 2 == 0)
    )


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_whole(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.newline(copy_margin=False)

    return keys


def _history(file: Path | None) -> History:
    if file is None:
        return InMemoryHistory()
    # prompt_toolkit would make it readable for whom the mask allows.
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
    file.chmod(0o600)
    return FileHistory(file)


class Names(Completer):
    """Columns of what stands in the statement come first, then what can be asked, then the words of SQL."""

    def __init__(self, names: Sequence[Named]) -> None:
        self._names = names

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        before = document.text_before_cursor
        word = re.search(r"[\\\w]*$", before)
        begun = word[0] if word else ""
        for text, shown in dict(self._fitting(before, begun, whole=document.text)).items():
            yield Completion(text, start_position=-len(begun), display_meta=shown)

    def _fitting(self, before: str, begun: str, *, whole: str) -> Iterator[tuple[str, str]]:
        fits = begun.lower()
        for text, shown in self._in_order(before, whole):
            if text.lower().startswith(fits):
                yield (text.lower() if text in SQL_WORDS and begun.islower() else text), shown

    def _in_order(self, before: str, whole: str) -> Iterable[tuple[str, str]]:
        if before.lstrip().startswith("\\"):
            if " " not in before.strip() and not before.endswith(" "):
                return ((text, "") for text in META)
            return ((n.name, n.comment) for n in self._names)
        if before.count("'") % 2:
            return ((label, "") for label in _LABELS)
        return (*self._columns(whole), *((_written(n), n.comment) for n in self._names), *((w, "") for w in SQL_WORDS))

    def _columns(self, whole: str) -> Iterator[tuple[str, str]]:
        asked = set(re.findall(r"\w+", whole.lower()))
        for named in self._names:
            if named.name in asked and named.kind != "macro":
                yield from ((c.name, c.comment) for c in named.columns)


def _written(named: Named) -> str:
    return f"{named.name}(" if named.kind == "macro" else named.name
