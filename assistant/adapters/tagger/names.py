"""Given names in a talk as it was said, without a parser.

A name counts when it is listed, or when a capital in mid-sentence stands beside a verb of saying, meeting or doing. In
a talk without capitals only listed names do.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.adapters.tagger.spoken import Mention, Spoken

MINE = frozenset({"my", "our"})
NOT_ALONE = frozenset("a the no any her his their your every some".split())
BETWEEN = frozenset("my our the that who is s was is's he she".split())
"""What may stand between a name and its role: "Jaylen, that's my stepson"."""


class Names:
    def __init__(
        self, data: Mapping[str, Any], *, kin: frozenset[str], roles: frozenset[str], known: frozenset[str]
    ) -> None:
        """`known` are all words for kin and roles, which are no names; `kin` and `roles` may stand beside one."""
        self._kin = kin
        self._beside = kin | roles
        self._known = known
        self._listed = frozenset(data["names"]["words"].split())
        self._also_words = frozenset(data["names"]["also_words"].split())
        self._not_names = frozenset(data["not_names"]["words"].split())
        cues = {name: frozenset(words.split()) for name, words in data["cues"].items()}
        self._before, self._after, self._places = cues["before"], cues["after"], cues["places"]
        self._titles, self._passing, self._strong = cues["titles"], cues["passing"], cues["strong"]
        self._deeds, self._speaks = cues["deeds"], cues["speaks"]
        self._honours, self._adjectives = cues["honours"], cues["adjectives"]

    def find(self, words: Sequence[Spoken]) -> list[Mention]:
        """Those with a title first."""
        has_capitals = any(w.has_capital and not w.starts and w.low not in ("i", "i'm") for w in words)
        titled = list(self._titled(words))
        taken = {k for m in titled for k in range(m.first, m.last)}
        return titled + [m for m in self._given(words, has_capitals=has_capitals) if m.first not in taken]

    def _titled(self, words: Sequence[Spoken]) -> Iterator[Mention]:
        """ "Dr Menon", "Sister Chioma", "auntie Jean"."""
        for i in range(len(words) - 1):
            title, name = words[i], words[i + 1]
            if title.low not in self._honours or name.comma or title.owns or name.low in self._not_names:
                continue
            has_owner = i > 0 and words[i - 1].low in MINE
            is_listed = name.low in self._listed and not (has_owner and title.low in self._kin)
            if (name.has_capital and title.has_capital) or (not name.has_capital and is_listed):
                point = "." if name.start - title.end == 2 else ""
                label = f"{_capital(title.text)}{point} {_capital(name.text[: len(name.low)])}"
                yield Mention(i, i + 2, label, is_name=True)

    def _given(self, words: Sequence[Spoken], *, has_capitals: bool) -> Iterator[Mention]:
        often = Counter(w.low for i, w in enumerate(words) if self._may_be_name(words, i))
        small = {w.low for w in words if not w.text[0].isupper()}
        for i, word in enumerate(words):
            name, low = word.text[: len(word.low)], word.low
            if not word.has_capital:
                found = low in self._listed or (low in self._also_words and self._speaks_up(words, i))
                found = found and not (has_capitals and low in self._also_words)
            else:
                found = self._is_given(words, i, repeated=often[low] > 1, small=low in small)
            if found and low not in self._kin:
                yield Mention(i, i + 1, _capital(name), is_name=True)

    def _speaks_up(self, words: Sequence[Spoken], i: int) -> bool:
        """A name that is a word too, in a talk without capitals: "will said"."""
        before = words[i - 1].low if i else ""
        after = words[i + 1].low if i + 1 < len(words) else ""
        return after in self._speaks and before not in NOT_ALONE | MINE | {"i", "it", "not", "to", "you"}

    def _may_be_name(self, words: Sequence[Spoken], i: int) -> bool:
        """A capital in mid-sentence that is no place, brand, or part of a longer title."""
        word = words[i]
        if word.starts or not word.has_capital or len(word.low) < 2:
            return False
        if word.low.split("'", maxsplit=1)[0] in self._not_names or word.low in self._kin:
            return False
        before = words[i - 1]
        after = words[i + 1] if i + 1 < len(words) else None
        is_long = after is not None and after.has_capital and after.low not in ("i", "i'm") and not after.starts
        if is_long and after is not None and (after.comma or after.low in self._listed):
            is_long = False
        return not (is_long or before.low in self._places or (before.has_capital and before.low not in ("i", "i'm")))

    def _is_given(self, words: Sequence[Spoken], i: int, *, repeated: bool, small: bool) -> bool:
        word, low = words[i], words[i].low
        before = words[i - 1].low if i else ""
        after = words[i + 1].low if i + 1 < len(words) else ""
        if low.split("'", maxsplit=1)[0] in self._not_names or len(low) < 2 or before in self._titles | self._passing:
            return False
        is_called = before == "me" and i > 1 and words[i - 2].low in ("called", "calls", "call")
        if low in self._titles or low in self._known or is_called:
            return False
        acts = after in self._after | self._deeds or (len(after) > 4 and after.endswith("ed"))
        if low in self._listed:
            return True
        if before == "our" or self._is_apposed(words, i):
            return True
        if low in self._also_words:
            near = acts or with_me(words, i) or after == "next" or (not word.starts and before in self._before)
            return near or (repeated and not word.starts and before not in self._places)
        if word.starts:
            acts = acts or after in self._strong or with_me(words, i)
            return acts and not small and "'" not in low and (repeated or not low.endswith(("ing", "ly", "ed", "s")))
        return self._may_be_name(words, i) and (acts or repeated or before in self._before or word.owns)

    def _is_apposed(self, words: Sequence[Spoken], i: int) -> bool:
        """ "Warwick, the manager", "Ruby, that's my sister"."""
        near = words[i + 1 : i + 5]
        if not near or not near[0].comma or near[0].starts or near[0].low not in BETWEEN:
            return False
        role = next((w.low for w in near if w.low not in BETWEEN and w.low not in self._adjectives), "")
        return role in self._beside


def with_me(words: Sequence[Spoken], i: int) -> bool:
    return i + 2 < len(words) and words[i + 1].low == "and" and words[i + 2].low in ("i", "me")


def _capital(name: str) -> str:
    """In a talk without capitals too."""
    return name[:1].upper() + name[1:]
