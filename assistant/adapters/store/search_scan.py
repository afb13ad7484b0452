"""Looks for words without an index: as they were written, in every sentence of the journal."""

import json
from dataclasses import replace
from typing import Any

from duckdb import DuckDBPyConnection

from assistant.adapters.store import nouns
from assistant.adapters.store.access import Access
from assistant.adapters.store.search_index import listed
from assistant.adapters.store.search_words import Sought, places, tokens
from assistant.journal import Found, Hit
from assistant.ports import Selection

MOST_WORDS = 50

_BETWEEN_WORDS = '.,;:!?()[]/-"\u2026\u2013\u2014\u201c\u201d'
_SPOKEN = f"""
SELECT entry, position, night, text, start_s, end_s, ' ' || replace(replace(translate(
    lower(strip_accents(replace(replace(text, chr(39), ''), chr(8217), ''))),
    '{_BETWEEN_WORDS}', repeat(' ', {len(_BETWEEN_WORDS)})
), '   ', ' '), '  ', ' ') || ' ' AS folded
FROM utterances JOIN entries ON entry = number AND version = transcript_version
"""
"""A word has a space on either side, or nearly each has; `PLAIN` takes ten times as long."""
_FOUND = """
WITH spoken AS ({spoken}), counted AS (SELECT *, {words} AS words FROM spoken)
SELECT count(*) OVER (), entry, position, night, text, start_s, end_s FROM counted WHERE {conditions}
ORDER BY words DESC, night DESC, entry DESC, position LIMIT $most
"""
_AROUND = """
SELECT position, text
FROM utterances JOIN entries ON entry = number AND version = transcript_version
WHERE entry = $entry AND position BETWEEN $position - 1 AND $position + 1
"""


def find(access: Access, wanted: Sought, *, among: Selection, most: int, why: str) -> Found:
    """`why` there is no index."""
    told = f"{why} So I looked for the words just as you wrote them."
    with access.open() as journal:
        chosen = nouns.numbers(journal, among) if among != Selection() else None
        found = _found(journal, wanted, chosen=chosen, most=most)
        loosely = not found.hits and wanted.is_strict
        if loosely:
            found = _found(journal, wanted.loosely, chosen=chosen, most=most)
    return replace(found, loosely=loosely and bool(found.hits), told=told)


def _found(journal: DuckDBPyConnection, wanted: Sought, *, chosen: tuple[int, ...] | None, most: int) -> Found:
    words = dict(enumerate(wanted.words[:MOST_WORDS]))
    conditions, values = ["true"], dict[str, object]()
    if chosen is not None:
        conditions.append(f"entry IN {listed('chosen')}")
        values["chosen"] = json.dumps(chosen)
    for i, phrase in enumerate(wanted.phrases):
        conditions.append(f"contains(folded, $phrase{i})")
        values[f"phrase{i}"] = f" {' '.join(phrase)} "
    for i, sign in enumerate(wanted.signs):
        conditions.append(f"contains(text, $sign{i})")
        values[f"sign{i}"] = sign
    if wanted.words and not wanted.phrases:
        conditions.append("words > 0")
    counted = " + ".join(["0", *(f"contains(folded, $word{i})::INTEGER" for i in words)])
    sql = _FOUND.format(spoken=_SPOKEN, words=counted, conditions=" AND ".join(conditions))
    values |= {f"word{i}": f" {word} " for i, word in words.items()}
    rows = journal.execute(sql, {**values, "most": most}).fetchall()
    return Found(tuple(_hit(journal, row[1:], wanted) for row in rows), rows[0][0] if rows else 0)


def _hit(journal: DuckDBPyConnection, row: tuple[Any, ...], wanted: Sought) -> Hit:
    entry, position, night, text, start_s, end_s = row
    around = dict(journal.execute(_AROUND, {"entry": entry, "position": position}).fetchall())
    hits = {t.folded: t.folded in wanted.words for t in tokens(text)}
    marked = places(text, wanted, hits=hits)
    before, after = around.get(position - 1, ""), around.get(position + 1, "")
    return Hit(entry, position + 1, night, text, marked, before, after, start_s, end_s)
