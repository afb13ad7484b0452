"""Sound that the settings let go of, on the way of other commands. A fault of it stops none of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.cli import terminal
from assistant.errors import AssistantError
from assistant.wiring import House, letting_go


def evening_begins(house: House) -> None:
    with _told():
        if said := letting_go.evening_begins(house):
            terminal.note(said)


def let_go(house: House) -> None:
    """At the end of a command that made words or read some."""
    with _told():
        letting_go.let_go(house)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except AssistantError as e:
        terminal.note(f"{e.message} Sound that was to be let go of is still here. {e.hint}".strip())
