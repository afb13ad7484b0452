"""Events of an evening on a terminal that stays dark and still."""

from rich.markup import escape

from assistant.cli import rendering, terminal
from assistant.journal import Entry
from assistant.session.events import (
    Ended,
    Event,
    Kept,
    Listening,
    Notice,
    Progress,
    Read,
    Said,
    TurnEnded,
    VoiceHeard,
    VoicePaused,
    WordsHeard,
)


class Screen:
    """Shows one event at a time. Words on stdout as an answer is; what goes on around them, dimmed, on stderr.

    While it listens or works, the last line says so, below the words that come meanwhile: still is not stuck.
    A notice may tell that it can't; where it goes on all the same, an event after it tells so.
    """

    def __init__(self, *, echo_words: bool = True, dark: bool = False) -> None:
        """Without words it only numbers what is written down: those of another night would come out of nowhere.

        `dark` is for a bedroom at night: nothing bright, nothing that moves, and no tags, which are there by day.
        """
        self._echo_words = echo_words
        self._dark = dark
        self._status = ""
        self._gone: OSError | None = None

    def show(self, event: Event) -> None:
        """A window that is closed costs no words: the fault is raised at the end of the evening, when all is kept."""
        if self._gone is None:
            try:
                self._draw(event)
            except OSError as e:
                self._gone = e
        if self._gone is not None and isinstance(event, Ended):
            raise self._gone

    def _draw(self, event: Event) -> None:
        status = self._status_after(event)
        if status == self._status and not self._prints(event):
            return  # a line that is written anew flickers
        if self._status:
            terminal.status("")
        self._status = status
        if self._prints(event):
            self._print(event)
        if self._status:
            terminal.status(self._status)

    def _prints(self, event: Event) -> bool:
        match event:
            case WordsHeard():
                return self._echo_words
            case Read():
                return self._echo_words and not self._dark
            case Kept(entry):
                return not self._echo_words or entry.source != "talk"
            case _:
                return isinstance(event, Said | Notice | Ended)

    def _print(self, event: Event) -> None:
        match event:
            case Kept(entry) if not self._echo_words:
                terminal.note(_written_down(entry))
            case Said():
                _show_said(event, style="dim" if self._dark else "bold")
            case WordsHeard(text):
                terminal.page(f"[dim]{escape(text)}[/dim]" if self._dark else escape(text), indent=2)
            case Notice(text):
                terminal.note(text)
            case Read(_, reading):
                for line in rendering.tags(reading):
                    terminal.page(line, indent=2)
            case Kept(entry):
                terminal.note(f"Kept as entry {entry.number}.")
            case Ended():
                terminal.page()

    def _status_after(self, event: Event) -> str:
        match event:
            case Listening() | VoicePaused():
                return "listening"
            case VoiceHeard():
                return "listening" if self._dark else "listening ·"
            case TurnEnded():
                return "one moment"
            case Progress(what, done, total):
                return what if self._dark else f"{what}: {done / max(total, 0.1):.0%}"
            case Said() | Notice() | Ended():
                return ""
            case Kept() if not self._echo_words:
                return ""
            case _:
                return self._status


def _show_said(said: Said, *, style: str) -> None:
    terminal.page(("" if said.kind == "greeting" else "\n") + f"[{style}]{escape(said.text)}[/{style}]")
    if said.kind == "offer":
        terminal.note("`between look-back` shows it.")


def _written_down(entry: Entry) -> str:
    if entry.state == "words":
        return f"Entry {entry.number} is written down."
    return f"No words were found in entry {entry.number}. The sound is kept."
