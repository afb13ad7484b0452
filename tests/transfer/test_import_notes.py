"""What comes in from a folder of Markdown or text files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from foreign import NOW, read, row, words, write

OLD = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "text", "local"),
    [
        ("2026-11-20.md", "x", "2026-11-20 12:00"),
        ("2026_11_20.md", "x", "2026-11-20 12:00"),
        ("20261120.txt", "x", "2026-11-20 12:00"),
        ("2026-11-20 2245 Mother.md", "x", "2026-11-20 22:45"),
        ("202611202245 Mother.md", "x", "2026-11-20 22:45"),
        ("November 20th, 2026.md", "x", "2026-11-20 12:00"),
        ("2026/11/20.md", "x", "2026-11-20 12:00"),
        ("2026/11-November/20 Friday.md", "x", "2026-03-01 10:00"),
        ("a.md", "---\ndate: 2026-11-20 22:30\n---\nx", "2026-11-20 22:30"),
        ("2020-01-01.md", "---\nDate: 2026-11-20\ntime: '22:30'\n---\nx", "2026-11-20 22:30"),
        ("a.md", "---\ncreated: 2026-11-20T22:30:00-05:00\n---\nx", "2026-11-20 22:30"),
        ("a.md", "---\ncreated: 2026-11-20T21:30:00Z\n---\nx", "2026-11-20 22:30"),
        ("a.md", "x", "2026-03-01 10:00"),
        ("2026-02-31.md", "x", "2026-03-01 10:00"),
        ("2026-11-20.md", "---\ndate: nonsense\n---\nx", "2026-11-20 12:00"),
    ],
)
def test_when_it_was(tmp_path: Path, name: str, text: str, local: str) -> None:
    """What the note says of itself goes before its name, and that before the time of its file."""
    write(tmp_path / "other.md", "other", changed=OLD)
    write(tmp_path / name, text, changed=OLD)
    (found,) = [f for f in read(tmp_path, form="notes").found if f.place == name]
    assert f"{found.moment.local:%Y-%m-%d %H:%M}" == local


def test_a_day_without_an_hour(tmp_path: Path) -> None:
    """Its hour is the file's own where that was in the night of the day."""
    write(tmp_path / "2026-11-20.md", "x", changed=datetime(2026, 11, 21, 0, 10, tzinfo=UTC))
    (found,) = read(tmp_path).found
    assert f"{found.moment.local:%d %H:%M}" == "21 01:10"
    assert f"{row(found)['night']}" == "2026-11-20"


def test_what_it_says_of_itself(tmp_path: Path) -> None:
    """Its title comes first, its tags last, and neither twice."""
    front = "---\ntitle: Mother\ntags: [family, anger]\ndate: 2026-11-20\n---\n"
    write(tmp_path / "a.md", f"{front}I said no. #anger\n")
    write(tmp_path / "b.md", f"{front}# Mother\nI said no.\n")
    assert [words(f) for f in read(tmp_path).found] == [
        ["Mother", "I said no. #anger", "Tags: family"],
        ["# Mother", "I said no.", "Tags: family, anger"],
    ]


@pytest.mark.parametrize("front", ["---\n: [broken\n---\n", "---\n- a list\n---\n", "---\nnever closed\n", "----\n"])
def test_what_only_looks_like_front_matter(tmp_path: Path, front: str) -> None:
    """It is words: none is lost."""
    (found,) = read(write(tmp_path / "2026-11-20.md", f"{front}I said no.\n")).found
    assert "I said no." in " ".join(words(found))
    assert front.strip("-\n: [") in " ".join(words(found))


@pytest.mark.parametrize(
    ("data", "said", "guessed"),
    [
        ("Café ☕".encode(), "Café ☕", False),
        (b"\xef\xbb\xbf" + "Café".encode(), "Café", False),
        ("Café ☕".encode("utf-16"), "Café ☕", False),
        (b"\xfe\xff" + "Café".encode("utf-16-be"), "Café", False),
        (b"one\r\n\r\ntwo\rthree.", "one two three.", False),
        ("Café … “no”".encode("cp1252"), "Café … “no”", True),
        ("Café é é ".encode() + b"\xe9", "Café é é \ufffd", True),
    ],
)
def test_its_encoding(tmp_path: Path, data: bytes, said: str, guessed: bool) -> None:
    """UTF-8 and UTF-16 by their marks; what is neither is read as Windows wrote it, or in parts, with a word."""
    parcel = read(write(tmp_path / "2026-11-20.md", data))
    (found,) = parcel.found
    assert " ".join(words(found)) == said
    assert any("guessed at" in notice for notice in parcel.notices) is guessed


def test_what_is_left_out(tmp_path: Path) -> None:
    """Hidden folders once, links, what is no text, what is empty or no entry: each with its reason."""
    write(tmp_path / "2026-11-20.md", "I said no.")
    write(tmp_path / ".obsidian" / "a.md", "x")
    write(tmp_path / ".obsidian" / "b.md", "x")
    write(tmp_path / "logseq" / "config.edn", "{}")
    write(tmp_path / "logseq" / "bak" / "2026-11-19.md", "an old version")
    write(tmp_path / "photo.JPG", b"\xff\xd8")
    write(tmp_path / "voice.m4a", b"x")
    write(tmp_path / "empty.md", "")
    write(tmp_path / "binary.md", bytes(range(256)))
    write(tmp_path / "huge.md", "x" * (5 * 2**20))
    write(tmp_path / "unset.md", "x", changed=datetime(1970, 1, 1, tzinfo=UTC))
    write(tmp_path / "future.md", "x", changed=NOW.replace(year=2028))
    (tmp_path / "link.md").symlink_to("/etc/hostname")
    (tmp_path / "notes").symlink_to("/etc")
    parcel = read(tmp_path)
    assert [f.place for f in parcel.found] == ["2026-11-20.md"]
    assert {left.what: left.why for left in parcel.left_out} == {
        ".obsidian/": "hidden, or a link",
        "logseq/": "hidden, or a link",
        "notes/": "hidden, or a link",
        "link.md": "hidden, or a link",
        "photo.JPG": "a picture, which Between does not keep",
        "voice.m4a": "a recording: `between add` brings it in",
        "empty.md": "empty",
        "binary.md": "no text, or in an encoding that is not known",
        "huge.md": "larger than 4 MB, which is no entry",
        "unset.md": "dated 1970, which is what a clock says that was never set",
        "future.md": "dated in the future",
    }


def test_a_night_that_between_wrote_out(tmp_path: Path) -> None:
    """It is here already, with all that was heard in it, or comes back whole from the JSON."""
    front = "---\nnight: 2026-11-20\nentries:\n- at: '22:30'\n  uid: 0123456789abcdef0123456789abcdef\n---\n"
    parcel = read(write(tmp_path / "2026-11-20.md", f"{front}# Friday\n\nI said no.\n"))
    assert (len(parcel.found), len(parcel.left_out)) == (0, 1)
    assert "its own JSON" in parcel.left_out[0].why


def test_undated_files_are_told(tmp_path: Path) -> None:
    """The time of a file is worth less than a date, and the person knows it."""
    write(tmp_path / "a.md", "x", changed=OLD)
    write(tmp_path / "b.txt", "y", changed=OLD)
    assert read(tmp_path).notices == (
        "2 files have no date inside or in the name: the time of the last change stands for it.",
    )


def test_one_file(tmp_path: Path) -> None:
    """Whatever its name ends in."""
    (found,) = read(write(tmp_path / "2026-11-20 diary", "I said no.")).found
    assert words(found) == ["I said no."]
