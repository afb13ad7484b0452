"""`between tag`: what is heard in a text, with no journal, no home and no sound."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT, Answer, Terminal, between, command, env, home, process

from assistant.adapters.prompts import load_safety
from assistant.adapters.tagger import Tagger
from assistant.dialogue.safety_texts import SafetyTexts

TEXT = "I nearly bit his head off, but I didn't. I was so proud of that, and then I called my sister."


@pytest.fixture(autouse=True)
def nothing_is_made() -> Any:
    """No home, before and after."""
    yield
    assert not home().root.exists()


def lines(answer: Answer) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.out.splitlines()]


def tag_lines(*rows: object, evidence: bool = False) -> Answer:
    raw = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    return between("tag", "--jsonl", *(["--evidence"] if evidence else []), stdin=raw.encode())


def test_a_text_on_stdin() -> None:
    """What was felt and done, with the words for it."""
    answer = between("tag", stdin=TEXT.encode())
    assert (answer.code, answer.err) == (0, "")
    assert "pride" in answer.out
    assert "snapped (not this time)" in answer.out
    assert "I was so proud" in answer.out
    assert between("tag", "-", stdin=TEXT.encode()) == answer


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert between("tag", file) == between("tag", stdin=TEXT.encode())


def test_typed() -> None:
    terminal = Terminal("tag")
    terminal.until("> ")
    terminal.write("I felt proud.\n\nAnd calm.\n\x04")
    answer = terminal.end()
    assert answer.code == 0
    assert "pride" in answer.out
    assert "nothing is kept" in answer.out


@pytest.mark.parametrize("text", [b"", b"\n", b"um", b"\xff\xfe\x00", "🫠".encode(), b"The bus came."])
def test_nothing_in_it(text: bytes) -> None:
    """One sentence, and no fault."""
    answer = between("tag", stdin=text)
    assert (answer.code, answer.err) == (0, "")
    assert len(answer.out.splitlines()) == 1


def test_danger() -> None:
    """Never a label alone: what to do is said, and nothing that this command can't keep to."""
    answer = between("tag", stdin=b"I want to kill myself tonight.")
    assert answer.code == 0
    assert "emergency number" in answer.out
    assert "I stay" not in answer.out
    assert "?" not in answer.out


def test_danger_in_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an evening alone can keep to is known by its place in the answer, not by how it is worded."""

    def reworded(*arguments: Any, **named: Any) -> SafetyTexts:
        texts = load_safety(*arguments, **named)
        forms = {
            about: replace(f, question="Tell me.", danger_question="Tell me.")
            for about, f in texts.crisis.forms.items()
        }
        always = replace(texts.always, stay="No hurry, I'm here.", program="Is anyone listening? Nobody.")
        return replace(texts, always=always, crisis=replace(texts.crisis, forms=forms))

    monkeypatch.setattr("assistant.adapters.prompts.load_safety", reworded)
    told = between("tag", stdin=b"I want to kill myself tonight.").out
    assert "emergency number" in told
    assert "Is anyone listening? Nobody." in told
    assert "Tell me." not in told
    assert "here." not in told


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_a_file_that_is_not_there(name: str, tmp_path: Path) -> None:
    answer = between("tag", tmp_path / name)
    assert (answer.code, answer.out) == (1, "")
    assert "can't be read" in answer.err


def test_evidence_of_a_text() -> None:
    """It belongs to the lines, and that is said."""
    assert between("tag", "--evidence", stdin=b"x").code == 2


def test_lines() -> None:
    """A line each in the codebook's form, in order, whatever the id is."""
    rows = [{"id": "d001", "text": TEXT}, {"id": 7, "text": "I was sad. I was very sad."}, {"text": ""}]
    answer = tag_lines(*rows)
    assert (answer.code, answer.err) == (0, "")
    first, second, third = lines(answer)
    assert list(first) == ["id", "emotions", "behaviours", "themes", "people", "safety"]
    assert (first["id"], first["safety"], first["people"]) == ("d001", "none", ["sister"])
    assert ["snapped", "not_done"] in first["behaviours"]
    assert second == {"id": 7, "emotions": ["sadness"], "behaviours": [], "themes": [], "people": [], "safety": "none"}
    assert (third["id"], third["emotions"]) == (None, [])


def test_lines_with_evidence() -> None:
    """Score, place, what made it: every span gives its words again."""
    (row,) = lines(tag_lines({"id": 1, "text": TEXT}, evidence=True))
    assert row["tags"]
    for tag in row["tags"]:
        shown = tag["evidence"]
        assert TEXT[shown["start"] : shown["end"]] == shown["text"] != ""
        assert 0 < tag["score"] <= 1
        assert tag["made_by"]
    assert {"measures", "untagged", "tagger", "safety_evidence"} <= set(row)
    assert {t["detail"] for t in row["tags"] if t["kind"] == "emotion"} <= {"said", "shown"}


SECRET = "Rosenkohl"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"{SECRET}", "Line 2 is no JSON"),
        (f'{{"text": "{SECRET}"', "Line 2 is no JSON"),
        (f'["{SECRET}"]', "Line 2 is not of the form"),
        (f'"{SECRET}"', "Line 2 is not of the form"),
        (f'{{"id": "{SECRET}"}}', "Line 2 has no `text`"),
        (f'{{"id": "{SECRET}", "text": 4}}', "Line 2 has a `text` that is no text"),
        (f'{{"id": "{SECRET}", "text": null}}', "Line 2 has a `text` that is no text"),
        (f'{{"id": ["{SECRET}"], "text": "x"}}', "Line 2 has an `id`"),
        ("[" * 100_000, "Line 2 is no JSON"),
    ],
)
def test_a_bad_line(line: str, told: str) -> None:
    """One sentence with its number and none of its words; the others are answered, and the exit code says it."""
    answer = tag_lines({"id": 1, "text": "x"}, line, {"id": 3, "text": "x"})
    assert answer.code == 1
    assert [row["id"] for row in lines(answer)] == [1, 3]
    assert answer.err.count("\n") == 1
    assert answer.err.startswith(told)
    assert SECRET not in answer.err


def test_bytes_that_are_no_text() -> None:
    """The same for a line that is not UTF-8; a byte-order mark and empty lines are none."""
    raw = b'\xef\xbb\xbf{"id": 1, "text": "x"}\r\n\n{"text": "\xff"}\n{"id": 4, "text": "x"}'
    answer = between("tag", "--jsonl", stdin=raw)
    assert answer.code == 1
    assert [row["id"] for row in lines(answer)] == [1, 4]
    assert answer.err.startswith("Line 3 is no JSON")


@pytest.mark.parametrize("text", ["\\ud83d alone", "\\u0000\\u0007", "a\\u2028b", "\\ud83d\\ude00 I was sad"])
def test_odd_characters(text: str) -> None:
    """They are characters like any other."""
    answer = tag_lines(f'{{"id": "x\\ud800", "text": "{text}"}}', evidence=True)
    assert (answer.code, answer.err) == (0, "")
    assert len(lines(answer)) == 1


def test_a_line_is_answered_before_the_next_one_comes() -> None:
    """Whoever asks line by line through a pipe waits for no buffer."""
    running = subprocess.Popen(
        command("tag", "--jsonl"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env(), text=True
    )
    assert running.stdin is not None
    assert running.stdout is not None
    for number in range(3):
        running.stdin.write(json.dumps({"id": number, "text": "I was sad."}) + "\n")
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["id"] == number
    running.stdin.close()
    assert running.wait(30) == 0
    running.stdout.close()


def test_nobody_reads_on() -> None:
    """`between tag --jsonl | head` ends without a word."""
    read, written = os.pipe()
    os.close(read)
    done = subprocess.run(
        command("tag", "--jsonl"),
        input=b'{"text": "x"}\n' * 3,
        stdout=written,
        stderr=subprocess.PIPE,
        env=env(),
        check=False,
    )
    os.close(written)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_home_that_cannot_be_made() -> None:
    """It needs none."""
    answer = process("tag", "--jsonl", stdin=b'{"id": 1, "text": "I was sad."}', BETWEEN_HOME="/proc/between")
    assert answer.code == 0
    assert lines(answer)[0]["emotions"] == ["sadness"]


def test_without_the_tagger(broken_tagger: Path) -> None:
    """One sentence, before a line is answered."""
    (broken_tagger / "lists.toml").unlink()
    answer = tag_lines({"id": 1, "text": "x"})
    assert (answer.code, answer.out) == (1, "")
    assert "lists.toml" in answer.err


def test_it_agrees_with_the_tagger() -> None:
    """The lines are what the tagger says, and nothing else."""
    reading = Tagger(ROOT / "models" / "tagger").read([TEXT])
    (row,) = lines(tag_lines({"id": 1, "text": TEXT}))
    assert row["emotions"] == list(reading.labels("emotion"))
    assert {tuple(b) for b in row["behaviours"]} == {(t.label, t.detail) for t in reading.tags if t.kind == "behaviour"}


@pytest.mark.parametrize("arguments", [["tag"], ["retag"], ["correct"], ["tagger", "report"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """Neither spaCy nor DuckDB for a word of help."""
    code = "import sys; from assistant.cli.app import app\ntry: app(sys.argv[1:])\nexcept SystemExit: pass\n"
    code += "sys.exit(bool({'spacy', 'duckdb', 'numpy'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--help"], capture_output=True, env=env(), check=False
    )
    assert done.returncode == 0
    assert b"Usage" in done.stdout
