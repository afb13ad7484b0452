"""The small language that rules are written in, compiled to regular expressions over normal words.

One pattern a line:

    word            that word, in normal form ("did not", "i am", "going to")
    smil*           any word with that beginning
    <put>           a verb in any of its forms
    {people}        one of a named list
    walls?          with or without its last letter
    (a|b c|d)       one of these; a `?` behind the bracket makes it optional
    _               any one word
    ..  ...         up to three, up to six words
    /               the end of a sentence

spaCy's own Matcher tries every pattern at every word (about 100 ms for these on 300 words). Here each pattern names
the words that it cannot do without, and only sentences that hold one of them are searched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.errors import UsageError

MARKS = frozenset(".?!")
_PIECE = re.compile(r"\(|\)\??|\||\.\.\.|\.\.|/|<[a-z]+>\??|\{[a-z_]+\}\??|[.?!]|[a-z0-9'*_-]+\??")
_WORD = "[^ .?!]+ "
_COMMON = frozenset(
    """i me my the a an and or but so to of in on at it that this is was am are be been do did not have had has
    for with you he she they them her him his we as if all out up off down just no what when who how about from
    by go went going get got can could would will one there then like too back into over""".split()
)

Lists = Mapping[str, str]
Verbs = Mapping[str, str]


@dataclass(frozen=True)
class Pattern:
    source: str
    expression: str
    anchors: frozenset[str]
    """Every match holds one of these words; `smil*` stands for a beginning."""

    @property
    def spans_sentences(self) -> bool:
        return "/" in self.source

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first needed: a reading needs a tenth of them."""
        return re.compile("(?<= )" + self.expression)


@dataclass(frozen=True, slots=True)
class Piece:
    expression: str
    anchors: frozenset[str] | None
    """None where the piece can match no word at all, or any word."""


class Compiler:
    """Turns lines into patterns; the lists and verbs are those of `lists.toml`."""

    def __init__(self, lists: Lists, verbs: Verbs) -> None:
        self._lists = lists
        self._verbs = verbs
        self._known: dict[str, Piece] = {}

    def with_lists(self, more: Lists) -> "Compiler":
        """One that knows these lists too."""
        return Compiler({**self._lists, **more}, self._verbs)

    def compile(self, line: str, *, where: str) -> Pattern:
        """`where` names file and rule in the message of a mistake."""
        try:
            piece = self._parse(line)
        except (ValueError, KeyError) as e:
            raise UsageError(f"A pattern of the tagger cannot be read: “{line}” in {where}.", str(e)) from e
        if not piece.anchors:
            raise UsageError(f"A pattern of the tagger needs one word of its own: “{line}” in {where}.")
        return Pattern(line, piece.expression, piece.anchors)

    def _parse(self, line: str) -> Piece:
        pieces = _PIECE.findall(line)
        if "".join(pieces) != re.sub(r"\s+", "", line):
            raise ValueError("it holds a sign that means nothing here")
        stream = iter([*pieces, ""])
        piece, last = self._choice(stream)
        if last:
            raise ValueError("a bracket is closed that was not opened")
        return piece

    def _choice(self, stream: Iterator[str]) -> tuple[Piece, str]:
        """Reads up to the closing bracket or the end, which is handed back."""
        ways: list[Piece] = []
        row: list[Piece] = []
        for sign in stream:
            if sign in ("|", "") or sign.startswith(")"):
                ways.append(_in_a_row(row))
                row = []
                if sign != "|":
                    return _one_of(ways), sign
            elif sign == "(":
                inner, close = self._choice(stream)
                if not close:
                    raise ValueError("a bracket is not closed")
                row.append(_optional(inner) if close.endswith("?") else inner)
            else:
                row.append(self._single(sign))
        raise ValueError("a bracket is not closed")

    def _single(self, sign: str) -> Piece:
        if sign.endswith("?") and sign[0] in "<{":
            return _optional(self._single(sign[:-1]))
        if sign.endswith("?"):
            return _one_of([_literal(sign[:-1]), _literal(sign[:-2])])
        if sign == "/":
            return Piece("[.?!] ", None)
        if sign in ("..", "..."):
            return Piece(f"(?:{_WORD}){{0,{3 if sign == '..' else 6}}}?", None)
        if sign == "_":
            return Piece(_WORD, None)
        if sign[0] not in "<{":
            return _literal(sign)
        if sign not in self._known:
            name = sign[1:-1]
            self._known[sign] = (
                self._parse(f"({self._lists[name]})")
                if sign[0] == "{"
                else _one_of([_literal(form) for form in forms(name, self._verbs)])
            )
        return self._known[sign]


@lru_cache(maxsize=8192)
def _literal(word: str) -> Piece:
    """Words hold no sign that a regular expression would take for its own."""
    if word.endswith("*"):
        return Piece(word[:-1] + "[^ ]* ", frozenset([word]))
    return Piece(word + " ", frozenset([word]))


def _optional(piece: Piece) -> Piece:
    return Piece(f"(?:{piece.expression})?", None)


def _one_of(ways: Sequence[Piece]) -> Piece:
    if len(ways) == 1:
        return ways[0]
    anchors = None if any(w.anchors is None for w in ways) else frozenset().union(*(w.anchors or () for w in ways))
    return Piece("(?:" + "|".join(w.expression for w in ways) + ")", anchors)


def _in_a_row(row: Sequence[Piece]) -> Piece:
    choices = [p.anchors for p in row if p.anchors]
    best = min(choices, key=_cost) if len(choices) > 1 else choices[0] if choices else None
    return Piece("".join(p.expression for p in row), best)


def _cost(words: frozenset[str]) -> int:
    return len(words) + 39 * len(words & _COMMON)


def forms(verb: str, verbs: Verbs) -> tuple[str, ...]:
    """A verb's forms; those that are not regular stand in `lists.toml`."""
    if verb in verbs:
        return (verb, *verbs[verb].split())
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return (verb, third, stem + "ed", stem + "ing", stem + "in")
