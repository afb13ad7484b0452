"""Where PulseAudio (or PipeWire in its stead) has routed our streams, asked through `pactl`.

When a device vanishes the server moves its streams to another one and PortAudio never hears of it. Without `pactl`,
or where a stream does not run through the server, nothing is known here: every answer is None, and a stream that was
moved is taken for the old one.
"""

import json
import logging
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from assistant.adapters.devices.sound_system import Kind

ASK_S = 2.0

_STREAMS: dict[Kind, str] = {"input": "source-outputs", "output": "sink-inputs"}
_ENDS: dict[Kind, str] = {"input": "source", "output": "sink"}
_log = logging.getLogger("between.sound")


@dataclass(frozen=True, slots=True)
class Route:
    """One of our streams, and the number of the source or sink that it is joined to."""

    stream: int
    end: int


@dataclass(frozen=True, slots=True)
class End:
    name: str
    """For a person, such as `Built-in Audio Analog Stereo`."""
    own_voice: bool
    """It carries what the default loudspeaker plays: no microphone, whatever the server calls it."""


class Follower:
    """Knows whether one stream, the newest of its kind when first asked, is still joined to where it began.

    PortAudio makes its stream with the server in a thread of its own, a moment after it says that it has started.
    """

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._tries = 3
        self.route: Route | None = None

    def end(self) -> End | None:
        """Where the stream began; None as long as nothing is known of it, and then for good after three questions."""
        if self.route is None and self._tries:
            self._tries -= 1
            self.route = next(reversed(routes(self._kind)), None)
            return end_of(self._kind, self.route) if self.route else None
        return None

    def moved(self) -> bool:
        """False as well when the stream is not known any more: then it has ended, which shows by itself."""
        here = self.route
        return here is not None and any(r.stream == here.stream and r.end != here.end for r in routes(self._kind))


def routes(kind: Kind) -> tuple[Route, ...]:
    """Of this process, oldest first."""
    found = [s for s in _ask("list", _STREAMS[kind]) or () if _is_ours(s)]
    return tuple(sorted((Route(s["index"], s[_ENDS[kind]]) for s in found), key=lambda route: route.stream))


def end_of(kind: Kind, route: Route) -> End | None:
    ends = _ask("list", f"{_ENDS[kind]}s") or ()
    here = next((end for end in ends if end["index"] == route.end), None)
    server = _ask("info")
    if here is None or server is None:
        return None
    played_by = here.get("monitor_source", "") if kind == "input" else ""
    return End(
        name=str(here.get("description") or here["name"]),
        own_voice=bool(played_by) and played_by == server.get("default_sink_name"),
    )


def _is_ours(stream: dict[str, Any]) -> bool:
    return bool(stream["properties"].get("application.process.id") == str(os.getpid()))


def _ask(*what: str) -> Any:
    """The answer as JSON, or None where there is nobody to ask."""
    pactl = shutil.which("pactl")
    if pactl is None:
        return None
    # In a language with decimal commas its JSON has numbers like 0,00 (fixed upstream by pulseaudio merge request 702).
    plain = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            (pactl, "--format=json", *what), capture_output=True, timeout=ASK_S, check=True, env=plain, text=True
        )
        return json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as e:
        _log.debug("pactl gave no answer: %s", type(e).__name__)
        return None
