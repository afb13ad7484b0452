"""Which question is asked back: a pure choice by what was said tonight and what was asked lately."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import product
from typing import Literal

from assistant.dialogue.night_manners import short_ones
from assistant.dialogue.sentences import lot, name_aloud
from assistant.journal import PATTERNS, PRACTICES, Asked, Reading, Tag

REST_NIGHTS = 14
"""A question that was asked rests for so many nights."""

LATE_FROM = time(22, 0)
LATE_UNTIL = time(5, 0)
"""Between the two no question asks why: at night it turns into brooding."""

Kind = Literal["open", "settling"]

GENERAL = "general"
PERSON = "person"

_PLEASANT = frozenset(
    "joy contentment calm gratitude pride hope love relief excitement amusement curiosity nostalgia surprise".split()
)
_WHY = re.compile(r"\bwhy\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    """Such as `paused.what_helped`."""
    text: str
    """One sentence; may hold `{person}` where `answers_to` is `person`."""
    answers_to: str
    """`emotion:anxiety`, `behaviour:paused:done`, `theme:sleep`, `person` or `general`."""
    kind: Kind = "open"
    late: bool = True
    """False: not between LATE_FROM and LATE_UNTIL."""

    @property
    def asks_why(self) -> bool:
        return bool(_WHY.search(self.text))


@dataclass(frozen=True, slots=True)
class Tonight:
    night: date
    local: time
    questions_left: int
    """This one included: at 1 it is the last and must settle."""


@dataclass(frozen=True, slots=True)
class Choice:
    question: Question
    text: str
    """With the person's name filled in."""
    reason: str
    """For the journal: `behaviour:paused:done, said last, not asked about in 14 nights`."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """Something said tonight that a question may answer to."""

    answers_to: str
    rank: int
    age: int
    """0 for the newest entry of the night."""
    spoken_at: tuple[int, int]
    person: str = ""


def choose(
    bank: Sequence[Question], *, readings: Sequence[Reading], asked: Sequence[Asked], tonight: Tonight, seed: str
) -> Choice | None:
    """The next question, or None when there is none that may be asked: then the evening closes softly.

    `readings` of tonight's entries, oldest first (none for a recording without words), `asked` of the last REST_NIGHTS
    nights with tonight's. None is better than the same question twice: who hears it again hears a machine. Where no
    open question is left a settling one is chosen early; after one the evening is to close.

    What was said in the newest entry goes before what was said earlier tonight. Within an entry: grief, because
    to be asked about anything else after a death told is not to be heard; practices done and old patterns averted,
    since small changes are the first thing forgotten; old patterns; what hurt; practices not done or planned; people;
    what was good; themes; at the end a general question. Among equals goes what was least asked about lately,
    then what was said last, then a lot drawn by `seed`.
    """
    if tonight.questions_left < 1:
        return None
    open_to_us = [q for q in bank if _may_be_asked(q, asked=asked, tonight=tonight)]
    kinds: tuple[Kind, ...] = ("settling",) if tonight.questions_left == 1 else ("open", "settling")
    by_id = {q.id: q for q in bank}
    recent = Counter(subject(by_id[a.question].answers_to) for a in asked if a.question in by_id)
    closed = {subject(by_id[a.question].answers_to) for a in asked if a.night == tonight.night and a.question in by_id}
    cues = [cue for cue in _cues(readings) if subject(cue.answers_to) not in closed]
    cues.sort(key=lambda cue: (cue.age, cue.rank, recent[subject(cue.answers_to)], _backwards(cue.spoken_at)))
    cues.append(_Cue(GENERAL, rank=99, age=99, spoken_at=(0, 0)))
    for kind, cue in product(kinds, cues):
        fitting = [q for q in open_to_us if q.kind == kind and q.answers_to == cue.answers_to]
        if fitting:
            short = short_ones([q.text for q in fitting], local=tonight.local)
            question = min((q for q in fitting if q.text in short), key=lambda q: lot(seed, q.id))
            return _chosen(question, cue=cue, lately=recent[subject(cue.answers_to)])
    return None


def is_late(local: time) -> bool:
    return local >= LATE_FROM or local < LATE_UNTIL


def subject(answers_to: str) -> str:
    """What a question is about, whatever became of it: `behaviour:paused:done` and `…:intended` are one subject."""
    return ":".join(answers_to.split(":")[:2])


def _may_be_asked(question: Question, *, asked: Sequence[Asked], tonight: Tonight) -> bool:
    if is_late(tonight.local) and (question.asks_why or not question.late):
        return False
    # A night ahead of tonight, as a clock set back leaves it, rests like any other.
    return all(a.question != question.id or (tonight.night - a.night).days >= REST_NIGHTS for a in asked)


def _cues(readings: Sequence[Reading]) -> Iterator[_Cue]:
    for age, reading in enumerate(reversed(readings)):
        for tag in reading.tags:
            yield _Cue(
                answers_to=_target(tag),
                rank=_rank(tag),
                age=age,
                spoken_at=(tag.evidence.utterance, tag.evidence.start),
                person=tag.label if tag.kind == "person" else "",
            )


def _target(tag: Tag) -> str:
    if tag.kind == "person":
        return PERSON
    if tag.kind == "behaviour":
        return f"behaviour:{tag.label}:{tag.detail}"
    return f"{tag.kind}:{tag.label}"


def _rank(tag: Tag) -> int:
    if tag.kind == "emotion":
        return 0 if tag.label == "grief" else 6 if tag.label in _PLEASANT else 3
    if tag.kind == "behaviour":
        small_change = (tag.label in PRACTICES and tag.detail == "done") or (
            tag.label in PATTERNS and tag.detail == "not_done"
        )
        pattern_lived = tag.label in PATTERNS and tag.detail == "done"
        return 1 if small_change else 2 if pattern_lived else 4
    return 5 if tag.kind == "person" else 7


def _backwards(place: tuple[int, int]) -> tuple[int, int]:
    return -place[0], -place[1]


def _chosen(question: Question, *, cue: _Cue, lately: int) -> Choice:
    if cue.answers_to == GENERAL:
        why = "general, nothing nearer is left to ask"
    else:
        when = "said last" if cue.age == 0 else "said earlier tonight"
        asked_about = "not asked about" if lately == 0 else f"asked about {lately}x"
        why = f"{cue.answers_to}, {when}, {asked_about} in {REST_NIGHTS} nights"
    reason = f"{why}, settling" if question.kind == "settling" else why
    return Choice(question, question.text.replace("{person}", name_aloud(cue.person)), reason)
