"""From the recogniser's segments to utterances: what it invented is left out, the rest is cut into sentences. Pure."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.journal import Utterance, Word

WINDOW_LOOP_RATIO = 2.4
"""Compression ratio above which Whisper's authors hold a text to be a loop; plain English has 1.2 to 1.8."""
LEAST_LOOP_CHARS = 100
"""A person may well say "no" twelve times; a loop fills the window."""
NO_SPEECH = 0.6
NO_SPEECH_LOGPROB = -1.0
"""Whisper's own pair: it believes in silence, and does not believe in its words. Either alone is ordinary."""
FASTEST_WORDS_PER_S = 8.0
"""Fast talk has 4 to 6."""
LEAST_FAST_WORDS = 8
"""The times of a few short words are too rough to judge their speed by."""
LONGEST_WORDS = 40
"""Of an utterance, where no full stop comes."""
NO_STOPS = frozenset("mr. mrs. ms. dr. st. prof. vs. etc. e.g. i.e. a.m. p.m. approx. no.".split())
"""Words whose full stop ends no sentence by itself."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What Whisper gives. `text` and the words keep their leading spaces; times are seconds from the samples' start."""

    text: str
    start_s: float
    end_s: float
    words: tuple[Word, ...]
    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float
    """This and the two above are of the whole window of 30 s, which may hold several segments."""


def invented(segment: Segment, *, before: Sequence[Segment]) -> str:
    """Why a segment is held to be made up, in a word for the log; empty for what was heard.

    `before` are the segments that were kept before it. The window's own ratio alone drops nothing: a loop at its end
    would take true sentences at its beginning along.
    """
    if segment.no_speech_prob > NO_SPEECH and segment.avg_logprob < NO_SPEECH_LOGPROB:
        return "silence"
    if len(segment.text) >= LEAST_LOOP_CHARS and ratio(segment.text) > WINDOW_LOOP_RATIO:
        return "loop"
    said = _plain(segment.text)
    if not said:
        return "no words"
    if segment.compression_ratio > WINDOW_LOOP_RATIO and [_plain(b.text) for b in before[-2:]] == [said, said]:
        return "repeated"
    seconds = segment.end_s - segment.start_s
    if len(segment.words) >= LEAST_FAST_WORDS and len(segment.words) > FASTEST_WORDS_PER_S * seconds:
        return "too fast"
    return ""


def ratio(text: str) -> float:
    """How far a text can be squeezed: bytes before over bytes after, as Whisper measures it."""
    data = text.strip().encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0


def sentences(segments: Iterable[Segment], *, offset_s: float) -> tuple[Utterance, ...]:
    """About one utterance a sentence, over the borders of segments, which often lie inside one."""
    return tuple(_utterance(part, offset_s=offset_s) for part in _parts(segments))


def _parts(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Pieces of segments that make one sentence each."""
    part: list[Segment] = []
    for piece in (p for s in segments for p in _pieces(s)):
        part.append(piece)
        if _ends(piece.text) or sum(len(p.words) for p in part) >= LONGEST_WORDS:
            yield part
            part = []
    if part:
        yield part


def _pieces(segment: Segment) -> Iterator[Segment]:
    """The segment cut after each full stop inside it; whole where its words do not add up to its text."""
    if "".join(w.text for w in segment.words).strip() != segment.text.strip():
        yield segment
        return
    first = 0
    for i, word in enumerate(segment.words, start=1):
        last = i == len(segment.words)
        if last or (_ends(word.text) and _begins(segment.words[i].text)):
            words = segment.words[first:i]
            yield replace(
                segment,
                text="".join(w.text for w in words),
                start_s=words[0].start_s,
                end_s=words[-1].end_s,
                words=words,
            )
            first = i


def _utterance(part: Sequence[Segment], *, offset_s: float) -> Utterance:
    text = "".join(p.text for p in part).strip()
    return Utterance(
        text=text,
        start_s=part[0].start_s + offset_s,
        end_s=part[-1].end_s + offset_s,
        words=tuple(
            Word(text=w.text.strip(), start_s=w.start_s + offset_s, end_s=w.end_s + offset_s, probability=w.probability)
            for p in part
            for w in p.words
        ),
        avg_logprob=min(p.avg_logprob for p in part),
        no_speech_prob=max(p.no_speech_prob for p in part),
        compression_ratio=ratio(text),
    )


def _ends(text: str) -> bool:
    """Whether a sentence ends here, quotation marks aside."""
    bare = text.strip().rstrip("\"'\u201d\u2019)")
    last = bare.rsplit(maxsplit=1)[-1].lower() if bare else ""
    return bare.endswith((".", "?", "!", "…")) and not bare.endswith("...") and last not in NO_STOPS


def _begins(text: str) -> bool:
    first = text.strip().lstrip("\"'\u201c\u2018(")[:1]
    return first.isupper() or first.isdigit()


def _plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum() or c == " ").strip()
