"""Looks for words in all that was ever said: in the index, and in what is newer than it."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

import duckdb
from duckdb import DuckDBPyConnection

from assistant.adapters.store import nouns, search_index, search_ranking, search_scan
from assistant.adapters.store.access import Access
from assistant.adapters.store.search_index import BrokenIndex, Index, ask, listed
from assistant.adapters.store.search_ranking import Now
from assistant.adapters.store.search_words import Sought, sought
from assistant.errors import AssistantError, PartMissing
from assistant.journal import EVER, Found
from assistant.ports import Selection

log = logging.getLogger("between.store")

EVERYTHING = Selection()
MOST_BESIDE = 4_000
"""Sentences that are newer than the index and looked through at each question: with more a new index is quicker."""
WORTH_IT = 200
"""So many make a new index worth it once an evening is over. To look through them takes 10 ms."""

_BLOCK = 128
"""Entries whose state is compared at once."""
_STATES = f"""
SELECT number // {_BLOCK}, count(*), bit_xor(hash(number, uid, transcript_version))
FROM entries WHERE transcript_version > 0 GROUP BY 1
"""
_ENTRIES = f"""
SELECT number, uid, transcript_version FROM entries
WHERE transcript_version > 0 AND number // {_BLOCK} IN {listed("blocks")}
"""
_NEWER = f"""
SELECT entry, position, night, text, start_s, end_s
FROM utterances JOIN entries ON entry = number AND version = transcript_version
WHERE entry BETWEEN $first AND $last AND entry IN {listed("entries")}
ORDER BY night, entry, position LIMIT $most
"""


class Search:
    """One for a process: the index stays open from one search to the next."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._index = Index(access)

    def find(
        self,
        said: Sequence[str],
        *,
        among: Selection = EVERYTHING,
        most: int = 10,
        tell: Callable[[str], None] = lambda _: None,
    ) -> Found:
        """`said`: as the arguments of a command; one with spaces in it is a phrase. Best sentences first.

        `tell` gets a word where the person has to wait for the index. Raises UsageError where there is no word in it,
        AssistantError where nothing is kept yet.
        """
        wanted = sought(said)
        if not self._access.home.database.exists():
            raise AssistantError("Nothing is kept yet.", "`between` begins an evening, `between type` one by keyboard.")
        try:
            found = self._by_index(wanted, among=among, most=most, tell=tell)
        except PartMissing as e:
            return search_scan.find(self._access, wanted, among=among, most=most, why=f"{e.message} {e.hint}")
        if found is None:
            why = "The index of your words could not be made just now."
            return search_scan.find(self._access, wanted, among=among, most=most, why=why)
        return found

    def _by_index(self, wanted: Sought, *, among: Selection, most: int, tell: Callable[[str], None]) -> Found | None:
        """None where there is no index, and none could be made. Raises PartMissing."""
        for _ in range(3):  # one that is broken is thrown away, and a new one made
            try:
                with self._index.opened() as index:
                    now = self._compared(index, among=among, most_newer=MOST_BESIDE)
                    if len(now.newer) <= MOST_BESIDE:
                        return search_ranking.find(index, wanted, now=now, most=most)
            except BrokenIndex:
                log.warning("the index of words was broken and was thrown away")
                self._index.throw_away()
                continue
            tell("Making the index of your words, which may take some seconds.")
            if not self._made():
                return None
        return None

    def _made(self) -> bool:
        self._index.close()  # DuckDB knows a file by its name, and would give the old one out again
        try:
            return search_index.make(self._access)
        except (AssistantError, duckdb.Error, OSError) as e:
            log.warning("the index of words could not be made: %s", type(e).__name__)
            return False

    def refresh(self, *, at_least: int = 1) -> bool:
        """Makes the index again where so many sentences are newer than it; whether it did."""
        return self.is_behind(by=at_least) and self._made()

    def is_behind(self, *, by: int = WORTH_IT) -> bool:
        """Whether so many sentences, or more, are newer than the index. False without the extension."""
        if not self._access.home.database.exists():
            return False
        try:
            with self._index.opened() as index:
                return len(self._compared(index, among=EVERYTHING, most_newer=by).newer) >= by
        except BrokenIndex:
            self._index.throw_away()
            return True
        except PartMissing:
            return False

    def _compared(self, index: DuckDBPyConnection, *, among: Selection, most_newer: int) -> Now:
        """The journal as it is now beside its index; the journal is held for the shortest time."""
        known = {block: state for block, *state in ask(index, _STATES)}
        with self._access.open() as journal:
            states = {block: state for block, *state in journal.execute(_STATES).fetchall()}
            blocks = [block for block in known.keys() | states if known.get(block) != states.get(block)]
            here = set(journal.execute(_ENTRIES, {"blocks": json.dumps(blocks)}).fetchall()) if blocks else set()
            there = set(ask(index, _ENTRIES, {"blocks": json.dumps(blocks)})) if blocks else set()
            newer = _newer(journal, [number for number, *_ in here - there], most=most_newer + 1)
            by_tags = replace(among, nights=EVER) != EVERYTHING
            chosen = nouns.numbers(journal, among) if by_tags else None
        return Now(tuple(number for number, *_ in there - here), newer, among.nights, chosen)


def _newer(journal: DuckDBPyConnection, entries: list[int], *, most: int) -> list[tuple[object, ...]]:
    """Sentences of these entries, as in `Now.newer`."""
    if not entries:
        return []
    values = {"first": min(entries), "last": max(entries), "entries": json.dumps(entries), "most": most}
    return journal.execute(_NEWER, values).fetchall()
