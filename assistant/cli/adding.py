"""`between add` and `between retranscribe`."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import typer

from assistant import wiring
from assistant.cli import letting_go, notices, terminal
from assistant.cli.screen import Screen
from assistant.errors import AssistantError, ExitCode, UsageError
from assistant.journal import Entry
from assistant.ports import Selection
from assistant.session.adding import Adding, retranscribe_all
from assistant.session.events import Event, Kept, Notice, Progress, Read, Refused
from assistant.session.late_care import late_care
from assistant.wiring import House, dates


def add(paths: list[Path], *, at: str | None) -> None:
    """Exit code 1 when something was refused."""
    house = wiring.house("between add")
    moment = house.moment_of(_time(at, house)) if at is not None else None
    adding = Adding(house.keeping(), house.manners(), house.moment_of, moment)
    if house.transcriber is None:
        terminal.note(f"{house.model_choice.reason} Until then the sound is kept, and its words come later.")
    try:
        read, refused = show(adding.run(paths), nothing="There is no sound file in there.")
    except KeyboardInterrupt:
        terminal.note("Stopped. The same command goes on from here.")
        raise
    care(house, late=read)
    letting_go.let_go(house)
    notices.tell(house)
    if refused:
        raise typer.Exit(ExitCode.FAILED)


def retranscribe(what: str) -> None:
    selection = _selection(what)
    house = wiring.house("between retranscribe")
    if house.transcriber is None:
        raise AssistantError(house.model_choice.reason)
    chosen = [e for e in house.journal.entries(selection) if e.recording is not None]
    events = retranscribe_all(house.keeping(), manners=house.manners(), entries=chosen)
    read, refused = show(events, nothing=_nothing(what, house))
    answered = {e.uid for e in chosen if e.state != "pending"}
    care(house, late=[r for r in read if r.entry.uid not in answered])
    letting_go.let_go(house)
    notices.tell(house)
    if refused:
        raise typer.Exit(ExitCode.FAILED)


def _selection(what: str) -> Selection:
    if what == "all":
        return Selection()
    if what == "pending":
        return Selection(state="pending")
    if what.isdecimal() and len(what) < 8:
        if not int(what):  # a selection without a number is one of everything
            raise AssistantError("There is no such entry.", "`between show -n 10` shows the newest ten.")
        return Selection(number=int(what))
    raise UsageError(f"I can't read “{what}” as an entry.", "Say `pending`, `all`, or an entry's number.")


def _nothing(what: str, house: House) -> str:
    if what == "pending":
        return "Nothing waits for its words."
    found: tuple[Entry, ...] = house.journal.entries(_selection(what))
    return "Nothing in it has sound." if found else "There is no such entry."


def _time(text: str, house: House) -> datetime:
    """Wall clock of this machine, unless it carries its own offset."""
    try:
        time = datetime.fromisoformat(text)
        if len(text) <= len("2026-11-20"):
            raise UsageError(f"“{text}” is a day without an hour.", 'Write it like "2026-11-20 22:30".')
    except ValueError as e:
        if text[:4].isdecimal():  # a slip in a date of figures is not guessed at
            raise _no_time(text) from e
        time = dates.at(text, house=house)
    try:
        return time.astimezone()
    except (OverflowError, ValueError) as e:  # in the first or the last year of the calendar
        raise _no_time(text) from e


def _no_time(text: str) -> UsageError:
    return UsageError(f"I can't read “{text}” as a time.", 'Write it like "2026-11-20 22:30".')


def show(events: Iterator[Event], *, nothing: str) -> tuple[list[Read], bool]:
    """What was read, and whether something was refused; what could be done is done all the same."""
    refused, anything, read = False, False, list[Read]()
    with terminal.bar() as bar:
        for event in events:
            anything = True
            match event:
                case Progress(what, done, total):
                    bar.at(done, total, what)
                case Notice(text):
                    bar.note(text)
                case Refused(_, message, hint):
                    refused = True
                    bar.note(f"{message} {hint}".strip())
                case Kept(entry, name) if name:
                    bar.note(f"{name} is kept as entry {entry.number}.")
                case Kept(entry) if entry.state == "words":
                    bar.note(f"Entry {entry.number} is written down.")
                case Kept(entry):
                    bar.note(f"No words were found in entry {entry.number}. The sound is kept.")
                case Read():
                    read.append(event)
                case _:
                    pass
    if not anything:
        terminal.note(nothing)
    return read, refused


def care(house: House, *, late: Sequence[Read]) -> None:
    """Nobody was there to answer when it was said; danger in it is answered now."""
    screen = Screen()
    for event in late_care(house.keeping(), manners=house.manners(), says=house.says(), late=late):
        screen.show(event)
