"""A whole evening in a room that gives every word of its back: it never answers itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from live import LISTENING, Live
from virtual_audio import VirtualAudio

pytestmark = pytest.mark.devices

SETTINGS = """
[turn_taking]
gone_after_s = 6

"""


@pytest.fixture
def live(virtual_audio: VirtualAudio, tmp_path: Path) -> Iterator[Live]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "settings.toml").write_text(SETTINGS, "utf-8")
    made = Live(home, virtual_audio)
    yield made
    made.close()


def test_it_never_answers_itself(live: Live, virtual_audio: VirtualAudio) -> None:
    """The person says one thing and is silent: one entry, one question, a goodnight, and no word of its own kept."""
    with virtual_audio.looped_back(delay_ms=300):
        live.wait_for(LISTENING)
        virtual_audio.say("I put the phone down and made some tea before bed.")
        assert live.ended(within_s=90) == 0
    (kept,) = live.sql("SELECT count(*) AS entries FROM entries")
    assert kept == {"entries": 1}
