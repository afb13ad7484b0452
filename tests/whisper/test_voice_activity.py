"""Silero as a stream: the same as over the whole sound, and right about human voices and noises."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from ears import NOISES, at_level, frames, load, looped, room, silence, trimmed

from assistant.adapters.whisper.voice_activity import SileroVoiceActivity
from assistant.audio import FRAME, FRAME_S, SAMPLE_RATE, Samples
from assistant.dialogue.patience import TurnTaking
from assistant.errors import PartMissing

LEAST_F1 = 0.90
"""Measured 0.930. What is missed are pauses inside an utterance, which count as voice here."""


def test_a_stream_hears_what_one_pass_over_the_whole_hears(say: Callable[[str], Samples]) -> None:
    """Frame by frame, with our own memory, gives the probabilities of faster-whisper's one call over everything."""
    from faster_whisper.vad import get_vad_model

    sound = room(np.concatenate([say("I went for a walk."), silence(1), say("Then I called her.")]))
    sound = sound[: len(sound) // FRAME * FRAME]
    ears = SileroVoiceActivity()
    ours = np.array([ears.probability(frame) for frame in frames(sound)])
    whole = get_vad_model()(sound.copy()).reshape(-1)
    assert np.abs(ours - whole)[:-1].max() < 1e-4  # of the last frame it zeroes the end
    assert ours.max() > 0.9


def test_the_wrapper_is_unfit_for_a_stream(say: Callable[[str], Samples]) -> None:
    """Why the network is run by ourselves: called once a second, the wrapper forgets. Fails when mended."""
    from faster_whisper.vad import get_vad_model

    second = SAMPLE_RATE // FRAME * FRAME
    sound = room(say("I went for a walk, and then I called her, and we talked about our mother for an hour."))
    sound = sound[: len(sound) // second * second]
    ears = SileroVoiceActivity()
    ours = np.array([ears.probability(frame) for frame in frames(sound)])
    a_second_each = [get_vad_model()(sound[i : i + second].copy()) for i in range(0, len(sound), second)]
    worst = np.abs(np.concatenate(a_second_each).reshape(-1) - ours).max()
    print(f"the wrapper, called each second, is wrong by up to {worst:.2f}")
    assert worst > 0.2


def test_the_samples_of_the_caller_are_left_alone() -> None:
    """A live buffer goes on to the disk: nothing may be written into it."""
    frame = np.full(FRAME, 0.25, np.float32)
    SileroVoiceActivity().probability(frame)
    assert (frame == 0.25).all()


def test_reset_forgets_what_was_heard(say: Callable[[str], Samples]) -> None:
    """After a reset the same frames get the same probabilities."""
    ears, sound = SileroVoiceActivity(), say("Hello there.")
    first = [ears.probability(frame) for frame in frames(sound)]
    ears.reset()
    assert [ears.probability(frame) for frame in frames(sound)] == first


def test_two_streams_do_not_disturb_each_other(say: Callable[[str], Samples]) -> None:
    """They share the network, and nothing else."""
    alone, one, two = SileroVoiceActivity(), SileroVoiceActivity(), SileroVoiceActivity()
    for frame in frames(say("Hello there.")):
        expected = alone.probability(frame)
        two.probability(np.zeros(FRAME, np.float32))
        assert one.probability(frame) == expected


def test_a_frame_of_another_size_is_refused() -> None:
    """The network would answer anything for it."""
    with pytest.raises(ValueError, match="512"):
        SileroVoiceActivity().probability(np.zeros(FRAME + 1, np.float32))


def test_without_faster_whisper_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """An absent library is a sentence, not a traceback."""
    monkeypatch.setitem(sys.modules, "faster_whisper.vad", None)
    with pytest.raises(PartMissing) as missing:
        SileroVoiceActivity()
    assert missing.value.hint


def test_it_finds_where_people_speak(shared: Path) -> None:
    """Human voices joined with silences of 1 to 4 s, in a quiet room: frames of voice against frames of silence."""
    sound, spoken = _talk(shared)
    ears = SileroVoiceActivity()
    voice = _held(np.array([ears.probability(frame) for frame in frames(sound)]))
    true = spoken[: len(voice)]
    precision = float((voice & true).sum() / voice.sum())
    recall = float((voice & true).sum() / true.sum())
    f1 = 2 * precision * recall / (precision + recall)
    print(f"frame F1 {f1:.3f} (precision {precision:.3f}, recall {recall:.3f}) over {len(true)} frames")
    assert f1 >= LEAST_F1
    assert precision >= 0.96


@pytest.mark.parametrize("noise", NOISES)
def test_a_noise_is_no_voice(noise: str, shared: Path) -> None:
    """Rain, typing, snoring and the like, each for 30 s at its own level: less than a word's worth of voice."""
    ears = SileroVoiceActivity()
    sound = room(looped(load(shared / "data" / "noise" / f"{noise}.wav"), 30))
    probabilities = [ears.probability(frame) for frame in frames(sound)]
    print(f"{noise}: at most {max(probabilities):.2f}")
    assert sum(p >= 0.5 for p in probabilities) * FRAME_S < TurnTaking().least_voice_s / 2


def _talk(shared: Path) -> tuple[Samples, np.ndarray]:
    """25 utterances of five people, and for each frame whether it lies inside one."""
    draw = np.random.default_rng(0)
    parts, spoken = [silence(2)], [np.zeros(2 * SAMPLE_RATE, bool)]
    for path in sorted((shared / "data" / "speech" / "librispeech_test_other").glob("*/*.flac"))[::2]:
        utterance = at_level(trimmed(load(path)), -23)
        gap = silence(draw.uniform(1, 4))
        parts += [utterance, gap]
        spoken += [np.ones(len(utterance), bool), np.zeros(len(gap), bool)]
    flags = np.concatenate(spoken)
    whole = len(flags) // FRAME
    return room(np.concatenate(parts)), flags[: whole * FRAME].reshape(whole, FRAME).mean(axis=1) > 0.5


def _held(probabilities: np.ndarray) -> np.ndarray:
    """Voice as turn-taking holds it: on at 0.5, off at 0.35, and over gaps of a third of a second."""
    voice, last, out = False, -100, []
    for i, p in enumerate(probabilities):
        voice = bool(p >= (0.35 if voice else 0.5))
        last = i if voice else last
        out.append(i - last <= 10)
    return np.array(out)
