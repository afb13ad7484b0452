"""Where a person has something written to."""

from pathlib import Path

from assistant.errors import UsageError
from assistant.wiring import House


def outside(path: Path, *, house: House) -> Path:
    """The path itself. Raises UsageError where it would come among the journal's own files, also by a link."""
    root, real = house.home.root.resolve(), path.expanduser().resolve()
    if real == root or root in real.parents:
        raise UsageError(
            f"{path} lies in the journal's own folder, so nothing was written there.",
            f"Name a place outside of {root}.",
        )
    return path
