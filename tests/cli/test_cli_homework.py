"""`between homework` and `between safety-plan`, on a journal of their own."""

import json
import re

import pytest
from command_line import Terminal, between, house, process
from lock_keys import PASSPHRASE, lock, told

from assistant import settings as knobs
from assistant import wiring
from assistant.practice import PlanLine


@pytest.fixture(autouse=True)
def in_britain() -> None:
    """So that there are numbers."""
    file = knobs.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text('[safety]\ncountry = "GB"\n', "utf-8")


def listed() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(between("homework", "list", "--json", "--all").out)
    return found


def test_noted_answered_and_let_go() -> None:
    """All that was said of it is there, each answer is welcome, and letting go takes nothing away."""
    assert "No homework is noted" in between("homework").out
    noted = between("homework", "add", "say no once", "--smallest", "say: let me think", "--until", "in 3 days")
    assert noted.code == 0
    yes, no, late = (between("homework", *said) for said in (["done"], ["no", "--on", "yesterday"], ["noticed"]))
    assert [answer.code for answer in (yes, no, late)] == [0, 0, 0]
    assert not re.search(r"\?|why|should|miss", yes.out + no.out + late.out)
    (one,) = listed()
    assert (one["done"], one["no"], one["noticed_late"]) == (0, 1, 1)  # of tonight the newest word counts
    assert 0.12 < float(str(one["strength"])) <= 0.125
    assert "noticed afterwards once" in between("homework").out
    assert between("homework", "end").code == 0
    assert "No homework is noted" in between("homework").out
    assert len(json.dumps(listed()[0]["doings"])) > 10


def test_nothing_to_note() -> None:
    """Whoever gives no words is told how to."""
    for what in ((), ("",), (" . ",)):
        answer = between("homework", "add", *what)
        assert (answer.code, "Say what it is" in answer.err, "Usage" in answer.err) == (2, True, False)


def test_one_of_several_by_its_number() -> None:
    """The number to add stands in the hint; words in its place are answered with the list, and not repeated."""
    between("homework", "add", "walk for an hour", "--smallest", "put the shoes on")
    assert "homework change 2 --smallest" in between("homework", "add", "say no once", "--matters", "my\nSundays").err
    assert "good for: my Sundays" in between("homework").out
    for said, fault in {"": "There is more than one", "9": "no homework 9", "no once": "That is no number"}.items():
        answer = between("homework", "done", *filter(None, [said]))
        assert (answer.code, fault in answer.err, "2 say no once" in answer.err) == (2, True, True)
    assert between("homework", "done", "2").code == 0
    assert [one["done"] for one in listed()] == [0, 1]


def test_second_no_brings_half_the_size() -> None:
    """Said with the answer, and the third hears it no more."""
    between("homework", "add", "walk for an hour", "--smallest", "put the shoes on")
    said = [between("homework", "no", "--on", day).out for day in ("3 days ago", "2 days ago", "yesterday")]
    assert ["put the shoes on" in out for out in said] == [False, True, False]


def test_which_of_several() -> None:
    """Nothing is guessed: the list is shown, and nothing is changed."""
    between("homework", "add", "rest")
    between("homework", "add", "call Ana")
    asked = between("homework", "done")
    assert asked.code == 2
    assert "2 call Ana" in asked.err
    assert between("homework", "done", "2").code == 0
    assert [one["done"] for one in listed()] == [0, 1]
    assert between("homework", "done", "3").code == 2
    assert between("homework", "done", "1", "--on", "2999-01-01").code == 2
    assert between("homework", "change", "1", "--smallest", "lie down", "--until", "").code == 0
    assert listed()[0]["smallest"] == "lie down"


def test_bad_input_is_answered_and_keeps_nothing() -> None:
    """A homework with no text, a day that is none or over, and none to speak of."""
    bad = (["add", " "], ["add", "rest", "--until", "some day"], ["add", "rest", "--until", "2020-01-01"], ["done"])
    for said in (*bad, ["end"]):
        answer = between("homework", *said)
        assert answer.code == 2, said
        assert answer.err.count("\n") >= 2
    assert listed() == []


def test_danger_in_it_is_answered() -> None:
    """It is noted like any other, and care is said."""
    answer = between("homework", "add", "not kill myself this week")
    assert "116 123" in answer.out
    assert listed()[0]["what"] == "not kill myself this week"


def test_plan_is_written_part_by_part() -> None:
    """Kept as each part is written, shown with whom to reach; an empty line keeps, a dash empties, ^D ends."""
    none = between("safety-plan")
    assert "No plan of yours is written yet" in none.out
    assert "116 123" in none.out
    first = Terminal("safety-plan", "write")
    for heading, lines in (
        ("How I notice", "I stop eating\nI go quiet\n\n"),
        ("alone", "a shower\n\n"),
        ("Places", "\n"),
    ):
        first.until(heading)
        first.until("> ")
        first.write(lines)
    first.until("Whom I ask")
    first.until("> ")
    first.write("\x04")
    assert first.end().code == 0
    second = Terminal("safety-plan", "write")
    for heading, lines in (("I go quiet", "\n"), ("a shower", "-\n\n")):
        second.until(heading)
        second.until("> ")
        second.write(lines)
    second.until("Places")
    second.until("> ")
    second.write("\x03")
    assert second.end().code == 130
    plan = json.loads(between("safety-plan", "--json").out)["plan"]
    assert plan["signs"] == ["I stop eating", "I go quiet"]
    assert plan["alone"] == []
    shown = between("safety-plan", "show")
    assert "I go quiet" in shown.out
    assert "999" in shown.out


def test_plan_that_stays_empty() -> None:
    """Nobody is told of a plan that is not there."""
    ended = Terminal("safety-plan", "write")
    ended.until("How I notice")
    ended.until("> ")
    ended.write("\x04")
    shown = ended.end()
    assert shown.code == 0
    assert "Nothing is written yet" in shown.out
    assert "is kept" not in shown.out


def test_whom_to_reach_needs_no_passphrase() -> None:
    """Beside a locked journal the numbers are shown before it is asked for, and the plan is not without it."""
    wiring.house("between test").practices.write_safety_plan([PlanLine("people", "call Ana")])
    lock(house())
    with told("wrong", "wrong", "wrong"):
        forgotten = between("safety-plan")
    assert forgotten.code == 1
    assert "116 123" in forgotten.out
    assert "Ana" not in forgotten.out
    with told(PASSPHRASE):
        assert "call Ana" in between("safety-plan").out


@pytest.mark.parametrize("how", ["show", "read"])
def test_whom_to_reach_beside_a_damaged_journal(how: str) -> None:
    """The plan can't be read then, and the fault says so; the numbers are there all the same."""
    (knobs.home().root / "journal.duckdb").write_bytes(b"no journal at all")
    answer = process("safety-plan", how)
    assert (answer.code, "116 123" in answer.out, bool(answer.err)) == (1, True, True)


def test_plan_is_not_written_from_a_pipe() -> None:
    """What comes from a file has no parts."""
    assert between("safety-plan", "write", stdin=b"all of it").code == 2


def test_plan_is_read_where_no_sound_is() -> None:
    """It is shown whole, with a word about the loudspeaker."""
    journal = wiring.house("between test").practices
    journal.write_safety_plan([PlanLine("people", "call Ana")])
    answer = process("safety-plan", "read")
    assert answer.code == 0
    assert "call Ana." in answer.out
    assert "116 123" in answer.out
    assert answer.err.count("shown here") == 1
