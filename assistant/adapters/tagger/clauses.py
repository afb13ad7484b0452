"""Sentences and clauses of talk that may have no reliable punctuation."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.adapters.tagger.normal import Word
from assistant.adapters.tagger.patterns import MARKS
from assistant.adapters.tagger.talk import Sentence, Talk

LONG = 45
"""Words without a mark after which the next clause begins a sentence: a run-on."""


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
    if words[i].pause and i - start >= 2:
        return True
    if word in joints.breakers:
        return True
    if word in joints.joiners:
        return after in joints.subjects and (after != "that" or word in ("and", "but"))
    if word == "i":
        return before not in joints.before_inner and before not in joints.joiners and i - start >= 3
    return i - start >= LONG
