"""What comes in from jrnl."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from foreign import jrnl_entry, jrnl_json, read, row, words, write

from assistant.errors import AssistantError

TEXT = """[2026-11-20 10:30:00 PM] I said no to mother. *
Then I felt calm. @family

[2026-07-01 01:00:00 AM] A short night that went on much longer than
it should have. I thought of her, and of the letter that I never sent to
Anna.
but this line is my own
and so is this
[2020-01-01] is only a remark.
"""


def test_its_json(tmp_path: Path) -> None:
    """Title and body are its words, at the moment of its wall clock in this machine's zone."""
    parcel = read(jrnl_json(tmp_path, jrnl_entry("I said no.", "I felt calm.\n\nThen I slept.")))
    (found,) = parcel.found
    assert parcel.program == "jrnl"
    assert words(found) == ["I said no.", "I felt calm.", "Then I slept."]
    assert (found.moment.utc, found.moment.zone) == (datetime(2026, 11, 20, 21, 30, tzinfo=UTC), "Europe/Paris")
    assert row(found)["source"] == "import"


def test_its_text(tmp_path: Path) -> None:
    """Heads with a moment begin an entry, a date inside a text does not; broken lines are whole again."""
    parcel = read(write(tmp_path / "diary", TEXT))
    assert [words(f) for f in parcel.found] == [
        ["I said no to mother.", "Then I felt calm. @family"],
        [
            "A short night that went on much longer than it should have. I thought of her, and of the letter that "
            "I never sent to Anna.",
            "but this line is my own",
            "and so is this",
            "[2020-01-01] is only a remark.",
        ],
    ]
    assert [row(f)["night"] for f in parcel.found] == [date(2026, 11, 20), date(2026, 6, 30)]
    assert [left.why for left in parcel.left_out] == [
        "the star of an entry that comes in, since Between has no stars",
    ]


def test_a_head_that_is_none(tmp_path: Path) -> None:
    """Its words come in with the entry before, and that is told."""
    text = "[2026-09-01 10:30] I slept.\n\n[2026-09-02 22:30:15 PM] I said no.\n"
    parcel = read(write(tmp_path / "diary", text))
    assert len(parcel.found) == 1
    assert "I said no." in " ".join(words(parcel.found[0]))
    assert ["that I can't read" in left.why for left in parcel.left_out] == [True]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_its_text_from_elsewhere(tmp_path: Path, end: str) -> None:
    """Whatever a line ends with there."""
    parcel = read(write(tmp_path / "diary", TEXT.replace("\n", end)))
    assert [f.uid for f in parcel.found] == [f.uid for f in read(write(tmp_path / "here", TEXT)).found]


def test_its_text_of_years_ago(tmp_path: Path) -> None:
    """Its first versions wrote the moment without brackets."""
    (found,) = read(write(tmp_path / "old.txt", "2012-03-29 09:00 Called in sick.\nI cleaned the house.\n")).found
    assert words(found) == ["Called in sick.", "I cleaned the house."]


def test_an_encoding_that_was_guessed(tmp_path: Path) -> None:
    """It is told."""
    (found,) = (parcel := read(write(tmp_path / "diary", "[2026-11-20 22:30] Café.".encode("cp1252")))).found
    assert words(found) == ["Café."]
    assert "guessed at" in parcel.notices[0]


def test_its_folder(tmp_path: Path) -> None:
    """A file for each day, below year and month."""
    for day in ("19", "20"):
        write(tmp_path / "2026" / "11" / f"{day}.txt", f"[2026-11-{day} 22:30] Day {day}.\n")
    parcel = read(tmp_path)
    assert parcel.program == "jrnl"
    assert [f.moment.local.day for f in parcel.found] == [19, 20]


def test_the_same_entry_in_json_and_text(tmp_path: Path) -> None:
    """However it is exported, and in whatever order, an entry has one name."""
    entries = [jrnl_entry("I said no.", "I felt calm."), jrnl_entry("Slept.", at="2026-11-21 23:00")]
    in_json = read(jrnl_json(tmp_path, *reversed(entries))).found
    text = "[2026-11-20 10:30:41 PM] I said no. I felt calm.\n\n[2026-11-21 11:00:00 PM] Slept.\n"
    in_text = read(write(tmp_path / "diary.txt", text)).found
    assert {f.uid for f in in_json} == {f.uid for f in in_text}


def test_what_is_no_entry_is_listed(tmp_path: Path) -> None:
    """No date, none that a calendar has, nothing in it, next year, a clock that was never set: each with its reason."""
    good = jrnl_entry("I said no.")
    bad = [
        jrnl_entry("x", at="2026-02-31 22:30"),
        jrnl_entry("x", at="last night"),
        jrnl_entry(" ", "\n"),
        jrnl_entry("x", at="2027-12-01 10:00"),
        jrnl_entry("x", at="1970-01-01 00:00"),
        jrnl_entry("x", at="0001-01-01 00:00"),
        {**good, "date": 20261120},
        {"title": "x", "body": None},
        "no entry at all",
        None,
    ]
    parcel = read(jrnl_json(tmp_path, good, *bad))
    assert len(parcel.found) == 1
    assert len(parcel.left_out) == len(bad)
    assert {left.why for left in parcel.left_out} == {
        "without a date that can be read",
        "empty",
        "dated in the future",
        "dated before 1900",
        "dated 1970, which is what a clock says that was never set",
    }


def test_words_before_the_first_head(tmp_path: Path) -> None:
    """They are listed, and not lost in silence."""
    parcel = read(write(tmp_path / "diary.txt", f"A preface.\n{TEXT}"), form="jrnl")
    assert len(parcel.found) == 2
    assert ("diary.txt, its beginning", "without a date that can be read") in [
        (left.what, left.why) for left in parcel.left_out
    ]


@pytest.mark.parametrize("stamp", ["2026-11-20 22:30", "2026-11-20 10:30 PM", "20.11.2026", "2026/11/20 22:30:10"])
def test_only_moments_begin_an_entry(tmp_path: Path, stamp: str) -> None:
    """A day without an hour begins none."""
    parcel = read(write(tmp_path / "diary.txt", f"[{stamp}] Slept.\n"), form="jrnl")
    assert len(parcel.found) == (":" in stamp)


def test_locked_with_a_password(tmp_path: Path) -> None:
    """One sentence, and how to open it."""
    with pytest.raises(AssistantError, match="locked with a password") as told:
        read(write(tmp_path / "diary.txt", "gAAAAABl" + "x" * 400))
    assert "jrnl --decrypt" in told.value.hint
