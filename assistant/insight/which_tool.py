"""Which grounding tool comes first: the one that has helped this person most, by their own numbers. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.practice import ToolUse

HOPE = 1.0
"""Points that a tool which was never rated is taken to bring: it comes before one that did nothing, or did harm, and
after one that helped."""

HOPE_COUNTS = 1.0
"""As much as one rated use: a single good night moves a tool up, and a single bad one does not end it."""

HALF_AFTER_DAYS = 180
"""What helped in spring counts half in autumn."""


def in_order(tools: Sequence[str], *, uses: Iterable[ToolUse], tonight: date) -> tuple[str, ...]:
    """All of `tools`, the most helpful first; equals stay as they came."""
    known = tuple(uses)
    return tuple(sorted(tools, key=lambda tool: -helped(tool, uses=known, tonight=tonight)))


def helped(tool: str, *, uses: Iterable[ToolUse], tonight: date) -> float:
    """Mean of points that the number fell by (rose: below zero); older uses count less, and HOPE counts as one more.

    A use without both numbers says nothing.
    """
    points, counted = HOPE * HOPE_COUNTS, HOPE_COUNTS
    for use in uses:
        if use.tool == tool and use.before is not None and use.after is not None:
            weight = 0.5 ** (max(0, (tonight - use.night).days) / HALF_AFTER_DAYS)
            points += weight * (use.before - use.after)
            counted += weight
    return points / counted


STILL_STRONG = 7
"""From 0 to 10."""


def another(*, before: int | None, after: int | None) -> bool:
    """Whether to go on with the next tool; to who gave no number nothing more is said."""
    if after is None:
        return False
    return after >= STILL_STRONG or (before is not None and 0 < before <= after)
