"""Looking for words in all that was ever said, over a plain and a locked journal."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from store_nouns import a_reading, an_entry, fixed_now
from store_processes import KEY, over_both

from assistant.adapters.store import DuckDBJournal, encrypted, extensions, search, search_index
from assistant.adapters.store.search import Search
from assistant.adapters.store.search_words import PLAIN, tokens
from assistant.errors import AssistantError, PartMissing, UsageError
from assistant.journal import Entry, Hit, Moment, Nights, Transcript, Utterance, night_of
from assistant.ports import Home, Selection

ALL = Selection()


def keep(journal: DuckDBJournal, *sentences: str, days: int = 0) -> Entry:
    moment = Moment(datetime(2026, 3, 1, 21, 30, tzinfo=UTC) + timedelta(days=days), 60, "Europe/Paris")
    return journal.keep(replace(an_entry(moment=moment), night=night_of(moment), transcript=words(*sentences)))


def words(*sentences: str) -> Transcript:
    return Transcript(tuple(Utterance(t, 2.0 * i, 2.0 * i + 1) for i, t in enumerate(sentences)), "faster-whisper", "")


def texts(search: Search, *said: str, among: Selection = ALL, most: int = 10) -> list[str]:
    return [hit.text for hit in search.find(said, among=among, most=most).hits]


WAYS = [("beside", b""), ("some", b""), ("all", b""), ("scanned", b""), ("some", KEY)]


@pytest.fixture(scope="module", params=WAYS, ids=[f"{way}-{'locked' if key else 'plain'}" for way, key in WAYS])
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Search:
    """The same sentences: none of them in the index, some, all; and without the extension."""
    way, key = request.param
    journal = DuckDBJournal(Home(tmp_path_factory.mktemp("search")), now=fixed_now, key=key)
    looks = Search(journal.access)
    keep(journal, "I woke up early.", MOTHER, "Then I slept.")
    keep(journal, NO, BOSS, days=1)
    if way == "some":
        assert looks.refresh()
    keep(journal, CAFE, BOUNDARY, days=2)
    last = keep(journal, AGAIN, days=3)
    journal.add_reading(last, a_reading("confusion", kind="emotion", detail="said"))
    if way == "all":
        assert looks.refresh()
    if way == "scanned":
        looks._index.opened = _missing  # type: ignore[method-assign]
    return looks


def _missing() -> None:
    raise PartMissing("A part is missing.", "Install it.")


MOTHER, CAFE = "I told my mother that I won't come.", "Mother\u2014 her café was closed 🔥"
NO, BOSS = "She said no to me.", "I SAID NO, to my boss!"
AGAIN, BOUNDARY = "I don't know; the cafe again.", "Boundaries are hard, and my boundary held."

FOUND: dict[tuple[str, ...], list[str]] = {
    ("mother",): [CAFE, MOTHER],
    ("cafe",): [AGAIN, CAFE],
    ("CAFÉ", "mother"): [CAFE, AGAIN, MOTHER],
    ("dont",): [AGAIN],
    ("don\u2019t",): [AGAIN],
    ("boundary",): [BOUNDARY],
    ("🔥",): [CAFE],
    ("🔥", "boundary"): [BOUNDARY],
    ("said no",): [NO, BOSS],
    ('"said no" boss',): [BOSS, NO],
    ('"no"', "said"): [NO, BOSS],
    ("the",): [AGAIN],
    ("that", "won't", "was"): [MOTHER],
    (" ".join(["mother"] * 1_500),): [CAFE, MOTHER],
    ("xyzzy",): [],
    ("100%", "_", "'; DROP TABLE entries"): [],
}


def test_found(said: Search) -> None:
    """The same wherever the sentences are: more of the words first, then rarer ones, then newer."""
    assert {asked: texts(said, *asked) for asked in FOUND} == FOUND


def test_among(said: Search) -> None:
    """Only in those nights and entries; what is elsewhere is counted."""
    first_nights = Selection(nights=Nights(date(2026, 3, 1), date(2026, 3, 2)))
    assert texts(said, "mother", among=first_nights) == [MOTHER]
    assert texts(said, "cafe", among=Selection(nights=Nights(date(2026, 3, 4), None))) == [AGAIN]
    assert texts(said, "cafe", "mother", among=Selection(emotion="confusion")) == [AGAIN]


def test_a_hit(said: Search) -> None:
    """Where it is, the sentences around it, and the places of the words in it; how many there are in all."""
    found = said.find(["mother", "come"], most=1)
    assert found.count == 2
    (hit,) = found.hits
    assert hit == Hit(1, 2, date(2026, 3, 1), MOTHER, hit.places, "I woke up early.", "Then I slept.", 2.0, 3.0)
    assert [MOTHER[start:end] for start, end in hit.places] == ["mother", "come"]
    (alone,) = said.find(["said no to my"]).hits
    assert (alone.before, alone.after) == (NO, "")
    assert [BOSS[start:end] for start, end in alone.places] == ["SAID NO, to my"]


def test_nowhere_exactly(said: Search) -> None:
    """What has its words is given in its place, and that is told."""
    found = said.find(["no said"])
    assert found.loosely
    assert {hit.text for hit in found.hits} == {NO, BOSS}


@pytest.mark.parametrize("asked", [[], [""], ["  ", "?!.,"], ['""'], ["\udcff"]])
def test_nothing_asked(journal: DuckDBJournal, asked: list[str]) -> None:
    with pytest.raises(UsageError, match="no word"):
        Search(journal.access).find(asked)


@over_both
def test_other_forms_of_a_word(journal: DuckDBJournal) -> None:
    """Found by their stems; of a misspelt one, the nearest that was said is named."""
    looks = Search(journal.access)
    keep(journal, BOUNDARY, "I walked and walked.", "It was mother\u2019s.")
    for indexed in (False, True):
        if indexed:
            assert looks.refresh()
        assert texts(looks, "walking") == ["I walked and walked."]
        assert texts(looks, "mother") == ["It was mother\u2019s."]
        assert texts(looks, "held boundaries") == [BOUNDARY]
        assert looks.find(["boundry"]).nearest == "boundary"
        assert looks.find(["qqqq"]).nearest == ""
    elsewhere = looks.find(["walk"], among=Selection(nights=Nights(date(2020, 1, 1), date(2020, 1, 2))))
    assert (elsewhere.hits, elsewhere.elsewhere, elsewhere.nearest) == ((), 1, "")


@over_both
def test_what_was_struck_or_said_anew(journal: DuckDBJournal) -> None:
    """The index still has the old words, and not one of them is shown, nor named as the nearest."""
    looks = Search(journal.access)
    struck, anew = keep(journal, "The lighthouse."), keep(journal, "The harbour.", "A boat.")
    keep(journal, "Only the sea.")
    assert looks.refresh()
    with journal.access.writing("strike") as db:
        for table in ("recordings", "transcripts", "utterances"):
            db.execute(f"DELETE FROM {table} WHERE entry = ?", [struck.number])
        db.execute("DELETE FROM entries WHERE number = ?", [struck.number])
    journal.add_transcript(anew.uid, words("The airport.", "A plane.", "The sea."))
    assert [texts(looks, word) for word in ("lighthouse", "harbour", "boat")] == [[], [], []]
    assert looks.find(["lighthouses"]).nearest == ""
    assert texts(looks, "sea", "plane") == ["A plane.", "Only the sea.", "The sea."]
    assert looks.find(["plane"]).hits[0].before == "The airport."


@over_both
def test_a_broken_index(journal: DuckDBJournal, home: Home) -> None:
    """However it is broken, it is thrown away, and nobody notices."""
    keep(journal, *[f"Sentence {i} of the sea." for i in range(500)])
    assert Search(journal.access).refresh()
    whole = home.search.read_bytes()
    harmed = {
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "no database": b"walk the dog" * 100,
        "of another version": whole[:12] + b"\x01" + whole[13:],
        "holes": whole[:16_384] + b"\xff" * (len(whole) - 16_384),
    }
    for how, harm in harmed.items():
        home.search.write_bytes(harm)
        assert Search(journal.access).find(["sea"]).count == 500, how
        assert not home.search.exists(), how
    assert not journal.notices()


@over_both
def test_half_an_index(journal: DuckDBJournal, home: Home) -> None:
    """What a kill left half made is swept away with the next one. All files are the owner's alone."""
    keep(journal, "The sea.")
    new = home.search.with_name(home.search.name + ".new")
    new.write_bytes(b"half")
    assert Search(journal.access).refresh()
    assert not new.exists()
    assert {path.stat().st_mode & 0o077 for path in home.root.iterdir() if path.name.startswith("search")} == {0}
    assert encrypted.is_encrypted(home.search) == encrypted.is_encrypted(home.database)


def test_an_index_from_before_the_lock(home: Home) -> None:
    """A plain one beside a locked journal is not even opened."""
    plain = DuckDBJournal(Home(home.root / "plain"), now=fixed_now)
    keep(plain, "The lighthouse.")
    assert Search(plain.access).refresh()
    locked = DuckDBJournal(home, now=fixed_now, key=bytes(32))
    keep(locked, "The sea.")
    plain.access.home.search.rename(home.search)
    looks = Search(locked.access)
    assert [texts(looks, word) for word in ("lighthouse", "sea")] == [[], ["The sea."]]
    assert not home.search.exists()


@over_both
def test_another_one_makes_it(journal: DuckDBJournal, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two never make it at once: the second looks through the sentences, and says so."""
    keep(journal, "The sea.")
    monkeypatch.setattr(search, "MOST_BESIDE", 0)
    with search_index._alone(home.root / "search.lock") as first:
        assert first
        found = Search(journal.access).find(["sea"])
    assert [hit.text for hit in found.hits] == ["The sea."]
    assert found.told.startswith("The index of your words could not be made just now.")
    told: list[str] = []
    assert Search(journal.access).find(["sea"], tell=told.append).told == ""
    assert told == ["Making the index of your words, which may take some seconds."]


@over_both
def test_when_it_is_made_again(journal: DuckDBJournal) -> None:
    """Where so many sentences are new."""
    looks = Search(journal.access)
    assert not looks.is_behind()
    keep(journal, "One.", "Two.")
    assert (looks.is_behind(by=2), looks.is_behind(by=3)) == (True, False)
    assert looks.refresh(at_least=2)
    assert not looks.is_behind(by=1)
    assert not looks.refresh()


def test_an_index_that_was_made_elsewhere(journal: DuckDBJournal) -> None:
    """One that is kept open is left for the new one."""
    ours, theirs = Search(journal.access), Search(journal.access)
    keep(journal, "The sea.")
    assert ours.refresh()
    keep(journal, "The sky.")
    assert theirs.refresh()
    assert not ours.is_behind(by=1)


def test_without_the_extension(journal: DuckDBJournal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Absent or for another machine: the very words are looked for, and that is told with what to do."""
    keep(journal, "I walked to the sea.")
    broken = tmp_path / "fts.duckdb_extension"
    broken.write_bytes(b"not for this machine")
    monkeypatch.setattr(search_index, "extension", lambda _: broken)
    found = Search(journal.access).find(["sea", "xyzzy"])
    assert found.count == 1
    assert "duckdb-extension-fts" in found.told
    assert "just as you wrote them" in found.told
    assert texts(Search(journal.access), "walking") == []
    monkeypatch.setattr(search_index, "extension", lambda _: extensions.extension("no_such"))
    assert "is missing" in Search(journal.access).find(["sea"]).told


def test_before_anything_is_kept(journal: DuckDBJournal, home: Home) -> None:
    with pytest.raises(AssistantError, match="Nothing is kept yet"):
        Search(journal.access).find(["sea"])
    assert not home.database.exists()


@given(st.text(max_size=30))
@example("l'été d'un O\u2019Brien's don't 3am x_y ÅNGSTRÖM e\u0301te\u0301 Ελλάδα naïve 🙂")
@settings(max_examples=60, deadline=None)
def test_folded_the_same_on_both_sides(text: str) -> None:
    """A word is the same to Python, which marks it, as to DuckDB, which finds it; letters that neither knows aside."""
    known = "".join(letter for letter in text if " " <= letter <= "~" or letter.lower() in "éüåößñçøж\u0301\u2019")
    ((plain,),) = duckdb.execute(f"SELECT {PLAIN} FROM (SELECT ? AS text)", [known]).fetchall()
    assert [token.folded for token in tokens(known)] == plain.split()
