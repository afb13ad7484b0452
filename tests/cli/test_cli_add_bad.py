"""`between add` with what is no reflection: one clear sentence each, and no entry text that nobody said."""

import os
import shutil
import struct
from pathlib import Path

import av
import numpy as np
import pytest
from command_line import between, command, entries, env, fill, home, process, rows, small_disk, sounds, transcode
from conftest import write_wav

from assistant.audio import Sound

NOISES = ("dog", "doing_the_dishes", "pink_noise", "rain", "running_tap", "snoring", "thunder", "typing")


def _silence(path: Path, *, seconds: float = 3.0, level: float = 0.0) -> Path:
    noise = np.random.default_rng(1).standard_normal(int(16_000 * seconds)).astype(np.float32)
    return write_wav(path, sound=Sound(noise * level, 16_000))


def _headless(path: Path) -> Path:
    path.write_bytes(b"RIFF" + struct.pack("<I", 36) + b"WAVE")
    return path


def _movie(path: Path) -> Path:
    """Pictures, and no sound."""
    with av.open(str(path), "w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            for packet in stream.encode(frame):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    return path


def _text(path: Path) -> Path:
    path.write_text("Dear diary,\n" * 40)
    return path


def _empty(path: Path) -> Path:
    path.touch()
    return path


BAD = {
    "text": (_text, "is not a sound file that can be read"),
    "empty": (_empty, "is empty"),
    "no sound in it": (_movie, "has no sound in it"),
    "header only": (_headless, ""),
    "digital silence": (_silence, "is silent, so there is nothing to keep"),
    "hiss of a closed microphone": (lambda path: _silence(path, level=0.0002), "is silent"),
    "missing": (lambda path: path, "There is no file"),
}


@pytest.mark.parametrize("kind", BAD)
def test_one_sentence_and_nothing_kept(tmp_path: Path, kind: str) -> None:
    """Named, so it is tried whatever it is called; exit code 1, no entry, no sound left behind."""
    make, told = BAD[kind]
    answer = between("add", make(tmp_path / "night.wav"))
    assert answer.code == 1
    said = answer.err.splitlines()[1:]  # the first says that no model is here
    assert len(said) == 1, said
    assert said[0].startswith(("“night.wav” ", "There is no file “night.wav”", "There is no sound in “night.wav”"))
    assert told in said[0]
    assert not entries()
    assert not sounds()


def test_an_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    answer = between("add", folder)
    assert answer.code == 0
    assert "There is no sound file in there." in answer.err


def test_nothing_named() -> None:
    assert between("add").code == 2


def test_a_name_that_is_no_utf8(spoken: Path, tmp_path: Path) -> None:
    """A card from an old recorder: the file is added, and its name shown as well as it can be."""
    name = os.fsdecode(b"caf\xe9.wav")
    shutil.copy(spoken / "walk.wav", tmp_path / name)
    shutil.copy(spoken / "walk.wav", tmp_path / name.replace("wav", "WAV"))
    answer = process("add", os.fspath(tmp_path))
    assert answer.code == 0, answer.err
    assert len(entries()) == 1
    assert "“caf\ufffd." in answer.err


def test_cut_off(spoken: Path, model: Path, tmp_path: Path) -> None:
    """What is readable is kept and written down, and the person is told that an end is missing."""
    whole = (spoken / "mother.wav").read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: len(whole) // 2])
    answer = between("add", tmp_path / "cut.wav")
    (entry,) = entries()
    assert answer.code == 0
    assert "cut" in answer.err
    assert entry.transcript is not None
    assert "sad" in entry.transcript.text.lower()


def test_cut_off_m4a(spoken: Path, tmp_path: Path) -> None:
    """Its index is at its end: nothing can be read, and that is said."""
    whole = transcode(spoken / "walk.wav", tmp_path / "a.m4a", codec="aac", rate_hz=44_100).read_bytes()
    (tmp_path / "cut.m4a").write_bytes(whole[: len(whole) // 2])
    answer = between("add", tmp_path / "cut.m4a")
    assert (answer.code, entries()) == (1, ())
    assert "was cut off" in answer.err


def test_noises_have_no_words(shared: Path, model: Path, tmp_path: Path) -> None:
    """Half a minute of each night's noise: kept as sound, and nothing is written down that nobody said."""
    for name in NOISES:
        _looped(shared / "data" / "noise" / f"{name}.wav", tmp_path / f"{name}.wav", seconds=30)
    answer = between("add", tmp_path)
    assert answer.code == 0, answer.err
    assert [e.state for e in entries()] == ["wordless"] * len(NOISES)
    assert rows("SELECT count(*) FROM utterances") == rows("SELECT count(*) FROM tags") == ((0,),)
    assert answer.err.count("No words were found") == len(NOISES)


def test_ten_minutes_of_rain(shared: Path, model: Path, tmp_path: Path) -> None:
    _looped(shared / "data" / "noise" / "rain.wav", tmp_path / "rain.wav", seconds=600)
    assert between("add", tmp_path / "rain.wav").code == 0
    assert [(e.state, e.recording and round(e.recording.seconds)) for e in entries()] == [("wordless", 600)]


def _looped(source: Path, target: Path, *, seconds: int) -> None:
    with av.open(str(source)) as file:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=16_000)
        frames = [out.to_ndarray()[0] for frame in file.decode(audio=0) for out in resampler.resample(frame)]
    samples = np.concatenate(frames)
    times = -(-seconds * 16_000 // len(samples))
    write_wav(target, sound=Sound(np.tile(samples, times)[: seconds * 16_000], 16_000))


def test_a_long_file_is_a_stream(tmp_path: Path) -> None:
    """Memory does not grow with the length: five minutes take no more than twenty seconds do."""
    peaks = [_peak_mb(tmp_path, seconds=seconds) for seconds in (20, 300)]
    assert peaks[1] - peaks[0] < 10, peaks
    assert len(entries()) == 2


def _peak_mb(folder: Path, *, seconds: int) -> float:
    """Of the process that adds a file of so many seconds; five minutes are 19 MB as samples."""
    tone = np.sin(np.arange(8_000 * seconds, dtype=np.float32) * 0.3) * 0.2
    path = write_wav(folder / f"{seconds}.wav", sound=Sound(tone, 8_000))
    pid = os.posix_spawn(command()[0], command("add", path), env())
    _, status, used = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return used.ru_maxrss / (1024 if os.uname().sysname == "Linux" else 1024 * 1024)


def test_a_full_disk(spoken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said in a sentence, nothing half kept; with room again the same command adds it."""
    with small_disk(tmp_path / "disk", kilobytes=2_000) as disk:
        monkeypatch.setenv("BETWEEN_HOME", str(disk / "home"))
        assert between("add", spoken / "walk.wav").code == 0
        filler = fill(disk, leave_kilobytes=4)

        answer = between("add", spoken / "mother.wav")

        assert answer.code == 1
        assert "The disk is full" in answer.err
        filler.unlink()
        assert (len(entries()), len(sounds())) == (1, 1)
        assert between("add", spoken / "mother.wav").code == 0
        assert len(entries()) == 2


def test_a_home_that_is_a_file(spoken: Path) -> None:
    home().root.write_text("mine")
    answer = between("add", spoken / "walk.wav")
    assert answer.code == 1
    assert "there is a file of that name" in answer.err
    assert home().root.read_text() == "mine"
