"""Events of an evening on a terminal that stays dark and still."""

from rich.markup import escape

from assistant.cli import rendering, terminal
from assistant.session.events import (
    Ended,
    Event,
    Kept,
    Listening,
    Notice,
    Progress,
    Read,
    Said,
    VoiceHeard,
    VoicePaused,
    WordsHeard,
)


class Screen:
    """Shows one event at a time. Words on stdout as an answer is; what goes on around them, dimmed, on stderr."""

    def __init__(self, *, echo_words: bool = True) -> None:
        self._echo_words = echo_words
        self._status = ""

    def show(self, event: Event) -> None:
        self._clear()
        match event:
            case Said(text, kind):
                terminal.page(("" if kind == "greeting" else "\n") + f"[bold]{escape(text)}[/bold]")
            case WordsHeard(text) if self._echo_words:
                terminal.page(escape(text), indent=2)
            case Notice(text):
                terminal.note(text)
            case Read(_, reading):
                for line in rendering.tags(reading):
                    terminal.page(line, indent=2)
            case Kept(entry) if entry.source != "talk":
                terminal.note(f"Kept as entry {entry.number}.")
            case Progress(what, done, total):
                self._hold(f"{what}: {done / max(total, 0.1):.0%}")
            case Listening() | VoicePaused():
                self._hold("listening")
            case VoiceHeard():
                self._hold("listening ·")
            case Ended():
                terminal.page()
            case _:
                pass

    def _hold(self, status: str) -> None:
        terminal.status(status)
        self._status = status

    def _clear(self) -> None:
        if self._status:
            terminal.status("")
            self._status = ""
