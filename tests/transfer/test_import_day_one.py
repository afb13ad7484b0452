"""What comes in from Day One."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from foreign import day_one_entry, day_one_json, day_one_zip, read, row, words, write

from assistant.errors import AssistantError


def test_its_words(tmp_path: Path) -> None:
    """Without its marks before single signs and its links to pictures; the title is the first line."""
    text = "# Mother\n\nI said no\\. It cost 2 \\- 3 hours\\!\n\n![](dayone-moment://ABC)\n\nThen I slept\\."
    parcel = read(day_one_zip(tmp_path, day_one_entry(text, tags=["family", "slept"])))
    (found,) = parcel.found
    assert parcel.program == "Day One"
    assert words(found) == ["# Mother", "I said no. It cost 2 - 3 hours!", "Then I slept.", "Tags: family, slept"]


def test_the_clock_on_their_wall(tmp_path: Path) -> None:
    """The night is told by the zone it was written in, not by this machine's."""
    written = day_one_entry("x", creationDate="2026-11-20T14:30:00Z", timeZone="Pacific/Auckland")
    (found,) = read(day_one_zip(tmp_path, written)).found
    assert f"{found.moment.local:%d %H:%M} {found.moment.zone}" == "21 03:30 Pacific/Auckland"
    assert f"{row(found)['night']}" == "2026-11-20"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "", "/etc/localtime", None, 7, "\0", "a" * 300])
def test_a_zone_that_is_none(tmp_path: Path, zone: object) -> None:
    """Then it is this machine's."""
    (found,) = read(day_one_zip(tmp_path, day_one_entry("x", timeZone=zone))).found
    assert (found.moment.utc, found.moment.zone) == (datetime(2026, 11, 20, 22, 30, tzinfo=UTC), "Europe/Paris")


def test_a_sound_is_an_entry_of_its_own(tmp_path: Path) -> None:
    """At the moment of the words beside it; one that is not in the export is listed."""
    audios = [{"identifier": "A1", "md5": "aa", "format": "aac"}, {"identifier": "A2", "md5": "gone"}]
    written = day_one_entry("I said no.\n![](dayone-moment:/audio/A1)", audios=audios)
    only_sound = day_one_entry("![](dayone-moment:/audio/A3)", uuid="B", audios=[{"identifier": "A3", "md5": "bb"}])
    files = {"audios/aa.m4a": b"sound", "audios/bb.m4a": b"sound"}
    parcel = read(day_one_zip(tmp_path, written, only_sound, files=files))
    assert [(f.place, f.has_sound) for f in parcel.found] == [
        ("Journal.json, entry 1", False),
        ("Journal.json, entry 1, sound 1", True),
        ("Journal.json, entry 2, sound 1", True),
    ]
    assert len({f.moment for f in parcel.found}) == 1
    assert [(left.what, left.why) for left in parcel.left_out] == [
        ("Journal.json, entry 1, sound 2", "a recording that is not in the export"),
    ]


def test_what_is_not_kept_is_listed(tmp_path: Path) -> None:
    """Pictures, films, PDFs, stars, places and weather."""
    more = {
        "photos": [{"md5": "a"}, {"md5": "b"}],
        "videos": [{}],
        "pdfAttachments": [{}],
        "starred": True,
        "weather": {"code": "fair"},
    }
    parcel = read(day_one_zip(tmp_path, day_one_entry("I said no.", **more)))
    assert len(parcel.found) == 1
    assert sorted(left.why for left in parcel.left_out) == [
        "a PDF, which Between does not keep",
        "a film, which Between does not keep",
        "a picture, which Between does not keep",
        "a picture, which Between does not keep",
        "the place, the weather and the like of an entry that comes in",
        "the star of an entry that comes in, since Between has no stars",
    ]


def test_several_journals_unpacked_or_packed_again(tmp_path: Path) -> None:
    """Each JSON is a journal; a folder and the ZIP of a folder are read as the ZIP of Day One is."""
    write(tmp_path / "out" / "Work.json", day_one_json(day_one_entry("one", uuid="1")))
    write(tmp_path / "out" / "Home.json", day_one_json(day_one_entry("two", uuid="2", audios=[{"md5": "x"}])))
    write(tmp_path / "out" / "audios" / "x.m4a", b"sound")
    unpacked = read(tmp_path / "out")
    below = read(tmp_path)
    assert sorted(f.place for f in unpacked.found) == [
        "Home.json, entry 1",
        "Home.json, entry 1, sound 1",
        "Work.json, entry 1",
    ]
    assert len(below.found) == 3
    assert unpacked.program == below.program == "Day One"


def test_words_as_rich_text_alone(tmp_path: Path) -> None:
    """Some exports have no plain text."""
    rich = json.dumps({"contents": [{"text": "I said "}, {"embeddedObjects": []}, {"text": "no.\n"}]})
    (found,) = read(day_one_zip(tmp_path, {**day_one_entry(""), "richText": rich})).found
    assert words(found) == ["I said no."]


@pytest.mark.parametrize("date", [1605911400, None, "", "yesterday", "2026-13-01T00:00:00Z", [], {}, True])
def test_a_date_that_is_none(tmp_path: Path, date: object) -> None:
    """It is listed; the others come in."""
    parcel = read(day_one_zip(tmp_path, day_one_entry("one", creationDate=date), day_one_entry("two", uuid="2")))
    assert len(parcel.found) == 1
    assert [left.why for left in parcel.left_out] == ["without a date that can be read"]


def test_a_json_of_another_kind(tmp_path: Path) -> None:
    """One sentence for a list, a number of things, and JSON that is cut off."""
    for data in (b"[]", b'{"a": NaN}', b'[{"title": "x"}]', day_one_json(day_one_entry("x"))[:-5], b"[[[[" * 50_000):
        with pytest.raises(AssistantError, match="JSON"):
            read(write(tmp_path / "a.json", data))
