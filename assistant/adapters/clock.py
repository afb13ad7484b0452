"""The system's clock, with the wall clock that the person sees."""

import time
import warnings
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfoNotFoundError

from assistant.journal import Moment

_UNNAMED = "local"
"""What tzlocal calls the zone of a machine that has its rules and not its name."""


def moment_of(instant: datetime) -> Moment:
    """An aware instant as a Moment in this machine's own zone, with that zone's offset at that instant."""
    zone = _zone()
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    named = getattr(zone, "key", None) or ""
    return Moment(instant.astimezone(UTC), int(offset.total_seconds() // 60), "" if named == _UNNAMED else named)


def _zone() -> tzinfo | None:
    """None where the system's settings make no sense to tzlocal: then the C library knows the offset at least."""
    import tzlocal

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns on stderr where a machine says nothing of its zone
        try:
            return tzlocal.get_localzone()
        except ZoneInfoNotFoundError:
            return None


class SystemClock:
    def now(self) -> Moment:
        return moment_of(datetime.now(UTC))

    def monotonic(self) -> float:
        return time.monotonic()
