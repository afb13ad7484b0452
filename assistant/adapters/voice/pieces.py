"""A long text in pieces that an engine takes one by one. Pure."""

import re
from collections.abc import Iterator

PIECE = 600
"""Characters. pyttsx3 copies all it has at each buffer: 10,000 words in one piece took 90 s, in such pieces 3."""

_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_SENTENCE = re.compile(r"[^.!?…]*[.!?…]*\s*")


def pieces(text: str) -> Iterator[str]:
    """Whole sentences, as many as fit; a longer sentence is cut between words, a longer word anywhere.

    Control characters and halves of surrogate pairs, on which engines stop, become spaces.
    """
    held = ""
    for part in _small(_UNSPEAKABLE.sub(" ", text)):
        if held and len(held) + len(part) > PIECE:
            yield held.strip()
            held = ""
        held += part
    if held.strip():
        yield held.strip()


def _small(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.findall(text):
        if len(sentence) <= PIECE:
            yield sentence
            continue
        for word in re.findall(r"\S+\s*", sentence):
            yield from (word[at : at + PIECE] for at in range(0, len(word), PIECE))
