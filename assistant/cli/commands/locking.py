"""`between lock`, `unlock`, `change-passphrase`, `remember-key` and `forget-key`."""

from typing import Annotated

import typer

commands = typer.Typer()


@commands.command()
def lock() -> None:
    """Encrypt the whole journal on this disk. From then on it opens with a passphrase."""
    from assistant.cli import locking

    locking.lock()


@commands.command()
def unlock(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Take the lock off again: everything is plain on this disk."""
    from assistant.cli import locking

    locking.unlock(sure=yes)


@commands.command("change-passphrase")
def change_passphrase(
    new_recovery_key: Annotated[
        bool, typer.Option("--new-recovery-key", help="Make another recovery key too; the old one opens no more.")
    ] = False,
) -> None:
    """Give a locked journal another passphrase. The old one, or the recovery key, is asked for."""
    from assistant.cli import locking

    locking.change_passphrase(recovery_too=new_recovery_key)


@commands.command("remember-key")
def remember_key() -> None:
    """Let the system's keyring keep the key, so that no passphrase is asked for."""
    from assistant.cli import locking

    locking.remember()


@commands.command("forget-key")
def forget_key() -> None:
    """Take the key out of the system's keyring. The passphrase is asked for again."""
    from assistant.cli import locking

    locking.forget()
