"""The nouns of practising: homework, guides and tools, as frozen values with no I/O."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.journal import Moment

HowFar = Literal["yes", "partly", "no"]
"""How far a homework was done. Each is welcome; `partly` is a doing, too."""


@dataclass(frozen=True, slots=True)
class Homework:
    """What a person has set out to try between two sessions."""

    uid: str
    what: str
    smallest: str
    """The least that counts as a doing of it; may be empty."""
    until: date | None
    """The next session's date, or when it is meant for."""
    matters: str
    """How it relates to what matters to them; may be empty."""
    moment: Moment
    """When it was noted."""
    ended: date | None = None
    """The night from which on nobody is asked about it any more."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What was said of a homework on one night; the newest word of a night counts."""

    homework: str
    """`Homework.uid`."""
    night: date
    done: HowFar
    moment: Moment
    noticed_late: bool = False
    """Seen only afterwards: that counts as noticed, too."""
    entry: str = ""
    """`Entry.uid` in which it was said, or empty."""


@dataclass(frozen=True, slots=True)
class GuideRun:
    """One walk through a guide; it may go on another night."""

    uid: str
    guide: str
    """Its name, such as `thought-record`."""
    version: int
    moment: Moment
    night: date
    at: str
    """The step where it stands, or was left."""
    ended: bool = False
    """It came to its end, and goes on nowhere."""


@dataclass(frozen=True, slots=True)
class GuideAnswer:
    """What was kept of one step."""

    run: str
    """`GuideRun.uid`."""
    step: str
    name: str
    """As the guide's `keep_as` calls it, such as `belief`."""
    text: str
    """In the person's own words; for a number, what they said."""
    number: float | None
    """Where a number was asked for, or yes (1), partly (0.5), no (0)."""
    moment: Moment
    entry: str = ""
    """`Entry.uid` that holds the words, or empty."""


@dataclass(frozen=True, slots=True)
class ToolUse:
    """That a grounding tool was used off the record; nothing that was said."""

    tool: str
    """Name of a guide, such as `paced-breathing`."""
    moment: Moment
    night: date
    before: int | None
    """How strong it was, 0 to 10, if they said so."""
    after: int | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the safety plan, in the person's own words."""

    section: str
    """One of `dialogue.safety_plan.SECTIONS`."""
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds [start, end) of an entry's sound."""

    start_s: float
    end_s: float
