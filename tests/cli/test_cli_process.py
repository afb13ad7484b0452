"""What a shell sees: exit codes, what goes to stdout and what to stderr, broken pipes, and faults of our own."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from command_line import Terminal, between, command, entries, env, home, house, process

from assistant.ports import Selection
from assistant.wiring import knobs

COMMANDS = """
talk type add import show play sql correct retag tag retranscribe doctor demo prove-offline models
lock unlock change-passphrase remember-key forget-key calm remind guides guide homework safety-plan
""".split()


@pytest.mark.parametrize("name", ["", *COMMANDS, "models list", "models pull", "models use", "tagger", "tagger report"])
def test_help(name: str) -> None:
    """On stdout, by the name of the console script, and without a home being made."""
    answer = between(*name.split(), "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: between {name}".rstrip())
    assert answer.err == ""
    assert not home().root.exists()


@pytest.mark.parametrize(
    "arguments", [["sing"], ["show", "--nope"], ["add"], ["sql"], ["models", "sing"], ["show", "1", "2"]]
)
def test_a_wrong_command_line(arguments: list[str]) -> None:
    answer = between(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "between" in answer.err


def test_the_query_that_help_shows() -> None:
    """An example that does not work would be worse than none."""
    between("type", stdin=b"I felt proud.")
    shown = " ".join(between("sql", "--help").out.split())
    (query,) = re.findall(r'Such as "(SELECT .*?)"', shown)
    assert "I felt proud." in between("sql", query).out


def test_as_a_module_and_by_its_version() -> None:
    """`python -m assistant` works from any folder."""
    done = subprocess.run(command("--version"), cwd="/", env=env(), capture_output=True, text=True, check=True)
    assert done.stdout.startswith("between ")
    assert done.stderr == ""


def test_the_answer_is_on_stdout_and_the_talk_on_stderr() -> None:
    answer = process("type", stdin=b"I felt proud.")
    assert answer.code == 0
    assert "Kept as entry 1." in answer.err
    assert "entry 1" not in answer.out
    assert json.loads(process("show", "--json").out)[0]["text"] == "I felt proud."


@pytest.mark.parametrize(
    ("query", "form"),
    [("FROM range(5000)", "--csv"), ("FROM range(5000)", "table"), ("SELECT 1", "--json"), ("SELECT 1", "table")],
)
def test_nobody_reads_on(query: str, form: str) -> None:
    """`between sql ... | head` ends without a word."""
    house().open().journal.entries(Selection())
    arguments = ["sql", query, *([] if form == "table" else [form])]
    read, written = os.pipe()
    os.close(read)
    done = subprocess.run(command(*arguments), stdout=written, stderr=subprocess.PIPE, env=env(), check=False)
    os.close(written)
    assert done.stderr == b""
    assert done.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is not here")
def test_no_room_for_the_answer() -> None:
    """The disk that stdout goes to is full: a sentence, not a fault of ours."""
    house().open().journal.entries(Selection())
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command("sql", "SELECT 1", "--json"), stdout=full, stderr=subprocess.PIPE, env=env(), text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith("The disk is full.")


def test_a_terminal_without_our_letters() -> None:
    """What an old terminal cannot show is a question mark, and nothing breaks."""
    house().open().journal.entries(Selection())
    answer = process("sql", "SELECT 'café “x”' AS said", "--json", PYTHONIOENCODING="ascii")
    assert answer.code == 0
    assert json.loads(answer.out) == [{"said": "caf? ?x?"}]


BUG = """
from assistant.cli import reading
def broken(*_, **__):
    secret = "the words of the person"
    raise RuntimeError("the words of the person")
reading.show = broken
"""


def test_a_bug_of_ours() -> None:
    """One line and the path of a log; the log says where, and holds nothing of the journal."""
    answer = process("show", first=BUG)
    log = home().logs / "between.log"
    assert (answer.code, answer.out) == (3, "")
    line, hint = answer.err.splitlines()
    assert line == "Something in Between itself broke (RuntimeError)."
    assert str(log) in hint
    assert "in broken" in log.read_text()
    assert "words of the person" not in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_a_bug_with_nowhere_to_write_it_down() -> None:
    """Still one sentence and the same exit code, with no claim of a log."""
    home().root.mkdir()
    home().logs.write_text("in the way")
    answer = process("show", first=BUG)
    assert answer.code == 3
    assert "log" not in answer.err


def test_interrupted() -> None:
    """^C in the middle of a query is no fault: exit code 130 and nothing said."""
    first = "import assistant.cli.querying as q, time\n"
    first += "q.sql = lambda *_, **__: (print('begun', flush=True), time.sleep(60))"
    running = subprocess.Popen(
        command("sql", "SELECT 1", first=first), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env()
    )
    assert running.stdout is not None
    running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (130, b"")


def test_the_demo_stops_at_once() -> None:
    """^C ends all of it, not only its first evening; nothing of it stays on the disk or in the journal."""
    terminal = Terminal("demo", "--quiet", TMPDIR=os.environ["BETWEEN_HOME"] + "-tmp", first=_MAKE_TMP)
    terminal.until(", 2")  # the date and the hour of the first evening
    time.sleep(1.0)
    terminal.write("\x03")
    answer = terminal.end()
    assert answer.code == 130
    assert answer.out.count("──") == 2
    assert not list(Path(os.environ["BETWEEN_HOME"] + "-tmp").iterdir())
    assert not home().root.exists()


_MAKE_TMP = "import os; os.makedirs(os.environ['TMPDIR'], exist_ok=True)"


def test_the_demo() -> None:
    """Three evenings with words, tags, questions and two answers of SQL; the person's home untouched."""
    answer = process("demo", "--quiet", seconds=120)
    assert answer.code == 0, answer.err
    assert len(re.findall("^── ", answer.out, re.MULTILINE)) == 3
    for word in ("mother", "anxious", "boss", "tea", "calm"):
        assert word in answer.out
    assert "paused" in answer.out
    assert answer.out.count('$ between sql "') == 2
    assert not home().root.exists()


@pytest.mark.parametrize(
    "arguments", [["show"], ["play"], ["sql", "SELECT 1"], ["models"], ["retranscribe"], ["correct"], ["retag"]]
)
def test_a_home_that_is_a_file(arguments: list[str]) -> None:
    home().root.write_text("mine")
    answer = between(*arguments)
    assert (answer.code, answer.out) == (1, "")
    assert "there is a file of that name" in answer.err


def test_a_home_below_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("BETWEEN_HOME", str(tmp_path / "file" / "home"))
    assert between("show").code == 1


def test_a_folder_for_everyone_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who names /tmp as the home does not lock everyone else out of it."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setenv("BETWEEN_HOME", str(shared))
    between("type", stdin=b"words")
    assert shared.stat().st_mode & 0o7777 == 0o1777
    assert knobs.home().database.stat().st_mode & 0o077 == 0
    assert len(entries()) == 1
    assert house().home.root == shared
