"""The walk through a guide: what it says, what an answer is to it, and where it goes. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time

from assistant.dialogue import answers
from assistant.dialogue.follow_ups import PERSON
from assistant.dialogue.guides import (
    BEFORE,
    END,
    IN_NUMBERS,
    NONE,
    SLOT,
    AnswerIs,
    Condition,
    Guide,
    Hour,
    KeptBefore,
    NumberIs,
    Step,
    TagHeard,
)
from assistant.journal import Reading, TagKind

READ_BACK = 30
"""Words of the person's own that are said back to them at most; further sentences are left out."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered under one name."""

    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a step got."""

    name: str = ""
    """A choice's name, `yes`, `partly`, `no` or `none`; empty for a number, for free words, and where nothing was
    asked."""
    text: str = ""
    number: float | None = None


NO_ANSWER = Answer(NONE)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The newest answer of one name from an earlier run."""

    kept: Kept
    nights_ago: int
    order: int
    """A later answer has a greater one."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a guide may look at beside its own run."""

    local: time
    earlier: Mapping[str, Earlier] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Walk:
    """How far one run has come."""

    at: str
    """A step's id, or END."""
    come_to: Mapping[str, int]
    """How often each step was come to."""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    heard: frozenset[str] = frozenset()
    """Targets, as in `TagHeard`."""


def begun(guide: Guide) -> Walk:
    first = guide.steps[0].id
    return Walk(first, {first: 1})


def resumed(guide: Guide, *, at: str, kept: Mapping[str, Kept], heard: frozenset[str]) -> Walk:
    """Where it was left; from its first step on where a newer version of the guide has no such step."""
    if guide.step(at) is None:
        return replace(begun(guide), kept=kept, heard=heard)
    return Walk(at, {at: 1}, kept, heard)


def to_say(step: Step, *, walk: Walk, around: Around) -> tuple[str, ...]:
    """Its texts with their slots filled. A text whose slot has nothing to hold is left unsaid."""
    return tuple(filled for text in step.say if (filled := _filled(text, walk=walk, around=around)))


def targets(reading: Reading) -> frozenset[str]:
    """What was heard, as `TagHeard` names it."""
    return frozenset(_target(tag.kind, tag.label, tag.detail) for tag in reading.tags)


def _target(kind: TagKind, label: str, detail: str) -> str:
    if kind == "person":
        return PERSON
    return f"{kind}:{label}:{detail}" if kind == "behaviour" else f"{kind}:{label}"


def passed_over(step: Step, *, walk: Walk, around: Around) -> bool:
    """It has something to say, and nothing of it can be said: it is gone on from as if it had no answer."""
    return bool(step.say) and not to_say(step, walk=walk, around=around)


def answer_to(step: Step, said: str) -> Answer:
    """What the words are as an answer to this step; NO_ANSWER where they are none."""
    if not said.strip():
        return NO_ANSWER
    match step.listen:
        case "number":
            number = answers.number(said, low=step.low, high=step.high)
            return NO_ANSWER if number is None else Answer(text=said, number=number)
        case "yes_partly_no":
            far = answers.how_far(said)
            return NO_ANSWER if far is None else Answer(far, said, IN_NUMBERS[far])
        case "choice":
            name = answers.choice(said, choices=step.choices)
            return NO_ANSWER if name is None else Answer(name, said)
        case _:
            # Who says that there is nothing has answered, and is not asked again.
            return Answer(NONE if answers.nothing(said) else "", said)


def moved(guide: Guide, walk: Walk, *, answer: Answer, around: Around) -> Walk:
    """One step on. A step that may be come to no more is not gone to: the guide looks further, and ends at last."""
    step = guide.step(walk.at)
    if step is None:
        return replace(walk, at=END)
    kept = dict(walk.kept)
    if step.keep_as and answer.name != NONE:
        kept[step.keep_as] = Kept(answer.text, answer.number)
    walk = replace(walk, kept=kept)
    ways = [way.go for way in step.when if all(_holds(c, walk, answer, around) for c in way.conditions)]
    to = next((go for go in (*ways, step.next) if _open(guide, go, walk=walk)), END)
    return replace(walk, at=to, come_to={**walk.come_to, to: walk.come_to.get(to, 0) + 1})


def _open(guide: Guide, to: str, *, walk: Walk) -> bool:
    step = guide.step(to)
    return step is None or not step.at_most or walk.come_to.get(to, 0) < step.at_most


def _holds(condition: Condition, walk: Walk, answer: Answer, around: Around) -> bool:
    match condition:
        case AnswerIs(name):
            return answer.name == name
        case NumberIs(of, at_least, at_most):
            kept = walk.kept.get(of)
            number = answer.number if not of else kept.number if kept else None
            return number is not None and at_least <= number <= at_most
        case TagHeard(target):
            return target in walk.heard
        case Hour(first, until):
            later, earlier = around.local >= first, around.local < until
            return (later and earlier) if first < until else (later or earlier)
        case KeptBefore(name, within_days, without):
            found, since = around.earlier.get(name), around.earlier.get(without)
            if found is None or found.nights_ago > within_days:
                return False
            return since is None or since.order < found.order


def _filled(text: str, *, walk: Walk, around: Around) -> str:
    """Empty where a slot has nothing to hold."""
    filled = text
    for slot in SLOT.findall(text):
        earlier = around.earlier.get(slot.removeprefix(BEFORE))
        kept = walk.kept.get(slot) if not slot.startswith(BEFORE) else earlier.kept if earlier else None
        if kept is None or not (kept.text or kept.number is not None):
            return ""
        filled = filled.replace(f"{{{slot}}}", said_back(kept))
    return filled


def said_back(kept: Kept) -> str:
    """A number as digits; words as they were, as many whole sentences of them as one can bear to hear."""
    if kept.number is not None:
        return number_in_words(kept.number)
    sentences = re.split(r"(?<=[.?!…])\s+", kept.text.strip())
    back = sentences[0].split()
    if len(back) > READ_BACK:
        return " ".join(back[:READ_BACK]).rstrip(",;:") + " …"
    for sentence in sentences[1:]:
        if len(back) + len(sentence.split()) > READ_BACK:
            break
        back += sentence.split()
    return " ".join(back).rstrip(".")


def number_in_words(number: float) -> str:
    """A hundred in a word, since the voice reads three digits one by one."""
    return "a hundred" if number == 100 else f"{number:g}"
