"""`between show` and `play`."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from rich.markup import escape

from assistant import wiring
from assistant.cli import notices, rendering, terminal
from assistant.errors import AssistantError, UsageError
from assistant.journal import EVER, Entry, Nights, Utterance
from assistant.ports import Journal, Selection
from assistant.wiring import House, dates


def show(what: str | None, *, nights: Callable[[House], Nights], newest: int | None, as_json: bool) -> None:
    """The newest alone, where neither entries nor nights are named."""
    house = wiring.house("between show")
    journal = house.journal
    selection = _chosen(what, nights=nights(house), newest=newest, house=house)
    entries = journal.entries(selection)
    if as_json:
        terminal.as_json([plain(entry, journal) for entry in entries])
    elif not entries:
        raise _not_found(journal, what=selection)
    else:
        for entry in entries:
            show_entry(entry, journal)
    notices.tell(house)


def _chosen(what: str | None, *, nights: Nights, newest: int | None, house: House) -> Selection:
    """Of named nights all, unless so many of the newest are asked for."""
    if what is None or what == "last":
        only_newest = what == "last" or nights == EVER
        return Selection(last=newest or (1 if only_newest else 0), nights=nights)
    chosen = _by_number(what) if _is_number(what) else Selection(last=newest or 0, nights=_nights(what, house))
    if nights != EVER:
        raise UsageError(f"“{what}” and the options both say what to show.", "Leave out one of them.")
    return chosen


def _nights(what: str, house: House) -> Nights:
    try:
        return dates.span(what, house=house)
    except UsageError as e:
        raise UsageError(
            e.message, "Say `last`, an entry's number such as 12, or nights such as “last tuesday”."
        ) from e


def one_entry(what: str, house: House) -> Entry:
    """`last`, or by its number."""
    if not (what == "last" or _is_number(what)):
        raise UsageError(f"I can't read “{what}” as an entry.", "Say `last`, or an entry's number such as 12.")
    selection = Selection(last=1) if what == "last" else _by_number(what)
    found = house.journal.entries(selection)
    if not found:
        raise _not_found(house.journal, what=selection)
    return found[0]


def _by_number(what: str) -> Selection:
    """An empty selection is one of everything, and numbers begin at 1."""
    if not int(what):
        raise _no_such_entry()
    return Selection(number=int(what))


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 8


def _not_found(journal: Journal, *, what: Selection) -> AssistantError:
    if not journal.entries(Selection(last=1)):
        return AssistantError("Nothing is kept yet.", "`between` begins an evening, `between type` one by keyboard.")
    if what.nights != EVER:
        hint = "`between show -n 10` shows the newest ten entries."
        return AssistantError(f"Nothing is kept {rendering.of_nights(what.nights)}.", hint)
    return _no_such_entry()


def _no_such_entry() -> AssistantError:
    return AssistantError("There is no such entry.", "`between show -n 10` shows the newest ten.")


def show_entry(entry: Entry, journal: Journal) -> None:
    terminal.page(rendering.heading(entry))
    terminal.page()
    terminal.page(rendering.body(entry))
    terminal.page()
    reading = journal.reading(entry.uid)
    if reading is not None:
        for line in rendering.tags(reading):
            terminal.page(line, indent=2)
        terminal.page()
    elif entry.state == "words":
        terminal.page("[dim]This was not read for feelings and doings yet. `between retag` does it.[/dim]", indent=2)
        terminal.page()


def plain(entry: Entry, journal: Journal) -> dict[str, Any]:
    """An entry as JSON has it: local time with its offset, words with their seconds, tags with their evidence."""
    reading = journal.reading(entry.uid)
    return {
        **asdict(entry),
        "moment": entry.moment.local.isoformat(),
        "zone": entry.moment.zone,
        "text": entry.transcript.text if entry.transcript else "",
        "reading": asdict(reading) if reading else None,
    }


def play(what: str) -> None:
    house = wiring.house("between play")
    number, _, sentence = what.partition(".")
    if not (number == "last" or _is_number(number)) or (sentence and not _is_number(sentence)):
        raise UsageError(f"I can't read “{what}” as an entry.", "Say `last`, an entry such as 12, or 12.3.")
    entry = one_entry(number, house)
    if entry.let_go is not None:
        gone = f"The sound of entry {entry.number} was let go, as your settings ask under [recordings]."
        raise AssistantError(gone, f"Its words are here: `between show {entry.number}`.")
    if entry.recording is None:
        raise AssistantError(f"Entry {entry.number} has no sound.", f"`between show {entry.number}` has its words.")
    house.loudspeaker_name()  # before the words are shown: without one they would stand there in silence
    start, end = 0.0, entry.recording.seconds
    if sentence:
        said = sentence_of(entry, int(sentence))
        start, end = max(0.0, said.start_s - 0.2), said.end_s + 0.3
        terminal.page(escape(said.text))
    else:
        terminal.page(rendering.body(entry))
    terminal.note("Any key stops it.")
    sound = house.sound_files.load(entry.recording, start_s=start, end_s=end)
    with house.quiet_libraries(), house.keyboard() as keys:
        house.loudspeaker().play(sound, stop=lambda: keys.pressed() is not None)


def sentence_of(entry: Entry, number: int) -> Utterance:
    said = entry.transcript.utterances if entry.transcript else ()
    if not 1 <= number <= len(said):
        have = f"It has {len(said)}." if said else "Its words are still to be made."
        raise AssistantError(f"Entry {entry.number} has no sentence {number}.", have)
    return said[number - 1]
