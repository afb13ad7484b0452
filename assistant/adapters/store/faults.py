"""DuckDB's and the system's faults, as sentences for the person. None of them carries words of the journal."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from assistant.errors import NO_ROOM, AssistantError, JournalBusy, NoSpace
from assistant.ports import Home

_LOCKED = re.compile(r"could not set lock on file", re.IGNORECASE)
_FULL = re.compile(r"no space left|disk quota exceeded|file too large", re.IGNORECASE)
_REFUSED = re.compile(r"permission denied|read-only file system|operation not permitted", re.IGNORECASE)
_NEWER = re.compile(r"database file with version number", re.IGNORECASE)
_NO_KEY = re.compile(r"encrypted database .* without a key", re.IGNORECASE | re.DOTALL)
_OTHER_KEY = re.compile(r"wrong encryption key", re.IGNORECASE)
_CHANGED = re.compile(r"computed AES tag differs", re.IGNORECASE)
"""Told as a wrong input, and not as a broken file."""
_BROKEN = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)


def is_locked(said: str) -> bool:
    """Another process has the file open in DuckDB."""
    return bool(_LOCKED.search(said))


def is_full(said: str) -> bool:
    """The disk that DuckDB was writing to has no room."""
    return bool(_FULL.search(said))


@contextmanager
def in_plain_words(home: Home) -> Iterator[None]:
    """Faults of the disk and of the file become ours; a fault of our own SQL stays what it is, a bug."""
    try:
        yield
    except duckdb.Error as error:
        told = around_the_file(str(error), home) or (damaged(home) if _is_broken(error) else None)
        if told is None:
            raise
        raise told from error
    except OSError as error:
        raise (_full() if error.errno in NO_ROOM else _refused(home)) from error


def around_the_file(said: str, home: Home) -> AssistantError | None:
    """What DuckDB said, where the fault lies not in the file itself but in who holds it, or in where it lies."""
    if is_locked(said):
        return held_elsewhere(said)
    if is_full(said):
        return _full()
    if _REFUSED.search(said):
        return _refused(home)
    if _NO_KEY.search(said):
        return _without_keys(home)
    if _OTHER_KEY.search(said):
        return _other_key(home)
    return newer(home) if _NEWER.search(said) else None


def newer(home: Home) -> AssistantError:
    return AssistantError(
        f"The journal in {home.root} was written by a newer Between than this one, so it was left alone.",
        "Update Between, then try again.",
    )


def damaged(home: Home) -> AssistantError:
    return AssistantError(
        f"The journal's file {home.database} is damaged and cannot be read. It was left as it is.",
        "Move it away, and `between restore BACKUP` brings back what a backup has; without one Between begins anew. "
        "Your recordings are separate files, and untouched.",
    )


def _is_broken(error: duckdb.Error) -> bool:
    # The bare class is how DuckDB passes on what is no error of its own kinds, such as a torn stream of bytes.
    return isinstance(error, _BROKEN) or type(error) is duckdb.Error or bool(_CHANGED.search(str(error)))


def _without_keys(home: Home) -> AssistantError:
    if home.keys.exists():  # another process has just locked it
        return AssistantError("The journal was locked meanwhile.", "Start again, with your passphrase.")
    return AssistantError(
        f"The journal is locked, and the file {home.keys} is missing, without which no passphrase opens it.",
        "Put that file back from a backup. Nothing was changed.",
    )


def _other_key(home: Home) -> AssistantError:
    return AssistantError(
        f"{home.keys} and {home.database} do not belong together: the key of the one does not open the other.",
        "Was one of them copied from elsewhere? Put back the other one of the same time. Nothing was changed.",
    )


def held_elsewhere(said: str) -> JournalBusy:
    """`said`: DuckDB's own words, which may name the process."""
    found = re.search(r"PID (\d+)", said)
    who = f"Another program (process {found[1]})" if found else "Another program"
    return JournalBusy(f"{who} has the journal's file open.", "Close it there, then try again.")


def _full() -> NoSpace:
    return NoSpace(
        "The disk is full, so the journal could not take this in. What was kept before is safe.",
        "Make some room, then try again.",
    )


def _refused(home: Home) -> AssistantError:
    return AssistantError(
        f"The journal's folder {home.root} cannot be written to.",
        "Check that the folder is yours and its disk is not read-only, or name another one in BETWEEN_HOME.",
    )
