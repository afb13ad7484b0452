"""One process and one thread at a time; whoever waits in vain is told for whom."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import store_nouns as some
from store_processes import OPENS_AND_WAITS

from assistant.adapters.store import DuckDBJournal
from assistant.errors import JournalBusy
from assistant.ports import Home, Selection

Start = Callable[..., "subprocess.Popen[str]"]

HOLDS = """
import sys
from pathlib import Path
from store_nouns import fixed_now
from assistant.adapters.store import DuckDBJournal
from assistant.ports import Home
with DuckDBJournal(Home(Path(sys.argv[1])), now=fixed_now, command=sys.argv[2]).exclusive():
    print("ready", flush=True)
    sys.stdin.readline()
"""
FORKS_A_WORKER = """
import os, sys, time
from pathlib import Path
from store_nouns import fixed_now
from assistant.adapters.store import DuckDBJournal
from assistant.ports import Home
with DuckDBJournal(Home(Path(sys.argv[1])), now=fixed_now).exclusive():
    if os.fork() == 0:
        os.close(1)
        time.sleep(5)
        os._exit(0)
print("ready", flush=True)
sys.stdin.readline()
"""


def impatient(home: Home) -> DuckDBJournal:
    return DuckDBJournal(home, now=some.fixed_now, patience_s=0.2)


def test_another_between_at_work(home: Home, other_process: Start) -> None:
    """Who holds the journal is told, by what they started and by their process."""
    holder = other_process(HOLDS, home.root, "between talk")
    with pytest.raises(JournalBusy, match=f"`between talk`, process {holder.pid}"):
        impatient(home).keep(some.an_entry())


def test_another_between_that_ends_in_time(home: Home, other_process: Start) -> None:
    """Whoever waits goes on as soon as the other is done."""
    holder = other_process(HOLDS, home.root, "between talk")
    with ThreadPoolExecutor() as pool:
        kept = pool.submit(DuckDBJournal(home, now=some.fixed_now, patience_s=20).keep, some.an_entry())
        time.sleep(0.2)
        assert not kept.done()
        holder.communicate("done\n")
        assert kept.result().number == 1


def test_another_between_that_was_killed(home: Home, other_process: Start) -> None:
    """A dead process holds nothing."""
    holder = other_process(HOLDS, home.root, "between talk")
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert impatient(home).keep(some.an_entry()).number == 1


def test_a_worker_forked_meanwhile(home: Home, other_process: Start) -> None:
    """A worker process that was started while the lock was held does not carry it away."""
    other_process(FORKS_A_WORKER, home.root)
    assert impatient(home).keep(some.an_entry()).number == 1


def test_a_foreign_program(home: Home, journal: DuckDBJournal, other_process: Start) -> None:
    """DuckDB's own shell on the same file is waited for, and then told with its process."""
    entry = journal.keep(some.an_entry())
    foreign = other_process(OPENS_AND_WAITS, home.database)
    for attempt in (lambda: impatient(home).keep(some.an_entry()), lambda: impatient(home).query("FROM entries")):
        with pytest.raises(JournalBusy, match=f"Another program \\(process {foreign.pid}\\)"):
            attempt()
    foreign.communicate("")
    assert impatient(home).entries(Selection()) == (entry,)


def test_threads_of_one_process(home: Home) -> None:
    """Threads take turns, over one journal or several: nobody fails and nothing is lost."""
    one, other, third = (DuckDBJournal(home, now=some.fixed_now, patience_s=60) for _ in range(3))
    journals = [one, one, other, third]
    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(lambda i: journals[i % 4].keep(some.an_entry()).number, range(12)))
    assert sorted(kept) == list(range(1, 13))


def test_a_thread_that_does_not_end(home: Home) -> None:
    """Waiting for another thread of the same process has an end too."""
    ours = impatient(home)
    with ours.exclusive(), ThreadPoolExecutor() as pool, pytest.raises(JournalBusy, match="Between itself"):
        pool.submit(ours.keep, some.an_entry()).result()


def test_its_own_methods_inside_exclusive(journal: DuckDBJournal) -> None:
    """Whoever holds the journal for itself may use it."""
    with journal.exclusive(), journal.exclusive():
        journal.keep(some.an_entry())
    journal.keep(some.an_entry())
    assert len(journal.entries(Selection())) == 2


def test_the_file_of_the_lock_removed(journal: DuckDBJournal, home: Home) -> None:
    """Removed by a tidy hand, it is made anew and still keeps others out."""
    journal.keep(some.an_entry())
    home.lock.unlink()
    with journal.exclusive(), pytest.raises(JournalBusy):
        impatient(home).has("")
