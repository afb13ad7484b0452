"""`between show`, `play` and `sql`: finding it again."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from command_line import Answer, Terminal, between, entries, home, house, sounds
from virtual_audio import VirtualAudio

from assistant.journal import Entry, Moment, Transcript, Utterance, night_of

EVENING = datetime(2026, 11, 20, 22, 14, tzinfo=UTC)


def _keep(text: str, *, days: int = 0) -> Entry:
    moment = Moment(EVENING + timedelta(days=days), 0, "Etc/UTC")
    said = tuple(Utterance(sentence) for sentence in text.splitlines())
    transcript = Transcript(said, engine="keyboard", model="")
    return house().journal.keep(Entry(uuid4().hex, moment, night_of(moment), "type", "words", transcript))


@pytest.mark.parametrize("command", [["show"], ["show", "-n", "3"], ["show", "1"], ["show", "yesterday"], ["play"]])
def test_before_anything_is_kept(command: list[str]) -> None:
    """Not an error of the person's: it says how to begin."""
    answer = between(*command)
    assert answer == Answer(
        1, "", "Nothing is kept yet.\n`between` begins an evening, `between type` one by keyboard.\n"
    )


def test_json_before_anything_is_kept() -> None:
    answer = between("show", "--json")
    assert (answer.code, json.loads(answer.out)) == (0, [])


def test_sql_before_anything_is_kept() -> None:
    answer = between("sql", "FROM entries")
    assert (answer.code, answer.out) == (1, "")
    assert "Nothing is kept yet" in answer.err


def test_the_last_one() -> None:
    """A heading by the night's date and the person's clock, the words, and what was heard with its evidence."""
    between("type", stdin=b"I said no to my boss and I felt proud.")
    answer = between("show")
    assert answer.code == 0
    heading = answer.out.splitlines()[0]
    assert re.fullmatch(r"\w+day \d{1,2} \w+ \d{4} · \d\d:\d\d · typed · entry 1", heading)
    assert "I said no to my boss and I felt proud." in answer.out
    assert re.search(r"did +set boundary +“I said no to my boss", answer.out)
    assert answer.err == ""


def test_which_ones() -> None:
    """By number, by night (an early morning is the night before), and the newest so many, oldest first."""
    _keep("one")
    _keep("two", days=1)
    _keep("late", days=1)
    moment = Moment(EVENING + timedelta(days=1, hours=5), 0, "Etc/UTC")
    late = Entry(
        uuid4().hex, moment, night_of(moment), "type", "words", Transcript((Utterance("at three"),), "keyboard", "")
    )
    house().journal.keep(late)
    assert _numbers(between("show", "2")) == [2]
    assert _numbers(between("show", "2026-11-21")) == [2, 3, 4]
    assert _numbers(between("show", "-n", "2")) == [3, 4]
    assert _numbers(between("show", "-n", "100")) == [1, 2, 3, 4]
    assert _numbers(between("show", "last")) == [4]


def test_nights_as_people_say_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of the nights that are named, or the newest so many of them."""
    for days in (0, 1, 2, 3):  # a Friday and on
        _keep("said", days=days)
    monkeypatch.setattr("assistant.wiring.House.tonight", lambda _: date(2026, 11, 23))
    said: dict[tuple[str, ...], list[int]] = {
        ("last friday",): [1],
        ("yesterday",): [3],
        ("last week",): [1, 2, 3],
        ("last week", "-n", "2"): [2, 3],
        ("--on", "20/11/2026"): [1],
        ("--from", "saturday"): [2, 3, 4],
        ("--to", "saturday"): [1, 2],
        ("--from", "last week", "--to", "saturday"): [1, 2],
        ("--last", "3 months"): [1, 2, 3, 4],
        ("--last", "2 nights"): [3, 4],
        ("--last", "weekend"): [2, 3],
        ("last", "--to", "saturday"): [2],
        ("--to", "saturday", "-n", "1"): [2],
    }
    assert {what: _numbers(between("show", *what)) for what in said} == said


@pytest.mark.parametrize("command", ["show", "play", "correct", "retag", "retranscribe"])
def test_entry_zero(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is none, and nothing else is opened in its place."""
    _keep("one")
    monkeypatch.setattr("assistant.wiring.House.transcriber", lambda: None)
    answer = between(command, "0")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("There is no such entry.\n")


def _numbers(answer: Answer) -> list[int]:
    assert answer.code == 0, answer.err
    return [int(number) for number in re.findall(r"entry (\d+)$", answer.out, re.MULTILINE)]


@pytest.mark.parametrize(
    ("what", "code", "told"),
    [
        (["99"], 1, "There is no such entry."),
        (["2020-01-01"], 1, "Nothing is kept of Wednesday 1 January 2020."),
        (["0"], 1, "There is no such entry."),
        (["blah"], 2, "I can't read “blah” as a date.\nSay `last`, an entry's number such as 12, or nights"),
        (["2026-13-45"], 2, "I can't read “2026-13-45” as a date."),
        (["in March 2020"], 1, "Nothing is kept from Sunday 1 March 2020 to Tuesday 31 March 2020."),
        (["--from", "1 march 2020", "--to", "2020-03-02"], 1, "from Sunday 1 March 2020 to Monday 2 March 2020"),
        (["--on", "blah"], 2, "I can't read “blah” as a date."),
        (["--on", "monday", "--last", "week"], 2, "`--on` and `--last` both say which nights."),
        (["--from", "2026-11-20", "--to", "2026-11-19"], 2, "ends before it begins"),
        (["1", "--on", "monday"], 2, "both say what to show"),
        (["tonight", "--from", "monday"], 2, "both say what to show"),
        (["99999999999999999999"], 2, "I can't read"),
        (["-n", "0"], 2, "-n"),
        (["-n", "many"], 2, "-n"),
    ],
)
def test_what_is_not_there(what: list[str], code: int, told: str) -> None:
    _keep("something")
    answer = between("show", *what)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err


def test_as_json() -> None:
    """Local time with its offset, the text, sentences, and tags with their evidence."""
    between("type", stdin=b"I felt proud.\nIt was late.")
    (shown,) = json.loads(between("show", "--json").out)
    assert shown["text"] == "I felt proud. It was late."
    assert [u["text"] for u in shown["transcript"]["utterances"]] == ["I felt proud.", "It was late."]
    assert [(t["label"], t["evidence"]["text"]) for t in shown["reading"]["tags"]] == [("pride", "I felt proud")]
    assert datetime.fromisoformat(shown["moment"]).tzinfo is not None


def test_a_line_stays_a_line_in_a_pipe() -> None:
    """Only a terminal has a width: `between show | grep` finds what was said."""
    text = " ".join(f"word{i}" for i in range(200))
    _keep(text)
    assert text in between("show").out.splitlines()
    assert text in between("sql", "SELECT text FROM current_utterances").out


def test_a_terminal_is_wrapped() -> None:
    _keep(" ".join(["long"] * 60))
    terminal = Terminal("show", columns=60)
    shown = _plain(terminal.end().out)
    assert max(len(line) for line in shown.splitlines()) <= 60


def test_a_wide_table_at_a_terminal() -> None:
    """Columns that would be a few letters wide are shown one below the other."""
    entry = _keep("one")
    shown = _plain(Terminal("sql", "FROM entries").end().out)
    assert re.search(rf"^uid +{entry.uid}\s*$", shown, re.MULTILINE)


def _plain(shown: str) -> str:
    """Without what makes letters bold or dim."""
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)


def test_play_an_entry_without_sound() -> None:
    _keep("typed")
    answer = between("play", "1")
    assert answer == Answer(1, "", "Entry 1 has no sound.\n`between show 1` has its words.\n")


def test_play_without_a_loudspeaker(spoken: Path) -> None:
    """It is said before the words are shown as if they were to be heard."""
    between("add", spoken / "walk.wav")
    answer = between("play")
    assert (answer.code, answer.out) == (1, "")
    assert "loudspeaker" in answer.err
    assert "Any key" not in answer.err


def test_play_what_is_not_there(spoken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry or a sentence that there is none of, or what is no number: a sentence, what to do, and the exit code."""
    monkeypatch.setattr("assistant.wiring.House.loudspeaker_name", lambda _: "somewhere")
    between("add", spoken / "walk.wav")
    asked = {"7": 1, "1.9": 1, "1.0": 1, "x": 2, "1.x": 2, "9" * 20: 2, "1." + "9" * 20: 2}
    answers = {what: between("play", what) for what in asked}
    assert {what: answer.code for what, answer in answers.items()} == asked
    assert {len(answer.err.splitlines()) for answer in answers.values()} == {2}


def test_play_when_the_sound_is_gone(spoken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.wiring.House.loudspeaker_name", lambda _: "somewhere")
    between("add", spoken / "walk.wav")
    for path in sounds():
        path.unlink()
    answer = between("play")
    assert answer.code == 1
    assert "not in its folder any more" in answer.err


@pytest.mark.devices
def test_play_one_sentence(
    spoken: Path, model: Path, virtual_audio: VirtualAudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Out of the loudspeaker comes that sentence and not the other one."""
    for key, value in virtual_audio.env.items():
        monkeypatch.setenv(key, value)
    between("add", spoken / "mother.wav")
    (entry,) = entries()
    assert entry.transcript is not None
    first = entry.transcript.utterances[0]
    with virtual_audio.record_speaker() as recorded:
        shown = Terminal("play", "1.1").end()
    assert shown.code == 0, shown.out
    assert first.text in shown.out
    heard_s = sum(abs(chunk).max(initial=0) > 0.003 for _, chunk in recorded.chunks) / max(1, len(recorded.chunks))
    assert heard_s > 0
    loud = [at for at, chunk in recorded.chunks if abs(chunk).max(initial=0) > 0.01]
    length = first.end_s - first.start_s + 0.5
    assert 0.4 * length < loud[-1] - loud[0] < length + 0.5


@pytest.mark.parametrize("command", [["show"], ["sql", "SELECT 1"]])
def test_what_the_journal_has_to_tell(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken log that was set aside, say: whoever opens the journal first is told, beside the answer."""
    _keep("one")
    monkeypatch.setattr("assistant.adapters.store.DuckDBJournal.notices", lambda _: ("It was set aside.",))
    answer = between(*command)
    assert (answer.code, answer.err) == (0, "It was set aside.\n")
    assert "1" in answer.out


def test_sql_in_three_forms() -> None:
    _keep("I said “no”, twice\nsecond")
    query = "SELECT position, text FROM current_utterances ORDER BY position"
    assert json.loads(between("sql", query, "--json").out)[0] == {"position": 0, "text": "I said “no”, twice"}
    read = list(csv.reader(io.StringIO(between("sql", query, "--csv").out)))
    assert read == [["position", "text"], ["0", "I said “no”, twice"], ["1", "second"]]
    assert re.search(r"^ 1 +second", between("sql", query).out, re.MULTILINE)


def test_sql_values_that_json_does_not_have() -> None:
    """No number and infinity are null, and what is left is text: the answer is valid JSON."""
    _keep("one")
    query = "SELECT 'nan'::DOUBLE a, '-inf'::DOUBLE b, ['inf'::DOUBLE] c, DATE '2026-01-02' d, 'x'::BLOB e, NULL f"

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    (row,) = json.loads(between("sql", query, "--json").out, parse_constant=refuse)
    assert (row["a"], row["b"], row["c"], row["d"], row["f"]) == (None, None, [None], "2026-01-02", None)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELCT 1", "syntax error"),
        ("SELECT * FROM nope", "nope"),
        ("", "There is no SQL in that."),
        ("DELETE FROM entries", "SQL here only reads"),
        ("SELECT 1; SELECT 2", "one at a time"),
        ("DROP TABLE entries", "SQL here only reads"),
        ("COPY entries TO '/tmp/x'", "SQL here only reads"),
        ("SELECT * FROM read_text('/etc/hostname')", "did not work"),
    ],
)
def test_sql_that_is_wrong_or_writes(query: str, told: str) -> None:
    """Exit code 2, the fault, what to do, and the journal as it was."""
    _keep("one")
    answer = between("sql", query)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert len(entries()) == 1


def test_sql_as_two_forms_at_once() -> None:
    assert between("sql", "SELECT 1", "--json", "--csv").code == 2


def test_sql_with_no_rows() -> None:
    """The columns are shown, and that nothing is in them is said beside the answer."""
    _keep("one")
    answer = between("sql", "SELECT night FROM entries WHERE false")
    assert answer.code == 0
    assert "night" in answer.out
    assert answer.err == "No rows.\n"


def test_files_are_the_persons_alone(spoken: Path) -> None:
    between("add", spoken / "walk.wav")
    between("type", stdin=b"words")
    found = [home().root, *home().root.rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in found} == {0}
