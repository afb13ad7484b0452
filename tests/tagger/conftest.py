"""One tagger for all tests of this folder: it takes two seconds to make."""

from pathlib import Path

import pytest

from assistant.adapters.tagger import Tagger

FOLDER = Path(__file__).resolve().parents[2] / "models" / "tagger"


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger(FOLDER)
