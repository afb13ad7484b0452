"""One line of a guide's `when`: where the guide goes, and on what."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

from assistant.adapters.prompt_file import Part, nearest
from assistant.adapters.prompts import TARGETS
from assistant.dialogue.follow_ups import GENERAL
from assistant.dialogue.guides import AnswerIs, Condition, Hour, KeptBefore, NumberIs, TagHeard, When

HEARD = tuple(target for target in TARGETS if target != GENERAL)


@dataclass(frozen=True, slots=True)
class Names:
    """What the other steps of a guide are called."""

    steps: Sequence[str]
    """With the end."""
    kept: Set[str]
    """All that is kept under a name."""
    numbers: Mapping[str, tuple[float, float]]
    """Those that are numbers, with their range."""

    def checked_step(self, part: Part, key: str, name: str) -> str:
        if name not in self.steps:
            raise part.fault(key, f'there is no step "{name}" to go to{nearest(name, self.steps)}')
        return name


def way(part: Part, *, names: Names, answers: Sequence[str], own: tuple[float, float] | None) -> When:
    """`answers`: those that this step knows by name. `own`: the range of its number. Raises UsageError."""
    part.only("go", *(key for keys, _ in _KINDS for key in keys))
    place = _Place(names, answers, own)
    conditions = tuple(made(part, place) for keys, made in _KINDS if part.table.keys() & set(keys))
    if not conditions:
        raise part.fault("", "there is no condition here; for always there is the line next = …")
    return When(conditions, names.checked_step(part, "go", part.text("go")))


@dataclass(frozen=True, slots=True)
class _Place:
    names: Names
    answers: Sequence[str]
    own: tuple[float, float] | None


def _answer(part: Part, place: _Place) -> Condition:
    if not place.answers:
        raise part.fault("answer", "this step does not listen, so there is no answer to go by")
    return AnswerIs(part.one_of("answer", place.answers))


def _number(part: Part, place: _Place) -> Condition:
    of = part.text("of") if "of" in part.table else ""
    limits = place.names.numbers.get(of) if of else place.own
    if not limits:
        known = sorted(place.names.numbers)
        what = (
            f'no number is kept as "{of}"{nearest(of, known)}'
            if of
            else "this step asks for no number; say which, by of = …"
        )
        raise part.fault("of", what)
    if not {"at_least", "at_most"} & part.table.keys():
        raise part.fault("of", 'a number goes with "at_least" or "at_most"')
    low, high = limits
    return NumberIs(
        of,
        part.amount("at_least", low=low, high=high, default=low),
        part.amount("at_most", low=low, high=high, default=high),
    )


def _tag(part: Part, _: _Place) -> Condition:
    return TagHeard(part.one_of("tag", HEARD))


def _hour(part: Part, _: _Place) -> Condition:
    return Hour(part.hour("hour_from"), part.hour("hour_until"))


def _kept(part: Part, place: _Place) -> Condition:
    known = sorted(place.names.kept)
    return KeptBefore(
        part.one_of("kept", known),
        part.whole("within_days", low=1, high=3660),
        part.one_of("without", known) if "without" in part.table else "",
    )


_KINDS: Sequence[tuple[Sequence[str], Callable[[Part, _Place], Condition]]] = (
    (("answer",), _answer),
    (("of", "at_least", "at_most"), _number),
    (("tag",), _tag),
    (("hour_from", "hour_until"), _hour),
    (("kept", "within_days", "without"), _kept),
)
