"""`between remind`, with stand-ins for the system's programs on PATH: the real ones would change the machine."""

import json
import plistlib
import subprocess
from datetime import time
from pathlib import Path

import pytest
from command_line import between

TEXT = "A few quiet minutes"


class Machine:
    """A PATH that has only what is put on it. Each stand-in notes how it was called."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._bin = folder / "bin"
        self._bin.mkdir()
        self.calls = folder / "calls"
        self.home = folder / "person"
        self.home.mkdir()
        monkeypatch.setenv("PATH", str(self._bin))
        monkeypatch.setenv("HOME", str(self.home))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(self.home / ".config"))

    def has(self, program: str, does: str = "") -> None:
        path = self._bin / program
        path.write_text(f'#!/bin/sh\necho "{program} $*" >> {self.calls}\n{does}\n')
        path.chmod(0o700)

    def has_no(self, program: str) -> None:
        (self._bin / program).unlink()

    def has_cron(self, *, lines: str = "") -> Path:
        table = self.home / "table"
        if lines:
            table.write_text(lines)
        self.has(
            "crontab",
            f'if [ "$1" = "-l" ]; then\n  if [ -e {table} ]; then while IFS= read -r l; do printf "%s\\n" "$l"; done'
            f' < {table}; else echo "no crontab for you" >&2; exit 1; fi\nelse\n'
            f'  : > {table}.new\n  while IFS= read -r l; do printf "%s\\n" "$l" >> {table}.new; done\n'
            f"  /bin/mv {table}.new {table}\nfi",
        )
        return table

    @property
    def called(self) -> str:
        return self.calls.read_text() if self.calls.exists() else ""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_with_systemd(machine: Machine) -> None:
    """A timer of the person's own is written, started anew, shown and taken back with all of its files."""
    machine.has("systemctl")
    machine.has("notify-send")
    done = between("remind", "22:15")
    assert (done.code, "22:15" in done.out, TEXT in done.out) == (0, True, True)
    units = machine.home / ".config/systemd/user"
    assert "OnCalendar=*-*-* 22:15:00" in (units / "between-remind.timer").read_text()
    assert TEXT in (units / "between-remind.service").read_text()
    assert "--user restart between-remind.timer" in machine.called
    assert json.loads(between("remind", "--json").out) == [
        {"at": "22:15", "by": "systemd", "where": str(units / "between-remind.timer")}
    ]
    assert between("remind", "off").code == 0
    assert "--user disable --now between-remind.timer" in machine.called
    assert list(units.iterdir()) == []
    assert "There is no reminder." in between("remind").out


def test_what_systemd_runs_is_what_was_meant(machine: Machine) -> None:
    """Percent, dollar, quotes and backslashes reach the note as they are."""
    from assistant.adapters.reminders.note import Note
    from assistant.adapters.reminders.systemd import Systemd

    machine.has("systemctl")
    machine.has("notify-send")
    Systemd().set(Note(time(22, 15), "Between", 'half "100%" of $HOME \\ it'))
    unit = (machine.home / ".config/systemd/user/between-remind.service").read_text()
    assert 'half \\"100%%\\" of $$HOME \\\\ it"' in unit


def test_with_launchd(machine: Machine) -> None:
    machine.has("launchctl")
    machine.has("osascript")
    assert between("remind", "7.05").code == 0
    agent = machine.home / "Library/LaunchAgents/between.remind.plist"
    told = plistlib.loads(agent.read_bytes())
    assert told["StartCalendarInterval"] == {"Hour": 7, "Minute": 5}
    assert told["ProgramArguments"][1] == "-e"
    assert f'display notification "{TEXT}' in told["ProgramArguments"][2]
    assert "launchctl bootstrap gui/" in machine.called
    assert "07:05" in between("remind").out
    assert between("remind", "off").code == 0
    assert "launchctl bootout gui/" in machine.called
    assert not agent.exists()


def test_with_cron(machine: Machine) -> None:
    """The person's other lines stay as they are, and the line does what it says when a shell runs it."""
    theirs = "# mine\n0 6 * * * /bin/true   # water the plants\n"
    table = machine.has_cron(lines=theirs)
    machine.has("notify-send")
    assert between("remind", "21:00").code == 0
    assert between("remind", "22:15").code == 0
    lines = table.read_text().splitlines(keepends=True)
    assert "".join(lines[:2]) == theirs
    assert len(lines) == 3
    assert lines[2].startswith("15 22 * * * ")
    subprocess.run(["/bin/sh", "-c", lines[2].split(" * * * ", 1)[1]], check=True)
    assert f"notify-send --app-name=Between Between {TEXT}" in machine.called
    assert "22:15" in between("remind").out
    assert between("remind", "off").code == 0
    assert table.read_text() == theirs


def test_a_crontab_that_was_never_written(machine: Machine) -> None:
    table = machine.has_cron()
    machine.has("notify-send")
    assert between("remind", "22:15").code == 0
    assert len(table.read_text().splitlines()) == 1


def test_a_crontab_that_cannot_be_read_is_left_alone(machine: Machine) -> None:
    """Written anew from nothing, all of its other lines would be gone."""
    machine.has("crontab", 'echo "you are not allowed to" >&2; exit 1')
    machine.has("notify-send")
    done = between("remind", "22:15")
    assert done.code == 1
    assert "crontab -\n" not in machine.called


def test_systemd_that_manages_nobody(machine: Machine) -> None:
    """As in a container: cron is taken."""
    machine.has("systemctl", "exit 1")
    machine.has_cron()
    machine.has("notify-send")
    done = between("remind", "22:15", "--json")
    assert json.loads(done.out)[0]["by"] == "cron"


def test_systemd_that_refuses_leaves_nothing_behind(machine: Machine) -> None:
    machine.has("systemctl", '[ "$2" != enable ] || { echo "no such bus" >&2; exit 1; }')
    machine.has("notify-send")
    done = between("remind", "22:15")
    assert (done.code, done.out) == (1, "")
    assert "no such bus" in done.err
    assert list((machine.home / ".config/systemd/user").iterdir()) == []


def test_a_machine_with_neither(machine: Machine) -> None:
    machine.has("notify-send")
    done = between("remind", "22:15")
    assert done.code == 1
    assert "alarm of your phone" in done.err


def test_nothing_to_show_a_note_with(machine: Machine) -> None:
    """It is told what to install, and what was set before stays."""
    table = machine.has_cron()
    machine.has("notify-send")
    between("remind", "21:00")
    before = table.read_text()
    machine.has_no("notify-send")
    done = between("remind", "22:15")
    assert done.code == 1
    assert "libnotify-bin" in done.err
    assert table.read_text() == before


def test_set_by_cron_and_then_by_systemd(machine: Machine) -> None:
    """Nobody is reminded twice a night."""
    table = machine.has_cron()
    machine.has("notify-send")
    between("remind", "21:00")
    machine.has("systemctl")
    between("remind", "22:15")
    assert table.read_text() == ""
    assert len(json.loads(between("remind", "--json").out)) == 1


def test_taken_back_where_there_was_none(machine: Machine) -> None:
    done = between("remind", "off")
    assert (done.code, done.out) == (0, "There was no reminder.\n")


@pytest.mark.parametrize(
    ("said", "at"), [("22:15", "22:15"), ("9.30", "09:30"), ("10:15 pm", "22:15"), ("12am", "00:00"), ("22", "22:00")]
)
def test_an_hour_as_people_write_it(machine: Machine, said: str, at: str) -> None:
    machine.has_cron()
    machine.has("notify-send")
    assert json.loads(between("remind", said, "--json").out)[0]["at"] == at


@pytest.mark.parametrize("said", ["25:00", "22:75", "soon", "13pm", "-1", "22:15:00 tomorrow"])
def test_no_hour(machine: Machine, said: str) -> None:
    machine.has_cron()
    machine.has("notify-send")
    done = between("remind", said)
    assert done.code == 2
    assert done.out == ""
    assert "crontab -\n" not in machine.called
