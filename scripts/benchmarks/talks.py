"""Talk with pauses that are known, over noise that is known: what `scripts/bench turns` listens to."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.audio import FRAME, SAMPLE_RATE, Samples, level_db
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
FINISHED_PLACES = Path(__file__).with_name("finished_places.tsv")
"""The numbers of the words before which a sentence could have ended, marked by hand: of an utterance, or of a line of
scripts/nano/unseen.txt. A place counts where a person who reads the words until there could take them for a sentence;
in doubt it was left out."""
FADE = round(0.15 * SAMPLE_RATE)
"""A word that is cut out of flowing talk dies away for so long, by 30 dB, as before a pause that was meant."""
AUDIBLE_HZ = (200, 4000)
"""Where voices are, and the rumble of rooms is not."""
ALONE = round(0.45 * SAMPLE_RATE)
"""A small word takes a tenth of a second in flowing talk; nobody says it so between two pauses."""

Kind = Literal["inside", "could_end", "between"]
"""`inside` a sentence where the words so far are none yet; inside, where the words `could_end`; `between` two."""
KINDS: tuple[Kind, ...] = ("inside", "could_end", "between")


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
    places = finished_places()
    found: dict[str, list[Spoken]] = {}
    for path in sorted((DATA / "speech" / "librispeech_test_other").glob("*/*.flac")):
        samples = at_level(trimmed(sound_of(path)), SPEECH_DB)
        model = espeak().say(tuple(said[str(path.relative_to(DATA))].split()))
        spoken = replace(found_in(samples, model=model), could_end=places.get(path.stem, frozenset()))
        found.setdefault(path.parent.name, []).append(spoken)
    return list(found.values())


def synthetic_people() -> list[list[Spoken]]:
    """The same said by espeak-ng's voices: sentences of a diary that nothing was trained on."""
    lines = (ROOT / "scripts" / "nano" / "unseen.txt").read_text("utf-8").splitlines()
    sentences = [tuple(line.rstrip(".!?").lower().split()) for line in lines]
    places = finished_places()
    found: list[list[Spoken]] = [[] for _ in VOICES]
    for i, words in enumerate(sentences):
        if len(words) >= 4:
            said = espeak().say(words, voice=VOICES[i % len(VOICES)], rate=150 + 10 * (i % 3))
            samples = at_level(trimmed(said.samples), SPEECH_DB)
            could_end = places.get(str(i + 1), frozenset())
            found[i % len(VOICES)].append(Spoken(samples, said.words, said.starts, could_end))
    return found


def finished_places() -> dict[str, frozenset[int]]:
    rows = (line.split("\t") for line in FINISHED_PLACES.read_text("utf-8").splitlines()[1:])
    return {sentence: frozenset(map(int, places.split(","))) for sentence, places in rows}


def talks(people: Sequence[Sequence[Spoken]], *, profile: str, count: int) -> list[Talk]:
    """Always the same ones: two sentences each, one paused in before it is any, and one where it could have ended."""
    chance = random.Random(f"{profile} {count}")
    noises = [sound_of(DATA / "noise" / f"{name}.wav") for name in NOISES]
    made = []
    for number in range(count):
        person = people[number % len(people)]
        first = chance.choice([s for s in person if boundaries(s, kind="inside")])
        other = chance.choice([s for s in person if s is not first and boundaries(s, kind="could_end")])
        cuts = [_cut(first, kind="inside", chance=chance), _cut(other, kind="could_end", chance=chance)]
        chance.shuffle(cuts)
        noise = noises[number // len(SNRS_DB) % len(noises)]
        snr_db = SNRS_DB[number % len(SNRS_DB)]
        made.append(_talk(cuts, noise, snr_db=snr_db, between_s=chance.uniform(*BETWEEN_S[profile])))
    return made


@dataclass(frozen=True)
class _Cut:
    """A sentence with a pause in it."""

    sentence: Spoken
    kind: Kind
    at: int
    """Samples; where the word after the pause starts."""
    pause_s: float


def _cut(sentence: Spoken, *, kind: Kind, chance: random.Random) -> _Cut:
    before = chance.choice(boundaries(sentence, kind=kind))
    return _Cut(sentence, kind, sentence.starts[before], chance.uniform(*INSIDE_S))


def _talk(cuts: Sequence[_Cut], noise: Samples, *, snr_db: int, between_s: float) -> Talk:
    parts, words, pauses, at = [silence(1.0)], list[tuple[int, str]](), list[Pause](), SAMPLE_RATE

    def add(samples: Samples) -> None:
        nonlocal at
        parts.append(samples)
        at += len(samples)

    def pause(kind: Kind, seconds: float) -> None:
        start = at
        add(silence(seconds))
        pauses.append(Pause(kind, start, at))

    for cut in cuts:
        if pauses:
            pause("between", between_s)
        said, start = cut.sentence, at
        add(_dying(said.samples[: cut.at]))
        pause(cut.kind, cut.pause_s)
        later = at - start - cut.at
        add(said.samples[cut.at :])
        for word, place in zip(said.words, said.starts, strict=True):
            words.append((start + place + (later if place >= cut.at else 0), word))
    spoken = np.concatenate([*parts, silence(TAIL_S)])
    hiss = np.random.default_rng(len(spoken)).standard_normal(len(spoken)) * 10 ** (ROOM_DB / 20)
    under = at_level(np.resize(noise, len(spoken)), SPEECH_DB - snr_db)
    return Talk((spoken + hiss + under).astype(np.float32), tuple(words), tuple(pauses), SAMPLE_RATE, at, snr_db)


def boundaries(sentence: Spoken, *, kind: Kind) -> list[int]:
    """The numbers of the words before which somebody might pause so: with ALONE of talk on either side."""
    samples = sentence.samples
    return [
        i
        for i, start in enumerate(sentence.starts)
        # Of words that share a start the pause lies before the first.
        if start not in sentence.starts[:i]
        and (i in sentence.could_end) == (kind == "could_end")
        and _is_talk(samples[max(0, start - ALONE) : start])
        and _is_talk(samples[start : start + ALONE])
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
    """From the first to the last 64 ms that can be heard: between AUDIBLE_HZ well above the recording's own quietest,
    and no more than 35 dB below its loudest. Some readers' rooms are so loud that 35 dB alone leave their half second
    before the first word and after the last, which would make each pause between sentences longer than it is said to
    be."""
    frames = np.stack([samples[i : i + FRAME] for i in range(0, len(samples) - FRAME + 1, FRAME)])
    power = np.abs(np.fft.rfft(frames * np.hanning(FRAME))) ** 2
    pitch = np.fft.rfftfreq(FRAME, 1 / SAMPLE_RATE)
    levels = 10 * np.log10(power[:, (pitch >= AUDIBLE_HZ[0]) & (pitch <= AUDIBLE_HZ[1])].sum(axis=1) + 1e-12)
    loud = levels > max(levels.max() - 35, np.percentile(levels, 5) + 10)
    heard = np.flatnonzero(loud[:-1] & loud[1:])
    return samples[heard[0] * FRAME : (heard[-1] + 2) * FRAME]


def at_level(samples: Samples, db: float) -> Samples:
    return np.asarray(samples * 10 ** ((db - level_db(samples)) / 20), np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)
