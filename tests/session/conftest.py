"""A house of the test's own, with the brought model and the synthetic voice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from evenings import TEN_TO_MIDNIGHT

from assistant.adapters.staged import StagedClock
from assistant.ports import Home
from assistant.settings import Settings
from assistant.wiring import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """At ten to midnight."""
    home = Home(tmp_path / "home")
    clock = StagedClock(TEN_TO_MIDNIGHT)
    made = House(home, Settings(), home.root / "settings.toml", synthetic=True, clock=clock).open()
    yield made
    made.close()
