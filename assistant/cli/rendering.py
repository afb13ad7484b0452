"""How entries and tags look on a terminal, as markup."""

from collections.abc import Iterator
from datetime import date

from rich.markup import escape

from assistant.journal import Entry, Moment, Reading, Tag

_ROWS = (("felt", "emotion"), ("did", "behaviour"), ("about", "theme"), ("with", "person"))
_STATUS = {"not_done": "not this time", "intended": "meant to", "shown": "it shows"}


def day(value: date) -> str:
    return f"{value:%A} {value.day} {value:%B %Y}"


def clock(moment: Moment) -> str:
    return f"{moment.local:%H:%M}"


def length(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02d} s" if whole >= 60 else f"{whole} s"


def heading(entry: Entry) -> str:
    """`Sunday 22 November 2026 · 23:14 · spoken, 1 min 20 s · entry 12`; the night's date, the person's clock."""
    how = {"talk": "spoken", "add": "added", "type": "typed"}[entry.source]
    if entry.recording is not None:
        how += f", {length(entry.recording.seconds)}"
    parts = (f"[bold]{day(entry.night)}[/bold]", clock(entry.moment), how, f"entry {entry.number}")
    return " [dim]·[/dim] ".join(parts)


def body(entry: Entry) -> str:
    if entry.transcript is not None and entry.transcript.utterances:
        return escape(entry.transcript.text)
    if entry.state == "pending":
        return "[dim]The sound is kept; its words are still to be made.[/dim]"
    return "[dim]No words were found in it. The sound is kept.[/dim]"


def tags(reading: Reading) -> Iterator[str]:
    """One line a tag: what, and the words that show it."""
    for word, kind in _ROWS:
        shown = _once(t for t in reading.tags if t.kind == kind)
        if kind in ("theme", "person"):
            if shown:
                yield f"[dim]{word:<6}[/dim] " + escape(", ".join(t.label for t in shown))
            continue
        for position, tag in enumerate(shown):
            name = tag.label.replace("_", " ")
            if tag.detail in _STATUS:
                name += f" ({_STATUS[tag.detail]})"
            lead = word if position == 0 else ""
            yield f"[dim]{lead:<6}[/dim] {escape(name):<28} [dim]“{escape(tag.evidence.text)}”[/dim]"


def _once(found: Iterator[Tag]) -> list[Tag]:
    """The surest of each feeling, and of each doing with its status, in the order of the text."""
    best: dict[tuple[str, str], Tag] = {}
    for tag in found:
        key = (tag.label, tag.detail if tag.kind == "behaviour" else "")
        if key not in best or tag.score > best[key].score:
            best[key] = tag
    return sorted(best.values(), key=lambda t: (t.evidence.utterance, t.evidence.start))
