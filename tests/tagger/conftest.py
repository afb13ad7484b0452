"""One tagger for all tests of this folder, since it takes two seconds to make, and its files to be broken."""

import shutil
from pathlib import Path

import pytest

from assistant.adapters.tagger import Tagger

FOLDER = Path(__file__).resolve().parents[2] / "models" / "tagger"


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger(FOLDER)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Of all that a Tagger reads."""
    made = tmp_path / "tagger"
    shutil.copytree(FOLDER, made, ignore=shutil.ignore_patterns("training"))
    return made
