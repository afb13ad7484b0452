"""The wall clock, on machines that say much or little of their zone."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tzlocal

from assistant.adapters.clock import moment_of

SUMMER = datetime(2026, 7, 1, 20, 0, tzinfo=UTC)


def test_offset_is_that_of_the_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hour that the clock on the wall had then, summer time included."""
    monkeypatch.setattr(tzlocal, "get_localzone", lambda: ZoneInfo("Europe/Paris"))
    assert (moment_of(SUMMER).offset_minutes, moment_of(SUMMER).zone) == (120, "Europe/Paris")
    assert moment_of(SUMMER - timedelta(days=180)).offset_minutes == 60


def test_a_machine_with_the_rules_of_its_zone_and_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zone without a name is no name: the country is looked for elsewhere then."""
    with Path("/usr/share/zoneinfo/Europe/Paris").open("rb") as rules:
        zone = ZoneInfo.from_file(rules, key="local")
    monkeypatch.setattr(tzlocal, "get_localzone", lambda: zone)
    assert (moment_of(SUMMER).offset_minutes, moment_of(SUMMER).zone) == (120, "")


def test_a_zone_that_nobody_knows() -> None:
    """A strange TZ stops nothing: the C library's offset is taken, and the zone has no name."""
    code = "from assistant.adapters.clock import SystemClock as C; m = C().now(); print(m.offset_minutes, repr(m.zone))"
    told = subprocess.run([sys.executable, "-c", code], env={"TZ": "XYZ-3"}, capture_output=True, text=True, check=True)
    assert (told.stdout, told.stderr) == ("180 ''\n", "")
