"""A long question is asked of a copy: nobody waits for it, and nothing of it stays."""

import errno
import stat
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import store_nouns as some
from store_processes import over_both

from assistant.adapters.store import DuckDBJournal, aside, copies, query
from assistant.errors import NoSpace, UsageError
from assistant.journal import Table
from assistant.ports import Home

LONG = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3"
SAID = "I said no to mother."
ASKS = f"""
import sys, threading
from pathlib import Path
import store_nouns as some
from assistant.adapters.store import DuckDBJournal, aside, query
from assistant.ports import Home
journal = DuckDBJournal(Home(Path(sys.argv[1])), now=some.fixed_now)
asked = query.ask
def tell(*arguments, **named):
    print("ready", flush=True)
    return asked(*arguments, **named)
query.ask = tell
aside.ask(journal.access, "{LONG}", patience_s=60)
"""


def left(home: Home) -> list[Path]:
    return sorted((home.root / "tmp").glob("asked-*"))


@over_both
def test_the_copy(journal: DuckDBJournal, home: Home, key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is for the owner alone, as locked as the journal, has its views under its name, and is gone afterwards."""
    journal.keep(some.an_entry(SAID))
    asked, seen = query.ask, []

    def look(*arguments: object, **named: object) -> Table:
        (folder,) = left(home)
        (copy,) = folder.iterdir()
        seen.append((stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(copy.stat().st_mode)))
        seen.append(SAID.encode() in copy.read_bytes())
        return asked(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(query, "ask", look)
    answer = aside.ask(journal.access, "SELECT text FROM journal.main.sentences", patience_s=30)
    assert answer.rows == ((SAID,),)
    assert seen == [(0o700, 0o600), not key]
    assert left(home) == []


def test_a_copy_that_stays(journal: DuckDBJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer comes, the person is told where the copy lies, and the next question takes it away."""
    journal.keep(some.an_entry(SAID))

    def refused(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as here:
        here.setattr(aside.shutil, "rmtree", refused)
        assert aside.ask(journal.access, "SELECT 1", patience_s=30).rows == ((1,),)
    (copy,) = left(journal.access.home)
    (told,) = journal.notices()
    assert str(copy) in told
    aside.sweep(journal.access)
    assert (left(journal.access.home), journal.notices()) == ([], ())


def test_nobody_waits(journal: DuckDBJournal) -> None:
    """While a long question is asked, an entry is kept at once; the question is stopped when its own time is over."""
    journal.keep(some.an_entry())
    told: list[UsageError] = []

    def ask() -> None:
        with pytest.raises(UsageError) as stopped:
            aside.ask(journal.access, LONG, patience_s=2.5)
        told.append(stopped.value)

    asking = threading.Thread(target=ask)
    asking.start()
    while not left(journal.access.home):
        asking.join(0.01)
    number = journal.keep(some.an_entry()).number
    assert (asking.is_alive(), number) == (True, 2)
    asking.join(30)
    assert "longer than 2.5 seconds" in told[0].message
    assert left(journal.access.home) == []


def test_a_short_question_takes_no_copy(journal: DuckDBJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an evening can wait for is asked of the journal itself."""
    journal.keep(some.an_entry())
    monkeypatch.setattr(copies, "copy", lambda *_: pytest.fail("it was copied"))
    assert aside.ask(journal.access, "SELECT 1", patience_s=query.LIMIT_S).rows == ((1,),)


def test_no_room_for_a_copy(journal: DuckDBJournal, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told as that, and nothing stays behind."""
    journal.keep(some.an_entry())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(copies, "copy", full)
    with pytest.raises(NoSpace, match="no room for a copy"):
        aside.ask(journal.access, "SELECT 1", patience_s=30)
    assert left(home) == []


def test_a_process_that_is_killed(
    home: Home, journal: DuckDBJournal, other_process: Callable[..., "subprocess.Popen[str]"]
) -> None:
    """Its copy stays while it lives, and goes with the next question after that."""
    journal.keep(some.an_entry())
    asking = other_process(ASKS, home.root)
    aside.ask(journal.access, "SELECT 1", patience_s=30)
    assert len(left(home)) == 1
    asking.kill()
    asking.wait()
    aside.sweep(journal.access)
    assert left(home) == []
