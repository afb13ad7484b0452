"""A real journal in a folder of the test's own."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_nouns import fixed_now
from store_processes import ENVIRONMENT, ROOT

from assistant.adapters.store import DuckDBJournal
from assistant.ports import Home


@pytest.fixture(scope="module")
def key(request: pytest.FixtureRequest) -> bytes:
    """Of a locked journal; empty where it is not. `over_both` runs a test over either."""
    return getattr(request, "param", b"")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def journal(home: Home, key: bytes) -> DuckDBJournal:
    return DuckDBJournal(home, now=fixed_now, key=key)


@pytest.fixture
def other_process() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts Python code in another process and waits for its first line; ended with the test, code or no code."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: object) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=ENVIRONMENT,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
