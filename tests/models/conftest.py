from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_server import REPO, Hub, serving

from assistant.dialogue.which_model import KnownModel

BROUGHT = Path(__file__).resolve().parents[2] / "models"


@pytest.fixture
def nano() -> Path:
    return BROUGHT / "whisper-nano"


@pytest.fixture
def hub(nano: Path) -> Iterator[Hub]:
    with serving(nano) as hub:
        yield hub


@pytest.fixture
def known() -> tuple[KnownModel, ...]:
    test = KnownModel("test.en", REPO, "en", 4, 6, 100, 0.1, "MIT")
    nano = KnownModel("whisper-nano", "", "en", 4, 6, 100, 0.1, "MIT", synthetic_only=True)
    return test, nano
