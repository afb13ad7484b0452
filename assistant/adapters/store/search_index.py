"""The index of all words: a file of its own beside the journal, which can be made again at any time.

DuckDB's full-text extension gives the stems. Its own `match_bm25` goes through every word of every sentence at each
question (60,000 sentences: 75 ms from a cold start); a table of stems in their order is read at the place alone (9 ms).
"""

import fcntl
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from assistant.adapters.store import connection, encrypted
from assistant.adapters.store.access import Access
from assistant.adapters.store.extensions import extension
from assistant.adapters.store.quoting import literal
from assistant.adapters.store.search_words import PLAIN
from assistant.errors import PartMissing
from assistant.ports import Home

log = logging.getLogger("between.store")


class BrokenIndex(Exception):
    """It can't be read. Not an error of DuckDB's, which would be taken for one of the journal's."""


def ask(db: DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
    """Raises BrokenIndex."""
    try:
        return db.execute(sql, dict(values or {})).fetchall()
    except duckdb.Error as e:
        raise BrokenIndex from e


def listed(name: str, kind: str = "INTEGER") -> str:
    """SQL for a parameter that is a list in JSON: bound as a list, 200 values took 80 ms."""
    return f"(SELECT unnest(from_json(${name}, '[\"{kind}\"]')))"


FORMAT = 1
STEM = "stem(word, 'english')"

_TABLES = """
CREATE TABLE {at}about (format INTEGER);
INSERT INTO {at}about VALUES (0);
CREATE TABLE {at}entries (number INTEGER, uid VARCHAR, transcript_version INTEGER);
CREATE TABLE {at}sentences (
    id INTEGER, entry INTEGER, position INTEGER, night DATE, text VARCHAR, start_s DOUBLE, end_s DOUBLE
);
CREATE TABLE {at}words (word VARCHAR, stem VARCHAR);
CREATE TABLE {at}stems (stem VARCHAR, id INTEGER, sentences INTEGER);
CREATE TABLE {at}postings (stem INTEGER, sentence INTEGER, times INTEGER);
"""
"""`stems.sentences`: how many it occurs in. `postings` lie in the order of their stems."""
_COPY = """
INSERT INTO search.entries SELECT number, uid, transcript_version FROM entries WHERE transcript_version > 0;
INSERT INTO search.sentences
SELECT row_number() OVER (ORDER BY night, entry, position), entry, position, night, text, start_s, end_s
FROM utterances JOIN entries ON entry = number AND version = transcript_version
ORDER BY night, entry, position;
"""
TOKENS = f"SELECT id AS sentence, unnest(string_split({PLAIN}, ' ')) AS word"
_INDEX = f"""
CREATE TABLE tokens AS {TOKENS} FROM sentences;
INSERT INTO words SELECT word, {STEM} FROM (SELECT DISTINCT word FROM tokens WHERE word <> '') ORDER BY word;
CREATE TABLE numbered AS SELECT stem, row_number() OVER (ORDER BY stem) AS id FROM (SELECT DISTINCT stem FROM words);
INSERT INTO postings
SELECT id, sentence, count(*) FROM tokens JOIN words USING (word) JOIN numbered USING (stem) GROUP BY ALL ORDER BY ALL;
INSERT INTO stems
SELECT stem, id, sentences FROM numbered JOIN (SELECT stem AS id, count(*) AS sentences FROM postings GROUP BY 1)
USING (id) ORDER BY stem;
DROP TABLE tokens;
DROP TABLE numbered;
UPDATE about SET format = {FORMAT};
"""


class Index:
    """The file, kept open from one search to the next: to open it takes longer than to look into it."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._db: DuckDBPyConnection | None = None
        self._file: tuple[int, ...] = ()
        self._catalog = ""

    @contextmanager
    def opened(self) -> Iterator[DuckDBPyConnection]:
        """To read, with the stems at hand; an empty one in memory where there is none, or it is no good.

        Raises PartMissing without the extension.
        """
        if self._db is None or self._file != _identity(self._access.home.search):
            self.close()
            self._open()
        assert self._db is not None
        with closing(self._db.cursor()) as db:
            db.execute(f"USE {self._catalog}")
            yield db

    def _open(self) -> None:
        with ExitStack() as closed:
            db = closed.enter_context(closing(_from_file(self._access) or _empty()))
            load_stems(db)
            ((self._catalog,),) = db.execute("SELECT current_database()").fetchall()
            closed.pop_all()
        self._db, self._file = db, _identity(self._access.home.search)

    def throw_away(self) -> None:
        self.close()
        _throw_away(self._access.home)

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None


def _identity(path: Path) -> tuple[int, ...]:
    """Another file in the same place is another one; empty for none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def load_stems(db: DuckDBPyConnection) -> None:
    """Raises PartMissing where the extension is not there, or is for another machine."""
    try:
        db.execute(f"LOAD {literal(str(extension('fts')))}")
    except duckdb.Error as e:
        raise PartMissing(
            f"A part of Between does not work here: duckdb-extension-fts=={duckdb.__version__}.",
            f"Install it again: pip install --force-reinstall duckdb-extension-fts=={duckdb.__version__}",
        ) from e


def _empty() -> DuckDBPyConnection:
    db = duckdb.connect(":memory:", config={**_config("")})
    db.execute(_TABLES.format(at=""))
    return db


def _from_file(access: Access) -> DuckDBPyConnection | None:
    """None where there is none. One that was half written, or is of another format or key, is thrown away."""
    path, key = access.home.search, access.opening.key
    if not path.exists():
        return None
    if key and not encrypted.is_encrypted(path):  # from before the journal was locked
        _throw_away(access.home)
        return None
    try:
        db = connection.connect(path, key=key, config=_config(""), read_only=True)
    except duckdb.Error:
        log.warning("the index of words could not be opened and was thrown away")
        _throw_away(access.home)
        return None
    if _is_whole(db):
        return db
    db.close()
    _throw_away(access.home)
    return None


def _is_whole(db: DuckDBPyConnection) -> bool:
    try:
        return db.execute("SELECT format FROM about").fetchone() == (FORMAT,)
    except duckdb.Error:
        return False


def _throw_away(home: Home) -> None:
    for path in (home.search, _log_of(home.search)):
        path.unlink(missing_ok=True)


def make(access: Access) -> bool:
    """Of all words that are in use now; takes seconds after ten years, and the journal for a moment of them.

    False where another process is at it, or a strike took it away meanwhile. Raises PartMissing, duckdb.Error, OSError.
    """
    began = time.monotonic()
    new = access.home.search.with_name(access.home.search.name + ".new")
    with connection.private_files(), _alone(access.home.root / "search.lock") as alone:
        if not alone:
            return False
        for left in (new, _log_of(new)):
            left.unlink(missing_ok=True)
        _copy(access, new)
        config = _config(str(access.home.root / "tmp"))
        with closing(connection.connect(new, key=access.opening.key, config=config)) as db:
            load_stems(db)
            db.execute(_INDEX)
        try:
            new.replace(access.home.search)
        except FileNotFoundError:
            return False
    log.info("made the index of words in %.1f s", time.monotonic() - began)
    return True


def _copy(access: Access, new: Path) -> None:
    key = access.opening.key
    with access.open() as journal:
        if key:
            encrypted.load(journal)
        encrypted.attach(journal, new, name="search", key=key)
        journal.execute(_TABLES.format(at="search."))
        journal.execute(_COPY)
        journal.execute("DETACH search")


@contextmanager
def _alone(lock: Path) -> Iterator[bool]:
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _config(temporary: str) -> dict[str, str]:
    return {
        **connection.OFFLINE,
        "allow_unsigned_extensions": "true",  # as with encryption: a check of the signature takes 80 ms
        "threads": "1",
        "memory_limit": "512MB",
        "temp_directory": temporary,
    }
