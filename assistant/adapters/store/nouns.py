"""Rows back to nouns: exactly those that were stored."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from duckdb import DuckDBPyConnection

from assistant.journal import Asked, Entry, Evidence, Moment, Reading, Recording, Tag, Transcript, Utterance, Word

Given = Mapping[str, object]
"""Columns of `entries` and the values they must have; values that are empty ask for nothing."""

_ENTRIES = """
SELECT e.number, e.uid, e.utc, e.offset_minutes, e.zone, e.night, e.source, e.state, e.answers, e.origin_sha256,
       t.engine, t.model, t.dropped, r.file_name, r.seconds, r.sha256, r.size_bytes
FROM ({chosen}) e
LEFT JOIN transcripts t ON t.entry = e.number AND t.version = e.transcript_version
LEFT JOIN recordings r ON r.entry = e.number AND r.version = e.recording_version
ORDER BY e.utc, e.number
"""
_UTTERANCES = """
SELECT u.entry, u.text, u.start_s, u.end_s, u.words, u.avg_logprob, u.no_speech_prob, u.compression_ratio
FROM ({chosen}) e
JOIN utterances u ON u.entry = e.number AND u.version = e.transcript_version
ORDER BY u.entry, u.position
"""
_UNREAD = "state = 'words' AND reading_version = 0"
_READING = """
SELECT r.entry, r.version, r.safety, r.safety_utterance, r.safety_start, r.safety_end, r.safety_evidence,
       r.safety_made_by, r.tagger
FROM entries e JOIN readings r ON r.entry = e.number AND r.version = e.reading_version
WHERE e.uid = ?
"""
_TAGS = """
SELECT kind, label, detail, score, utterance, evidence_start, evidence_end, evidence, made_by
FROM tags WHERE entry = ? AND version = ? ORDER BY position
"""
_ASKED = """
SELECT uid, question, text, utc, offset_minutes, zone, night, after_entry
FROM asked WHERE night >= ? ORDER BY utc, uid
"""


def entries(db: DuckDBPyConnection, given: Given, *, last: int = 0, unread: bool = False) -> tuple[Entry, ...]:
    """Oldest first; only the newest `last` where that is above 0."""
    chosen, values = _chosen(given, last=last, unread=unread)
    spoken: dict[int, list[Utterance]] = {}
    for number, *rest in db.execute(_UTTERANCES.format(chosen=chosen), values).fetchall():
        spoken.setdefault(number, []).append(_utterance(rest))
    rows = db.execute(_ENTRIES.format(chosen=chosen), values).fetchall()
    return tuple(_entry(row, tuple(spoken.get(row[0], ()))) for row in rows)


def _chosen(given: Given, *, last: int, unread: bool) -> tuple[str, list[object]]:
    asked = {column: value for column, value in given.items() if value}
    conditions = [*(f"{column} = ?" for column in asked), *([_UNREAD] if unread else [])]
    where = " AND ".join(conditions) or "true"
    newest = f"ORDER BY utc DESC, number DESC LIMIT {int(last)}" if last else ""
    return f"SELECT * FROM entries WHERE {where} {newest}", list(asked.values())


def _entry(row: Sequence[Any], spoken: tuple[Utterance, ...]) -> Entry:
    number, uid, utc, offset, zone, night, source, state, answers, origin, *rest = row
    engine, model, dropped, file_name, seconds, sha256, size = rest
    return Entry(
        uid=uid,
        moment=_moment(utc, offset, zone),
        night=night,
        source=source,
        state=state,
        transcript=None if engine is None else Transcript(spoken, engine, model, dropped),
        recording=None if file_name is None else Recording(file_name, seconds, sha256, size),
        origin_sha256=origin or "",
        answers=answers or "",
        number=number,
    )


def _utterance(row: Sequence[Any]) -> Utterance:
    text, start_s, end_s, words, *figures = row
    return Utterance(text, start_s, end_s, tuple(Word(**word) for word in words), *figures)


def reading(db: DuckDBPyConnection, uid: str) -> Reading | None:
    """The one in use: of the newest words, or None where these are not read yet."""
    row = db.execute(_READING, [uid]).fetchone()
    if row is None:
        return None
    entry, version, safety, utterance, start, end, text, made_by, tagger = row
    return Reading(
        tags=tuple(_tag(tag) for tag in db.execute(_TAGS, [entry, version]).fetchall()),
        safety=safety,
        safety_evidence=None if text is None else Evidence(utterance, start, end, text),
        safety_made_by=made_by,
        tagger=tagger,
    )


def _tag(row: Sequence[Any]) -> Tag:
    kind, label, detail, score, utterance, start, end, text, made_by = row
    return Tag(kind, label, detail, score, Evidence(utterance, start, end, text), made_by)


def asked_since(db: DuckDBPyConnection, night: object) -> tuple[Asked, ...]:
    return tuple(_asked(row) for row in db.execute(_ASKED, [night]).fetchall())


def _asked(row: Sequence[Any]) -> Asked:
    uid, question, text, utc, offset, zone, night, after = row
    return Asked(uid, question, text, _moment(utc, offset, zone), night, after or "")


def _moment(utc: datetime, offset_minutes: int, zone: str) -> Moment:
    return Moment(utc.replace(tzinfo=UTC), offset_minutes, zone)
