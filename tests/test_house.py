"""The house itself: the rows of imports, and what a word of help costs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = """
sounddevice faster_whisper ctranslate2 onnxruntime av spacy pyttsx3 duckdb requests dateparser cryptography yaml
prompt_toolkit rapidfuzz keyring
""".split()


def test_an_import_goes_down_the_rows() -> None:
    """Never up or sideways: the rows are in pyproject.toml."""
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.is_file():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([linter, "--no-cache"], check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["talk", "--help"], ["models", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """A person who asks what there is waits for no library of sound, speech or language."""
    command = [sys.executable, "-X", "importtime", "-m", "assistant", *arguments]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert done.returncode == 0, done.stderr[-500:]
    assert "assistant.cli" in loaded
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize("library", HEAVY)
def test_each_outside_library_has_one_room(library: str) -> None:
    """A file of `adapters/`, or one folder in it: its faults are translated there and nowhere else."""
    rooms = set()
    for path in (ROOT / "assistant").rglob("*.py"):
        lines = [line.strip().split(maxsplit=2) for line in path.read_text(encoding="utf-8").splitlines()]
        if any(
            words[0] in ("import", "from") and words[1].split(".")[0] == library for words in lines if len(words) > 1
        ):
            rooms.add("/".join(path.relative_to(ROOT / "assistant").with_suffix("").parts[:2]))
    assert len(rooms) <= 1, rooms
