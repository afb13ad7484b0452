"""What a typed question says: its words in one form, and what they name."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.dialogue.asking.nouns import Found, Meaning, Token

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A place in a wording: any of these words stands in it, or none where it may be missing."""

    words: frozenset[str]
    may_miss: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a label, such as `said|say no`."""

    pieces: tuple[Piece, ...]
    meaning: Meaning


@dataclass(frozen=True)
class Words:
    """`prompts/asking.toml`, with the persons of the journal."""

    wordings: tuple[Wording, ...]
    forms: Mapping[Meaning, Mapping[str, str]]
    """How a label reads in a sentence, by the form: `base`, `past`, `ing`, `feel`, `name`."""
    same: Mapping[str, str]
    contractions: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    plain: frozenset[str]
    """Common words, none of which is a slip of another one."""
    never: frozenset[str]
    """Words that no question here has an answer to, such as `should`."""
    lead_ins: tuple[tuple[str, ...], ...]
    """What may be said before a question."""

    def knowing(self, people: Iterable[str]) -> "Words":
        """The same with these persons, by the journal's own words for them."""
        named = (person(name, name) for name in people)
        return replace(self, wordings=(*self.wordings, *(wording for wording in named if wording.pieces)))

    @cached_property
    def _by_first(self) -> Mapping[str, list[Wording]]:
        index: dict[str, list[Wording]] = {}
        for wording in self.wordings:
            for word in wording.pieces[0].words:
                index.setdefault(word, []).append(wording)
        return index

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that means something here; a slip is likely one of these."""
        named = {word for wording in self.wordings for piece in wording.pieces for word in piece.words}
        return frozenset(named | self.same.keys() | set(self.same.values()))

    def split(self, text: str) -> list[str]:
        """In small letters, with what is drawn together written out."""
        words = _WORD.findall(text.casefold().replace("\u2019", "'").replace("`", "'"))
        whole = [part for word in words for part in self.contractions.get(word, (word,))]
        lead = next(
            (lead for lead in self.lead_ins if tuple(whole[: len(lead)]) == lead and len(whole) > len(lead)), ()
        )
        return whole[len(lead) :]

    def tokens(self, words: Sequence[Token]) -> list[Token]:
        """Names found, fillers left out, and each other word in the form that stands for all of its kind."""
        return [
            self.same.get(token, token) if isinstance(token, str) else token
            for token in self._named(words)
            if token not in self.fillers
        ]

    def _named(self, words: Sequence[Token]) -> Iterator[Token]:
        at = 0
        while at < len(words):
            found = self._longest(words, at)
            yield found or words[at]
            at += len(found.words) if found else 1

    def _longest(self, words: Sequence[Token], at: int) -> Found | None:
        first = words[at]
        if not isinstance(first, str):
            return None
        best, means = 0, dict[Meaning, None]()
        for wording in self._by_first.get(first, self._by_first.get(first.removesuffix("'s"), ())):
            size = _size(wording.pieces, words, at)
            if size > best:
                best, means = size, {}
            if size and size == best:
                means[wording.meaning] = None
        taken = tuple(word for word in words[at : at + best] if isinstance(word, str))
        return Found(taken, tuple(means)) if best else None


def _size(pieces: Sequence[Piece], words: Sequence[Token], at: int) -> int:
    """How many words it takes from there on; 0 where it does not stand there."""
    here = at
    for piece in pieces:
        word = words[here] if here < len(words) else None
        if isinstance(word, str) and (word in piece.words or word.removesuffix("'s") in piece.words):
            here += 1
        elif not piece.may_miss:
            return 0
    return here - at


def person(words: str, label: str) -> Wording:
    pieces = (Piece(frozenset((word,))) for word in _WORD.findall(words.casefold()))
    return Wording(tuple(pieces), Meaning("person", label))


def wording(text: str, meaning: Meaning) -> Wording:
    """`wait|waited before i? answer`."""
    pieces = (Piece(frozenset(part.removesuffix("?").split("|")), part.endswith("?")) for part in text.split())
    return Wording(tuple(pieces), meaning)
