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
    /               the end of a sentence, with its mark; or the end of the talk

spaCy's own Matcher tries every pattern at every word (about 100 ms for these on 300 words). Here each pattern names
the words that it cannot do without, and only sentences that hold one of them are searched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from assistant.errors import UsageError

MARKS = frozenset(".?!")
_PIECE = re.compile(r"\(|\)\??|\||\.\.\.|\.\.|/|<[a-z]+>\??|\{[a-z_]+\}\??|[.?!]|[a-z0-9'*_-]+\??")
_WORDS = re.compile(r"[a-z0-9'* -]+")
_ENDS = frozenset(["|", "", ")", ")?"])
_WORD = "[^ .?!]+ "
ALSO = 2
"""So many of the other words that a pattern cannot do without are looked for before it is searched."""
_SELDOM = 2
_OFTEN = {
    word: int(number)
    for number, words in (
        row.split(": ")
        for row in """700: the i
490: and
310: my it to
270: a in
220: on not was
160: is that at of me with for
120: have had
100: did up said all so he
90: 's am one she out about there her
70: like went would do could got they we
60: what down when you back off
50: this him his going will no from put told by
40: two over myself came be time them can go till been whole again
33: day after before say asked but every three mother are since
28: today let four were as thing took know how first thought old never through get
20: an who just then there too into if where nothing now has home see phone week way right good night""".splitlines()
    )
    for word in words.split()
}
"""In how many of a thousand sentences a word stands, rounded; counted in the training lines. A pattern waits for the
words that are said least, so this decides how often one is looked for, and never what is found."""

Lists = Mapping[str, str]
Verbs = Mapping[str, str]


@dataclass(frozen=True)
class Pattern:
    source: str
    expression: str
    anchors: frozenset[str]
    """Every match holds one of these words; `smil*` stands for a beginning."""
    also: tuple[frozenset[str], ...] = ()
    """And one of each of these, all whole words."""

    @property
    def spans_sentences(self) -> bool:
        return "/" in self.source

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first needed: a reading needs a tenth of them. It matches the space before the words as well,
        since a search for a plain beginning is several times faster than one that looks behind."""
        return re.compile(" " + self.expression)


class Piece(NamedTuple):
    expression: str
    anchors: frozenset[str] | None = None
    """None where the piece can match no word at all, or any word."""
    often: int = 0
    """How often one of these words is said: see `_OFTEN`."""
    whole: bool = True
    """None of them is a beginning only."""
    also: tuple[frozenset[str], ...] = ()
    """What else every match holds one of."""


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
        return Pattern(line, piece.expression, piece.anchors, piece.also)

    def _parse(self, line: str) -> Piece:
        if _WORDS.fullmatch(line):  # more than half of all patterns
            return _in_a_row([_literal(word) for word in line.split()])
        pieces = _PIECE.findall(line)
        if "".join(pieces) != "".join(line.split()):
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
        known = self._known
        for sign in stream:
            if sign in _ENDS:
                ways.append(row[0] if len(row) == 1 else _in_a_row(row))
                row = []
                if sign != "|":
                    return _one_of(ways), sign
            elif sign == "(":
                inner, close = self._choice(stream)
                if not close:
                    raise ValueError("a bracket is not closed")
                row.append(_optional(inner) if close.endswith("?") else inner)
            else:
                piece = known.get(sign)
                if piece is None:
                    piece = known[sign] = self._single(sign)
                row.append(piece)
        raise ValueError("a bracket is not closed")

    def _single(self, sign: str) -> Piece:
        if sign.endswith("?") and sign[0] in "<{":
            return _optional(self._single(sign[:-1]))
        if sign.endswith("?"):
            return _one_of([_literal(sign[:-1]), _literal(sign[:-2])])
        if sign == "/":
            return Piece(r"(?:[.?!] |\Z)")
        if sign in ("..", "..."):
            return Piece(f"(?:{_WORD}){{0,{3 if sign == '..' else 6}}}?")
        if sign == "_":
            return Piece(_WORD)
        if sign[0] not in "<{":
            return _literal(sign)
        name = sign[1:-1]
        if sign[0] == "{":
            return self._parse(f"({self._lists[name]})")
        return _verb(name, self._verbs.get(name, ""))


@lru_cache(maxsize=8192)
def _literal(word: str) -> Piece:
    """Words hold no sign that a regular expression would take for its own."""
    if word.endswith("*"):
        return Piece(word[:-1] + "[^ ]* ", frozenset([word]), _SELDOM, whole=False)
    return Piece(word + " ", frozenset([word]), _OFTEN.get(word, _SELDOM))


@lru_cache(maxsize=2048)
def _verb(name: str, irregular: str) -> Piece:
    return _one_of([_literal(form) for form in forms(name, irregular)])


def _optional(piece: Piece) -> Piece:
    return Piece(f"(?:{piece.expression})?")


def _one_of(ways: Sequence[Piece]) -> Piece:
    if len(ways) == 1:
        return ways[0]
    expression = "(?:" + "|".join([w.expression for w in ways]) + ")"
    words: set[str] = set()
    often, whole = 0, True
    for way in ways:
        if way.anchors is None:
            return Piece(expression)
        words |= way.anchors
        often += way.often
        whole = whole and way.whole
    return Piece(expression, frozenset(words), often, whole)


_how_often = attrgetter("often")


def _in_a_row(row: Sequence[Piece]) -> Piece:
    expression = "".join([p.expression for p in row])
    wanted = sorted([p for p in row if p.anchors], key=_how_often)
    if not wanted:
        return Piece(expression)
    rarest = wanted[0]
    also = [p.anchors for p in wanted[1 : ALSO + 1] if p.whole and p.anchors]
    return Piece(expression, rarest.anchors, rarest.often, rarest.whole, tuple(also))


def forms(verb: str, irregular: str) -> tuple[str, ...]:
    """A verb's forms; those that are not regular stand in `lists.toml`."""
    if irregular:
        return (verb, *irregular.split())
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return (verb, third, stem + "ed", stem + "ing", stem + "in")
