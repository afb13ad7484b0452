"""Rows back to nouns: exactly those that were stored."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from duckdb import DuckDBPyConnection

from assistant.journal import (
    Asked,
    Correction,
    Entry,
    Evidence,
    Mark,
    Measure,
    Moment,
    Reading,
    Recording,
    Tag,
    Transcript,
    Utterance,
    Word,
)
from assistant.ports import Selection

_ENTRIES = """
SELECT e.number, e.uid, e.utc, e.offset_minutes, e.zone, e.night, e.source, e.state, e.answers, e.origin_sha256,
       t.engine, t.model, t.dropped, t.version, r.file_name, r.seconds, r.sha256, r.size_bytes, r.let_go_utc
FROM ({chosen}) e
LEFT JOIN transcripts t ON t.entry = e.number AND t.version = e.transcript_version
LEFT JOIN recordings r ON r.entry = e.number AND r.version = e.recording_version
ORDER BY e.utc, e.number
"""
_UTTERANCES = """
SELECT u.entry, u.text, u.start_s, u.end_s, {words}, u.avg_logprob, u.no_speech_prob, u.compression_ratio
FROM ({chosen}) e
JOIN utterances u ON u.entry = e.number AND u.version = e.transcript_version
ORDER BY u.entry, u.position
"""
_UNREAD = "state = 'words' AND reading_version = 0"
_NOT_READ_BY = """
state = 'words' AND NOT EXISTS (
    FROM readings r WHERE r.entry = entries.number AND r.version = entries.reading_version AND r.tagger = ?
)
"""
_HAS = "number IN (SELECT entry FROM current_tags WHERE {which} AND label = ?)"
_READINGS = """
SELECT e.uid, r.entry, r.version, r.safety, r.safety_utterance, r.safety_start, r.safety_end, r.safety_evidence,
       r.safety_made_by, r.tagger, r.untagged
FROM entries e JOIN readings r ON r.entry = e.number AND r.version = e.reading_version
WHERE list_contains(?::VARCHAR[], e.uid)
"""
_TAGS = """
SELECT kind, label, detail, score, utterance, evidence_start, evidence_end, evidence, made_by
FROM current_tags WHERE entry = ? ORDER BY position
"""
_TAGS_BY_ENTRY = """
SELECT entry, kind, label, detail, score, utterance, evidence_start, evidence_end, evidence, made_by
FROM current_tags WHERE entry IN ({these}) ORDER BY entry, position
"""
_MEASURES = """
SELECT kind, value, lower_s, upper_s, utterance, evidence_start, evidence_end, evidence, made_by
FROM measures WHERE entry = ? AND version = ? ORDER BY position
"""
_CORRECTIONS = """
SELECT kind, label, detail, verdict, utterance, evidence_start, evidence_end, evidence, tagger, made_by, made_utc
FROM corrections c JOIN entries e ON c.entry = e.number WHERE e.uid = ? ORDER BY position
"""
_MARKS = """
WITH newest AS (
    SELECT tagger, entry, arg_max(version, (transcript_version, version)) AS version
    FROM readings ANTI JOIN hidden USING (entry)  -- those of earlier words may hold what is hidden
    GROUP BY ALL
), since AS (
    SELECT tagger, min(made_utc) AS since FROM readings GROUP BY ALL
), said AS (
    SELECT DISTINCT tagger, entry, kind, label, if(kind = 'behaviour', detail, '') AS detail
    FROM newest JOIN tags USING (entry, version)
), told AS (
    SELECT newest.tagger, entry, kind, label, if(kind = 'behaviour', detail, '') AS detail, verdict <> 'wrong' AS so
    FROM newest JOIN current_corrections USING (entry)
)
SELECT tagger, kind, label, detail,
       count(said.entry), count(said.entry) FILTER (so), count(said.entry) FILTER (NOT so),
       count(*) FILTER (said.entry IS NULL AND so)
FROM said FULL JOIN told USING (tagger, entry, kind, label, detail) JOIN since USING (tagger)
WHERE said.entry IS NOT NULL OR so
GROUP BY tagger, kind, label, detail, since
ORDER BY since DESC, tagger, kind, label, detail
"""
_ASKED = """
SELECT uid, question, text, utc, offset_minutes, zone, night, after_entry, why
FROM asked WHERE night >= ? AND night <= coalesce(?, DATE 'infinity') ORDER BY utc, uid
"""


def selected(db: DuckDBPyConnection, selection: Selection) -> tuple[Entry, ...]:
    """Oldest first."""
    return _entries(db, *_chosen(selection))


def numbers(db: DuckDBPyConnection, selection: Selection) -> tuple[int, ...]:
    """Oldest first."""
    chosen, values = _chosen(selection)
    rows = db.execute(f"SELECT number FROM ({chosen}) ORDER BY utc, number", values).fetchall()
    return tuple(number for (number,) in rows)


def numbered(db: DuckDBPyConnection, these: str) -> tuple[Entry, ...]:
    """Oldest first, without the times of single words: a third of the time. `these`: SQL that gives their numbers."""
    return _entries(db, f"SELECT * FROM entries WHERE number IN ({these})", [], words="[]")


def entries_where(db: DuckDBPyConnection, column: str, value: str) -> tuple[Entry, ...]:
    return _entries(db, f"SELECT * FROM entries WHERE {column} = ?", [value])


def transcript(db: DuckDBPyConnection, *, entry: int, version: int) -> Transcript | None:
    """The words that an entry has, or had."""
    one = "SELECT number, ?::INTEGER AS transcript_version FROM entries WHERE number = ?"
    sql = _UTTERANCES.format(chosen=one, words="u.words")
    spoken = tuple(_utterance(row) for _, *row in db.execute(sql, [version, entry]).fetchall())
    made = "SELECT engine, model, dropped, version FROM transcripts WHERE entry = ? AND version = ?"
    row = db.execute(made, [entry, version]).fetchone()
    return Transcript(spoken, *row) if row else None


def _entries(db: DuckDBPyConnection, chosen: str, values: list[object], *, words: str = "u.words") -> tuple[Entry, ...]:
    spoken: dict[int, list[Utterance]] = {}
    for number, *rest in db.execute(_UTTERANCES.format(chosen=chosen, words=words), values).fetchall():
        spoken.setdefault(number, []).append(_utterance(rest))
    rows = db.execute(_ENTRIES.format(chosen=chosen), values).fetchall()
    return tuple(_entry(row, tuple(spoken.get(row[0], ()))) for row in rows)


def _chosen(selection: Selection) -> tuple[str, list[object]]:
    """What is empty in the selection asks for nothing."""
    asked: list[tuple[str, object]] = [
        ("night = ?", selection.night),
        ("night >= ?", selection.nights.first),
        ("night <= ?", selection.nights.last),
        ("list_contains(?::DATE[], night)", list(selection.any_of)),
        ("number = ?", selection.number),
        ("state = ?", selection.state),
        ("if(source = 'import', 'import', 'own') = ?", selection.origin),
        (_NOT_READ_BY, selection.not_read_by),
        (_HAS.format(which="kind = 'emotion'"), selection.emotion),
        (_HAS.format(which="kind = 'behaviour' AND detail = 'done'"), selection.behaviour),
        (_HAS.format(which="kind = 'person'"), selection.person),
    ]
    asked = [(condition, value) for condition, value in asked if value]
    conditions = [condition for condition, _ in asked] + ([_UNREAD] if selection.unread else [])
    where = " AND ".join(conditions) or "true"
    newest = f"ORDER BY utc DESC, number DESC LIMIT {int(selection.last)}" if selection.last else ""
    return f"SELECT * FROM entries WHERE {where} {newest}", [value for _, value in asked]


def _entry(row: Sequence[Any], spoken: tuple[Utterance, ...]) -> Entry:
    number, uid, utc, offset, zone, night, source, state, answers, origin, *rest = row
    engine, model, dropped, version, file_name, seconds, sha256, size, let_go_utc = rest
    recording = None if file_name is None else Recording(file_name, seconds, sha256, size)
    return Entry(
        uid=uid,
        moment=moment(utc, offset, zone),
        night=night,
        source=source,
        state=state,
        transcript=None if engine is None else Transcript(spoken, engine, model, dropped, version),
        recording=recording if let_go_utc is None else None,
        let_go=recording if let_go_utc is not None else None,
        origin_sha256=origin or "",
        answers=answers or "",
        number=number,
    )


def _utterance(row: Sequence[Any]) -> Utterance:
    text, start_s, end_s, words, *figures = row
    return Utterance(text, start_s, end_s, tuple(Word(**word) for word in words), *figures)


def readings(db: DuckDBPyConnection, uids: Sequence[str]) -> dict[str, Reading]:
    """Those in use: of the newest words, with what the person said of them."""
    rows = db.execute(_READINGS, [list(uids)]).fetchall()
    return {uid: _reading(db, rest) for uid, *rest in rows}


def _reading(db: DuckDBPyConnection, row: Sequence[Any]) -> Reading:
    entry, version, safety, *shown, made_by, tagger, untagged = row
    return Reading(
        tags=tuple(_tag(tag) for tag in db.execute(_TAGS, [entry]).fetchall()),
        safety=safety,
        safety_evidence=_evidence(shown),
        safety_made_by=made_by,
        tagger=tagger,
        measures=tuple(_measure(m) for m in db.execute(_MEASURES, [entry, version]).fetchall()),
        untagged=untagged or "",
    )


def _tag(row: Sequence[Any]) -> Tag:
    kind, label, detail, score, *shown, made_by = row
    return Tag(kind, label, detail, score, _place(shown), made_by)


def _measure(row: Sequence[Any]) -> Measure:
    kind, value, lower_s, upper_s, *shown, made_by = row
    return Measure(kind, value, lower_s, upper_s, _place(shown), made_by)


def _evidence(row: Sequence[Any]) -> Evidence | None:
    return None if row[-1] is None else _place(row)


def _place(row: Sequence[Any]) -> Evidence:
    utterance, start, end, text = row
    return Evidence(utterance or 0, start or 0, end or 0, text)


def tags_by_entry(db: DuckDBPyConnection, these: str) -> dict[int, tuple[Tag, ...]]:
    """Those in use, as in `readings`, by the entry's number. `these`: SQL that gives the numbers."""
    found: dict[int, list[Tag]] = {}
    for number, *row in db.execute(_TAGS_BY_ENTRY.format(these=these)).fetchall():
        found.setdefault(number, []).append(_tag(row))
    return {number: tuple(tags) for number, tags in found.items()}


def corrections(db: DuckDBPyConnection, uid: str) -> tuple[Correction, ...]:
    """Oldest first."""
    return tuple(_correction(row) for row in db.execute(_CORRECTIONS, [uid]).fetchall())


def _correction(row: Sequence[Any]) -> Correction:
    kind, label, detail, verdict, *shown, tagger, made_by, made_utc = row
    utc = made_utc.replace(tzinfo=UTC)
    return Correction(kind, label, detail, verdict, _evidence(shown), tagger, made_by, utc)


def marks(db: DuckDBPyConnection) -> tuple[Mark, ...]:
    return tuple(Mark(*row) for row in db.execute(_MARKS).fetchall())


def asked_since(db: DuckDBPyConnection, night: object, *, until: object = None) -> tuple[Asked, ...]:
    """With the nights themselves."""
    return tuple(_asked(row) for row in db.execute(_ASKED, [night, until]).fetchall())


def _asked(row: Sequence[Any]) -> Asked:
    uid, question, text, utc, offset, zone, night, after, why = row
    return Asked(uid, question, text, moment(utc, offset, zone), night, after or "", why or "")


def moment(utc: datetime, offset_minutes: int, zone: str) -> Moment:
    return Moment(utc.replace(tzinfo=UTC), offset_minutes, zone)
