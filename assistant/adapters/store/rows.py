"""Nouns to rows. Everything that is stored passes through `insert`."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from assistant.adapters.store.columns import COLUMNS, EVIDENCE
from assistant.journal import (
    Asked,
    Correction,
    Entry,
    Evidence,
    Measure,
    Moment,
    Reading,
    Recording,
    Tag,
    Transcript,
    Utterance,
)

Row = Mapping[str, object]


def insert(db: DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """All rows in one statement, as JSON: bound one by one, the words of ten sentences took 50 ms instead of 1.

    A column that the first row does not name gets its default in all of them.
    """
    if rows:
        kinds = {column: kind for column, kind in COLUMNS[table].items() if column in rows[0]}
        db.execute(
            f"INSERT INTO {table} BY NAME SELECT unnest(from_json($rows, '{json.dumps([kinds])}'), max_depth := 2)",
            {"rows": _as_json(rows)},
        )


def fetched(db: DuckDBPyConnection, table: str, *, where: str, values: Sequence[object]) -> list[dict[str, object]]:
    """Whole rows, as `insert` takes them."""
    columns = list(COLUMNS[table])
    found = db.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", list(values)).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in found]


def _as_json(rows: Sequence[Row]) -> str:
    text = json.dumps(rows, ensure_ascii=False, default=_plain)
    # Half of a surrogate pair, as a mangled keyboard stream has it, is no text to DuckDB; the rest of it is.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _plain(value: object) -> str | float:
    """What `json` does not know: dates, and the float32 that a model answers with."""
    return value.isoformat() if isinstance(value, date) else float(value)  # type: ignore[arg-type]


def entry_row(entry: Entry, *, number: int) -> Row:
    return {
        "number": number,
        "night": entry.night,
        "said_at": wall(entry.moment),
        "state": entry.state,
        "source": entry.source,
        "recording_version": 1 if entry.recording else 0,
        "transcript_version": 1 if entry.transcript else 0,
        "reading_version": 0,
        "answers": entry.answers or None,
        "origin_sha256": entry.origin_sha256 or None,
        "uid": entry.uid,
        **moment(entry.moment),
    }


def recording_row(recording: Recording, *, entry: int, version: int) -> Row:
    return {
        "entry": entry,
        "version": version,
        "file_name": recording.file_name,
        "seconds": recording.seconds,
        "size_bytes": recording.size_bytes,
        "sha256": recording.sha256,
    }


def transcript_row(transcript: Transcript, *, entry: int, version: int) -> Row:
    return {
        "entry": entry,
        "version": version,
        "engine": transcript.engine,
        "model": transcript.model,
        "dropped": transcript.dropped,
    }


def utterance_rows(transcript: Transcript, *, entry: int, version: int) -> list[Row]:
    return [
        _utterance(u) | {"entry": entry, "version": version, "position": i} for i, u in enumerate(transcript.utterances)
    ]


def _utterance(utterance: Utterance) -> dict[str, object]:
    return {
        "text": utterance.text,
        "start_s": utterance.start_s,
        "end_s": utterance.end_s,
        "words": [
            {"text": w.text, "start_s": w.start_s, "end_s": w.end_s, "probability": w.probability}
            for w in utterance.words
        ],
        "avg_logprob": utterance.avg_logprob,
        "no_speech_prob": utterance.no_speech_prob,
        "compression_ratio": utterance.compression_ratio,
    }


def reading_row(reading: Reading, *, entry: int, version: int, transcript: int) -> Row:
    shown = reading.safety_evidence
    return {
        "entry": entry,
        "version": version,
        "transcript_version": transcript,
        "tagger": reading.tagger,
        "safety": reading.safety,
        "safety_made_by": reading.safety_made_by,
        "safety_evidence": shown.text if shown else None,
        "safety_utterance": shown.utterance if shown else None,
        "safety_start": shown.start if shown else None,
        "safety_end": shown.end if shown else None,
        "untagged": reading.untagged,
    }


def tag_rows(reading: Reading, *, entry: int, version: int) -> list[Row]:
    return [_tag(tag) | {"entry": entry, "version": version, "position": i} for i, tag in enumerate(reading.tags)]


def _tag(tag: Tag) -> dict[str, object]:
    return {
        "kind": tag.kind,
        "label": tag.label,
        "detail": tag.detail,
        "score": tag.score,
        **_shown(tag.evidence),
        "made_by": tag.made_by,
    }


def measure_rows(reading: Reading, *, entry: int, version: int) -> list[Row]:
    return [_measure(m) | {"entry": entry, "version": version, "position": i} for i, m in enumerate(reading.measures)]


def _measure(measure: Measure) -> dict[str, object]:
    return {
        "kind": measure.kind,
        "value": measure.value,
        "lower_s": measure.lower_s,
        "upper_s": measure.upper_s,
        **_shown(measure.evidence),
        "made_by": measure.made_by,
    }


def correction_row(correction: Correction, *, entry: int, position: int) -> Row:
    return {
        "entry": entry,
        "position": position,
        "kind": correction.kind,
        "label": correction.label,
        "detail": correction.detail,
        "verdict": correction.verdict,
        **_placed(correction.evidence),
        "tagger": correction.tagger,
        "made_by": correction.made_by,
    }


def _shown(evidence: Evidence) -> dict[str, object]:
    return {
        "evidence": evidence.text,
        "utterance": evidence.utterance,
        "evidence_start": evidence.start,
        "evidence_end": evidence.end,
    }


def _placed(evidence: Evidence | None) -> dict[str, object]:
    """Words without a place, and no words at all, are NULL."""
    nothing: dict[str, object] = dict.fromkeys(EVIDENCE)
    if evidence is None or not evidence.text:
        return nothing
    return nothing | {"evidence": evidence.text} if evidence.start == evidence.end else _shown(evidence)


def asked_row(asked: Asked) -> Row:
    return {
        "uid": asked.uid,
        "night": asked.night,
        "asked_at": wall(asked.moment),
        "question": asked.question,
        "text": asked.text,
        "after_entry": asked.after or None,
        "why": asked.why,
        **moment(asked.moment),
    }


def moment(of: Moment) -> dict[str, object]:
    return {"utc": _bare(of.utc), "offset_minutes": of.offset_minutes, "zone": of.zone}


def wall(of: Moment) -> datetime:
    """By the clock on the wall."""
    return _bare(of.local)


def _bare(moment: datetime) -> datetime:
    """DuckDB's TIMESTAMP knows no zone."""
    return moment.replace(tzinfo=None)
