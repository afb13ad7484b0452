"""Single keys, on a terminal of the test's own."""

import os
import pty
import subprocess
import sys
import termios
from collections.abc import Iterator

import pytest

TELLS = """
import time
from assistant.adapters.keyboard import Keyboard
with Keyboard() as keys:
    print("ready", flush=True)
    while (key := keys.pressed()) != "end":
        if key:
            print(key, flush=True)
        time.sleep(0.01)
    print("end", flush=True)
    if {waits}:
        time.sleep(20)
"""


class Terminal:
    def __init__(self, *, waits: bool) -> None:
        self.end, child = pty.openpty()
        command = ["setsid", "-c", sys.executable, "-c", TELLS.format(waits=waits)]
        self.process = subprocess.Popen(command, stdin=child, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        os.close(child)
        self.told()

    def told(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def press(self, keys: bytes) -> None:
        os.write(self.end, keys)

    @property
    def shows_what_is_typed(self) -> bool:
        return bool(termios.tcgetattr(self.end)[3] & termios.ECHO)

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        os.close(self.end)


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    made = Terminal(waits=getattr(request, "param", False))
    yield made
    made.close()


def test_keys_come_without_enter_and_without_echo(terminal: Terminal) -> None:
    """Each is told as it is pressed; afterwards the terminal is as it was."""
    assert not terminal.shows_what_is_typed
    terminal.press(b"x")
    assert terminal.told() == "other"
    terminal.press(b"\r")
    assert terminal.told() == "enter"
    terminal.press(b"\x03")
    assert terminal.told() == "end"
    assert terminal.process.wait(10) == 0
    assert terminal.shows_what_is_typed


def test_keys_pressed_in_one_breath(terminal: Terminal) -> None:
    """An Enter among them is an Enter."""
    terminal.press(b"x\r")
    told = terminal.told()
    assert "enter" in (told, terminal.told() if told == "other" else "")


@pytest.mark.parametrize("terminal", [True], indirect=True)
def test_a_second_interrupt(terminal: Terminal) -> None:
    """Whoever will not wait ends it at once."""
    terminal.press(b"\x03")
    assert terminal.told() == "end"
    terminal.press(b"\x03")
    assert terminal.process.wait(10) != 0
    assert "KeyboardInterrupt" in terminal.process.communicate()[1]
