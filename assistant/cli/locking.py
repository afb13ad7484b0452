"""`between lock`, `unlock`, `change-passphrase`, `remember-key` and `forget-key`."""

from collections.abc import Callable

from assistant import wiring
from assistant.cli import terminal
from assistant.errors import AssistantError, PartMissing
from assistant.wiring import House
from assistant.wiring import locking as locks
from assistant.wiring.locking import Keys, Rewrapped

TRIES = 3
LEAST_LETTERS = 8

WHAT_IT_DOES = (
    "Locking encrypts the journal on this disk: its words, its recordings, and what you say or type from now on. "
    "Between then asks for a passphrase, and without it nobody reads any of it.",
    "A long one that you can remember is best: four or five words that nobody would guess.",
    "If you lose the passphrase, a recovery key opens the journal; you will be shown one to write down. "
    "If both are lost, the journal is lost for good. There is no other way in, for you or for anybody.",
)
RECOVERY_KEY = (
    "This is your recovery key. It opens the journal when the passphrase is lost. It is shown this once and kept "
    "nowhere: write it on paper, and put that where you keep what matters."
)
NOT_LOCKED = ("The journal is not locked.", "`between lock` encrypts it.")


def lock() -> None:
    house = wiring.unasked("between lock")
    with locks.undisturbed(house):
        keys = locks.state(house)
        if keys is not None and keys.state == "locked" and not locks.left_plain(house):
            terminal.note("The journal is locked already. `between change-passphrase` gives it another passphrase.")
            return
        made = _going_on(keys) if keys else _new_lock()
        with terminal.bar() as bar:
            bar.at(0, None, "Locking")
            locks.lock(house, made.keys, key=made.key, at=lambda done, total: bar.at(done, total, "Locking"))
        terminal.note("The journal is locked.")
        terminal.note("Copies that you made of it before are not: look after your backups.")
        if not keys and terminal.interactive() and locks.has_keyring():
            _offer_keyring(house, made)


def _going_on(keys: Keys) -> Rewrapped:
    if keys.state == "unlocking":
        terminal.note("Unlocking it was interrupted. It is locked again now, all of it.")
    else:
        terminal.note("Not all of the journal is locked yet. The rest of it is locked now.")
    return Rewrapped(keys, locks.asked_for(keys, prompt=locks.PROMPT))


def _new_lock() -> Rewrapped:
    _need_somebody()
    for line in WHAT_IT_DOES:
        terminal.note(line)
    made = locks.new_lock(_new_passphrase("A passphrase for the journal: "))
    _show(made.recovery_key)
    return made


def _need_somebody() -> None:
    if not (terminal.interactive() or locks.by_pipe()):
        raise AssistantError(
            "There is no terminal here to ask for a passphrase.",
            "Start this in a terminal. docs/privacy.md has the way for a script.",
        )


def _new_passphrase(prompt: str) -> str:
    """Typed twice, since it can't be seen; a pipe says it once."""
    for _ in range(TRIES):
        first = locks.ask(prompt)
        if len(first.strip()) < LEAST_LETTERS:
            fault = f"That is too short: it takes at least {LEAST_LETTERS} letters."
        elif not locks.by_pipe() and locks.ask("The same once more: ") != first:
            fault = "The two are not the same."
        else:
            return first
        if locks.by_pipe():
            break
        terminal.note(fault)
    raise AssistantError(fault, "Nothing was changed. Start again when you like.")


def _show(recovery_key: str) -> None:
    """Until the person has shown that they have it. To a script it is the answer."""
    terminal.note(RECOVERY_KEY)
    if locks.by_pipe():
        terminal.answer(recovery_key)
        return
    terminal.answer(f"\n    {recovery_key}\n")
    for _ in range(TRIES):
        typed, ended_by = terminal.typed_line("When it is written down, type its last group: ")
        if ended_by != "enter":
            break
        if locks.last_group(typed) == locks.last_group(recovery_key):
            return
        terminal.note("That is not its last group. Compare it with what you wrote.")
    raise AssistantError("The recovery key is not written down yet.", "Nothing was changed. Start again when you like.")


def _offer_keyring(house: House, made: Rewrapped) -> None:
    terminal.note("The system's keyring can keep the key. Then whoever is logged in as you opens the journal unasked.")
    if terminal.confirm("Shall it keep the key?"):
        _unless_missing(lambda: _remember(house, _locked(house), made.key))


def _unless_missing(act: Callable[[], None]) -> None:
    try:
        act()
    except PartMissing as e:
        terminal.fault(e.message, e.hint)


def _remember(house: House, keys: Keys, key: bytes) -> None:
    locks.remember(house, keys, key=key)
    terminal.note("The system's keyring keeps the key. `between forget-key` takes it out again.")


def _locked(house: House) -> Keys:
    keys = locks.state(house)
    if keys is None:
        raise AssistantError(*NOT_LOCKED)
    return keys


def unlock(*, sure: bool) -> None:
    house = wiring.unasked("between unlock")
    with locks.undisturbed(house):
        keys = locks.state(house)
        if keys is None:
            terminal.note("The journal is not locked.")
            return
        terminal.note("Unlocking writes everything to this disk as it is, for whoever can read your files.")
        # Asked also where the keyring would know: who sits at an open screen is not always who keeps the journal.
        key = locks.asked_for(keys, prompt=locks.PROMPT)
        if not (sure or terminal.confirm("Take the lock off?")):
            raise AssistantError("The journal stays locked.", "`between unlock --yes` does not ask.")
        with terminal.bar() as bar:
            bar.at(0, None, "Unlocking")
            damaged = locks.unlock(house, keys, key=key, at=lambda done, total: bar.at(done, total, "Unlocking"))
    terminal.note("The journal is not locked any more.")
    for told in house.told:
        terminal.note(told)
    if damaged:
        names = ", ".join(str(path) for path in damaged)
        terminal.fault(f"Damaged, and still encrypted: {names}.", "Their key is kept beside the journal.")


def change_passphrase(*, recovery_too: bool) -> None:
    house = wiring.unasked("between change-passphrase")
    with locks.undisturbed(house):
        keys = _locked(house)
        key = locks.asked_for(keys, prompt="Its passphrase now, or the recovery key: ")
        new = _new_passphrase("The new passphrase: ")
        made = locks.rewrapped(keys, key=key, passphrase=new, recovery_too=recovery_too)
        if recovery_too:
            _show(made.recovery_key)
        locks.keep(house, made.keys)
    terminal.note("From now on the journal opens with the new passphrase.")
    terminal.note("Backups that you made before still open with the old one.")


def remember() -> None:
    house = wiring.unasked("between remember-key")
    with locks.undisturbed(house):
        keys = _locked(house)
        if not locks.has_keyring():
            raise PartMissing(
                "This system has no keyring that could keep the key.", "The passphrase is asked for each time."
            )
        _remember(house, keys, locks.asked_for(keys, prompt=locks.PROMPT))


def forget() -> None:
    house = wiring.unasked("between forget-key")
    with locks.undisturbed(house):
        had = locks.forget(house, _locked(house))
    said = "The key is out of the system's keyring." if had else "The system's keyring does not have the key."
    terminal.note(f"{said} The passphrase is asked for.")
