"""A small byte-level vocabulary with Whisper's special tokens in Whisper's order.

usage: python tokens.py SENTENCES.txt tokenizer.json

faster-whisper and CTranslate2 tell times, ends and prompts by the order of the ids:
text pieces < <|endoftext|> < ... < <|notimestamps|> < <|0.00|> < ... < <|30.00|>.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

PIECES = 480  # few and short: with 1,024 pieces the network had learnt next to nothing in the same time
SPECIAL = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
TIME_STEP = 0.02  # seconds between two timestamp tokens


def build(sentences: list[str]) -> Tokenizer:
    """A tokenizer learnt from sentences, each as Whisper would write it: after a space."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=PIECES, initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator((" " + sentence for sentence in sentences), trainer)
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in SPECIAL])
    times = (f"<|{step * TIME_STEP:.2f}|>" for step in range(1501))
    tokenizer.add_tokens([AddedToken(time, special=False, normalized=False) for time in times])
    return tokenizer


@dataclass(frozen=True)
class Ids:
    """The ids that a training sequence is made of."""

    end: int
    start: int
    previous: int
    no_speech: int
    no_times: int

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> "Ids":
        names = ("endoftext", "startoftranscript", "startofprev", "nospeech", "notimestamps")
        return cls(*(tokenizer.token_to_id(f"<|{name}|>") for name in names))

    def time(self, frame: int) -> int:
        """The token of a moment, given in frames of 10 ms from the window's start."""
        return self.no_times + 1 + min(1500, round(frame / 2))


def names(tokenizer: Tokenizer) -> list[str]:
    """Every token in the order of its id."""
    return [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]


def main() -> int:
    """Learn a vocabulary. New pieces need weights from the start: the ones that are there no longer fit."""
    parser = argparse.ArgumentParser(description="learn a small vocabulary")
    parser.add_argument("sentences", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    build(options.sentences.read_text().splitlines()).save(str(options.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
