"""Sealed files: nothing in them can be read, moved, cut or changed unnoticed, and nothing that was written is lost."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.locking.sealed_format import PIECE, Unopenable
from assistant.adapters.locking.sealing import Sealing

KEY, OTHER = bytes(range(32)), bytes(32)
SECRET = b"I said no to my mother tonight. "
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
pieces = st.lists(st.binary(min_size=1, max_size=300), max_size=8)


def sealed(*, growing: list[bytes] | None = None, whole: bytes = b"") -> bytes:
    """What lies on the disk."""
    with _temporary() as file:
        writer = Sealing(KEY).writer(file)
        if growing is None:
            writer.write(whole)
            writer.finish()
        for piece in growing or ():
            writer.append(piece)
        return os.pread(file, 10_000_000, 0)


@contextmanager
def _temporary() -> Iterator[int]:
    file = os.memfd_create("sealed")
    try:
        yield file
    finally:
        os.close(file)


def opened(data: bytes, *, key: bytes = KEY) -> bytes:
    with Sealing(key).reader(BytesIO(data)) as file:
        return file.read()


def as_far_as_it_goes(data: bytes) -> bytes:
    with Sealing(KEY).growing(BytesIO(data)) as file:
        return file.read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 200_000])
def test_any_size_comes_back(size: int) -> None:
    data = os.urandom(size)
    on_disk = sealed(whole=data)
    assert opened(on_disk) == data
    assert size <= len(on_disk) <= size + 200


@few
@given(pieces)
def test_what_was_appended_comes_back(said: list[bytes]) -> None:
    """Piece by piece, without an end."""
    assert as_far_as_it_goes(sealed(growing=said)) == b"".join(said)


@few
@given(st.binary(min_size=1, max_size=2000), st.integers(0, 2100), st.integers(-1, 2100))
def test_any_place_of_it(data: bytes, start: int, count: int) -> None:
    """As a plain file does it, from any byte on."""
    plain, file = BytesIO(data), Sealing(KEY).reader(BytesIO(sealed(whole=data)))
    assert (plain.seek(start), plain.read(count)) == (file.seek(start), file.read(count))
    assert plain.seek(-1, os.SEEK_END) == file.seek(-1, os.SEEK_END)
    assert plain.read() == file.read()


def test_no_word_of_it_is_on_the_disk() -> None:
    """And the same words never look the same."""
    one, two = sealed(whole=SECRET * 100), sealed(whole=SECRET * 100)
    assert not any(SECRET[at : at + 6] in one for at in range(len(SECRET) - 6))
    assert one[100:] != two[100:]


@few
@given(st.data())
def test_any_changed_byte_of_a_whole_file_is_noticed(data: st.DataObject) -> None:
    """One bit anywhere, the beginning and the end included."""
    on_disk = bytearray(sealed(whole=SECRET * data.draw(st.integers(0, 20))))
    on_disk[data.draw(st.integers(0, len(on_disk) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Unopenable):
        opened(bytes(on_disk))


@few
@given(st.integers(0, 2000))
def test_a_whole_file_that_was_cut_is_refused(cut: int) -> None:
    """Whichever bytes are missing at its end."""
    on_disk = sealed(whole=SECRET * 50)
    with pytest.raises(Unopenable):
        opened(on_disk[: min(cut, len(on_disk) - 1)])


def test_a_cut_file_with_a_forged_end_is_refused() -> None:
    """A mark that says “the last piece” on one that was not."""
    on_disk = bytearray(sealed(whole=os.urandom(2 * PIECE)))
    first = on_disk.index((PIECE).to_bytes(4, "big"))
    cut = on_disk[: first + 8 + PIECE + 16]
    cut[first + 7] |= 1
    with pytest.raises(Unopenable):
        opened(bytes(cut))


@few
@given(pieces, st.integers(0, 3000))
def test_a_growing_file_that_was_cut_gives_all_before(said: list[bytes], cut: int) -> None:
    """As `kill -9` or a power cut leaves it: every whole piece, and nothing of the torn one."""
    on_disk = sealed(growing=said)
    cut = min(cut, len(on_disk))
    read = as_far_as_it_goes(on_disk[:cut]) if cut >= 12 else b""
    ends = [len(sealed(growing=said[:n])) for n in range(len(said) + 1)]
    whole = sum(end <= cut for end in ends) - 1
    assert read == b"".join(said[: max(0, whole)])


@few
@given(st.lists(st.binary(min_size=20, max_size=20), min_size=3, max_size=6), st.data())
def test_a_growing_file_never_gives_other_words(said: list[bytes], data: st.DataObject) -> None:
    """A changed byte makes silence of its piece, an end, or a refusal: never other sound, never another order."""
    on_disk = bytearray(sealed(growing=said))
    on_disk[data.draw(st.integers(0, len(on_disk) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        read = as_far_as_it_goes(bytes(on_disk))
    except Unopenable:
        return
    for number, piece in enumerate(said):
        there = read[number * 20 : number * 20 + 20]
        assert there == piece or not any(there)


def test_pieces_that_were_moved_repeated_or_left_out() -> None:
    """Each stands at its own place alone."""
    said = [bytes([n]) * 50 for n in (1, 2, 3)]
    on_disk = sealed(growing=said)
    start, size = len(sealed(growing=[])), 50 + 24
    one, two, three = (on_disk[start + n * size :][:size] for n in range(3))
    for order in ((two, one, three), (one, one, three), (one, three)):
        read = as_far_as_it_goes(on_disk[:start] + b"".join(order))
        assert read[:50] in (said[0], bytes(50))
        assert said[0] not in read[50:]
        assert all(read[at : at + 50] in (said[at // 50], bytes(50)) for at in range(0, len(read), 50))


def test_a_piece_of_another_file() -> None:
    """Of the same journal and the same place: it does not open here."""
    one, other = sealed(growing=[b"a" * 50]), sealed(growing=[b"b" * 50])
    start = len(sealed(growing=[]))
    assert as_far_as_it_goes(one[:start] + other[start:]) == bytes(50)


def test_another_key(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, with neither a key nor a word in it, and no trace of what was tried."""
    with pytest.raises(Unopenable, match="another key") as told:
        opened(sealed(whole=SECRET), key=OTHER)
    assert KEY.hex() not in repr(vars(told.value))
    assert told.value.__cause__ is None
    assert told.value.__context__ is None


def test_a_newer_version() -> None:
    on_disk = bytearray(sealed(whole=SECRET))
    on_disk[12] = 2
    with pytest.raises(Unopenable, match="newer Between"):
        opened(bytes(on_disk))


class FullAfter:
    """`os.write` on a disk that takes so many bytes more."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._write = os.write

    def __call__(self, file: int, data: bytes) -> int:
        if self.room == 0:
            raise OSError(28, "No space left on device")
        written = self._write(file, bytes(data)[: self.room])
        self.room -= written
        return written


@pytest.mark.parametrize("room", [0, 1, 8, 30])
def test_a_disk_that_fills_in_the_middle_of_a_piece(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The torn piece goes, the next has its place with a nonce of its own, and what was before and after is read."""
    with _temporary() as file:
        writer = Sealing(KEY).writer(file)
        writer.append(b"before")
        with monkeypatch.context() as full:
            full.setattr("os.write", FullAfter(room))
            with pytest.raises(OSError, match="space"):
                writer.append(b"what the disk does not take")
        before = os.fstat(file).st_size
        writer.append(b" and after")
        on_disk = os.pread(file, 10_000, 0)
    assert as_far_as_it_goes(on_disk) == b"before and after"
    assert on_disk[before + 4 : before + 8] == (2).to_bytes(4, "big"), "a second attempt has another nonce"
