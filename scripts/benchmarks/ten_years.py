"""A made-up person's journal of ten years: 3,650 nights, 60,000 sentences, 400,000 tags, always the same ones.

The sentences are those that the tagger learns from, drawn at random; the tags are drawn at random too, since what is
measured is how fast they are found and not how well they were heard.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

from assistant.adapters.store import DuckDBJournal, rows
from assistant.journal import (
    CATCH_POINTS,
    EMOTIONS,
    PATTERNS,
    PRACTICES,
    THEMES,
    Asked,
    Entry,
    Evidence,
    Measure,
    Moment,
    Reading,
    Recording,
    Tag,
    Transcript,
    Utterance,
    Word,
)

ROOT = Path(__file__).resolve().parents[2]
NIGHTS, SENTENCES, TAGS = 3_650, 60_000, 400_000
FIRST = date(2016, 11, 20)
PEOPLE = ("mother", "father", "sister", "partner", "boss", "friend", "Dana", "Aoife", "Tom", "Priya", "Sam")
KINDS = ("emotion", "behaviour", "theme", "person")
HOW_OFTEN = (40, 30, 18, 12)
BATCH = 100
"""Entries that are put in at once."""


def make(journal: DuckDBJournal, *, nights: int = NIGHTS) -> None:
    """Fewer nights make a journal of the same kind, and as much smaller."""
    drawn = random.Random(4)
    texts = _texts()
    entries = _entries(drawn, texts, nights=nights)
    with journal.access.writing("ten years") as db:
        batch: dict[str, list[rows.Row]] = {}
        for number, (entry, reading, asked) in enumerate(entries, 1):
            _add(batch, entry, reading, asked, number=number)
            if number % BATCH == 0:
                _put(db, batch)
        _put(db, batch)
        db.execute(f"SELECT nextval('entry_numbers') FROM range({number})").fetchall()


def _add(batch: dict[str, list[rows.Row]], entry: Entry, reading: Reading, asked: Asked, *, number: int) -> None:
    made = {"made_utc": entry.moment.utc.replace(tzinfo=None)}
    assert entry.transcript is not None
    assert entry.recording is not None
    one = {"entry": number, "version": 1}
    row = {**rows.entry_row(entry, number=number), "reading_version": 1}
    batch.setdefault("entries", []).append(row)
    sound = {**rows.recording_row(entry.recording, **one), "kept_utc": made["made_utc"]}
    batch.setdefault("recordings", []).append(sound)
    batch.setdefault("transcripts", []).append({**rows.transcript_row(entry.transcript, **one), **made})
    batch.setdefault("utterances", []).extend(rows.utterance_rows(entry.transcript, **one))
    batch.setdefault("readings", []).append({**rows.reading_row(reading, **one, transcript=1), **made})
    batch.setdefault("tags", []).extend(rows.tag_rows(reading, **one))
    batch.setdefault("measures", []).extend(rows.measure_rows(reading, **one))
    batch.setdefault("asked", []).append(rows.asked_row(asked))


def _put(db: rows.DuckDBPyConnection, batch: dict[str, list[rows.Row]]) -> None:
    for table, some in batch.items():
        rows.insert(db, table, some)
    batch.clear()


def _texts() -> list[str]:
    found = []
    for path in sorted((ROOT / "models" / "tagger" / "training").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            found += [s["text"] for s in one["sentences"]] if "sentences" in one else [one["text"]]
    return found


def _entries(drawn: random.Random, texts: list[str], *, nights: int) -> Iterator[tuple[Entry, Reading, Asked]]:
    """Two entries a night: the reflection, and the answer to the question about it."""
    each, tagged = SENTENCES / NIGHTS / 2, TAGS / SENTENCES
    owed_sentences = owed_tags = 0.0
    answers = ""
    for at in range(nights * 2):
        owed_sentences += each
        said = [drawn.choice(texts) for _ in range(int(owed_sentences))]
        owed_sentences -= len(said)
        owed_tags += tagged * len(said)
        night = FIRST + timedelta(days=at // 2)
        utc = datetime.combine(night, time(22, drawn.randrange(50), at % 2 * 30), UTC)
        entry = _entry(drawn, said, Moment(utc, 0, "Europe/London"), night=night, answers=answers)
        reading = _reading(drawn, said, count=int(owed_tags))
        owed_tags -= len(reading.tags)
        asked = Asked(
            _uid(drawn), f"made.up_{drawn.randrange(40)}", drawn.choice(texts), entry.moment, night, after=entry.uid
        )
        answers = asked.uid if at % 2 == 0 else ""
        yield entry, reading, asked


def _entry(drawn: random.Random, said: list[str], moment: Moment, *, night: date, answers: str) -> Entry:
    uid, at, utterances = _uid(drawn), 0.0, []
    for text in said:
        words = []
        for word in text.split():
            words.append(Word(f" {word}", round(at, 2), round(at + 0.3, 2), round(drawn.uniform(0.4, 1), 3)))
            at += 0.35
        at += 0.8
        figures = {"avg_logprob": round(drawn.uniform(-0.9, -0.1), 4), "compression_ratio": 1.4}
        utterances.append(Utterance(text, words[0].start_s, words[-1].end_s, tuple(words), **figures))
    sound = Recording(f"{_uid(drawn)}.opus", round(at, 2), sha256(uid.encode()).hexdigest(), int(at * 3_000))
    transcript = Transcript(tuple(utterances), "faster-whisper", "base.en")
    return Entry(uid, moment, night, "talk", "words", transcript, sound, answers=answers)


def _reading(drawn: random.Random, said: list[str], *, count: int) -> Reading:
    tags, measures = [], []
    for _ in range(count):
        kind = drawn.choices(KINDS, HOW_OFTEN)[0]
        label, detail = _label(drawn, kind)
        tags.append(Tag(kind, label, detail, round(drawn.uniform(0.3, 1), 3), _words(drawn, said), "model:made-up"))
    if drawn.random() < 0.2:
        seconds = drawn.choice((60.0, 600.0, 3_600.0))
        measures.append(Measure("pause", "", seconds, seconds * 2, _words(drawn, said), "rule:made_up"))
    if drawn.random() < 0.1:
        caught = drawn.choice(CATCH_POINTS)
        measures.append(Measure("catch_point", caught, 0, 0, _words(drawn, said), "rule:made_up"))
    return Reading(tuple(tags), "none", None, "", "between-tagger made-up", tuple(measures))


def _label(drawn: random.Random, kind: str) -> tuple[str, str]:
    match kind:
        case "emotion":
            return drawn.choice(EMOTIONS), drawn.choice(("said", "shown"))
        case "behaviour":
            return drawn.choice(PRACTICES + PATTERNS), drawn.choices(("done", "not_done", "intended"), (8, 1, 1))[0]
        case "theme":
            return drawn.choice(THEMES), ""
        case _:
            return drawn.choice(PEOPLE), ""


def _words(drawn: random.Random, said: list[str]) -> Evidence:
    """Some words of one of the sentences."""
    which = drawn.randrange(len(said))
    spaces = [-1, *(i for i, letter in enumerate(said[which]) if letter == " "), len(said[which])]
    first = drawn.randrange(len(spaces) - 1)
    last = min(len(spaces) - 1, first + drawn.randint(2, 5))
    start, end = spaces[first] + 1, spaces[last]
    return Evidence(which, start, end, said[which][start:end])


def _uid(drawn: random.Random) -> str:
    return f"{drawn.getrandbits(128):032x}"
