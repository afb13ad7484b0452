"""What a component finds, before it becomes a tag."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.journal import TagKind


@dataclass(frozen=True, slots=True)
class Found:
    kind: TagKind
    label: str
    detail: str
    score: float
    start: int
    """Characters of the joined text."""
    end: int
    made_by: str


def unsaid(kind: TagKind, label: str, start: int, end: int) -> Found:
    """There are words for it, and they are denied, another's, long past, a wish: a reason not to say it."""
    return Found(kind, label, "", 0.0, start, end, "")


def surest(found: Iterable[Found]) -> list[Found]:
    """Of each label and detail the surest one (the first of equals), in the order of the text."""
    best: dict[tuple[str, str, str], Found] = {}
    for one in found:
        key = (one.kind, one.label, one.detail)
        if key not in best or one.score > best[key].score:
            best[key] = one
    return sorted(best.values(), key=lambda f: f.start)
