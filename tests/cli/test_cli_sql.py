"""`between sql`: a statement, a file, a prompt, and the forms of an answer."""

import csv
import io
import json
import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import duckdb
import pytest
from command_line import Terminal, between, command, env, home, house, process
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from assistant.adapters import sql_prompt
from assistant.adapters.sql_prompt import Names, is_whole
from assistant.journal import Column, Entry, Evidence, Named, Reading, Tag, Transcript, Utterance, night_of

TEXTS = ("I felt anxious | about mother.", "I rested.")
LONG = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3"
ASKED = "SELECT sentence, text FROM sentences ORDER BY sentence"


@pytest.fixture
def kept() -> None:
    """Put there by hand: to have it read would load the tagger for each test."""
    journal = house().journal
    said = Transcript(tuple(Utterance(text) for text in TEXTS), "keyboard", "")
    moment = house().clock.now()
    entry = journal.keep(Entry("a" * 32, moment, night_of(moment), "type", "words", said))
    heard = Tag("emotion", "anxiety", "said", 0.9, Evidence(0, 2, 14, "felt anxious"), "rule:anxiety")
    journal.add_reading(entry, Reading((heard,), "none", None, "rule:none", "between-rules 1"))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "my questions.sql"
    file.write_text(f"-- what I said\n{ASKED};\n\nSELECT count(*) AS nights FROM nights;\n", encoding="utf-8")
    return file


@pytest.mark.usefixtures("kept")
def test_forms() -> None:
    """The same rows as a table, JSON, CSV and Markdown; a bar in the words stays in its cell."""
    texts = list(TEXTS)
    assert all(text in between("sql", ASKED).out for text in texts)
    assert [row["text"] for row in json.loads(between("sql", ASKED, "--json").out)] == texts
    assert list(csv.reader(io.StringIO(between("sql", ASKED, "--csv").out)))[1:] == [["1", texts[0]], ["2", texts[1]]]
    lines = between("sql", ASKED, "--markdown").out.splitlines()
    assert lines[:3] == ["| sentence | text |", "| --- | --- |", "| 1 | I felt anxious \\| about mother. |"]


@pytest.mark.usefixtures("kept")
def test_lists() -> None:
    """Words beside each other where a person reads them, JSON where a program does."""
    asked = "SELECT ['a', 'b'] AS two, [] AS none"
    assert "| a, b |  |" in between("sql", asked, "--markdown").out
    assert "a, b" in between("sql", asked).out
    assert list(csv.reader(io.StringIO(between("sql", asked, "--csv").out)))[1] == ['["a", "b"]', "[]"]


@pytest.mark.usefixtures("kept")
def test_parquet(tmp_path: Path) -> None:
    """Kinds and values as in the journal, for the owner alone; a file that is there already stays as it is."""
    target = tmp_path / "it's.parquet"
    asked = (
        "SELECT night, night AS Night, said_at, sentence, text, feelings, {'a': [1.5, 'inf'::DOUBLE]} AS s, NULL AS n, "
        "'\\xFF'::BLOB AS b, INTERVAL '1 day 2 seconds' AS i, 1.20::DECIMAL(4, 2) AS d "
        "FROM sentences JOIN nights USING (night) ORDER BY sentence"
    )
    answer = between("sql", asked, "--parquet", target)
    assert (answer.code, answer.out, answer.err) == (0, "", f"2 rows are in {target}.\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if "parquet" in path.name] == [target.name]
    with duckdb.connect() as db:
        written = db.execute("SELECT * FROM read_parquet(?)", [str(target)])
        columns, rows = [(c[0], str(c[1])) for c in written.description or ()], written.fetchall()
    assert columns[:6] == [
        ("night", "DATE"),
        ("Night_2", "DATE"),
        ("said_at", "TIMESTAMP"),
        ("sentence", "INTEGER"),
        ("text", "VARCHAR"),
        ("feelings", "VARCHAR[]"),
    ]
    asked_again = json.loads(between("sql", asked, "--json").out)
    assert [row[4] for row in rows] == [row["text"] for row in asked_again]
    assert rows[0][5] == ["anxiety"]
    assert [str(value) for value in rows[0][8:]] == ["b'\\xff'", "1 day, 0:00:02", "1.20"]
    before = target.read_bytes()
    answer = between("sql", "SELECT 1", "--parquet", target)
    assert (answer.code, target.read_bytes()) == (2, before)
    assert "left alone" in answer.err


@pytest.mark.usefixtures("kept")
def test_parquet_with_nowhere_to_go(tmp_path: Path) -> None:
    """One sentence, and nothing half written."""
    answer = between("sql", "SELECT 1", "--parquet", tmp_path / "nowhere" / "a.parquet")
    assert (answer.code, len(answer.err.splitlines())) == (1, 2)


KILLED = """
import os, signal
from assistant.adapters.store import parquet
write = parquet.write
def once(table, target):
    write(table, target)
    os.kill(os.getpid(), signal.SIGKILL)
parquet.write = once
"""


@pytest.mark.usefixtures("kept")
def test_parquet_killed(tmp_path: Path) -> None:
    """Nothing stands under the name that was asked for; the next file beside it clears away what was begun."""
    target = tmp_path / "out" / "a.parquet"
    target.parent.mkdir()
    answer = process("sql", ASKED, "--parquet", target, first=KILLED)
    assert (answer.code, len(list(target.parent.iterdir())), target.exists()) == (-9, 1, False)
    assert between("sql", ASKED, "--parquet", target).code == 0
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.usefixtures("kept")
def test_a_file(questions: Path) -> None:
    """Its statements one after the other, named as the argument or by --file, or on stdin."""
    answers = [between("sql", questions), between("sql", "-f", questions), between("sql", stdin=questions.read_bytes())]
    assert {(answer.code, answer.err) for answer in answers} == {(0, "")}
    assert len({answer.out for answer in answers}) == 1
    assert answers[0].out.index("I rested.") < answers[0].out.index("nights")
    said, nights = json.loads(between("sql", questions, "--json").out)
    assert (len(said), nights) == (2, [{"nights": 1}])


@pytest.mark.usefixtures("kept")
def test_a_file_that_fails_in_its_middle(tmp_path: Path) -> None:
    """What came before is answered, and which statement it was is told."""
    file = tmp_path / "a.sql"
    file.write_text("SELECT 'first' AS a; DELETE FROM entries; SELECT 'third' AS a;")
    answer = between("sql", file, "--csv")
    assert (answer.code, answer.out) == (2, "a\nfirst\n")
    assert answer.err.startswith("Statement 2 of 3: That would do more than read")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.sql"], "no file"),
        (["-f", "nowhere"], "no file"),
        (["-f", "."], "can't be read"),
        (["SELECT 1", "-f", "x"], "question and a file"),
        (["SELECT 1", "--json", "--markdown"], "one form"),
        (["SELECT 1", "--patience", "0"], "patience"),
    ],
)
def test_a_wrong_way_to_ask(arguments: list[str], told: str) -> None:
    """A sentence and the exit code of a wrong command line."""
    answer = between("sql", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


@pytest.mark.usefixtures("kept")
def test_stdin_that_is_no_sql() -> None:
    """Not text, nothing, or only a thought: told as that."""
    assert "UTF-8" in between("sql", stdin=b"\xff\xfe").err
    for given in (b"", b"-- only a thought\n"):
        assert "no SQL" in between("sql", stdin=given).err
    both = between("sql", "--parquet", "x.parquet", stdin=b"SELECT 1; SELECT 2")
    assert (both.code, Path("x.parquet").exists()) == (2, False)


@pytest.mark.usefixtures("kept")
def test_write_does_not_exist() -> None:
    """No option makes it write."""
    answer = between("sql", "--write", "DELETE FROM entries")
    assert answer.code == 2
    assert "No such option" in answer.err


@pytest.mark.usefixtures("kept")
def test_the_prompt() -> None:
    """Several lines until `;`, what there is, a fault that ends nothing, ^C, ^D; a history for the owner alone."""
    at = Terminal("sql", PROMPT_TOOLKIT_NO_CPR="1", columns=150)
    for typed, shown in (
        ("\\d\r", ("nights", "felt", "schema_steps")),
        ("\\d feelings\r", ("One row for each feeling heard in your words.", "start_s")),
        ("\\d felings\r", ("The nearest is feelings.",)),
        ("SELECT feelng\r", ("...",)),
        ("FROM feelings;\r", ('"feelng" not found',)),
        ("nonsense that is not meant\x03", ()),
        ("SELECT text FROM sent\t", ("ences",)),
        (" WHERE sentence = 2;\r", ("I rested.",)),
    ):
        if not typed.startswith((" ", "FROM")):
            at.until("between>")
        at.write(typed)
        for text in shown:
            at.until(text, seconds=15)
    at.until("between>")
    at.write("\x04")
    answer = at.end()
    assert answer.code == 0
    assert "did not work" in answer.out
    history = home().sql_history
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    assert "SELECT text FROM sentences" in history.read_text()
    assert not any((home().root / "tmp").glob("*"))


def test_the_prompt_of_a_locked_journal_keeps_no_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed may be words of the journal; what an open journal kept goes."""
    from assistant.wiring import asking_sql

    made: list[object] = []
    monkeypatch.setattr(sql_prompt, "SqlPrompt", lambda names, *, history: made.append(history))
    locked = house()
    home().root.mkdir()
    home().sql_history.write_text("SELECT 'words'")
    locked.__dict__["key"] = b"k" * 32
    asking_sql.prompt(locked, ())
    assert made == [None]
    assert not home().sql_history.exists()


def test_the_prompt_before_anything_is_kept() -> None:
    """It says so, and does not begin."""
    shown = Terminal("sql").end()
    assert shown.code == 1
    assert "Nothing is kept yet" in shown.out


@pytest.mark.usefixtures("kept")
def test_many_rows_at_a_terminal() -> None:
    """No more than a person looks at, and how many there are; in a pipe all of them."""
    many = "SELECT range AS n FROM range(1000)"
    shown = Terminal("sql", many).end().out
    assert "The first 200 of 1000 rows" in " ".join(shown.split())
    assert "999" not in shown
    assert "999" in between("sql", many).out


@pytest.mark.usefixtures("kept")
def test_a_copy_that_a_killed_process_left() -> None:
    """It is gone after the next question."""
    left = home().root / "tmp" / "asked-left"
    left.mkdir(parents=True)
    (left / "journal.duckdb").write_bytes(b"words")
    assert between("sql", "SELECT 1").code == 0
    assert not left.exists()


@pytest.mark.usefixtures("kept")
def test_a_long_question_is_interrupted() -> None:
    """^C while DuckDB works: exit code 130, nothing said, and the copy is gone."""
    running = subprocess.Popen(
        command("sql", LONG, "--patience", "60"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env()
    )
    try:
        while not any(home().root.glob("tmp/asked-*/journal.duckdb")):
            assert running.poll() is None
            time.sleep(0.02)
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    finally:
        running.kill()
    assert (running.returncode, out, err) == (130, b"", b"")
    assert not any(home().root.glob("tmp/asked-*"))


def test_completion() -> None:
    """Columns of what stands in the statement, then names, then SQL as it was begun; labels between quotation marks."""
    names = Names(
        (
            Named("view", "feelings", (Column("feeling", "VARCHAR", ""),), "One row for each feeling."),
            Named("macro", "felt", (Column("which", "", ""),), ""),
        )
    )

    def completed(text: str) -> list[str]:
        return [c.text for c in names.get_completions(Document(text), CompleteEvent(completion_requested=True))]

    assert completed("FROM feelings WHERE fe") == ["feeling", "feelings", "felt("]
    assert completed("SELECT fe") == ["feelings", "felt("]
    assert completed("sel") == ["select"]
    assert completed("SEL") == ["SELECT"]
    assert completed("FROM felt('anx") == ["anxiety"]
    assert completed("\\d f") == ["feelings", "felt"]
    assert completed("\\") == ["\\d", "\\?", "\\q"]


@pytest.mark.parametrize(
    ("typed", "whole"),
    [("", True), ("SELECT 1", False), ("SELECT 1;", True), ("SELECT 'a;", False), ("\\d", True), ("quit", True)],
)
def test_where_a_statement_ends(typed: str, whole: bool) -> None:
    """Enter begins a new line until `;`."""
    assert is_whole(typed) is whole


@pytest.mark.usefixtures("kept")
def test_sql_loads_no_editor_for_one_question() -> None:
    """The line editor costs half a second."""
    first = "import atexit, sys; atexit.register(lambda: print('loaded', 'prompt_toolkit' in sys.modules))"
    assert "loaded False" in process("sql", "SELECT 1", first=first).out
    assert os.environ.get("PROMPT_TOOLKIT_NO_CPR") is None
