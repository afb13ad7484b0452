"""`between type`: at a real terminal, and from stdin. Nothing that was typed is lost."""

import signal
import time
from pathlib import Path
from uuid import uuid4

import pytest
from command_line import ROOT, Terminal, between, entries, fill, home, process, rows, small_disk

from assistant.adapters import prompts

PROMPT = "> "
SAID = prompts.load_phrases(ROOT / "prompts" / "evening.toml")
UNSAID = (*SAID.closing_unsaid, *SAID.closing_unsaid_by_day)
"""The ways to close where nothing was said."""


def _texts() -> list[list[str]]:
    return [[u.text for u in e.transcript.utterances] for e in entries() if e.transcript]


def test_an_evening_by_keyboard() -> None:
    """A turn ends with an empty line, is kept and read, and a question comes; ^D ends it softly."""
    terminal = Terminal("type")
    terminal.until(PROMPT)
    terminal.write("I said no to my boss today.\nI felt proud.\n\n")
    terminal.until("Kept as entry 1.")
    terminal.until("set boundary")
    terminal.until("?")
    terminal.until(PROMPT)
    terminal.write("It was quiet inside.\n\n")
    terminal.until("Kept as entry 2.")
    terminal.until(PROMPT)
    terminal.write("\x04")
    answer = terminal.end()
    assert answer.code == 0
    assert " kept." in answer.out
    assert _texts() == [["I said no to my boss today.", "I felt proud."], ["It was quiet inside."]]
    assert rows("SELECT count(*) FROM entries e JOIN asked a ON e.answers = a.uid") == ((1,),)


@pytest.mark.parametrize(
    ("turn", "typed"),
    [(1, ""), (1, "a first line\n"), (2, "")],
    ids=["the first line", "a later line", "the answer to a question"],
)
def test_interrupted_in_a_line(turn: int, typed: str) -> None:
    """^C keeps what stands in the line that was not ended, at every prompt."""
    terminal = Terminal("type")
    terminal.until(PROMPT)
    if turn == 2:
        terminal.write("I am tired.\n\n")
        terminal.until("?")
        terminal.until(PROMPT)
    if typed:
        terminal.write(typed)
        terminal.until("\n  ")
    terminal.write("half a thou")
    terminal.until("half a thou")
    time.sleep(0.3)  # Python overlooks a ^C in the very moment in which a key is read
    terminal.write("\x03")
    answer = terminal.end()
    assert answer.code == 130
    assert _texts()[-1] == [*typed.splitlines(), "half a thou"]
    assert len(entries()) == turn


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0)], ids=["^C", "^D"])
def test_ended_with_nothing_in_the_line(key: str, code: int) -> None:
    """What was typed in the lines before is kept once, and nothing else is."""
    terminal = Terminal("type")
    terminal.until(PROMPT)
    terminal.write("one line\n")
    terminal.until("\n  ")
    terminal.write(key)
    assert terminal.end().code == code
    assert _texts() == [["one line"]]


def test_nothing_typed_at_all() -> None:
    """No entry, and no shame in it."""
    terminal = Terminal("type")
    terminal.until(PROMPT)
    terminal.write("\n")
    answer = terminal.end()
    assert answer.code == 0
    assert not entries()
    assert any(way in answer.out for way in UNSAID)


def test_killed_while_typing() -> None:
    """Each ended line is on disk: the next start keeps it as an entry, says so, and does it once."""
    terminal = Terminal("type")
    terminal.until(PROMPT)
    terminal.write("I felt afraid of the meeting.\n")
    terminal.until("\n  ")
    terminal.kill()
    assert not entries()

    answer = between("type")

    assert answer.code == 0
    assert "was never finished" in answer.err
    assert _texts() == [["I felt afraid of the meeting."]]
    assert rows("SELECT count(*) FROM current_tags WHERE label = 'fear'") == ((1,),)
    assert "never finished" not in between("type").err
    assert len(entries()) == 1


def test_danger_in_what_a_crash_left() -> None:
    """Nobody answered it then: the next start does, before anything else is asked."""
    home().drafts.mkdir(parents=True)
    (home().drafts / f"{uuid4().hex}.txt").write_text("I want to kill myself tonight.\n")
    answer = between("type")
    assert answer.code == 0
    assert "emergency number" in answer.out
    assert len(entries()) == 1


def test_killed_once_it_is_kept() -> None:
    """The line is in the journal and still in the draft: it is one entry all the same."""
    kill = """
import os, signal
from assistant.adapters.tagger import Tagger
Tagger.read = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""
    terminal = Terminal("type", first=kill)
    terminal.until(PROMPT)
    terminal.write("I felt afraid.\n\n")
    assert terminal.end().code == -signal.SIGKILL
    assert between("type").code == 0
    assert _texts() == [["I felt afraid."]]
    assert not list(home().drafts.iterdir())


def test_the_next_one_typing_takes_nothing_from_the_first() -> None:
    """A draft that a living process holds is not taken for left behind."""
    terminal = Terminal("type")
    terminal.until(PROMPT)
    terminal.write("still typing\n")
    terminal.until("\n  ")
    assert "never finished" not in between("type", stdin=b"the other\n").err
    terminal.write("\n")
    terminal.until("Kept as entry 2.")
    terminal.kill()
    assert sorted(_texts()) == [["still typing"], ["the other"]]


@pytest.mark.parametrize("how", ["the window is closed", "a polite kill"])
def test_ended_from_outside(how: str) -> None:
    """What was typed is kept: every line that was ended, and at a polite kill the unfinished one too."""
    terminal = Terminal("type")
    terminal.until(PROMPT)
    terminal.write("one line\n")
    terminal.until("\n  ")
    terminal.write("and a half")
    terminal.until("and a half")
    time.sleep(0.3)
    if how == "a polite kill":
        terminal.kill(signal.SIGTERM)
    else:
        terminal.hang_up()
    assert _texts() == [["one line", "and a half"] if how == "a polite kill" else ["one line"]]


def test_a_line_longer_than_a_terminal_takes() -> None:
    """By itself a terminal cuts a line at 4,095 bytes without a word."""
    words = " ".join(f"word{i}" for i in range(1_500))
    terminal = Terminal("type")
    terminal.until(PROMPT)
    terminal.write(words + "\n\n")
    terminal.until("Kept as entry 1.")
    terminal.kill()
    assert _texts() == [[words]]


def test_bytes_that_are_no_text_at_a_terminal() -> None:
    terminal = Terminal("type", LC_ALL="C.UTF-8")
    terminal.until(PROMPT)
    terminal.write(b"it was \xff\xfe cold\n\n")
    terminal.until("Kept as entry 1.")
    terminal.kill()
    assert _texts() == [["it was \ufffd\ufffd cold"]]


def test_a_full_disk_while_typing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is told at once; what was typed and found a place is kept when there is room again."""
    with small_disk(tmp_path / "disk", kilobytes=2_000) as disk:
        monkeypatch.setenv("BETWEEN_HOME", str(disk / "home"))
        assert between("type", stdin=b"before\n").code == 0
        filler = fill(disk, leave_kilobytes=16)
        terminal = Terminal("type")
        terminal.until(PROMPT)
        terminal.write("I felt angry.\n\n")
        answer = terminal.end()
        assert answer.code == 1
        assert "set aside for the next start" in " ".join(answer.out.split())
        filler.unlink()
        assert between("type").code == 0
        assert _texts() == [["before"], ["I felt angry."]]


def test_a_disk_without_room_for_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing could be set aside, nobody is told that it was."""
    with small_disk(tmp_path / "disk", kilobytes=2_000) as disk:
        monkeypatch.setenv("BETWEEN_HOME", str(disk / "home"))
        assert between("type", stdin=b"before\n").code == 0
        fill(disk, leave_kilobytes=0)
        answer = process("type", stdin=b"I felt angry.\n")
        assert answer.code == 1
        assert "set aside for the next start" not in answer.err
        assert "Not all that you typed could be set aside." in answer.err
        assert "angry" not in answer.err


def test_stdin_waits_where_the_journal_cannot_take_it() -> None:
    """Beside a damaged journal the words lie set aside, and are kept once it has been moved away."""
    journal = home().root / "journal.duckdb"
    journal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    journal.write_bytes(b"no journal at all")
    answer = process("type", stdin=b"It was cold.\nI felt sad.\n")
    assert answer.code == 1
    assert "set aside for the next start" in " ".join(answer.err.split())
    assert "cold" not in answer.err
    journal.unlink()
    assert process("type").code == 0
    assert _texts() == [["It was cold.", "I felt sad."]]


def test_stdin_is_one_entry() -> None:
    """Lines are its sentences, tags are made, and there is no question to somebody who is not there."""
    answer = between("type", stdin="I felt proud.\n\n  It was the café.  \n".encode())
    assert answer.code == 0
    assert _texts() == [["I felt proud.", "It was the café."]]
    assert rows("SELECT count(*) FROM asked") == ((0,),)
    assert rows("SELECT label FROM current_tags") == (("pride",),)


@pytest.mark.parametrize("text", [b"", b" \n\t\n\n"], ids=["empty", "blanks"])
def test_stdin_with_nothing_in_it(text: bytes) -> None:
    answer = between("type", stdin=text)
    assert (answer.code, entries()) == (0, ())
    assert any(way in answer.out for way in UNSAID)


@pytest.mark.parametrize("text", ["um", "...", "🫠", "\u200b"])
def test_text_without_words(text: str) -> None:
    """Kept as it is: it is the person who says what counts."""
    answer = between("type", stdin=text.encode())
    assert answer.code == 0
    assert _texts() == [[text]]
    assert rows("SELECT count(*) FROM current_tags") == ((0,),)


def test_ten_thousand_words() -> None:
    text = " ".join(["I was tired and the day was long."] * 1_250)
    answer = between("type", stdin=text.encode())
    assert answer.code == 0
    assert _texts() == [[text]]


def test_bytes_that_are_no_text_on_stdin() -> None:
    """Kept as well as they can be read; a zero byte is a space."""
    answer = between("type", stdin=b"it was \xff\xfe cold\x00here")
    assert answer.code == 0
    assert _texts() == [["it was \ufffd\ufffd cold here"]]


def test_markup_is_shown_as_it_was_typed() -> None:
    """Square brackets and colons mean something to the terminal's library, and nothing to the person."""
    text = "I was :fire: and [bold]loud[/bold] and [/] \\"
    between("type", stdin=text.encode())
    assert text in between("show").out


def test_typed_while_the_answer_goes_elsewhere(tmp_path: Path) -> None:
    """`between type 2> log` is typing all the same: lines are on disk as they are ended."""
    log = tmp_path / "log"
    first = f"import os; os.dup2(os.open({str(log)!r}, os.O_WRONLY | os.O_CREAT), 2)"
    terminal = Terminal("type", first=first)
    terminal.until(PROMPT)
    terminal.write("a line\n")
    terminal.until("\n  ")
    terminal.kill()
    between("type")
    assert _texts() == [["a line"]]
    assert "Write as you like" in log.read_text()


def test_danger_on_stdin() -> None:
    """The safety texts come, and no question."""
    answer = between("type", stdin=b"I can't go on. I want to kill myself tonight.")
    assert answer.code == 0
    assert "emergency number" in answer.out
    assert rows("SELECT DISTINCT split_part(question, '.', 1) FROM asked") == (("safety",),)


def test_a_home_that_cannot_be_written() -> None:
    answer = process("type", stdin=b"words", BETWEEN_HOME="/proc/between")
    assert answer.code == 1
    assert "can't be written" in answer.err
    assert "BETWEEN_HOME" in answer.err
