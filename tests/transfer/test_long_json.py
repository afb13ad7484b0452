"""A long JSON is read piece by piece, wherever the pieces of the file end."""

import io
import json

import pytest

from assistant.adapters.transfer import long_json
from assistant.adapters.transfer.long_json import NotJson, pieces, value

WHOLE = {"n": 12, "entries": [{"a": "ö🜁", "b": [1.5, -0.0]}, {"c": '"]}'}, {}], "none": [], "asked": [], "last": "z"}
LISTS = frozenset({"entries", "asked"})


@pytest.mark.parametrize("chunk", [1, 3, 7, 10_000])
@pytest.mark.parametrize("indent", [None, 2])
def test_each_item_and_its_place(chunk: int, indent: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Items come one by one, in order, and can be read again by the place they were at."""
    monkeypatch.setattr(long_json, "CHUNK", chunk)
    data = json.dumps(WHOLE, ensure_ascii=False, indent=indent).encode()
    found = list(pieces(io.BytesIO(data), by_items=LISTS))
    assert [piece.value for piece in found if piece.key == "entries"] == WHOLE["entries"]
    assert {piece.key: piece.value for piece in found if piece.key not in LISTS} == {"n": 12, "none": [], "last": "z"}
    assert all(value(data[piece.start : piece.start + piece.length]) == piece.value for piece in found)


def test_cut_off_anywhere() -> None:
    """It is never taken for a whole one."""
    data = json.dumps(WHOLE, ensure_ascii=False).encode()
    for length in range(len(data)):
        with pytest.raises(NotJson):
            list(pieces(io.BytesIO(data[:length]), by_items=LISTS))


@pytest.mark.parametrize(
    "data", [b"[]", b"{1: 2}", b'{"a": NaN}', b'{"a": 1} x', b'{"a": "\xff"}', b'{"a": ' + b"[" * 100_000, b'{"a" 1}']
)
def test_no_json(data: bytes) -> None:
    """What is none is told as such, and never as an error of Python's."""
    with pytest.raises(NotJson):
        list(pieces(io.BytesIO(data), by_items=LISTS))
