"""What goes out of a locked journal: open only where it is asked for so, or one file that opens with the passphrase."""

import gc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import store_nouns as some
from command_line import Answer, between, entries, home, house
from lock_keys import PASSPHRASE, QUICK, lock, told

from assistant.adapters.locking import keys
from assistant.adapters.locking.sealed_format import MAGIC
from assistant.audio import SAMPLE_RATE
from assistant.wiring import locking

SAID = "I told the ferryman about the marzipan."


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "PAUSE_S", 0)
    for make in (keys.make, keys.with_passphrase):
        monkeypatch.setitem(make.__kwdefaults__, "slowness", QUICK)


@pytest.fixture(autouse=True)
def locked(at_once: None) -> None:
    house().open()
    house().journal.keep(replace(some.an_entry(SAID), recording=None))
    sound = house().sound_files.keep([np.sin(np.arange(SAMPLE_RATE, dtype=np.float32) / 9)])
    house().journal.keep(replace(some.an_entry(), recording=sound, transcript=None, state="pending"))
    gc.collect()  # nobody works with the home any more
    lock(house())


def with_passphrase(*arguments: str | Path, lines: tuple[str, ...] = (PASSPHRASE,)) -> Answer:
    gc.collect()  # whoever worked with the home in this process before
    with told(*lines):
        return between(*arguments)


def test_it_says_that_the_pages_are_open(tmp_path: Path) -> None:
    """They are written as asked, recordings too, and the person is told once that anybody can read them."""
    answer = with_passphrase("export", tmp_path / "out", "--with-audio")
    assert (answer.code, answer.err.count("whoever has these files can read them")) == (0, 1)
    assert any(SAID in page.read_text() for page in (tmp_path / "out").glob("*.md"))
    (sound,) = (tmp_path / "out" / "audio").iterdir()
    assert sound.read_bytes().startswith(b"OggS")


def test_tables_of_it(tmp_path: Path) -> None:
    """Parquet comes out of a locked journal too."""
    assert with_passphrase("export", tmp_path / "out", "--format", "parquet").code == 0
    assert (tmp_path / "out" / "entries.parquet").read_bytes().startswith(b"PAR1")


def test_an_answer_of_it(tmp_path: Path) -> None:
    """The same is said of what SQL writes."""
    answer = with_passphrase("sql", "SELECT text FROM sentences", "--parquet", tmp_path / "a.parquet")
    assert (answer.code, answer.err.count("whoever has it can read it")) == (0, 1)


@pytest.mark.parametrize("sound", [[], ["--with-audio"]])
def test_one_locked_file(sound: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a word of it can be read; another home takes it in with the passphrase, and not with another one."""
    out = tmp_path / "out.locked"
    answer = with_passphrase("export", out, "--locked", *sound)
    assert (answer.code, "whoever has" in answer.err) == (0, False)
    assert out.read_bytes().startswith(MAGIC)
    assert SAID.encode() not in out.read_bytes()
    assert b"OggS" not in out.read_bytes()
    monkeypatch.setenv("BETWEEN_HOME", str(tmp_path / "new"))
    refused = with_passphrase("import", out, "--yes", lines=("another one",))
    assert (refused.code, refused.out, home().database.exists()) == (1, "", False)
    assert with_passphrase("import", out, "--yes", "--no-tags").code == 0
    assert {e.transcript.text for e in entries() if e.transcript} == {SAID}
    here = [entry.recording for entry in entries() if entry.recording]
    assert [house().sound_files.has(recording) for recording in here] == [bool(sound)]


def test_back_where_it_came_from(tmp_path: Path) -> None:
    """The journal's own key opens it: its passphrase is asked for once."""
    out = tmp_path / "out.locked"
    assert with_passphrase("export", out, "--locked").code == 0
    answer = with_passphrase("import", out, "--yes")
    assert (answer.code, "2 here already" in answer.out) == (0, True)


def test_cut_off(tmp_path: Path) -> None:
    """Half a locked file is answered with a sentence."""
    out, cut = tmp_path / "out.locked", tmp_path / "cut.locked"
    assert with_passphrase("export", out, "--locked", "--with-audio").code == 0
    whole = out.read_bytes()
    for length in (1, 11, 40, 600, len(whole) // 2, len(whole) - 1):
        cut.write_bytes(whole[:length])
        answer = with_passphrase("import", cut, "--yes")
        assert (answer.code, answer.out) == (1, "")
