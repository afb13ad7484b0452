"""Who takes part: kin and roles as the codebook folds them, and given names, without a parser."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.found import Found

CURLY = "\u2019"
_OWNERS = frozenset("my our the a an his her their your this that some no any".split())
_WORD = re.compile("[^\\W\\d_]+(?:['\u2019-][^\\W\\d_]+)*")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word of the joined text as it was said."""

    text: str
    start: int
    end: int
    low: str
    """Lower case, without the `'s` of an owner."""
    starts: bool
    """Begins a sentence, where a capital says nothing."""
    comma: bool
    """A comma or the like stands right before it."""


class Persons:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self._fold: dict[str, str] = {}
        for name, also in data["kin"].items():
            for word in (name, *also.split()):
                self._fold[word] = name
        self._bare = frozenset(data["bare"]["words"].split())
        self._roles = {r.strip() for r in data["roles"]["words"].replace("\n", ";").split(";") if r.strip()}
        self._the = {r.strip() for r in data["the"]["words"].replace("\n", ";").split(";") if r.strip()}
        self._names = frozenset(data["names"]["words"].split())
        self._also_words = frozenset(data["names"]["also_words"].split())
        self._not_names = frozenset(data["not_names"]["words"].split())
        self._before = frozenset(data["cues"]["before"].split())
        self._after = frozenset(data["cues"]["after"].split())
        self._places = frozenset(data["cues"]["places"].split())
        self._titles = frozenset(data["cues"]["titles"].split())
        self._passing = frozenset(data["cues"]["passing"].split())

    def find(self, text: str) -> list[Found]:
        words = spoken(text)
        has_capitals = any(w.text[0].isupper() and not w.text.isupper() for w in words)
        names = list(self._given(words, has_capitals=has_capitals))
        named = {i for i, _ in names}
        found = [_found(words[i], label, "name") for i, label in names]
        for i, size, label in self._kin_and_roles(words):
            if not self._is_named(words, i, size, named):
                found.append(_found(words[i], label, "role", last=words[i + size - 1]))
        return found

    def _kin_and_roles(self, words: Sequence[Spoken]) -> Iterator[tuple[int, int, str]]:
        i = 0
        while i < len(words):
            size = self._role_size(words, i)
            if size:
                label = " ".join(w.low for w in words[i : i + size]).removeprefix("best ")
                yield i, size, self._fold.get(label, label)
            i += size or 1

    def _role_size(self, words: Sequence[Spoken], i: int) -> int:
        """How many words a person's role takes from `i` on; 0 for none."""
        for size in (3, 2, 1):
            label = " ".join(w.low for w in words[i : i + size])
            if len(label.split()) != size:
                continue
            is_kin, is_role = label in self._fold, label in self._roles or label in self._the
            if not (is_kin or is_role):
                continue
            return size if self._is_person(words, i, label) else 0
        return 0

    def _is_person(self, words: Sequence[Spoken], i: int, label: str) -> bool:
        before = [w.low for w in words[max(0, i - 4) : i]]
        nearest = next((w for w in reversed(before) if w in _OWNERS), "")
        last = before[-1] if before else ""
        if label in self._bare and last not in ("a", "the", "no", "any", "her", "his", "their", "your", "every"):
            return True
        if last in ("my", "our") or (nearest in ("my", "our") and len(before) >= 2 and before[-2] in ("my", "our")):
            return True
        if label in self._the and (last == "the" or not before or words[i].starts):
            return True
        return label in self._fold and last == "the" and label in ("kids", "twins", "baby", "boys", "children")

    def _is_named(self, words: Sequence[Spoken], i: int, size: int, named: set[int]) -> bool:
        """ "Fiona, my manager" and "my manager Fiona" are one person: the name."""
        if i + size in named and not words[i + size].starts:
            return True
        back = i - 1
        while back >= 0 and words[back].low in ("my", "our", "the"):
            back -= 1
        return back in named and back < i - 1 and words[back + 1].comma and not words[back + 1].starts

    def _given(self, words: Sequence[Spoken], *, has_capitals: bool) -> Iterator[tuple[int, str]]:
        for i, word in enumerate(words):
            name, low = word.text[: len(word.low)], word.low
            if not has_capitals:
                if low in self._names and low not in self._also_words:
                    yield i, name
                continue
            if word.text[0].isupper() and not word.text.isupper() and self._is_given(words, i, low):
                yield i, name

    def _is_given(self, words: Sequence[Spoken], i: int, low: str) -> bool:
        before = words[i - 1].low if i else ""
        after = words[i + 1].low if i + 1 < len(words) else ""
        next_is_name = (
            i + 1 < len(words) and words[i + 1].text[0].isupper() and after != "i" and not words[i + 1].starts
        )
        if (
            low.split("'", maxsplit=1)[0] in self._not_names
            or len(low) < 2
            or before in self._titles
            or low in self._fold
            or low in self._titles
        ):
            return False
        acts = after in self._after
        if before in self._passing:
            return False
        if low in self._names:
            return acts or not words[i].starts if low in self._also_words else True
        if words[i].starts:
            return False
        if before in self._places or next_is_name or (i and words[i - 1].text[0].isupper() and before != "i"):
            return False
        return acts or before in self._before


def spoken(text: str) -> list[Spoken]:
    out: list[Spoken] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        starts = not out or any(mark in between for mark in ".?!…\n")
        word = match.group()
        out.append(
            Spoken(
                word,
                match.start(),
                match.end(),
                word.lower().replace(CURLY, "'").removesuffix("'s"),
                starts,
                "," in between or "—" in between,
            )
        )
        end = match.end()
    return out


def _found(word: Spoken, label: str, how: str, *, last: Spoken | None = None) -> Found:
    return Found(
        "person", label, "", 0.8 if how == "role" else 0.75, word.start, (last or word).end, f"rule:person.{how}"
    )
