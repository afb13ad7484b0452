"""`between talk`."""

from collections.abc import Callable, Iterator

import typer

from assistant import wiring
from assistant.cli import notices, speech_models, terminal, typed
from assistant.cli.screen import Screen
from assistant.errors import AssistantError, ExitCode
from assistant.ports import Selection
from assistant.session.evening import Evening
from assistant.session.events import Ended, Event, Read
from assistant.session.keeping import Keeper
from assistant.wiring import House


def talk() -> None:
    house = speech_models.offered(wiring.house("between talk"))
    with house.alone(), house.quiet_libraries(), house.keyboard() as keys:
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
        notices.tell(house)
    if interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)


def _shown(events: Iterator[Event]) -> bool:
    """Whether ^C ended it."""
    screen, interrupted = Screen(), False
    for event in events:
        screen.show(event)
        if isinstance(event, Ended):
            interrupted = event.interrupted
    return interrupted


def _catch_up(house: House, *, skip: Callable[[], bool]) -> list[Read]:
    """What earlier nights left: typed text, and words that no model has written down yet.

    A key leaves the rest for the next start, and so does a journal that is busy: nothing keeps an evening waiting.
    """
    screen, told = Screen(echo_words=False), False
    late: list[Read] = []
    try:
        typed.kept_from_before(house)
        if not house.journal.entries(Selection(state="pending")):
            return late  # asked first: then no model has to be looked for
        for event in Keeper(house.keeping(), house.manners()).catch_up(skip=skip):
            if not told:
                told = True
                terminal.note("Writing down what is still waiting. Enter leaves it for the next time.")
            if isinstance(event, Read):
                late.append(event)
            screen.show(event)
    except AssistantError as e:
        terminal.note(f"{e.message} What waits for its words stays kept.")
    return late
