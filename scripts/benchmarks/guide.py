"""In a guide, from the end-of-turn decision to the next spoken word, with the small model that comes along."""

import time

from assistant.adapters.staged import PlayedMicrophone
from assistant.ports import Key
from assistant.session.evening import Evening
from assistant.session.events import Listening, TurnEnded
from assistant.session.parts import Talking
from assistant.wiring import House, guides
from benchmarks.stage import Stopwatch, house, percentile, spoken

WALKS = {
    "thought-record": (
        "My boss changed the plan again.",
        "I thought that I am not good enough.",
        "About eighty.",
        "I was sad.",
        "Seventy.",
        "I was tired and I said no.",
        "My friend said that I did well.",
        "I can see it another way.",
        "Forty.",
        "Thirty.",
    ),
    "before-a-session": (
        "My mother sent me a text at lunch.",
        "I want to say no when I mean no.",
        "I felt calm after the walk.",
        "Yes.",
        "I want to rest more.",
        "No.",
    ),
}


class NoKeys:
    def pressed(self) -> Key | None:
        return None


def measure(arguments: list[str]) -> dict[str, object]:
    with house() as made:
        made.tagger()  # an evening has loaded it by the time of its first answer
        found = [gap for name in WALKS for gap in _gaps(made, name)]
    return {
        "unit": "seconds",
        "turns": len(found),
        "p50": percentile(found, 0.5),
        "p95": percentile(found, 0.95),
        "slowest": percentile(found, 1.0),
    }


def _gaps(made: House, name: str) -> list[float]:
    """One figure for each turn with something said after it, at the speed of talk."""
    watch = Stopwatch()
    turns = [spoken(text) for text in WALKS[name]]
    talking = Talking(PlayedMicrophone(turns, speed=1.0), watch, made.voice, NoKeys())
    evening = Evening(made.keeping(), talking=talking, says=made.says(), manners=made.manners())
    found, ended, turn = [], 0.0, 0
    for event in evening.run(guide=guides.named(made, name)):
        if isinstance(event, TurnEnded):
            ended, turn = time.monotonic(), turn + 1
        elif isinstance(event, Listening):
            if ended and (after := [at for at in watch.played_at if at > ended]):
                found.append(after[0] - ended)
            if turn == len(turns):
                break  # the silence after the last one would be waited for, and measures nothing
    return found
