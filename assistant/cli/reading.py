"""`between show`, `play` and `sql`."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Literal

from rich.markup import escape

from assistant import wiring
from assistant.cli import notices, rendering, terminal
from assistant.errors import AssistantError, UsageError
from assistant.journal import Entry, Utterance
from assistant.ports import Journal, Selection
from assistant.wiring import House


def show(what: str, *, newest: int, as_json: bool) -> None:
    house = wiring.house("between show")
    journal = house.journal
    selection = _selection(what, newest=newest, tonight=house.tonight())
    entries = journal.entries(selection)
    if as_json:
        terminal.as_json([_plain(entry, journal) for entry in entries])
    elif not entries:
        raise _not_found(journal, what=selection)
    else:
        for entry in entries:
            _show(entry, journal)
    notices.tell(house)


def _selection(what: str, *, newest: int, tonight: date) -> Selection:
    if what == "last":
        return Selection(last=newest)
    if _is_number(what):
        return Selection(number=int(what))
    named = {"tonight": tonight, "today": tonight, "yesterday": tonight - timedelta(days=1)}
    try:
        return Selection(night=named.get(what) or date.fromisoformat(what))
    except ValueError as e:
        raise UsageError(
            f"I can't read “{what}” as an entry.", "Say `last`, `yesterday`, a date such as 2026-11-20, or a number."
        ) from e


def one_entry(what: str, house: House) -> Entry:
    """`last`, or by its number."""
    if not (what == "last" or _is_number(what)):
        raise UsageError(f"I can't read “{what}” as an entry.", "Say `last`, or an entry's number such as 12.")
    selection = _selection(what, newest=1, tonight=house.tonight())
    found = house.journal.entries(selection)
    if not found:
        raise _not_found(house.journal, what=selection)
    return found[0]


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 8


def _not_found(journal: Journal, *, what: Selection) -> AssistantError:
    if not journal.entries(Selection(last=1)):
        return AssistantError("Nothing is kept yet.", "`between` begins an evening, `between type` one by keyboard.")
    if what.night is not None:
        nights = "Nothing is kept of that night."
        return AssistantError(nights, "`between show -n 10` shows the newest ten entries.")
    return AssistantError("There is no such entry.", "`between show -n 10` shows the newest ten.")


def _show(entry: Entry, journal: Journal) -> None:
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


def _plain(entry: Entry, journal: Journal) -> dict[str, Any]:
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
    if entry.recording is None:
        raise AssistantError(f"Entry {entry.number} has no sound.", f"`between show {entry.number}` has its words.")
    house.loudspeaker_name()  # before the words are shown: without one they would stand there in silence
    start, end = 0.0, entry.recording.seconds
    if sentence:
        said = _utterance(entry, int(sentence))
        start, end = max(0.0, said.start_s - 0.2), said.end_s + 0.3
        terminal.page(escape(said.text))
    else:
        terminal.page(rendering.body(entry))
    terminal.note("Any key stops it.")
    sound = house.sound_files.load(entry.recording, start_s=start, end_s=end)
    with house.quiet_libraries(), house.keyboard() as keys:
        house.loudspeaker().play(sound, stop=lambda: keys.pressed() is not None)


def _utterance(entry: Entry, number: int) -> Utterance:
    said = entry.transcript.utterances if entry.transcript else ()
    if not 1 <= number <= len(said):
        have = f"It has {len(said)}." if said else "Its words are still to be made."
        raise AssistantError(f"Entry {entry.number} has no sentence {number}.", have)
    return said[number - 1]


def sql(query: str, *, form: Literal["table", "json", "csv"]) -> None:
    house = wiring.house("between sql")
    table = house.journal.query(query)
    match form:
        case "json":
            terminal.table_as_json(table)
        case "csv":
            terminal.table_as_csv(table)
        case "table":
            terminal.table_as_grid(table.columns, table.rows)
            if not table.rows:
                terminal.note("No rows.")
    notices.tell(house)
