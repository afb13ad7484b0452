"""An entry's words, version after version, and what the person said of them."""

from dataclasses import replace
from datetime import datetime

from duckdb import DuckDBPyConnection

from assistant.adapters.store import rows
from assistant.insight.words_again import place_of
from assistant.journal import Transcript


def insert(
    db: DuckDBPyConnection, transcript: Transcript, *, entry: int, version: int, made_utc: datetime
) -> Transcript:
    """Gives it back with its version."""
    row = rows.transcript_row(transcript, entry=entry, version=version)
    rows.insert(db, "transcripts", [{**row, "made_utc": made_utc}])
    rows.insert(db, "utterances", rows.utterance_rows(transcript, entry=entry, version=version))
    return replace(transcript, version=version)


def add(db: DuckDBPyConnection, transcript: Transcript, *, entry: int, made_utc: datetime) -> Transcript:
    """As a new version, which is the entry's from now on."""
    newest = "SELECT coalesce(max(version), 0) FROM transcripts WHERE entry = ?"
    ((before,),) = db.execute(newest, [entry]).fetchall()
    kept = insert(db, transcript, entry=entry, version=before + 1, made_utc=made_utc)
    find_again(db, entry=entry, words=kept.version)
    # A reading of the earlier words points into these no longer.
    db.execute(
        "UPDATE entries SET transcript_version = ?, reading_version = 0, state = ? WHERE number = ?",
        [kept.version, "words" if transcript.text.strip() else "wordless", entry],
    )
    return kept


def find_again(db: DuckDBPyConnection, *, entry: int, words: int, since: int = 0) -> None:
    """Evidence of the person's corrections from number `since` on gets its place in version `words` of the entry's.

    Where it stands there no longer it stays as it was told, without one.
    """
    spoken = "SELECT text FROM utterances WHERE entry = ? AND version = ? ORDER BY position"
    texts = [text for (text,) in db.execute(spoken, [entry, words]).fetchall()]
    said = "SELECT position, evidence, utterance FROM corrections WHERE entry = ? AND position >= ?"
    for position, evidence, utterance in db.execute(f"{said} AND evidence IS NOT NULL", [entry, since]).fetchall():
        found = place_of(evidence, texts=texts, near=utterance or 0)
        place = (found.text, found.utterance, found.start, found.end) if found else (evidence, None, None, None)
        db.execute(
            "UPDATE corrections SET evidence = ?, utterance = ?, evidence_start = ?, evidence_end = ? "
            "WHERE entry = ? AND position = ?",
            [*place, entry, position],
        )
