"""Talk with pauses that are known, over noise that is known: what `scripts/bench turns` listens to."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.audio import SAMPLE_RATE, Samples, level_db
from benchmarks.spoken_words import Spoken, espeak, found_in

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
NOISES = ("dog", "doing_the_dishes", "pink_noise", "rain", "running_tap", "snoring", "thunder", "typing")
VOICES = ("gmw/en", "gmw/en-US", "gmw/en-GB-scotland", "gmw/en-GB-x-rp")
SPEECH_DB, ROOM_DB = -23.0, -65.0
SNRS_DB = (20, 10, 5)
TAIL_S = 62.0
"""What follows a turn: longer than any turn may stay open."""
INSIDE_S = (1.0, 8.0)
BETWEEN_S = {"unhurried": (1.0, 4.0), "brisk": (1.0, 2.0)}
PAUSED_SENTENCES = 2
"""Of the three in a turn."""
FADE = round(0.15 * SAMPLE_RATE)
"""A word that is cut out of flowing talk dies away for so long, by 30 dB, as before a pause that was meant."""
ALONE = round(0.45 * SAMPLE_RATE)
"""A small word takes a tenth of a second in flowing talk; nobody says it so between two pauses."""

Kind = Literal["inside", "between"]


@dataclass(frozen=True)
class Pause:
    kind: Kind
    start: int
    """Samples from the beginning of the talk; where the sound before it ends."""
    end: int


@dataclass(frozen=True)
class Talk:
    samples: Samples
    """From a second before the first word to TAIL_S after the last, with its noise."""
    words: tuple[tuple[int, str], ...]
    """Where each begins."""
    pauses: tuple[Pause, ...]
    start: int
    end: int
    """Of the last word."""
    snr_db: int


def people() -> list[list[Spoken]]:
    """What each person read, with the places of its words."""
    lines = (DATA / "speech" / "references.tsv").read_text("utf-8").splitlines()[1:]
    said = {path: words for path, words, *_ in (line.split("\t") for line in lines)}
    found: dict[str, list[Spoken]] = {}
    for path in sorted((DATA / "speech" / "librispeech_test_other").glob("*/*.flac")):
        samples = at_level(trimmed(sound_of(path)), SPEECH_DB)
        model = espeak().say(tuple(said[str(path.relative_to(DATA))].split()))
        found.setdefault(path.parent.name, []).append(found_in(samples, model=model))
    return list(found.values())


def synthetic_people() -> list[list[Spoken]]:
    """The same said by espeak-ng's voices: sentences of a diary that nothing was trained on."""
    lines = (ROOT / "scripts" / "nano" / "unseen.txt").read_text("utf-8").splitlines()
    sentences = [tuple(line.rstrip(".!?").lower().split()) for line in lines]
    found: list[list[Spoken]] = [[] for _ in VOICES]
    for i, words in enumerate(sentences):
        if len(words) >= 4:
            said = espeak().say(words, voice=VOICES[i % len(VOICES)], rate=150 + 10 * (i % 3))
            samples = at_level(trimmed(said.samples), SPEECH_DB)
            found[i % len(VOICES)].append(Spoken(samples, said.words, said.starts))
    return found


def talks(people: Sequence[Sequence[Spoken]], *, profile: str, count: int) -> list[Talk]:
    """Always the same ones."""
    chance = random.Random(f"{profile} {count}")
    noises = [sound_of(DATA / "noise" / f"{name}.wav") for name in NOISES]
    made = []
    for number in range(count):
        person = people[number % len(people)]
        sentences = chance.sample([s for s in person if boundaries(s)], 3)
        noise = noises[number // len(SNRS_DB) % len(noises)]
        snr_db = SNRS_DB[number % len(SNRS_DB)]
        made.append(_talk(sentences, noise, snr_db=snr_db, between_s=BETWEEN_S[profile], chance=chance))
    return made


def _talk(
    sentences: Sequence[Spoken],
    noise: Samples,
    *,
    snr_db: int,
    between_s: tuple[float, float],
    chance: random.Random,
) -> Talk:
    paused = chance.sample(range(len(sentences)), PAUSED_SENTENCES)
    parts, words, pauses, at = [silence(1.0)], list[tuple[int, str]](), list[Pause](), SAMPLE_RATE

    def pause(kind: Kind, limits: tuple[float, float]) -> None:
        nonlocal at
        parts.append(silence(chance.uniform(*limits)))
        pauses.append(Pause(kind, at, at + len(parts[-1])))
        at += len(parts[-1])

    for number, sentence in enumerate(sentences):
        if number:
            pause("between", between_s)
        cut = chance.choice(boundaries(sentence)) if number in paused else None
        for word, start in zip(sentence.words, sentence.starts, strict=True):
            if cut is not None and start == sentence.starts[cut]:
                parts.append(_dying(sentence.samples[:start]))
                at += start
                pause("inside", INSIDE_S)
                at -= start  # so that what follows is placed by its own start
                parts.append(sentence.samples[start:])
                cut = None
            words.append((at + start, word))
        if number not in paused:
            parts.append(sentence.samples)
        at += len(sentence.samples)
    spoken = np.concatenate([*parts, silence(TAIL_S)])
    hiss = np.random.default_rng(len(spoken)).standard_normal(len(spoken)) * 10 ** (ROOM_DB / 20)
    under = at_level(np.resize(noise, len(spoken)), SPEECH_DB - snr_db)
    return Talk((spoken + hiss + under).astype(np.float32), tuple(words), tuple(pauses), SAMPLE_RATE, at, snr_db)


def boundaries(sentence: Spoken) -> list[int]:
    """The numbers of the words before which somebody might pause: with ALONE of talk on either side."""
    samples = sentence.samples
    return [
        i
        for i, start in enumerate(sentence.starts)
        if _is_talk(samples[max(0, start - ALONE) : start]) and _is_talk(samples[start : start + ALONE])
    ]


def _is_talk(samples: Samples) -> bool:
    """Long enough, and not mostly a rest that the reader made."""
    return len(samples) == ALONE and level_db(samples) > SPEECH_DB - 10


def _dying(samples: Samples) -> Samples:
    samples = samples.copy()
    length = min(FADE, len(samples))
    samples[len(samples) - length :] *= 10 ** (-np.linspace(0, 30, length, dtype=np.float32) / 20)
    return samples


def sound_of(path: Path) -> Samples:
    import av

    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    with av.open(str(path)) as container:
        frames = [r for f in container.decode(audio=0) for r in resampler.resample(f)]
    frames += resampler.resample(None)
    return np.concatenate([f.to_ndarray().reshape(-1) for f in frames]).astype(np.float32)


def trimmed(samples: Samples) -> Samples:
    """From the first to the last 32 ms that are at most 35 dB below the loudest."""
    levels = np.array([level_db(samples[i : i + 512]) for i in range(0, len(samples) - 511, 512)])
    loud = np.flatnonzero(levels > levels.max() - 35)
    return samples[loud[0] * 512 : (loud[-1] + 1) * 512]


def at_level(samples: Samples, db: float) -> Samples:
    return np.asarray(samples * 10 ** ((db - level_db(samples)) / 20), np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)
