"""The safety plan: its parts, and how it is read aloud. Written in a calm hour, read back on "my plan".

The parts are those of Stanley and Brown's Safety Planning Intervention (2012), with the reasons for living that its
later forms hold, too. What is in them are the person's own words, never ours.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.dialogue.sentences import Sentence
from assistant.practice import GuideAnswer, PlanLine

Section = Literal["signs", "alone", "places", "people", "professionals", "room", "reasons"]
"""Warning signs; what I can do alone; places and company; whom I ask for help; professionals and lines; a safer room;
reasons. The guide that writes a plan keeps its answers under these names."""

SECTIONS: tuple[Section, ...] = get_args(Section)
"""In the order in which they are gone through."""


@dataclass(frozen=True, slots=True)
class PartTexts:
    """What is said of one section."""

    heading: str
    """On paper, in the person's own voice: `What I can do alone`."""
    question: str
    """Where it is written by keyboard."""
    aloud: str
    """Before its lines, to the person: `Alone, you can:`."""


@dataclass(frozen=True, slots=True)
class PlanTexts:
    """`prompts/safety/plan.toml`."""

    parts: Mapping[Section, PartTexts]
    begins: str
    ends: str
    none_yet: tuple[str, ...]
    """Asked for, and nothing is written."""
    danger: str
    """With `{emergency}`."""


def as_written(answers: Iterable[GuideAnswer]) -> tuple[PlanLine, ...]:
    """The lines that a walk through the guide gave, in the order of the plan; a step passed over gives none."""
    said = {answer.name: " ".join(answer.text.split()) for answer in answers}
    return tuple(PlanLine(section, said[section]) for section in SECTIONS if said.get(section))


def renewed(before: Sequence[PlanLine], *, by: Sequence[PlanLine]) -> tuple[PlanLine, ...]:
    """A section that was written anew takes the place of the earlier one; what was not come to stays."""
    anew = {line.section for line in by}
    lines = [*(line for line in before if line.section not in anew), *by]
    return tuple(sorted(lines, key=_place))


def _place(line: PlanLine) -> int:
    return SECTIONS.index(line.section) if line.section in SECTIONS else len(SECTIONS)


def aloud(plan: Sequence[PlanLine], *, texts: PlanTexts, whom: Sequence[str]) -> tuple[Sentence, ...]:
    """A sentence at a time, so that a key can stop it anywhere. `whom`: the country's own lines and numbers.

    The numbers are read where the plan names professionals, and also where it names none: there they are needed more.
    """
    if not plan:
        return tuple(map(Sentence, (*texts.none_yet, *whom)))
    return tuple(map(Sentence, (texts.begins, *_parts(plan, texts=texts, whom=whom), texts.ends)))


def _parts(plan: Sequence[PlanLine], *, texts: PlanTexts, whom: Sequence[str]) -> Iterator[str]:
    for section in SECTIONS:
        said = [_closed(line.text) for line in plan if line.section == section]
        if said:
            yield texts.parts[section].aloud
            yield from said
        if section == "professionals":
            yield from whom


def _closed(text: str) -> str:
    """With an end that a voice can hear."""
    return text if text[-1:] in ".!?" else f"{text}."
