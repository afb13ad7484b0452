"""Whose predicate each word belongs to: the nearest subject before it, without a parser.

"I" is the speaker; so is "my heart", "she made me", and a clause that names nobody. A pronoun, kin, a given name, or a
noun before a verb of saying is another person; any other noun before a verb is a thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.adapters.tagger.talk import Talk

Owner = Literal["self", "other", "thing"]
_OBJECTS = frozenset("him her them".split())
_HEAD = 4
"""Words from the start of a clause within which kin alone is its subject."""


@dataclass(frozen=True, slots=True)
class People:
    """Words that tell who is spoken of, from `lists.toml` and `people.toml`."""

    me: frozenset[str]
    others: frozenset[str]
    things: frozenset[str]
    kin: frozenset[str]
    predicates: frozenset[str]
    """What follows a noun that is a subject: "was", "said"."""
    mine: frozenset[str]
    """What is the speaker when "my" stands before it: "heart", "stomach"."""
    persons_do: frozenset[str]
    """Verbs whose subject is a person: "said", "rang"."""
    causing: frozenset[str]
    """Before "me" they hand the next verb to the speaker: "made me cry"."""
    sensing: frozenset[str]
    """Before "him" they hand the next verb to him: "heard him cry"."""
    dets: frozenset[str]
    lead: frozenset[str]
    """What may stand before the subject of a clause: "and", "then"."""
    adverbs: frozenset[str]
    """What is no noun before a verb: "nearly", "home"."""
    times: frozenset[str]
    """Nouns of time, which are seldom a subject: "morning"."""
    opening: frozenset[str]
    """What a clause begins with before it tells anything: "I was going to", "my"."""
    helpers: frozenset[str]
    """What they want me to do is a plan of mine: "my therapist asked me to"."""
    tags: frozenset[str]
    """Words of asking: "why"."""
    asking: frozenset[str]
    """Verbs that stand before their subject in a question: "did"."""
    past_tense: frozenset[str]
    """Behind "I" they tell that the speaker's own story goes on: "went"."""
    names: frozenset[str]
    """Given names that are no other word."""


def owners(talk: Talk, people: People) -> tuple[Owner, ...]:
    """For each word whose predicate would begin there."""
    out: list[Owner] = ["self"] * len(talk.words)
    last: Owner = "self"
    for sentence in talk.sentences:
        owner: Owner = "other" if last == "other" and _is_done_to_me(talk, sentence.first, people) else "self"
        reader = _Reader(talk.words, sentence.first, sentence.last, people)
        clause, start, has_verb = -1, sentence.first, False
        for k in range(sentence.first, sentence.last):
            if talk.clause_of[k] != clause:
                clause, start, has_verb = talk.clause_of[k], k, False
            out[k] = owner
            subject = reader.subject(k, start, at_head=not has_verb)
            owner = subject or owner
            has_verb = has_verb or subject == "self" or reader.is_verb(k)
        last = owner
    return tuple(out)


def _is_done_to_me(talk: Talk, first: int, people: People) -> bool:
    """ "Shouted at me." goes on with the subject of the sentence before."""
    clause = talk.words[first : talk.clauses[talk.clause_of[first]][1]]
    return clause[0] not in people.opening and clause[-1] in ("me", "us") and people.me.isdisjoint(clause)


@dataclass(frozen=True, slots=True)
class _Reader:
    words: Sequence[str]
    first: int
    last: int
    people: People

    def subject(self, k: int, start: int, *, at_head: bool) -> Owner | None:
        """Who becomes the subject at word `k` of a clause that begins at `start`; None where nobody does."""
        people, text = self.people, self.words[k]
        before = self.words[k - 1] if k > self.first else ""
        after = self.words[k + 1] if k + 1 < self.last else ""
        if text in people.me or (text == "my" and at_head and not people.mine.isdisjoint(self.words[k + 1 : k + 3])):
            return "self"
        if text in ("me", "us"):
            together = k == start or self.words[start:k] == ("and",) or before == "and"
            is_task = after == "to" and not people.helpers.isdisjoint(self.words[start:k])
            is_mine = before in people.causing or (together and (after == "and" or self._finite(after)))
            return "self" if is_mine or is_task else None
        if text in _OBJECTS:
            return "other" if before in people.sensing and after and self._may_do(after) else None
        if text in ("he", "she", "they", "who") and not (text == "who" and before == "one"):
            return "other"
        acts = self._finite(after) if at_head else after in people.predicates
        if text in people.others:
            return "other" if acts or k == start or (before in people.lead and at_head) else None
        if text in people.things:
            return "thing" if acts else None
        if text in people.mine and "my" in self.words[max(start, k - 3) : k]:
            return "self" if acts else None
        return self._noun(k, start, acts=acts, at_head=at_head)

    def _noun(self, k: int, start: int, *, acts: bool, at_head: bool) -> Owner | None:
        people, text = self.people, self.words[k]
        before = self.words[k - 1] if k > self.first else ""
        after = self.words[k + 1] if k + 1 < self.last else ""
        is_someone = text in people.kin or text in people.names
        if is_someone and before == "and" and "me" in self.words[start:k]:  # "me and Sarah went"
            return "self"
        if is_someone and at_head and k - start < _HEAD and self._leads(start, k):
            return "other"
        is_word = text in people.adverbs or (text in people.dets and not (text == "one" and before in people.dets))
        if not acts or is_word or self._finite(text):
            return None
        if is_someone:
            return "other"
        has_det = before in people.dets or (at_head and not people.dets.isdisjoint(self.words[start:k]))
        if not has_det and not (at_head and self._leads(start, k)):
            return None
        if text in people.times:
            return "thing" if after in ("was", "is") else None
        return "other" if after in people.persons_do else "thing"

    def _may_do(self, word: str) -> bool:
        """Whether "him" before this word does something: "heard him cry", not "told him the truth"."""
        people = self.people
        return word not in people.adverbs | people.dets | people.me | people.others | people.things | {"know", "be"}

    def _leads(self, start: int, k: int) -> bool:
        return all(w in self.people.lead or w in self.people.dets for w in self.words[start:k])

    def _finite(self, word: str) -> bool:
        return (
            word in self.people.predicates
            or word in self.people.persons_do
            or word in self.people.past_tense
            or (len(word) > 4 and word.endswith("ed"))
        )

    def is_verb(self, k: int) -> bool:
        return self._finite(self.words[k])
