"""What can go wrong, in a sentence and a hint that a person can act on."""

import errno
from enum import IntEnum

NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
"""What the system answers where a disk, a person's share of it, or the largest file that it takes is full."""


class ExitCode(IntEnum):
    OK = 0
    FAILED = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130


class AssistantError(Exception):
    """An expected fault. `message` says what happened, `hint` what to do; neither ever holds journal words."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AssistantError):
    """A wrong command line, settings file or prompt file."""

    exit_code = ExitCode.USAGE


class PartMissing(AssistantError):
    """An outside part (microphone, loudspeaker, voice, model) is absent or broken; the evening can go on without."""


class JournalBusy(AssistantError):
    """Another process holds the journal for longer than we are willing to wait."""


class NoSpace(AssistantError):
    """The disk is full."""
