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
    from assistant.opening import FirstWords
    from assistant.ports import Keys
    from assistant.session.calming import Calmed
    from assistant.wiring import House


def calm(tool: str) -> None:
    """Exit code 130 when ^C ended it."""
    with aside(Path(os.devnull)):
        Thread(target=_wake_the_sound, name="between-sound", daemon=True).start()
        interrupted = _calm(tool)
    if interrupted:
        sys.exit(ExitCode.INTERRUPTED)


def _wake_the_sound() -> None:
    """PortAudio and numpy take as long to load as all that the first sound needs of ours: beside it, and not after."""
    from assistant.adapters.devices import sound_system

    with suppress(PartMissing):  # told by whoever wants to play
        sound_system.find("output", "")  # first: it mostly waits for the sound server
    from assistant.adapters.devices import loudspeaker  # noqa: F401 - brings numpy


def _calm(tool: str) -> bool:
    """Whether ^C ended it."""
    from assistant import opening
    from assistant.adapters.keyboard import Keyboard

    place = opening.place()
    with Keyboard() as keys:
        first = opening.FirstWords(place, keys=keys)
        from assistant.wiring import calm as parts

        house = parts.house(place)
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
    """Behind a person's back: whatever else the machine does goes first."""
    os.nice(10)
    from assistant import opening
    from assistant.wiring import calm, calm_ready

    house = calm.house(opening.place())
    try:
        calm_ready.make_ready(house)
    finally:
        house.close()
