"""An evening from the first sample to the last word, on the real recogniser, tagger, voice and journal."""

import time
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from evenings import ListeningLoudspeaker, NoKeys, evening, silence, spoken

from assistant.adapters.staged import BREATH_S, PlayedMicrophone, SilentLoudspeaker, StagedClock
from assistant.audio import SAMPLE_RATE
from assistant.dialogue.night_manners import hush
from assistant.errors import JournalBusy, PartMissing
from assistant.journal import Entry, Moment, Transcript, Utterance
from assistant.ports import Selection
from assistant.session.evening import Evening
from assistant.session.events import Ended, Kept, Listening, Notice, Questioned, Read, Said, TurnEnded
from assistant.session.parts import Talking
from assistant.wiring import House

TEA = "This time I put the phone down and made some tea first."
CALM = "After that I felt calm."
PHRASES = (TEA, CALM, "My boss changed the plan again and I was tired.")


def of(kind, events):
    return [e for e in events if isinstance(e, kind)]


def texts(entries):
    return [e.transcript.text.lower() if e.transcript else "" for e in entries]


def test_what_is_said_is_kept_read_and_asked_about(house: House) -> None:
    """Words and tags are in the journal, and the next entry answers the question that was asked."""
    events = evening(house, [spoken(f"{TEA}\n{CALM}"), spoken("The tea helped me.")])

    first, second = house.journal.entries(Selection())
    assert "phone" in first.transcript.text.lower()
    assert first.transcript.engine == "faster-whisper"
    assert house.journal.reading(first.uid) is not None
    asked = house.journal.asked_since(first.night)
    assert asked[0].after == first.uid
    assert second.answers == asked[0].uid
    assert of(Said, events)[0].kind == "greeting"
    assert of(Said, events)[-1].kind == "closing"
    assert of(Ended, events) == [Ended(interrupted=False)]


def test_order_of_an_evening(house: House) -> None:
    """An entry is kept before it is read, and read before anything is said about it."""
    events = evening(house, [spoken(TEA)])
    order = [type(e) for e in events if isinstance(e, (Kept, Read, Questioned))]
    assert order[:3] == [Kept, Read, Questioned]


def test_sound_is_kept_whole(house: House) -> None:
    """The Opus file holds the turn from the first sample that was heard, and the spool is empty afterwards."""
    turn = spoken(TEA)
    evening(house, [turn])
    entry = house.journal.entries(Selection())[0]
    sound = house.sound_files.load(entry.recording)
    heard, said = sound.samples[: len(turn)], turn
    lag = np.argmax(np.correlate(heard[:48_000], said[:16_000], "valid"))
    assert abs(lag / SAMPLE_RATE - BREATH_S) < 0.02
    assert np.corrcoef(heard[lag : lag + 32_000], said[:32_000])[0, 1] > 0.9
    assert list(house.home.spool.glob("*.pcm")) == []


def test_four_seconds_of_thought_inside_a_sentence(house: House) -> None:
    """A pause of four seconds does not end the turn: it is one entry with both halves."""
    halves = spoken("I put the phone down because"), spoken("I wanted to be kind to myself.")
    turn = np.concatenate([halves[0], silence(4.0), halves[1]])
    evening(house, [turn])
    entries = house.journal.entries(Selection())
    assert len(entries) == 1
    assert "phone" in texts(entries)[0]
    assert "myself" in texts(entries)[0]


def test_at_most_three_questions_and_the_last_one_settles(house: House) -> None:
    """However long somebody wants to talk, the third question is a settling one and no fourth comes."""
    turns = [spoken(t) for t in (TEA, "I felt calm.", "My boss was there.", "I want to rest.", "And one more thing.")]
    events = evening(house, turns)
    asked = [e.asked for e in of(Questioned, events)]
    assert len(asked) == 3
    kinds = {q.id: q.kind for q in house.says().questions}
    assert [kinds[a.question] for a in asked] == ["open", "open", "settling"]
    assert len(house.journal.entries(Selection())) == 4


def test_across_midnight(tmp_path, house: House) -> None:
    """What is said at five to twelve and at five past belongs to one night; at 05:30 the next one has begun."""
    nights = []
    for minutes in (65, 75, 400):
        moment = Moment(house.clock.now().utc + timedelta(minutes=minutes), 60, "Europe/Paris")
        later = replace(house, clock=StagedClock(moment))
        evening(later, [spoken(CALM)])
        nights.append(later.journal.entries(Selection(last=1))[0].night)
    assert nights == [date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 21)]


def test_a_recogniser_that_falls_behind(house: House) -> None:
    """Stretches that wait for long are heard from disk: the very sound that was spoken, not a sample beside it."""
    said = np.concatenate([np.concatenate([spoken(PHRASES[n % 3]), silence(2.0)]) for n in range(8)])
    given: list[tuple[float, np.ndarray]] = []

    class Slow:
        engine, model = "faster-whisper", "slow"

        def transcribe(self, samples, *, hotwords, offset_s=0.0):
            time.sleep(0.3)
            given.append((offset_s, samples))
            return Transcript((Utterance("so", offset_s, offset_s + 1.0),), self.engine, self.model)

    keeping = replace(house.keeping(), transcriber=Slow)
    talking = Talking(PlayedMicrophone([said]), SilentLoudspeaker(), house.voice, NoKeys())
    list(Evening(keeping, talking=talking, says=house.says(), manners=house.manners()).run())
    assert len(given) > 4
    said = np.concatenate([silence(BREATH_S), said])
    for offset_s, samples in given:
        start = round(offset_s * SAMPLE_RATE)
        assert np.abs(said[start : start + len(samples)] - samples[: len(said) - start]).max() < 1e-3


def test_nothing_said(house: House) -> None:
    """Silence is no entry, and the goodnight does not scold."""
    events = evening(house, [silence(3.0)])
    assert house.journal.entries(Selection()) == ()
    assert of(TurnEnded, events) == [TurnEnded("gone")]
    assert of(Said, events)[-1].text in house.says().phrases.closing_unsaid
    assert list(house.home.spool.glob("*.pcm")) == []


def test_no_model_yet(house: House) -> None:
    """Without a model the sound is kept and a general question asked; with one, words and tags come by themselves."""
    person = replace(house, synthetic=False)
    events = evening(person, [spoken(f"{TEA}\n{CALM}"), spoken("It was quiet.")])
    first = person.journal.entries(Selection())[0]
    assert (first.state, first.transcript) == ("pending", None)
    assert of(Questioned, events)[0].why.startswith("general")
    (told,) = of(Notice, events)
    assert told.text in person.says().phrases.no_words_yet

    from assistant.session.keeping import Keeper

    list(Keeper(house.keeping(), house.manners()).catch_up(skip=lambda: False))
    first = house.journal.entries(Selection())[0]
    assert first.state == "words"
    assert "phone" in first.transcript.text.lower()
    assert house.journal.reading(first.uid) is not None


def test_no_loudspeaker_and_no_voice(house: House) -> None:
    """The question is shown, told once, and the evening goes on."""

    class Gone(SilentLoudspeaker):
        def play(self, sound, *, stop):
            raise PartMissing("There is no loudspeaker.")

    events = evening(house, [spoken(TEA), spoken(CALM)], loudspeaker=Gone())
    assert [n.text for n in of(Notice, events)] == list(house.says().phrases.no_loudspeaker)
    assert len(of(Questioned, events)) == 2
    assert len(house.journal.entries(Selection())) == 2


def test_the_question_is_what_is_spoken(house: House) -> None:
    """The sound that reaches the loudspeaker is as long as the question takes to say, slowly since it is late."""
    late = hush(house.clock.now().local.time(), questions=3)
    loudspeaker = ListeningLoudspeaker()
    events = evening(house, [spoken(TEA)], loudspeaker=loudspeaker)
    said = of(Said, events)
    assert len(loudspeaker.played) == len(said)
    for sentence, sound in zip(said, loudspeaker.played, strict=True):
        expected = house.voice.speak(sentence.text, pace=late.pace)
        assert sound.seconds == pytest.approx(expected.seconds, abs=0.1)


def test_a_journal_that_is_busy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The turn stays in the spool with a word about it, and the next start adds it."""
    with monkeypatch.context() as patch:

        def busy(entry: Entry) -> Entry:
            raise JournalBusy("Another Between holds the journal.", "Try again.")

        patch.setattr(house.journal, "keep", busy)
        events = evening(house, [spoken(TEA)])
    assert any("is safe" in n.text for n in of(Notice, events))
    assert house.journal.entries(Selection()) == ()

    events = evening(house, [])
    entry = house.journal.entries(Selection())[0]
    assert entry.state == "pending"
    assert entry.recording is not None
    assert of(Kept, events)[0].entry.uid == entry.uid


def test_words_about_wanting_to_die(house: House) -> None:
    """The ordinary question gives way, numbers and care are said, and it goes on listening until the person ends it."""
    events = []
    running = iter_evening(house, [spoken("I want to kill myself tonight."), spoken("I do not know."), spoken(TEA)])
    for event in running:
        events.append(event)
        if len(of(Listening, events)) == 5:
            break
    running.close()
    assert of(Questioned, events) == []
    kinds = [s.kind for s in of(Said, events)]
    assert kinds[0] == "greeting"
    assert set(kinds[1:]) == {"safety"}
    assert len(house.journal.entries(Selection())) == 3
    said = " ".join(s.text for s in of(Said, events))
    assert "program" in said
    assert said.count("no crisis service") == 1


def iter_evening(house, turns):
    talking = Talking(PlayedMicrophone(turns), SilentLoudspeaker(), house.voice, NoKeys())
    return Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run()
