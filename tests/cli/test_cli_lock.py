"""`between lock` and what follows from it: at a terminal, through a pipe, interrupted, refused."""

import gc
import json
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from command_line import Answer, Terminal, between, entries, fill, home, house, process, small_disk
from keyring.backends import fail
from lock_keys import PASSPHRASE, QUICK, Desktop, a_lock, lock, told, with_keyring

from assistant.adapters.locking import keys, keys_file
from assistant.adapters.locking.in_use import InUse
from assistant.adapters.store.encrypted import is_encrypted
from assistant.errors import AssistantError
from assistant.journal import Entry, Transcript, Utterance
from assistant.ports import Home
from assistant.settings import Settings
from assistant.wiring import House, locking

SAID = "I told the ferryman about the marzipan."
AT_ONCE = "from assistant.wiring import locking; locking.PAUSE_S = 0"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "PAUSE_S", 0)
    for make in (keys.make, keys.with_passphrase):
        monkeypatch.setitem(make.__kwdefaults__, "slowness", QUICK)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A journal with one entry, plain and locked, made once."""

    plain: Path
    locked: Path
    lock: locking.Rewrapped


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("shelf")
    there = House(Home(folder / "plain"), Settings(), folder / "settings.toml").open()
    said = Transcript((Utterance(SAID),), "keyboard", "")
    there.journal.keep(Entry("0" * 32, there.clock.now(), there.tonight(), "type", "words", said))
    shutil.copytree(folder / "plain", folder / "locked")
    made = lock(replace(there, home=Home(folder / "locked")))
    return Shelf(folder / "plain", folder / "locked", made)


@pytest.fixture
def written(shelf: Shelf) -> None:
    shutil.copytree(shelf.plain, home().root)


@pytest.fixture
def locked(shelf: Shelf) -> locking.Rewrapped:
    shutil.copytree(shelf.locked, home().root)
    return shelf.lock


def with_passphrase(*arguments: str, lines: tuple[str, ...] = (PASSPHRASE,), stdin: bytes = b"") -> Answer:
    gc.collect()  # whoever worked with the home in this process before
    with told(*lines):
        return between(*arguments, stdin=stdin)


def type_twice(terminal: Terminal, first: str, second: str) -> None:
    terminal.until("for the journal: ")
    terminal.write(f"{first}\n")
    terminal.until("once more: ")
    terminal.write(f"{second}\n")


def test_at_a_terminal(written: None) -> None:
    """What it means is said before; a passphrase is typed twice and never shown; the recovery key is copied."""
    terminal = Terminal("lock")
    terminal.until("lost for good")
    terminal.until("for the journal: ")
    terminal.write("short\n")
    terminal.until("too short")
    type_twice(terminal, "four quiet words here", "four quiet werds here")
    terminal.until("not the same")
    type_twice(terminal, "four quiet words here", "four quiet words here")
    terminal.until("keep what matters")
    terminal.until("type its last group: ")
    assert not home().keys.exists()
    terminal.write("XXXX\n")
    terminal.until("not its last group")
    recovery_key = next(line for line in terminal.shown.splitlines() if line.count("-") == 8).strip()
    terminal.until("type its last group: ")
    terminal.write(f"{recovery_key[-4:].lower()}\n")
    terminal.until("The journal is locked.")
    answer = terminal.end()
    assert answer.code == 0
    assert "quiet" not in answer.out
    assert is_encrypted(home().database)
    assert SAID in with_passphrase("show", lines=("four quiet words here",)).out
    assert SAID in with_passphrase("show", lines=(recovery_key,)).out


def test_given_up_before_it_is_written_down(written: None) -> None:
    """Whoever can't show the recovery key's last group has no lock yet."""
    terminal = Terminal("lock")
    type_twice(terminal, "four quiet words here", "four quiet words here")
    terminal.until("type its last group: ")
    terminal.write("\x04")
    answer = terminal.end()
    assert answer.code == 1
    assert "Nothing was changed" in answer.out
    assert not home().keys.exists()
    assert len(entries()) == 1


def test_three_tries(locked: locking.Rewrapped) -> None:
    """A wrong passphrase is told without a hint, three times; nothing that was typed is shown."""
    terminal = Terminal("show", first=AT_ONCE)
    for _ in range(3):
        terminal.until("passphrase: ")
        terminal.write("an open secret\n")
    answer = terminal.end()
    assert answer.code == 1
    assert answer.out.count("That is not it.") == 3
    assert "stays locked" in answer.out
    assert "open secret" not in answer.out
    assert SAID not in answer.out


def test_typed_too_early(locked: locking.Rewrapped) -> None:
    """What is typed while a try is being checked is not shown."""
    terminal = Terminal("show", first="import assistant.wiring.locking as locking; locking.PAUSE_S = 1.0")
    terminal.until("passphrase: ")
    terminal.write("not this\n")
    time.sleep(0.5)
    terminal.write("an open secret\n")
    terminal.until("passphrase: ")
    terminal.write(f"{PASSPHRASE}\n")
    answer = terminal.end()
    assert "open secret" not in answer.out
    assert SAID in answer.out


def test_the_second_try(locked: locking.Rewrapped) -> None:
    """The words come once it is right, and one question was enough for all of the command."""
    terminal = Terminal("show", first=AT_ONCE)
    terminal.until("passphrase: ")
    terminal.write("not this\n")
    terminal.until("passphrase: ")
    terminal.write(f"{PASSPHRASE}\n")
    answer = terminal.end()
    assert answer.code == 0
    assert SAID in answer.out
    assert answer.out.count("passphrase: ") == 2


def test_a_slip_in_the_recovery_key(locked: locking.Rewrapped) -> None:
    """It is told from a wrong key."""
    first, rest = locked.recovery_key[0], locked.recovery_key[1:]
    answer = with_passphrase("show", lines=(("7" if first != "7" else "8") + rest,))
    assert answer.code == 1
    assert "slip in it" in answer.err


def test_nobody_to_ask(locked: locking.Rewrapped) -> None:
    """Without a terminal and without a pipe it says what can be done; no words, no bug."""
    answer = process("show", first="import os; os.setsid()")
    assert answer.code == 1
    assert "no terminal here" in answer.err
    assert "BETWEEN_PASSPHRASE_FD" in answer.err
    assert answer.out == ""


def test_what_needs_no_words(locked: locking.Rewrapped) -> None:
    """Help, models and the tagger ask for no passphrase."""
    for arguments in (["--help"], ["models"], ["show", "--help"]):
        assert between(*arguments).code == 0


def test_as_before(locked: locking.Rewrapped) -> None:
    """What is typed, asked and shown is as it was, with a passphrase."""
    assert with_passphrase("type", stdin=b"A second night.").code == 0
    shown = json.loads(with_passphrase("show", "-n", "2", "--json").out)
    assert {entry["text"] for entry in shown} == {SAID, "A second night."}
    assert '"count_star()": 2' in with_passphrase("sql", "--json", "SELECT count(*) FROM entries").out
    files = [path for path in home().root.rglob("*") if path.is_file()]
    assert not [path for path in files if b"second night" in path.read_bytes()]


def test_the_doctor(written: None) -> None:
    """It says whether the journal is locked, and what to do where locking was interrupted."""
    assert "not locked" in locking.doctor_says(house())
    lock(house())
    assert locking.doctor_says(house()).startswith("locked")
    now = keys_file.read(home().keys)
    assert now is not None
    keys_file.write(home().keys, replace(now, state="locking"))
    with pytest.raises(AssistantError, match="Not all of the journal") as told_of:
        locking.doctor_says(house())
    assert "`between lock`" in told_of.value.hint


def test_locking_goes_on(written: None) -> None:
    """Interrupted before anything was encrypted: it is told, everything works, and the same command ends it."""
    made = a_lock()
    keys_file.write(home().keys, made.keys)
    shown = with_passphrase("show")
    assert SAID in shown.out
    assert "`between lock` locks the rest" in shown.err
    assert with_passphrase("lock").code == 0
    assert is_encrypted(home().database)
    after = with_passphrase("show")
    assert SAID in after.out
    assert "`between lock`" not in after.err


def test_plain_words_in_a_locked_journal(shelf: Shelf, locked: locking.Rewrapped) -> None:
    """However they came there: it is told at each start, by the doctor too, a backup waits, and `lock` locks them."""
    shutil.copy(shelf.plain / "journal.duckdb", home().database)
    shown = with_passphrase("show")
    assert SAID in shown.out
    assert "Not all of the journal is locked" in shown.err
    with pytest.raises(AssistantError, match="Not all of the journal is locked"):
        locking.doctor_says(house())
    assert between("backup", home().root.parent / "backup.zip").code == 1
    assert with_passphrase("lock").code == 0
    assert is_encrypted(home().database)
    assert "Not all" not in with_passphrase("show").err


def test_a_plain_file_in_a_locked_journal(locked: locking.Rewrapped) -> None:
    """Sound or a draft that somebody put back: the doctor counts it, a backup waits, and `lock` locks it."""
    home().drafts.mkdir(exist_ok=True)
    draft = home().drafts / "left"
    draft.write_text(SAID)
    with pytest.raises(AssistantError, match="a file in it lies plain") as told_of:
        locking.doctor_says(house())
    assert "`between lock`" in told_of.value.hint
    refused = between("backup", home().root.parent / "backup.zip")
    assert refused.code == 1
    assert "`between lock`" in refused.err
    assert with_passphrase("lock").code == 0
    assert SAID.encode() not in draft.read_bytes()
    assert locking.doctor_says(house()).startswith("locked")


def test_locking_after_half_an_unlocking(locked: locking.Rewrapped) -> None:
    """It says which of them was interrupted, and that all is locked again."""
    keys_file.write(home().keys, replace(locked.keys, state="unlocking"))
    answer = with_passphrase("lock")
    assert answer.code == 0
    assert "Unlocking it was interrupted" in answer.err


def test_unlocking(locked: locking.Rewrapped) -> None:
    """A y is asked for, or `--yes`; then no passphrase is needed any more."""
    refused = with_passphrase("unlock")
    assert (refused.code, is_encrypted(home().database)) == (1, True)
    assert with_passphrase("unlock", "--yes").code == 0
    assert not home().keys.exists()
    assert SAID in between("show").out
    assert "not locked" in between("unlock").err


def test_another_passphrase(locked: locking.Rewrapped) -> None:
    """The recovery key is enough for it; the old passphrase opens no more, and a new recovery key is shown."""
    lines = (locked.recovery_key, "quite another one")
    changed = with_passphrase("change-passphrase", "--new-recovery-key", lines=lines)
    assert changed.code == 0
    assert with_passphrase("show").code == 1
    assert with_passphrase("show", lines=(locked.recovery_key,)).code == 1
    for typed in ("quite another one", changed.out.strip()):
        assert SAID in with_passphrase("show", lines=(typed,)).out


@pytest.mark.parametrize("command", ["change-passphrase", "remember-key", "forget-key"])
def test_nothing_to_change(command: str) -> None:
    answer = between(command)
    assert answer.code == 1
    assert "not locked" in answer.err


def test_locked_already(locked: locking.Rewrapped) -> None:
    answer = between("lock")
    assert answer.code == 0
    assert "locked already" in answer.err


def test_under_somebodys_hands(written: None) -> None:
    """While another Between works with the home it stays as it is."""
    other = InUse(home().root)
    other.begin()
    answer = with_passphrase("lock")
    assert answer.code == 1
    assert "Another Between" in answer.err
    assert not is_encrypted(home().database)
    assert SAID in between("show").out


@pytest.mark.parametrize("command", ["change-passphrase", "remember-key", "forget-key"])
def test_the_lock_changed_meanwhile(command: str, locked: locking.Rewrapped) -> None:
    """While one command waits for an answer no other touches the lock: neither writes back what the other undid."""
    other = InUse(home().root)
    before = home().keys.read_bytes()
    with other.alone(), with_keyring(Desktop()):
        answer = with_passphrase(command, lines=(PASSPHRASE, "quite another one"))
    assert answer.code == 1
    assert "Another Between" in answer.err
    assert home().keys.read_bytes() == before


def test_unlocked_while_a_passphrase_is_asked_for(locked: locking.Rewrapped) -> None:
    """The journal stays locked, as keys.json says, until the first of them is done."""
    terminal = Terminal("change-passphrase", first=AT_ONCE)
    terminal.until("the recovery key: ")
    refused = with_passphrase("unlock", "--yes")
    assert (refused.code, is_encrypted(home().database)) == (1, True)
    terminal.write(f"{PASSPHRASE}\n")
    for _ in range(2):
        terminal.until(": ")
        terminal.write("quite another one\n")
    assert terminal.end().code == 0
    assert with_passphrase("unlock", "--yes", lines=("quite another one",)).code == 0
    assert not home().keys.exists()
    assert SAID in between("show").out


def test_without_keys_json(locked: locking.Rewrapped) -> None:
    """Moved away by mistake: it is told by name, and nothing is begun anew over it."""
    data = home().database.read_bytes()
    home().keys.rename(home().root / "elsewhere.json")
    answer = between("show")
    assert answer.code == 1
    assert str(home().keys) in answer.err
    assert home().database.read_bytes() == data


def test_keys_of_another_journal(locked: locking.Rewrapped) -> None:
    keys_file.write(home().keys, a_lock().keys)
    answer = with_passphrase("show")
    assert answer.code == 1
    assert "do not belong together" in answer.err


def test_the_systems_keyring(locked: locking.Rewrapped) -> None:
    """With it nobody is asked; unlocking asks all the same; forgotten, the passphrase is asked for again."""
    desktop = Desktop()
    with with_keyring(desktop):
        assert with_passphrase("remember-key").code == 0
        assert SAID in between("show").out
        assert with_passphrase("unlock", "--yes", lines=("wrong",)).code == 1
        desktop.passwords.clear()
        shown = with_passphrase("show")
        assert SAID in shown.out
        assert "no longer" in shown.err
        assert with_passphrase("remember-key").code == 0
        assert between("forget-key").code == 0
        assert not desktop.passwords
        assert "keyring" not in with_passphrase("show").err


def test_the_key_on_its_way_to_the_keyring(locked: locking.Rewrapped) -> None:
    """A kill at any moment: `forget-key` takes out what the keyring has, whatever keys.json says of it."""
    flags: list[bool] = []

    def asked() -> None:
        now = keys_file.read(home().keys)
        flags.append(now is not None and now.in_keyring)

    desktop = Desktop(asked)
    with with_keyring(desktop):
        assert with_passphrase("remember-key").code == 0
        assert flags
        assert all(flags)
        now = keys_file.read(home().keys)
        assert now is not None
        keys_file.write(home().keys, replace(now, in_keyring=False))
        assert "out of the system's keyring" in between("forget-key").err
        assert not desktop.passwords
        assert "does not have" in between("forget-key").err


def test_a_keyring_that_does_not_take_it(locked: locking.Rewrapped) -> None:
    """It is not said to have the key."""

    def shut() -> None:
        raise OSError("shut")

    with with_keyring(Desktop(shut)):
        assert with_passphrase("remember-key").code == 1
    now = keys_file.read(home().keys)
    assert now is not None
    assert not now.in_keyring


def test_a_keyring_that_keeps_the_key_after_unlocking(locked: locking.Rewrapped) -> None:
    """The journal is plain, and it is told what that key still opens."""
    desktop = Desktop()
    with with_keyring(desktop):
        assert with_passphrase("remember-key").code == 0
    with with_keyring(fail.Keyring()):
        answer = with_passphrase("unlock", "--yes")
    assert answer.code == 0
    assert "locked backups" in answer.err
    assert SAID in between("show").out


def test_no_keyring_here(locked: locking.Rewrapped) -> None:
    with with_keyring(fail.Keyring()):
        answer = with_passphrase("remember-key")
    assert answer.code == 1
    assert "no keyring" in answer.err


def test_a_full_disk(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told in mid-locking; everything can be read, and with room again it goes on."""
    with small_disk(tmp_path / "disk", kilobytes=2_000) as disk:
        monkeypatch.setenv("BETWEEN_HOME", str(disk / "home"))
        shutil.copytree(shelf.plain, home().root)
        made = a_lock()
        keys_file.write(home().keys, made.keys)
        filler = fill(disk, leave_kilobytes=60)
        full = with_passphrase("lock")
        assert full.code == 1
        assert "disk is full" in full.err
        assert SAID in with_passphrase("show").out
        filler.unlink()
        assert with_passphrase("lock").code == 0
        assert is_encrypted(home().database)
        assert SAID in with_passphrase("show").out
