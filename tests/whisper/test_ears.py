"""Voice activity, turn-taking and stretches together, on real sound."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from ears import NOISES, WHISPERS, at_level, listen, load, looped, room, silence, trimmed

from assistant.audio import SAMPLE_RATE, Samples
from assistant.dialogue.patience import TurnTaking

TURN = TurnTaking()


def test_a_pause_of_four_seconds_in_a_sentence_is_waited_for(say: Callable[[str], Samples]) -> None:
    """The turn goes on, both halves are in stretches, and it ends five seconds after the second."""
    first, second = say("I wanted to tell her"), say("that I was sorry.")
    sound = room(np.concatenate([silence(1), first, silence(4), second, silence(8)]))
    heard = listen(sound)
    talk_s = (len(sound) - 8 * SAMPLE_RATE) / SAMPLE_RATE
    assert heard.decision == "done"
    assert talk_s + 4.3 < heard.seconds < talk_s + 5.5
    assert len(heard.stretches) == 2


def test_five_seconds_of_silence_end_a_turn(say: Callable[[str], Samples]) -> None:
    """What is said after them belongs to another turn."""
    sound = room(np.concatenate([say("I am done."), silence(5.5), say("And another thing.")]))
    assert listen(sound).decision == "done"
    assert len(listen(sound).stretches) == 1


@pytest.mark.parametrize("word", ["No.", "Yes.", "Bad.", "Six."])
def test_one_short_word_is_a_turn(word: str, say: Callable[[str], Samples]) -> None:
    """The shortest answers are voice, and their sound is in a stretch from its beginning on."""
    heard = listen(room(np.concatenate([silence(2), say(word), silence(6)])))
    assert heard.decision == "done"
    assert heard.stretches[0].start_s < 2.0


def test_a_silent_room_is_waited_in_and_then_the_person_has_gone() -> None:
    """45 s with no voice; nothing is ever given to a recogniser."""
    heard = listen(room(silence(50)))
    assert heard.decision == "gone"
    assert heard.seconds == pytest.approx(TURN.gone_after_s, abs=0.1)
    assert not heard.stretches


def test_a_microphone_that_gives_zeros_is_a_silent_room() -> None:
    """No level, no floor, and still an end."""
    assert listen(silence(50)).decision == "gone"


@pytest.mark.parametrize("noise", NOISES)
def test_a_noise_alone_is_neither_words_nor_a_whisper(noise: str, shared: Path) -> None:
    """No stretch, nothing told, and the person has gone within a minute."""
    heard = listen(room(looped(_noise(shared, noise), 65)))
    assert heard.decision == "gone"
    assert not heard.stretches
    assert not heard.state.heard_but_no_words


@pytest.mark.parametrize("noise", NOISES)
def test_a_noise_after_talk_does_not_keep_the_turn_open(
    noise: str, shared: Path, say: Callable[[str], Samples]
) -> None:
    """Rain that begins, or snoring, ends the turn about as silence would."""
    talk = at_level(say("I went to bed early, and it was a long day."), -25)
    sound = room(np.concatenate([silence(1), talk, at_level(looped(_noise(shared, noise), 60), -30)]))
    heard = listen(sound)
    waited = heard.seconds - 1 - len(talk) / SAMPLE_RATE
    print(f"{noise} after talk: done after {waited:.1f} s")
    assert heard.decision == "done"
    assert waited < 10


@pytest.mark.parametrize("below_db", [18, 25])
def test_a_television_after_talk_does_not_keep_the_turn_open(below_db: int, shared: Path) -> None:
    """Other voices talk on without a rest, far fainter than the person did: after a minute the turn ends."""
    paths = sorted((shared / "data" / "speech" / "librispeech_test_other").glob("*/*.flac"))
    talk = np.concatenate([at_level(trimmed(load(path)), -23) for path in paths[:2]])
    others = np.concatenate([at_level(trimmed(load(path)), -23 - below_db) for path in paths[20:32]])
    heard = listen(room(np.concatenate([silence(1), talk, looped(others, 80)])))
    waited = heard.seconds - 1 - len(talk) / SAMPLE_RATE
    print(f"television {below_db} dB below: done after {waited:.1f} s")
    assert heard.decision == "done"


@pytest.mark.parametrize("noise", NOISES)
def test_talk_over_a_noise_loses_no_word(noise: str, shared: Path, say: Callable[[str], Samples]) -> None:
    """Talk 10 dB above each noise: its sentences lie inside stretches, from the first word on, and the turn ends."""
    talk = at_level(say("She said it was fine, and I believed her for a while."), -25)
    voices = np.concatenate([silence(2), talk, silence(3), talk, silence(12)])
    heard = listen(room(voices + at_level(looped(_noise(shared, noise), len(voices) / SAMPLE_RATE), -35)))
    assert heard.decision == "done"
    for start in (2.0, 2.0 + len(talk) / SAMPLE_RATE + 3.0):
        end = start + len(talk) / SAMPLE_RATE
        assert any(s.start_s <= start + 0.1 and s.start_s + s.seconds >= end - 0.1 for s in heard.stretches)


@pytest.mark.parametrize("db", [-65, -60])
@pytest.mark.parametrize("whisper", WHISPERS)
def test_a_whisper_is_heard_without_words(whisper: str, db: int, shared: Path) -> None:
    """A man who whispers is told so while he does; he has not gone, and no recogniser is made to guess."""
    clip = load(shared / "data" / "speech" / "mfa" / f"{whisper}.flac")
    heard = listen(room(np.concatenate([silence(2), clip, clip, clip, silence(20)]), db=db))
    print(f"{whisper} in a room of {db} dB: {heard.decision} after {heard.seconds:.1f} s")
    assert heard.state.heard_but_no_words
    assert heard.decision == "done"
    assert not heard.state.spoke
    assert not heard.stretches


def test_a_minute_of_whispers_is_one_turn(shared: Path) -> None:
    """With pauses of two seconds between them, and different ones after each other."""
    clips = [trimmed(load(shared / "data" / "speech" / "mfa" / f"{name}.flac")) for name in WHISPERS]
    heard = listen(room(np.concatenate([part for i in range(15) for part in (clips[i % 3], silence(2))])))
    print(f"{heard.decision} after {heard.seconds:.0f} s of whispers")
    assert heard.decision not in ("done", "gone")
    assert heard.seconds > 60


def test_no_word_of_human_talk_is_outside_the_stretches(shared: Path) -> None:
    """25 utterances of five people with silences between: the loud frames of each lie inside, the silence does not."""
    paths = sorted((shared / "data" / "speech" / "librispeech_test_other").glob("*/*.flac"))[::2]
    parts, spans, at = [silence(2)], [], 2.0
    for gap, path in enumerate(paths):
        utterance = at_level(trimmed(load(path)), -23)
        spans.append((at, at + len(utterance) / SAMPLE_RATE))
        at = spans[-1][1] + 2.0 + gap % 3
        parts += [utterance, silence(2.0 + gap % 3)]
    heard = listen(room(np.concatenate(parts)), to_the_end=True)
    inside = np.zeros(round(at * 100), bool)
    for s in heard.stretches:
        inside[round(s.start_s * 100) : round((s.start_s + s.seconds) * 100)] = True
    missed = [np.mean(~inside[round(start * 100) : round(end * 100)]) for start, end in spans]
    given = sum(s.seconds for s in heard.stretches)
    print(f"{len(heard.stretches)} stretches, {given:.0f} of {at:.0f} s; worst utterance misses {max(missed):.1%}")
    assert max(missed) < 0.05
    assert all(inside[round(start * 100) + 5] for start, _ in spans)
    assert all(s.seconds <= 28.1 for s in heard.stretches)


def _noise(shared: Path, name: str) -> Samples:
    return load(shared / "data" / "noise" / f"{name}.wav")
