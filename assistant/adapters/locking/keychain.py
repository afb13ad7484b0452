"""The one room of `keyring`: the system's own keeper of passwords, which may keep a journal's key too."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from assistant.errors import PartMissing

log = logging.getLogger("between.locking")

SERVICE = "between journal"

_ANSWERS_WITHIN_S = 60.0
"""A keyring that is locked asks the person for its own password; one that hangs must not keep an evening for ever."""


def is_there() -> bool:
    """Whether this system has one at all; it may still be shut."""
    try:
        return bool(_asked(lambda keyring: "yes" if keyring.get_keyring().priority > 0 else None))
    except PartMissing:
        return False


def get(uid: str) -> bytes | None:
    """The key of that name, or None. Raises PartMissing where there is no keyring, or it does not answer."""
    kept = _asked(lambda keyring: keyring.get_password(SERVICE, uid))
    try:
        return bytes.fromhex(kept) if kept else None
    except ValueError as e:
        raise PartMissing("What the system's keyring keeps under the journal's name is no key.") from e


def put(uid: str, key: bytes) -> None:
    """Raises PartMissing, also where the keyring took it and does not have it."""
    _asked(lambda keyring: keyring.set_password(SERVICE, uid, key.hex()))
    if get(uid) != key:  # some backends take everything and keep nothing
        raise PartMissing("The system's keyring took the journal's key, but does not have it.")


def forget(uid: str) -> bool:
    """Whether there was one. Raises PartMissing where that is not known, or it is still there."""
    if _asked(lambda keyring: keyring.get_password(SERVICE, uid)) is None:
        return False
    _asked(lambda keyring: keyring.delete_password(SERVICE, uid))
    return True


def _asked(question: Callable[[Any], str | None]) -> str | None:
    answers: list[str | None] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            import keyring

            answers.append(question(keyring))
        except Exception as e:  # noqa: BLE001 - its backends are plugins of many hands, and raise what they like
            failed.append(e)

    asking = threading.Thread(target=ask, name="between-keyring", daemon=True)
    asking.start()
    asking.join(_ANSWERS_WITHIN_S)
    if answers:
        return answers[0]
    log.info("keyring: %s", type(failed[0]).__name__ if failed else "no answer")
    if failed and (isinstance(failed[0], ImportError) or type(failed[0]).__name__ == "NoKeyringError"):
        raise PartMissing("This system has no keyring that could keep the journal's key.")
    raise PartMissing("The system's keyring can't be asked now.")
