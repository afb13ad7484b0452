"""`between correct`: the person's word on what was heard, at a terminal and from stdin."""

import json
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from command_line import Answer, Terminal, between, command, entries, env, house, rows

from assistant.dialogue import labels
from assistant.dialogue.labels import Named
from assistant.journal import Entry, Evidence, Moment, Reading, Tag, Transcript, Utterance, night_of

SAID = "I said no to my boss and I felt proud."
TAGGER = "rules 1"
ASKS = "  > "


def tagged(text: str = SAID) -> None:
    """As the newest entry, with two tags of a reading that is known."""
    moment = Moment(datetime.now(UTC), 0, "Etc/UTC")
    transcript = Transcript((Utterance(text),), "keyboard", "")
    entry = house().open().journal.keep(Entry(uuid4().hex, moment, night_of(moment), "type", "words", transcript))
    reading = Reading(
        (
            Tag("behaviour", "set_boundary", "done", 0.8, Evidence(0, 0, 20, "I said no to my boss"), "rule:no"),
            Tag("emotion", "pride", "said", 0.9, Evidence(0, 25, 37, "I felt proud"), "rule:proud"),
        ),
        "none",
        None,
        "",
        TAGGER,
    )
    house().journal.add_reading(entry, reading)


def said() -> list[tuple[str, str, str]]:
    return [(c.label, c.detail, c.verdict) for c in house().journal.corrections(entries()[-1].uid)]


def in_use() -> list[tuple[object, ...]]:
    return list(rows("SELECT label, detail, evidence, made_by FROM current_tags ORDER BY position"))


def answered(*lines: str, what: str = "last") -> Answer:
    return between("correct", what, stdin="".join(f"{line}\n" for line in lines).encode())


def test_from_stdin() -> None:
    """Each tag with its words, an answer a line; at the end what was missed, and its words."""
    tagged()
    answer = answered("y", "n", "relief", "said NO to my boss", "")
    assert answer.code == 0
    assert [line.strip() for line in answer.out.splitlines() if "“" in line] == [
        "did    set boundary                 “I said no to my boss”",
        "felt   pride                        “I felt proud”",
    ]
    assert "Thank you. It is kept with entry 1." in answer.err
    assert in_use() == [
        ("set_boundary", "done", "I said no to my boss", "rule:no"),
        ("relief", "said", "said no to my boss", "you"),
    ]
    assert said() == [
        ("set_boundary", "done", "right"),
        ("pride", "said", "wrong"),
        ("relief", "said", "missed"),
        ("relief", "said", "missed"),
    ]


@pytest.mark.parametrize(
    ("typed", "label", "detail"),
    [
        ("not_done", "set_boundary", "not_done"),
        ("not this time", "set_boundary", "not_done"),
        ("set boundary not done", "set_boundary", "not_done"),
        ("people_pleased", "people_pleased", "done"),
        ("people pleased:intended", "people_pleased", "intended"),
        ("Spoke-Honestly", "spoke_honestly", "done"),
        ("anger", "anger", "said"),
        ("love", "love", "said"),
        ("person Dana", "Dana", ""),
        ("person: my aunt", "aunt", ""),
    ],
)
def test_another_label(typed: str, label: str, detail: str) -> None:
    """Stands in for the tag, on the same words; a status alone is that of the same doing."""
    tagged()
    assert answered(typed, "q").code == 0
    assert said() == [("set_boundary", "done", "wrong"), (label, detail, "missed")]
    assert (label, detail, "I said no to my boss", "you") in in_use()


def test_the_same_label_is_a_yes() -> None:
    """Whoever types the label that stands there agrees with it."""
    tagged()
    answered("set boundary", "Pride", "q")
    assert said() == [("set_boundary", "done", "right"), ("pride", "said", "right")]


@pytest.mark.parametrize(("typed", "offered"), [("anxeity", "anxiety"), ("snaped not dne", "snapped not done")])
def test_a_slip_of_the_fingers(typed: str, offered: str) -> None:
    """The nearest label is offered, and taken only at a yes."""
    tagged()
    answer = answered(typed, "y", typed, "n", "")
    assert answer.err.count(f"Did you mean “{offered}”?") == 2
    assert [label for label, _, _ in said()] == ["set_boundary", offered.split(maxsplit=1)[0]]


def test_what_is_no_label() -> None:
    """Told; the same tag waits for another answer, and `?` lists what there is."""
    tagged()
    answer = answered("xyzzy", "?", "y", "q")
    assert "I don't know that label." in answer.err
    for known in ("overwhelm", "kind self talk", "recreation"):
        assert known in answer.err
    assert said() == [("set_boundary", "done", "right")]


def test_love_is_two_things() -> None:
    """Beside a theme it is the theme, else the feeling; who means the other one says so."""
    theme = Tag("theme", "family", "", 1.0, Evidence(0, 0, 1, "I"), "rule")
    assert labels.named("love", beside=theme) == Named("theme", "love", "")
    assert labels.named("love") == Named("emotion", "love", "said")
    assert labels.named("theme love") == Named("theme", "love", "")
    assert labels.named("Dana") is None


def test_another_person() -> None:
    """A name is any word, so it is asked for first: a slip becomes nobody."""
    between("type", stdin=b"I told Dana that Sundays are mine.")
    heard = [label for label, *_ in in_use()]
    at = heard.index("Dana")
    answered(*[""] * at, "yse", "n", "Diana", "y", "q")
    assert said() == [("Dana", "", "wrong"), ("Diana", "", "missed")]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([], []),
        (["", "", ""], []),
        (["q"], []),
        (["", "Y"], [("pride", "said", "right")]),
        (["n", "QUIT", "y"], [("set_boundary", "done", "wrong")]),
        (["", "", "n", "anger"], []),
        (["", "", "anger"], [("anger", "said", "missed")]),
    ],
)
def test_skipped_and_ended(lines: list[str], kept: list[tuple[str, str, str]]) -> None:
    """Enter says nothing; q and the end of the input leave all that was not asked."""
    tagged()
    answer = answered(*lines)
    assert answer.code == 0
    assert said() == kept
    assert ("All stays as it was." in answer.err) == (not kept)


def test_words_that_are_not_in_it() -> None:
    """Nothing is invented: they are asked for again, and without them the label stands alone."""
    tagged()
    answer = answered("", "", "sadness", "I wept", "my heart", "", "")
    assert answer.err.count("Those words are not in it.") == 2
    assert said() == [("sadness", "said", "missed")]
    assert in_use()[-1] == ("sadness", "said", "", "you")
    assert "as you said" in between("show").out


def test_gone_through_again() -> None:
    """What was said before stands beside; what was taken away can be added, what was added taken away."""
    tagged()
    answered("y", "n", "hope", "", "")
    again = answered("", "n", "pride", "", "")
    assert "(you said yes before)" in again.out
    assert "(you added this)" in again.out
    assert in_use() == [
        ("set_boundary", "done", "I said no to my boss", "rule:no"),
        ("pride", "said", "I felt proud", "rule:proud"),
    ]
    added = answered("", "", "relief", "", "")
    assert added.code == 0
    assert answered("", "", "y", "").err.endswith("All stays as it was.\n")
    assert in_use()[-1][0] == "relief"


def test_which_entry() -> None:
    tagged("I said no to my boss and I felt proud of it.")
    tagged()
    assert answered("n", "q", what="1").code == 0
    assert said() == []
    assert answered("n", "q").code == 0
    assert said() == [("set_boundary", "done", "wrong")]


@pytest.mark.parametrize(("what", "code", "told"), [("9", 1, "no such entry"), ("blah", 2, "I can't read “blah”")])
def test_what_is_not_there(what: str, code: int, told: str) -> None:
    tagged()
    answer = answered(what=what)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err


def test_as_json() -> None:
    """All that was said of the entry, oldest first; nothing is asked."""
    tagged()
    assert json.loads(between("correct", "--json", stdin=b"n\n").out) == []
    answered("anger", "q")
    wrong, missed = json.loads(between("correct", "1", "--json").out)
    assert (wrong["label"], wrong["detail"], wrong["verdict"], wrong["made_by"]) == (
        "set_boundary",
        "done",
        "wrong",
        "rule:no",
    )
    assert (missed["label"], missed["verdict"], missed["tagger"]) == ("anger", "missed", TAGGER)
    assert missed["evidence"] == {"utterance": 0, "start": 0, "end": 20, "text": "I said no to my boss"}
    assert missed["made_utc"].endswith("+00:00")


def test_nothing_was_heard() -> None:
    """What was missed can be said all the same."""
    between("type", stdin=b"The bus came.")
    answer = answered("boredom", "", "")
    assert "Nothing was heard in it." in answer.err
    assert in_use() == [("boredom", "said", "", "you")]


def test_bytes_that_are_no_text() -> None:
    """No label, and no crash."""
    tagged()
    answer = between("correct", stdin=b"\xff\xfe\ny\n")
    assert answer.code == 0
    assert said() == [("set_boundary", "done", "right")]


def test_at_a_terminal() -> None:
    """One at a time, and ^D ends it."""
    tagged()
    terminal = Terminal("correct")
    terminal.until("y if it is so")
    terminal.until("set boundary")
    terminal.until(ASKS)
    terminal.write("n\n")
    terminal.until("pride")
    terminal.until(ASKS)
    terminal.write("releif\n")
    terminal.until("Did you mean “relief”?")
    terminal.until(ASKS)
    terminal.write("y\n")
    terminal.until("missed?")
    terminal.until(ASKS)
    terminal.write("\x04")
    answer = terminal.end()
    assert answer.code == 0
    assert "Thank you." in answer.out
    assert in_use() == [("relief", "said", "I felt proud", "you")]


@pytest.mark.parametrize("how", ["kill -9", "^C", "the window is closed"])
def test_ended_in_the_middle(how: str) -> None:
    """Every answer was kept when the next one was asked for; none of the rest is."""
    tagged()
    terminal = Terminal("correct")
    terminal.until("set boundary")
    terminal.until(ASKS)
    terminal.write("anger\n")
    terminal.until("pride")
    terminal.until(ASKS)
    terminal.write("n")
    time.sleep(0.3)
    if how == "kill -9":
        terminal.kill(signal.SIGKILL)
    elif how == "^C":
        terminal.write("\x03")
        assert terminal.end().code == 130
    else:
        terminal.hang_up()
    assert said() == [("set_boundary", "done", "wrong"), ("anger", "said", "missed")]


def test_two_at_once() -> None:
    """Both are kept, whoever comes first."""
    tagged()
    running = [
        subprocess.Popen(command("correct"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env()) for _ in range(2)
    ]
    for one, lines in zip(running, (b"y\ny\n", b"\n\nhope\n\nfear\n"), strict=True):
        assert one.stdin is not None
        one.stdin.write(lines)
        one.stdin.close()
    assert [one.wait(60) for one in running] == [0, 0]
    assert len(said()) == 4
    assert len(rows("SELECT DISTINCT position FROM corrections")) == 4


def test_questions_of_the_same_evening() -> None:
    """What the person called wrong meanwhile is not asked about."""
    terminal = Terminal("type")
    terminal.until("> ")
    terminal.write("My mother died and I wept at her grave.\n\n")
    terminal.until("Kept as entry 1.")
    terminal.until("?")
    terminal.until("> ")
    labels_heard = [label for label, *_ in in_use()]
    assert "grief" in labels_heard
    answered(*["n"] * len(labels_heard))
    assert in_use() == []
    terminal.write("It got dark.\n\n")
    terminal.until("Kept as entry 2.")
    terminal.until("> ")
    terminal.write("\x04")
    assert terminal.end().code == 0
    asked = [q for (q,) in rows("SELECT question FROM asked ORDER BY utc")]
    assert asked[1].startswith("general")


def test_without_the_tagger(broken_tagger: Path) -> None:
    """An entry that is read already can be corrected: nothing is loaded for it."""
    tagged()
    (broken_tagger / "lists.toml").unlink()
    assert answered("n", "q").code == 0
    assert said() == [("set_boundary", "done", "wrong")]
