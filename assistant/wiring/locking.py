"""The lock of a house: its key when it is needed, and everything encrypted or plain again."""

import time
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, PartMissing

if TYPE_CHECKING:
    from assistant.adapters.locking.keys_file import Keys
    from assistant.wiring import House

PROMPT = "The journal is locked. Its passphrase: "
TRIES = 3
PAUSE_S = 1.0
"""After a wrong passphrase, and twice as long after the second."""


def state(house: "House") -> "Keys | None":
    """What keys.json holds; None where the journal is not locked, nor on its way there."""
    from assistant.adapters.locking import keys_file

    return keys_file.read(house.home.keys)


def key(house: "House") -> bytes | None:
    """From the keyring, or asked for. Raises AssistantError after the third wrong passphrase."""
    if not house.home.root.is_dir():
        return None
    house.in_use.begin()
    keys = state(house)
    if keys is None:
        return None
    if keys.state != "locked":
        word = {"locking": "Locking", "unlocking": "Unlocking"}[keys.state]
        command = {"locking": "lock", "unlocking": "unlock"}[keys.state]
        house.told.append(f"{word} the journal was interrupted. `between {command}` goes on where it stopped.")
    return _from_keyring(house, keys) or asked_for(keys, prompt=PROMPT)


def _from_keyring(house: "House", keys: "Keys") -> bytes | None:
    from assistant.adapters.locking import keychain

    if not keys.in_keyring:
        return None
    try:
        kept = keychain.get(keys.uid)
    except PartMissing as e:
        house.told.append(f"{e.message} So the passphrase was asked for.")
        return None
    if kept is None:
        house.told.append("The system's keyring has the journal's key no longer. `between remember-key` puts it back.")
    return kept


def asked_for(keys: "Keys", *, prompt: str) -> bytes:
    """By the passphrase or the recovery key. Raises AssistantError."""
    from assistant.adapters.locking import asking, recovery
    from assistant.adapters.locking.keys import opened_by

    tries = 1 if asking.by_pipe() else TRIES
    said = ""
    for attempt in range(1, tries + 1):
        try:
            opened = opened_by(keys, asking.ask(said + prompt))
            said = "That is not it. "
        except recovery.Slip:
            opened = None
            said = "That looks like the recovery key with a slip in it: compare it letter by letter. "
        if opened is not None:
            return opened
        time.sleep(PAUSE_S * attempt)
    raise AssistantError(
        f"{said}The journal stays locked.",
        "Try again when you like. The recovery key that you wrote down opens it too.",
    )
