"""Which sentences fit best: those with more of the words first, then those with rarer ones (BM25), then the newest."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from assistant.adapters.store.search_index import STEM, TOKENS, ask, listed
from assistant.adapters.store.search_words import PLAIN, Sought, places, tokens
from assistant.journal import EVER, Found, Hit, Nights

_SENTENCE = {
    "id": "INTEGER",
    "entry": "INTEGER",
    "position": "INTEGER",
    "night": "DATE",
    "text": "VARCHAR",
    "start_s": "DOUBLE",
    "end_s": "DOUBLE",
}
_BESIDE = (
    f"CREATE TEMP TABLE newer AS SELECT unnest(from_json($newer, '{json.dumps([_SENTENCE])}'), max_depth := 2)",
    f"CREATE TEMP TABLE newer_words AS {TOKENS} FROM newer",
    f"""
    CREATE TEMP TABLE newer_postings AS
    SELECT {STEM} AS stem, sentence, count(*) AS times FROM newer_words WHERE word <> '' GROUP BY ALL
    """,
    f"CREATE TEMP TABLE gone AS SELECT entry FROM {listed('gone')} AS gone(entry)",
    "CREATE TEMP VIEW spoken AS SELECT * FROM sentences WHERE entry NOT IN (FROM gone) UNION ALL FROM newer",
)
_NOTHING_BESIDE = (
    "CREATE TEMP VIEW newer_words AS SELECT 0 AS sentence, '' AS word WHERE false",
    "CREATE TEMP VIEW newer_postings AS SELECT '' AS stem, 0 AS sentence, 0 AS times WHERE false",
    "CREATE TEMP VIEW spoken AS FROM sentences",
)
_STEMS = f"SELECT word, {STEM} FROM {listed('words', 'VARCHAR')} AS words(word)"
_KNOWN = f"""
SELECT stem, coalesce(max(id), 0), sum(sentences)
FROM (FROM stems UNION ALL SELECT stem, NULL, count(*) FROM newer_postings GROUP BY 1)
WHERE stem IN {listed("stems", "VARCHAR")} GROUP BY 1
"""
_ASKED = json.dumps([{"stem": "VARCHAR", "id": "INTEGER", "rare": "DOUBLE", "required": "BOOLEAN"}])
_RANKED = f"""
WITH asked AS (
    SELECT unnest(from_json($asked, '{_ASKED}'), max_depth := 2)
), hits AS (
    SELECT sentence, times, rare, required FROM postings JOIN asked ON postings.stem = asked.id
    WHERE postings.stem IN (%s)
    UNION ALL SELECT sentence, times, rare, required FROM newer_postings JOIN asked USING (stem)
), ranked AS (
    SELECT sentence AS id, count(*) AS words, sum(rare * times * 2.2 / (times + 1.2)) AS score
    FROM hits GROUP BY 1 HAVING count(*) FILTER (required) = $required
)
"""
_ALL = "WITH ranked AS (SELECT id, 0 AS words, 0 AS score FROM spoken)"
_ORDER = "ORDER BY words DESC, score DESC, night DESC, entry DESC, position"
_BEST = f"SELECT id, count(*) OVER () FROM %s WHERE %s {_ORDER} LIMIT $most"
_NEAREST = f"""
SELECT word FROM (SELECT word FROM words UNION SELECT word FROM newer_words)
JOIN {listed("words", "VARCHAR")} AS asked(asked) ON jaro_winkler_similarity(word, asked) >= 0.85
ORDER BY jaro_winkler_similarity(word, asked) DESC, word LIMIT 8
"""
_OCCURS = f"SELECT count(*) FROM spoken WHERE contains(' ' || {PLAIN} || ' ', ' ' || $word || ' ')"
"""10 ms for each thousand sentences."""

MOST_NEAR = 20
"""Words that a nearest one is looked for."""
MOST_RANGES = 50
"""Places in the file that are read one by one; above, all of it is."""


@dataclass(frozen=True, slots=True)
class Now:
    """What the journal knows better than the index, and what is asked of it."""

    gone: tuple[int, ...]
    """Entries of the index that are struck, or have other words by now."""
    newer: Sequence[tuple[object, ...]]
    """Sentences that the index has not: entry, position, night, text, start_s, end_s; by night, entry and position."""
    nights: Nights
    chosen: tuple[int, ...] | None
    """Only in these entries; None for all."""

    @property
    def is_chosen(self) -> bool:
        return self.chosen is not None or self.nights != EVER


def find(index: DuckDBPyConnection, wanted: Sought, *, now: Now, most: int) -> Found:
    """`index` is good for one search. Raises BrokenIndex."""
    ranking = _Ranking(index, _laid_beside(index, now))
    found = ranking.best(wanted, now=now, most=most)
    if not found.hits and wanted.is_strict:
        found = replace(ranking.best(wanted.loosely, now=now, most=most), loosely=True)
    if not found.hits and now.is_chosen:
        ever = replace(now, nights=EVER, chosen=None)
        found = replace(found, elsewhere=ranking.best(wanted.loosely, now=ever, most=1).count)
    if not found.hits and not found.elsewhere:
        found = replace(found, nearest=ranking.nearest(wanted.all_words, sure=not now.gone))
    return found


def _laid_beside(index: DuckDBPyConnection, now: Now) -> int:
    """The number of sentences in all."""
    ((last,),) = ask(index, "SELECT coalesce(max(id), 0) FROM sentences")
    rows = [dict(zip(_SENTENCE, (last + i, *row), strict=True)) for i, row in enumerate(now.newer, 1)]
    values = {"newer": json.dumps(rows, ensure_ascii=False, default=str), "gone": json.dumps(now.gone)}
    for sql in _BESIDE if rows or now.gone else _NOTHING_BESIDE:
        ask(index, sql, {name: value for name, value in values.items() if f"${name}" in sql})
    return int(last) + len(rows)


@dataclass(frozen=True, slots=True)
class _Ranking:
    index: DuckDBPyConnection
    sentences: int

    def best(self, wanted: Sought, *, now: Now, most: int) -> Found:
        stems = self._stems(wanted.all_words)
        known = self._known(stems.values())
        required = {stems[word] for phrase in wanted.phrases for word in phrase}
        if (stems and not known) or not required <= known.keys():
            return Found((), 0)
        values: dict[str, object] = {}
        ranked = _ALL
        if stems:
            asked = [
                {"stem": stem, "id": number, "rare": rare, "required": stem in required}
                for stem, (number, rare) in known.items()
            ]
            ranked = _RANKED % ", ".join(str(number) for number, _ in known.values())
            values = {"asked": json.dumps(asked, ensure_ascii=False), "required": len(required)}
        rows = self._rows(ranked, values, wanted, now=now, most=most)
        hits = self._hits([number for number, _ in rows], wanted, stems={stems[word] for word in wanted.words})
        return Found(hits, rows[0][1] if rows else 0)

    def _stems(self, words: Iterable[str]) -> dict[str, str]:
        return dict(ask(self.index, _STEMS, {"words": json.dumps(list(words), ensure_ascii=False)}))

    def _known(self, stems: Iterable[str]) -> dict[str, tuple[int, float]]:
        """Those that occur: number in the index (0 for none), and how much it tells that a sentence has it."""
        found = ask(self.index, _KNOWN, {"stems": json.dumps(sorted(set(stems)), ensure_ascii=False)})
        return {
            stem: (number, math.log(1 + max(0.0, self.sentences - float(count) + 0.5) / (float(count) + 0.5)))
            for stem, number, count in found
        }

    def _rows(
        self, ranked: str, values: dict[str, object], wanted: Sought, *, now: Now, most: int
    ) -> list[tuple[int, int]]:
        """The best ones and the number of all."""
        chosen, chosen_values = _chosen(now)
        within, within_values = _within(wanted)
        values |= chosen_values
        if not within:
            sql = ranked + _BEST % ("ranked JOIN spoken USING (id)", chosen)
            return ask(self.index, sql, {**values, "most": most})
        # A table, since a condition on the text would be asked of every sentence there is, and not of these alone.
        candidates = (
            f"SELECT id, words, score, night, entry, position, text FROM ranked JOIN spoken USING (id) WHERE {chosen}"
        )
        ask(self.index, f"CREATE OR REPLACE TEMP TABLE candidates AS {ranked} {candidates}", values)
        return ask(self.index, _BEST % ("candidates", within), {**within_values, "most": most})

    def _hits(self, ids: list[int], wanted: Sought, *, stems: set[str]) -> tuple[Hit, ...]:
        """Neighbours in an entry are neighbours by their id."""
        if not ids:
            return ()
        said = {number: row for number, *row in ask(self.index, _texts_around(ids))}
        folded = {token.folded for number in ids for token in tokens(said[number][3])}
        marked = {word: stem in stems for word, stem in self._stems(folded).items()}
        hits = []
        for number in ids:
            entry, position, night, text, start_s, end_s = said[number]
            before, after = (row[3] if (row := said.get(number + step)) and row[0] == entry else "" for step in (-1, 1))
            marks = places(text, wanted, hits=marked)
            hits.append(Hit(entry, position + 1, night, text, marks, before, after, start_s, end_s))
        return tuple(hits)

    def nearest(self, words: Sequence[str], *, sure: bool) -> str:
        """Empty where no word that is said is like any of them. Unless `sure`, the index has words that are gone."""
        near = ask(self.index, _NEAREST, {"words": json.dumps(words[:MOST_NEAR], ensure_ascii=False)})
        return next((word for (word,) in near if sure or ask(self.index, _OCCURS, {"word": word}) != [(0,)]), "")


def _texts_around(ids: Sequence[int]) -> str:
    places = (
        " OR ".join(f"id BETWEEN {number - 1} AND {number + 1}" for number in ids)
        if len(ids) <= MOST_RANGES
        else f"id IN ({', '.join(str(number + step) for number in ids for step in (-1, 0, 1))})"
    )
    return f"FROM spoken WHERE {places}"


def _chosen(now: Now) -> tuple[str, dict[str, object]]:
    conditions, values = ["true"], dict[str, object]()
    for operator, name, night in ((">=", "first", now.nights.first), ("<=", "last", now.nights.last)):
        if night is not None:
            conditions.append(f"night {operator} ${name}")
            values[name] = night
    if now.chosen is not None:
        conditions.append(f"entry IN {listed('chosen')}")
        values["chosen"] = json.dumps(now.chosen)
    return " AND ".join(conditions), values


def _within(wanted: Sought) -> tuple[str, dict[str, object]]:
    """What the text itself must have; empty for nothing."""
    conditions, values = list[str](), dict[str, object]()
    for i, phrase in enumerate(wanted.phrases):
        conditions.append(f"contains(' ' || {PLAIN} || ' ', $phrase{i})")
        values[f"phrase{i}"] = f" {' '.join(phrase)} "
    for i, sign in enumerate(wanted.signs):
        conditions.append(f"contains(text, $sign{i})")
        values[f"sign{i}"] = sign
    return " AND ".join(conditions), values
