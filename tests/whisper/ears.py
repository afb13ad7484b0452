"""Sounds for tests, and the whole way from samples to decisions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.adapters.whisper.voice_activity import SileroVoiceActivity
from assistant.audio import FRAME, SAMPLE_RATE, Samples, Stretch, level_db
from assistant.dialogue import patience, stretches, turn_taking

NOISES = ("dog", "doing_the_dishes", "pink_noise", "rain", "running_tap", "snoring", "thunder", "typing")
WHISPERS = ("mfa_whisper", "whisper", "whisper2")


def load(path: Path) -> Samples:
    import av

    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    with av.open(str(path)) as container:
        frames = [r for f in container.decode(audio=0) for r in resampler.resample(f)]
    frames += resampler.resample(None)
    return np.concatenate([f.to_ndarray().reshape(-1) for f in frames]).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def room(samples: Samples, *, db: float = -65.0) -> Samples:
    """The same in a room with a steady hiss; no microphone gives zeros."""
    hiss = np.random.default_rng(1).standard_normal(len(samples)) * 10 ** (db / 20)
    return np.asarray(samples + hiss, np.float32)


def at_level(samples: Samples, db: float) -> Samples:
    return np.asarray(samples * 10 ** ((db - level_db(samples)) / 20), np.float32)


def looped(samples: Samples, seconds: float) -> Samples:
    return np.resize(samples, round(seconds * SAMPLE_RATE))


def frames(samples: Samples) -> Iterator[Samples]:
    return (samples[i : i + FRAME] for i in range(0, len(samples) - FRAME + 1, FRAME))


def trimmed(samples: Samples) -> Samples:
    """From the first to the last frame that is at most 35 dB below the loudest."""
    levels = np.array([level_db(frame) for frame in frames(samples)])
    loud = np.flatnonzero(levels > levels.max() - 35)
    return samples[loud[0] * FRAME : (loud[-1] + 1) * FRAME]


@dataclass
class Heard:
    """One turn, from its first sample to the decision that ends it, or to the end of the sound."""

    decision: turn_taking.Decision = "waiting"
    seconds: float = 0.0
    state: turn_taking.TurnState = field(default_factory=turn_taking.TurnState)
    stretches: Sequence[Stretch] = ()
    probabilities: Sequence[float] = ()


FINISHED = turn_taking.WordsSoFar("I went to bed.")


def listen(samples: Samples, *, to_the_end: bool = False) -> Heard:
    """Whatever is said counts as a finished sentence."""
    ears, config, cutting = SileroVoiceActivity(), patience.TurnTaking(sure_at=-20.0), stretches.Cutting()
    heard, cut, closed = Heard(), stretches.CutState(), list[Stretch | None]()
    probabilities: list[float] = []
    for frame in frames(samples):
        p = ears.probability(frame)
        probabilities.append(p)
        heard.state = turn_taking.step(heard.state, frame=turn_taking.Frame(p, level_db(frame)), config=config)
        cut, stretch = stretches.hear(cut, p, config=cutting)
        closed.append(stretch)
        heard.decision = turn_taking.decision(heard.state, words=FINISHED, config=config)
        if heard.decision in ("done", "gone") and not to_the_end:
            break
    heard.seconds = heard.state.time_s
    heard.stretches = [s for s in [*closed, stretches.finish(cut, config=cutting)] if s]
    heard.probabilities = probabilities
    return heard
