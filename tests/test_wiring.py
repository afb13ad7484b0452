"""What is joined in `wiring/` alone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.journal import Moment
from assistant.ports import Home
from assistant.settings import Settings
from assistant.wiring import House


@dataclass
class ClockIn:
    zone: str

    def now(self) -> Moment:
        return Moment(datetime(2026, 11, 20, 22, 0, tzinfo=UTC), 0, self.zone)

    def monotonic(self) -> float:
        return 0.0


@pytest.mark.parametrize("folder", ["questions", "lines"])
def test_a_slip_in_a_file_of_their_own(tmp_path: Path, folder: str) -> None:
    """It is told with its line, ours are used until it is mended, and the evening goes on."""
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "gb.toml").write_text('version = 1\ncuontry = "GB"\n')
    house = House(Home(tmp_path), Settings(), tmp_path / "settings.toml", clock=ClockIn("Europe/London"))
    says = house.says()
    assert says.country is not None
    assert says.country.emergency == "999"
    (told,) = house.told
    assert "gb.toml, line 2" in told


def test_what_knows_the_ends_of_sentences_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told once, and the evening goes on with longer waits."""
    monkeypatch.setattr("assistant.wiring.data_folder", lambda name: tmp_path / name)
    house = House(Home(tmp_path), Settings(), tmp_path / "settings.toml", clock=ClockIn("Europe/London"))
    assert not house.manners().sentence_ends.weights
    assert not house.manners().sentence_ends.weights
    (told,) = house.told
    assert "nine seconds" in told


def test_what_knows_the_ends_of_sentences_is_here(tmp_path: Path) -> None:
    """The brought weights reach the evening."""
    house = House(Home(tmp_path), Settings(), tmp_path / "settings.toml", clock=ClockIn("Europe/London"))
    assert house.manners().sentence_ends.weights
    assert not house.told


@pytest.mark.parametrize(
    ("zone", "language", "code"),
    [("Europe/Dublin", "en_US.UTF-8", "IE"), ("", "en_GB.UTF-8", "GB"), ("Etc/UTC", "fr_FR", "FR"), ("", "C", None)],
)
def test_whose_numbers_are_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str, language: str, code: str | None
) -> None:
    """By the zone; where that says nothing, by the language of the system."""
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", language)
    house = House(Home(tmp_path), Settings(), tmp_path / "settings.toml", clock=ClockIn(zone))
    country = house.says().country
    assert (country and country.code) == code
