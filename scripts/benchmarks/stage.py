"""What the benchmarks share: a home, a synthetic person, models, and evenings with a stopwatch."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from nano.spec import BASE_EN, random_weights, save, whisper_spec

from assistant.adapters import synthetic_person
from assistant.adapters.devices.conversion import at_rate
from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.adapters.whisper.engine import WhisperTranscriber
from assistant.audio import SAMPLE_RATE, Samples, Sound
from assistant.dialogue.patience import TurnTaking
from assistant.ports import Home, Key, Transcriber
from assistant.session.evening import Evening
from assistant.session.events import Event, TurnEnded
from assistant.session.parts import Keeping, Manners, Talking
from assistant.settings import Settings
from assistant.wiring import House, data_folder

TALK = (
    "My mother sent me a text at lunch and I was anxious all day.",
    "I put the phone down and made some tea first.",
    "Then I walked to the park with my brother and we talked about the summer.",
    "My boss changed the plan again and I almost snapped at him, but I did not.",
    "I only saw the old pattern on the bus home, and I was tired.",
    "After that I wrote it down, and I felt calm for the first time this week.",
    "I want to rest more, and I want to say no when I mean no.",
    "The house was quiet and I could hear the rain on the window.",
)


ENDS_ANYWHERE = TurnTaking(sure_at=-20.0, nudge_after_s=5.0, nudged_done_after_s=0.0)
"""Talk of a length in seconds is cut in mid-sentence: it ends five seconds later all the same."""

WINDOW_S = 30
"""The recogniser hears longer talk in windows of this, and each may say so much."""


def percentile(values: Sequence[float], share: float) -> float:
    return round(float(np.percentile(values, share * 100)), 3)


@cache
def spoken(text: str) -> Samples:
    sound = synthetic_person.speak(text)
    return at_rate(sound.samples, rate_hz=sound.rate_hz, wanted_hz=SAMPLE_RATE)


def talk_of(seconds: float) -> Samples:
    """Talk with short pauses between its sentences."""
    parts: list[Samples] = []
    length, n = 0, 0
    while length < seconds * SAMPLE_RATE:
        pause = np.zeros(int((0.4 + 0.5 * (n % 4)) * SAMPLE_RATE), np.float32)
        parts += [spoken(TALK[n % len(TALK)]), pause]
        length, n = sum(map(len, parts)), n + 1
    return np.concatenate(parts)[: int(seconds * SAMPLE_RATE)]


@contextmanager
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="between-bench-") as folder:
        home = Home(Path(folder) / "home")
        made = House(home, Settings(), home.root / "settings.toml", command="bench", synthetic=True).open()
        yield made
        made.close()


class RandomWeights(WhisperTranscriber):
    """base.en's work without base.en: random weights wander, so what they may do is fixed.

    Temperature 0, no timestamps, the end of text suppressed, three tokens a second of speech.
    """

    def options(self, seconds: float, *, hotwords: Sequence[str]) -> dict[str, Any]:
        tokens = self._whisper.hf_tokenizer
        end_of_text = tokens.token_to_id("<|endoftext|>")
        # The made-up tokens stand behind the last timestamp, and would be taken for one: a leap to the end of the talk.
        no_words = range(tokens.token_to_id("<|notimestamps|>"), BASE_EN.vocabulary)
        fixed = {
            "temperature": 0.0,
            "without_timestamps": True,
            "word_timestamps": False,
            "suppress_tokens": [end_of_text, *no_words],
            "max_new_tokens": max(1, round(3 * min(seconds, WINDOW_S))),
            "log_prob_threshold": None,
            "compression_ratio_threshold": None,
        }
        return super().options(seconds, hotwords=hotwords) | fixed


def base_shape(folder: Path) -> Transcriber:
    """74 M random weights in the shape of base.en, int8."""
    import json
    import shutil

    nano = data_folder("models") / "whisper-nano"
    folder.mkdir()
    for name in ("tokenizer.json", "preprocessor_config.json"):
        shutil.copy(nano / name, folder)
    tokens = json.loads((nano / "vocabulary.json").read_text())
    tokens += [f"<|filler{i}|>" for i in range(BASE_EN.vocabulary - len(tokens))]
    save(whisper_spec(random_weights(BASE_EN), BASE_EN), folder, tokens=tokens, alignment_heads=[(5, 0)])
    return RandomWeights(folder, name="base.en's shape")


@dataclass
class Stopwatch(SilentLoudspeaker):
    """When each sound would have reached the loudspeaker."""

    played_at: list[float] = field(default_factory=list)

    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        self.played_at.append(time.monotonic())
        return True


@dataclass
class EnterAfter:
    """Presses Enter so many seconds after a turn began to be listened to."""

    seconds: float = 0.0
    due: float = float("inf")

    def listening(self) -> None:
        self.due = time.monotonic() + self.seconds

    def pressed(self) -> Key | None:
        if time.monotonic() < self.due:
            return None
        self.due = float("inf")
        return "enter"


def gaps(
    made: House, turns: Sequence[Samples], *, transcriber: Transcriber, enter: bool, speed: float = 1.0
) -> list[float]:
    """Seconds from each end-of-turn decision to the first sample of the question that follows, a figure a turn."""
    from assistant.session.events import Listening, Questioned

    keeping: Keeping = replace(made.keeping(), transcriber=lambda: transcriber)
    keys, watch = EnterAfter(), Stopwatch()
    talking = Talking(PlayedMicrophone(turns, speed=speed), watch, made.voice, keys)
    manners = Manners(questions=len(turns) + 1, greeting=True, turn_taking=ENDS_ANYWHERE)
    ended, asked, measured, at = 0.0, False, [], -1
    for event in Evening(keeping, talking=talking, says=made.says(), manners=manners).run():
        if isinstance(event, Listening):
            at += 1
            if asked:
                measured.append(watch.played_at[-1] - ended)
                asked = False
            if len(measured) == len(turns):
                break  # the silence after the last one would be waited for, and measures nothing
            if enter and at < len(turns):
                keys.seconds = len(turns[at]) / SAMPLE_RATE / speed
                keys.listening()
        elif isinstance(event, TurnEnded):
            ended = time.monotonic()
        elif isinstance(event, Questioned):
            asked = True
    return measured


def events_of(made: House, talking: Talking, manners: Manners) -> Iterator[Event]:
    return Evening(made.keeping(), talking=talking, says=made.says(), manners=manners).run()
