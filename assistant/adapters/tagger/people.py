"""Who takes part: kin and roles as the codebook folds them, beside given names.

Kin and roles count behind "my" and "our", some behind "the", names for parents alone. Of one person named both ways
("Fiona, my manager") the name stays, in the whole talk.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.adapters.tagger.found import Found
from assistant.adapters.tagger.names import BETWEEN, MINE, NOT_ALONE, Names, with_me
from assistant.adapters.tagger.presence import Presence
from assistant.adapters.tagger.spoken import Mention, Spoken, spoken

_ONE = frozenset({"a", "an", "one", "another"})
_NUMBERS = frozenset("two three four five both".split())
_SMALL = frozenset("kids children boys girls twins baby".split())
_APPOSED = 4
_CALL = 10
"""Words after "she said" within which a name may be the speaker's."""
_OTHERS = frozenset({"he", "she", "they"})
_BEFORE_OBJECT = frozenset("told to with for about and asked that".split())
_AFTER_CALL = frozenset("just and you you've you're we i i'm can please what why stop come have do look let's".split())


class Persons:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self._fold: dict[str, str] = {}
        for name, also in data["kin"].items():
            for word in (name, name.replace("-", " "), *also.split()):  # "mother in law" too
                self._fold[word] = name
        self._mine = {word: kin for kin, also in data["mine"].items() for word in also.split()}
        self._the_kin = frozenset(data["the_kin"]["words"].split())
        self._bare = frozenset(data["bare"]["words"].split())
        self._roles = _between_semicolons(data["roles"]["words"])
        self._the = _between_semicolons(data["the"]["words"])
        self._some = _between_semicolons(data["some"]["words"])
        known = (*self._fold, *self._mine, *self._roles, *self._the, *self._some)
        self._may_stand_alone = frozenset(data["alone"]["words"].split())
        self._all = frozenset(known)
        self._begins = frozenset(label.split(" ")[0] for label in known)
        self._pets = frozenset(data["pets"]["words"].split())
        cues = {name: frozenset(words.split()) for name, words in data["cues"].items()}
        self._strong, self._deeds, self._adjectives = cues["strong"], cues["deeds"], cues["adjectives"]
        kin = frozenset(self._fold)
        self._names = Names(data, kin=kin, roles=self._roles | self._the, known=self._all)
        self._presence = Presence.of(data, kin=kin)

    def find(self, text: str) -> list[Found]:
        words = spoken(text)
        kept = self.mentions(words)
        likely = self._presence.weigh(words, kept)
        return [_found(words, m, likely[m.label]) for m in kept if likely[m.label] >= self._presence.least]

    def signs(self, text: str) -> dict[str, dict[str, float]]:
        """By label, what speaks for their taking part; for `scripts/tagger/people.py`."""
        words = spoken(text)
        return self._presence.signs(words, self.mentions(words))

    def mentions(self, words: Sequence[Spoken]) -> list[Mention]:
        """All who are named, whether they take part or not."""
        named = self._names.find(words)
        titled = [m for m in named if m.last - m.first > 1]
        taken = {k for m in titled for k in range(m.first, m.last)}
        roles = [m for m in self._kin_and_roles(words) if taken.isdisjoint(range(m.first, m.last))]
        left_out = self._own_names(words, named) | self._pet_names(words, named)
        names = {m.first: m for m in named}
        also_named = {r.label for r in roles if self._is_named(words, r, names)}
        also_named |= {words[m.first].low for m in titled} - self._fold.keys()
        kept = [m for m in named if words[m.last - 1].low not in left_out]
        return kept + [r for r in roles if r.label not in also_named]

    def _kin_and_roles(self, words: Sequence[Spoken]) -> Iterator[Mention]:
        i = 0
        while i < len(words):
            size = self._role_size(words, i)
            if size:
                label = " ".join(w.low for w in words[i : i + size]).removeprefix("best ")
                label = self._mine.get(label, self._fold.get(label, label))
                yield Mention(i, i + size, label, is_name=False)
            i += size or 1

    def _role_size(self, words: Sequence[Spoken], i: int) -> int:
        """How many words a person's role takes from `i` on; 0 for none."""
        if words[i].low not in self._begins:
            return 0
        for size in (3, 2, 1):
            label = " ".join(w.low for w in words[i : i + size])
            if len(label.split()) != size or any(w.owns for w in words[i : i + size - 1]):
                continue
            if label in self._all:
                return size if self._is_person(words, i, label, size) else 0
        return 0

    def _is_person(self, words: Sequence[Spoken], i: int, label: str, size: int) -> bool:
        last = words[i - 1].low if i and not words[i].starts else ""
        after = words[i + size].low if i + size < len(words) else ""
        if words[i + size - 1].owns and (after in self._fold or after in self._roles):  # "my sister's kids" are these
            return False
        if label in _SMALL and i and words[i - 1].owns and not words[i].starts:  # "my sister's kids"
            return True
        if self._has_owner(words, i):
            return not (label in self._mine and after in self._fold)
        if label in self._bare and last not in NOT_ALONE and not (i and words[i - 1].owns and not words[i].starts):
            return not self._is_called(words, i)
        if label in self._the and (last == "the" or not last):
            return not (label == "coach" and i > 1 and words[i - 2].low in ("on", "by", "the"))
        is_owned = i > 0 and words[i - 1].owns and not words[i].starts
        if label in self._the | self._may_stand_alone and last not in NOT_ALONE | MINE and not is_owned:
            doing = after in self._strong | self._deeds or (len(after) > 4 and after.endswith("ed"))
            is_verb = after in self._presence.is_behind_owner if words[i + size - 1].owns else doing
            if with_me(words, i + size - 1) or is_verb:
                return True
        if label in self._presence.plural and last in _NUMBERS:  # "all three kids refused it"
            return after in self._strong | self._deeds or after.endswith("ed")
        if label in self._some and last in _ONE:
            return after in self._deeds
        far = label in ("girls", "boys", "children") and after in ("at", "from", "in", "who", "that")
        return label in self._the_kin and last == "the" and not far

    def _has_owner(self, words: Sequence[Spoken], i: int) -> bool:
        """Behind "my" or "our", with words such as "little" between, or one of any kind that owns nothing itself."""
        k = i - 1
        while k >= 0 and words[k].low in self._adjectives and not words[k + 1].starts:
            k -= 1
        if k >= 0 and words[k].low in MINE:
            return True
        return k == i - 1 and i >= 2 and words[i - 2].low in MINE and not words[i - 1].owns

    def _is_called(self, words: Sequence[Spoken], i: int) -> bool:
        """ "She said all right, Dad", "I told myself you're fine, Nicole": who is spoken to is the speaker."""
        after = words[i + 1] if i + 1 < len(words) else None
        if after is not None and not (after.starts or after.comma or after.low in _AFTER_CALL):
            return False
        lows = [w.low for w in words[max(0, i - _CALL) : i]]
        said = [k for k in range(1, len(lows)) if lows[k] in ("said", "says", "goes", "shouted", "told", "say")]
        if not said:
            return False
        who, told = lows[said[-1] - 1], lows[said[-1] + 1 : said[-1] + 3]
        is_other = (who in _OTHERS or who in self._fold) and not ("me" in told or MINE & set(lows[-2:]))
        return "myself" in told or (is_other and lows[-1] not in _BEFORE_OBJECT)

    def _is_named(self, words: Sequence[Spoken], role: Mention, names: Mapping[int, Mention]) -> bool:
        """ "Fiona, my manager" and "my manager Fiona" are one person: the name."""
        behind = names.get(role.last)
        if behind and not words[role.last].starts and not words[role.last - 1].owns:
            return not (words[role.last].comma and behind.last - behind.first > 1)  # "my father, Father Doyle"
        back = role.first - 1
        while back >= 0 and (words[back].low in BETWEEN or words[back].low in self._adjectives):
            if role.first - back > _APPOSED or words[back + 1].starts:
                return False
            back -= 1
        one = next((m for m in names.values() if m.last == back + 1), None)
        return one is not None and back < role.first - 1 and words[back + 1].comma and not words[back + 1].starts

    def _own_names(self, words: Sequence[Spoken], named: Sequence[Mention]) -> frozenset[str]:
        """The speaker's own: "Val here", "my name is Val", and whom they or others call so: "come on Olu"."""
        out: set[str] = set()
        for mention in named:
            i = mention.last - 1
            lows = [w.low for w in words[max(0, i - 3) : i]]
            after = words[i + 1] if i + 1 < len(words) else None
            here = i == 0 and after is not None and after.low == "here"
            said = lows[-3:] == ["my", "name", "is"] or lows[-2:] in (["i", "am"], ["come", "on"], ["my", "name"])
            if here or said or lows[-1:] in (["i'm"], ["yourself"], ["you're"]) or self._is_called(words, i):
                out.add(words[i].low)
        return frozenset(out)

    def _pet_names(self, words: Sequence[Spoken], named: Sequence[Mention]) -> frozenset[str]:
        out: set[str] = set()
        for mention in (m for m in named if m.last - m.first == 1):
            near = {w.low for w in words[max(0, mention.first - 2) : mention.first]}
            behind = [w.low for w in words[mention.last : mention.last + 2]]
            if near & self._pets or (behind[:1] in (["the"], ["my"], ["our"]) and behind[-1] in self._pets):
                out.add(words[mention.last - 1].low)
        return frozenset(out)


def _between_semicolons(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.replace("\n", ";").split(";") if part.strip())


def _found(words: Sequence[Spoken], mention: Mention, likely: float) -> Found:
    start, end = words[mention.first].start, words[mention.last - 1].end
    how = "name" if mention.is_name else "role"
    return Found("person", mention.label, "", round(likely, 3), start, end, f"rule:person.{how}")
