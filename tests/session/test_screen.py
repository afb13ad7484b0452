"""The screen of an evening: what is printed, and what stands on the last line under it."""

import errno
import io

import pytest
from evenings import TEN_TO_MIDNIGHT
from rich.console import Console

from assistant.cli import terminal
from assistant.cli.screen import Screen
from assistant.journal import Entry, Evidence, Reading, State, Tag, night_of
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

AFRAID = Reading(
    (Tag("emotion", "fear", "said", 1.0, Evidence(0, 0, 6, "afraid"), "rule:x"),), "none", None, "", "rules 1"
)


class Shown:
    """`printed` above, `last` on the line that is written over."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.printed: list[str] = []
        self.last = ""
        monkeypatch.setattr(terminal, "page", self._print)
        monkeypatch.setattr(terminal, "note", self._print)
        monkeypatch.setattr(terminal, "status", lambda text: setattr(self, "last", text))

    def written(self, into: list[str]) -> None:
        """Also collects what is written on the last line, empty text included."""

        def status(text: str) -> None:
            into.append(text)
            self.last = text

        self._monkeypatch.setattr(terminal, "status", status)

    def _print(self, text: str = "", *, indent: int = 0) -> None:
        assert self.last == "", "printed onto the last line"
        self.printed.append(text)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    return Shown(monkeypatch)


def entry(state: State) -> Entry:
    return Entry("0" * 32, TEN_TO_MIDNIGHT, night_of(TEN_TO_MIDNIGHT), "talk", state, number=7)


def test_still_listening_below_words(shown: Shown) -> None:
    """Words that come in the middle of a turn do not look like its end."""
    screen = Screen()
    for event in (Listening(), VoiceHeard(), WordsHeard("My mother rang.")):
        screen.show(event)
    assert (shown.printed, shown.last) == (["My mother rang."], "listening ·")


def test_does_not_listen_without_a_microphone(shown: Shown) -> None:
    """Nobody talks into a word that is not true; late words of before do not bring it back."""
    screen = Screen()
    for event in (Listening(), VoiceHeard(), Notice("The microphone was unplugged."), WordsHeard("My mother rang.")):
        screen.show(event)
    assert shown.last == ""


def test_at_work_until_it_answers(shown: Shown) -> None:
    """From the end of a turn until the answer the last line says that something goes on, and then it is gone."""
    screen = Screen()
    seen = []
    for event in (Listening(), TurnEnded("done"), WordsHeard("My mother rang."), Kept(entry("words"))):
        screen.show(event)
        seen.append(shown.last)
    assert seen == ["listening", "one moment", "one moment", "one moment"]
    screen.show(Said("What did she say?", "question"))
    assert shown.last == ""


@pytest.mark.parametrize("last", [Said("Goodnight.", "closing"), Ended(interrupted=True)])
def test_nothing_stays_at_the_end(shown: Shown, last: Event) -> None:
    """The prompt of the shell does not come after a word of ours."""
    screen = Screen()
    for event in (Listening(), TurnEnded("end"), last):
        screen.show(event)
    assert shown.last == ""


@pytest.mark.parametrize(
    ("state", "told"),
    [("words", "Entry 7 is written down."), ("wordless", "No words were found in entry 7. The sound is kept.")],
)
def test_earlier_nights_are_only_numbered(shown: Shown, state: State, told: str) -> None:
    """Words and tags of another night do not come up before the person has said a word tonight."""
    screen = Screen(echo_words=False)
    screen.show(Progress("Writing down entry 7", 1, 2))
    assert shown.last == "Writing down entry 7: 50%"
    for event in (Kept(entry(state)), Read(entry(state), AFRAID)):
        screen.show(event)
    assert (shown.printed, shown.last) == ([told], "")


def test_dark_and_still_at_night(shown: Shown) -> None:
    """Nothing bright, nothing that moves while somebody speaks, and no tags: those are there by day."""
    screen = Screen(dark=True)
    written: list[str] = []
    shown.written(written)
    talk = (Listening(), VoiceHeard(), VoicePaused(), VoiceHeard(), WordsHeard("My mother rang."), VoicePaused())
    for event in (*talk, TurnEnded("done"), Read(entry("words"), AFRAID), Said("What did she say?", "question")):
        screen.show(event)
    assert shown.printed == ["[dim]My mother rang.[/dim]", "\n[dim]What did she say?[/dim]"]
    # Written anew only below what was printed, and where it says something else.
    assert [text for text in written if text] == ["listening", "listening", "one moment"]


def test_no_percents_at_night(shown: Shown) -> None:
    """What it is at, and not how it creeps on."""
    screen = Screen(dark=True)
    for done in range(3):
        screen.show(Progress("Writing down entry 7", done, 2))
        assert shown.last == "Writing down entry 7"


def test_the_cursor_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hidden in an evening on a terminal, and there again after a fault; nothing is written where there is none."""
    out = io.StringIO()
    for is_terminal, written in ((False, ""), (True, "\x1b[?25l\x1b[?25h")):
        monkeypatch.setattr(terminal, "_err", Console(file=out, force_terminal=is_terminal))
        with pytest.raises(OSError, match="gone"), terminal.still():
            raise OSError("gone")
        assert out.getvalue() == written


def test_the_window_is_closed(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said goes on being kept; the fault is told when there is nothing more to lose."""

    def closed(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "the terminal is gone")

    screen = Screen()
    screen.show(Listening())
    monkeypatch.setattr(terminal, "page", closed)
    for event in (WordsHeard("My mother rang."), Kept(entry("words")), Said("Goodnight.", "closing")):
        screen.show(event)
    with pytest.raises(OSError, match="gone"):
        screen.show(Ended(interrupted=True))
