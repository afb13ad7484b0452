"""Who takes part, and who only stands in the talk: signs of it, each with points.

Someone named first, again, as the one who does something, and then as "he" or "she" takes part; someone named late, as
an owner ("mum's car") or behind "like" and "about" mostly does not. The points stand in `people.toml`; they are the
weights of a logistic regression over the training reflections, so that together they are log-odds.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

from assistant.adapters.tagger.spoken import Mention, Spoken

SIGNS = (
    "always",
    "first",
    "late",
    "name",
    "kin",
    "again",
    "acts",
    "met",
    "near",
    "spoken_of",
    "owner",
    "of_kin",
    "supposed",
    "former",
    "plural",
)
SHORT = 50
"""Words; in a shorter talk nobody is late."""
_MALE = frozenset("he him his he's he'd he'll".split())
_FEMALE = frozenset("she her hers she's she'd she'll".split())
_SEVERAL = frozenset("they them their they're they'd they'll".split())
_FOLLOWS = 25
"""Words behind a person within which "she" is taken for them, if nobody else is named before."""
_OBJECTS = frozenset("me you us him her it to with for about this that and".split())
_MINE = frozenset("my our the".split())


@dataclass(frozen=True, slots=True)
class Presence:
    points: Mapping[str, float]
    least: float
    """The probability from which on a person is said to take part."""
    acts: frozenset[str]
    about: frozenset[str]
    meeting: frozenset[str]
    is_behind_owner: frozenset[str]
    """Behind "mum's" these say that it is "mum is" or "mum has"."""
    former: frozenset[str]
    supposed: frozenset[str]
    """Behind "my dad" these say that he is not there: "would have done"."""
    adjectives: frozenset[str]
    kin: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    plural: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Any], *, kin: frozenset[str]) -> "Presence":
        table = data["presence"]
        keys = ("male", "female", "plural", "former", "supposed", "is_behind_owner")
        words = {key: frozenset(table[key].split()) for key in keys}
        cues = {name: frozenset(words.split()) for name, words in data["cues"].items()}
        return cls(
            points={sign: float(table["points"][sign]) for sign in SIGNS},
            least=float(table["least"]),
            acts=cues["after"] | cues["strong"] | cues["deeds"],
            about=cues["about"],
            meeting=cues["meeting"],
            adjectives=cues["adjectives"],
            kin=kin,
            **words,
        )

    def weigh(self, words: Sequence[Spoken], mentions: Sequence[Mention]) -> dict[str, float]:
        """By label: how likely they take part."""
        return {
            label: 1 / (1 + exp(-sum(self.points[sign] * value for sign, value in signs.items())))
            for label, signs in self.signs(words, mentions).items()
        }

    def signs(self, words: Sequence[Spoken], mentions: Sequence[Mention]) -> dict[str, dict[str, float]]:
        """By label, and by sign."""
        of: dict[str, list[Mention]] = {}
        ordered = sorted(mentions, key=_place)
        for mention in ordered:
            of.setdefault(mention.label, []).append(mention)
        return {label: self._signs(words, of[label], ordered) for label in of}

    def _signs(self, words: Sequence[Spoken], own: Sequence[Mention], everyone: Sequence[Mention]) -> dict[str, float]:
        label = own[0].label
        owner = [self._owns(words, m) for m in own]
        acts = [self._acts(words, m) for m in own]
        about = [self._before(words, m, skip=True) in self.about for m in own]
        return {
            "always": 1.0,
            "first": float(everyone[0].label == label),
            "late": own[0].first / max(len(words), SHORT),
            "name": float(own[0].is_name),
            "kin": float(label in self.kin),
            "again": float(len(own) > 1),
            "acts": min(2.0, sum(acts)),
            "met": float(any(self._before(words, m, skip=True) in self.meeting for m in own)),
            "near": min(3.0, sum(self._followed(words, m, everyone) for m in own)),
            "spoken_of": float(all(about)),
            "owner": float(all(owner)),
            "of_kin": float(all(o and self._after(words, m) in self.kin for o, m in zip(owner, own, strict=True))),
            "supposed": float(all(self._after(words, m) in self.supposed for m in own)),
            "former": float(any(self._before(words, m) in self.former for m in own)),
            "plural": float(label in self.plural),
        }

    def _after(self, words: Sequence[Spoken], mention: Mention) -> str:
        behind = words[mention.last] if mention.last < len(words) else None
        return behind.low if behind is not None and not behind.starts else ""

    def _before(self, words: Sequence[Spoken], mention: Mention, *, skip: bool = False) -> str:
        k = mention.first
        while skip and k > 0 and not words[k].starts and words[k - 1].low in _MINE | self.adjectives:
            k -= 1
        return words[k - 1].low if k > 0 and not words[k].starts else ""

    def _owns(self, words: Sequence[Spoken], mention: Mention) -> bool:
        """ "Mum's car" and "mum's hearing aid", and not "mum's in the car" and "mum's leaving me"."""
        after = self._after(words, mention)
        is_verb = after in self.is_behind_owner or after.endswith("ed") or not after
        if after.endswith("ing"):
            behind = words[mention.last + 1] if mention.last + 1 < len(words) else None
            is_verb = behind is None or behind.starts or behind.low in self.is_behind_owner | _OBJECTS
        return words[mention.last - 1].owns and not is_verb

    def _acts(self, words: Sequence[Spoken], mention: Mention) -> bool:
        after = self._after(words, mention)
        return not words[mention.last - 1].owns and (after in self.acts or (len(after) > 4 and after.endswith("ed")))

    def _followed(self, words: Sequence[Spoken], mention: Mention, everyone: Sequence[Mention]) -> int:
        """How often "he", "she" or "they" comes before somebody else is named."""
        label = mention.label
        known = (self.male, _MALE), (self.female, _FEMALE), (self.plural, _SEVERAL)
        fitting = next((pronouns for labels, pronouns in known if label in labels), _MALE | _FEMALE)
        first, last = mention.last, mention.last + _FOLLOWS
        near = everyone[bisect_left(everyone, first, key=_place) : bisect_left(everyone, last, key=_place)]
        end = next((m.first for m in near if m.label != label), last)
        return sum(w.text.lower() in fitting for w in words[first:end])


def _place(mention: Mention) -> int:
    return mention.first
