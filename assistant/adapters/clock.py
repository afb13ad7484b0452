"""The system's clock, with the wall clock that the person sees."""

import time
from datetime import UTC, datetime

from assistant.journal import Moment


def moment_of(instant: datetime) -> Moment:
    """An aware instant as a Moment in this machine's own zone, with that zone's offset at that instant."""
    import tzlocal

    zone = tzlocal.get_localzone()
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return Moment(instant.astimezone(UTC), int(offset.total_seconds() // 60), str(zone))


class SystemClock:
    def now(self) -> Moment:
        return moment_of(datetime.now(UTC))

    def monotonic(self) -> float:
        return time.monotonic()
