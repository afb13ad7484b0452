"""Peak of an evening with the nano model, and growth over an hour of talk fed at twenty times its speed."""

import json
import resource
import subprocess
import sys

import numpy as np
import psutil

from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.audio import SAMPLE_RATE, Samples
from assistant.session.events import Event, WordsHeard
from assistant.session.parts import Manners, Talking
from benchmarks.stage import EnterAfter, events_of, house, talk_of

HOUR_S = 3_600
SPEED = 20
SETTLED_S = 300
"""The first five minutes load models and fill caches; growth is counted from there."""


def measure(arguments: list[str]) -> dict[str, object]:
    """Each in a process of its own, so that one does not count the other's memory."""
    if arguments[:1] == ["evening"]:
        return _evening()
    if arguments[:1] == ["hour"]:
        return _hour()
    figures: dict[str, object] = {"unit": "MB"}
    for part in ("evening", "hour"):
        command = [
            sys.executable,
            "-c",
            f"import json; from benchmarks import memory; print(json.dumps(memory.measure(['{part}'])))",
        ]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        figures |= json.loads(told.strip().splitlines()[-1])
    return figures


def _evening() -> dict[str, object]:
    with house() as made:
        turns = [talk_of(20.0), talk_of(10.0), talk_of(6.0)]
        talking = Talking(PlayedMicrophone(turns), SilentLoudspeaker(), made.voice, EnterAfter())
        for _ in events_of(made, talking, Manners()):
            pass
        voice = sum(child.memory_info().rss for child in psutil.Process().children(recursive=True))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return {"evening_peak": round(peak), "voice_process": round(voice / 1e6)}


def _hour() -> dict[str, object]:
    """One turn of an hour; memory is read at each stretch of words."""
    minute = talk_of(60.0)
    with house() as made:
        microphone = HourOfTalk(minute)
        talking = Talking(microphone, SilentLoudspeaker(), None, EnterAfter())
        readings: list[tuple[float, float]] = []
        for event in events_of(made, talking, Manners(questions=0, greeting=False)):
            _read(event, microphone, readings)
    settled = [rss for at, rss in readings if SETTLED_S <= at < SETTLED_S + 300]
    late = [rss for at, rss in readings if at >= HOUR_S - 300]
    return {"hour_start": round(np.median(settled), 1), "hour_growth": round(np.median(late) - np.median(settled), 1)}


def _read(event: Event, microphone: "HourOfTalk", readings: list[tuple[float, float]]) -> None:
    if isinstance(event, WordsHeard):
        readings.append((microphone.heard_s, psutil.Process().memory_info().rss / 1e6))


class HourOfTalk(PlayedMicrophone):
    """The same minute sixty times, then quiet; held once."""

    def __init__(self, minute: Samples) -> None:
        super().__init__([], speed=SPEED)
        self._minute = minute
        self._minutes = HOUR_S // 60
        self.heard_s = 0.0
        self.flush()

    def flush(self) -> None:
        self._next()

    def _next(self) -> None:
        if self._minutes:
            self._minutes -= 1
            self._rest = self._minute

    def read(self, timeout_s: float):  # type: ignore[no-untyped-def]
        if len(self._rest) == 0:
            self._next()
        heard = super().read(timeout_s)
        if heard is not None:
            self.heard_s += len(heard.samples) / SAMPLE_RATE
        return heard
