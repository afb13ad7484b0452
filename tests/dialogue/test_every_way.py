"""Every guide that Between brings is walked through all of its branches, by every answer that makes a difference."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from itertools import product
from pathlib import Path
from typing import TypeVar

import pytest

from assistant.adapters import guide_files
from assistant.dialogue.guide_walk import (
    NO_ANSWER,
    Answer,
    Around,
    Earlier,
    Kept,
    Walk,
    begun,
    moved,
    passed_over,
    to_say,
)
from assistant.dialogue.guides import BEFORE, END, SLOT, Guide, Hour, KeptBefore, NumberIs, Step, TagHeard, find
from assistant.dialogue.guides import IN_NUMBERS as HOW_FAR

GUIDES = [guide_files.load(path) for path in guide_files.files(Path(__file__).parents[2] / "prompts" / "guides")]
Looked = TypeVar("Looked", NumberIs, Hour, KeptBefore, TagHeard)


@dataclass
class Walker:
    """Goes every way of one guide, and remembers where it came to."""

    guide: Guide
    steps: set[str] = field(default_factory=set)
    ways: set[tuple[str, str]] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    _known: set[object] = field(default_factory=set)

    def everywhere(self) -> None:
        for around, heard in product(self._around(), self._heard()):
            self._known.clear()
            self._from(replace(begun(self.guide), heard=heard), around, ())

    def _from(self, walk: Walk, around: Around, trail: tuple[str, ...]) -> None:
        if walk.at == END or (key := self._key(walk)) in self._known:
            return
        self._known.add(key)
        assert len(trail) < 200, f"{self.guide.name} never ends: {trail}"
        step = self.guide.step(walk.at)
        assert step is not None
        self.steps.add(step.id)
        self.said.update(to_say(step, walk=walk, around=around))
        answers = [NO_ANSWER] if passed_over(step, walk=walk, around=around) else self._answers(step)
        for answer in answers:
            after = moved(self.guide, walk, answer=answer, around=around)
            self.ways.add((step.id, after.at))
            self._from(after, around, (*trail, step.id))

    def _key(self, walk: Walk) -> object:
        """Walks that differ in nothing that the guide looks at are one."""
        looked_at = {c.of for c in self._conditions(NumberIs)}
        slots = {slot for step in self.guide.steps for text in step.say for slot in SLOT.findall(text)}
        numbers = tuple((name, kept.number) for name, kept in sorted(walk.kept.items()) if name in looked_at)
        counted = tuple((s.id, walk.come_to.get(s.id, 0)) for s in self.guide.steps if s.at_most)
        return walk.at, counted, numbers, frozenset(slots & walk.kept.keys())

    def _conditions(self, kind: type[Looked]) -> Iterator[Looked]:
        for step in self.guide.steps:
            for way in step.when:
                yield from (c for c in way.conditions if isinstance(c, kind))

    def _answers(self, step: Step) -> Iterator[Answer]:
        match step.listen:
            case "":
                yield Answer()
                return
            case "free":
                yield Answer(text="I said something, and then some more.")
            case "number":
                for number in self._numbers(step):
                    yield Answer(text=f"about {number:g}", number=number)
            case "yes_partly_no":
                yield from (Answer(name, name, number) for name, number in HOW_FAR.items())
            case "choice":
                yield from (Answer(choice.name, choice.words[0]) for choice in step.choices)
        yield NO_ANSWER

    def _numbers(self, step: Step) -> set[float]:
        """The ends of the range, and both sides of every number that a way depends on."""
        own = [c for way in step.when for c in way.conditions if isinstance(c, NumberIs) and not c.of]
        limits = [*own, *(c for c in self._conditions(NumberIs) if c.of == step.keep_as)]
        near = {n + d for c in limits for n in (c.at_least, c.at_most) for d in (-1, 0, 1)}
        return {n for n in {step.low, step.high, *near} if step.low <= n <= step.high}

    def _around(self) -> Iterator[Around]:
        hours = {time(12), time(23, 45), time(3)}
        for c in self._conditions(Hour):
            hours |= {c.first, c.until}
        names = list(dict.fromkeys(step.keep_as for step in self.guide.steps if step.keep_as))
        histories: list[Mapping[str, Earlier]] = [{}]
        for condition in self._conditions(KeptBefore):
            histories.append(_history([name for name in names if name != condition.without]))
            histories.append(_history(names, nights_ago=condition.within_days + 1))
        yield from (Around(hour, history) for hour in hours for history in histories)

    def _heard(self) -> list[frozenset[str]]:
        tags = [c.target for c in self._conditions(TagHeard)]
        return [frozenset(), *(frozenset({tag}) for tag in dict.fromkeys(tags))]


def _history(names: Sequence[str], *, nights_ago: int = 1) -> Mapping[str, Earlier]:
    """Answered in this order."""
    return {name: Earlier(Kept("What I said that night."), nights_ago, n) for n, name in enumerate(names)}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_way_ends(guide: Guide) -> None:
    """Each step is come to, each way is gone, each walk ends, and nothing is said with an empty slot in it."""
    walker = Walker(guide)
    walker.everywhere()
    wanted = {(step.id, way.go) for step in guide.steps for way in step.when}
    assert walker.steps == {step.id for step in guide.steps}
    assert wanted - walker.ways == set()
    assert END in {to for _, to in walker.ways}
    assert [text for text in walker.said if "{" in text or BEFORE in text] == []


def test_all_of_them_can_be_asked_for() -> None:
    """No two guides are called by the same words, and each is found by all of its own."""
    guide_files.only_one_each(GUIDES)
    assert len(GUIDES) >= 10
    for guide in GUIDES:
        assert {found.name for way in (guide.name, guide.title, *guide.called) if (found := find(GUIDES, way))} == {
            guide.name
        }
