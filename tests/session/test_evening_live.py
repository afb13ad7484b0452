"""The evening as a person has it: espeak-ng speaks into a microphone, a loudspeaker answers, processes get killed."""

import fcntl
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import jiwer
import numpy as np
import psutil
import pytest
from live import LISTENING, ROOT, Live
from virtual_audio import VirtualAudio

from assistant.adapters.whisper.engine import WhisperTranscriber
from assistant.audio import SAMPLE_RATE, Samples

pytestmark = [pytest.mark.devices, pytest.mark.timeout(180)]

PHONE = "I put the phone down and made some tea first."
CALM = "After that I felt calm."


@pytest.fixture
def talk(tmp_path: Path, virtual_audio: VirtualAudio) -> Iterator[Callable[..., Live]]:
    begun: list[Live] = []

    def begin(**how: bool) -> Live:
        begun.append(Live(tmp_path / "home", virtual_audio, **how))
        return begun[-1]

    yield begin
    for live in begun:
        live.close()


def words(text: str) -> str:
    return " ".join(re.sub(r"[^a-z' ]", " ", text.lower()).split())


def heard_in(samples: Samples) -> str:
    """What the small model understands of a recording of the loudspeaker."""
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    cut = samples[max(0, loud[0] - 8000) : loud[-1] + 8000]
    model = WhisperTranscriber(ROOT / "models" / "whisper-nano")
    return words(model.transcribe(cut, hotwords=()).text)


def test_spoken_heard_asked_and_kept(talk: Callable[..., Live], virtual_audio: VirtualAudio) -> None:
    """Words go in by the microphone, they and their tags are in DuckDB, the question comes out of the loudspeaker."""
    live = talk()
    live.wait_for(LISTENING)
    virtual_audio.say(PHONE)
    with virtual_audio.record_speaker() as spoken:
        live.wait_for("?", within_s=40)
        while time.monotonic() - spoken.last_sound() > 1.0:  # until it begins
            time.sleep(0.02)
        while time.monotonic() - spoken.last_sound() < 1.0:  # until it has ended
            time.sleep(0.02)
    question = live.sql("SELECT text FROM asked")[0]["text"]
    assert live.sql("SELECT state FROM entries") == [{"state": "words"}]
    assert live.sql("SELECT count(*) AS n FROM current_tags")[0]["n"] > 0
    assert question in live.screen
    assert jiwer.wer(words(question), heard_in(spoken.samples)) <= 0.5

    virtual_audio.say(CALM)
    live.press(b"\x03")
    assert live.ended() == 130
    assert len(live.sql("SELECT number FROM entries")) == 2
    recordings = list((live.home / "recordings").glob("*.opus"))
    assert len(recordings) == 2
    assert {oct(r.stat().st_mode & 0o777) for r in recordings} == {"0o600"}
    assert list((live.home / "spool").glob("*.pcm")) == []


def test_enter_ends_a_turn(talk: Callable[..., Live], virtual_audio: VirtualAudio) -> None:
    """Enter is an end at once: the question comes without the wait for silence."""
    live = talk()
    live.wait_for(LISTENING)
    virtual_audio.say(PHONE)
    pressed = time.monotonic()
    live.press(b"\n")
    live.wait_for("?", within_s=20)
    assert time.monotonic() - pressed < 5.0  # the silence alone would be that long
    assert live.process.poll() is None


def test_killed_in_mid_talk(talk: Callable[..., Live], virtual_audio: VirtualAudio) -> None:
    """`kill -9` while somebody speaks: the next start says so, keeps it as an entry, and makes its words."""
    live = talk()
    live.wait_for(LISTENING)
    with virtual_audio.saying(f"{PHONE} {CALM} I went to bed early and the house was quiet."):
        time.sleep(4.0)
        live.kill()
    again = talk()
    again.wait_for("never finished", within_s=30)
    again.wait_for(LISTENING, within_s=40)
    again.press(b"\x03")
    again.ended()
    kept = again.sql("SELECT e.state, r.seconds FROM entries e JOIN recordings r ON r.entry = e.number")
    assert [k["state"] for k in kept] == ["words"]
    assert kept[0]["seconds"] > 3.0
    said = again.sql("SELECT text FROM current_utterances")
    assert "phone" in " ".join(u["text"] for u in said).lower()


def test_the_engine_of_the_voice_hangs(talk: Callable[..., Live], virtual_audio: VirtualAudio) -> None:
    """The question is on the screen with a word about the voice, and the evening listens on."""
    live = talk()
    live.wait_for(LISTENING)
    children = psutil.Process(live.process.pid).children(recursive=True)
    next(p for p in children if "worker.py" in str(p.cmdline())).suspend()
    virtual_audio.say(PHONE)
    live.wait_for("?", within_s=40)
    live.wait_for("My voice", within_s=20)
    time.sleep(0.5)
    virtual_audio.say(CALM)
    live.press(b"\n")
    live.wait_for("?", within_s=40, times=2)
    assert live.sql("SELECT count(*) AS n FROM entries") == [{"n": 2}]


def test_another_program_holds_the_journal(talk: Callable[..., Live], virtual_audio: VirtualAudio) -> None:
    """It is told, what was said is safe, and the next start adds it."""
    live = talk()
    live.wait_for(LISTENING)
    with (live.home / "journal.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        virtual_audio.say(PHONE)
        live.press(b"\n")
        live.wait_for("safe", within_s=40)
    live.press(b"\x03")
    live.ended()
    again = talk()
    again.wait_for(LISTENING, within_s=40)
    again.press(b"\x03")
    again.ended()
    assert again.sql("SELECT state FROM entries") == [{"state": "words"}]


def test_a_second_evening_at_once(talk: Callable[..., Live], virtual_audio: VirtualAudio) -> None:
    """One clear sentence, exit code 1, and the first goes on."""
    first = talk()
    first.wait_for(LISTENING)
    second = talk()
    assert second.ended(within_s=15) == 1
    time.sleep(0.2)
    assert f"process {first.process.pid}" in second.screen.replace("\r\n", " ")
    assert first.process.poll() is None


def test_unplugged_in_mid_sentence(talk: Callable[..., Live], virtual_audio: VirtualAudio) -> None:
    """What was said before is kept, the person is told, and listening goes on when a device is back."""
    live = talk()
    live.wait_for(LISTENING)
    virtual_audio.say(PHONE)
    virtual_audio.unplug_mic()
    live.wait_for("microphone", within_s=15)
    virtual_audio.plug_mic()
    live.wait_for("hear you again", within_s=20)
    virtual_audio.say(CALM)
    live.wait_for("?", within_s=40)
    said = " ".join(r["text"] for r in live.sql("SELECT text FROM utterances ORDER BY start_s")).lower()
    assert "phone" in said
    assert "after" in said


def test_sql_while_somebody_talks(talk: Callable[..., Live], virtual_audio: VirtualAudio) -> None:
    """`between sql` answers in the middle of an evening."""
    live = talk()
    live.wait_for(LISTENING)
    with virtual_audio.saying(f"{PHONE} {CALM}"):
        assert live.sql("SELECT count(*) AS n FROM entries") == [{"n": 0}]
    live.press(b"\x03")
    assert live.ended() == 130
    assert live.sql("SELECT count(*) AS n FROM entries") == [{"n": 1}]


def test_human_voices_with_no_model(
    talk: Callable[..., Live], virtual_audio: VirtualAudio, shared: Path, tmp_path: Path
) -> None:
    """Two real sentences with a pause between: one pending entry, whole, and a general question."""

    from assistant.adapters.sound_files import RecordingsFolder

    folder = shared / "data" / "speech" / "librispeech_test_other" / "1688"
    files = sorted(folder.glob("*.flac"))[2:4]
    sounds = [np.concatenate(list(RecordingsFolder(tmp_path).blocks(f))) for f in files]
    pause = np.zeros(2 * SAMPLE_RATE, np.float32)
    whole = np.concatenate([sounds[0], pause, sounds[1]])
    wav = tmp_path / "human.wav"
    _write(wav, whole)
    live = talk(model=False)
    live.wait_for("Fetch it now?")
    live.press(b"n\n")
    live.wait_for(LISTENING)
    virtual_audio.play_into_mic(wav)
    live.wait_for("?", within_s=40)
    live.press(b"\x03")
    live.ended()
    kept = live.sql("SELECT e.state, r.seconds FROM entries e JOIN recordings r ON r.entry = e.number")
    assert [k["state"] for k in kept] == ["pending"]
    assert kept[0]["seconds"] > len(whole) / SAMPLE_RATE


def _write(path: Path, samples: Samples) -> None:
    import wave

    from assistant.audio import to_pcm16

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(to_pcm16(samples))
