"""What the person says of a tag: kept as such, and in force for every reading of the entry."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import store_nouns as some
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.store import DuckDBJournal
from assistant.errors import AssistantError
from assistant.journal import Correction, Entry, Evidence, Mark, Moment, Reading, Tag, Verdict
from assistant.ports import Home, Selection

SAID = "I was so anxious, and then I paused. My stomach was in knots."
quick = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))

ANXIOUS = Tag("emotion", "anxiety", "said", 0.9, Evidence(0, 0, 16, "I was so anxious"), "rule:anxiety.state")
PAUSED = Tag("behaviour", "paused", "done", 0.8, Evidence(0, 27, 35, "I paused"), "rule:paused.act")


def read(*tags: Tag, tagger: str = "rules 1") -> Reading:
    return Reading(tags, "none", None, "", tagger)


def say(verdict: Verdict, tag: Tag, *, evidence: Evidence | None = None, tagger: str = "rules 1") -> Correction:
    made_by = "" if verdict == "missed" else tag.made_by
    shown = tag.evidence if verdict != "missed" else evidence
    return Correction(tag.kind, tag.label, tag.detail, verdict, shown, tagger, made_by)


@pytest.fixture
def entry(journal: DuckDBJournal) -> Entry:
    """Read as ANXIOUS and PAUSED."""
    kept = journal.keep(some.an_entry(SAID))
    journal.add_reading(kept, read(ANXIOUS, PAUSED))
    return kept


def tags(journal: DuckDBJournal, entry: Entry) -> tuple[Tag, ...]:
    """Of the reading, checked to be those of the view."""
    reading = journal.reading(entry.uid)
    assert reading is not None
    seen = journal.query(
        "SELECT kind, label, detail, score, evidence, made_by FROM current_tags "
        f"WHERE entry = {entry.number} ORDER BY position"
    ).rows
    assert seen == tuple((t.kind, t.label, t.detail, t.score, t.evidence.text, t.made_by) for t in reading.tags)
    return reading.tags


corrections = st.builds(
    Correction,
    kind=st.sampled_from(["emotion", "behaviour", "theme", "person"]),
    label=some.texts,
    detail=some.texts,
    verdict=st.sampled_from(["right", "wrong", "missed"]),
    evidence=st.none() | st.builds(Evidence, some.counts, st.just(3), st.integers(4, 99), st.text(min_size=1)),
    tagger=some.texts,
    made_by=some.texts,
)


@quick
@given(said=st.lists(corrections, max_size=4))
def test_stored_and_back(tmp_path_factory: pytest.TempPathFactory, said: list[Correction]) -> None:
    """Field for field, in their order, with the time at which they were said."""
    journal = DuckDBJournal(Home(tmp_path_factory.mktemp("said") / "home"), now=some.fixed_now)
    entry = journal.keep(some.an_entry())
    for correction in said:
        journal.add_corrections(entry, [correction])
    assert journal.corrections(entry.uid) == tuple(replace(c, made_utc=some.MOMENT.utc) for c in said)


def test_wrong(journal: DuckDBJournal, entry: Entry) -> None:
    """Gone from what is in use; the raw reading stays as it was."""
    journal.add_corrections(entry, [say("wrong", ANXIOUS)])
    assert tags(journal, entry) == (PAUSED,)
    assert journal.query("SELECT label FROM tags ORDER BY position").rows == (("anxiety",), ("paused",))


def test_right(journal: DuckDBJournal, entry: Entry) -> None:
    """Nothing changes now; and a later reading without it loses it not."""
    journal.add_corrections(entry, [say("right", ANXIOUS)])
    assert tags(journal, entry) == (ANXIOUS, PAUSED)
    journal.add_reading(entry, read(PAUSED, tagger="rules 2"))
    assert tags(journal, entry) == (PAUSED, replace(ANXIOUS, score=1.0, made_by="you"))


def test_missed(journal: DuckDBJournal, entry: Entry) -> None:
    """Added with its words, after the tags of the reading."""
    words = Evidence(0, 37, 60, "My stomach was in knots")
    fear = Tag("emotion", "fear", "shown", 1.0, words, "you")
    journal.add_corrections(entry, [say("missed", fear, evidence=words)])
    assert tags(journal, entry) == (ANXIOUS, PAUSED, fear)


def test_missed_without_words(journal: DuckDBJournal, entry: Entry) -> None:
    """An empty span, and no place in SQL; once a later reading has words for it, these."""
    family = Tag("theme", "family", "", 1.0, Evidence(0, 0, 0, ""), "you")
    journal.add_corrections(entry, [say("missed", family)])
    assert tags(journal, entry)[-1] == family
    assert journal.query("SELECT utterance FROM current_tags WHERE label = 'family'").rows == ((None,),)
    found = Tag("theme", "family", "", 0.7, Evidence(0, 0, 1, "I"), "rule:family")
    journal.add_reading(entry, read(found, tagger="rules 2"))
    assert tags(journal, entry) == (found,)


def test_words_of_their_own_go_before_those_found(journal: DuckDBJournal, entry: Entry) -> None:
    """Found by a later version with other words: it is there once, with those that the person named."""
    words = Evidence(0, 37, 60, "My stomach was in knots")
    fear = Tag("emotion", "fear", "shown", 1.0, words, "you")
    journal.add_corrections(entry, [say("missed", fear, evidence=words)])
    journal.add_reading(entry, read(replace(fear, evidence=Evidence(0, 0, 1, "I"), made_by="rule:fear")))
    assert tags(journal, entry) == (fear,)


def test_the_newest_word_counts(journal: DuckDBJournal, entry: Entry) -> None:
    """Whoever changes their mind twice has the last of it; all that was said stays."""
    for verdict in ("wrong", "right", "wrong"):
        journal.add_corrections(entry, [say(verdict, ANXIOUS)])
    assert tags(journal, entry) == (PAUSED,)
    journal.add_corrections(entry, [say("missed", ANXIOUS)])
    assert tags(journal, entry) == (ANXIOUS, PAUSED)
    assert [c.verdict for c in journal.corrections(entry.uid)] == ["wrong", "right", "wrong", "missed"]
    assert journal.query("SELECT label, verdict FROM current_corrections").rows == (("anxiety", "missed"),)


def test_added_and_taken_back(journal: DuckDBJournal, entry: Entry) -> None:
    """What the person added is theirs to take away again."""
    fear = Tag("emotion", "fear", "shown", 1.0, Evidence(0, 0, 1, "I"), "you")
    journal.add_corrections(entry, [say("missed", fear, evidence=fear.evidence)])
    journal.add_corrections(entry, [say("wrong", fear)])
    assert tags(journal, entry) == (ANXIOUS, PAUSED)


def test_another_label_for_the_same_words(journal: DuckDBJournal, entry: Entry) -> None:
    """A wrong one and a missed one; of a doing its status alone is another label."""
    undone = replace(PAUSED, detail="not_done")
    anger = replace(ANXIOUS, label="anger")
    journal.add_corrections(
        entry,
        [
            say("wrong", ANXIOUS),
            say("missed", anger, evidence=ANXIOUS.evidence),
            say("wrong", PAUSED),
            say("missed", undone, evidence=PAUSED.evidence),
        ],
    )
    assert [(t.label, t.detail, t.evidence.text, t.made_by) for t in tags(journal, entry)] == [
        ("anger", "said", "I was so anxious", "you"),
        ("paused", "not_done", "I paused", "you"),
    ]


@pytest.mark.parametrize("tagger", ["rules 1", "rules 2", "something else 9"])
def test_it_outlives_every_reading(journal: DuckDBJournal, entry: Entry, tagger: str) -> None:
    """Whatever reads the entry again, and however a feeling was heard this time."""
    journal.add_corrections(entry, [say("wrong", ANXIOUS), say("missed", replace(ANXIOUS, label="anger"))])
    shown = replace(ANXIOUS, detail="shown", evidence=Evidence(0, 37, 60, "My stomach was in knots"), made_by="model")
    journal.add_reading(entry, read(shown, PAUSED, tagger=tagger))
    assert [t.label for t in tags(journal, entry)] == ["paused", "anger"]
    assert journal.query("SELECT count(*) FROM tags WHERE label = 'anxiety'").rows == ((2,),)


def test_of_one_entry_alone(journal: DuckDBJournal, entry: Entry) -> None:
    """What is wrong in one evening may be right in the next."""
    other = journal.keep(some.an_entry(SAID))
    journal.add_reading(other, read(ANXIOUS))
    journal.add_corrections(entry, [say("wrong", ANXIOUS)])
    assert tags(journal, other) == (ANXIOUS,)
    assert set(journal.readings([entry.uid, other.uid, "0" * 32])) == {entry.uid, other.uid}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Well. I WAS so anxious and then I paused.", (0, 6, 22, "I WAS so anxious")),
        ("Something else. I was -- so anxious!", (0, 16, 35, "I was -- so anxious")),
        ("I was so anxiously awaited.", None),
        ("None of it.", None),
    ],
)
def test_words_made_again(
    journal: DuckDBJournal, entry: Entry, text: str, place: tuple[int, int, int, str] | None
) -> None:
    """The words find their place in the new text; where they are gone the old ones stay, without a place."""
    fear = Tag("emotion", "fear", "said", 1.0, ANXIOUS.evidence, "you")
    journal.add_corrections(entry, [say("missed", fear, evidence=fear.evidence), say("wrong", ANXIOUS)])
    again = replace(entry, transcript=journal.add_transcript(entry.uid, some.a_transcript(text)))
    assert journal.reading(entry.uid) is None
    journal.add_reading(again, read(ANXIOUS, tagger="rules 2"))
    (tag,) = tags(journal, entry)
    assert tag.label == "fear"
    assert tag.evidence == (Evidence(*place) if place else Evidence(0, 0, 0, "I was so anxious"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Well. I WAS so anxious and then I paused.", (0, 6, 22, "I WAS so anxious")),
        ("None of it.", None),
    ],
)
def test_words_made_again_while_they_correct(
    journal: DuckDBJournal, entry: Entry, text: str, place: tuple[int, int, int, str] | None
) -> None:
    """Said of words that are no longer those in use: placed in these, or kept as told; nothing said before moves."""
    before = Tag("theme", "work", "", 1.0, Evidence(0, 0, 9, "I was sad"), "you")
    fear = Tag("emotion", "fear", "said", 1.0, ANXIOUS.evidence, "you")
    again = replace(entry, transcript=journal.add_transcript(entry.uid, some.a_transcript(text)))
    journal.add_corrections(again, [say("missed", before, evidence=before.evidence)])
    journal.add_corrections(entry, [say("missed", fear, evidence=fear.evidence), say("wrong", PAUSED)])
    journal.add_reading(again, read(PAUSED, tagger="rules 2"))
    assert [(t.label, t.evidence) for t in tags(journal, again)] == [
        ("work", before.evidence),
        ("fear", Evidence(*place) if place else Evidence(0, 0, 0, "I was so anxious")),
    ]
    assert [c.verdict for c in journal.corrections(entry.uid)] == ["missed", "missed", "wrong"]


def test_of_several_places_the_nearest(journal: DuckDBJournal) -> None:
    """The same words twice: the ones nearest to where they were."""
    kept = journal.keep(some.an_entry("I was sad.", sentences=3))
    sad = Tag("emotion", "sadness", "said", 1.0, Evidence(2, 0, 9, "I was sad"), "you")
    journal.add_corrections(kept, [say("missed", sad, evidence=sad.evidence)])
    again = replace(kept, transcript=journal.add_transcript(kept.uid, some.a_transcript("I was sad.", sentences=2)))
    journal.add_reading(again, read())
    assert tags(journal, again)[0].evidence == Evidence(1, 0, 9, "I was sad")


def test_all_or_none(journal: DuckDBJournal, entry: Entry) -> None:
    """A wrong one is never kept without the missed one that goes with it."""
    broken = Correction("emotion", "anger", "said", None, None, "rules 1")  # type: ignore[arg-type]
    with pytest.raises(Exception, match="NOT NULL"):
        journal.add_corrections(entry, [say("wrong", ANXIOUS), broken])
    assert journal.corrections(entry.uid) == ()


def test_an_entry_that_is_gone(journal: DuckDBJournal) -> None:
    """Told in a sentence."""
    with pytest.raises(AssistantError, match="no longer in the journal"):
        journal.add_corrections(some.an_entry(), [say("wrong", ANXIOUS)])


def test_what_a_version_did_not_read(journal: DuckDBJournal, entry: Entry) -> None:
    """Read by another version, or not at all; oldest first, and nothing that has no words."""
    earlier = Moment(some.MOMENT.utc - timedelta(days=1), 60, "")
    unread = journal.keep(some.an_entry(SAID, moment=earlier))
    journal.keep(Entry("f" * 32, some.MOMENT, entry.night, "talk", "pending"))
    assert journal.numbers(Selection(not_read_by="rules 2")) == (unread.number, entry.number)
    assert journal.numbers(Selection(not_read_by="rules 1")) == (unread.number,)
    journal.add_reading(entry, read(tagger="rules 2"))
    assert journal.entries(Selection(not_read_by="rules 2")) == (unread,)
    assert journal.numbers(Selection(not_read_by="rules 2", number=entry.number)) == ()
    assert journal.numbers(Selection(not_read_by="rules 1", number=entry.number)) == (entry.number,)


def test_marks(journal: DuckDBJournal, entry: Entry) -> None:
    """What the person said, held against what each version had read, newest version first."""
    fear = replace(ANXIOUS, label="fear")
    journal.add_corrections(
        entry, [say("wrong", ANXIOUS), say("right", PAUSED), say("missed", fear, evidence=fear.evidence)]
    )
    other = journal.keep(some.an_entry(SAID))
    journal.add_reading(other, read(ANXIOUS, replace(ANXIOUS, detail="shown")))
    later = DuckDBJournal(journal.access.home, now=lambda: Moment(datetime(2026, 4, 1, tzinfo=UTC), 0, ""))
    later.add_reading(entry, read(fear, tagger="rules 2"))
    assert journal.marks() == (
        Mark("rules 2", "behaviour", "paused", "done", said=0, right=0, wrong=0, missed=1),
        Mark("rules 2", "emotion", "fear", "", said=1, right=1, wrong=0, missed=0),
        Mark("rules 1", "behaviour", "paused", "done", said=1, right=1, wrong=0, missed=0),
        Mark("rules 1", "emotion", "anxiety", "", said=2, right=0, wrong=1, missed=0),
        Mark("rules 1", "emotion", "fear", "", said=0, right=0, wrong=0, missed=1),
    )


def test_marks_of_what_nobody_looked_at(journal: DuckDBJournal, entry: Entry) -> None:
    """It was said, and is neither right nor wrong: a number in each field."""
    assert journal.marks() == (
        Mark("rules 1", "behaviour", "paused", "done", said=1, right=0, wrong=0, missed=0),
        Mark("rules 1", "emotion", "anxiety", "", said=1, right=0, wrong=0, missed=0),
    )


def test_marks_of_words_made_again(journal: DuckDBJournal, entry: Entry) -> None:
    """A version that read the newer words is held to that, also where its reading of the older ones came later."""
    again = replace(entry, transcript=journal.add_transcript(entry.uid, some.a_transcript("I paused.")))
    journal.add_reading(again, read(PAUSED))
    journal.add_reading(entry, read(ANXIOUS))
    journal.add_corrections(again, [say("right", PAUSED)])
    assert journal.marks() == (Mark("rules 1", "behaviour", "paused", "done", said=1, right=1, wrong=0, missed=0),)


def test_no_marks(journal: DuckDBJournal) -> None:
    """Of a journal with nothing in it."""
    assert journal.marks() == ()
