"""`between find`, as a person uses it."""

import json
import re
import time
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from command_line import ROOT, Answer, Terminal, between, home, house

from assistant.errors import PartMissing
from assistant.journal import Entry, Evidence, Moment, Reading, Tag, Transcript, Utterance, night_of
from assistant.wiring.search import refresh_behind


def _keep(*sentences: str, days: int = 0) -> Entry:
    moment = Moment(datetime(2026, 11, 20, 22, 14, tzinfo=UTC) + timedelta(days=days), 0, "Etc/UTC")
    transcript = Transcript(tuple(Utterance(text) for text in sentences), engine="keyboard", model="")
    return house().journal.keep(Entry(uuid4().hex, moment, night_of(moment), "type", "words", transcript))


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.wiring.House.tonight", lambda _: date(2026, 11, 23))
    _keep("It was [bold]late[/bold].", "I told my mother no.", "Then I slept.")
    _keep("My mother called :smile:", days=1)
    last = _keep("I said no to my boss and I felt proud. Dana was there.", days=2)
    tags = (("emotion", "pride", "said"), ("behaviour", "set_boundary", "done"), ("person", "Dana", ""))
    heard = tuple(Tag(kind, label, detail, 1.0, Evidence(0, 0, 0, ""), "test") for kind, label, detail in tags)  # type: ignore[arg-type]
    house().journal.add_reading(last, Reading(heard, "none", None, "", "test"))


def _where(answer: Answer) -> list[str]:
    assert answer.code == 0, answer.err
    return re.findall(r"^(\d+\.\d+) ·", answer.out, re.MULTILINE)


def test_found(kept: None) -> None:
    """The place as `between play` takes it, the night, the sentence, and those around it just as they were said."""
    answer = between("find", "mother", "NO")
    assert answer.out.splitlines()[:2] == [
        "1.2 · Friday 20 November 2026",
        "  It was [bold]late[/bold]. I told my mother no. Then I slept.",
    ]
    assert _where(answer) == ["1.2", "3.1", "2.1"]
    assert "My mother called :smile:" in answer.out
    assert answer.err == "3 sentences. `between show 1` has all of the first.\n"


def test_at_a_terminal(kept: None) -> None:
    """What was found stands out, and what is around it stands back."""
    shown = Terminal("find", "mother", "-n", "1").end().out
    assert re.search(r"\x1b\[1;4m(mother)\x1b\[0m", shown)
    assert "The best 1 of 2 sentences." in shown


def test_which_ones(kept: None) -> None:
    """By nights as people say them, by feeling, practice and person."""
    asked = {
        ("mother", "--on", "last friday"): ["1.2"],
        ("mother", "--from", "saturday"): ["2.1"],
        ("mother", "--last", "weekend"): ["2.1"],
        ("no", "--feeling", "pride"): ["3.1"],
        ("no", "--practice", "set boundary"): ["3.1"],
        ("no", "--person", "dana"): ["3.1"],
        ("said no to",): ["3.1"],
        ("mother", "-n", "1"): ["2.1"],
    }
    assert {words: _where(between("find", *words)) for words in asked} == asked


def test_as_json(kept: None) -> None:
    (hit,) = json.loads(between("find", "called", "--json").out)
    assert (hit["where"], hit["night"], hit["text"]) == ("2.1", "2026-11-21", "My mother called :smile:")
    assert [hit["text"][start:end] for start, end in hit["places"]] == ["called"]
    assert json.loads(between("find", "xyzzy", "--json").out) == []


def test_not_quite(kept: None) -> None:
    """It is said plainly, and is no fault."""
    said = {
        ("mohter",): "I find that nowhere. The nearest word that you did say is “mother”.",
        ("qqqq",): "I find that nowhere.",
        ("mother", "--on", "2020-01-01"): "Nothing in what you chose. Elsewhere 2 sentences have it",
        ("no mother",): "Nowhere exactly like that; these have its words.",
    }
    for asked, told in said.items():
        answer = between("find", *asked)
        assert answer.code == 0
        assert told in answer.err


def test_wrong(kept: None) -> None:
    """One sentence, what to do, and the exit code."""
    wrong = {
        (): "There is no word in that to look for.",
        ("?!",): "There is no word in that to look for.",
        ("mother", "--feeling", "anxeity"): "I don't know a feeling “anxeity”.\nDid you mean anxiety?",
        ("mother", "--practice", "qqq"): "I don't know a practice “qqq”.\nThese I know: paused, set boundary",
        ("mother", "--on", "blah"): "I can't read “blah” as a date.",
        ("mother", "--on", "monday", "--to", "tuesday"): "`--on` and `--to` both say which nights.",
        ("mother", "-n", "0"): "-n",
    }
    for asked, told in wrong.items():
        answer = between("find", *asked)
        assert (answer.code, answer.out) == (2, "")
        assert told in answer.err


def test_before_anything_is_kept() -> None:
    answer = between("find", "mother")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Nothing is kept yet.")


def test_without_the_extension(kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is there all the same; what is missing is told once."""

    def missing(_: str) -> None:
        raise PartMissing("A part of Between is missing: duckdb-extension-fts.", "Install it.")

    monkeypatch.setattr("assistant.adapters.store.search_index.extension", missing)
    answer = between("find", "mother")
    assert _where(answer) == ["2.1", "1.2"]
    assert answer.err.count("duckdb-extension-fts") == 1


def test_behind_an_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """With enough that is new a process of its own makes the index again; with little, nothing is done."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    _keep("The sea.")
    refresh_behind(house())
    assert not home().root.joinpath("search.lock").exists()
    _keep(*[f"Sentence {i}." for i in range(200)])
    refresh_behind(house())
    deadline = time.monotonic() + 30
    while not home().search.exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert not house().search.is_behind(by=1)
