"""What a strike does to the rows. The file is written anew afterwards: see rewriting.py."""

import re
from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from assistant.adapters.store import noted_answers, rows
from assistant.adapters.store.moving import PARTS
from assistant.dialogue.sentences import name_aloud
from assistant.errors import AssistantError
from assistant.insight.words_again import place_of
from assistant.journal import Entry, Moment, Recording

STRUCK = "…"
"""Stands in a question of Between's own where it held a name that was struck."""

_OF_OTHER_VERSIONS = """
DELETE FROM utterances WHERE entry = $entry AND (version <> $words OR position = $struck);
DELETE FROM transcripts WHERE entry = $entry AND version <> $words;
DELETE FROM tags WHERE entry = $entry AND (version <> $reading OR utterance = $struck);
DELETE FROM measures WHERE entry = $entry AND (version <> $reading OR utterance = $struck);
DELETE FROM readings WHERE entry = $entry AND version <> $reading;
"""
_CORRECTIONS = """
DELETE FROM corrections WHERE entry = $entry AND utterance = $struck AND (
    verdict = 'missed' OR NOT EXISTS (
        FROM tags t WHERE t.entry = $entry AND t.kind = corrections.kind AND t.label = corrections.label
    )
);
-- Those that stay are about words that stand elsewhere too, or about words that an earlier version had.
UPDATE corrections SET evidence = NULL, utterance = NULL, evidence_start = NULL, evidence_end = NULL
WHERE entry = $entry AND (utterance = $struck OR utterance IS NULL);
"""
_POINTS_INTO_WORDS = (
    ("utterances", "position"),
    ("tags", "utterance"),
    ("measures", "utterance"),
    ("readings", "safety_utterance"),
    ("corrections", "utterance"),
)


def strike_entry(db: DuckDBPyConnection, entry: Entry, *, moment: Moment) -> None:
    """All of it but the uid, so that no backup brings it back unasked."""
    number = _unchanged(db, entry)
    _take_names_out(db, entry, names=_people(db, "entry = ?", [number]))
    for table in PARTS:
        db.execute(f"DELETE FROM {table} WHERE entry = ?", [number])
    db.execute("DELETE FROM entries WHERE number = ?", [number])
    answers = rows.fetched(db, "guide_answers", where="said_in = ?", values=[entry.uid])
    noted_answers.take_out(db, [(answer, "") for answer in answers])
    db.execute("DELETE FROM guide_answers WHERE said_in = ?", [entry.uid])
    db.execute("UPDATE doings SET said_in = NULL WHERE said_in = ?", [entry.uid])
    db.execute("UPDATE asked SET after_entry = NULL WHERE after_entry = ?", [entry.uid])
    db.execute("INSERT INTO struck VALUES (?, ?)", [entry.uid, moment.utc.replace(tzinfo=None)])


def strike_sentence(
    db: DuckDBPyConnection, entry: Entry, *, position: int, sound: Recording | None, moment: Moment
) -> None:
    """`sound` takes the place of all recordings that the entry has; with None it has none afterwards."""
    number = _unchanged(db, entry)
    ((words, reading),) = db.execute(
        "SELECT transcript_version, reading_version FROM entries WHERE number = ?", [number]
    ).fetchall()
    named = _people(db, "entry = ? AND utterance = ?", [number, position])
    if _safety_rests_on(db, position, entry=number, reading=reading):
        reading = 0  # what is left is read again: only so is it known whether the rest calls for care too
        db.execute("UPDATE entries SET reading_version = 0 WHERE number = ?", [number])
    values = {"entry": number, "words": words, "reading": reading, "struck": position}
    _each(db, _OF_OTHER_VERSIONS, values)
    _each(db, _CORRECTIONS, values)
    for table, column in _POINTS_INTO_WORDS:
        moved = f"UPDATE {table} SET {column} = {column} - 1 WHERE entry = ? AND {column} > ?"
        db.execute(moved, [number, position])
    _strike_answers(db, entry, words=words)
    elsewhere = _people(db, "entry = ?", [number])
    _take_names_out(db, entry, names=[name for name in named if name not in elsewhere])
    replace_sound(db, entry, sound, moment=moment)


def _strike_answers(db: DuckDBPyConnection, entry: Entry, *, words: int) -> None:
    """What a guide kept of it, and does not stand in the rest."""
    spoken = "SELECT text FROM utterances WHERE entry = ? AND version = ? ORDER BY position"
    left = " ".join(text for (text,) in db.execute(spoken, [entry.number, words]).fetchall())
    for answer in rows.fetched(db, "guide_answers", where="said_in = ?", values=[entry.uid]):
        if place_of(str(answer["text"]), texts=[left]) is None:
            noted_answers.take_out(db, [(answer, "")])
            db.execute("DELETE FROM guide_answers WHERE said_in = ? AND text = ?", [entry.uid, answer["text"]])


def strike_hidden(db: DuckDBPyConnection, entry: Entry) -> None:
    """All of it but the words in use: what else held those that are hidden was taken out when they were.

    Its sound is in use again.
    """
    number = _unchanged(db, entry)
    ((words, reading),) = db.execute(
        "SELECT transcript_version, reading_version FROM entries WHERE number = ?", [number]
    ).fetchall()
    _each(db, _OF_OTHER_VERSIONS, {"entry": number, "words": words, "reading": reading, "struck": -1})
    db.execute("DELETE FROM hidden WHERE entry = ?", [number])
    newest = "SELECT coalesce(max(version), 0) FROM recordings WHERE entry = $entry"
    db.execute(f"UPDATE entries SET recording_version = ({newest}) WHERE number = $entry", {"entry": number})


def _unchanged(db: DuckDBPyConnection, entry: Entry) -> int:
    """Its number. Raises AssistantError where it is no longer as it was shown."""
    said = "SELECT number, transcript_version FROM entries WHERE uid = ?"
    found = db.execute(said, [entry.uid]).fetchone()
    shown = entry.transcript.version if entry.transcript else 0
    if found is None or found[1] != shown:
        raise AssistantError("That entry was changed a moment ago, so nothing was struck.", "Say it again.")
    return int(found[0])


def _each(db: DuckDBPyConnection, sql: str, values: dict[str, object]) -> None:
    """Statement by statement, each with those of the values that it names."""
    for statement in db.extract_statements(sql):
        db.execute(statement, {name: values[name] for name in statement.named_parameters})


def _safety_rests_on(db: DuckDBPyConnection, position: int, *, entry: int, reading: int) -> bool:
    sql = "FROM readings WHERE entry = ? AND version = ? AND safety_utterance = ?"
    return db.execute(sql, [entry, reading, position]).fetchone() is not None


def replace_sound(db: DuckDBPyConnection, entry: Entry, sound: Recording | None, *, moment: Moment) -> None:
    """`sound` takes the place of all recordings that the entry has; with None it has none afterwards.

    What was let go stays as it is: only its length is known of it.
    """
    number = entry.number
    newest = "SELECT coalesce(max(version), 0) FROM recordings WHERE entry = ?"
    ((before,),) = db.execute(newest, [number]).fetchall()
    db.execute("DELETE FROM recordings WHERE entry = ? AND let_go_utc IS NULL", [number])
    ((version,),) = db.execute(newest, [number]).fetchall()
    if sound:
        version = max(before, 1)
        row = rows.recording_row(sound, entry=number, version=version)
        rows.insert(db, "recordings", [{**row, "kept_utc": moment.utc.replace(tzinfo=None)}])
    db.execute("UPDATE entries SET recording_version = ? WHERE number = ?", [version, number])


def _people(db: DuckDBPyConnection, where: str, values: Sequence[object]) -> list[str]:
    """Whom the person named there, by what was heard and by what they added."""
    sql = " UNION ".join(
        f"SELECT label FROM {table} WHERE kind = 'person' AND {where}" for table in ("tags", "corrections")
    )
    return [label for (label,) in db.execute(sql, [*values, *values]).fetchall()]


def _take_names_out(db: DuckDBPyConnection, entry: Entry, *, names: Sequence[str]) -> None:
    for uid, text, told in without_names(db, entry, names=names):
        if told != text:
            db.execute("UPDATE asked SET text = ? WHERE uid = ?", [told, uid])


def without_names(db: DuckDBPyConnection, entry: Entry, *, names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Questions of that night, and after that entry on a later one: uid, text, and the text without these people.

    They may have been named in it: there the person's words stand in ours.
    """
    aloud = sorted({form for name in names for form in (name, name_aloud(name))}, key=len, reverse=True)
    if not aloud:
        return []
    said = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, aloud)) + r")(?!\w)", re.IGNORECASE)
    asked = "SELECT uid, text FROM asked WHERE night = ? OR after_entry = ?"
    found = db.execute(asked, [entry.night, entry.uid]).fetchall()
    return [(uid, text, said.sub(STRUCK, text)) for uid, text in found]
