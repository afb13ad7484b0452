"""`between talk`."""

from collections.abc import Iterator

import typer

from assistant import wiring
from assistant.cli import letting_go, notices, speech_models, terminal, typed
from assistant.cli.screen import Screen
from assistant.dialogue.follow_ups import is_late
from assistant.dialogue.guides import Guide
from assistant.errors import AssistantError, ExitCode
from assistant.ports import Keys, Selection
from assistant.session.evening import Evening
from assistant.session.events import Ended, Event, Read
from assistant.session.keeping import Keeper
from assistant.session.late_care import late_care
from assistant.wiring import House, calm_notes, guides
from assistant.wiring.calm_ready import make_ready_behind
from assistant.wiring.search import refresh_behind


def talk(*, guide: str = "") -> None:
    """With a `guide` the evening is that one. Raises UsageError where there is none of that name."""
    wanted = guides.named(wiring.guest("between guide"), guide) if guide else None
    house = speech_models.offered(wiring.house("between guide" if guide else "between talk"))
    with house.alone(), house.quiet_libraries(), house.keyboard() as keys:
        before = _Before(house, keys)
        before.catch_up()
        interrupted = before.ended or _evening(house, keys, late=before.read, guide=wanted)
        letting_go.let_go(house)
        notices.tell(house)
        refresh_behind(house)
        calm_notes.fold_in(house)
        make_ready_behind(house)
    if interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)


def _evening(house: House, keys: Keys, *, late: list[Read], guide: Guide | None) -> bool:
    """Whether ^C ended it."""
    terminal.note("Enter ends a turn, Ctrl-C ends the evening. What you said is kept either way.")
    begun, dark = False, is_late(house.clock.now().local.time())
    try:
        with terminal.still(), house.microphone() as microphone:  # open before anything else is loaded
            talking = house.talking(microphone, keys=keys)
            says, manners = house.says(), house.manners()
            evening = Evening(house.keeping(), talking=talking, says=says, manners=manners, late=late)
            begun = True
            return _shown(evening.run(guide=guide), dark=dark)
    except AssistantError:
        if not begun and late:  # no evening to say it in: danger in what was read just now is answered on the screen
            _shown(late_care(house.keeping(), manners=house.manners(), says=house.says(), late=late), dark=dark)
        raise
    finally:
        house.close()


def _shown(events: Iterator[Event], *, dark: bool) -> bool:
    """Whether ^C ended it."""
    screen, interrupted = Screen(dark=dark), False
    for event in events:
        screen.show(event)
        if isinstance(event, Ended):
            interrupted = event.interrupted
    return interrupted


class _Before:
    """What earlier nights left: typed text, turns that a crash cut off, words that no model has written down yet.

    A key leaves the rest for the next start, and so does a journal that is busy: nothing keeps an evening waiting.
    """

    def __init__(self, house: House, keys: Keys) -> None:
        self._house = house
        self._keys = keys
        self._screen = Screen(echo_words=False, dark=is_late(house.clock.now().local.time()))
        self.read: list[Read] = []
        self.ended = False
        """^C was pressed meanwhile: no evening is wanted."""

    def catch_up(self) -> None:
        try:
            typed.kept_from_before(self._house)
            letting_go.evening_begins(self._house)
            calm_notes.fold_in(self._house)
            # Each is asked first whether there is anything to do: then nothing has to be loaded before the microphone.
            if self._house.spool.unfinished():
                keeper = Keeper(self._house.keeping(), self._house.manners())
                self._show(keeper.recover())
                self._show(keeper.close())
            if self._house.forgetting.pending():  # a crash came before its evening was closed
                self._house.forgetting.for_good()
            waiting = Selection(state="pending", origin="own")
            if self._house.journal.entries(waiting) and self._house.transcriber is not None:
                terminal.note("Writing down what is still waiting. Enter leaves it for the next time.")
                self._show(Keeper(self._house.keeping(), self._house.manners()).catch_up(skip=self._key))
        except AssistantError as e:
            terminal.note(f"{e.message} What waits for its words stays kept.")

    def _show(self, events: Iterator[Event]) -> None:
        for event in events:
            if isinstance(event, Read):
                self.read.append(event)
            self._screen.show(event)

    def _key(self) -> bool:
        key = self._keys.pressed()
        self.ended = self.ended or key == "end"
        return key is not None
