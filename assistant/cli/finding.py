"""`between find`."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from rich.markup import escape

from assistant import wiring
from assistant.cli import notices, rendering, terminal
from assistant.dialogue import labels
from assistant.errors import UsageError
from assistant.journal import Found, Hit, Nights, TagKind
from assistant.ports import Selection
from assistant.wiring import House

NICE = 15
AROUND = 120
"""Characters of the sentence before and the one after."""


@dataclass(frozen=True, slots=True)
class Which:
    """Sentences of which entries, as it was typed."""

    nights: Callable[[House], Nights]
    feeling: str
    practice: str
    person: str
    most: int

    def selection(self, house: House) -> Selection:
        """Raises UsageError."""
        return Selection(
            nights=self.nights(house),
            emotion=_label(self.feeling, kind="emotion", what="feeling"),
            behaviour=_label(self.practice, kind="behaviour", what="practice"),
            person=_person(self.person, house=house),
        )


def find(words: Sequence[str], *, which: Which, as_json: bool) -> None:
    """Nothing found is an answer too: the exit code is that of success."""
    house = wiring.house("between find")
    among = which.selection(house)
    found = house.search.find(words, among=among, most=which.most, tell=terminal.note)
    if found.told:
        terminal.note(found.told)
    if as_json:
        terminal.as_json([_plain(hit) for hit in found.hits])
    else:
        for hit in found.hits:
            _show(hit)
    terminal.note(_in_words(found))
    notices.tell(house)


def rebuild() -> None:
    """Behind an evening, which hands the key of a locked journal over. It gives way to everything else."""
    os.nice(NICE)
    wiring.house("between find", key=bytes.fromhex(sys.stdin.readline())).search.refresh()


def _label(typed: str, *, kind: TagKind, what: str) -> str:
    if not typed:
        return ""
    found = labels.named(f"{kind} {typed}")
    if found is not None:
        return found.label
    near = labels.nearest(typed)
    known = ", ".join(label.replace("_", " ") for label in labels.LABELS[kind])
    raise UsageError(
        f"I don't know a {what} “{typed[:60]}”.",
        f"Did you mean {near.label}?" if near is not None and near.kind == kind else f"These I know: {known}.",
    )


def _person(typed: str, *, house: House) -> str:
    """As the journal has it: names begin with a capital, `mother` and `boss` do not."""
    found = labels.named(f"person {typed}")
    if found is None:
        return typed
    names = {name.casefold(): name for name in house.journal.people()}
    return names.get(found.label.casefold(), found.label.lower())


def _plain(hit: Hit) -> dict[str, object]:
    return {**asdict(hit), "where": _where(hit)}


def _where(hit: Hit) -> str:
    """As `between play` takes it."""
    return f"{hit.entry}.{hit.sentence}"


def _show(hit: Hit) -> None:
    terminal.page(f"[bold]{_where(hit)}[/bold] [dim]· {rendering.day(hit.night)}[/dim]")
    said = (_dim(_end_of(hit.before)), _marked(hit), _dim(_start_of(hit.after)))
    terminal.page(" ".join(part for part in said if part), indent=2)
    terminal.page()


def _start_of(text: str) -> str:
    return text if len(text) <= AROUND else text[:AROUND].rsplit(None, 1)[0] + " …"


def _end_of(text: str) -> str:
    return text if len(text) <= AROUND else "… " + text[-AROUND:].split(None, 1)[-1]


def _dim(text: str) -> str:
    return f"[dim]{escape(text)}[/dim]" if text else ""


def _marked(hit: Hit) -> str:
    markup, at = "", 0
    for start, end in hit.places:
        markup += f"{escape(hit.text[at:start])}[bold underline]{escape(hit.text[start:end])}[/bold underline]"
        at = end
    return markup + escape(hit.text[at:])


def _in_words(found: Found) -> str:
    if not found.hits:
        return _nothing(found)
    first = "Nowhere exactly like that; these have its words. " if found.loosely else ""
    shown = len(found.hits)
    count = "1 sentence." if found.count == 1 else f"{found.count} sentences."
    if shown < found.count:
        count = f"The best {shown} of {found.count} sentences. `-n {min(found.count, shown * 5)}` shows more."
    best = found.hits[0]
    more = f"play {_where(best)}` plays" if best.end_s else f"show {best.entry}` has all of"
    return f"{first}{count} `between {more} the first."


def _nothing(found: Found) -> str:
    if found.elsewhere:
        count = "1 sentence has" if found.elsewhere == 1 else f"{found.elsewhere} sentences have"
        return f"Nothing in what you chose. Elsewhere {count} it: leave out a filter to see."
    near = f" The nearest word that you did say is “{found.nearest}”." if found.nearest else ""
    return f"I find that nowhere.{near}"
