"""A talk with its triggers: for any stretch of it whose it is and whether it happened.

A trigger before or behind a found feeling or doing changes it unless a new clause lies between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.adapters.tagger.rules import Hit
from assistant.adapters.tagger.subjects import Owner, People
from assistant.adapters.tagger.talk import Talk

NOT_MINE = frozenset({"other", "past", "quoted", "general", "hypothetical"})
"""What holds of these is no doing and no feeling of the speaker's, in the time that is spoken of."""
LISTED = frozenset({"intended", "wished", "past", "quoted", "general", "hypothetical", "other"})
"""Effects that go on through a list between commas: "tomorrow I'll call, rest, and go for a run"."""
_TELLING = frozenset("told tells asked asks texted wants wanted promised warned reminded messaged showed".split())
ECHO_SIZE = 6
"""Words that a clause such as "but I didn't in the end" has at most."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a trigger is heard, and when."""

    forward: int
    """Words; 0 for not at all."""
    backward: int
    clauses: int
    """Borders of clauses that it is heard across."""
    whose: str = ""
    """`self` or `other`: heard only where its subject is the speaker, or is not."""
    at: str = ""
    """`start` or `alone`: heard only where it begins its clause, or ends it."""
    stops: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a stretch of talk stands to the speaker and to the day that is told."""

    owner: Owner
    effects: frozenset[str]
    is_question: bool
    denies_feeling: bool
    """What is denied is a state ("I wasn't angry") and not a doing ("I couldn't sleep", which may show a feeling)."""
    touches_me: bool = False
    """Another does something to the speaker: "he scared me"."""

    @property
    def status(self) -> str:
        """Of a doing: `done`, `not_done`, `intended`; empty where none of the speaker's is told."""
        if self.is_question or self.owner == "other" or self.effects & NOT_MINE:
            return ""
        if self.effects & {"negated", "averted"}:
            return "not_done"
        return "intended" if self.effects & {"intended", "wished"} else "done"

    @property
    def is_felt(self) -> bool:
        """Whether a feeling told here is the speaker's own, and is felt."""
        if self.is_question or self.denies_feeling or (self.owner == "other" and not self.touches_me):
            return False
        return not self.effects & (NOT_MINE | {"wished", "intended", "gone"})


@dataclass(frozen=True, slots=True)
class Scene:
    """A talk with its triggers."""

    talk: Talk
    triggers: Mapping[int, list[Hit]]
    """By sentence."""
    reach: Mapping[str, Reach]
    people: People
    whose: tuple[Owner, ...]
    """For each word whose predicate would begin there."""
    hard: tuple[int, ...] = field(repr=False)

    def standing(self, first: int, last: int) -> Standing:
        """For words [first, last): a clause, a part of one, or several, which count as far as they agree.

        Of a whole clause the words that open it count as its triggers ("I almost called her").
        """
        parts = []
        at = first
        while at < last:
            end = min(last, self.talk.clauses[self.talk.clause_of[at]][1])
            parts.append((at, end))
            at = end
        telling = [p for p in parts if not self._is_echo(*p)] or parts
        stands = [self._of_part(a, b) for a, b in telling]
        if len(stands) == 1:
            return stands[0]
        whose = [s.owner for s in stands]
        return Standing(
            owner="self" if "self" in whose else "thing" if "thing" in whose else "other",
            effects=frozenset.intersection(*(s.effects for s in stands)),
            is_question=all(s.is_question for s in stands),
            denies_feeling=all(s.denies_feeling for s in stands),
            touches_me=any(s.touches_me for s in stands),
        )

    def clause(self, number: int) -> Standing:
        """For clause `number` of the talk."""
        return self.standing(*self.talk.clauses[number])

    def effects(self, first: int, last: int) -> set[str]:
        """What holds for words [first, last); a trigger inside them is their own business."""
        return _settled({h.rule.kind for h in self._heard(first, last)})

    def owner(self, word: int) -> Owner:
        """Whose predicate begins at `word`: the nearest subject before it."""
        return self.whose[word]

    def asks(self, word: int) -> bool:
        """Whether the clause of `word` is a question, with a mark or by the order of its words."""
        talk, people = self.talk, self.people
        sentence = talk.sentences[talk.sentence_of[word]]
        first, last = talk.clauses[talk.clause_of[word]]
        while first < last - 1 and talk.words[first] in people.lead and talk.words[first] not in people.asking:
            first += 1
        words = talk.words[first:last]
        if words and words[0] in people.tags:
            words = words[1:]
        if len(words) >= 2 and words[0] in people.asking and words[1] in people.me | people.others | people.things:
            return words[:3] not in (("do", "you", "know"), ("would", "you", "believe"), ("can", "you", "believe"))
        if not sentence.is_question or last < sentence.last:
            return False
        return not (first < last and talk.words[first] in people.me)

    def _of_part(self, first: int, last: int) -> Standing:
        head = self._head(first, last)
        heard = [*self._heard(head, last), *self._from_behind(first, head, last)]
        effects = _settled({h.rule.kind for h in heard})
        hands_over = range(head, last - 1)
        is_mine = any(self.talk.words[k] == "me" and self.whose[k + 1] == "self" for k in hands_over)
        return Standing(
            owner="self" if is_mine else self.whose[head],
            effects=frozenset(effects),
            is_question=self.asks(head),
            denies_feeling="negated" in effects
            and any(h.rule.kind == "negated" and h.rule.id != "negated.act" for h in heard),
            touches_me=any(
                self.talk.words[k] == "me" and self.talk.words[k - 1] not in self.people.adverbs | _TELLING
                for k in range(head + 1, last)
            ),
        )

    def _head(self, first: int, last: int) -> int:
        """The first word that tells something: behind subject, helping verbs and triggers."""
        opens = {
            h.first: h.last
            for h in self.triggers.get(self.talk.sentence_of[first], ())
            if h.rule.kind != "other" and self.reach[h.rule.id].forward and h.last < last
        }
        people, k = self.people, first if first in opens else self._told_by_me(first, last)
        while k < last - 1:
            word = self.talk.words[k]
            if k in opens:
                k = opens[k]
            elif word in people.opening or word in people.kin or word in people.mine or word in people.times:
                k += 1
            else:
                break
        return k

    def _told_by_me(self, first: int, last: int) -> int:
        """Past what only leads in: "before the interview I'll breathe" is told from "I" on."""
        for k in range(first, last):
            word = self.talk.words[k]
            people = self.people
            if word in people.me:
                return k
            if word in people.predicates or word in people.past_tense or word in people.asking or word in people.tags:
                return first
        return first

    def _from_behind(self, first: int, head: int, last: int) -> list[Hit]:
        """Triggers inside a stretch that reach back to what it tells: "the worry lifted"."""
        return [
            h
            for h in self.triggers.get(self.talk.sentence_of[first], ())
            if self.reach[h.rule.id].backward and head < h.first < last
        ]

    def _is_echo(self, first: int, last: int) -> bool:
        """ "But I didn't" tells nothing of its own."""
        if last - first > ECHO_SIZE:
            return False
        return any(
            self.reach[h.rule.id].at == "alone" and h.last == last and h.first <= first + 1
            for h in self.triggers.get(self.talk.sentence_of[first], ())
        )

    def _heard(self, first: int, last: int) -> list[Hit]:
        triggers = self.triggers.get(self.talk.sentence_of[first], ())
        stops = [h for h in triggers if h.rule.kind == "stop"]
        return [h for h in triggers if h.rule.kind != "stop" and self._hears(h, first, last, stops)]

    def _hears(self, trigger: Hit, first: int, last: int, stops: Sequence[Hit]) -> bool:
        reach, kind = self.reach[trigger.rule.id], trigger.rule.kind
        if trigger.last <= first:
            if reach.whose and kind == "quoted" and self._speaks_again(first, trigger.last):
                return False
            if any(kind in self.reach[s.rule.id].stops and trigger.last <= s.first and s.last <= first for s in stops):
                return False
            between = self._borders(trigger.last - 1, first, kind)
            return first - trigger.last < reach.forward and (between <= reach.clauses)
        if last <= trigger.first:
            between = self._borders(last - 1, trigger.first, kind)
            return trigger.first - last < reach.backward and between <= reach.clauses
        return False

    def _borders(self, a: int, b: int, kind: str) -> int:
        clause_of = self.talk.clause_of
        if kind in LISTED:
            return self.hard[clause_of[b]] - self.hard[clause_of[a]]
        return clause_of[b] - clause_of[a]

    def _speaks_again(self, first: int, said: int) -> bool:
        """ "She asked what was wrong, and I ...": a new clause of the speaker's own ends what is reported."""
        words, start, people = self.talk.words, self.talk.clause_start(first), self.people
        if start < said or start + 1 >= len(words):
            return False
        if words[start] in ("and", "but", "so"):
            return words[start + 1] in people.me or words[start + 1] == "my"
        return start > said and words[start] in people.me and words[start + 1] in people.past_tense


def _settled(found: set[str]) -> set[str]:
    """ "And I did" takes back what was only meant or near; "but I didn't" what was only supposed."""
    found.discard("stop")
    if "confirmed" in found:
        found -= {"confirmed", "averted", "intended", "wished"}
    return found
