"""`between correct`: at a terminal, or with the answers on stdin."""

import sys
from dataclasses import asdict
from typing import Any

from assistant import wiring
from assistant.cli import adding, notices, rendering, terminal
from assistant.cli.reading import one_entry
from assistant.dialogue import labels
from assistant.dialogue.labels import Named
from assistant.journal import Correction, Entry, Tag
from assistant.session.correcting import Correcting
from assistant.wiring import House

HOW = "y if it is so, n if not, or the label that fits better. Enter skips, q ends, ? lists the labels."
MISSED = "Was something missed? Its label, or Enter for no."
MORE = "Something else? Its label, or Enter for no."
_YES = ("y", "yes")
_NO = ("n", "no")
_BEFORE = {"right": "you said yes before", "missed": "you added this"}


class _Enough(Exception):
    """They want to stop here."""


def correct(what: str, *, as_json: bool) -> None:
    house = wiring.house("between correct")
    entry = one_entry(what, house)
    if as_json:
        terminal.as_json([_plain(c) for c in house.journal.corrections(entry.uid)])
        notices.tell(house)
        return
    correcting = Correcting(house.keeping(), manners=house.manners(), entry=entry)
    try:
        _go_through(entry, correcting)
    except _Enough:
        pass
    except KeyboardInterrupt:
        _thank(entry, correcting)
        raise
    finally:
        _care(house, correcting)
    _thank(entry, correcting)
    notices.tell(house)


def _plain(correction: Correction) -> dict[str, Any]:
    utc = correction.made_utc
    return {**asdict(correction), "made_utc": utc.isoformat() if utc else None}


def _go_through(entry: Entry, correcting: Correcting) -> None:
    terminal.page(rendering.heading(entry))
    terminal.page()
    terminal.page(rendering.body(entry))
    terminal.page()
    tags = correcting.tags()
    terminal.note(HOW if tags else rendering.why_untagged(correcting.reading) or "Nothing was heard in it.")
    for tag in tags:
        before = _BEFORE.get(correcting.said_before(tag) or "", "")
        terminal.page(rendering.tag_line(tag) + (f" [dim]({before})[/dim]" if before else ""), indent=2)
        _ask_about(tag, correcting)
    terminal.note(MISSED)
    while _ask_missed(correcting):
        terminal.note(MORE)


def _ask_about(tag: Tag, correcting: Correcting) -> None:
    while said := _line():
        named = None if said.lower() in (*_YES, *_NO) else _named(said, beside=tag)
        if said.lower() in _YES:
            correcting.right(tag)
        elif said.lower() in _NO:
            correcting.wrong(tag)
        elif named is not None:
            correcting.instead(tag, named)
        else:
            continue
        return


def _ask_missed(correcting: Correcting) -> bool:
    """False when nothing more is missed."""
    while (said := _line()) and said.lower() not in _NO:
        named = _named(said)
        if named is None:
            continue
        correcting.missed(named)
        terminal.note("Which of the words show it? Enter for none.")
        while (words := _line()) and not correcting.shown_by(named, words):
            terminal.note("Those words are not in it. As they stand there, or Enter for none.")
        return True
    return False


def _named(said: str, *, beside: Tag | None = None) -> Named | None:
    """The label that is meant; None, with a word about it, where none is."""
    if said == "?":
        for kind, known in labels.LABELS.items():
            terminal.note(f"{kind}: {', '.join(known).replace('_', ' ')}")
        terminal.note(
            "A behaviour may carry its status: `paused not done`, `paused intended`. A person: `person Dana`."
        )
        return None
    named = labels.named(said, beside=beside)
    if named is not None:
        return named
    near = labels.nearest(said, beside=beside)
    if near is None:
        terminal.note("I don't know that label. ? lists all of them; Enter goes on.")
        return None
    terminal.note(f"I don't know that label. Did you mean {_shown(near)}? y or n")
    return near if _line().lower() in _YES else None


def _shown(named: Named) -> str:
    if named.kind == "person":
        return f"the person “{named.label}”"
    status = f" {named.detail}" if named.kind == "behaviour" else ""
    return f"“{named.label}{status}”".replace("_", " ")


def _line() -> str:
    """Their next answer; raises _Enough at its end, KeyboardInterrupt at ^C."""
    if terminal.at_the_keyboard():
        text, ended_by = terminal.typed_line("  > ")
        if ended_by == "interrupt":
            raise KeyboardInterrupt
        if ended_by == "end":
            raise _Enough
    else:
        read = sys.stdin.buffer.readline()
        if not read:
            raise _Enough
        text = read.decode("utf-8", "replace")
    if text.strip().lower() in ("q", "quit"):
        raise _Enough
    return text.strip()


def _thank(entry: Entry, correcting: Correcting) -> None:
    terminal.note(f"Thank you. It is kept with entry {entry.number}." if correcting.kept else "All stays as it was.")


def _care(house: House, correcting: Correcting) -> None:
    """The entry may have been read only now, and nobody has answered what is in it."""
    if correcting.read_now is not None:
        adding.care(house, late=[correcting.read_now])
