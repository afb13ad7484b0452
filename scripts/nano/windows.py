"""Spoken sentences joined to the windows that Whisper hears, with the tokens that it should answer."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from tokens import Ids
from torch import Tensor

SILENCE = -10.0  # log10 power of digital silence, where faster-whisper clips
MOST_TARGET = 380  # tokens; with a prompt this stays below Whisper's 448
IGNORED = -100  # a position without a goal, in cross_entropy's terms
NOISE = np.random.default_rng(0).exponential(1.0, (6000, 80)).astype(np.float32)


@dataclass(frozen=True)
class Plan:
    """One kind of batch: `size` windows of `frames` (10 ms), `few` of them with one to three sentences only."""

    frames: int
    size: int
    few: float


@dataclass(frozen=True)
class Window:
    """One window. `mel` (frames, 80) ends with its sound; faster-whisper fills up with zeros behind it."""

    mel: np.ndarray
    tokens: list[int]
    goals: list[int]  # for each token the one that should follow, or IGNORED
    pieces: list[int]  # the text alone


@dataclass(frozen=True)
class Batch:
    """B windows filled up to one length."""

    mel: Tensor  # (B, 80, frames)
    tokens: Tensor  # (B, L)
    goals: Tensor  # (B, L)
    pieces: list[list[int]]
    sounding: int  # encoder positions (20 ms) until the longest window's sound ends


class Corpus:
    """Sentences with their frames, as `synthesise.py` wrote them; the frames stay on disk until they are used."""

    def __init__(self, stem: Path, tokenizer: Tokenizer) -> None:
        kept = json.loads(stem.with_suffix(".json").read_text())
        self.mels = np.load(stem.with_suffix(".npy"), mmap_mode="r")
        self.starts = np.cumsum([0] + [frames for _, frames in kept])
        self.pieces = [encoded.ids for encoded in tokenizer.encode_batch([" " + text for text, _ in kept])]
        self.texts = [text for text, _ in kept]

    def __len__(self) -> int:
        return len(self.texts)

    def mel(self, i: int) -> np.ndarray:
        return np.asarray(self.mels[self.starts[i] : self.starts[i + 1]], np.float32)

    def frames(self, i: int) -> int:
        return int(self.starts[i + 1] - self.starts[i])


@dataclass(frozen=True)
class Said:
    """A sentence within a window, in frames from its start."""

    start: int
    end: int
    pieces: list[int]


class Maker:
    """Makes windows out of corpora, each drawn from as often as its weight says."""

    def __init__(self, corpora: list[tuple[Corpus, float]], tokenizer: Tokenizer, seed: int) -> None:
        self.corpora, self.weights = [c for c, _ in corpora], [w for _, w in corpora]
        self.tokenizer, self.ids = tokenizer, Ids.of(tokenizer)
        self.rng = random.Random(seed)

    def batch(self, plan: Plan) -> Batch:
        made = [self.window(plan) for _ in range(plan.size)]
        longest = max(len(window.tokens) for window in made)
        mel = np.zeros((plan.size, plan.frames, 80), np.float32)
        tokens = np.full((plan.size, longest), self.ids.end, np.int64)
        goals = np.full((plan.size, longest), IGNORED, np.int64)
        for row, window in enumerate(made):
            mel[row, : len(window.mel)] = window.mel
            tokens[row, : len(window.tokens)] = window.tokens
            goals[row, : len(window.goals)] = window.goals
        pieces = [window.pieces for window in made]
        sounding = max(len(window.mel) for window in made) // 2
        return Batch(
            torch.from_numpy(mel).transpose(1, 2), torch.from_numpy(tokens), torch.from_numpy(goals), pieces, sounding
        )

    def window(self, plan: Plan) -> Window:
        if self.rng.random() < 0.03:
            return self._wordless(plan.frames)
        most = self.rng.choice([1, 1, 2, 3]) if self.rng.random() < plan.few else 99
        sound, said = self._talk(plan.frames, most)
        timed, pieces = self.rng.random() < 0.75, [piece for part in said for piece in part.pieces]
        start, target = self.ids.start, pieces[:MOST_TARGET]
        if timed:
            marked = [[self.ids.time(p.start), *p.pieces, self.ids.time(p.end)] for p in said]
            target = [token for part in marked for token in part][:MOST_TARGET]
        before = self._before(pieces) if self.rng.random() < 0.15 else []
        answer = [start, *([] if timed else [self.ids.no_times]), *target, self.ids.end]
        goals = [IGNORED] * len(before) + answer[1:]
        return Window(self._heard(sound), [*before, *answer[:-1]], goals, pieces)

    def _draw(self) -> tuple[Corpus, int]:
        corpus = self.rng.choices(self.corpora, self.weights)[0]
        return corpus, self.rng.randrange(len(corpus))

    def _talk(self, frames: int, most: int) -> tuple[np.ndarray, list[Said]]:
        """Log mel of sentences with gaps between, and pauses of up to 1.2 s around them."""
        at, parts, said = self.rng.randint(0, 100), [], []
        parts.append(np.full((at, 80), SILENCE, np.float32))
        while len(said) < most:
            corpus, i = self._draw()
            length = corpus.frames(i)
            if at + length > frames:
                if said:
                    break
                continue  # too long for this window: draw another
            parts.append(corpus.mel(i))
            said.append(Said(at, at + length, corpus.pieces[i]))
            gap = min(self.rng.randint(5, 120), frames - at - length)
            parts.append(np.full((gap, 80), SILENCE, np.float32))
            at += length + gap
            if most > 3 and self.rng.random() < 0.08:
                break
        return np.concatenate(parts), said

    def _wordless(self, frames: int) -> Window:
        """Silence or noise alone: <|nospeech|>, and nothing after a first timestamp or none."""
        sound = np.full((self.rng.randint(30, frames), 80), SILENCE, np.float32)
        timed = self.rng.random() < 0.75
        second = self.ids.time(self.rng.randint(0, 100)) if timed else self.ids.no_times
        return Window(self._heard(sound), [self.ids.start, second], [self.ids.no_speech, self.ids.end], [])

    def _before(self, pieces: list[int]) -> list[int]:
        """A prompt: the sentence before, or hotwords, some of them words of this window."""
        corpus, i = self._draw()
        if self.rng.random() < 0.5:
            return [self.ids.previous, *corpus.pieces[i][:120]]
        words = corpus.texts[i].split() + self.tokenizer.decode(pieces).split()
        chosen = self.rng.sample(words, min(len(words), self.rng.randint(1, 8)))
        hotwords = " " + ", ".join(word.strip(",.?!") for word in chosen)
        return [self.ids.previous, *self.tokenizer.encode(hotwords).ids[:120]]

    def _heard(self, sound: np.ndarray) -> np.ndarray:
        """A louder or softer copy, half of them with a little coloured noise, normalised as faster-whisper does."""
        sound = sound + self.rng.uniform(-1.6, 0.3)
        if self.rng.random() < 0.5:
            level, tilt = self.rng.uniform(-7.5, -3.0), self.rng.uniform(0, 3)
            shape = 10 ** (level - tilt * np.linspace(0, 1, 80, dtype=np.float32))
            first = self.rng.randint(0, len(NOISE) - len(sound))
            sound = np.log10(10**sound + shape * NOISE[first : first + len(sound)])
        sound = np.maximum(sound, SILENCE)
        return (np.maximum(sound, sound.max() - 8) + 4) / 4
