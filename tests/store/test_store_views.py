"""The journal in human words: each view and macro says what was said, and where."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
import store_nouns as some

from assistant.adapters.store import DuckDBJournal, schema_steps
from assistant.journal import (
    PATTERNS,
    PRACTICES,
    Asked,
    Correction,
    Entry,
    Evidence,
    Measure,
    Moment,
    Reading,
    Tag,
    TagKind,
    Transcript,
    Utterance,
    Verdict,
    Word,
    night_of,
)
from assistant.ports import Home

SPOKEN = ("I snapped at mother.", "Later I saw it.", "Then I paused at 10:30 and felt calm.")


def utterance(text: str, *, at_s: float) -> Utterance:
    """A word each half second, as the speech model hears them: a time of day comes as two, so `felt` is at 23.5 s."""
    heard = text.replace(":30", " :30").split()
    words = tuple(Word(w, at_s + i / 2, at_s + i / 2 + 0.4, 0.9) for i, w in enumerate(heard))
    return Utterance(text, at_s, at_s + len(heard) / 2, words)


def tag(kind: TagKind, label: str, words: str, *, detail: str = "", texts: tuple[str, ...] = SPOKEN) -> Tag:
    return Tag(kind, label, detail, 0.9, place(words, texts=texts), "rule:of.it")


def place(words: str, *, texts: tuple[str, ...] = SPOKEN) -> Evidence:
    number = next(i for i, text in enumerate(texts) if words in text)
    start = texts[number].index(words)
    return Evidence(number, start, start + len(words), words)


def measure(words: str, *, value: str = "", lower_s: float = 0.0, upper_s: float = 0.0) -> Measure:
    kind = "catch_point" if value else "pause"
    return Measure(kind, value, lower_s, upper_s, place(words), "rule:of.it")  # type: ignore[arg-type]


SAID = [utterance(text, at_s=10.0 * i) for i, text in enumerate(SPOKEN)]
READING = Reading(
    tags=(
        tag("behaviour", "snapped", "snapped", detail="done"),
        tag("person", "mother", "mother"),
        tag("behaviour", "paused", "paused", detail="done"),
        tag("emotion", "calm", "felt calm", detail="said"),
        tag("theme", "family", "mother"),
    ),
    safety="none",
    safety_evidence=None,
    safety_made_by="rule:none",
    tagger="between-rules 1",
    measures=(measure("Later", value="later"), measure("paused", lower_s=60, upper_s=float("inf"))),
)


def spoken(*, nights_on: int = 0, texts: tuple[str, ...] = SPOKEN) -> Entry:
    moment = Moment(datetime(2026, 3, 1, 21, tzinfo=UTC) + timedelta(days=nights_on), 60, "Europe/Paris")
    said = tuple(utterance(text, at_s=10.0 * i) for i, text in enumerate(texts))
    transcript = Transcript(said, "faster-whisper", "base.en")
    return replace(some.an_entry(moment=moment), night=night_of(moment), transcript=transcript)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> DuckDBJournal:
    """Entry 1: read, written down again and read again. 2: typed. 3: answers a question, eight nights later."""
    journal = DuckDBJournal(Home(tmp_path_factory.mktemp("views") / "home"), now=some.fixed_now)
    first = journal.keep(replace(spoken(texts=("Something else.",)), uid="a" * 32))
    journal.add_reading(first, replace(READING, tags=(tag("emotion", "anger", "snapped"),), measures=()))
    again = journal.add_transcript(first.uid, Transcript(tuple(SAID), "faster-whisper", "base.en"))
    journal.add_reading(replace(first, transcript=again), READING)
    typed = Transcript((Utterance("I felt joy with Ana."),), "keyboard", "")
    second = journal.keep(replace(some.an_entry(), source="type", recording=None, transcript=typed))
    texts = ("I felt joy with Ana.",)
    named = (tag("emotion", "joy", "joy", detail="said", texts=texts), tag("person", "Ana", "Ana", texts=texts))
    journal.add_reading(second, replace(READING, tags=named, measures=()))
    journal.add_asked(Asked("q" * 32, "paused.what_helped", "What helped?", some.MOMENT, date(2026, 3, 1), "a" * 32))
    journal.add_asked(Asked("r" * 32, "open", "And now?", some.MOMENT, date(2026, 3, 1)))
    journal.keep(replace(spoken(nights_on=8, texts=("Breathing.", "And a walk.")), answers="q" * 32))
    return journal


WHERE = "night, entry, sentence, start_s"
NIGHT = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        (f"SELECT {WHERE}, feeling, how, words FROM feelings", (1, 3, 23.0, "calm", "said", "felt calm")),
        (f"SELECT {WHERE}, practice, status, text FROM practices", (1, 3, 21.0, "paused", "done", SPOKEN[2])),
        (f"SELECT {WHERE}, pattern, status, caught FROM patterns", (1, 1, 0.5, "snapped", "done", "later")),
        (f"SELECT {WHERE}, at_least_s, at_most_s FROM pauses", (1, 3, 21.0, 60.0, None)),
        (f"SELECT {WHERE}, person FROM people", (1, 1, 1.5, "mother")),
        (f"SELECT {WHERE}, end_s, text FROM sentences", (1, 2, 10.0, 12.0, SPOKEN[1])),
        (f"SELECT {WHERE}, kind, label FROM heard", (1, 1, 1.5, "theme", "family")),
        (f"SELECT {WHERE}, feeling FROM felt(' Calm')", (1, 3, 23.0, "calm")),
        (f"SELECT {WHERE}, doing FROM did('snapped')", (1, 1, 0.5, "snapped")),
        (f"SELECT {WHERE}, person FROM with_person('Mother')", (1, 1, 1.5, "mother")),
        (f"SELECT {WHERE}, theme FROM about('family')", (1, 1, 1.5, "family")),
        (f"SELECT {WHERE}, text FROM said('LATER')", (1, 2, 10.0, SPOKEN[1])),
    ],
)
def test_a_row_leads_back(shelf: DuckDBJournal, sql: str, row: tuple[object, ...]) -> None:
    """To its entry, the sentence as `between play` takes it, and the second at which these very words begin."""
    found = [answer for answer in shelf.query(sql).rows if answer[1] == row[0]]
    assert (NIGHT, *row) in found


def test_words_without_times_of_their_own(shelf: DuckDBJournal) -> None:
    """The second is that of the sentence; typed text has none."""
    asked = "SELECT second_of([], 'a b', 2, 5.0, 6.0), second_of([], 'a b', 2, 0.0, 0.0)"
    assert shelf.query(asked).rows == ((5.0, None),)


def test_typed_text_has_no_second(shelf: DuckDBJournal) -> None:
    """NULL, and not the second 0 of a recording that is not there."""
    assert shelf.query("SELECT entry, start_s FROM felt('joy')").rows == ((2, None),)
    assert shelf.query("SELECT start_s, end_s FROM sentences WHERE entry = 2").rows == ((None, None),)
    assert shelf.query("SELECT start_s FROM with_person('ana')").rows == ((None,),)


def test_earlier_words_and_readings_stay_out(shelf: DuckDBJournal) -> None:
    """Views show what is in use."""
    assert shelf.query("SELECT text FROM sentences WHERE entry = 1 ORDER BY sentence").rows == tuple(
        (text,) for text in SPOKEN
    )
    assert shelf.query("FROM felt('anger')").rows == ()


def test_nights(shelf: DuckDBJournal) -> None:
    """One row a night, with what was heard on it; a night without labels has empty lists."""
    shown = """
        SELECT night, weekday, entry_count, first_entry, last_entry, sentence_count, word_count, sound_s,
               feelings, doings, themes, people
        FROM nights ORDER BY night
    """
    first = (NIGHT, "Sunday", 2, 1, 2, 4, 21, 12.5, ["calm", "joy"], ["paused", "snapped"], ["family"])
    assert shelf.query(shown).rows == (
        (*first, ["Ana", "mother"]),
        (date(2026, 3, 9), "Monday", 1, 3, 3, 2, 4, 12.5, [], [], [], []),
    )


def test_questions(shelf: DuckDBJournal) -> None:
    """With their answer and where it begins; without one they stay."""
    shown = "SELECT question, name, after_entry, entry, sentence, start_s, answer FROM questions ORDER BY name DESC"
    assert shelf.query(shown).rows == (
        ("What helped?", "paused.what_helped", 1, 3, 1, 0.0, "Breathing. And a walk."),
        ("And now?", "open", None, None, None, None, None),
    )


def test_between_nights(shelf: DuckDBJournal) -> None:
    """Both ends belong to it."""
    asked = "SELECT DISTINCT entry FROM between_nights('{}', '{}') ORDER BY entry"
    assert shelf.query(asked.format("2026-03-01", "2026-03-09")).rows == ((1,), (2,), (3,))
    assert shelf.query(asked.format("2026-03-02", "2026-03-09")).rows == ((3,),)


@pytest.mark.parametrize(
    ("period", "since"), [("night", NIGHT), ("week", date(2026, 2, 23)), ("month", NIGHT), ("Year", date(2026, 1, 1))]
)
def test_counts(shelf: DuckDBJournal, period: str, since: date) -> None:
    """By the time that was asked for."""
    rows = shelf.query(f"FROM counts_by('{period}') WHERE label IN ('calm', 'mother') ORDER BY label").rows
    assert rows == ((since, "emotion", "calm", 1, 1), (since, "person", "mother", 1, 1))


def test_together_and_by_weekday(shelf: DuckDBJournal) -> None:
    """What else there was on the nights of a thing, and on which days it was."""
    assert ("emotion", "joy", 1) in shelf.query("FROM heard_with('calm')").rows
    assert shelf.query("FROM heard_with('calm') WHERE label = 'calm'").rows == ()
    assert shelf.query("FROM by_weekday('Ana')").rows == (("Sunday", 1, 1),)


def test_what_was_corrected(journal: DuckDBJournal) -> None:
    """A wrong one is gone from the views, a missed one is there; without words it has no sentence."""
    entry = journal.keep(spoken())
    journal.add_reading(entry, READING)
    said = [
        Correction("emotion", "calm", "said", "wrong", None, "between-rules 1", "rule:of.it"),
        Correction("emotion", "relief", "said", "missed", place("felt"), "between-rules 1"),
        Correction("behaviour", "rested", "done", "missed", None, "between-rules 1"),
        Correction("person", "mother", "", "right", None, "between-rules 1", "rule:of.it"),
    ]
    journal.add_corrections(entry, said)
    feelings = journal.query("SELECT sentence, start_s, feeling, words, made_by FROM feelings").rows
    assert feelings == ((3, 23.0, "relief", "felt", "you"),)
    practices = "SELECT sentence, start_s, practice, words, text FROM practices ORDER BY practice"
    assert journal.query(practices).rows[1] == (None, None, "rested", "", None)
    assert journal.query("SELECT count(*) FROM people").rows == ((1,),)


def caught(journal: DuckDBJournal, tags: tuple[Tag, ...], measures: tuple[Measure, ...]) -> tuple[object, ...]:
    journal.add_reading(journal.keep(spoken()), replace(READING, tags=tags, measures=measures))
    return journal.query("SELECT pattern, caught FROM patterns ORDER BY sentence, start_s").rows


def doing(label: str, words: str, *, detail: str = "done") -> Tag:
    return tag("behaviour", label, words, detail=detail)


def test_a_noticing_belongs_to_the_nearest_pattern(journal: DuckDBJournal) -> None:
    """And to no other: a pattern far from it stays without one."""
    tags = (doing("snapped", "snapped"), doing("withdrew", "felt calm"))
    assert caught(journal, tags, (measure("10:30", value="during"),)) == (("snapped", None), ("withdrew", "during"))


def test_two_patterns_in_the_sentence_of_a_noticing(journal: DuckDBJournal) -> None:
    """Nobody can say which of them was meant: it holds for both."""
    tags = (doing("snapped", "snapped"), doing("withdrew", "mother"))
    assert caught(journal, tags, (measure("at mother", value="later"),)) == (
        ("snapped", "later"),
        ("withdrew", "later"),
    )


def test_a_pattern_that_was_only_feared(journal: DuckDBJournal) -> None:
    """What one might do was not noticed late."""
    tags = (doing("snapped", "snapped", detail="intended"),)
    assert caught(journal, tags, (measure("Later", value="later"),)) == (("snapped", None),)


def test_each_doing_is_a_practice_or_a_pattern(journal: DuckDBJournal) -> None:
    """Every label of the codebook comes up in the one of the two views that is its own."""
    entry = journal.keep(spoken())
    journal.add_reading(entry, replace(READING, tags=tuple(doing(d, "paused") for d in PRACTICES + PATTERNS)))
    assert {row[0] for row in journal.query("SELECT practice FROM practices").rows} == set(PRACTICES)
    assert {row[0] for row in journal.query("SELECT pattern FROM patterns").rows} == set(PATTERNS)


VERDICTS: tuple[Verdict, ...] = ("wrong", "missed", "right", "missed")
KINDS: tuple[tuple[TagKind, str, str], ...] = (
    ("emotion", "calm", "shown"),
    ("emotion", "shame", "said"),
    ("behaviour", "paused", "done"),
    ("behaviour", "paused", "intended"),
)


def test_current_tags_are_the_same_as_before(home: Home, journal: DuckDBJournal) -> None:
    """The quicker view of step 4 answers as the one of step 3, whatever was corrected: each verdict, with words and
    without, on tags that are there and that are not, some said again since."""
    for number in range(4):
        entry = journal.keep(spoken(nights_on=number))
        journal.add_reading(entry, READING)
        said = [
            Correction(kind, label, detail, verdict, place("paused") if i % 2 else None, "between-rules 1")
            for kind, label, detail in KINDS
            for i, verdict in enumerate(VERDICTS[: number + 1])
        ]
        journal.add_corrections(entry, said)
    step = schema_steps.steps()[2].sql
    earlier = step[step.index("CREATE VIEW current_tags") : step.index("COMMENT ON VIEW current_tags")]
    asked = "SELECT * EXCLUDE (position) FROM {} ORDER BY ALL"
    with duckdb.connect(str(home.database)) as db:
        db.execute(earlier.replace("VIEW current_tags", "TEMP VIEW earlier_tags"))
        before = db.execute(asked.format("earlier_tags")).fetchall()
        assert db.execute(asked.format("current_tags")).fetchall() == before
    assert len(before) > 20
