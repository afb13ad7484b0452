"""Guides: practices led step by step. Their nouns; guide_walk.py walks them. Pure.

`prompts/guides/*.toml` hold them, docs/guides.md tells the format.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

from assistant.dialogue.answers import Choice

END = "end"
NONE = "none"
"""The answer of a step that got none: silence, or words that are no answer to it."""

Listen = Literal["", "free", "number", "yes_partly_no", "choice"]
HOW_FAR = ("yes", "partly", "no")
IN_NUMBERS = {"yes": 1.0, "partly": 0.5, "no": 0.0}

SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
BEFORE = "before."
"""A slot that begins so is of an earlier run."""


@dataclass(frozen=True, slots=True)
class Breathe:
    in_s: float
    hold_s: float
    out_s: float
    times: int


@dataclass(frozen=True, slots=True)
class AnswerIs:
    """The answer of this step is this one: a choice's name, `yes`, `partly`, `no` or `none`."""

    answer: str


@dataclass(frozen=True, slots=True)
class NumberIs:
    """A number of this run lies between the two; what was not answered does not."""

    of: str
    """`keep_as` of its step; empty for this step's own."""
    at_least: float
    at_most: float


@dataclass(frozen=True, slots=True)
class TagHeard:
    """Heard in what was said in this run: `emotion:shame`, `behaviour:paused:done`, `theme:sleep`, `person`."""

    target: str


@dataclass(frozen=True, slots=True)
class Hour:
    """It is this late: from `first` until before `until`, over midnight where that is earlier."""

    first: time
    until: time


@dataclass(frozen=True, slots=True)
class KeptBefore:
    """An earlier run of this guide has an answer of this name, at most so many nights old."""

    name: str
    within_days: int
    without: str = ""
    """And no answer of that name was given since."""


Condition = AnswerIs | NumberIs | TagHeard | Hour | KeptBefore


@dataclass(frozen=True, slots=True)
class When:
    """Where all of its conditions hold the guide goes there."""

    conditions: tuple[Condition, ...]
    go: str


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    say: tuple[str, ...] = ()
    """Said one after the other; where it listens, the last one is the question."""
    listen: Listen = ""
    low: float = 0.0
    high: float = 10.0
    """The range of a number."""
    choices: tuple[Choice, ...] = ()
    keep_as: str = ""
    again: str = ""
    """Said once where the answer is none; empty for the guide's own words in `prompts/guiding.toml`."""
    breathe: Breathe | None = None
    wait_s: float = 0.0
    when: tuple[When, ...] = ()
    """Tried in order."""
    next: str = END
    at_most: int = 0
    """How often it is come to in one run; 0 for as often as the guide leads there."""


@dataclass(frozen=True, slots=True)
class Guide:
    name: str
    title: str
    about: str
    called: tuple[str, ...]
    """How one asks for it aloud."""
    minutes: float
    source: str
    tool: bool
    """A grounding tool, fit for a spiral."""
    version: int
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.id == name), None)


@dataclass(frozen=True, slots=True)
class GuidingPhrases:
    """`prompts/guiding.toml`: what is said around the steps of any guide."""

    go_on: str
    """Asked where the guide was left on an earlier night."""
    again_free: str
    again_number: str
    """With `{low}` and `{high}`."""
    again_yes_partly_no: str
    again_choice: str
    """With `{choices}`."""
    left: str
    """It was left by the person's own word."""
    silent: str
    """It was left since nobody spoke any more."""
    after_care: str
    """Asked once after care: whether to go on with the guide."""
    breathe_in: str
    breathe_hold: str
    breathe_out: str


def find(guides: Sequence[Guide], asked: str) -> Guide | None:
    """By its name, its title, or a way that it is called, however they are written."""
    wanted = _plain(asked)
    names = ((guide, {_plain(way) for way in (guide.name, guide.title, *guide.called)}) for guide in guides)
    return next((guide for guide, ways in names if wanted in ways), None)


def _plain(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", text.lower().replace("'", "").replace("\u2019", "")).split()
    return " ".join(word for word in words if word not in ("a", "an", "the", "my"))


def nearest(guides: Sequence[Guide], asked: str) -> Guide | None:
    """The one that was probably meant."""
    from difflib import get_close_matches

    ways = {_plain(way): guide for guide in guides for way in (guide.name, guide.title, *guide.called)}
    close = get_close_matches(_plain(asked), ways, n=1, cutoff=0.75)
    return ways[close[0]] if close else None
