"""`between retag` and `between tagger report`: a newer tagger over old entries, and how each version did."""

import functools
import json
import signal
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from command_line import Answer, Terminal, between, command, entries, env, house, rows

from assistant.adapters.store import DuckDBJournal
from assistant.adapters.tagger import Tagger
from assistant.journal import Entry, Evidence, Mark, Measure, Moment, Reading, Tag, Transcript, Utterance, night_of

PROUD = Tag("emotion", "joy", "said", 0.9, Evidence(0, 0, 12, "I felt proud"), "rule:old")
NOW = datetime.now(UTC)


def keep(text: str, *, days_ago: int = 0, tagger: str = "old 1", safety: str = "none") -> Entry:
    """Read by an older tagger; not at all where `tagger` is empty."""
    moment = Moment(NOW - timedelta(days=days_ago), 0, "Etc/UTC")
    transcript = Transcript((Utterance(text),), "keyboard", "")
    entry = house().journal.keep(Entry(uuid4().hex, moment, night_of(moment), "type", "words", transcript))
    if tagger:
        house().journal.add_reading(entry, Reading((PROUD,), safety, None, "", tagger))  # type: ignore[arg-type]
    return entry


def read_by() -> list[tuple[int, str]]:
    """Every reading ever made, in the order in which they were made."""
    return list(rows("SELECT entry, tagger FROM readings ORDER BY made_utc, entry"))  # type: ignore[arg-type]


@functools.cache
def version() -> str:
    return house().tagger().version


def test_all_of_another_version() -> None:
    """Oldest first, unread ones too; what was read is history, and nothing is read twice."""
    keep("I felt proud.")
    keep("I felt calm.", days_ago=3)
    keep("I felt sad.", days_ago=1, tagger="")
    answer = between("retag")
    assert answer == Answer(0, "", "3 entries were read again.\n")
    assert read_by()[-3:] == [(2, version()), (3, version()), (1, version())]
    assert rows("SELECT entry, label FROM current_tags ORDER BY entry") == ((1, "pride"), (2, "calm"), (3, "sadness"))
    assert rows("SELECT count(*) FROM tags WHERE label = 'joy'") == ((2,),)
    assert "nothing to read again" in between("retag").err
    assert len(read_by()) == 5


def test_words_made_again_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """By another process: what was read of the earlier words is history, and the next run reads the new ones."""
    entry = keep("I felt proud.", tagger="")
    read = Tagger.read

    def meanwhile(tagger: Tagger, texts: Sequence[str]) -> Reading:
        if entries()[0].transcript == entry.transcript:
            house().journal.add_transcript(entry.uid, Transcript((Utterance("So I felt calm."),), "keyboard", ""))
        return read(tagger, texts)

    monkeypatch.setattr(Tagger, "read", meanwhile)
    between("retag")
    assert rows("SELECT label, evidence FROM current_tags") == ()
    assert rows("SELECT label, transcript_version FROM tags JOIN readings USING (entry, version)") == (("pride", 1),)
    assert between("retag").err == "1 entry was read again.\n"
    assert rows("SELECT label, evidence FROM current_tags") == (("calm", "So I felt calm"),)
    (said,) = entries()
    assert said.transcript is not None
    (tag,) = house().journal.readings([said.uid])[said.uid].tags
    assert said.transcript.text[tag.evidence.start : tag.evidence.end] == tag.evidence.text


def test_one_entry() -> None:
    keep("I felt proud.")
    keep("I felt calm.")
    assert between("retag", "2").err == "1 entry was read again.\n"
    assert rows("SELECT entry, label FROM current_tags ORDER BY entry") == ((1, "joy"), (2, "calm"))
    assert "was read by this version already" in between("retag", "last").err
    assert between("retag", "7").code == 1
    assert between("retag", "everything").code == 2


def test_an_entry_without_words() -> None:
    """It is told why there is nothing to read."""
    moment = Moment(NOW, 0, "Etc/UTC")
    house().open().journal.keep(Entry(uuid4().hex, moment, night_of(moment), "talk", "pending"))
    answer = between("retag", "1")
    assert answer.code == 0
    assert "still has to get its words" in answer.err
    assert between("correct", "1").code == 1


def test_corrections_outlive_it() -> None:
    """What was said to be wrong does not come back, and what was missed stays."""
    keep("I felt proud and I was sad.")
    between("correct", stdin=b"hope\nboredom\nsad\n")
    between("retag")
    assert set(rows("SELECT label, made_by FROM current_tags WHERE made_by = 'you'")) == {
        ("hope", "you"),
        ("boredom", "you"),
    }
    assert "joy" not in {label for (label,) in rows("SELECT label FROM current_tags")}


KILLED = """
import os, signal
from assistant.adapters.tagger import Tagger
read, left = Tagger.read, [2]
def reads(self, texts):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.{signal})
    return read(self, texts)
Tagger.read = reads
"""


@pytest.mark.parametrize(("name", "code"), [("SIGKILL", -signal.SIGKILL), ("SIGINT", 130)])
def test_ended_in_the_middle(name: str, code: int) -> None:
    """What was read is stored, what was not is as it was; the next run goes on there."""
    for days in range(4):
        keep("I felt proud.", days_ago=days)
    ended = subprocess.run(
        command("retag", first=KILLED.format(signal=name)), env=env(), capture_output=True, check=False
    )
    assert ended.returncode == code
    assert rows("SELECT entry FROM current_tags WHERE label = 'pride' ORDER BY entry") == ((3,), (4,))
    assert rows("SELECT count(*) FROM current_tags WHERE label = 'joy'") == ((2,),)
    if name == "SIGINT":
        assert b"goes on from here" in ended.stderr
    assert between("retag").err == "2 entries were read again.\n"
    assert len(read_by()) == 8


def test_two_at_once() -> None:
    """Both end well, and every entry is read."""
    for days in range(6):
        keep("I felt proud.", days_ago=days)
    running = [subprocess.Popen(command("retag"), env=env(), stderr=subprocess.PIPE) for _ in range(2)]
    assert [one.communicate(timeout=90) and one.returncode for one in running] == [0, 0]
    assert rows("SELECT count(*) FROM current_tags WHERE label = 'pride'") == ((6,),)
    assert len(entries()) == 6


def test_a_bar_at_a_terminal() -> None:
    keep("I felt proud.")
    answer = Terminal("retag").end()
    assert answer.code == 0
    assert "Reading again" in answer.out
    assert "1 entry was read again." in answer.out


CRISIS = "I want to kill myself tonight."


@pytest.mark.parametrize(
    ("days_ago", "tagger", "safety", "answered"),
    [
        (400, "", "none", True),
        (2, "old 1", "none", True),
        (2, "old 1", "concern", True),
        (2, "old 1", "crisis", False),
        (400, "old 1", "none", False),
    ],
    ids=["never read", "missed lately", "taken too lightly", "answered then", "missed long ago"],
)
def test_danger_that_is_heard_only_now(days_ago: int, tagger: str, safety: str, answered: bool) -> None:
    """It is answered where nobody answered it when it was said; of an old entry it is only stored."""
    keep(CRISIS, days_ago=days_ago, tagger=tagger, safety=safety)
    answer = between("retag")
    assert answer.code == 0
    assert ("emergency number" in answer.out) == answered
    assert rows("SELECT safety FROM readings ORDER BY version DESC LIMIT 1") == (("crisis",),)


def test_danger_heard_by_correct() -> None:
    """Which reads what was never read."""
    keep(CRISIS, tagger="")
    answer = between("correct")
    assert answer.code == 0
    assert "emergency number" in answer.out


def test_without_the_tagger(broken_tagger: Path) -> None:
    """What is typed is kept and waits; `show` says so, and once the tagger is back it is read."""
    (broken_tagger / "lists.toml").rename(broken_tagger / "away")
    typed = between("type", stdin=b"I felt proud.")
    assert typed.code == 0
    assert "Your words are kept." in typed.err
    assert rows("SELECT reading_version FROM entries") == ((0,),)
    shown = between("show")
    assert shown.code == 0
    assert "not read for feelings and doings yet. `between retag` does it." in shown.out
    again = between("retag")
    assert (again.code, again.out) == (1, "")
    assert "lists.toml" in again.err
    (broken_tagger / "away").rename(broken_tagger / "lists.toml")
    assert between("retag").err == "1 entry was read again.\n"
    assert "pride" in between("show").out


def test_of_another_version(broken_tagger: Path) -> None:
    """Files of another form are told in a sentence, and the entry stays."""
    keep("I felt proud.")
    lists = broken_tagger / "lists.toml"
    lists.write_text(lists.read_text("utf-8").replace("format = 1", "format = 99"), "utf-8")
    answer = between("retag")
    assert answer.code != 0
    assert "of another version" in answer.err
    assert rows("SELECT label FROM current_tags") == (("joy",),)


@pytest.mark.parametrize(
    ("untagged", "told"),
    [
        ("no_words", "There were no words to tag in it"),
        ("other_language", "These words seem to be in another language than English, so nothing was tagged."),
        ("loop", "goes in circles, so nothing was tagged."),
    ],
)
def test_why_nothing_was_tagged(untagged: str, told: str) -> None:
    """In a plain sentence, and in JSON."""
    entry = keep("um", tagger="")
    house().journal.add_reading(entry, Reading((), "none", None, "", version(), untagged=untagged))  # type: ignore[arg-type]
    assert told in between("show").out
    assert json.loads(between("show", "--json").out)[0]["reading"]["untagged"] == untagged


@pytest.mark.parametrize(
    ("lower_s", "upper_s", "told"),
    [
        (45, 45, "45 s"),
        (600, 600, "10 min"),
        (60, 5_400, "1 min to 90 min"),
        (10_800, 10_800, "3 h"),
        (172_800, float("inf"), "at least 2 days"),
        (0, 300, "up to 5 min"),
    ],
)
def test_how_long_they_waited(lower_s: float, upper_s: float, told: str) -> None:
    """As people say it, with the words for it."""
    entry = keep("I put the phone down.", tagger="")
    pause = Measure("pause", "", lower_s, upper_s, Evidence(0, 0, 20, "I put the phone down"), "rule:pause")
    noticed = Measure("catch_point", "just_after", 0, 0, Evidence(0, 0, 1, "I"), "rule:after")
    house().journal.add_reading(entry, Reading((), "none", None, "", version(), (pause, noticed)))
    shown = [" ".join(line.split()) for line in between("show").out.splitlines()]
    assert f"waited {told} “I put the phone down”" in shown
    assert "caught just after “I”" in shown
    json.loads(between("show", "--json").out)


def test_no_report_yet() -> None:
    """An honest sentence, and an empty list."""
    keep("I felt proud.")
    answer = between("tagger", "report")
    assert (answer.code, answer.err) == (0, "")
    assert "You have said nothing of its tags yet." in answer.out
    (mark,) = json.loads(between("tagger", "report", "--json").out)
    assert [mark[key] for key in ("said", "right", "wrong", "missed")] == [1, 0, 0, 0]


def test_a_report_of_few() -> None:
    """Per version and label; and that it is too few to say more."""
    keep("I felt proud and I was sad.")
    between("correct", stdin=b"pride\n\n")
    between("retag")
    answer = between("tagger", "report")
    assert answer.code == 0
    newest, oldest = answer.out.index(version()), answer.out.index("old 1")
    assert newest < oldest
    table = [line.split() for line in answer.out[oldest:].splitlines()]
    assert ["joy", "1", "0", "1", "0"] in table
    assert ["pride", "0", "0", "0", "1"] in table
    assert "You have said 2 things about its tags so far: too few to say how good it is." in answer.out
    marks = {(m["tagger"], m["label"]): m for m in json.loads(between("tagger", "report", "--json").out)}
    assert (marks["old 1", "joy"]["wrong"], marks["old 1", "pride"]["missed"]) == (1, 1)
    assert marks[version(), "pride"]["right"] == 1


def test_a_report_of_enough() -> None:
    """Twenty words of the person say something."""
    for number in range(10):
        keep("I felt proud.")
        between("correct", stdin=b"y\nhope\n\n" if number else b"n\nhope\n\n")
    told = between("tagger", "report").out
    assert "Of 10 tags that you looked at 9 were right, and 10 more were missed." in told


@pytest.mark.parametrize(
    ("right", "wrong", "missed", "told"),
    [
        (1, 0, 20, "Of 1 tag that you looked at 1 was right, and 20 more were missed."),
        (0, 1, 20, "Of 1 tag that you looked at 0 were right, and 20 more were missed."),
        (1, 20, 1, "Of 21 tags that you looked at 1 was right, and 1 more was missed."),
        (20, 0, 0, "Of 20 tags that you looked at 20 were right, and 0 more were missed."),
        (0, 0, 20, "You looked at none of its tags, and named 20 that were missed."),
        (1, 0, 0, "You have said 1 thing about its tags so far: too few to say how good it is."),
    ],
)
def test_one_and_several(right: int, wrong: int, missed: int, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As people count."""
    marks = (Mark("rules 1", "emotion", "joy", "", right + wrong, right, wrong, missed),)
    monkeypatch.setattr(DuckDBJournal, "marks", lambda _: marks)
    assert told in " ".join(between("tagger", "report").out.split())
