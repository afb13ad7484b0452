"""`between type`: at a terminal, or from stdin."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from assistant import wiring
from assistant.cli import letting_go, notices, terminal
from assistant.cli.screen import Screen
from assistant.errors import AssistantError, ExitCode
from assistant.session.events import Kept
from assistant.session.typed import Ask, keep_left, typed_evening
from assistant.wiring import House, calm_notes, striking
from assistant.wiring.search import refresh_behind

_COPY_IT = "Copy it to another place before you close this. Then make some room, and type it again."


def type_() -> None:
    """Exit code 130 when ^C ended it."""
    house = wiring.house("between type")
    kept_from_before(house)
    letting_go.evening_begins(house)
    calm_notes.fold_in(house)
    keyboard = _Typing(house)
    if not terminal.at_the_keyboard():
        with _set_aside(house, keyboard):
            _show(house, keyboard, ask=keyboard.all_of_stdin)
        return
    terminal.note("Write as you like. An empty line ends a turn, Ctrl-D ends the evening.")
    with _closing_the_window_is_an_end(), _set_aside(house, keyboard):
        _show(house, keyboard, ask=keyboard.ask)
    if keyboard.interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)


def kept_from_before(house: House) -> None:
    """What was typed before a crash is kept now; the evening that follows reads it."""
    try:
        striking.end_what_was_killed(house)
    except AssistantError as e:
        terminal.fault(f"{e.message} If you typed something before, it waits, and is safe.", e.hint)
        return
    screen = Screen()
    for draft in house.drafts.left_behind():
        moment = house.moment_of(draft.typed_at)
        left = keep_left(house.keeping(), manners=house.manners(), uid=draft.uid, moment=moment, text=draft.text)
        try:
            for event in left:
                screen.show(event)
                if isinstance(event, Kept):
                    house.drafts.discard(draft.uid)
        except AssistantError as e:
            terminal.fault(f"{e.message} Something you typed before waits, and is safe.", e.hint)


def _show(house: House, keyboard: "_Typing", *, ask: Ask) -> None:
    screen = Screen()
    for event in typed_evening(house.keeping(), says=house.says(), manners=house.manners(), ask=ask):
        if isinstance(event, Kept):
            house.drafts.discard(event.entry.uid)
            keyboard.unsaved = False
        screen.show(event)
    notices.tell(house)
    refresh_behind(house)


@contextmanager
def _set_aside(house: House, keyboard: "_Typing") -> Iterator[None]:
    """Tells whether what the journal could not take is lost."""
    try:
        yield
    except AssistantError as e:
        if keyboard.unsaved:
            raise AssistantError(f"{e.message} Not all that you typed could be set aside.", _COPY_IT) from e
        if not house.drafts.holding:
            raise
        raise AssistantError(f"{e.message} What you typed is set aside for the next start.", e.hint) from e


class _Typing:
    """What is typed is on disk, line by line, before the journal is asked to take it."""

    def __init__(self, house: House) -> None:
        self._drafts = house.drafts
        self._told = False
        self.unsaved = False
        """Something of this turn is neither in the journal nor aside."""
        self.interrupted = False

    def ask(self, uid: str) -> tuple[str, bool]:
        """A turn: until an empty line. ^D and ^C end the evening as well, and drop nothing."""
        lines: list[str] = []
        while True:
            line, ended_by = terminal.typed_line("  " if lines else "> ")
            if line:
                lines.append(line)
                self._put_aside(uid, line)
            if ended_by != "enter":
                self.interrupted = ended_by == "interrupt"
                return "\n".join(lines), False
            if not line:
                return "\n".join(lines), True

    def all_of_stdin(self, uid: str) -> tuple[str, bool]:
        """One entry, whatever its length. Bytes that are no UTF-8 are kept as well as they can be read."""
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        if text.strip():
            self._put_aside(uid, text)
        return text, False

    def _put_aside(self, uid: str, line: str) -> None:
        try:
            self._drafts.add(uid, line)
        except AssistantError as e:
            if not self._told:
                terminal.fault(e.message, e.hint)
            self._told = self.unsaved = True


@contextmanager
def _closing_the_window_is_an_end() -> Iterator[None]:
    """A polite kill is a ^C, and a closed window a ^D: its signal only must not kill before that is read."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, interrupt)}
    before[signal.SIGHUP] = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
