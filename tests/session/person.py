"""A synthetic person, who answers what comes out of the loudspeaker, and the scene that she is in."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from live import ROOT, Live
from virtual_audio import Recorded, VirtualAudio

from assistant.adapters.whisper.engine import WhisperTranscriber
from assistant.audio import SAMPLE_RATE, Samples
from assistant.ports import Home
from assistant.settings import Settings
from assistant.wiring import House

REST_S = 1.8
"""Of quiet at the loudspeaker, after which it is her turn: longer than between two sentences."""
AUDIBLE = 0.01


class Ears:
    """One pair for all the persons."""

    def __init__(self) -> None:
        self._model = WhisperTranscriber(ROOT / "models" / "whisper-nano")

    def words(self, samples: Samples) -> str:
        loud = np.flatnonzero(np.abs(samples) > AUDIBLE)
        talk = samples[max(0, loud[0] - SAMPLE_RATE // 4) : loud[-1] + SAMPLE_RATE // 4]
        return _plain(self._model.transcribe(talk, hotwords=()).text)


@dataclass
class Person:
    """Knows no more than what comes out of the loudspeaker."""

    audio: VirtualAudio
    speaker: Recorded
    ears: Ears
    said_to_her: list[str] = field(default_factory=list)
    """Each time that it was her turn: what she heard."""
    heard: list[str] = field(default_factory=list)
    """The questions that she took it for."""
    interrupted: bool = False
    """Something was said while she spoke or thought."""
    _listened: int = 0
    """Chunks from the loudspeaker that she has thought about."""
    _taken_in: int = 0
    """And those that she has heard at least."""
    _loud: list[float] = field(default_factory=list)
    """When there was something in those that she has not thought about, in monotonic seconds."""

    def answers(self, live: Live, *, says: Mapping[str, str], at_most: int = 99) -> None:
        """Until the process has ended, or she has answered so often."""
        answered = 0
        while answered < at_most and self.listens(live):
            if question := self._question(says):
                self.heard.append(question)
                self.says(says[question])
                answered += 1

    def tells(self, live: Live, *, turns: Sequence[Sequence[str | float]]) -> None:
        """One after the other, each once she has heard something; then listens to the end."""
        for turn in turns:
            if self.listens(live):
                self.says(*turn)
        while self.listens(live):
            pass

    def says(self, *what: str | float) -> None:
        """Words, and seconds in which she thinks."""
        for part in what:
            began, seconds = time.monotonic(), part if isinstance(part, float) else self.audio.say(part)
            if isinstance(part, float):
                time.sleep(part)
            self.interrupted |= any(at < began + seconds for at in self.hears())

    def listens(self, live: Live) -> bool:
        """Until something was said, and then it was quiet; false where the process ends, with what was said last."""
        ended = False
        while not ended:
            ended = live.process.poll() is not None
            time.sleep(0.2)
            loud = self.hears()
            if loud and (ended or time.monotonic() - loud[-1] > REST_S):
                chunks = [chunk for _, chunk in self.speaker.chunks[self._listened : self._taken_in]]
                self._listened, self._loud = self._taken_in, []
                self.said_to_her.append(self.ears.words(np.concatenate(chunks)))
                return not ended
        return False

    def hears(self) -> list[float]:
        """When there was something, since she last made words of it."""
        new = self.speaker.chunks[self._taken_in :]
        self._taken_in += len(new)
        self._loud += [at for at, chunk in new if np.abs(chunk).max(initial=0) > AUDIBLE]
        return self._loud

    def _question(self, says: Mapping[str, str]) -> str:
        """The one that is nearest to what she has heard last; none where it sounds like none of them."""
        near = {question: alike(self.said_to_her[-1], question) for question in says}
        best = max(near, key=lambda question: near[question])
        return best if near[best] > 0.6 else ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z' ]", " ", text.lower()).split())


def alike(heard: str, sentence: str) -> float:
    """By the end of what was heard: a question may come after other sentences."""
    plain = _plain(sentence)
    return SequenceMatcher(None, heard[-len(plain) - 5 :], plain).ratio()


@dataclass
class Scene:
    """A home and a sound server for one person."""

    folder: Path
    ears: Ears
    lives: list[Live] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @contextmanager
    def begins(self, *command: str, settings: str) -> Iterator[tuple[Live, Person]]:
        """Again in the same home, where it is the second time."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        (self.home / "settings.toml").write_text(settings, "utf-8")
        sound = self.folder / f"sound-{len(self.lives)}"
        sound.mkdir()
        audio = VirtualAudio(sound)
        try:
            audio.reset()
            with audio.record_speaker() as speaker:
                live = Live(self.home, audio, command=command)
                self.lives.append(live)
                self.people.append(Person(audio, speaker, self.ears))
                try:
                    yield live, self.people[-1]
                finally:
                    live.close()
        finally:
            audio.close()

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def house(self) -> House:
        return House(Home(self.home), Settings(), self.home / "settings.toml")

    @property
    def screen(self) -> str:
        return self.lives[-1].screen

    @property
    def shown(self) -> str:
        """The words alone, without colours and line breaks."""
        return " ".join(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.screen).split())
