"""What an evening may open with: one thing kept from an earlier night, and something kind first after a hard one. Pure.

Only what one may be glad to hear again is chosen: a plan with no word of it since, a small change, a good feeling. No
person is named, since somebody else may be in the room when an evening begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assistant.journal import PATTERNS, PRACTICES, Asked, Reading, Tag

WINDOW_NIGHTS = 14
"""Older things are left to looking back. A thing that was brought up rests for as long."""

GOOD = frozenset("joy contentment calm gratitude pride hope love relief excitement amusement curiosity".split())
HARD = frozenset(
    """sadness grief anger frustration fear anxiety overwhelm shame guilt loneliness disappointment jealousy
    exhaustion""".split()
)
HEAVY = frozenset("grief sadness overwhelm".split())
"""With one of these a night was hard, whatever else was in it."""

ASKED = "thread."
"""`Asked.question` begins so, and goes on with the subject: `thread.paused`, `thread.hope`, `thread.kindly`."""

Kind = Literal["plan", "done", "averted", "felt"]
_RANKS: tuple[Kind, ...] = ("plan", "done", "averted", "felt")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A night that something is kept of."""

    night: date
    readings: tuple[Reading | None, ...]
    """Of its entries with words, oldest first; None where nobody has read them."""


@dataclass(frozen=True, slots=True)
class Thread:
    kind: Kind
    label: str
    night: date


@dataclass(frozen=True, slots=True)
class Opening:
    thread: Thread | None
    kindly: bool
    """Something kind is said first."""
    question: str
    """For `Asked.question`."""
    why: str
    """For `Asked.why`: `plan paused, 3 nights ago, no word of it since`."""


def choose(earlier: Sequence[Earlier], *, asked: Sequence[Asked], tonight: date) -> Opening | None:
    """None for an evening that opens with its usual greeting.

    `earlier`: the nights of the last WINDOW_NIGHTS with tonight, oldest first; `asked` of the same nights. Never in two
    nights running, nor in two evenings running of somebody who is here less often; never in a second evening of one
    night. After a night in which somebody may have been in danger only something kind is said, and after one that
    nobody has read, nothing: it may have been such a night.
    """
    before = [e for e in earlier if tonight - timedelta(days=WINDOW_NIGHTS) <= e.night < tonight]
    if not before or any(e.night >= tonight for e in earlier):
        return None
    last = before[-1]
    brought_up = [a for a in asked if a.question.startswith(ASKED)]
    if any(a.night >= last.night or a.night >= tonight - timedelta(days=1) for a in brought_up):
        return None
    if not last.readings or None in last.readings:
        return None
    danger, hard = _danger(last), _hard(last)
    rested = {a.question.removeprefix(ASKED) for a in brought_up}
    thread = None if danger else _best(before, rested=rested, gladly=hard)
    if thread is None and not (danger or hard):
        return None
    return _opening(thread, kindly=danger or hard, tonight=tonight)


def _best(before: Sequence[Earlier], *, rested: set[str], gladly: bool) -> Thread | None:
    """The newest of the best kind. `gladly`: a plan may be a burden, and is left for another night."""
    safe = [e for e in before if not _danger(e) and None not in e.readings]
    threads = [t for t in _threads(safe) if t.label not in rested and not (gladly and t.kind == "plan")]
    return min(threads, key=lambda t: (_RANKS.index(t.kind), -t.night.toordinal()), default=None)


def _threads(nights: Sequence[Earlier]) -> Iterator[Thread]:
    """With the plans that nothing was said of since."""
    plans: dict[str, Thread] = {}
    for earlier in nights:
        for reading in earlier.readings:
            for tag in reading.tags if reading else ():
                kind = _kind(tag)
                if kind == "plan":
                    plans[tag.label] = Thread(kind, tag.label, earlier.night)
                elif tag.kind == "behaviour":
                    plans.pop(tag.label, None)
                if kind and kind != "plan":
                    yield Thread(kind, tag.label, earlier.night)
    yield from plans.values()


def _kind(tag: Tag) -> Kind | None:
    if tag.kind == "emotion":
        return "felt" if tag.label in GOOD else None
    if tag.kind != "behaviour":
        return None
    if tag.label in PRACTICES:
        kinds: dict[str, Kind] = {"intended": "plan", "done": "done"}
        return kinds.get(tag.detail)
    return "averted" if tag.label in PATTERNS and tag.detail == "not_done" else None


def _danger(earlier: Earlier) -> bool:
    return any(reading is not None and reading.safety != "none" for reading in earlier.readings)


def _hard(earlier: Earlier) -> bool:
    felt = {label for reading in earlier.readings if reading for label in reading.labels("emotion")}
    return bool(felt & HEAVY) or (bool(felt & HARD) and not felt & GOOD)


def _opening(thread: Thread | None, *, kindly: bool, tonight: date) -> Opening:
    after = ", after a hard night" if kindly else ""
    if thread is None:
        return Opening(None, kindly, f"{ASKED}kindly", f"nothing but a kind word{after}")
    nights = (tonight - thread.night).days
    ago = "last night" if nights == 1 else f"{nights} nights ago"
    since = ", no word of it since" if thread.kind == "plan" else ""
    return Opening(thread, kindly, f"{ASKED}{thread.label}", f"{thread.kind} {thread.label}, {ago}{since}{after}")
