"""Files from elsewhere: what can be read is read, and what can't is told in one sentence."""

import os
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from voice_like import lag, voice_like

from assistant.adapters.sound_files import RecordingsFolder
from assistant.audio import SAMPLE_RATE, level_db
from assistant.errors import AssistantError

MakeFile = Callable[..., Path]


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "m4a", "ogg", "opus", "webm", "aiff", "mka"])
def test_every_kind_is_read_whole_and_in_time(kind: str, folder: RecordingsFolder, make_file: MakeFile) -> None:
    """Blocks of a second, 16 kHz, mono, of the right length; no word moved by more than 60 ms by an encoder."""
    said = voice_like(5.5)
    incoming = folder.blocks(make_file(kind, said))
    blocks = list(incoming)
    heard = np.concatenate(blocks)
    assert [len(b) for b in blocks[:5]] == [SAMPLE_RATE] * 5
    assert heard.dtype == np.float32
    assert incoming.seconds == pytest.approx(5.5, abs=0.1)
    assert abs(lag(heard[:80_000], said[:80_000], most=1_200)) <= 960
    assert incoming.notice == ""


def test_stereo_is_mixed_not_doubled(folder: RecordingsFolder, make_file: MakeFile) -> None:
    """Two channels of the same are as loud as one."""
    said = voice_like(2)
    heard = np.concatenate(list(folder.blocks(make_file("wav", said, channels=2))))
    assert len(heard) == pytest.approx(len(said), abs=2)
    assert level_db(heard) == pytest.approx(level_db(said), abs=3.1)


def test_the_same_recording_is_known_by_its_content(
    folder: RecordingsFolder, make_file: MakeFile, tmp_path: Path
) -> None:
    """Under another name, with other words in its header: the same hash. Other sound: another hash."""
    hashes = []
    for sound, title in ((voice_like(2), "one"), (voice_like(2), "two"), (voice_like(2) * 0.5, "one")):
        path = make_file("flac", sound, metadata={"title": title}).rename(tmp_path / f"{len(hashes)}.flac")
        incoming = folder.blocks(path)
        assert sum(len(block) for block in incoming) == 2 * SAMPLE_RATE
        hashes.append(incoming.origin_sha256)
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "ogg", "opus", "webm", "aiff", "mka"])
def test_a_file_cut_off_is_read_and_told(kind: str, folder: RecordingsFolder, make_file: MakeFile) -> None:
    """What was readable is all there, and can be kept; after it a sentence says that it is not everything."""
    path = make_file(kind, voice_like(20))
    os.truncate(path, path.stat().st_size * 6 // 10)
    incoming = folder.blocks(path)
    kept = folder.keep(incoming)
    assert 8 < kept.seconds < 16
    assert "cut off or damaged" in incoming.notice
    assert f"{kept.seconds:.0f} seconds" in incoming.notice


def test_an_m4a_cut_off_is_told(folder: RecordingsFolder, make_file: MakeFile) -> None:
    """Its index was at the end, so nothing can be read: that is said, instead of "no sound file"."""
    path = make_file("m4a", voice_like(5))
    os.truncate(path, path.stat().st_size * 6 // 10)
    with pytest.raises(AssistantError, match="was cut off"):
        folder.blocks(path)


def test_damage_in_the_middle_costs_only_itself(folder: RecordingsFolder, make_file: MakeFile) -> None:
    """Ten seconds with one of rubbish in the middle: the rest is heard, and the loss is told."""
    path = make_file("flac", voice_like(10))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    rubbish = np.random.default_rng(1).bytes(len(data) // 10)
    data[middle : middle + len(rubbish)] = rubbish
    path.write_bytes(data)
    incoming = folder.blocks(path)
    assert 8.0 < sum(len(b) for b in incoming) / SAMPLE_RATE < 9.7
    assert "cut off or damaged" in incoming.notice


BAD = {
    "text.wav": (b"This is no sound at all.\n" * 100, "not a sound file"),
    "letter.txt": (b"Dear diary, this is no sound at all.\n" * 100, "not a sound file"),
    "empty.wav": (b"", "is empty"),
    "short.wav": (b"RIFF", "not a sound file"),
    "zeros.mp3": (bytes(100_000), "no sound in it"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(500), "not a sound file"),
}


@pytest.mark.parametrize("name", BAD)
def test_no_sound_file_is_told(name: str, folder: RecordingsFolder, tmp_path: Path) -> None:
    """By name, at once, with something to do."""
    data, sentence = BAD[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(AssistantError, match=sentence) as told:
        folder.blocks(tmp_path / name)
    assert name in told.value.message
    assert told.value.hint


def test_a_header_without_sound_is_told(folder: RecordingsFolder, make_file: MakeFile) -> None:
    """A recorder that was started and stopped at once."""
    path = make_file("wav", voice_like(1))
    os.truncate(path, 78)
    with pytest.raises(AssistantError, match="no sound in"):
        list(folder.blocks(path))


def test_a_picture_without_sound_is_told(folder: RecordingsFolder, tmp_path: Path) -> None:
    """A video whose microphone was off."""
    import av

    with av.open(str(tmp_path / "v.mkv"), "w") as file:
        stream = file.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        for _ in range(5):
            file.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
        file.mux(stream.encode(None))
    with pytest.raises(AssistantError, match="has no sound in it"):
        folder.blocks(tmp_path / "v.mkv")


@pytest.mark.parametrize(
    ("name", "sentence"), [("absent.wav", "no file"), ("", "is a folder"), ("x" * 300, "be opened")]
)
def test_no_file_is_told(name: str, sentence: str, folder: RecordingsFolder, tmp_path: Path) -> None:
    """A wrong name and a folder each have their sentence, for the length as for the sound."""
    with pytest.raises(AssistantError, match=sentence):
        folder.blocks(tmp_path / name)
    with pytest.raises(AssistantError, match=sentence):
        folder.probe(tmp_path / name)


@pytest.mark.parametrize("name", ["2026-01-01 23:10.wav", "http:memo.wav", "con cat|b,c.wav", "naïve 漢字.wav"])
def test_any_name_will_do(name: str, folder: RecordingsFolder, make_file: MakeFile, tmp_path: Path) -> None:
    """A name that FFmpeg would take for an address is a name."""
    path = make_file("wav", voice_like(1)).rename(tmp_path / name)
    assert len(list(folder.blocks(path))) == 1


def test_a_name_that_is_no_text_will_do(folder: RecordingsFolder, make_file: MakeFile, tmp_path: Path) -> None:
    """Bytes from another system's alphabet: the file is read, and its name can be shown."""
    path = make_file("wav", voice_like(1))
    try:
        path = path.rename(tmp_path / os.fsdecode(b"caf\xe9.wav"))
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert len(list(folder.blocks(path))) == 1
    path.write_text("no sound")
    with pytest.raises(AssistantError) as told:
        folder.blocks(path)
    assert told.value.message.encode()


def test_a_playlist_reaches_no_network(folder: RecordingsFolder, tmp_path: Path) -> None:
    """FFmpeg would fetch what a playlist names: here nobody knocks at the door it names."""
    knocks = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1.0)
        port = server.getsockname()[1]

        def listen() -> None:
            try:
                knocks.append(server.accept()[1])
            except TimeoutError:
                return

        door = threading.Thread(target=listen)
        door.start()
        for name, text in {
            "a.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n",
            "b.ffconcat": f"ffconcat version 1.0\nfile http://127.0.0.1:{port}/a.wav\n",
            "c.sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {port} RTP/AVP 0\n",
        }.items():
            (tmp_path / name).write_text(text)
            with pytest.raises(AssistantError, match="not a sound file"):
                list(folder.blocks(tmp_path / name))
        door.join()
    assert knocks == []


def test_length_and_time_come_from_the_file(folder: RecordingsFolder, make_file: MakeFile) -> None:
    """A phone writes when it recorded; a copy's own time says less."""
    path = make_file("m4a", voice_like(4), metadata={"creation_time": "2026-03-04T22:15:00.000000Z"})
    os.utime(path, (1_000_000_000, 1_000_000_000))
    found = folder.probe(path)
    assert found.made_at == datetime(2026, 3, 4, 22, 15, tzinfo=UTC)
    assert found.made_at.tzinfo is UTC
    assert found.seconds == pytest.approx(4, abs=0.1)


@pytest.mark.parametrize("stated", [{}, {"creation_time": "1970-01-01T00:00:00.000000Z"}, {"date": "2019"}])
def test_a_time_that_says_nothing_is_not_believed(
    stated: dict[str, str], folder: RecordingsFolder, make_file: MakeFile
) -> None:
    """No time, a clock that was never set, a year alone: the file's last change speaks."""
    path = make_file("m4a", voice_like(1), metadata=stated)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert folder.probe(path).made_at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_the_odd_ones(folder: RecordingsFolder, shared: Path) -> None:
    """Silence, noise around silence, and a FLAC whose last packet does not decode: all are read to their ends."""
    odd = sorted(p for p in (shared / "data/speech/odd").iterdir() if p.name != "LICENSE")
    assert len(odd) >= 8
    for path in odd:
        stated = folder.probe(path).seconds
        incoming = folder.blocks(path)
        assert sum(len(b) for b in incoming) / SAMPLE_RATE == pytest.approx(stated, abs=0.05)
        assert incoming.notice == ""
