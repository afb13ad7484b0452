"""Sentences and clauses of talk that may have no reliable punctuation.

A clause begins after a pause, at "but", at a joiner with a subject behind it ("and she"), at a verb that shares the
subject before it ("and went"), at "without" and "instead of", and at a subject that nothing leads in (a run-on). The
cuts need not be a grammarian's: they say how far a "not" is heard, and how much is shown as evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.adapters.tagger.normal import Word
from assistant.adapters.tagger.patterns import MARKS
from assistant.adapters.tagger.talk import Sentence, Talk

LONG = 45
"""Words without a mark after which the next clause begins a sentence: a run-on."""
RUN_ON = 3
"""Words that a clause has before a subject alone begins the next one."""
_RUNNING_ON = frozenset("he she they we it you there nobody everybody everyone someone".split())
_TAILS = frozenset("did do have had was am could would will is".split())


@dataclass(frozen=True, slots=True)
class Joints:
    """The words that clauses begin with, from `lists.toml`."""

    subjects: frozenset[str]
    breakers: frozenset[str]
    """Begin a clause wherever they stand: "but"."""
    joiners: frozenset[str]
    """Begin one where a subject follows: "and", "because"."""
    before_inner: frozenset[str]
    """After these a subject goes on with the clause: "that", "said", "did"."""
    predicates: frozenset[str]
    """Behind a noun they tell that it is a subject: "was", "said"."""
    openers: frozenset[str]
    """Behind "and" they begin a clause that shares the subject: "went", "didn't", "never"."""
    adjectival: frozenset[str]
    """Openers that may be a state as well: "lost", "hurt"."""
    links: frozenset[str]
    """After these a state is joined, and no doing: "I was tired and worried"."""
    objects: frozenset[str]
    """Behind a word in "-ed" they tell that it is a doing: "worried him"."""
    parted: frozenset[str]
    """Begin a clause before a doing: "without snapping", "instead of"."""


def talk_of(words: Sequence[Word], joints: Joints) -> Talk:
    texts = [w.text for w in words]
    clauses: list[tuple[int, int]] = []
    clause_of: list[int] = []
    sentences: list[Sentence] = []
    sentence_of: list[int] = []
    first = clause_first = 0

    def end_clause(at: int) -> None:
        nonlocal clause_first
        if at > clause_first:
            clause_of.extend([len(clauses)] * (at - clause_first))
            clauses.append((clause_first, at))
        clause_first = at

    def end_sentence(at: int, *, question: bool) -> None:
        nonlocal first
        end_clause(at)
        if at > first:
            sentence_of.extend([len(sentences)] * (at - first))
            sentences.append(Sentence(first, at, question))
        first = at

    for i, text in enumerate(texts):
        if text in MARKS:
            end_sentence(i, question=text == "?")
            end_clause(i + 1)
            sentence_of.append(max(len(sentences) - 1, 0))
            first = i + 1
        elif i > clause_first and _begins_clause(words, texts, i, clause_first, joints):
            if i - first >= LONG:
                end_sentence(i, question=False)
            else:
                end_clause(i)
    end_sentence(len(texts), question=False)
    return Talk(
        words=tuple(texts),
        at=tuple((w.start, w.end) for w in words),
        clause_of=tuple(clause_of),
        clauses=tuple(clauses),
        sentences=tuple(sentences),
        sentence_of=tuple(sentence_of),
    )


def _begins_clause(words: Sequence[Word], texts: Sequence[str], i: int, start: int, joints: Joints) -> bool:
    word, before = texts[i], texts[i - 1]
    after = texts[i + 1] if i + 1 < len(texts) else ""
    if word in joints.breakers or (words[i].pause and i - start >= 2):
        return True
    if word in joints.joiners:
        if after in joints.subjects and (after != "that" or word in ("and", "but")):
            return True
        return _has_subject(texts, i + 1, joints) or (word == "and" and _shares_subject(texts, i + 1, start, joints))
    if word in joints.parted and before not in joints.joiners and (after in ("of", "than") or after.endswith("ing")):
        return True
    if word == "i" and before == "not" and texts[i - 2] in _TAILS:  # "but I didn't I just sat there"
        return True
    if before in joints.joiners or before in joints.before_inner:
        return i - start >= LONG
    if word == "i" or (word in _RUNNING_ON and after in joints.predicates):
        tells = texts[start] in joints.joiners or any(_is_verb(t, joints) for t in texts[start:i])
        return i - start >= (RUN_ON if tells else LONG)
    return i - start >= LONG


def _is_verb(word: str, joints: Joints) -> bool:
    return word in joints.predicates or word in joints.openers or word in joints.links or word.endswith(("ed", "ing"))


def _has_subject(texts: Sequence[str], i: int, joints: Joints) -> bool:
    """Whether a noun and what it does begin at `i`: "and dinner was", "because work went"."""
    return (
        i + 1 < len(texts)
        and texts[i + 1] in joints.predicates
        and texts[i] not in joints.openers
        and texts[i] not in joints.before_inner
    )


def _shares_subject(texts: Sequence[str], i: int, start: int, joints: Joints) -> bool:
    """Whether a verb begins at `i` whose subject stands in the clause before: "and didn't call", "and worried him"."""
    if i >= len(texts):
        return False
    word, after = texts[i], texts[i + 1] if i + 1 < len(texts) else ""
    if word in joints.openers and word not in joints.adjectival:
        return True
    if word in joints.adjectival or (word.endswith("ed") and len(word) > 4):
        return after in joints.objects or joints.links.isdisjoint(texts[start : i - 1])
    return False
