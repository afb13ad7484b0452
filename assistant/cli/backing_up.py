"""`between backup`."""

from pathlib import Path

from assistant import wiring
from assistant.cli import terminal
from assistant.cli.targets import outside
from assistant.wiring import backups


def back_up(path: Path) -> None:
    """The path goes to stdout, for a script."""
    house = wiring.unasked("between backup")
    outside(path, house=house)
    with terminal.bar() as bar:
        made = backups.back_up(house, path, at=lambda done, total: bar.at(done, total, "Backing up"))
    terminal.answer(str(made.path))
    recordings = counted(len(made.manifest.recordings), "recording")
    terminal.note(f"In it: the journal and {recordings}, {size(made.size_bytes)} in all.")
    if not made.remembered:
        terminal.note(
            "The disk of the journal is full, so it could not note where this backup lies: a strike will not name it. "
            "Make some room there soon."
        )
    if made.manifest.locked:
        terminal.note("It is locked as the journal is: it opens with the same passphrase.")
    else:
        terminal.note("It is not locked: whoever has the file can read it.")


def counted(count: int, what: str, several: str = "") -> str:
    return f"{count:,} " + (what if count == 1 else several or f"{what}s")


def size(size_bytes: int) -> str:
    for least, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if size_bytes >= least:
            return f"{size_bytes / least:.1f} {name}"
    return f"{size_bytes} bytes"
