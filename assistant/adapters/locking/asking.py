"""A passphrase from the person: typed unseen at the terminal, or through a pipe that they name. Never from a command
line or the environment, which other programs can read.
"""

import contextlib
import getpass
import os
import termios
from collections.abc import Iterator

from assistant.errors import AssistantError, UsageError

PIPE = "BETWEEN_PASSPHRASE_FD"
"""Names a file descriptor, as gpg's --passphrase-fd does: each question takes the next line from it."""


def by_pipe() -> bool:
    return bool(os.environ.get(PIPE))


def ask(prompt: str) -> str:
    """Raises AssistantError where nobody can be asked, or nothing was said."""
    typed = _line_from_pipe() if by_pipe() else _typed(prompt)
    if not typed:
        raise AssistantError("No passphrase was given.", "Nothing was changed. Start again when you like.")
    return typed


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """What is typed while a passphrase is being checked does not show either: it may be the next try."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:  # nobody types here
        yield
        return
    try:
        before = termios.tcgetattr(terminal)
        quiet = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
        termios.tcsetattr(terminal, termios.TCSADRAIN, quiet)
        try:
            yield
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    finally:
        os.close(terminal)


def _typed(prompt: str) -> str:
    _need_a_terminal()
    try:
        return getpass.getpass(prompt)
    except EOFError:
        return ""
    except UnicodeDecodeError as e:
        raise AssistantError("What was typed is no text in your terminal's encoding.", "Try again.") from e


def _need_a_terminal() -> None:
    """`getpass` would read from stdin instead, and show what is typed."""
    try:
        with open("/dev/tty", "rb", buffering=0):
            return
    except OSError as e:
        raise AssistantError(
            "The journal is locked, and there is no terminal here to ask for its passphrase.",
            f"Start this in a terminal, or give the passphrase through a pipe that {PIPE} names, "
            "or let the system's keyring keep the key: `between remember-key`.",
        ) from e


def _line_from_pipe() -> str:
    """A byte at a time: what follows on the pipe may be for the next question, or for others."""
    line = bytearray()
    try:
        pipe = int(os.environ[PIPE])
        with contextlib.suppress(BrokenPipeError):
            while (byte := os.read(pipe, 1)) not in (b"", b"\n"):
                line += byte
        return line.decode().removesuffix("\r")
    except (ValueError, OSError) as e:  # no number, no such descriptor, or no UTF-8
        raise UsageError(
            f"No passphrase can be read from what {PIPE} names.",
            f"Such as: {PIPE}=3 between show 3< a-file-that-only-you-can-read",
        ) from e
