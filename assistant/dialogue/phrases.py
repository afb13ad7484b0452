"""What was said, parted at the pauses. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from assistant.dialogue.pieces import Piece, only, pieces
from assistant.journal import Transcript, Utterance

PAUSE_S = 0.6
"""A gap between words that parts two phrases. A comma is shorter, and so is the slack in the recogniser's times."""
APART_S = 0.001
"""Seconds of slack where times are compared."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was said between two pauses; a line of typed text."""

    text: str
    start_s: float
    end_s: float
    """Both 0 for typed text."""
    before_s: float
    after_s: float
    """The silence around it; infinite where nothing else was said, and for a line."""
    before: "Phrase | None" = field(default=None, compare=False, repr=False)
    after: str = field(default="", compare=False)
    """What was said next, as far as it is known."""
    pieces: tuple[Piece, ...] = field(default=(), compare=False, repr=False)


def phrases(utterances: Sequence[Utterance], *, pause_s: float = PAUSE_S, quiet_s: float = inf) -> tuple[Phrase, ...]:
    """What was said, parted at the pauses; typed text by its lines.

    `quiet_s`: the silence after the last word, where a turn is still going on. A stretch may be cut in the middle of
    talk, and then the last phrase is no whole one.
    """
    found: list[Phrase] = []
    for group in _parted(utterances, pause_s=pause_s):
        text = " ".join(piece.text for piece in group)
        found.append(Phrase(text, group[0].start_s, group[-1].end_s, inf, inf, pieces=tuple(group)))
    for n, phrase in enumerate(found):
        line = phrase.end_s == 0.0
        later = found[n + 1] if n + 1 < len(found) else None
        after_s = inf if line else quiet_s if later is None else later.start_s - phrase.end_s
        before_s = inf if line or n == 0 else phrase.start_s - found[n - 1].end_s
        earlier = found[n - 1] if n else None
        found[n] = replace(
            phrase, before_s=before_s, after_s=after_s, before=earlier, after=later.text if later else ""
        )
    return tuple(found)


def without(transcript: Transcript, phrase: Phrase) -> Transcript | None:
    """Its words taken out; None for nothing left."""
    left: list[Utterance] = []
    if phrase.end_s == 0.0:
        lines = list(transcript.utterances)
        at = next((n for n in reversed(range(len(lines))) if lines[n].text == phrase.text), None)
        left = [u for n, u in enumerate(lines) if n != at]
    else:
        left = [u for whole in transcript.utterances if (u := _outside(whole, phrase)) is not None]
    return replace(transcript, utterances=tuple(left)) if left else None


def _parted(utterances: Sequence[Utterance], *, pause_s: float) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for utterance in utterances:
        for piece in pieces(utterance):
            line = piece.end_s == 0.0
            if group and (line or piece.start_s - group[-1].end_s >= pause_s - APART_S):
                yield group
                group = []
            group.append(piece)
    if group:
        yield group


def _outside(utterance: Utterance, phrase: Phrase) -> Utterance | None:
    """Without the words of the phrase."""
    return only(
        utterance,
        [
            n
            for n, piece in enumerate(pieces(utterance))
            if piece.end_s <= phrase.start_s + APART_S or piece.start_s >= phrase.end_s - APART_S
        ],
    )
