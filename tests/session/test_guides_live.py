"""Guides from end to end on virtual devices: a synthetic person answers what she hears at the loudspeaker."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from live import ROOT, Live
from virtual_audio import Recorded, VirtualAudio

from assistant.adapters import guide_files
from assistant.adapters.whisper.engine import WhisperTranscriber
from assistant.audio import SAMPLE_RATE
from assistant.ports import Home, Selection
from assistant.settings import Settings
from assistant.wiring import House

pytestmark = [pytest.mark.devices, pytest.mark.timeout(240)]

SHORT_SILENCES = """
[turn_taking]
done_after_s = 1.5
brisk_done_after_s = 1.5
open_done_after_s = 3
no_words_done_after_s = 3
gone_after_s = 20

[safety]
country = "GB"
"""
"""She speaks without pauses, so nothing of hers is cut off by it."""

SAYS = {
    "worry-parking": {
        "What would you like to put down first?": "My boss changed the plan again.",
        "From zero to ten, how loud is it right now?": "Five or six.",
        "By day, what could be a first step about it, if there is one?": "I can ask my friend about it.",
        "Are there other worries to put down?": "No.",
    },
    "before-a-session": {
        "Since the last session, what has weighed most?": "My mother sent me a text.",
        "From zero to ten, how heavy is it?": "About nine.",
        "If there is time for only one thing, which one?": "The text from my mother.",
    },
    "safety-plan": {
        "From zero to ten, how heavy is it right now?": "About nine.",
        "Would you like to breathe with the tone for a minute?": "No.",
    },
}
"""What she answers to each question that she may hear, by day and by night: on short ways to the end."""

AFTER = {
    "From the session, what stuck?": "I want to say no when I mean no.",
    "From zero to ten, how stirred up are you?": "About a six.",
    "Is there something to do before the next one?": "No, there is not.",
}
GO_ON = guide_files.load_phrases(ROOT / "prompts" / "guiding.toml").go_on

REST_S = 1.1
"""Of quiet at the loudspeaker, after which it is her turn: longer than between two sentences."""


@cache
def ears() -> WhisperTranscriber:
    return WhisperTranscriber(ROOT / "models" / "whisper-nano")


@dataclass
class Person:
    """Knows no more than what comes out of the loudspeaker."""

    audio: VirtualAudio
    says: Mapping[str, str]
    speaker: Recorded
    heard: list[str] = field(default_factory=list)
    """The questions that she took it for."""
    _listened: int = 0
    """Chunks from the loudspeaker that she has listened to."""

    def answers(self, live: Live, *, at_most: int = 99) -> None:
        """Until the process has ended, or she has answered so often."""
        while live.process.poll() is None and len(self.heard) < at_most:
            time.sleep(0.2)
            if self._it_is_her_turn() and (question := self._question()):
                self.heard.append(question)
                self.audio.say(self.says[question])

    def _it_is_her_turn(self) -> bool:
        loud = [at for at, chunk in self.speaker.chunks[self._listened :] if np.abs(chunk).max(initial=0) > 0.01]
        return bool(loud) and time.monotonic() - loud[-1] > REST_S

    def _question(self) -> str:
        """The one that is nearest to what she has heard last; none where it sounds like none of them."""
        chunks = [chunk for _, chunk in self.speaker.chunks[self._listened :]]
        self._listened += len(chunks)
        samples = np.concatenate(chunks)
        loud = np.flatnonzero(np.abs(samples) > 0.01)
        talk = samples[max(0, loud[0] - SAMPLE_RATE // 4) : loud[-1] + SAMPLE_RATE // 4]
        heard = _plain(ears().transcribe(talk, hotwords=()).text)
        near = {question: _alike(heard, _plain(question)) for question in self.says}
        best = max(near, key=lambda question: near[question])
        return best if near[best] > 0.5 else ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z' ]", " ", text.lower()).split())


def _alike(heard: str, question: str) -> float:
    """By the end of what was heard: a question may come after other sentences."""
    return SequenceMatcher(None, heard[-len(question) - 5 :], question).ratio()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "settings.toml").write_text(SHORT_SILENCES, "utf-8")
    return folder


@pytest.fixture
def lead(home: Path, virtual_audio: VirtualAudio) -> Iterator[Callable[[str], Live]]:
    begun: list[Live] = []

    def led(name: str) -> Live:
        begun.append(Live(home, virtual_audio, command=("guide", name)))
        return begun[-1]

    yield led
    for live in begun:
        live.close()


def house_of(live: Live) -> House:
    return House(Home(live.home), Settings(), live.home / "settings.toml")


@pytest.mark.parametrize("name", SAYS)
def test_answered_by_ear(lead: Callable[[str], Live], name: str, virtual_audio: VirtualAudio) -> None:
    """She is led to the end by what she hears; each of her answers is kept under its question and its name."""
    guide = guide_files.load(ROOT / "prompts" / "guides" / f"{name}.toml")
    live = lead(name)
    with virtual_audio.record_speaker() as speaker:
        person = Person(virtual_audio, SAYS[name], speaker)
        person.answers(live)
    assert live.ended() == 0, live.screen
    house = house_of(live)
    assert [run.ended for run in house.practices.runs(name)] == [True], live.screen
    entries = house.journal.entries(Selection())
    asked = {asked.uid: asked.text for asked in house.journal.asked_since(entries[0].night)}
    assert [asked[entry.answers] for entry in entries] == person.heard, live.screen
    assert set(asked.values()) == set(person.heard), live.screen
    assert all(entry.state == "words" for entry in entries), live.screen
    kept = {answer.name: answer.number for answer in house.practices.answers(guide=name)}
    steps = [step for step in guide.steps if step.keep_as and step.say[-1] in person.heard]
    assert set(kept) == {step.keep_as for step in steps}, live.screen
    assert all((kept[step.keep_as] is not None) == (step.listen != "free") for step in steps), live.screen


def test_killed_in_the_middle(lead: Callable[[str], Live], virtual_audio: VirtualAudio) -> None:
    """The process is killed after her first answer: asked for again, it goes on there, and nothing is asked twice."""
    says = AFTER | {GO_ON: "Yes."}
    live = lead("after-a-session")
    with virtual_audio.record_speaker() as speaker:
        person = Person(virtual_audio, says, speaker)
        person.answers(live, at_most=1)
        live.wait_for("stirred up")
        live.kill()
    assert [run.at for run in house_of(live).practices.runs(open_only=True)] == ["stirred"]
    live = lead("after-a-session")
    with virtual_audio.record_speaker() as speaker:
        person = Person(virtual_audio, says, speaker)
        person.answers(live)
    assert live.ended() == 0, live.screen
    assert person.heard[:2] == [GO_ON, list(AFTER)[1]], live.screen
    assert [run.ended for run in house_of(live).practices.runs("after-a-session")] == [True]
    kept = {answer.name for answer in house_of(live).practices.answers(guide="after-a-session")}
    assert kept == {"stuck", "stirred"}
