"""From tokens to normal words: one spelling, no fillers, no restarts, no recogniser's loops."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import eq

LOOP = 8
"""As often as this in a row no person says the same words: it is the recogniser that does."""
LOOP_WORDS = 8
CHARACTERS = 4096

_PARTICIPLE_ENDS = ("ed", "en", "wn", "ught", "ne", "ung", "rung", "orn", "unk")
_PARTICIPLES = frozenset(
    """been had got put let lost left told said made met set read heard felt kept come run spent sent built lent bent
    slept swept crept wept dealt meant learnt burnt held sat stood found won begun sold paid laid led fed fled stuck
    struck dug shot understood swum spun forgot better""".split()
)
"""Behind "I'd" they tell that it is "I had": and so does "I'd better"."""
_BASES = frozenset(
    """need feed bleed speed succeed proceed exceed embed wed listen happen open frighten tighten lighten strengthen
    loosen hasten threaten sharpen soften shorten widen deepen phone postpone imagine determine define decline combine
    examine dine shine own drown frown clown one none alone fine ten even then when shrink drink think sink link wink
    thank""".split()
)
"""They only end like one: "I'd need", "I'd phone"."""
_SHORT = frozenset(["'d", "d", "'s", "is"])
_BETWEEN = frozenset(
    """never not n't just already always really only even ever also almost nearly finally once often barely hardly so
    sometimes completely actually probably still""".split()
)
_IS_BEFORE = frozenset(
    """it that he she there what who this here everything everyone everybody nobody nothing something someone
    somebody where how one""".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int
    pause: bool = False
    """A comma, a dash or three points stand before it."""


def one_spelling(text: str) -> str:
    """Lower case and straight apostrophes, character by character, so that offsets stay true."""
    return text.translate(_SPELLING)


class _Spelling(dict[int, str]):
    """Of each character that was met, by its number. Talk has some hundred, so that few are ever kept."""

    def __missing__(self, number: int) -> str:
        if len(self) >= CHARACTERS:
            self.clear()
        self[number] = _one_character(chr(number))
        return self[number]


def _one_character(c: str) -> str:
    low = c.lower()
    if len(low) != 1:
        return c
    if low in "\u2019\u2018\u02bc`\u00b4":
        return "'"
    return low if low.isprintable() or low == "\n" else " "


_SPELLING = _Spelling()


def expanded(words: Sequence[Word]) -> list[Word]:
    """`'d` and `'s` by what follows and what went before."""
    out = list(words)
    for i, word in enumerate(words):
        if word.text not in _SHORT:
            continue
        after = next((w.text for w in words[i + 1 : i + 4] if w.text not in _BETWEEN), "")
        before = words[i - 1].text if i else ""
        text = word.text
        if text in ("'d", "d"):
            is_had = after in _PARTICIPLES or (after.endswith(_PARTICIPLE_ENDS) and after not in _BASES)
            text = "had" if is_had else "would"
        elif text in ("'s", "is") and before in _IS_BEFORE:
            text = "has" if after in ("been", "got") else "is"
        if text != word.text:
            out[i] = Word(text, word.start, word.end, word.pause)
    return out


def without_fillers(
    words: Sequence[Word], fillers: Mapping[str, bool], times: Container[str] = frozenset()
) -> list[Word]:
    """Leaves out fillers; of those that may mean something (`False`), only ones set off by pauses.

    Fillers of two words are given with a space between. Of `times` that are set off ("I was, tonight, so tired") the
    words stay, since they tell when, and only their pauses go.
    """
    out: list[Word] = []
    i = 0
    set_off = False
    begins = {filler.split(" ")[0] for filler in fillers}
    while i < len(words):
        size = _filler_at(words, i, fillers) if words[i].text in begins else 0
        if size:
            set_off = set_off or words[i].pause
            if " ".join(w.text for w in words[i : i + size]) in times:
                out += [Word(w.text, w.start, w.end) for w in words[i : i + size]]
            i += size
            continue
        word = words[i]
        if set_off:  # "all morning, then calm" keeps its pause; in "I was, um, so tired" it is the filler's own
            word = Word(word.text, word.start, word.end, pause=not word.pause)
        out.append(word)
        set_off = False
        i += 1
    return out


def _filler_at(words: Sequence[Word], i: int, fillers: Mapping[str, bool]) -> int:
    for size in (2, 1):
        always = fillers.get(" ".join(w.text for w in words[i : i + size])) if i + size <= len(words) else None
        if always is None:
            continue
        ends = i + size == len(words) or words[i + size].pause or words[i + size].text in ".?!"
        if always or (ends and (words[i].pause or i == 0)):
            return size
    return 0


def without_restarts(words: Sequence[Word]) -> list[Word]:
    """ "I was, I was so" is "I was so": of words that are said again at once, the last saying stays."""
    out: list[Word] = []
    texts: list[str] = []
    for word in words:
        out.append(word)
        texts.append(word.text)
        for size in (3, 2, 1):
            again = len(texts) >= 2 * size and texts[-1] == texts[-1 - size]  # looked at first: it seldom holds
            if again and texts[-size:] == texts[-2 * size : -size] and word.text not in ".?!":
                del out[-2 * size : -size], texts[-2 * size : -size]
                break
    return out


def without_loops(words: Sequence[Word]) -> list[Word]:
    """Leaves out what is said `LOOP` times or more in a row (one to eight words), all of it."""
    texts = [w.text for w in words]
    drop = bytearray(len(words))
    for size in range(1, LOOP_WORDS + 1):
        for start, end in _runs(texts, size):
            drop[start:end] = b"\1" * (end - start)
    return [w for w, gone in zip(words, drop, strict=True) if not gone]


def blanked(text: str, words: Iterable[Word]) -> str:
    """Spaces in place of these words, so that offsets stay true."""
    characters = list(text)
    for word in words:
        characters[word.start : word.end] = " " * (word.end - word.start)
    return "".join(characters)


def _runs(texts: Sequence[str], size: int) -> Iterator[tuple[int, int]]:
    """Stretches [start, end) where each word is the one `size` words before, long enough to be a loop."""
    if sum(map(eq, texts, texts[size:])) < (LOOP - 1) * size:  # in most talk there is none
        return
    start = 0
    for i in range(size, len(texts) + 1):
        if i < len(texts) and texts[i] == texts[i - size]:
            continue
        if i - start >= LOOP * size and texts[start] not in ".?!":
            yield start, i
        start = i - size + 1
