"""The one entry: expected faults become a sentence, anything else a line and a log file."""

import errno
import io
import logging
import os
import sys

from assistant.errors import NO_ROOM, AssistantError, ExitCode


def main() -> None:
    """`between`, and `python -m assistant`."""
    os.umask(0o077)
    # Unless a command opens a log, faults that were dealt with stay out of a person's sight.
    logging.getLogger("between").addHandler(logging.NullHandler())
    logging.getLogger("between").propagate = False
    if sys.stdin is None:  # `between <&-`
        sys.stdin = open(os.devnull)  # noqa: SIM115 - closed by the end of the process
    for stream in (sys.stdout, sys.stderr):  # a terminal that has no “ or é shows ? in its place
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        try:
            _command()
        finally:
            sys.stdout.flush()
    except AssistantError as e:
        _tell(e.message, e.hint)
        sys.exit(e.exit_code)
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except OSError as e:
        sys.exit(_system(e))
    except Exception as e:  # noqa: BLE001 - the one catch-all of the house
        sys.exit(_bug(e))


def _command() -> None:
    if sys.argv[1:] == ["calm"]:  # whoever is in a spiral does not wait for all the other commands to be known
        from assistant.cli.calming import calm

        calm("")
        return
    from assistant.cli.app import app

    app(prog_name="between")


def _system(error: OSError) -> ExitCode:
    """`between show | head`, a terminal that was closed, a full disk behind `>`: no fault of ours."""
    if error.errno not in (errno.EPIPE, errno.EIO, *NO_ROOM):
        return _bug(error)
    # What is left in the buffer would fail again at the end of the process.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno in NO_ROOM:
        _tell("The disk is full.", "Make some room, then try again. What was kept before is safe.")
    return ExitCode.FAILED


def _tell(message: str, hint: str) -> None:
    from assistant.cli import terminal

    terminal.fault(message, hint)


def _bug(error: Exception) -> ExitCode:
    """Where it broke goes into the log. The message stays out: it could hold words of the journal."""
    import traceback

    from assistant import settings, wiring

    where = settings.home().logs / "between.log"
    place = "".join(traceback.format_tb(error.__traceback__))
    try:
        wiring.open_log(where)
        logging.getLogger("between.bug").error("%s\n%s", type(error).__name__, place)
        hint = f"Where it happened is written down in {where}, without your words. What was kept before is safe."
    except OSError:
        hint = "What was kept before is safe."
    _tell(f"Something in Between itself broke ({type(error).__name__}).", hint)
    return ExitCode.BUG


if __name__ == "__main__":
    main()
