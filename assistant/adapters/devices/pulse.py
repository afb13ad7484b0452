"""Where PulseAudio (or PipeWire in its stead) has routed our streams, asked through `pactl`.

When a device vanishes the server moves its streams to another one and PortAudio never hears of it. Without `pactl`,
or where the server does not run our stream or does not say whose it is, nothing is known here, and a stream that was
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
TRIES = 10
"""To find a stream: on a busy machine PortAudio's thread has it with the server only seconds later."""

NOWHERE = 2**32 - 1
"""PipeWire's number for a stream that is not linked yet, or not any more."""

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
    """Knows whether one stream, the newest of its kind when it is found, is still joined to where it began.

    PortAudio makes its stream with the server in a thread of its own, a moment after it says that it has started.
    """

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._tries = TRIES
        self._began: Route | None = None

    def found(self) -> bool:
        """True once, when the stream has become known. Gives up after `TRIES` questions: no server runs it, then."""
        if self._began or not self._tries:
            return False
        self._tries -= 1
        self._began = next(reversed(routes(self._kind)), None)
        return self._began is not None

    def end(self) -> End | None:
        """Where the stream began; None as long as it is not known."""
        return end_of(self._kind, self._began) if self._began else None

    def moved(self) -> bool:
        """False as well when we have no stream any more: that shows by itself.

        After an underrun ALSA's plugin goes on with a new stream, which the server joins to what is there by then.
        """
        began, now = self._began, routes(self._kind)
        if began is None or not now:
            return False
        ours = next((route for route in now if route.stream == began.stream), now[-1])
        return ours.end != began.end


def routes(kind: Kind) -> tuple[Route, ...]:
    """Of this process, oldest first; without those that are joined to nothing at the moment."""
    found = (_route(told) for told in _list(_STREAMS[kind]))
    return tuple(sorted((route for route in found if route), key=lambda route: route.stream))


def end_of(kind: Kind, route: Route) -> End | None:
    default_sink = _asked("info").get("default_sink_name", "")
    for told in _list(f"{_ENDS[kind]}s"):
        match told:
            case {"index": index, "name": str(name)} if index == route.end:
                return End(str(told.get("description") or name), own_voice=name == f"{default_sink}.monitor")
    return None


def _route(told: dict[str, Any]) -> Route | None:
    match told:
        case {"index": int(stream), "source": int(end), "properties": {"application.process.id": process}}:
            pass
        case {"index": int(stream), "sink": int(end), "properties": {"application.process.id": process}}:
            pass
        case _:
            return None
    return Route(stream, end) if process == str(os.getpid()) and end != NOWHERE else None


def _list(what: str) -> list[dict[str, Any]]:
    answer = _ask("list", what)
    return [told for told in answer if isinstance(told, dict)] if isinstance(answer, list) else []


def _asked(what: str) -> dict[str, Any]:
    answer = _ask(what)
    return answer if isinstance(answer, dict) else {}


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
