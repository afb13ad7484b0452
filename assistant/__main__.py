"""The one entry: expected faults become a sentence, anything else a line and a log file."""

import logging
import os
import sys

from assistant.errors import AssistantError, ExitCode


def main() -> None:
    """`between`, and `python -m assistant`."""
    from assistant.cli.app import app

    os.umask(0o077)
    # Unless a command opens a log, faults that were dealt with stay out of a person's sight.
    logging.getLogger("between").addHandler(logging.NullHandler())
    logging.getLogger("between").propagate = False
    try:
        app()
    except AssistantError as e:
        _tell(e.message, e.hint)
        sys.exit(e.exit_code)
    except BrokenPipeError:  # `between show | head`: nobody is left to read
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - closed by the end of the process
        sys.exit(ExitCode.OK)
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as e:  # noqa: BLE001 - the one catch-all of the house
        sys.exit(_bug(e))


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
        hint = f"Where it happened is written down in {where}, without your words. What you said is kept."
    except OSError:
        hint = "What you said is kept."
    _tell(f"Something in Between itself broke ({type(error).__name__}).", hint)
    return ExitCode.BUG


if __name__ == "__main__":
    main()
