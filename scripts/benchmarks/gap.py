"""From the end-of-turn decision to the first sample of the spoken question."""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.ports import Transcriber
from benchmarks.stage import base_shape, gaps, house, percentile, talk_of

TURNS = {"enter": 20, "silence": 10}
LENGTHS_S = (3.0, 5.0, 7.0, 10.0, 14.0)
LONG_S = 300.0


def measure(arguments: list[str]) -> dict[str, object]:
    """`scripts/bench gap` takes about 22 minutes. `short` leaves the five-minute talk out, `nano` or `base_shape` names
    one of the two models."""
    with house() as made, TemporaryDirectory() as folder:
        assert made.transcriber is not None
        models = {"nano": made.transcriber(), "base_shape": base_shape(Path(folder) / "base")}
        wanted = [name for name in models if name in arguments] or list(models)
        figures: dict[str, dict[str, float]] = {name: {} for name in wanted}
        for name in wanted:
            parts = (_turns,) if "short" in arguments else (_turns, _against_the_whole)
            for part in parts:
                figures[name] |= part(models[name])
                print(f"{name} so far: {figures[name]}", file=sys.stderr, flush=True)
    return {"unit": "seconds", "turns": TURNS, **figures}


def _turns(transcriber: Transcriber) -> dict[str, float]:
    """`enter`: they press Enter on their last word, so its stretch is still to be heard. `silence`: they wait."""
    found: dict[str, float] = {}
    for way, count in TURNS.items():
        turns = [talk_of(LENGTHS_S[n % len(LENGTHS_S)]) for n in range(count)]
        with house() as made:
            made.tagger()
            measured = gaps(made, turns, transcriber=transcriber, enter=way == "enter")
        assert len(measured) == count, f"{len(measured)} of {count} turns were answered"
        found |= {f"{way}_p50": percentile(measured, 0.5), f"{way}_p95": percentile(measured, 0.95)}
    return found


def _against_the_whole(transcriber: Transcriber) -> dict[str, float]:
    """A talk of five minutes, heard while it is spoken, against hearing all of it after its end."""
    talk = talk_of(LONG_S)
    with house() as made:
        made.tagger()
        gap = gaps(made, [talk], transcriber=transcriber, enter=True)[0]
    began = time.monotonic()
    transcriber.transcribe(talk, hotwords=())
    whole = time.monotonic() - began
    return {"five_minutes_gap": round(gap, 3), "five_minutes_whole": round(whole, 3), "ratio": round(whole / gap, 1)}
