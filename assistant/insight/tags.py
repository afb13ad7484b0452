"""Which tags say the same thing of an entry."""

from collections.abc import Iterable

from assistant.journal import Correction, Tag

Sameness = tuple[str, str, str]


def sameness(tag: Tag | Correction) -> Sameness:
    """Equal where a person would say that it is one thing: a doing with its status, anything else by its label."""
    return tag.kind, tag.label, tag.detail if tag.kind == "behaviour" else ""


def each_once(tags: Iterable[Tag]) -> list[Tag]:
    """The surest of those that say the same, in the order of the text; what has no place in it comes last."""
    best: dict[Sameness, Tag] = {}
    for tag in tags:
        key = sameness(tag)
        if key not in best or tag.score > best[key].score:
            best[key] = tag
    return sorted(best.values(), key=_place)


def _place(tag: Tag) -> tuple[bool, int, int]:
    shown = tag.evidence
    return shown.start == shown.end, shown.utterance, shown.start
