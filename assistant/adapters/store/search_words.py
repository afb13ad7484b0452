"""What is looked for: words, phrases in quotes, and pictures such as emoji; and where they stand in a sentence.

A word is folded the same way on every side: small letters, no accents, `don't` one word and `mother's` one too.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import UsageError

PLAIN = r"""
trim(regexp_replace(
    lower(strip_accents(regexp_replace(text, '[''\x{2019}]([A-Za-z]{1,2})\b', '\1', 'g'))), '[^\p{L}\p{N}]+', ' ', 'g'
))
"""
"""SQL for a column `text`: its words as `fold` has them, one space between two."""

_LETTER = "(?:[^\\W_]|[\u0300-\u036f])"
_WORD = re.compile(f"{_LETTER}+(?:['\u2019][A-Za-z]{{1,2}}(?!{_LETTER}))?")
_APOSTROPHE = re.compile("['\u2019]")
_QUOTED = re.compile('["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]*)["\u201c\u201d]')

_SMALL = frozenset(
    """a about am an and are as at be been but by did do does for from had has have he her hers him his i if im in into
    is it its ive me mine my of on or our ours she so than that the their them then there these they this those to too
    us was we were what when where which who will with would you your yours""".split()
)
"""They stand in nearly every sentence: they are looked for where nothing else was said. `not` and `no` are none."""

LONGEST_PHRASE = 200
"""Characters; what is longer was not said word for word in one sentence."""


@dataclass(frozen=True, slots=True)
class Sought:
    words: tuple[str, ...]
    """Folded, each once; those that tell something."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Folded words that must follow one another."""
    signs: tuple[str, ...] = ()
    """As they were typed."""

    @property
    def all_words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.words, *(word for phrase in self.phrases for word in phrase))))

    @property
    def is_strict(self) -> bool:
        return bool(self.phrases or (self.signs and self.words))

    @property
    def loosely(self) -> "Sought":
        """The words alone, in any order."""
        return Sought(_telling(self.all_words)) if self.all_words else self


@dataclass(frozen=True, slots=True)
class Token:
    """A word where it stands: characters [start, end)."""

    start: int
    end: int
    folded: str


def sought(said: Sequence[str]) -> Sought:
    """Of the arguments of a command: one with a space in it was quoted in the shell, and is a phrase.

    Raises UsageError where no word is in it.
    """
    parts = [part.encode("utf-8", "replace").decode("utf-8") for part in said]  # bytes that are no text
    phrases: list[str] = []
    rest: list[str] = []
    for part in parts:
        quoted = _QUOTED.findall(part)
        if not quoted and " " in part.strip() and len(part) <= LONGEST_PHRASE:
            phrases.append(part)
        else:
            phrases += quoted
            rest.append(_QUOTED.sub(" ", part))
    folded = [words for phrase in phrases if (words := tuple(t.folded for t in tokens(phrase)))]
    loose = dict.fromkeys(t.folded for part in rest for t in tokens(part))
    loose.update(dict.fromkeys(word for phrase in folded if len(phrase) == 1 for word in phrase))
    signs = dict.fromkeys(sign for part in parts for sign in _signs(part))
    wanted = Sought(_telling(loose), tuple(phrase for phrase in folded if len(phrase) > 1), tuple(signs))
    if not (wanted.all_words or wanted.signs):
        raise UsageError("There is no word in that to look for.", "Such as: between find boundary mother")
    return wanted


def _telling(words: Collection[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _SMALL) or tuple(words)


def _signs(part: str) -> Iterator[str]:
    """Chunks of a text with a picture in them."""
    for chunk in part.split():
        sign = _WORD.sub("", chunk).strip("\"'.,;:!?()\u2019\u201c\u201d")
        if any(unicodedata.category(letter) == "So" for letter in sign):
            yield sign


def tokens(text: str) -> list[Token]:
    return [Token(m.start(), m.end(), fold(m[0])) for m in _WORD.finditer(text)]


def fold(word: str) -> str:
    apart = unicodedata.normalize("NFD", _APOSTROPHE.sub("", word))
    bare = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", bare).lower()


def places(text: str, wanted: Sought, *, hits: Mapping[str, bool]) -> tuple[tuple[int, int], ...]:
    """Where in the text stands what was looked for. `hits`: whether a folded word is one of the words."""
    there = tokens(text)
    found = [(t.start, t.end) for t in there if hits.get(t.folded)]
    folded = [t.folded for t in there]
    for phrase in wanted.phrases:
        for first in range(len(there) - len(phrase) + 1):
            if tuple(folded[first : first + len(phrase)]) == phrase:
                found.append((there[first].start, there[first + len(phrase) - 1].end))
    for sign in wanted.signs:
        found += [(m.start(), m.end()) for m in re.finditer(re.escape(sign), text)]
    return _merged(sorted(found))


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return tuple(whole)
