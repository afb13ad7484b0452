"""What a person should know of their journal, told after the command's own answer."""

from assistant.cli import terminal
from assistant.wiring import House


def tell(house: House) -> None:
    for notice in (*house.journal.notices(), *house.told):
        terminal.note(notice)
