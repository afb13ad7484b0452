"""Labels of the codebook as a person types them: `anger`, `set boundary`, `snapped not done`, `person Dana`."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.journal import BEHAVIOURS, EMOTIONS, STATUSES, THEMES, Tag, TagKind

LABELS: Mapping[TagKind, tuple[str, ...]] = {"emotion": EMOTIONS, "behaviour": BEHAVIOURS, "theme": THEMES}
"""People are called by any name."""

_NEAR = 0.6
_STATUS = {
    "not_this_time": "not_done",
    "not_done": "not_done",
    "meant_to": "intended",
    "intended": "intended",
    "done": "done",
}
"""What a status may be called; the longer names first, as `not_done` ends in `done`."""
_PERSON = re.compile(r"\s*person[\s:]+(\S.*)", re.IGNORECASE)
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Named:
    kind: TagKind
    label: str
    detail: str


def named(typed: str, *, beside: Tag | None = None) -> Named | None:
    """What is meant, where the label is known; `beside` is the tag that it is to stand in for.

    A status alone is that of the same doing.
    """
    if person := _PERSON.match(typed):
        return _person(person[1])
    kind_named, key = _kind_first(_key(typed))
    label, status = _split(key)
    if status and not label and beside is not None and beside.kind == "behaviour":
        return Named("behaviour", beside.label, status)
    for kind in [kind_named] if kind_named else _kinds(beside):
        if label in LABELS[kind] and (kind == "behaviour" or not status):
            return Named(kind, label, _detail(kind, status=status, beside=beside))
    return None


def nearest(typed: str, *, beside: Tag | None = None) -> Named | None:
    """For a slip of the fingers, or, beside a person, for a name; None where no label is like it."""
    if beside is not None and beside.kind == "person":
        return _person(typed)
    plain = [label for labels in LABELS.values() for label in labels]
    with_status = [f"{label}_{status}" for label in BEHAVIOURS for status in STATUSES]
    close = difflib.get_close_matches(_key(typed), [*plain, *with_status], n=1, cutoff=_NEAR)
    return named(close[0], beside=beside) if close else None


def _key(typed: str) -> str:
    return "_".join(re.findall(r"[^\W_]+", typed.lower()))


def _kind_first(key: str) -> tuple[TagKind | None, str]:
    """`theme love` is not the feeling."""
    for kind in LABELS:
        if key.startswith(f"{kind}_"):
            return kind, key.removeprefix(f"{kind}_")
    return None, key


def _split(key: str) -> tuple[str, str]:
    """Label and status; either may be empty."""
    for name, status in _STATUS.items():
        if key == name:
            return "", status
        if key.endswith(f"_{name}"):
            return key.removesuffix(f"_{name}"), status
    return key, ""


def _kinds(beside: Tag | None) -> list[TagKind]:
    """`love` is a feeling and a theme: it is of the kind that it stands beside, else a feeling."""
    return sorted(LABELS, key=lambda kind: beside is None or kind != beside.kind)


def _detail(kind: TagKind, *, status: str, beside: Tag | None) -> str:
    if kind == "theme":
        return ""
    if status:
        return status
    if beside is not None and beside.kind == kind:
        return beside.detail
    return "done" if kind == "behaviour" else "said"


def _person(typed: str) -> Named | None:
    name = " ".join(typed.split()).removeprefix("my ")
    return Named("person", name, "") if name and len(name) <= _LONGEST_NAME else None
