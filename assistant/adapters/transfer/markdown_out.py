"""A night as Markdown: what it holds above, between two lines of `---`, and below it what was said, to be read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from assistant.adapters.store.whole_nights import Night
from assistant.adapters.transfer import front_matter
from assistant.insight.tags import each_once
from assistant.journal import PATTERNS, PRACTICES, Asked, Entry, Tag, TagKind, Utterance

PARAGRAPH_S = 3.0
"""A silence as long as this begins a new paragraph."""

_HOW = {"talk": "spoken", "add": "added", "type": "typed", "import": "imported"}
_STATUS = {"not_done": "not this time", "intended": "meant to", "shown": "it shows"}
_ROWS: tuple[tuple[str, TagKind], ...] = (
    ("felt", "emotion"),
    ("did", "behaviour"),
    ("about", "theme"),
    ("with", "person"),
)
_INLINE = re.compile(r"([\\`*_\[\]<])")
_AT_THE_START = re.compile(r"^(\d*)([.)]|(?<!\d)[#>+~=|-])")


def file_name(night: date) -> str:
    return f"{night.isoformat()}.md"


def page(night: Night, *, sounds: Mapping[str, str]) -> str:
    """`sounds`: path of each entry's sound file, from the page; by uid, and of some entries or none."""
    about = {"night": night.date, "entries": [_about(entry, sounds) for entry in night.entries]}
    parts = [f"# {_day(night.date)}", *(part for entry in night.entries for part in _entry(entry, night, sounds))]
    return front_matter.written(about | _heard(night)) + "\n" + "\n\n".join(parts) + "\n"


def _about(entry: Entry, sounds: Mapping[str, str]) -> dict[str, Any]:
    """With its uid, by which the other forms of an export and the journal itself know it."""
    about = {"at": _clock(entry), "how": _HOW[entry.source], "number": entry.number, "uid": entry.uid}
    return about | ({"recording": sounds[entry.uid]} if entry.uid in sounds else {})


def _heard(night: Night) -> dict[str, Any]:
    tags = [tag for entry in night.entries for tag in night.tags.get(entry.uid, ())]
    done = _labels(tags, "behaviour", detail="done")
    return {
        "feelings": _labels(tags, "emotion"),
        "practices": [label for label in done if label in PRACTICES],
        "patterns": [label for label in done if label in PATTERNS],
        "people": _labels(tags, "person"),
        "themes": _labels(tags, "theme"),
        "questions": [asked.text for asked in _questions(night)],
    }


def _labels(tags: Iterable[Tag], kind: TagKind, *, detail: str = "") -> list[str]:
    return list(dict.fromkeys(t.label for t in tags if t.kind == kind and detail in ("", t.detail)))


def _questions(night: Night) -> Iterator[Asked]:
    """Those that the entries here answer or were followed by: the others belong to entries that were not chosen."""
    around = {entry.uid for entry in night.entries} | {entry.answers for entry in night.entries}
    return (asked for asked in night.asked if asked.uid in around or asked.after in around)


def _entry(entry: Entry, night: Night, sounds: Mapping[str, str]) -> Iterator[str]:
    yield f"## {_clock(entry)}"
    if question := next((asked for asked in night.asked if asked.uid == entry.answers), None):
        yield f"> {_escaped(question.text)}"
    yield from _said(entry)
    if entry.uid in sounds:
        yield f"[Listen](<{sounds[entry.uid]}>)"
    if line := _tags(night.tags.get(entry.uid, ())):
        yield line
    answered = {other.answers for other in night.entries}
    for asked in night.asked:
        if asked.after == entry.uid and asked.uid not in answered:
            yield f"> {_escaped(asked.text)}"


def _said(entry: Entry) -> Iterator[str]:
    if entry.transcript is not None and entry.transcript.text.strip():
        yield from (_escaped(paragraph) for paragraph in paragraphs(entry.transcript.utterances))
    elif entry.state == "pending":
        yield "*The sound is kept; its words are still to be made.*"
    else:
        yield "*No words were found in it.*"


def paragraphs(utterances: Sequence[Utterance]) -> Iterator[str]:
    """By the silences between them; typed lines, which have no times, are paragraphs as they are."""
    together: list[str] = []
    end_s = 0.0
    for utterance in utterances:
        spoken = utterance.end_s > 0
        if together and (not spoken or utterance.start_s - end_s >= PARAGRAPH_S):
            yield " ".join(together)
            together = []
        together.append(utterance.text.strip())
        end_s = utterance.end_s
    if together:
        yield " ".join(together)


def _tags(tags: Sequence[Tag]) -> str:
    """`*felt* anxiety, relief (it shows) · *did* set boundary`; empty for none."""
    rows = ((word, each_once(t for t in tags if t.kind == kind)) for word, kind in _ROWS)
    named = ((word, ", ".join(_named(tag.label, tag.detail) for tag in found)) for word, found in rows if found)
    return " · ".join(f"*{word}* {names}" for word, names in named)


@lru_cache(maxsize=1_024)
def _named(label: str, detail: str) -> str:
    name = _escaped(label.replace("_", " "))
    return f"{name} ({_STATUS[detail]})" if detail in _STATUS else name


def _escaped(text: str) -> str:
    """The person's words as they are: none of them makes a heading, a list or a link."""
    return _AT_THE_START.sub(r"\1\\\2", _INLINE.sub(r"\\\1", " ".join(text.split())))


def _day(night: date) -> str:
    return f"{night:%A} {night.day} {night:%B %Y}"


def _clock(entry: Entry) -> str:
    """After midnight it is still the night before, so the hour alone says enough."""
    return f"{entry.moment.local:%H:%M}"
