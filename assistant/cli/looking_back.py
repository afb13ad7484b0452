"""`between look-back`."""

from datetime import date

from assistant import wiring
from assistant.cli import notices, reading, rendering, terminal
from assistant.session.looking_back import earlier
from assistant.wiring import House


def on_this_night(*, on: str | None, as_json: bool) -> None:
    house = wiring.house("between look-back")
    tonight = _night(on, house=house) if on else house.tonight()
    found = list(earlier(house.journal, tonight=tonight))
    if as_json:
        terminal.as_json(
            [
                {"ago": ago.words, "night": ago.night, "entries": [reading.plain(e, house.journal) for e in entries]}
                for ago, entries in found
            ]
        )
    elif not found:
        terminal.answer(
            f"Nothing is kept of {rendering.day(tonight)} one, three or six months ago, or of a year before."
        )
    else:
        for ago, entries in found:
            terminal.page(f"[bold]{ago.words[0].upper()}{ago.words[1:]}[/bold]")
            terminal.page()
            for entry in entries:
                reading.show_entry(entry, house.journal)
        heard = next((e for _, entries in found for e in entries if e.recording), None)
        if heard is not None:
            terminal.note(f"`between play {heard.number}` lets you hear it.")
    notices.tell(house)


def _night(text: str, *, house: House) -> date:
    from assistant.wiring import dates

    return dates.night(text, house=house)
