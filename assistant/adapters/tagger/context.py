"""Whose it is and whether it happened, after ConText (Harkema 2009): triggers with a direction and a reach.

A trigger before or behind a found feeling or doing changes it unless a new clause lies between; the table of
triggers is `context.toml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit, Rule, RuleBook
from assistant.adapters.tagger.talk import Talk
from assistant.errors import UsageError

Effect = Literal[
    "negated", "averted", "intended", "wished", "other", "past", "quoted", "general", "hypothetical", "gone", "pseudo"
]
EFFECTS: tuple[Effect, ...] = (
    "negated", "averted", "intended", "wished", "other", "past", "quoted", "general", "hypothetical", "gone", "pseudo",
)  # fmt: skip
_BEFORE_SUBJECT = frozenset("and but so my the then when because".split())
Owner = Literal["self", "other", "thing"]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a trigger is heard."""

    forward: int
    """Words; 0 for not at all."""
    backward: int
    clauses: int
    """Borders of clauses that it is heard across."""


@dataclass(frozen=True, slots=True)
class People:
    """Words that tell who is spoken of, from `lists.toml`."""

    me: frozenset[str]
    others: frozenset[str]
    things: frozenset[str]
    kin: frozenset[str]
    predicates: frozenset[str]
    """What follows a noun that is a subject: "was", "said"."""
    mine: frozenset[str]
    """What is the speaker when "my" stands before it: "heart", "stomach"."""


class Context:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler, people: People) -> None:
        self.people = people
        self._reach: dict[str, Reach] = {}
        entries = []
        for row in data.get("rule", []):
            name, effect = row.get("id", "?"), row.get("effect")
            if effect not in EFFECTS:
                raise UsageError(
                    f"context.toml: rule “{name}” has no known effect.", f"Known are: {', '.join(EFFECTS)}."
                )
            rule = Rule(name, effect, effect)
            self._reach[name] = Reach(row.get("forward", 0), row.get("backward", 0), row.get("clauses", 0))
            for line in row.get("patterns", "").splitlines():
                if line.strip():
                    entries.append((rule, compiler.compile(line.strip(), where=f"context.toml, {name}")))
        self._book = RuleBook(entries)

    def of(self, talk: Talk) -> "Scene":
        hits = self._book.find(talk)
        pseudo = [h for h in hits if h.rule.kind == "pseudo"]
        by_sentence: dict[int, list[Hit]] = {}
        for hit in hits:
            if hit.rule.kind != "pseudo" and not any(p.first <= hit.first and hit.last <= p.last for p in pseudo):
                by_sentence.setdefault(talk.sentence_of[hit.first], []).append(hit)
        return Scene(talk, by_sentence, self._reach, self.people)


@dataclass(frozen=True, slots=True)
class Scene:
    """A talk with its triggers."""

    talk: Talk
    triggers: Mapping[int, list[Hit]]
    reach: Mapping[str, Reach]
    people: People

    def effects(self, first: int, last: int, *, leave_out: Iterable[str] = ()) -> set[str]:
        """What holds for words [first, last); a trigger inside them is their own business."""
        sentence = self.talk.sentence_of[first]
        found = {h.rule.kind for h in self.triggers.get(sentence, ()) if self._hears(h, first, last)}
        return found - set(leave_out)

    def _hears(self, trigger: Hit, first: int, last: int) -> bool:
        reach, clause_of = self.reach[trigger.rule.id], self.talk.clause_of
        if trigger.last <= first:
            if trigger.rule.kind == "quoted" and self._speaks_again(first, trigger.last):
                return False
            far, between = first - trigger.last, clause_of[first] - clause_of[trigger.last - 1]
            return far < reach.forward and between <= reach.clauses
        if last <= trigger.first:
            far, between = trigger.first - last, clause_of[trigger.first] - clause_of[last - 1]
            return far < reach.backward and between <= reach.clauses
        return False

    def _speaks_again(self, first: int, said: int) -> bool:
        """ "She asked what was wrong, and I ...": a new clause of the speaker's own ends what is reported."""
        words, start = self.talk.words, self.talk.clause_start(first)
        return start > said and words[start] in ("and", "but", "so") and words[start + 1] in self.people.me

    def owner(self, word: int) -> Owner:
        """Whose predicate begins at `word`: the nearest subject before it, through clauses that have none."""
        sentence = self.talk.sentences[self.talk.sentence_of[word]]
        words, people = self.talk.words, self.people
        for k in range(word - 1, sentence.first - 1, -1):
            text, after = words[k], words[k + 1]
            if text in people.me:
                return "self"
            if text in people.others:
                return "other"
            if after in people.predicates and text not in people.predicates:
                if self._is_mine(k, sentence.first):
                    return "self"
                return "thing" if text in people.things else "other" if self._is_someone(k) else "thing"
            if text in people.kin and self._starts_clause(k):
                return "other"
        return "self"

    def _is_mine(self, k: int, start: int) -> bool:
        words = self.talk.words
        return words[k] in self.people.mine and any(words[j] == "my" for j in range(max(start, k - 3), k))

    def _is_someone(self, k: int) -> bool:
        """A noun before a predicate: kin and roles, or what nothing else explains ("the bride was")."""
        words = self.talk.words
        return words[k] in self.people.kin or (k > 0 and words[k - 1] in ("my", "her", "his", "their", "your"))

    def _starts_clause(self, k: int) -> bool:
        start = self.talk.clause_start(k)
        return k - start <= 2 and all(w in _BEFORE_SUBJECT for w in self.talk.words[start:k])
