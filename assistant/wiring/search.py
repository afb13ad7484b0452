"""The index of words behind an evening."""

import logging
import subprocess
import sys

from assistant.errors import AssistantError
from assistant.wiring import House

log = logging.getLogger("between.store")


def refresh_behind(house: House) -> None:
    """Once an evening is over: a process of its own makes the index again, if enough is new. Never a fault."""
    try:
        if not house.search.is_behind():
            return
    except (AssistantError, OSError) as e:
        log.warning("whether the index of words is behind could not be seen: %s", type(e).__name__)
        return
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "assistant", "find", "--rebuild"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the window may be closed at once
        )
        assert process.stdin is not None
        with process.stdin as pipe:  # not in its arguments nor its environment, which others can read
            pipe.write(f"{(house.key or b'').hex()}\n".encode())
    except OSError as e:
        log.warning("the index of words is left for the next search: %s", type(e).__name__)
