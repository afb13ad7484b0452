"""`between talk` and `between type`."""

import sys
from collections.abc import Callable, Iterator

import typer

from assistant import wiring
from assistant.cli import speech_models, terminal
from assistant.cli.screen import Screen
from assistant.errors import AssistantError, ExitCode
from assistant.ports import Selection
from assistant.session.evening import Evening
from assistant.session.events import Ended, Event, Read
from assistant.session.keeping import Keeper
from assistant.session.typed import typed_evening
from assistant.wiring import House


def talk() -> None:
    house = speech_models.offered(wiring.house("between talk"))
    with house.alone(), house.quiet_libraries(), house.keyboard() as keys:
        late: list[Read] = []
        if house.journal.entries(Selection(state="pending")):
            late = _catch_up(house, skip=lambda: keys.pressed() is not None)
        terminal.note("Enter ends a turn, Ctrl-C ends the evening. What you said is kept either way.")
        try:
            with house.microphone() as microphone:  # open before anything else is loaded
                talking = house.talking(microphone, keys=keys)
                says, manners = house.says(), house.manners()
                evening = Evening(house.keeping(), talking=talking, says=says, manners=manners, late=late)
                interrupted = _shown(evening.run())
        finally:
            house.close()
        _tell_notices(house)
    if interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)


def type_() -> None:
    house = wiring.house("between type")
    ask = _ask_at_a_terminal if terminal.interactive() else _all_of_stdin()
    if terminal.interactive():
        terminal.note("Write as you like. An empty line ends a turn, Ctrl-D ends the evening.")
    if _shown(typed_evening(house.keeping(), says=house.says(), manners=house.manners(), ask=ask)):
        raise typer.Exit(ExitCode.INTERRUPTED)
    _tell_notices(house)


def _shown(events: Iterator[Event]) -> bool:
    """Whether ^C ended it."""
    screen, interrupted = Screen(), False
    for event in events:
        screen.show(event)
        if isinstance(event, Ended):
            interrupted = event.interrupted
    return interrupted


def _catch_up(house: House, *, skip: Callable[[], bool]) -> list[Read]:
    """Words of earlier nights that no model has written down yet; a key leaves the rest for the next start."""
    keeper, screen, told = Keeper(house.keeping(), house.manners()), Screen(echo_words=False), False
    late: list[Read] = []
    try:
        for event in keeper.catch_up(skip=skip):
            if not told:
                told = True
                terminal.note("Writing down what is still waiting. Enter leaves it for the next time.")
            if isinstance(event, Read):
                late.append(event)
            screen.show(event)
    except AssistantError as e:
        terminal.note(f"{e.message} What is waiting stays kept. {e.hint}".strip())
    return late


def _tell_notices(house: House) -> None:
    for notice in (*house.journal.notices(), *house.told):
        terminal.note(notice)


def _ask_at_a_terminal() -> tuple[str, bool]:
    """What was typed until an empty line, and whether more may come. ^D and ^C end the evening and drop nothing."""
    lines: list[str] = []
    try:
        while line := input("  " if lines else "> "):
            lines.append(line)
    except (EOFError, KeyboardInterrupt):
        return "\n".join(lines), False
    return "\n".join(lines), True


def _all_of_stdin() -> Callable[[], tuple[str, bool]]:
    """One entry, whatever its length. Bytes that are no UTF-8 are kept as well as they can be read."""
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    return lambda: (text, False)
