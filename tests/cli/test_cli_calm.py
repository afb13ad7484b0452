"""`between calm` as a person runs it: on virtual devices, without any, and beside a journal that is locked or none."""

import gc
import json
import shutil
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from command_line import ROOT, Terminal, between, command, env, home, house, process, rows
from lock_keys import PASSPHRASE, lock, told
from virtual_audio import Recorded, VirtualAudio

from assistant import opening
from assistant.adapters.devices.conversion import at_rate
from assistant.audio import Samples
from assistant.journal import Entry, Transcript, Utterance
from assistant.wiring import calm_ready

AT_A_GLANCE = "from assistant.dialogue import calm_words as w; w.READ_A_WORD_S = 0; w.LEAST_READING_S = 0.2"
"""Sentences that can't be heard stand as long as it takes to read them, and this reader is quick."""
OPENING = "Let your shoulders drop"
QUESTION = "From zero to ten"


def kept(said: str) -> None:
    there = house().open()
    words = Transcript((Utterance(said),), "keyboard", "")
    there.journal.keep(Entry("0" * 32, there.clock.now(), there.tonight(), "type", "words", words))
    gc.collect()


def used() -> list[dict[str, object]]:
    return [json.loads(path.read_text()) for path in home().calm.glob("*.use")]


def rated(*, first: str = AT_A_GLANCE) -> Terminal:
    """Asked how strong it is, says seven, and ends it by a key in the midst of the tool."""
    terminal = Terminal("calm", first=first)
    terminal.until(OPENING)
    terminal.until("Nothing that you say is kept")
    terminal.until(QUESTION)
    terminal.until("Enter goes on without one")
    terminal.write("7")
    terminal.until("Breathe in")
    terminal.write("x")
    return terminal


def test_without_a_journal_a_microphone_or_a_loudspeaker() -> None:
    """It is shown and breathed by in words; no journal is begun, and the use waits with its number."""
    ended = rated().end()
    assert ended.code == 0
    assert "no loudspeaker" in ended.out
    assert not home().database.exists()
    assert [(use["tool"], use["before"], use["after"]) for use in used()] == [("paced-breathing", 7, None)]


def test_beside_a_journal() -> None:
    """It takes the use at once, and nothing else of it; the order of the tools is known from then on."""
    kept("I told the ferryman.")
    assert rated().end().code == 0
    assert rows("SELECT tool, strong_before, strong_after FROM tool_uses") == (("paced-breathing", 7, None),)
    assert rows("SELECT count(*) FROM entries") == ((1,),)
    assert used() == []
    assert json.loads((home().calm / "order.json").read_text())[0] == "paced-breathing"


def test_beside_a_locked_journal() -> None:
    """Nobody in a spiral is asked for a passphrase. The next start that has the key takes the use in, once."""
    kept("I told the ferryman.")
    lock(house())
    gc.collect()
    ended = rated().end()
    assert ended.code == 0
    assert "passphrase" not in ended.out
    assert len(used()) == 1
    note = next(home().calm.glob("*.use"))
    again = note.read_bytes()
    for _ in range(2):
        with told(PASSPHRASE):
            assert between("type", stdin=b"").code == 0
        gc.collect()
        note.write_bytes(again)  # as a kill would leave it, after the journal had it and before the note was gone
    with told(PASSPHRASE):
        found = between("sql", "SELECT tool, strong_before FROM tool_uses", "--csv")
    assert found.out.splitlines()[1:] == ["paced-breathing,7"]


def test_a_settings_file_with_a_slip() -> None:
    """It is told when it is over, not before."""
    home().root.mkdir(mode=0o700)
    (home().root / "settings.toml").write_text("[voice]\nspeak = maybe\n")
    terminal = Terminal("calm", first=AT_A_GLANCE)
    terminal.until(OPENING)
    terminal.write("x")
    terminal.until("has a slip in it")
    assert terminal.end().code == 0


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    """It grounds all the same, and says that nothing is noted."""
    (tmp_path / "home").write_text("a file in its place")
    ended = rated().end()
    assert ended.code == 0
    assert "nothing is noted of this" in ended.out


def test_ctrl_c_is_told_to_the_shell() -> None:
    terminal = Terminal("calm", first=AT_A_GLANCE)
    terminal.until(QUESTION)
    terminal.write("\x03")
    ended = terminal.end()
    assert ended.code == 130
    assert "We stop here" not in ended.out


def test_a_tool_by_its_name() -> None:
    terminal = Terminal("calm", "five", "senses", first=AT_A_GLANCE)
    terminal.until(QUESTION)
    terminal.write("\n")
    terminal.until("light where you are")
    terminal.write("x")
    assert terminal.end().code == 0
    answer = process("calm", "sing")
    assert (answer.code, "paced-breathing" in answer.err) == (2, True)


def test_another_voice_is_made_ready_anew(tmp_path: Path) -> None:
    """What the old voice said is gone, and what is said is the same."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not here")
    there = house().open()
    calm_ready.make_ready(there)
    there.close()
    before = {path.name for path in (home().calm / "sounds").iterdir()}
    home().root.joinpath("settings.toml").write_text("[voice]\nwords_per_minute = 120\n")
    calm_ready.make_ready(slower := house())
    slower.close()
    after = {path.name for path in (home().calm / "sounds").iterdir()}
    assert len(before) == len(after) > 20
    assert before.isdisjoint(after)
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (home().calm / "sounds").iterdir())


def heard_within(recorded: Recorded, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if recorded.last_sound():
            return True
        time.sleep(0.02)
    return False


def envelope(samples: Samples) -> Samples:
    whole = samples[: len(samples) // 800 * 800]
    return np.sqrt(np.mean(np.square(whole.reshape(-1, 800)), axis=1))


@pytest.mark.devices
def test_heard_at_the_loudspeaker(virtual_audio: VirtualAudio) -> None:
    """What was made ready is what is heard, before a voice or a model is there; ^C is silence within a moment."""
    there = house().open()
    calm_ready.make_ready(there)
    there.close()
    ready = calm_ready.ready_sounds(there).get(opening.words().opening)
    assert ready is not None
    with virtual_audio.record_speaker() as recorded:
        child = subprocess.Popen(
            command("calm"), env=env(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert heard_within(recorded, 20)
        time.sleep(ready.seconds + 1.0)
        said = recorded.samples
        child.send_signal(signal.SIGINT)
        at = time.monotonic()
        out, _ = child.communicate(timeout=20)
    assert child.returncode == 130
    assert recorded.last_sound() - at < 0.5
    assert b"no loudspeaker" not in out
    begin = int(np.argmax(np.abs(said) > 0.003))
    wanted = at_rate(ready.samples, rate_hz=ready.rate_hz, wanted_hz=16_000)
    wanted = wanted[int(np.argmax(np.abs(wanted) > 0.003)) :]
    assert np.corrcoef(envelope(said[begin : begin + len(wanted)]), envelope(wanted))[0, 1] > 0.9


@pytest.mark.devices
def test_the_very_first_time(virtual_audio: VirtualAudio) -> None:
    """Nothing is ready yet: a soft tone at once, the words shown, and they are ready for the next time."""
    with virtual_audio.record_speaker() as recorded:
        child = subprocess.Popen(
            command("calm"), env=env(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert heard_within(recorded, 20)
        time.sleep(1.2)
        begin = int(np.argmax(np.abs(recorded.samples) > 0.003))
        tone = recorded.samples[begin + 4_000 : begin + 12_000]
        child.send_signal(signal.SIGTERM)
        out, _ = child.communicate(timeout=20)
    strongest = np.abs(np.fft.rfft(tone)).argmax() * 16_000 / len(tone)
    assert strongest == pytest.approx(174, abs=4)
    assert OPENING.encode() in out
    until = time.monotonic() + 30
    while not calm_ready.ready_sounds(house()).has(opening.words().opening):
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.devices
def test_a_number_said_aloud(virtual_audio: VirtualAudio) -> None:
    """It is understood without a key, and neither its sound nor its word is anywhere afterwards."""
    shutil.copytree(ROOT / "models" / "whisper-nano", home().models / "synthetic")
    terminal = Terminal("calm")
    terminal.until("Enter goes on without one")
    time.sleep(0.3)
    virtual_audio.say("seven")
    terminal.until("reath", seconds=60)
    terminal.write("x")
    ended = terminal.end()
    (use,) = used()
    assert isinstance(use["before"], int)
    assert "even" not in ended.out
    assert not home().recordings.exists()
    assert not home().spool.exists()
    assert not home().database.exists()
