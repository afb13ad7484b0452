"""What a sealed file looks like, written and read.

```
magic      12 bytes   no text in UTF-8 and no sound begins so
version    1 byte     1
           3 bytes    zero
envelope   4 bytes    its length
salt       32 bytes   random, of this file alone
envelope   …          in the clear: what another machine needs to make the key from a passphrase; mostly empty
proof      16 bytes   tag of an empty text: a wrong key and a damaged beginning are known at once
then pieces, each:
length     4 bytes    of the words or the sound in it, 1 to 64 KiB; 0 only in the last
mark       4 bytes    twice the attempts that failed before, and 1 more in the last piece of a finished file
data       length     AES-256-GCM
tag        16 bytes
```
Numbers are big-endian. The file's key is HKDF-SHA256 of the house's key with this salt, and with all before the proof
as its info, so that nothing of it can be changed. A nonce is the number of the piece (8 bytes, from 0; all ones for the
proof) and its mark: pieces that were moved, left out, repeated or brought from another file don't open, and a finished
file that was cut has no last piece (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).

A piece that the disk did not take whole is cut off again and written anew with another mark: no nonce serves twice.

A file that is still being written has no last piece. After a kill its last bytes may be torn; they are left out, and
all before is there. Bytes that are lost at the end of such a file can't be told from bytes that were never written.
"""

import logging
import os
import struct
from bisect import bisect_right
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from secrets import token_bytes
from typing import TYPE_CHECKING, BinaryIO

from assistant.adapters.locking.ciphers import KEY_BYTES, Cipher, NotAuthentic
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from typing_extensions import Buffer

log = logging.getLogger("between.locking")

MAGIC = b"\x89BETWEEN\r\n\x1a\0"
VERSION = 1
SALT, TAG = 32, 16
PIECE = 65_536
"""Bytes of a whole file in one piece."""
ENVELOPE = 65_536
"""More than this is no envelope of ours."""
_START = struct.Struct(f">{len(MAGIC)}sB3xI{SALT}s")
_HEAD = struct.Struct(">II")
_NONCE = struct.Struct(">QI")
_PROOF = _NONCE.pack(2**64 - 1, 2**32 - 1)
_LABEL = b"between: one sealed file\0"


class Unopenable(AssistantError):
    """A sealed file that is damaged, cut off, or of another key."""


class SealedWriter:
    """Seals what it is given into a new file that is open for writing; syncs and closes nothing. Raises OSError.

    After an OSError what was written before is whole, and writing may go on.
    """

    def __init__(self, file: int, *, key: bytes, envelope: bytes = b"") -> None:
        if len(envelope) > ENVELOPE:
            raise ValueError("too long an envelope")
        start = _START.pack(MAGIC, VERSION, len(envelope), token_bytes(SALT)) + envelope
        self._file = file
        self._cipher = _cipher(key, start)
        self._held = bytearray()
        self._number = 0
        self._failed = 0
        self._torn = False
        self._end = 0
        self.length = 0
        """Bytes of what was given that are in the file."""
        self._put(start + self._cipher.seal(b"", nonce=_PROOF))

    def append(self, data: bytes) -> None:
        """In the file when this returns, as a piece of its own; more than PIECE bytes as several."""
        for at in range(0, len(data), PIECE):
            self._piece(data[at : at + PIECE], last=0)

    def write(self, data: bytes) -> None:
        """Held back until there is enough for a piece."""
        self._held += data
        while len(self._held) > PIECE:
            self._piece(bytes(self._held[:PIECE]), last=0)
            del self._held[:PIECE]

    def finish(self) -> None:
        """What is held back and the mark of the end. Nothing can be written after it."""
        self._piece(bytes(self._held), last=1)
        self._held.clear()

    def _piece(self, data: bytes, *, last: int) -> None:
        mark = self._failed << 1 | last
        sealed = self._cipher.seal(data, nonce=_NONCE.pack(self._number, mark))
        self._failed += 1  # until it is known to be whole
        self._put(_HEAD.pack(len(data), mark) + sealed)
        self._number, self._failed, self.length = self._number + 1, 0, self.length + len(data)

    def _put(self, data: bytes) -> None:
        if self._torn:
            self._cut()
        self._torn = True
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            self._cut()
            raise
        self._torn = False
        self._end += len(data)

    def _cut(self) -> None:
        os.ftruncate(self._file, self._end)
        os.lseek(self._file, self._end, os.SEEK_SET)
        self._torn = False


class SealedReader(RawIOBase):
    """What is in a sealed file, at any place of it. Closes the file that it is given. Raises Unopenable.

    `growing`: a file without a last piece is read as far as it goes, and a piece of it that is damaged reads as zeros,
    which is silence. Otherwise the file must be finished and whole.
    """

    def __init__(self, file: BinaryIO, *, key: bytes, growing: bool = False) -> None:
        self._file = file
        self._growing = growing
        self._at = 0
        self._opened = (-1, b"")
        self.length = 0
        self.finished = False
        self._whole = True
        self._starts: list[int] = []
        self._places: list[int] = []
        """Of each piece, in the plain text and in the file."""
        start = _start(file)
        proof = file.read(TAG)
        if start is not None and len(proof) == TAG:
            self._cipher = _cipher(key, start)
            if _opens(self._cipher, _PROOF, proof) is None:
                raise _another_key()
            self._find_pieces(len(start) + TAG)
        elif not growing:
            raise _cut_off()

    def _find_pieces(self, place: int) -> None:
        size = self._file.seek(0, SEEK_END)
        while not self.finished and place + _HEAD.size + TAG <= size:
            length, mark = self._head(place)
            end = place + _HEAD.size + length + TAG
            if length > PIECE or (length == 0 and not mark & 1):
                self._whole = False
                break
            if end > size:
                break
            self._starts.append(self.length)
            self._places.append(place)
            self.length, self.finished, place = self.length + length, bool(mark & 1), end
        torn = size - place
        if torn > (0 if self.finished else _HEAD.size + PIECE + TAG):  # more than one piece that was not written whole
            raise _damaged()
        if not self._growing:
            if not self.finished:
                raise _cut_off()
            self._piece(len(self._places) - 1)  # an end may have been put on a file that was cut

    def _head(self, place: int) -> tuple[int, int]:
        self._file.seek(place)
        length, mark = _HEAD.unpack(self._file.read(_HEAD.size))
        return length, mark

    def _piece(self, number: int) -> bytes:
        if self._opened[0] != number:
            length, mark = self._head(self._places[number])
            data = _opens(self._cipher, _NONCE.pack(number, mark), self._file.read(length + TAG))
            if data is None:
                if not self._growing:
                    raise _damaged()
                log.warning("a piece of %d bytes in a sealed file is damaged", length)
                self._whole = False
                data = bytes(length)
            self._opened = (number, data)
        return self._opened[1]

    def need_whole(self) -> None:
        """Raises Unopenable where something of what was read until now was damaged, and not only cut off."""
        if not self._whole:
            raise _damaged()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        self._at = max(0, offset + {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self.length}[whence])
        return self._at

    def readinto(self, buffer: "Buffer", /) -> int:
        if self._at >= self.length:
            return 0
        number = bisect_right(self._starts, self._at) - 1
        rest = self._piece(number)[self._at - self._starts[number] :]
        into = memoryview(buffer).cast("B")
        count = min(len(into), len(rest))
        into[:count] = rest[:count]
        self._at += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def envelope_of(file: BinaryIO) -> bytes:
    """What lies in the clear at the beginning of a sealed file. Nobody has vouched for it yet."""
    start = _start(file)
    if start is None:
        raise _cut_off()
    return start[_START.size :]


def _start(file: BinaryIO) -> bytes | None:
    """All before the proof; None where the file ends in the middle of it."""
    fixed = file.read(_START.size)
    if len(fixed) < _START.size:
        return None
    magic, version, length, _ = _START.unpack(fixed)
    if magic != MAGIC or length > ENVELOPE:
        raise _damaged()
    if version != VERSION:
        raise Unopenable("A locked file was made by a newer Between.", "Update Between, then try again.")
    envelope = file.read(length)
    return fixed + envelope if len(envelope) == length else None


def _cipher(key: bytes, start: bytes) -> Cipher:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    salt = start[_START.size - SALT : _START.size]
    return Cipher(HKDF(SHA256(), length=KEY_BYTES, salt=salt, info=_LABEL + start).derive(key))


def _opens(cipher: Cipher, nonce: bytes, sealed: bytes) -> bytes | None:
    """None where it is not what was sealed under this key and number."""
    try:
        return cipher.unseal(sealed, nonce=nonce)
    except NotAuthentic:
        return None


def _another_key() -> Unopenable:
    return Unopenable(
        "A locked file was locked with another key, or its beginning is damaged.",
        "If it came from another journal, it opens with the passphrase of that one.",
    )


def _damaged() -> Unopenable:
    return Unopenable("A locked file is damaged, or was changed.", "If you have a copy of it, put that back.")


def _cut_off() -> Unopenable:
    return Unopenable("A locked file is cut off: its end is missing.", "If you have a copy of it, put that back.")
