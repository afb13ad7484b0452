"""Which words and which seconds of sound go when a person wants something forgotten. Pure.

Only what was said tonight is looked at. A strike takes whole sentences: half of one would tell the other half.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import inf

from assistant.dialogue.pieces import Piece, only, pieces
from assistant.journal import Entry, Reading, Transcript, Utterance
from assistant.practice import Span

MINUTE = timedelta(seconds=60)
LONG_PAUSE_S = 2.0
"""A sentence that is silent for so long has ended, with or without a full stop."""
ROOM_S = 1.0
"""Silence beside struck words that goes with them: the recogniser's times have some slack."""
NAME_ROOM_S = 0.15
"""The same beside a name: the words around it stay."""
GOES_ON = frozenset(
    """and but or so because cause if when while since as than that which who whose with without to of for from in on at
    by about the a an my your his her our their this is are was were am i he she it we they not very""".split()
)
"""No sentence ends in one of these; a recogniser puts a full stop behind whatever it was handed."""
_STOPS = re.compile(r"[.?!\u2026][\"'\u201d\u2019)]*$")
_SHORT_FORMS = frozenset("mr. mrs. ms. dr. st. prof. vs. etc. e.g. i.e. a.m. p.m.".split())


@dataclass(frozen=True, slots=True)
class Cut:
    """What `Forgetting.hide` wants of an entry."""

    entry: Entry
    words: Transcript
    """That are left; no utterances where all of it goes."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One piece, and where it stands."""

    entry: int
    utterance: int
    number: int
    piece: Piece

    @property
    def is_line(self) -> bool:
        return self.piece.end_s == 0.0


def last_sentence(entries: Sequence[Entry], *, until_s: float = inf) -> tuple[Cut, ...]:
    """The last one said. `entries` oldest first; of the newest only what was said before `until_s`. Empty for none."""
    said = _said(entries, until_s=until_s)
    return _cuts(entries, said[_sentence_begins(said, len(said) - 1) :]) if said else ()


def last_minute(entries: Sequence[Entry], *, until_s: float = inf) -> tuple[Cut, ...]:
    """All of the minute that ends with the last word, from the beginning of a sentence, over several entries."""
    said = _said(entries, until_s=until_s)
    if not said:
        return ()
    since = _ended(entries, said[-1]) - MINUTE
    first = next(n for n, one in enumerate(said) if _ended(entries, one) >= since)
    return _cuts(entries, said[_sentence_begins(said, first) :])


def renamed(entry: Entry, *, names: Mapping[str, str]) -> Cut | None:
    """Each of these names replaced by what stands for it, with its sound gone; None where it has none of them."""
    if entry.transcript is None or not names:
        return None
    change = _renaming(names)
    new = tuple(_with_names(u, change) for u in entry.transcript.utterances)
    if new == entry.transcript.utterances:
        return None
    said = [one.piece for one in _said([entry], until_s=inf) if not one.is_line]
    spans = tuple(_beside(said, n) for n, piece in enumerate(said) if change(piece.text) != piece.text)
    return Cut(entry, replace(entry.transcript, utterances=new), spans)


def with_names(text: str, *, names: Mapping[str, str]) -> str:
    """Each of these names replaced by what stands for it."""
    return _renaming(names)(text) if names else text


def names_meant(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Given names, the one that was said last first. `readings` oldest first."""
    people = [
        (number, tag.evidence.utterance, tag.evidence.start, tag.label)
        for number, reading in enumerate(readings)
        for tag in reading.tags
        if tag.kind == "person" and tag.label[:1].isupper()
    ]
    return tuple(dict.fromkeys(label for *_, label in sorted(people, reverse=True)))


def maybe_names(transcript: Transcript) -> tuple[str, ...]:
    """Every word with a capital: what is worth asking after among the private names."""
    found = re.findall(r"[^\W\d_][\w\u2019'-]*", transcript.text)
    return tuple(dict.fromkeys(re.sub(r"['\u2019]s?$", "", word) for word in found if word[0].isupper()))


def _said(entries: Sequence[Entry], *, until_s: float) -> list[_Said]:
    return [
        _Said(e, u, n, piece)
        for e, entry in enumerate(entries)
        for u, utterance in enumerate(entry.transcript.utterances if entry.transcript else ())
        for n, piece in enumerate(pieces(utterance))
        if e < len(entries) - 1 or piece.end_s <= until_s
    ]


def _sentence_begins(said: Sequence[_Said], at: int) -> int:
    while at > 0 and not _ends(said[at - 1], before=said[at]):
        at -= 1
    return at


def _ends(one: _Said, *, before: _Said) -> bool:
    """Whether a sentence ends between the two."""
    if one.entry != before.entry or one.is_line or before.piece.start_s - one.piece.end_s >= LONG_PAUSE_S:
        return True
    text = one.piece.text.lower()
    return bool(_STOPS.search(text)) and text not in _SHORT_FORMS and re.sub(r"\W", "", text) not in GOES_ON


def _ended(entries: Sequence[Entry], one: _Said) -> datetime:
    return entries[one.entry].moment.utc + timedelta(seconds=one.piece.end_s)


def _cuts(entries: Sequence[Entry], gone: Sequence[_Said]) -> tuple[Cut, ...]:
    return tuple(
        _cut(entry, {(one.utterance, one.number) for one in gone if one.entry == e})
        for e, entry in enumerate(entries)
        if any(one.entry == e for one in gone)
    )


def _cut(entry: Entry, gone: Collection[tuple[int, int]]) -> Cut:
    assert entry.transcript is not None
    left = (
        only(utterance, [n for n in range(len(pieces(utterance))) if (u, n) not in gone])
        for u, utterance in enumerate(entry.transcript.utterances)
    )
    words = replace(entry.transcript, utterances=tuple(u for u in left if u is not None))
    return Cut(entry, words, tuple(_spans(_said([entry], until_s=inf), gone)))


def _spans(said: Sequence[_Said], gone: Collection[tuple[int, int]]) -> Iterator[Span]:
    """The seconds of what goes, with the silence beside it; what is left keeps all of its own."""
    start_s, before_s = -1.0, 0.0
    for one in said:
        if one.is_line:
            continue
        if (one.utterance, one.number) in gone:
            start_s = start_s if start_s >= 0 else max(before_s, one.piece.start_s - ROOM_S)
        elif start_s >= 0:
            yield Span(start_s, min(one.piece.start_s, before_s + ROOM_S))
            start_s = -1.0
        before_s = one.piece.end_s
    if start_s >= 0:
        yield Span(start_s, before_s + ROOM_S)


def _beside(said: Sequence[Piece], n: int) -> Span:
    before_s = said[n - 1].end_s if n else 0.0
    after_s = said[n + 1].start_s if n + 1 < len(said) else inf
    return Span(
        max(min(before_s, said[n].start_s), said[n].start_s - NAME_ROOM_S),
        min(max(after_s, said[n].end_s), said[n].end_s + NAME_ROOM_S),
    )


def _renaming(names: Mapping[str, str]) -> Callable[[str], str]:
    """With its capitals: "will" is not Will."""
    any_name = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    return lambda text: any_name.sub(lambda found: names[found[0]], text)


def _with_names(utterance: Utterance, change: Callable[[str], str]) -> Utterance:
    words = tuple(replace(word, text=change(word.text)) for word in utterance.words)
    return replace(utterance, text=change(utterance.text), words=words)
