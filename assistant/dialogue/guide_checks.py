"""What is wrong with the way through a guide: jumps, dead ends, circles, slots. Pure."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from assistant.dialogue.guides import BEFORE, END, SLOT, Guide, KeptBefore, Step


@dataclass(frozen=True, slots=True)
class Fault:
    step: int
    """From 0."""
    key: str
    what: str


def faults(guide: Guide) -> Iterator[Fault]:
    """Of a guide whose jumps all lead to a step of it."""
    yield from _nobody_comes(guide)
    yield from _for_ever(guide)
    yield from _slots(guide)


def leads_to(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(way.go for way in step.when), step.next]))


def _ways(guide: Guide) -> Mapping[str, tuple[str, ...]]:
    return {step.id: tuple(to for to in leads_to(step) if to != END) for step in guide.steps}


def _nobody_comes(guide: Guide) -> Iterator[Fault]:
    ways, come_to = _ways(guide), {guide.steps[0].id}
    waiting = list(come_to)
    while waiting:
        fresh = set(ways[waiting.pop()]) - come_to
        come_to |= fresh
        waiting += fresh
    for n, step in enumerate(guide.steps):
        if step.id not in come_to:
            yield Fault(n, "id", f'no way leads to the step "{step.id}"')


def _for_ever(guide: Guide) -> Iterator[Fault]:
    """A circle is a way to end only where one of its steps may be come to so many times and no more."""
    bounded = {step.id for step in guide.steps if step.at_most}
    ways = {at: {to for to in tos if to not in bounded} for at, tos in _ways(guide).items() if at not in bounded}
    while leaves := {at for at, tos in ways.items() if not tos}:
        ways = {at: tos - leaves for at, tos in ways.items() if at not in leaves}
    for n, step in enumerate(guide.steps):
        # What only leads into a circle is left over as well as the circle itself.
        if step.id in ways and _comes_back(step.id, ways):
            yield Fault(n, "id", f'the guide can go round and round through "{step.id}"; give it the line at_most = 3')
            return


def _comes_back(start: str, ways: Mapping[str, Set[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(ways[start])
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += ways[at]
    return start in seen


def _slots(guide: Guide) -> Iterator[Fault]:
    """A name is only said back where some way asks for it before, and one of an earlier run where it is there."""
    known, surely = _kept_by_then(guide), _looked_for_by_then(guide)
    for n, step in enumerate(guide.steps):
        for slot in (slot for text in step.say for slot in SLOT.findall(text)):
            if slot.startswith(BEFORE) and not surely[step.id]:
                yield Fault(n, "say", f"{{{slot}}} is only there behind a `when` with kept = …")
            elif not slot.startswith(BEFORE) and slot not in known[step.id]:
                yield Fault(n, "say", f'no way asks for {{{slot}}} before the step "{step.id}"')


def _kept_by_then(guide: Guide) -> Mapping[str, Set[str]]:
    """The names that may be kept when a step is come to."""
    known: dict[str, set[str]] = {step.id: set() for step in guide.steps}
    changed = True
    while changed:
        changed = False
        for step in guide.steps:
            after = known[step.id] | ({step.keep_as} if step.keep_as else set())
            for to in leads_to(step):
                if to != END and not after <= known[to]:
                    known[to] |= after
                    changed = True
    return known


def _looked_for_by_then(guide: Guide) -> Mapping[str, bool]:
    """Whether every way to a step leads through a `when` that found something of an earlier run."""
    without = {guide.steps[0].id}
    waiting = list(without)
    while waiting:
        step = guide.step(waiting.pop())
        if step is None:
            continue
        plain = [w.go for w in step.when if not any(isinstance(c, KeptBefore) for c in w.conditions)]
        fresh = {*plain, step.next} - without
        without |= fresh
        waiting += fresh
    return {step.id: step.id not in without for step in guide.steps}
