"""How entries and tags look on a terminal, as markup."""

import math
from collections.abc import Iterator
from datetime import date

from rich.markup import escape

from assistant.insight.tags import each_once
from assistant.journal import Entry, Measure, Moment, Nights, Reading, Tag

_ROWS = (("felt", "emotion"), ("did", "behaviour"), ("about", "theme"), ("with", "person"))
_STATUS = {"not_done": "not this time", "intended": "meant to", "shown": "it shows"}
_CAUGHT = {
    "before": "before it happened",
    "during": "while it happened",
    "just_after": "just after",
    "later": "later",
    "next_day": "the next day",
}
_UNTAGGED = {
    "no_words": "There were no words to tag in it, or only the small sounds between words.",
    "other_language": "These words seem to be in another language than English, so nothing was tagged.",
    "loop": "The same words come again and again, as when a speech model goes in circles, so nothing was tagged.",
}


def day(value: date) -> str:
    return f"{value:%A} {value.day} {value:%B %Y}"


def of_nights(nights: Nights) -> str:
    """`of Sunday 1 March 2026`, `from … to …`, `since …` or `up to …`: so that whoever meant others sees it."""
    if nights.first is not None and nights.last is not None:
        if nights.first == nights.last:
            return f"of {day(nights.first)}"
        return f"from {day(nights.first)} to {day(nights.last)}"
    if nights.first is not None:
        return f"since {day(nights.first)}"
    return f"up to {day(nights.last)}" if nights.last is not None else "of any night"


def clock(moment: Moment) -> str:
    return f"{moment.local:%H:%M}"


def length(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02d} s" if whole >= 60 else f"{whole} s"


def heading(entry: Entry) -> str:
    """`Sunday 22 November 2026 · 23:14 · spoken, 1 min 20 s · entry 12`; the night's date, the person's clock."""
    how = {"talk": "spoken", "add": "added", "type": "typed", "import": "imported"}[entry.source]
    if entry.recording is not None:
        how += f", {length(entry.recording.seconds)}"
    elif entry.let_go is not None:
        how += f", {length(entry.let_go.seconds)}, the sound let go"
    parts = (f"[bold]{day(entry.night)}[/bold]", clock(entry.moment), how, f"entry {entry.number}")
    return " [dim]·[/dim] ".join(parts)


def body(entry: Entry) -> str:
    if entry.transcript is not None and entry.transcript.utterances:
        return escape(entry.transcript.text)
    if entry.state == "pending":
        return "[dim]The sound is kept; its words are still to be made.[/dim]"
    return "[dim]No words were found in it. The sound is kept.[/dim]"


def tags(reading: Reading) -> Iterator[str]:
    """One line a tag: what, and the words that show it. Where nothing was tagged, why."""
    for word, kind in _ROWS:
        shown = each_once(t for t in reading.tags if t.kind == kind)
        if kind in ("theme", "person"):
            if shown:
                yield _row(word, escape(", ".join(t.label for t in shown)))
            continue
        for position, tag in enumerate(shown):
            yield tag_line(tag, lead=word if position == 0 else "")
    for measure in reading.measures:
        lead, what = _measured(measure)
        yield _row(lead, f"{what:<28} {_quoted(measure.evidence.text)}")
    if why := why_untagged(reading):
        yield f"[dim]{why}[/dim]"


def why_untagged(reading: Reading) -> str:
    """Empty where it was read as usual."""
    return _UNTAGGED[reading.untagged] if reading.untagged else ""


def tag_line(tag: Tag, *, lead: str | None = None) -> str:
    """`felt   anxiety   “my stomach was in knots”`; the kind's own word where `lead` names none."""
    word = lead if lead is not None else next(word for word, kind in _ROWS if kind == tag.kind)
    name = tag.label.replace("_", " ")
    if tag.detail in _STATUS:
        name += f" ({_STATUS[tag.detail]})"
    words = _quoted(tag.evidence.text) if tag.evidence.text else "[dim]as you said[/dim]"
    return _row(word, f"{escape(name):<28} {words}")


def _row(lead: str, rest: str) -> str:
    return f"[dim]{lead:<6}[/dim] {rest}"


def _quoted(words: str) -> str:
    return f"[dim]“{escape(words)}”[/dim]"


def _measured(measure: Measure) -> tuple[str, str]:
    if measure.kind == "catch_point":
        return "caught", _CAUGHT[measure.value]
    return "waited", waited(measure.lower_s, measure.upper_s)


def waited(lower_s: float, upper_s: float) -> str:
    """`10 min`, `2 h to 3 h`, `at least 2 days`."""
    least, most = about(lower_s), about(upper_s) if math.isfinite(upper_s) else ""
    if not most:
        return f"at least {least}"
    if lower_s <= 0:
        return f"up to {most}"
    return least if least == most else f"{least} to {most}"


def about(seconds: float) -> str:
    for least, unit, name in ((2 * 86_400, 86_400, "days"), (2 * 3_600, 3_600, "h"), (60, 60, "min")):
        if seconds >= least:
            return f"{round(seconds / unit)} {name}"
    return f"{round(seconds)} s"
