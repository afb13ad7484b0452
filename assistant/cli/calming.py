"""`between calm`. Its first sound goes before everything else: what that does not need is imported after it."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from assistant.adapters.devices.chatter import aside
from assistant.errors import ExitCode, PartMissing

if TYPE_CHECKING:
    from assistant.ports import Keys
    from assistant.session.calming import Calmed
    from assistant.wiring import House
    from assistant.wiring.calm_opening import FirstWords


def calm(tool: str) -> None:
    """Exit code 130 when ^C ended it."""
    with aside(Path(os.devnull)):
        Thread(target=_wake_the_sound, name="between-sound", daemon=True).start()
        interrupted = _calm(tool)
    if interrupted:
        sys.exit(ExitCode.INTERRUPTED)


def _wake_the_sound() -> None:
    """PortAudio and numpy take as long as all of our own rooms: beside them, and not after. So this is the one place
    outside `wiring` that names an adapter: `wiring` itself is what it need not wait for."""
    from assistant.adapters.devices import loudspeaker, sound_system

    with suppress(PartMissing):  # told by whoever wants to play
        sound_system.find("output", "")
        loudspeaker.SystemLoudspeaker()


def _calm(tool: str) -> bool:
    """Whether ^C ended it."""
    from assistant.wiring import calm_opening

    house = calm_opening.house()
    with house.keyboard() as keys:
        first = calm_opening.FirstWords(house, keys=keys)
        calmed = _calmed(house, keys, first=first, tool=tool)
    _afterwards(house)
    return calmed.interrupted


def _calmed(house: "House", keys: "Keys", *, first: "FirstWords", tool: str) -> "Calmed":
    from assistant.cli import terminal
    from assistant.cli.screen import Screen
    from assistant.session.events import Ended
    from assistant.wiring import calm as parts
    from assistant.wiring import open_log

    with suppress(OSError):  # a home that can't be written is no reason to be alone now
        open_log(house.home.logs / "between.log")
    screen = Screen(dark=True)
    with terminal.still(), parts.alone(house, keys=keys, first=first, tool=tool) as calming:
        events = calming.run()
        while True:
            try:
                screen.show(next(events))
            except StopIteration as stop:
                calmed: Calmed = stop.value
                screen.show(Ended(calmed.interrupted))
                return calmed


def _afterwards(house: "House") -> None:
    from assistant.cli import terminal
    from assistant.wiring import calm_notes, calm_ready

    calm_notes.fold_in_unasked(house)
    calm_ready.make_ready_behind(house)
    for told in dict.fromkeys(house.told):
        terminal.note(told)


def make_ready() -> None:
    from assistant.wiring import calm_opening, calm_ready

    house = calm_opening.house()
    try:
        calm_ready.make_ready(house)
    finally:
        house.close()
