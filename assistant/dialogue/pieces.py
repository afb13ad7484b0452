"""What was said, in its smallest pieces that have a time: words as they stand in the text. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from assistant.journal import Utterance


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a whole utterance whose words have no times."""

    text: str
    start_s: float
    end_s: float
    """Both 0 for typed text."""


def pieces(utterance: Utterance) -> tuple[Piece, ...]:
    """What the recogniser cut inside a word ("mother", "-in-law") is one piece."""
    at, begun, start_s = 0, 0, 0.0
    found: list[Piece] = []
    for word in utterance.words:
        place = utterance.text.find(word.text, at)
        if place < 0 or not word.text:
            return (Piece(utterance.text, utterance.start_s, utterance.end_s),)
        if found and place == at:
            found[-1] = Piece(utterance.text[begun : place + len(word.text)], start_s, word.end_s)
        else:
            begun, start_s = place, word.start_s
            found.append(Piece(word.text, start_s, word.end_s))
        at = place + len(word.text)
    return tuple(found) or (Piece(utterance.text, utterance.start_s, utterance.end_s),)


def only(utterance: Utterance, places: Collection[int]) -> Utterance | None:
    """The utterance of these of its pieces, by their numbers from 0; None for none of them."""
    said = pieces(utterance)
    left = [piece for n, piece in enumerate(said) if n in places]
    if not left:
        return None
    if len(left) == len(said):
        return utterance
    words = tuple(w for w in utterance.words if any(p.start_s <= w.start_s and w.end_s <= p.end_s for p in left))
    text = " ".join(piece.text for piece in left)
    return replace(utterance, text=text, start_s=left[0].start_s, end_s=left[-1].end_s, words=words)
